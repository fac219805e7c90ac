//! Where, as far as it was said: circles that hold a place, never a point.
//!
//! The land is Natural Earth's, 1:110 million, which is in the public domain; `land.txt` was made from the file `land-110m.json` of world-atlas 2.0.2 (npm), a
//! redistribution of it: one ring a line, tenths of a degree east and north, each point but the first as a step from the one before.

use super::{Anchor, Area, Canvas, NARROW, Shape, WIDE};
use std::fmt::Write as _;

/// The land of the world.
const LAND: &str = include_str!("land.txt");

/// One stated position.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    /// Degrees east and north.
    pub(crate) lon: f64,
    pub(crate) lat: f64,
    /// It lies within so many kilometres of that.
    pub(crate) within_km: f64,
    /// Its number in the list below the map.
    pub(crate) number: usize,
    /// Whether another position of the same incident stands against it.
    pub(crate) contested: bool,
    pub(crate) title: String,
    pub(crate) href: String,
}

/// An area that an order designates.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Zone {
    /// Its outlines, in degrees east and north.
    pub(crate) outlines: Vec<Vec<(f64, f64)>>,
    /// Its letter in the list below the map.
    pub(crate) letter: String,
    pub(crate) title: String,
    pub(crate) href: String,
}

/// Kilometres of one degree of latitude.
const KM: f64 = 111.2;

/// What of the world is shown, in degrees.
#[derive(Debug, Clone, Copy)]
struct Window {
    west: f64,
    east: f64,
    south: f64,
    north: f64,
}

/// Both forms; `None` with nothing to draw.
pub(crate) fn map(places: &[Place], zones: &[Zone]) -> Option<(Canvas, Canvas)> {
    let window = Window::of(places, zones)?;
    Some((draw(places, zones, window, WIDE), draw(places, zones, window, NARROW)))
}

/// The cosine of an angle in degrees, of the same bits on every machine.
fn cosine(degrees: f64) -> f64 {
    let x = degrees * std::f64::consts::PI / 180.0;
    let y = x * x;
    1.0 - y / 2.0 * (1.0 - y / 12.0 * (1.0 - y / 30.0 * (1.0 - y / 56.0 * (1.0 - y / 90.0))))
}

impl Window {
    /// Everything within the circles and zones, with a margin, and never less than a few degrees.
    fn of(places: &[Place], zones: &[Zone]) -> Option<Self> {
        let corners = zones.iter().flat_map(|zone| zone.outlines.iter().flatten());
        let corners = corners.map(|(lon, lat)| Self { west: *lon, east: *lon, south: *lat, north: *lat });
        let circles = places.iter().map(|place| {
            let high = place.within_km / KM;
            let wide = high / cosine(place.lat.clamp(-80.0, 80.0)).max(0.1);
            Self {
                west: place.lon - wide,
                east: place.lon + wide,
                south: place.lat - high,
                north: place.lat + high,
            }
        });
        let all = circles.chain(corners).reduce(|all, one| Self {
            west: all.west.min(one.west),
            east: all.east.max(one.east),
            south: all.south.min(one.south),
            north: all.north.max(one.north),
        })?;
        let (wide, high) = ((all.east - all.west).max(6.0) * 0.12, (all.north - all.south).max(4.0) * 0.12);
        Some(Self {
            west: (all.west - wide).max(-180.0),
            east: (all.east + wide).min(180.0),
            south: (all.south - high).max(-85.0),
            north: (all.north + high).min(85.0),
        })
    }
}

/// From degrees to units.
#[derive(Debug, Clone, Copy)]
struct Scale {
    window: Window,
    /// Units for a degree of latitude, and for one of longitude.
    high: f64,
    wide: f64,
}

impl Scale {
    fn at(&self, lon: f64, lat: f64) -> (i32, i32) {
        (rounded((lon - self.window.west) * self.wide), rounded((self.window.north - lat) * self.high))
    }
}

