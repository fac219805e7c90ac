//! Days in cells.

use assize_record::{Day, Edtf, edtf::MONTHS};
use serde::Deserialize;

/// Which of day and month stands first where both are numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// The year first: `2031-03-17`. Any other order of numbers is refused.
    Iso,
    /// `17/03/2031`.
    DayFirst,
    /// `03/17/2031`.
    MonthFirst,
    /// As the header or the column itself shows; a day that could be two is refused.
    Column,
}

/// The day that serial numbers count from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Serials {
    /// As most workbooks do: 1 is 1 January 1900, and a 29 February 1900 that never was is counted.
    #[serde(rename = "1900")]
    From1900,
    /// As old workbooks of Apple machines do: 0 is 1 January 1904.
    #[serde(rename = "1904")]
    From1904,
}

/// What a column shows of its order, with the rows that do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Evidence {
    /// A row whose day can only stand first.
    pub(crate) day_first: Option<u64>,
    /// A row whose month can only stand first.
    pub(crate) month_first: Option<u64>,
}

impl Evidence {
    /// Takes note of a cell.
    pub(crate) fn note(&mut self, cell: &str, row: u64) {
        let Some((first, second, _)) = numbers(cell) else { return };
        if first > 12 && second <= 12 {
            self.day_first.get_or_insert(row);
        } else if second > 12 && first <= 12 {
            self.month_first.get_or_insert(row);
        }
    }

    /// The order, where all cells agree on one.
    pub(crate) fn order(self) -> Option<Order> {
        match (self.day_first, self.month_first) {
            (Some(_), None) => Some(Order::DayFirst),
            (None, Some(_)) => Some(Order::MonthFirst),
            _ => None,
        }
    }
}

/// The order that the name of a column states: `Date (MM-DD-YYYY)`.
pub(crate) fn order_in_name(name: &str) -> Option<Order> {
    let letters: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    match (letters.contains("ddmm"), letters.contains("mmdd")) {
        (true, false) => Some(Order::DayFirst),
        (false, true) if !letters.contains("yyyymmdd") => Some(Order::MonthFirst),
        _ => None,
    }
}

/// How the cells of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) order: Order,
    pub(crate) serials: Option<Serials>,
    pub(crate) evidence: Evidence,
}

impl Rule {
    /// The day of a cell: `2031-03-17` and every other date that the record knows, an instant (its day), `17 March 2031`, `March 17, 2031`,
    /// numbers in the order of the column, a serial number where the mapping says that there are some.
    ///
    /// # Errors
    /// What is wrong with it and what to do.
    pub(crate) fn read(&self, cell: &str) -> Result<Edtf, String> {
        if let Ok(date) = cell.parse::<Edtf>()
            && !(cell.len() > 4 && cell.bytes().all(|byte| byte.is_ascii_digit()))
        {
            return Ok(date);
        }
        if let Some(day) = day_of_instant(cell) {
            return Ok(Edtf::day(day));
        }
        if cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return self.serial(cell);
        }
        if let Some((first, second, year)) = numbers(cell) {
            return self.numbered(first, second, year);
        }
        named(cell).map_or_else(|| Err(form()), |(day, month, year)| of(year, month, day))
    }

    fn numbered(&self, first: i8, second: i8, year: i16) -> Result<Edtf, String> {
        match self.order {
            Order::DayFirst => of(year, second, first)
                .map_err(|_| "not a day of the calendar; the day comes first in this column".to_owned()),
            Order::MonthFirst => of(year, first, second)
                .map_err(|_| "not a day of the calendar; the month comes first in this column".to_owned()),
            Order::Iso => Err("day and month may be meant either way; write the year first, or say which `order` the column has in the mapping".to_owned()),
            Order::Column if first == second || second > 12 => of(year, first, second).map_err(|_| form()),
            Order::Column if first > 12 => of(year, second, first).map_err(|_| form()),
            Order::Column => Err(self.ambiguous(first, second, year)),
        }
    }

    fn ambiguous(&self, first: i8, second: i8, year: i16) -> String {
        let both = format!("{year:04}-{second:02}-{first:02} or {year:04}-{first:02}-{second:02}");
        match (self.evidence.day_first, self.evidence.month_first) {
            (Some(day), Some(month)) => format!(
                "{both}: row {day} has the day first and row {month} the month; write the year first in all rows"
            ),
            _ => format!(
                "{both}: no row shows whether day or month comes first; say so in the mapping: order = \"day-first\" or \"month-first\""
            ),
        }
    }

    fn serial(&self, cell: &str) -> Result<Edtf, String> {
        let days = cell.split_once('.').map_or(cell, |(days, _)| days);
        let Some(serials) = self.serials else {
            return Err("a number and not a date; where numbers of days are meant, say so in the mapping: serials = \"1900\"".to_owned());
        };
        let bad = || "not a day of the calendar".to_owned();
        let days: i32 = days.parse().ok().filter(|days| (1..2_958_466).contains(days)).ok_or_else(bad)?;
        // Serial 60 is a 29 February 1900 that never was; days before it lie one nearer.
        let (epoch, days) = match serials {
            Serials::From1900 if days < 60 => (Day::constant(1899, 12, 31), days),
            Serials::From1900 if days == 60 => return Err(bad()),
            Serials::From1900 => (Day::constant(1899, 12, 30), days),
            Serials::From1904 => (Day::constant(1904, 1, 1), days),
        };
        epoch.checked_add(jiff::Span::new().days(days)).map(Edtf::day).map_err(|_| bad())
    }
}

