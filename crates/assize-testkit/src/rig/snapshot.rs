//! A folder as it stands, held in memory, and put back before each trial.

use std::{
    collections::BTreeMap,
    fs, io,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
};

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A folder.
    Folder,
    /// A plain file, with its permissions.
    File(Vec<u8>, u32),
    /// A link, and where it leads.
    Link(PathBuf),
    /// Anything else: a pipe, a file that pretends to be huge.
    Other,
}

/// Files of more bytes are not held in memory.
const HUGE: u64 = 256 << 20;

/// All that stands below a folder, by path within it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot(pub BTreeMap<PathBuf, Node>);

impl Snapshot {
    /// What stands below a folder now. What vanishes meanwhile is left out.
    ///
    /// # Errors
    /// A folder or file that cannot be read.
    pub fn of(folder: &Path) -> io::Result<Self> {
        let mut nodes = BTreeMap::new();
        let mut folders = vec![PathBuf::new()];
        while let Some(inner) = folders.pop() {
            for entry in fs::read_dir(folder.join(&inner))? {
                let entry = entry?;
                let (name, kind) = (inner.join(entry.file_name()), entry.file_type()?);
                let node = if kind.is_dir() {
                    folders.push(name.clone());
                    Node::Folder
                } else if kind.is_symlink() {
                    Node::Link(fs::read_link(entry.path())?)
                } else if kind.is_file() {
                    let about = entry.metadata()?;
                    if about.len() > HUGE {
                        Node::Other
                    } else {
                        Node::File(fs::read(entry.path())?, about.permissions().mode())
                    }
                } else {
                    Node::Other
                };
                nodes.insert(name, node);
            }
        }
        Ok(Self(nodes))
    }

    /// Puts a folder back into this state, whatever stands there.
    ///
    /// # Errors
    /// What cannot be removed or written.
    pub fn restore(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else {
                fs::remove_file(entry.path())?;
            }
        }
        for (name, node) in &self.0 {
            let path = folder.join(name);
            match node {
                Node::Folder => fs::create_dir(&path)?,
                Node::File(bytes, mode) => {
                    fs::write(&path, bytes)?;
                    if mode & 0o777 != 0o644 {
                        fs::set_permissions(&path, fs::Permissions::from_mode(*mode))?;
                    }
                }
                Node::Link(to) => symlink(to, &path)?,
                Node::Other => {}
            }
        }
        Ok(())
    }

    /// What stands below a folder of this one.
    #[must_use]
    pub fn below(&self, folder: impl AsRef<Path>) -> Self {
        let folder = folder.as_ref();
        let inner = self.0.iter().filter_map(|(name, node)| {
            let name = name.strip_prefix(folder).ok().filter(|name| !name.as_os_str().is_empty())?;
            Some((name.to_owned(), node.clone()))
        });
        Self(inner.collect())
    }

    /// Plain files, with their bytes.
    pub fn files(&self) -> impl Iterator<Item = (&Path, &[u8])> {
        self.0.iter().filter_map(|(name, node)| match node {
            Node::File(bytes, _) => Some((name.as_path(), bytes.as_slice())),
            _ => None,
        })
    }
}
