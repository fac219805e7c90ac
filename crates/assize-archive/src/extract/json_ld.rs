//! Facts of publication in a page's JSON-LD (schema.org).
//!
//! Real pages write it in many shapes: one object, an array, a `@graph`, objects inside objects, authors as strings, objects or
//! references. All objects are gathered, the one that is the article is chosen, and references are followed one step.

use super::fact;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What the article's object states; words are decoded, not yet checked.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Stated {
    /// `headline`, or `name` where there is none.
    pub(super) title: Option<String>,
    /// Names of authors, joined by commas.
    pub(super) author: Option<String>,
    /// Name of the publisher.
    pub(super) publisher: Option<String>,
    /// `datePublished`, as written.
    pub(super) published: Option<String>,
    /// `url`, `mainEntityOfPage` or `@id`, whichever is a web address first.
    pub(super) url: Option<String>,
    /// `inLanguage`.
    pub(super) language: Option<String>,
    /// `articleBody`, as written.
    pub(super) body: Option<String>,
    /// Whether the page is open to all: `isAccessibleForFree`.
    pub(super) is_free: Option<bool>,
    /// Whether the type says it is an article.
    pub(super) is_article: bool,
}

type Object = Map<String, Value>;

/// Types that say an object is a piece of journalism, best first; then what else states when it was published.
const TYPES: [&str; 16] = [
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "Article",
    "BlogPosting",
    "Report",
    "ScholarlyArticle",
    "TechArticle",
    "CreativeWork",
    "WebPage",
    "HowTo",
    "Recipe",
];
/// Types from here on do not make a page an article.
const FIRST_VAGUE: usize = 12;
/// Objects looked at in one page; more is no metadata.
const OBJECTS: usize = 20_000;

/// The article's facts from all JSON-LD scripts of a page. `page_url` is what the page otherwise says it is, to tell the article from
/// others that it lists.
pub(super) fn read(scripts: &[String], page_url: Option<&str>, notes: &mut Vec<String>) -> Stated {
    let documents: Vec<Value> = scripts.iter().filter_map(|script| parse(script, notes)).collect();
    let mut objects = Vec::new();
    let mut waiting: Vec<&Value> = documents.iter().rev().collect();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items.iter().rev()),
            Value::Object(object) => {
                objects.push(object);
                waiting.extend(object.values().rev().filter(|v| v.is_array() || v.is_object()));
            }
            _ => {}
        }
        if objects.len() > OBJECTS {
            notes.push(format!("more than {OBJECTS} objects of JSON-LD; the rest is not looked at"));
            break;
        }
    }
    choose(&objects, page_url, notes).map_or_else(Stated::default, |article| facts(article, &objects))
}

/// One script. Some sites wrap it in comments or CDATA, or leave bare line ends inside strings.
fn parse(script: &str, notes: &mut Vec<String>) -> Option<Value> {
    let mut body = script.trim().trim_start_matches('\u{feff}');
    for (open, close) in [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("<![CDATA[", "]]>")] {
        body = body.strip_prefix(open).unwrap_or(body).trim();
        body = body.strip_suffix(close).unwrap_or(body).trim();
    }
    let body = body.trim_end_matches(';').trim();
    if body.is_empty() {
        return None;
    }
    let spaced = || body.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    match serde_json::from_str(body).or_else(|_| serde_json::from_str(&spaced())) {
        Ok(value) => Some(value),
        Err(error) => {
            notes.push(format!("a JSON-LD script cannot be read and is passed over: {error}"));
            None
        }
    }
}

fn rank(object: &Object) -> Option<usize> {
    let types: Vec<&str> = match object.get("@type")? {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let local = |name: &str| name.rsplit(['/', '#', ':']).next().unwrap_or_default().to_owned();
    types.iter().filter_map(|name| TYPES.iter().position(|known| *known == local(name))).min()
}

/// The article: the best type, that of this page's address before others, the first before later ones.
fn choose<'v>(objects: &[&'v Object], page_url: Option<&str>, notes: &mut Vec<String>) -> Option<&'v Object> {
    let is_this_page = |object: &Object| {
        let here = page_url.map(bare);
        addresses(object).any(|address| here.as_deref() == Some(bare(address).as_str()))
    };
    let is_full = |object: &Object| object.contains_key("headline") || object.contains_key("datePublished");
    let mut articles: Vec<(bool, usize, &Object)> = objects
        .iter()
        .filter(|object| is_full(object))
        .filter_map(|object| Some((!is_this_page(object), rank(object)?, *object)))
        .collect();
    articles.sort_by_key(|(elsewhere, rank, _)| (*elsewhere, *rank));
    let real = articles.iter().filter(|(_, rank, _)| *rank < FIRST_VAGUE);
    let mut titles: Vec<&str> = real.filter_map(|(_, _, object)| object.get("headline")?.as_str()).collect();
    titles.sort_unstable();
    titles.dedup();
    if titles.len() > 1 && articles.first().is_some_and(|(elsewhere, _, _)| *elsewhere) {
        notes.push(format!(
            "the page's JSON-LD describes {} articles and none by this page's address; the first is taken",
            titles.len()
        ));
    }
    articles.first().map(|(_, _, object)| *object)
}

