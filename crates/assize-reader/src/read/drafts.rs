//! From layers to drafts.

use super::{
    acts,
    raw::{Draft, DraftProposition, DraftValue},
    restored, ruled,
};
use crate::{
    act,
    document::{lexis, parse::Parsed, predicate::Form},
    emit,
    factuality::{self, Mark, MarkKind},
    grammar::Grammar,
    link::{Linked, instrument::Instruments},
    quantity::Counted,
    segment::Segments,
    speech::{
        Attribution, Class,
        acts::{Act, ActKind},
        speaker::Speakers,
        turn,
    },
    tag::{entity::Registry, gazetteer},
    timex::Time,
    topic::Topic,
};
use assize_record::{
    Confidence, Doubt, Edtf, Hedge, HedgeKind, Span, SpeakerKind, Stance, Words,
    draft::{DraftSpeaker, DraftTime},
};

use std::collections::{BTreeMap, BTreeSet};

/// What drafts are made of.
pub(super) struct Layers<'l> {
    /// The text in the letters of its shadow.
    pub(super) text: &'l str,
    /// The text as it stands.
    pub(super) original: &'l str,
    pub(super) lower: &'l str,
    pub(super) segments: &'l Segments,
    pub(super) times: &'l [Time],
    pub(super) quantities: &'l [Counted],
    pub(super) grammar: &'l Grammar,
    pub(super) parsed: &'l Parsed,
    pub(super) acts_of_force: &'l [act::Act],
    pub(super) said: &'l [act::Said],
    pub(super) linked: &'l Linked,
    pub(super) instruments: &'l Instruments,
    pub(super) registry: &'l Registry,
    pub(super) marks: &'l [Mark],
    pub(super) acts: &'l [Act],
    pub(super) attributions: &'l [Attribution],
}

impl Layers<'_> {
    /// The instrument that words name, by its fullest name.
    pub(super) fn instrument(&self, span: Span) -> Topic {
        let words = span.slice(self.text).unwrap_or("");
        self.instrument_of(self.instruments.at(span), words)
    }

    /// The instrument that a speaker's words name.
    pub(super) fn instrument_called(&self, words: &str) -> Topic {
        self.instrument_of(self.instruments.called(self.text, words), words)
    }

    fn instrument_of(&self, known: Option<usize>, words: &str) -> Topic {
        let name = known.and_then(|at| self.instruments.all.get(at)?.name.slice(self.text));
        Topic::instrument(known, name.unwrap_or(words))
    }

    /// What acts are read from.
    pub(super) const fn source(&self) -> act::Source<'_> {
        act::Source {
            grammar: self.grammar,
            text: self.text,
            lower: self.lower,
            parsed: self.parsed,
            segments: self.segments,
            times: self.times,
            numbers: self.quantities,
            registry: self.registry,
        }
    }
}

/// Whose word a stretch of text is, and how it is given.
#[derive(Clone)]
pub(super) struct Voice {
    pub(super) speaker: DraftSpeaker,
    pub(super) via: Vec<DraftSpeaker>,
    pub(super) cue: Option<Span>,
    pub(super) stance: Stance,
    pub(super) said_on: Option<Edtf>,
    pub(super) rule: String,
    pub(super) confidence: Confidence,
}

/// Every draft of the document, in the order of passages.
pub(super) fn drafts(
    layers: &Layers<'_>,
    speakers: &mut Speakers<'_>,
    doubts: &mut Vec<Doubt>,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let voiced = attributed(layers, speakers, doubts, &mut drafts);
    for act in layers.acts {
        drafts.extend(act_draft(layers, act));
    }
    acts::acts(layers, &voiced, &mut drafts);
    ruled::ruled(layers, &voiced, doubts, &mut drafts);
    once(&mut drafts);
    longest(layers.text, &mut drafts);
    narrated(layers, &mut drafts);
    without_asked(layers, &mut drafts);
    drafts.sort_by(|a: &Draft, b: &Draft| {
        (a.passage.start, a.passage.end, &a.rule).cmp(&(b.passage.start, b.passage.end, &b.rule))
    });
    restored::drafts(layers.original, &mut drafts);
    restored::doubts(layers.original, doubts);
    drafts
}

