//! What each column of each table holds: `datapackage.json`, after the Frictionless Data Package specification.

use super::{FILES, tables::Table};
use Of::{Day, Figure, Words, Yes};
use serde_json::{Value, json};

/// What stands in the cells of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// Words, ids and dates in EDTF.
    Words,
    /// A whole number.
    Figure,
    /// Whether something is so.
    Yes,
    /// A day after ISO 8601.
    Day,
}

/// A column, and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) name: &'static str,
    pub(crate) of: Of,
    pub(crate) meaning: &'static str,
}

const fn told(name: &'static str, of: Of, meaning: &'static str) -> Told {
    Told { name, of, meaning }
}

/// Every column. One of several tables means the same in each.
const COLUMNS: [Told; 62] = [
    told("claim", Words, "id of the claim: SHA-256 of its signed entry"),
    told(
        "standing",
        Words,
        "accepted; differing where people who reviewed it differ; draft where no person has decided",
    ),
    told("subject", Words, "what it is about: type/key, or type/name with the first digits of its id"),
    told("property", Words, "the question that it answers, of schema/properties.toml"),
    told(
        "status",
        Words,
        "which of the people counted: civilian, combatant, child, woman, unknown, part (some of those that another figure counts); empty where all are meant",
    ),
    told("group", Words, "the group of which the people counted are said to be members"),
    told("min", Figure, "no fewer than; empty where the claim gives no lower figure"),
    told("max", Figure, "no more than; empty where the claim gives no upper figure: the end is open"),
    told("approx", Words, "words of the source beside or in the place of a figure"),
    told("unit", Words, "what is counted"),
    told("value", Words, "the value as text; dates are EDTF, things stand by their key"),
    told("stance", Words, "asserts, denies, doubts, or reports what another says"),
    told(
        "speaker_kind",
        Words,
        "named, unnamed, document, narrator (the publication in its own word), unclear",
    ),
    told("speaker", Words, "whose word it is; of the own word of a digest, its author"),
    told("speaker_count", Words, "how many unnamed people speak, as the source counts them"),
    told("anonymity", Words, "why they are not named, as the source says"),
    told("said_on", Words, "when it was said, EDTF"),
    told("happened_on", Words, "when what it says happened, EDTF, where that is not the day of the subject"),
    told("happened_at", Words, "the time of day of that, with its clock"),
    told("publisher", Words, "the outlet that published the source, or that a digest sums up"),
    told("published_on", Words, "the day of publication, EDTF"),
    told("source_sha256", Words, "SHA-256 of the archived original; empty where a name was taken out of it"),
    told("source_kind", Words, "article, statement, table, digest …; the words of a digest are its author's"),
    told("paraphrase", Yes, "whether the words quote nobody: they stand in a digest"),
    told("gist", Words, "one sentence of what the claim says, with whose word it is"),
    told("gist_by", Words, "generated from the fields, or person: written by one"),
    told("start", Figure, "first byte of the words in the extracted text"),
    told("end", Figure, "the byte behind the last"),
    told("exact", Words, "the words themselves"),
    told("incident", Words, "the incident: type/key, or type/name with the first digits of its id"),
    told("name", Words, "what it is called"),
    told("page", Words, "its page on this site"),
    told("first_day", Day, "the first day it may have been, over all claims"),
    told("last_day", Day, "the last day it may have been, over all claims"),
    told(
        "killed_low",
        Figure,
        "the lowest figure of the killed over all methods that have one of all the dead; no method's own",
    ),
    told("killed_low_open", Yes, "whether the lowest figure is only an upper bound"),
    told("killed_high", Figure, "the highest figure over the same methods"),
    told("killed_high_open", Yes, "whether the highest figure is only a lower bound"),
    told("methods", Words, "the methods that the range runs over"),
    told("placed", Yes, "whether a person has said which incident it is; one not placed adds to no total"),
    told("conflicts", Figure, "conflicts, revisions and disputes about it"),
    told("claims", Figure, "claims about it"),
    told(
        "by_methods",
        Words,
        "the toll methods that come to the figures of the row, parted by blanks, each with the version of its rule: `bij@2`; computed here by their recorders' rules",
    ),
    told("role", Words, "what happened to the people counted"),
    told("low", Figure, "the low end; empty where nothing sets one"),
    told("low_open", Yes, "whether the low end is only an upper bound"),
    told("low_claims", Words, "ids of the claims that set the low end"),
    told("high", Figure, "the high end"),
    told("high_open", Yes, "whether the high end is only a lower bound"),
    told("high_claims", Words, "ids of the claims that set the high end"),
    told("best", Figure, "the method's best figure, where it has one"),
    told("range", Words, "which of the method's ranges, where it has several"),
    told(
        "low_by_convention",
        Yes,
        "whether nobody stated the low end so, and a rule takes it for words or people",
    ),
    told("high_by_convention", Yes, "the same of the high end"),
    told("computed", Words, "that it was computed here, and not by the recorder"),
    told(
        "out_of_scope",
        Yes,
        "whether, as far as this record shows, the recorder itself does not take in such events; tolls.json says what it takes in",
    ),
    told("source", Words, "id of the source: SHA-256 of its entry"),
    told("sha256", Words, "SHA-256 of the archived original; empty where a name was taken out of it"),
    told("title", Words, "the title that it states"),
    told("url", Words, "its own address at the outlet, as it states it"),
    told("kind", Words, "what it is; the words of a digest are its author's"),
    told("digest_of", Words, "what a digest sums up"),
];

/// What a column holds.
pub(crate) fn told_of(name: &str) -> Option<&'static Told> {
    COLUMNS.iter().find(|told| told.name == name)
}

impl Told {
    /// As a field of a table schema.
    fn field(&self) -> Value {
        let of = match self.of {
            Words => "string",
            Figure => "integer",
            Yes => "boolean",
            Day => "date",
        };
        json!({ "name": self.name, "type": of, "description": self.meaning })
    }
}

/// The description of all datasets.
pub(crate) fn package(case: &str) -> Value {
    let resources = FILES.iter().filter(|(name, _)| *name != "datapackage.json").map(|(name, what)| {
        let word: String = name.chars().map(|c| if c == '.' { '-' } else { c }).collect();
        let table = Table::ALL.into_iter().find(|table| name.strip_suffix(".csv") == Some(table.name()));
        let mut resource = json!({ "name": word, "path": name, "description": what });
        if let Some(table) = table {
            let fields: Vec<Value> = table.columns().map(Told::field).collect();
            resource["format"] = "csv".into();
            resource["encoding"] = "utf-8".into();
            resource["schema"] = json!({ "fields": fields });
        }
        resource
    });
    let resources: Vec<Value> = resources.collect();
    json!({ "profile": "tabular-data-package", "name": "assize", "title": case, "resources": resources })
}
