//! Facts of publication that a page states of itself, in order of trust: JSON-LD, OpenGraph, other metadata, what is shown.

use super::{date, fact, json_ld};
use assize_record::{
    Edtf,
    body::{Publication, Stated},
};
use dom_query::{Document, NodeRef};
use std::collections::BTreeSet;

const JSON_LD: &str = "json-ld";
const OPENGRAPH: &str = "opengraph";
const META: &str = "meta";
const TITLE: &str = "title";
const BYLINE: &str = "byline";

/// Names of `<meta>` that carry a date of publication.
const DATE_NAMES: &[&str] = &[
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "sailthru.date",
    "parsely-pub-date",
    "article.published",
    "datepublished",
    "article_date_original",
    "og:pubdate",
    "citation_publication_date",
    "citation_date",
];
const AUTHOR_NAMES: &[&str] = &[
    "author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "sailthru.author",
    "parsely-author",
    "citation_author",
];
const PUBLISHER_NAMES: &[&str] =
    &["publisher", "dc.publisher", "dcterms.publisher", "application-name", "copyright"];
const TITLE_NAMES: &[&str] =
    &["dc.title", "dcterms.title", "parsely-title", "citation_title", "sailthru.title"];

/// As many bytes of a title are gone over, for all headings together, to find one of them in it.
const SOUGHT_BYTES: usize = 1 << 34;

/// All `<meta>` of a page as `(name, content)`, names in lower case.
struct Metas(Vec<(String, String)>);

impl Metas {
    fn of(page: &Document) -> Self {
        let mut metas = Vec::new();
        for node in page.select("meta[content]").nodes() {
            let content = attribute(node, "content");
            for name in ["name", "property", "itemprop"] {
                let name = attribute(node, name).trim().to_ascii_lowercase();
                if !name.is_empty() && !content.trim().is_empty() {
                    metas.push((name, content.clone()));
                }
            }
        }
        Self(metas)
    }

    fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.all(name).next())
    }

    fn all<'s>(&'s self, name: &str) -> impl Iterator<Item = &'s str> + use<'s> {
        let name = name.to_owned();
        self.0.iter().filter(move |(found, _)| *found == name).map(|(_, content)| content.as_str())
    }
}

/// What the page states. `byline` is what the main content was found to show as its author.
pub(super) fn read(page: &Document, notes: &mut Vec<String>) -> Publication {
    let metas = Metas::of(page);
    let links: Vec<String> = page
        .select("link[rel~=canonical][href]")
        .nodes()
        .iter()
        .map(|node| attribute(node, "href"))
        .collect();
    let address = |value: &str| Some(value.trim().to_owned()).filter(|value| fact::is_web_address(value));
    let canonical = links.iter().find_map(|link| address(link));
    let shared = metas.first(&["og:url"]).and_then(address);
    let scripts: Vec<String> = page
        .select("script[type]")
        .nodes()
        .iter()
        .filter(|node| attribute(node, "type").trim().to_ascii_lowercase().starts_with("application/ld+json"))
        .map(|node| node.text().to_string())
        .collect();
    let linked = json_ld::read(&scripts, canonical.as_deref().or(shared.as_deref()), notes);
    let decoded = |words: &Option<String>| words.as_deref().map(entities_decoded);
    let name = |words: &str| !fact::is_web_address(words.trim());
    let published_on = published(&linked, &metas, page, notes);
    Publication {
        publisher: first_of(&[
            (decoded(&linked.publisher), JSON_LD),
            (metas.first(&["og:site_name"]).map(str::to_owned), OPENGRAPH),
            (metas.first(PUBLISHER_NAMES).filter(|w| name(w)).map(str::to_owned), META),
        ]),
        author: first_of(&[
            (decoded(&linked.author), JSON_LD),
            (joined(metas.all("article:author").filter(|w| name(w))), OPENGRAPH),
            (AUTHOR_NAMES.iter().find_map(|known| joined(metas.all(known).filter(|w| name(w)))), META),
            (joined_nodes(page, "[itemprop=author] [itemprop=name], [rel=author]"), BYLINE),
        ]),
        title: first_of(&[
            (decoded(&linked.title), JSON_LD),
            (metas.first(&["og:title"]).map(str::to_owned), OPENGRAPH),
            (metas.first(TITLE_NAMES).map(str::to_owned), META),
            (shown_title(page), TITLE),
        ]),
        published_on,
        url: first_of(&[(linked.url, JSON_LD), (shared, OPENGRAPH), (canonical, META)]),
        kind: linked
            .is_article
            .then_some(JSON_LD)
            .or_else(|| metas.all("og:type").any(|kind| kind.trim() == "article").then_some(OPENGRAPH))
            .and_then(|from| fact::stated("article", from)),
        digest_of: None,
        language: language(&linked.language, &metas, page),
    }
}

