//! A document read: every layer, and the drafts that follow from them.

mod acts;
mod conflicts;
mod drafts;
mod entity;
mod raw;

pub mod lines;
pub(crate) mod referents;
mod restored;
mod ruled;
mod sums;
mod voice;

use crate::{
    act, dateline,
    document::{
        Document,
        parse::{self, Parsed},
    },
    factuality,
    grammar::Grammar,
    language,
    link::{self, anchored},
    quantity::{self, Counted},
    recase,
    segment::{self, Segments},
    speech::{
        self, acts as speech_acts,
        speaker::{DOUBT, Speakers},
    },
    tag::{self, entity::Registry},
    timex::{self, Time},
};
use assize_record::{Doubt, Draft, DraftId, Referent, Span};

/// What the reader is called in a draft.
pub const READER: &str = concat!("assize-reader@", env!("CARGO_PKG_VERSION"));

/// The ids of the rules that put layers together: of drafts, then of doubts.
pub const RULES: &[&str] = &[
    anchored::COUNTED,
    anchored::DAY_OF,
    "narrator.act",
    "narrator.date",
    "narrator.unknown",
    "quantity.casualty",
    "referent.incident",
    "referent.person",
    "speech.speaker",
];

/// Everything read in one document.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What the text speaks of, in order of number.
    pub referents: Vec<Referent>,
    /// What is proposed, in the order of the passages.
    pub drafts: Vec<Draft>,
    /// What could not be settled.
    pub doubts: Vec<Doubt>,
    /// Drafts that cannot both hold.
    pub conflicts: Vec<Conflict>,
    /// The times named.
    pub times: Vec<Time>,
    /// The numbers that count something.
    pub quantities: Vec<Counted>,
    /// The sentences.
    pub sentences: Vec<Span>,
}

/// Two drafts of one document that cannot both hold. Emitted, never settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The draft that stands first in the text.
    pub left: DraftId,
    /// The other.
    pub right: DraftId,
    /// Why, in one sentence.
    pub why: String,
}

/// Reads a document. The same document gives the same reading; nothing is looked up anywhere else.
pub fn read(document: &Document<'_>) -> Reading {
    read_with(Grammar::english(), document)
}

/// Reads a document by words and rules of one's own.
pub fn read_with(grammar: &Grammar, document: &Document<'_>) -> Reading {
    read_on(grammar, document, &mut Registry::default())
}

/// Reads a document that goes on from others whose names are in the registry; its own are added.
pub(crate) fn read_on(grammar: &Grammar, document: &Document<'_>, registry: &mut Registry) -> Reading {
    let original = document.text;
    let shadow = recase::shadow(original);
    let published = document.published.clone().or_else(|| dateline::published(original));
    let document = &Document { text: &shadow, published };
    let text = document.text;
    let lower = text.to_ascii_lowercase();
    let segments = segment::segment(text);
    let (sentences, foreign) = (segments.sentences.clone(), language::foreign(original, &segments));
    let segments = language::without(segments, &foreign);
    let (mut times, mut doubts) = timex::times(document, &segments);
    doubts.extend(foreign.iter().filter_map(|passage| language::doubt(original, passage)));
    take_in_names(text, &segments, registry);
    let Told { quantities, parsed, acts_of_force, said } =
        tell(grammar, document, &lower, &segments, &mut times, registry);
    let attributions = speech::attributions(text, &lower, &segments, &parsed);
    let marks = factuality::marks(text, &lower, &segments);
    let acts = speech_acts::acts(&lower, &segments);
    doubts.extend(anchored::doubts(text, &times));
    doubts.extend(segments.cuts.iter().filter_map(|at| cut_doubt(original, *at)));
    let source = act::Source {
        grammar,
        text,
        lower: &lower,
        parsed: &parsed,
        segments: &segments,
        times: &times,
        numbers: &quantities,
        registry,
    };
    let linked = link::link(&source, &acts_of_force);
    let instruments = link::instrument::Instruments::of(&source);
    let mut speakers = Speakers::new(text, registry);
    let layers = drafts::Layers {
        text,
        original,
        lower: &lower,
        segments: &segments,
        times: &times,
        quantities: &quantities,
        grammar,
        parsed: &parsed,
        acts_of_force: &acts_of_force,
        said: &said,
        linked: &linked,
        instruments: &instruments,
        marks: &marks,
        acts: &acts,
        attributions: &attributions,
        registry,
    };
    let raw = drafts::drafts(&layers, &mut speakers, &mut doubts);
    let told = referents::Incidents::of(&layers);
    let pairs = conflicts::conflicts(&raw);
    let referents::Resolved { referents, drafts, ids } = referents::resolve(&layers, &told, raw, &mut doubts);
    let conflicts = referents::conflicts(pairs, &ids);
    debug_assert!(drafts.iter().all(|draft| draft.passage.check(original).is_ok()));
    Reading { referents, drafts, doubts, conflicts, times, quantities, sentences }
}

/// What sentences tell.
struct Told {
    quantities: Vec<Counted>,
    parsed: Parsed,
    acts_of_force: Vec<act::Act>,
    said: Vec<act::Said>,
}

/// Reads what sentences tell, and once more where a time hangs on an incident whose day that showed.
fn tell(
    grammar: &Grammar,
    document: &Document<'_>,
    lower: &str,
    segments: &Segments,
    times: &mut Vec<Time>,
    registry: &Registry,
) -> Told {
    let text = document.text;
    let tagged = parse::tagged(grammar, text, lower, segments);
    let read = |times: &[Time]| {
        let quantities = quantity::quantities(document, segments, times);
        let parsed = parse::parse_tagged(grammar, text, segments, times, &quantities, &tagged);
        let numbers = &quantities;
        let source =
            act::Source { grammar, text, lower, parsed: &parsed, segments, times, numbers, registry };
        let (acts_of_force, said) = act::read(&source);
        Told { quantities, parsed, acts_of_force, said }
    };
    let told = read(times);
    if anchored::resolve(&told.parsed, &told.acts_of_force, times) { read(times) } else { told }
}

/// What stands before a cut, so that a person finds the place.
fn cut_doubt(text: &str, at: usize) -> Option<Doubt> {
    let from = text.ceil_char_boundary(at.saturating_sub(40));
    let words = segment::trim(text, Span::new(from, at)).words(text)?;
    Some(Doubt {
        schema: DOUBT.to_owned(),
        words,
        kind: "document".to_owned(),
        question: "a sentence of thousands of bytes was cut here; nothing is read over the cut".to_owned(),
        rule: "segment.cut".to_owned(),
    })
}

fn take_in_names(text: &str, segments: &Segments, registry: &mut Registry) {
    let mut tokens = Vec::new();
    for sentence in &segments.sentences {
        tokens.clear();
        tag::tokenize(text, sentence.start, sentence.end, &mut tokens);
        registry.take_in(text, &tokens);
    }
}
