//! Drafts into claims: every referent that a draft speaks of becomes an anchor of its text.

use crate::{
    error::LedgerError,
    view::{DecidedBefore, View},
};
use assize_record::{
    BlobHash, Draft, EntityType, Entry, EntryId, Proposition, Quantity, Referent, ReferentNumber, Speaker,
    SpeakerKind, Unit, Value, Vocabulary,
    body::{AnchorType, Claim, ClaimHedge, Drafted},
    draft::DraftSpeaker,
    entry::OfText,
};
use std::collections::BTreeMap;

/// A draft, and the reading it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftInput<'d> {
    /// Entry id of the source.
    pub source: EntryId,
    /// The text that the draft's spans are of.
    pub text: OfText,
    /// The draft.
    pub draft: &'d Draft,
    /// The referents of its reading.
    pub referents: &'d [Referent],
}

/// A draft as entries: what a person's acceptance would put on record, but for the signed ones.
pub(crate) struct Made {
    /// The passage it quotes.
    pub(crate) passage: Entry,
    /// The anchors it speaks of, each with its referent.
    pub(crate) anchors: Vec<(Entry, Referent)>,
    /// The claim.
    pub(crate) claim: Claim,
}

impl DraftInput<'_> {
    /// The referent of a number.
    ///
    /// # Errors
    /// [`LedgerError::NoReferent`] where the reading has none of that number.
    pub fn referent(&self, number: ReferentNumber) -> Result<&Referent, LedgerError> {
        let found = self.referents.iter().find(|referent| referent.number == number);
        found.ok_or_else(|| LedgerError::NoReferent { draft: self.draft.id.short(), number: number.0 })
    }

    /// The anchor that stands for a referent of the reading.
    ///
    /// # Errors
    /// As [`DraftInput::referent`].
    pub fn anchor(&self, number: ReferentNumber) -> Result<EntryId, LedgerError> {
        Ok(self.referent(number)?.anchor(self.text)?.id)
    }

    /// Holds the draft against its own id and a vocabulary. A draft that passes can be accepted.
    ///
    /// # Errors
    /// [`LedgerError`] where it was altered, speaks of a referent that is not listed, or says what the vocabulary does not take.
    pub fn check(&self, vocabulary: &Vocabulary) -> Result<(), LedgerError> {
        let sha256 = self.referent(self.draft.proposition.subject)?.text;
        self.make(&sha256, vocabulary).map(|_| ())
    }

    /// The entries that the draft makes. `sha256` is that of the text.
    pub(crate) fn make(&self, sha256: &BlobHash, vocabulary: &Vocabulary) -> Result<Made, LedgerError> {
        let draft = self.draft;
        let subject = self.referent(draft.proposition.subject)?;
        if draft.found_id(sha256, subject) != draft.id {
            return Err(LedgerError::Altered(draft.id.short()));
        }
        let mut anchors = Anchors { input: self, made: BTreeMap::new() };
        let claim = anchors.claim()?;
        let taken: BTreeMap<EntryId, EntityType> =
            anchors.made.values().map(|(entry, referent)| (entry.id, referent.entity_type)).collect();
        vocabulary.check_claim(&claim, |id| taken.get(&id).copied())?;
        let passage = Entry::passage(self.text, &draft.passage)?;
        Ok(Made { passage, anchors: anchors.made.into_values().collect(), claim })
    }
}

/// The anchors of one draft, made as they are named.
struct Anchors<'d> {
    input: &'d DraftInput<'d>,
    made: BTreeMap<ReferentNumber, (Entry, Referent)>,
}

impl Anchors<'_> {
    fn anchor(&mut self, number: ReferentNumber) -> Result<EntryId, LedgerError> {
        if let Some((entry, _)) = self.made.get(&number) {
            return Ok(entry.id);
        }
        let referent = self.input.referent(number)?;
        let entry = referent.anchor(self.input.text)?;
        let id = entry.id;
        self.made.insert(number, (entry, referent.clone()));
        Ok(id)
    }

    fn speaker(&mut self, speaker: &DraftSpeaker) -> Result<Speaker, LedgerError> {
        let entity = speaker.referent.map(|number| self.anchor(number)).transpose()?;
        let description = match speaker.kind {
            SpeakerKind::Narrator if speaker.description.is_empty() => "the publication".to_owned(),
            _ => speaker.name.clone().unwrap_or_else(|| speaker.description.clone()),
        };
        let count = speaker.count.map(|count| Quantity {
            min: count.min,
            max: count.max,
            approx: None,
            unit: Unit::People,
        });
        Ok(Speaker { kind: speaker.kind, entity, description, count, party: None, anonymity: None })
    }

    fn claim(&mut self) -> Result<Claim, LedgerError> {
        let draft = self.input.draft;
        let said = &draft.proposition;
        let entity = said.value.entity.map(|number| self.anchor(number)).transpose()?;
        let proposition = Proposition {
            subject: self.anchor(said.subject)?,
            property: said.property().to_owned(),
            value: value(draft, entity),
            status: said.status,
            group: said.group.map(|number| self.anchor(number)).transpose()?,
            happened_on: said.happened_on.clone(),
            happened_at: None,
        };
        let speaker = self.speaker(&draft.speaker)?;
        let via = draft.via.iter().map(|via| self.speaker(via)).collect::<Result<Vec<_>, _>>()?;
        let hedges =
            draft.hedges.iter().map(|h| ClaimHedge { exact: h.exact.clone(), kind: h.kind }).collect();
        let drafted = Drafted { draft: draft.id, reader: draft.reader.clone(), rule: draft.rule.clone() };
        let taken = |(entry, referent): &(Entry, Referent)| AnchorType {
            anchor: entry.id,
            entity_type: referent.entity_type,
        };
        let mut anchors: Vec<AnchorType> = self.made.values().map(taken).collect();
        anchors.sort_unstable();
        Ok(Claim {
            speaker,
            via,
            stance: draft.stance,
            hedges,
            basis: None,
            said_on: draft.said_on.clone(),
            proposition,
            drafted: Some(drafted),
            anchors,
        })
    }
}

/// The value of a draft; the words themselves where it has no other.
fn value(draft: &Draft, entity: Option<EntryId>) -> Value {
    let said = &draft.proposition.value;
    let value = said.quantity().map(Value::Quantity);
    let value = value.or_else(|| said.date.clone().map(Value::Date)).or_else(|| said.flag.map(Value::Flag));
    value.or_else(|| entity.map(Value::Entity)).unwrap_or_else(|| Value::Words(said.exact.clone()))
}

impl View {
    /// Whether a person has decided on this draft: by its id, or, for decisions of version 1, on one that says the same in the same
    /// passage.
    pub fn has_decided(&self, input: &DraftInput<'_>) -> bool {
        self.claim_of_draft(input).is_some()
    }

    /// The claim that the first decision on this draft entered: as it was drafted, unless that one is not at hand.
    pub fn claim_of_draft(&self, input: &DraftInput<'_>) -> Option<EntryId> {
        let draft = input.draft;
        let found = self.decided().get(&draft.id);
        let before = || {
            let value = Some(value(draft, None)).filter(|_| draft.proposition.value.entity.is_none());
            self.decided_before().get(&DecidedBefore {
                text: input.text.id(),
                property: draft.proposition.property().to_owned(),
                passage: draft.passage.span(),
                value,
            })
        };
        found.or_else(|| if self.decided_before().is_empty() { None } else { before() }).copied()
    }
}
