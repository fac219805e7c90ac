//! Which of the times of a sentence an act belongs to.

use super::view::View;
use crate::{
    tag::Tag,
    timex::{Time, TimeKind},
};
use assize_record::{Edtf, Span};

/// Verbs whose dates say when something was said.
fn says(word: &str) -> bool {
    crate::speech::lexicon::lookup(word).is_some()
        && !crate::incident::lexicon::acts(word).iter().any(|act| act.kind.is_some())
}

/// The time nearest to a token, if its nearest verb is not one of speech.
pub(super) fn date_of(view: &View<'_>, times: &[Time], at: usize) -> Option<(Edtf, Span, bool)> {
    let token_at = |byte: usize| view.tokens.partition_point(|t| t.end <= byte);
    let mut best: Option<(usize, &Time)> = None;
    for time in times {
        if time.edtf.is_none() || !matches!(time.kind, TimeKind::Date | TimeKind::Time) {
            continue;
        }
        let (from, to) = (token_at(time.span.start), token_at(time.span.end));
        if of_speech(view, from, to) || too_wide(view, time, from, at) {
            continue;
        }
        let distance = if from > at { from - at } else { at.saturating_sub(to) + 1 };
        if best.is_none_or(|(nearest, _)| distance < nearest) {
            best = Some((distance, time));
        }
    }
    let (_, time) = best?;
    let words = time.span.slice(view.lower).unwrap_or("");
    let weekday = words.contains("day")
        && !words.contains(|c: char| c.is_ascii_digit())
        && !["today", "yesterday"].iter().any(|w| words.contains(w));
    let edtf = time.edtf.clone()?;
    Some((edtf, time.span, weekday))
}

/// Whether the verb next to the time is one of speech: `said today that`, `today reported`.
fn of_speech(view: &View<'_>, from: usize, to: usize) -> bool {
    let near = |at: usize| at < view.len() && view.tag(at).is_verb();
    let before =
        (1..=3).filter_map(|back| from.checked_sub(back)).find(|at| near(*at) || view.tag(*at) == Tag::STOP);
    let after = (to..to + 2).find(|at| near(*at));
    let speaks = |at: Option<usize>| at.is_some_and(|at| says(view.word(at)));
    speaks(after) || speaks(before) && after.is_none_or(|at| says(view.word(at)))
}

/// A year or more, and what only looks like a year (`at 1620`), dates an act only right after it: `killed in 1980`.
fn too_wide(view: &View<'_>, time: &Time, from: usize, at: usize) -> bool {
    let Some(days) = time.edtf.as_ref().map(Edtf::interval) else { return true };
    // Months since year 0; a figure below a thousand is a clock time (`0600`), not a year.
    let month = |day: assize_record::Day| -> Option<u32> {
        let written = day.to_string();
        let (year, month) = (written.get(..4)?.parse::<u32>().ok()?, written.get(5..7)?.parse::<u32>().ok()?);
        (year >= 1000).then_some(year * 12 + month)
    };
    let months = |day: Option<assize_record::Day>| day.and_then(month);
    let within_a_season = match (months(days.earliest), months(days.latest)) {
        (Some(first), Some(last)) => last.abs_diff(first) <= 3,
        _ => false,
    };
    let bare = time.span.slice(view.lower).is_some_and(|words| !words.contains(char::is_alphabetic));
    if within_a_season && !bare {
        return false;
    }
    let right_after = from > at && from - at <= 4 && view.is(from.wrapping_sub(1), &["in", "since"]);
    !right_after
}
