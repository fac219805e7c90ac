//! What is known of a source's publication, merged over its captures.

use super::SourceView;
use assize_record::{
    Interval,
    body::{Capture, Publication, Stated},
    edtf::Edtf,
};
use jiff::tz::TimeZone;

/// A capture and whose it is.
pub(super) struct Ranked<'e> {
    /// Whether its author is none that this record vouches for.
    pub(super) stranger: bool,
    /// What it says.
    pub(super) capture: &'e Capture,
}

type Field = (&'static str, fn(&Publication) -> &Option<Stated>, fn(&mut Publication) -> &mut Option<Stated>);

const FIELDS: [Field; 8] = [
    ("publisher", |p| &p.publisher, |p| &mut p.publisher),
    ("author", |p| &p.author, |p| &mut p.author),
    ("title", |p| &p.title, |p| &mut p.title),
    ("published_on", |p| &p.published_on, |p| &mut p.published_on),
    ("url", |p| &p.url, |p| &mut p.url),
    ("kind", |p| &p.kind, |p| &mut p.kind),
    ("digest_of", |p| &p.digest_of, |p| &mut p.digest_of),
    ("language", |p| &p.language, |p| &mut p.language),
];

/// Merges captures into a source. Returns the days it may have been published on: the hull of all rival dates, so that "published
/// by" holds only where it holds for each of them; `None` where any of them bounds nothing or none is given.
///
/// Where somebody whom this record vouches for has captured a source, what strangers say of it decides nothing.
pub(super) fn merge(source: &mut SourceView, captures: &[Ranked<'_>]) -> Option<Interval> {
    let is_ours = captures.iter().any(|ranked| !ranked.stranger);
    let captures: Vec<&Ranked<'_>> = captures.iter().filter(|ranked| !is_ours || !ranked.stranger).collect();
    for ranked in &captures {
        source.files.insert(ranked.capture.file.clone());
        let at = &ranked.capture.captured_at;
        if source.captured_at.as_ref().is_none_or(|first| at < first) {
            source.captured_at = Some(at.clone());
        }
    }
    let mut dates = Vec::new();
    for (name, get, slot) in FIELDS {
        let mut stated: Vec<(u8, &Stated)> = captures
            .iter()
            .filter_map(|r| get(&r.capture.publication).as_ref().map(|s| (rank(&s.from), s)))
            .collect();
        stated.sort_unstable_by(|a, b| (a.0, &a.1.value, &a.1.from).cmp(&(b.0, &b.1.value, &b.1.from)));
        let Some((_, best)) = stated.first().copied() else { continue };
        *slot(&mut source.publication) = Some(best.clone());
        if stated.iter().any(|(_, s)| s.value != best.value) {
            let mut rivals: Vec<Stated> = stated.iter().map(|(_, s)| (*s).clone()).collect();
            rivals.dedup();
            source.rivals.push((name.to_owned(), rivals));
        }
        if name == "published_on" {
            dates.extend(stated.iter().map(|(_, s)| s.value.parse::<Edtf>().ok()));
            source.published_on = best.value.parse().ok();
        }
    }
    source.published = hull(&dates);
    source.published
}

/// Whether a source was published, for certain, on or before a day; where its date is not known, whether its first receipt shows
/// it by then. Receipts are read in UTC.
pub(super) fn by(day: assize_record::Day, published: Option<Interval>, source: &SourceView) -> bool {
    match published.and_then(|published| published.latest) {
        Some(latest) => latest <= day,
        None => source.received_at.is_some_and(|at| TimeZone::UTC.to_datetime(at).date() <= day),
    }
}

/// A person's word before the file's own, what is meant for machines before what is read off the page.
fn rank(from: &str) -> u8 {
    let order = ["given", "front-matter", "json-ld", "opengraph", "meta", "byline", "title", "pdf-info"];
    order.iter().position(|known| *known == from).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

fn hull(dates: &[Option<Edtf>]) -> Option<Interval> {
    let mut hull: Option<Interval> = None;
    for date in dates {
        let days = date.as_ref()?.interval();
        hull = Some(hull.map_or(days, |hull| Interval {
            earliest: hull.earliest.zip(days.earliest).map(|(a, b)| a.min(b)),
            latest: hull.latest.zip(days.latest).map(|(a, b)| a.max(b)),
        }));
    }
    hull
}
