//! A model of a disk that forgets what was not synced: what a program asked of the system is played to it, and the power goes at any call.
//!
//! A file's bytes last once that file is synced; a name lasts once the folder it stands in is. Everything else may be there or not. A rename is
//! there whole or not at all, as file systems with a journal have it.

use super::{Node, Numbers, Snapshot};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// What happened to the files of a world, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// A file was opened for writing: made where it was missing, emptied where asked.
    Open {
        /// Its path.
        path: PathBuf,
        /// Whether it was made where it was missing.
        makes: bool,
        /// Whether it was emptied.
        empties: bool,
    },
    /// A folder was made.
    Folder(PathBuf),
    /// Bytes were written at a place, or at the end.
    Write {
        /// To what.
        path: PathBuf,
        /// At which byte; where the file stood, or at its end, where left out.
        at: Option<u64>,
        /// What.
        bytes: Vec<u8>,
    },
    /// A file or folder was synced.
    Sync(PathBuf),
    /// Something got another name.
    Rename(PathBuf, PathBuf),
    /// Something got one more name.
    Link(PathBuf, PathBuf),
    /// A name was removed.
    Remove(PathBuf),
    /// A file was cut or grown to a length.
    Length(PathBuf, u64),
    /// Something was said to the person.
    Said,
}

/// A file: its bytes now, and as they last.
#[derive(Debug, Clone, Default)]
struct File {
    now: Vec<u8>,
    lasting: Vec<u8>,
    mode: u32,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    File(usize),
    Folder(usize),
}

/// A folder: its names now, and as they last.
#[derive(Debug, Clone, Default)]
struct Folder {
    now: BTreeMap<String, Item>,
    lasting: BTreeMap<String, Item>,
}

/// A rename that does not last yet: both folders, both names, and what was renamed.
#[derive(Debug, Clone)]
struct Renamed {
    from: (usize, String),
    to: (usize, String),
    item: Item,
}

/// The disk.
#[derive(Debug, Clone, Default)]
pub struct Disk {
    files: Vec<File>,
    folders: Vec<Folder>,
    renamed: Vec<Renamed>,
}

/// How much of what was not synced is there after the power went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Survives {
    /// Nothing.
    Nothing,
    /// What the numbers choose: names one by one, files whole, cut, or with zeros at their end.
    Some,
    /// All of it: as where a process is killed.
    Everything,
}

impl Disk {
    /// A disk on which all of a world lasts.
    pub fn of(world: &Snapshot) -> Self {
        let mut disk = Self { folders: vec![Folder::default()], ..Self::default() };
        for (path, node) in &world.0 {
            match node {
                Node::Folder => drop(disk.enter(path, Self::new_folder)),
                Node::File(bytes, mode) => {
                    if let Some(Item::File(file)) = disk.enter(path, Self::new_file) {
                        disk.files[file] = File { now: bytes.clone(), lasting: bytes.clone(), mode: *mode };
                    }
                }
                Node::Link(_) | Node::Other => {}
            }
        }
        for folder in &mut disk.folders {
            folder.lasting = folder.now.clone();
        }
        disk
    }

    fn new_file(&mut self) -> Item {
        self.files.push(File { mode: 0o644, ..File::default() });
        Item::File(self.files.len() - 1)
    }

    fn new_folder(&mut self) -> Item {
        self.folders.push(Folder::default());
        Item::Folder(self.folders.len() - 1)
    }

    /// What a path stands for now.
    fn item(&self, path: &Path) -> Option<Item> {
        path.iter().try_fold(Item::Folder(0), |item, name| match item {
            Item::Folder(folder) => self.folders[folder].now.get(&*name.to_string_lossy()).copied(),
            Item::File(_) => None,
        })
    }

    /// The folder that a path stands in, and its name there.
    fn place(&self, path: &Path) -> Option<(usize, String)> {
        let folder = self.item(path.parent()?)?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        if let Item::Folder(folder) = folder { Some((folder, name)) } else { None }
    }

    fn enter(&mut self, path: &Path, make: impl FnOnce(&mut Self) -> Item) -> Option<Item> {
        let (folder, name) = self.place(path)?;
        let item = make(self);
        self.folders[folder].now.insert(name, item);
        Some(item)
    }

