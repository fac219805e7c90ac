//! The part of a record that an answer about a few entries rests on.
//!
//! The fold is a function of a set of entries. What it says of one incident rests on few of them: its anchors and links, the claims about
//! them, other claims of the same drafts, their evidence, whoever judged them, and what retracts or replaces any of these. [`gather`] walks from some entries to all that
//! bear on them, so that a decision on a large record reads hundreds of entries and not a million. What a view of that part says of the
//! things asked about is what a view of the whole says: `tests/it/neighbourhood.rs` holds the two against each other.

use crate::state::Received;
use assize_record::{
    DraftId, Entry, EntryId, Kind,
    body::Body,
    entry::{Role, Verdict},
};
use std::collections::BTreeMap;

/// Whatever can look entries up: an index of the files, or all entries in memory.
pub trait Records {
    /// Why a look-up fails.
    type Error;

    /// The entry of an id; `None` where it is not on the record.
    ///
    /// # Errors
    /// Whatever the look-up meets.
    fn entry(&mut self, id: EntryId) -> Result<Option<Received>, Self::Error>;

    /// Every entry that refers to this one, and what for.
    ///
    /// # Errors
    /// Whatever the look-up meets.
    fn referrers(&mut self, id: EntryId) -> Result<Vec<(Role, EntryId)>, Self::Error>;

    /// Every entry of a kind that few entries are of: actors, adoptions.
    ///
    /// # Errors
    /// Whatever the look-up meets.
    fn of_kind(&mut self, kind: Kind) -> Result<Vec<EntryId>, Self::Error>;
}

/// Kinds that bear on everything: who may do what, and the case's own schema.
const EVERYWHERE: [Kind; 6] =
    [Kind::Actor, Kind::Standard, Kind::Method, Kind::Proof, Kind::Property, Kind::Setting];

/// Above this many links to one thing only those that lead from it upwards are read, unless the thing itself is asked about: a
/// government is spoken of in thousands of texts, and what it is called does not hang on them.
const MANY: usize = 512;

/// Gathers what bears on some entries. Of things among `about` (anchors and entities, with all that they are one with) every claim,
/// act and bridge about them is gathered too; of `entries` only what they rest on and what judges them.
///
/// # Errors
/// Whatever a look-up meets.
pub fn gather<R: Records>(
    records: &mut R,
    entries: &[EntryId],
    about: &[EntryId],
) -> Result<Vec<Received>, R::Error> {
    let mut walk = Walk { records, found: BTreeMap::new(), open: Vec::new() };
    for kind in EVERYWHERE {
        for id in walk.records.of_kind(kind)? {
            walk.visit(id, Depth::Entry);
        }
    }
    entries.iter().for_each(|id| walk.visit(*id, Depth::Name));
    about.iter().for_each(|id| walk.visit(*id, Depth::Claims));
    while let Some((id, depth)) = walk.open.pop() {
        walk.enter(id, depth)?;
    }
    Ok(walk.found.into_values().filter_map(|(_, received)| received).collect())
}

/// How much of what bears on an entry is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Depth {
    /// The entry, what it rests on, and what judges it.
    Entry,
    /// Of a thing, also what it is called and what it is part of.
    Name,
    /// Of a thing, also everything that it is one with, and all claims about it.
    Claims,
}

struct Walk<'r, R> {
    records: &'r mut R,
    /// Everything met, with how deep it was followed.
    found: BTreeMap<EntryId, (Depth, Option<Received>)>,
    open: Vec<(EntryId, Depth)>,
}

