//! Raw drafts as drafts that speak of numbers, each under its id.

use crate::{
    read::{
        READER,
        drafts::Layers,
        raw::{self, DraftValue as RawValue},
    },
    topic::Topic,
};
use assize_record::{
    BlobHash, Draft, DraftId, EntityType, EntryId, PropertyId, Proposition, Referent, ReferentNumber,
    SpeakerKind, Value, Vocabulary, Words,
    draft::{DraftProposition, DraftValue, SCHEMA},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::shipped);

/// What turns topics into numbers.
pub(super) struct Numbered<'a> {
    pub(super) layers: &'a Layers<'a>,
    /// For each topic, its place among all that were met; its number is one more.
    pub(super) by_topic: &'a BTreeMap<Topic, usize>,
    /// In order of number, perhaps with gaps.
    pub(super) referents: &'a [Referent],
    pub(super) text: &'a BlobHash,
}

impl Numbered<'_> {
    /// The referent of a topic.
    pub(super) fn number(&self, topic: &Topic) -> Option<&Referent> {
        let number = ReferentNumber(u32::try_from(*self.by_topic.get(topic)?).ok()? + 1);
        let place = self.referents.binary_search_by_key(&number, |referent| referent.number).ok()?;
        self.referents.get(place)
    }

    /// Every draft once: of those with one id the surest, of these the first. Beside them the id that each raw draft has.
    pub(super) fn all(&self, raw: Vec<raw::Draft>) -> (Vec<Draft>, Vec<Option<DraftId>>) {
        let mut best: BTreeMap<DraftId, usize> = BTreeMap::new();
        let mut drafts: Vec<Draft> = Vec::with_capacity(raw.len());
        let mut ids = Vec::with_capacity(raw.len());
        for draft in raw {
            let draft = self.draft(draft);
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
        (drafts, ids)
    }

    /// The draft under its id; `None` where not even a statement of its words can be made.
    fn draft(&self, draft: raw::Draft) -> Option<Draft> {
        let said = &draft.proposition;
        let typed =
            self.number(&said.subject).and_then(|subject| Some((subject, self.typed(subject, said)?)));
        let (subject, proposition) = typed.or_else(|| self.statement(said, &draft.passage))?;
        let (mut speaker, mut via) = (draft.speaker, draft.via);
        for speaker in std::iter::once(&mut speaker).chain(&mut via) {
            let document = speaker.kind == SpeakerKind::Document;
            let speaks = |of: &&Referent| {
                of.entity_type.is_agent() || document && of.entity_type == EntityType::Instrument
            };
            let referent =
                super::topic_of(self.layers, speaker).and_then(|topic| self.number(&topic)).filter(speaks);
            speaker.referent = referent.map(|referent| referent.number);
        }
        let draft = Draft {
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
        Some(draft.seal(self.text, subject))
    }

    /// The proposition, where the vocabulary takes it.
    fn typed(&self, subject: &Referent, said: &raw::DraftProposition) -> Option<DraftProposition> {
        let property = VOCABULARY.id(&said.property);
        debug_assert!(property.is_ok(), "`{}` is not in the vocabulary", said.property);
        let property = property.ok()?;
        let other = |other: &raw::Thing| self.number(&other.topic);
        let entity = said.value.entity.as_ref().and_then(other);
        let value = value(&said.value, entity.map(|referent| referent.number));
        let is_value = |referent: &Referent| {
            let allowed = VOCABULARY.property(property.as_str()).map(|property| property.entity.as_slice());
            allowed.is_ok_and(|allowed| allowed.iter().any(|kind| kind.fits(referent.entity_type)))
        };
        let fits = takes(&property, subject.entity_type, &value) && entity.is_none_or(is_value);
        fits.then(|| {
            let mut proposition = DraftProposition::new(&property, subject.number, value);
            proposition.happened_on.clone_from(&said.happened_on);
            proposition.status = said.status;
            let group = said.group.as_ref().and_then(other).filter(|group| group.entity_type.is_agent());
            proposition.group = group.map(|group| group.number);
            proposition
        })
    }

    /// A plain statement of the same words: about the same thing where that can be, else about the campaign, else about whatever is first.
    fn statement(
        &self,
        said: &raw::DraftProposition,
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
        let own = self.number(&said.subject);
        let mut subjects = own.into_iter().chain(self.number(&Topic::Campaign)).chain(self.referents);
        let subject = subjects.find(|subject| takes(&property, subject.entity_type, &words))?;
        Some((subject, DraftProposition::new(&property, subject.number, words)))
    }
}

/// Whether the vocabulary takes a value of this kind of a subject of this type.
fn takes(property: &PropertyId, subject: EntityType, value: &DraftValue) -> bool {
    let anything = EntryId::from_bytes([0; 32]);
    let quantity = value.quantity().map(Value::Quantity);
    let dated = quantity.or_else(|| value.date.clone().map(Value::Date));
    let named =
        dated.or_else(|| value.flag.map(Value::Flag)).or(value.entity.map(|_| Value::Entity(anything)));
    let proposition = Proposition {
        subject: anything,
        property: property.as_str().to_owned(),
        value: named.unwrap_or_else(|| Value::Words(value.exact.clone())),
        status: None,
        group: None,
        happened_on: None,
        happened_at: None,
    };
    VOCABULARY.check(&proposition, subject).is_ok()
}

fn value(raw: &RawValue, entity: Option<ReferentNumber>) -> DraftValue {
    DraftValue {
        min: raw.min,
        max: raw.max,
        unit: raw.unit,
        approx: raw.approx.clone(),
        date: raw.date.clone(),
        flag: raw.flag,
        entity,
        start: raw.start,
        end: raw.end,
        exact: raw.exact.clone(),
    }
}

/// Leaves out referents that no draft speaks of, and numbers the others from 1 without a gap.
pub(super) fn without_gaps(referents: Vec<Referent>, mut drafts: Vec<Draft>) -> (Vec<Referent>, Vec<Draft>) {
    let mut spoken_of: BTreeSet<ReferentNumber> = BTreeSet::new();
    for draft in &mut drafts {
        each(draft, &mut |number| {
            spoken_of.insert(*number);
        });
    }
    let mut kept: Vec<Referent> =
        referents.into_iter().filter(|referent| spoken_of.contains(&referent.number)).collect();
    let new: BTreeMap<ReferentNumber, ReferentNumber> =
        kept.iter().map(|referent| referent.number).zip((1..).map(ReferentNumber)).collect();
    for referent in &mut kept {
        referent.number = new[&referent.number];
    }
    for draft in &mut drafts {
        each(draft, &mut |number| *number = new[number]);
    }
    (kept, drafts)
}

/// Hands over every number of a draft.
pub(crate) fn each(draft: &mut Draft, with: &mut dyn FnMut(&mut ReferentNumber)) {
    let said = &mut draft.proposition;
    with(&mut said.subject);
    said.group.iter_mut().for_each(&mut *with);
    said.value.entity.iter_mut().for_each(&mut *with);
    for speaker in std::iter::once(&mut draft.speaker).chain(&mut draft.via) {
        speaker.referent.iter_mut().for_each(&mut *with);
    }
}
