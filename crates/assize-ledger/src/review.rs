//! A person's decisions, as entries.
//!
//! A draft is no entry. Accepting one enters its claim, the anchors it speaks of and an accepting review; rejecting one enters its claim
//! and a rejecting review, so that the decision and its reason stay on record and the draft does not come back; amending one enters
//! the claim as drafted, the claim as the person puts it in its place, and the review that amends the first. Every further decision on the
//! draft, by the same person or another, is a review of the claim that is there. What is one thing is decided in [`crate::placing`], what is
//! taken back in [`crate::undo`].

use crate::{
    draft::{DraftInput, Made},
    entered::Entered,
    error::LedgerError,
    sheet::print_claim,
    signer::{Signer, Writer},
    view::{ClaimView, ReviewView, SetAside, View, Why},
};
use assize_record::{
    Edtf, EntityType, Entry, EntryId, Quantity, Referent, Speaker, Stance, Status, Value, Vocabulary, Words,
    body::{AnchorType, Body, Claim, ClaimHedge, Remark},
    entry::{EntryError, OfText, Role, Verdict},
    speaker::Basis,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// One sitting: decisions that are signed one after another and may use what the ones before entered.
pub struct Sitting<'s> {
    pub(crate) view: &'s View,
    pub(crate) vocabulary: &'s Vocabulary,
    pub(crate) writer: Writer<'s>,
    pub(crate) entered: Entered,
}

/// What a person changes in a claim; what is left out stays as it is. Where a field holds an `Option` again, its `None` takes the
/// fact away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Amendment {
    /// Another property.
    pub property: Option<String>,
    /// Another subject: an anchor or entity on the record.
    pub subject: Option<EntryId>,
    /// Another value.
    pub value: Option<Value>,
    /// Which of the people counted.
    pub status: Option<Option<Status>>,
    /// The group that membership is claimed of.
    pub group: Option<Option<EntryId>>,
    /// When it happened or held.
    pub happened_on: Option<Option<Edtf>>,
    /// What the speaker does with it.
    pub stance: Option<Stance>,
    /// Whose word it is.
    pub speaker: Option<Speaker>,
    /// Who passes it on, from the speaker outwards.
    pub via: Option<Vec<Speaker>>,
    /// When it was said.
    pub said_on: Option<Option<Edtf>>,
    /// Words that weaken or bound it.
    pub hedges: Option<Vec<ClaimHedge>>,
    /// How the speaker comes to know.
    pub basis: Option<Option<Basis>>,
    /// Other words of the same text that say it.
    pub passage: Option<Words>,
}

impl Amendment {
    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Puts the changes into a claim.
    fn apply(&self, claim: &mut Claim) {
        fn set<T: Clone>(slot: &mut T, change: &Option<T>) {
            if let Some(change) = change {
                slot.clone_from(change);
            }
        }
        let said = &mut claim.proposition;
        set(&mut said.property, &self.property);
        set(&mut said.subject, &self.subject);
        set(&mut said.value, &self.value);
        set(&mut said.status, &self.status);
        set(&mut said.group, &self.group);
        set(&mut said.happened_on, &self.happened_on);
        if !said.times_agree() {
            // The time was of the day that is no longer said.
            said.happened_at = None;
        }
        set(&mut claim.stance, &self.stance);
        set(&mut claim.speaker, &self.speaker);
        set(&mut claim.via, &self.via);
        set(&mut claim.said_on, &self.said_on);
        set(&mut claim.hedges, &self.hedges);
        set(&mut claim.basis, &self.basis);
        let named: BTreeSet<EntryId> = named(claim).into_iter().map(|(_, id)| id).collect();
        claim.anchors.retain(|taken| named.contains(&taken.anchor));
    }

    /// A quantity with other ends than it had.
    #[must_use]
    pub fn ends(mut self, of: Quantity) -> Self {
        self.value = Some(Value::Quantity(of));
        self
    }
}

impl<'s> Sitting<'s> {
    /// A sitting over a view under a vocabulary. The view must hold everything that the decisions are about: their texts, claims and
    /// clusters; and no drafts, whose passages are not on the record.
    pub fn new(view: &'s View, vocabulary: &'s Vocabulary, signer: &'s mut dyn Signer) -> Self {
        Self { view, vocabulary, writer: Writer::new(signer), entered: Entered::default() }
    }

