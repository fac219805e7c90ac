//! Drafts with a typed property: tolls, members of a group, instruments.

use super::{
    drafts::{Layers, Voice, Voiced, draft, narrator, words_value},
    raw::{Draft, DraftProposition, DraftValue, Thing},
};
use crate::{
    assembly::Subject,
    authority::{Provided, Provision},
    circumstance::{About, Circumstance, Told},
    quantity::{Counted, Role},
    speech::speaker::DOUBT,
    tag::gazetteer,
    topic::Topic,
};
use assize_record::{Confidence, Doubt, EntityType, Span, SpeakerKind, Stance, Unit, Words};

/// Adds every typed draft of the document.
pub(super) fn typed(
    layers: &Layers<'_>,
    voiced: &[Voiced],
    doubts: &mut Vec<Doubt>,
    drafts: &mut Vec<Draft>,
) {
    for counted in layers.quantities {
        drafts.extend(designated(layers, voiced, counted));
    }
    for provision in layers.provisions {
        drafts.extend(provided(layers, voiced, provision, doubts));
    }
    for circumstance in layers.circumstances {
        drafts.extend(told(layers, voiced, circumstance, drafts, doubts));
    }
}

/// Who says what stands at `span`: the innermost content around it, else the publication itself.
pub(super) fn voice_at(
    layers: &Layers<'_>,
    voiced: &[Voiced],
    span: Span,
    sentence: Span,
    rule: &str,
) -> (Voice, Option<Words>) {
    match holding(voiced, span) {
        Some(found) => {
            let voice =
                Voice { rule: rule.to_owned(), confidence: Confidence::Medium, ..found.voice.clone() };
            (voice, within(layers, found.content, sentence).words(layers.text))
        }
        None => {
            let before = counted_on(layers, voiced, sentence);
            let voice = match before {
                Some(voice) => Voice { rule: rule.to_owned(), confidence: Confidence::Low, ..voice },
                None => narrator(rule, Stance::Asserts),
            };
            (voice, stopless(layers.text, sentence).words(layers.text))
        }
    }
}

/// The innermost content around a span.
fn holding(voiced: &[Voiced], span: Span) -> Option<&Voiced> {
    let after = voiced.partition_point(|v| v.content.start <= span.start);
    voiced[after.saturating_sub(24)..after].iter().rev().find(|v| v.content.contains(&span))
}

/// Sentences that count on, one after the other, are looked through so far back.
const COUNTED_ON: usize = 6;

