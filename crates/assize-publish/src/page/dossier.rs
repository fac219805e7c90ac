//! One incident: range and method in words, tolls under every method, who says what, conflicts, order of authority, review sheet.

use super::{Frame, Page, Weighed, conflicts, matrix, order, review, toll};
use assize_record::{EntityType, EntryId, body::Entity};
use assize_weigh::toll::{Role, Unplaced, over_methods};
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
        (matrix::unnamed(frame, root, claims))
        (conflicts::of_incident(frame, root, weighed, incident))
        (order::table(frame, root, incident))
        (review::summary(frame, root, weighed, incident))
        (matrix::statements(frame, root, claims))
    };
    Page { path: frame.dossier_path(incident), title: entity.name.clone(), content }
}

/// The day and the range over every method in a sentence.
fn headline(frame: &Frame<'_>, weighed: &Weighed, incident: EntryId) -> Markup {
    let findings = || weighed.tolls.incidents.iter().filter(|finding| finding.subject == incident);
    let over = over_methods(findings(), Role::Killed, None);
    let unplaced = frame.view.unplaced().contains(&incident);
    html! {
        p {
            @match &frame.view.days_of(incident)[..] {
                [] => "No claim on this record says when it happened. ",
                days => { "Said to have happened on " @for (at, day) in days.iter().enumerate() {
                    @if at > 0 { " or " } (frame.figure("../", &day.date.to_string(), &day.claims))
                } ". " }
            }
            @if over.as_ref().is_some_and(|over| !over.differing.is_empty()) {
                "How many were killed is not settled: people who reviewed it differ, and the ranges below take in what each says."
            } @else if let Some(over) = &over {
                "Killed: " strong { (toll::over(frame, "../", over)) }
                ", the lowest and the highest figure over " @if over.methods.len() == 1 { "the method " } @else { (over.methods.len()) " methods (" }
                @for (at, method) in over.methods.iter().enumerate() { @if at > 0 { ", " } a href={ "../methods.html#" (method) } { (method) } }
                @if over.methods.len() > 1 { ")" }
                "; behind it " (behind(frame, weighed, &over.claims)) "."
            } @else if findings().any(|finding| finding.lines.iter().any(|line| line.role == Role::Killed)) {
                "No method shown has a figure for all who were killed; what each leaves out stands below."
            } @else { "No claim on this record counts how many were killed." }
            @if unplaced { " This incident is " (Unplaced::WORDS) ": it adds to no total and corroborates nothing." }
        }
    }
}

/// Articles and origins behind some claims.
pub(super) fn behind(frame: &Frame<'_>, weighed: &Weighed, claims: &[EntryId]) -> String {
    weighed.origins.summary(claims.iter().filter_map(|id| frame.view.claim(*id))).to_string()
}

impl Frame<'_> {
    /// Where an incident's dossier lies.
    pub(super) fn dossier_path(&self, incident: EntryId) -> String {
        format!("incident/{}.html", self.slug(incident))
    }
}
