//! A folder that is written whole or not at all: built beside the one it takes the place of, synced, and exchanged with it in one step.
//!
//! Whatever a run is cut short at, the old folder stands there or the new one, never half of either and never neither. What such a run leaves
//! beside it is removed by the next.

use crate::{
    disk, plain,
    store::{Patience, StoreError, wait_for},
};
use rustix::fs::{CWD, RenameFlags};
use std::{
    fs::{self, File, TryLockError},
    io::Write as _,
    path::{Path, PathBuf},
};

/// A folder that nobody else may exchange meanwhile.
#[derive(Debug)]
pub struct Held {
    out: PathBuf,
    above: PathBuf,
    name: String,
    /// The folder above, locked until this is dropped.
    _lock: File,
}

/// Files synced at once.
const AT_ONCE: usize = 32;

impl Held {
    /// Waits until nobody else exchanges a folder beside `out`, and removes what runs that were cut short have left. The folder itself need
    /// not be there; the one above it is made where it is missing. A link is followed, so that a site can stand elsewhere.
    ///
    /// # Errors
    /// [`StoreError::Locked`], [`StoreError::Io`].
    pub fn take(out: &Path, patience: Patience) -> Result<Self, StoreError> {
        let out = if out.exists() { out.canonicalize().map_err(disk::io_at(out))? } else { out.to_owned() };
        let above = match out.parent() {
            Some(above) if !above.as_os_str().is_empty() => above.to_owned(),
            _ => PathBuf::from("."),
        };
        disk::make_folder(&above)?;
        let name = out.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let lock = plain::open_folder(&above).map_err(disk::io_at(&above))?;
        wait_for(patience, || match lock.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(disk::io_at(&above)(error)),
        })?
        .then_some(())
        .ok_or_else(|| StoreError::Locked(out.clone()))?;
        let held = Self { out, above, name, _lock: lock };
        for (name, path, _) in held.left()? {
            if name.ends_with("-old") && !held.out.exists() {
                // Cut short between two renames, on a file system that cannot exchange names.
                disk::rename(&path, &held.out)?;
                continue;
            }
            fs::remove_dir_all(&path).map_err(disk::io_at(&path))?;
        }
        Ok(held)
    }

    /// The folder that is held.
    pub fn path(&self) -> &Path {
        &self.out
    }

    /// Puts a folder with these files, and no others, in the place of the one that is there.
    ///
    /// # Errors
    /// [`StoreError::Io`]; then the old folder stands as it was.
    pub fn replace<'f>(&self, files: impl Iterator<Item = (&'f str, &'f [u8])>) -> Result<(), StoreError> {
        self.replace_by(|beside| write(beside, files))
    }

    /// The same with whatever `write` puts into a new folder beside; it syncs what it writes.
    ///
    /// # Errors
    /// Those of `write`, and as [`Held::replace`].
    pub fn replace_by<E: From<StoreError>>(
        &self,
        write: impl FnOnce(&Path) -> Result<(), E>,
    ) -> Result<(), E> {
        let beside = self.above.join(format!("{}{}", self.prefix(), std::process::id()));
        fs::create_dir(&beside).map_err(disk::io_at(&beside))?;
        let written = write(&beside).and_then(|()| Ok(self.exchange(&beside)?));
        if written.is_err() {
            // The first error is the one that matters; the next run removes what is left.
            let _ = fs::remove_dir_all(&beside);
        }
        written
    }

    /// The step that counts.
    fn exchange(&self, beside: &Path) -> Result<(), StoreError> {
        let io = |error: rustix::io::Errno| disk::io_at(&self.out)(error.into());
        if !self.out.exists() {
            rustix::fs::rename(beside, &self.out).map_err(io)?;
            return disk::sync_folder(&self.above);
        }
        match rustix::fs::renameat_with(CWD, beside, CWD, &self.out, RenameFlags::EXCHANGE) {
            Ok(()) => {}
            // A file system that cannot exchange two names: the old folder is away for a moment, and still beside.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {
                let old = self.above.join(format!("{}{}-old", self.prefix(), std::process::id()));
                rustix::fs::rename(&self.out, &old).map_err(io)?;
                if let Err(error) = rustix::fs::rename(beside, &self.out) {
                    let _ = rustix::fs::rename(&old, &self.out);
                    return Err(io(error));
                }
                disk::sync_folder(&self.above)?;
                return fs::remove_dir_all(&old).map_err(disk::io_at(&old));
            }
            Err(error) => return Err(io(error)),
        }
        disk::sync_folder(&self.above)?;
        // The new one stands; of the old one nothing is needed.
        fs::remove_dir_all(beside).map_err(disk::io_at(beside))
    }

    fn prefix(&self) -> String {
        format!("{}{}-", disk::UNFINISHED, self.name)
    }

    /// Folders that runs which were cut short have left.
    fn left(&self) -> Result<Vec<(String, PathBuf, fs::FileType)>, StoreError> {
        let mut all = disk::list(&self.above)?;
        let prefix = self.prefix();
        all.retain(|(name, _, kind)| {
            let process = name.strip_prefix(&prefix).map(|rest| rest.strip_suffix("-old").unwrap_or(rest));
            kind.is_dir() && process.is_some_and(|process| process.parse::<u32>().is_ok())
        });
        Ok(all)
    }
}

