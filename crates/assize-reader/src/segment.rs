//! Paragraphs, sentences and quotations of a text, as spans of its bytes.
//!
//! Each line break ends a paragraph, so that a headline without a full stop stands alone; only where a whole text was broken
//! into lines of a fixed width are its line breaks taken for spaces. Sentences follow UAX #29, mended after abbreviations,
//! initials and quotations. Nothing is ever rewritten or normalised.

mod abbreviation;
mod paragraph;
mod quote;
mod sentence;

use crate::dateline;
use assize_record::Span;

/// The parts of a text. All spans are in order of their start, trimmed of white space, and fall on character boundaries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segments {
    /// Paragraphs: never empty, never overlapping.
    pub paragraphs: Vec<Span>,
    /// Sentences: never empty, never overlapping, each inside one paragraph.
    pub sentences: Vec<Span>,
    /// Quotations by their opening mark; an inner one follows the one it stands in.
    pub quotes: Vec<Quote>,
    /// Where a sentence was cut for its length alone.
    pub cuts: Vec<usize>,
}

/// Words between quotation marks, inside one paragraph.
///
/// A quotation that runs over paragraphs opens anew in each and closes in the last: it is one `Quote` a paragraph, all but the
/// last without a closing mark, all but the first with [`continues`](Self::continues) set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// The opening mark.
    pub open: Span,
    /// The closing mark; `None` where the quotation runs on into the next paragraph or is never closed.
    pub close: Option<Span>,
    /// The words between the marks, or up to the end of the paragraph.
    pub inner: Span,
    /// How many quotations it stands inside of.
    pub depth: usize,
    /// Whether it goes on with the quotation of the paragraph before.
    pub continues: bool,
}

impl Quote {
    /// The quotation with its marks.
    pub fn outer(&self) -> Span {
        Span::new(self.open.start, self.close.map_or(self.inner.end, |close| close.end))
    }
}

/// Takes a text apart.
pub fn segment(text: &str) -> Segments {
    let paragraphs = paragraph::paragraphs(text);
    let mut sentences = Vec::with_capacity(text.len() / 120);
    let mut cuts = Vec::new();
    for paragraph in &paragraphs {
        let first = sentences.len();
        sentence::sentences(text, *paragraph, &mut sentences);
        after_dateline(text, paragraph.start, sentences.get_mut(first..).unwrap_or_default().first_mut());
        sentence::cut_long(text, first, &mut sentences, &mut cuts);
    }
    let quotes = quote::quotes(text, &paragraphs);
    Segments { paragraphs, sentences, quotes, cuts }
}

/// So far into a text a place in capitals may open a story.
const OPENING: usize = 2000;

/// Begins the first sentence of a story behind the place that it was sent from: the place is no word of the sentence.
fn after_dateline(text: &str, start: usize, sentence: Option<&mut Span>) {
    let Some(sentence) = sentence.filter(|sentence| sentence.start == start && start < OPENING) else {
        return;
    };
    if let Some(end) = sentence.slice(text).and_then(dateline::bare) {
        *sentence = trim(text, Span::new(start + end, sentence.end));
    }
}

impl Segments {
    /// The index of the sentence that holds this byte; `None` between sentences.
    pub fn sentence_at(&self, byte: usize) -> Option<usize> {
        holding(&self.sentences, byte)
    }

    /// The index of the paragraph that holds this byte; `None` between paragraphs.
    pub fn paragraph_at(&self, byte: usize) -> Option<usize> {
        holding(&self.paragraphs, byte)
    }

    /// The sentences that lie inside a span.
    pub fn sentences_in(&self, span: Span) -> &[Span] {
        let from = self.sentences.partition_point(|sentence| sentence.start < span.start);
        let to = self.sentences.partition_point(|sentence| sentence.end <= span.end);
        self.sentences.get(from..to).unwrap_or_default()
    }

    /// The innermost quotation that this byte is quoted in; its marks are not part of it.
    pub fn quote_at(&self, byte: usize) -> Option<&Quote> {
        let before = self.quotes.partition_point(|quote| quote.inner.start <= byte);
        let paragraph = self.paragraphs.get(self.paragraph_at(byte)?)?;
        self.quotes[..before]
            .iter()
            .rev()
            .take_while(|quote| quote.open.start >= paragraph.start)
            .find(|quote| byte < quote.inner.end)
    }
}

fn holding(spans: &[Span], byte: usize) -> Option<usize> {
    let index = spans.partition_point(|span| span.end <= byte);
    spans.get(index).filter(|span| span.start <= byte).map(|_| index)
}

/// The span without white space at either end; empty where nothing else is in it.
pub(crate) fn trim(text: &str, span: Span) -> Span {
    let Some(words) = span.slice(text) else { return Span::new(span.start, span.start) };
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}
