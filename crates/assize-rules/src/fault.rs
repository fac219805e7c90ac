//! What is wrong with a file of words or rules, and where.

use std::fmt;

use thiserror::Error;

/// A file of words or rules, as text: this crate opens nothing itself.
#[derive(Clone, Copy, Debug)]
pub struct SourceFile<'s> {
    /// Name shown in faults and listings.
    pub name: &'s str,
    /// The whole text.
    pub text: &'s str,
}

/// One fault of a file: where it stands, what is wrong, what to do.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong: lower case, no full stop, words of the file in backticks.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?;
        match &self.hint {
            Some(hint) => write!(out, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// A place in a file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'s> {
    pub(crate) file: &'s str,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl<'s> Place<'s> {
    /// A fault at this place.
    pub(crate) fn fault(self, message: impl Into<String>) -> Fault {
        Fault {
            file: self.file.to_owned(),
            line: self.line,
            column: self.column,
            message: message.into(),
            hint: None,
        }
    }

    /// The same line at another column.
    pub(crate) fn at(self, column: usize) -> Place<'s> {
        Place { column: whole(column), ..self }
    }
}

impl Fault {
    /// The fault with advice.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Fault {
        self.hint = Some(hint.into());
        self
    }

    /// The fault with the known name nearest to an unknown one, where one is near.
    pub(crate) fn near<'n>(self, unknown: &str, known: impl Iterator<Item = &'n str>) -> Fault {
        match nearest(unknown, known) {
            Some(name) => self.hint(format!("did you mean `{name}`?")),
            None => self,
        }
    }
}

/// The name that is at most a third of its letters away, the first of the nearest.
fn nearest<'n>(unknown: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let limit = unknown.chars().count().div_ceil(3);
    known
        .map(|name| (strsim::osa_distance(unknown, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// A count as `u32`; files and sentences that long do not occur.
pub(crate) fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
