//! Quotations across sentences and paragraphs.

use super::{Attribution, Class, content, unquoted, view::NONE};
use crate::{
    segment::{Quote, Segments},
    tag::Token,
};
use assize_record::Span;
use std::collections::BTreeMap;

/// For each token, the index of the outermost quotation it stands in.
pub(super) fn quoted(tokens: &[Token], quotes: &[Quote], out: &mut Vec<u32>) {
    out.clear();
    let Some(first) = tokens.first() else { return };
    // Quotations are in order and the outermost do not overlap.
    let mut at = quotes.partition_point(|q| q.outer().end <= first.start);
    for token in tokens {
        while quotes.get(at).is_some_and(|q| q.outer().end <= token.start) {
            at += 1;
        }
        let inside =
            quotes.get(at).is_some_and(|q| q.outer().start <= token.start && token.start < q.outer().end);
        out.push(if inside { u32::try_from(at).unwrap_or(NONE) } else { NONE });
    }
    debug_assert!(
        out.len() == tokens.len() && (out.iter().all(|i| unquoted(*i) || (*i as usize) < quotes.len()))
    );
}

/// Gives each quotation of whole sentences that nobody was found to say to the speaker whose words it goes on with: in the same
/// paragraph, or over the paragraph break where it was left open.
pub(super) fn carry_over(text: &str, segments: &Segments, quotes: &[Quote], found: &mut Vec<Attribution>) {
    below_the_cue(text, segments, quotes, found);
    below_the_name(text, segments, quotes, found);
    let mut claimed: Vec<Span> =
        found.iter().flat_map(|a| a.content.iter().copied().chain([a.cue])).collect();
    claimed.sort_unstable();
    let mut extra = Vec::new();
    let mut speakers: Vec<usize> =
        (0..found.len()).filter(|i| found[*i].source.is_some() && found[*i].outer.is_none()).collect();
    speakers.sort_by_key(|i| found[*i].cue.start);
    // Of two who say the same words, the one named first.
    let mut owners = BTreeMap::new();
    for index in &speakers {
        for content in &found[*index].content {
            owners.entry(*content).or_insert(*index);
        }
    }
    let mut last_quoted: Option<usize> = None;
    for quote in quotes {
        let outer = quote.outer();
        if let Some(index) = overlapping(&claimed, outer) {
            // Whoever says it, may go on in the next paragraph.
            last_quoted = owners.get(&claimed[index]).copied().or(last_quoted);
            continue;
        }
        if !whole_sentence(text, quote) {
            continue;
        }
        let paragraph = segments.paragraphs.partition_point(|p| p.start <= outer.start).checked_sub(1);
        let Some(number) = paragraph else { continue };
        let Some(paragraph) = segments.paragraphs.get(number) else { continue };
        let before = speakers.partition_point(|i| found[*i].cue.start < outer.start);
        let near = before.checked_sub(1).map(|at| speakers[at]);
        let same = near.filter(|i| found[*i].cue.start >= paragraph.start && speaks(&found[*i]));
        // A paragraph that is a quotation and nothing else goes on with whoever was quoted in the paragraph before.
        let alone = outer.start == paragraph.start && outer.end + 1 >= paragraph.end;
        let earlier = number.checked_sub(1).and_then(|index| segments.paragraphs.get(index));
        let above = last_quoted.filter(|i| {
            alone
                && earlier
                    .is_some_and(|p| found[*i].content.iter().any(|c| p.start <= c.end && c.end <= p.end))
        });
        let chosen = if quote.continues { last_quoted } else { same.or(above) };
        if let Some(index) = chosen {
            let model = &found[index];
            extra.push(Attribution {
                content: vec![content::bare(text, quote.inner)],
                rule: if quote.continues || same.is_none() {
                    "speech.quote-over-paragraphs"
                } else {
                    "speech.quote-goes-on"
                },
                sentence: segments.sentences.partition_point(|s| s.start <= outer.start).saturating_sub(1),
                outer: None,
                ..model.clone()
            });
        }
    }
    found.extend(extra);
}

/// Gives a cue that ends its paragraph with a colon the next paragraph, or the quotation that opens it.
fn below_the_cue(text: &str, segments: &Segments, quotes: &[Quote], found: &mut [Attribution]) {
    for attribution in found.iter_mut().filter(|a| a.content.is_empty()) {
        let number = segments.paragraphs.partition_point(|p| p.start <= attribution.cue.start);
        let (Some(here), Some(next)) =
            (number.checked_sub(1).and_then(|n| segments.paragraphs.get(n)), segments.paragraphs.get(number))
        else {
            continue;
        };
        if !here.slice(text).is_some_and(|words| words.trim_end().ends_with(':')) {
            continue;
        }
        let first = quotes.partition_point(|q| q.open.start < next.start);
        let quoted = quotes.get(first).filter(|q| q.open.start == next.start);
        attribution.content.push(content::bare(text, quoted.map_or(*next, |q| q.inner)));
    }
}

