//! Where an incident took place, by its words and the gazetteer.

use super::{
    gazetteer::{self, Nation},
    view::View,
};
use crate::{segment::Segments, tag::Tag};
use assize_record::Span;

/// A place, from the country inwards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// The code of the country, where the text or the gazetteer tells.
    pub country: Option<&'static str>,
    /// The places inside it, widest first, with what each is: `city`, `department`.
    pub parts: Vec<(Span, &'static str)>,
    /// The words that name it.
    pub span: Option<Span>,
}

/// What the text is at home with: the country of its dateline and those it names most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Home {
    /// Codes of countries by how often they are named, the dateline first.
    pub countries: Vec<&'static str>,
}

impl Place {
    /// Takes over what another telling of the place adds: the country, and parts wider or narrower than those known.
    pub(super) fn narrow(&mut self, other: Self) {
        self.country = self.country.or(other.country);
        for (span, kind) in other.parts {
            if self.parts.iter().all(|(_, known)| rank(known) != rank(kind)) {
                self.parts.push((span, kind));
            }
        }
        self.parts.sort_by_key(|(_, kind)| rank(kind));
        self.span = self.span.or(other.span);
    }
}

/// How far inside a country a kind of place lies.
pub(super) fn rank(kind: &str) -> u8 {
    match kind {
        "department" | "province" | "state" | "region" => 0,
        "city" | "municipality" | "town" | "district" | "county" | "village" => 1,
        _ => 2,
    }
}

/// Words for a kind of place, before `of` or after a name, with what it is called.
const KINDS: &[(&str, &str)] = &[
    ("neighborhood", "neighborhood"),
    ("neighbourhood", "neighborhood"),
    ("municipality", "municipality"),
    ("department", "department"),
    ("province", "province"),
    ("district", "district"),
    ("region", "region"),
    ("city", "city"),
    ("town", "town"),
    ("village", "village"),
    ("hamlet", "village"),
    ("canton", "canton"),
    ("county", "county"),
    ("state", "state"),
    ("island", "island"),
    ("university", "university"),
    ("airport", "airport"),
    ("farm", "farm"),
    ("ranch", "farm"),
    ("river", "river"),
    ("suburb", "neighborhood"),
    ("colony", "neighborhood"),
    ("valley", "region"),
    ("port", "city"),
];

/// Words before a name that say that something is there.
const LOCATING: &[&str] = &[
    "in",
    "at",
    "near",
    "on",
    "outside",
    "inside",
    "around",
    "throughout",
    "off",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "downtown",
    "nearby",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
];

fn kind(word: &str) -> Option<&'static str> {
    KINDS.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind)
}

/// Counts the countries of a text, by their names, nationalities and the place of the dateline.
pub fn home(text: &str, lower: &str, segments: &Segments) -> Home {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    let mut count = |code: &'static str, by: usize| match counts.iter_mut().find(|(known, _)| *known == code)
    {
        Some((_, times)) => *times += by,
        None => counts.push((code, by)),
    };
    if let Some(sentence) = segments.sentences.first() {
        let head = sentence.slice(lower).unwrap_or("");
        let place = head.split([',', '(']).next().unwrap_or("").trim();
        if let Some((code, _)) = gazetteer::nation(place) {
            count(code, 12);
        } else if let Some((code, _)) = gazetteer::place(place).and_then(|entry| entry.countries().next()) {
            count(code, 12);
        }
    }
    let mut at = 0;
    for word in words(text) {
        if word.start < at || !text.as_bytes().get(word.start).is_some_and(u8::is_ascii_uppercase) {
            continue;
        }
        if let Some((end, code)) = nation_at(lower, word) {
            at = end;
            count(code, 2);
        } else if let Some(mut countries) =
            word.slice(lower).and_then(gazetteer::place).map(gazetteer::Entry::countries)
            && let (Some((code, _)), None) = (countries.next(), countries.next())
        {
            count(code, 1);
        }
    }
    counts.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    Home { countries: counts.into_iter().map(|(code, _)| code).take(6).collect() }
}

