//! Facts of publication that a page states of itself, in order of trust: JSON-LD, OpenGraph, other metadata, what is shown.

use super::{
    archived::{self, Archived},
    date, fact,
    html::shown::Shown,
    json_ld,
};
use assize_record::{
    Edtf,
    body::{Publication, Stated},
};
use dom_query::{Document, NodeRef};
use std::collections::BTreeSet;

const JSON_LD: &str = "json-ld";
const OPENGRAPH: &str = "opengraph";
const META: &str = "meta";
/// In place of [`META`] while a name that does not say of what the date is has not been settled.
const VAGUE: &str = "meta ";
const TITLE: &str = "title";
const BYLINE: &str = "byline";
const SHOWN: &str = "shown";
const ADDRESS: &str = "address";

/// Names of `<meta>` that carry a date of publication.
const DATE_NAMES: &[&str] = &[
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "sailthru.date",
    "parsely-pub-date",
    "article.published",
    "datepublished",
    "article_date_original",
    "og:pubdate",
    "citation_publication_date",
    "citation_date",
    "originalpublicationdate",
    "publish_time",
    "published_time",
    "release_date",
    "date_published",
    "article:post_date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
];
/// Names that do not say of what the date is: of the text, of its making, of the page as it was built.
const VAGUE_DATE_NAMES: &[&str] =
    &["date", "dc.date", "dcterms.date", "dcterms.created", "dc.date.created", "datecreated", "uploaddate"];
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
                let name =
                    attribute(node, name).trim().to_ascii_lowercase().replacen("dcterms:", "dcterms.", 1);
                let name = name.replacen("dc:", "dc.", 1);
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

/// What the page states, and the body of the article that its JSON-LD holds.
pub(super) struct Read {
    pub(super) publication: Publication,
    pub(super) body: Option<String>,
    pub(super) is_free: Option<bool>,
}

/// What the page states of itself. `shown` is what it shows beside its headline, `archive` what it says of the archive that it was saved from.
pub(super) fn read(
    page: &Document,
    shown: &Shown,
    archive: Option<&Archived>,
    notes: &mut Vec<String>,
) -> Read {
    let metas = Metas::of(page);
    let links: Vec<String> = page
        .select("link[rel~=canonical][href]")
        .nodes()
        .iter()
        .map(|node| attribute(node, "href"))
        .collect();
    // The address of an archive is not the page's.
    let address = |value: &str| {
        archived::unwrapped(value.trim()).map(str::to_owned).filter(|value| fact::is_web_address(value))
    };
    let canonical = links.iter().find_map(|link| address(link));
    let shared = metas.first(&["og:url"]).and_then(address);
    let scripts = linked_data(page);
    let mut linked = json_ld::read(&scripts, canonical.as_deref().or(shared.as_deref()), notes);
    linked.url = linked.url.as_deref().and_then(address);
    let decoded = |words: &Option<String>| words.as_deref().map(entities_decoded);
    let name = |words: &str| !fact::is_web_address(words.trim());
    let original = archive.and_then(|archive| Some(archive.original.as_ref()?.value.as_str()));
    let link = shown.link.as_deref();
    let addresses = [linked.url.as_deref(), canonical.as_deref(), shared.as_deref(), original, link];
    let published_on = published(&linked, &metas, page, shown, archive, &addresses, notes);
    let publication = Publication {
        publisher: first_of(&[
            (decoded(&linked.publisher), JSON_LD),
            (metas.first(&["og:site_name"]).map(str::to_owned), OPENGRAPH),
            (metas.first(PUBLISHER_NAMES).filter(|w| name(w)).map(str::to_owned), META),
        ]),
        author: author(&linked, &metas, shown),
        title: first_of(&[
            (decoded(&linked.title), JSON_LD),
            (metas.first(&["og:title"]).map(str::to_owned), OPENGRAPH),
            (metas.first(TITLE_NAMES).map(str::to_owned), META),
            (shown_title(page), TITLE),
        ]),
        published_on,
        url: first_of(&[(linked.url, JSON_LD), (shared, OPENGRAPH), (canonical, META)])
            .or_else(|| archive?.original.clone()),
        kind: linked
            .is_article
            .then_some(JSON_LD)
            .or_else(|| metas.all("og:type").any(|kind| kind.trim() == "article").then_some(OPENGRAPH))
            .and_then(|from| fact::stated("article", from)),
        digest_of: None,
        language: language(&linked.language, &metas, page),
    };
    Read { publication, body: decoded(&linked.body), is_free: linked.is_free }
}

/// Labels of a shared card that stand before the author's name, in lower case.
const CARD_LABELS: &[&str] = &[
    "written by",
    "verfasst von",
    "geschrieben von",
    "écrit par",
    "escrito por",
    "scritto da",
    "geschreven door",
    "napisane przez",
    "yazan",
    "author",
    "autor",
    "كتب بواسطة",
    "написано автором",
];