/// What two rules say of one thing in the same words, by the same speaker and in the same stance, is drafted once; figures are drafted wherever
/// they stand.
fn once(drafts: &mut Vec<Draft>) {
    let mut told = BTreeSet::new();
    drafts.retain(|draft| {
        let said = &draft.proposition;
        let value = said.value.exact.trim_start_matches("the ").to_lowercase();
        let speaker = draft.speaker.name.as_ref().unwrap_or(&draft.speaker.description).clone();
        let voice = (speaker, draft.stance.name());
        let figure = said.property == "statement" || said.value.unit.is_some();
        figure || told.insert((said.subject.clone(), said.property.clone(), value, voice))
    });
}

/// Of two names for one thing, one within the other, the longer is drafted: `his commander, Lt. Col. Ode`.
fn longest(text: &str, drafts: &mut Vec<Draft>) {
    let key = |draft: &Draft| {
        let said = &draft.proposition;
        let voice = (draft.speaker.description.clone(), draft.stance.name());
        said.value
            .entity
            .as_ref()
            .map(|_| (said.subject.clone(), said.property.clone(), said.value.start, voice))
    };
    let mut ends = BTreeMap::new();
    for draft in drafts.iter() {
        if let Some(key) = key(draft) {
            let end = ends.entry(key).or_insert(0);
            *end = draft.proposition.value.end.max(*end);
        }
    }
    drafts.retain(|draft| {
        let end = draft.proposition.value.end;
        let apposed = text.get(end..).is_some_and(|rest| rest.starts_with(", "));
        !apposed || key(draft).and_then(|key| ends.get(&key)).is_none_or(|longest| end == *longest)
    });
}

/// A stretch of content with its voice, for the facts that stand in it.
pub(super) struct Voiced {
    pub(super) content: Span,
    pub(super) voice: Voice,
}

fn attributed(
    layers: &Layers<'_>,
    speakers: &mut Speakers<'_>,
    doubts: &mut Vec<Doubt>,
    drafts: &mut Vec<Draft>,
) -> Vec<Voiced> {
    let mut voiced = Vec::new();
    // Sources are resolved in the order they are read, so that a pronoun goes back and never forward.
    let mut order: Vec<usize> = (0..layers.attributions.len()).collect();
    order.sort_by_key(|i| {
        layers.attributions[*i].source.map_or(layers.attributions[*i].cue.start, |s| s.start)
    });
    let mut voices: Vec<Option<Voice>> = vec![None; layers.attributions.len()];
    let mut resolved: Option<(Span, DraftSpeaker)> = None;
    for index in order {
        let attribution = &layers.attributions[index];
        if layers
            .acts
            .iter()
            .any(|act| act.sentence == attribution.sentence && act.cue.overlaps(&attribution.cue))
        {
            continue;
        }
        let speaker = match (attribution.source, &resolved) {
            (Some(span), Some((last, speaker))) if span == *last => speaker.clone(),
            // `We conclude that`, in nobody's mouth: whoever writes.
            (Some(span), _) if writes(layers, attribution, span) => Speakers::narrator(),
            (Some(span), _) => {
                let (speaker, new) = speakers.resolve(span);
                doubts.extend(new);
                resolved = Some((span, speaker.clone()));
                speaker
            }
            // Whoever writes, says how it seems.
            (None, _) if attribution.class == Class::Seem || is_open(attribution) => Speakers::narrator(),
            (None, _) => Speakers::nobody(),
        };
        voices[index] = Some(voice(layers, attribution, speaker));
    }
    for (index, attribution) in layers.attributions.iter().enumerate() {
        let Some(mut voice) = voices[index].clone() else { continue };
        // `Does the minister condemn the raid?` does not say that the minister does.
        let sentence = layers.segments.sentences.get(attribution.sentence);
        if voice.stance == Stance::Asserts
            && attribution.rule != turn::RULE
            && sentence.is_some_and(|sentence| asks(layers.text, *sentence))
        {
            voice.stance = Stance::Doubts;
        }
        let mut outer = attribution.outer;
        while let Some(at) = outer.filter(|at| *at < voices.len() && voice.via.len() < 4) {
            if let Some(by) = voices[at].as_ref().filter(|by| by.speaker != voice.speaker) {
                voice.via.push(by.speaker.clone());
            }
            outer = layers.attributions[at].outer.filter(|next| *next != at);
        }
        for content in passages(layers.text, attribution) {
            if attribution.rule == turn::RULE {
                for (part, asks) in asked_or_said(layers, content) {
                    let stance = if asks { Stance::Doubts } else { voice.stance };
                    let voice = Voice { stance, ..voice.clone() };
                    drafts.extend(statement(layers, part, &voice));
                    voiced.push(Voiced { content: part, voice });
                }
                continue;
            }
            drafts
                .extend(statement(layers, content, &voice).map(|draft| with_cue(layers, attribution, draft)));
            voiced.push(Voiced { content, voice: voice.clone() });
        }
        drafts.extend(ordered(layers, attribution));
    }
    voiced.sort_by_key(|v| (v.content.start, std::cmp::Reverse(v.content.end)));
    voiced
}

