//! Conflicts and revisions, as quotations side by side.

use super::{Frame, Page, Weighed, said, toll};
use assize_record::EntryId;
use assize_weigh::conflict::Conflict;
use maud::{Markup, html};

pub(super) fn pages(frame: &Frame<'_>, weighed: &Weighed) -> Vec<Page> {
    let content = html! {
        p { "Values that cannot both hold, and what is disputed in words. A conflict is between origins; where two speakers of one party differ they are two voices of one party; "
            "only where the same speaker later says otherwise is it a revision. Nothing here is resolved: the record prints who said what." }
        @if weighed.conflicts.is_empty() { p.blank { "None on this record." } }
        @for conflict in &weighed.conflicts { (one(frame, "", conflict, true)) }
        @if !weighed.incoherences.is_empty() {
            h2 { "Figures that do not add up" }
            ul { @for incoherence in &weighed.incoherences { li { (frame.figure("", &incoherence.words, &incoherence.claims)) } } }
        }
    };
    vec![Page { path: "conflicts.html".to_owned(), title: "Conflicts and revisions".to_owned(), content }]
}

pub(super) fn of_incident(frame: &Frame<'_>, root: &str, weighed: &Weighed, incident: EntryId) -> Markup {
    let conflicts: Vec<_> = weighed.conflicts_about(incident).collect();
    let incoherences: Vec<_> =
        weighed.incoherences.iter().filter(|found| found.subject == incident).collect();
    html! {
        @if !conflicts.is_empty() {
            h2 { "Conflicts and revisions" }
            @for conflict in conflicts { (one(frame, root, conflict, false)) }
        }
        @if !incoherences.is_empty() {
            h2 { "Figures that do not add up" }
            ul { @for incoherence in incoherences { li { (frame.figure(root, &incoherence.words, &incoherence.claims)) } } }
        }
    }
}

fn one(frame: &Frame<'_>, root: &str, conflict: &Conflict, with_subject: bool) -> Markup {
    let between = conflict.between_in_words();
    let question = match &conflict.question {
        Some(asked) => asked.in_words(frame.settings.standards.as_ref()),
        None => {
            let property = conflict.property.as_str();
            property.split_once('.').map_or(property, |(_, name)| name).replace('-', " ")
        }
    };
    html! {
        section.side-by-side {
            h3 {
                @if with_subject { (said(&frame.view.name(conflict.subject))) ": " }
                (question)
                @if let Some(status) = conflict.status { ", " (toll::kebab(&status)) }
                @if let Some(group) = conflict.group { " of " (said(&frame.view.name(group))) }
                " " span.small { "— " (between) }
            }
            @for position in &conflict.positions {
                div {
                    p { @if let Some(side) = position.side { (side.name()) ": " } strong { (frame.figure(root, &position.words, &position.claims)) } br; span.small { (position.behind.to_string()) } }
                    @for claim in position.claims.iter().take(3).filter_map(|id| frame.view.claim(*id)) { (frame.quotation(root, claim)) }
                    @if position.claims.len() > 3 { p.small { "and " (position.claims.len() - 3) " more" } }
                }
            }
        }
    }
}