/// The author on the card that is shown where the page is shared: `twitter:label1` says what `twitter:data1` is.
fn on_card(metas: &Metas) -> Option<&str> {
    [("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")].iter().find_map(
        |(label, data)| {
            let label = metas.all(label).next()?.trim().to_lowercase();
            if CARD_LABELS.contains(&label.as_str()) { metas.all(data).next() } else { None }
        },
    )
}

/// The authors: as the page shows them where the best statement names the outlet or nobody, else by order of trust.
fn author(linked: &json_ld::Stated, metas: &Metas, shown: &Shown) -> Option<Stated> {
    let outlet = linked.publisher.iter().map(String::as_str).chain(metas.all("og:site_name"));
    let outlets: Vec<String> = outlet.map(|name| fact::one_line(name).to_lowercase()).collect();
    let is_name = |words: &str| {
        !fact::is_no_name(words)
            && !fact::is_staff(words)
            && !outlets.contains(&fact::one_line(words).to_lowercase())
    };
    let stated = |words: Option<String>, from| {
        let names = words.as_deref().map(entities_decoded)?;
        let names = joined(names.split(", ").map(fact::without_by).filter(|name| is_name(name)))?;
        fact::stated(&names, from)
    };
    let meta = AUTHOR_NAMES.iter().find_map(|known| joined(metas.all(known).filter(|words| is_name(words))));
    let by_line = fact::stated(shown.authors.as_deref().unwrap_or_default(), BYLINE);
    let shown = by_line.clone().filter(|shown| is_name(&shown.value));
    let shared = ["article:author", "og:article:author"]
        .iter()
        .find_map(|known| joined(metas.all(known).filter(|words| is_name(words))));
    let best = stated(linked.author.clone(), JSON_LD)
        .or_else(|| stated(shared, OPENGRAPH))
        .or_else(|| stated(on_card(metas).map(str::to_owned), META))
        .or_else(|| stated(meta, META));
    match (best, shown) {
        // A first name, an account, initials or a body stand for the name that is shown.
        (Some(best), Some(shown))
            if (!best.value.contains(' ') || fact::is_body(&best.value)) && shown.value.contains(' ') =>
        {
            Some(shown)
        }
        (best, shown) => best.or(shown),
    }
    .or_else(|| {
        // Where nobody else is named: the outlet itself, or its staff.
        let last = [(linked.author.as_deref(), JSON_LD), (on_card(metas), META)];
        let last = last.into_iter().filter_map(|(words, from)| fact::stated(words?, from));
        last.chain(by_line).find(|author| !fact::is_no_name(&author.value))
    })
}

