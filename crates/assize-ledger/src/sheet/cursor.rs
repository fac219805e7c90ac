//! Walking a TOML table while keeping count of what was asked for and where everything stands.

use super::{At, SheetError};
use crate::error::LedgerError;
use assize_record::{
    Moment, canonical::MAX_INTEGER, edtf::Edtf, facing::printable, proposition::EntityType,
    vocabulary::nearest,
};
use serde::{Deserialize, de::IntoDeserializer};
use std::{borrow::Cow, ops::Range};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Faults of one file, as they are found.
pub(super) struct Faults {
    pub(super) file: String,
    pub(super) found: Vec<SheetError>,
}

impl Faults {
    pub(super) fn add(&mut self, at: Range<usize>, problem: impl Into<LedgerError>) {
        self.found.push(SheetError { file: self.file.clone(), at, problem: problem.into() });
    }
}

/// One table, read key by key. [`Cursor::finish`] reports what was not asked for.
pub(super) struct Cursor<'t, 'f> {
    table: &'t DeTable<'t>,
    pub(super) at: Range<usize>,
    name: &'static str,
    asked: Vec<&'static str>,
    pub(super) faults: &'f mut Faults,
}

impl<'t, 'f> Cursor<'t, 'f> {
    pub(super) fn new(
        table: &'t DeTable<'t>,
        at: Range<usize>,
        name: &'static str,
        faults: &'f mut Faults,
    ) -> Self {
        Self { table, at, name, asked: Vec::new(), faults }
    }

    /// A cursor of the table that should stand there.
    pub(super) fn of(
        value: &'t Spanned<DeValue<'t>>,
        name: &'static str,
        faults: &'f mut Faults,
    ) -> Option<Self> {
        match value.get_ref().as_table() {
            Some(table) => Some(Self::new(table, value.span(), name, faults)),
            None => {
                let found = value.get_ref().type_str();
                faults.add(
                    value.span(),
                    LedgerError::Type { key: name.to_owned(), expected: "a table", found },
                );
                None
            }
        }
    }

    /// The value of a key, whatever its type.
    pub(super) fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    /// Whether the key stands there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Reports a fault of the whole table.
    pub(super) fn fault(&mut self, problem: LedgerError) {
        self.faults.add(self.at.clone(), problem);
    }

    pub(super) fn missing<T>(&mut self, key: &'static str) -> Option<T> {
        self.fault(LedgerError::MissingKey { key, table: self.name });
        None
    }

    pub(super) fn string(&mut self, key: &'static str) -> Option<At<String>> {
        let value = self.get(key)?;
        let text = self.typed(key, value, "a string", value.get_ref().as_str())?;
        Some(At { value: text.to_owned(), at: value.span() })
    }

    pub(super) fn needed_string(&mut self, key: &'static str) -> Option<At<String>> {
        if self.has(key) { self.string(key) } else { self.needed(key) }
    }

    /// A path to a file in the sheet's own folder or below it.
    pub(super) fn path(&mut self, key: &'static str) -> Option<At<String>> {
        let path = self.string(key)?;
        match why_no_path(&path.value) {
            None => Some(path),
            Some(why) => {
                self.faults.add(path.at, LedgerError::Path { path: path.value, why });
                None
            }
        }
    }

