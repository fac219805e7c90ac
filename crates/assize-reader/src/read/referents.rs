//! What a text speaks of: each incident, order, person and organisation once, by a number and the words that name it.
//!
//! The layers tell things apart by [`Topic`]. Here each topic becomes a [`Referent`] with head words of its own, and each draft speaks of numbers. A
//! draft that the vocabulary does not take is made a plain statement; of two drafts with one id the surer stays. So whatever leaves here can be
//! accepted.

mod agents;
mod heads;
mod incidents;
mod numbers;

use super::{
    conflicts::Pair,
    drafts::Layers,
    raw::{self, Thing as Named},
};
use crate::{speech::speaker::DOUBT, topic::Topic};
use assize_record::{
    BlobHash, Doubt, Draft, DraftId, EntityType, Referent, ReferentNumber, Span, SpeakerKind, Words,
    draft::{DraftSpeaker, REFERENT_SCHEMA},
};
use std::collections::{BTreeMap, BTreeSet};

pub(super) use incidents::Table as Incidents;
pub(crate) use numbers::each as each_number;

/// A reading's referents and drafts, and under which id each raw draft left.
pub(super) struct Resolved {
    pub(super) referents: Vec<Referent>,
    pub(super) drafts: Vec<Draft>,
    /// `None` for a draft of which not even a statement could be made.
    pub(super) ids: Vec<Option<DraftId>>,
}

/// Gives every topic a referent and every draft its numbers. A subject that is a guess is a doubt.
pub(super) fn resolve(
    layers: &Layers<'_>,
    told: &Incidents,
    raw: Vec<raw::Draft>,
    doubts: &mut Vec<Doubt>,
) -> Resolved {
    let text = BlobHash::of(layers.original.as_bytes());
    let mut table = Table { layers, told, text, by_topic: BTreeMap::new(), things: Vec::new() };
    for (at, draft) in raw.iter().enumerate() {
        table.meet(at, draft);
    }
    let referents = table.referents(&raw);
    let by_topic = table.by_topic;
    let numbered = numbers::Numbered { layers, by_topic: &by_topic, referents: &referents, text: &text };
    doubts.extend(raw.iter().filter(|draft| draft.guessed).filter_map(|draft| guess(&numbered, draft)));
    let (drafts, ids) = numbered.all(raw);
    let (referents, drafts) = numbers::without_gaps(referents, drafts);
    debug_assert!(
        drafts.iter().map(|draft| draft.id).collect::<BTreeSet<_>>().len() == drafts.len(),
        "two drafts of one id"
    );
    debug_assert!(
        referents.iter().map(|referent| referent.head.span()).collect::<BTreeSet<_>>().len()
            == referents.len(),
        "two referents with one head"
    );
    Resolved { referents, drafts, ids }
}

/// The conflicts of raw drafts as conflicts of drafts.
pub(super) fn conflicts(pairs: Vec<Pair>, ids: &[Option<DraftId>]) -> Vec<super::Conflict> {
    let of = |at: usize| ids.get(at).copied().flatten();
    let both = |pair: Pair| {
        let (left, right) = (of(pair.left)?, of(pair.right)?);
        (left != right).then_some(super::Conflict { left, right, why: pair.why })
    };
    pairs.into_iter().filter_map(both).collect()
}

/// The doubt about a draft whose subject is a guess.
fn guess(numbered: &numbers::Numbered<'_>, draft: &raw::Draft) -> Option<Doubt> {
    let said = &draft.proposition;
    let subject = numbered.number(&said.subject)?;
    let value = &said.value;
    let question = format!(
        "the words do not say which incident `{}` belongs to; {}, named by `{}`, is a guess",
        value.exact, said.subject, subject.head.exact
    );
    let words = Words { start: value.start, end: value.end, exact: value.exact.clone() };
    let (schema, kind, rule) = (DOUBT.to_owned(), "subject".to_owned(), "referent.incident".to_owned());
    Some(Doubt { schema, words, kind, question, rule })
}

/// The things of one text by topic, in the order they are met.
struct Table<'l> {
    layers: &'l Layers<'l>,
    told: &'l Incidents,
    text: BlobHash,
    by_topic: BTreeMap<Topic, usize>,
    things: Vec<Thing>,
}

/// One thing as it is put together.
struct Thing {
    topic: Topic,
    /// What the rules ask it to be.
    asked: BTreeSet<EntityType>,
    /// The fullest name, of a person or organisation.
    name: Option<String>,
    /// Where it is named, in the order met.
    spans: Vec<Span>,
    /// The first draft that it is the subject of.
    first_draft: Option<usize>,
}

