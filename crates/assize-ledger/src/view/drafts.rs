//! A view with machine drafts beside the claims that stand.

use super::{
    AnchorView, ClaimView, FoldDoubt, PassageView, Standing, View, ViewParts, canonical_proposition,
    canonical_speaker, publication,
};
use crate::{draft::DraftInput, error::LedgerError};
use assize_record::{EntryId, Vocabulary, body::Entity};
use std::sync::Arc;

impl View {
    /// Adds drafts as claims that stand as [`Standing::Draft`], under the drafts' own ids.
    ///
    /// Left out are drafts that a person has decided on, and drafts whose source is not in the view or was not published by its
    /// day. Each speaks of the anchors of its own text; an anchor that a person has linked means what it is linked to. Nothing of
    /// this is on the record.
    #[must_use]
    pub fn with_drafts(self, drafts: &[DraftInput<'_>], vocabulary: &Vocabulary) -> Self {
        let mut drafts: Vec<&DraftInput<'_>> = drafts.iter().collect();
        drafts.sort_by_key(|input| input.draft.id);
        drafts.dedup_by_key(|input| input.draft.id);
        let mut parts = ViewParts::default();
        for input in drafts {
            // What cannot be an entry cannot be accepted either: it is shown as what it refers to being missing.
            if self.with_draft(input, vocabulary, &mut parts).is_err() {
                let id = EntryId::from_hash(input.draft.id.hash());
                parts.doubts.push(FoldDoubt::Missing { entry: id, missing: input.text.id() });
            }
        }
        let stored = self.stored.clone();
        let mut whole = self.into_parts();
        whole.claims.append(&mut parts.claims);
        whole.doubts.append(&mut parts.doubts);
        for (id, passage) in parts.passages {
            whole.passages.entry(id).or_insert(passage);
        }
        for (id, anchor) in parts.anchors {
            let known = whole.anchors.entry(id).or_insert_with(|| anchor.clone());
            known.entity_type = known.entity_type.or(anchor.entity_type);
        }
        for (id, entity) in parts.entities {
            whole.entities.entry(id).or_insert(entity);
        }
        Self { stored, ..Self::of(whole) }
    }

    fn with_draft(
        &self,
        input: &DraftInput<'_>,
        vocabulary: &Vocabulary,
        parts: &mut ViewParts,
    ) -> Result<(), LedgerError> {
        let draft = input.draft;
        let Some(source) = self.sources().get(&input.source) else { return Ok(()) };
        let published = source.published;
        let as_known = self.as_known();
        let late = as_known.published_by.is_some_and(|day| !publication::by(day, published, source));
        if late || self.has_decided(input) {
            return Ok(());
        }
        let sha256 = input.referent(draft.proposition.subject)?.text;
        let made = input.make(&sha256, vocabulary)?;
        for (entry, referent) in &made.anchors {
            let words = Some(referent.head.clone());
            let (text, entity_type) = (input.text.id(), Some(referent.entity_type));
            parts.anchors.insert(entry.id, AnchorView { text, source: input.source, words, entity_type });
            let (entity_type, name) = (referent.entity_type, referent.head.exact.clone());
            parts.entities.insert(entry.id, Entity { entity_type, key: None, name, shape: None });
        }
        let passage = made.passage.id;
        parts.passages.insert(passage, PassageView { text: input.text.id(), words: draft.passage.clone() });
        let mut claim = made.claim;
        let about = claim.proposition.subject;
        claim.speaker = canonical_speaker(&claim.speaker, self);
        claim.via = claim.via.iter().map(|via| canonical_speaker(via, self)).collect();
        claim.proposition = canonical_proposition(&claim.proposition, self);
        parts.claims.push(ClaimView {
            id: EntryId::from_hash(draft.id.hash()),
            by: None,
            standing: Standing::Draft,
            reviewers: Vec::new(),
            passage,
            source: input.source,
            said: Arc::new(claim),
            about,
            grades: Vec::new(),
            published,
            received_at: None,
        });
        Ok(())
    }
}