fn rounded(x: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "units of a chart are few")]
    let whole = x.round().clamp(-30_000.0, 30_000.0) as i32;
    whole
}

fn draw(places: &[Place], zones: &[Zone], window: Window, width: i32) -> Canvas {
    let shrink = cosine((window.south + window.north) / 2.0).max(0.2);
    let wide = f64::from(width) / (window.east - window.west);
    let scale = Scale { window, high: wide / shrink, wide };
    // A window that is much higher than wide is cut to what a page can show.
    let height = rounded((window.north - window.south) * scale.high).clamp(120, width * 2);
    let mut canvas = Canvas { width, height, ..Canvas::default() };
    let all = Area { left: 0, top: 0, right: width, bottom: height };
    canvas.line(format!("M0 0H{width}V{height}H0z"), "sea", all);
    let land = land(&scale);
    if !land.is_empty() {
        canvas.line(land, "land", all);
    }
    for zone in zones {
        let d: String = zone.outlines.iter().map(|ring| path(&scale, ring)).collect();
        if !d.is_empty() {
            let (title, href) = (zone.title.clone(), Some(zone.href.clone()));
            canvas.shapes.push(Shape::Path { d, class: "zone", area: all, title, href });
        }
    }
    let mut circles: Vec<(i32, i32, i32, &Place)> = places
        .iter()
        .map(|place| {
            let (x, y) = scale.at(place.lon, place.lat);
            let r = rounded(place.within_km / KM * scale.high * 10.0).max(40);
            (x, y, r, place)
        })
        .collect();
    // The largest lie below, so that each can be reached.
    circles.sort_by_key(|(x, y, r, place)| (std::cmp::Reverse(*r), place.number, *x, *y));
    for (x, y, r10, place) in &circles {
        let class = if place.contested { "around span" } else { "around" };
        let (title, href) = (place.title.clone(), Some(place.href.clone()));
        canvas.shapes.push(Shape::Disc { x: *x, y: *y, r10: *r10, class, title, href });
    }
    let numbers = circles.iter().map(|(x, y, _, place)| (*x, *y, place.number.to_string()));
    let letters = zones.iter().filter_map(|zone| {
        let (lon, lat) =
            zone.outlines.first()?.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a })?;
        let (x, y) = scale.at(lon, lat);
        Some((x, y + super::TEXT, zone.letter.clone()))
    });
    let labels: Vec<(i32, i32, String)> = numbers.chain(letters).collect();
    label(&mut canvas, &labels);
    canvas
}

/// How far from its point a label may stand, in units, nearest first. Farther than at the point, a line leads to it.
const AWAY: [i32; 6] = [0, 18, 30, 44, 62, 84];

/// Numbers and letters, at their point or beside it with a line that leads there. What finds no room is told below the map: see [`without_label`].
fn label(canvas: &mut Canvas, labels: &[(i32, i32, String)]) {
    let mut taken: Vec<Area> = Vec::new();
    let (mut lines, mut words_of) = (Vec::new(), Vec::new());
    for (x, y, words) in labels {
        let placed = AWAY.iter().flat_map(|away| around(*away)).find_map(|(dx, dy)| {
            let label = Shape::Label {
                x: x + dx,
                y: y + dy + 4,
                words: words.clone(),
                anchor: Anchor::Middle,
                class: "h halo",
            };
            let area = label.area();
            let inside =
                area.left >= 0 && area.right <= canvas.width && area.top >= 0 && area.bottom <= canvas.height;
            // Bold letters are wider than the measure, and a halo is drawn round them.
            let room = Area {
                left: area.left - 4,
                top: area.top - 4,
                right: area.right + 4,
                bottom: area.bottom + 4,
            };
            (inside && !taken.iter().any(|other| room.meets(other))).then_some((dx, dy, area, label))
        });
        let Some((dx, dy, area, label)) = placed else { continue };
        taken.push(area);
        if (dx, dy) != (0, 0) {
            let (left, right, top, bottom) =
                (*x.min(&(x + dx)), *x.max(&(x + dx)), *y.min(&(y + dy)), *y.max(&(y + dy)));
            let d = format!("M{x} {y}L{} {}", x + dx, y + dy);
            lines.push(Shape::Path {
                d,
                class: "lead",
                area: Area { left, top, right, bottom },
                title: String::new(),
                href: None,
            });
        }
        words_of.push(label);
    }
    // Lines below the words, so that none runs through a number.
    canvas.shapes.extend(lines);
    canvas.shapes.extend(words_of);
}

