//! Pages: the headline, then the main content.
//!
//! **Text.** The first paragraph is the headline (the title the page states of itself, see [`super::extract()`]), so that what a
//! headline claims has words in the text. The paragraphs of the main content follow in the order of the page: headings, list
//! items, quotations, captions and table rows each on a line of their own. Scripts, styles, navigation, banners, forms and lists of links
//! are left out. Markup inside a headline or paragraph is never interpreted a second time: `&lt;script&gt;` is the word `<script>`.
//!
//! **Finding the main content** is `dom_smoothie`'s work (Mozilla's readability rules). It drops paragraphs that look unlike the
//! rest; for a record a lost paragraph is worse than a stray line, so what lies between kept paragraphs is put back unless it
//! plainly is page furniture.

use super::{ExtractError, Extracted, Limits, charset, fact, html_guard, limits::within, metadata, render};
use dom_query::{Document, NodeData, NodeRef};
use dom_smoothie::{Config, Readability};
use std::collections::BTreeSet;

/// Extractor and version.
const EXTRACTOR: &str = "assize-html@1";
/// Marks elements across the copy that the main content is sought in.
const MARK: &str = "data-assize-at";
/// Words in class or id that say an element is furniture of the page.
const FURNITURE: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "disqus",
    "footer",
    "gdpr",
    "masthead",
    "menu",
    "modal",
    "mostread",
    "nav",
    "navigation",
    "newsletter",
    "outbrain",
    "pagination",
    "paywall",
    "popup",
    "promo",
    "recirc",
    "recommended",
    "related",
    "share",
    "sharing",
    "sidebar",
    "signup",
    "skip",
    "social",
    "sponsor",
    "sponsored",
    "subscribe",
    "taboola",
    "tags",
    "toolbar",
    "trending",
];
const FURNITURE_ROLES: &[&str] = &[
    "navigation",
    "complementary",
    "banner",
    "contentinfo",
    "dialog",
    "alertdialog",
    "menu",
    "menubar",
    "search",
    "form",
];
const BLOCK_FURNITURE: &[&str] = &["nav", "aside", "footer", "form", "dialog", "menu", "search"];

/// Text and facts of a page.
pub(super) fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    within("the page", bytes.len() as u64, "bytes", limits.html_bytes, "html_bytes")?;
    let mut notes = Vec::new();
    let html = charset::decode_page(bytes, &mut notes);
    html_guard::check_tags(&html, limits)?;
    let page = Document::from(html);
    html_guard::check_tree(&page, limits)?;
    let publication = metadata::read(&page, &mut notes);
    let body = main_content(&page, &mut notes);
    let headline = publication.title.as_ref().map(|title| title.value.clone());
    let mut paragraphs: Vec<String> = Vec::with_capacity(body.len() + 1);
    paragraphs.extend(headline.clone());
    // The page shows its headline too; once is enough.
    let is_headline = |paragraph: &&String| Some(fact::one_line(paragraph)) == headline;
    let shown_again = body.iter().take(3).position(|paragraph| is_headline(&paragraph));
    paragraphs
        .extend(body.into_iter().enumerate().filter(|(at, _)| Some(*at) != shown_again).map(|(_, p)| p));
    if paragraphs.is_empty() {
        return Err(ExtractError::NoText("the page shows no words without its scripts".into()));
    }
    let mut text = paragraphs.join("\n\n");
    text.push('\n');
    Ok(Extracted {
        text,
        extractor: EXTRACTOR.to_owned(),
        media_type: "text/html".to_owned(),
        publication,
        notes,
    })
}

/// The paragraphs of the main content.
fn main_content(page: &Document, notes: &mut Vec<String>) -> Vec<String> {
    // Metadata has been read. Scripting counts as off, so the parser made elements of what stands in `noscript`.
    page.select("script, style, noscript, template, iframe, svg").remove();
    for (at, node) in page.select("body *").nodes().iter().enumerate() {
        node.set_attr(MARK, &at.to_string());
    }
    let kept = kept_elements(page);
    let Some(body) = page.body() else { return Vec::new() };
    if let Some(container) = kept.as_ref().and_then(|kept| container_of(page, kept)) {
        let kept = kept.unwrap_or_default();
        let holding = with_ancestors(page, &kept);
        let paragraphs = render::paragraphs(container, |node| is_left_out(node, &kept, &holding));
        if !paragraphs.is_empty() {
            return paragraphs;
        }
    }
    notes.push("no main content was found; the words of the whole page are taken".to_owned());
    render::paragraphs(body, is_furniture)
}

