//! Who says what: cue, source and content.
//!
//! Looks at one sentence at a time, then carries quotations over sentences and paragraphs. It decides nothing about who a
//! source is; that is [`speaker`].

pub mod acts;
mod after;
mod before;
mod content;
mod find;
mod group;
pub mod lexicon;
mod nouns;
mod number;
mod passive;
mod quotes;
mod retag;
mod source_after;
pub mod speaker;
mod subject;
pub(crate) mod turn;
mod view;

pub use lexicon::Class;

use crate::{
    document::parse::Parsed,
    segment::Segments,
    tag::{self, Token},
};
use assize_record::Span;
use view::{NONE, View};

/// One attribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// Whose word: the whole phrase; `None` where the text names nobody.
    pub source: Option<Span>,
    /// The words that attribute it.
    pub cue: Span,
    /// What is said; in parts where source and cue stand inside.
    pub content: Vec<Span>,
    /// What the cue does.
    pub class: Class,
    /// The verb or noun of the cue.
    pub lemma: &'static str,
    /// `did not say`.
    pub negated: bool,
    /// The rule that found it.
    pub rule: &'static str,
    /// Index of its sentence.
    pub sentence: usize,
    /// The attribution whose content it stands in, by index.
    pub outer: Option<usize>,
}

/// The ids of all rules, in order.
pub const RULES: &[&str] = &[
    "act.anonymity",
    "act.no-comment",
    "act.prior-report",
    "speech.according-to",
    "speech.as-said",
    "speech.asked",
    "speech.colon",
    "speech.coordinated",
    "speech.infinitive",
    "speech.inverted",
    "speech.listed",
    "speech.nested",
    "speech.noun",
    "speech.participle",
    "speech.passive",
    "speech.postposed",
    "speech.preposed",
    "speech.quote-goes-on",
    "speech.quote-over-paragraphs",
    "speech.relative",
    "speech.seem",
    "speech.state-of-mind",
    turn::RULE,
    "speech.words-below",
];

/// A sentence longer than this many tokens is read in pieces, so that time stays linear in the text.
const LONGEST: usize = 300;

/// Whether a sentence can hold an attribution at all; spares tagging the others.
fn may_speak(lower: &str, tokens: &[Token]) -> bool {
    tokens.iter().any(|token| {
        let word = lower.get(token.start..token.end).unwrap_or("");
        matches!(word, "according" | "per" | ":") || lexicon::is_noun(word) || lexicon::lookup(word).is_some()
    })
}

/// Finds every attribution of a text, in the order of the text.
///
/// `lower` is the text with its ASCII letters in lower case.
pub fn attributions(text: &str, lower: &str, segments: &Segments, parsed: &Parsed) -> Vec<Attribution> {
    let outer: Vec<_> = segments.quotes.iter().copied().filter(|q| q.depth == 0).collect();
    let (mut tokens, mut quoted) = (Vec::new(), Vec::new());
    let mut found: Vec<Attribution> = Vec::new();
    for (index, sentence) in segments.sentences.iter().enumerate() {
        tokens.clear();
        tag::tokenize(text, sentence.start, sentence.end, &mut tokens);
        if !may_speak(lower, &tokens) {
            continue;
        }
        let known = parsed.sentences.get(index).map_or(&[][..], |sentence| &sentence.tokens);
        for (token, known) in tokens.iter_mut().zip(known) {
            token.tag = known.tag;
        }
        for piece in tokens.chunks_mut(LONGEST) {
            retag::retag(lower, piece);
            quotes::quoted(piece, &outer, &mut quoted);
            let view =
                View { text, lower, tokens: piece, quoted: &quoted, quotes: &outer, sentence: *sentence };
            let base = found.len();
            for mut attribution in find::sentence(&view, index) {
                attribution.outer = attribution.outer.map(|at| at + base);
                found.push(attribution);
            }
        }
    }
    quotes::carry_over(text, segments, &outer, &mut found);
    quotes::listed(text, segments, &mut found);
    turn::turns(text, segments, &mut found);
    debug_assert!(
        found
            .iter()
            .all(|a| a.cue.slice(text).is_some() && a.content.iter().all(|c| c.slice(text).is_some()))
    );
    found
}

/// Whether a token index stands for no quotation.
const fn unquoted(index: u32) -> bool {
    index == NONE
}
