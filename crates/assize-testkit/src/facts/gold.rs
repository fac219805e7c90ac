//! The hand-made side: incidents, facts and traps of a text, checked against its bytes.

use super::{FactsError, draft::ends_text};
use assize_record::{BlobHash, Span, SpeakerKind, Stance, Vocabulary};
use serde::Deserialize;
use serde_json::Value;
use std::{fs, path::Path};

/// A text with what a careful person drafts of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gold {
    /// Its name in the set: `t01`.
    pub name: String,
    /// The text.
    pub text: String,
    /// The day of publication, as EDTF.
    pub published: String,
    /// Its incidents.
    pub incidents: Vec<Incident>,
    /// What it says.
    pub facts: Vec<Fact>,
    /// What it does not say, though a careless reader finds it there.
    pub traps: Vec<Trap>,
}

/// One incident of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Its id within the text: `i1`.
    pub id: String,
    /// The words that the text first tells it in.
    pub exact: String,
    /// Its days, as EDTF; `None` where the text gives none.
    pub days: Option<String>,
}

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// An incident, by its place in [`Gold::incidents`].
    Incident(usize),
    /// The campaign of the text.
    Campaign,
    /// An order, a list, a law.
    Instrument,
    /// Anything else; every subject will do.
    Other,
}

/// One thing a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its id within the text: `f01`.
    pub id: String,
    /// What it is about.
    pub about: About,
    /// Its property; `None` where the vocabulary has none for it.
    pub property: Option<String>,
    /// Its value.
    pub value: GoldValue,
    /// Whose word it is.
    pub speaker: GoldSpeaker,
    /// Where it stands.
    pub span: Span,
    /// The words there.
    pub exact: String,
}

/// A value of a fact or trap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoldValue {
    /// Both ends of a number.
    Quantity(Option<u64>, Option<u64>),
    /// Days, as EDTF.
    Days(String),
    /// Words of the text.
    Words(String),
}

/// Whose word a fact is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldSpeaker {
    /// What sort.
    pub kind: SpeakerKind,
    /// The words that name or describe them; empty for the narrator.
    pub exact: String,
    /// Where those stand.
    pub span: Option<Span>,
}

/// A place where a wrong draft is easily made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trap {
    /// Where it stands.
    pub span: Span,
    /// The words there.
    pub exact: String,
    /// The wrong draft.
    pub wrong: Wrong,
}

/// A draft that would be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Its property; `None` for any statement.
    pub property: Option<String>,
    /// Its value; `None` for any.
    pub value: Option<GoldValue>,
    /// What it would wrongly be about.
    pub about: About,
}

impl std::fmt::Display for GoldValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Quantity(min, max) => f.write_str(&ends_text(*min, *max)),
            Self::Days(days) => f.write_str(days),
            Self::Words(words) => write!(f, "`{words}`"),
        }
    }
}

impl Gold {
    /// Reads `tNN.json` and the text it names, and checks that every span reads what is quoted, that every property is of the vocabulary
    /// and that the text is the one that was annotated.
    ///
    /// # Errors
    /// [`FactsError`] that names the file and the fact.
    pub fn load(file: &Path, vocabulary: &Vocabulary) -> Result<Self, FactsError> {
        let read = |path: &Path| {
            fs::read(path).map_err(|error| FactsError::File { file: path.display().to_string(), error })
        };
        let name = file.display().to_string();
        let lines: Lines = serde_json::from_slice(&read(file)?)
            .map_err(|error| FactsError::Shape { file: name.clone(), error })?;
        let bytes = read(&file.with_file_name(&lines.text))?;
        Self::of(&name, lines, &bytes, vocabulary)
    }

    pub(super) fn of(
        file: &str,
        lines: Lines,
        bytes: &[u8],
        vocabulary: &Vocabulary,
    ) -> Result<Self, FactsError> {
        let fault = |place: &str, what: String| FactsError::Gold {
            file: file.to_owned(),
            place: place.to_owned(),
            what,
        };
        if lines.sha256 != sha256(bytes) {
            return Err(fault(&lines.text, "the text is not the one that was annotated".to_owned()));
        }
        let text = String::from_utf8(bytes.to_vec())
            .map_err(|_| fault(&lines.text, "the text is not UTF-8".to_owned()))?;
        let check = Check { text: &text, vocabulary, incidents: &lines.incidents };
        for incident in &lines.incidents {
            let (start, end) = incident.anchor;
            check.words(Span::new(start, end), &incident.exact).map_err(|what| fault(&incident.id, what))?;
        }
        let facts = lines.facts.into_iter().map(|fact| {
            let id = fact.id.clone();
            check.fact(fact).map_err(|what| fault(&id, what))
        });
        let facts = facts.collect::<Result<_, _>>()?;
        let traps = lines
            .traps
            .into_iter()
            .enumerate()
            .map(|(at, trap)| check.trap(trap).map_err(|what| fault(&format!("trap {}", at + 1), what)));
        let traps = traps.collect::<Result<_, _>>()?;
        let incidents = lines
            .incidents
            .iter()
            .map(|one| Incident { id: one.id.clone(), exact: one.exact.clone(), days: one.edtf.clone() })
            .collect();
        let name = lines.text.trim_end_matches(".txt").to_owned();
        Ok(Self { name, text, published: lines.published, incidents, facts, traps })
    }
}

