//! One incident: range and method in words, tolls under every method, who says what, conflicts, order of authority, review sheet.

use super::{Frame, Page, Weighed, conflicts, matrix, order, review, toll};
use assize_record::{EntityType, EntryId, body::Entity};
use assize_weigh::toll::Role;
use maud::{Markup, html};

pub(super) fn pages(frame: &Frame<'_>, weighed: &Weighed) -> Vec<Page> {
    frame
        .entities(EntityType::Incident)
        .into_iter()
        .filter(|(id, _)| frame.by_subject.contains_key(id))
        .map(|(id, entity)| page(frame, weighed, id, entity))
        .collect()
}

fn page(frame: &Frame<'_>, weighed: &Weighed, incident: EntryId, entity: &Entity) -> Page {
    let root = "../";
    let claims = &frame.by_subject[&incident];
    let findings: Vec<_> =
        weighed.tolls.incidents.iter().filter(|finding| finding.subject == incident).collect();
    let content = html! {
        (headline(frame, weighed, incident))
        h2 { "Toll" }
        (toll::incident(frame, root, &findings))
        h2 { "Who says what" }
        (matrix::matrix(frame, root, &weighed.origins, claims))
        (conflicts::of_incident(frame, root, weighed, incident))
        (order::table(frame, root, incident))
        (review::summary(frame, root, weighed, incident))
        (matrix::statements(frame, root, claims))
    };
    Page { path: frame.dossier_path(incident), title: entity.name.clone(), content }
}

/// The range and its method in a sentence.
fn headline(frame: &Frame<'_>, weighed: &Weighed, incident: EntryId) -> Markup {
    let finding = weighed.tolls.incidents.iter().find(|finding| finding.subject == incident);
    let days = frame.days_of(incident);
    html! {
        p {
            @match days.first() {
                Some((day, claim)) => { "Said to have happened on " (frame.figure("../", &day.to_string(), &[*claim])) ". " }
                None => { "No claim on this record says when it happened. " }
            }
            @if let Some((finding, line)) = finding.and_then(|finding| Some((finding, finding.line(Role::Killed, None)?))) {
                "Killed: " strong { (toll::range(frame, "../", line.low.as_ref(), line.high.as_ref())) }
                ", the lowest to the highest credible claim by the method " a href={ "../methods.html#" (finding.method) } { (finding.method) }
                "; behind it " (line.behind.to_string()) "."
            } @else { "No claim on this record says how many were killed." }
        }
    }
}

impl Frame<'_> {
    /// Where an incident's dossier lies.
    pub(super) fn dossier_path(&self, incident: EntryId) -> String {
        format!("incident/{}.html", self.slug(incident))
    }
}
