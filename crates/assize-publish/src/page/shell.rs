//! What every page stands in: head, navigation, name, how it is cited.

use super::parts::said;
use crate::sentence::words;
use maud::{DOCTYPE, Markup, PreEscaped, html};

/// What all pages of a site share.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct House {
    pub(crate) case_name: String,
    pub(crate) language: String,
    /// `as known from everything on this record`.
    pub(crate) as_known: String,
    pub(crate) preview: bool,
    /// Where the site is published, with a last `/`; without it addresses are relative.
    pub(crate) address: Option<String>,
    /// Whether there is a page of the map.
    pub(crate) map: bool,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// Its path within the site.
    pub(crate) path: String,
    /// Its name.
    pub(crate) title: String,
    /// What it says in a sentence, for those who share or search it.
    pub(crate) description: String,
    /// Pages above it.
    pub(crate) above: Vec<(String, String)>,
    /// The day its findings last changed.
    pub(crate) changed: Option<String>,
    pub(crate) content: Body,
}

/// Markup that can be compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Body(pub(crate) String);

impl From<Markup> for Body {
    fn from(markup: Markup) -> Self {
        Self(markup.into_string())
    }
}

/// The pages named at the head of every page.
const HEAD: [(&str, &str); 6] = [
    ("index.html", "Overview"),
    ("timeline.html", "Timeline"),
    ("conflicts.html", "Conflicts"),
    ("oversight.html", "Oversight"),
    ("sources.html", "Sources"),
    ("methods.html", "Methods"),
];

/// And those at its foot.
const FOOT: [(&str, &str); 5] = [
    ("people.html", "People and organisations"),
    ("data.html", "Data"),
    ("search.html", "Search"),
    ("changes.html", "Changes and corrections"),
    ("about.html", "About and contact"),
];

/// What a page may load and do: its own style sheet, and nothing else.
pub(crate) const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";
/// The same for the one page that has a script, which searches without being needed for it.
pub(crate) const POLICY_SEARCH: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

impl House {
    pub(crate) fn root(path: &str) -> String {
        "../".repeat(path.matches('/').count())
    }

    /// The whole page.
    pub(crate) fn render(&self, page: &Page) -> Markup {
        let root = Self::root(&page.path);
        html! {
            (DOCTYPE)
            html lang=(self.language) {
                (self.head(page, &root))
                body {
                    a.skip href="#main" { "Skip to content" }
                    (self.masthead(page, &root))
                    main.wrap id="main" {
                        @if !page.above.is_empty() { p.crumb { @for (at, (name, href)) in page.above.iter().enumerate() { @if at > 0 { " · " } a href={ (root) (href) } { (said(name)) } } } }
                        h1 { (said(&page.title)) " " span.asof { (self.as_known) } }
                        @if self.preview {
                            p.preview role="note" {
                                strong { "Preview. " }
                                "Some of what stands here was proposed by a machine and reviewed by nobody. It is marked, and it is not for publication."
                            }
                        }
                        (PreEscaped(&page.content.0))
                        (self.cite(page))
                        (self.foot(&root))
                    }
                }
            }
        }
    }

    fn head(&self, page: &Page, root: &str) -> Markup {
        let is_search = page.path == "search.html";
        let policy = if is_search { POLICY_SEARCH } else { POLICY };
        let title = if page.title == self.case_name {
            page.title.clone()
        } else {
            format!("{} · {}", page.title, self.case_name)
        };
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="referrer" content="no-referrer";
                title { (title) }
                // One element may say a thing to search engines, to whoever shows a link, and to managers of references.
                meta name="description" property="og:description" content=(page.description);
                meta name="citation_title" property="og:title" content=(page.title);
                meta property="og:type" content="article";
                meta name="citation_publisher" property="og:site_name" content=(self.case_name);
                @if let Some(day) = &page.changed { meta name="citation_date" content=(day); }
                @if let Some(address) = self.address_of(page) {
                    meta name="citation_public_url" property="og:url" content=(address);
                    link rel="canonical" href=(address);
                }
                link rel="stylesheet" href={ (root) "style.css" };
                link rel="alternate" type="application/atom+xml" title="Changes" href={ (root) "changes.atom" };
                @if is_search { script src="search.js" defer {} }
            }
        }
    }

    fn address_of(&self, page: &Page) -> Option<String> {
        self.address.as_ref().map(|address| format!("{address}{}", page.path))
    }

    fn masthead(&self, page: &Page, root: &str) -> Markup {
        html! {
            header.mast { div.wrap {
                a.home href={ (root) "index.html" } { (said(&self.case_name)) }
                nav aria-label="Site" {
                    @for (path, title) in HEAD { (tab(page, root, path, title)) }
                    @if self.map { (tab(page, root, "map.html", "Map")) }
                    a.all href="#all-pages" { "All pages" }
                }
            } }
        }
    }

    fn cite(&self, page: &Page) -> Markup {
        let changed = page.changed.as_ref().map(|day| words::date_of(day));
        let key: String = page
            .path
            .trim_end_matches(".html")
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        let address = self.address_of(page);
        let bibtex = {
            let braced = |words: &str| words.replace(['{', '}', '\\'], " ");
            let mut lines = vec![
                format!("@misc{{{key},"),
                format!("  title = {{{}}},", braced(&page.title)),
                format!("  howpublished = {{{}}},", braced(&self.case_name)),
            ];
            lines.extend(page.changed.as_ref().map(|day| format!("  date = {{{day}}},")));
            lines.extend(address.as_ref().map(|address| format!("  url = {{{address}}},")));
            lines.push(format!("  note = {{{}}}", self.as_known));
            lines.push("}".to_owned());
            lines.join("\n")
        };
        html! {
            section.citing aria-label="How to cite this page" {
                p.cite {
                    strong { "Cite: " } em { (said(&page.title)) } ". " (said(&self.case_name)) ", " (self.as_known)
                    @if let Some(changed) = &changed { "; findings last changed on " (changed) } ". "
                    @match &address { Some(address) => span.url { (address) }, None => { "Address of this page: " code { (page.path) } } }
                }
                details { summary { "BibTeX" } pre { (bibtex) } p.xs { "All pages: " a href={ (Self::root(&page.path)) "data/cite.json" } { "CSL-JSON" } ", " a href={ (Self::root(&page.path)) "data/cite.bib" } { "BibTeX" } "." } }
            }
        }
    }

    fn foot(&self, root: &str) -> Markup {
        html! {
            footer.foot id="all-pages" {
                ul {
                    @for (path, title) in HEAD.iter().chain(&FOOT) { li { a href={ (root) (path) } { (title) } } }
                    @if self.map { li { a href={ (root) "map.html" } { "Map" } } }
                    li { a href={ (root) "changes.atom" } { "Feed of changes" } }
                }
                p.xs { "Who said what, by whose word and under which method; never what is true. Each figure, date and outcome opens the words that it rests on." }
            }
        }
    }
}

fn tab(page: &Page, root: &str, path: &str, title: &str) -> Markup {
    html! {
        @if path == page.path { a href={ (root) (path) } aria-current="page" { (title) } }
        @else { a href={ (root) (path) } { (title) } }
    }
}