fn first_of(candidates: &[(Option<String>, &str)]) -> Option<Stated> {
    candidates.iter().find_map(|(words, from)| fact::stated(words.as_deref()?, from))
}

fn attribute(node: &NodeRef, name: &str) -> String {
    node.attr(name).map(|value| value.to_string()).unwrap_or_default()
}

fn joined<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for name in names.map(fact::one_line) {
        if !name.is_empty() && seen.insert(name.clone()) {
            found.push(name);
        }
    }
    (!found.is_empty()).then(|| found.join(", "))
}

fn joined_nodes(page: &Document, selector: &str) -> Option<String> {
    let texts: Vec<String> =
        page.select(selector).nodes().iter().map(|node| node.text().to_string()).collect();
    // A byline is short; a longer run of words is a biography or a whole box.
    joined(texts.iter().map(String::as_str).filter(|text| text.trim().len() <= 100))
}

/// The page's only level-one heading where the title repeats it, else the title: titles carry the outlet's name.
fn shown_title(page: &Document) -> Option<String> {
    let title = page.select("head > title, title").nodes().first().map(|node| fact::one_line(&node.text()));
    let headings: Vec<String> = page
        .select("h1")
        .nodes()
        .iter()
        .map(|node| fact::one_line(&node.text()))
        .filter(|words| !words.is_empty())
        .collect();
    let title = title.filter(|title| !title.is_empty());
    match (&title, headings.as_slice()) {
        // No page is made of so many headings and so long a title, and each heading is sought in all of it.
        (Some(title), many) if title.len().saturating_mul(many.len()) > SOUGHT_BYTES => Some(title.clone()),
        (Some(title), many) if many.iter().any(|heading| title.contains(heading.as_str())) => {
            many.iter().find(|heading| title.contains(heading.as_str())).cloned()
        }
        (None, [only]) => Some(only.clone()),
        _ => title,
    }
}

fn language(linked: &Option<String>, metas: &Metas, page: &Document) -> Option<Stated> {
    let root = page.select("html[lang]").nodes().first().map(|node| attribute(node, "lang"));
    let candidates = [
        (linked.clone(), JSON_LD),
        (metas.first(&["og:locale"]).map(|locale| locale.replace('_', "-")), OPENGRAPH),
        (root, META),
        (metas.first(&["dc.language", "content-language"]).map(str::to_owned), META),
    ];
    candidates.into_iter().find_map(|(tag, from)| {
        let tag = tag?.trim().to_owned();
        if fact::is_language(&tag) { fact::stated(&tag, from) } else { None }
    })
}

/// The date by precedence. A stamp that cannot be read, or another that states another day, is noted.
fn published(
    linked: &json_ld::Stated,
    metas: &Metas,
    page: &Document,
    notes: &mut Vec<String>,
) -> Option<Stated> {
    let mut stamps: Vec<(String, &str)> = Vec::new();
    stamps.extend(linked.published.clone().map(|stamp| (stamp, JSON_LD)));
    for name in ["article:published_time", "og:article:published_time", "og:published_time"] {
        stamps.extend(metas.all(name).map(|stamp| (stamp.to_owned(), OPENGRAPH)));
    }
    for name in DATE_NAMES {
        stamps.extend(metas.all(name).map(|stamp| (stamp.to_owned(), META)));
    }
    for node in page.select("time[itemprop=datePublished][datetime], time[pubdate][datetime]").nodes() {
        stamps.push((attribute(node, "datetime"), META));
    }
    let mut chosen: Option<(Edtf, &str)> = None;
    for (stamp, from) in &stamps {
        let shown = fact::one_line(stamp).chars().take(60).collect::<String>();
        match (date::read(stamp), &chosen) {
            (None, _) => {
                notes.push(format!("date of publication `{shown}` ({from}) cannot be read and is not used"));
            }
            (Some(day), None) => chosen = Some((day, from)),
            (Some(day), Some((taken, by))) if day != *taken => notes.push(format!(
                "dates of publication differ: {taken} ({by}) is taken, but the page also states {day} ({from})"
            )),
            _ => {}
        }
    }
    notes.dedup();
    chosen.and_then(|(day, from)| fact::stated(&day.to_string(), from))
}

/// Words of JSON-LD with character references decoded (`&#8217;`), which many sites leave in. Tags stay words: the result is
/// plain text and is never read as markup.
fn entities_decoded(words: &str) -> String {
    if !words.contains('&') {
        return words.to_owned();
    }
    Document::fragment(words.replace('<', "&lt;")).text().to_string()
}