    /// Everything signed so far, in order. It counts only once it is on the ledger.
    pub fn finish(self) -> Vec<Entry> {
        self.writer.finish()
    }

    /// Accepts a draft as it is. Returns the id of its claim.
    ///
    /// # Errors
    /// [`LedgerError`] where this sitting's author has accepted it, it was altered, or its text is not on the record; then nothing of it is
    /// entered.
    pub fn accept(&mut self, input: &DraftInput<'_>) -> Result<EntryId, LedgerError> {
        self.accept_because(input, "")
    }

    /// The same with what a person notes beside it.
    ///
    /// # Errors
    /// As [`Sitting::accept`].
    pub fn accept_because(&mut self, input: &DraftInput<'_>, reason: &str) -> Result<EntryId, LedgerError> {
        self.first(input, Verdict::Accept, reason)
    }

    /// Rejects a draft: its claim and the rejecting review go on record. Returns the id of the claim.
    ///
    /// # Errors
    /// As [`Sitting::accept`].
    pub fn reject(&mut self, input: &DraftInput<'_>, reason: &str) -> Result<EntryId, LedgerError> {
        self.first(input, Verdict::Reject, reason)
    }

    /// Accepts a draft as a person puts it. Returns the id of the claim that stands.
    ///
    /// # Errors
    /// As [`Sitting::accept`]; [`LedgerError::Vocabulary`] where the vocabulary does not take what the person puts.
    pub fn amend(
        &mut self,
        input: &DraftInput<'_>,
        change: &Amendment,
        reason: &str,
    ) -> Result<EntryId, LedgerError> {
        self.whole(|sitting| {
            let known = sitting.reviewable(input)?;
            let made = sitting.open(input)?;
            let mut amended = made.claim.clone();
            change.apply(&mut amended);
            let taken: BTreeMap<EntryId, EntityType> =
                made.anchors.iter().map(|(entry, referent)| (entry.id, referent.entity_type)).collect();
            sitting.check(&amended, &taken)?;
            let passage = match &change.passage {
                Some(words) => Entry::passage(input.text, words)?,
                None => made.passage.clone(),
            };
            let drafted = match known {
                Some(claim) => {
                    sitting.anchors(made.anchors);
                    claim
                }
                None => sitting.claim_of(made)?,
            };
            let claim = sitting.amended(passage, amended, drafted)?;
            sitting.review(drafted, Verdict::Amend, reason)?;
            sitting.entered.decided(input.draft.id);
            Ok(claim)
        })
    }

    /// Enters a claim that no draft makes, on words of a text, as a person puts it, and accepts it. Returns its id.
    ///
    /// # Errors
    /// [`LedgerError::NoEntity`] where it speaks of something that is not on the record and was not entered in this sitting;
    /// [`LedgerError::Vocabulary`] where the vocabulary does not take it.
    pub fn by_hand(
        &mut self,
        text: OfText,
        words: &Words,
        mut claim: Claim,
        change: &Amendment,
        reason: &str,
    ) -> Result<EntryId, LedgerError> {
        change.apply(&mut claim);
        self.check(&claim, &BTreeMap::new())?;
        self.whole(|sitting| {
            for (_, id) in named(&claim) {
                if let Some(entity_type) = sitting.anchor_type(id) {
                    claim.anchors.push(AnchorType { anchor: id, entity_type });
                }
            }
            claim.anchors.sort_unstable();
            claim.anchors.dedup();
            let passage = sitting.evidence(Entry::passage(text, words)?);
            let id = sitting.enter(passage, claim, None)?;
            sitting.review(id, Verdict::Accept, reason)?;
            Ok(id)
        })
    }

    /// Accepts or rejects a claim that is on the record. Returns the id of the review.
    ///
    /// # Errors
    /// [`LedgerError::NoClaim`] where no such claim is on the record; [`LedgerError::SameReview`].
    pub fn decide(&mut self, claim: EntryId, accept: bool, reason: &str) -> Result<EntryId, LedgerError> {
        self.on_record(claim)?;
        let verdict = if accept { Verdict::Accept } else { Verdict::Reject };
        if self.said_so(claim, verdict) {
            return Err(LedgerError::SameReview(claim.short()));
        }
        self.review(claim, verdict, reason)
    }

