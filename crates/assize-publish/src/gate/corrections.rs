//! What was corrected, and when.

use assize_ledger::{Received, View};
use assize_record::{
    EntryId, Kind, Value,
    body::{Body, Claim},
    entry::{Role, Verdict},
    sign::PublicKey,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::collections::{BTreeMap, BTreeSet};

/// A claim that stood, and does not stand as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The day, in UTC, on which it stopped standing.
    pub on: Date,
    /// What it was about, where the site still speaks of that.
    pub subject: Option<EntryId>,
    /// The property.
    pub property: String,
    /// What it said; `None` for another thing, and for words, which may be what was wrong.
    pub was: Option<Value>,
    /// The claim in its place, where one is published.
    pub now: Option<EntryId>,
}

/// Claims that people had accepted on one day and that stopped standing on a later one: what was corrected on the day it was entered had
/// hardly been read. `entries` rest on nothing confidential; `public` is what is published of them. The newest first.
pub(super) fn corrections(
    entries: &[Received],
    people: &BTreeSet<PublicKey>,
    public: &View,
) -> Vec<Correction> {
    let mut accepted: BTreeMap<EntryId, Timestamp> = BTreeMap::new();
    let mut ended: BTreeMap<EntryId, Timestamp> = BTreeMap::new();
    let mut replaced_by: BTreeMap<EntryId, EntryId> = BTreeMap::new();
    let first = |map: &mut BTreeMap<EntryId, Timestamp>, id: EntryId, at: Timestamp| {
        let known = map.entry(id).or_insert(at);
        *known = at.min(*known);
    };
    let known = |received: &&Received| received.entry.head.by.is_some_and(|by| people.contains(&by));
    for received in entries.iter().filter(known) {
        let (entry, Some(at)) = (&received.entry, received.first_receipt(people)) else { continue };
        let of = entry.head.refs.iter().filter(|(role, _)| *role == Role::Of).map(|(_, id)| *id);
        match (entry.head.kind, entry.head.verdict) {
            (Kind::Review, Some(Verdict::Accept)) => of.for_each(|id| first(&mut accepted, id, at)),
            (Kind::Review, Some(Verdict::Reject)) | (Kind::Retract, _) => {
                of.for_each(|id| first(&mut ended, id, at));
            }
            (Kind::Claim, _) => {
                if let Some(before) = entry.head.first(Role::Replaces) {
                    first(&mut ended, before, at);
                    replaced_by.insert(before, entry.id);
                    // Whoever amends accepts what stands instead.
                    first(&mut accepted, entry.id, at);
                }
            }
            _ => {}
        }
    }
    // A claim falls with the review that let it stand.
    for received in entries.iter().filter(|received| received.entry.head.kind == Kind::Review) {
        let Some(at) = ended.get(&received.entry.id).copied() else { continue };
        for (_, id) in received.entry.head.refs.iter().filter(|(role, _)| *role == Role::Of) {
            first(&mut ended, *id, at);
        }
    }
    let day = |at: Timestamp| TimeZone::UTC.to_datetime(at).date();
    let mut found = Vec::new();
    let mut seen: BTreeSet<EntryId> = BTreeSet::new();
    for received in entries {
        let id = received.entry.id;
        let Some((_, Body::Claim(claim))) = &received.entry.body else { continue };
        let (Some(from), Some(to)) = (accepted.get(&id), ended.get(&id)) else { continue };
        if public.claim(id).is_some() || day(*from) >= day(*to) || !seen.insert(id) {
            continue;
        }
        found.push(correction(claim, day(*to), now(id, &replaced_by, public), public));
    }
    found.sort_by(|a, b| {
        (b.on, a.subject, &a.property, &a.was, a.now).cmp(&(a.on, b.subject, &b.property, &b.was, b.now))
    });
    found
}

/// What stands at the end of a row of corrections, if it is published.
fn now(from: EntryId, replaced_by: &BTreeMap<EntryId, EntryId>, public: &View) -> Option<EntryId> {
    let mut at = from;
    for _ in 0..=replaced_by.len() {
        at = *replaced_by.get(&at)?;
        if public.claim(at).is_some() {
            return Some(at);
        }
    }
    None
}

fn correction(claim: &Claim, on: Date, now: Option<EntryId>, public: &View) -> Correction {
    let proposition = &claim.proposition;
    let subject = public.canonical(proposition.subject);
    let was = match &proposition.value {
        Value::Quantity(_) | Value::Date(_) | Value::Flag(_) | Value::Point(_) => {
            Some(proposition.value.clone())
        }
        Value::Entity(_) | Value::Words(_) => None,
    };
    Correction {
        on,
        subject: public.entity(subject).map(|_| subject),
        property: proposition.property.clone(),
        was,
        now,
    }
}
