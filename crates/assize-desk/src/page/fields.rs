//! The fields of a claim, as they are set on a card.
//!
//! A choice that is empty leaves what the reader gave: only what a person changes is sent on.

use super::{Sight, card, shown, source::Reading};
use crate::reviewed::{self, Item, property};
use assize_case::{drafts::shown::speaker, failure::Failure};
use assize_ledger::View;
use assize_record::{
    Draft, EntityType, EntryId, HedgeKind, Quantity, SpeakerKind, Stance, Status, draft::DraftSpeaker,
    proposition::ValueType,
};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// A choice of a list: what is sent, and what is shown.
pub(crate) type Choice = (String, String);

/// The fields of a draft.
pub(crate) fn of_draft(reading: &Reading<'_>, item: &Item<'_>) -> Result<Markup, Failure> {
    let draft = item.draft;
    let said = &draft.proposition;
    let name = said.property();
    let (about, anchor) = (card::about(reading, draft)?, card::anchor(reading, draft)?);
    let placed = about != anchor;
    let incident = subject_name(reading, draft, about, placed);
    let when = said.happened_on.as_ref().map(ToString::to_string).unwrap_or_default();
    let from = draft.times.iter().map(|time| format!("“{}”", time.exact)).collect::<Vec<_>>().join(", ");
    let counted =
        reading.sight.snapshot.vocabulary.property(name).is_ok_and(|of| of.value == ValueType::Quantity);
    let hedge = draft
        .hedges
        .iter()
        .map(|hedge| format!("{} ({})", hedge.exact, hedge.kind.name()))
        .collect::<Vec<_>>()
        .join(", ");
    Ok(html! {
        div.f.big {
            div {
                (select("property", "What is said", &property(name), &properties(reading.sight, name)))
                (value(reading, draft)?)
            }
        }
        (who_row(reading, draft))
        (row("about", "", "incident", html! {
            (select("subject", "Of which, for this draft only", &incident, &subjects(reading, draft)))
            em { @if placed { "placed by a person" } @else { "not placed yet" } }
        }))
        (row("when", "d", "ay", html! {
            input.day name="happened_on" aria-label="When it happened" value=(when) data-was=(when) autocomplete="off" placeholder="not said";
            @if !from.is_empty() { em { "from " (shown(&from)) } }
        }))
        div.pair {
            (row("hedge", "h", "edge", select("hedge", "Hedge", if hedge.is_empty() { "none" } else { &hedge }, &hedges())))
            @if counted { (row("status", "", "status", select("status", "Status of the people", said.status.map_or("not said", status_word), &statuses()))) }
            @if counted { (row("group", "g", "roup", select("group", "Of which group", &group(reading, draft), &groups(reading)))) }
            (row("stance", "p", "osition", select("stance", "Position", stance_word(draft.stance), &stances())))
            (row("via", "r", "epeats", select("via", "Repeats whom", &via(draft), &repeats(reading, draft))))
        }
    })
}

fn row(name: &'static str, key: &'static str, rest: &'static str, content: Markup) -> Markup {
    html! { div.f data-field=(name) { span.lab { @if key.is_empty() { (rest) } @else { u { (key) } (rest) } } div { (content) } } }
}

/// Who says it. Where a person corrected the speaker of another draft at these very words, that is proposed here too.
fn who_row(reading: &Reading<'_>, draft: &Draft) -> Markup {
    let given = who(reading, draft);
    let choices = speakers(reading, draft);
    let Some((number, words)) = followed(reading, draft) else {
        return row("who", "w", "ho", somebody(&select("speaker", "Who says it", &given, &choices)));
    };
    let chosen = choices.iter().find(|(_, of)| *of == words).map(|(value, _)| value.clone());
    let Some(chosen) = chosen else {
        return row("who", "w", "ho", somebody(&select("speaker", "Who says it", &given, &choices)));
    };
    row(
        "who",
        "w",
        "ho",
        html! {
            select.changed name="speaker" aria-label="Who says it" {
                option value="" { (shown(&given)) }
                @for (value, words) in &choices { option value=(value) selected[*value == chosen] { (shown(words)) } }
            }
            em { "as you corrected draft " (number) }
        },
    )
}