fn words(text: &str) -> impl Iterator<Item = Span> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        while at < bytes.len() && !bytes[at].is_ascii_alphabetic() {
            at += 1;
        }
        let start = at;
        while at < bytes.len()
            && (bytes[at].is_ascii_alphabetic()
                || bytes[at] == b'.' && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic))
        {
            at += 1;
        }
        (start < at).then(|| Span::new(start, at))
    })
}

/// The longest name of a nation that begins with this word, of up to three words.
fn nation_at(lower: &str, first: Span) -> Option<(usize, &'static str)> {
    let mut name = String::new();
    let mut best = None;
    let mut at = first.start;
    for _ in 0..3 {
        let rest = lower.get(at..)?;
        let skip = rest.len() - rest.trim_start().len();
        let length = rest.trim_start().bytes().take_while(|b| b.is_ascii_alphabetic()).count();
        if length == 0 || skip > 2 {
            break;
        }
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(rest.get(skip..skip + length)?);
        at += skip + length;
        if let Some((code, _)) = gazetteer::nation(&name) {
            best = Some((at, code));
        }
    }
    best
}

/// Nouns of time that stand after a place without belonging to it: `in Lima yesterday`.
fn is_time(word: &str) -> bool {
    gazetteer::is_calendar(word) || ["today", "yesterday", "tonight", "tomorrow"].contains(&word)
}

/// A place named in a sentence, by tokens.
#[derive(Debug, Clone)]
pub(super) struct Named {
    /// First token.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
    /// Whether a word of place stands before it: `in`, `near`.
    pub(super) located: bool,
    /// The code of the country, where one is known.
    pub(super) country: Option<&'static str>,
    /// What it is; `None` for a country.
    pub(super) kind: Option<&'static str>,
}

/// The places that a sentence names, in order.
pub(super) fn named(view: &View<'_>, home: &Home) -> Vec<Named> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < view.len() {
        match named_at(view, home, at) {
            Some(place) => {
                at = place.end;
                found.push(place);
            }
            None => at += 1,
        }
    }
    found
}

