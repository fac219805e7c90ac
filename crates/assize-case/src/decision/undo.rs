//! Decisions and entries taken back.

use crate::{
    asked::{Retract, Undo},
    case::Session,
    decision::{Asked, Decision, Desk, Scope},
    failure::Failure,
    keys,
    line::count,
    records::{About, Lookup, bears_on_all},
    talk::Talk,
    wording::{Wording, targets},
};
use assize_ledger::{
    State,
    undo::{self, Batch, Way},
};
use assize_record::{
    Entry, EntryId, Kind,
    entry::{Role, Verdict},
    sign::PublicKey,
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

impl Asked for Undo {
    fn scope(&self) -> Scope<'_> {
        Scope::Last(self.count, way(self))
    }

    fn plan(&self, desk: &Desk<'_>, _: &dyn Talk) -> Result<Decision, Failure> {
        if self.count == 0 {
            return Err(Failure::usage("0 decisions are nothing to take back"));
        }
        let way = way(self);
        let author = keys::public()?;
        let state = State::fold(&desk.entries, &desk.session.founders, None);
        let decisions = last(desk, &author, &state, self.count, way);
        if decisions.is_empty() {
            return Err(Failure::usage(if self.redo {
                "nothing of yours was undone"
            } else {
                "no decision of yours stands"
            }));
        }
        let taken: BTreeSet<EntryId> =
            decisions.iter().flat_map(|decision| decision.entries.iter().copied()).collect();
        if let Some(destroyed) = desk
            .entries
            .iter()
            .map(|received| &received.entry)
            .find(|entry| taken.contains(&entry.id) && is_destroyal(entry))
        {
            return Err(gone(destroyed.id));
        }
        let (_, batch) = desk.sit(|sitting| {
            for decision in &decisions {
                if self.redo {
                    for id in &decision.entries {
                        sitting.retract(*id, Some(author), &self.sure.reason)?;
                    }
                } else {
                    sitting.undo(decision, &self.sure.reason)?;
                }
            }
            Ok(())
        })?;
        let verb = if self.redo { "put back" } else { "took back" };
        let wording = desk.wording();
        let told: Vec<EntryId> = if self.redo {
            // What an undo took back is what comes back with it.
            taken.iter().filter_map(|id| wording.get(*id)).flat_map(targets).collect()
        } else {
            decisions.iter().flat_map(|decision| decision.entries.iter().copied()).collect()
        };
        let all: Vec<Kind> = decisions.iter().flat_map(|decision| decision.kinds.iter().copied()).collect();
        let rests = rests_on(desk, wording.state(), &taken);
        let (words, mut notes) = summed(&wording, &told, &all, !self.redo);
        notes.extend(rests.into_iter().map(|line| format!("rests on it and stays: {line}")));
        Ok(Decision {
            about: spoken_of(desk, &taken),
            words: format!("{verb} {}: {words}", count(decisions.len(), "decision")),
            claims: Vec::new(),
            notes,
            json: json!({ "decision": if self.redo { "redone" } else { "undone" }, "decisions": decisions.iter().map(|decision| &decision.entries).collect::<Vec<_>>() }),
            batch,
        })
    }
}

const fn way(asked: &Undo) -> Way {
    if asked.redo { Way::Redo } else { Way::Undo }
}

