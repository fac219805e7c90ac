//! What a person says of typed drafts that meet no fact of the set, kept from one run to the next.
//!
//! A set says what a careful person drafts, not all that could rightly be drafted. So a typed draft without a fact is judged once, by
//! reading, and the verdict is kept in a file of tab-separated lines outside the project: verdict, key, value, day, and then for the
//! person text, property, head of the subject, words of the value and words of the passage. The key is a digest of words and never an
//! id, so that a verdict outlives a change of ids and rules. It stands only for the value and the day that were judged: a rule that
//! reads another number from the same words is judged anew.

use super::{Draft, FactsError, Gold, TextScore};
use assize_record::BlobHash;
use serde::Serialize;
use std::{collections::BTreeMap, fmt};

/// What a person says of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::Display)]
#[strum(serialize_all = "kebab-case")]
pub enum Verdict {
    /// The text says it, of that thing, on that day.
    Right,
    /// A person loses nothing by it: a repetition, or true and of no use.
    Harmless,
    /// The text does not say it.
    Wrong,
}

/// The verdicts of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdicts(BTreeMap<(String, String, String), Verdict>);

impl Verdicts {
    /// Reads lines of verdicts. A line that begins with `?` is not judged yet, one that begins with `#` is a note; of two lines for one
    /// draft the later stands.
    ///
    /// # Errors
    /// [`FactsError::Verdict`] with the number of the line.
    pub fn of(lines: &str) -> Result<Self, FactsError> {
        let mut verdicts = BTreeMap::new();
        for (at, line) in lines.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with(['#', '?']) {
                continue;
            }
            let fault = |what: &str| FactsError::Verdict { line: at + 1, what: what.to_owned() };
            let mut fields = line.split('\t');
            let word = fields.next().unwrap_or_default();
            let verdict =
                word.parse().map_err(|_| fault(&format!("`{word}` is not right, harmless or wrong")))?;
            let (Some(key), Some(value), Some(day)) = (fields.next(), fields.next(), fields.next()) else {
                return Err(fault("a verdict has at least verdict, key, value and day"));
            };
            verdicts.insert((key.to_owned(), value.to_owned(), day.to_owned()), verdict);
        }
        Ok(Self(verdicts))
    }

    /// What was said of a draft, if it was judged with the value and the day that it has.
    pub fn on(&self, gold: &Gold, draft: &Draft) -> Option<Verdict> {
        let judged = Judged::of(gold, draft);
        self.0.get(&(judged.key, judged.value, judged.day)).copied()
    }
}

/// A draft as a line of the file of verdicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    key: String,
    value: String,
    day: String,
    rest: [String; 5],
}

impl Judged {
    /// The line of a draft.
    pub fn of(gold: &Gold, draft: &Draft) -> Self {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (value, passage) = (words(&draft.value.exact), words(&draft.passage.exact));
        let keyed = [&gold.text, &draft.property, &value, &passage].map(|one| one.as_bytes()).join(&0);
        let head = words(&draft.head);
        Self {
            key: BlobHash::of(&keyed).to_string().chars().take(16).collect(),
            value: draft.value_text(),
            day: draft.carried_on().unwrap_or("-").to_owned(),
            rest: [gold.name.clone(), draft.property.clone(), head, value, passage],
        }
    }
}

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\t{}\t{}\t{}", self.key, self.value, self.day, self.rest.join("\t"))
    }
}

/// How many typed drafts are right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Precision {
    /// Typed drafts.
    pub typed: usize,
    /// Those that find and place a fact.
    pub matched: usize,
    /// Of the others, those judged right.
    pub right: usize,
    /// Those judged harmless.
    pub harmless: usize,
    /// Those judged wrong.
    pub wrong: usize,
    /// Those that nobody judged yet.
    pub unjudged: usize,
}

impl Precision {
    /// The typed drafts of one text.
    pub fn of(gold: &Gold, drafts: &[Draft], score: &TextScore, verdicts: &Verdicts) -> Self {
        let mut sum = Self { typed: score.typed_drafts, matched: score.matched, ..Self::default() };
        for at in &score.unmatched {
            let of = match drafts.get(*at).and_then(|draft| verdicts.on(gold, draft)) {
                Some(Verdict::Right) => &mut sum.right,
                Some(Verdict::Harmless) => &mut sum.harmless,
                Some(Verdict::Wrong) => &mut sum.wrong,
                None => &mut sum.unjudged,
            };
            *of += 1;
        }
        sum
    }

    /// Adds another text.
    pub const fn add(&mut self, other: &Self) {
        self.typed += other.typed;
        self.matched += other.matched;
        self.right += other.right;
        self.harmless += other.harmless;
        self.wrong += other.wrong;
        self.unjudged += other.unjudged;
    }

    /// Hundredths that are matched or judged right, of all but the harmless: at least, where what is unjudged were wrong, and at most,
    /// where it were right.
    pub fn share(&self) -> (f64, f64) {
        let of = (self.typed - self.harmless).max(1) as f64;
        let right = self.matched + self.right;
        (100.0 * right as f64 / of, 100.0 * (right + self.unjudged) as f64 / of)
    }
}
