//! A person's decisions on drafts and claims, as entries.
//!
//! A draft is no entry. Accepting one enters its claim and an accepting review; rejecting one enters its claim and a rejecting
//! review, so that the decision and its reason stay on record and the draft does not come back; amending one enters the claim as
//! drafted, the claim as the person puts it in its place, and the review that amends the first.

use crate::{
    draft::{self, DraftInput, Roster},
    error::LedgerError,
    sheet::{passage, print_claim},
    signer::{Signer, Writer},
    view::{View, Why},
};
use assize_record::{
    EntityType, Entry, EntryId, Vocabulary,
    body::{Body, Claim, Entity, Remark},
    entry::{EntryError, Role, Verdict},
};
use std::collections::{BTreeMap, BTreeSet};

/// One sitting: decisions that are signed one after another and may use what the ones before entered.
pub struct Sitting<'s> {
    view: &'s View,
    vocabulary: Vocabulary,
    roster: Roster,
    writer: Writer<'s>,
    /// Types of the entities that this sitting entered.
    entered: BTreeMap<EntryId, EntityType>,
    passages: BTreeSet<EntryId>,
    decided: BTreeSet<EntryId>,
}

/// Entries that accept one draft. See [`Sitting::accept`].
///
/// # Errors
/// [`LedgerError`] where the draft is decided, its text is not on the record, or it cannot be an entry.
pub fn accept_draft(
    view: &View,
    input: &DraftInput<'_>,
    signer: &mut dyn Signer,
) -> Result<Vec<Entry>, LedgerError> {
    let mut sitting = Sitting::new(view, signer);
    sitting.accept(input)?;
    Ok(sitting.finish())
}

/// Entries that put the rejection of one draft on record. See [`Sitting::reject`].
///
/// # Errors
/// As [`accept_draft`].
pub fn reject_draft(
    view: &View,
    input: &DraftInput<'_>,
    reason: &str,
    signer: &mut dyn Signer,
) -> Result<Vec<Entry>, LedgerError> {
    let mut sitting = Sitting::new(view, signer);
    sitting.reject(input, reason)?;
    Ok(sitting.finish())
}

/// Entries that accept a draft as a person puts it. See [`Sitting::amend`].
///
/// # Errors
/// As [`accept_draft`].
pub fn amend_draft(
    view: &View,
    input: &DraftInput<'_>,
    amended: &assize_record::Draft,
    reason: &str,
    signer: &mut dyn Signer,
) -> Result<Vec<Entry>, LedgerError> {
    let mut sitting = Sitting::new(view, signer);
    sitting.amend(input, amended, reason)?;
    Ok(sitting.finish())
}

impl<'s> Sitting<'s> {
    /// A sitting over a view of the whole record, under the vocabulary that the program ships with.
    pub fn new(view: &'s View, signer: &'s mut dyn Signer) -> Self {
        Self {
            view,
            vocabulary: Vocabulary::shipped(),
            roster: Roster::of(view),
            writer: Writer::new(signer),
            entered: BTreeMap::new(),
            passages: BTreeSet::new(),
            decided: BTreeSet::new(),
        }
    }

    /// Everything signed so far, in order. It counts only once it is on the ledger.
    pub fn finish(self) -> Vec<Entry> {
        self.writer.entries
    }

    /// Accepts a draft as it is. Returns the id of its claim. Entities that its keys and names need, and that the record does not
    /// have, are entered too.
    ///
    /// # Errors
    /// [`LedgerError`] where the draft is decided, its text is not on the record, or it cannot be an entry.
    pub fn accept(&mut self, input: &DraftInput<'_>) -> Result<EntryId, LedgerError> {
        self.open(input)?;
        let claim = self.claim_of(input, input.draft, None)?;
        self.review(claim, Verdict::Accept, "")?;
        self.decided.insert(input.draft.id);
        Ok(claim)
    }

    /// Rejects a draft: its claim and the rejecting review go on record. Returns the id of the claim.
    ///
    /// # Errors
    /// As [`Sitting::accept`].
    pub fn reject(&mut self, input: &DraftInput<'_>, reason: &str) -> Result<EntryId, LedgerError> {
        self.open(input)?;
        let claim = self.claim_of(input, input.draft, None)?;
        self.review(claim, Verdict::Reject, reason)?;
        self.decided.insert(input.draft.id);
        Ok(claim)
    }

    /// Accepts a draft as a person puts it. `amended` is the draft with what the person changed; its id plays no part. Returns the
    /// id of the claim that stands.
    ///
    /// # Errors
    /// As [`Sitting::accept`].
    pub fn amend(
        &mut self,
        input: &DraftInput<'_>,
        amended: &assize_record::Draft,
        reason: &str,
    ) -> Result<EntryId, LedgerError> {
        self.open(input)?;
        draft::check(amended, &self.vocabulary)?;
        let drafted = self.claim_of(input, input.draft, None)?;
        let amended = assize_record::Draft {
            id: input.draft.id,
            reader: input.draft.reader.clone(),
            rule: input.draft.rule.clone(),
            ..amended.clone()
        };
        let claim = self.claim_of(input, &amended, Some(drafted))?;
        self.review(drafted, Verdict::Amend, reason)?;
        self.decided.insert(input.draft.id);
        Ok(claim)
    }

