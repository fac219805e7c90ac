//! `assize merge CASE`: set union with another copy or another case.

use crate::{
    case::{self, Session, blob_failure, received, store_failure},
    cli::{Cli, Merge},
    failure::{Exit, Failure, Outcome},
    output::{Output, count},
    replica,
    secrets::forget_kept,
    seen, texts,
};
use assize_archive::store::{Leave, Merged, StoreError};
use assize_ledger::{AsKnown, Received, State, View};
use assize_record::{
    BlobHash, Entry, EntryId, Kind,
    body::{Anchor, Body, Passage},
    entry::Role,
    sign::{PublicKey, SecretKey},
};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) fn run(cli: &Cli, args: &Merge, output: &mut Output) -> Outcome {
    let mut session = case::find(cli)?;
    let other = Session::open(&args.other)?;
    let key = session.signing_key()?;
    let otherwise = seen::otherwise(&other)?;
    otherwise.older.iter().for_each(|older| output.talk(older));
    otherwise.forks.iter().for_each(|fork| output.warn(fork));
    let union = Union::of(&session, &other, output)?;
    let (blobs, lacking) = take_files(&session, &other, &union, output)?;
    let entries = misplaced(&session, &union);
    let leave = Leave { destroyed: union.view.destroyed().clone(), files: lacking, entries };
    let logs = session.store.other_logs().len();
    let Merged { receipt, faults, forks } = merge(&mut session, &other, &leave, &key)?;
    replica::note(&session)?;
    seen::note(&session)?;
    let logs = session.store.other_logs().len().saturating_sub(logs);
    for fault in faults.iter().take(NAMED) {
        output.warn(format!("{}: {fault}; left out", args.other.display()));
    }
    if faults.len() > NAMED {
        output.warn(format!("{} more, left out; `assize verify` there names them", faults.len() - NAMED));
    }
    for fork in &forks {
        output.warn(format!("{fork}; the one here is kept, the other is under `ledger/foreign`"));
    }
    let strangers = strangers(&session)?;
    if output.json {
        let forked: Vec<String> =
            forks.iter().map(ToString::to_string).chain(otherwise.forks.iter().cloned()).collect();
        let strangers: Vec<&PublicKey> = strangers.keys().collect();
        output.object(&json!({ "schema": "assize.merged/2", "entries": receipt.added, "bodies": receipt.bodies_found, "blobs": blobs, "logs": logs, "faults": faults.len(), "forks": forked, "strangers": strangers, "to_be_destroyed": union.pending }));
    }
    output.talk(format!(
        "{}, {} and {} taken in",
        count(usize::try_from(receipt.added).unwrap_or(usize::MAX), "entry"),
        count(blobs, "file"),
        count(logs, "log")
    ));
    if receipt.bodies_found > 0 {
        output.talk(format!("{} that had no content here have it again", receipt.bodies_found));
    }
    if union.pending > 0 {
        output.talk(format!(
            "content of {} is out of sight by an owner's word, and to be destroyed in this copy too: assize destroy --pending",
            count(union.pending, "entry")
        ));
    }
    let disputed = [
        (union.differing, "claim", "that people differ on, supporting nothing: assize differ"),
        (union.contested, "thing", "that somebody says is not one: assize status"),
    ];
    for (n, what, words) in disputed.into_iter().filter(|(n, ..)| *n > 0) {
        output.talk(format!("{} more {words}", count(n, what)));
    }
    if union.is_more_confidential {
        forget_kept(&session, output)?;
    }
    for (key, (name, signed)) in strangers {
        let name = name.map(|name| format!(" ({name})")).unwrap_or_default();
        output.talk(format!(
            "nobody here vouches for {key}{name}: {} count for nothing until an owner runs `assize actor add NAME {key} --role …`",
            count(signed, "entry")
        ));
    }
    Ok(match (forks.is_empty() && otherwise.forks.is_empty(), faults.is_empty()) {
        (false, _) => Exit::Integrity,
        (true, false) => Exit::Faults,
        (true, true) => Exit::Done,
    })
}

/// Most faults that are named one by one.
const NAMED: usize = 40;

/// Takes in the files that entries state. Gives how many were new, and which are neither here nor there as they were.
fn take_files(
    session: &Session,
    other: &Session,
    union: &Union,
    output: &Output,
) -> Result<(usize, BTreeSet<BlobHash>), Failure> {
    let (mut new, mut lacking) = (0, BTreeSet::new());
    for hash in union.blobs.iter().filter(|hash| !session.blobs.contains(hash)) {
        match other.blobs.get(hash) {
            Ok(bytes) => new += usize::from(session.blobs.put(&bytes).map_err(blob_failure)?.1),
            Err(error) => {
                output.warn(format!("{error}; left out"));
                lacking.insert(*hash);
            }
        }
    }
    Ok((new, lacking))
}