/// Writes files into a folder, and syncs them and every folder.
fn write<'f>(beside: &Path, files: impl Iterator<Item = (&'f str, &'f [u8])>) -> Result<(), StoreError> {
    let mut writer = Writer::new(beside, None);
    for (name, bytes) in files {
        writer.put(name, bytes)?;
    }
    writer.finish()
}

/// Fills a new folder, file by file. A file that the folder before it holds with the same bytes is taken over from there and not written again.
#[derive(Debug)]
pub struct Writer {
    folder: PathBuf,
    before: Option<PathBuf>,
    written: Vec<(PathBuf, File)>,
    folders: std::collections::BTreeSet<PathBuf>,
    /// How many files were written, and how many taken over.
    pub counts: (usize, usize),
}

impl Writer {
    /// Fills `folder`, which is there and empty; `before` is the folder that it takes the place of.
    pub fn new(folder: &Path, before: Option<&Path>) -> Self {
        let folders = std::collections::BTreeSet::from([folder.to_owned()]);
        let before = before.map(Path::to_owned);
        Self { folder: folder.to_owned(), before, written: Vec::new(), folders, counts: (0, 0) }
    }

    /// Puts a file there. Its bytes are compared with those of the file before it, whatever anybody says of either.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.folder.join(name);
        let folder = disk::folder_of(&path);
        if self.folders.insert(folder.to_owned()) {
            fs::create_dir_all(folder).map_err(disk::io_at(folder))?;
            let between = folder.ancestors().take_while(|at| at.starts_with(&self.folder));
            self.folders.extend(between.map(Path::to_owned));
        }
        if let Some(before) = self.before.as_ref().map(|before| before.join(name))
            && plain::read(&before, plain::Links::Refuse, bytes.len() as u64)
                .is_ok_and(|there| there == bytes)
            && fs::hard_link(&before, &path).is_ok()
        {
            // It was synced when it was written.
            self.counts.1 += 1;
            return Ok(());
        }
        let mut file = File::create_new(&path).map_err(disk::io_at(&path))?;
        file.write_all(bytes).map_err(disk::io_at(&path))?;
        self.written.push((path, file));
        self.counts.0 += 1;
        if self.written.len() == AT_ONCE {
            sync(&mut self.written)?;
        }
        Ok(())
    }

    /// Syncs what was written, and every folder.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn finish(mut self) -> Result<(), StoreError> {
        sync(&mut self.written)?;
        self.folders.iter().try_for_each(|folder| disk::sync_folder(folder))
    }
}

fn sync(files: &mut Vec<(PathBuf, File)>) -> Result<(), StoreError> {
    let files = std::mem::take(files);
    std::thread::scope(|scope| {
        let all: Vec<_> = files
            .iter()
            .map(|(path, file)| scope.spawn(|| file.sync_all().map_err(disk::io_at(path))))
            .collect();
        let joined =
            all.into_iter().map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        joined.collect::<Result<Vec<()>, _>>()
    })
    .map(drop)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "tests read what they wrote themselves")]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_exchanged_whole_and_what_was_left_is_removed() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("site");
        let replace = |files: &[(&str, &str)]| {
            let held = Held::take(&out, Patience::default()).expect("held");
            held.replace(files.iter().map(|(name, bytes)| (*name, bytes.as_bytes()))).expect("replaced");
        };
        replace(&[("a.html", "1"), ("deep/er/b.html", "2")]);
        assert_eq!(fs::read_to_string(out.join("deep/er/b.html")).expect("there"), "2");
        let left = dir.path().join(".new-site-4194303");
        fs::create_dir(&left).expect("made");
        fs::create_dir(dir.path().join(".new-site-of-mine")).expect("made");
        replace(&[("c.html", "3")]);
        let names: Vec<String> =
            disk::list(dir.path()).expect("listed").into_iter().map(|(name, ..)| name).collect();
        assert!(!out.join("a.html").exists() && !left.exists(), "{names:?}");
        assert_eq!(names, [".new-site-of-mine", "site"]);
        let failed = Held::take(&out, Patience::default()).expect("held");
        assert!(failed.replace([("x", &b""[..]), ("x/y", &b""[..])].into_iter()).is_err());
        assert_eq!(fs::read_to_string(out.join("c.html")).expect("as it was"), "3");
    }
}