impl Asked for Retract {
    fn scope(&self) -> Scope<'_> {
        Scope::Named(self.ids.iter().map(String::as_str).collect())
    }

    fn plan(&self, desk: &Desk<'_>, _: &dyn Talk) -> Result<Decision, Failure> {
        let found = self.ids.iter().map(|digits| entry(desk, digits)).collect::<Result<Vec<_>, _>>()?;
        let taken: BTreeSet<EntryId> = found.iter().map(|entry| entry.id).collect();
        let state = State::fold(&desk.entries, &desk.session.founders, None);
        if let Some(gone) = found.iter().find(|entry| !state.is_effective(entry.id)) {
            let fate = desk.wording().fate(gone.id).join("; ");
            let fate = if fate.is_empty() { "it was retracted or replaced" } else { fate.as_str() };
            return Err(Failure::usage(format!("{} does not stand: {fate}", gone.id.short())));
        }
        if let Some(bare) =
            found.iter().find(|entry| entry.head.kind == Kind::Anchor || entry.head.kind == Kind::Passage)
        {
            return Err(Failure::usage(format!(
                "{} is a place in a text and nobody's word",
                bare.id.short()
            ))
            .help("retract the claim or link that speaks of it"));
        }
        if let Some(destroyed) = found.iter().find(|entry| is_destroyal(entry)) {
            return Err(gone(destroyed.id));
        }
        let (_, batch) = desk.sit(|sitting| {
            for entry in &found {
                sitting.retract(entry.id, entry.head.by, &self.reason)?;
            }
            Ok(())
        })?;
        let all: Vec<Kind> = found.iter().map(|entry| entry.head.kind).collect();
        let told: Vec<EntryId> = found.iter().map(|entry| entry.id).collect();
        let (words, mut notes) = summed(&desk.wording(), &told, &all, true);
        let rests = rests_on(desk, &state, &taken);
        notes.extend(rests.into_iter().map(|line| format!("rests on it and stays: {line}")));
        Ok(Decision {
            batch,
            about: spoken_of(desk, &taken),
            words: format!("took back {words}"),
            claims: Vec::new(),
            notes,
            json: json!({ "decision": "retracted", "of": taken }),
        })
    }
}

/// Whether an entry destroys content.
fn is_destroyal(entry: &Entry) -> bool {
    entry.head.kind == Kind::Withhold && entry.head.verdict == Some(Verdict::Destroy)
}

/// Why destroying is not taken back.
fn gone(destroyed: EntryId) -> Failure {
    let what = destroyed.short();
    Failure::usage(format!("{what} destroyed content: its bytes are gone, and nothing brings them back"))
        .help("`assize retract ID` takes back a decision before it; `assize why ID` shows ids")
}

/// Batches of more entries than this, taken together, are looked at with the record as a whole: reading a log from end to end takes less
/// than finding a large part of it entry by entry.
const MANY: usize = 2000;

/// The part of the record that an author's last decisions bear on: as many batches as it takes to find so many that stand.
pub fn on_last<'s>(
    session: &'s Session,
    count: usize,
    way: Way,
    talk: &dyn Talk,
) -> Result<Desk<'s>, Failure> {
    let author = keys::public()?;
    // Each look goes twice as far back: an older batch may be a whole import.
    let mut wanted = count;
    while let Some(lookup) = Lookup::open(session) {
        let batches = lookup.batches_of(&author, wanted)?;
        let all = batches.len() < wanted;
        let entries: Vec<EntryId> = batches.iter().flatten().copied().collect();
        if entries.len() > MANY {
            break;
        }
        let about = About { entries, ..About::default() };
        let desk = Desk { batches, ..Desk::gathered(session, lookup, &about, talk)? };
        let state = State::fold(&desk.entries, &session.founders, None);
        let found = last(&desk, &author, &state, count, way);
        if bears_anywhere(&desk, &found) {
            break;
        }
        if all || found.len() >= count {
            // What they moved is shown, so all that is claimed of the same things is needed too.
            let taken: BTreeSet<EntryId> =
                found.iter().flat_map(|decision| decision.entries.iter().copied()).collect();
            let things = spoken_of(&desk, &taken);
            let Some(lookup) = Lookup::open(session) else { break };
            let about = About { things, ..about };
            return Ok(Desk { batches: desk.batches, ..Desk::gathered(session, lookup, &about, talk)? });
        }
        wanted = wanted.saturating_mul(2);
    }
    Desk::with_batches(session, author, talk)
}

/// Whether what follows from decisions, or from what they took back, may be anywhere in the record: a schema was adopted.
fn bears_anywhere(desk: &Desk<'_>, decisions: &[undo::Decision]) -> bool {
    let wording = desk.wording();
    let entries = decisions.iter().flat_map(|decision| &decision.entries).filter_map(|id| wording.get(*id));
    let of = |id: EntryId| wording.get(id).is_some_and(|entry| bears_on_all(entry.head.kind));
    entries.into_iter().any(|entry| {
        // What is out of sight may be quoted anywhere.
        entry.head.kind == Kind::Withhold || of(entry.id) || targets(entry).into_iter().any(of)
    })
}

