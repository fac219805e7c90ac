//! What is one thing, and what is not: links, and the things that people name.
//!
//! A machine never says that two texts speak of one thing. What is entered here is a person's signed judgement, with its reason, and can
//! be taken back ([`crate::undo`]).

use crate::{error::LedgerError, review::Sitting};
use assize_record::{
    EntityType, Entry, EntryId, Referent,
    body::{Body, Entity, Remark},
    entry::{Role, Verdict},
};

/// What a person points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing<'r> {
    /// An anchor, entity or source on the record.
    OnRecord(EntryId),
    /// What a text speaks of, by a referent of its reading. Its anchor is entered with the decision.
    Referent {
        /// Entry id of the text.
        text: EntryId,
        /// The referent.
        referent: &'r Referent,
    },
    /// What a text speaks of, where a draft of version 1 wrote an entity.
    Converted {
        /// Entry id of the text.
        text: EntryId,
        /// The entity of version 1.
        entity: EntryId,
    },
}

/// A thing that a person names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewThing {
    /// What it is.
    pub entity_type: EntityType,
    /// What people call it.
    pub name: String,
    /// A short name in this case's roster, `type/name`.
    pub key: Option<String>,
}

impl Thing<'_> {
    /// The id it has on the record, or will have.
    ///
    /// # Errors
    /// [`LedgerError::Entry`] never arises for a referent of a text.
    pub fn id(&self) -> Result<EntryId, LedgerError> {
        Ok(match self {
            Self::OnRecord(id) => *id,
            Self::Referent { text, referent } => referent.anchor(*text)?.id,
            Self::Converted { text, entity } => Entry::converted_anchor(*text, *entity)?.id,
        })
    }
}