fn sha256(bytes: &[u8]) -> String {
    BlobHash::of(bytes).to_string()
}

#[derive(Deserialize)]
pub(super) struct Lines {
    text: String,
    sha256: String,
    published: String,
    incidents: Vec<IncidentLine>,
    facts: Vec<FactLine>,
    traps: Vec<TrapLine>,
}

#[derive(Deserialize)]
struct IncidentLine {
    id: String,
    anchor: (usize, usize),
    exact: String,
    edtf: Option<String>,
}

#[derive(Deserialize)]
struct FactLine {
    id: String,
    about: String,
    property: String,
    value: Value,
    speaker: SpeakerLine,
    // Read so that an unknown stance stops; what a draft does with its statement is not scored.
    #[serde(rename = "stance")]
    _stance: Stance,
    start: usize,
    end: usize,
    exact: String,
}

#[derive(Deserialize)]
struct SpeakerLine {
    kind: SpeakerKind,
    exact: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
}

#[derive(Deserialize)]
struct TrapLine {
    start: usize,
    end: usize,
    exact: String,
    wrong: WrongLine,
}

#[derive(Deserialize)]
struct WrongLine {
    property: String,
    value: Value,
    incident: String,
}

/// What the lines of a text are held against.
struct Check<'l> {
    text: &'l str,
    vocabulary: &'l Vocabulary,
    incidents: &'l [IncidentLine],
}

impl Check<'_> {
    fn fact(&self, line: FactLine) -> Result<Fact, String> {
        let span = Span::new(line.start, line.end);
        self.words(span, &line.exact)?;
        let SpeakerLine { kind, exact, start, end } = line.speaker;
        let exact = exact.unwrap_or_default();
        let at = start.zip(end).map(|(start, end)| Span::new(start, end));
        match (kind, at) {
            (SpeakerKind::Narrator, None) => {}
            (SpeakerKind::Narrator, Some(_)) => return Err("a narrator stands nowhere".to_owned()),
            (_, Some(at)) => self.words(at, &exact)?,
            (_, None) => return Err("a speaker without a span".to_owned()),
        }
        Ok(Fact {
            id: line.id,
            about: self.about(&line.about)?,
            property: self.property(line.property)?,
            value: value(&line.value)?.ok_or("a fact without a value")?,
            speaker: GoldSpeaker { kind, exact, span: at },
            span,
            exact: line.exact,
        })
    }

    fn trap(&self, line: TrapLine) -> Result<Trap, String> {
        let span = Span::new(line.start, line.end);
        self.words(span, &line.exact)?;
        let wrong = Wrong {
            property: self.property(line.wrong.property)?,
            value: value(&line.wrong.value)?,
            about: self.about(&line.wrong.incident)?,
        };
        Ok(Trap { span, exact: line.exact, wrong })
    }

    fn words(&self, span: Span, exact: &str) -> Result<(), String> {
        if span.slice(self.text) == Some(exact) {
            return Ok(());
        }
        Err(format!("bytes {}..{} do not read what is quoted", span.start, span.end))
    }

    fn about(&self, name: &str) -> Result<About, String> {
        if let Some(at) = self.incidents.iter().position(|incident| incident.id == name) {
            return Ok(About::Incident(at));
        }
        match name {
            "campaign" => Ok(About::Campaign),
            "other" => Ok(About::Other),
            _ if name.starts_with("instrument:") => Ok(About::Instrument),
            _ => {
                Err(format!("`{name}` is not an incident of the text, `campaign`, `instrument:…` or `other`"))
            }
        }
    }

    fn property(&self, name: String) -> Result<Option<String>, String> {
        if name == "none" {
            return Ok(None);
        }
        self.vocabulary.property(&name).map_err(|error| error.to_string())?;
        Ok(Some(name))
    }
}

fn value(line: &Value) -> Result<Option<GoldValue>, String> {
    let text = |key: &str| line.get(key).and_then(Value::as_str).map(str::to_owned);
    let fields = match line {
        Value::Null => return Ok(None),
        Value::Object(fields) if fields.is_empty() => return Ok(None),
        Value::Object(fields) => fields,
        other => return Err(format!("`{other}` is not a value")),
    };
    if fields.contains_key("min") || fields.contains_key("max") {
        let end = |key: &str| line.get(key).and_then(Value::as_u64);
        return Ok(Some(GoldValue::Quantity(end("min"), end("max"))));
    }
    match (text("edtf"), text("words")) {
        (Some(days), _) => Ok(Some(GoldValue::Days(days))),
        (None, Some(words)) => Ok(Some(GoldValue::Words(words))),
        (None, None) => Err("a value with neither ends, `edtf` nor `words`".to_owned()),
    }
}
