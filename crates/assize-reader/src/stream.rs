//! Texts of any length, in bounded memory: words go in as they come, readings come out part by part.
//!
//! A part ends between paragraphs, else after a sentence, else at a space, else between characters. Spans are those of the whole text.
//! What goes over from part to part: the publication date and the names of people. What does not, a doubt says at each cut: a quotation
//! that runs on, a pronoun's or date's antecedent, the incident last named, a figure that another contradicts.
//!
//! Referents and drafts name the text by its hash: that of the whole text where it is known beforehand ([`Stream::of_text`]), else that of the part.
//! Numbers of referents go on from part to part.
//!
//! A text that is no longer than one part gives what [`read`](crate::read()) gives.

mod shift;

use crate::{
    dateline,
    document::{Document, Published},
    grammar::Grammar,
    read::{Reading, read_on},
    speech::speaker::DOUBT,
    tag::entity::Registry,
};
use assize_record::{BlobHash, Doubt, Span};

/// How many bytes a part has at most, unless asked otherwise.
pub const PART: usize = 1 << 20;
/// No part is smaller than this: a cut every few words reads nothing.
const SMALLEST: usize = 64;

/// Reads a text that arrives in pieces.
#[derive(Debug)]
pub struct Stream {
    published: Option<Published>,
    /// What has come and is not read yet.
    pending: String,
    /// How many bytes were read.
    start: usize,
    /// The most bytes of a part.
    part: usize,
    registry: Registry,
    /// What the part before ended in the middle of.
    cut: Option<Cut>,
    /// How many referents were numbered.
    referents: u32,
    /// The hash of the whole text, where it is known.
    whole: Option<BlobHash>,
}

/// One part of a text, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The byte of the whole text that the part begins at.
    pub start: usize,
    /// Its words.
    pub text: String,
    /// What was read. Spans are those of the whole text.
    pub reading: Reading,
}

/// Where a part had to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    Paragraph,
    Sentence,
    Space,
    Word,
}

impl Part {
    /// The words at a span of the whole text that lies in this part.
    pub fn slice(&self, span: Span) -> Option<&str> {
        self.text.get(span.start.checked_sub(self.start)?..span.end.checked_sub(self.start)?)
    }
}

impl Stream {
    /// A text of which nothing has come yet.
    pub fn new(published: Option<Published>) -> Self {
        Self::in_parts(published, PART)
    }

    /// The same with parts of at most so many bytes.
    pub fn in_parts(published: Option<Published>, bytes: usize) -> Self {
        let (part, registry) = (bytes.max(SMALLEST), Registry::default());
        Self {
            published,
            pending: String::new(),
            start: 0,
            part,
            registry,
            cut: None,
            referents: 0,
            whole: None,
        }
    }

    /// Says what the hash of the whole text is, so that the ids of drafts are those of the whole text.
    #[must_use]
    pub const fn of_text(mut self, whole: BlobHash) -> Self {
        self.whole = Some(whole);
        self
    }

    /// Takes the next piece of the text; returns the parts that are complete with it. How a text is cut into pieces changes nothing.
    pub fn push(&mut self, mut piece: &str) -> Vec<Part> {
        let mut parts = Vec::new();
        while !piece.is_empty() {
            // Never more than two parts are held, however long the piece.
            let take = piece.ceil_char_boundary((2 * self.part).saturating_sub(self.pending.len()).max(1));
            self.pending.push_str(&piece[..take]);
            piece = &piece[take..];
            while self.pending.len() > self.part {
                let (at, cut) = place_to_cut(&self.pending, self.part);
                let rest = self.pending.split_off(at);
                let text = std::mem::replace(&mut self.pending, rest);
                parts.push(self.read(text));
                self.cut = Some(cut);
            }
        }
        parts
    }

    /// The text has ended: returns the last part.
    pub fn finish(mut self) -> Part {
        let text = std::mem::take(&mut self.pending);
        self.read(text)
    }

    fn read(&mut self, text: String) -> Part {
        // A dateline stands at the head of the text and holds for all of it.
        if self.start == 0 {
            self.published = self.published.take().or_else(|| dateline::published(&text));
        }
        let document = Document { text: &text, published: self.published.clone() };
        let mut reading = read_on(Grammar::english(), &document, &mut self.registry);
        self.registry.carry_over();
        if let Some(doubt) = self.cut.and_then(|cut| doubt(&text, cut)) {
            reading.doubts.insert(0, doubt);
        }
        let start = self.start;
        self.start += text.len();
        let numbered = u32::try_from(reading.referents.len()).unwrap_or(u32::MAX);
        if start > 0 || self.whole.is_some() {
            let hash = self.whole.unwrap_or_else(|| BlobHash::of(text.as_bytes()));
            shift::reading(&mut reading, &hash, start, self.referents);
        }
        self.referents = self.referents.saturating_add(numbered);
        Part { start, text, reading }
    }
}

/// The doubt at the beginning of a part.
fn doubt(text: &str, cut: Cut) -> Option<Doubt> {
    let lead = text.len() - text.trim_start().len();
    let to = text.floor_char_boundary(lead + 40);
    let words = Span::new(lead, to).words(text).filter(|words| !words.exact.is_empty())?;
    let place = match cut {
        Cut::Paragraph => "between two paragraphs",
        Cut::Sentence => "between two sentences of one paragraph",
        Cut::Space => "inside a sentence",
        Cut::Word => "inside a word",
    };
    let question = format!(
        "the text is long and was read in parts, cut here {place}: no quotation, pronoun, date or incident is carried over but people's names"
    );
    let (schema, kind, rule) = (DOUBT.to_owned(), "document".to_owned(), "stream.cut".to_owned());
    Some(Doubt { schema, words, kind, question, rule })
}

/// Where the first part of `text` ends. Nothing behind its longest extent is looked at, so that the pieces do not matter.
fn place_to_cut(text: &str, part: usize) -> (usize, Cut) {
    let to = text.floor_char_boundary(part);
    let from = text.ceil_char_boundary(to / 2);
    let window = &text[from..to];
    let found =
        |marks: &[&str]| marks.iter().filter_map(|mark| Some(from + window.rfind(mark)? + mark.len())).max();
    if let Some(at) = found(&["\n\n", "\r\n\r\n"]).or_else(|| found(&["\n"])) {
        return (at, Cut::Paragraph);
    }
    if let Some(at) = found(&[". ", "! ", "? ", ".” ", ".\" ", "。"]) {
        return (at, Cut::Sentence);
    }
    let space = window.char_indices().rev().find(|(_, c)| c.is_whitespace());
    match space {
        // A carriage return stays with its line feed.
        Some((at, c)) if at > 0 && c != '\r' => (from + at + c.len_utf8(), Cut::Space),
        _ => (to, Cut::Word),
    }
}