/// Passages and anchors of the other copy that are no place in their text, or quote it wrongly: anybody may sign such a thing, and `verify` would
/// complain of it here for good.
fn misplaced(session: &Session, union: &Union) -> BTreeMap<EntryId, String> {
    let mut found = BTreeMap::new();
    for (text, entries) in &union.places {
        let Some(sha256) = union.texts.get(text) else { continue };
        let Ok(words) = texts::text(session, sha256) else { continue };
        for entry in entries {
            let mut entry = entry.clone();
            let quoted = match &entry.body {
                Some((_, Body::Passage(Passage { exact, .. }) | Body::Anchor(Anchor { exact, .. }))) => {
                    exact.clone()
                }
                _ => None,
            };
            let is_place = entry.fill(&words).is_ok();
            let place = entry.span().and_then(|span| span.slice(&words));
            if !is_place || quoted.is_some_and(|quoted| place != Some(quoted.as_str())) {
                found.insert(entry.id, format!("is no place in text {}", text.short()));
            }
        }
    }
    found
}

/// Takes in the other copy; in a log of its own where this one's is behind.
fn merge(session: &mut Session, other: &Session, leave: &Leave, key: &SecretKey) -> Result<Merged, Failure> {
    let now = session.now()?;
    let merge = |session: &mut Session| session.store.merge_from(&other.store, leave, key, now);
    match merge(session) {
        Err(StoreError::Behind { size, .. }) => {
            let why = format!("the other copy holds {size} entries of the one at hand, more than are here");
            replica::begin(session, key, &why)?;
            merge(session).map_err(store_failure)
        }
        merged => merged.map_err(store_failure),
    }
}

/// Keys that have signed entries here and that nobody vouches for, with the name that they give themselves and how many entries they signed.
fn strangers(session: &Session) -> Result<BTreeMap<PublicKey, (Option<String>, usize)>, Failure> {
    let (read, _) = session.store.load().map_err(store_failure)?;
    let all_read: Vec<Received> = read.into_iter().map(received).collect();
    let state = State::fold(&all_read, &session.founders, None);
    let mut all: BTreeMap<PublicKey, (Option<String>, usize)> = BTreeMap::new();
    for by in all_read.iter().filter_map(|received| received.entry.head.by) {
        let actor = state.actors.get(&by);
        if !actor.is_some_and(|actor| actor.vouched) {
            all.entry(by).or_insert_with(|| (actor.and_then(|actor| actor.name.clone()), 0)).1 += 1;
        }
    }
    Ok(all)
}

/// What two cases come to, by the trust of the one that takes the other in.
struct Union {
    view: View,
    /// Files that entries state whose content is not destroyed.
    blobs: BTreeSet<BlobHash>,
    /// Entries whose content is here and destroyed by an owner's word.
    pending: usize,
    /// Whether sources are confidential that were not before.
    is_more_confidential: bool,
    /// The files of all texts.
    texts: BTreeMap<EntryId, BlobHash>,
    /// Passages and anchors that come with the other copy, by text.
    places: BTreeMap<EntryId, Vec<Entry>>,
    /// Claims that people differ on, and things that are contested, that were not before.
    differing: usize,
    contested: usize,
}

impl Union {
    fn of(session: &Session, other: &Session, output: &Output) -> Result<Self, Failure> {
        let mut all = session.entries(output)?;
        let here = all.len();
        let before = session.fold(&all, AsKnown::default());
        let (was_differing, was_contested) = (before.differing().len(), before.contested().len());
        let before = before.confidential();
        let (theirs, _) = other.store.load().map_err(store_failure)?;
        // What destroys and marks is held against its signature before it is believed; all else is checked as it is taken in.
        let authority = [Kind::Withhold, Kind::Mark, Kind::Actor, Kind::Retract];
        let is_sound = |received: &Received| {
            !authority.contains(&received.entry.head.kind) || received.entry.check().is_ok()
        };
        all.extend(theirs.into_iter().map(received).filter(is_sound));
        let view = session.fold(&all, AsKnown::default());
        let has_body = |received: &&Received| received.entry.body.is_some();
        let is_destroyed = |received: &&Received| view.destroyed().contains(&received.entry.id);
        let pending = all[..here].iter().filter(has_body).filter(is_destroyed).count();
        let stays = all.iter().filter(|received| !is_destroyed(received));
        let bodies = stays.filter_map(|received| received.entry.body.as_ref());
        let blobs = bodies.flat_map(|(_, body)| body.blobs()).collect();
        let is_more_confidential = view.confidential().iter().any(|source| !before.contains(source));
        let differing = view.differing().len().saturating_sub(was_differing);
        let contested = view.contested().len().saturating_sub(was_contested);
        let mut places: BTreeMap<EntryId, Vec<Entry>> = BTreeMap::new();
        let (ours, theirs) = all.split_at(here);
        let here: BTreeSet<EntryId> = ours.iter().map(|received| received.entry.id).collect();
        for entry in theirs.iter().map(|received| &received.entry) {
            if let (Kind::Passage | Kind::Anchor, Some(text)) =
                (entry.head.kind, entry.head.first(Role::Text))
                && !here.contains(&entry.id)
            {
                places.entry(text).or_default().push(entry.clone());
            }
        }
        let text_of = |received: &Received| match &received.entry.body {
            Some((_, Body::Text(text))) => Some((received.entry.id, text.sha256)),
            _ => None,
        };
        let texts = all.iter().filter_map(text_of).collect();
        Ok(Self { view, blobs, pending, is_more_confidential, texts, places, differing, contested })
    }
}
