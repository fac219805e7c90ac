//! `assize merge CASE`: set union with another case.

use crate::{
    case::{Session, store_failure},
    cli::{Cli, Merge},
    failure::{Exit, Failure, Outcome},
    keys,
    output::{Output, count},
};
use assize_archive::store::Merged;
use jiff::Timestamp;
use serde_json::json;

pub(crate) fn run(cli: &Cli, args: &Merge, output: &mut Output) -> Outcome {
    let mut session = Session::find(cli)?;
    let other = Session::open(&args.other)?;
    let mut blobs = 0;
    for hash in other.blobs.list().map_err(Failure::input)? {
        match other.blobs.get(&hash) {
            Ok(bytes) => blobs += usize::from(session.blobs.put(&bytes).map_err(Failure::input)?.1),
            Err(error) => output.warn(format!("{error}; left out")),
        }
    }
    let Merged { receipt, faults, .. } =
        session.store.merge_from(&other.store, &keys::own()?, Timestamp::now()).map_err(store_failure)?;
    for fault in &faults {
        output.warn(format!("{}: {fault}; left out", args.other.display()));
    }
    if output.json {
        output.object(&json!({ "schema": "assize.merged/1", "entries": receipt.added, "bodies": receipt.bodies_found, "blobs": blobs, "faults": faults.len() }));
    }
    output.talk(format!("{} entries and {} taken in", receipt.added, count(blobs, "file")));
    let strangers: Vec<_> =
        other.settings.founders.iter().filter(|key| !session.settings.founders.contains(key)).collect();
    for key in strangers {
        output.talk(format!(
            "the other case was founded by {key}: add it to `founders` in case.toml to let its reviews count"
        ));
    }
    Ok(if faults.is_empty() { Exit::Done } else { Exit::Faults })
}