fn named_at(view: &View<'_>, home: &Home, at: usize) -> Option<Named> {
    if !view.capital(at) {
        return None;
    }
    let before = at.wrapping_sub(1);
    // `the town of NAME`, `NAME municipality`.
    let common = crate::recase::is_common(view.word(at));
    let of_kind =
        (view.is(before, &["of"]) && !common).then(|| kind(view.word(at.wrapping_sub(2)))).flatten();
    let run = (at..view.len().min(at + 5))
        .take_while(|i| view.capital(*i) || view.is(*i, &["de", "del", "la", "las", "los", "el", "y"]))
        .count();
    let run_end = (at..at + run).rev().find(|i| view.capital(*i)).map_or(at + 1, |i| i + 1);
    let after_kind = kind(view.word(run_end)).or_else(|| kind(view.word(run_end - 1)));
    let in_place = |from: usize| {
        let from = if view.is(from.wrapping_sub(1), &["the"]) { from - 1 } else { from };
        view.is(from.wrapping_sub(1), LOCATING)
    };
    let mut best: Option<Named> = None;
    let mut name = String::new();
    for end in at + 1..=(at + gazetteer::LONGEST).min(view.len()) {
        let word = view.word(end - 1);
        if !word.starts_with(|c: char| c.is_alphabetic()) {
            break;
        }
        if end > at + 1 {
            name.push(' ');
        }
        name.push_str(word);
        if let Some((code, Nation::Country)) = gazetteer::nation(&name) {
            best = Some(Named { start: at, end, located: in_place(at), country: Some(code), kind: None });
        } else if let Some(entry) = gazetteer::place(&name) {
            let here =
                home.countries.iter().find_map(|code| entry.countries().find(|(other, _)| other == code));
            // What the words call a village or quarter is one too small to be listed.
            let small = of_kind.is_some() || kind(view.word(end)).is_some();
            // Of places nowhere near, only one that there is one of is believed to be meant.
            let only = || {
                entry
                    .countries()
                    .next()
                    .filter(|_| home.countries.is_empty() || !small && entry.countries().count() == 1)
            };
            let first = entry.countries().next()?;
            let country = here.or_else(only);
            let listed = if country.unwrap_or(first).1 { "region" } else { "city" };
            let country = country.map(|(code, _)| code);
            best = Some(Named { start: at, end, located: in_place(at), country, kind: Some(listed) });
        }
    }
    // Part of a longer name is no place: `La Paz Gomez` as a person, unless a word for a kind follows.
    if let Some(mut place) = best {
        if place.kind.is_some() && place.end < run_end && after_kind.is_none() && view.capital(place.end) {
            return None;
        }
        // `the NAME cartel`: the place only describes what follows.
        if kind(view.word(place.end)).is_none()
            && view.tag(place.end).is_noun()
            && !is_time(view.word(place.end))
        {
            place.located = super::lexicon::noun(view.word(place.end)).contains(&super::lexicon::Noun::Thing);
        }
        if place.kind.is_some() {
            place.kind = of_kind.or(kind(view.word(place.end))).or(place.kind);
            place.located |= of_kind.is_some();
        }
        return Some(place);
    }
    let kind = of_kind
        .or(after_kind.filter(|_| run_end > at + usize::from(kind(view.word(run_end - 1)).is_some())))?;
    let end = if kind == "university" || kind == "airport" {
        run_end.max(at + run) + usize::from(super::place::kind(view.word(run_end)).is_some())
    } else {
        run_end
    };
    // `Central American University`: the adjectives before it belong to the name.
    let mut at = at;
    while matches!(kind, "university" | "airport") && at > 0 && matches!(view.tag(at - 1), Tag::JJ | Tag::NNP)
    {
        at -= 1;
    }
    let located = of_kind.is_some() || in_place(at);
    Some(Named { start: at, end: end.min(view.len()), located, country: None, kind: Some(kind) })
}

/// The place of an act at token `at`: the nearest named with a word of place, and the wider places named right after it.
pub(super) fn place_of(view: &View<'_>, named: &[Named], at: usize) -> Option<Place> {
    let distance =
        |place: &Named| if place.start > at { place.start - at } else { at - place.end.min(at) + 3 };
    let located = named.iter().enumerate().filter(|(_, place)| place.located);
    let (index, _) = located.min_by_key(|(_, place)| distance(place))?;
    // Neighbouring names, set apart by no more than a comma, a bracket and words for kinds, are one place.
    let joined = |a: &Named, b: &Named| b.start >= a.end && b.start - a.end <= 3;
    let (mut from, mut to) = (index, index + 1);
    while from > 0 && joined(&named[from - 1], &named[from]) && named[from - 1].located {
        from -= 1;
    }
    while to < named.len() && joined(&named[to - 1], &named[to]) {
        to += 1;
    }
    let mut parts: Vec<(Span, &'static str)> = Vec::new();
    let mut country = None;
    for place in named[from..to].iter().rev() {
        match place.kind {
            None => country = country.or(place.country),
            Some(kind) => parts.push((view.span(place.start, place.end), kind)),
        }
    }
    let known = named[from..to].iter().filter(|place| place.country.is_some());
    let widest = known.min_by_key(|place| place.kind.map_or(0, rank));
    country = country.or_else(|| widest.and_then(|place| place.country));
    parts.sort_by_key(|(_, kind)| rank(kind));
    parts.dedup_by_key(|(_, kind)| rank(kind));
    Some(Place { country, parts, span: Some(view.span(named[from].start, named[to - 1].end)) })
}
