//! One draft with its fields, and what deciding on it would move.

use super::{fields, shown, source::Reading, token};
use crate::{
    act::decide::accepting,
    reviewed::{self, Item, State},
    snapshot::Remarks,
};
use assize_case::{decision, failure::Failure};
use assize_record::{Confidence, Draft, EntryId};
use maud::{Markup, html};

/// Reasons to reject, of which a key chooses one.
pub(crate) const REASONS: [&str; 7] = [
    "says what another draft says",
    "not what the words say",
    "the figure is of something else",
    "of another incident",
    "nobody asserts it: a question, a plan, a condition",
    "background, not this record's matter",
    "wrong speaker, and not worth mending",
];

/// What a draft is about: the thing that it is placed with, else its anchor.
pub(crate) fn about(reading: &Reading<'_>, draft: &Draft) -> Result<EntryId, Failure> {
    let anchor = anchor(reading, draft)?;
    Ok(reading.view.canonical(anchor))
}

/// The anchor of what a draft is about.
pub(crate) fn anchor(reading: &Reading<'_>, draft: &Draft) -> Result<EntryId, Failure> {
    reading.kept.input(draft).anchor(draft.proposition.subject).map_err(decision::refused)
}

/// A kind of doubt as a question.
pub(crate) fn doubt_kind(kind: &str) -> &'static str {
    match kind {
        "speaker" => "who?",
        "date" => "when?",
        "quantity" => "how many?",
        "subject" => "which incident?",
        "person" => "which person?",
        "language" => "which language?",
        _ => "the text?",
    }
}

/// The field that a doubt is about.
fn doubted(kinds: &[&str]) -> &'static str {
    match kinds.first() {
        Some(&"date") => "when",
        Some(&"quantity") => "value",
        Some(&"subject") => "incident",
        _ => "who",
    }
}

/// What a form of a draft was drawn from: the claim that stood, and how. Where that is another by the time it is sent, nothing is written.
pub(crate) fn seen(item: &Item<'_>) -> String {
    let claim = item.claim.map(|claim| claim.id).or(item.first);
    format!("{}-{}", item.state.word().replace(' ', "-"), claim.map_or_else(String::new, |id| id.short()))
}

/// The card of a draft.
pub(crate) fn card(reading: &Reading<'_>, item: &Item<'_>) -> Result<Markup, Failure> {
    let (draft, sight) = (item.draft, reading.sight);
    let doubts = sight.snapshot.doubts(&sight.session, reading.kept.text);
    let input = reading.kept.input(draft);
    let doubts = doubts.about(&input);
    let kinds: Vec<&str> = doubts.iter().map(|doubt| doubt.kind.as_str()).collect();
    let sure = match draft.confidence {
        Confidence::High => "",
        Confidence::Medium => "chosen among few readings",
        Confidence::Low => "a guess",
    };
    Ok(html! {
        form.card.cur id="draft" method="post" action="/decide" tabindex="-1" aria-label=(format!("draft {}", item.number))
            data-n=(item.number) data-doubt=(doubted(&kinds)) data-draft=(draft.id.short()) data-decided=[(!item.state.is_open()).then_some("1")] {
            (token(sight))
            input type="hidden" name="source" value=(reading.kept.source);
            input type="hidden" name="draft" value=(draft.id);
            input type="hidden" name="seen" value=(seen(item));
            @if reading.blind { input type="hidden" name="blind" value="1"; }
            header {
                span { (item.number) " of " (reading.items.len()) }
                span.soft title=(draft.rule) { (sure) }
                span.state { (item.state.mark()) " " b { (item.state.word()) } }
            }
            @if let Some(claim) = item.claim { (stands(reading, claim)) }
            @if item.state == State::Rejected { p.soft { (rejected(reading, item)) } }
            @for doubt in &doubts { p.doubt { (shown(&doubt.question)) " (" span.q { (shown(&doubt.words.exact)) } ")" } }
            (fields::of_draft(reading, item)?)
            @if !reading.blind { p.effect id="effect" { (effect(reading, item)) } }
            @if !sight.app.read_only { (buttons(reading, item)) }
        }
        @if !sight.app.read_only { (beside(reading, item)?) }
    })
}

/// The claim that stands, in words.
fn stands(reading: &Reading<'_>, claim: &assize_ledger::view::ClaimView) -> Markup {
    let who = reviewed::speaker_of(reading.view, claim);
    html! { p.stands { "Stands: " b { (shown(&reviewed::claim_words(reading.view, claim))) } " · " (shown(&who)) " · claim " (claim.id.short()) } }
}

/// Why a draft was rejected.
fn rejected(reading: &Reading<'_>, item: &Item<'_>) -> String {
    let snapshot = &reading.sight.snapshot;
    if reading.blind {
        return String::new();
    }
    let wording = assize_case::wording::Wording::of(&snapshot.view, &snapshot.entries, &snapshot.founders);
    let fate = item.first.map(|first| wording.fate(first)).unwrap_or_default();
    fate.join("; ")
}

/// What accepting it would move.
fn effect(reading: &Reading<'_>, item: &Item<'_>) -> String {
    if !item.state.is_open() {
        return format!("{}; no change waits here", item.state.word());
    }
    let ask = accepting(&item.draft.id.to_string());
    match decision::prepare(&reading.sight.session, &ask.as_asked(), &Remarks::default()) {
        Ok(prepared) => foretold(&prepared),
        Err(failure) => format!("cannot be accepted as it is: {}", failure.message),
    }
}

