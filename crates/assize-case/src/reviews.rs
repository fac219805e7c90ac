//! What several people's reviews of one claim come to, and the record as somebody sees it who must not know what others decided.

use crate::line::count;
use assize_ledger::{Received, View};
use assize_record::{Entry, EntryId, Kind, entry::Role, sign::PublicKey};
use std::collections::{BTreeMap, BTreeSet};

/// So many claims are named one by one.
const NAMED: usize = 6;

/// What a decision changes in what people agree and differ on. `claims` are those that it accepts.
pub fn notes(before: &View, after: &View, batch: &[Entry], claims: &[EntryId]) -> Vec<String> {
    let mut notes = Vec::new();
    let of_others = |entry: &Entry| {
        let claim = entry.head.first(Role::Of).filter(|_| entry.head.kind == Kind::Review)?;
        let by_author = |of: &Entry| of.id == claim && of.head.by == entry.head.by;
        let own = batch.iter().any(by_author)
            || before.any_claim(claim).is_some_and(|claim| claim.by == entry.head.by);
        entry.head.by.filter(|by| !own && !before.reviewers().contains(by))
    };
    if batch.iter().find_map(of_others).is_some() {
        notes.push(
            "your key has no role in this case: your review of what somebody else entered counts once an owner gives it one"
                .to_owned(),
        );
    }
    let differing = |view: &View| -> BTreeSet<EntryId> {
        view.differing().iter().map(|differing| differing.id).collect()
    };
    let (was, is) = (differing(before), differing(after));
    for id in is.difference(&was) {
        notes.push(format!(
            "people differ on claim {} now, and it supports nothing until somebody who is none of them settles it: assize differ",
            id.short()
        ));
    }
    for id in was.difference(&is) {
        let stands = before.difference(*id).into_iter().flat_map(|differing| &differing.versions);
        let stands = stands.map(|version| version.id).chain(claims.iter().copied());
        let stands = stands.into_iter().find(|version| counted(after, *version).is_some());
        notes.push(match stands {
            Some(version) => format!("settles what people differed on: claim {} stands", version.short()),
            None => format!("settles what people differed on: claim {} is rejected", id.short()),
        });
    }
    let agreed = claims.iter().filter_map(|id| {
        let people = counted(after, *id)?;
        let more = people > counted(before, *id).unwrap_or_default();
        (people > 1 && more).then(|| format!("{people} people agree on claim {}", id.short()))
    });
    notes.extend(agreed.take(NAMED));
    let (had, have) = (before.one_review().len(), after.one_review().len());
    if before.settings() != after.settings() && had != have {
        let words = count(have, "claim");
        notes.push(format!(
            "{words} with one review where the case asks for two, counting nowhere then; it was {had} before"
        ));
        return notes;
    }
    let lacking = after.one_review().iter().filter(|claim| claims.contains(&claim.id)).count();
    if lacking > 0 {
        notes.push(format!(
            "{} with one review: the case asks for two, so it counts nowhere without --one-review",
            count(lacking, "claim")
        ));
    }
    notes
}

/// How many people stand for a claim that they agree on.
fn counted(view: &View, id: EntryId) -> Option<usize> {
    view.any_claim(id).filter(|_| view.difference(id).is_none()).map(|claim| claim.reviewers.len())
}

/// The entries that somebody sees who is to decide without knowing what others decided: what the archive holds, what the case weighs by,
/// whose key is whose, what must be out of sight, whatever they signed themselves, and the claims that they reviewed.
pub fn blind(entries: &[Received], own: PublicKey) -> Vec<Received> {
    let kinds: BTreeMap<EntryId, Kind> =
        entries.iter().map(|received| (received.entry.id, received.entry.head.kind)).collect();
    let replaces: BTreeMap<EntryId, EntryId> = entries
        .iter()
        .filter(|received| received.entry.head.kind == Kind::Claim)
        .filter_map(|received| Some((received.entry.id, received.entry.head.first(Role::Replaces)?)))
        .collect();
    let mut reviewed: BTreeSet<EntryId> = BTreeSet::new();
    for received in entries.iter().filter(|received| received.entry.head.by == Some(own)) {
        let named = received.entry.head.refs.iter().map(|(_, id)| *id);
        let mut open: Vec<EntryId> = named.filter(|id| kinds.get(id) == Some(&Kind::Claim)).collect();
        while let Some(id) = open.pop() {
            if reviewed.insert(id) {
                open.extend(replaces.get(&id));
            }
        }
    }
    let is_plain = |kind: Kind| {
        matches!(
            kind,
            Kind::Source
                | Kind::Capture
                | Kind::Text
                | Kind::Passage
                | Kind::Anchor
                | Kind::Edition
                | Kind::Actor
                | Kind::Withhold
                | Kind::Standard
                | Kind::Method
                | Kind::Proof
                | Kind::Property
                | Kind::Lexicon
                | Kind::Setting
        )
    };
    let seen = |received: &&Received| {
        let head = &received.entry.head;
        let of_plain = || head.refs.iter().all(|(_, id)| kinds.get(id).is_some_and(|kind| is_plain(*kind)));
        head.by == Some(own)
            || is_plain(head.kind)
            || reviewed.contains(&received.entry.id)
            || head.kind == Kind::Retract && of_plain()
    };
    entries.iter().filter(seen).cloned().collect()
}
