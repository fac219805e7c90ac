//! Pages: the headline, then the main content.
//!
//! **Text.** The first paragraph is the headline (the title the page states of itself, see [`super::extract()`]), so that what a
//! headline claims has words in the text. The paragraphs of the main content follow in the order of the page: headings, list
//! items, quotations, captions and table rows each on a line of their own. Scripts, styles, navigation, banners, forms and lists of links
//! are left out. Markup inside a headline or paragraph is never interpreted a second time: `&lt;script&gt;` is the word `<script>`.
//!
//! **Finding the main content** is this crate's own work (decision 033): `tree` puts the page into one list, `furniture` says what elements are
//! by their names, `select` finds the element that holds nearly all words that read as prose and little else, `trim` takes scraps off its ends,
//! `live` puts the time of each post of a live page over it, `correction` puts back corrections wherever they stand, `warning` says what a person should know where little was taken, and `shown` reads
//! the day and the authors beside the headline. A raised figure is written as one: `14³`.

mod correction;
mod furniture;
mod live;
mod render;
mod select;
pub(in crate::extract) mod shown;
mod tree;
mod trim;
mod warning;

pub(in crate::extract) use render::raised;

use super::{
    ExtractError, Extracted, Limits, archived::Archived, charset, fact, html_guard, limits::within, metadata,
};
use dom_query::Document;
use live::Live;
use select::Weighed;
use shown::Shown;
use tree::Tree;

/// Extractor and version.
const EXTRACTOR: &str = "assize-html@4";

/// All words that a page shows, a paragraph a line, nothing sought and nothing left out but what is never shown.
pub fn words_of(html: &str) -> String {
    let page = Document::from(html);
    let tree = Tree::of(page.root());
    let paragraphs = render::paragraphs(&tree, 0, |_| false);
    paragraphs.into_iter().map(|paragraph| paragraph.words).collect::<Vec<_>>().join("\n\n")
}

/// Text and facts of a page.
pub(super) fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    taken(bytes, limits, true)
}

/// The same without captions of pictures, as tools take a page out that want what was written and not what was seen: to be held against them.
///
/// # Errors
/// As [`super::extract()`].
pub fn without_captions(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    taken(bytes, limits, false)
}

fn taken(bytes: &[u8], limits: &Limits, captions: bool) -> Result<Extracted, ExtractError> {
    within("the page", bytes.len() as u64, "bytes", limits.html_bytes, "html_bytes")?;
    let mut notes = Vec::new();
    let html = charset::decode_page(bytes, &mut notes);
    html_guard::check_tags(&html, limits)?;
    let page = Document::from(html.as_str());
    html_guard::check_tree(&page, limits)?;
    let archived = Archived::of(&page, &html);
    notes.extend(archived.as_ref().map(Archived::note));
    let mut tree = page.body().map_or_else(|| Tree { nodes: Vec::new() }, Tree::of);
    let mut weighed = Weighed::of(&tree);
    if let Some(whole) = without_scripts(&page, &tree, &weighed) {
        notes
            .push("the words of this page stand in what it shows without scripts, which is taken".to_owned());
        weighed = Weighed::of(&whole);
        tree = whole;
    }
    let main = weighed.main(&tree);
    let live = Live::of(&tree, &html).filter(|live| live.is_most(&tree, &weighed, main));
    let main = live.as_ref().map(|live| live.around(&tree, main)).or(main);
    let language = page.select("html[lang]").attr("lang").map(|tag| tag.to_string()).unwrap_or_default();
    let shown = Shown::of(&tree, &weighed, main, &language, &metadata::titles(&page));
    let stated = metadata::read(&page, &shown, archived.as_ref(), &mut notes);
    let publication = stated.publication;
    let mut body = main_content(&tree, &weighed, main, live.as_ref(), captions, &mut notes);
    if let Some(linked) = stated.body.as_deref().and_then(|linked| linked_body(&body, linked)) {
        notes.push(format!(
            "the page shows {} letters of its article and holds {} in its JSON-LD; the text is from there",
            body.iter().map(|paragraph| select::letters(paragraph)).sum::<u32>(),
            linked.iter().map(|paragraph| select::letters(paragraph)).sum::<u32>(),
        ));
        body = linked;
    }
    warning::of(&tree, &weighed, main, &body.join("\n"), stated.is_free, &mut notes);
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

/// The page with what it shows only where no script runs, if nearly all its words stand there: some put their article into it, others leave an
/// element in it open, so that it holds all that follows.
fn without_scripts<'p>(page: &'p Document, tree: &Tree<'_>, weighed: &Weighed) -> Option<Tree<'p>> {
    const LEAST: usize = 400;
    // So many are looked at: they may stand in one another.
    const MOST: usize = 20;
    // A page that shows so many letters besides is not gone over again.
    const ENOUGH: usize = 2_000;
    let beside = if tree.nodes.is_empty() { 0 } else { weighed.good_letters(tree, 0) as usize };
    if beside > ENOUGH {
        return None;
    }
    let inside: usize = page
        .select("body noscript")
        .nodes()
        .iter()
        .take(MOST)
        .map(|node| node.text().chars().filter(|c| c.is_alphabetic()).count())
        .max()?;
    (inside > LEAST && inside > beside * 2).then(|| page.body().map(Tree::without_scripts)).flatten()
}

/// The paragraphs of the main content.
fn main_content(
    tree: &Tree<'_>,
    weighed: &Weighed,
    main: Option<usize>,
    live: Option<&Live>,
    captions: bool,
    notes: &mut Vec<String>,
) -> Vec<String> {
    if tree.nodes.is_empty() {
        return Vec::new();
    }
    let is_out = |at: usize| weighed.kinds[at].is_some() || weighed.is_list_of_links(tree, at);
    let mut paragraphs = Vec::new();
    if let Some(main) = main {
        paragraphs = trim::trimmed(tree, weighed, render::paragraphs(tree, main, is_out), notes);
        let lead = trim::lead(tree, weighed, main, is_out);
        paragraphs.splice(0..0, lead);
    }
    if !captions {
        paragraphs.retain(|paragraph| !trim::is_caption(tree, paragraph.at));
    }
    if paragraphs.is_empty() {
        notes.push("no main content was found; the words of the whole page are taken".to_owned());
        paragraphs = render::paragraphs(tree, 0, |at| weighed.kinds[at].is_some());
        if paragraphs.is_empty() {
            paragraphs = render::paragraphs(tree, 0, |_| false);
        }
    }
    if let Some(live) = live {
        live.mark(tree, &mut paragraphs);
        notes.push(live.note());
    }
    correction::put_back(tree, weighed, &mut paragraphs, notes);
    paragraphs.into_iter().map(|paragraph| paragraph.words).collect()
}

/// The paragraphs of the article in the page's JSON-LD, where what the page shows is but a small part of it.
fn linked_body(shown: &[String], linked: &str) -> Option<Vec<String>> {
    const LEAST: u32 = 250;
    let shown: u32 = shown.iter().map(|paragraph| select::letters(paragraph)).sum();
    let all = select::letters(linked);
    if all < LEAST || shown.saturating_mul(2) > all {
        return None;
    }
    let words = words_of(linked);
    Some(words.split("\n").map(fact::one_line).filter(|line| !line.is_empty()).collect())
}
