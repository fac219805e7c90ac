//! Pages that were saved from an archive of the web: the address and the instant they are of, which are not those of the archive.
//!
//! An archive puts its own facts into the page: its address in place of the page's, a toolbar, the instant at which it fetched the page. None of
//! them is a fact of publication. Where each is stated: in an archive's form of an address (`archive-address`), in the links of the Memento
//! protocol (RFC 7089, `memento`), or in what the archive writes into the page (`archive-toolbar`).

use super::{date, fact};
use assize_record::body::Stated;
use dom_query::Document;

const ADDRESS: &str = "archive-address";
const MEMENTO: &str = "memento";
const TOOLBAR: &str = "archive-toolbar";

/// Hosts of archive.today, and others whose pages hold an archived page.
const HOSTS: &[&str] = &[
    "archive.fo",
    "archive.is",
    "archive.li",
    "archive.md",
    "archive.ph",
    "archive.today",
    "archive.vn",
    "perma.cc",
    "web.archive.org",
];
/// What archives put around a page, by selectors.
const WAYBACK_PARTS: &str = "#wm-ipp-base, #wm-ipp, #wm-ipp-print, #donato, #wm-capresources";
const TODAY_PARTS: &str = "#HEADER, #DIVSHARE, #DIVALREADY, #DIVALREADY2";

/// What a page says of the archive that it was saved from.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Archived {
    /// The archive's host.
    pub(super) by: String,
    /// The address of the page that was archived.
    pub(super) original: Option<Stated>,
    /// The instant at which the archive fetched it: RFC 3339 in UTC, or a day.
    pub(super) captured: Option<Stated>,
}

/// An address as an archive writes it.
#[derive(Debug, PartialEq, Eq)]
struct Address<'a> {
    host: &'a str,
    captured: Option<String>,
    original: Option<&'a str>,
}

impl Archived {
    /// What a page says; `None` for one that was not saved from an archive. What the archive put around the page is taken out of it.
    pub(super) fn of(page: &Document, html: &str) -> Option<Self> {
        const SIGNS: &[&str] = &["archive.", "perma.cc", "memento", "/web/"];
        if !SIGNS.iter().any(|sign| html.contains(sign)) {
            return None;
        }
        let mut found = Self::default();
        for address in addresses(page, html) {
            let Some(read) = parted(&address) else { continue };
            found.by = read.host.to_owned();
            found.original = found.original.or_else(|| fact::stated(read.original?, ADDRESS));
            found.captured = found.captured.or_else(|| fact::stated(&read.captured?, ADDRESS));
        }
        found.memento(page);
        found.toolbar(page, html);
        if found.by.is_empty() {
            return None;
        }
        page.select(WAYBACK_PARTS).remove();
        if found.by.starts_with("archive.") {
            page.select(TODAY_PARTS).remove();
        }
        Some(found)
    }

    /// What the links of the Memento protocol say.
    fn memento(&mut self, page: &Document) {
        let link = |rel: &str, name: &str| {
            let links = page.select(&format!("link[rel~={rel}][{name}]"));
            let first = links.nodes().first().and_then(|node| node.attr(name));
            first.map(|value| value.trim().to_owned())
        };
        let original = link("original", "href").filter(|address| fact::is_web_address(address));
        let captured = link("memento", "datetime").and_then(|stamp| instant_in_words(&stamp));
        if original.is_some() && captured.is_some() && self.by.is_empty() {
            self.by = link("memento", "href")
                .as_deref()
                .and_then(host_of)
                .map_or_else(|| "an archive".to_owned(), str::to_owned);
        }
        if !self.by.is_empty() {
            self.original = self.original.take().or_else(|| fact::stated(&original?, MEMENTO));
            self.captured = self.captured.take().or_else(|| fact::stated(&captured?, MEMENTO));
        }
    }