    /// Puts a claim that people accepted or differ on as a person puts it. Returns the id of the claim in its place: it stands there where
    /// nobody else stands for another version.
    ///
    /// # Errors
    /// [`LedgerError::NoClaim`] where there is no such claim; [`LedgerError::NotAuthorised`] for somebody else's, where the author has no
    /// role; [`LedgerError::Vocabulary`] where the vocabulary does not take what the person puts.
    pub fn amend_claim(
        &mut self,
        claim: EntryId,
        change: &Amendment,
        reason: &str,
    ) -> Result<EntryId, LedgerError> {
        let standing = self.view.any_claim(claim).ok_or_else(|| LedgerError::NoClaim(claim.to_string()))?;
        if standing.by != Some(self.author()) && !self.view.reviewers().contains(&self.author()) {
            return Err(LedgerError::NotAuthorised(claim.short()));
        }
        let no_passage = || LedgerError::NoPassage(standing.passage.to_string());
        let quoted = self.view.passages().get(&standing.passage).ok_or_else(no_passage)?;
        let mut amended = self.as_entered(standing);
        change.apply(&mut amended);
        self.check(&amended, &BTreeMap::new())?;
        let text = self.view.of_text(quoted.text);
        let passage = Entry::passage(text, change.passage.as_ref().unwrap_or(&quoted.words))?;
        self.whole(|sitting| {
            let id = sitting.amended(passage, amended, claim)?;
            sitting.review(claim, Verdict::Amend, reason)?;
            Ok(id)
        })
    }

    /// What a claim of the view says, by the ids that it was entered with, and without what a reader made of it.
    pub(crate) fn as_entered(&self, standing: &ClaimView) -> Claim {
        let mut claim = Claim { drafted: None, anchors: Vec::new(), ..Claim::clone(&standing.said) };
        claim.proposition.subject = standing.about;
        self.view.as_entered(standing.id, &mut claim);
        claim
    }

    /// A decision whole, or nothing of it.
    pub(crate) fn whole<T>(
        &mut self,
        decision: impl FnOnce(&mut Self) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let (entries, entered) = (self.writer.len(), self.entered.mark());
        let done = decision(self);
        if done.is_err() {
            self.writer.back_to(entries);
            self.entered.back_to(entered);
        }
        done
    }

    /// The author of this sitting's entries.
    pub(crate) fn author(&self) -> assize_record::sign::PublicKey {
        self.writer.public()
    }

    /// Whether this sitting's author may retract or replace an entry of that author.
    pub(crate) fn may_end(
        &self,
        entry: EntryId,
        by: Option<assize_record::sign::PublicKey>,
    ) -> Result<(), LedgerError> {
        let author = self.author();
        if by == Some(author) || self.view.editors().contains(&author) {
            return Ok(());
        }
        Err(LedgerError::NotAuthorised(entry.short()))
    }

    /// Enters an anchor or passage, once.
    pub(crate) fn evidence(&mut self, entry: Entry) -> EntryId {
        let id = entry.id;
        let known = self.view.passages().contains_key(&id);
        if !known && self.entered.evidence(id) {
            self.writer.push(entry);
        }
        id
    }

    /// Types of things: those on record, and those of this sitting.
    pub(crate) fn type_of(&self, id: EntryId) -> Option<EntityType> {
        let entered = self.entered.entity_type(id).or_else(|| self.entered.anchor_type(id));
        entered.or_else(|| self.view.type_of(id))
    }

    /// Decides on a draft as it is.
    fn first(
        &mut self,
        input: &DraftInput<'_>,
        verdict: Verdict,
        reason: &str,
    ) -> Result<EntryId, LedgerError> {
        self.whole(|sitting| {
            let known = sitting.reviewable(input)?;
            if known.is_some_and(|claim| sitting.said_so(claim, verdict)) {
                return Err(LedgerError::Decided(input.draft.id.short()));
            }
            let made = sitting.open(input)?;
            let claim = match known {
                // The reader reads it otherwise by now: what is accepted is what it reads.
                Some(claim) if verdict == Verdict::Accept && sitting.says_other(claim, &made)? => {
                    sitting.anchors(made.anchors);
                    let amended = sitting.amended(made.passage, made.claim, claim)?;
                    sitting.review(claim, Verdict::Amend, reason)?;
                    amended
                }
                Some(claim) => {
                    sitting.review(claim, verdict, reason)?;
                    claim
                }
                None => {
                    let claim = sitting.claim_of(made)?;
                    sitting.review(claim, verdict, reason)?;
                    claim
                }
            };
            sitting.entered.decided(input.draft.id);
            Ok(claim)
        })
    }