    /// Accepts or rejects a claim that is on the record. Returns the id of the review.
    ///
    /// # Errors
    /// [`LedgerError::NoClaim`] where no such claim is on the record.
    pub fn decide(&mut self, claim: EntryId, accept: bool, reason: &str) -> Result<EntryId, LedgerError> {
        self.on_record(claim)?;
        self.review(claim, if accept { Verdict::Accept } else { Verdict::Reject }, reason)
    }

    /// Puts a claim that is on the record as a person puts it, in a passage that is on the record. Returns the id of the claim in
    /// its place.
    ///
    /// # Errors
    /// [`LedgerError::NoClaim`] where no such claim is on the record; [`LedgerError::Vocabulary`] where the vocabulary does not
    /// take the new proposition.
    pub fn amend_claim(
        &mut self,
        claim: EntryId,
        passage: EntryId,
        amended: Claim,
        reason: &str,
    ) -> Result<EntryId, LedgerError> {
        self.on_record(claim)?;
        if !self.view.passages.contains_key(&passage) && !self.passages.contains(&passage) {
            return Err(LedgerError::NoPassage(passage.to_string()));
        }
        self.check(&amended)?;
        let id = self.enter(passage, amended, Some(claim))?;
        self.review(claim, Verdict::Amend, reason)?;
        Ok(id)
    }

    /// Takes back an entry of any kind: a review for "undo", a link, a bridge. Returns the id of the retraction.
    ///
    /// # Errors
    /// [`LedgerError::Entry`] where the entry cannot be made.
    pub fn retract(&mut self, of: EntryId, reason: &str) -> Result<EntryId, LedgerError> {
        let body = Body::Retract(Remark { words: reason.to_owned() });
        Ok(self.writer.sign(vec![(Role::Of, of)], None, body)?)
    }

    fn open(&self, input: &DraftInput<'_>) -> Result<(), LedgerError> {
        let id = input.draft.id;
        if self.view.decided.contains(&id) || self.decided.contains(&id) {
            return Err(LedgerError::Decided(id.to_string()));
        }
        match self.view.texts.get(&input.text) {
            Some(text) if text.source == input.source => Ok(()),
            _ => Err(LedgerError::NoSource(id.to_string())),
        }
    }

    fn on_record(&self, claim: EntryId) -> Result<(), LedgerError> {
        let aside = self.view.set_aside.binary_search_by_key(&claim, |aside| aside.id);
        if self.view.claim(claim).is_none() && aside.is_err() {
            return Err(LedgerError::NoClaim(claim.to_string()));
        }
        Ok(())
    }

    /// Enters the claim of a draft, with its passage and entities; or finds the same claim of the same draft on the record, where
    /// nobody has decided on it.
    fn claim_of(
        &mut self,
        input: &DraftInput<'_>,
        draft: &assize_record::Draft,
        replaces: Option<EntryId>,
    ) -> Result<EntryId, LedgerError> {
        draft::check(draft, &self.vocabulary)?;
        let Self { roster, writer, entered, .. } = self;
        let made = roster.claim(draft, &mut |entity: Entity| {
            let entity_type = entity.entity_type;
            let id = writer.sign(Vec::new(), None, Body::Entity(entity))?;
            entered.insert(id, entity_type);
            Ok(id)
        })?;
        let claim = made.ok_or_else(|| LedgerError::Key(draft.proposition.subject.clone()))?;
        let passage = passage(input.text, &draft.passage)?;
        if replaces.is_none()
            && let Some(id) = self.undecided(passage.id, &claim)?
        {
            return Ok(id);
        }
        let id = passage.id;
        if !self.view.passages.contains_key(&id) && self.passages.insert(id) {
            self.writer.entries.push(passage);
        }
        Ok(self.enter(id, claim, replaces)?)
    }

    fn undecided(&self, passage: EntryId, claim: &Claim) -> Result<Option<EntryId>, LedgerError> {
        let print = print_claim(self.view, passage, claim).map_err(EntryError::from)?;
        for aside in self.view.set_aside.iter().filter(|aside| aside.why == Why::Undecided) {
            if let (Some(Body::Claim(other)), Some(at)) = (&aside.body, aside.head.first(Role::Passage))
                && other.drafted == claim.drafted
                && print_claim(self.view, at, other).map_err(EntryError::from)? == print
            {
                return Ok(Some(aside.id));
            }
        }
        Ok(None)
    }

    fn check(&self, claim: &Claim) -> Result<(), LedgerError> {
        let subject = claim.proposition.subject;
        let known = self.view.entities.get(&subject).map(|entity| entity.entity_type);
        let subject_type = known.or_else(|| self.entered.get(&subject).copied());
        let subject_type = subject_type.ok_or_else(|| LedgerError::NoEntity(subject.to_string()))?;
        Ok(self.vocabulary.check(&claim.proposition, subject_type)?)
    }

    fn enter(
        &mut self,
        passage: EntryId,
        claim: Claim,
        replaces: Option<EntryId>,
    ) -> Result<EntryId, EntryError> {
        let mut refs = vec![(Role::Passage, passage), (Role::Subject, claim.proposition.subject)];
        refs.extend(claim.speaker.entity.map(|speaker| (Role::Speaker, speaker)));
        refs.extend(replaces.map(|id| (Role::Replaces, id)));
        self.writer.sign(refs, None, Body::Claim(claim))
    }

    fn review(&mut self, claim: EntryId, verdict: Verdict, reason: &str) -> Result<EntryId, LedgerError> {
        let body = Body::Review(Remark { words: reason.to_owned() });
        Ok(self.writer.sign(vec![(Role::Of, claim)], Some(verdict), body)?)
    }
}