/// The marks of the elements that belong to the main content; `None` where none is found.
fn kept_elements(page: &Document) -> Option<BTreeSet<usize>> {
    let config = Config { disable_json_ld: true, char_threshold: 250, ..Config::default() };
    let article = Readability::with_document(page.clone(), None, Some(config)).ok()?.parse().ok()?;
    let content = Document::fragment(article.content);
    let kept: BTreeSet<usize> = content.select("*").nodes().iter().filter_map(mark_of).collect();
    (!kept.is_empty()).then_some(kept)
}

fn mark_of(node: &NodeRef<'_>) -> Option<usize> {
    node.attr(MARK)?.parse().ok()
}

/// The smallest element around all kept elements that hold words of their own.
fn container_of<'a>(page: &'a Document, kept: &BTreeSet<usize>) -> Option<NodeRef<'a>> {
    let mut shared: Option<Vec<NodeRef<'a>>> = None;
    for node in page.select("body *").nodes() {
        let is_kept = mark_of(node).is_some_and(|mark| kept.contains(&mark));
        if !is_kept || node.immediate_text().trim().is_empty() {
            continue;
        }
        // From the root down; the node itself may be the container where all words stand in it.
        let mut path: Vec<NodeRef<'a>> = node.ancestors(None);
        path.reverse();
        path.push(*node);
        shared = Some(match shared {
            None => path,
            Some(before) => {
                before.into_iter().zip(path).take_while(|(a, b)| a.id == b.id).map(|(a, _)| a).collect()
            }
        });
    }
    shared?.pop()
}

/// The marks of kept elements and of everything around them.
fn with_ancestors(page: &Document, kept: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut holding = kept.clone();
    for node in page.select("body *").nodes() {
        if mark_of(node).is_some_and(|mark| kept.contains(&mark)) {
            for around in node.ancestors_it(None) {
                match mark_of(&around) {
                    Some(mark) if !holding.insert(mark) => break,
                    _ => {}
                }
            }
        }
    }
    holding
}

/// Whether an element beneath the container is furniture. What holds kept words never is.
fn is_left_out(node: &NodeRef<'_>, kept: &BTreeSet<usize>, holding: &BTreeSet<usize>) -> bool {
    match mark_of(node) {
        Some(mark) if kept.contains(&mark) || holding.contains(&mark) => false,
        _ => is_furniture(node),
    }
}

fn is_furniture(node: &NodeRef<'_>) -> bool {
    let attribute = |name: &str| node.attr(name).map(|value| value.to_ascii_lowercase()).unwrap_or_default();
    let style: String = attribute("style").split_whitespace().collect();
    if node.has_attr("hidden")
        || attribute("aria-hidden") == "true"
        || style.contains("display:none")
        || style.contains("visibility:hidden")
    {
        return true;
    }
    let name = node.node_name().unwrap_or_default();
    if BLOCK_FURNITURE.contains(&&*name) || FURNITURE_ROLES.contains(&attribute("role").as_str()) {
        return true;
    }
    if !matches!(&*name, "div" | "section" | "ul" | "ol" | "p" | "header" | "figure" | "table" | "article") {
        return false;
    }
    let names = format!("{} {}", attribute("class"), attribute("id"));
    let says_so = names.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| FURNITURE.contains(&word));
    says_so || is_list_of_links(node)
}

/// Whether most of the words are those of links, and there are at least two of these.
fn is_list_of_links(node: &NodeRef<'_>) -> bool {
    let (mut all, mut linked, mut links) = (0, 0, 0);
    let mut steps = vec![(*node, false)];
    while let Some((node, in_link)) = steps.pop() {
        let length = node.query_or(0, |inner| match &inner.data {
            NodeData::Text { contents } => contents.to_string().split_whitespace().map(str::len).sum(),
            _ => 0,
        });
        all += length;
        linked += if in_link { length } else { 0 };
        let is_link = node.has_name("a");
        links += usize::from(is_link);
        steps.extend(node.children_it(false).map(|child| (child, in_link || is_link)));
    }
    links > 1 && linked * 2 > all
}