/// Whether a source is the first person outside every quotation and turn: the author of the text.
fn writes(layers: &Layers<'_>, attribution: &Attribution, source: Span) -> bool {
    let word = source.slice(layers.lower).unwrap_or("");
    matches!(word, "we" | "i" | "us" | "our" | "my")
        && attribution.outer.is_none()
        && layers.segments.quote_at(source.start).is_none()
        && !layers.attributions.iter().any(|other| other.rule == turn::RULE)
}

/// The passage of what is denied, demanded or the like, with who does so and the word for it: `the port denied any role`, not `any role`.
fn with_cue(layers: &Layers<'_>, attribution: &Attribution, draft: Draft) -> Draft {
    let (cue, passage) = (attribution.cue, draft.passage.span());
    let joined = |from: usize, to: usize| layers.text.get(from..to).is_some_and(|gap| gap.trim().is_empty());
    let object = matches!(attribution.class, Class::View | Class::Act | Class::Show);
    if !object || attribution.rule == "speech.noun" || !joined(cue.end, passage.start) {
        return draft;
    }
    let source = attribution.source.filter(|source| joined(source.end, cue.start));
    let start = source.map_or(cue.start, |source| source.start);
    match Span::new(start, passage.end).words(layers.text) {
        Some(passage) => Draft { passage, ..draft },
        None => draft,
    }
}

/// Who orders, authorizes or refuses does so in the words of whoever writes.
fn ordered(layers: &Layers<'_>, attribution: &Attribution) -> Option<Draft> {
    let source =
        attribution.source.filter(|_| attribution.class == Class::Act && attribution.outer.is_none())?;
    let end = attribution.content.iter().map(|part| part.end).max()?;
    let start = source.start.min(attribution.cue.start);
    let whole = Span::new(start, end.max(attribution.cue.end));
    statement(layers, whole, &narrator("narrator.act", Stance::Asserts))
}

/// Whether the text says in the passive, and of nobody, that something is not so shown: `could not be confirmed`, `was not disclosed`. Whoever
/// writes, says so.
fn is_open(attribution: &Attribution) -> bool {
    attribution.negated && attribution.rule == "speech.passive" && attribution.class != Class::Think
}

/// A turn in stretches of sentences that ask and sentences that say.
fn asked_or_said(layers: &Layers<'_>, turn: Span) -> Vec<(Span, bool)> {
    let sentences = &layers.segments.sentences;
    let first = sentences.partition_point(|s| s.end <= turn.start);
    let inside = sentences[first..].iter().take_while(|s| s.start < turn.end);
    let mut parts: Vec<(Span, bool)> = Vec::new();
    for sentence in inside {
        let part = Span::new(sentence.start.max(turn.start), sentence.end.min(turn.end));
        let asks = asks(layers.text, part);
        match parts.last_mut() {
            Some((last, same)) if *same == asks => last.end = part.end,
            _ => parts.push((part, asks)),
        }
    }
    if parts.is_empty() { vec![(turn, asks(layers.text, turn))] } else { parts }
}