/// An author's last decisions that stand, as far back as the part of the record goes that is at hand.
fn last(desk: &Desk<'_>, author: &PublicKey, state: &State, count: usize, way: Way) -> Vec<undo::Decision> {
    let mut wanted: BTreeMap<EntryId, Option<&Entry>> =
        desk.batches.iter().flatten().map(|id| (*id, None)).collect();
    for received in &desk.entries {
        if let Some(entry) = wanted.get_mut(&received.entry.id) {
            *entry = Some(&received.entry);
        }
    }
    let entry = |id: &EntryId| wanted.get(id).copied().flatten();
    let batches: Vec<Batch<'_>> =
        desk.batches.iter().map(|batch| batch.iter().filter_map(entry).collect()).collect();
    undo::last(&batches, state, author, way, count)
}

/// The entry whose id begins with these digits.
pub fn entry<'d>(desk: &'d Desk<'_>, digits: &str) -> Result<&'d Entry, Failure> {
    let fits = |id: &EntryId| digits.len() >= 4 && id.to_string().starts_with(digits);
    let found: Vec<&Entry> =
        desk.entries.iter().map(|received| &received.entry).filter(|entry| fits(&entry.id)).collect();
    match found[..] {
        [only] => Ok(only),
        [] => Err(Failure::usage(format!("no entry begins with `{digits}`"))
            .help("`assize why` shows the ids of a claim and its reviews")),
        _ => Err(Failure::usage(format!("`{digits}` begins {} ids", found.len())).help("give more digits")),
    }
}

/// So many things taken back are named one by one.
const NAMED: usize = 12;

/// What was decided, in words: one decision on the line itself, several below their count.
fn summed(wording: &Wording<'_>, told: &[EntryId], all: &[Kind], back: bool) -> (String, Vec<String>) {
    let items = wording.items(told, back);
    if let [only] = &items[..] {
        return (only.clone(), Vec::new());
    }
    let mut notes: Vec<String> = items.iter().take(NAMED).cloned().collect();
    if items.len() > NAMED {
        notes.push(format!("and {} more", items.len() - NAMED));
    }
    (kinds(all), notes)
}

/// `1 claim, 1 review, 2 links`.
pub fn kinds(all: &[Kind]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in all {
        *counts.entry(kind.name()).or_default() += 1;
    }
    let words: Vec<String> = counts
        .iter()
        .map(|(kind, n)| match *kind {
            "entity" => {
                if *n == 1 {
                    "1 name".to_owned()
                } else {
                    format!("{n} names")
                }
            }
            kind => count(*n, kind),
        })
        .collect();
    words.join(", ")
}

/// Entries that stand, are not taken back with these, and refer to one of them.
fn rests_on(desk: &Desk<'_>, state: &State, taken: &BTreeSet<EntryId>) -> Vec<String> {
    let rests = |entry: &Entry| {
        let refers = entry.head.refs.iter().any(|(role, id)| *role != Role::Replaces && taken.contains(id));
        refers
            && !taken.contains(&entry.id)
            && entry.head.kind != Kind::Retract
            && state.is_effective(entry.id)
    };
    let all = desk.entries.iter().map(|received| &received.entry);
    let mut found: Vec<&Entry> = all.filter(|entry| rests(entry)).collect();
    found.sort_unstable_by_key(|entry| entry.id);
    let wording = desk.wording();
    found
        .into_iter()
        .take(20)
        .map(|entry| format!("{} {} ({})", entry.head.kind.name(), entry.id.short(), wording.entry(entry)))
        .collect()
}

/// Whatever entries refer to, and they themselves, but for their evidence, a few steps on.
fn spoken_of(desk: &Desk<'_>, taken: &BTreeSet<EntryId>) -> Vec<EntryId> {
    let mut about: BTreeSet<EntryId> = BTreeSet::new();
    let mut of: BTreeSet<EntryId> = taken.clone();
    // A retraction of a retraction speaks of what that one spoke of.
    for _ in 0..3 {
        for received in &desk.entries {
            let entry = &received.entry;
            if of.contains(&entry.id) {
                let named = entry
                    .head
                    .refs
                    .iter()
                    .filter(|(role, _)| !matches!(role, Role::Passage | Role::Source | Role::Text));
                about.extend(named.clone().map(|(_, id)| *id));
                about.insert(entry.id);
            }
        }
        of.extend(about.iter().copied());
    }
    about.into_iter().collect()
}
