//! The overview: campaigns with their tolls, incidents in order of date, what is in conflict.

use super::{Frame, Page, Weighed, toll};
use assize_record::{EntityType, EntryId, Value};
use assize_weigh::toll::{Role, TollFinding};
use maud::{Markup, html};

pub(super) fn pages(frame: &Frame<'_>, weighed: &Weighed) -> Vec<Page> {
    let campaigns = frame.entities(EntityType::Campaign);
    let sources = frame.view.sources().len();
    let content = html! {
        ul.figures {
            (tile(&frame.view.claims().len().to_string(), "claims, each with its words", "sources.html"))
            (tile(&sources.to_string(), "archived sources", "sources.html"))
            (tile(&weighed.origins.list.len().to_string(), "origins behind them", "methods.html#origins"))
            (tile(&weighed.conflicts.len().to_string(), "conflicts and revisions", "conflicts.html"))
        }
        @for (id, entity) in &campaigns {
            @let findings: Vec<_> = weighed.tolls.campaigns.iter().filter(|finding| finding.subject == *id).collect();
            h2 id=(frame.slug(*id)) { (entity.name) }
            (toll::campaign(frame, "", &findings))
            (stated(frame, &findings))
        }
        h2 { "Incidents" }
        (incidents(frame, weighed))
    };
    vec![Page { path: "index.html".to_owned(), title: "Overview".to_owned(), content }]
}

fn tile(figure: &str, words: &str, href: &str) -> Markup {
    html! { li { p.figure { a href=(href) { (figure) } } p.small { (words) } } }
}

/// What speakers state for a whole campaign: beside the sums, never mixed into them.
fn stated(frame: &Frame<'_>, findings: &[&assize_weigh::toll::CampaignFinding]) -> Markup {
    let Some(finding) = findings.first().filter(|finding| !finding.stated.is_empty()) else {
        return html! {};
    };
    html! {
        h3 { "As stated for the whole campaign" }
        div.scroll tabindex="0" role="region" aria-label="Totals as stated" { table {
            caption { "Totals that were stated, in order of the day they are the state of. They are not mixed into the sums above." }
            thead { tr { th scope="col" { "As of" } th scope="col" { "Of what" } th.n scope="col" { "Figure" } th scope="col" { "Whose word" } } }
            tbody {
                @for stated in &finding.stated { tr {
                    td { @if let Some((from, to)) = &stated.as_of { @if from == to { (from) } @else { (from) "/" (to) } } @else { span.blank { "not known" } } }
                    td { (stated.property.trim_start_matches("campaign.")) @if let Some(status) = stated.status { ", " (toll::kebab(&status)) } }
                    td.n { (frame.figure("", &stated.figure, &stated.claims)) }
                    td { (stated.origin) }
                } }
            }
        } }
    }
}

/// Every incident, in order of the earliest day it may have been.
fn incidents(frame: &Frame<'_>, weighed: &Weighed) -> Markup {
    let mut rows: Vec<_> = frame
        .entities(EntityType::Incident)
        .into_iter()
        .filter(|(id, _)| frame.by_subject.contains_key(id))
        .map(|(id, entity)| (frame.days_of(id).first().map(|(day, _)| day.interval()), id, entity))
        .collect();
    rows.sort_by(|a, b| (a.0.is_none(), a.0, &a.2.key).cmp(&(b.0.is_none(), b.0, &b.2.key)));
    html! {
        @if rows.is_empty() { p.blank { "No incident on this record." } }
        @else { div.scroll tabindex="0" role="region" aria-label="Incidents" { table {
            caption { "Killed: lowest to highest credible claim by the first method shown; the dossier has every method." }
            thead { tr { th scope="col" { "Date" } th scope="col" { "Incident" } th.n scope="col" { "Killed" } th scope="col" { "Behind it" } th.n scope="col" { "Conflicts" } } }
            tbody {
                @for (_, id, entity) in &rows {
                    @let finding = weighed.tolls.incidents.iter().find(|finding| finding.subject == *id);
                    tr {
                        td { @match frame.days_of(*id).first() {
                            Some((day, claim)) => (frame.figure("", &day.to_string(), &[*claim])),
                            None => span.blank { "not stated" },
                        } }
                        th scope="row" { a href=(frame.dossier_path(*id)) { (entity.name) } }
                        td.n { (killed(frame, finding)) }
                        td { @if let Some(line) = finding.and_then(|finding| finding.line(Role::Killed, None)) { (line.behind.to_string()) } }
                        td.n { (weighed.conflicts_about(*id).count()) }
                    }
                }
            }
        } } }
    }
}

fn killed(frame: &Frame<'_>, finding: Option<&TollFinding>) -> Markup {
    let Some(line) = finding.and_then(|finding| finding.line(Role::Killed, None)) else {
        return html! { span.blank { "not stated" } };
    };
    toll::range(frame, "", line.low.as_ref(), line.high.as_ref())
}

impl<'a> Frame<'a> {
    /// The days that claims give for an incident, each with its claim, in order.
    pub(super) fn days_of(&self, incident: EntryId) -> Vec<(&'a assize_record::Edtf, EntryId)> {
        let mut days: Vec<_> = self
            .by_subject
            .get(&incident)
            .into_iter()
            .flatten()
            .filter(|claim| {
                claim.proposition.property == "incident.happened-on"
                    && claim.stance == assize_record::Stance::Asserts
            })
            .filter_map(|claim| match &claim.proposition.value {
                Value::Date(day) => Some((day, claim.id)),
                _ => None,
            })
            .collect();
        days.sort_by_key(|(day, id)| (day.interval().earliest, day.interval().latest, *id));
        days
    }
}