    /// Plays one call.
    pub fn play(&mut self, call: &Call) {
        match call {
            Call::Open { path, makes, empties } => {
                let item = match self.item(path) {
                    None if *makes => self.enter(path, Self::new_file),
                    found => found,
                };
                if let (Some(Item::File(file)), true) = (item, *empties) {
                    self.files[file].now.clear();
                }
            }
            Call::Folder(path) if self.item(path).is_none() => drop(self.enter(path, Self::new_folder)),
            Call::Write { path, at, bytes } => self.write(path, *at, bytes),
            Call::Sync(path) => match self.item(path) {
                Some(Item::File(file)) => self.files[file].lasting = self.files[file].now.clone(),
                Some(Item::Folder(folder)) => self.sync_folder(folder),
                None => {}
            },
            Call::Rename(from, to) => self.rename(from, to),
            Call::Link(from, to) => {
                if let Some(item) = self.item(from) {
                    self.enter(to, |_| item);
                }
            }
            Call::Remove(path) => {
                if let Some((folder, name)) = self.place(path) {
                    self.folders[folder].now.remove(&name);
                }
            }
            Call::Length(path, length) => {
                if let Some(Item::File(file)) = self.item(path) {
                    self.files[file].now.resize(usize::try_from(*length).unwrap_or(0), 0);
                }
            }
            Call::Folder(_) | Call::Said => {}
        }
    }

    fn rename(&mut self, from: &Path, to: &Path) {
        let (Some(from), Some(to)) = (self.place(from), self.place(to)) else { return };
        if let Some(item) = self.folders[from.0].now.remove(&from.1) {
            self.folders[to.0].now.insert(to.1.clone(), item);
            self.renamed.push(Renamed { from, to, item });
        }
    }

    fn sync_folder(&mut self, folder: usize) {
        self.folders[folder].lasting = self.folders[folder].now.clone();
        let renamed = std::mem::take(&mut self.renamed);
        let (lasting, open) =
            renamed.into_iter().partition::<Vec<_>, _>(|one| one.from.0 == folder || one.to.0 == folder);
        self.renamed = open;
        // The other half of a rename comes down with this one.
        for Renamed { from, to, item } in lasting {
            if from.0 != folder {
                self.folders[from.0].lasting.remove(&from.1);
            }
            if to.0 != folder && self.folders[to.0].now.get(&to.1) == Some(&item) {
                self.folders[to.0].lasting.insert(to.1, item);
            }
        }
    }

    /// The same disk with each rename that does not last yet made or not made, as the numbers choose.
    fn decided(&self, numbers: &mut Numbers) -> Self {
        let mut disk = self.clone();
        for Renamed { from, to, item } in std::mem::take(&mut disk.renamed).into_iter().rev() {
            if numbers.below(2) == 0 {
                disk.folders[from.0].lasting.remove(&from.1);
                disk.folders[to.0].lasting.insert(to.1, item);
                continue;
            }
            let before = disk.folders[to.0].lasting.get(&to.1).copied();
            let now = &mut disk.folders[to.0].now;
            match before {
                Some(before) => now.insert(to.1, before),
                None => now.remove(&to.1),
            };
            disk.folders[from.0].now.entry(from.1).or_insert(item);
        }
        disk
    }

    fn write(&mut self, path: &Path, at: Option<u64>, bytes: &[u8]) {
        let Some(Item::File(file)) = self.item(path) else { return };
        let now = &mut self.files[file].now;
        let at = at.and_then(|at| usize::try_from(at).ok()).unwrap_or(now.len());
        if now.len() < at + bytes.len() {
            now.resize(at + bytes.len(), 0);
        }
        now[at..at + bytes.len()].copy_from_slice(bytes);
    }

    /// What is there once the power is back.
    pub fn after_a_cut(&self, survives: Survives, numbers: &mut Numbers) -> Snapshot {
        if survives == Survives::Some {
            return self.decided(numbers).left(survives, numbers);
        }
        self.left(survives, numbers)
    }

    fn left(&self, survives: Survives, numbers: &mut Numbers) -> Snapshot {
        let mut world = Snapshot::default();
        let mut folders = vec![(PathBuf::new(), 0)];
        while let Some((path, folder)) = folders.pop() {
            for (name, item) in self.names(folder, survives, numbers) {
                let path = path.join(name);
                match item {
                    Item::Folder(inner) => {
                        world.0.insert(path.clone(), Node::Folder);
                        folders.push((path, inner));
                    }
                    Item::File(file) => {
                        let bytes = self.bytes(file, survives, numbers);
                        world.0.insert(path, Node::File(bytes, self.files[file].mode));
                    }
                }
            }
        }
        world
    }

