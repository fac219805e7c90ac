//! What a text speaks of: each incident, order, person and organisation once, by a number and the words that name it.
//!
//! The layers tell things apart by keys of one reading ([`super::keyed`]). Here each key becomes a [`Referent`] with head words of its own, and each
//! draft speaks of numbers. A draft that no vocabulary takes is made a plain statement; of two drafts with one id the surer stays. So whatever leaves
//! here can be accepted.

mod agents;
mod heads;
mod incidents;

use super::{
    READER,
    conflicts::Pair,
    drafts::Layers,
    keyed::{self, DraftValue as Keyed},
};
use crate::assembly::CAMPAIGN;
use assize_record::{
    BlobHash, Draft, DraftId, EntityType, PropertyId, Proposition, Referent, ReferentNumber, Span,
    SpeakerKind, Value, Vocabulary, Words,
    draft::{DraftProposition, DraftSpeaker, DraftValue, REFERENT_SCHEMA, SCHEMA},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

pub(super) use incidents::{Acts, apart};

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::shipped);

/// A reading's referents and drafts, and under which id each keyed draft left; `None` for one that another outweighs.
pub(super) struct Resolved {
    pub(super) referents: Vec<Referent>,
    pub(super) drafts: Vec<Draft>,
    pub(super) ids: Vec<Option<DraftId>>,
}

/// Gives every key a referent and every draft its numbers.
pub(super) fn resolve(layers: &Layers<'_>, acts: &Acts, keyed: Vec<keyed::Draft>) -> Resolved {
    let text = BlobHash::of(layers.original.as_bytes());
    let mut table = Table::new(layers, text);
    for draft in &keyed {
        table.meet(draft);
    }
    let referents = table.finish(&keyed, acts);
    let by_key = &table.by_key;
    let mut best: BTreeMap<DraftId, usize> = BTreeMap::new();
    let mut drafts: Vec<Draft> = Vec::with_capacity(keyed.len());
    let mut ids = Vec::with_capacity(keyed.len());
    for draft in keyed {
        let numbered = Numbered { layers, by_key, referents: &referents, text: &text };
        let draft = numbered.draft(draft);
        ids.push(draft.as_ref().map(|draft| draft.id));
        let Some(draft) = draft else { continue };
        match best.get(&draft.id) {
            // `High` comes first.
            Some(at) if drafts[*at].confidence <= draft.confidence => {}
            Some(at) => drafts[*at] = draft,
            None => {
                best.insert(draft.id, drafts.len());
                drafts.push(draft);
            }
        }
    }
    drafts.sort_by_key(|draft| draft.passage.start);
    let (referents, drafts) = renumber(referents, drafts);
    debug_assert!(drafts.iter().all(|draft| drafts.iter().filter(|other| other.id == draft.id).count() == 1));
    Resolved { referents, drafts, ids }
}

/// The conflicts of keyed drafts as conflicts of drafts.
pub(super) fn conflicts(pairs: Vec<Pair>, ids: &[Option<DraftId>]) -> Vec<super::Conflict> {
    let of = |at: usize| ids.get(at).copied().flatten();
    let both = |pair: Pair| {
        let (left, right) = (of(pair.left)?, of(pair.right)?);
        (left != right).then_some(super::Conflict { left, right, why: pair.why })
    };
    pairs.into_iter().filter_map(both).collect()
}

/// The things of one text, by key, in the order they are met.
struct Table<'l> {
    layers: &'l Layers<'l>,
    text: BlobHash,
    by_key: BTreeMap<String, usize>,
    things: Vec<Thing>,
}

/// One thing as it is put together.
struct Thing {
    key: String,
    /// Types that the layers ask for, as a subject first.
    asked: Option<EntityType>,
    /// The fullest name, of a person or organisation.
    name: Option<String>,
    /// Where it is mentioned, in the order met.
    spans: Vec<Span>,
    /// The drafts that it is the subject of.
    first_draft: Option<usize>,
}

impl<'l> Table<'l> {
    fn new(layers: &'l Layers<'l>, text: BlobHash) -> Self {
        Self { layers, text, by_key: BTreeMap::new(), things: Vec::new() }
    }

