//! How much a single original may ask of this machine: one table, from which the fields, the page `docs/limits.md` and the names in
//! error messages are made.

use super::{ExtractError, Extracted};

/// A limit, as the page on limits prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Name, in error messages and for `--limit`.
    pub name: &'static str,
    /// What is counted.
    pub unit: &'static str,
    /// How much is allowed where nobody says otherwise.
    pub default: u64,
    /// What it protects, and from what.
    pub protects: &'static str,
}

macro_rules! limits {
    ($($name:ident: $unit:literal, $default:expr, $protects:literal;)*) => {
        /// How much a single file may ask of this machine. Most are checked before the work is done; memory and time are held by the process
        /// that does it. Each error names its limit.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Limits {
            $(#[doc = concat!($protects, ". In ", $unit, ".")] pub $name: u64,)*
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        /// Every limit, in the order in which a file meets them.
        pub const TABLE: &[Limit] = &[
            $(Limit { name: stringify!($name), unit: $unit, default: $default, protects: $protects },)*
        ];

        impl Limits {
            /// Every limit's name and what it is set to.
            pub fn entries(&self) -> impl Iterator<Item = (&'static str, u64)> {
                [$((stringify!($name), self.$name),)*].into_iter()
            }

            /// Sets the limit of this name; `false` where there is none.
            pub fn set(&mut self, name: &str, value: u64) -> bool {
                match name {
                    $(stringify!($name) => self.$name = value,)*
                    _ => return false,
                }
                true
            }
        }
    };
}

const MIB: u64 = 1024 * 1024;

limits! {
    file_bytes: "bytes", 64 * MIB, "Length of an original; held against its length before a byte is read";
    memory_bytes: "bytes", 1536 * MIB, "Address space of the process that reads originals; what a small file makes of itself ends there";
    cpu_seconds: "seconds", 120, "Processor time that reading one original may take";
    wall_seconds: "seconds", 300, "Time after which reading one original is given up, whatever it waits for";
    output_bytes: "bytes", 160 * MIB, "Length of the text and facts taken out of one original";
    html_bytes: "bytes", 16 * MIB, "Length of a page; parsing takes up to forty times as much memory";
    html_depth: "elements", 512, "How deep elements of a page are nested; they are walked by recursion";
    html_tag_attributes: "attributes", 4096, "Attributes of one tag; each is compared with all before it";
    html_attributes: "attributes", 1_000_000, "Attributes of a page together; each takes memory of its own";
    html_nodes: "nodes", 2_000_000, "Elements, texts and comments of a page; each takes memory and is visited many times";
    html_escape_bytes: "bytes", 1 << 37, "Bytes gone over to escape `&` and no-break spaces in long runs of text; they grow with the square of such a run";
    pdf_unpacked_bytes: "bytes", 512 * MIB, "Length of all compressed parts of a PDF together once unpacked";
    pdf_objects: "objects", 2_000_000, "Objects of a PDF; each takes memory of its own";
    pdf_pages: "pages", 10_000, "Pages of a PDF; each is looked up among all";
    pdf_operators: "operators", 20_000_000, "Operators that the pages of a PDF run, those of the forms they draw included, as often as they draw them";
    pdf_saved_states: "states", 10_000, "How deep a PDF saves the state of its page (`q`); each holds a copy of it";
    pdf_text_bytes: "bytes", 32 * MIB, "Length of the text taken out of a PDF";
    table_unpacked_bytes: "bytes", 512 * MIB, "Length of all parts of a workbook together once unpacked, as it states them";
    table_cells: "cells", 10_000_000, "Cells of a workbook that hold something";
    table_text_bytes: "bytes", 128 * MIB, "Length of the text taken out of a workbook, empty rows included";
}

impl Limits {
    /// What the operating system can hold: limits that leave room for a file of `file_bytes`.
    #[must_use]
    pub fn with_file_bytes(mut self, file_bytes: u64) -> Self {
        let default = Self::default();
        self.file_bytes = file_bytes;
        self.output_bytes = self.output_bytes.max(file_bytes.saturating_mul(2));
        let more = file_bytes.saturating_sub(default.file_bytes);
        self.memory_bytes =
            self.memory_bytes.max(default.memory_bytes.saturating_add(more.saturating_mul(8)));
        self
    }

    /// The limits that a list of `name=number` states, the rest by default.
    ///
    /// # Errors
    /// What is wrong with the first that cannot be used.
    pub fn stated<'a>(list: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let mut limits = Self::default();
        for one in list {
            limits.state(one)?;
        }
        Ok(limits)
    }

    /// Sets the limit that `name=number` states.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn state(&mut self, stated: &str) -> Result<(), String> {
        let (name, value) =
            stated.split_once('=').ok_or_else(|| format!("`{stated}` is not of the form `NAME=NUMBER`"))?;
        let value =
            value.parse().map_err(|_| format!("`{value}` is not a whole number that `{name}` could be"))?;
        if self.set(name, value) {
            return Ok(());
        }
        let known: Vec<&str> = TABLE.iter().map(|limit| limit.name).collect();
        Err(format!("`{name}` is not a limit; limits are {}", known.join(", ")))
    }
}

/// A limit that was passed.
pub(super) fn passed(
    what: &'static str,
    found: impl Into<String>,
    limit: u64,
    name: &'static str,
) -> ExtractError {
    ExtractError::Limit { what: what.into(), found: found.into(), limit, name: name.into() }
}

/// A limit of memory or time that was passed.
pub(crate) fn took(limit: String, name: &'static str) -> ExtractError {
    ExtractError::Took { limit, name: name.into() }
}

/// The limit of memory was passed.
pub(crate) fn no_memory(limits: &Limits) -> ExtractError {
    took(format!("{} of memory", bytes(limits.memory_bytes)), "memory_bytes")
}

/// `1 second`, `2 seconds`.
pub(crate) fn count_of(count: u64, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// Holds a count against a limit.
pub(super) fn within(
    what: &'static str,
    count: u64,
    unit: &str,
    limit: u64,
    name: &'static str,
) -> Result<(), ExtractError> {
    if count > limit {
        return Err(passed(what, format!("{count} {unit}"), limit, name));
    }
    Ok(())
}

/// Holds the length of what was taken out against its limit.
pub(crate) fn within_output(extracted: &Extracted, limits: &Limits) -> Result<(), ExtractError> {
    let facts = &extracted.publication;
    let facts = [
        &facts.publisher,
        &facts.author,
        &facts.title,
        &facts.published_on,
        &facts.url,
        &facts.kind,
        &facts.digest_of,
        &facts.language,
    ];
    let facts = facts.into_iter().flatten().map(|fact| fact.value.len());
    let length = facts.chain(extracted.notes.iter().map(String::len)).sum::<usize>() + extracted.text.len();
    within("what was taken out of it", length as u64, "bytes", limits.output_bytes, "output_bytes")
}

/// `1.5 GiB`, `300 MiB`, `17 bytes`.
pub(crate) fn bytes(count: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    // Exact to the half of a unit, or in the next smaller one.
    let unit = UNITS.iter().find(|(unit, _)| count >= *unit && count.is_multiple_of(unit / 2));
    match unit {
        Some((unit, name)) if count.is_multiple_of(*unit) => format!("{} {name}", count / unit),
        Some((unit, name)) => format!("{}.5 {name}", count / unit),
        None => format!("{count} bytes"),
    }
}
