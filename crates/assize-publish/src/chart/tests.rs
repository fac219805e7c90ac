//! Geometry: no two labels touch, no two discs overlap, nothing stands outside, labels are as large as a screen of 320 px needs them, and an open end is drawn.

use super::{
    Area, Canvas, NARROW, Shape, WIDE,
    lanes::{self, lanes},
    ranges,
    steps::{Stated, Totals, steps},
    strip::{Dot, strip},
};
use assize_record::Day;
use jiff::ToSpan as _;

fn day(n: i32) -> Day {
    "2031-01-05".parse::<Day>().expect("a day").saturating_add(n.days())
}

fn labels(canvas: &Canvas) -> Vec<(String, Area)> {
    let labels = canvas.shapes.iter().filter_map(|shape| match shape {
        Shape::Label { words, .. } => Some((words.clone(), shape.area())),
        _ => None,
    });
    labels.collect()
}

/// What is wrong with a chart in one form, drawn in as many units as the smallest screen that shows it has pixels for it.
fn faults(canvas: &Canvas, width: i32) -> Vec<String> {
    let mut faults = Vec::new();
    if canvas.width != width {
        faults.push(format!("{} units across and not {width}", canvas.width));
    }
    let labels = labels(canvas);
    for (at, (words, area)) in labels.iter().enumerate() {
        if area.left < -2 || area.right > width + 2 || area.top < -2 || area.bottom > canvas.height + 2 {
            faults.push(format!("`{words}` stands outside: {area:?} of {width} × {}", canvas.height));
        }
        for (other, there) in &labels[at + 1..] {
            if area.meets(there) {
                faults.push(format!("`{words}` touches `{other}`"));
            }
        }
    }
    let discs: Vec<(i32, i32, i32)> = canvas
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Disc { x, y, r10, class, .. } if *class != "ink" => Some((*x, *y, *r10)),
            _ => None,
        })
        .collect();
    for (at, (x, y, r)) in discs.iter().enumerate() {
        if x * 10 < *r || x * 10 + r > width * 10 || y * 10 < *r || y * 10 + r > canvas.height * 10 {
            faults.push(format!("a disc at {x}, {y} stands outside"));
        }
        for (ox, oy, or) in &discs[at + 1..] {
            let (dx, dy) = (x - ox, y - oy);
            if (dx * dx + dy * dy) * 100 < (r + or) * (r + or) {
                faults.push(format!("discs at {x}, {y} and {ox}, {oy} overlap"));
            }
        }
    }
    faults
}

fn dot(n: i32, killed: Option<(u64, u64)>) -> Dot {
    Dot {
        days: (day(n), day(n + if n % 7 == 0 { 20 } else { 0 })),
        killed,
        open: n % 5 == 0,
        contested: n % 4 == 0,
        title: "x".to_owned(),
        href: format!("incident/{n}.html"),
    }
}

#[test]
fn discs_and_labels_of_a_strip_keep_apart_at_any_number_of_incidents() {
    for (count, apart, most) in
        [(1, 0, 9), (2, 40, 9), (21, 5, 14), (60, 2, 400), (160, 11, 3000), (40, 0, 30)]
    {
        let dots: Vec<Dot> = (0..count)
            .map(|n: i32| {
                let high = u64::try_from(n).expect("few") * 7 % most + 1;
                dot(n * apart, (n % 6 != 5).then_some((high.saturating_sub(u64::from(n % 3 == 0)), high)))
            })
            .collect();
        let (wide, narrow) = strip(&dots).expect("dated incidents");
        for (canvas, width) in [(&wide, WIDE), (&narrow, NARROW)] {
            assert_eq!(faults(canvas, width), Vec::<String>::new(), "{count} incidents, {width} units");
            let discs = canvas.shapes.iter().filter(|shape| matches!(shape, Shape::Disc { .. })).count();
            assert_eq!(discs, dots.len(), "each incident stands once");
        }
        assert!(labels(&narrow).iter().any(|(words, _)| words.contains("2031")), "a year is named");
    }
    assert_eq!(strip(&[]), None);
}

#[test]
fn areas_of_discs_are_as_the_figures() {
    let dots = [dot(1, Some((4, 4))), dot(60, Some((16, 16)))];
    let (wide, _) = strip(&dots).expect("dated");
    let mut radii: Vec<i32> = wide
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Disc { r10, .. } => Some(*r10),
            _ => None,
        })
        .collect();
    radii.sort_unstable();
    assert!((radii[1] - 2 * radii[0]).abs() <= 1, "four times as many have twice the radius: {radii:?}");
}

#[test]
fn stated_totals_and_sums_are_drawn_with_every_bound_as_a_triangle() {
    let totals = Totals {
        low: vec![(day(0), 3), (day(40), 9)],
        high: vec![(day(0), 5), (day(40), 1240)],
        stated: (0..30)
            .map(|n| Stated {
                day: day(n * 3),
                value: 10 + u64::from(n.unsigned_abs()),
                open: n % 3 == 0,
                title: "x".to_owned(),
                href: "y".to_owned(),
            })
            .collect(),
    };
    let (wide, narrow) = steps(&totals).expect("something to draw");
    for (canvas, width) in [(&wide, WIDE), (&narrow, NARROW)] {
        assert_eq!(faults(canvas, width), Vec::<String>::new());
        let open =
            canvas.shapes.iter().filter(|shape| matches!(shape, Shape::Path { class: "open", .. })).count();
        assert_eq!(open, 10, "each bound is a triangle");
    }
    assert_eq!(steps(&Totals::default()), None);
}

