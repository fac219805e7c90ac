//! Decisions on one text of a source, carried over to another text of the same source: what a better extractor took out.
//!
//! The old text stays, with every span that was ever quoted from it. What moves is what a person decided: a claim is put in the place of the old
//! one as an amendment that changes nothing but where its words stand, and a place that was linked with something is said to be the same as the
//! place of the same words in the new text. Nothing is looked for: whoever calls says where a span stands, and what stands nowhere stays.
//! What others have a part in stays too: only they can say that their word holds of another text.

use crate::{
    draft::{DraftInput, Made},
    error::LedgerError,
    review::{Sitting, named},
    view::{AnchorView, ClaimView, Why},
};
use assize_record::{
    BlobHash, DraftId, EntityType, Entry, EntryId, Kind, Span, Speaker, Value,
    body::{Body, Capture, Claim, Drafted},
    entry::{EntryError, OfText, Role, Verdict},
    sign::PublicKey,
};
use std::collections::{BTreeMap, BTreeSet};

/// The text that decisions go over to, and where words stand in it.
pub struct Onto<'c> {
    /// The text that they are of now.
    pub from: EntryId,
    /// The text that they go over to.
    pub to: OfText,
    /// Its SHA-256.
    pub sha256: BlobHash,
    /// Its words.
    pub words: &'c str,
    /// Where a span of the one stands in the other, the same byte for byte.
    pub at: &'c dyn Fn(Span) -> Option<Span>,
    /// What the reader drafts of it: a draft that says what a claim says there is decided with that claim.
    pub drafts: &'c [DraftInput<'c>],
    /// Who signed an entry.
    pub author_of: &'c dyn Fn(EntryId) -> Option<PublicKey>,
}

/// What was carried over and what was not.
#[derive(Debug, Default)]
pub struct Carried {
    /// Claims, each with the one in its place.
    pub claims: Vec<(EntryId, EntryId)>,
    /// Places that were linked with something, each with the one in the new text.
    pub placings: Vec<(EntryId, EntryId)>,
    /// Rejected claims, each with that of the draft that is rejected with it.
    pub rejected: Vec<(EntryId, EntryId)>,
    /// Claims and linked places that stay with the old text.
    pub left: Vec<(EntryId, Stays)>,
}

/// Why a claim or a place stays with the old text.
#[derive(Debug)]
pub enum Stays {
    /// Its words do not stand in the new text where they would have to.
    Words,
    /// People differ on it.
    Differing,
    /// Somebody else has entered it, reviewed it, or said something of it.
    Others,
    /// It could not be entered today.
    Refused(LedgerError),
}

/// Where the anchors of the old text go: those that move, with the new ones.
type Moved = BTreeMap<EntryId, EntryId>;

impl<'s> Sitting<'s> {
    /// Enters another text of a source, and the capture that names it.
    ///
    /// # Errors
    /// [`LedgerError::Entry`] never arises for a capture of a source on the record.
    pub fn another_text(
        &mut self,
        source: EntryId,
        text: Entry,
        capture: Capture,
    ) -> Result<(), LedgerError> {
        let refs = vec![(Role::Source, source), (Role::Text, text.id)];
        self.writer.push(text);
        self.writer.sign(refs, None, Body::Capture(Box::new(capture)))?;
        Ok(())
    }

    /// Carries over what this sitting's author decided on one text.
    ///
    /// # Errors
    /// [`LedgerError::Entry`] never arises for spans of the new text.
    pub fn carry(&mut self, onto: &Onto<'_>, reason: &str) -> Result<Carried, LedgerError> {
        self.whole(|sitting| {
            let mut carried = Carried::default();
            let mut moving: Vec<(&ClaimView, Span)> = Vec::new();
            for claim in sitting.claims_on(onto.from) {
                match sitting.goes(claim, onto) {
                    Ok(span) => moving.push((claim, span)),
                    Err(why) => carried.left.push((claim.id, why)),
                }
            }
            let anchors = sitting.carry_places(onto, &moving, reason, &mut carried)?;
            for (claim, span) in moving {
                let id = sitting.carry_claim(onto, claim, span, &anchors, reason)?;
                carried.claims.push((claim.id, id));
            }
            sitting.carry_rejections(onto, reason, &mut carried)?;
            Ok(carried)
        })
    }

