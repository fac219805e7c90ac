//! Every incident by its day: the area of a disc is the number killed.

use super::{Anchor, Area, Canvas, NARROW, Shape, TEXT, WIDE, label_width, root_of};
use crate::sentence::words;
use assize_record::Day;

/// One incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dot {
    /// The first and the last day it may have been.
    pub(crate) days: (Day, Day),
    /// The lowest and the highest figure of the dead, where there is one.
    pub(crate) killed: Option<(u64, u64)>,
    /// Whether the highest figure is a bound.
    pub(crate) open: bool,
    pub(crate) contested: bool,
    pub(crate) title: String,
    pub(crate) href: String,
}

/// So many incidents are drawn one by one; of more, the months are.
pub(crate) const SINGLY: usize = 160;

/// Rows of the narrow form at most.
const ROWS: i32 = 6;

/// The largest disc, in tenths of a unit.
const LARGEST: u64 = 220;

/// Both forms; `None` without a dated incident.
pub(crate) fn strip(dots: &[Dot]) -> Option<(Canvas, Canvas)> {
    let first = dots.iter().map(|dot| dot.days.0).min()?;
    let last = dots.iter().map(|dot| dot.days.1).max()?;
    let months = months_between(first, last);
    let rows = months.clamp(1, ROWS);
    Some((form(dots, first, months, 1, WIDE), form(dots, first, months, rows, NARROW)))
}

/// Whole months from the first day's to the last day's.
fn months_between(first: Day, last: Day) -> i32 {
    (i32::from(last.year()) - i32::from(first.year())) * 12 + i32::from(last.month())
        - i32::from(first.month())
        + 1
}

/// The first of a month so many months after that of a day.
fn month_after(first: Day, months: i32) -> Day {
    use jiff::ToSpan as _;
    first.first_of_month().saturating_add(months.months())
}

/// A row of months on the page.
struct Row {
    from: Day,
    days: i32,
    width: i32,
    margin: i32,
}

impl Row {
    fn x(&self, day: Day) -> i32 {
        let at = (day - self.from).get_days().clamp(0, self.days);
        self.margin + at * (self.width - 2 * self.margin) / self.days.max(1)
    }
}

fn form(dots: &[Dot], first: Day, months: i32, rows: i32, width: i32) -> Canvas {
    let mut canvas = Canvas { width, ..Canvas::default() };
    let each = (months + rows - 1) / rows;
    let mut top = 0;
    for row in 0..rows {
        let (from, to) =
            (month_after(first, row * each), month_after(first, (row * each + each).min(months)));
        if from >= to {
            break;
        }
        let inside: Vec<&Dot> = dots.iter().filter(|dot| middle(dot) >= from && middle(dot) < to).collect();
        let row = Row { from, days: (to - from).get_days(), width, margin: 24 };
        top = ticks(&mut canvas, &row, from, to, top);
        top = discs(&mut canvas, &row, &inside, dots, top);
    }
    canvas.height = top + 4;
    canvas
}

/// The day in the middle of those that it may have been: a bar over all of them is drawn behind.
fn middle(dot: &Dot) -> Day {
    use jiff::ToSpan as _;
    let (from, to) = dot.days;
    from.saturating_add(((to - from).get_days() / 2).days())
}

/// Names of the months that have room, above their first day.
fn ticks(canvas: &mut Canvas, row: &Row, from: Day, to: Day, top: i32) -> i32 {
    let mut free = i32::MIN;
    let mut month = from;
    while month < to {
        let x = row.x(month);
        let january = month.month() == 1 || month == from;
        let full = words::date_of(&month.strftime("%Y-%m").to_string());
        let name = if january {
            full
        } else {
            full.split([' ', words::NO_BREAK]).next().unwrap_or_default().to_owned()
        };
        let right = x + label_width(&name);
        if x > free && right <= row.width {
            canvas.label(x, top + TEXT, name, Anchor::Start, "t");
            free = right + 8;
        }
        month = month_after(month, 1);
    }
    canvas.line(
        format!("M0 {}H{}", top + TEXT + 6, row.width),
        "ax",
        Area { left: 0, top: top + TEXT + 6, right: row.width, bottom: top + TEXT + 6 },
    );
    top + TEXT + 8
}