/// The voice of the sentence before one that begins with a figure, in the same paragraph: whoever gave the whole gives its parts.
/// `The port counted nine dead. Four were sailors.`
fn counted_on(layers: &Layers<'_>, voiced: &[Voiced], sentence: Span) -> Option<Voice> {
    let sentences = &layers.segments.sentences;
    let paragraphs = &layers.segments.paragraphs;
    let mut at = sentences.binary_search_by_key(&sentence.start, |s| s.start).ok()?;
    let paragraph =
        paragraphs.get(paragraphs.partition_point(|p| p.start <= sentence.start).checked_sub(1)?)?;
    for _ in 0..COUNTED_ON {
        let opens = sentences[at].start;
        let next = layers.quantities.partition_point(|q| q.span.start < opens);
        let figure = layers.quantities.get(next).filter(|q| q.span.start == opens && q.min.is_some())?;
        figure.span.slice(layers.text)?;
        at = at.checked_sub(1).filter(|before| sentences[*before].start >= paragraph.start)?;
        let before = sentences[at];
        let end = stopless(layers.text, before).end;
        let last = Span::new(end.saturating_sub(1).max(before.start), end);
        if let Some(found) = holding(voiced, last) {
            let own = matches!(found.voice.stance, Stance::Asserts)
                && found.voice.speaker.kind != SpeakerKind::Unclear;
            return own.then(|| found.voice.clone());
        }
    }
    None
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

/// `a list of 24 groups` is read with the instrument; `two dozen designated groups` stands alone.
fn designated(layers: &Layers<'_>, voiced: &[Voiced], counted: &Counted) -> Option<Draft> {
    const LISTED: &[&str] = &["designated", "labeled", "labelled", "listed", "authorized", "authorised"];
    let sentence = sentence_of(layers, counted.span);
    let words = sentence.slice(layers.lower)?;
    let on_a_list = LISTED.iter().any(|w| words.contains(w)) && !words.contains("list of");
    if counted.role != Role::Groups || counted.min.is_none() || !on_a_list {
        return None;
    }
    let (voice, passage) = voice_at(layers, voiced, counted.span, sentence, "assembly.designated");
    let (min, max, unit) = (counted.min, counted.max, Some(Unit::Groups));
    let value = DraftValue { min, max, unit, ..words_value(&counted.span.words(layers.text)?) };
    let list = DraftProposition::new("list.size", Topic::List, value);
    let proposition = DraftProposition { named: Some(counted.span), ..list };
    Some(draft(layers, passage?, &voice, proposition))
}

fn provided(
    layers: &Layers<'_>,
    voiced: &[Voiced],
    provision: &Provision,
    doubts: &mut Vec<Doubt>,
) -> Option<Draft> {
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
        Provided::Thing(topic) => {
            value.entity = Some(Thing::other(topic.clone(), words.span()));
        }
        Provided::Groups(count) => {
            (value.min, value.max, value.unit) = (Some(*count), Some(*count), Some(Unit::Groups))
        }
        Provided::Named(kind) => {
            value.entity = Some(match *kind {
                EntityType::Zone => Thing::other(Topic::zone(&words.exact), words.span()),
                EntityType::Organisation => Thing::agent(&words.exact, words.span(), *kind),
                _ => entity(layers, &words, *kind, doubts),
            });
        }
        Provided::Time(index) => value.date = layers.times.get(*index)?.edtf.clone(),
    }
    let said = DraftProposition::new(provision.property, provision.subject.clone(), value);
    let proposition = DraftProposition { named: Some(provision.named), ..said };
    Some(draft(layers, passage?, &voice, proposition))
}

/// The fullest name of the person that the words end in, without titles; of an office (`the president`), who is named with it.
/// Who else of the document may be meant comes with it.
fn person(layers: &Layers<'_>, words: &Words) -> (String, Vec<String>) {
    let capital = |w: &&str| w.starts_with(char::is_uppercase);
    let last = words.exact.split_whitespace().next_back().filter(capital);
    let found = match last {
        Some(last) => Some(layers.registry.resolve(last, words.start)),
        None => {
            let office = words.exact.to_lowercase();
            layers.registry.holder(office.strip_prefix("the ").unwrap_or(&office), words.start)
        }
    };
    let Some(found) = found.filter(|found| !found.name.is_empty()) else {
        return (words.exact.clone(), Vec::new());
    };
    // `Northern President Ruth Vale`: the name begins after the title.
    let name = found.name.as_str();
    let mut titles = name.match_indices(' ').filter(|(at, _)| {
        let word = name[..*at].rsplit(' ').next().unwrap_or("");
        gazetteer::is_title(&word.to_lowercase())
    });
    let bare = titles.next_back().map_or(name, |(at, _)| name[at..].trim());
    (bare.to_owned(), found.others)
}

