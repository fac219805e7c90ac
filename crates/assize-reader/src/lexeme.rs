//! Words, figures and marks of a sentence, each looked up once in one small dictionary of closed classes.
//!
//! The layers for dates and for numbers read the same lexemes. A word that is in no list is [`Lex::Word`], and its `word` is empty.

use assize_record::Span;
use std::sync::LazyLock;

/// A word, figure or mark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Lexeme {
    /// Where it stands in the text.
    pub(crate) span: Span,
    /// Its class.
    pub(crate) lex: Lex,
    /// The dictionary's form in small letters; empty for anything not in the dictionary.
    pub(crate) word: &'static str,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
    /// Whether no white space stands before it.
    pub(crate) joined: bool,
}

/// What a lexeme is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Lex {
    /// A word of no list.
    Word,
    /// A word of the dictionary that only its own form matters of.
    Key,
    /// A mark.
    Mark(char),
    /// A whole number in figures with how many figures were written, group separators not counted.
    Figure(u64, u8),
    /// A number with decimals: thousandths.
    Decimal(u64),
    /// `5th`.
    OrdinalFigure(u32),
    /// `1990s`, `90s`.
    DecadeFigure(u32, u8),
    /// `one` to `ninety`.
    Cardinal(u32),
    /// `hundred`, `thousand`, `million`.
    Scale(u64),
    /// `first` to `thirty-first` without its tens.
    Ordinal(u32),
    /// A month's name, and whether it is cut short.
    Month(i8, bool),
    /// A weekday's name from Monday as 1, and whether it is cut short.
    Weekday(i8, bool),
    /// A unit of time, and whether it is in the plural.
    Unit(TimeUnit, bool),
    /// A season.
    Season(Season),
    /// A part of the day, as TimeML names it.
    DayPart(&'static str),
}

/// Units of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimeUnit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// Seasons of the northern half of the world, as TimeML names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

const MONTHS: [(&str, &[&str]); 12] = [
    ("january", &["jan"]),
    ("february", &["feb"]),
    ("march", &["mar"]),
    ("april", &["apr"]),
    ("may", &[]),
    ("june", &["jun"]),
    ("july", &["jul"]),
    ("august", &["aug"]),
    ("september", &["sept", "sep"]),
    ("october", &["oct"]),
    ("november", &["nov"]),
    ("december", &["dec"]),
];

const WEEKDAYS: [(&str, &[&str]); 7] = [
    ("monday", &["mon"]),
    ("tuesday", &["tue", "tues"]),
    ("wednesday", &["wed", "weds"]),
    ("thursday", &["thu", "thur", "thurs"]),
    ("friday", &["fri"]),
    ("saturday", &["sat"]),
    ("sunday", &["sun"]),
];

