//! Whether a draft agrees with a fact: in words, value, day and speaker.

use super::{
    draft::Draft,
    gold::{Fact, GoldSpeaker, GoldValue},
    words::{alike, contained, covered, covered_by, telling},
};
use assize_record::{Span, SpeakerKind};

/// Of the words of a statement without a property, so many hundredths must stand in the passage of a draft.
const COVER: usize = 80;
/// Words of a value are the same from so many hundredths of likeness on.
const ALIKE: usize = 50;
/// A value may be said in so many times the words that the fact takes.
const LONGER: usize = 3;

/// Whether a draft finds a fact.
pub(super) fn finds(text: &str, fact: &Fact, draft: &Draft) -> bool {
    let Some(property) = &fact.property else {
        return covers(text, fact.span, draft);
    };
    let near = fact.span.overlaps(&draft.passage.span()) || fact.span.overlaps(&draft.value.span());
    draft.property == *property && near && same_value(fact, draft)
}

/// Whether the passage of a draft holds the statement at a span.
pub(super) fn covers(text: &str, statement: Span, draft: &Draft) -> bool {
    let passage = &draft.passage;
    covered(text, (statement.start, statement.end), (passage.start, passage.end)).at_least(COVER)
}

/// Whether the passages of drafts hold the statement at a span together.
pub(super) fn together_cover(text: &str, statement: Span, drafts: &[Draft]) -> bool {
    let mut passages: Vec<(usize, usize)> = drafts
        .iter()
        .map(|draft| (draft.passage.start.max(statement.start), draft.passage.end.min(statement.end)))
        .filter(|(start, end)| start < end)
        .collect();
    passages.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (start, end) in passages {
        match joined.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    covered_by(text, (statement.start, statement.end), &joined).at_least(COVER)
}

fn same_value(fact: &Fact, draft: &Draft) -> bool {
    match &fact.value {
        GoldValue::Quantity(min, max) => {
            let (low, high) = draft.ends;
            if low.is_none() && high.is_none() {
                return false;
            }
            // `More than nine` is ten or more; nine or more is taken too.
            let more_than = || fact.exact.contains("more than") && high.is_none();
            let just_below = || min.and_then(|min| min.checked_sub(1));
            (low, high) == (*min, *max) || more_than() && (low == *min || low == just_below())
        }
        GoldValue::Days(days) => within(days, draft.day.as_deref()),
        GoldValue::Words(words) => {
            let found = &draft.value.exact;
            let not_much_longer = || telling(found).len() <= LONGER * telling(words).len();
            alike(words, found).at_least(ALIKE) || contained(words, found).at_least(99) && not_much_longer()
        }
    }
}

/// Whether the days of a draft lie within those of the gold, both as EDTF of days, months and years, and intervals of them.
pub(super) fn within(gold: &str, draft: Option<&str>) -> bool {
    let Some(draft) = draft else { return false };
    if gold == draft {
        return true;
    }
    match (ends(gold), ends(draft)) {
        (Some(gold), Some(draft)) => draft.0 >= gold.0 && draft.1 <= gold.1,
        _ => false,
    }
}

/// Whether a draft's days cannot be those of an incident: neither span holds the other, or the text gives the incident no day at all. A
/// month for a day says less and is not refused.
pub(super) fn refuses(gold: Option<&str>, draft: Option<&str>) -> bool {
    match (gold, draft) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(gold), Some(draft)) => !within(gold, Some(draft)) && !within(draft, Some(gold)),
    }
}

/// The first and last day as text that sorts by time. The last day of every month counts as its 31st.
fn ends(edtf: &str) -> Option<(String, String)> {
    let plain: String = edtf.chars().filter(|c| !matches!(c, '~' | '?' | '%')).collect();
    let first = plain.split('/').next().filter(|day| is_plain(day))?;
    let last = plain.rsplit('/').next().filter(|day| is_plain(day))?;
    let first = match first.len() {
        4 => format!("{first}-01-01"),
        7 => format!("{first}-01"),
        _ => first.to_owned(),
    };
    let last = match last.len() {
        4 => format!("{last}-12-31"),
        7 => format!("{last}-31"),
        _ => last.to_owned(),
    };
    Some((first, last))
}

/// Whether a text is a year, a month or a day in digits.
fn is_plain(day: &str) -> bool {
    let shape: String = day.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    matches!(shape.as_str(), "0000" | "0000-00" | "0000-00-00")
}

/// Whether a draft has the speaker of a fact.
pub(super) fn voices(gold: &GoldSpeaker, draft: &Draft) -> bool {
    gold.kind == draft.kind && same_speaker(gold, draft)
}

/// The same, where a draft that leaves open what its speaker is may still have the right words.
pub(super) fn voices_loosely(gold: &GoldSpeaker, draft: &Draft) -> bool {
    let open = draft.kind == SpeakerKind::Unclear && gold.kind != SpeakerKind::Narrator;
    voices(gold, draft) || open && same_speaker(gold, draft)
}

fn same_speaker(gold: &GoldSpeaker, draft: &Draft) -> bool {
    if gold.kind == SpeakerKind::Narrator {
        return true;
    }
    if let (Some(wanted), Some(found)) = (gold.span, draft.speaker_span)
        && wanted.overlaps(&found)
    {
        return true;
    }
    match gold.kind {
        SpeakerKind::Named => contained(&gold.exact, &draft.speaker).at_least(99),
        SpeakerKind::Unnamed => alike(&gold.exact, &draft.description).at_least(ALIKE),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_lie_within_wider_days() {
        assert!(within("2031-05", Some("2031-05-03")));
        assert!(within("2031-05-03/2031-05-05", Some("2031-05-04/2031-05-05")));
        assert!(within("2031-05~", Some("2031-05-03")));
        assert!(within("2031", Some("2031-12-31")));
    }

    #[test]
    fn days_that_only_touch_or_lie_apart_are_refused() {
        assert!(refuses(Some("2031-05-03"), Some("2031-05-04")));
        assert!(refuses(Some("2031-05-03/2031-05-05"), Some("2031-05-05/2031-05-07")));
        assert!(refuses(None, Some("2031-05-03")), "the text gives none");
        assert!(!refuses(Some("2031-05-03"), Some("2031-05")), "a month says less");
        assert!(!refuses(Some("2031"), Some("2031-05-03")));
        assert!(!refuses(Some("2031-05-03"), None) && !refuses(None, None));
    }

    #[test]
    fn days_that_are_wider_other_or_none_do_not() {
        assert!(!within("2031-05-03", Some("2031-05")), "a month says less than a day");
        assert!(!within("2031-05-03", Some("2031-05-04")));
        assert!(!within("2031-05-03", None));
        assert!(!within("2031-05", Some("undated")));
        assert!(!within("2031-05/..", Some("2031-05-04")), "an open end is only itself");
        assert!(within("2031-05/..", Some("2031-05/..")));
    }
}
