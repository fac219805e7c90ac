//! Times that hang on an incident, resolved once the incidents are known: `three days after the first strike`, `the day of the first
//! attack`.
//!
//! A count of days gives a day; of weeks, months or years a day or month marked as approximate, since such words are seldom meant to
//! the day. Where the event is no incident of the text, the time stays without a day.

use super::Incidents;
use crate::{
    speech::speaker::DOUBT,
    timex::{Anchor, Time, TimeKind},
};
use assize_record::{Doubt, Edtf, Span};
use jiff::{Span as Count, civil::Date};

/// The rule of `the day of the first strike`.
pub const DAY_OF: &str = "assembly.day-of";

/// Words before the event in `the day of the first strike`.
const DAY_OF_WORDS: &[&str] = &["the day of the ", "the same day as the "];

/// Gives a day to each time that hangs on an incident of the text, and finds those that are named by their incident alone.
pub fn resolve(lower: &str, times: &mut Vec<Time>, incidents: &Incidents) {
    for time in times.iter_mut().filter(|time| time.edtf.is_none()) {
        let Anchor::Event(event) = time.anchor else { continue };
        let Some(base) = incidents.day_of(event.slice(lower).unwrap_or("")) else { continue };
        let between = lower.get(time.span.end..event.start).unwrap_or("");
        time.edtf = counted(base, &time.timex3, between.contains("before"));
    }
    if incidents.first_day().is_some() {
        named_by_incident(lower, times, incidents);
    }
}

/// A doubt for each time that hangs on an event which has no day in the text.
pub fn doubts(text: &str, times: &[Time]) -> Vec<Doubt> {
    let open = times.iter().filter(|time| time.edtf.is_none());
    open.filter_map(|time| {
        let Anchor::Event(event) = time.anchor else { return None };
        let question = format!("it hangs on `{}`, which has no day in the text", event.slice(text)?);
        let (schema, kind, rule) = (DOUBT.to_owned(), "date".to_owned(), "assembly.anchored".to_owned());
        Some(Doubt { schema, words: time.span.words(text)?, kind, question, rule })
    })
    .collect()
}

fn named_by_incident(lower: &str, times: &mut Vec<Time>, incidents: &Incidents) {
    let mut found = Vec::new();
    for words in DAY_OF_WORDS {
        for (start, _) in lower.match_indices(words) {
            let event_start = start + words.len();
            let rest = lower.get(event_start..).unwrap_or("");
            let end = rest
                .split_inclusive(' ')
                .take(4)
                .scan(event_start, |at, word| {
                    *at += word.len();
                    Some((*at, word))
                })
                .find(|(_, word)| {
                    super::EVENTS.contains(&word.trim_end_matches(|c: char| !c.is_alphanumeric()))
                });
            let Some((end, word)) = end else { continue };
            let end = end - (word.len() - word.trim_end_matches(|c: char| !c.is_alphanumeric()).len());
            let event = Span::new(event_start - "the ".len(), end);
            let Some(day) = incidents.day_of(event.slice(lower).unwrap_or("")) else { continue };
            let span = Span::new(start, end);
            if times.iter().any(|time| time.span.overlaps(&span) && time.edtf.is_some()) {
                continue;
            }
            let (timex3, edtf) = (day.to_string(), Some(day.clone()));
            let anchor = Anchor::Event(event);
            found.push(Time {
                span,
                kind: TimeKind::Date,
                timex3,
                modifier: None,
                edtf,
                rule: DAY_OF,
                anchor,
            });
        }
    }
    times.retain(|time| !found.iter().any(|new| new.span.overlaps(&time.span)));
    times.extend(found);
    times.sort_by_key(|time| time.span);
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
    use crate::{document::Document, segment, timex};

    fn check(text: &str, expected: &[(&str, &str)]) {
        let document = Document::published(text, "2031-06-20".parse().expect("a date"));
        let segments = segment::segment(text);
        let (mut times, _) = timex::times(&document, &segments);
        let lower = text.to_ascii_lowercase();
        let incidents = Incidents::find(&lower, &segments, &times, &[]);
        resolve(&lower, &mut times, &incidents);
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