/// What a decision moves, in one sentence, and what of it is worth a second look.
pub(crate) fn foretold(prepared: &decision::Prepared) -> String {
    let mut words = match &prepared.moves.lines()[..] {
        [] => "If accepted: no toll changes".to_owned(),
        lines => format!("If accepted: {}", lines.join("; ")),
    };
    for note in prepared.decision.notes.iter().filter(|note| note.starts_with("look again")) {
        words = format!("{words}. {note}");
    }
    words
}

fn buttons(reading: &Reading<'_>, item: &Item<'_>) -> Markup {
    let digest = reading.view.is_digest(reading.kept.source);
    html! {
        button hidden name="act" value="enter" { "Nothing" }
        div.acts {
            button.main name="act" value="accept" data-key="a" { kbd { "a" } span { "Accept" } }
            button type="button" data-key="x" data-open="reasons" { kbd { "x" } "Reject…" }
            button type="button" data-key="i" data-open="place" { kbd { "i" } "Incident…" }
        }
        @if let Some(twin) = twin(reading, item) {
            button.likewise name="act" value="likewise" data-key="=" { kbd { "=" } (twin) }
        }
        div.quiet {
            button name="act" value="skip" data-key="s" { kbd { "s" } "Skip" }
            button type="button" data-key="c" data-open="note" { kbd { "c" } "Note" }
            button form="undo" data-key="u" { kbd { "u" } "Undo" }
        }
        details.mode.reasons data-mode="reasons" {
            summary { "Reject, and why" }
            fieldset.pick tabindex="-1" {
                legend { "Why?" }
                @for (at, reason) in REASONS.iter().enumerate() {
                    button name="reject" value=(reason) { kbd { (at + 1) } (reason) }
                }
                label { kbd { "8" } "another reason " input name="reason" autocomplete="off"; }
                button name="act" value="reject" { "Reject for that reason" }
            }
        }
        details.mode.note data-mode="note" {
            summary { "Note" }
            label { "Kept with the decision " input name="note" autocomplete="off"; }
            @if !digest { label { "Gist, one full sentence of your own " input name="gist" autocomplete="off" placeholder="left out: it is made from the fields"; } }
        }
        @if item.state == State::Differing { p { "People differ on this one. " a href="/differ" { "Settle it" } } }
    }
}

/// That the same words were decided on in another text, which a key repeats here, one draft at a time.
fn twin(reading: &Reading<'_>, item: &Item<'_>) -> Option<String> {
    if reading.blind || !item.state.is_open() {
        return None;
    }
    let twin = reading.sight.snapshot.twin(item.draft, reading.kept.source)?;
    let source = reading.view.sources().get(&twin.source).map(super::outlet).unwrap_or_default();
    let what = if twin.rejected.is_none() { "accept" } else { "reject" };
    Some(format!("{what}, as these words were in {source}"))
}

/// Which incident this is, beside the card: a decision of its own.
fn beside(reading: &Reading<'_>, item: &Item<'_>) -> Result<Markup, Failure> {
    let anchor = anchor(reading, item.draft)?;
    let placed = reading.view.canonical(anchor) != anchor;
    let sight = reading.sight;
    let name = if placed {
        super::link::name_in(sight, reading.view, about(reading, item.draft)?)
    } else {
        let read = sight.snapshot.referent(anchor);
        read.map_or_else(|| reading.view.name(anchor), |(_, referent)| referent.head.exact.clone())
    };
    let named = if reading.blind { None } else { named(reading, item.draft) };
    let blind = if reading.blind { "&blind=1" } else { "" };
    let place = format!("/link?a={anchor}&draft={}{blind}", item.draft.id.short());
    Ok(html! {
        form id="undo" method="post" action="/undo" {
            (token(sight))
            input type="hidden" name="back" value=(reading.address(Some(item)));
            input type="hidden" name="sitting" value="1";
            @if reading.blind { input type="hidden" name="blind" value="1"; }
        }
        @if let Some((anchor, entity, name)) = &named {
            form.inline method="post" action="/place" {
                (token(sight))
                input type="hidden" name="a" value=(anchor);
                input type="hidden" name="same" value=(entity);
                input type="hidden" name="reason" value="one name, said by a person to be one speaker";
                input type="hidden" name="back" value=(reading.address(Some(item)));
                button data-key="l" { kbd { "l" } "“" (shown(name)) "” is the one on record" }
            }
        }
        details.mode.box.place data-mode="place" data-load=(format!("{place}&part=1")) {
            summary { "Which incident is “" (shown(&name)) "”? " @if placed { span.soft { "said by a person" } } @else { span.soft { "not placed yet" } } }
            div.load { a href=(place) { "Candidates and new incident" } }
        }
    })
}

/// The speaker's anchor and the one entity of the record that has its name, where nobody has linked them: a link is proposed, never made.
fn named(reading: &Reading<'_>, draft: &Draft) -> Option<(EntryId, EntryId, String)> {
    let name = draft.speaker.name.as_ref()?;
    let anchor = reading.kept.input(draft).anchor(draft.speaker.referent?).ok()?;
    let view = reading.view;
    let of_name = view.entities().iter().filter(|(id, entity)| {
        entity.name == *name && entity.entity_type.is_agent() && !view.anchors().contains_key(*id)
    });
    let ids: std::collections::BTreeSet<EntryId> = of_name.map(|(id, _)| view.canonical(*id)).collect();
    let entity = ids.first().copied().filter(|_| ids.len() == 1)?;
    (view.canonical(anchor) != entity && !view.is_different(anchor, entity))
        .then(|| (anchor, entity, name.clone()))
}
