//! Drafts of what rules say beside acts: the property, the subject and the value stand in the rule.

use super::{
    drafts::{Layers, Voiced, draft, words_value},
    entity::{entity, whole},
    raw::{Draft, DraftProposition, DraftValue, Thing},
    voice::voice_at,
};
use crate::{
    act::Said,
    document::lexis::Class,
    lexeme::{Lex, lexemes},
    topic::Topic,
};
use assize_record::{
    Confidence, Doubt, EntityType, Span, Stance, Status, Unit, Vocabulary, Words, proposition::ValueType,
};
use assize_rules::Value;
use std::sync::LazyLock;

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::shipped);

/// Adds a draft for everything that the rules say.
pub(super) fn ruled(
    layers: &Layers<'_>,
    voiced: &[Voiced],
    doubts: &mut Vec<Doubt>,
    drafts: &mut Vec<Draft>,
) {
    for said in layers.said {
        let ruled = Ruled { layers, voiced, said };
        let values: Vec<Span> =
            said.words.iter().filter(|(key, _)| key == "value").map(|(_, span)| *span).collect();
        if values.is_empty() {
            drafts.extend(ruled.draft(None, doubts));
        }
        for value in values {
            drafts.extend(ruled.draft(Some(value), doubts));
        }
    }
}

struct Ruled<'a, 'l> {
    layers: &'a Layers<'l>,
    voiced: &'a [Voiced],
    said: &'a Said,
}

impl Ruled<'_, '_> {
    fn draft(&self, value: Option<Span>, doubts: &mut Vec<Doubt>) -> Option<Draft> {
        let (layers, said) = (self.layers, self.said);
        let output = layers.grammar.program.outputs(said.rule).get(said.output)?;
        let rule = layers.grammar.program.rule(said.rule)?;
        let property = VOCABULARY.property(&output.name).ok()?;
        let mut span = value.or_else(|| self.span("date")).unwrap_or(said.cue);
        let sentence =
            layers.segments.sentence_at(said.cue.start).and_then(|at| layers.segments.sentences.get(at))?;
        let start = Span::new(span.start, (span.start + 1).min(span.end));
        let (mut voice, passage) = voice_at(layers, self.voiced, start, *sentence, &rule.id);
        let passage = passage?;
        // What is said ends where the statement ends.
        if span.start < passage.end {
            span.end = span.end.min(passage.end).max(span.start + 1);
        }
        let people = property
            .entity
            .iter()
            .any(|kind| [EntityType::Person, EntityType::Organisation].into_iter().any(|one| kind.fits(one)));
        if property.value == ValueType::Entity && people {
            span = whole(layers, span);
            span.end = span.end.min(passage.end).max(span.start + 1);
        }
        let words = span.words(layers.text)?;
        let mut value = words_value(&words);
        match property.value {
            ValueType::Quantity => self.number(span, property.unit.first().copied(), &mut value)?,
            ValueType::Date => self.date(span, &mut value)?,
            ValueType::Flag => value.flag = Some((self.word("flag") != Some("no")) != said.negated),
            ValueType::Entity => value.entity = Some(self.thing(&property.entity, &words, doubts)),
            _ => {}
        }
        if said.negated && property.value != ValueType::Flag {
            voice.stance = if voice.stance == Stance::Asserts { Stance::Denies } else { Stance::Reports };
        }
        if let Some(stance) = self.word("stance").and_then(stance) {
            voice.stance = stance;
        }
        let (subject, named, guessed) = self.subject(&property.subject)?;
        let happened_on = subject.day().cloned();
        let status = self.word("status").and_then(status);
        let group = self
            .span("group")
            .and_then(|span| Some(Thing::agent(span.slice(layers.text)?, span, EntityType::Organisation)));
        let proposition = DraftProposition {
            named,
            happened_on,
            status,
            group,
            ..DraftProposition::new(&output.name, subject, value)
        };
        let made = draft(layers, passage, &voice, proposition);
        let confidence = if guessed { Confidence::Low } else { made.confidence };
        Some(Draft { guessed, confidence, ..made })
    }