    fn thing(&mut self, key: String) -> &mut Thing {
        let next = self.things.len();
        let at = *self.by_key.entry(key.clone()).or_insert(next);
        if at == next {
            self.things.push(Thing { key, asked: None, name: None, spans: Vec::new(), first_draft: None });
        }
        &mut self.things[at]
    }

    fn meet(&mut self, draft: &keyed::Draft) {
        let said = &draft.proposition;
        let subject = subject_key(&said.subject);
        let asked = EntityType::of_key(&said.subject);
        let thing = self.thing(subject);
        thing.asked = asked.or(thing.asked);
        let value = Span::new(said.value.start, said.value.end);
        if let Some(group) = &said.group {
            self.agent(group, EntityType::Organisation, None);
        }
        if let Some(key) = &said.value.entity {
            let kind = EntityType::of_key(key);
            let named = said.value.exact.clone();
            match kind {
                Some(kind) if kind.is_agent() => {
                    // A key made of other words than stand here is made of the fullest name.
                    let fullest = agents::fullest(self.layers, key, &named, value.start);
                    let hint = if kind == EntityType::Organisation { kind } else { EntityType::Agent };
                    self.agent_of_key(key, &fullest, hint, value);
                }
                _ => self.thing(key.clone()).spans.push(value),
            }
        }
        for speaker in std::iter::once(&draft.speaker).chain(&draft.via) {
            self.speaker(speaker);
        }
    }

    fn agent(&mut self, name: &str, hint: EntityType, span: Option<Span>) {
        let thing = self.thing(agents::key(name));
        thing.name.get_or_insert_with(|| name.to_owned());
        thing.spans.extend(span);
        if hint != EntityType::Agent {
            thing.asked = thing.asked.or(Some(hint));
        }
    }

    fn agent_of_key(&mut self, key: &str, name: &str, hint: EntityType, span: Span) {
        let agent = agents::key_of(key);
        let thing = self.thing(agent);
        thing.name.get_or_insert_with(|| name.to_owned());
        thing.spans.push(span);
        if hint != EntityType::Agent {
            thing.asked = thing.asked.or(Some(hint));
        }
    }

    fn speaker(&mut self, speaker: &DraftSpeaker) {
        let span = speaker.span.as_ref().map(Words::span);
        if let Some(key) = speaker_key(speaker) {
            match speaker.kind {
                SpeakerKind::Document => self.thing(key).spans.extend(span),
                _ => {
                    let name = speaker.name.clone().unwrap_or_else(|| speaker.description.clone());
                    self.agent(&name, EntityType::Agent, span);
                }
            }
        }
    }

    /// Every thing as a referent, with a head of its own.
    fn finish(&mut self, keyed: &[keyed::Draft], acts: &Acts) -> Vec<Referent> {
        for (at, draft) in keyed.iter().enumerate() {
            let at_subject = self.by_key.get(&subject_key(&draft.proposition.subject)).copied();
            if let Some(thing) = at_subject.and_then(|of| self.things.get_mut(of)) {
                thing.first_draft.get_or_insert(at);
            }
        }
        let mut taken: BTreeSet<Span> = BTreeSet::new();
        let mut referents = Vec::with_capacity(self.things.len());
        for (number, thing) in (1_u32..).zip(&self.things) {
            let draft = thing.first_draft.and_then(|at| keyed.get(at));
            let told = acts.get(&thing.key).map(|acts| incidents::told(self.layers, acts));
            let mut heads = heads::of(self.layers, thing, draft, told.as_ref());
            let head = heads.find(|span| span.slice(self.layers.original).is_some() && !taken.contains(span));
            let Some(head) = head.and_then(|span| span.words(self.layers.original)) else { continue };
            taken.insert(head.span());
            drop(heads);
            referents.push(self.referent(ReferentNumber(number), thing, head, draft, told));
        }
        referents
    }

