//! Who says what: questions with their answers, and those who give each.

use super::{
    Frame,
    conflicts::{clashes, is_contested},
};
use crate::{
    chart::marks::Mark,
    page::{
        incident::{Answer, Fact, Unnamed, Value},
        parts::{Chip, ChipKind, Words},
    },
    sentence::{Sentence, question, words},
};
use assize_ledger::view::{ClaimView, Standing, put_forward};
use assize_record::{EntryId, SpeakerKind, Stance, Status, Value as Said};
use assize_weigh::conflict::Between;
use std::collections::{BTreeMap, BTreeSet};

/// One question that a claim answers.
type Asked<'c> = (usize, &'c str, Option<Status>, Option<EntryId>);

/// Everything said of one subject but plain statements, question by question.
pub(crate) fn facts(frame: &Frame<'_>, subject: EntryId, claims: &[&ClaimView]) -> Vec<Fact> {
    let mut asked: BTreeMap<Asked<'_>, Vec<&ClaimView>> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.proposition.property != "statement") {
        let proposition = &claim.proposition;
        let property = proposition.property.as_str();
        let key = (question::rank(property), property, proposition.status, proposition.group);
        asked.entry(key).or_default().push(claim);
    }
    let mut taken = BTreeSet::new();
    asked
        .into_iter()
        .map(|((_, property, status, group), claims)| {
            let mut id = anchor(property, status);
            while !taken.insert(id.clone()) {
                id.push_str("-2");
            }
            let mut question = question::of(property);
            if let Some(status) = status {
                question.push_str(&format!(", {}", status.name()));
            }
            if let Some(group) = group {
                question.push_str(&format!(", of {}", frame.view.name(group)));
            }
            let answers = answers(frame, &claims);
            let (mark, state) = state(frame, subject, (property, status, group), &claims, answers.len());
            Fact { id, question, mark, state, answers }
        })
        .collect()
}

/// The place of a question on the page of its subject.
pub(crate) fn anchor(property: &str, status: Option<Status>) -> String {
    question::anchor(property, status.map(Status::name))
}

/// Whether what is said of one question is agreed, contested, or one origin's word.
fn state(
    frame: &Frame<'_>,
    subject: EntryId,
    (property, status, group): (&str, Option<Status>, Option<EntryId>),
    claims: &[&ClaimView],
    answers: usize,
) -> (Mark, String) {
    let about = |found: &&&assize_weigh::conflict::Conflict| {
        found.property == property && found.status == status && found.group == group
    };
    let found: Vec<_> = frame.conflicts_of(subject).iter().filter(about).collect();
    if let Some(found) = found.iter().find(|found| is_contested(found)) {
        let words = match found.between {
            Between::Voices => "contested: two voices of one party",
            Between::OneOrigin => "contested: one speaker says both",
            _ if found.perhaps_one_origin => "contested, perhaps by one origin",
            _ => "contested",
        };
        return (Mark::Halved, words.to_owned());
    }
    let of_these = |found: &&assize_weigh::coherence::Incoherence| {
        claims.iter().any(|claim| found.claims.contains(&claim.id))
    };
    if clashes(frame, subject).any(|found| of_these(&found)) {
        return (Mark::Halved, "contested: another figure rules it out".to_owned());
    }
    let revised = if found.is_empty() { "" } else { ", revised" };
    let (fewest, most) = frame.weighed.origins.counts(claims.iter().map(|claim| claim.id));
    let origins = if fewest == most { fewest.to_string() } else { format!("{fewest} to {most}") };
    match (answers, fewest) {
        (1, 2..) => (Mark::Full, format!("agreed by {origins} origins{revised}")),
        (_, 2..) => {
            (Mark::Idle, format!("{answers} answers by {origins} origins, none against another{revised}"))
        }
        (1, _) if most > 1 => (Mark::Idle, format!("said by {origins} origins{revised}")),
        (1, _) => (Mark::Idle, format!("said by one origin{revised}")),
        _ => (
            Mark::Idle,
            format!("{answers} answers by {origins} {}{revised}", words::noun(most as usize, "origin")),
        ),
    }
}

/// Answers in the order in which they were first published, each with its speakers.
fn answers(frame: &Frame<'_>, claims: &[&ClaimView]) -> Vec<Answer> {
    let mut ordered = claims.to_vec();
    ordered.sort_by_key(|claim| (claim.published.and_then(|days| days.earliest.or(days.latest)), claim.id));
    let mut answers: Vec<(Answer, Vec<&ClaimView>)> = Vec::new();
    for claim in ordered {
        let (value, denied) = (value(frame, claim), denied(claim.stance));
        match answers.iter_mut().find(|(known, _)| known.value == value && known.denied == denied) {
            Some((_, claims)) => claims.push(claim),
            None => answers.push((Answer { value, denied, chips: Vec::new() }, vec![claim])),
        }
    }
    answers.into_iter().map(|(answer, claims)| Answer { chips: chips(frame, &claims), ..answer }).collect()
}

const fn denied(stance: Stance) -> Option<&'static str> {
    match stance {
        Stance::Denies => Some("Denied:"),
        Stance::Doubts => Some("Doubted:"),
        Stance::Asserts | Stance::Reports => None,
    }
}