fn addresses(object: &Object) -> impl Iterator<Item = &str> {
    ["url", "mainEntityOfPage", "@id"].into_iter().filter_map(|name| match object.get(name)? {
        Value::String(address) => Some(address.as_str()),
        Value::Object(inner) => inner.get("@id").or_else(|| inner.get("url"))?.as_str(),
        _ => None,
    })
}

/// An address without scheme, query, fragment and closing slash, for comparison only.
fn bare(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    rest[..end].trim_end_matches('/').trim_start_matches("www.").to_ascii_lowercase()
}

fn facts(article: &Object, objects: &[&Object]) -> Stated {
    let words = |name: &str| article.get(name).and_then(text);
    Stated {
        title: words("headline").or_else(|| words("name")),
        author: article.get("author").or_else(|| article.get("creator")).and_then(|v| names(v, objects)),
        publisher: article
            .get("publisher")
            .or_else(|| article.get("sourceOrganization"))
            .and_then(|value| names(value, objects)),
        published: words("datePublished"),
        url: addresses(article)
            .map(str::trim)
            .find(|address| fact::is_web_address(address))
            .map(str::to_owned),
        language: article.get("inLanguage").and_then(|value| match value {
            Value::Object(inner) => inner.get("alternateName").or_else(|| inner.get("name")).and_then(text),
            other => text(other),
        }),
        body: words("articleBody"),
        is_free: article.get("isAccessibleForFree").and_then(|value| match value {
            Value::Bool(is_free) => Some(*is_free),
            Value::String(word) => Some(!word.trim().eq_ignore_ascii_case("false")),
            _ => None,
        }),
        is_article: rank(article).is_some_and(|rank| rank < FIRST_VAGUE),
    }
}

/// A string, or the first string of an array, or `@value`; blanks are none.
fn text(value: &Value) -> Option<String> {
    let words = match value {
        Value::String(words) => words,
        Value::Array(items) => return items.iter().find_map(text),
        Value::Object(inner) => inner.get("@value")?.as_str()?,
        _ => return None,
    };
    Some(words.trim().to_owned()).filter(|words| !words.is_empty())
}

/// Names of people or organisations: strings, objects with `name`, references to objects by `@id`, or arrays of these.
fn names(value: &Value, objects: &[&Object]) -> Option<String> {
    let items: &[Value] = match value {
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
    };
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    // Sought once for all: there may be as many references as objects.
    let mut by_id: Option<BTreeMap<&str, String>> = None;
    for item in items {
        let name = match item {
            Value::String(name) => Some(name.trim().to_owned()),
            Value::Object(inner) => inner.get("name").and_then(text).or_else(|| {
                let id = inner.get("@id")?.as_str()?;
                by_id.get_or_insert_with(|| names_by_id(objects)).get(id).cloned()
            }),
            _ => None,
        };
        // An address is a link to an author's page, not a name.
        if let Some(name) = name.filter(|n| !n.is_empty() && !fact::is_web_address(n))
            && seen.insert(name.clone())
        {
            found.push(name);
        }
    }
    (!found.is_empty()).then(|| found.join(", "))
}

/// The name of each object that has an `@id`: the first that one of that id states.
fn names_by_id<'v>(objects: &[&'v Object]) -> BTreeMap<&'v str, String> {
    let mut names = BTreeMap::new();
    for object in objects {
        if let Some(id) = object.get("@id").and_then(Value::as_str)
            && !names.contains_key(id)
            && let Some(name) = object.get("name").and_then(text)
        {
            names.insert(id, name);
        }
    }
    names
}
