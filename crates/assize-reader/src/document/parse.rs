//! A text as sentences with their phrases and predicates, once for all layers.

use super::{Document, clause, lexis, mend, nominal, phrase, sentence::Sentence, verb};
use crate::{
    grammar::Grammar,
    quantity::{self, Counted},
    segment::Segments,
    tag::{self, Model, Token},
    timex::{self, Time},
};
use assize_record::Span;
use assize_rules::FormId;

/// A text, parsed.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
    /// Headings that are a day, with an id or a place beside it, by their sentences and the day's place among the times: none where the text
    /// has only one, which is when it was written.
    pub headings: Vec<(usize, usize)>,
}

impl Parsed {
    /// The sentence that holds a byte.
    pub fn sentence_at(&self, byte: usize) -> Option<&Sentence> {
        let at = self.sentences.partition_point(|sentence| sentence.span.start <= byte).checked_sub(1)?;
        self.sentences.get(at).filter(|sentence| byte < sentence.span.end)
    }
}

/// A sentence with more tokens than this is cut, so that time stays linear in the text.
const LONGEST: usize = 400;

/// Parses a text whose sentences, times and numbers are known. `text` is its shadow (see [`recase`](crate::recase)), `lower` the same in
/// small letters.
pub fn parse(
    grammar: &Grammar,
    text: &str,
    lower: &str,
    segments: &Segments,
    times: &[Time],
    numbers: &[Counted],
) -> Parsed {
    parse_tagged(grammar, text, segments, times, numbers, &tagged(grammar, text, lower, segments))
}

/// The words of a sentence with their tags, and the form of each in the lexicon.
pub(crate) struct Tagged {
    tokens: Vec<Token>,
    forms: Vec<Option<FormId>>,
}

/// Tags each sentence of a text: the same whatever times and numbers are known of it.
pub(crate) fn tagged(grammar: &Grammar, text: &str, lower: &str, segments: &Segments) -> Vec<Tagged> {
    let model = Model::built_in();
    let (mut keys, mut allowed, mut senses) = (Vec::new(), Vec::new(), Vec::new());
    let mut tag = |span: &Span| {
        let mut tokens = Vec::new();
        tag::tokenize(text, span.start, span.end, &mut tokens);
        tokens.truncate(LONGEST);
        let forms = lexis::forms(grammar, lower, &tokens);
        allowed.clear();
        allowed.extend(tokens.iter().zip(&forms).map(|(token, form)| lexis::allowed(grammar, *form, token)));
        model.tag_within(text, &mut tokens, &allowed, &mut keys);
        senses.clear();
        senses.extend(forms.iter().map(|form| lexis::known(grammar, *form)));
        mend::tags(&mut tokens, &senses);
        Tagged { tokens, forms }
    };
    segments.sentences.iter().map(&mut tag).collect()
}

/// Parses a text whose sentences are tagged.
pub(crate) fn parse_tagged(
    grammar: &Grammar,
    text: &str,
    segments: &Segments,
    times: &[Time],
    numbers: &[Counted],
    tagged: &[Tagged],
) -> Parsed {
    let mut parsed = Parsed::default();
    let mut paragraph = 0;
    let mut spans: Vec<(usize, Span)> =
        numbers.iter().enumerate().map(|(at, counted)| (at, counted.number)).collect();
    spans.retain(|(_, span)| !span.is_empty());
    spans.sort_by_key(|(_, span)| (span.start, std::cmp::Reverse(span.end)));
    spans.dedup_by(|later, earlier| earlier.1.overlaps(&later.1));
    for (span, Tagged { tokens, forms }) in segments.sentences.iter().zip(tagged) {
        while segments.paragraphs.get(paragraph).is_some_and(|p| p.end <= span.start) {
            paragraph += 1;
        }
        let mut sentence = Sentence::new(*span, paragraph, tokens.clone());
        lexis::words(grammar, forms, &mut sentence);
        place_times(&mut sentence, times);
        let from = spans.partition_point(|(_, number)| number.start < span.start);
        let to = spans.partition_point(|(_, number)| number.start < span.end);
        phrase::find(&mut sentence, spans.get(from..to).unwrap_or_default());
        verb::find(&mut sentence);
        clause::resolve(&mut sentence);
        nominal::add(&mut sentence);
        sentence.question = text
            .get(span.start..span.end)
            .is_some_and(|words| words.trim_end_matches(['”', '"', '\'', '’', ')']).ends_with('?'));
        parsed.sentences.push(sentence);
    }
    parsed.headings = headings(text, &parsed.sentences, segments, times);
    parsed
}

/// Parses a text of which nothing else is known, by the shipped words.
pub fn alone(text: &str, lower: &str, segments: &Segments) -> Parsed {
    let document = Document::undated(text);
    let (times, _) = timex::times(&document, segments);
    let numbers = quantity::quantities(&document, segments, &times);
    parse(Grammar::english(), text, lower, segments, &times, &numbers)
}

/// A line with more words is no heading.
const HEADING: usize = 10;

fn headings(text: &str, sentences: &[Sentence], segments: &Segments, times: &[Time]) -> Vec<(usize, usize)> {
    let whole = |sentence: &Sentence| {
        let paragraph = segments.paragraphs.get(sentence.paragraph);
        paragraph
            .is_some_and(|line| line.start + 2 >= sentence.span.start && line.end <= sentence.span.end + 2)
    };
    let heading = |(at, sentence): (usize, &Sentence)| {
        let bare = sentence.tokens.len() <= HEADING && sentence.predicates.is_empty() && whole(sentence);
        let (index, _) = sentence.times.first().filter(|_| bare && sentence.times.len() == 1)?;
        let day = times.get(*index)?.edtf.as_ref()?;
        // The day of a sitting, with a speaker below, is when it was said.
        let below = segments.paragraphs.get(sentence.paragraph + 1);
        let sitting = below.is_some_and(|below| crate::speech::turn::opens(text, *below));
        (crate::link::is_day(day) && !sitting).then_some((at, *index))
    };
    let found: Vec<(usize, usize)> = sentences.iter().enumerate().filter_map(heading).collect();
    let day = |(_, index): &(usize, usize)| times[*index].edtf.as_ref();
    let several = found.iter().any(|heading| day(heading) != day(&found[0]));
    if several { found } else { Vec::new() }
}

fn place_times(sentence: &mut Sentence, times: &[Time]) {
    let from = times.partition_point(|time| time.span.start < sentence.span.start);
    for (index, time) in times.iter().enumerate().skip(from) {
        if time.span.start >= sentence.span.end {
            break;
        }
        let run = sentence.tokens_in(time.span);
        if run.start < run.end && sentence.times.last().is_none_or(|(_, last)| last.end <= run.start) {
            sentence.times.push((index, run));
        }
    }
}