/// Eight places so far from a point; the point itself for nought.
fn around(away: i32) -> Vec<(i32, i32)> {
    let slant = away * 7 / 10;
    match away {
        0 => vec![(0, 0)],
        _ => vec![
            (away, 0),
            (slant, -slant),
            (slant, slant),
            (0, -away),
            (0, away),
            (-slant, -slant),
            (-slant, slant),
            (-away, 0),
        ],
    }
}

/// The numbers that one of the two forms has no room for: a page says which, so that none is missed.
pub(crate) fn without_label(places: &[Place], (wide, narrow): &(Canvas, Canvas)) -> Vec<usize> {
    let has = |canvas: &Canvas, number: usize| {
        let number = number.to_string();
        canvas.shapes.iter().any(|shape| matches!(shape, Shape::Label { words, .. } if *words == number))
    };
    places
        .iter()
        .map(|place| place.number)
        .filter(|number| !has(wide, *number) || !has(narrow, *number))
        .collect()
}

/// The land within the window, as one path.
fn land(scale: &Scale) -> String {
    let mut d = String::new();
    for line in LAND.lines() {
        let (mut x, mut y) = (0, 0);
        let ring: Vec<(f64, f64)> = line
            .split(' ')
            .filter_map(|step| {
                let (dx, dy) = step.split_once(',')?;
                x += dx.parse::<i32>().ok()?;
                y += dy.parse::<i32>().ok()?;
                Some((f64::from(x) / 10.0, f64::from(y) / 10.0))
            })
            .collect();
        d.push_str(&path(scale, &ring));
    }
    d
}

/// What of a ring lies within the window, as a closed path.
fn path(scale: &Scale, ring: &[(f64, f64)]) -> String {
    let window = &scale.window;
    let west = clip(ring, 0, window.west, true);
    let clipped =
        clip(&clip(&clip(&west, 0, window.east, false), 1, window.south, true), 1, window.north, false);
    let mut d = String::new();
    let mut last = None;
    for (at, (lon, lat)) in clipped.iter().enumerate() {
        let point = scale.at(*lon, *lat);
        if last != Some(point) {
            let _ = write!(d, "{}{} {}", if at == 0 { "M" } else { "L" }, point.0, point.1);
        }
        last = Some(point);
    }
    if !clipped.is_empty() {
        d.push('z');
    }
    d
}

/// What of a ring lies on one side of a line (Sutherland and Hodgman, 1974).
fn clip(ring: &[(f64, f64)], axis: usize, border: f64, above: bool) -> Vec<(f64, f64)> {
    let of = |point: &(f64, f64)| if axis == 0 { point.0 } else { point.1 };
    let inside = |point: &(f64, f64)| (of(point) >= border) == above || of(point) == border;
    let mut kept = Vec::new();
    for (at, point) in ring.iter().enumerate() {
        let before = &ring[(at + ring.len() - 1) % ring.len()];
        if inside(point) != inside(before) {
            let share = (border - of(before)) / (of(point) - of(before));
            let cut = (before.0 + (point.0 - before.0) * share, before.1 + (point.1 - before.1) * share);
            kept.push(if axis == 0 { (border, cut.1) } else { (cut.0, border) });
        }
        if inside(point) {
            kept.push(*point);
        }
    }
    kept
}
