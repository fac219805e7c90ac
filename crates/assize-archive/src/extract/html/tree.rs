//! A page as the selection sees it: its elements and texts in the order of the page, each with where what stands in it ends.
//!
//! What stands in an element is a run of this list, so that any sum over it is one subtraction.

use dom_query::{NodeData, NodeRef};

/// An element or a text.
pub(super) struct Node<'p> {
    /// Where it is in the page, for its attributes.
    pub(super) node: NodeRef<'p>,
    /// The element it stands in; its own place for the first.
    pub(super) parent: usize,
    /// One past the last that stands in it.
    pub(super) end: usize,
    /// Name of an element, in lower case; empty for a text.
    pub(super) name: String,
    /// Words of a text; empty for an element.
    pub(super) words: String,
    /// Words of class and id, in lower case, parted by one blank, with a blank before and after: ` post content `.
    pub(super) names: String,
}

/// The page in order.
pub(super) struct Tree<'p> {
    pub(super) nodes: Vec<Node<'p>>,
}

/// Elements whose content is not words of the page.
const NEVER_SHOWN: &[&str] = &[
    "script", "style", "noscript", "template", "head", "title", "iframe", "object", "embed", "svg", "math",
    "canvas", "audio", "video", "select", "datalist", "textarea", "button", "input", "map", "rt", "rp",
];
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "xmp",
];

/// Whether an element is a block: words before and after it stand in paragraphs of their own.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.binary_search(&name).is_ok()
}

impl<'p> Tree<'p> {
    /// Everything beneath `root` that can be shown.
    pub(super) fn of(root: NodeRef<'p>) -> Self {
        Self::with(root, false)
    }

    /// The same, with what is shown only where no script runs.
    pub(super) fn without_scripts(root: NodeRef<'p>) -> Self {
        Self::with(root, true)
    }

    /// An explicit stack, so depth costs no call stack.
    fn with(root: NodeRef<'p>, without_scripts: bool) -> Self {
        enum Step<'p> {
            Enter(NodeRef<'p>, usize),
            Leave(usize),
        }
        let mut nodes: Vec<Node<'p>> = Vec::new();
        let mut steps = vec![Step::Enter(root, 0)];
        while let Some(step) = steps.pop() {
            let (node, parent) = match step {
                Step::Leave(at) => {
                    nodes[at].end = nodes.len();
                    continue;
                }
                Step::Enter(node, parent) => (node, parent),
            };
            let Some(content) = content_of(&node) else { continue };
            let at = nodes.len();
            let (name, words, names) = match content {
                Content::Words(words) => (String::new(), words, String::new()),
                Content::Element(name, _)
                    if NEVER_SHOWN.contains(&name.as_str()) && !(without_scripts && name == "noscript") =>
                {
                    continue;
                }
                Content::Element(name, names) => (name, String::new(), names),
            };
            let is_text = name.is_empty() && at > 0;
            nodes.push(Node { node, parent, end: at + 1, name, words, names });
            if is_text {
                continue;
            }
            steps.push(Step::Leave(at));
            let first = steps.len();
            steps.extend(node.children_it(false).map(|child| Step::Enter(child, at)));
            steps[first..].reverse();
        }
        Self { nodes }
    }

    /// An element's own style, without blanks.
    pub(super) fn style(&self, at: usize) -> String {
        self.attribute(at, "style").split_whitespace().collect()
    }

    /// The value of an attribute, in lower case; empty where there is none.
    pub(super) fn attribute(&self, at: usize, name: &str) -> String {
        self.nodes[at].node.attr(name).map(|value| value.to_ascii_lowercase()).unwrap_or_default()
    }

    /// Whether a node is an element of one of these names.
    pub(super) fn is(&self, at: usize, names: &[&str]) -> bool {
        names.contains(&self.nodes[at].name.as_str())
    }

    /// The elements around a node, from the inside out.
    pub(super) fn around(&self, at: usize) -> impl Iterator<Item = usize> + use<'_, 'p> {
        std::iter::successors(Some(at), |at| Some(self.nodes[*at].parent).filter(|parent| parent != at))
            .skip(1)
    }

    /// What stands in a node, itself first.
    pub(super) fn inside(&self, at: usize) -> std::ops::Range<usize> {
        at..self.nodes.get(at).map_or(at, |node| node.end)
    }

    /// All words in a node, blanks made one.
    pub(super) fn words(&self, at: usize) -> String {
        let mut words = String::new();
        for node in &self.nodes[self.inside(at)] {
            if node.words.is_empty() {
                if is_block(&node.name) || node.name == "br" {
                    words.push(' ');
                }
            } else {
                words.push_str(&node.words);
            }
        }
        super::fact::one_line(&words)
    }
}

enum Content {
    Words(String),
    Element(String, String),
}

fn content_of(node: &NodeRef<'_>) -> Option<Content> {
    node.query(|tree_node| match &tree_node.data {
        NodeData::Text { contents } => Some(Content::Words(contents.to_string())),
        NodeData::Element(element) => {
            let (class, id) = (element.class(), element.id());
            let names = names_of([class.as_deref(), id.as_deref()].into_iter().flatten());
            Some(Content::Element(element.name.local.to_string(), names))
        }
        NodeData::Document | NodeData::Fragment => Some(Content::Element(String::new(), String::new())),
        _ => None,
    })
    .flatten()
}

/// Most bytes of class and id that are looked at: more is no name.
const NAMES: usize = 400;

/// ` post content ` of `postContent`, `post-content` and `post_content`.
fn names_of<'a>(attributes: impl Iterator<Item = &'a str>) -> String {
    let mut names = String::new();
    for attribute in attributes.filter(|attribute| !attribute.is_empty()) {
        let mut before = ' ';
        if !names.ends_with(' ') {
            names.push(' ');
        }
        for c in attribute.chars().take(NAMES) {
            let parts = !c.is_ascii_alphanumeric() || (c.is_ascii_uppercase() && before.is_ascii_lowercase());
            if parts && !names.ends_with(' ') {
                names.push(' ');
            }
            if c.is_ascii_alphanumeric() {
                names.push(c.to_ascii_lowercase());
            }
            before = c;
        }
        if !names.ends_with(' ') {
            names.push(' ');
        }
    }
    names
}

#[cfg(test)]
mod tests {
    #[test]
    fn blocks_are_in_order() {
        assert!(super::BLOCKS.is_sorted());
    }

    #[test]
    fn names_are_parted_however_they_are_written() {
        for class in ["postContent", "post-content", "post_content  "] {
            assert_eq!(super::names_of([class].into_iter()), " post content ", "{class}");
        }
    }
}