    fn span(&self, key: &str) -> Option<Span> {
        self.said.words.iter().find(|(name, _)| name == key).map(|(_, span)| *span)
    }

    fn word(&self, key: &str) -> Option<&str> {
        let output = self.layers.grammar.program.outputs(self.said.rule).get(self.said.output)?;
        output.values.iter().find_map(|(name, value)| match value {
            Value::Word(word) if name == key => Some(word.as_str()),
            _ => None,
        })
    }

    /// What it is said of: the words that the rule captured, else the incident that is told there.
    fn subject(&self, types: &[EntityType]) -> Option<(Topic, Option<Span>, bool)> {
        let layers = self.layers;
        if let Some(span) = self.span("subject") {
            let words = span.slice(layers.text)?;
            let topic = match types {
                _ if types.contains(&EntityType::Instrument) && !types.contains(&EntityType::Incident) => {
                    layers.instrument(span)
                }
                _ if types.contains(&EntityType::Instrument) && layers.instruments.at(span).is_some() => {
                    layers.instrument(span)
                }
                // `strike authority` was given by the order told of last.
                _ if types.contains(&EntityType::Instrument) && self.is_power(span) => {
                    layers.instrument(self.instrument()?)
                }
                _ if types.contains(&EntityType::List) => Topic::List,
                _ if types.contains(&EntityType::Zone) => Topic::zone(words),
                _ if types.contains(&EntityType::Incident) => self.incident()?.0,
                [EntityType::Event | EntityType::Request | EntityType::Vessel | EntityType::Place] => {
                    Topic::other(types[0], words)
                }
                _ => Topic::agent(words),
            };
            return Some((topic, Some(span), false));
        }
        let word = self.word("subject");
        if word == Some("instrument") {
            let named = self.instrument()?;
            return Some((layers.instrument(named), Some(named), false));
        }
        if word == Some("group") {
            let named = self.last_named(Class::GroupName)?;
            return Some((Topic::agent(named.slice(layers.text)?), Some(named), false));
        }
        if word == Some("campaign") || !types.contains(&EntityType::Incident) {
            return Some((Topic::Campaign, None, false));
        }
        let (incident, guessed) = self.incident()?;
        Some((incident, None, guessed))
    }

    /// Whether words name a power that somebody has.
    fn is_power(&self, span: Span) -> bool {
        let sentence = self.layers.parsed.sentence_at(span.start);
        sentence.is_some_and(|sentence| {
            sentence.tokens_in(span).any(|at| sentence.word_class(at, Class::Authority))
        })
    }

    /// The instrument told of last, in this sentence or shortly before.
    fn instrument(&self) -> Option<Span> {
        self.last_named(Class::Instrument)
    }

    /// The phrase of a class told of last, in this sentence or shortly before.
    fn last_named(&self, class: Class) -> Option<Span> {
        let parsed = &self.layers.parsed.sentences;
        let last = self.said.sentence;
        (last.saturating_sub(4)..=last).rev().find_map(|at| {
            let sentence = parsed.get(at)?;
            let named = sentence.phrases.iter().rev().find(|phrase| {
                let before = at < last || sentence.bytes(&phrase.run()).end <= self.said.cue.start;
                before && sentence.word_class(phrase.head, class)
            })?;
            Some(sentence.bytes(&named.run()))
        })
    }

    fn incident(&self) -> Option<(Topic, bool)> {
        let linked = &self.layers.linked;
        let named = self.said.act.and_then(|act| linked.named(act)).map(|incident| (incident, false));
        let (incident, guessed) = named.or_else(|| linked.at(&self.layers.source(), self.said.cue))?;
        let on = self.layers.linked.incidents.get(incident)?.on.clone();
        Some((Topic::Incident(incident, on), guessed))
    }

