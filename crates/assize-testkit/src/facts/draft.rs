//! Drafts as the scorer sees them, out of lines of format 1 or 2.
//!
//! In format 1 a subject is a key (`incident/2031-05-03`); in format 2 it is the number of a referent that stands in a line of its own.
//! Such a number becomes a key of the same shape (`incident/3-strike`), so that nothing after this has to know which format it was.

use super::FactsError;
use assize_record::{Span, SpeakerKind, Stance};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A draft, as far as it is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: String,
    /// Its property.
    pub property: String,
    /// Its subject: the type, a slash, and what tells it from others of the text.
    pub subject: String,
    /// The words that the subject is named by: the head of its referent, or else what stands after the slash.
    pub head: String,
    /// When it happened: of the draft, or else of its subject.
    pub happened_on: Option<String>,
    /// The day that the draft itself gives, without its subject's.
    pub stated_on: Option<String>,
    /// Ends of its value, where that is a number.
    pub ends: (Option<u64>, Option<u64>),
    /// Its value, where that is a day.
    pub day: Option<String>,
    /// Where the value stands.
    pub value: DraftWords,
    /// What is said.
    pub passage: DraftWords,
    /// What the speaker does with it.
    pub stance: Stance,
    /// What sort of speaker.
    pub kind: SpeakerKind,
    /// The name of the speaker, or else the description.
    pub speaker: String,
    /// The description of the speaker.
    pub description: String,
    /// Where the speaker stands.
    pub speaker_span: Option<Span>,
    /// Where dates stand that its words name.
    pub times: Vec<Span>,
}

/// Words with their span.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DraftWords {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words.
    pub exact: String,
}

impl DraftWords {
    /// Where they stand.
    pub const fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

impl Draft {
    /// Whether it has a property of its own and is not only somebody's statement.
    pub fn is_typed(&self) -> bool {
        self.property != "statement"
    }

    /// The day that the draft puts its subject on: its own, its referent's, or the one in a key of format 1.
    pub fn carried_on(&self) -> Option<&str> {
        let in_key = || self.subject.split_once('/').map(|(_, day)| day).filter(|day| is_day(day));
        self.happened_on.as_deref().or_else(in_key)
    }

    /// Whether its subject is something that happened, and so may stand for an incident.
    pub fn is_of_incident(&self) -> bool {
        ["incident/", "attack/"].iter().any(|of| self.subject.starts_with(of))
    }

    /// Its value as one short text: ends, a day or words.
    pub fn value_text(&self) -> String {
        match (self.ends, &self.day) {
            ((None, None), Some(day)) => day.clone(),
            ((None, None), None) => "-".to_owned(),
            ((min, max), _) => ends_text(min, max),
        }
    }
}

/// Both ends of a number: `3`, `3..5`, `3..` or `..5`.
pub(super) fn ends_text(min: Option<u64>, max: Option<u64>) -> String {
    let end = |end: Option<u64>| end.map(|end| end.to_string()).unwrap_or_default();
    if min == max { end(min) } else { format!("{}..{}", end(min), end(max)) }
}

/// Whether a text begins like a year in digits and goes on like EDTF.
fn is_day(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && text.bytes().all(|byte| byte.is_ascii_digit() || b"-/.~?%X".contains(&byte))
}

/// The drafts among lines of `assize read --stdout`, in their order; other lines are passed over.
///
/// # Errors
/// [`FactsError::Line`] for a line that is not JSON, a version of drafts or referents that is not known, and a draft whose referent is
/// in no line.
pub fn drafts<'l>(lines: impl IntoIterator<Item = &'l str>) -> Result<Vec<Draft>, FactsError> {
    let (mut referents, mut found) = (BTreeMap::new(), Vec::new());
    for (at, line) in lines.into_iter().enumerate() {
        let fault = |what: String| FactsError::Line { line: at + 1, what };
        if line.trim().is_empty() {
            continue;
        }
        let value: Value = serde_json::from_str(line).map_err(|error| fault(error.to_string()))?;
        match value.get("schema").and_then(Value::as_str).unwrap_or_default() {
            "assize.referent/1" => {
                let referent: ReferentLine =
                    serde_json::from_value(value).map_err(|error| fault(error.to_string()))?;
                referents.insert(referent.number, referent);
            }
            "assize.draft/1" | "assize.draft/2" => {
                let draft: DraftLine =
                    serde_json::from_value(value).map_err(|error| fault(error.to_string()))?;
                found.push((at + 1, draft));
            }
            other if other.starts_with("assize.draft/") || other.starts_with("assize.referent/") => {
                return Err(fault(format!("`{other}` is not a version that is scored")));
            }
            _ => {}
        }
    }
    found.into_iter().map(|(line, draft)| one(draft, &referents, line)).collect()
}

fn one(line: DraftLine, referents: &BTreeMap<u64, ReferentLine>, number: usize) -> Result<Draft, FactsError> {
    let said = line.proposition;
    let fault = |what: String| FactsError::Line { line: number, what };
    let (subject, head, subject_on) = match &said.subject {
        Value::String(key) => (key.clone(), key.rsplit('/').next().unwrap_or_default().to_owned(), None),
        Value::Number(of) => {
            let referent = of.as_u64().and_then(|of| referents.get(&of));
            let referent = referent.ok_or_else(|| fault(format!("no line gives referent {of}")))?;
            (referent.key(), referent.head.exact.clone(), referent.happened_on.clone())
        }
        other => return Err(fault(format!("`{other}` is not a subject"))),
    };
    let SpeakerLine { kind, name, description, span } = line.speaker;
    let description = description.unwrap_or_default();
    Ok(Draft {
        id: line.id,
        property: said.property,
        subject,
        head,
        happened_on: said.happened_on.clone().or(subject_on),
        stated_on: said.happened_on,
        ends: (said.value.min, said.value.max),
        day: said.value.date,
        value: DraftWords { start: said.value.start, end: said.value.end, exact: said.value.exact },
        passage: line.passage,
        stance: line.stance,
        kind,
        speaker: name.filter(|name| !name.is_empty()).unwrap_or_else(|| description.clone()),
        description,
        speaker_span: span.map(|at| Span::new(at.start, at.end)),
        times: line.times.iter().map(|at| Span::new(at.start, at.end)).collect(),
    })
}

#[derive(Deserialize)]
struct ReferentLine {
    #[serde(rename = "ref")]
    number: u64,
    #[serde(rename = "type")]
    entity_type: String,
    head: DraftWords,
    #[serde(default)]
    happened_on: Option<String>,
}

impl ReferentLine {
    fn key(&self) -> String {
        let head: Vec<String> = self.head.exact.split_whitespace().map(str::to_lowercase).collect();
        format!("{}/{}-{}", self.entity_type, self.number, head.join("-"))
    }
}

#[derive(Deserialize)]
struct DraftLine {
    id: String,
    passage: DraftWords,
    speaker: SpeakerLine,
    stance: Stance,
    times: Vec<Place>,
    proposition: PropositionLine,
}

#[derive(Deserialize)]
struct SpeakerLine {
    kind: SpeakerKind,
    name: Option<String>,
    description: Option<String>,
    span: Option<Place>,
}

#[derive(Deserialize)]
struct PropositionLine {
    property: String,
    subject: Value,
    happened_on: Option<String>,
    value: ValueLine,
}

#[derive(Deserialize)]
struct ValueLine {
    min: Option<u64>,
    max: Option<u64>,
    #[serde(default)]
    date: Option<String>,
    start: usize,
    end: usize,
    exact: String,
}

/// A span with more fields beside it.
#[derive(Deserialize)]
struct Place {
    start: usize,
    end: usize,
}
