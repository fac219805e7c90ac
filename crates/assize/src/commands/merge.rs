//! `assize merge CASE`: set union with another case.

use crate::{
    case::{Session, store_failure},
    cli::{Cli, Merge},
    failure::{Exit, Failure, Outcome},
    keys,
    output::{Output, count},
    secrets::{entries, forget_fingerprints},
};
use assize_ledger::{AsKnown, Received, View};
use assize_record::{BlobHash, Kind};
use jiff::Timestamp;
use serde_json::json;
use std::collections::BTreeSet;

pub(crate) fn run(cli: &Cli, args: &Merge, output: &mut Output) -> Outcome {
    let mut session = Session::find(cli)?;
    let other = Session::open(&args.other)?;
    let union = union(&session, &other, output)?;
    let mut blobs = 0;
    for hash in other.blobs.list().map_err(Failure::input)?.iter().filter(|hash| union.blobs.contains(hash)) {
        match other.blobs.get(hash) {
            Ok(bytes) => blobs += usize::from(session.blobs.put(&bytes).map_err(Failure::input)?.1),
            Err(error) => output.warn(format!("{error}; left out")),
        }
    }
    let (receipt, faults) = session
        .store
        .merge_from(&other.store, union.view.destroyed(), &keys::own()?, Timestamp::now())
        .map_err(store_failure)?;
    for fault in &faults {
        output.warn(format!("{}: {fault}; left out", args.other.display()));
    }
    if output.json {
        output.object(&json!({ "schema": "assize.merged/1", "entries": receipt.added, "bodies": receipt.bodies_found, "blobs": blobs, "faults": faults.len(), "to_be_destroyed": union.pending }));
    }
    output.talk(format!(
        "{} and {} taken in",
        entries(usize::try_from(receipt.added).unwrap_or(usize::MAX)),
        count(blobs, "file")
    ));
    if receipt.bodies_found > 0 {
        output.talk(format!("{} that had no content here have it again", receipt.bodies_found));
    }
    if union.pending > 0 {
        output.talk(format!(
            "content of {} is out of sight by an owner's word, and to be destroyed in this copy too: assize destroy --pending",
            entries(union.pending)
        ));
    }
    if union.is_more_confidential {
        forget_fingerprints(&session, output)?;
    }
    let strangers: Vec<_> =
        other.settings.founders.iter().filter(|key| !session.settings.founders.contains(key)).collect();
    for key in strangers {
        output.talk(format!(
            "the other case was founded by {key}: add it to `founders` in case.toml to let its reviews count"
        ));
    }
    Ok(if faults.is_empty() { Exit::Done } else { Exit::Faults })
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
}

fn union(session: &Session, other: &Session, output: &Output) -> Result<Union, Failure> {
    let ours = session.entries(output)?;
    let before = session.fold(&ours, AsKnown::default()).confidential();
    let (theirs, _) = other.store.load().map_err(store_failure)?;
    let theirs = theirs.into_iter().map(|read| Received { entry: read.entry, received_at: None });
    let mut all = ours;
    let here = all.len();
    // What destroys and marks is held against its signature before it is believed; all else is checked as it is taken in.
    let authority = [Kind::Withhold, Kind::Mark, Kind::Actor, Kind::Retract];
    let is_sound = |received: &Received| {
        !authority.contains(&received.entry.head.kind) || received.entry.check().is_ok()
    };
    all.extend(theirs.filter(is_sound));
    let view = session.fold(&all, AsKnown::default());
    let has_body = |received: &&Received| received.entry.body.is_some();
    let is_destroyed = |received: &&Received| view.destroyed().contains(&received.entry.id);
    let pending = all[..here].iter().filter(has_body).filter(is_destroyed).count();
    let stays = all.iter().filter(|received| !is_destroyed(received));
    let bodies = stays.filter_map(|received| received.entry.body.as_ref());
    let blobs = bodies.flat_map(|(_, body)| body.blobs()).collect();
    let is_more_confidential = view.confidential().iter().any(|source| !before.contains(source));
    Ok(Union { view, blobs, pending, is_more_confidential })
}