/// Whether a sentence is a question.
fn asks(text: &str, sentence: Span) -> bool {
    let words = sentence.slice(text).unwrap_or("").trim_end();
    words.trim_end_matches(['"', '”', '’', '\'', ')', '»']).ends_with('?')
}

/// Drops what a question was read to state: `Was it the army that shot the nine men?`.
fn without_asked(layers: &Layers<'_>, drafts: &mut Vec<Draft>) {
    let sentences = &layers.segments.sentences;
    drafts.retain(|draft| {
        let value = draft.proposition.value.start;
        let at = sentences.partition_point(|s| s.start <= value).checked_sub(1);
        draft.proposition.property == "statement"
            || !at.is_some_and(|at| sentences[at].end > value && asks(layers.text, sentences[at]))
    });
}

/// The passages of an attribution: what seems or is believed so, as one clause; of anything else its parts, without a lone `which` or `what`.
fn passages(text: &str, attribution: &Attribution) -> Vec<Span> {
    let parts = &attribution.content;
    let split = attribution.source.is_none() && attribution.rule == "speech.passive";
    if (attribution.class == Class::Seem || split)
        && let (Some(first), Some(last)) =
            (parts.iter().map(|c| c.start).min(), parts.iter().map(|c| c.end).max())
    {
        return vec![Span::new(first, last)];
    }
    let word = |part: &Span| part.slice(text).is_some_and(|words| !words.contains(' '));
    parts.iter().copied().filter(|part| parts.len() == 1 || !word(part)).collect()
}

fn voice(layers: &Layers<'_>, attribution: &Attribution, speaker: DraftSpeaker) -> Voice {
    let stance = match attribution.lemma {
        // Who does not deny a thing has not said it either.
        "deny" | "rebut" | "refute" | "dispute" | "reject" if attribution.negated => Stance::Reports,
        "deny" | "rebut" | "refute" | "dispute" | "reject" => Stance::Denies,
        "doubt" | "question" | "wonder" => Stance::Doubts,
        "suspect" | "speculate" => Stance::Doubts,
        _ if speaker.kind == SpeakerKind::Unclear && attribution.source.is_none() => Stance::Reports,
        _ if attribution.source.is_none() && is_open(attribution) => Stance::Doubts,
        _ => Stance::Asserts,
    };
    let confidence = match (attribution.class, attribution.rule) {
        (
            Class::Say | Class::Tell | Class::Quote,
            "speech.postposed" | "speech.inverted" | "speech.according-to",
        ) => Confidence::High,
        (Class::Say | Class::Tell | Class::Quote | Class::Think | Class::Show, _) => Confidence::Medium,
        _ => Confidence::Low,
    };
    let confidence = if attribution.negated { Confidence::Low } else { confidence };
    let said_on = said_at(layers.text, layers.times, attribution).and_then(|i| layers.times[i].edtf.clone());
    Voice {
        speaker,
        via: Vec::new(),
        cue: Some(attribution.cue),
        stance,
        said_on,
        rule: attribution.rule.to_owned(),
        confidence,
    }
}

/// The time that stands with source and cue and not in the content, by its index: `said on Tuesday`.
pub(super) fn said_at(text: &str, times: &[Time], attribution: &Attribution) -> Option<usize> {
    let cue = attribution.cue;
    let first = times.partition_point(|t| t.span.start < cue.end);
    let outside = |time: &Time| !attribution.content.iter().any(|c| c.overlaps(&time.span));
    let near = times[first..].iter().take_while(|t| t.span.start <= cue.end + 40).position(outside)? + first;
    let between = text.get(cue.end..times[near].span.start)?;
    let near_enough = !between.contains(['.', '”', '"', ';']) && between.split_whitespace().count() <= 4;
    near_enough.then_some(near)
}