    /// What the archive writes into the page.
    fn toolbar(&mut self, page: &Document, html: &str) {
        // The Internet Archive's own script: `__wm.wombat("http://example.org/","20250903120000",…`.
        let quoted: Vec<&str> = after(html, "__wm.wombat(").unwrap_or("").split('"').take(4).collect();
        if let [_, original, _, stamp] = quoted[..] {
            self.by_default("web.archive.org");
            let original = Some(original).filter(|address| fact::is_web_address(address));
            self.original = self.original.take().or_else(|| fact::stated(original?, TOOLBAR));
            self.captured = self.captured.take().or_else(|| fact::stated(&instant(stamp)?, TOOLBAR));
        }
        // `FILE ARCHIVED ON 12:00:00 Sep 03, 2025 AND RETRIEVED FROM THE INTERNET ARCHIVE`
        if let Some(words) = after(html, "FILE ARCHIVED ON ") {
            self.by_default("web.archive.org");
            let stamp = words.split(" AND ").next().unwrap_or_default();
            self.captured = self.captured.take().or_else(|| fact::stated(&instant_in_words(stamp)?, TOOLBAR));
        }
        if self.by.is_empty() || self.by == "web.archive.org" {
            return;
        }
        // archive.today shows the address in its search field and the instant beside it.
        let value = |selector: &str, name: &str| {
            let found = page.select(selector);
            let first = found.nodes().first().and_then(|node| node.attr(name));
            first.map(|value| value.trim().to_owned())
        };
        let asked = value("#HEADER input[name=q]", "value");
        // Perma.cc links to the page itself.
        let live = || {
            let links = page.select("a[href]");
            let is_live = |words: &str| words.to_lowercase().contains("live page");
            let live = links.nodes().iter().find(|node| is_live(&node.text()))?;
            Some(live.attr("href")?.trim().to_owned())
        };
        let original = asked.or_else(|| live().filter(|_| self.by == "perma.cc"));
        let original = original.filter(|address| fact::is_web_address(address));
        self.original = self.original.take().or_else(|| fact::stated(&original?, TOOLBAR));
        let shown = value("#HEADER time[datetime]", "datetime").and_then(|stamp| instant_in_words(&stamp));
        self.captured = self.captured.take().or_else(|| fact::stated(&shown?, TOOLBAR));
    }

    fn by_default(&mut self, host: &str) {
        if self.by.is_empty() {
            host.clone_into(&mut self.by);
        }
    }

    /// Whether a stamp in the page is of the instant at which it was archived.
    pub(super) fn is_of_capture(&self, stamp: &str) -> bool {
        let minute = |stamp: &str| instant_in_words(stamp)?.get(..16).map(str::to_owned);
        let captured = self.captured.as_ref().and_then(|captured| captured.value.get(..16));
        captured.is_some() && minute(stamp).as_deref() == captured
    }

    /// What a person should know of it.
    pub(super) fn note(&self) -> String {
        let on = self
            .captured
            .as_ref()
            .map_or_else(String::new, |on| format!(" as it was at {} ({})", on.value, on.from));
        let of = self.original.as_ref().map_or_else(
            || "it does not say of which address".to_owned(),
            |of| format!("the page is {} ({})", of.value, of.from),
        );
        format!("saved from {}{on}, which is no date of publication; {of}", self.by)
    }
}

/// The address of the page itself, where an address is an archive's; the address where it is none; `None` where the archive's does not tell.
pub(super) fn unwrapped(address: &str) -> Option<&str> {
    parted(address).map_or(Some(address), |read| read.original)
}

/// Every address that the page gives as its own.
fn addresses(page: &Document, html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (selector, name) in [
        ("link[rel~=canonical]", "href"),
        ("link[rel~=bookmark]", "href"),
        ("meta[property='og:url']", "content"),
        ("base", "href"),
    ] {
        let nodes = page.select(selector);
        found.extend(nodes.nodes().iter().filter_map(|node| Some(node.attr(name)?.trim().to_owned())));
    }
    // Browsers write where a page was saved from: `<!-- saved from url=(0055)https://… -->`.
    if let Some(saved) = after(html, "saved from url=(") {
        let address = saved.split(')').nth(1).and_then(|rest| rest.split_whitespace().next());
        found.extend(address.map(|address| address.trim_end_matches("--").to_owned()));
    }
    found
}

/// What follows these words in a page, as far as it is looked at.
fn after<'h>(html: &'h str, words: &str) -> Option<&'h str> {
    const MOST: usize = 2_000;
    let start = html.find(words)? + words.len();
    let end = (start + MOST).min(html.len());
    (start..=end).rev().find_map(|end| html.get(start..end))
}

