//! `assize backup FILE` and `assize restore FILE DIR`: a case in one file, and back.

use super::verify;
use crate::{
    case::{Session, store_failure},
    cli::{Backup, Cli, Restore},
    cloud,
    failure::{Exit, Failure, Outcome, file_failure},
    output::{Output, count},
};
use assize_archive::backup::{self, BackupError};
use serde_json::json;
use std::{fs, io, path::Path};

pub(crate) fn backup(cli: &Cli, args: &Backup, output: &mut Output) -> Outcome {
    let mut session = Session::find(cli)?;
    let path = &args.file;
    if path.exists() {
        return Err(Failure::usage(format!("`{}` is there already", path.display()))
            .help("a backup never takes the place of another: give it a name of its own"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| file_failure(folder, &error))?;
    let written = session.store.hold(|store| {
        let (files, left_out) = backup::files(store.case())?;
        let counted = backup::write(store.case(), &files, io::BufWriter::new(&mut file))?;
        Ok::<_, BackupError>((counted, left_out))
    });
    let (counted, left_out) = written.map_err(store_failure)?.map_err(Failure::input)?;
    file.as_file().sync_all().map_err(|error| file_failure(path, &error))?;
    file.persist_noclobber(path).map_err(|error| file_failure(path, &error.error))?;
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| file_failure(folder, &error))?;
    let log = session.store.log();
    if output.json {
        let log = log.as_ref().map(|log| json!({ "origin": log.origin, "size": log.size, "root": log.root }));
        let left_out: Vec<String> = left_out.iter().map(|path| path.display().to_string()).collect();
        output.object(&json!({ "schema": "assize.backup/1", "file": path.display().to_string(), "files": counted.files, "bytes": counted.bytes, "log": log, "left_out": left_out }));
    }
    output.talk(format!("{} and {} bytes in {}", count_of(counted.files), counted.bytes, path.display()));
    if let Some(log) = log {
        output.talk(format!("log `{}`: {} entries, root {}", log.origin, log.size, log.root));
    }
    for path in left_out {
        output.talk(format!("left out, as it is no part of the case: {}", path.display()));
    }
    Ok(Exit::Done)
}

pub(crate) fn restore(args: &Restore, output: &mut Output) -> Outcome {
    let dir = &args.dir;
    cloud::check(dir)?;
    if fs::read_dir(dir).is_ok_and(|mut found| found.next().is_some()) || dir.is_file() {
        return Err(Failure::usage(format!("`{}` is not an empty folder", dir.display()))
            .help("name a folder that is not there yet; nothing is restored over a case"));
    }
    let file = fs::File::open(&args.file).map_err(|error| file_failure(&args.file, &error))?;
    let above = dir.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(above).map_err(|error| file_failure(above, &error))?;
    // Beside, and then in place: whatever it is cut short at, no half a case is taken for one.
    let beside = tempfile::Builder::new().prefix(".restoring-").tempdir_in(above);
    let beside = beside.map_err(|error| file_failure(above, &error))?;
    let counted = backup::unpack(file, beside.path())
        .map_err(|error| Failure::input(format!("`{}`: {error}", args.file.display())))?;
    Session::open(beside.path())?;
    if dir.exists() {
        fs::remove_dir(dir).map_err(|error| file_failure(dir, &error))?;
    }
    let beside = beside.keep();
    share(&beside).map_err(|error| file_failure(&beside, &error))?;
    fs::rename(&beside, dir).map_err(|error| file_failure(dir, &error))?;
    fs::File::open(above).and_then(|above| above.sync_all()).map_err(|error| file_failure(above, &error))?;
    let session = Session::open(dir)?;
    output.talk(format!("{} restored to {}", count_of(counted.files), dir.display()));
    verify::report(&session, output)
}

/// A temporary folder is its maker's alone; a case has the modes that any new folder has.
fn share(dir: &Path) -> io::Result<()> {
    let model = dir.join("archive").metadata().or_else(|_| dir.join("ledger").metadata())?;
    fs::set_permissions(dir, model.permissions())
}

fn count_of(files: u64) -> String {
    count(usize::try_from(files).unwrap_or(usize::MAX), "file")
}
