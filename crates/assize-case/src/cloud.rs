//! Folders that a program keeps alike on several machines: a case must not be written there.
//!
//! Such a program copies files one by one, in any order, and puts back older ones; two people who write then make two histories of one log.

use crate::failure::{Failure, file_failure};
use std::{fs, path::Path};

/// A plain file or folder of this name says so of the folder that it stands in.
const MARKERS: [(&str, &str); 9] = [
    (".dropbox.cache", "Dropbox"),
    (".stfolder", "Syncthing"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"),
    (".megaignore", "MEGA"),
    (".SynologyWorkingDirectory", "Synology Drive"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
];

/// A folder whose name begins so is itself one.
const NAMES: [(&str, &str); 4] = [
    ("OneDrive", "OneDrive"),
    ("com~apple~CloudDocs", "iCloud Drive"),
    ("iCloudDrive", "iCloud Drive"),
    ("CloudStorage", "a cloud service"),
];

/// Refuses a folder that a program keeps alike elsewhere, or that lies in one.
pub fn check(dir: &Path) -> Result<(), Failure> {
    // A case that is about to be made may not be there yet.
    let there = dir.ancestors().find(|dir| dir.exists() && !dir.as_os_str().is_empty());
    let there = there.unwrap_or_else(|| Path::new("."));
    let whole = there.canonicalize().map_err(|error| file_failure(there, &error))?;
    for folder in whole.ancestors() {
        if let Some((marker, program)) = marker(folder) {
            return Err(Failure::input(format!(
                "`{}` is kept alike on other machines by {program} (`{marker}`): a case that is written there is damaged sooner or later, so nothing was written",
                folder.display()
            ))
            .help("move the case folder to where no such program is; carry it to other machines with `assize backup`, or bring copies together with `assize merge`"));
        }
    }
    Ok(())
}

/// What says of a folder that a program keeps it alike, and which program.
fn marker(folder: &Path) -> Option<(String, &'static str)> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if let Some((_, program)) = NAMES.iter().find(|(begin, _)| name.starts_with(begin)) {
        return Some((name, program));
    }
    if let Some((marker, program)) = MARKERS.iter().find(|(marker, _)| folder.join(marker).exists()) {
        return Some(((*marker).to_owned(), program));
    }
    // In a home, `.dropbox` is a folder of settings; in what is kept alike, it is a file.
    if folder.join(".dropbox").is_file() {
        return Some((".dropbox".to_owned(), "Dropbox"));
    }
    let is_database = |name: &str| {
        let name = name.strip_prefix("._").or_else(|| name.strip_prefix('.'));
        name.is_some_and(|name| name.starts_with("sync_") && name.contains(".db"))
    };
    let all = fs::read_dir(folder).ok()?.flatten();
    let found =
        all.map(|entry| entry.file_name().to_string_lossy().into_owned()).find(|name| is_database(name));
    found.map(|name| (name, "Nextcloud or ownCloud"))
}
