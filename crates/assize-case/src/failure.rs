//! How a command ends.

use assize_record::facing::printable;
use std::{fmt, ops::Range, process::ExitCode};

/// Exit codes, as `assize --help` lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
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
    /// What was to be printed or written could not be: a full disk, one that cannot be written, a broken one (`EX_IOERR` of `sysexits.h`).
    Unwritable,
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
            Exit::Unwritable => 74,
        })
    }
}

/// Why a command stopped: what is wrong, what to do about it, and the words in question where there are some.
#[derive(Debug)]
pub struct Failure {
    /// How the program ends.
    pub exit: Exit,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The file, and the words in it.
    pub source: Option<Box<Quoted>>,
}

/// Words of a file that something is wrong with.
#[derive(Debug)]
pub struct Quoted {
    file: String,
    content: String,
    /// Byte ranges, each with what is wrong there.
    spans: Vec<Span>,
}

/// A byte range, and what is wrong there.
pub type Span = (Range<usize>, String);

/// What commands return.
pub type Outcome = Result<Exit, Failure>;

impl Failure {
    /// Bad input.
    pub fn input(message: impl fmt::Display) -> Self {
        let message = printable(&message.to_string()).into_owned();
        Self { exit: Exit::BadInput, message, help: None, source: None }
    }

    /// Bad usage.
    pub fn usage(message: impl fmt::Display) -> Self {
        Self { exit: Exit::Usage, ..Self::input(message) }
    }

    /// The record does not hold.
    pub fn integrity(message: impl fmt::Display) -> Self {
        Self { exit: Exit::Integrity, ..Self::input(message) }
    }

    /// The record moved meanwhile.
    pub fn moved(message: impl fmt::Display) -> Self {
        Self { exit: Exit::Moved, ..Self::input(message) }
    }

    /// Output could not be written.
    pub fn unwritable(message: impl fmt::Display) -> Self {
        Self { exit: Exit::Unwritable, ..Self::input(message) }
    }

    /// With a word on what to do.
    #[must_use]
    pub fn help(mut self, help: impl fmt::Display) -> Self {
        self.help = Some(printable(&help.to_string()).into_owned());
        self
    }

    /// With words underlined in a file.
    #[must_use]
    pub fn at(mut self, file: &str, content: &str, spans: Vec<Span>) -> Self {
        self.source = Some(Box::new(Quoted { file: file.to_owned(), content: content.to_owned(), spans }));
        self
    }

    /// As it is printed, on a terminal and off it: what is wrong, where, and what to do.
    pub fn render(&self) -> String {
        let mut lines = vec![headed("error", &self.message)];
        if let Some(quoted) = &self.source {
            quoted.spans.iter().for_each(|span| lines.extend(quoted.lines(span)));
        }
        lines.extend(self.help.as_ref().map(|help| headed("help", help)));
        lines.join("\n")
    }
}

/// The most characters of a line that are shown.
const WIDTH: usize = 240;

impl Quoted {
    /// A line of the file with the words underlined, and what is wrong with them.
    fn lines(&self, (range, what): &Span) -> Vec<String> {
        let start = self.content.floor_char_boundary(range.start);
        let end = self.content.floor_char_boundary(range.end.max(start));
        let before = &self.content[..start];
        let from = before.rfind('\n').map_or(0, |at| at + 1);
        let line = self.content[from..].lines().next().unwrap_or_default();
        let number = before.matches('\n').count() + 1;
        let column = self.content[from..start].chars().count();
        let words = self.content[start..end].lines().next().unwrap_or_default().chars().count().max(1);
        let margin = " ".repeat(number.to_string().len());
        // A file may be one line without an end.
        let skipped = if column + words > WIDTH { column.saturating_sub(WIDTH / 4) } else { 0 };
        let shown: String = line.chars().skip(skipped).take(WIDTH).collect();
        let (indent, words) = (column - skipped, words.min(WIDTH));
        vec![
            format!("  {}:{number}:{}", printable(&self.file), column + 1),
            format!("  {number} | {}", printable(&shown)),
            format!("  {margin} | {}{} {}", " ".repeat(indent), "^".repeat(words), printable(what)),
        ]
    }
}

/// `word: text`, with further lines of the text below its first.
fn headed(word: &str, text: &str) -> String {
    let below = format!("\n{}", " ".repeat(word.len() + 2));
    format!("{word}: {}", text.lines().collect::<Vec<_>>().join(&below))
}

impl From<assize_archive::store::StoreError> for Failure {
    fn from(error: assize_archive::store::StoreError) -> Self {
        crate::case::store_failure(error)
    }
}

/// Reading or writing a file failed.
pub fn file_failure(path: &std::path::Path, error: &std::io::Error) -> Failure {
    Failure { exit: exit_of(error), ..Failure::input(format!("`{}`: {error}", path.display())) }
}

/// Whether what the system says is about what was handed in, or about the disk.
pub fn exit_of(error: &std::io::Error) -> Exit {
    use std::io::ErrorKind;
    /// `EIO`, which has no kind of its own.
    const BROKEN: i32 = 5;
    match error.kind() {
        ErrorKind::StorageFull
        | ErrorKind::QuotaExceeded
        | ErrorKind::FileTooLarge
        | ErrorKind::WriteZero
        | ErrorKind::ReadOnlyFilesystem => Exit::Unwritable,
        _ if error.raw_os_error() == Some(BROKEN) => Exit::Unwritable,
        _ => Exit::BadInput,
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
