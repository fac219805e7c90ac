//! Whose word it is that stands at a place of the text.

use super::drafts::{Layers, Voice, Voiced, narrator};
use assize_record::{Confidence, Span, SpeakerKind, Stance, Words};

/// Who says what stands at `span`: the innermost content around it, else the publication itself.
pub(super) fn voice_at(
    layers: &Layers<'_>,
    voiced: &[Voiced],
    span: Span,
    sentence: Span,
    rule: &str,
) -> (Voice, Option<Words>) {
    match holding(voiced, span) {
        Some(found) => {
            let voice =
                Voice { rule: rule.to_owned(), confidence: Confidence::Medium, ..found.voice.clone() };
            (voice, within(layers, found.content, sentence).words(layers.text))
        }
        None => {
            let before = counted_on(layers, voiced, sentence)
                .or_else(|| listed(layers, voiced, sentence))
                .or_else(|| joined(layers, voiced, sentence, span));
            let voice = match before {
                Some(voice) => Voice { rule: rule.to_owned(), confidence: Confidence::Low, ..voice },
                None => narrator(rule, Stance::Asserts),
            };
            (voice, stopless(layers.text, sentence).words(layers.text))
        }
    }
}

/// The innermost content around a span.
fn holding(voiced: &[Voiced], span: Span) -> Option<&Voiced> {
    let after = voiced.partition_point(|v| v.content.start <= span.start);
    voiced[after.saturating_sub(24)..after].iter().rev().find(|v| v.content.contains(&span))
}

/// Sentences that count on, one after the other, are looked through so far back.
const COUNTED_ON: usize = 6;

/// The voice of the sentence before one that begins with a figure, in the same paragraph: whoever gave the whole gives its parts.
/// `The port counted nine dead. Four were sailors.`
fn counted_on(layers: &Layers<'_>, voiced: &[Voiced], sentence: Span) -> Option<Voice> {
    let sentences = &layers.segments.sentences;
    let paragraphs = &layers.segments.paragraphs;
    let mut at = sentences.binary_search_by_key(&sentence.start, |s| s.start).ok()?;
    let paragraph =
        paragraphs.get(paragraphs.partition_point(|p| p.start <= sentence.start).checked_sub(1)?)?;
    for _ in 0..COUNTED_ON {
        let opens = sentences[at].start;
        let next = layers.quantities.partition_point(|q| q.span.start < opens);
        let figure = layers.quantities.get(next).filter(|q| q.span.start == opens && q.min.is_some())?;
        figure.span.slice(layers.text)?;
        at = at.checked_sub(1).filter(|before| sentences[*before].start >= paragraph.start)?;
        let before = sentences[at];
        let end = stopless(layers.text, before).end;
        let last = Span::new(end.saturating_sub(1).max(before.start), end);
        if let Some(found) = holding(voiced, last) {
            // Who gave no figure gives none of its parts.
            let after = layers.quantities.partition_point(|q| q.span.start < found.content.start);
            let gave = layers.quantities.get(after).is_some_and(|q| found.content.contains(&q.span));
            let own = gave
                && matches!(found.voice.stance, Stance::Asserts)
                && found.voice.speaker.kind != SpeakerKind::Unclear;
            return own.then(|| found.voice.clone());
        }
    }
    None
}

/// The voice of the line that opens the list in which a sentence is an item: `The report lists nine raids in which farmers died:`.
fn listed(layers: &Layers<'_>, voiced: &[Voiced], sentence: Span) -> Option<Voice> {
    let paragraphs = &layers.segments.paragraphs;
    let item = |at: usize| paragraphs[at].slice(layers.text).is_some_and(is_item);
    let mut at = paragraphs.partition_point(|p| p.start <= sentence.start).checked_sub(1)?;
    if !item(at) {
        return None;
    }
    for _ in 0..LISTED {
        at = at.checked_sub(1)?;
        if !item(at) {
            break;
        }
    }
    let lead = paragraphs[at].slice(layers.text)?.trim_end().strip_suffix(':')?;
    let end = paragraphs[at].start + lead.len();
    // What the last sentence before the colon says last.
    let sentences = &layers.segments.sentences;
    let last = sentences.get(sentences.partition_point(|s| s.start < end).checked_sub(1)?)?;
    let after = voiced.partition_point(|v| v.content.start < end);
    let said = voiced[..after].iter().rev().take(4).find(|v| v.content.start >= last.start)?;
    asserting(said)
}

/// A list is looked through so far back for the line that opens it.
const LISTED: usize = 40;

/// Whether a paragraph opens with the mark of an item: `•`, `-`, `3.`, `b)`.
fn is_item(paragraph: &str) -> bool {
    let words = paragraph.trim_start();
    if words.starts_with(['•', '·', '*', '▪', '◦', '‣']) || words.starts_with("- ") || words.starts_with("– ")
    {
        return true;
    }
    let Some(mark) = words.find(['.', ')']).filter(|mark| (1..=2).contains(mark)) else { return false };
    let label = &words[..mark];
    let number = label.bytes().all(|b| b.is_ascii_digit());
    let letter = words[mark..].starts_with(')') && label.bytes().all(|b| b.is_ascii_lowercase());
    number || letter
}

/// The voice of the clause before, in a sentence that lists clauses parted by semicolons: `The figures show that nine died in Brill; six
/// in Quenby; and four in Orba`.
fn joined(layers: &Layers<'_>, voiced: &[Voiced], sentence: Span, span: Span) -> Option<Voice> {
    let words = sentence.slice(layers.text)?;
    if words.matches(';').count() < 2 {
        return None;
    }
    let before = words.get(..span.start.checked_sub(sentence.start)?)?;
    let first = before.find(';')?;
    let end = sentence.start + first;
    asserting(holding(voiced, Span::new(end.checked_sub(1)?, end))?)
}

fn asserting(found: &Voiced) -> Option<Voice> {
    let own =
        matches!(found.voice.stance, Stance::Asserts) && found.voice.speaker.kind != SpeakerKind::Unclear;
    own.then(|| found.voice.clone())
}

/// The part of a content that lies in the sentence: a quotation may run over many.
fn within(layers: &Layers<'_>, content: Span, sentence: Span) -> Span {
    let part = Span::new(content.start.max(sentence.start), content.end.min(sentence.end));
    if part.is_empty() || part.slice(layers.text).is_none() { content } else { stopless(layers.text, part) }
}

fn stopless(text: &str, span: Span) -> Span {
    let words = span.slice(text).unwrap_or("");
    let kept = words.trim_end_matches(|c: char| c.is_whitespace() || c == '.').len();
    if kept == 0 { span } else { Span::new(span.start, span.start + kept) }
}
