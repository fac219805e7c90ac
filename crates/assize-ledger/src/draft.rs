//! Drafts into claims: which entities their keys and names mean.

use crate::{error::LedgerError, view::View};
use assize_record::{
    Draft, EntityType, EntryId, Hash, Proposition, Quantity, Speaker, SpeakerKind, Unit, Value, Vocabulary,
    body::{Claim, ClaimHedge, Drafted, Entity},
    draft::DraftSpeaker,
    entry::EntryError,
};
use std::collections::BTreeMap;

/// A draft and where it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftInput<'d> {
    /// Entry id of the source.
    pub source: EntryId,
    /// Entry id of the text that the draft's spans are of.
    pub text: EntryId,
    /// The draft.
    pub draft: &'d Draft,
}

/// The entities of a record by key and by name, growing as drafts need new ones.
pub(crate) struct Roster {
    keys: BTreeMap<String, EntryId>,
    /// Names of people and organisations; `None` where several share it.
    names: BTreeMap<String, Option<EntryId>>,
}

/// Makes an entity and says under which id.
pub(crate) type Create<'c> = dyn FnMut(Entity) -> Result<EntryId, EntryError> + 'c;

impl Roster {
    pub(crate) fn of(view: &View) -> Self {
        let mut roster = Self { keys: BTreeMap::new(), names: BTreeMap::new() };
        for (id, entity) in &view.entities {
            roster.add(view.canonical(*id), entity);
        }
        roster
    }

    fn add(&mut self, id: EntryId, entity: &Entity) {
        self.keys.entry(entity.key.clone()).or_insert(id);
        if matches!(entity.entity_type, EntityType::Person | EntityType::Organisation) {
            let named = self.names.entry(entity.name.clone()).or_insert(Some(id));
            // Two people of one name stay apart: whom the text means is a person's judgement.
            *named = named.filter(|other| *other == id);
        }
    }

    /// The entity with a key, made where there is none; `None` where the key is none.
    fn key(&mut self, key: &str, create: &mut Create<'_>) -> Result<Option<EntryId>, EntryError> {
        if let Some(id) = self.keys.get(key) {
            return Ok(Some(*id));
        }
        let (Some(entity_type), Some((_, name))) = (EntityType::of_key(key), key.split_once('/')) else {
            return Ok(None);
        };
        let entity = Entity { entity_type, key: key.to_owned(), name: name.replace('-', " "), shape: None };
        self.make(entity, create).map(Some)
    }

    /// The person or organisation of a name, made as `entity_type` where there is none.
    fn name(
        &mut self,
        name: &str,
        entity_type: EntityType,
        create: &mut Create<'_>,
    ) -> Result<EntryId, EntryError> {
        if let Some(Some(id)) = self.names.get(name) {
            return Ok(*id);
        }
        let slug = slug(name);
        for kind in [entity_type, EntityType::Person, EntityType::Organisation] {
            if let Some(id) = self.keys.get(&format!("{}/{slug}", kind.name())) {
                return Ok(*id);
            }
        }
        let key = format!("{}/{slug}", entity_type.name());
        self.make(Entity { entity_type, key, name: name.to_owned(), shape: None }, create)
    }

    fn make(&mut self, entity: Entity, create: &mut Create<'_>) -> Result<EntryId, EntryError> {
        let id = create(entity.clone())?;
        self.add(id, &entity);
        Ok(id)
    }

    fn speaker(&mut self, speaker: &DraftSpeaker, create: &mut Create<'_>) -> Result<Speaker, EntryError> {
        let named = speaker.name.as_ref().filter(|_| speaker.kind == SpeakerKind::Named);
        let entity = match named {
            Some(name) => Some(self.name(name, EntityType::Person, create)?),
            None => None,
        };
        let description = match speaker.kind {
            SpeakerKind::Narrator if speaker.description.is_empty() => "the publication".to_owned(),
            _ => speaker.description.clone(),
        };
        let count = speaker.count.map(|count| Quantity {
            min: count.min,
            max: count.max,
            approx: None,
            unit: Unit::People,
        });
        Ok(Speaker { kind: speaker.kind, entity, description, count, party: None })
    }

    /// The claim that a draft proposes; `None` where the key of its subject is none.
    pub(crate) fn claim(
        &mut self,
        draft: &Draft,
        create: &mut Create<'_>,
    ) -> Result<Option<Claim>, EntryError> {
        let said = &draft.proposition;
        let Some(subject) = self.key(&said.subject, create)? else { return Ok(None) };
        let group = match &said.group {
            Some(key) if EntityType::of_key(key).is_some() => self.key(key, create)?,
            Some(name) => Some(self.name(name, EntityType::Organisation, create)?),
            None => None,
        };
        let entity = match &said.value.entity {
            Some(key) => self.key(key, create)?,
            None => None,
        };
        let proposition = Proposition {
            subject,
            property: said.property.clone(),
            value: value(draft, entity),
            status: said.status,
            group,
            happened_on: said.happened_on.clone(),
        };
        let speaker = self.speaker(&draft.speaker, create)?;
        let via =
            draft.via.iter().map(|via| self.speaker(via, create)).collect::<Result<Vec<_>, EntryError>>()?;
        let hedges =
            draft.hedges.iter().map(|h| ClaimHedge { exact: h.exact.clone(), kind: h.kind }).collect();
        Ok(Some(Claim {
            speaker,
            via,
            stance: draft.stance,
            hedges,
            basis: None,
            said_on: draft.said_on.clone(),
            proposition,
            drafted: Some(Drafted {
                draft: draft.id,
                reader: draft.reader.clone(),
                rule: draft.rule.clone(),
            }),
        }))
    }
}

/// The value of a draft; the words themselves where it has no other.
fn value(draft: &Draft, entity: Option<EntryId>) -> Value {
    let said = &draft.proposition.value;
    let value = said.quantity().map(Value::Quantity);
    let value = value.or_else(|| said.date.clone().map(Value::Date)).or_else(|| said.flag.map(Value::Flag));
    value.or_else(|| entity.map(Value::Entity)).unwrap_or_else(|| Value::Words(said.exact.clone()))
}

/// Holds what a draft proposes against a vocabulary, before any entity is made of it.
pub(crate) fn check(draft: &Draft, vocabulary: &Vocabulary) -> Result<(), LedgerError> {
    let said = &draft.proposition;
    let subject = EntityType::of_key(&said.subject).ok_or_else(|| LedgerError::Key(said.subject.clone()))?;
    let anything = Hash::from_bytes([0; 32]);
    let entity = said.value.entity.as_ref().filter(|key| EntityType::of_key(key).is_some()).map(|_| anything);
    let proposition = Proposition {
        subject: anything,
        property: said.property.clone(),
        value: value(draft, entity),
        status: said.status,
        group: None,
        happened_on: said.happened_on.clone(),
    };
    Ok(vocabulary.check(&proposition, subject)?)
}

/// A name as the second part of a key: `Ana Maria Ode` gives `ana-maria-ode`.
fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() { "unnamed".to_owned() } else { slug }
}
