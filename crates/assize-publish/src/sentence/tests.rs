//! 200 findings made up by rule, and each opening sentence held against a slow, obvious writer that knows nothing of pieces or links.

use super::{
    Cite,
    incident::{Counted, Killed, Opening},
    overview::{Campaign, Opening as Overview, Stated, Sum},
    range::{Bound, Range},
};
use assize_record::EntryId;

/// The next of a fixed sequence of numbers (splitmix64; Steele, Lea and Flood, 2014).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }

    fn once_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

fn cite(n: u8) -> Cite {
    let claims = [EntryId::from_bytes([n; 32])];
    Cite::new(&claims, usize::from(n), format!("sources/{n}.html"), None, "Ada Ode".to_owned())
        .expect("a claim")
}

fn bound(value: u64, open: bool, by_convention: bool) -> Bound {
    Bound { value, open, by_convention, cite: cite(1) }
}

const METHODS: [&str; 5] = ["Quenby Count", "Brill Rule", "Lowford Table", "Harrow Bay Watch", "Fifth Rule"];
const PEOPLE: [&str; 6] =
    ["Ada Ode", "Ruth Vale", "the harbour master", "two sailors", "Tom Ode", "the Gazette"];

fn some(numbers: &mut Numbers, of: &[&str], least: u64) -> Vec<String> {
    let n = least + numbers.below(of.len() as u64 + 1 - least);
    of.iter().take(usize::try_from(n).expect("few")).map(|name| (*name).to_owned()).collect()
}

/// Names as anybody would list them: up to four in full, of more the first three and how many others.
fn listed(names: &[String]) -> String {
    match names.len() {
        0 => String::new(),
        1 => names[0].clone(),
        2 => format!("{} and {}", names[0], names[1]),
        3 => format!("{}, {} and {}", names[0], names[1], names[2]),
        4 => format!("{}, {}, {} and {}", names[0], names[1], names[2], names[3]),
        n => format!("{}, {}, {} and {} others", names[0], names[1], names[2], n - 3),
    }
}

fn figure(value: u64) -> String {
    if value == 0 {
        return "none".to_owned();
    }
    let digits = value.to_string();
    if digits.len() > 3 {
        format!("{},{}", &digits[..digits.len() - 3], &digits[digits.len() - 3..])
    } else {
        digits
    }
}

fn counted(numbers: &mut Numbers) -> Counted {
    let low = numbers.below(1500);
    let high = if numbers.once_in(3) { low } else { low + 1 + numbers.below(40) };
    let (low_open, high_open) = (numbers.once_in(6), numbers.once_in(4));
    let lowest_by = some(numbers, &METHODS, 1);
    let highest_by = if low == high {
        lowest_by.clone()
    } else {
        METHODS.iter().rev().take(2).map(|name| (*name).to_owned()).collect()
    };
    let fewest = u32::try_from(numbers.below(4)).expect("few");
    Counted {
        range: Range {
            low: Some(bound(low, low_open, numbers.once_in(5))),
            high: Some(bound(high, high_open, numbers.once_in(5))),
        },
        methods: lowest_by.len().max(highest_by.len()),
        lowest_by,
        highest_by,
        origins: (fewest, fewest + u32::try_from(numbers.below(3)).expect("few")),
        differing: numbers.once_in(7),
        parts: numbers.once_in(6).then(|| "9 said to be fighters".to_owned()),
        said_with: some(numbers, &["suspected", "alleged"], 0),
    }
}

fn opening(numbers: &mut Numbers) -> Opening {
    let killed = match numbers.below(8) {
        0 => Killed::Uncounted,
        1 => Killed::NoFigure,
        _ => Killed::Counted(Box::new(counted(numbers))),
    };
    let days = match numbers.below(4) {
        0 => Vec::new(),
        1 => vec![("on 3 May 2031".to_owned(), cite(2)), ("in about June 2031".to_owned(), cite(3))],
        _ => vec![("on 3 May 2031".to_owned(), cite(2))],
    };
    let questions = some(numbers, &["when it happened", "who approved it", "what was struck"], 0);
    Opening {
        days,
        killed,
        unplaced: numbers.once_in(5),
        speakers: some(numbers, &PEOPLE, 0),
        contested: questions.into_iter().map(|asked| (asked, "x.html#contested".to_owned())).collect(),
    }
}

