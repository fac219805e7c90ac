//! Times that hang on an incident, resolved once acts are read: `three days after the first strike`, `the day of the first attack`.
//!
//! A count of days gives a day; of weeks, months or years a day or month marked as approximate, since such words are seldom meant to
//! the day. Where the event is no incident of the text, the time stays without a day.

use crate::{
    act::Act,
    document::{lexis::Class, parse::Parsed, phrase::Phrase, sentence::Sentence},
    speech::speaker::DOUBT,
    tag::Tag,
    timex::{Anchor, Time, TimeKind},
};
use assize_record::{Doubt, Edtf};
use jiff::{Span as Count, civil::Date};
use std::collections::BTreeSet;

/// The rule of a time counted from an incident, and of the doubt where that has no day.
pub const COUNTED: &str = "anchored.counted";

/// The rule of `the day of the first strike`.
pub const DAY_OF: &str = "anchored.day-of";

/// Gives a day to each time that hangs on an incident of the text, and finds those that are named by their incident alone. Whether
/// anything was found, so that the text is to be read again with it.
pub fn resolve(parsed: &Parsed, acts: &[Act], times: &mut Vec<Time>) -> bool {
    let Some(days) = Days::of(parsed, acts, times) else { return false };
    let mut found = false;
    for time in times.iter_mut().filter(|time| time.edtf.is_none()) {
        let Anchor::Event(event) = time.anchor else { continue };
        let Some(sentence) = parsed.sentence_at(event.start) else { continue };
        let run = sentence.tokens_in(event);
        let Some(phrase) = sentence.phrase_at(run.start).map(|at| &sentence.phrases[at]) else { continue };
        let Some(base) = meant(sentence, phrase, &days) else { continue };
        let before = run.start.checked_sub(1).is_some_and(|at| sentence.word_class(at, Class::Preceding));
        time.edtf = counted(base, &time.timex3, before);
        found |= time.edtf.is_some();
    }
    let named: Vec<Time> =
        parsed.sentences.iter().flat_map(|sentence| named_by_incident(sentence, &days)).collect();
    for time in named {
        let known = |other: &Time| time.span.overlaps(&other.span) && other.edtf.is_some();
        if !times.iter().any(known) {
            times.retain(|other| !other.span.overlaps(&time.span));
            times.push(time);
            found = true;
        }
    }
    times.sort_by_key(|time| time.span);
    found
}

/// A doubt for each time that hangs on an event which has no day in the text.
pub fn doubts(text: &str, times: &[Time]) -> Vec<Doubt> {
    let open = times.iter().filter(|time| time.edtf.is_none());
    open.filter_map(|time| {
        let Anchor::Event(event) = time.anchor else { return None };
        let question = format!("it hangs on `{}`, which has no day in the text", event.slice(text)?);
        let (schema, kind, rule) = (DOUBT.to_owned(), "date".to_owned(), COUNTED.to_owned());
        Some(Doubt { schema, words: time.span.words(text)?, kind, question, rule })
    })
    .collect()
}

/// The days of the incidents of a text.
struct Days {
    /// The only one, where there is but one.
    only: Option<Edtf>,
    /// That of the act which is called the first, else the earliest.
    first: Edtf,
}

impl Days {
    /// None where no incident has a day.
    fn of(parsed: &Parsed, acts: &[Act], times: &[Time]) -> Option<Self> {
        let days: BTreeSet<&Edtf> = acts.iter().filter_map(|act| day(act, times)).collect();
        let called = acts.iter().filter(|act| is_called_first(parsed, act));
        let earliest = *days.first()?;
        let first = called.filter_map(|act| day(act, times)).next().unwrap_or(earliest).clone();
        let only = (days.len() == 1).then(|| earliest.clone());
        Some(Self { only, first })
    }
}

/// `the first strike of the campaign`: whether an act is called the one that opened a series.
pub(super) fn is_called_first(parsed: &Parsed, act: &Act) -> bool {
    let Some(sentence) = parsed.sentences.get(act.sentence) else { return false };
    let phrase = sentence.phrase_at(act.head).map(|at| &sentence.phrases[at]);
    phrase.is_some_and(|phrase| phrase.run().any(|at| sentence.word_class(at, Class::First)))
}

/// The day of an act of force that is one.
fn day<'t>(act: &Act, times: &'t [Time]) -> Option<&'t Edtf> {
    let edtf = times.get(act.time.filter(|when| when.to.is_none())?.from)?.edtf.as_ref()?;
    let one = act.forceful && !act.series && !act.running && matches!(edtf, Edtf::Date(_));
    (one && super::is_day(edtf)).then_some(edtf)
}

