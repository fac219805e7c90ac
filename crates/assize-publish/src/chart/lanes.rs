//! The timeline in lanes, for pages that are wide enough for labels; elsewhere the ordered list is the chart.

use super::{Anchor, Area, Canvas, Shape, TEXT, label_width};
use crate::sentence::words;
use assize_record::Day;

/// Units across: shown from 1,100 px on.
pub(crate) const ACROSS: i32 = 1032;

/// So many marks are drawn one by one.
pub(crate) const MOST: usize = 120;

/// One mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) lane: usize,
    /// The first and the last day it may have been.
    pub(crate) days: (Day, Day),
    pub(crate) label: String,
    pub(crate) title: String,
    pub(crate) href: String,
}

/// Room at the left for the names of lanes.
const LEFT: i32 = 104;
/// The height of one row of labels.
const ROW: i32 = 34;
/// The most letters of a label.
const LETTERS: usize = 28;

/// Lanes one below another, each with as many rows as its labels need.
pub(crate) fn lanes(names: &[&str], events: &[Event]) -> Option<Canvas> {
    let first = events.iter().map(|event| event.days.0).min()?;
    let last = events.iter().map(|event| event.days.1).max()?;
    let days = (last - first).get_days().max(1);
    let x = |day: Day| LEFT + (day - first).get_days().clamp(0, days) * (ACROSS - LEFT - 10) / days;
    let mut canvas = Canvas { width: ACROSS, ..Canvas::default() };
    months(&mut canvas, first, days, &x);
    let mut top = TEXT + 10;
    for (lane, name) in names.iter().enumerate() {
        let inside: Vec<&Event> = events.iter().filter(|event| event.lane == lane).collect();
        canvas.line(format!("M0 {top}H{ACROSS}"), "lane", Area { left: 0, top, right: ACROSS, bottom: top });
        canvas.label(0, top + 18, *name, Anchor::Start, "h");
        let mut rows: Vec<i32> = Vec::new();
        for event in inside {
            row(&mut canvas, event, top, &x, &mut rows);
        }
        top += i32::try_from(rows.len().max(1)).unwrap_or(1) * ROW + 12;
    }
    canvas.height = top;
    Some(canvas)
}

fn row(canvas: &mut Canvas, event: &Event, top: i32, x: &impl Fn(Day) -> i32, rows: &mut Vec<i32>) {
    let (from, to) = (x(event.days.0), x(event.days.1));
    let label = words::cut(&event.label, LETTERS);
    let day = if event.days.0 == event.days.1 {
        words::day(event.days.0)
    } else {
        format!("{} – {}", event.days.0.strftime("%-d.%-m."), words::day(event.days.1))
    };
    let width = label_width(&label).max(label_width(&day));
    // A label that would run off the page stands before its mark.
    let flip = to + 10 + width > ACROSS;
    let (left, right) = if flip { (from - 10 - width, to + 8) } else { (from - 8, to + 12 + width) };
    let at = rows.iter().position(|end| *end < left).unwrap_or(rows.len());
    if at == rows.len() {
        rows.push(right);
    } else {
        rows[at] = right;
    }
    let y = top + 16 + i32::try_from(at).unwrap_or(0) * ROW;
    let (d, area) = if to - from > 8 {
        (
            format!("M{from} {}H{to}v8H{from}z", y - 4),
            Area { left: from, top: y - 4, right: to, bottom: y + 4 },
        )
    } else {
        (
            format!("M{from} {}l6 6l-6 6l-6 -6z", y - 6),
            Area { left: from - 6, top: y - 6, right: from + 6, bottom: y + 6 },
        )
    };
    let class = if to - from > 8 { "pale" } else { "bar" };
    canvas.shapes.push(Shape::Path {
        d,
        class,
        area,
        title: event.title.clone(),
        href: Some(event.href.clone()),
    });
    let (at, anchor) = if flip { (from - 10, Anchor::End) } else { (to + 10, Anchor::Start) };
    canvas.label(at, y + 1, label, anchor, "");
    canvas.label(at, y + 1 + TEXT + 1, day, anchor, "t");
}

fn months(canvas: &mut Canvas, first: Day, days: i32, x: &impl Fn(Day) -> i32) {
    use jiff::ToSpan as _;
    let (mut free, mut month) = (LEFT - 1, first.first_of_month());
    for _ in 0..days / 28 + 2 {
        let at = x(month.max(first));
        let name = words::date_of(&month.strftime("%Y-%m").to_string());
        let right = at + label_width(&name);
        if at > free && right <= ACROSS {
            canvas.label(at, TEXT, name, Anchor::Start, "t");
            free = right + 8;
        }
        month = month.saturating_add(1.months());
    }
}
