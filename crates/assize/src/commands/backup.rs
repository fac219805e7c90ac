//! `assize backup FILE` and `assize restore FILE DIR`: a case in one file, and back.

use super::verify;
use crate::{
    case::{self, Session, store_failure},
    cli::{Backup, Cli, Restore},
    cloud,
    failure::{Exit, Failure, Outcome, exit_of, file_failure},
    output::{Output, count},
    replica,
};
use assize_archive::backup::{self, BackupError};
use assize_archive::{
    folder::Held,
    plain::{self, Links},
};
use serde_json::json;
use std::{fs, io};

pub(crate) fn backup(cli: &Cli, args: &Backup, output: &mut Output) -> Outcome {
    let mut session = case::find(cli)?;
    let path = &args.file;
    if path.exists() {
        return Err(Failure::usage(format!("`{}` is there already", path.display()))
            .help("a backup never takes the place of another: give it a name of its own"));
    }
    let beside = plain::beside(path)?;
    let mut file = fs::File::create_new(&beside).map_err(|error| file_failure(&beside, &error))?;
    let written = session.store.hold(|store| {
        let (files, left_out) = backup::files(store.case())?;
        let counted = backup::write(store.case(), &files, io::BufWriter::new(&mut file))?;
        Ok::<_, BackupError>((counted, left_out))
    });
    let written = written.map_err(store_failure).and_then(|written| written.map_err(backup_failure));
    let (counted, left_out) = written.inspect_err(|_| {
        // The first error is the one that matters; the next backup of this name removes what is left.
        let _ = fs::remove_file(&beside);
    })?;
    let named = file.sync_all().and_then(|()| plain::name_new(&beside, path));
    named.map_err(|error| {
        let _ = fs::remove_file(&beside);
        file_failure(path, &error)
    })?;
    let log = session.store.log();
    if output.json {
        let log = log.as_ref().map(|log| json!({ "origin": log.origin, "size": log.size, "root": log.root }));
        let left_out: Vec<String> = left_out.iter().map(|path| path.display().to_string()).collect();
        output.object(&json!({ "schema": "assize.backup/1", "file": path.display().to_string(), "files": counted.files, "bytes": counted.bytes, "altered": counted.altered, "log": log, "left_out": left_out }));
    }
    output.talk(format!("{} and {} bytes in {}", count_of(counted.files), counted.bytes, path.display()));
    if let Some(log) = log {
        output.talk(format!("log `{}`: {} entries, root {}", log.origin, log.size, log.root));
    }
    for path in left_out {
        output.talk(format!("left out, as it is no part of the case: {}", path.display()));
    }
    for name in &counted.altered {
        output.warn(format!("`{}` is altered, and in the backup as it is: `assize verify`", name.display()));
    }
    Ok(if counted.altered.is_empty() { Exit::Done } else { Exit::Integrity })
}

fn backup_failure(error: BackupError) -> Failure {
    match error {
        BackupError::Store(error) => store_failure(error),
        BackupError::Io(error) => Failure { exit: exit_of(&error), ..Failure::input(error) },
        error => Failure::input(error),
    }
}

pub(crate) fn restore(args: &Restore, output: &mut Output) -> Outcome {
    let dir = &args.dir;
    cloud::check(dir)?;
    if fs::read_dir(dir).is_ok_and(|mut found| found.next().is_some()) || dir.is_file() {
        return Err(Failure::usage(format!("`{}` is not an empty folder", dir.display()))
            .help("name a folder that is not there yet; nothing is restored over a case"));
    }
    let (file, _) = plain::open(&args.file, Links::Follow, u64::MAX).map_err(Failure::input)?;
    // Beside, and then in place: whatever it is cut short at, no half a case is taken for one.
    let mut counted = None;
    Held::take(dir, case::patience())?.replace_by(|beside| {
        let unpacked = backup::unpack(file, beside)
            .map_err(|error| Failure::input(format!("`{}`: {error}", args.file.display())))?;
        Session::open(beside)?;
        counted = Some(unpacked);
        Ok::<(), Failure>(())
    })?;
    let counted = counted.unwrap_or_default();
    let session = Session::open(dir)?;
    output.talk(format!("{} restored to {}", count_of(counted.files), dir.display()));
    if let Some(size) = replica::restored(&session)? {
        output.talk(format!(
            "this backup is older than what your key has signed, {size} entries: what came later is in no copy here until you merge one that has it"
        ));
    }
    verify::report(&session, output)
}

fn count_of(files: u64) -> String {
    count(usize::try_from(files).unwrap_or(usize::MAX), "file")
}