    fn referent(
        &self,
        number: ReferentNumber,
        thing: &Thing,
        head: Words,
        draft: Option<&keyed::Draft>,
        told: Option<incidents::Told>,
    ) -> Referent {
        let mut mentions = thing.spans.clone();
        mentions.extend(told.iter().flat_map(|told| told.mentions.iter().copied()));
        mentions.sort_unstable();
        mentions.dedup();
        mentions.retain(|span| *span != head.span() && span.slice(self.layers.original).is_some());
        let is_incident = thing.key.starts_with("incident/");
        let linked_by = match () {
            () if mentions.is_empty() => "",
            () if is_incident => "assembly.incident",
            () => "speech.speaker",
        };
        let happened_on =
            draft.filter(|_| is_incident).and_then(|draft| draft.proposition.happened_on.clone());
        let told = told.unwrap_or_default();
        Referent {
            schema: REFERENT_SCHEMA.to_owned(),
            text: self.text,
            number,
            entity_type: self.type_of(thing),
            head,
            mentions,
            linked_by: linked_by.to_owned(),
            happened_on: happened_on.or(told.happened_on),
            places: told.places,
            targets: told.targets,
            part_of: Vec::new(),
        }
    }

    fn type_of(&self, thing: &Thing) -> EntityType {
        match &thing.name {
            Some(name) => agents::type_of(self.layers, name, thing.asked),
            None => thing.asked.or_else(|| EntityType::of_key(&thing.key)).unwrap_or(EntityType::Agent),
        }
    }
}

/// The key that the subject of a draft has in the table: people and organisations are told apart by name, whatever they were taken for.
fn subject_key(key: &str) -> String {
    match EntityType::of_key(key) {
        Some(kind) if kind.is_agent() => agents::key_of(key),
        _ => key.to_owned(),
    }
}

fn speaker_key(speaker: &DraftSpeaker) -> Option<String> {
    let name = speaker.name.as_deref().unwrap_or(&speaker.description);
    match speaker.kind {
        SpeakerKind::Named if !name.is_empty() => Some(agents::key(name)),
        SpeakerKind::Document if !name.is_empty() => {
            Some(format!("instrument/{}", super::drafts::slug(name)))
        }
        _ => None,
    }
}

/// What turns keys into numbers.
struct Numbered<'a, 'l> {
    layers: &'a Layers<'l>,
    by_key: &'a BTreeMap<String, usize>,
    referents: &'a [Referent],
    text: &'a BlobHash,
}

impl Numbered<'_, '_> {
    fn number(&self, key: &str) -> Option<&Referent> {
        let at = self.by_key.get(key)?;
        let number = ReferentNumber(u32::try_from(*at).ok()? + 1);
        let place = self.referents.binary_search_by_key(&number, |referent| referent.number).ok()?;
        self.referents.get(place)
    }

    /// The draft with its numbers, under its id; `None` where not even a statement of its words can be made.
    fn draft(&self, draft: keyed::Draft) -> Option<Draft> {
        let said = &draft.proposition;
        let subject = self.number(&subject_key(&said.subject));
        let typed = subject.and_then(|subject| Some((subject, self.proposition(subject, said)?)));
        let (subject, proposition) = match typed {
            Some(typed) => typed,
            None => self.statement(said, &draft.passage)?,
        };
        let mut speaker = draft.speaker;
        let mut via = draft.via;
        for speaker in std::iter::once(&mut speaker).chain(&mut via) {
            speaker.referent =
                speaker_key(speaker).and_then(|key| self.number(&key)).map(|referent| referent.number);
        }
        let sealed = Draft {
            schema: SCHEMA.to_owned(),
            id: DraftId::from_bytes([0; 32]),
            passage: draft.passage,
            speaker,
            via,
            cue: draft.cue,
            stance: draft.stance,
            hedges: draft.hedges,
            said_on: draft.said_on,
            times: draft.times,
            proposition,
            reader: READER.to_owned(),
            rule: draft.rule,
            confidence: draft.confidence,
        };
        Some(sealed.seal(self.text, subject))
    }