fn host_of(address: &str) -> Option<&str> {
    let rest = address.split_once("://")?.1;
    rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())
}

/// An archive's address in its parts; `None` where it is none.
fn parted(address: &str) -> Option<Address<'_>> {
    let host = host_of(address)?;
    let is_known = HOSTS.contains(&host.trim_start_matches("www."));
    let path = address.split_once(host)?.1;
    let inner = ["/https://", "/http://"].iter().filter_map(|opening| path.find(opening)).min();
    let (before, original) = inner.map_or((path, None), |at| (&path[..at], Some(&path[at + 1..])));
    let original = original.filter(|original| fact::is_web_address(original));
    let stamp = before.rsplit('/').next().unwrap_or_default();
    let captured = instant(stamp);
    // Other archives write addresses as the Internet Archive does.
    let is_form = before.contains("/web/") && captured.is_some() && original.is_some();
    (is_known || is_form).then_some(Address { host, captured, original })
}

/// The instant of fourteen digits, with whatever marks an archive puts between and after them: `20250903120000id_`, `2025.09.03-120000`.
fn instant(stamp: &str) -> Option<String> {
    let is_mark = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-');
    let stamp = stamp.trim_end_matches(|c: char| !c.is_ascii_digit());
    let digits: String = stamp.chars().filter(char::is_ascii_digit).collect();
    if digits.len() != 14 || !stamp.chars().all(is_mark) {
        return None;
    }
    let part = |from: usize, to: usize| &digits[from..to];
    let written = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    );
    written.parse::<jiff::Timestamp>().ok().map(|_| written)
}

/// The instant of a stamp that is written out (`Wed, 03 Sep 2025 12:00:00 GMT`, `12:00:00 Sep 03, 2025`, `2025-09-03T12:00:00Z`); a day where it
/// gives no time.
fn instant_in_words(stamp: &str) -> Option<String> {
    if let Ok(instant) = stamp.trim().parse::<jiff::Timestamp>() {
        return Some(instant.to_string());
    }
    let is_time =
        |word: &&str| word.split(':').count() == 3 && word.chars().all(|c| c.is_ascii_digit() || c == ':');
    let time = stamp.split_whitespace().find(is_time);
    let rest: Vec<&str> = stamp.split_whitespace().filter(|word| Some(*word) != time).collect();
    let day = date::find(&rest.join(" "), true).filter(|day| !day.is_open)?.day;
    let Some(time) = time else { return Some(day) };
    let written = format!("{day}T{time}Z");
    written.parse::<jiff::Timestamp>().ok().map(|_| written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_archives_are_parted() {
        let at = Some("2025-09-03T12:00:00Z".to_owned());
        for (address, original) in [
            (
                "https://web.archive.org/web/20250903120000/https://example.org/a?b=1",
                "https://example.org/a?b=1",
            ),
            ("http://web.archive.org/web/20250903120000id_/http://example.org/a", "http://example.org/a"),
            ("https://archive.ph/2025.09.03-120000/https://example.org/a", "https://example.org/a"),
            ("https://archive.today/20250903120000/https://example.org/a", "https://example.org/a"),
            ("https://arquivo.example/web/20250903120000/https://example.org/a", "https://example.org/a"),
        ] {
            let read = parted(address).expect(address);
            assert_eq!((read.captured, read.original), (at.clone(), Some(original)), "{address}");
            assert_eq!(unwrapped(address), Some(original));
        }
        assert_eq!(unwrapped("https://archive.ph/AbCdE"), None);
        assert_eq!(
            unwrapped("https://example.org/web/2025/09/03/a"),
            Some("https://example.org/web/2025/09/03/a")
        );
    }

    #[test]
    fn instants_are_read_in_the_forms_of_archives() {
        for stamp in ["Wed, 03 Sep 2025 12:00:00 GMT", "12:00:00 Sep 03, 2025", "2025-09-03T12:00:00Z"] {
            assert_eq!(instant_in_words(stamp).as_deref(), Some("2025-09-03T12:00:00Z"), "{stamp}");
        }
        assert_eq!(instant("2025090312000"), None);
        assert_eq!(instant("20251303120000"), None);
    }
}