impl Table<'_> {
    fn thing(&mut self, topic: &Topic) -> &mut Thing {
        let next = self.things.len();
        let at = match self.by_topic.get(topic) {
            Some(at) => *at,
            None => {
                self.by_topic.insert(topic.clone(), next);
                let (asked, spans) = (BTreeSet::new(), Vec::new());
                self.things.push(Thing { topic: topic.clone(), asked, name: None, spans, first_draft: None });
                next
            }
        };
        &mut self.things[at]
    }

    fn meet(&mut self, at: usize, draft: &raw::Draft) {
        let said = &draft.proposition;
        let named = said.named;
        let words = named.and_then(|span| span.slice(self.layers.text));
        let thing = self.thing(&said.subject);
        thing.first_draft.get_or_insert(at);
        thing.spans.extend(named);
        if let Topic::Agent(_) = said.subject {
            // Only groups are spoken of as a subject.
            thing.asked.insert(EntityType::Organisation);
            thing.name = thing.name.take().or_else(|| words.map(str::to_owned));
        }
        for other in said.group.iter().chain(&said.value.entity) {
            self.named(other);
        }
        for speaker in std::iter::once(&draft.speaker).chain(&draft.via) {
            self.speaker(speaker);
        }
    }

    fn named(&mut self, other: &Named) {
        let thing = self.thing(&other.topic);
        thing.name = thing.name.take().or_else(|| other.name.clone());
        thing.asked.extend(other.asked.filter(|asked| *asked != EntityType::Agent));
        thing.spans.push(other.span);
    }

    fn speaker(&mut self, speaker: &DraftSpeaker) {
        let Some(topic) = topic_of(self.layers, speaker) else { return };
        let thing = self.thing(&topic);
        thing.spans.extend(speaker.span.as_ref().map(Words::span));
        if speaker.kind == SpeakerKind::Named && thing.name.is_none() {
            thing.name = Some(name_of(speaker).to_owned());
        }
    }

    /// Every thing as a referent with a head of its own: incidents choose first, the campaign last.
    fn referents(&mut self, raw: &[raw::Draft]) -> Vec<Referent> {
        let mut taken: BTreeSet<Span> = BTreeSet::new();
        let mut order: Vec<usize> = (0..self.things.len()).collect();
        order.sort_by_key(|at| match self.things[*at].topic {
            Topic::Incident(..) => 0,
            Topic::Campaign => 2,
            _ => 1,
        });
        let mut heads: Vec<Option<Words>> = self.things.iter().map(|_| None).collect();
        for at in order {
            let thing = &self.things[at];
            let candidates = heads::Heads {
                layers: self.layers,
                thing,
                draft: thing.first_draft.and_then(|at| raw.get(at)),
                told: self.told_of(thing),
            };
            heads[at] = candidates.first_free(&taken);
            taken.extend(heads[at].as_ref().map(Words::span));
        }
        let numbered = (1_u32..).zip(self.things.iter().zip(heads));
        numbered
            .filter_map(|(n, (thing, head))| Some(self.referent(ReferentNumber(n), thing, head?)))
            .collect()
    }

    fn told_of(&self, thing: &Thing) -> Option<&incidents::Told> {
        match thing.topic {
            Topic::Incident(incident, _) => self.told.told(incident),
            _ => None,
        }
    }

    fn referent(&self, number: ReferentNumber, thing: &Thing, head: Words) -> Referent {
        let told = self.told_of(thing).cloned().unwrap_or_default();
        let mut mentions = thing.spans.clone();
        mentions.extend(told.mentions);
        mentions.sort_unstable();
        mentions.dedup();
        mentions.retain(|span| *span != head.span() && span.slice(self.layers.original).is_some());
        let linked_by = match thing.topic {
            _ if mentions.is_empty() => "",
            Topic::Incident(..) => "referent.incident",
            Topic::Agent(_) => "speech.speaker",
            _ => "referent.name",
        };
        Referent {
            schema: REFERENT_SCHEMA.to_owned(),
            text: self.text,
            number,
            entity_type: self.type_of(thing),
            head,
            mentions,
            linked_by: linked_by.to_owned(),
            happened_on: thing.topic.day().cloned().or(told.happened_on),
            places: told.places,
            targets: told.targets,
            part_of: Vec::new(),
        }
    }

    fn type_of(&self, thing: &Thing) -> EntityType {
        match thing.topic {
            Topic::Incident(..) => EntityType::Incident,
            Topic::Campaign => EntityType::Campaign,
            Topic::List => EntityType::List,
            Topic::Instrument(..) => EntityType::Instrument,
            Topic::Zone(_) => EntityType::Zone,
            Topic::Other(kind, _) => kind,
            Topic::Agent(ref folded) => {
                let name = thing.name.as_deref().unwrap_or(folded);
                agents::type_of(self.layers.registry, name, &thing.asked)
            }
        }
    }
}

/// What a named speaker or document is; none for a speaker without a name.
fn topic_of(layers: &Layers<'_>, speaker: &DraftSpeaker) -> Option<Topic> {
    let name = name_of(speaker);
    match speaker.kind {
        _ if name.is_empty() => None,
        SpeakerKind::Named => Some(Topic::agent(name)),
        SpeakerKind::Document => Some(layers.instrument_called(name)),
        _ => None,
    }
}

fn name_of(speaker: &DraftSpeaker) -> &str {
    speaker.name.as_deref().unwrap_or(&speaker.description)
}
