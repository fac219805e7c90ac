//! Drafts with a typed property: tolls, members of a group, instruments.

use super::drafts::{Layers, Voice, Voiced, draft, narrator, slug, words_value};
use crate::{
    assembly::{CAMPAIGN, Subject},
    authority::{Provided, Provision},
    quantity::Counted,
    speech::speaker::DOUBT,
};
use assize_record::{
    Confidence, Doubt, Draft, Span, Stance, Unit, Words,
    draft::{DraftProposition, DraftValue},
};
use regex::Regex;
use std::sync::OnceLock;

/// Adds every typed draft of the document.
pub(super) fn typed(
    layers: &Layers<'_>,
    voiced: &[Voiced],
    doubts: &mut Vec<Doubt>,
    drafts: &mut Vec<Draft>,
) {
    for counted in layers.quantities {
        drafts.extend(toll(layers, voiced, counted, doubts));
    }
    for provision in layers.provisions {
        drafts.extend(provided(layers, voiced, provision));
    }
    for sentence in &layers.segments.sentences {
        membership(layers, voiced, *sentence, drafts);
    }
}

/// Who says what stands at `span`: the innermost content around it, else the publication itself.
fn voice_at(
    layers: &Layers<'_>,
    voiced: &[Voiced],
    span: Span,
    sentence: Span,
    rule: &'static str,
) -> (Voice, Option<Words>) {
    let after = voiced.partition_point(|v| v.content.start <= span.start);
    let holds = |v: &&Voiced| v.content.contains(&span);
    let found = voiced[after.saturating_sub(24)..after].iter().rev().find(holds);
    match found {
        Some(found) => {
            let voice = Voice { rule, confidence: Confidence::Medium, ..found.voice.clone() };
            (voice, within(layers, found.content, sentence).words(layers.text))
        }
        None => (narrator(rule, Stance::Asserts), stopless(layers.text, sentence).words(layers.text)),
    }
}

/// The part of a content that lies in the sentence: a quotation may run over many.
fn within(layers: &Layers<'_>, content: Span, sentence: Span) -> Span {
    let part = Span::new(content.start.max(sentence.start), content.end.min(sentence.end));
    if part.is_empty() || part.slice(layers.text).is_none() { content } else { stopless(layers.text, part) }
}

fn stopless(text: &str, span: Span) -> Span {
    let words = span.slice(text).unwrap_or("");
    let kept = words.trim_end_matches(|c: char| c.is_whitespace() || c == '.').len();
    if kept == 0 { span } else { Span::new(span.start, span.start + kept) }
}

fn sentence_of(layers: &Layers<'_>, span: Span) -> Span {
    let sentences = &layers.segments.sentences;
    let index = sentences.partition_point(|s| s.start <= span.start).saturating_sub(1);
    sentences.get(index).copied().filter(|s| s.contains(&span)).unwrap_or(span)
}

fn toll(layers: &Layers<'_>, voiced: &[Voiced], counted: &Counted, doubts: &mut Vec<Doubt>) -> Option<Draft> {
    let (property, subject) = layers.incidents.property(counted)?;
    // The relatives of those killed are not those killed.
    let lower = counted.span.slice(layers.lower).unwrap_or("");
    if ["family member", "relative", "widow", "parent", "friend"].iter().any(|w| lower.contains(w)) {
        return None;
    }
    let sentence = sentence_of(layers, counted.span);
    let (voice, passage) = voice_at(layers, voiced, counted.span, sentence, "quantity.casualty");
    let words = counted.span.words(layers.text)?;
    if subject.open {
        doubts.push(open_subject(&words, &subject));
    }
    let value = DraftValue {
        min: counted.min,
        max: counted.max,
        unit: Some(counted.unit),
        approx: counted.approx.clone(),
        ..words_value(&words)
    };
    let cumulative = subject.key == CAMPAIGN;
    let happened_on = if cumulative { None } else { subject.happened_on };
    let proposition = DraftProposition {
        property: property.to_owned(),
        subject: subject.key,
        happened_on,
        status: counted.status,
        group: None,
        value,
    };
    let mut draft = draft(layers, passage?, &voice, proposition);
    draft.confidence = if subject.open { Confidence::Low } else { Confidence::Medium };
    Some(draft)
}

