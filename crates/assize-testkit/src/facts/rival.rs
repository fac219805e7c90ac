//! Facts that another program read from the texts of the set, as drafts that the same code scores.
//!
//! One JSON object a line: `text` (its name in the set), `property`, the words of the value (`start`, `end`, `exact`, in bytes) with
//! `min` and `max` or `date`, `incident` (whatever tells it from others of the text; none for the campaign), `on` (the day of that
//! incident, if the program gives one), `passage` (first and last byte of the sentence) and `speaker` (`kind`, `exact`, `start`, `end`;
//! none for the narrator).

use super::{Draft, DraftWords, FactsError, Gold};
use assize_record::{Span, SpeakerKind, Stance};
use serde::Deserialize;

/// The drafts of one text among the lines of a rival.
///
/// # Errors
/// [`FactsError::Line`] for a line that is not of the shape, and for words that do not stand where the line says.
pub fn rival(gold: &Gold, lines: &str) -> Result<Vec<Draft>, FactsError> {
    let mut found = Vec::new();
    for (at, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let fault = |what: String| FactsError::Line { line: at + 1, what };
        let line: Line = serde_json::from_str(line).map_err(|error| fault(error.to_string()))?;
        if line.text == gold.name {
            found.push(line.draft(gold, at + 1).map_err(fault)?);
        }
    }
    Ok(found)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    text: String,
    property: String,
    start: usize,
    end: usize,
    exact: String,
    min: Option<u64>,
    max: Option<u64>,
    date: Option<String>,
    incident: Option<String>,
    on: Option<String>,
    passage: (usize, usize),
    speaker: Option<Speaker>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Speaker {
    kind: SpeakerKind,
    exact: String,
    start: usize,
    end: usize,
}

impl Line {
    fn draft(self, gold: &Gold, number: usize) -> Result<Draft, String> {
        let words = |start: usize, end: usize| {
            let exact = Span::new(start, end).slice(&gold.text);
            let exact =
                exact.ok_or_else(|| format!("bytes {start}..{end} are no words of `{}`", gold.name))?;
            Ok::<_, String>(DraftWords { start, end, exact: exact.to_owned() })
        };
        let value = words(self.start, self.end)?;
        if value.exact != self.exact {
            return Err(format!("bytes {}..{} do not read `{}`", self.start, self.end, self.exact));
        }
        // A dash keeps a name of digits from being read as a day.
        let subject = match &self.incident {
            Some(incident) => format!("incident/-{incident}"),
            None => "campaign/text".to_owned(),
        };
        let (kind, speaker, speaker_span) = match self.speaker {
            None => (SpeakerKind::Narrator, String::new(), None),
            Some(speaker) => {
                let at = words(speaker.start, speaker.end)?;
                if at.exact != speaker.exact {
                    return Err(format!("bytes {}..{} do not read `{}`", at.start, at.end, speaker.exact));
                }
                (speaker.kind, speaker.exact, Some(at.span()))
            }
        };
        Ok(Draft {
            id: number.to_string(),
            property: self.property,
            subject,
            head: self.incident.unwrap_or_else(|| "campaign".to_owned()),
            happened_on: self.on.clone(),
            stated_on: self.on,
            ends: (self.min, self.max),
            day: self.date,
            value,
            passage: words(self.passage.0, self.passage.1)?,
            stance: Stance::Asserts,
            kind,
            description: speaker.clone(),
            speaker,
            speaker_span,
            times: Vec::new(),
        })
    }
}