const CARDINALS: &[(&str, u32)] = &[
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fourty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

const SCALES: &[(&str, u64)] = &[
    ("hundred", 100),
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("billion", 1_000_000_000),
    ("trillion", 1_000_000_000_000),
];

const ORDINALS: &[(&str, u32)] = &[
    ("first", 1),
    ("second", 2),
    ("third", 3),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("seventh", 7),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("eleventh", 11),
    ("twelfth", 12),
    ("thirteenth", 13),
    ("fourteenth", 14),
    ("fifteenth", 15),
    ("sixteenth", 16),
    ("seventeenth", 17),
    ("eighteenth", 18),
    ("nineteenth", 19),
    ("twentieth", 20),
    ("thirtieth", 30),
];

const UNITS: &[(&str, TimeUnit, bool)] = &[
    ("seconds", TimeUnit::Second, true),
    ("minute", TimeUnit::Minute, false),
    ("minutes", TimeUnit::Minute, true),
    ("hour", TimeUnit::Hour, false),
    ("hours", TimeUnit::Hour, true),
    ("day", TimeUnit::Day, false),
    ("days", TimeUnit::Day, true),
    ("weekend", TimeUnit::Weekend, false),
    ("weekends", TimeUnit::Weekend, true),
    ("week", TimeUnit::Week, false),
    ("weeks", TimeUnit::Week, true),
    ("fortnight", TimeUnit::Fortnight, false),
    ("month", TimeUnit::Month, false),
    ("months", TimeUnit::Month, true),
    ("quarter", TimeUnit::Quarter, false),
    ("quarters", TimeUnit::Quarter, true),
    ("year", TimeUnit::Year, false),
    ("years", TimeUnit::Year, true),
    ("decade", TimeUnit::Decade, false),
    ("decades", TimeUnit::Decade, true),
    ("century", TimeUnit::Century, false),
    ("centuries", TimeUnit::Century, true),
];

const SEASONS: &[(&str, Season)] = &[
    ("spring", Season::Spring),
    ("summer", Season::Summer),
    ("fall", Season::Fall),
    ("autumn", Season::Fall),
    ("winter", Season::Winter),
];

const DAY_PARTS: &[(&str, &str)] = &[
    ("morning", "MO"),
    ("mornings", "MO"),
    ("dawn", "MO"),
    ("midday", "MI"),
    ("afternoon", "AF"),
    ("afternoons", "AF"),
    ("evening", "EV"),
    ("evenings", "EV"),
    ("dusk", "EV"),
    ("night", "NI"),
    ("nights", "NI"),
    ("nighttime", "NI"),
];

/// Words that grammar rules ask for by their form.
const KEYS: &[&str] = &[
    "a",
    "about",
    "according",
    "ad",
    "additional",
    "after",
    "afterward",
    "afterwards",
    "again",
    "age",
    "aged",
    "ago",
    "ahead",
    "all",
    "almost",
    "already",
    "always",
    "am",
    "among",
    "an",
    "and",
    "annually",
    "another",
    "any",
    "apiece",
    "approximately",
    "are",
    "around",
    "as",
    "at",
    "average",
    "b",
    "bc",
    "bce",
    "be",
    "been",
    "before",
    "beginning",
    "being",
    "below",
    "between",
    "beyond",
    "both",
    "but",
    "by",
    "c",
    "ca",
    "calendar",
    "can",
    "ce",
    "centigrade",
    "christmas",
    "circa",
    "close",
    "comes",
    "coming",
    "comparable",
    "consecutive",
    "corresponding",
    "could",
    "couple",
    "current",
    "currently",
    "cst",
    "cdt",
    "d",
    "daily",
    "dead",
    "did",
    "do",
    "does",
    "dozen",
    "dozens",
    "due",
    "during",
    "each",
    "earlier",
    "early",
    "easter",
    "edt",
    "either",
    "end",
    "ended",
    "ending",
    "est",
    "estimated",
    "eve",
    "ever",
    "every",
    "everyday",
    "exactly",
    "except",
    "expected",
    "few",
    "fewer",
    "final",
    "fiscal",
    "following",
    "for",
    "former",
    "formerly",
    "from",
    "full",
    "future",
    "gmt",
    "going",
    "had",
    "half",
    "halloween",
    "has",
    "have",
    "he",
    "height",
    "hence",
    "her",
    "his",
    "hourly",
    "hours",
    "how",
    "i",
    "if",
    "in",
    "including",
    "into",
    "is",
    "it",
    "its",
    "just",
    "labor",
    "last",
    "late",
    "later",
    "latest",
    "latter",
    "least",
    "less",
    "like",
    "local",
    "m",
    "made",
    "many",
    "maximum",
    "may",
    "me",
    "memorial",
    "mid",
    "middle",
    "midnight",
    "minimum",
    "moment",
    "monthly",
    "more",
    "most",
    "much",
    "must",
    "my",
    "near",
    "nearly",
    "new",
    "next",
    "nineties",
    "eighties",
    "seventies",
    "sixties",
    "fifties",
    "forties",
    "thirties",
    "twenties",
    "no",
    "noon",
    "not",
    "now",
    "nowadays",
    "number",
    "numerous",
    "o",
    "o'clock",
    "of",
    "off",
    "old",
    "on",
    "once",
    "only",
    "onward",
    "or",
    "other",
    "others",
    "our",
    "out",
    "over",
    "overnight",
    "p",
    "past",
    "pdt",
    "per",
    "percent",
    "period",
    "planned",
    "plans",
    "plus",
    "present",
    "presently",
    "previous",
    "previously",
    "prior",
    "pst",
    "quarterly",
    "ramadan",
    "recent",
    "recently",
    "right",
    "roughly",
    "s",
    "said",
    "same",
    "say",
    "says",
    "scheduled",
    "set",
    "several",
    "shall",
    "she",
    "should",
    "since",
    "so",
    "some",
    "sometime",
    "soon",
    "spent",
    "standard",
    "start",
    "still",
    "straight",
    "successive",
    "such",
    "t",
    "term",
    "than",
    "thanksgiving",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "through",
    "throughout",
    "till",
    "time",
    "times",
    "to",
    "today",
    "tomorrow",
    "tonight",
    "total",
    "toward",
    "towards",
    "trading",
    "twice",
    "under",
    "until",
    "up",
    "upcoming",
    "us",
    "utc",
    "was",
    "we",
    "weekly",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whole",
    "whom",
    "whose",
    "will",
    "with",
    "within",
    "without",
    "working",
    "would",
    "yearly",
    "years",
    "yesterday",
    "yet",
    "you",
    "your",
    "z",
    "ll",
    "independence",
    "valentine",
    "day's",
    "year's",
    "months'",
    "aftermath",
    "entire",
    "beginning",
    "thirds",
    "back",
    "ct",
    "et",
    "pt",
    "mt",
    "bst",
    "cet",
    "ended",
    "hour-long",
    "yearlong",
    "monthlong",
    "weeklong",
    "daylong",
    "decadelong",
    "subsequent",
    "succeeding",
    "preceding",
    "intervening",
    "mere",
    "noted",
    "reported",
    "told",
    "hopes",
    "hoped",
    "might",
    "cannot",
    "won",
    "dated",
    "date",
    "hrs",
    "hr",
    "fortnightly",
    "biweekly",
    "semiannually",
    "vs",
    "versus",
    "kia",
    "fourths",
    "era",
    "pre",
    "post",
];

static DICTIONARY: LazyLock<Vec<(&'static str, Lex)>> = LazyLock::new(|| {
    let mut entries: Vec<(&'static str, Lex)> = Vec::new();
    for (number, (name, short)) in (1_i8..).zip(MONTHS) {
        entries.push((name, Lex::Month(number, false)));
        entries.extend(short.iter().map(|name| (*name, Lex::Month(number, true))));
    }
    for (number, (name, short)) in (1_i8..).zip(WEEKDAYS) {
        entries.push((name, Lex::Weekday(number, false)));
        entries.extend(short.iter().map(|name| (*name, Lex::Weekday(number, true))));
    }
    entries.extend(CARDINALS.iter().map(|(name, n)| (*name, Lex::Cardinal(*n))));
    entries.extend(SCALES.iter().map(|(name, n)| (*name, Lex::Scale(*n))));
    entries.extend(ORDINALS.iter().map(|(name, n)| (*name, Lex::Ordinal(*n))));
    entries.extend(UNITS.iter().map(|(name, unit, plural)| (*name, Lex::Unit(*unit, *plural))));
    entries.extend(SEASONS.iter().map(|(name, season)| (*name, Lex::Season(*season))));
    entries.extend(DAY_PARTS.iter().map(|(name, code)| (*name, Lex::DayPart(code))));
    entries.extend(KEYS.iter().map(|name| (*name, Lex::Key)));
    // A word in two lists keeps the class of the earlier one; sorting is stable.
    entries.sort_by_key(|(name, _)| *name);
    entries.dedup_by_key(|(name, _)| *name);
    entries
});

/// The longest word worth looking up.
const LONGEST: usize = 16;

fn look_up(word: &str) -> (Lex, &'static str) {
    let mut buffer = [0_u8; LONGEST];
    let Some(target) = buffer.get_mut(..word.len()) else { return (Lex::Word, "") };
    target.copy_from_slice(word.as_bytes());
    target.make_ascii_lowercase();
    let target = &*target;
    match DICTIONARY.binary_search_by(|(name, _)| name.as_bytes().cmp(target)) {
        Ok(index) => (DICTIONARY[index].1, DICTIONARY[index].0),
        Err(_) => (Lex::Word, ""),
    }
}

/// Takes a span of the text apart. Lexemes are appended, so that one allocation serves all sentences.
pub(crate) fn lexemes(text: &str, span: Span, into: &mut Vec<Lexeme>) {
    let bytes = text.as_bytes();
    let mut at = span.start;
    let mut joined = false;
    while at < span.end {
        let byte = bytes[at];
        if byte.is_ascii_whitespace() {
            at += 1;
            joined = false;
            continue;
        }
        let start = at;
        let (lex, word) = if byte.is_ascii_digit() {
            at = figure_end(bytes, at, span.end);
            figure(text, start, &mut at, span.end)
        } else if byte.is_ascii_alphabetic() || byte >= 0x80 {
            let rest = &text[at..span.end];
            let first = rest.chars().next().unwrap_or(' ');
            if first.is_alphabetic() {
                at += rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
                look_up(&text[start..at])
            } else {
                at += first.len_utf8();
                if first.is_whitespace() {
                    joined = false;
                    continue;
                }
                (Lex::Mark(first), "")
            }
        } else {
            at += 1;
            (Lex::Mark(byte as char), "")
        };
        let capital =
            byte.is_ascii_uppercase() || (byte >= 0x80 && text[start..].starts_with(char::is_uppercase));
        into.push(Lexeme { span: Span::new(start, at), lex, word, capital, joined });
        joined = true;
    }
}

/// The end of a run of digits with its group separators.
fn figure_end(bytes: &[u8], start: usize, end: usize) -> usize {
    let digits = |from: usize| bytes[from..end].iter().take_while(|b| b.is_ascii_digit()).count();
    let first = digits(start);
    let mut at = start + first;
    if first <= 3 {
        while at < end && bytes[at] == b',' && digits(at + 1) == 3 {
            at += 4;
        }
    }
    at
}

/// Reads the figure between `start` and `at`, with decimals, an ordinal ending or the `s` of a decade, which move `at`.
fn figure(text: &str, start: usize, at: &mut usize, end: usize) -> (Lex, &'static str) {
    let bytes = text.as_bytes();
    let digits: Vec<u8> = bytes[start..*at].iter().copied().filter(u8::is_ascii_digit).collect();
    let count = digits.len();
    if count > 15 {
        return (Lex::Word, "");
    }
    let value = digits.iter().fold(0_u64, |value, digit| value * 10 + u64::from(digit - b'0'));
    let short = u32::try_from(value).unwrap_or(u32::MAX);
    let rest = &bytes[*at..end];
    let letter = |index: usize| rest.get(index).copied().unwrap_or(b' ');
    let ends_word = |index: usize| !letter(index).is_ascii_alphanumeric();
    // `08.02.2031`: the second part of a date or the like is no decimal.
    let inside = start >= 2 && bytes[start - 1] == b'.' && bytes[start - 2].is_ascii_digit();
    if inside && letter(0) == b'.' && letter(1).is_ascii_digit() {
        return (Lex::Figure(value, count as u8), "");
    }
    if letter(0) == b'.' && letter(1).is_ascii_digit() {
        let decimals = rest[1..].iter().take_while(|b| b.is_ascii_digit()).count();
        if letter(1 + decimals) == b'.' {
            return (Lex::Figure(value, count as u8), "");
        }
        let thousandths = (0..3).fold(0_u64, |sum, place| {
            let digit = if place < decimals { rest[1 + place] - b'0' } else { 0 };
            sum * 10 + u64::from(digit)
        });
        *at += 1 + decimals;
        return (Lex::Decimal(value.saturating_mul(1000) + thousandths), "");
    }
    let is_ordinal = matches!(
        [letter(0), letter(1)].map(|b| b.to_ascii_lowercase()),
        [b's', b't'] | [b'n' | b'r', b'd'] | [b't', b'h']
    );
    if is_ordinal && ends_word(2) {
        *at += 2;
        return (Lex::OrdinalFigure(short), "");
    }
    let apostrophe = usize::from(letter(0) == b'\'');
    if letter(apostrophe) == b's'
        && ends_word(apostrophe + 1)
        && short.is_multiple_of(10)
        && matches!(count, 2 | 4)
    {
        *at += apostrophe + 1;
        return (Lex::DecadeFigure(short, count as u8), "");
    }
    (Lex::Figure(value, count as u8), "")
}

/// A view of the lexemes of a sentence that never leaves it.
#[derive(Clone, Copy)]
pub(crate) struct Lexemes<'a> {
    /// The whole text.
    pub(crate) text: &'a str,
    /// The lexemes of one sentence.
    pub(crate) all: &'a [Lexeme],
}