    /// Claims that quote a text and stand, or of which somebody holds that they do.
    fn claims_on(&self, text: EntryId) -> Vec<&'s ClaimView> {
        let view = self.view;
        let of_text = |claim: &&ClaimView| {
            view.passages().get(&claim.passage).is_some_and(|passage| passage.text == text)
        };
        view.claims().iter().chain(view.not_counted()).chain(view.not_adopted()).filter(of_text).collect()
    }

    /// Where the words of a claim stand in the new text, where it may go there.
    fn goes(&self, claim: &ClaimView, onto: &Onto<'_>) -> Result<Span, Stays> {
        let span = self.view.words_of(claim).and_then(|words| (onto.at)(words.span())).ok_or(Stays::Words)?;
        if self.view.difference(claim.id).is_some() {
            return Err(Stays::Differing);
        }
        let own = Some(self.author());
        let view = self.view;
        let bridges = view.bridges().iter().filter(|bridge| bridge.claim == claim.id).map(|bridge| bridge.by);
        let gists = view.gists_of(claim.id).map(|gist| gist.by);
        let grades = claim.grades.iter().map(|(id, _)| (onto.author_of)(*id));
        let reviewers = claim.reviewers.iter().map(|by| Some(*by));
        let mut signed = bridges.chain(gists).chain(grades).chain(reviewers).chain([claim.by]);
        if signed.any(|by| by != own) {
            return Err(Stays::Others);
        }
        self.check(&self.as_entered(claim), &BTreeMap::new()).map_err(Stays::Refused)?;
        Ok(span)
    }

    /// Enters the places of the new text that stand for places of the old one. A place that something is linked with is said to be the same; one
    /// that nobody placed goes with its claims if all of them go, and stays with all of them if not: no incident is parted in two, and
    /// none is placed by this.
    fn carry_places(
        &mut self,
        onto: &Onto<'_>,
        moving: &[(&ClaimView, Span)],
        reason: &str,
        carried: &mut Carried,
    ) -> Result<Moved, LedgerError> {
        let going: BTreeSet<EntryId> = moving.iter().map(|(claim, _)| claim.id).collect();
        let named = self.named_by_claims(&going);
        let view = self.view;
        let linked: BTreeSet<EntryId> = view.links().iter().flat_map(|link| [link.from, link.to]).collect();
        let mut moved = Moved::new();
        for (id, place) in view.anchors().iter().filter(|(_, place)| place.text == onto.from) {
            let is_linked = linked.contains(id);
            let named = named.get(id).copied().unwrap_or_default();
            if !is_linked && !named.goes {
                continue;
            }
            let Some(anchor) = anchor_at(onto, place)? else {
                if is_linked {
                    carried.left.push((*id, Stays::Words));
                }
                continue;
            };
            let is_act = matches!(place.entity_type, Some(EntityType::Incident | EntityType::Attack));
            if !is_linked && named.stays && is_act {
                continue;
            }
            let new = anchor.id;
            moved.insert(*id, new);
            let is_one = view.same().contains_key(&new) && view.canonical(new) == view.canonical(*id);
            if is_one {
                continue;
            }
            self.evidence(anchor);
            if let Some(entity_type) = self.anchor_type(*id) {
                self.entered.anchor(new, entity_type);
            }
            if is_linked || named.stays {
                self.enter_link(new, Verdict::Same, *id, reason)?;
                carried.placings.push((*id, new));
            }
        }
        Ok(moved)
    }

    /// What claims and acts speak of: of each thing, whether some claim that goes does, and whether anything that stays does.
    fn named_by_claims(&self, going: &BTreeSet<EntryId>) -> BTreeMap<EntryId, Named> {
        let mut found: BTreeMap<EntryId, Named> = BTreeMap::new();
        let view = self.view;
        for claim in view.claims().iter().chain(view.not_counted()).chain(view.not_adopted()) {
            let goes = going.contains(&claim.id);
            for (_, id) in named(&self.as_entered(claim)) {
                let named = found.entry(id).or_default();
                named.goes |= goes;
                named.stays |= !goes;
            }
        }
        for act in view.acts() {
            for id in std::iter::once(act.subject).chain(act.act.about).chain(act.act.who.entity) {
                found.entry(id).or_default().stays = true;
            }
        }
        found
    }

    /// Enters a claim on the same words of the new text in the place of an old one, with what its author said of it.
    fn carry_claim(
        &mut self,
        onto: &Onto<'_>,
        old: &ClaimView,
        span: Span,
        anchors: &Moved,
        reason: &str,
    ) -> Result<EntryId, LedgerError> {
        let mut claim = self.as_entered(old);
        rename(&mut claim, anchors);
        let passage = passage_at(onto, span)?;
        claim.drafted = self.draft_of(onto, passage.id, &claim);
        let drafted = claim.drafted.as_ref().map(|drafted| drafted.draft);
        let id = self.amended(passage, claim, old.id)?;
        self.review(old.id, Verdict::Amend, reason)?;
        if let Some(draft) = drafted {
            // A draft counts as decided where a review names its claim.
            self.review(id, Verdict::Accept, reason)?;
            self.entered.decided(draft);
        }
        let view = self.view;
        if let Some(gist) = view.gist(old.id) {
            self.gist(id, &gist.words)?;
        }
        for (_, grade) in &old.grades {
            self.writer.sign(vec![(Role::Of, id)], None, Body::Grade(grade.clone()))?;
        }
        for bridge in view.bridges().iter().filter(|bridge| bridge.claim == old.id) {
            let subject = anchors.get(&bridge.subject).copied().unwrap_or(bridge.subject);
            let refs = vec![(Role::Of, id), (Role::Subject, subject)];
            self.writer.sign(refs, None, Body::Bridge(bridge.bridge.clone()))?;
        }
        Ok(id)
    }

    /// Rejects drafts of the new text that say in the same words what this author rejected in the old one.
    fn carry_rejections(
        &mut self,
        onto: &Onto<'_>,
        reason: &str,
        carried: &mut Carried,
    ) -> Result<(), LedgerError> {
        let (view, own) = (self.view, BTreeSet::from([self.author()]));
        let rejected = view.set_aside().iter().filter(|aside| {
            aside.why == Why::Rejected && aside.head.kind == Kind::Claim && aside.reviewers == own
        });
        for aside in rejected {
            let (Some(Body::Claim(claim)), Some(passage)) = (&aside.body, aside.head.first(Role::Passage))
            else {
                continue;
            };
            let quoted = view.passages().get(&passage).filter(|quoted| quoted.text == onto.from);
            let Some(span) = quoted.and_then(|quoted| (onto.at)(quoted.words.span())) else { continue };
            let Some(rule) = claim.drafted.as_ref().map(|drafted| drafted.rule.as_str()) else { continue };
            let passage = passage_at(onto, span)?.id;
            let says = |made: &Made, id: &DraftId| {
                let (one, other) = (&made.claim.proposition, &claim.proposition);
                let value = match (&one.value, &other.value) {
                    (Value::Entity(_), Value::Entity(_)) => true,
                    (one, other) => one == other,
                };
                made.passage.id == passage
                    && value
                    && one.property == other.property
                    && made.claim.drafted.as_ref().is_some_and(|drafted| drafted.rule == rule)
                    && !view.decided().contains_key(id)
                    && !self.entered.is_decided(*id)
            };
            let mut fitting = self.made(onto).filter(|(id, made)| says(made, id));
            let (Some((draft, made)), None) = (fitting.next(), fitting.next()) else { continue };
            drop(fitting);
            let id = self.claim_of(made)?;
            self.review(id, Verdict::Reject, reason)?;
            self.entered.decided(draft);
            carried.rejected.push((aside.id, id));
        }
        Ok(())
    }

    /// The drafts of the new text, as claims.
    fn made<'m>(&'m self, onto: &'m Onto<'_>) -> impl Iterator<Item = (DraftId, Made)> + 'm {
        let made =
            |input: &DraftInput<'_>| Some((input.draft.id, input.make(&onto.sha256, self.vocabulary).ok()?));
        onto.drafts.iter().filter_map(made)
    }

    /// The draft that says in this passage what a claim says. A reader that sees more of a page may take the same words for another mention of the
    /// incident; where only that differs, and of one draft alone, it is decided with the claim all the same.
    fn draft_of(&self, onto: &Onto<'_>, passage: EntryId, claim: &Claim) -> Option<Drafted> {
        let of_passage: Vec<Claim> = self
            .made(onto)
            .filter(|(id, made)| made.passage.id == passage && !self.entered.is_decided(*id))
            .map(|(_, made)| made.claim)
            .collect();
        let said = plain(claim);
        let exactly = of_passage.iter().find(|made| plain(made) == said);
        let said = faceless(claim);
        let mut alike = of_passage.iter().filter(|made| faceless(made) == said);
        let only = || alike.next().filter(|_| alike.next().is_none());
        exactly.or_else(only)?.drafted.clone()
    }
}