/// A list of speakers with room for a name that is not in it.
fn somebody(list: &Markup) -> Markup {
    html! {
        (list)
        details.other { summary { "somebody else" } input name="speaker_other" aria-label="Somebody else, by name" autocomplete="off"; }
    }
}

/// The speaker that a person put in the place of the reader's at the words of this draft's speaker: on which draft, and whom.
fn followed(reading: &Reading<'_>, draft: &Draft) -> Option<(usize, String)> {
    let span = draft.speaker.span.as_ref()?.span();
    let others = reading.items.iter().filter(|item| item.draft.id != draft.id);
    let same = others.filter(|item| item.draft.speaker.span.as_ref().is_some_and(|of| of.span() == span));
    same.filter_map(|item| {
        let claim = item.claim.filter(|_| item.state == crate::reviewed::State::Amended)?;
        let now = reviewed::speaker_of(reading.view, claim);
        (now != who(reading, item.draft)).then_some((item.number, now))
    })
    .next()
}

/// A list of choices of which the first stands for what the reader gave.
fn select(name: &str, label: &str, given: &str, choices: &[Choice]) -> Markup {
    html! {
        select name=(name) aria-label=(label) {
            option value="" selected { (shown(given)) }
            @for (value, words) in choices.iter().filter(|(_, words)| words != given) { option value=(value) { (shown(words)) } }
        }
    }
}

/// Who says it, as the reader has it or a person linked it.
pub(crate) fn who(reading: &Reading<'_>, draft: &Draft) -> String {
    let who = speaker(reading.view, &reading.kept.input(draft));
    match draft.speaker.kind {
        SpeakerKind::Unclear => format!("not clear: {who}"),
        _ => who,
    }
}

/// Everybody who says something in this text, and people of the record.
pub(crate) fn speakers(reading: &Reading<'_>, but: &Draft) -> Vec<Choice> {
    let mut of_text: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for item in &reading.items {
        for speaker in std::iter::once(&item.draft.speaker).chain(&item.draft.via) {
            if let Some((value, words)) = one(reading, item.draft, speaker) {
                of_text.entry(value).or_insert((0, words)).0 += 1;
            }
        }
    }
    let mut list: Vec<(usize, Choice)> =
        of_text.into_iter().map(|(value, (n, words))| (n, (value, words))).collect();
    list.sort_by(|a, b| (std::cmp::Reverse(a.0), &a.1.1).cmp(&(std::cmp::Reverse(b.0), &b.1.1)));
    let mut choices: Vec<Choice> = list.into_iter().map(|(_, choice)| choice).take(40).collect();
    choices.push(("narrator".to_owned(), "the publication".to_owned()));
    choices.push(("unclear".to_owned(), "somebody, and it is not clear who".to_owned()));
    let known: Vec<Choice> = agents(reading.view)
        .into_iter()
        .filter(|(_, words)| !choices.iter().any(|(_, of)| of == words))
        .collect();
    choices.extend(known);
    let own = who(reading, but);
    choices.retain(|(_, words)| *words != own);
    choices
}

/// A speaker as a choice: by anchor where it is a thing of the text, else by words.
fn one(reading: &Reading<'_>, draft: &Draft, speaker: &DraftSpeaker) -> Option<Choice> {
    let words = speaker.name.clone().unwrap_or_else(|| speaker.description.clone());
    match (speaker.kind, speaker.referent) {
        (SpeakerKind::Narrator | SpeakerKind::Unclear, _) => None,
        (kind, Some(number)) => {
            let anchor = reading.kept.input(draft).anchor(number).ok()?;
            let canonical = reading.view.canonical(anchor);
            let words = if canonical == anchor { words } else { reading.view.name(canonical) };
            Some((format!("{}:{anchor}", kind.name()), words))
        }
        (kind, None) => Some((format!("{}:{words}", kind.name()), words)),
    }
}