/// What is said of an incident, a campaign or a group.
fn told(
    layers: &Layers<'_>,
    voiced: &[Voiced],
    circumstance: &Circumstance,
    drafts: &[Draft],
    doubts: &mut Vec<Doubt>,
) -> Option<Draft> {
    let (mut voice, passage) =
        voice_at(layers, voiced, circumstance.value, circumstance.sentence, circumstance.rule);
    let words = circumstance.value.words(layers.text)?;
    let subject = subject_of(layers, circumstance, drafts);
    if subject.open {
        voice.confidence = Confidence::Low;
    }
    if circumstance.denied {
        // Who denies a denial is not made to assert.
        voice.stance = if voice.stance == Stance::Asserts { Stance::Denies } else { Stance::Reports };
    }
    let mut value = words_value(&words);
    match circumstance.kind {
        Told::Words => {}
        Told::People(count) => {
            (value.min, value.max, value.unit) = (Some(count), Some(count), Some(Unit::People));
        }
        Told::Flag(flag) => value.flag = Some(flag),
        Told::Date => value = date_value(layers, circumstance.value)?,
        Told::Named(kind) => value.entity = Some(entity(layers, &words, kind, doubts)),
    }
    let named = match circumstance.about {
        About::Group(name) => Some(name),
        About::Incident | About::Campaign => None,
    };
    let group = circumstance
        .group
        .and_then(|span| Some(Thing::agent(span.slice(layers.text)?, span, EntityType::Organisation)));
    let happened_on = subject.topic.day().cloned();
    let said = DraftProposition::new(circumstance.property, subject.topic, value);
    let proposition = DraftProposition { named, group, happened_on, ..said };
    let draft = draft(layers, passage?, &voice, proposition);
    Some(Draft { guessed: subject.open, ..draft })
}

/// The date that begins at `span`.
fn date_value(layers: &Layers<'_>, span: Span) -> Option<DraftValue> {
    let at = layers.times.partition_point(|time| time.span.start < span.start);
    let time = layers.times.get(at).filter(|time| time.span.start < span.end)?;
    let date = Some(time.edtf.clone()?);
    Some(DraftValue { date, ..words_value(&time.span.words(layers.text)?) })
}

fn subject_of(layers: &Layers<'_>, circumstance: &Circumstance, drafts: &[Draft]) -> Subject {
    match circumstance.about {
        About::Group(name) => {
            Subject { topic: Topic::agent(name.slice(layers.text).unwrap_or("")), open: false }
        }
        About::Incident => {
            let subject = layers.incidents.incident_at(circumstance.value);
            // `one of the 11`: the incident in which 11 were killed.
            let known = circumstance.whole.filter(|_| subject.open).and_then(|n| incident_of(drafts, n));
            let undated = subject.topic.day().is_none();
            let guess = || layers.incidents.last_before(circumstance.value).filter(|_| undated);
            known.or_else(guess).unwrap_or(subject)
        }
        About::Campaign => {
            let subject = layers.incidents.incident_at(circumstance.value);
            let campaign = Subject { topic: Topic::Campaign, open: false };
            let of_one = circumstance.kind != Told::Date && layers.incidents.names_one(circumstance.value);
            if of_one { subject } else { campaign }
        }
    }
}

/// The person or body that the words name; a doubt where it may be another.
pub(super) fn entity(layers: &Layers<'_>, words: &Words, kind: EntityType, doubts: &mut Vec<Doubt>) -> Thing {
    const BODIES: &[&str] = &[
        "government",
        "regime",
        "ministry",
        "army",
        "navy",
        "forces",
        "military",
        "agency",
        "state",
        "cartel",
        "command",
        "corps",
        "police",
    ];
    let lower = words.exact.to_lowercase();
    if kind == EntityType::Organisation && (BODIES.iter().any(|b| lower.contains(b)) || lower.contains("’s "))
    {
        return Thing::agent(&words.exact, words.span(), kind);
    }
    let (name, others) = person(layers, words);
    if !others.is_empty() {
        let question =
            format!("`{}` is taken to be `{name}`; it may also be `{}`", words.exact, others.join("` or `"));
        let (schema, kind, rule) = (DOUBT.to_owned(), "person".to_owned(), "assembly.person".to_owned());
        doubts.push(Doubt { schema, words: words.clone(), kind, question, rule });
    }
    // That a rule looks for a person does not show that the words name one.
    Thing::agent(&name, words.span(), EntityType::Agent)
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
    (!other).then(|| Subject { topic: first.proposition.subject.clone(), open: false })
}
