//! What this site is, what it keeps back, and how somebody objects; what was corrected, and when.

use super::{Frame, Page, said};
use crate::{gate::Correction, manifest::ABOUT};
use maud::{Markup, html};

pub(super) fn pages(frame: &Frame<'_>) -> Vec<Page> {
    vec![about(frame), corrections(frame)]
}

fn about(frame: &Frame<'_>) -> Page {
    let settings = frame.settings;
    let content = html! {
        p { "This site prints who said what, by whose word and under which method; never what is true. Each figure, date and outcome opens the words that it rests on." }
        h2 { "What is not here" }
        p { "A person of this record is named only where somebody has decided so, because the person holds office, has agreed, or was named as the record says; authors of sources stand as their sources name them. "
            "Everybody else goes by a description. " (MASKED) " A source from which a name was taken out is shown without its hash and without the places of its words, which would let the name be tried out. "
            "What sources that must be protected have said is on no page and in no figure." }
        @for line in missing(frame) { p { (line) } }
        h2 { "Objections and corrections" }
        p { (contact(frame)) " What was corrected stands on the page of " a href="corrections.html" { "corrections" } "." }
        h2 { "This edition" }
        table { tbody {
            tr { th scope="row" { "Built on" } td { (settings.built_on.map_or_else(|| "not stated".to_owned(), |day| day.to_string())) } }
            tr { th scope="row" { "Made with" } td { (settings.generator) } }
            tr { th scope="row" { "Manifest" } td { a href="record.json" { "record.json" } ": SHA-256 of every file of this edition, and of the manifest of the edition before it, signed" } }
        } }
    };
    Page { path: ABOUT.to_owned(), title: "About".to_owned(), content }
}

/// What this copy of the record lacks, which no figure can rest on.
fn missing(frame: &Frame<'_>) -> Vec<String> {
    let missing = frame.public.missing();
    let lines = [
        (missing.destroyed, "was destroyed by the word of an owner of the record"),
        (missing.absent, "never came to the copy of the record that this site was made from"),
    ];
    let lines = lines.into_iter().filter(|(n, _)| *n > 0);
    lines
        .map(|(n, words)| {
            let entries = if n == 1 { "1 entry".to_owned() } else { format!("{n} entries") };
            format!("The content of {entries} {words}; no figure rests on it.")
        })
        .collect()
}

/// What stands where a name was masked.
const MASKED: &str = "Where a name stood in quoted words, “[name withheld]” stands in its place.";

fn contact(frame: &Frame<'_>) -> Markup {
    html! {
        @match &frame.settings.contact {
            Some(contact) => { "Somebody who is named or described here, or their family, can object, and anybody can point out an error: " strong { (said(contact)) } "." }
            None => { "Whoever publishes this site has stated no address for objections." }
        }
    }
}

fn corrections(frame: &Frame<'_>) -> Page {
    let all = frame.public.corrections();
    let content = html! {
        p { (contact(frame)) }
        @if all.is_empty() { p.blank { "Nothing that this site prints was corrected after the day on which it was entered." } }
        @else {
            p { "Claims that stood and were corrected or taken back after the day on which they were entered, the newest first. Days are in UTC." }
            div.scroll tabindex="0" role="region" aria-label="Corrections" { table {
                thead { tr { th scope="col" { "Day" } th scope="col" { "About" } th scope="col" { "Fact" } th scope="col" { "It said" } th scope="col" { "It says now" } } }
                tbody { @for correction in all { (row(frame, correction)) } }
            } }
        }
    };
    Page { path: "corrections.html".to_owned(), title: "Corrections".to_owned(), content }
}

fn row(frame: &Frame<'_>, correction: &Correction) -> Markup {
    let now = correction.now.and_then(|id| frame.view.claim(id));
    html! {
        tr {
            td { (correction.on) }
            td { @match correction.subject { Some(id) => (said(&frame.view.name(id))), None => { span.blank { "something that this site does not speak of now" } } } }
            td { (correction.property.split_once('.').map_or(correction.property.as_str(), |(_, name)| name).replace('-', " ")) }
            td { @match &correction.was { Some(value) => (said(&frame.value(value))), None => { span.blank { "not repeated here" } } } }
            td { @match now {
                Some(claim) => (frame.figure("", &frame.value(&claim.proposition.value), &[claim.id])),
                None => { span.blank { "taken back" } },
            } }
        }
    }
}
