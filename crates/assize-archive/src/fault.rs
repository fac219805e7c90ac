//! What is wrong with a case, by file and line.

use std::{
    fmt,
    path::{Path, PathBuf},
};

/// Something in a case that is missing, cut short, altered or out of place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file or folder, relative to the case.
    pub file: PathBuf,
    /// Where in it.
    pub at: At,
    /// What is wrong, and what to do where something can be done.
    pub what: String,
    /// How bad.
    pub severity: Severity,
}

/// Where in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// The file as a whole.
    File,
    /// A line, from 1.
    Line(u64),
    /// A byte, from 0.
    Byte(u64),
}

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing of the record is lost or altered.
    Note,
    /// Something of the record is missing or altered.
    Fault,
}

/// A line of a file of the case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, relative to the case.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: u64,
}

impl Fault {
    /// A fault of a line.
    pub fn line(file: impl Into<PathBuf>, line: u64, what: impl Into<String>) -> Self {
        Self { file: file.into(), at: At::Line(line), what: what.into(), severity: Severity::Fault }
    }

    /// A fault of a whole file.
    pub fn file(file: impl Into<PathBuf>, what: impl Into<String>) -> Self {
        Self { file: file.into(), at: At::File, what: what.into(), severity: Severity::Fault }
    }

    /// A fault at a byte of a file.
    pub fn byte(file: impl Into<PathBuf>, byte: u64, what: impl Into<String>) -> Self {
        Self { file: file.into(), at: At::Byte(byte), what: what.into(), severity: Severity::Fault }
    }

    /// The same as a mere note.
    #[must_use]
    pub fn note(self) -> Self {
        Self { severity: Severity::Note, ..self }
    }
}

impl Place {
    /// A line of a file.
    pub fn new(file: &Path, line: u64) -> Self {
        Self { file: file.to_owned(), line }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        match self.at {
            At::File => write!(f, "{file}: {}", self.what),
            At::Line(line) => write!(f, "{file}:{line}: {}", self.what),
            At::Byte(byte) => write!(f, "{file}, byte {byte}: {}", self.what),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file.display(), self.line)
    }
}