/// The value of a claim: quoted where it is words that stand in the source, a paraphrase where they are a digest's.
pub(crate) fn value(frame: &Frame<'_>, claim: &ClaimView) -> Value {
    let Said::Words(words) = &claim.proposition.value else {
        return Value::Plain(frame.value(&claim.proposition.value));
    };
    if frame.view.is_coded(&claim.proposition.property) {
        return Value::Plain(words.clone());
    }
    let mark = frame.view.unquoted(claim.source);
    let stands = frame.view.words_of(claim).is_some_and(|quoted| quoted.exact.contains(words.as_str()));
    if mark.is_some() || stands {
        Value::Source(Words { words: words.clone(), mark })
    } else {
        Value::Plain(words.clone())
    }
}

/// Who says so, each once, with the outlets and the first day.
fn chips(frame: &Frame<'_>, claims: &[&ClaimView]) -> Vec<Chip> {
    let mut chips: Vec<(String, Chip, Vec<String>, String)> = Vec::new();
    for claim in claims {
        let narrator = claim.speaker.kind == SpeakerKind::Narrator;
        let mut who = frame.speaker(&claim.speaker, claim.source);
        for via in &claim.via {
            who.push_str(&format!(", by way of {}", frame.speaker(via, claim.source)));
        }
        let digest = if frame.view.is_digest(claim.source) { " (digest)" } else { "" };
        let outlet = format!("{}{digest}", frame.publisher(claim.source));
        let day = frame.published(claim.source);
        let key = format!("{who}\u{0}{:?}", claim.stance);
        if let Some((_, _, outlets, _)) = chips.iter_mut().find(|(known, ..)| *known == key) {
            if !outlets.contains(&outlet) {
                outlets.push(outlet);
            }
            continue;
        }
        let chip = Chip {
            who,
            aside: String::new(),
            kind: match claim.speaker.kind {
                SpeakerKind::Unnamed | SpeakerKind::Unclear => ChipKind::Unnamed,
                SpeakerKind::Document => ChipKind::Document,
                SpeakerKind::Named | SpeakerKind::Narrator => ChipKind::Named,
            },
            href: frame.words_href(claim),
            stands: (claim.stance == Stance::Reports).then_some("passes it on"),
            draft: claim.standing == Standing::Draft,
        };
        let outlets = if narrator && digest.is_empty() { Vec::new() } else { vec![outlet] };
        chips.push((key, chip, outlets, day));
    }
    chips
        .into_iter()
        .map(|(_, chip, outlets, day)| {
            let (shown, more) = words::first_few(&outlets);
            let more = if more > 0 { vec![words::plural(more, "other")] } else { Vec::new() };
            let aside: Vec<String> = shown.iter().cloned().chain(more).chain([day]).collect();
            Chip { aside: aside.join(", "), ..chip }
        })
        .collect()
}

/// What two independent origins say and nothing contests: one line a question.
pub(crate) fn agreed(frame: &Frame<'_>, facts: &[Fact], claims: &[&ClaimView], path: &str) -> Vec<Sentence> {
    let agreed = facts.iter().filter(|fact| fact.mark == Mark::Full);
    agreed
        .filter_map(|fact| {
            let [answer] = fact.answers.as_slice() else { return None };
            let Value::Plain(told) = &answer.value else { return None };
            let behind = claims.iter().filter(|claim| {
                anchor(&claim.proposition.property, claim.proposition.status) == fact.id && put_forward(claim)
            });
            let behind: Vec<EntryId> = behind.map(|claim| claim.id).collect();
            let cite = frame.cite(&behind, Some(&format!("{path}#{}", fact.id)))?;
            let denied =
                answer.denied.map_or_else(String::new, |denied| format!("{} ", denied.to_lowercase()));
            Some(Sentence::default().text(format!("{}: {denied}", fact.question)).figure(told.clone(), &cite))
        })
        .take(6)
        .collect()
}

/// People who speak without a name: described in the source's words, counted where it counts them, with the reason it gives.
pub(crate) fn unnamed(frame: &Frame<'_>, claims: &[&ClaimView]) -> Vec<Unnamed> {
    let mut rows: Vec<Unnamed> = Vec::new();
    for claim in claims {
        let speakers = std::iter::once(&claim.speaker).chain(&claim.via);
        for who in speakers.filter(|who| who.kind == SpeakerKind::Unnamed) {
            let digest = frame.view.digest_of(claim.source);
            let digest = digest.map_or_else(String::new, |of| format!(", as summarised in a digest of {of}"));
            let row = Unnamed {
                described: who.description.clone(),
                count: who.count.as_ref().map(ToString::to_string),
                party: who.party.map(|party| frame.view.name(party)),
                why: who.anonymity.clone(),
                source: format!("{}{digest}", frame.publisher(claim.source)),
                href: frame.words_href(claim),
            };
            let same = |known: &Unnamed| {
                (&known.described, &known.count, &known.party, &known.why, &known.source)
                    == (&row.described, &row.count, &row.party, &row.why, &row.source)
            };
            if !rows.iter().any(same) {
                rows.push(row);
            }
        }
    }
    rows.sort_by(|a, b| (&a.described, &a.source).cmp(&(&b.described, &b.source)));
    rows
}
