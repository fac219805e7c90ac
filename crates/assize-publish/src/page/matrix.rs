//! Who says what: facts by origins.

use super::{Frame, paraphrase, said};
use assize_ledger::view::{ClaimView, Standing};
use assize_record::{EntryId, Quantity, SpeakerKind, Stance, Status};
use assize_weigh::origin::Origins;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// A row: one question that a claim answers.
type Fact = (String, Option<Status>, Option<EntryId>);

/// The matrix of all claims but plain statements: rows are facts, columns are origins, a cell holds the words. A blank cell is
/// silence, which is not denial.
pub(super) fn matrix(frame: &Frame<'_>, root: &str, origins: &Origins, claims: &[&ClaimView]) -> Markup {
    let mut rows: BTreeMap<Fact, BTreeMap<usize, Vec<&ClaimView>>> = BTreeMap::new();
    let mut columns: BTreeSet<usize> = BTreeSet::new();
    for claim in claims.iter().filter(|claim| claim.proposition.property != "statement") {
        let Some(origin) = origins.position(claim.id) else { continue };
        let proposition = &claim.proposition;
        let fact = (proposition.property.clone(), proposition.status, proposition.group);
        rows.entry(fact).or_default().entry(origin).or_default().push(claim);
        columns.insert(origin);
    }
    if rows.is_empty() {
        return html! { p.blank { "No typed claim on this record." } };
    }
    html! {
        div.scroll tabindex="0" role="region" aria-label="Who says what" { table {
            caption { "Rows are facts, columns are origins (statements of one party about itself are one origin, however many spokesmen repeat them). "
                "A blank cell is silence, which is not denial." }
            thead { tr {
                th scope="col" { "Fact" }
                @for column in &columns { th scope="col" { (said(&origins.list[*column].label)) } }
            } }
            tbody {
                @for (fact, cells) in &rows { tr {
                    th scope="row" { (fact_words(frame, fact)) }
                    @for column in &columns {
                        td { @for claim in cells.get(column).into_iter().flatten() { div { (cell(frame, root, claim)) } } }
                    }
                } }
            }
        } }
    }
}

fn cell(frame: &Frame<'_>, root: &str, claim: &ClaimView) -> Markup {
    html! {
        a href={ (root) (frame.words_href(claim)) } title=(frame.caption(claim)) { (said(&frame.value(&claim.proposition.value))) }
        @if frame.view.is_paraphrased_value(claim) { " " (paraphrase()) }
        @match claim.stance {
            Stance::Asserts => {}
            Stance::Denies => { " — denied" }
            Stance::Doubts => { " — doubted" }
            Stance::Reports => { " — passed on" }
        }
        @if claim.standing == Standing::Draft { " " span.draft { "draft" } }
    }
}

/// A row of people who are not named: how they are described, how many, of whom, why they are not named, and in which source.
type Unnamed<'c> = (&'c str, Option<&'c Quantity>, Option<EntryId>, Option<&'c str>, EntryId);

/// People who speak without a name: described in the source's words, counted where it counts them, with the reason it gives. They are never more than
/// that: two rows may be the same people.
pub(super) fn unnamed(frame: &Frame<'_>, root: &str, claims: &[&ClaimView]) -> Markup {
    let mut rows: BTreeMap<Unnamed<'_>, Vec<&ClaimView>> = BTreeMap::new();
    for claim in claims {
        let speakers = std::iter::once(&claim.speaker).chain(&claim.via);
        for who in speakers.filter(|who| who.kind == SpeakerKind::Unnamed) {
            let row =
                (&*who.description, who.count.as_ref(), who.party, who.anonymity.as_deref(), claim.source);
            rows.entry(row).or_default().push(claim);
        }
    }
    html! {
        @if !rows.is_empty() {
            h3 { "People who are not named" }
            div.scroll tabindex="0" role="region" aria-label="People who are not named" { table {
                caption { "As each source describes and counts them. Two rows may be the same people; so origins are counted as a range." }
                thead { tr { th scope="col" { "Described as" } th scope="col" { "How many" } th scope="col" { "Of" } th scope="col" { "Why not named" } th scope="col" { "Source" } th scope="col" { "On" } } }
                tbody { @for ((described, count, party, reason, source), claims) in &rows { tr {
                    th scope="row" { (said(described)) }
                    td { @match count { Some(count) => (said(&count.to_string())), None => span.blank { "not stated" } } }
                    td { @match party { Some(party) => (said(&frame.view.name(*party))), None => span.blank { "not stated" } } }
                    td { @match reason { Some(reason) => (said(reason)), None => span.blank { "not stated" } } }
                    td { (said(&frame.publication(*source).0)) (said(&frame.digested(*source))) }
                    td { @for claim in claims { div { a href={ (root) (frame.words_href(claim)) } title=(frame.caption(claim)) { (about(claim)) } } } }
                } } }
            } }
        }
    }
}

/// What a claim is about, by its property.
fn about(claim: &ClaimView) -> String {
    let property = &claim.proposition.property;
    property.split_once('.').map_or(property.as_str(), |(_, name)| name).replace('-', " ")
}

/// A fact as a heading: `killed, civilian` or `members of …`.
fn fact_words(frame: &Frame<'_>, (property, status, group): &Fact) -> String {
    let (_, name) = property.split_once('.').unwrap_or(("", property));
    let mut words = name.replace('-', " ");
    if let Some(status) = status {
        words.push_str(&format!(", {}", format!("{status:?}").to_lowercase()));
    }
    if let Some(group) = group {
        words.push_str(&format!(" of {}", frame.view.name(*group)));
    }
    words
}

/// Everything said in words that no typed property holds, as quotations.
pub(super) fn statements(frame: &Frame<'_>, root: &str, claims: &[&ClaimView]) -> Markup {
    let said: Vec<_> = claims.iter().filter(|claim| claim.proposition.property == "statement").collect();
    html! {
        @if !said.is_empty() {
            h2 { "What else is said" }
            @for claim in said { (frame.quotation(root, claim)) }
        }
    }
}