/// Named people and organisations of the record.
fn agents(view: &View) -> Vec<Choice> {
    let named = view.entities().iter().filter(|(id, entity)| {
        entity.entity_type.is_agent() && view.canonical(**id) == **id && !view.anchors().contains_key(*id)
    });
    let mut all: Vec<Choice> =
        named.map(|(id, entity)| (format!("named:{id}"), entity.name.clone())).collect();
    all.sort_by(|a, b| a.1.cmp(&b.1));
    all.truncate(200);
    all
}

fn via(draft: &Draft) -> String {
    match draft.via.first() {
        None => "nobody".to_owned(),
        Some(via) => via.name.clone().unwrap_or_else(|| via.description.clone()),
    }
}

/// The group that the people counted are said to be of.
fn group(reading: &Reading<'_>, draft: &Draft) -> String {
    let anchor = draft.proposition.group.and_then(|number| reading.kept.input(draft).anchor(number).ok());
    let input = reading.kept.input(draft);
    let words = draft
        .proposition
        .group
        .and_then(|number| input.referent(number).ok())
        .map(|of| of.head.exact.clone());
    match (anchor, words) {
        (Some(anchor), Some(words)) if reading.view.canonical(anchor) == anchor => words,
        (Some(anchor), _) => reading.view.name(anchor),
        _ => "all of them".to_owned(),
    }
}

fn groups(reading: &Reading<'_>) -> Vec<Choice> {
    let mut choices = vec![("none".to_owned(), "all of them".to_owned())];
    choices.extend(things(reading, &|kind| kind.is_agent()));
    choices
}

/// Whose word somebody may repeat.
fn repeats(reading: &Reading<'_>, draft: &Draft) -> Vec<Choice> {
    let mut choices = vec![("none".to_owned(), "nobody".to_owned())];
    let all = speakers(reading, draft);
    let named = all.into_iter().filter_map(|(value, words)| match value.as_str() {
        "narrator" => None,
        "unclear" => Some(("somebody, not said".to_owned(), "somebody, not said".to_owned())),
        _ => Some((value.split_once(':')?.1.to_owned(), words)),
    });
    choices.extend(named);
    choices
}

fn subject_name(reading: &Reading<'_>, draft: &Draft, about: EntryId, placed: bool) -> String {
    if placed {
        return reading.view.name(about);
    }
    let input = reading.kept.input(draft);
    let referent = input.referent(draft.proposition.subject).ok();
    referent.map_or_else(String::new, |referent| {
        assize_case::drafts::shown::described(reading.view, Some(reading.kept.source), referent)
    })
}

/// What a draft may be about instead: things of the text and of the record of the type that its property speaks of.
fn subjects(reading: &Reading<'_>, draft: &Draft) -> Vec<Choice> {
    let vocabulary = &reading.sight.snapshot.vocabulary;
    let Ok(property) = vocabulary.property(draft.proposition.property()) else { return Vec::new() };
    things(reading, &|kind| property.subject.contains(&kind))
}

/// Things of a text and of the record of some types, those of the text first.
fn things(reading: &Reading<'_>, fits: &dyn Fn(EntityType) -> bool) -> Vec<Choice> {
    let view = reading.view;
    let mut choices: Vec<Choice> = Vec::new();
    let text = view.of_text(reading.kept.text);
    for referent in reading.kept.referents.iter().filter(|referent| fits(referent.entity_type)) {
        let Ok(anchor) = referent.anchor(text) else { continue };
        let canonical = view.canonical(anchor.id);
        let words = if canonical == anchor.id {
            assize_case::drafts::shown::described(view, Some(reading.kept.source), referent)
        } else {
            view.name(canonical)
        };
        if !choices.iter().any(|(_, known)| *known == words) {
            choices.push((anchor.id.to_string(), words));
        }
    }
    let mut of_record: Vec<Choice> = view
        .entities()
        .iter()
        .filter(|(id, entity)| {
            fits(entity.entity_type) && view.canonical(**id) == **id && !view.anchors().contains_key(*id)
        })
        .map(|(id, _)| (id.to_string(), view.name(*id)))
        .filter(|(_, words)| !choices.iter().any(|(_, known)| known == words))
        .collect();
    of_record.sort_by(|a, b| a.1.cmp(&b.1));
    of_record.truncate(200);
    choices.extend(of_record);
    choices
}