    fn names(&self, folder: usize, survives: Survives, numbers: &mut Numbers) -> BTreeMap<String, Item> {
        let Folder { now, lasting } = &self.folders[folder];
        match survives {
            Survives::Nothing => lasting.clone(),
            Survives::Everything => now.clone(),
            Survives::Some => {
                let mut names = BTreeMap::new();
                for name in now.keys().chain(lasting.keys()) {
                    let (is, was) = (now.get(name), lasting.get(name));
                    let found = if is == was || numbers.below(2) == 0 { is } else { was };
                    found.map(|item| names.insert(name.clone(), *item));
                }
                names
            }
        }
    }

    fn bytes(&self, file: usize, survives: Survives, numbers: &mut Numbers) -> Vec<u8> {
        let File { now, lasting, .. } = &self.files[file];
        match survives {
            Survives::Nothing => lasting.clone(),
            Survives::Everything => now.clone(),
            Survives::Some if now == lasting => now.clone(),
            Survives::Some => match numbers.below(4) {
                0 => lasting.clone(),
                1 => now.clone(),
                // An append of which a part came down.
                2 if now.starts_with(lasting) => {
                    let more = numbers.below(now.len() - lasting.len() + 1);
                    now[..lasting.len() + more].to_vec()
                }
                // Its length came down and its bytes did not.
                _ if now.starts_with(lasting) => {
                    let mut bytes = lasting.clone();
                    bytes.resize(now.len(), 0);
                    bytes
                }
                _ => lasting.clone(),
            },
        }
    }

    /// What would be gone were the power to go now: files whose bytes, and names whose folder, were not synced.
    pub fn forgets(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![(PathBuf::new(), 0)];
        while let Some((path, folder)) = folders.pop() {
            let Folder { now, lasting } = &self.folders[folder];
            for (name, item) in now {
                let path = path.join(name);
                if lasting.get(name) != Some(item) {
                    found.push(format!("name {}", path.display()));
                }
                match item {
                    Item::Folder(inner) => folders.push((path, *inner)),
                    Item::File(file) if self.files[*file].now != self.files[*file].lasting => {
                        found.push(format!("bytes {}", path.display()));
                    }
                    Item::File(_) => {}
                }
            }
            let gone = lasting.keys().filter(|name| !now.contains_key(*name));
            found.extend(gone.map(|name| format!("removal {}", path.join(name).display())));
        }
        found.sort();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(calls: &[Call]) -> Disk {
        let mut disk = Disk::of(&Snapshot::default());
        calls.iter().for_each(|call| disk.play(call));
        disk
    }

    fn open(path: &str) -> Call {
        Call::Open { path: path.into(), makes: true, empties: true }
    }

    fn write(path: &str, bytes: &[u8]) -> Call {
        Call::Write { path: path.into(), at: None, bytes: bytes.to_vec() }
    }

    #[test]
    fn only_what_was_synced_is_there_after_a_cut() {
        let mut calls = vec![open("new"), write("new", b"one"), Call::Sync("new".into())];
        let after = |calls: &[Call]| {
            played(calls).after_a_cut(Survives::Nothing, &mut Numbers::of(1, "")).files().count()
        };
        assert_eq!(after(&calls), 0, "its name was not synced");
        calls.extend([Call::Rename("new".into(), "old".into()), Call::Sync("".into())]);
        assert_eq!(after(&calls), 1);
        calls.extend([open("old"), write("old", b"two")]);
        let disk = played(&calls);
        let lasting = disk.after_a_cut(Survives::Nothing, &mut Numbers::of(1, ""));
        assert_eq!(lasting.files().next(), Some((Path::new("old"), &b"one"[..])));
        assert_eq!(disk.forgets(), ["bytes old"]);
    }

    #[test]
    fn a_rename_is_there_whole_or_not_at_all() {
        let folders = [Call::Folder("a".into()), Call::Folder("b".into()), Call::Sync("".into())];
        let file = [open("a/x"), write("a/x", b"one"), Call::Sync("a/x".into()), Call::Sync("a".into())];
        let mut calls = [&folders[..], &file[..]].concat();
        calls.push(Call::Rename("a/x".into(), "b/y".into()));
        for seed in 0..40 {
            for survives in [Survives::Nothing, Survives::Some, Survives::Everything] {
                let left = played(&calls).after_a_cut(survives, &mut Numbers::of(seed, "cut"));
                assert_eq!(left.files().count(), 1, "{left:?}");
            }
        }
        calls.push(Call::Sync("a".into()));
        let left = played(&calls).after_a_cut(Survives::Nothing, &mut Numbers::of(1, ""));
        assert_eq!(left.files().next(), Some((Path::new("b/y"), &b"one"[..])));
    }
}