    pub(super) fn needed_path(&mut self, key: &'static str) -> Option<At<String>> {
        if self.has(key) { self.path(key) } else { self.needed(key) }
    }

    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        self.typed(key, value, "true or false", value.get_ref().as_bool())
    }

    pub(super) fn number(&mut self, key: &'static str) -> Option<u64> {
        let value = self.get(key)?;
        let integer = self.typed(key, value, "a whole number", value.get_ref().as_integer())?;
        let number =
            u64::from_str_radix(integer.as_str(), integer.radix()).ok().filter(|n| *n <= MAX_INTEGER);
        if number.is_none() {
            self.faults.add(value.span(), LedgerError::Number(integer.as_str().to_owned()));
        }
        number
    }

    pub(super) fn date(&mut self, key: &'static str) -> Option<Edtf> {
        let value = self.get(key)?;
        // A bare 2025-09-02 is a TOML date; it means what the quoted one means.
        let text = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            other => self.typed(key, value, "a date in quotes", other.as_str())?.to_owned(),
        };
        text.parse().map_err(|error| self.faults.add(value.span(), LedgerError::Date(error))).ok()
    }

    /// A time of day.
    pub(super) fn moment(&mut self, key: &'static str) -> Option<At<Moment>> {
        let text = self.string(key)?;
        match text.value.parse() {
            Ok(value) => Some(At { value, at: text.at }),
            Err(error) => {
                self.faults.add(text.at, LedgerError::Moment(error));
                None
            }
        }
    }

    /// An entity key.
    pub(super) fn key(&mut self, key: &'static str) -> Option<At<String>> {
        let text = self.string(key)?;
        if EntityType::of_key(&text.value).is_none() {
            self.faults.add(text.at, LedgerError::Key(text.value));
            return None;
        }
        Some(text)
    }

    pub(super) fn needed_key(&mut self, key: &'static str) -> Option<At<String>> {
        if self.has(key) { self.key(key) } else { self.needed(key) }
    }

    /// One word of a fixed list.
    pub(super) fn word<T: Deserialize<'t>>(
        &mut self,
        key: &'static str,
        choices: &'static [&'static str],
    ) -> Option<T> {
        let value = self.get(key)?;
        let word = self.typed(key, value, "a string", value.get_ref().as_str())?;
        let read: Result<T, serde::de::value::Error> = T::deserialize(word.into_deserializer());
        if read.is_err() {
            let suggestion = nearest(word, choices.iter().copied()).map(str::to_owned);
            self.faults
                .add(value.span(), LedgerError::UnknownWord { word: word.to_owned(), choices, suggestion });
        }
        read.ok()
    }

    pub(super) fn needed_word<T: Deserialize<'t>>(
        &mut self,
        key: &'static str,
        choices: &'static [&'static str],
    ) -> Option<T> {
        if self.has(key) { self.word(key, choices) } else { self.needed(key) }
    }

    /// The items of a list; empty where the key is left out.
    pub(super) fn list(&mut self, key: &'static str) -> Vec<&'t Spanned<DeValue<'t>>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        match self.typed(key, value, "a list", value.get_ref().as_array()) {
            Some(items) => items.iter().collect(),
            None => Vec::new(),
        }
    }

    /// Reports every key that nobody asked for.
    pub(super) fn finish(self) {
        for (key, _) in self.table {
            if !self.asked.contains(&key.get_ref().as_ref()) {
                let suggestion = nearest(key.get_ref(), self.asked.iter().copied()).map(str::to_owned);
                let key_word = key.get_ref().to_string();
                self.faults
                    .add(key.span(), LedgerError::UnknownKey { key: key_word, table: self.name, suggestion });
            }
        }
    }

    fn needed<T>(&mut self, key: &'static str) -> Option<T> {
        self.asked.push(key);
        self.missing(key)
    }

    fn typed<T>(
        &mut self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        expected: &'static str,
        read: Option<T>,
    ) -> Option<T> {
        if read.is_none() {
            let found = value.get_ref().type_str();
            self.faults.add(value.span(), LedgerError::Type { key: key.to_owned(), expected, found });
        }
        read
    }
}

/// The longest path, in bytes.
const PATH_BYTES: usize = 1024;

/// Why a path does not name a file below the sheet's folder; `None` where it does, by its words alone.
fn why_no_path(path: &str) -> Option<&'static str> {
    if path.split('/').all(|part| matches!(part, "" | ".")) {
        Some("names no file")
    } else if path.len() > PATH_BYTES {
        Some("is longer than 1,024 bytes")
    } else if path.starts_with('/') || path.contains('\\') || path.as_bytes().get(1) == Some(&b':') {
        Some("does not begin at the sheet")
    } else if path.split('/').any(|part| part == "..") {
        Some("leaves the sheet's folder")
    } else if path.chars().any(char::is_control) || matches!(printable(path), Cow::Owned(_)) {
        Some("holds a character that cannot be shown")
    } else {
        None
    }
}