impl<'a> Lexemes<'a> {
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// The class at an index; a space beyond the ends.
    pub(crate) fn lex(&self, index: usize) -> Lex {
        self.all.get(index).map_or(Lex::Mark(' '), |lexeme| lexeme.lex)
    }

    /// The dictionary form at an index.
    pub(crate) fn word(&self, index: usize) -> &'static str {
        self.all.get(index).map_or("", |lexeme| lexeme.word)
    }

    /// The dictionary form before an index.
    pub(crate) fn word_before(&self, index: usize) -> &'static str {
        index.checked_sub(1).map_or("", |before| self.word(before))
    }

    pub(crate) fn is(&self, index: usize, words: &[&str]) -> bool {
        let word = self.word(index);
        !word.is_empty() && words.contains(&word)
    }

    pub(crate) fn is_mark(&self, index: usize, mark: char) -> bool {
        self.lex(index) == Lex::Mark(mark)
    }

    pub(crate) fn is_apostrophe(&self, index: usize) -> bool {
        matches!(self.lex(index), Lex::Mark('\'' | '’'))
    }

    pub(crate) fn is_dash(&self, index: usize) -> bool {
        matches!(self.lex(index), Lex::Mark('-' | '–' | '—' | '‑' | '−'))
    }

    /// A dash with no space on either side.
    pub(crate) fn is_hyphen(&self, index: usize) -> bool {
        self.is_dash(index) && self.joined(index) && self.joined(index.wrapping_add(1))
    }

    pub(crate) fn joined(&self, index: usize) -> bool {
        self.all.get(index).is_some_and(|lexeme| lexeme.joined)
    }

    pub(crate) fn capital(&self, index: usize) -> bool {
        self.all.get(index).is_some_and(|lexeme| lexeme.capital)
    }

    /// The words themselves.
    pub(crate) fn words(&self, index: usize) -> &'a str {
        self.all.get(index).and_then(|lexeme| lexeme.span.slice(self.text)).unwrap_or_default()
    }

    /// The span from one lexeme up to, not including, another.
    pub(crate) fn span(&self, from: usize, to: usize) -> Span {
        match (self.all.get(from), to.checked_sub(1).and_then(|last| self.all.get(last))) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::new(0, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(text: &str) -> Vec<Lex> {
        let mut all = Vec::new();
        lexemes(text, Span::new(0, text.len()), &mut all);
        all.into_iter().map(|lexeme| lexeme.lex).collect()
    }

    #[test]
    fn figures_are_read_whole() {
        assert_eq!(classes("1,200"), [Lex::Figure(1200, 4)]);
        assert_eq!(classes("1,20"), [Lex::Figure(1, 1), Lex::Mark(','), Lex::Figure(20, 2)]);
        assert_eq!(classes("2.5"), [Lex::Decimal(2500)]);
        assert_eq!(classes("5th"), [Lex::OrdinalFigure(5)]);
        assert_eq!(classes("1990s"), [Lex::DecadeFigure(1990, 4)]);
        assert_eq!(classes("90's"), [Lex::DecadeFigure(90, 2)]);
        assert_eq!(classes("1991."), [Lex::Figure(1991, 4), Lex::Mark('.')]);
        assert_eq!(classes("99999999999999999999"), [Lex::Word]);
    }

    #[test]
    fn the_earlier_list_wins_where_a_word_is_in_two() {
        assert_eq!(classes("may"), [Lex::Month(5, false)]);
        assert_eq!(classes("years"), [Lex::Unit(TimeUnit::Year, true)]);
        assert_eq!(classes("second"), [Lex::Ordinal(2)]);
    }
}