    /// The claim of a draft that somebody has decided on.
    fn reviewable(&self, input: &DraftInput<'_>) -> Result<Option<EntryId>, LedgerError> {
        let decided = || LedgerError::Decided(input.draft.id.short());
        if self.entered.is_decided(input.draft.id) {
            return Err(decided());
        }
        let Some(claim) = self.view.claim_of_draft(input) else { return Ok(None) };
        let gone = |aside: &SetAside| matches!(aside.why, Why::Retracted | Why::Ungrounded);
        if self.aside(claim).is_some_and(gone) {
            return Err(decided());
        }
        Ok(Some(claim))
    }

    /// Whether this sitting's author's last review of a claim comes to the same.
    fn said_so(&self, claim: EntryId, verdict: Verdict) -> bool {
        let author = self.author();
        if let Some(differing) = self.view.difference(claim) {
            let of_author = differing.reviews.iter().find(|review| review.by == author);
            return of_author.is_some_and(|review| match verdict {
                Verdict::Reject => review.version.is_none(),
                _ => review.version == Some(claim),
            });
        }
        match verdict {
            Verdict::Reject => self.aside(claim).is_some_and(|aside| {
                aside.why == Why::Rejected && aside.reviewers.iter().all(|by| *by == author)
            }),
            _ => self.view.any_claim(claim).is_some_and(|claim| claim.reviewers.contains(&author)),
        }
    }

    /// Whether a claim on the record says something else than the draft it was made of does now.
    fn says_other(&self, claim: EntryId, made: &Made) -> Result<bool, LedgerError> {
        let known = match (self.view.any_claim(claim), self.aside(claim)) {
            (Some(known), _) => Some((known.passage, Claim::clone(&known.said))),
            (_, Some(SetAside { body: Some(Body::Claim(known)), head, .. })) => {
                head.first(Role::Passage).map(|passage| (passage, Claim::clone(known)))
            }
            _ => None,
        };
        let Some((passage, known)) = known else { return Ok(false) };
        let print = |passage, claim: &Claim| {
            let claim = Claim { anchors: Vec::new(), ..claim.clone() };
            print_claim(self.view, passage, &claim).map_err(EntryError::from)
        };
        Ok(print(passage, &known)? != print(made.passage.id, &made.claim)?)
    }

    pub(crate) fn aside(&self, id: EntryId) -> Option<&SetAside> {
        let aside = self.view.set_aside();
        aside.binary_search_by_key(&id, |aside| aside.id).ok().map(|at| &aside[at])
    }

    fn open(&self, input: &DraftInput<'_>) -> Result<Made, LedgerError> {
        let id = input.draft.id;
        let text = self.view.texts().get(&input.text.id()).filter(|text| text.source == input.source);
        let sha256 =
            text.and_then(|text| text.sha256).ok_or_else(|| LedgerError::NoSource(id.to_string()))?;
        if input.text != self.view.of_text(input.text.id()) {
            return Err(LedgerError::OtherSalt(input.text.id().short()));
        }
        input.make(&sha256, self.vocabulary)
    }

    fn on_record(&self, claim: EntryId) -> Result<(), LedgerError> {
        if self.view.any_claim(claim).is_none() && self.aside(claim).is_none() {
            return Err(LedgerError::NoClaim(claim.to_string()));
        }
        Ok(())
    }

    /// Enters the claim of a draft, with its passage and anchors; or finds the same claim of the same draft on the record, where
    /// nobody has decided on it and this sitting's author may.
    pub(crate) fn claim_of(&mut self, made: Made) -> Result<EntryId, LedgerError> {
        if let Some(id) = self.undecided(made.passage.id, &made.claim)? {
            return Ok(id);
        }
        let passage = self.evidence(made.passage);
        self.anchors(made.anchors);
        Ok(self.enter(passage, made.claim, None)?)
    }

    fn anchors(&mut self, anchors: Vec<(Entry, Referent)>) {
        for (entry, referent) in anchors {
            let id = self.evidence(entry);
            self.entered.anchor(id, referent.entity_type);
        }
    }

