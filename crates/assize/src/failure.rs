//! How a command ends.

use assize_record::printable;
use miette::{Diagnostic, LabeledSpan, NamedSource, Severity};
use std::{fmt, process::ExitCode};

/// Exit codes, as `assize --help` lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done,
    /// Done, with faults found.
    Faults,
    /// Invalid command line.
    Usage,
    /// A file or value handed in cannot be used.
    BadInput,
    /// The record does not hold against itself.
    Integrity,
    /// Somebody else wrote to the record meanwhile, and what was shown no longer holds.
    Moved,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Faults => 1,
            Exit::Usage => 2,
            Exit::BadInput => 3,
            Exit::Integrity => 4,
            Exit::Moved => 5,
        })
    }
}

/// Why a command stopped: what is wrong, what to do about it, and the words in question where there are some.
#[derive(Debug)]
pub(crate) struct Failure {
    /// How the program ends.
    pub(crate) exit: Exit,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<String>,
    /// The file, and the words in it.
    pub(crate) source: Option<Box<(NamedSource<String>, Vec<LabeledSpan>)>>,
}

/// What commands return.
pub(crate) type Outcome = Result<Exit, Failure>;

impl Failure {
    /// Bad input.
    pub(crate) fn input(message: impl fmt::Display) -> Self {
        let message = printable(&message.to_string()).into_owned();
        Self { exit: Exit::BadInput, message, help: None, source: None }
    }

    /// Bad usage.
    pub(crate) fn usage(message: impl fmt::Display) -> Self {
        Self { exit: Exit::Usage, ..Self::input(message) }
    }

    /// The record does not hold.
    pub(crate) fn integrity(message: impl fmt::Display) -> Self {
        Self { exit: Exit::Integrity, ..Self::input(message) }
    }

    /// The record moved meanwhile.
    pub(crate) fn moved(message: impl fmt::Display) -> Self {
        Self { exit: Exit::Moved, ..Self::input(message) }
    }

    /// With a word on what to do.
    #[must_use]
    pub(crate) fn help(mut self, help: impl fmt::Display) -> Self {
        self.help = Some(printable(&help.to_string()).into_owned());
        self
    }

    /// With words underlined in a file.
    #[must_use]
    pub(crate) fn at(mut self, file: &str, content: &str, spans: Vec<LabeledSpan>) -> Self {
        self.source = Some(Box::new((NamedSource::new(file, content.to_owned()), spans)));
        self
    }
}

/// Reading or writing a file failed.
pub(crate) fn file_failure(path: &std::path::Path, error: &std::io::Error) -> Failure {
    Failure::input(format!("`{}`: {error}", path.display()))
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl Diagnostic for Failure {
    fn severity(&self) -> Option<Severity> {
        Some(Severity::Error)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.source.as_ref().map(|source| &source.0 as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.source.as_ref().map(|source| Box::new(source.1.iter().cloned()) as Box<dyn Iterator<Item = _>>)
    }
}