fn open_subject(words: &Words, subject: &Subject) -> Doubt {
    let question = format!(
        "the words do not say which incident `{}` belongs to; `{}` is a guess",
        words.exact, subject.key
    );
    let (schema, kind, rule) = (DOUBT.to_owned(), "subject".to_owned(), "assembly.incident".to_owned());
    Doubt { schema, words: words.clone(), kind, question, rule }
}

fn provided(layers: &Layers<'_>, voiced: &[Voiced], provision: &Provision) -> Option<Draft> {
    let start = Span::new(provision.value.start, provision.value.start + 1);
    let (voice, passage) = voice_at(layers, voiced, start, provision.sentence, provision.rule);
    let mut span = provision.value;
    if let Some(passage) = &passage {
        // What is provided ends where the statement ends.
        span.end = if span.start < passage.end { span.end.min(passage.end) } else { span.end };
    }
    let words = span.words(layers.text).or_else(|| provision.value.words(layers.text))?;
    let mut value = words_value(&words);
    match &provision.kind {
        Provided::Words => {}
        Provided::Flag(flag) => value.flag = Some(*flag),
        Provided::Entity(key) => value.entity = Some(key.clone()),
        Provided::Groups(count) => {
            (value.min, value.max, value.unit) = (Some(*count), Some(*count), Some(Unit::Groups))
        }
        Provided::Named(kind) => {
            let name = if *kind == "person" { person(layers, &words) } else { words.exact.clone() };
            value.entity = Some(format!("{kind}/{}", slug(&name)));
        }
        Provided::Time(index) => value.date = layers.times.get(*index)?.edtf.clone(),
    }
    let (property, subject) = (provision.property.to_owned(), provision.subject.clone());
    let proposition =
        DraftProposition { property, subject, happened_on: None, status: None, group: None, value };
    Some(draft(layers, passage?, &voice, proposition))
}

/// The fullest name of the person that the words end in, without titles.
fn person(layers: &Layers<'_>, words: &Words) -> String {
    let capital = |w: &&str| w.starts_with(char::is_uppercase);
    let name: Vec<&str> = words.exact.split_whitespace().rev().take_while(capital).collect();
    let Some(last) = name.first() else { return words.exact.clone() };
    let name = layers.registry.resolve(last, words.start).name;
    if name.is_empty() { words.exact.clone() } else { name }
}

/// `one of the 11 was a member of the X and the other ten were affiliates`; `killed 11 members of the X`.
fn membership(layers: &Layers<'_>, voiced: &[Voiced], sentence: Span, drafts: &mut Vec<Draft>) {
    let Some(words) = sentence
        .slice(layers.lower)
        .filter(|w| w.contains("member") || w.contains("affiliate") || w.contains("identit"))
    else {
        return;
    };
    let Some(patterns) = patterns() else { return };
    let (mut group, mut whole_before) = (None, None::<u64>);
    for (regex, property) in [
        (&patterns.members, "incident.members"),
        (&patterns.members_killed, "incident.members"),
        (&patterns.affiliates, "incident.affiliates"),
        (&patterns.identified, "incident.identified"),
    ] {
        let Some(captures) = regex.captures(words) else { continue };
        let Some(number) = captures.name("n") else { continue };
        let Some(count) = small(number.as_str()) else { continue };
        if let Some(named) = captures.name("group") {
            let span = Span::new(sentence.start + named.start(), sentence.start + named.end());
            group = span.slice(layers.text).and_then(proper).map(str::to_owned).or(group);
        }
        let span = Span::new(sentence.start + number.start(), sentence.start + number.end());
        let (voice, Some(passage)) = voice_at(layers, voiced, span, sentence, "assembly.membership") else {
            continue;
        };
        let Some(value_words) = span.words(layers.text) else { continue };
        let whole = captures.name("whole").and_then(|w| small(w.as_str()));
        let mut subject = layers.incidents.incident_at(span);
        if subject.open {
            // `one of the 11`: the incident in which 11 were killed.
            let known = whole.or(whole_before).and_then(|n| incident_of(drafts, n));
            subject = known.unwrap_or(subject);
        }
        whole_before = whole.or(whole_before);
        let value = DraftValue {
            min: Some(count),
            max: Some(count),
            unit: Some(Unit::People),
            ..words_value(&value_words)
        };
        let group = if property == "incident.identified" { None } else { group.clone() };
        let proposition = DraftProposition {
            property: property.to_owned(),
            subject: subject.key,
            happened_on: subject.happened_on,
            status: None,
            group,
            value,
        };
        drafts.push(draft(layers, passage, &voice, proposition));
    }
}

