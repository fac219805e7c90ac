//! Drafts with a typed property: tolls, members of a group, instruments.

use super::{
    drafts::{Layers, Voice, Voiced, draft, narrator, slug, words_value},
    keyed::{Draft, DraftProposition, DraftValue},
};
use crate::{
    assembly::{CAMPAIGN, Subject, UNDATED},
    authority::{Provided, Provision},
    circumstance::{About, Circumstance, Told},
    quantity::{Counted, Role},
    speech::speaker::DOUBT,
    tag::gazetteer,
};
use assize_record::{Confidence, Doubt, Span, Stance, Unit, Words};

/// Adds every typed draft of the document.
pub(super) fn typed(
    layers: &Layers<'_>,
    voiced: &[Voiced],
    doubts: &mut Vec<Doubt>,
    drafts: &mut Vec<Draft>,
) {
    for counted in layers.quantities {
        drafts.extend(toll(layers, voiced, counted, doubts));
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
    let (property, subject) = ("list.size".to_owned(), "list/text".to_owned());
    let proposition =
        DraftProposition { property, subject, happened_on: None, status: None, group: None, value };
    Some(draft(layers, passage?, &voice, proposition))
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
        Provided::Entity(key) => value.entity = Some(key.clone()),
        Provided::Groups(count) => {
            (value.min, value.max, value.unit) = (Some(*count), Some(*count), Some(Unit::Groups))
        }
        Provided::Named(kind) => {
            value.entity = Some(match *kind {
                "person" => entity(layers, &words, kind, doubts),
                _ => format!("{kind}/{}", slug(&words.exact)),
            });
        }
        Provided::Time(index) => value.date = layers.times.get(*index)?.edtf.clone(),
    }
    let (property, subject) = (provision.property.to_owned(), provision.subject.clone());
    let proposition =
        DraftProposition { property, subject, happened_on: None, status: None, group: None, value };
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
        doubts.push(open_subject(&words, &subject));
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
    let of_incident = subject.key.starts_with("incident/");
    let property = match circumstance.property.strip_prefix("campaign.") {
        Some(rest) if of_incident => format!("incident.{rest}"),
        _ => circumstance.property.to_owned(),
    };
    let group = circumstance.group.and_then(|span| span.slice(layers.text)).map(str::to_owned);
    let (subject, happened_on) = (subject.key, subject.happened_on);
    let proposition = DraftProposition { property, subject, happened_on, status: None, group, value };
    Some(draft(layers, passage?, &voice, proposition))
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
            let name = name.slice(layers.text).unwrap_or("");
            let key = format!("organisation/{}", slug(name));
            Subject { key, happened_on: None, open: false }
        }
        About::Incident => {
            let subject = layers.incidents.incident_at(circumstance.value);
            // `one of the 11`: the incident in which 11 were killed.
            let known = circumstance.whole.filter(|_| subject.open).and_then(|n| incident_of(drafts, n));
            let guess =
                || layers.incidents.last_before(circumstance.value).filter(|_| subject.key == UNDATED);
            known.or_else(guess).unwrap_or(subject)
        }
        About::Campaign => {
            let subject = layers.incidents.incident_at(circumstance.value);
            let campaign = Subject { key: CAMPAIGN.to_owned(), happened_on: None, open: false };
            let of_one = circumstance.kind != Told::Date && layers.incidents.names_one(circumstance.value);
            if of_one { subject } else { campaign }
        }
    }
}

/// The key of the person or body that the words name; a doubt where it may be another.
fn entity(layers: &Layers<'_>, words: &Words, kind: &str, doubts: &mut Vec<Doubt>) -> String {
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
    if kind == "organisation" && (BODIES.iter().any(|b| lower.contains(b)) || lower.contains("’s ")) {
        return format!("organisation/{}", slug(&words.exact));
    }
    let (name, others) = person(layers, words);
    if !others.is_empty() {
        let question =
            format!("`{}` is taken to be `{name}`; it may also be `{}`", words.exact, others.join("` or `"));
        let (schema, kind, rule) = (DOUBT.to_owned(), "person".to_owned(), "assembly.person".to_owned());
        doubts.push(Doubt { schema, words: words.clone(), kind, question, rule });
    }
    format!("person/{}", slug(&name))
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