fn form() -> String {
    "not a date; write `2031-03-17` or `17 March 2031`".to_owned()
}

fn of(year: i16, month: i8, day: i8) -> Result<Edtf, String> {
    Day::new(year, month, day).map(Edtf::day).map_err(|_| "not a day of the calendar".to_owned())
}

/// The day of `2016-04-03T00:00:00Z`, `2016-04-03 00:00:00.000`.
fn day_of_instant(cell: &str) -> Option<Day> {
    let (day, time) = cell.split_once(['T', ' '])?;
    let is_time =
        time.contains(':') && time.bytes().all(|byte| byte.is_ascii_digit() || b":.+-Zz".contains(&byte));
    if day.len() != 10 || !is_time {
        return None;
    }
    day.parse().ok()
}

/// Two numbers and a year of four digits, with one kind of mark between: `17/03/2031`, `3-17-2031`.
fn numbers(cell: &str) -> Option<(i8, i8, i16)> {
    // The time after a day says nothing here.
    let cell = cell.split_once(' ').filter(|(_, time)| time.contains(':')).map_or(cell, |(day, _)| day);
    let mark = cell.chars().find(|c| !c.is_ascii_digit())?;
    let mut parts = cell.split(mark);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let number = |text: &str| {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<i8>().ok()).flatten()
    };
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || !is_year || !matches!(mark, '/' | '-' | '.') {
        return None;
    }
    Some((number(first)?, number(second)?, year.parse().ok()?))
}

/// Day, month and year where the month has a name: `17 March 2031`, `17-Mar-2031`, `March 17, 2031`.
fn named(cell: &str) -> Option<(i8, i8, i16)> {
    let parts: Vec<&str> = cell.split(['/', '-', ' ', '.', ',']).filter(|part| !part.is_empty()).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let day = |text: &str| {
        let text = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        ((1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse().ok())
            .flatten()
    };
    let year = Some(year).filter(|year| year.len() == 4)?.parse().ok()?;
    match (month(first), month(second)) {
        (Some(month), None) => Some((day(second)?, month, year)),
        (None, Some(month)) => Some((day(first)?, month, year)),
        _ => None,
    }
}

fn month(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    let at = MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(&name))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(order: Order) -> Rule {
        Rule { order, serials: None, evidence: Evidence::default() }
    }

    fn check(rule: Rule, cell: &str, expected: &str) {
        assert_eq!(rule.read(cell).map(|date| date.to_string()), Ok(expected.to_owned()), "{cell}");
    }

    #[test]
    fn what_only_can_be_one_day_is_read_in_every_order() {
        for order in [Order::Iso, Order::DayFirst, Order::MonthFirst, Order::Column] {
            for cell in [
                "2031-03-17",
                "2031-03-17T00:00:00Z",
                "2031-03-17 21:10:00",
                "17 March 2031",
                "17-Mar-2031",
                "March 17, 2031",
                "17th March 2031",
            ] {
                check(rule(order), cell, "2031-03-17");
            }
            check(rule(order), "2031-03~", "2031-03~");
            check(rule(order), "2031", "2031");
        }
    }

    #[test]
    fn numbers_are_read_in_the_order_of_the_column() {
        check(rule(Order::DayFirst), "03/04/2031", "2031-04-03");
        check(rule(Order::MonthFirst), "03/04/2031", "2031-03-04");
        check(rule(Order::MonthFirst), "3-17-2031", "2031-03-17");
        check(rule(Order::Column), "17/03/2031", "2031-03-17");
        check(rule(Order::Column), "5/5/2031", "2031-05-05");
        let said = rule(Order::Column).read("03/04/2031").expect_err("two days");
        assert!(said.starts_with("2031-04-03 or 2031-03-04: no row shows"), "{said}");
        assert!(rule(Order::Iso).read("17/03/2031").is_err());
        assert!(rule(Order::DayFirst).read("03/17/2031").is_err());
    }

    #[test]
    fn serials_are_read_where_the_mapping_says_so() {
        let with = |serials| Rule { serials: Some(serials), ..rule(Order::Iso) };
        check(with(Serials::From1900), "1", "1900-01-01");
        check(with(Serials::From1900), "61", "1900-03-01");
        check(with(Serials::From1900), "48000.25", "2031-06-01");
        check(with(Serials::From1904), "1", "1904-01-02");
        assert!(with(Serials::From1900).read("60").is_err());
        let said = rule(Order::Iso).read("48000").expect_err("a number");
        assert!(said.contains("serials"), "{said}");
        assert!(rule(Order::Iso).read("48000.5").is_err());
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for bad in [
            "",
            "soon",
            "30/02/2031",
            "17/03/31",
            "1/2/3/2031",
            "+1/03/2031",
            "March 2031 17",
            "17/March 2031 x",
        ] {
            assert!(rule(Order::DayFirst).read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_column_shows_its_order() {
        let mut evidence = Evidence::default();
        evidence.note("03/04/2031", 2);
        assert_eq!(evidence.order(), None);
        evidence.note("17/03/2031", 3);
        assert_eq!(evidence.order(), Some(Order::DayFirst));
        evidence.note("03/17/2031", 4);
        assert_eq!(evidence.order(), None);
        assert_eq!(order_in_name("Date (MM-DD-YYY)"), Some(Order::MonthFirst));
        assert_eq!(order_in_name("Date (DD/MM/YYYY)"), Some(Order::DayFirst));
        assert_eq!(order_in_name("Date (YYYY-MM-DD)"), None);
    }
}