/// The radius of a disc in tenths: its area is the figure.
fn radius(killed: u64, most: u64) -> i32 {
    let largest = (65 * 65 * most.max(1)).min(LARGEST * LARGEST);
    let r = root_of(largest.saturating_mul(killed) / most.max(1));
    i32::try_from(r).unwrap_or(0).clamp(30, 220)
}

fn discs(canvas: &mut Canvas, row: &Row, inside: &[&Dot], all: &[Dot], top: i32) -> i32 {
    let most = all.iter().filter_map(|dot| dot.killed).map(|(_, high)| high).max().unwrap_or(1);
    let mut sized: Vec<(i32, i32, &Dot)> = inside
        .iter()
        .map(|dot| (row.x(middle(dot)), radius(dot.killed.map_or(0, |(_, high)| high), most), *dot))
        .collect();
    sized.sort_by_key(|(x, r, dot)| (std::cmp::Reverse(*r), *x, dot.href.clone()));
    let mut placed: Vec<(i32, i32, i32)> = Vec::new();
    let mut at: Vec<(i32, i32, i32, &Dot)> = Vec::new();
    for (x, r10, dot) in sized {
        let r = (r10 + 9) / 10;
        let x = x.clamp(r, row.width - r);
        let y = least_shift(x, r, &placed);
        placed.push((x, y, r));
        at.push((x, y, r10, dot));
    }
    let up = placed.iter().map(|(_, y, r)| y - r).min().unwrap_or(-8).min(-8);
    let down = placed.iter().map(|(_, y, r)| y + r).max().unwrap_or(8).max(8);
    let middle = top + 4 - up;
    at.sort_by_key(|(x, y, ..)| (*x, *y));
    for (x, y, r10, dot) in at {
        disc(canvas, row, (x, middle + y, r10), dot);
    }
    middle + down + 8
}

/// The least shift from the line at which a disc touches none that is there.
fn least_shift(x: i32, r: i32, placed: &[(i32, i32, i32)]) -> i32 {
    let free = |y: i32| {
        placed.iter().all(|(px, py, pr)| {
            let (dx, dy, both) = (i64::from(x - px), i64::from(y - py), i64::from(r + pr + 2));
            dx * dx + dy * dy >= both * both
        })
    };
    (0..4000).flat_map(|step| [-step, step]).find(|y| free(*y)).unwrap_or(0)
}

fn disc(canvas: &mut Canvas, row: &Row, (x, y, r10): (i32, i32, i32), dot: &Dot) {
    if dot.days.0 != dot.days.1 {
        let (from, to) = (row.x(dot.days.0), row.x(dot.days.1));
        canvas.line(
            format!("M{from} {y}H{to}"),
            "span",
            Area { left: from, top: y, right: to.max(from), bottom: y },
        );
    }
    let uncertain = dot.killed.is_none_or(|(low, high)| low != high) || dot.open;
    let class = match (dot.killed, dot.contested, uncertain) {
        (None, ..) => "none",
        (_, true, _) | (_, false, true) => "pale",
        (_, false, false) => "full",
    };
    canvas.shapes.push(Shape::Disc {
        x,
        y,
        r10,
        class,
        title: dot.title.clone(),
        href: Some(dot.href.clone()),
    });
    if dot.contested {
        canvas.shapes.push(Shape::Half { x, y, r10, class: "m" });
    }
    if let Some((_, high)) = dot.killed {
        let words = words::number(high) + if dot.open { "+" } else { "" };
        if label_width(&words) < r10 / 5 {
            let class = match (class, dot.contested) {
                (_, true) => "h halo",
                ("full", false) => "h on",
                (_, false) => "h",
            };
            canvas.label(x, y + 4, words, Anchor::Middle, class);
        }
    }
}