/// The day of the incident that a phrase means: the first of the text where it says so, else the only one.
fn meant<'d>(sentence: &Sentence, phrase: &Phrase, days: &'d Days) -> Option<&'d Edtf> {
    let is = |class: Class| phrase.run().any(|at| sentence.word_class(at, class));
    if !sentence.word_class(phrase.head, Class::ActNoun) {
        return None;
    }
    days.only.as_ref().or_else(|| is(Class::First).then_some(&days.first))
}

/// `the day of the first strike`, `the same day as the attack`: times without a word of their own for the day.
fn named_by_incident(sentence: &Sentence, days: &Days) -> Vec<Time> {
    let mut found = Vec::new();
    for event in &sentence.phrases {
        let Some(day) = event.start.checked_sub(2) else { continue };
        let start = (0..day).rev().find(|at| sentence.tag(*at) != Tag::JJ).unwrap_or(day);
        // `the days after the raid` are others.
        let joined = sentence.tag(day + 1) == Tag::IN
            && sentence.word_class(day, Class::DayNoun)
            && sentence.tag(day) != Tag::NNS
            && !sentence.word_class(day + 1, Class::Following)
            && !sentence.word_class(day + 1, Class::Preceding);
        let definite = sentence.tag(start) == Tag::DT && sentence.tag(event.start) == Tag::DT;
        if !joined || !definite {
            continue;
        }
        let Some(base) = meant(sentence, event, days) else { continue };
        found.push(Time {
            span: sentence.bytes(&(start..event.end)),
            kind: TimeKind::Date,
            timex3: base.to_string(),
            modifier: None,
            edtf: Some(base.clone()),
            rule: DAY_OF,
            anchor: Anchor::Event(sentence.bytes(&event.run())),
        });
    }
    found
}

/// The day so much before or after the day of an incident.
fn counted(base: &Edtf, duration: &str, before: bool) -> Option<Edtf> {
    let day: Date = base.to_string().parse().ok()?;
    let (amount, unit) = duration.strip_prefix('P')?.split_at_checked(duration.len().checked_sub(2)?)?;
    let amount: i64 = amount.parse().ok().filter(|n| (1..=1000).contains(n))?;
    let amount = if before { -amount } else { amount };
    let count = |count: Count| day.checked_add(count).ok();
    match unit {
        "D" => count(Count::new().try_days(amount).ok()?)?.to_string().parse().ok(),
        "W" => format!("{}~", count(Count::new().try_weeks(amount).ok()?)?).parse().ok(),
        "M" => month(count(Count::new().try_months(amount).ok()?)?),
        "Y" => month(count(Count::new().try_years(amount).ok()?)?),
        _ => None,
    }
}

fn month(day: Date) -> Option<Edtf> {
    format!("{:04}-{:02}~", day.year(), day.month()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let document = Document::published(text, "2031-06-20".parse().expect("a date"));
        let times = crate::read(&document).times;
        let found: Vec<(&str, String)> = times
            .iter()
            .filter(|time| matches!(time.anchor, Anchor::Event(_)))
            .map(|time| {
                let day = time.edtf.as_ref().map_or_else(|| "?".to_owned(), ToString::to_string);
                (time.span.slice(text).expect("a span"), day)
            })
            .collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(words, day)| (*words, day.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn days_are_counted_from_the_incident() {
        let incident = "The first strike hit a boat on May 3. ";
        let with = |rest: &str| format!("{incident}{rest}");
        check(&with("She resigned three days after the first strike."), &[("three days", "2031-05-06")]);
        check(&with("It was signed two days before the first attack."), &[("two days", "2031-05-01")]);
        check(&with("It was leaked two weeks after the strike."), &[("two weeks", "2031-05-17~")]);
        check(&with("It was widened two months after the strike."), &[("two months", "2031-07~")]);
        check(
            &with("She posted on the day of the first boat strike that all was well."),
            &[("the day of the first boat strike", "2031-05-03")],
        );
    }

    #[test]
    fn an_event_that_is_no_incident_gives_no_day() {
        check("A strike hit a boat on May 3. She resigned two days after the hearing.", &[("two days", "?")]);
        check(
            "A strike hit a boat on May 3. Another strike hit a boat on May 9. She resigned two days after the strike.",
            &[("two days", "?")],
        );
    }
}
