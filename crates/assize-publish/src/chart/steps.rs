//! Totals that others stated, by the day they stand for, against the sums here by the day of the incidents.

use super::{Anchor, Area, Canvas, NARROW, Shape, TEXT, WIDE, label_width};
use crate::sentence::words;
use assize_record::Day;
use std::fmt::Write as _;

/// What the chart shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Totals {
    /// The lowest sum after each day on which it grows.
    pub(crate) low: Vec<(Day, u64)>,
    /// The highest.
    pub(crate) high: Vec<(Day, u64)>,
    pub(crate) stated: Vec<Stated>,
}

/// One stated total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stated {
    pub(crate) day: Day,
    pub(crate) value: u64,
    /// Stated as a bound: "at least".
    pub(crate) open: bool,
    pub(crate) title: String,
    pub(crate) href: String,
}

/// Both forms; `None` where there is nothing to set against anything.
pub(crate) fn steps(totals: &Totals) -> Option<(Canvas, Canvas)> {
    let days = totals.low.iter().chain(&totals.high).map(|(day, _)| *day);
    let all: Vec<Day> = days.chain(totals.stated.iter().map(|stated| stated.day)).collect();
    let (first, last) = (*all.iter().min()?, *all.iter().max()?);
    let values = totals.low.iter().chain(&totals.high).map(|(_, value)| *value);
    let top = values.chain(totals.stated.iter().map(|stated| stated.value)).max()?.max(1);
    let form = |width, height| {
        Plot {
            width,
            height,
            left: label_width(&words::number(ceiling(top))) + 6,
            first,
            days: (last - first).get_days().max(1),
            top: ceiling(top),
        }
        .draw(totals)
    };
    Some((form(WIDE, 300), form(NARROW, 240)))
}

/// A round number that is not below.
fn ceiling(value: u64) -> u64 {
    let mut unit = 1;
    while unit * 10 <= value {
        unit *= 10;
    }
    [1, 2, 4, 5, 8, 10].into_iter().map(|n| n * unit).find(|round| *round >= value).unwrap_or(unit * 10)
}

struct Plot {
    width: i32,
    height: i32,
    left: i32,
    first: Day,
    days: i32,
    top: u64,
}

/// Room below for the names of days, and above.
const BELOW: i32 = 20;
const ABOVE: i32 = 16;

impl Plot {
    fn x(&self, day: Day) -> i32 {
        self.left
            + (day - self.first).get_days().clamp(0, self.days) * (self.width - self.left - 10) / self.days
    }

    fn y(&self, value: u64) -> i32 {
        let room = i64::from(self.height - ABOVE - BELOW);
        let up =
            i64::try_from(value.min(self.top)).unwrap_or(0) * room / i64::try_from(self.top).unwrap_or(1);
        self.height - BELOW - i32::try_from(up).unwrap_or(0)
    }

    fn draw(&self, totals: &Totals) -> Canvas {
        let mut canvas = Canvas { width: self.width, height: self.height, ..Canvas::default() };
        for quarter in 0..=2 {
            let value = self.top * quarter / 2;
            let y = self.y(value);
            canvas.line(
                format!("M{} {y}H{}", self.left, self.width),
                "ax",
                Area { left: self.left, top: y, right: self.width, bottom: y },
            );
            canvas.label(self.left - 4, y + 4, words::number(value), Anchor::End, "t");
        }
        self.months(&mut canvas);
        for (line, class) in [(&totals.high, "ln"), (&totals.low, "ln low")] {
            if let Some(d) = self.path(line) {
                let area =
                    Area { left: self.left, top: ABOVE, right: self.width, bottom: self.height - BELOW };
                canvas.line(d, class, area);
            }
        }
        for stated in &totals.stated {
            self.stated(&mut canvas, stated);
        }
        canvas
    }

    fn path(&self, line: &[(Day, u64)]) -> Option<String> {
        let (first, _) = line.first()?;
        let mut d = format!("M{} {}", self.x(*first), self.y(0));
        for (day, value) in line {
            let _ = write!(d, "H{}V{}", self.x(*day), self.y(*value));
        }
        let _ = write!(d, "H{}", self.width - 10);
        Some(d)
    }

    fn stated(&self, canvas: &mut Canvas, stated: &Stated) {
        let (x, y) = (self.x(stated.day), self.y(stated.value));
        let (title, href) = (stated.title.clone(), Some(stated.href.clone()));
        if stated.open {
            let area = Area { left: x - 5, top: y - 8, right: x + 5, bottom: y + 1 };
            canvas.shapes.push(Shape::Path {
                d: format!("M{} {y}h10l-5 -8z", x - 5),
                class: "open",
                area,
                title,
                href,
            });
        } else {
            canvas.shapes.push(Shape::Disc { x, y, r10: 35, class: "ink", title, href });
        }
    }

    /// The first day of a month where its name has room.
    fn months(&self, canvas: &mut Canvas) {
        use jiff::ToSpan as _;
        let mut free = i32::MIN;
        let mut month = self.first.first_of_month();
        for _ in 0..self.days / 28 + 2 {
            let x = self.x(month.max(self.first));
            let name = words::date_of(&month.strftime("%Y-%m").to_string());
            let right = x + label_width(&name);
            if x > free && right <= self.width {
                canvas.label(x, self.height - BELOW + TEXT + 4, name, Anchor::Start, "t");
                free = right + 8;
            }
            month = month.saturating_add(1.months());
        }
    }
}