/// Properties of the same subject.
fn properties(sight: &Sight, of: &str) -> Vec<Choice> {
    let vocabulary = &sight.snapshot.vocabulary;
    let family = of.split('.').next().unwrap_or(of);
    let mut all: Vec<Choice> = vocabulary
        .iter()
        .filter(|(name, _)| name.split('.').next() == Some(family) && *name != of)
        .map(|(name, _)| (name.to_owned(), property(name)))
        .collect();
    // Those asked for most come first, where a digit chooses them.
    let first = ["killed", "injured", "happened on", "place", "survived", "means", "target"];
    let rank = |words: &str| first.iter().position(|one| *one == words).unwrap_or(first.len());
    all.sort_by(|a, b| (rank(&a.1), &a.1).cmp(&(rank(&b.1), &b.1)));
    all.push(("statement".to_owned(), "statement".to_owned()));
    all.retain(|(name, _)| name != of);
    all
}

/// A number as it is typed: `5`, `5-6`, `5+`, `-6`.
pub(crate) fn figure(quantity: &Quantity) -> String {
    match (quantity.min, quantity.max) {
        (Some(min), Some(max)) if min == max => min.to_string(),
        (Some(min), Some(max)) => format!("{min}-{max}"),
        (Some(min), None) => format!("{min}+"),
        (None, Some(max)) => format!("-{max}"),
        (None, None) => String::new(),
    }
}

fn value(reading: &Reading<'_>, draft: &Draft) -> Result<Markup, Failure> {
    let value = &draft.proposition.value;
    let words = &value.exact;
    if let Some(quantity) = value.quantity() {
        let was = figure(&quantity);
        return Ok(html! {
            input.num name="figure" aria-label="Figure, as 5, 5-6 or 5+" value=(was) data-was=(was) autocomplete="off";
            @if let Some(approx) = &quantity.approx { em { (shown(approx)) } }
            em.q { "“" (shown(words)) "”" }
        });
    }
    if let Some(date) = &value.date {
        let was = date.to_string();
        return Ok(
            html! { input.day name="date" aria-label="Date" value=(was) data-was=(was) autocomplete="off"; em.q { "“" (shown(words)) "”" } },
        );
    }
    if let Some(flag) = value.flag {
        let (given, other) = if flag { ("yes", "no") } else { ("no", "yes") };
        return Ok(
            html! { (select("flag", "Yes or no", given, &[(other.to_owned(), other.to_owned())])) em.q { "“" (shown(words)) "”" } },
        );
    }
    if let Some(number) = value.entity {
        let input = reading.kept.input(draft);
        let anchor = input.anchor(number).map_err(assize_case::decision::refused)?;
        let canonical = reading.view.canonical(anchor);
        let given = if canonical == anchor { words.clone() } else { reading.view.name(canonical) };
        let kind = input
            .referent(number)
            .map(|referent| referent.entity_type)
            .map_err(assize_case::decision::refused)?;
        let choices = things(reading, &|of| of == kind || kind.is_agent() && of.is_agent());
        return Ok(html! { (select("entity", "Value", &given, &choices)) });
    }
    if draft.proposition.property() == "statement" {
        return Ok(html! { b.q { "“" (shown(&draft.passage.exact)) "”" } });
    }
    Ok(
        html! { input.words name="words" aria-label="Value" value=(words) data-was=(words) autocomplete="off"; },
    )
}

fn stance_word(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "says so",
        Stance::Denies => "denies",
        Stance::Doubts => "doubts",
        Stance::Reports => "passes on",
    }
}