    pub(crate) fn amended(
        &mut self,
        passage: Entry,
        mut claim: Claim,
        replaces: EntryId,
    ) -> Result<EntryId, EntryError> {
        let passage = self.evidence(passage);
        for (_, id) in named(&claim) {
            if let Some(anchor) = self.view.converted(id)? {
                self.evidence(anchor);
            }
            let taken = claim.anchors.iter().any(|taken| taken.anchor == id);
            if let Some(entity_type) = self.anchor_type(id).filter(|_| !taken) {
                claim.anchors.push(AnchorType { anchor: id, entity_type });
            }
        }
        claim.anchors.sort_unstable();
        self.enter(passage, claim, Some(replaces))
    }

    /// What an anchor is taken for; `None` for what is not an anchor.
    pub(crate) fn anchor_type(&self, id: EntryId) -> Option<EntityType> {
        let read = || self.view.anchors().get(&id).map(|anchor| anchor.entity_type);
        self.entered.anchor_type(id).or_else(|| read()?.or_else(|| self.view.type_of(id)))
    }

    fn undecided(&self, passage: EntryId, claim: &Claim) -> Result<Option<EntryId>, LedgerError> {
        let print = print_claim(self.view, passage, claim).map_err(EntryError::from)?;
        for aside in self.view.set_aside().iter().filter(|aside| aside.why == Why::Undecided) {
            if let (Some(Body::Claim(other)), Some(at)) = (&aside.body, aside.head.first(Role::Passage))
                && other.drafted == claim.drafted
                && self.may_end(aside.id, aside.head.by).is_ok()
                && print_claim(self.view, at, other).map_err(EntryError::from)? == print
            {
                return Ok(Some(aside.id));
            }
        }
        Ok(None)
    }

    pub(crate) fn check(
        &self,
        claim: &Claim,
        taken: &BTreeMap<EntryId, EntityType>,
    ) -> Result<(), LedgerError> {
        let of = |id: EntryId| taken.get(&id).copied().or_else(|| self.type_of(id));
        for (_, id) in named(claim) {
            of(id).ok_or_else(|| LedgerError::NoEntity(id.to_string()))?;
        }
        Ok(self.vocabulary.check_claim(claim, of)?)
    }

    fn enter(
        &mut self,
        passage: EntryId,
        claim: Claim,
        replaces: Option<EntryId>,
    ) -> Result<EntryId, EntryError> {
        let mut refs = vec![(Role::Passage, passage)];
        refs.extend(named(&claim));
        refs.extend(replaces.map(|id| (Role::Replaces, id)));
        self.writer.sign(refs, None, Body::Claim(Arc::new(claim)))
    }

    /// Enters a review. It names its author's own before it, and those of people who differ where its author is none of them: receipts
    /// need not tell which came first.
    pub(crate) fn review(
        &mut self,
        claim: EntryId,
        verdict: Verdict,
        reason: &str,
    ) -> Result<EntryId, LedgerError> {
        let author = self.author();
        let (own, others): (Vec<&ReviewView>, Vec<&ReviewView>) =
            self.view.reviews_of(claim).iter().partition(|review| review.by == author);
        let first = self.view.difference(claim).is_some() && own.is_empty();
        let again = !own.is_empty() && own.iter().all(|review| review.settles);
        let others = if first || again { others } else { Vec::new() };
        let mut refs = vec![(Role::Of, claim)];
        refs.extend(own.into_iter().chain(others).map(|review| (Role::Of, review.id)));
        let body = Body::Review(Remark { words: reason.to_owned() });
        Ok(self.writer.sign(refs, Some(verdict), body)?)
    }
}

/// What a claim speaks of, as the references of its head: its subject, its speaker, then whatever else it names, each once.
pub(crate) fn named(claim: &Claim) -> Vec<(Role, EntryId)> {
    let said = &claim.proposition;
    let mut refs = vec![(Role::Subject, said.subject)];
    refs.extend(claim.speaker.entity.map(|id| (Role::Speaker, id)));
    let value = if let Value::Entity(id) = said.value { Some(id) } else { None };
    let via = claim.via.iter().flat_map(|via| via.entity.into_iter().chain(via.party));
    let others = said.group.into_iter().chain(value).chain(claim.speaker.party).chain(via);
    for id in others {
        if !refs.iter().any(|(_, known)| *known == id) {
            refs.push((Role::Named, id));
        }
    }
    refs
}
