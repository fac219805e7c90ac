//! Pictures of figures, drawn once for a phone and once for a wide page.
//!
//! **Owns:** geometry. A chart is a [`Canvas`] of shapes with their boxes, so that a test can see that no two labels touch, that nothing stands outside, and that every
//! label is as large on a screen as it says: the narrow form is drawn in as many units as the smallest screen has pixels, and the wide form is shown only where there is room for it.
//!
//! **Refuses:** the record, colours and script. What is open is drawn as a triangle, what is contested as half a disc, what is not known to the day as a bar over every day it may have been.

pub(crate) mod lanes;
pub(crate) mod map;
pub(crate) mod marks;
pub(crate) mod ranges;
pub(crate) mod steps;
pub(crate) mod strip;

use maud::{Markup, PreEscaped, html};
use std::fmt::Write as _;

/// Units across the narrow form: the room that a screen of 320 px leaves.
pub(crate) const NARROW: i32 = 288;
/// Units across the wide form: the room of a page from 700 px on.
pub(crate) const WIDE: i32 = 620;
/// The size of every label, in units.
pub(crate) const TEXT: i32 = 12;

/// Where a label hangs on its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A box: left, top, right, bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) left: i32,
    pub(crate) top: i32,
    pub(crate) right: i32,
    pub(crate) bottom: i32,
}

impl Area {
    pub(crate) const fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// One thing that is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A disc of a class, in tenths of a unit so that areas stay true.
    Disc { x: i32, y: i32, r10: i32, class: &'static str, title: String, href: Option<String> },
    /// The left half of a disc.
    Half { x: i32, y: i32, r10: i32, class: &'static str },
    /// A path, with the box that it keeps to.
    Path { d: String, class: &'static str, area: Area, title: String, href: Option<String> },
    /// A label.
    Label { x: i32, y: i32, words: String, anchor: Anchor, class: &'static str },
}

impl Shape {
    /// The box that it takes. Labels are taken to be as wide as the widest usual letters make them.
    pub(crate) fn area(&self) -> Area {
        match self {
            Self::Disc { x, y, r10, .. } | Self::Half { x, y, r10, .. } => {
                let r = (r10 + 9) / 10;
                Area { left: x - r, top: y - r, right: x + r, bottom: y + r }
            }
            Self::Path { area, .. } => *area,
            Self::Label { x, y, words, anchor, .. } => {
                let width = label_width(words);
                let left = match anchor {
                    Anchor::Start => *x,
                    Anchor::Middle => x - width / 2,
                    Anchor::End => x - width,
                };
                Area { left, top: y - TEXT + 2, right: left + width, bottom: y + 2 }
            }
        }
    }
}

/// How wide a label may be.
pub(crate) fn label_width(words: &str) -> i32 {
    let letters = i32::try_from(words.chars().count()).unwrap_or(i32::MAX / 64);
    letters * 66 / 10 + 1
}

/// A chart in one form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Canvas {
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) shapes: Vec<Shape>,
}

impl Canvas {
    pub(crate) fn label(
        &mut self,
        x: i32,
        y: i32,
        words: impl Into<String>,
        anchor: Anchor,
        class: &'static str,
    ) {
        self.shapes.push(Shape::Label { x, y, words: words.into(), anchor, class });
    }

    pub(crate) fn line(&mut self, d: String, class: &'static str, area: Area) {
        self.shapes.push(Shape::Path { d, class, area, title: String::new(), href: None });
    }

    /// The drawing, with addresses from a page that lies `root` below the site.
    pub(crate) fn draw(&self, root: &str, form: &str, label: &str) -> Markup {
        let mut svg = format!(
            r#"<svg class="{form}" viewBox="0 0 {} {}" role="img" aria-label="{}">"#,
            self.width,
            self.height,
            escape(label)
        );
        for shape in &self.shapes {
            draw(shape, root, &mut svg);
        }
        svg.push_str("</svg>");
        html! { (PreEscaped(svg)) }
    }
}

fn draw(shape: &Shape, root: &str, svg: &mut String) {
    let mut wrapped = |title: &str, href: Option<&String>, inner: String| {
        let title =
            if title.is_empty() { String::new() } else { format!("<title>{}</title>", escape(title)) };
        let _ = match (title.is_empty(), href) {
            (_, Some(href)) => write!(svg, r#"<a href="{root}{}">{title}{inner}</a>"#, escape(href)),
            (true, None) => write!(svg, "{inner}"),
            (false, None) => write!(svg, "<g>{title}{inner}</g>"),
        };
    };
    match shape {
        Shape::Disc { x, y, r10, class, title, href } => wrapped(
            title,
            href.as_ref(),
            format!(r#"<circle class="{class}" cx="{x}" cy="{y}" r="{}.{}"/>"#, r10 / 10, r10 % 10),
        ),
        Shape::Half { x, y, r10, class } => {
            let (whole, tenth) = (r10 / 10, r10 % 10);
            wrapped(
                "",
                None,
                format!(
                    r#"<path class="{class}" d="M{x} {}.{}a{whole}.{tenth} {whole}.{tenth} 0 0 0 0 {}.{}z"/>"#,
                    (y * 10 - r10) / 10,
                    (y * 10 - r10).rem_euclid(10),
                    r10 * 2 / 10,
                    r10 * 2 % 10
                ),
            );
        }
        Shape::Path { d, class, title, href, .. } => {
            wrapped(title, href.as_ref(), format!(r#"<path class="{class}" d="{d}"/>"#));
        }
        Shape::Label { x, y, words, anchor, class } => {
            let at = match anchor {
                Anchor::Start => "",
                Anchor::Middle => r#" text-anchor="middle""#,
                Anchor::End => r#" text-anchor="end""#,
            };
            let class = if class.is_empty() { String::new() } else { format!(r#" class="{class}""#) };
            wrapped("", None, format!(r#"<text x="{x}" y="{y}"{at}{class}>{}</text>"#, escape(words)));
        }
    }
}

/// Text as it may stand in SVG, in content or in an attribute.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The largest whole number whose square is not above `n`.
pub(crate) const fn root_of(n: u64) -> u64 {
    n.isqrt()
}

#[cfg(test)]
mod tests;