#[test]
fn an_open_end_of_a_range_is_a_triangle_and_a_missing_low_end_begins_at_nought() {
    let count = |canvas: &Canvas| {
        canvas.shapes.iter().filter(|shape| matches!(shape, Shape::Path { class: "bar", .. })).count()
    };
    assert_eq!(count(&ranges::bar(Some(9), Some(11), false, 20)), 1, "a bar");
    assert_eq!(count(&ranges::bar(Some(9), Some(11), true, 20)), 2, "a bar and a triangle");
    assert_eq!(count(&ranges::bar(Some(11), Some(11), false, 20)), 1, "one figure is a mark");
    let no_low = ranges::bar(None, Some(11), false, 20);
    assert!(
        no_low
            .shapes
            .iter()
            .any(|shape| matches!(shape, Shape::Path { class: "pale", area, .. } if area.left == 4))
    );
    for (low, high, top) in
        [(Some(0), Some(0), 0), (Some(5), Some(5), 5), (Some(1), Some(u64::MAX), u64::MAX)]
    {
        let canvas = ranges::bar(low, high, true, top);
        assert!(
            canvas.shapes.iter().all(|shape| shape.area().right <= NARROW + 2 && shape.area().left >= 0),
            "{canvas:?}"
        );
    }
}

#[test]
fn labels_of_the_timeline_keep_apart() {
    let events: Vec<lanes::Event> = (0..80)
        .map(|n: i32| lanes::Event {
            lane: usize::try_from(n % 3).expect("few"),
            days: (day(n * 2), day(n * 2 + if n % 5 == 0 { 30 } else { 0 })),
            label: "A directive on force against designated groups"
                .chars()
                .take(8 + usize::try_from(n).expect("few"))
                .collect(),
            title: "x".to_owned(),
            href: "y".to_owned(),
        })
        .collect();
    let canvas = lanes(&["Orders, law", "Incidents", "Events"], &events).expect("events");
    assert_eq!(faults(&canvas, lanes::ACROSS), Vec::<String>::new());
    let marks =
        canvas.shapes.iter().filter(|shape| matches!(shape, Shape::Path { href: Some(_), .. })).count();
    assert_eq!(marks, events.len());
}

#[test]
fn the_land_is_read_whole_and_numbers_on_a_map_keep_apart() {
    use super::map::{Place, Zone, map, without_label};
    let place = |lon: f64, lat: f64, within_km: f64, number| Place {
        lon,
        lat,
        within_km,
        number,
        contested: number % 2 == 0,
        title: "x".to_owned(),
        href: "y".to_owned(),
    };
    let places: Vec<Place> = (1..=20_i32)
        .map(|n| {
            place(
                -75.0 + f64::from(n % 5),
                11.0 + f64::from(n % 3),
                50.0 * f64::from(n),
                usize::try_from(n).expect("few"),
            )
        })
        .collect();
    let square = vec![(-76.0, 9.0), (-70.0, 9.0), (-70.0, 14.0), (-76.0, 14.0), (-76.0, 9.0)];
    let zone =
        Zone { outlines: vec![square], letter: "A".to_owned(), title: "x".to_owned(), href: "y".to_owned() };
    let both = map(&places, &[zone]).expect("positions");
    assert_eq!(without_label(&places, &both), Vec::<usize>::new(), "positions that lie on one another");
    let (wide, narrow) = both;
    for (canvas, width) in [(&wide, WIDE), (&narrow, NARROW)] {
        let touching: Vec<String> =
            faults(canvas, width).into_iter().filter(|fault| fault.starts_with('`')).collect();
        assert_eq!(touching, Vec::<String>::new());
        let land = canvas.shapes.iter().find_map(|shape| match shape {
            Shape::Path { d, class: "land", .. } => Some(d.len()),
            _ => None,
        });
        assert!(land.is_some_and(|bytes| bytes > 200), "the coast is drawn: {land:?}");
        let circles = canvas.shapes.iter().filter(|shape| matches!(shape, Shape::Disc { .. })).count();
        assert_eq!(circles, places.len());
        let zones: Vec<&Shape> =
            canvas.shapes.iter().filter(|shape| matches!(shape, Shape::Path { class: "zone", .. })).collect();
        let [Shape::Path { d, .. }] = zones[..] else { panic!("one zone: {zones:?}") };
        assert_eq!(d.matches(['M', 'L']).count(), 4 + 1, "a square of four corners, closed: {d}");
    }
    // Alone at sea, at the edge of the world, and at a pole: drawn without a fault.
    for (lon, lat) in [(-140.0, -40.0), (179.9, 10.0), (0.0, 89.9)] {
        let (wide, _) = map(&[place(lon, lat, 10.0, 1)], &[]).expect("a position");
        assert!(wide.height >= 120 && wide.height <= 2 * WIDE);
    }
    assert_eq!(map(&[], &[]), None);
    // So many at one place that not all numbers have room: those without are told.
    let crowd: Vec<Place> = (1..=80).map(|n| place(-70.0, 11.0, 40.0, n)).collect();
    let both = map(&crowd, &[]).expect("positions");
    let without = without_label(&crowd, &both);
    let labels = labels(&both.1).len();
    assert!(labels > 8 && without.len() >= 80 - labels, "{labels} labels, without one {without:?}");
}