impl Sitting<'_> {
    /// Says that two things are the same, different, or part of one another; or that one source is taken over from another. Returns the
    /// id of the link.
    ///
    /// # Errors
    /// [`LedgerError::OneThing`] where both are one already; [`LedgerError::Linked`] where that link stands already;
    /// [`LedgerError::SaidDifferent`] for `same` where somebody says that they are different; [`LedgerError::TypesDiffer`] where a
    /// person and an incident, say, are to be one.
    pub fn link(
        &mut self,
        from: &Thing<'_>,
        verdict: Verdict,
        to: &Thing<'_>,
        reason: &str,
    ) -> Result<EntryId, LedgerError> {
        let (from, to) = (self.thing(from)?, self.thing(to)?);
        self.linkable(from, verdict, to)?;
        let body = Body::Link(Remark { words: reason.to_owned() });
        Ok(self.writer.sign(vec![(Role::From, from), (Role::To, to)], Some(verdict), body)?)
    }

    /// Makes a thing of its own of anchors: the thing, a `same` link from each anchor, a `part-of` link to each whole, and `different` from
    /// each candidate that was refused. Returns the id of the entity, by which it is known.
    ///
    /// # Errors
    /// [`LedgerError::KeyTaken`] where the roster has the key; otherwise as [`Sitting::link`].
    pub fn place(
        &mut self,
        thing: NewThing,
        from: &[Thing<'_>],
        part_of: &[EntryId],
        different: &[EntryId],
        reason: &str,
    ) -> Result<EntryId, LedgerError> {
        let NewThing { entity_type, name, key } = thing;
        if let Some(key) = key.as_ref().filter(|key| self.view.named_by_key(key).next().is_some()) {
            return Err(LedgerError::KeyTaken(key.clone()));
        }
        let anchors = from.iter().map(|thing| self.thing(thing)).collect::<Result<Vec<_>, _>>()?;
        for anchor in &anchors {
            if let Some(other) = self.type_of(*anchor).filter(|other| !other.fits(entity_type)) {
                return Err(LedgerError::TypesDiffer { from: other.name(), to: entity_type.name() });
            }
        }
        let body = Body::Entity(Entity { entity_type, key, name, shape: None });
        let id = self.writer.sign(Vec::new(), None, body)?;
        self.entered.insert(id, entity_type);
        for anchor in &anchors {
            self.link(&Thing::OnRecord(*anchor), Verdict::Same, &Thing::OnRecord(id), reason)?;
        }
        for whole in part_of {
            self.link(&Thing::OnRecord(id), Verdict::PartOf, &Thing::OnRecord(*whole), reason)?;
        }
        for other in different {
            self.link(&Thing::OnRecord(id), Verdict::Different, &Thing::OnRecord(*other), reason)?;
        }
        Ok(id)
    }

    /// Gives a thing another name, type or key. What nobody named yet becomes a thing that is named. Returns the id of the new entity;
    /// the thing goes on to be known by its first.
    ///
    /// # Errors
    /// [`LedgerError::NoEntity`] where there is no such thing; [`LedgerError::NotAuthorised`] where only the author of its name, an
    /// editor or an owner may; [`LedgerError::KeyTaken`].
    pub fn rename(
        &mut self,
        of: EntryId,
        name: Option<&str>,
        entity_type: Option<EntityType>,
        key: Option<&str>,
    ) -> Result<EntryId, LedgerError> {
        let no_entity = || LedgerError::NoEntity(of.to_string());
        let known = self.view.entity(of).ok_or_else(no_entity)?.clone();
        let canonical = self.view.canonical(of);
        if let Some(key) = key
            && self.view.named_by_key(key).any(|other| other != canonical)
        {
            return Err(LedgerError::KeyTaken(key.to_owned()));
        }
        let entity = Entity {
            entity_type: entity_type.unwrap_or(known.entity_type),
            key: key.map(str::to_owned).or(known.key),
            name: name.map_or(known.name, str::to_owned),
            shape: known.shape,
        };
        // Every name that the cluster has now gives way to the new one.
        let names: Vec<EntryId> = self.view.names_of(of).collect();
        for named in &names {
            self.may_end(*named, self.view.entered_by(*named))?;
        }
        let entity_type = entity.entity_type;
        let refs = names.iter().map(|id| (Role::Replaces, *id)).collect();
        let id = self.writer.sign(refs, None, Body::Entity(entity))?;
        self.entered.insert(id, entity_type);
        if names.is_empty() {
            self.link(&Thing::OnRecord(of), Verdict::Same, &Thing::OnRecord(id), "")?;
        }
        Ok(id)
    }

    /// Enters the anchor of a thing that is not on the record yet, so that a claim can speak of it. Returns its id.
    ///
    /// # Errors
    /// [`LedgerError::NoEntity`] and [`LedgerError::NoSource`] where there is no such thing or text.
    pub fn enter_thing(&mut self, thing: &Thing<'_>) -> Result<EntryId, LedgerError> {
        self.thing(thing)
    }

    /// The id of a thing; an anchor that is not on the record yet is entered.
    pub(crate) fn thing(&mut self, thing: &Thing<'_>) -> Result<EntryId, LedgerError> {
        Ok(match thing {
            Thing::OnRecord(id) => {
                let known = self.entered.contains_key(id)
                    || self.view.entity(*id).is_some()
                    || self.view.anchors().contains_key(id)
                    || self.view.sources().contains_key(id);
                if !known {
                    return Err(LedgerError::NoEntity(id.to_string()));
                }
                *id
            }
            Thing::Referent { text, referent } => {
                self.text(*text)?;
                let id = self.evidence(referent.anchor(*text)?);
                self.entered.entry(id).or_insert(referent.entity_type);
                id
            }
            Thing::Converted { text, entity } => {
                self.text(*text)?;
                self.evidence(Entry::converted_anchor(*text, *entity)?)
            }
        })
    }

    fn text(&self, text: EntryId) -> Result<(), LedgerError> {
        let known = self.view.texts().contains_key(&text);
        if known { Ok(()) } else { Err(LedgerError::NoSource(text.to_string())) }
    }

    fn linkable(&self, from: EntryId, verdict: Verdict, to: EntryId) -> Result<(), LedgerError> {
        let view = self.view;
        let joined = view.canonical(from) == view.canonical(to);
        if from == to
            || joined && matches!(verdict, Verdict::Same | Verdict::PartOf | Verdict::SyndicatedFrom)
        {
            return Err(LedgerError::OneThing(view.label(from)));
        }
        let (from_now, to_now) = (view.canonical(from), view.canonical(to));
        let stands = match verdict {
            Verdict::Different => view.is_different(from, to),
            Verdict::PartOf => view.part_of().get(&from_now).is_some_and(|wholes| wholes.contains(&to_now)),
            Verdict::SyndicatedFrom => {
                view.syndicated_from().get(&from_now).is_some_and(|roots| roots.contains(&to_now))
            }
            _ => false,
        };
        if stands {
            return Err(LedgerError::Linked { from: view.label(from), to: view.label(to) });
        }
        if verdict == Verdict::Same && view.is_different(from, to) {
            return Err(LedgerError::SaidDifferent { from: view.label(from), to: view.label(to) });
        }
        let is_source = |id: &EntryId| view.sources().contains_key(id);
        let wants_sources = verdict == Verdict::SyndicatedFrom;
        let mixed = is_source(&from) != is_source(&to);
        if mixed || wants_sources && !is_source(&from) {
            let name = |id: &EntryId| if is_source(id) { "source" } else { "thing" };
            return Err(LedgerError::TypesDiffer { from: name(&from), to: name(&to) });
        }
        if verdict == Verdict::Same
            && let (Some(a), Some(b)) = (self.type_of(from), self.type_of(to))
            && !a.fits(b)
        {
            return Err(LedgerError::TypesDiffer { from: a.name(), to: b.name() });
        }
        Ok(())
    }
}
