//! Taking decisions back.
//!
//! A decision is one batch of the log. Taking it back is one `retract` of everything in it that its author signed and that stands; the
//! verdict `undo` in its head says that it does. An undo can be undone: the retraction is retracted. Sources, texts, passages and anchors have
//! no author and stay; without a claim or link they say nothing.

use crate::{
    error::LedgerError,
    review::Sitting,
    state::State,
    view::{LinkView, View, reach},
};
use assize_record::{
    Entry, EntryId, Kind,
    body::{Body, Remark},
    entry::{Role, Verdict},
    sign::PublicKey,
};
use std::collections::{BTreeMap, BTreeSet};

/// One batch of the log.
pub type Batch<'e> = Vec<&'e Entry>;

/// A decision that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its entries that nobody retracted and that are taken back with it, in the order of the log. What was replaced is taken back
    /// too: it would stand again if its replacement were.
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

/// Finds an author's last decisions that stand, newest first, `count` at most. Several are those that would be found one after another:
/// where the first of them took back an older one, that one stands again and is found too. `newest_first` are batches of the log, and `state` the state of
/// a set of entries that holds them and whatever retracts or replaces their entries.
pub fn last(
    newest_first: &[Batch<'_>],
    state: &State,
    author: &PublicKey,
    way: Way,
    count: usize,
) -> Vec<Decision> {
    let mut found: Vec<Decision> = Vec::new();
    let mut taken = BTreeSet::new();
    for batch in newest_first {
        if found.len() == count {
            break;
        }
        let own = batch.iter().filter(|entry| entry.head.by.as_ref() == Some(author));
        // The mark that a source is added with is part of adding it, which is no decision.
        let added: BTreeSet<EntryId> =
            batch.iter().filter(|entry| entry.head.kind == Kind::Source).map(|entry| entry.id).collect();
        let came_with = |entry: &Entry| {
            entry.head.kind == Kind::Mark && entry.head.refs_as(Role::Of).any(|of| added.contains(&of))
        };
        let decided: Vec<&&Entry> = own
            .filter(|entry| is_decision(entry, way) && !came_with(entry))
            .filter(|entry| state.stands_without(entry.id, &taken))
            .collect();
        if !decided.is_empty() {
            taken.extend(decided.iter().map(|entry| entry.id));
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
        // Destroying is found too, so that whoever takes it back is told that it cannot be.
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
                        | Kind::Withhold
                        | Kind::Standard
                        | Kind::Method
                        | Kind::Proof
                        | Kind::Property
                        | Kind::Lexicon
                        | Kind::Rule
                        | Kind::Setting
                        | Kind::Act
                        | Kind::Note
                        | Kind::Question
                        | Kind::Edition
                )
        }
    }
}

impl Sitting<'_> {
    /// Enters a statement of the case about itself: a schema file that is adopted, in the place of `replaces`, or a setting.
    ///
    /// # Errors
    /// [`LedgerError::NotAuthorised`] where only its author, an editor or an owner may replace what is to be replaced.
    pub fn state(
        &mut self,
        body: Body,
        replaces: Option<(EntryId, Option<PublicKey>)>,
    ) -> Result<EntryId, LedgerError> {
        if let Some((of, by)) = replaces {
            self.may_end(of, by)?;
        }
        let refs = replaces.map(|(of, _)| (Role::Replaces, of)).into_iter().collect();
        Ok(self.writer.sign(refs, None, body)?)
    }

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

    /// Takes two things apart that are one, or takes back that they are different or part of one another. Of what is one, only as many
    /// `same` links are taken back as must be: those between the two, else also those at `from` itself, else those at `to`; what was said to
    /// be different stays so. Returns the ids of the links taken back.
    ///
    /// # Errors
    /// [`LedgerError::NotLinked`] where no such link stands; [`LedgerError::NotAuthorised`].
    pub fn unlink(&mut self, from: EntryId, to: EntryId, reason: &str) -> Result<Vec<EntryId>, LedgerError> {
        let view = self.view;
        let taken = if view.canonical(from) == view.canonical(to) {
            between(view, from, to)
        } else {
            let within = |id: EntryId, of: EntryId| view.canonical(id) == view.canonical(of);
            let links = view.links().iter().filter(|link| {
                within(link.from, from) && within(link.to, to)
                    || within(link.from, to) && within(link.to, from)
            });
            links.collect()
        };
        if taken.is_empty() {
            return Err(LedgerError::NotLinked { from: view.label(from), to: view.label(to) });
        }
        self.whole(|sitting| {
            for link in &taken {
                sitting.retract(link.id, link.by, reason)?;
            }
            Ok(taken.iter().map(|link| link.id).collect())
        })
    }
}

/// The `same` links to take back so that two things that are one are two; none where links do not join them.
fn between(view: &View, from: EntryId, to: EntryId) -> Vec<&LinkView> {
    let canonical = view.canonical(from);
    let same: Vec<&LinkView> = view
        .links()
        .iter()
        .filter(|link| link.verdict == Verdict::Same && view.canonical(link.from) == canonical)
        .collect();
    let is_direct =
        |link: &LinkView| (link.from, link.to) == (from, to) || (link.from, link.to) == (to, from);
    let is_at = |link: &LinkView, id: EntryId| link.from == id || link.to == id;
    let choices: [&dyn Fn(&LinkView) -> bool; 4] =
        [&is_direct, &|link| is_at(link, from), &|link| is_at(link, to), &|link| {
            is_at(link, from) || is_at(link, to)
        }];
    for taken in choices {
        if !joined(view, from, to, same.iter().copied().filter(|link| !taken(link))) {
            return same.into_iter().filter(|link| taken(link)).collect();
        }
    }
    Vec::new()
}

/// Whether these links, and entities that took the place of others, join two things.
fn joined<'l>(view: &View, from: EntryId, to: EntryId, links: impl Iterator<Item = &'l LinkView>) -> bool {
    let mut next: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
    for (a, b) in links.map(|link| (link.from, link.to)).chain(view.replacements()) {
        next.entry(a).or_default().push(b);
        next.entry(b).or_default().push(a);
    }
    from == to || reach(&next, from).contains(&to)
}