impl<R: Records> Walk<'_, R> {
    fn visit(&mut self, id: EntryId, depth: Depth) {
        if self.found.get(&id).is_none_or(|(known, _)| *known < depth) {
            self.open.push((id, depth));
        }
    }

    fn enter(&mut self, id: EntryId, depth: Depth) -> Result<(), R::Error> {
        let known = self.found.remove(&id);
        if let Some((before, _)) = known.as_ref().filter(|(before, _)| *before >= depth) {
            let before = *before;
            self.found.extend(known.map(|(_, received)| (id, (before, received))));
            return Ok(());
        }
        let received = match known.and_then(|(_, received)| received) {
            Some(received) => Some(received),
            None => self.records.entry(id)?,
        };
        let head = received.as_ref().map(|received| received.entry.head.clone());
        let draft = received.as_ref().and_then(|received| draft_of(&received.entry));
        self.found.insert(id, (depth, received));
        let Some(head) = head else { return Ok(()) };
        if let (Some(draft), Some(passage)) = (draft, head.first(Role::Passage)) {
            self.one_draft(draft, passage)?;
        }
        let named = if head.kind == Kind::Entity || head.kind == Kind::Anchor { depth } else { Depth::Name };
        for (role, to) in &head.refs {
            // What replaces an entity is that entity; what an anchor of version 1 stands for is spoken of by its claims.
            let one = head.kind.is_thing() && matches!(role, Role::Replaces | Role::Of);
            let depth = match head.verdict {
                _ if one => named,
                Some(Verdict::Different) => Depth::Entry,
                _ => Depth::Name,
            };
            self.visit(*to, depth);
        }
        self.referrers(id, head.kind, depth)
    }

    /// Claims that other people made of the same draft: reviews of any of them bear on all. A draft has one passage.
    fn one_draft(&mut self, draft: DraftId, passage: EntryId) -> Result<(), R::Error> {
        for (role, by) in self.records.referrers(passage)? {
            if role == Role::Passage && !self.found.contains_key(&by) {
                let other = self.records.entry(by)?;
                if other.is_some_and(|other| draft_of(&other.entry) == Some(draft)) {
                    self.visit(by, Depth::Name);
                }
            }
        }
        Ok(())
    }

    fn referrers(&mut self, id: EntryId, kind: Kind, depth: Depth) -> Result<(), R::Error> {
        let referrers = self.records.referrers(id)?;
        let links = referrers.iter().filter(|(role, _)| *role == Role::To).count();
        let all_links = depth == Depth::Claims || links <= MANY;
        for (role, by) in referrers {
            match role {
                Role::Of => self.visit(by, Depth::Name),
                Role::Replaces => self.visit(by, if kind.is_thing() { depth } else { Depth::Name }),
                Role::From if kind.is_thing() && depth >= Depth::Name => self.link(by, id, depth)?,
                Role::To if kind.is_thing() && depth >= Depth::Name && all_links => {
                    self.link(by, id, depth)?
                }
                Role::From | Role::To if kind == Kind::Source => self.visit(by, Depth::Entry),
                Role::Source if kind == Kind::Source => self.visit(by, Depth::Entry),
                Role::Subject if depth == Depth::Claims => self.visit(by, Depth::Entry),
                _ => {}
            }
        }
        Ok(())
    }

    /// A link at a thing: what it is one with is wanted as deep as the thing itself, what it is part of by name. Parts of a thing and
    /// things that are different from it are met from their own side.
    fn link(&mut self, link: EntryId, at: EntryId, depth: Depth) -> Result<(), R::Error> {
        let Some(received) = self.records.entry(link)? else { return Ok(()) };
        let head = &received.entry.head;
        let (from, to) = (head.first(Role::From), head.first(Role::To));
        let other = if from == Some(at) { to } else { from };
        match head.verdict {
            Some(Verdict::Same) => {
                self.visit(link, Depth::Entry);
                other.into_iter().for_each(|other| self.visit(other, depth));
            }
            Some(Verdict::PartOf) if from != Some(at) => {}
            // The other end is known by its entry alone.
            Some(Verdict::Different) => self.visit(link, Depth::Entry),
            _ => self.visit(link, Depth::Name),
        }
        Ok(())
    }
}

/// The draft that a claim was made of.
fn draft_of(entry: &Entry) -> Option<DraftId> {
    match &entry.body {
        Some((_, Body::Claim(claim))) => claim.drafted.as_ref().map(|drafted| drafted.draft),
        _ => None,
    }
}
