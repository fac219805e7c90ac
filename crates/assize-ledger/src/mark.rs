//! What is kept back: marks of things and sources, and content taken out of sight or destroyed.

use crate::{error::LedgerError, placing::Thing, review::Sitting, view::MarkView};
use assize_record::{
    EntryId,
    body::{Body, Mark, Remark},
    entry::{Role, Verdict},
};

impl Sitting<'_> {
    /// Marks a source `confidential`, or a thing `private` or `public`; `shown_as` is how pages describe a private thing, or on what ground a
    /// public one is named. Returns the id of the mark.
    ///
    /// # Errors
    /// [`LedgerError::CannotMark`] where the mark is not one for what is marked; [`LedgerError::Marked`] where this author's own mark says the
    /// same already.
    pub fn mark(
        &mut self,
        thing: &Thing<'_>,
        verdict: Verdict,
        shown_as: Option<&str>,
        reason: &str,
    ) -> Result<EntryId, LedgerError> {
        self.whole(|sitting| {
            let of = sitting.thing(thing)?;
            let is_source = sitting.view.sources().contains_key(&of);
            if is_source != (verdict == Verdict::Confidential) {
                let what = if is_source { "a source" } else { "a thing" };
                return Err(LedgerError::CannotMark { what, mark: verdict.name() });
            }
            let author = sitting.author();
            let same = |mark: &&MarkView| {
                mark.of == of
                    && mark.verdict == verdict
                    && mark.by == Some(author)
                    && mark.shown_as.as_deref() == shown_as
            };
            if sitting.view.marks().iter().any(|mark| same(&mark)) {
                return Err(LedgerError::Marked { of: sitting.view.label(of), mark: verdict.name() });
            }
            let body = Body::Mark(Mark { words: reason.to_owned(), shown_as: shown_as.map(str::to_owned) });
            Ok(sitting.writer.sign(vec![(Role::Of, of)], Some(verdict), body)?)
        })
    }

    /// Takes the content of entries out of sight, or destroys it; from whoever may not, it is a request. Returns the id of the `withhold`.
    ///
    /// # Errors
    /// [`LedgerError::Entry`] where the entry cannot be made.
    pub fn withhold(&mut self, of: &[EntryId], destroy: bool, reason: &str) -> Result<EntryId, LedgerError> {
        let verdict = if destroy { Verdict::Destroy } else { Verdict::Hide };
        let refs = of.iter().map(|id| (Role::Of, *id)).collect();
        let body = Body::Withhold(Remark { words: reason.to_owned() });
        Ok(self.writer.sign(refs, Some(verdict), body)?)
    }
}
