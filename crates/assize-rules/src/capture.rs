//! What a match captures, and how it is read from the path of a match.

use crate::host::Phrase;
use crate::program::CaptureId;

/// Phrases by capture, in the order of the sentence.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Captures(pub(crate) Vec<(CaptureId, Phrase)>);

impl Captures {
    /// The phrases of a capture.
    pub fn get(&self, capture: CaptureId) -> impl Iterator<Item = Phrase> {
        self.0.iter().filter(move |(id, _)| *id == capture).map(|(_, phrase)| *phrase)
    }

    /// The first phrase of a capture.
    #[must_use]
    pub fn first(&self, capture: CaptureId) -> Option<Phrase> {
        self.get(capture).next()
    }

    /// Every phrase with its capture, by number of the capture.
    pub fn iter(&self) -> impl Iterator<Item = (CaptureId, Phrase)> {
        self.0.iter().copied()
    }
}

/// Captured phrases, not yet in order.
pub(crate) type Captured = Vec<(CaptureId, Phrase)>;

/// What a path has passed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Event {
    Open(CaptureId, u32),
    Close(CaptureId, u32),
    /// The rule marks the next token or phrase as the head.
    Mark,
    /// The head of a phrase.
    Head(u32),
    /// A token that was tested by more than its word.
    Tested(u32),
}

/// The phrases of a capture.
pub(crate) fn of(captured: &[(CaptureId, Phrase)], capture: CaptureId) -> impl Iterator<Item = Phrase> {
    captured.iter().filter(move |(id, _)| *id == capture).map(|(_, phrase)| *phrase)
}

/// Reads the captures from what a path has passed.
pub(crate) fn gather(log: &[Event], captured: &mut Captured) {
    captured.clear();
    for (opened, event) in log.iter().enumerate() {
        let Event::Open(capture, start) = *event else { continue };
        let inside = log.get(opened + 1..).unwrap_or_default();
        let mut depth = 0u32;
        let close = inside.iter().enumerate().find_map(|(at, event)| match *event {
            Event::Open(other, _) if other == capture => {
                depth += 1;
                None
            }
            Event::Close(other, _) if other == capture && depth > 0 => {
                depth -= 1;
                None
            }
            Event::Close(other, end) if other == capture => Some((at, end)),
            _ => None,
        });
        if let Some((length, end)) = close.filter(|(_, end)| *end > start) {
            let head = head_of(inside.get(..length).unwrap_or_default(), end);
            captured.push((capture, Phrase { start, end, head }));
        }
    }
}

/// The head of what a path has passed: what the rule marks, else the head of the first phrase, else
/// the last token tested by more than its word, else the last token.
pub(crate) fn head_of(log: &[Event], end: u32) -> u32 {
    let after = log.iter().position(|event| matches!(event, Event::Mark)).map_or(log, |mark| &log[mark..]);
    let (mut head, mut tested) = (None, None);
    let marked = after.len() < log.len() || matches!(log.first(), Some(Event::Mark));
    for event in after {
        match *event {
            Event::Head(token) => head = head.or(Some(token)),
            Event::Tested(token) if marked && head.is_none() => head = Some(token),
            Event::Tested(token) => tested = Some(token),
            _ => {}
        }
    }
    head.or(tested).unwrap_or(end.saturating_sub(1))
}