/// What words deny: force or death that the sentence itself says was not, `We did not strike the port`. A denial is of the incident at hand
/// and not of all that the text tells of.
fn denied(layers: &Layers<'_>, content: Span) -> Option<Span> {
    let sentence = layers.parsed.sentence_at(content.start)?;
    let harms = |at: usize| {
        let is = |class: lexis::Class| sentence.word_class(at, class);
        is(lexis::Class::Harm) || is(lexis::Class::Strike) || is(lexis::Class::Befall)
    };
    let verb = sentence.predicates.iter().find(|verb| {
        let none = verb.patient().iter().chain(verb.agent()).any(|at| {
            let phrase = &sentence.phrases[*at];
            sentence.word_class(phrase.start, lexis::Class::Negation)
        });
        verb.form == Form::Finite
            && (verb.negated || none)
            && harms(verb.head)
            && content.contains(&sentence.bytes(&(verb.head..verb.head + 1)))
    })?;
    Some(sentence.bytes(&(verb.head..verb.head + 1)))
}

fn statement(layers: &Layers<'_>, content: Span, voice: &Voice) -> Option<Draft> {
    let words = content.words(layers.text).filter(|w| !w.exact.trim().is_empty())?;
    let denied = denied(layers, content).and_then(|span| layers.linked.at(&layers.source(), span));
    let Some((incident, guessed)) = denied else {
        let proposition = DraftProposition::new("statement", Topic::Campaign, words_value(&words));
        return Some(draft(layers, words, voice, proposition));
    };
    let happened_on = layers.linked.incidents.get(incident).and_then(|incident| incident.on.clone());
    let topic = Topic::Incident(incident, happened_on.clone());
    let proposition =
        DraftProposition { happened_on, ..DraftProposition::new("statement", topic, words_value(&words)) };
    Some(Draft { guessed, ..draft(layers, words, voice, proposition) })
}

pub(super) fn draft(
    layers: &Layers<'_>,
    passage: Words,
    voice: &Voice,
    proposition: DraftProposition,
) -> Draft {
    let span = passage.span();
    Draft {
        speaker: voice.speaker.clone(),
        via: voice.via.clone(),
        cue: voice.cue.and_then(|cue| cue.words(layers.text)),
        stance: voice.stance,
        hedges: hedges(layers, span, &proposition),
        said_on: voice.said_on.clone(),
        times: times_in(layers, span),
        proposition,
        rule: voice.rule.clone(),
        confidence: voice.confidence,
        guessed: false,
        passage,
    }
}

/// The hedges in a passage that bear on what is drafted: the bound of a figure says nothing of the place or day beside it.
fn hedges(layers: &Layers<'_>, passage: Span, proposition: &DraftProposition) -> Vec<Hedge> {
    let value = &proposition.value;
    let whole = Span::new(value.start, value.end);
    let mut hedges = factuality::hedges_in(layers.text, layers.marks, passage);
    hedges.retain(|hedge| {
        let of_figure = matches!(hedge.kind, HedgeKind::Bound | HedgeKind::Approximate);
        let beside = hedge.start <= whole.end && whole.start <= hedge.end + 1;
        !of_figure || proposition.property == "statement" || beside
    });
    hedges
}

fn times_in(layers: &Layers<'_>, span: Span) -> Vec<DraftTime> {
    let from = layers.times.partition_point(|time| time.span.start < span.start);
    layers.times[from..]
        .iter()
        .take_while(|time| time.span.end <= span.end)
        .filter_map(|time| draft_time(layers.text, time))
        .collect()
}

fn draft_time(text: &str, time: &Time) -> Option<DraftTime> {
    let exact = time.span.slice(text)?.to_owned();
    let (start, end) = (time.span.start, time.span.end);
    Some(DraftTime {
        start,
        end,
        exact,
        edtf: time.edtf.clone(),
        rule: time.rule.to_owned(),
        resolved_by: emit::anchor(text, time.anchor),
    })
}

