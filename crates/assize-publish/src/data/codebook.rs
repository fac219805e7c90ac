//! What each column of each table holds: `datapackage.json`, after the Frictionless Data Package specification.

use super::{CLAIM_COLUMNS, FILES, INCIDENT_COLUMNS, SOURCE_COLUMNS, TOLL_COLUMNS};
use serde_json::{Value, json};

/// Column, type, and what it holds. A column of several tables means the same in each.
const COLUMNS: [(&str, &str, &str); 59] = [
    ("claim", "string", "id of the claim: SHA-256 of its signed entry"),
    (
        "standing",
        "string",
        "accepted; differing where people who reviewed it differ; draft where no person has decided",
    ),
    ("subject", "string", "what it is about: type/key, or type/name with the first digits of its id"),
    ("property", "string", "the question that it answers, of schema/properties.toml"),
    (
        "status",
        "string",
        "which of the people counted: civilian, combatant, child, woman, unknown; empty where all are meant",
    ),
    ("group", "string", "the group of which the people counted are said to be members"),
    ("min", "integer", "no fewer than; empty where the claim gives no lower figure"),
    ("max", "integer", "no more than; empty where the claim gives no upper figure: the end is open"),
    ("approx", "string", "words of the source beside or in the place of a figure"),
    ("unit", "string", "what is counted"),
    ("value", "string", "the value as text; dates are EDTF, things stand by their key"),
    ("stance", "string", "asserts, denies, doubts, or reports what another says"),
    (
        "speaker_kind",
        "string",
        "named, unnamed, document, narrator (the publication in its own word), unclear",
    ),
    ("speaker", "string", "whose word it is; of the own word of a digest, its author"),
    ("speaker_count", "string", "how many unnamed people speak, as the source counts them"),
    ("anonymity", "string", "why they are not named, as the source says"),
    ("said_on", "string", "when it was said, EDTF"),
    ("happened_on", "string", "when what it says happened, EDTF, where that is not the day of the subject"),
    ("happened_at", "string", "the time of day of that, with its clock"),
    ("publisher", "string", "the outlet that published the source, or that a digest sums up"),
    ("published_on", "string", "the day of publication, EDTF"),
    ("source_sha256", "string", "SHA-256 of the archived original; empty where a name was taken out of it"),
    ("source_kind", "string", "article, statement, table, digest …; the words of a digest are its author's"),
    ("paraphrase", "boolean", "whether the words quote nobody: they stand in a digest"),
    ("gist", "string", "one sentence of what the claim says, with whose word it is"),
    ("gist_by", "string", "generated from the fields, or person: written by one"),
    ("start", "integer", "first byte of the words in the extracted text"),
    ("end", "integer", "the byte behind the last"),
    ("exact", "string", "the words themselves"),
    ("incident", "string", "the incident: type/key, or type/name with the first digits of its id"),
    ("name", "string", "what it is called"),
    ("page", "string", "its page on this site"),
    ("first_day", "date", "the first day it may have been, over all claims"),
    ("last_day", "date", "the last day it may have been, over all claims"),
    (
        "killed_low",
        "integer",
        "the lowest figure of the killed over all methods that have one of all the dead; no method's own",
    ),
    ("killed_low_open", "boolean", "whether the lowest figure is only an upper bound"),
    ("killed_high", "integer", "the highest figure over the same methods"),
    ("killed_high_open", "boolean", "whether the highest figure is only a lower bound"),
    ("methods", "string", "the methods that the range runs over"),
    ("placed", "boolean", "whether a person has said which incident it is; one not placed adds to no total"),
    ("conflicts", "integer", "conflicts, revisions and disputes about it"),
    ("claims", "integer", "claims about it"),
    ("method", "string", "the toll method, computed here by its recorder's rule"),
    ("version", "string", "the version of the rule"),
    ("role", "string", "what happened to the people counted"),
    ("low", "integer", "the low end; empty where nothing sets one"),
    ("low_open", "boolean", "whether the low end is only an upper bound"),
    ("low_claims", "string", "ids of the claims that set the low end"),
    ("high", "integer", "the high end"),
    ("high_open", "boolean", "whether the high end is only a lower bound"),
    ("high_claims", "string", "ids of the claims that set the high end"),
    ("best", "integer", "the method's best figure, where it has one"),
    ("range", "string", "which of the method's ranges, where it has several"),
    (
        "low_by_convention",
        "boolean",
        "whether nobody stated the low end so, and a rule takes it for words or people",
    ),
    ("high_by_convention", "boolean", "the same of the high end"),
    ("computed", "string", "that it was computed here, and not by the recorder"),
    ("scope", "string", "where the recorder itself does not take in such events: what it takes in"),
    ("source", "string", "id of the source: SHA-256 of its entry"),
    ("sha256", "string", "SHA-256 of the archived original; empty where a name was taken out of it"),
];

/// Columns that only sources have, whose words say enough.
const OF_SOURCES: [(&str, &str, &str); 4] = [
    ("title", "string", "the title that it states"),
    ("url", "string", "its own address at the outlet, as it states it"),
    ("kind", "string", "what it is; the words of a digest are its author's"),
    ("digest_of", "string", "what a digest sums up"),
];

/// What a column holds.
fn field(name: &str) -> Value {
    let known = COLUMNS.iter().chain(&OF_SOURCES).find(|(column, ..)| *column == name);
    match known {
        Some((name, of, what)) => json!({ "name": name, "type": of, "description": what }),
        None => json!({ "name": name, "type": "string" }),
    }
}

/// The description of all datasets.
pub(crate) fn package(case: &str) -> Value {
    let columns = |name: &str| -> &[&str] {
        match name {
            "claims.csv" => &CLAIM_COLUMNS,
            "incidents.csv" => &INCIDENT_COLUMNS,
            "tolls.csv" => &TOLL_COLUMNS,
            "sources.csv" => &SOURCE_COLUMNS,
            _ => &[],
        }
    };
    let resources: Vec<Value> = FILES
        .iter()
        .filter(|(name, _)| *name != "datapackage.json")
        .map(|(name, what)| {
            let word: String = name.chars().map(|c| if c == '.' { '-' } else { c }).collect();
            let fields: Vec<Value> = columns(name).iter().map(|column| field(column)).collect();
            if fields.is_empty() {
                json!({ "name": word, "path": name, "description": what })
            } else {
                json!({
                    "name": word,
                    "path": name,
                    "description": what,
                    "format": "csv",
                    "encoding": "utf-8",
                    "schema": { "fields": fields },
                })
            }
        })
        .collect();
    json!({ "profile": "tabular-data-package", "name": "assize", "title": case, "resources": resources })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_every_table_is_told() {
        let columns = [&CLAIM_COLUMNS[..], &INCIDENT_COLUMNS, &TOLL_COLUMNS, &SOURCE_COLUMNS];
        for column in columns.into_iter().flatten() {
            assert!(field(column).get("description").is_some(), "{column}");
        }
    }
}
