//! A range on a line that begins at nought: one bar, its open end a triangle.

use super::{Area, Canvas, NARROW};

/// Half the height of a bar.
const HALF: i32 = 5;

/// A range from `low` to `high` of a scale that ends at `top`. Without a low end it begins at nought and its left side is open.
pub(crate) fn bar(low: Option<u64>, high: Option<u64>, open: bool, top: u64) -> Canvas {
    let top = top.max(1);
    let room = i64::from(NARROW - 20);
    let place = |value: u64| {
        let at =
            i64::try_from(value.min(top)).unwrap_or(0) * room / i64::try_from(top).unwrap_or(i64::MAX).max(1);
        i32::try_from(at).unwrap_or(0) + 4
    };
    let mut canvas = Canvas { width: NARROW, height: 20, ..Canvas::default() };
    canvas.line(
        format!("M4 10H{}", NARROW - 16),
        "ax",
        Area { left: 4, top: 10, right: NARROW - 16, bottom: 10 },
    );
    let (Some(from), Some(to)) = (low.or(Some(0)), high.or(low)) else { return canvas };
    let (x1, x2) = (place(from), place(to));
    if x2 - x1 < 4 {
        let area = Area { left: x1 - 4, top: 10 - HALF, right: x1 + 4, bottom: 10 + HALF };
        canvas.line(format!("M{x1} 5l4 5l-4 5l-4 -5z"), "bar", area);
    } else {
        let class = if low.is_none() { "pale" } else { "bar" };
        let area = Area { left: x1, top: 10 - HALF, right: x2, bottom: 10 + HALF };
        canvas.line(format!("M{x1} 5H{x2}v10H{x1}z"), class, area);
    }
    if open || high.is_none() {
        let area = Area { left: x2 + 3, top: 4, right: x2 + 12, bottom: 16 };
        canvas.line(format!("M{} 4l9 6l-9 6z", x2 + 3), "bar", area);
    }
    canvas
}
