//! A view with machine drafts beside the claims that stand.

use super::{ClaimView, FoldDoubt, PassageView, Standing, View, publication};
use crate::{
    draft::{DraftInput, Roster},
    sheet::passage,
};
use assize_record::{EntryId, Hash, body::Entity, entry::EntryError};

/// Domain tag of entities that stand only in a view with drafts.
const EPHEMERAL: &str = "assize/ephemeral-entity/v1";

impl View {
    /// Adds drafts as claims that stand as [`Standing::Draft`], under the drafts' own ids.
    ///
    /// Left out are drafts that a person has decided on, and drafts whose source is not in the view or was not published by its
    /// day. Keys and names that the record has mean the record's entities; the rest become entities of this view alone, under
    /// ids made of their keys. Nothing of this is on the record.
    #[must_use]
    pub fn with_drafts(mut self, drafts: &[DraftInput<'_>]) -> Self {
        let mut roster = Roster::of(&self);
        let mut drafts: Vec<&DraftInput<'_>> = drafts.iter().collect();
        drafts.sort_by_key(|input| input.draft.id);
        drafts.dedup_by_key(|input| input.draft.id);
        for input in drafts {
            // What cannot be an entry cannot be accepted either: it is shown as what it refers to being missing.
            if self.with_draft(input, &mut roster).is_err() {
                let (entry, missing) = (input.draft.id, ephemeral(&input.draft.proposition.subject));
                self.doubts.push(FoldDoubt::Missing { entry, missing });
            }
        }
        self.claims.sort_unstable_by_key(|claim| claim.id);
        self.doubts.sort_unstable();
        self.doubts.dedup();
        self
    }

    fn with_draft(&mut self, input: &DraftInput<'_>, roster: &mut Roster) -> Result<(), EntryError> {
        let draft = input.draft;
        let Some(source) = self.sources.get(&input.source) else { return Ok(()) };
        let published = source.published;
        let late = self.as_known.published_by.is_some_and(|day| !publication::by(day, published, source));
        if late || self.decided.contains(&draft.id) {
            return Ok(());
        }
        let mut new = Vec::new();
        let claim = roster.claim(draft, &mut |entity: Entity| {
            let id = ephemeral(&entity.key);
            new.push((id, entity));
            Ok(id)
        })?;
        self.entities.extend(new);
        let Some(claim) = claim else {
            let missing = ephemeral(&draft.proposition.subject);
            self.doubts.push(FoldDoubt::Missing { entry: draft.id, missing });
            return Ok(());
        };
        let passage = passage(input.text, &draft.passage)?.id;
        let words = draft.passage.clone();
        self.passages.entry(passage).or_insert(PassageView { text: input.text, words });
        self.claims.push(ClaimView {
            id: draft.id,
            by: None,
            standing: Standing::Draft,
            passage,
            source: input.source,
            speaker: claim.speaker,
            via: claim.via,
            stance: claim.stance,
            hedges: claim.hedges,
            basis: claim.basis,
            said_on: claim.said_on,
            proposition: claim.proposition,
            grades: Vec::new(),
            published,
            received_at: None,
        });
        Ok(())
    }
}

fn ephemeral(key: &str) -> EntryId {
    Hash::of(EPHEMERAL, &[key.as_bytes()])
}