fn stances() -> Vec<Choice> {
    [Stance::Asserts, Stance::Denies, Stance::Doubts, Stance::Reports]
        .map(|stance| (stance.name().to_owned(), stance_word(stance).to_owned()))
        .to_vec()
}

/// What the words of the people's status are for figures that are a part of others.
const PART: &str = "a part of another figure";

fn status_word(status: Status) -> &'static str {
    if status == Status::Part { PART } else { status.name() }
}

fn statuses() -> Vec<Choice> {
    let of = [
        ("none", "not said"),
        ("civilian", "civilian"),
        ("combatant", "combatant"),
        ("child", "child"),
        ("woman", "woman"),
        ("unknown", "unknown"),
        ("part", PART),
    ];
    of.map(|(value, words)| (value.to_owned(), words.to_owned())).to_vec()
}

fn hedges() -> Vec<Choice> {
    let mut choices = vec![("none".to_owned(), "none".to_owned())];
    let kinds = [
        HedgeKind::Bound,
        HedgeKind::Approximate,
        HedgeKind::Appearance,
        HedgeKind::Possibility,
        HedgeKind::Allegation,
        HedgeKind::Unknown,
    ];
    let words = ["at least", "about", "appears", "may", "alleged", "not known"];
    choices.extend(
        kinds
            .iter()
            .zip(words)
            .map(|(kind, words)| (format!("{}:{words}", kind.name()), format!("{words} ({})", kind.name()))),
    );
    choices
}

/// The fields of a claim that a person enters by hand.
pub(crate) fn by_hand(reading: &Reading<'_>) -> Markup {
    let vocabulary = &reading.sight.snapshot.vocabulary;
    let mut properties: Vec<(String, String)> = vocabulary
        .iter()
        .filter(|(name, _)| {
            name.starts_with("incident.") || *name == "statement" || name.starts_with("campaign.")
        })
        .map(|(name, _)| {
            (
                name.to_owned(),
                format!(
                    "{}{}",
                    if name.starts_with("campaign.") { "campaign: " } else { "" },
                    property(name)
                ),
            )
        })
        .collect();
    let first = ["killed", "injured", "happened on", "place", "target", "means", "actor", "statement"];
    let rank = |words: &str| first.iter().position(|one| *one == words).unwrap_or(first.len());
    properties.sort_by(|a, b| (rank(&a.1), &a.1).cmp(&(rank(&b.1), &b.1)));
    let force =
        |kind: EntityType| matches!(kind, EntityType::Incident | EntityType::Attack | EntityType::Campaign);
    let mut who = speakers_all(reading);
    who.push(("narrator".to_owned(), "the publication itself".to_owned()));
    html! {
        label { "Says" select name="property" required { option value="" { "choose" } @for (value, words) in &properties { option value=(value) { (words) } } } }
        label { "Value" input name="value" required autocomplete="off" placeholder="5, 5-6, 5+, a date, or words"; }
        label { "Who" select name="speaker" required { option value="" { "choose" } @for (value, words) in &who { option value=(value) { (shown(words)) } } } }
        label { "or" input name="speaker_other" autocomplete="off" placeholder="somebody else, by name"; }
        label { "Day" input name="happened_on" autocomplete="off" placeholder="2031-05-03, or not said"; }
        label { "Status" select name="status" { option value="" { "not said" } @for (value, words) in statuses().iter().skip(1) { option value=(value) { (words) } } } }
        label { "Hedge" select name="hedge" { option value="" { "none" } @for (value, words) in hedges().iter().skip(1) { option value=(value) { (words) } } } }
        label { "Of" select name="subject" required { @for (value, words) in things(reading, &force) { option value=(value) { (shown(&words)) } } } }
    }
}

fn speakers_all(reading: &Reading<'_>) -> Vec<Choice> {
    let mut seen: Vec<Choice> = Vec::new();
    for item in &reading.items {
        if let Some(choice) = one(reading, item.draft, &item.draft.speaker)
            && !seen.contains(&choice)
        {
            seen.push(choice);
        }
    }
    seen.extend(agents(reading.view));
    seen
}