pub(super) fn words_value(words: &Words) -> DraftValue {
    DraftValue {
        min: None,
        max: None,
        unit: None,
        approx: None,
        date: None,
        flag: None,
        entity: None,
        start: words.start,
        end: words.end,
        exact: words.exact.clone(),
    }
}

fn act_draft(layers: &Layers<'_>, act: &Act) -> Option<Draft> {
    let words = act.clause.words(layers.text)?;
    let rule = act.kind.rule();
    let stance = match act.kind {
        ActKind::NoComment | ActKind::Anonymity => Stance::Asserts,
        ActKind::PriorReport => Stance::Reports,
    };
    // Whoever reported it before passes it on to the publication.
    let reporter = act.reporter.and_then(|span| span.words(layers.text));
    let via = reporter.map(|words| DraftSpeaker {
        kind: SpeakerKind::Named,
        name: Some(words.exact.clone()),
        description: words.exact.clone(),
        span: Some(words),
        ..Speakers::narrator()
    });
    let voice = Voice {
        speaker: Speakers::narrator(),
        via: via.into_iter().collect(),
        cue: Some(act.cue),
        stance,
        said_on: None,
        rule: rule.to_owned(),
        confidence: Confidence::High,
    };
    let proposition = DraftProposition::new("statement", Topic::Campaign, words_value(&words));
    Some(draft(layers, words, &voice, proposition))
}

/// What the publication says in its own voice, where it dates, counts the dead or says what is not known.
fn narrated(layers: &Layers<'_>, drafts: &mut Vec<Draft>) {
    let mut spoken: Vec<Span> = drafts.iter().map(|d| d.passage.span()).collect();
    spoken.sort_unstable();
    for sentence in &layers.segments.sentences {
        let at = spoken.partition_point(|s| s.end <= sentence.start);
        if spoken.get(at).is_some_and(|s| s.overlaps(sentence)) {
            continue;
        }
        let dated = times_in(layers, *sentence).iter().any(|t| t.edtf.is_some());
        let unknown = unknown_in(layers, *sentence);
        let proceeding = tells_of_proceeding(layers, *sentence);
        if !dated && !unknown && !proceeding {
            continue;
        }
        let (rule, stance) = match (unknown, dated) {
            (true, _) => ("narrator.unknown", Stance::Doubts),
            (_, true) => ("narrator.date", Stance::Asserts),
            _ => ("narrator.act", Stance::Asserts),
        };
        let voice = narrator(rule, stance);
        drafts.extend(statement(layers, without_stop(layers.text, *sentence), &voice));
    }
}

/// Whether a sentence, no question, tells what was done about a killing: a charge, an inquiry, an order of a court.
fn tells_of_proceeding(layers: &Layers<'_>, sentence: Span) -> bool {
    let words = sentence.slice(layers.lower).unwrap_or("");
    let mut each = words.split(|c: char| !c.is_alphanumeric() && c != '-');
    each.any(gazetteer::is_proceeding) && !asks(layers.text, sentence)
}

fn unknown_in(layers: &Layers<'_>, span: Span) -> bool {
    let from = layers.marks.partition_point(|m| m.words.start < span.start);
    let mut inside = layers.marks[from..].iter().take_while(|m| m.words.end <= span.end);
    inside.any(|m| m.kind == MarkKind::Hedge(HedgeKind::Unknown))
}

pub(super) fn narrator(rule: &str, stance: Stance) -> Voice {
    let speaker = Speakers::narrator();
    Voice {
        speaker,
        via: Vec::new(),
        cue: None,
        stance,
        said_on: None,
        rule: rule.to_owned(),
        confidence: Confidence::Medium,
    }
}

fn without_stop(text: &str, span: Span) -> Span {
    let words = span.slice(text).unwrap_or("");
    let kept = words.trim_end_matches(|c: char| c.is_whitespace() || c == '.').len();
    if kept == 0 { span } else { Span::new(span.start, span.start + kept) }
}