    /// The proposition, where the vocabulary takes it.
    fn proposition(&self, subject: &Referent, said: &keyed::DraftProposition) -> Option<DraftProposition> {
        let property = VOCABULARY.id(&said.property).ok()?;
        let entity = said.value.entity.as_ref().and_then(|key| self.number(&subject_key(key)));
        let value = value(&said.value, entity.map(|referent| referent.number));
        taken(&property, subject.entity_type, &value).then(|| {
            let mut proposition = DraftProposition::new(&property, subject.number, value);
            proposition.happened_on.clone_from(&said.happened_on);
            proposition.status = said.status;
            let group = said.group.as_ref().and_then(|name| self.number(&agents::key(name)));
            proposition.group = group.map(|referent| referent.number);
            proposition
        })
    }

    /// A plain statement of the same words: about the same thing where that can be, else about the text's campaign, else its first thing.
    fn statement(
        &self,
        said: &keyed::DraftProposition,
        passage: &Words,
    ) -> Option<(&Referent, DraftProposition)> {
        let property = VOCABULARY.id("statement").ok()?;
        let words = DraftValue {
            min: None,
            max: None,
            unit: None,
            approx: None,
            date: None,
            flag: None,
            entity: None,
            start: passage.start,
            end: passage.end,
            exact: passage.exact.clone(),
        };
        let own = self.number(&subject_key(&said.subject));
        let subjects = own.into_iter().chain(self.number(CAMPAIGN)).chain(self.referents);
        let mut subjects = subjects.filter(|subject| taken(&property, subject.entity_type, &words));
        let subject = subjects.next()?;
        let _ = self.layers;
        Some((subject, DraftProposition::new(&property, subject.number, words)))
    }
}

/// Whether the vocabulary takes a value of this kind of a subject of this type.
fn taken(property: &PropertyId, subject: EntityType, value: &DraftValue) -> bool {
    let anything = assize_record::EntryId::from_bytes([0; 32]);
    let quantity = value.quantity().map(Value::Quantity);
    let dated =
        quantity.or_else(|| value.date.clone().map(Value::Date)).or_else(|| value.flag.map(Value::Flag));
    let named = dated.or_else(|| value.entity.map(|_| Value::Entity(anything)));
    let proposition = Proposition {
        subject: anything,
        property: property.as_str().to_owned(),
        value: named.unwrap_or_else(|| Value::Words(value.exact.clone())),
        status: None,
        group: None,
        happened_on: None,
    };
    VOCABULARY.check(&proposition, subject).is_ok()
}

fn value(keyed: &Keyed, entity: Option<ReferentNumber>) -> DraftValue {
    DraftValue {
        min: keyed.min,
        max: keyed.max,
        unit: keyed.unit,
        approx: keyed.approx.clone(),
        date: keyed.date.clone(),
        flag: keyed.flag,
        entity,
        start: keyed.start,
        end: keyed.end,
        exact: keyed.exact.clone(),
    }
}

/// Leaves out referents that no draft speaks of, and numbers the others from 1 without a gap.
fn renumber(referents: Vec<Referent>, mut drafts: Vec<Draft>) -> (Vec<Referent>, Vec<Draft>) {
    let mut named: BTreeSet<ReferentNumber> = BTreeSet::new();
    for draft in &mut drafts {
        numbers(draft, &mut |number| {
            named.insert(*number);
        });
    }
    let mut kept: Vec<Referent> =
        referents.into_iter().filter(|referent| named.contains(&referent.number)).collect();
    let new: BTreeMap<ReferentNumber, ReferentNumber> =
        kept.iter().map(|referent| referent.number).zip((1..).map(ReferentNumber)).collect();
    for referent in &mut kept {
        referent.number = new[&referent.number];
    }
    for draft in &mut drafts {
        numbers(draft, &mut |number| *number = new[number]);
    }
    (kept, drafts)
}

/// Hands over every number of a draft.
pub(crate) fn numbers(draft: &mut Draft, each: &mut dyn FnMut(&mut ReferentNumber)) {
    let said = &mut draft.proposition;
    each(&mut said.subject);
    said.group.iter_mut().for_each(&mut *each);
    said.value.entity.iter_mut().for_each(&mut *each);
    for speaker in std::iter::once(&mut draft.speaker).chain(&mut draft.via) {
        speaker.referent.iter_mut().for_each(&mut *each);
    }
}