/// The one incident in which exactly so many were killed.
fn incident_of(drafts: &[Draft], killed: u64) -> Option<Subject> {
    let exact = |d: &&Draft| {
        let p = &d.proposition;
        p.property == "incident.killed"
            && p.value.min == Some(killed)
            && p.value.max == Some(killed)
            && p.happened_on.is_some()
    };
    let first = drafts.iter().find(exact)?;
    let other = drafts.iter().filter(exact).any(|d| d.proposition.subject != first.proposition.subject);
    let (key, happened_on) = (first.proposition.subject.clone(), first.proposition.happened_on.clone());
    (!other).then_some(Subject { key, happened_on, open: false })
}

struct Membership {
    members: Regex,
    members_killed: Regex,
    affiliates: Regex,
    identified: Regex,
}

fn patterns() -> Option<&'static Membership> {
    static PATTERNS: OnceLock<Option<Membership>> = OnceLock::new();
    const NUMBER: &str = r"(?P<n>\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)";
    let build = || {
        Some(Membership {
            members: Regex::new(&format!(r"\b{NUMBER}(?: of (?:the|those) (?P<whole>\d{{1,4}}|\w+)| of them)? (?:was|were) (?:an? )?(?:known )?members? of (?P<group>[^,.;]+)")).ok()?,
            members_killed: Regex::new(&format!(r"\bkill\w* {NUMBER} (?:[“\x22]?[\w ]{{2,30}}[”\x22]? )?members of (?P<group>[^,.;]+)")).ok()?,
            affiliates: Regex::new(&format!(r"\b(?:other|remaining)? ?{NUMBER} (?:others )?(?:was|were) (?:an? )?affiliates?\b(?: of (?P<group>[^,.;]+))?")).ok()?,
            identified: Regex::new(&format!(r"\bknew the (?:identit\w+|names) of (?:all )?{NUMBER}\b")).ok()?,
        })
    };
    PATTERNS.get_or_init(build).as_ref()
}

fn small(word: &str) -> Option<u64> {
    const WORDS: &[&str] = &[
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    word.parse().ok().or_else(|| WORDS.iter().position(|w| *w == word).map(|n| n as u64))
}

/// The longest run of capitalised words in a phrase, with the small words inside it.
fn proper(phrase: &str) -> Option<&str> {
    let (mut best, mut run): (&str, Option<(usize, usize)>) = ("", None);
    let mut at = 0;
    for word in phrase.split_inclusive(' ') {
        let bare = word.trim();
        let joint = matches!(bare, "de" | "del" | "al" | "of" | "la" | "el");
        run = match run {
            Some((from, _)) if bare.starts_with(char::is_uppercase) => Some((from, at + bare.len())),
            Some(open) if joint => Some(open),
            _ if bare.starts_with(char::is_uppercase) => Some((at, at + bare.len())),
            _ => None,
        };
        if let Some(name) =
            run.and_then(|(from, to)| phrase.get(from..to)).filter(|name| name.len() > best.len())
        {
            best = name;
        }
        at += word.len();
    }
    (!best.is_empty()).then_some(best)
}
