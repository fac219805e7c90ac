//! The gist of a claim, as a person puts it in the place of the sentence that is generated.

use crate::{error::LedgerError, review::Sitting, view::GistView};
use assize_record::{
    EntryId,
    body::{Body, Remark},
    entry::{Role, Verdict},
    facing::name_fault,
    sign::PublicKey,
};

/// The most characters of a gist.
const GIST: usize = 600;

impl Sitting<'_> {
    /// Enters a gist of a claim on the record or of this sitting, in the place of those before it that this author may end. Returns the id of
    /// the note.
    ///
    /// # Errors
    /// [`LedgerError::Gist`] where the words are none that can be printed; [`LedgerError::SameGist`]; [`LedgerError::NoClaim`];
    /// [`LedgerError::NotAuthorised`] for somebody else's claim, where the author has no role.
    pub fn gist(&mut self, claim: EntryId, words: &str) -> Result<EntryId, LedgerError> {
        let words = words.trim();
        check(words)?;
        self.may_tell(claim)?;
        if self.view.gist(claim).is_some_and(|last| last.words == words) {
            return Err(LedgerError::SameGist(claim.short()));
        }
        let mut refs = vec![(Role::Of, claim)];
        refs.extend(self.ended(claim).map(|(id, _)| (Role::Replaces, id)));
        let body = Body::Note(Remark { words: words.to_owned() });
        Ok(self.writer.sign(refs, Some(Verdict::Gist), body)?)
    }

    /// Takes back what people put as the gist of a claim, as far as this author may: the generated sentence stands again.
    ///
    /// # Errors
    /// [`LedgerError::NoGist`] where there is none that this author may take back.
    pub fn no_gist(&mut self, claim: EntryId, reason: &str) -> Result<(), LedgerError> {
        let ended: Vec<(EntryId, Option<PublicKey>)> = self.ended(claim).collect();
        if ended.is_empty() {
            return Err(LedgerError::NoGist(claim.short()));
        }
        self.whole(|sitting| {
            for (id, by) in ended {
                sitting.retract(id, by, reason)?;
            }
            Ok(())
        })
    }

    fn ended(&self, claim: EntryId) -> impl Iterator<Item = (EntryId, Option<PublicKey>)> {
        let may_end = |gist: &&GistView| self.may_end(gist.id, gist.by).is_ok();
        let ended: Vec<_> =
            self.view.gists_of(claim).filter(may_end).map(|gist| (gist.id, gist.by)).collect();
        ended.into_iter()
    }

    /// Refuses a claim that is nowhere, and somebody else's where the author has no role.
    fn may_tell(&self, claim: EntryId) -> Result<(), LedgerError> {
        let known = self.view.any_claim(claim).map(|claim| claim.by);
        let known = known.or_else(|| self.aside(claim).map(|aside| aside.head.by));
        let known = known.or_else(|| self.writer.holds(claim).then(|| Some(self.author())));
        let by = known.ok_or_else(|| LedgerError::NoClaim(claim.to_string()))?;
        if by == Some(self.author()) || self.view.reviewers().contains(&self.author()) {
            return Ok(());
        }
        Err(LedgerError::NotAuthorised(claim.short()))
    }
}

/// Refuses words that are no one sentence in one line, or that would move what is printed around them.
fn check(words: &str) -> Result<(), LedgerError> {
    let why = if words.is_empty() {
        "is blank".to_owned()
    } else if words.chars().count() > GIST {
        format!("is longer than {GIST} characters")
    } else if let Some(fault) = name_fault(words) {
        fault.to_string()
    } else {
        return Ok(());
    };
    Err(LedgerError::Gist { why })
}