    fn number(&self, span: Span, unit: Option<Unit>, value: &mut DraftValue) -> Option<()> {
        if let Some((min, max)) = span.slice(self.layers.text).and_then(figures) {
            (value.min, value.max, value.unit) = (Some(min), Some(max), Some(unit.unwrap_or(Unit::People)));
            return Some(());
        }
        let from = self.layers.quantities.partition_point(|counted| counted.span.end <= span.start);
        let Some(counted) = self.layers.quantities.get(from).filter(|counted| span.overlaps(&counted.span))
        else {
            let number = self.bare(span).or_else(|| self.ordinal(span))?;
            (value.min, value.max, value.unit) =
                (Some(number), Some(number), Some(unit.unwrap_or(Unit::People)));
            return Some(());
        };
        (value.min, value.max, value.unit) = (counted.min, counted.max, Some(counted.unit));
        value.approx.clone_from(&counted.approx);
        Some(())
    }

    /// The number that words without a noun begin with: `four of the men`, `none of them`.
    fn bare(&self, span: Span) -> Option<u64> {
        let sentence = self.layers.parsed.sentence_at(span.start)?;
        let first = sentence.tokens_in(span).start;
        if sentence.word_class(first, Class::Negation) {
            return Some(0);
        }
        crate::act::plain_number(self.layers.text, sentence, first)
    }

    /// The place in a run that words give: `the sixth strike`, `its 14th attack`.
    fn ordinal(&self, span: Span) -> Option<u64> {
        let mut all = Vec::new();
        lexemes(self.layers.text, span, &mut all);
        all.iter().find_map(|lexeme| match lexeme.lex {
            Lex::Ordinal(place) | Lex::OrdinalFigure(place) => Some(u64::from(place)),
            _ => None,
        })
    }

    fn date(&self, span: Span, value: &mut DraftValue) -> Option<()> {
        let from = self.layers.times.partition_point(|time| time.span.end <= span.start);
        let time = self.layers.times.get(from).filter(|time| time.span.start < span.end)?;
        value.date = Some(time.edtf.clone()?);
        Some(())
    }

    fn thing(&self, kinds: &[EntityType], words: &Words, doubts: &mut Vec<Doubt>) -> Thing {
        let is = |kind: EntityType| kinds.iter().any(|known| known.fits(kind));
        if is(EntityType::Instrument) && !is(EntityType::Person) {
            return Thing::other(self.layers.instrument(words.span()), words.span());
        }
        if is(EntityType::Zone) && !is(EntityType::Person) {
            return Thing::other(Topic::zone(&words.exact), words.span());
        }
        if is(EntityType::List) && !is(EntityType::Person) {
            return Thing::other(Topic::List, words.span());
        }
        let asked = if is(EntityType::Person) { EntityType::Agent } else { EntityType::Organisation };
        entity(self.layers, words, asked, doubts)
    }
}

/// Two figures that bound a number: `3–5`, `3 to 5`.
fn figures(words: &str) -> Option<(u64, u64)> {
    let (min, max) = words.split_once(['–', '-']).or_else(|| words.split_once(" to "))?;
    let (min, max) = (min.trim().parse().ok()?, max.trim().parse().ok()?);
    (min <= max).then_some((min, max))
}

fn stance(word: &str) -> Option<Stance> {
    Some(match word {
        "asserts" => Stance::Asserts,
        "denies" => Stance::Denies,
        "doubts" => Stance::Doubts,
        "reports" => Stance::Reports,
        _ => return None,
    })
}

fn status(word: &str) -> Option<Status> {
    Some(match word {
        "civilian" => Status::Civilian,
        "child" => Status::Child,
        "woman" => Status::Woman,
        "combatant" => Status::Combatant,
        "unknown" => Status::Unknown,
        _ => return None,
    })
}
