//! A folder with cases, and the people who work on them.

use super::{Ran, Snapshot, Tried, finish};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};
use tempfile::TempDir;

/// An invented person, with keys and a configuration folder of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// The founder of the case.
    Ann,
    /// An editor that the case knows.
    Ben,
    /// A reviewer that the case knows.
    Cy,
    /// A stranger to the case.
    Eve,
}

impl Person {
    /// Their name, and what their configuration folder is called after `config-`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ann => "ann",
            Self::Ben => "ben",
            Self::Cy => "cy",
            Self::Eve => "eve",
        }
    }
}

/// A folder of its own in memory, where the system has such, or in `TMPDIR`.
#[derive(Debug)]
pub struct World {
    folder: TempDir,
    scratch: TempDir,
    program: PathBuf,
}

/// The longest that any command may take before it counts as hung.
const LIMIT: Duration = Duration::from_secs(25);

/// Shell words that hold a command to 4 GiB of address space and then become it.
const NARROW: [&str; 4] = ["sh", "-c", "ulimit -v 4194304; exec \"$@\"", "sh"];

impl World {
    /// An empty world for a built program.
    ///
    /// # Errors
    /// No temporary folder can be made.
    pub fn new(program: &Path) -> Tried<Self> {
        let made = || -> std::io::Result<TempDir> {
            let memory = Path::new("/dev/shm");
            if std::env::var_os("TMPDIR").is_none()
                && memory.is_dir()
                && let Ok(folder) = tempfile::Builder::new().prefix("assize-rig-").tempdir_in(memory)
            {
                return Ok(folder);
            }
            tempfile::Builder::new().prefix("assize-rig-").tempdir()
        };
        let made = || made().map_err(|error| format!("no temporary folder: {error}"));
        Ok(Self { folder: made()?, scratch: made()?, program: program.to_owned() })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// A folder beside it, for what is not part of the world.
    pub fn scratch(&self) -> &Path {
        self.scratch.path()
    }

    /// A path in it.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.root().join(name)
    }

    /// A command of the program as a person types it in this folder; where `under` has words, these run it.
    pub fn command(&self, person: Person, under: &[&str], args: &[&str]) -> Command {
        let mut command = match under.split_first() {
            Some((first, rest)) => {
                let mut command = Command::new(first);
                command.args(rest).arg(&self.program);
                command
            }
            None => Command::new(&self.program),
        };
        command.args(args).current_dir(self.root());
        for name in ["ASSIZE_CASE", "ASSIZE_PASSPHRASE_FILE", "ASSIZE_NEW_PASSPHRASE_FILE"] {
            command.env_remove(name);
        }
        command
            .env("ASSIZE_CONFIG_DIR", self.path(format!("config-{}", person.name())))
            .env("ASSIZE_NAME", person.name())
            .env("USER", person.name())
            .env("HOME", self.root())
            .env("NO_COLOR", "1");
        command
    }

    /// Runs a command to its end.
    ///
    /// # Errors
    /// The program cannot be run.
    pub fn run(&self, person: Person, args: &[&str]) -> Tried<Ran> {
        self.run_under(person, &[], args)
    }

    /// Runs a command with little memory: a file that pretends to be huge must not be taken for one.
    ///
    /// # Errors
    /// The program cannot be run.
    pub fn run_narrow(&self, person: Person, args: &[&str]) -> Tried<Ran> {
        self.run_under(person, &NARROW, args)
    }

    /// Runs a command under another.
    ///
    /// # Errors
    /// The program cannot be run.
    pub fn run_under(&self, person: Person, under: &[&str], args: &[&str]) -> Tried<Ran> {
        finish(&mut self.command(person, under, args), LIMIT, self.scratch())
            .map_err(|error| format!("{} does not run: {error}", self.program.display()))
    }

    /// Runs a command that must succeed for there to be anything to try.
    ///
    /// # Errors
    /// It did not.
    pub fn ok(&self, person: Person, args: &[&str]) -> Tried<Ran> {
        let ran = self.run(person, args)?;
        if ran.code == Some(0) { Ok(ran) } else { Err(format!("{args:?}: {}", ran.short())) }
    }

    /// Writes a file, with the folders above it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> Tried<()> {
        let path = self.path(name);
        let folder = path.parent().unwrap_or(self.root());
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(&path, content))
            .map_err(|error| format!("{name}: {error}"))
    }

    /// Copies a folder as a person would with a stick, in place of what is there.
    ///
    /// # Errors
    /// It cannot be read or written.
    pub fn copy(&self, from: &str, to: &str) -> Tried<()> {
        Snapshot::of(&self.path(from))
            .and_then(|all| all.restore(&self.path(to)))
            .map_err(|error| format!("copy of {from} to {to}: {error}"))
    }

    /// All of it as it stands.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn snapshot(&self) -> Tried<Snapshot> {
        Snapshot::of(self.root()).map_err(|error| format!("snapshot: {error}"))
    }

    /// Puts it back.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn restore(&self, state: &Snapshot) -> Tried<()> {
        state.restore(self.root()).map_err(|error| format!("restore: {error}"))
    }
}
