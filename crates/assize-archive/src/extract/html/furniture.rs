//! What an element is by its name, its role and the words of its class and id.

use super::tree::Tree;

/// What an element that is not plain content is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Not shown to a reader.
    Hidden,
    /// Part of the page and not of the article: menus, banners, sharing, promotions, related stories.
    Furniture,
    /// What readers wrote below.
    Comments,
}

/// Words of class or id that say an element is furniture.
const FURNITURE: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "adverts",
    "advertising",
    "anzeige",
    "authorbox",
    "banner",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "dialog",
    "footer",
    "gdpr",
    "hashtag",
    "hashtags",
    "login",
    "masthead",
    "menu",
    "metadata",
    "modal",
    "privacy",
    "registration",
    "dsgvo",
    "onetrust",
    "lightbox",
    "mostread",
    "nav",
    "navbar",
    "navi",
    "navigation",
    "newsletter",
    "outbrain",
    "paginate",
    "pagination",
    "pager",
    "paywall",
    "popup",
    "promo",
    "promotion",
    "recirc",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "relacionadas",
    "relacionados",
    "related",
    "share",
    "sharebar",
    "sharedaddy",
    "shares",
    "sharing",
    "shariff",
    "sidebar",
    "signup",
    "skip",
    "social",
    "socialmedia",
    "socials",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "taboola",
    "tags",
    "taxonomy",
    "teaser",
    "teasers",
    "toolbar",
    "trending",
    "widget",
    "widgets",
];
/// The same, where two words stand one after the other.
const FURNITURE_PAIRS: &[&str] = &[
    "author box",
    "author info",
    "author bio",
    "about author",
    "read more",
    "read next",
    "read also",
    "see also",
    "more from",
    "most read",
    "most popular",
    "post nav",
    "entry footer",
    "post footer",
    "article footer",
    "entry meta",
    "tag list",
    "tag links",
    "tag cloud",
    "post tag",
    "post meta",
    "article meta",
    "entry utility",
    "call to",
    "rate this",
    "link box",
    "mehr zum",
    "mehr news",
    "further reading",
];
const COMMENTS: &[&str] = &[
    "comment",
    "commentaires",
    "commentarea",
    "commentform",
    "commentlist",
    "comments",
    "commentsection",
    "comentario",
    "comentarios",
    "disqus",
    "kommentar",
    "kommentare",
    "replies",
    "respond",
    "responses",
    "fbcomments",
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
/// Elements whose class and id are asked.
const ASKED: &[&str] = &[
    "div", "section", "ul", "ol", "p", "header", "figure", "table", "article", "span", "li", "dl", "aside",
    "footer", "h2", "h3", "h4", "h5", "details",
];

/// Words that are seldom used of anything else.
const STRONG: &[&str] = &[
    "nav",
    "footer",
    "aside",
    "dialog",
    "menu",
    "search",
    "sidebar",
    "comments",
    "comment",
    "disqus",
    "navigation",
    "navbar",
    "breadcrumb",
    "breadcrumbs",
    "cookie",
    "cookies",
    "consent",
    "outbrain",
    "taboola",
    "contentinfo",
    "banner",
    "complementary",
    "commentlist",
    "kommentare",
    "kommentar",
    "comentarios",
];

/// Words of what lies over a page and is no part of it.
const OVERLAID: &[&str] = &[
    "consent",
    "cookie",
    "cookies",
    "dialog",
    "alertdialog",
    "dsgvo",
    "gdpr",
    "lightbox",
    "login",
    "modal",
    "onetrust",
    "popup",
    "privacy",
    "registration",
    "signup",
];

/// What an element is taken for, and the word that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) kind: Kind,
    pub(super) word: &'static str,
}

impl Label {
    /// Whether it lies over the page, however much of its words it holds.
    pub(super) fn is_overlaid(self) -> bool {
        OVERLAID.contains(&self.word)
    }

    /// Whether its word is seldom used of anything else.
    pub(super) fn is_strong(self) -> bool {
        STRONG.contains(&self.word)
    }
}

/// Class names of what is read aloud and not shown.
const UNSEEN: &[&str] = &[
    " visually hidden ",
    " visuallyhidden ",
    " sr only ",
    " sronly ",
    " screen reader text ",
    " screenreader ",
];

/// What an element is, looking only at itself.
pub(super) fn label_of(tree: &Tree<'_>, at: usize) -> Option<Label> {
    let node = &tree.nodes[at];
    if node.name.is_empty() {
        return None;
    }
    let style = tree.style(at);
    if node.node.has_attr("hidden")
        || tree.attribute(at, "aria-hidden") == "true"
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || style.contains("clip:rect(0")
        || UNSEEN.iter().any(|names| node.names.contains(names)) && node.name != "h1"
    {
        return Some(Label { kind: Kind::Hidden, word: "hidden" });
    }
    let known =
        |words: &'static [&'static str], word: &str| words.iter().find(|known| **known == word).copied();
    let find = |words: &'static [&'static str]| node.names.split(' ').find_map(|word| known(words, word));
    let asked = ASKED.contains(&node.name.as_str());
    if let Some(word) = find(COMMENTS).filter(|_| asked) {
        return Some(Label { kind: Kind::Comments, word });
    }
    let role = tree.attribute(at, "role");
    let pair = || FURNITURE_PAIRS.iter().find(|pair| node.names.contains(&format!(" {pair} "))).copied();
    // Class names of an article say what it is filed under; a heading or a paragraph that has such a word within its name speaks of it: `drug-related-deaths`.
    let is_words = matches!(node.name.as_str(), "p" | "span" | "h2" | "h3" | "h4" | "h5");
    let ends = || {
        let mut words = node.names.split_whitespace();
        let (first, last) = (words.next(), words.next_back());
        first.into_iter().chain(last).find_map(|word| known(FURNITURE, word))
    };
    let named = || if is_words { ends() } else { find(FURNITURE) };
    let by_names = || if asked && node.name != "article" { named().or_else(pair) } else { None };
    let word =
        known(BLOCK_FURNITURE, &node.name).or_else(|| known(FURNITURE_ROLES, &role)).or_else(by_names)?;
    Some(Label { kind: Kind::Furniture, word })
}
