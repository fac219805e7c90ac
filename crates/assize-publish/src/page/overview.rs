//! The overview: campaigns with their tolls, incidents in order of date, what is in conflict.

use super::{Frame, Page, Weighed, dossier, said, toll};
use assize_record::{EntityType, EntryId};
use assize_weigh::toll::{CampaignFinding, Over, Role, over_methods};
use maud::{Markup, html};

pub(super) fn pages(frame: &Frame<'_>, weighed: &Weighed) -> Vec<Page> {
    let findings_of = |id: EntryId| -> Vec<&CampaignFinding> {
        weighed.tolls.campaigns.iter().filter(|finding| finding.subject == id).collect()
    };
    let has_figure =
        |id: EntryId| findings_of(id).iter().any(|found| !found.lines.is_empty() || !found.stated.is_empty());
    // What a text names and gives no figure of is listed, and heads nothing.
    let (counted, named): (Vec<_>, Vec<_>) =
        frame.entities(EntityType::Campaign).into_iter().partition(|(id, _)| has_figure(*id));
    let sources = frame.view.sources().len();
    let content = html! {
        ul.figures {
            (tile(&frame.view.claims().len().to_string(), "claims, each with its words", "sources.html"))
            (tile(&sources.to_string(), "archived sources", "sources.html"))
            (tile(&origins_behind(frame, weighed), "origins behind them", "methods.html#origins"))
            (tile(&weighed.conflicts.len().to_string(), "conflicts and revisions", "conflicts.html"))
        }
        @for (id, entity) in &counted {
            @let findings = findings_of(*id);
            h2 id=(frame.slug(*id)) { (said(&entity.name)) }
            (toll::campaign(frame, "", &findings))
            (stated(frame, &findings))
            (outside(frame, weighed, *id))
        }
        h2 { "Incidents" }
        (incidents(frame, weighed))
        @if !named.is_empty() {
            h2 { "Named as campaigns, without a figure" }
            ul { @for (id, entity) in &named { li id=(frame.slug(*id)) { (said(&entity.name)) } } }
        }
    };
    vec![Page { path: "index.html".to_owned(), title: "Overview".to_owned(), content }]
}

/// As few origins as there may be, and as many.
fn origins_behind(frame: &Frame<'_>, weighed: &Weighed) -> String {
    let behind = weighed.origins.summary(frame.view.claims());
    if behind.origins_min == behind.origins_max {
        behind.origins_max.to_string()
    } else {
        format!("{} to {}", behind.origins_min, behind.origins_max)
    }
}

fn tile(figure: &str, words: &str, href: &str) -> Markup {
    html! { li { p.figure { a href=(href) { (figure) } } p.small { (words) } } }
}

/// What speakers state for a whole campaign: beside the sums, never mixed into them.
fn stated(frame: &Frame<'_>, findings: &[&CampaignFinding]) -> Markup {
    let Some(finding) = findings.first().filter(|finding| !finding.stated.is_empty()) else {
        return html! {};
    };
    html! {
        h3 { "As stated for the whole campaign" }
        div.scroll tabindex="0" role="region" aria-label="Totals as stated" { table {
            caption { "Totals that were stated, step by step in order of the day they are the state of. They are not mixed into the sums above. Each figure opens the words that state it." }
            thead { tr { th scope="col" { "As of" } th scope="col" { "Of what" } th.n scope="col" { "Figure" } th scope="col" { "Whose word" } th scope="col" { "On record by then" } } }
            tbody {
                @for stated in &finding.stated { tr {
                    td { @if let Some((from, to)) = &stated.as_of { @if from == to { (from) } @else { (from) "/" (to) } } @else { span.blank { "not known" } } }
                    td { (stated.property.trim_start_matches("campaign.")) @if let Some(status) = stated.status { ", " (toll::kebab(&status)) } }
                    td.n { (frame.figure("", &stated.figure, &stated.claims)) }
                    td { (said(&stated.origin)) }
                    td { @if let Some(found) = &stated.on_record { (found.incidents) " incidents, " (found.attacks) " attacks" } }
                } }
            }
        } }
    }
}

/// Stated totals that no range computed here reaches.
fn outside(frame: &Frame<'_>, weighed: &Weighed, campaign: EntryId) -> Markup {
    let found: Vec<_> = weighed.tolls.totals.iter().filter(|found| found.subject == campaign).collect();
    html! {
        @if !found.is_empty() {
            p { "Outside every range computed here:" }
            ul { @for found in found { li { (frame.figure("", &found.words, &found.stated.claims)) } } }
        }
    }
}

/// Every incident, in order of the earliest day it may have been.
fn incidents(frame: &Frame<'_>, weighed: &Weighed) -> Markup {
    let mut rows: Vec<_> = frame
        .entities(EntityType::Incident)
        .into_iter()
        .filter(|(id, _)| frame.by_subject.contains_key(id))
        .map(|(id, entity)| (frame.view.days_of(id).first().map(|day| day.date.interval()), id, entity))
        .collect();
    rows.sort_by(|a, b| (a.0.is_none(), a.0, &a.2.key).cmp(&(b.0.is_none(), b.0, &b.2.key)));
    html! {
        @if rows.is_empty() { p.blank { "No incident on this record." } }
        @else { div.scroll tabindex="0" role="region" aria-label="Incidents" { table {
            caption { "Killed: the lowest and the highest figure over every method that has one of all the dead, computed here by their rules; the dossier has each method's own." }
            thead { tr { th scope="col" { "Date" } th scope="col" { "Incident" } th.n scope="col" { "Killed" } th scope="col" { "Behind it" } th.n scope="col" { "Conflicts" } } }
            tbody {
                @for (_, id, entity) in &rows {
                    @let findings = weighed.tolls.incidents.iter().filter(|finding| finding.subject == *id);
                    @let over = over_methods(findings, Role::Killed, None);
                    tr {
                        td { @match frame.view.days_of(*id).first() {
                            Some(day) => (frame.figure("", &day.date.to_string(), &day.claims)),
                            None => span.blank { "not stated" },
                        } }
                        th scope="row" { a href=(frame.dossier_path(*id)) { (said(&entity.name)) } }
                        td.n { (killed(frame, over.as_ref())) }
                        td { @if let Some(over) = &over { (dossier::behind(frame, weighed, &over.claims)) } }
                        td.n { (weighed.conflicts_about(*id).count()) }
                    }
                }
            }
        } } }
    }
}

fn killed(frame: &Frame<'_>, over: Option<&Over<'_>>) -> Markup {
    match over {
        Some(over) => toll::over(frame, "", over),
        None => html! { span.blank { "no figure" } },
    }
}
