//! A text cut where drafts begin and end, so that each piece can be lit by what it belongs to.

use crate::reviewed::Item;
use assize_reader::segment;
use assize_record::{Span, Words};
use std::collections::BTreeSet;

/// A paragraph with its pieces.
pub(crate) struct Paragraph {
    /// Where it stands.
    pub(crate) span: Span,
    /// Its pieces in order, which together are its words.
    pub(crate) pieces: Vec<Piece>,
    /// Whether it is a heading of the text.
    pub(crate) first: bool,
}

/// Words that belong to the same drafts from end to end.
pub(crate) struct Piece {
    /// Where it stands.
    pub(crate) span: Span,
    /// Numbers of the drafts that begin here.
    pub(crate) begins: Vec<usize>,
    /// Numbers of the drafts whose passage it is of.
    pub(crate) passage: Vec<usize>,
    /// … whose value it is of.
    pub(crate) value: Vec<usize>,
    /// … whose speaker or cue it is of.
    pub(crate) speaker: Vec<usize>,
    /// … whose hedge it is of.
    pub(crate) hedge: Vec<usize>,
}

/// What one draft lights.
struct Lit {
    number: usize,
    passage: Span,
    value: Option<Span>,
    speaker: Vec<Span>,
    hedge: Vec<Span>,
}

/// The paragraphs of a text with the drafts that are told in them.
pub(crate) fn paragraphs(text: &str, items: &[Item<'_>]) -> Vec<Paragraph> {
    let lit: Vec<Lit> = items.iter().map(|item| lit(item, text)).collect();
    let paragraphs = segment(text).paragraphs;
    let one = |(at, span): (usize, Span)| Paragraph { span, pieces: pieces(span, &lit), first: at == 0 };
    paragraphs.into_iter().enumerate().map(one).collect()
}

fn lit(item: &Item<'_>, text: &str) -> Lit {
    let draft = item.draft;
    // A reading belongs to one text, and a span that is none of it is shown nowhere rather than elsewhere.
    let holds = |span: &Span| span.slice(text).is_some();
    let value = Span::new(draft.proposition.value.start, draft.proposition.value.end);
    let statement = draft.proposition.property() == "statement";
    let words = |words: &Option<Words>| words.as_ref().map(Words::span).filter(holds);
    let speaker = [words(&draft.speaker.span), words(&draft.cue)].into_iter().flatten().collect();
    let hedge = draft.hedges.iter().map(|hedge| Span::new(hedge.start, hedge.end)).filter(holds).collect();
    let passage = Some(draft.passage.span()).filter(holds).unwrap_or(Span::new(0, 0));
    Lit {
        number: item.number,
        passage,
        value: Some(value).filter(|value| !statement && holds(value)),
        speaker,
        hedge,
    }
}

fn pieces(paragraph: Span, lit: &[Lit]) -> Vec<Piece> {
    let meets = |span: &Span| span.start < paragraph.end && paragraph.start < span.end;
    let here: Vec<&Lit> = lit
        .iter()
        .filter(|lit| {
            let others = lit.value.iter().chain(&lit.speaker).chain(&lit.hedge);
            std::iter::once(&lit.passage).chain(others).any(meets)
        })
        .collect();
    let mut cuts: BTreeSet<usize> = BTreeSet::from([paragraph.start, paragraph.end]);
    for lit in &here {
        let spans = std::iter::once(&lit.passage).chain(&lit.value).chain(&lit.speaker).chain(&lit.hedge);
        for span in spans.filter(|span| meets(span)) {
            cuts.extend([span.start.max(paragraph.start), span.end.min(paragraph.end)]);
        }
    }
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let piece = |pair: &[usize]| {
        let span = Span::new(pair[0], pair[1]);
        let within = |of: &Span| of.start <= span.start && span.end <= of.end;
        let those = |fits: &dyn Fn(&Lit) -> bool| -> Vec<usize> {
            here.iter().filter(|lit| fits(lit)).map(|lit| lit.number).collect()
        };
        Piece {
            span,
            begins: those(&|lit| {
                lit.passage.start.max(paragraph.start) == span.start
                    && meets(&lit.passage)
                    && lit.passage.start >= paragraph.start
            }),
            passage: those(&|lit| within(&lit.passage)),
            value: those(&|lit| lit.value.iter().any(within)),
            speaker: those(&|lit| lit.speaker.iter().any(within)),
            hedge: those(&|lit| lit.hedge.iter().any(within)),
        }
    };
    cuts.windows(2).map(piece).collect()
}

/// Numbers as people write them: `1–4, 7`.
pub(crate) fn ranges(numbers: &[usize]) -> String {
    let runs = numbers.chunk_by(|a, b| a + 1 == *b);
    let words = runs.map(|run| match run {
        [] => String::new(),
        [one] => one.to_string(),
        [first, .., last] => format!("{first}–{last}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_a_row_are_one_range() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "1–3, 7, 9–10");
        assert_eq!(ranges(&[4]), "4");
        assert_eq!(ranges(&[]), "");
    }
}
