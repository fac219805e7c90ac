//! `assize merge CASE`: set union with another copy or another case.

use crate::{
    case::{Session, received, store_failure},
    cli::{Cli, Merge},
    failure::{Exit, Failure, Outcome},
    output::{Output, count},
    replica,
};
use assize_archive::store::{Merged, StoreError};
use assize_ledger::{Received, State};
use assize_record::sign::{PublicKey, SecretKey};
use jiff::Timestamp;
use serde_json::json;
use std::collections::BTreeMap;

pub(crate) fn run(cli: &Cli, args: &Merge, output: &mut Output) -> Outcome {
    let mut session = Session::find(cli)?;
    let other = Session::open(&args.other)?;
    let key = session.signing_key()?;
    let mut blobs = 0;
    for hash in other.blobs.list().map_err(Failure::input)? {
        match other.blobs.get(&hash) {
            Ok(bytes) => blobs += usize::from(session.blobs.put(&bytes).map_err(Failure::input)?.1),
            Err(error) => output.warn(format!("{error}; left out")),
        }
    }
    let logs = session.store.other_logs().len();
    let Merged { receipt, faults, forks } = merge(&mut session, &other, &key)?;
    replica::note(&session)?;
    let logs = session.store.other_logs().len().saturating_sub(logs);
    for fault in &faults {
        output.warn(format!("{}: {fault}; left out", args.other.display()));
    }
    for fork in &forks {
        output.warn(format!("{fork}; the one here is kept, the other is under `ledger/foreign`"));
    }
    let strangers = strangers(&session)?;
    if output.json {
        let forked: Vec<String> = forks.iter().map(ToString::to_string).collect();
        let strangers: Vec<&PublicKey> = strangers.keys().collect();
        output.object(&json!({ "schema": "assize.merged/2", "entries": receipt.added, "bodies": receipt.bodies_found, "blobs": blobs, "logs": logs, "faults": faults.len(), "forks": forked, "strangers": strangers }));
    }
    output.talk(format!(
        "{} entries, {} and {} taken in",
        receipt.added,
        count(blobs, "file"),
        count(logs, "log")
    ));
    for (key, (name, entries)) in strangers {
        let name = name.map(|name| format!(" ({name})")).unwrap_or_default();
        output.talk(format!(
            "nobody here vouches for {key}{name}: {} count for nothing until an owner runs `assize actor add NAME {key} --role …`",
            if entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") }
        ));
    }
    Ok(match (forks.is_empty(), faults.is_empty()) {
        (false, _) => Exit::Integrity,
        (true, false) => Exit::Faults,
        (true, true) => Exit::Done,
    })
}

/// Takes in the other copy; in a log of its own where this one's is behind.
fn merge(session: &mut Session, other: &Session, key: &SecretKey) -> Result<Merged, Failure> {
    let merge = |session: &mut Session| session.store.merge_from(&other.store, key, Timestamp::now());
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
    let entries: Vec<Received> = read.into_iter().map(received).collect();
    let state = State::fold(&entries, &session.founders, None);
    let mut all: BTreeMap<PublicKey, (Option<String>, usize)> = BTreeMap::new();
    for by in entries.iter().filter_map(|received| received.entry.head.by) {
        let actor = state.actors.get(&by);
        if !actor.is_some_and(|actor| actor.vouched) {
            all.entry(by).or_insert_with(|| (actor.and_then(|actor| actor.name.clone()), 0)).1 += 1;
        }
    }
    Ok(all)
}
