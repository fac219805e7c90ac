//! `assize verify`: hashes, log, signatures and spans; every fault by file and line.

use crate::{
    case::{self, Session, received, store_failure},
    cli::{Cli, Verify},
    failure::{Exit, Failure, Outcome, file_failure},
    output::{Output, count},
    seen,
};
use assize_archive::plain::{self, BLOB_BYTES, Links};
use assize_archive::{
    fault::{At, Fault, Severity},
    verify,
};
use assize_ledger::{AsKnown, Received, State};
use assize_publish::{EditionFault, MANIFEST, Manifest};
use assize_record::BlobHash;
use serde_json::json;
use std::{collections::BTreeMap, fs, path::Path};

pub(crate) fn run(cli: &Cli, args: &Verify, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    if let Some(folder) = &args.site {
        return site(&session, folder, output);
    }
    report(&session, output)
}

/// Checks a case, and prints every fault. One is believed only where it is there while nobody writes: a writer may replace what is being read.
pub(crate) fn report(session: &Session, output: &mut Output) -> Outcome {
    let mut report = look(session)?;
    if verify::is_damaged(&report)
        && let Some(again) = session.while_nobody_writes(look)
    {
        report = again?;
    }
    for fault in &report {
        let at = match fault.at {
            At::File => json!("file"),
            At::Line(line) => json!({ "line": line }),
            At::Byte(byte) => json!({ "byte": byte }),
        };
        if output.json {
            output.object(&json!({ "schema": "assize.fault/1", "file": fault.file.display().to_string(), "at": at, "what": fault.what, "severity": format!("{:?}", fault.severity).to_lowercase() }));
        } else {
            output.line(fault.to_string());
        }
    }
    let faults = report.iter().filter(|fault| fault.severity == Severity::Fault).count();
    if faults == 0 {
        seen::note(session)?;
        output.talk(format!(
            "{} entries verified: every hash, signature, tile and span holds",
            session.store.covered()
        ));
        output.talk("no outside timestamp is on this record: receipts are this case's own word");
        return Ok(Exit::Done);
    }
    output.talk(format!("{}; everything else was verified and can be used", count(faults, "fault")));
    Ok(Exit::Integrity)
}

fn look(session: &Session) -> Result<Vec<Fault>, Failure> {
    // What is damaged is named by the check itself.
    let (read, _) = session.store.load().map_err(store_failure)?;
    let entries: Vec<Received> = read.into_iter().map(received).collect();
    let state = State::fold(&entries, &session.founders, None);
    drop(entries);
    let trusted = session.known_people(&state);
    verify::verify_seen(&session.dir, &trusted, &state.destroyed, &seen::of(session)?).map_err(store_failure)
}

/// Holds a published site against its manifest, and the manifest's key against the people of the record.
fn site(session: &Session, folder: &Path, output: &mut Output) -> Outcome {
    let path = folder.join(MANIFEST);
    let bytes = plain::read(&path, Links::Refuse, BLOB_BYTES).map_err(|error| {
        Failure::input(error).help("a folder that `assize publish` wrote holds its manifest")
    })?;
    let manifest = match Manifest::parse(&bytes) {
        Ok(manifest) => manifest,
        Err(fault) => {
            edition_fault(&fault, output);
            return Ok(Exit::Integrity);
        }
    };
    let mut files = BTreeMap::new();
    files_below(folder, folder, &mut files)?;
    files.remove(MANIFEST);
    let faults = manifest.faults(&files);
    faults.iter().for_each(|fault| edition_fault(fault, output));
    let view = session.fold(&session.entries(output)?, AsKnown::default());
    let by = view.actors().get(&manifest.key).filter(|_| view.people().contains(&manifest.key));
    match by {
        Some(name) => output.talk(format!("built on {}, signed by {name}", manifest.built_on)),
        None => output
            .warn(format!("signed by the key {}, which is nobody's that this record knows", manifest.key)),
    }
    seen::check_published(session, &[folder.join(MANIFEST)])?;
    if faults.is_empty() && by.is_some() {
        output.talk(format!(
            "{} verified: every file is the one that the manifest names",
            count(files.len(), "file")
        ));
        return Ok(Exit::Done);
    }
    Ok(Exit::Integrity)
}

fn edition_fault(fault: &EditionFault, output: &mut Output) {
    if output.json {
        output.object(&json!({ "schema": "assize.edition-fault/1", "what": fault.to_string() }));
    } else {
        output.line(fault.to_string());
    }
}

/// SHA-256 of every file of a site, by its path within it. What the folder is known by is none of them.
pub(crate) fn files_below(
    folder: &Path,
    root: &Path,
    files: &mut BTreeMap<String, BlobHash>,
) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(|error| file_failure(folder, &error))? {
        let path = entry.map_err(|error| file_failure(folder, &error))?.path();
        // A link to a folder may lead round in a circle; it is no file of a site, and named as such.
        if path.is_dir() && !path.is_symlink() {
            files_below(&path, root, files)?;
            continue;
        }
        let names = path.strip_prefix(root).unwrap_or(&path).iter().map(|name| name.to_string_lossy());
        let name = names.collect::<Vec<_>>().join("/");
        if name != super::publish::MARK {
            let bytes = plain::read(&path, Links::Refuse, BLOB_BYTES).map_err(Failure::input)?;
            files.insert(name, BlobHash::of(&bytes));
        }
    }
    Ok(())
}