/// The first sentence, case by case.
fn first(opening: &Opening) -> String {
    let when: String = match opening.days.len() {
        0 => String::new(),
        1 => format!(" {}", opening.days[0].0),
        _ => format!(" {} or {}", opening.days[0].0, opening.days[1].0),
    };
    let counted = match &opening.killed {
        Killed::Uncounted => return format!("No report collected here counts how many were killed{when}."),
        Killed::NoFigure => {
            return format!(
                "No method used here has a figure for all who were killed{when}; what each report says stands below."
            );
        }
        Killed::Counted(counted) if counted.differing => {
            return format!(
                "How many were killed{when} is not settled: people who reviewed these reports differ on it; the ranges below take in what each says."
            );
        }
        Killed::Counted(counted) => counted,
    };
    let (low, high) = (counted.range.low.as_ref().expect("made"), counted.range.high.as_ref().expect("made"));
    let mut words = format!("Reports collected here put the people killed{when} at ");
    let same = low.value == high.value && !low.open && !high.open || counted.lowest_by == counted.highest_by;
    if same {
        if low.value == high.value {
            words += &figure(high.value);
            if high.open {
                words += " or more";
            } else if low.open {
                words += " or fewer";
            }
        } else {
            words += &figure(low.value);
            if low.open {
                words += " or fewer";
            }
            words += " to ";
            words += &figure(high.value);
            if high.open {
                words += " or more";
            }
        }
        if counted.methods == 1 {
            words += " by the one method used here that has a figure of all the dead";
        } else {
            words +=
                &format!(" by all {} methods used here that have a figure of all the dead", counted.methods);
        }
    } else {
        words += &figure(low.value);
        if low.open {
            words += " or fewer";
        }
        words += " at the lowest, computed here by the ";
        words += if counted.lowest_by.len() == 1 { "rule of " } else { "rules of " };
        words += &listed(&counted.lowest_by);
        words += ", and at ";
        words += &figure(high.value);
        if high.open {
            words += " or more";
        }
        words += " at the highest, by the ";
        words += if counted.highest_by.len() == 1 { "rule of " } else { "rules of " };
        words += &listed(&counted.highest_by);
    }
    if low.by_convention || high.by_convention {
        words += ", with a figure that nobody stated and a rule takes for words without one";
    }
    if let Some(parts) = &counted.parts {
        words += &format!(", set by {parts}");
    }
    words += &match counted.origins {
        (0, 0) => ", from no origin that can be told.".to_owned(),
        (1, 1) => ", all from one origin.".to_owned(),
        (a, b) if a == b => format!(", from {a} origins."),
        (a, b) => format!(", from {a} to {b} origins."),
    };
    words
}

fn all(opening: &Opening) -> Vec<String> {
    let mut sentences = vec![first(opening)];
    if !opening.speakers.is_empty() {
        let with = match &opening.killed {
            Killed::Counted(counted) if !counted.said_with.is_empty() => {
                format!(", said with {}", listed(&counted.said_with))
            }
            _ => String::new(),
        };
        sentences.push(format!("It is the word of {}{with}.", listed(&opening.speakers)));
    }
    let asked: Vec<String> = opening.contested.iter().map(|(asked, _)| asked.clone()).collect();
    let mut last = match asked.len() {
        0 => String::new(),
        1 => format!("Contested: {}.", asked[0]),
        _ => format!("Contested are {}.", listed(&asked)),
    };
    if opening.unplaced {
        if !last.is_empty() {
            last += " ";
        }
        last += "Nobody has yet placed this incident beside the others: it adds to no total and corroborates nothing.";
    }
    if !last.is_empty() {
        sentences.push(last);
    }
    sentences
}

#[test]
fn the_opening_of_200_incidents_reads_as_an_obvious_writer_has_it() {
    let mut numbers = Numbers(7);
    let (mut open, mut ranges, mut single) = (0, 0, 0);
    for n in 0..200 {
        let opening = opening(&mut numbers);
        let told: Vec<String> = opening.sentences().iter().map(super::Sentence::plain).collect();
        assert_eq!(told, all(&opening), "{n}: {opening:?}");
        for sentence in &told {
            assert!(
                !sentence.contains("  ") && !sentence.contains(" ,") && sentence.ends_with('.'),
                "{sentence}"
            );
            // "Were killed" with a range says of the least what only the most says.
            assert!(!sentence.contains("people were killed"), "{sentence}");
        }
        open += usize::from(told[0].contains("or more"));
        ranges += usize::from(told[0].contains("at the lowest"));
        single += usize::from(told[0].contains("all from one origin"));
    }
    assert!(open > 10 && ranges > 40 && single > 5, "{open} {ranges} {single}");
}