/// What a claim says, without what a reader made of it.
fn plain(claim: &Claim) -> Claim {
    Claim { drafted: None, anchors: Vec::new(), ..claim.clone() }
}

/// The same without the things that it speaks of.
fn faceless(claim: &Claim) -> Claim {
    const NOBODY: EntryId = EntryId::from_bytes([0; 32]);
    let mut claim = plain(claim);
    let hide = |speaker: &mut Speaker| (speaker.entity, speaker.party) = (None, None);
    hide(&mut claim.speaker);
    claim.via.iter_mut().for_each(hide);
    let said = &mut claim.proposition;
    said.subject = NOBODY;
    said.group = said.group.map(|_| NOBODY);
    if let Value::Entity(id) = &mut said.value {
        *id = NOBODY;
    }
    claim
}

/// Whether what speaks of a thing goes over or stays.
#[derive(Debug, Clone, Copy, Default)]
struct Named {
    goes: bool,
    stays: bool,
}

fn passage_at(onto: &Onto<'_>, span: Span) -> Result<Entry, LedgerError> {
    let outside = || LedgerError::NoPassage(format!("{}..{}", span.start, span.end));
    Ok(Entry::passage(onto.to, &span.words(onto.words).ok_or_else(outside)?)?)
}

/// The anchor of the new text at the words of one of the old.
fn anchor_at(onto: &Onto<'_>, place: &AnchorView) -> Result<Option<Entry>, EntryError> {
    let Some(span) = place.words.as_ref().and_then(|words| (onto.at)(words.span())) else { return Ok(None) };
    let mut anchor = Entry::anchor(onto.to, span)?;
    // A span that is none of the text has no words, and is refused where it is entered.
    let _ = anchor.fill(onto.words);
    Ok(Some(anchor))
}

/// Puts the new places in the place of the old ones.
fn rename(claim: &mut Claim, anchors: &Moved) {
    let new = |id: &mut EntryId| {
        if let Some(moved) = anchors.get(id) {
            *id = *moved;
        }
    };
    let speaker = |speaker: &mut Speaker| {
        speaker.entity.iter_mut().for_each(new);
        speaker.party.iter_mut().for_each(new);
    };
    speaker(&mut claim.speaker);
    claim.via.iter_mut().for_each(speaker);
    let said = &mut claim.proposition;
    new(&mut said.subject);
    said.group.iter_mut().for_each(new);
    if let Value::Entity(id) = &mut said.value {
        new(id);
    }
}
