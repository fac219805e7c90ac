//! Taking decisions back.
//!
//! A decision is one batch of the log. Taking it back is one `retract` of everything in it that its author signed and that stands; the
//! verdict `undo` in its head says that it does. An undo can be undone: the retraction is retracted. Sources, texts, passages and anchors have
//! no author and stay; without a claim or link they say nothing.

use crate::{error::LedgerError, review::Sitting, state::State};
use assize_record::{
    Entry, EntryId, Kind,
    body::{Body, Remark},
    entry::{Role, Verdict},
    sign::PublicKey,
};

/// One batch of the log.
pub type Batch<'e> = Vec<&'e Entry>;

/// A decision that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its entries that stand and that are taken back with it, in the order of the log.
    pub entries: Vec<EntryId>,
    /// What they are.
    pub kinds: Vec<Kind>,
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Take back decisions.
    Undo,
    /// Take back what took decisions back.
    Redo,
}

/// Finds an author's last decisions that stand, newest first, `count` at most. `newest_first` are batches of the log, and `state` the state of
/// a set of entries that holds them and whatever retracts or replaces their entries.
pub fn last(
    newest_first: &[Batch<'_>],
    state: &State,
    author: &PublicKey,
    way: Way,
    count: usize,
) -> Vec<Decision> {
    let mut found = Vec::new();
    for batch in newest_first {
        if found.len() == count {
            break;
        }
        let own = batch.iter().filter(|entry| entry.head.by.as_ref() == Some(author));
        let decided: Vec<&&Entry> =
            own.filter(|entry| is_decision(entry, way) && state.is_effective(entry.id)).collect();
        if !decided.is_empty() {
            found.push(Decision {
                entries: decided.iter().map(|entry| entry.id).collect(),
                kinds: decided.iter().map(|entry| entry.head.kind).collect(),
            });
        }
    }
    found
}

/// Whether an entry is one that [`last`] takes back.
pub fn is_decision(entry: &Entry, way: Way) -> bool {
    let undoes = entry.head.verdict == Some(Verdict::Undo);
    match way {
        Way::Redo => undoes,
        Way::Undo => {
            !undoes
                && matches!(
                    entry.head.kind,
                    Kind::Entity
                        | Kind::Claim
                        | Kind::Link
                        | Kind::Bridge
                        | Kind::Grade
                        | Kind::Review
                        | Kind::Retract
                        | Kind::Mark
                        | Kind::Rule
                        | Kind::Act
                        | Kind::Note
                        | Kind::Question
                )
        }
    }
}

impl Sitting<'_> {
    /// Takes back an entry of any kind: a review, a link, a bridge. `by` is its author. Returns the id of the retraction.
    ///
    /// # Errors
    /// [`LedgerError::NotAuthorised`] where only its author, an editor or an owner may.
    pub fn retract(
        &mut self,
        of: EntryId,
        by: Option<PublicKey>,
        reason: &str,
    ) -> Result<EntryId, LedgerError> {
        self.may_end(of, by)?;
        let body = Body::Retract(Remark { words: reason.to_owned() });
        Ok(self.writer.sign(vec![(Role::Of, of)], None, body)?)
    }

    /// Takes a decision back whole. Returns the id of the retraction.
    ///
    /// # Errors
    /// [`LedgerError::Entry`] where the entry cannot be made.
    pub fn undo(&mut self, decision: &Decision, reason: &str) -> Result<EntryId, LedgerError> {
        let refs = decision.entries.iter().map(|id| (Role::Of, *id)).collect();
        let body = Body::Retract(Remark { words: reason.to_owned() });
        Ok(self.writer.sign(refs, Some(Verdict::Undo), body)?)
    }

    /// Takes `from` out of what it is one with, or takes back that the two are different or part of one another: every link that
    /// stands between the two, and, where both are one thing, every `same` link at `from` itself. Returns the ids of the links taken back.
    ///
    /// # Errors
    /// [`LedgerError::NotLinked`] where no such link stands; [`LedgerError::NotAuthorised`].
    pub fn unlink(&mut self, from: EntryId, to: EntryId, reason: &str) -> Result<Vec<EntryId>, LedgerError> {
        let view = self.view;
        let joined = view.canonical(from) == view.canonical(to);
        let within = |id: EntryId, of: EntryId| view.canonical(id) == view.canonical(of);
        let taken: Vec<_> = view
            .links()
            .iter()
            .filter(|link| {
                if joined {
                    let direct = (link.from, link.to) == (from, to) || (link.from, link.to) == (to, from);
                    direct || link.verdict == Verdict::Same && (link.from == from || link.to == from)
                } else {
                    within(link.from, from) && within(link.to, to)
                        || within(link.from, to) && within(link.to, from)
                }
            })
            .collect();
        if taken.is_empty() {
            return Err(LedgerError::NotLinked { from: view.label(from), to: view.label(to) });
        }
        for link in &taken {
            self.retract(link.id, link.by, reason)?;
        }
        Ok(taken.iter().map(|link| link.id).collect())
    }
}
