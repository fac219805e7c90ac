//! `assize verify`: hashes, log, signatures and spans; every fault by file and line.

use crate::{
    case::{Session, store_failure},
    cli::Cli,
    failure::{Exit, Failure, Outcome},
    output::{Output, count},
};
use assize_archive::{
    fault::{At, Severity},
    verify,
};
use assize_ledger::{Received, State};
use serde_json::json;

pub(crate) fn run(cli: &Cli, output: &mut Output) -> Outcome {
    let session = Session::find(cli)?;
    // What is damaged is named below.
    let (read, _) = session.store.load().map_err(store_failure)?;
    let entries: Vec<Received> =
        read.into_iter().map(|read| Received { entry: read.entry, received_at: None }).collect();
    let destroyed = State::fold(&entries, &session.settings.founders, None).destroyed;
    drop(entries);
    let report =
        verify::verify(&session.dir, &session.settings.founders, &destroyed).map_err(Failure::input)?;
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