fn campaign(numbers: &mut Numbers) -> Campaign {
    let mut sums = Vec::new();
    for (at, method) in METHODS.iter().take(1 + usize::try_from(numbers.below(4)).expect("few")).enumerate() {
        let low = numbers.below(90);
        let high = low + numbers.below(30) + at as u64;
        let low_incidents = usize::try_from(numbers.below(22)).expect("few");
        let low = (!numbers.once_in(6)).then(|| bound(low, false, false));
        let range = Range { low, high: Some(bound(high, numbers.once_in(3), false)) };
        sums.push(Sum {
            methods: vec![(*method).to_owned()],
            range,
            low_incidents,
            high_incidents: 21,
            differing: false,
        });
    }
    let stated = some(numbers, &["99", "at least 99", "97"], 0).into_iter().map(|figure| Stated {
        figure,
        who: "Ruth Vale".to_owned(),
        as_of: numbers.once_in(2).then(|| "9 June 2031".to_owned()),
        cite: cite(4),
        outside: numbers.once_in(2),
    });
    let stated = stated.collect();
    let name = numbers.once_in(2).then(|| "Operation Invented".to_owned());
    Campaign { name, href: "index.html#incidents".to_owned(), incidents: 21, sums, stated }
}

/// What a campaign opens with, case by case.
fn of_campaign(campaign: &Campaign) -> Vec<String> {
    let mut highest = &campaign.sums[0];
    for sum in &campaign.sums {
        let (a, b) = (highest.range.high.as_ref().expect("made"), sum.range.high.as_ref().expect("made"));
        if b.value > a.value || b.value == a.value && b.open >= a.open {
            highest = sum;
        }
    }
    let mut lowest = &campaign.sums[0];
    for sum in &campaign.sums {
        let value = |sum: &Sum| sum.range.low.as_ref().map_or(0, |low| low.value);
        if value(sum) < value(lowest) {
            lowest = sum;
        }
    }
    let high = highest.range.high.as_ref().expect("made");
    let of = campaign.name.as_ref().map_or_else(String::new, |name| format!(" of {name}"));
    let more = if high.open { " or more" } else { "" };
    let mut words = format!(
        "Reports collected here put the people killed in 21 incidents{of} at {}{more} at the highest, computed here by the rule of {}",
        high.value, highest.methods[0]
    );
    match &lowest.range.low {
        None => words += &format!("; no incident adds to a lowest sum by the rule of {}.", lowest.methods[0]),
        Some(low) if low.value == high.value => words += ", and no method used here gives less.",
        Some(low) if lowest.low_incidents < 21 => {
            let incidents = if lowest.low_incidents == 1 {
                "1 incident is".to_owned()
            } else {
                format!("{} incidents are", lowest.low_incidents)
            };
            words += &format!(
                ", or at {} where only the {incidents} counted that the rule of {} takes as established, which is no minimum of the dead.",
                figure(low.value),
                lowest.methods[0]
            );
        }
        Some(low) => {
            words +=
                &format!(", or at {} at the lowest, by the rule of {}.", figure(low.value), lowest.methods[0])
        }
    }
    let mut sentences = vec![words];
    if !campaign.stated.is_empty() {
        let told: Vec<String> = campaign
            .stated
            .iter()
            .map(|stated| match &stated.as_of {
                Some(day) => format!("{} (Ruth Vale, as of {day})", stated.figure),
                None => format!("{} (Ruth Vale)", stated.figure),
            })
            .collect();
        let outside = campaign.stated.iter().filter(|stated| stated.outside).count();
        let end = if outside == 0 {
            ".".to_owned()
        } else if outside == 1 && told.len() == 1 {
            ", outside every range computed here.".to_owned()
        } else if outside == told.len() {
            ", all outside every range computed here.".to_owned()
        } else {
            format!(", {outside} of them outside every range computed here.")
        };
        sentences.push(format!("Others last stated {}{end}", told.join(" and ")));
    }
    sentences
}

#[test]
fn the_opening_of_200_overviews_reads_as_an_obvious_writer_has_it() {
    let mut numbers = Numbers(11);
    for n in 0..200 {
        let campaign = campaign(&mut numbers);
        let expected = of_campaign(&campaign);
        let opening =
            Overview { incidents: 21, unplaced: 0, sources: 9, span: None, campaigns: vec![campaign] };
        let told: Vec<String> = opening.sentences().iter().map(super::Sentence::plain).collect();
        assert_eq!(told, expected, "{n}");
    }
}

#[test]
fn a_figure_without_a_claim_cannot_be_made() {
    assert_eq!(Cite::new(&[], 1, "x".to_owned(), None, String::new()), None);
}

#[test]
fn a_record_without_a_campaign_says_what_it_holds() {
    let span = Some(("3 May 2031".to_owned(), "9 June 2031".to_owned()));
    let opening = Overview { incidents: 1, unplaced: 1, sources: 2, span, campaigns: Vec::new() };
    let told: Vec<String> = opening.sentences().iter().map(super::Sentence::plain).collect();
    assert_eq!(
        told,
        [
            "1 incident on this record, 3 May 2031 to 9 June 2031, from 2 sources; no total is computed or stated.",
            "1 more incident is told of and has not been placed by anybody: it adds to no total.",
        ]
    );
}
