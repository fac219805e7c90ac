//! Years, decades and centuries, and the year that belongs to a day or month.

use super::{Grammar, Reading, date::BEFORE_DATE};
use crate::{
    lexeme::{Lex, TimeUnit},
    timex::{calendar::Stretch, shape::Shape},
};

impl Grammar<'_> {
    /// A year right after a day or month: `, 2013`, ` 2013`, ` of 2013`, `, '98`.
    pub(super) fn year_after(&self, index: usize) -> Option<(i16, usize)> {
        let at = index + usize::from(self.t.is_mark(index, ',') || self.t.word(index) == "of");
        if let Some((year, end)) = self.era_year(at) {
            return Some((year, end));
        }
        match self.t.lex(at) {
            Lex::Figure(year @ 1000..=2199, 4) if !self.counts_something(at, index == at) => {
                Some((i16::try_from(year).ok()?, at + 1))
            }
            Lex::Mark('\'' | '’')
                if matches!(self.t.lex(at + 1), Lex::Figure(_, 2)) && self.t.joined(at + 1) =>
            {
                let Lex::Figure(short, _) = self.t.lex(at + 1) else { return None };
                Some((i16::try_from(full_year(short)).ok()?, at + 2))
            }
            Lex::Cardinal(_) if at == index || self.t.word(index) == "of" => self.spelled_year(at),
            _ => None,
        }
    }

    /// A four-figure number that is followed by what it counts.
    pub(super) fn counts_something(&self, index: usize, directly: bool) -> bool {
        let next = index + 1;
        let plural = self.t.lex(next) == Lex::Word
            && !self.t.capital(next)
            && self.t.words(next).ends_with('s')
            && !self.t.words(next).ends_with("ss")
            && !self.t.joined(next);
        let people = ["men", "women", "people", "children", "troops", "others"].contains(&self.t.words(next));
        let unit = people
            || matches!(self.t.lex(next), Lex::Unit(_, true) | Lex::Scale(_))
            || self.t.is(next, &["percent", "hours", "hrs"]);
        unit || self.t.is_mark(next, '%') || !directly && plural && self.t.words(next).len() > 4
    }

    /// `last year`, `of that year`, `of the following year` after a part of a year.
    pub(super) fn of_year(&self, index: usize) -> Option<(Shape, usize)> {
        let at = index
            + usize::from(
                self.t.word(index) == "of" || (self.t.is_mark(index, ',') && self.t.word(index + 1) != "the"),
            );
        let (shape, end, _) = self.deeper()?.toward(at)?;
        matches!(shape, Shape::Unit(TimeUnit::Year, _)).then_some((shape, end))
    }

    /// The year of a month-day or month that is given only with the next one: `May 8 to June 2, 1940`, `April and June 1955`.
    pub(super) fn year_ahead(&self, index: usize, month: i8) -> Option<i16> {
        if !(self.t.is_dash(index)
            || self.t.is(index, &["and", "to", "or", "through", "until"])
            || self.t.is_mark(index, ','))
        {
            return None;
        }
        let deeper = self.deeper()?;
        let next = index + 1;
        if let Some((_, after)) = self.day_figure(next)
            && !self.t.is_mark(index, ',')
            && let Some((year, _)) = self.year_after(after)
        {
            return Some(year);
        }
        let at = next + usize::from(self.t.is(next, &["early", "late", "mid"]));
        let reading = match self.t.lex(at) {
            Lex::Month(..) => deeper.month_date(at),
            _ => self.day_figure(at).and_then(|(_, after)| {
                matches!(self.t.lex(after), Lex::Month(..)).then(|| deeper.day_month(at)).flatten()
            }),
        };
        let Shape::Fixed(stretch @ (Stretch::Day(_) | Stretch::Month(..))) = reading?.0 else { return None };
        let second = stretch.month()?;
        Some(if month <= second { stretch.year() } else { stretch.year() - 1 })
    }

    /// `480 BC`, `480 B.C.`, `AD 79`, `79 AD`.
    pub(super) fn era_year(&self, index: usize) -> Option<(i16, usize)> {
        let ad = self.t.word(index) == "ad" && self.t.capital(index);
        let at = index + usize::from(ad);
        let Lex::Figure(value @ 1..=2999, _) = self.t.lex(at) else { return None };
        let value = i16::try_from(value).ok()?;
        if ad {
            return Some((value, at + 1));
        }
        let (before, end) = self.era(at + 1)?;
        Some((if before { 1 - value } else { value }, end))
    }

    /// `BC`, `B.C.`, `BCE`, `AD`, `CE`: whether before Christ, and the index after.
    pub(super) fn era(&self, index: usize) -> Option<(bool, usize)> {
        if !self.t.capital(index) {
            return None;
        }
        match self.t.word(index) {
            "bc" | "bce" => Some((true, index + 1)),
            "ad" | "ce" => Some((false, index + 1)),
            "b" if self.t.is_mark(index + 1, '.') && self.t.word(index + 2) == "c" => Some((
                true,
                index + 3 + usize::from(self.t.is_mark(index + 3, '.') && self.t.joined(index + 3)),
            )),
            _ => None,
        }
    }

    /// `nineteen ninety-six`, `two thousand five`.
    pub(super) fn spelled_year(&self, index: usize) -> Option<(i16, usize)> {
        let numeral = |at: usize| {
            crate::numeral::cardinal(self.t, at).and_then(|n| Some((i16::try_from(n.whole()?).ok()?, n.end)))
        };
        let (first, next) = numeral(index)?;
        if (2000..2100).contains(&first) {
            return Some((first, next));
        }
        let Lex::Cardinal(century @ 17..=20) = self.t.lex(index) else { return None };
        let next = index + 1 + usize::from(self.t.is_hyphen(index + 1));
        let (rest, end) = numeral(next)?;
        let century = i16::try_from(century).ok()?;
        (10..100).contains(&rest).then_some((century * 100 + rest, end))
    }

    /// `2013`, `the year 2013`, `fiscal 2013`, `480 BC`, `nineteen ninety-six`.
    pub(super) fn year(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        let fixed = |year: i16, end: usize| Some((Shape::Fixed(Stretch::Year(year)), end, "year"));
        let mut at = index + usize::from(t.word(index) == "the");
        if t.is(at, &["year", "fiscal"]) {
            at += 1 + usize::from(t.word(at) == "fiscal" && t.word(at + 1) == "year");
            let (year, end) = self.year_figure(at)?;
            return fixed(year, end);
        }
        if at > index {
            return None;
        }
        if let Some((year, end)) = self.era_year(at) {
            return fixed(year, end);
        }
        // `490–480 BC`: the era comes after the second.
        if let Lex::Figure(value @ 1..=999, _) = t.lex(at)
            && (t.is_dash(at + 1) || t.is(at + 1, &["and", "to", "or"]))
            && let Some((year @ ..=0, _)) = self.era_year(at + 2)
            && 1 - i16::try_from(value).ok()? < year
        {
            return fixed(1 - i16::try_from(value).ok()?, at + 1);
        }
        let before = t.word_before(at);
        if let Lex::Cardinal(_) = t.lex(at) {
            let (year, end) = self.spelled_year(at)?;
            return (year < 2000 || before == "in" || before == "year")
                .then_some(())
                .and_then(|()| fixed(year, end));
        }
        if let Lex::Mark('\'' | '’') = t.lex(at)
            && !t.joined(at)
            && let Some((year, end)) = self.year_after(at)
            && BEFORE_DATE.contains(&before)
        {
            return fixed(year, end);
        }
        let Lex::Figure(value, width) = t.lex(at) else { return None };
        let led = BEFORE_DATE.contains(&before);
        if self.before_christ
            && width == 3
            && led
            && !self.counts_something(at, false)
            && t.lex(at + 1) != Lex::Word
        {
            return fixed(1 - i16::try_from(value).ok()?, at + 1);
        }
        let money = at > 0 && matches!(t.lex(at - 1), Lex::Mark('$' | '£' | '€' | '#' | '¥')) && t.joined(at);
        let ranged = at >= 2 && t.is_dash(at - 1) && matches!(t.lex(at - 2), Lex::Figure(1000..=2199, 4));
        let part_of_figure = at > 0
            && t.joined(at)
            && matches!(t.lex(at - 1), Lex::Mark('-' | '/' | ':' | '.' | '_'))
            && !ranged;
        let is_grouped = t.words(at).len() > 4;
        // `the 2006 elections`, `its 1998 results`: a number that counts seldom follows these.
        let owned =
            matches!(before, "the" | "its" | "his" | "her" | "their") && (1900..=2060).contains(&value);
        let counts = self.counts_something(at, owned);
        if width != 4
            || money
            || is_grouped
            || counts
            || t.is_mark(at + 1, ':') && t.joined(at + 2)
            || t.is_mark(at + 1, '.') && t.joined(at + 2) && matches!(t.lex(at + 2), Lex::Figure(..))
        {
            return None;
        }
        if part_of_figure
            && !(t.is_hyphen(at - 1) && t.is(at.wrapping_sub(2), &["mid", "early", "late", "pre", "post"]))
        {
            return None;
        }
        let named_by_year = before == "the" && !counts;
        let likely = (1500..1900).contains(&value) && named_by_year
            || (1900..=2060).contains(&value)
            || (1000..=2199).contains(&value) && (led || ranged)
            || (1500..1900).contains(&value)
                && !matches!(t.lex(at + 1), Lex::Word if !t.capital(at + 1) && !t.is_mark(at + 1, ','));
        likely.then_some(()).and_then(|()| fixed(i16::try_from(value).ok()?, at + 1))
    }

    /// A year in figures or words, nothing around it.
    pub(super) fn year_figure(&self, index: usize) -> Option<(i16, usize)> {
        match self.t.lex(index) {
            Lex::Figure(year @ 1000..=2199, 4) if self.t.words(index).len() == 4 => {
                Some((i16::try_from(year).ok()?, index + 1))
            }
            Lex::Cardinal(_) => self.spelled_year(index),
            _ => None,
        }
    }

    /// `the 1990s`, `the '90s`, `the nineties`.
    pub(super) fn decade(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        let the = t.word(index) == "the";
        let mut at = index + usize::from(the);
        // Inside `the early 1990s` the article has been read already.
        let led = the
            || index > 0
                && (t.is(index - 1, &["early", "late", "mid", "the", "of", "in"]) || t.is_dash(index - 1));
        let apostrophe = matches!(t.lex(at), Lex::Mark('\'' | '’' | '‘')) && t.joined(at + 1);
        at += usize::from(apostrophe);
        let first = match t.lex(at) {
            Lex::DecadeFigure(year @ 1000..=2190, 4) => i16::try_from(year).ok()?,
            Lex::DecadeFigure(year, 2) if apostrophe || led => {
                i16::try_from(full_year(u64::from(year))).ok()?
            }
            Lex::Key if led => match t.word(at) {
                "twenties" => 1920,
                "thirties" => 1930,
                "forties" => 1940,
                "fifties" => 1950,
                "sixties" => 1960,
                "seventies" => 1970,
                "eighties" => 1980,
                "nineties" => 1990,
                _ => return None,
            },
            Lex::Figure(year @ 0..=2190, _)
                if t.words(at + 1) == "s"
                    && t.joined(at + 1)
                    && year % 10 == 0
                    && self.era(at + 2).is_some() =>
            {
                let (before, end) = self.era(at + 2)?;
                let year = i16::try_from(year).ok()?;
                return Some((
                    Shape::Fixed(Stretch::Decade(if before { -year } else { year })),
                    end,
                    "decade",
                ));
            }
            _ => return None,
        };
        Some((Shape::Fixed(Stretch::Decade(first)), at + 1, "decade"))
    }

    /// `the 20th century`, `the fifth century BC`.
    pub(super) fn century(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        let at = index + usize::from(t.word(index) == "the");
        let (number, end) = match t.lex(at) {
            Lex::OrdinalFigure(number) | Lex::Ordinal(number) => (number, at + 1),
            Lex::Cardinal(20) => {
                let next = at + 1 + usize::from(t.is_hyphen(at + 1));
                let Lex::Ordinal(ones) = t.lex(next) else { return None };
                (20 + ones, next + 1)
            }
            _ => return None,
        };
        let unit = end + usize::from(t.is_hyphen(end));
        if !matches!(t.lex(unit), Lex::Unit(TimeUnit::Century, _)) || !(1..=30).contains(&number) {
            return None;
        }
        let number = i16::try_from(number).ok()?;
        let (before, end) = self.era(unit + 1).unwrap_or((false, unit + 1));
        let first = if before { -(number * 100 - 100) } else { number * 100 - 100 };
        Some((Shape::Fixed(Stretch::Century(first)), end, "century"))
    }
}

/// The year that two figures stand for: 30 to 99 in the 20th century, 0 to 29 in the 21st.
pub(super) const fn full_year(short: u64) -> u64 {
    if short < 30 { 2000 + short } else { 1900 + short }
}
