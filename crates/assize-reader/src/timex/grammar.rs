//! Reads words as times, without counting anything from anywhere.
//!
//! At each lexeme every rule is tried and the longest reading wins; among equals the earlier rule. A rule never looks outside its
//! sentence.

mod clock;
mod date;
mod duration;
mod relative;
mod year;

use super::shape::{Match, Modifier, Shape};
use crate::lexeme::{Lex, Lexemes};

/// Whether words follow that point instead of counting: `the past year`, `recent weeks`.
fn t_is_lead(t: Lexemes<'_>, index: usize) -> bool {
    t.is(index, &["the", "this", "last", "past", "next", "recent", "coming", "following", "these", "those"])
}

/// A reading: what it says, one past its last lexeme, the rule.
pub(super) type Reading = (Shape, usize, &'static str);

/// The rules over one sentence.
#[derive(Clone, Copy)]
pub(super) struct Grammar<'a> {
    pub(super) t: Lexemes<'a>,
    /// Whether the text names years before Christ: bare three-figure years are then such.
    pub(super) before_christ: bool,
    /// How many readings deep a rule has asked for another; a text of months alone must not exhaust the stack.
    pub(super) depth: u8,
}

impl Grammar<'_> {
    /// The same rules one reading deeper; `None` beyond what any writer needs.
    pub(super) fn deeper(&self) -> Option<Self> {
        (self.depth < 4).then(|| Self { depth: self.depth + 1, ..*self })
    }

    /// Reads every time of the sentence.
    pub(super) fn matches(&self, into: &mut Vec<Match>) {
        let first = into.len();
        let mut at = 0;
        while at < self.t.len() {
            if self.t.lex(at) == Lex::Word && !self.begins_quarter(at) && self.weekdays(at).is_none() {
                at += 1;
                continue;
            }
            let before = into.get(first..).and_then(<[Match]>::last);
            match self.at(at, before) {
                Some(found) => {
                    at = found.end.max(at + 1);
                    into.push(found);
                }
                None => at += 1,
            }
        }
    }

    fn at(&self, index: usize, before: Option<&Match>) -> Option<Match> {
        let plain = |reading: Option<Reading>| reading.map(|(shape, end, rule)| (shape, end, rule, None));
        let readings = [
            plain(self.set(index)),
            self.approximate(index),
            plain(self.span_of_time(index)),
            self.part_of_date(index),
            plain(self.date(index)),
            plain(self.continued(index, before)),
            plain(self.clock(index)),
            plain(self.reference(index)),
        ];
        let mut best: Option<(Shape, usize, &'static str, Option<Modifier>)> = None;
        for reading in readings.into_iter().flatten() {
            if best.as_ref().is_none_or(|best| reading.1 > best.1) {
                best = Some(reading);
            }
        }
        best.map(|(shape, end, rule, modifier)| Match { start: index, end, shape, rule, modifier })
    }

    /// `about two years`, `at least 10 days`, `around 1998`.
    fn approximate(&self, index: usize) -> Option<(Shape, usize, &'static str, Option<Modifier>)> {
        let (modifier, next) = self.approximation(index)?;
        let begins_figure = |at: usize| matches!(self.t.lex(at), Lex::Figure(..) | Lex::Decimal(_));
        // `over the past year`: a preposition, for what follows counts nothing.
        let counts = !t_is_lead(self.t, next);
        let reading = self.span_of_time(next).filter(|_| counts).or_else(|| {
            // Between other words and a date, `over` or `about` are prepositions.
            let near = matches!(modifier, Modifier::Approximate)
                && self.t.is(index, &["around", "circa", "ca", "c", "approximately"]);
            // `ways around Wednesday's ruling`
            let weekday = matches!(self.t.lex(next), Lex::Weekday(..));
            (near && !weekday).then(|| self.clock(next).or_else(|| self.date(next))).flatten()
        });
        let (shape, end, rule) = reading?;
        // `some day`, `some years`: no figure, so `some` is no approximation.
        if self.t.word(index) == "some"
            && !begins_figure(next)
            && !matches!(self.t.lex(next), Lex::Cardinal(_))
        {
            return None;
        }
        Some((shape, end, rule, Some(modifier)))
    }

    /// Words that make a figure approximate, and the index after them.
    pub(super) fn approximation(&self, index: usize) -> Option<(Modifier, usize)> {
        let two = |second: &[&str]| self.t.is(index + 1, second);
        Some(match self.t.word(index) {
            "about" | "around" | "approximately" | "roughly" | "some" | "almost" | "nearly" | "circa" => {
                (Modifier::Approximate, index + 1)
            }
            "ca" | "c" if self.t.is_mark(index + 1, '.') => (Modifier::Approximate, index + 2),
            "close" if two(&["to"]) => (Modifier::Approximate, index + 2),
            "over" => (Modifier::MoreThan, index + 1),
            "more" if two(&["than"]) => (Modifier::MoreThan, index + 2),
            "just" if two(&["over"]) => (Modifier::MoreThan, index + 2),
            "just" if two(&["under"]) => (Modifier::LessThan, index + 2),
            "under" => (Modifier::LessThan, index + 1),
            "less" | "fewer" if two(&["than"]) => (Modifier::LessThan, index + 2),
            "at" if two(&["least"]) => (Modifier::EqualOrMore, index + 2),
            "at" if two(&["most"]) => (Modifier::EqualOrLess, index + 2),
            "up" if two(&["to"]) => (Modifier::EqualOrLess, index + 2),
            "no" if two(&["more"]) && self.t.word(index + 2) == "than" => (Modifier::EqualOrLess, index + 3),
            "no" if two(&["less", "fewer"]) && self.t.word(index + 2) == "than" => {
                (Modifier::EqualOrMore, index + 3)
            }
            _ => return None,
        })
    }

    /// `early May`, `the end of 2013`, `mid-1990s`, `late last year`, `later this month`, `early in the week`.
    fn part_of_date(&self, index: usize) -> Option<(Shape, usize, &'static str, Option<Modifier>)> {
        let at = index + usize::from(self.t.word(index) == "the");
        let (modifier, needs_of) = match self.t.word(at) {
            "early" | "earlier" => (Modifier::Start, false),
            "late" | "later" => (Modifier::End, false),
            "mid" => (Modifier::Mid, false),
            "sometime" => (Modifier::Approximate, false),
            "beginning" | "start" => (Modifier::Start, true),
            "middle" => (Modifier::Mid, true),
            "end" | "close" => (Modifier::End, true),
            "very" => return None,
            _ => return None,
        };
        let mut next = at + 1;
        if self.t.is_dash(next) {
            next += 1;
        }
        let links = self.t.is(next, &["of", "in"]);
        if links {
            next += 1;
        }
        if needs_of && !(links && self.t.word(next - 1) == "of") {
            return None;
        }
        let unit_alone = self.bare_unit(next);
        let date = self.date(next);
        let longer = date.as_ref().is_some_and(|date| unit_alone.as_ref().is_none_or(|unit| date.1 > unit.1));
        let (shape, end, rule) = if longer { date } else { unit_alone }?;
        // `earlier Monday`: an adverb beside the date.
        if self.t.is(at, &["earlier", "later"]) && !self.narrows(&shape) {
            return None;
        }
        Some((shape, end, rule, Some(modifier)))
    }

    /// What `earlier` and `later` may stand before: `earlier this year`, `later that day`.
    fn narrows(&self, shape: &Shape) -> bool {
        matches!(
            shape,
            Shape::Unit(..) | Shape::DayDelta(_) | Shape::Part(..) | Shape::Season(..) | Shape::Month(..)
        )
    }

    /// `now`, `recently`, `the future`.
    fn reference(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        let after = |words: &[&str]| t.is(index + 1, words);
        let (code, end) = match t.word(index) {
            "now" => ("PRESENT_REF", index + 1),
            "right" if after(&["now"]) => ("PRESENT_REF", index + 2),
            "currently" | "nowadays" | "presently" => ("PRESENT_REF", index + 1),
            "current" if !self.hyphenated(index) => ("PRESENT_REF", index + 1),
            "these" if after(&["days"]) => ("PRESENT_REF", index + 2),
            "recently" | "formerly" => ("PAST_REF", index + 1),
            "recent" => {
                let end = index + 1 + usize::from(matches!(t.lex(index + 1), Lex::Unit(_, true)));
                ("PAST_REF", end)
            }
            "the"
                if after(&["past"])
                    && t.is(index.wrapping_sub(1), &["in", "of"])
                    && !self.goes_on(index + 2) =>
            {
                ("PAST_REF", index + 2)
            }
            "the" if after(&["near"]) && t.word(index + 2) == "future" => ("FUTURE_REF", index + 3),
            "the" if after(&["future"]) => ("FUTURE_REF", index + 2),
            "future" if !t.capital(index) || index == 0 => ("FUTURE_REF", index + 1),
            _ => return None,
        };
        Some((Shape::Reference(code), end, "reference"))
    }

    /// Whether a quotation mark stands right before: what begins with capitals there may be a title.
    pub(super) fn quoted(&self, index: usize) -> bool {
        index > 0 && matches!(self.t.lex(index - 1), Lex::Mark('"' | '\'' | '`' | '“' | '‘' | '’'))
    }

    /// Whether a word is one half of a compound.
    pub(super) fn hyphenated(&self, index: usize) -> bool {
        self.t.is_hyphen(index + 1) || (index > 0 && self.t.is_hyphen(index - 1))
    }

    /// Whether more of a noun phrase follows.
    fn goes_on(&self, index: usize) -> bool {
        matches!(self.t.lex(index), Lex::Word | Lex::Unit(..) | Lex::Figure(..) | Lex::Cardinal(_))
            && !self.t.capital(index)
            || self.t.is(index, &["few", "several", "couple", "dozen"])
    }
}
