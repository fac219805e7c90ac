//! What is one thing, and what is not: links, and the things that people name.
//!
//! A machine never says that two texts speak of one thing. What is entered here is a person's signed judgement, with its reason, and can
//! be taken back ([`crate::undo`]).

use crate::{error::LedgerError, review::Sitting, view::ClaimView};
use assize_record::{
    BlobHash, EntityType, Entry, EntryId, Referent,
    body::{Body, Entity, Remark},
    entry::{OfText, Role, Verdict},
    facing::name_fault,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a person points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing<'r> {
    /// An anchor, entity or source on the record.
    OnRecord(EntryId),
    /// What a text speaks of, by a referent of its reading. Its anchor is entered with the decision.
    Referent {
        /// The text.
        text: OfText,
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
        self.whole(|sitting| {
            let (from, to) = (sitting.thing(from)?, sitting.thing(to)?);
            sitting.linkable(from, verdict, to)?;
            sitting.enter_link(from, verdict, to, reason)
        })
    }

    /// Makes a thing of its own of anchors: the thing, a `same` link from each anchor, a `part-of` link to each whole, and `different` from
    /// each candidate that was refused. Returns the id of the entity, by which it is known.
    ///
    /// # Errors
    /// [`LedgerError::Placed`] where an anchor is one with something that somebody named; [`LedgerError::KeyTaken`] where the roster
    /// has the key, [`LedgerError::KeyType`] where it is of another type; otherwise as [`Sitting::link`].
    pub fn place(
        &mut self,
        thing: NewThing,
        from: &[Thing<'_>],
        part_of: &[EntryId],
        different: &[EntryId],
        reason: &str,
    ) -> Result<EntryId, LedgerError> {
        self.whole(|sitting| {
            let mut anchors = Vec::with_capacity(from.len());
            for thing in from {
                let id = sitting.thing(thing)?;
                if !anchors.contains(&id) {
                    anchors.push(id);
                }
            }
            if let Some(key) = &thing.key {
                sitting.key_fits(key, thing.entity_type, None)?;
            }
            for anchor in &anchors {
                if let Some(placed) = sitting.name_of(*anchor) {
                    return Err(LedgerError::Placed { thing: sitting.words_of(*anchor), placed });
                }
            }
            let entity_type = thing.entity_type;
            let id = sitting.enter_entity(thing, None, &[])?;
            for anchor in anchors {
                // Anchors that are one already are linked each, so that none hangs on another.
                if sitting.view.sources().contains_key(&anchor) {
                    return Err(LedgerError::TypesDiffer {
                        from: "a source".to_owned(),
                        to: entity_type.with_article(),
                    });
                }
                sitting.joinable(anchor, id)?;
                sitting.enter_link(anchor, Verdict::Same, id, reason)?;
            }
            let whole = part_of.iter().map(|whole| (Verdict::PartOf, *whole));
            let other = different.iter().map(|other| (Verdict::Different, *other));
            for (verdict, to) in whole.chain(other) {
                let to = sitting.thing(&Thing::OnRecord(to))?;
                if sitting.is_one(id, to) {
                    return Err(LedgerError::OneThing(sitting.view.label(to)));
                }
                match sitting.linkable(id, verdict, to) {
                    // One candidate may have been refused under two ids.
                    Err(LedgerError::Linked { .. }) => {}
                    fits => fits.and_then(|()| sitting.enter_link(id, verdict, to, reason).map(drop))?,
                }
            }
            Ok(id)
        })
    }

    /// Names something that nobody has named: what it is called, and of which type it is, whatever the reader took it for. Returns the id of
    /// the entity, by which it is known.
    ///
    /// # Errors
    /// [`LedgerError::Placed`] where it is one with something that somebody named; otherwise as [`Sitting::place`].
    pub fn name(&mut self, of: &Thing<'_>, thing: NewThing, reason: &str) -> Result<EntryId, LedgerError> {
        self.whole(|sitting| {
            let of = sitting.thing(of)?;
            if let Some(placed) = sitting.name_of(of) {
                return Err(LedgerError::Placed { thing: sitting.words_of(of), placed });
            }
            if let Some(key) = &thing.key {
                sitting.key_fits(key, thing.entity_type, None)?;
            }
            sitting.can_be(of, thing.entity_type)?;
            let id = sitting.enter_entity(thing, None, &[])?;
            sitting.enter_link(of, Verdict::Same, id, reason)?;
            Ok(id)
        })
    }

    /// Gives a thing another name, type or key. What nobody named yet becomes a thing that is named. Returns the id of the new entity;
    /// the thing goes on to be known by its first.
    ///
    /// # Errors
    /// [`LedgerError::NoEntity`] where there is no such thing; [`LedgerError::NotAuthorised`] where only the author of its name, an
    /// editor or an owner may; [`LedgerError::KeyTaken`]; [`LedgerError::KeyType`] where its key would be of another type.
    pub fn rename(
        &mut self,
        of: EntryId,
        name: Option<&str>,
        entity_type: Option<EntityType>,
        key: Option<&str>,
    ) -> Result<EntryId, LedgerError> {
        let no_entity = || LedgerError::NoEntity(of.to_string());
        let known = self.view.entity(of).ok_or_else(no_entity)?.clone();
        let thing = NewThing {
            entity_type: entity_type.unwrap_or(known.entity_type),
            key: key.map(str::to_owned).or(known.key),
            name: name.map_or(known.name, str::to_owned),
        };
        if let Some(key) = &thing.key {
            self.key_fits(key, thing.entity_type, Some(self.view.canonical(of)))?;
        }
        self.can_be(of, thing.entity_type)?;
        // Every name that the cluster has now gives way to the new one.
        let names: Vec<EntryId> =
            self.view.names_of(of).filter(|id| !self.entered.is_replaced(*id)).collect();
        for named in &names {
            self.may_end(*named, self.view.entered_by(*named))?;
        }
        self.whole(|sitting| {
            let of = sitting.thing(&Thing::OnRecord(of))?;
            let id = sitting.enter_entity(thing, known.shape, &names)?;
            if names.is_empty() {
                // No type is held against it: what a person says that it is outweighs what the reader took it for.
                sitting.enter_link(of, Verdict::Same, id, "")?;
            }
            Ok(id)
        })
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
        match thing {
            Thing::OnRecord(id) => {
                let entered = &self.entered;
                let known = entered.entity_type(*id).is_some()
                    || entered.anchor_type(*id).is_some()
                    || self.view.entity(*id).is_some()
                    || self.view.anchors().contains_key(id)
                    || self.view.sources().contains_key(id);
                if !known {
                    return Err(LedgerError::NoEntity(id.to_string()));
                }
                if let Some(anchor) = self.view.converted(*id)? {
                    self.evidence(anchor);
                }
                Ok(*id)
            }
            Thing::Referent { text, referent } => {
                self.text(text.id())?;
                if *text != self.view.of_text(text.id()) {
                    return Err(LedgerError::OtherSalt(text.id().short()));
                }
                let id = self.evidence(referent.anchor(*text)?);
                self.entered.anchor(id, referent.entity_type);
                Ok(id)
            }
            Thing::Converted { text, entity } => {
                self.text(*text)?;
                let anchor = Entry::converted_anchor(*text, *entity)?;
                if !self.view.anchors().contains_key(&anchor.id) {
                    return Err(LedgerError::NoEntity(entity.to_string()));
                }
                Ok(self.evidence(anchor))
            }
        }
    }

    fn text(&self, text: EntryId) -> Result<(), LedgerError> {
        let known = self.view.texts().contains_key(&text);
        if known { Ok(()) } else { Err(LedgerError::NoSource(text.to_string())) }
    }

    pub(crate) fn enter_link(
        &mut self,
        from: EntryId,
        verdict: Verdict,
        to: EntryId,
        reason: &str,
    ) -> Result<EntryId, LedgerError> {
        let body = Body::Link(Remark { words: reason.to_owned() });
        let id = self.writer.sign(vec![(Role::From, from), (Role::To, to)], Some(verdict), body)?;
        self.entered.link(self.view.canonical(from), verdict, self.view.canonical(to));
        Ok(id)
    }

    pub(crate) fn enter_entity(
        &mut self,
        thing: NewThing,
        shape: Option<BlobHash>,
        replaces: &[EntryId],
    ) -> Result<EntryId, LedgerError> {
        let NewThing { entity_type, name, key } = thing;
        for words in std::iter::once(&name).chain(&key) {
            check_name(words)?;
        }
        let refs = replaces.iter().map(|id| (Role::Replaces, *id)).collect();
        let body = Body::Entity(Entity { entity_type, key: key.clone(), name, shape });
        let id = self.writer.sign(refs, None, body)?;
        self.entered.entity(id, entity_type);
        for replaced in replaces {
            self.entered.replaced(*replaced);
            self.entered.link(id, Verdict::Same, self.view.canonical(*replaced));
        }
        if let Some(key) = key {
            self.entered.key(&key, id);
        }
        Ok(id)
    }

    /// Whether everything that is claimed about a thing can be said of one of this type, or of what is close to it: an incident may turn out to
    /// be one attack of several, and not a person.
    fn can_be(&self, of: EntryId, entity_type: EntityType) -> Result<(), LedgerError> {
        use EntityType::{Attack, Campaign, Event, Incident};
        let is_act = |kind: EntityType| matches!(kind, Incident | Attack | Campaign | Event);
        let close = |kind: &EntityType| {
            is_act(*kind) && is_act(entity_type) || kind.is_agent() && entity_type.is_agent()
        };
        let fits = |claim: &&ClaimView| {
            let said = &claim.proposition;
            self.vocabulary.check(said, entity_type).is_ok()
                || self.vocabulary.property(&said.property).is_ok_and(|p| p.subject.iter().any(close))
        };
        let about = |claim: &&ClaimView| claim.proposition.subject == self.view.canonical(of);
        let all = self.view.claims_about(of).chain(self.view.not_counted().filter(about));
        match all.into_iter().find(|claim| !fits(claim)) {
            Some(claim) => Err(LedgerError::SaidOfIt {
                claim: claim.id.short(),
                property: claim.proposition.property.clone(),
                entity_type: entity_type.name(),
            }),
            None => Ok(()),
        }
    }

    /// Whether a key may name a thing of this type; `of` is the thing, where it is on the record.
    fn key_fits(&self, key: &str, entity_type: EntityType, of: Option<EntryId>) -> Result<(), LedgerError> {
        let entered = self.entered.by_key(key).filter(|other| of.is_none_or(|of| !self.is_one(*other, of)));
        if entered.is_some() || self.view.named_by_key(key).any(|other| Some(other) != of) {
            return Err(LedgerError::KeyTaken(key.to_owned()));
        }
        match EntityType::of_key(key) {
            None => Err(LedgerError::Key(key.to_owned())),
            Some(found) if found != entity_type => {
                Err(LedgerError::KeyType { key: key.to_owned(), entity_type })
            }
            Some(_) => Ok(()),
        }
    }

    /// What people call a thing; `None` where nobody whom this record knows has named it.
    fn name_of(&self, id: EntryId) -> Option<String> {
        let ours =
            |named: &EntryId| !self.view.strangers().contains(named) && !self.entered.is_replaced(*named);
        let known = self.one(id).into_iter().find(|of| {
            self.entered.entity_type(*of).is_some() || self.view.names_of(*of).any(|named| ours(&named))
        });
        known.map(|of| self.view.name(of))
    }

    /// The words at an anchor.
    fn words_of(&self, anchor: EntryId) -> String {
        let words = self.view.anchors().get(&anchor).and_then(|anchor| anchor.words.as_ref());
        words.map_or_else(|| anchor.short(), |words| words.exact.clone())
    }

    /// Everything that is one thing with `id`, with what this sitting has linked, by the ids that the view knows it by.
    fn one(&self, id: EntryId) -> BTreeSet<EntryId> {
        self.reach(Verdict::Same, BTreeSet::from([self.view.canonical(id)]), &|_| Vec::new())
    }

    /// Whatever links of this sitting, and those that `known` gives of the record, lead to.
    fn reach(
        &self,
        verdict: Verdict,
        from: BTreeSet<EntryId>,
        known: &dyn Fn(EntryId) -> Vec<EntryId>,
    ) -> BTreeSet<EntryId> {
        let mut found = from;
        let mut open: Vec<EntryId> = found.iter().copied().collect();
        while let Some(at) = open.pop() {
            for next in self.entered.linked(verdict, at).iter().copied().chain(known(at)) {
                if found.insert(next) {
                    open.push(next);
                }
            }
        }
        found
    }

    fn is_one(&self, a: EntryId, b: EntryId) -> bool {
        self.one(a).contains(&self.view.canonical(b))
    }

    fn is_different(&self, a: EntryId, b: EntryId) -> bool {
        let (ours, theirs) = (self.one(a), self.one(b));
        let said = |a: &EntryId, b: &EntryId| {
            self.view.is_different(*a, *b) || self.entered.linked(Verdict::Different, *a).contains(b)
        };
        ours.iter().any(|a| theirs.iter().any(|b| said(a, b)))
    }

    /// Everything that a thing is part of, or a source taken over from, itself included.
    fn wholes(&self, verdict: Verdict, id: EntryId) -> BTreeSet<EntryId> {
        let up = if verdict == Verdict::PartOf { self.view.part_of() } else { self.view.syndicated_from() };
        let known = |at: EntryId| {
            let same = self.entered.linked(Verdict::Same, at).iter().copied();
            up.get(&at).into_iter().flatten().copied().chain(same).collect()
        };
        self.reach(verdict, self.one(id), &known)
    }

    /// What people say that a thing is; where nobody does, what readers took it for.
    fn types(&self, id: EntryId) -> BTreeSet<EntityType> {
        let (mut named, mut read) = (BTreeSet::new(), BTreeSet::new());
        for of in self.one(id) {
            named.extend(self.entered.entity_type(of));
            for member in self.view.cluster(of) {
                let kept = self.view.entered_by(member).is_some() && !self.entered.is_replaced(member);
                let entity = self.view.entities().get(&member).filter(|_| kept);
                named.extend(entity.map(|entity| entity.entity_type));
                let anchor = self.view.anchors().get(&member).and_then(|anchor| anchor.entity_type);
                read.extend(anchor.or_else(|| self.entered.anchor_type(member)));
            }
        }
        if named.is_empty() { read } else { named }
    }

    /// Whether two things may be one.
    fn joinable(&self, from: EntryId, to: EntryId) -> Result<(), LedgerError> {
        if self.is_different(from, to) {
            let view = self.view;
            return Err(LedgerError::SaidDifferent { from: view.label(from), to: view.label(to) });
        }
        let (ours, theirs) = (self.types(from), self.types(to));
        for a in &ours {
            if let Some(b) = theirs.iter().find(|b| !a.fits(**b)) {
                return Err(LedgerError::TypesDiffer { from: a.with_article(), to: b.with_article() });
            }
        }
        Ok(())
    }

    fn linkable(&self, from: EntryId, verdict: Verdict, to: EntryId) -> Result<(), LedgerError> {
        let view = self.view;
        let joined = self.is_one(from, to);
        // That things which were linked are different can be said of them: then their cluster is contested.
        if from == to || joined && verdict != Verdict::Different {
            return Err(LedgerError::OneThing(view.label(from)));
        }
        let is_source = |id: &EntryId| view.sources().contains_key(id);
        let wants_sources = verdict == Verdict::SyndicatedFrom;
        if is_source(&from) != is_source(&to) || wants_sources && !is_source(&from) {
            let name = |id: &EntryId| if is_source(id) { "a source" } else { "a thing" }.to_owned();
            return Err(LedgerError::TypesDiffer { from: name(&from), to: name(&to) });
        }
        let leads = |known: &BTreeMap<EntryId, BTreeSet<EntryId>>| {
            let ends = self.one(to);
            let mut from = self.one(from).into_iter();
            from.any(|at| {
                let entered = self.entered.linked(verdict, at).iter();
                known.get(&at).into_iter().flatten().chain(entered).any(|end| ends.contains(end))
            })
        };
        let stands = match verdict {
            Verdict::Different => self.is_different(from, to),
            Verdict::PartOf => leads(view.part_of()),
            Verdict::SyndicatedFrom => leads(view.syndicated_from()),
            _ => false,
        };
        if stands {
            return Err(LedgerError::Linked { from: view.label(from), to: view.label(to) });
        }
        if matches!(verdict, Verdict::PartOf | Verdict::SyndicatedFrom)
            && self.wholes(verdict, to).contains(&view.canonical(from))
        {
            return Err(LedgerError::Circle { from: view.label(from), to: view.label(to) });
        }
        match verdict {
            Verdict::Same => self.joinable(from, to),
            Verdict::PartOf => self.may_be_part(from, to),
            Verdict::SyndicatedFrom if self.is_different(from, to) => {
                Err(LedgerError::SaidDifferent { from: view.label(from), to: view.label(to) })
            }
            _ => Ok(()),
        }
    }

    fn may_be_part(&self, part: EntryId, whole: EntryId) -> Result<(), LedgerError> {
        let (parts, wholes) = (self.types(part), self.types(whole));
        for part in &parts {
            if let Some(whole) = wholes.iter().find(|whole| !part.may_be_part_of(**whole)) {
                return Err(LedgerError::NoPart { part: part.name(), whole: whole.name() });
            }
        }
        Ok(())
    }
}

/// The most characters of a name or key.
const NAME: usize = 300;

/// Refuses names that cannot be read or would move what is printed around them: blank ones, long ones, and those that hold what
/// [cannot be seen](assize_record::facing::name_fault). A name of letters that look like others is none of these: whoever gives it is told.
pub(crate) fn check_name(name: &str) -> Result<(), LedgerError> {
    let why = if name.trim().is_empty() {
        "is blank".to_owned()
    } else if name.chars().count() > NAME {
        format!("is longer than {NAME} characters")
    } else if let Some(fault) = name_fault(name) {
        fault.to_string()
    } else {
        return Ok(());
    };
    Err(LedgerError::Name { name: name.chars().take(40).flat_map(char::escape_default).collect(), why })
}