/// Gives the lines of a list to whoever tells of it in the paragraph above, which ends with a colon: `The commission named two raids:`.
pub(super) fn listed(text: &str, segments: &Segments, found: &mut Vec<Attribution>) {
    let mut tellers: Vec<&Attribution> = found.iter().filter(|one| may_list(one)).collect();
    tellers.sort_by_key(|one| one.sentence);
    let mut lines = Vec::new();
    for (number, paragraph) in segments.paragraphs.iter().enumerate() {
        let Some(words) = paragraph.slice(text).map(str::trim_end).filter(|words| words.ends_with(':'))
        else {
            continue;
        };
        let end = paragraph.start + words.len();
        let last = segments.sentences.partition_point(|sentence| sentence.start < end).saturating_sub(1);
        let here = tellers.partition_point(|one| one.sentence < last);
        let mut here = tellers[here..].iter().take_while(|one| one.sentence == last);
        let tells = |one: &&&Attribution| {
            one.cue.start >= paragraph.start && one.content.iter().any(|content| content.end + 1 >= end)
        };
        let Some(teller) = here.find(tells) else { continue };
        // A line that opens a list of its own is the last of this one, so that no line is given to ever more people.
        let mut open = true;
        let items = segments.paragraphs[number + 1..].iter().map_while(|line| {
            let words = item(text, *line).filter(|_| open)?;
            open = !text[..words.end].ends_with(':');
            Some(words)
        });
        lines.extend(items.map(|content| Attribution {
            content: vec![content],
            rule: "speech.listed",
            sentence: segments.sentence_at(content.start).unwrap_or(teller.sentence),
            ..(*teller).clone()
        }));
    }
    found.extend(lines);
}

/// Whether an attribution tells in somebody's mouth what a list below it may go on with.
fn may_list(one: &Attribution) -> bool {
    one.source.is_some()
        && one.outer.is_none()
        && !one.negated
        && matches!(
            one.class,
            Class::Say | Class::Tell | Class::Quote | Class::View | Class::Show | Class::Think
        )
}

/// The words of a line of a list, behind its mark.
fn item(text: &str, line: Span) -> Option<Span> {
    let words = line.slice(text)?;
    let bare = words.strip_prefix(['•', '‣', '◦', '▪', '*', '-', '–', '—'])?;
    let rest = bare.trim_start();
    let start = line.start + words.len() - rest.len();
    (bare.len() > rest.len() && !rest.is_empty()).then(|| Span::new(start, start + rest.trim_end().len()))
}

/// The most words of a line that only says from whom the next words are.
const LEAD_IN: usize = 14;

/// Gives a quotation that is a paragraph to whoever stands alone before it with a colon: `And from the mayor, Ada Ode:`.
fn below_the_name(text: &str, segments: &Segments, quotes: &[Quote], found: &mut Vec<Attribution>) {
    for two in segments.paragraphs.windows(2) {
        let [here, next] = two else { continue };
        let Some(quote) = quotes.iter().find(|q| q.open.start == next.start) else { continue };
        let Some(words) = here.slice(text).map(str::trim_end).filter(|words| words.ends_with(':')) else {
            continue;
        };
        let taken =
            found.iter().any(|a| a.cue.overlaps(here) || a.content.iter().any(|c| c.overlaps(&quote.inner)));
        let Some(source) = lead_in(words).filter(|_| !taken) else { continue };
        let colon = here.start + words.len() - 1;
        found.push(Attribution {
            source: Some(Span::new(here.start + source, colon)),
            cue: Span::new(colon, colon + 1),
            content: vec![content::bare(text, quote.inner)],
            class: Class::Say,
            lemma: ":",
            negated: false,
            rule: "speech.words-below",
            sentence: segments.sentence_at(colon).unwrap_or(0),
            outer: None,
        });
    }
}

/// Where whoever speaks begins in a line that ends with a colon and holds nothing else: after `from`, or where the line does.
fn lead_in(words: &str) -> Option<usize> {
    let name = words.strip_suffix(':')?;
    if name.split_whitespace().count() > LEAD_IN || name.contains(['.', '?', '!', '"', '“']) {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let from = ["from ", " from "].into_iter().find_map(|from| {
        let at = lower.find(from).filter(|at| *at < 12)?;
        (from.starts_with(' ') || at == 0).then_some(at + from.len())
    });
    if from.is_some() {
        return from;
    }
    // A name, with what the person is: every word before the comma is capital.
    let first = name.split(',').next()?;
    let several = first.split_whitespace().nth(1).is_some();
    let capital = first.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    (several && capital).then_some(0)
}

const fn speaks(attribution: &Attribution) -> bool {
    matches!(attribution.class, Class::Say | Class::Tell | Class::Quote | Class::Think | Class::View)
}

/// Index of a span among the sorted ones that overlaps `span`.
fn overlapping(sorted: &[Span], span: Span) -> Option<usize> {
    let from = sorted.partition_point(|s| s.start < span.start);
    let backwards = (from.saturating_sub(8)..from).rev().find(|i| sorted[*i].overlaps(&span));
    backwards.or_else(|| (from..sorted.len()).take(4).find(|i| sorted[*i].overlaps(&span)))
}

/// Whether a quotation opens with a capital and closes with a stop, or runs on.
fn whole_sentence(text: &str, quote: &Quote) -> bool {
    let inner = quote.inner.slice(text).unwrap_or("");
    let capital = inner
        .trim_start_matches(['[', '…', '.', ' ', '‘', '\''])
        .starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    // `“It sank. They wanted a better life” by fishing`: the first sentence of it is whole.
    let breaks = [". ", "! ", "? "].iter().filter_map(|stop| Some(inner.split_once(stop)?.1));
    let several = breaks.into_iter().any(|next| next.starts_with(char::is_uppercase));
    let stop = several || inner.trim_end().ends_with(['.', '?', '!', '…', ',']) || quote.close.is_none();
    capital && stop && inner.split_whitespace().nth(2).is_some()
}