/// The JSON-LD of a page: scripts of that type; where there is none, those without a type that are nothing but an object of schema.org.
fn linked_data(page: &Document) -> Vec<String> {
    let scripts = page.select("script");
    let kind = |script: &NodeRef| attribute(script, "type").trim().to_ascii_lowercase();
    let is_linked = |script: &&NodeRef| kind(script).starts_with("application/ld+json");
    let typed: Vec<String> =
        scripts.nodes().iter().filter(is_linked).map(|script| script.text().to_string()).collect();
    if !typed.is_empty() {
        return typed;
    }
    let untyped = scripts.nodes().iter().filter(|script| !script.has_attr("type"));
    let texts = untyped.map(|script| script.text());
    let is_object = |words: &str| {
        let head: String = words.trim_start().chars().take(200).collect();
        head.starts_with(['{', '[']) && head.contains("\"@context\"") && head.contains("schema.org")
    };
    texts.filter(|words| is_object(words)).map(|words| words.to_string()).collect()
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

/// What the page calls itself, a title a line.
pub(super) fn titles(page: &Document) -> String {
    let title = page.select_single("title").nodes().first().map(|node| fact::one_line(&node.text()));
    let shared = page.select_single("meta[property='og:title']");
    let shared = shared.nodes().first().map(|node| fact::one_line(&attribute(node, "content")));
    [title, shared].into_iter().flatten().collect::<Vec<_>>().join("\n")
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
    shown: &Shown,
    archive: Option<&Archived>,
    addresses: &[Option<&str>],
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
    let vague =
        VAGUE_DATE_NAMES.iter().flat_map(|name| metas.all(name).map(|stamp| (stamp.to_owned(), VAGUE)));
    stamps.extend(vague);
    // An archive writes the instant of its own look into the page as one of publication.
    stamps.retain(|(stamp, _)| !archive.is_some_and(|archive| archive.is_of_capture(stamp)));
    let mut chosen: Option<(Edtf, &str)> = None;
    let mut is_utc = false;
    let mut others: Vec<String> = Vec::new();
    for (stamp, from) in &stamps {
        let shown = fact::one_line(stamp).chars().take(60).collect::<String>();
        let name = from.trim_end();
        match (date::read(stamp), &chosen) {
            (None, _) => {
                notes.push(format!("date of publication `{shown}` ({name}) cannot be read and is not used"));
            }
            (Some(day), None) => {
                chosen = Some((day, from));
                is_utc = stamp.ends_with('Z') || stamp.ends_with("+00:00") || stamp.ends_with("+0000");
            }
            (Some(day), Some((taken, by))) if day != *taken => {
                others.push(day.to_string());
                let by = by.trim_end();
                notes.push(format!(
                "dates of publication differ: {taken} ({by}) stands first, but the page also states {day} ({name})"
            ));
            }
            _ => {}
        }
    }
    notes.dedup();
    let is_vague = chosen.as_ref().is_some_and(|(_, from)| *from == VAGUE);
    let stated = chosen.and_then(|(day, from)| fact::stated(&day.to_string(), from.trim_end()));
    let address = addresses.iter().flatten().find_map(|address| date::in_address(address));
    let Some(stated) = stated else { return shown_or_address(shown.day.as_ref(), address, notes) };
    settled(stated, Stamp { is_utc, is_vague, others }, shown, address, notes)
}

/// What is known of the stamp that stands first.
struct Stamp {
    /// Whether it is in universal time.
    is_utc: bool,
    /// Whether its name does not say of what it is the day.
    is_vague: bool,
    /// What other stamps state.
    others: Vec<String>,
}

/// The day that is stated, held against the day that is shown and that of the address.
fn settled(
    stated: Stated,
    Stamp { is_utc, is_vague, others }: Stamp,
    shown: &Shown,
    address: Option<String>,
    notes: &mut Vec<String>,
) -> Option<Stated> {
    let is_beside = shown.is_beside;
    if let Some((shown, is_far)) = &shown.day {
        // A stamp in universal time may be of the day before or after the one at the outlet, which the page shows. Where day and month could
        // stand the other way round, the stamp says which way they do.
        let ways = [Some(shown.day.clone()), shown.is_open.then(|| turned(&shown.day))];
        let mut near = ways.into_iter().flatten().filter(|day| are_neighbours(&stated.value, day));
        if let Some(day) = near.next().filter(|_| is_utc && !is_far && near.next().is_none()) {
            notes.push(format!(
                "published on {} by a stamp in universal time ({}), shown as {day}, which is taken",
                stated.value, stated.from
            ));
            return fact::stated(&day, SHOWN);
        }
        let is_sure = !is_far && !shown.is_open && stated.value != shown.day;
        // Of two that the page states, the one that it shows to its readers.
        if !is_far && stated.value != shown.day && others.contains(&shown.day) {
            notes.push(format!("the page shows {} beside its headline, which is taken", shown.day));
            return fact::stated(&shown.day, SHOWN);
        }
        if is_vague && is_sure && is_beside {
            notes.push(format!(
                "the page shows {} beside its headline, which is taken; {} stands in its metadata under a name that does not say of what it is the day",
                shown.day, stated.value
            ));
            return fact::stated(&shown.day, SHOWN);
        }
    }
    // The same, where the address gives the day and nothing else is shown beside the headline.
    let is_near = |day: &String| is_utc && are_neighbours(&stated.value, day);
    if shown.day.as_ref().is_none_or(|(_, is_far)| *is_far)
        && let Some(day) = address.filter(is_near)
    {
        notes.push(format!(
            "published on {} by a stamp in universal time ({}), {day} by the page's address, which is taken",
            stated.value, stated.from
        ));
        return fact::stated(&day, ADDRESS);
    }
    Some(stated)
}

/// A day with day and month the other way round.
fn turned(day: &str) -> String {
    match day.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] => format!("{year}-{day}-{month}"),
        _ => day.to_owned(),
    }
}

/// The day that the page shows, or that stands in its address, where it states none in its metadata.
fn shown_or_address(
    shown: Option<&(date::Found, bool)>,
    address: Option<String>,
    notes: &mut Vec<String>,
) -> Option<Stated> {
    match (shown, address) {
        (Some((shown, _)), Some(day)) if shown.is_open || shown.day == day => fact::stated(&day, ADDRESS),
        (Some((_, true)) | None, Some(day)) => fact::stated(&day, ADDRESS),
        (Some((shown, _)), _) => {
            if shown.is_open {
                notes.push(format!(
                    "the page shows its date in figures that could be read with day and month the other way round; {} is taken",
                    shown.day
                ));
            }
            fact::stated(&shown.day, SHOWN)
        }
        (None, None) => None,
    }
}

/// Whether two days follow one another.
fn are_neighbours(one: &str, other: &str) -> bool {
    let day = |stated: &str| stated.parse::<jiff::civil::Date>().ok();
    let (Some(one), Some(other)) = (day(one), day(other)) else { return false };
    one.tomorrow().is_ok_and(|next| next == other) || other.tomorrow().is_ok_and(|next| next == one)
}

/// Words of JSON-LD with character references decoded (`&#8217;`), which many sites leave in. Tags stay words: the result is
/// plain text and is never read as markup.
fn entities_decoded(words: &str) -> String {
    if !words.contains('&') {
        return words.to_owned();
    }
    Document::fragment(words.replace('<', "&lt;")).text().to_string()
}
