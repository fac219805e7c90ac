//! Elements to paragraphs.
//!
//! A block of the page is a paragraph: one line, a blank line after it. Runs of blanks become one space, as a browser shows them; `pre`
//! and a single `<br>` keep their line ends, two `<br>` part paragraphs; cells of a table row stand on one line, parted by
//! tabs. Inline elements leave no trace. Soft hyphens and zero-width spaces, which only say where a line may
//! break, are left out; every other character is kept.

use dom_query::{NodeData, NodeRef};

/// Elements whose content is not words of the page.
const NEVER_SHOWN: &[&str] = &[
    "script", "style", "noscript", "template", "head", "title", "iframe", "object", "embed", "svg", "math",
    "canvas", "audio", "video", "select", "datalist", "textarea", "button", "input", "map",
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
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
    "listing",
    "xmp",
    "plaintext",
];

/// Paragraphs under way.
#[derive(Default)]
pub(super) struct Paragraphs {
    done: Vec<String>,
    line: String,
    /// Whether a blank is owed before the next word.
    blank: bool,
    /// Whether the line so far ends in a `<br>`.
    broken: bool,
}

impl Paragraphs {
    fn words(&mut self, words: &str, keep_lines: bool) {
        for c in words.chars() {
            match c {
                '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
                '\n' if keep_lines => self.line_end(),
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => self.blank = true,
                // A control character is no word, and would reach terminals.
                c if c.is_control() => self.blank = true,
                c => {
                    if self.blank && !self.line.is_empty() && !self.line.ends_with(['\n', '\t']) {
                        self.line.push(' ');
                    }
                    (self.blank, self.broken) = (false, false);
                    self.line.push(c);
                }
            }
        }
    }

    fn line_end(&mut self) {
        if self.broken {
            self.end();
        } else if !self.line.is_empty() {
            self.line.push('\n');
            (self.broken, self.blank) = (true, false);
        }
    }

    fn cell(&mut self) {
        if !self.line.is_empty() {
            self.line.push('\t');
        }
        self.blank = false;
    }

    fn end(&mut self) {
        let paragraph = self.line.trim_matches(['\n', '\t', ' ']);
        if !paragraph.is_empty() {
            self.done.push(paragraph.to_owned());
        }
        self.line.clear();
        (self.blank, self.broken) = (false, false);
    }

    /// The paragraphs, in order.
    pub(super) fn finish(mut self) -> Vec<String> {
        self.end();
        self.done
    }
}

/// A step of the walk; an explicit stack, so depth costs no call stack.
enum Step<'a> {
    Enter(NodeRef<'a>, Context),
    Leave(Leaving),
}

#[derive(Clone, Copy, Default)]
struct Context {
    keep_lines: bool,
    in_cell: bool,
}

#[derive(Clone, Copy)]
enum Leaving {
    Block,
    /// A block inside a table cell only parts words.
    Blank,
}

/// The paragraphs beneath `root`, leaving out elements for which `skip` holds.
pub(super) fn paragraphs(root: NodeRef<'_>, skip: impl Fn(&NodeRef<'_>) -> bool) -> Vec<String> {
    let mut out = Paragraphs::default();
    let mut steps = vec![Step::Enter(root, Context::default())];
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave(Leaving::Block) => out.end(),
            Step::Leave(Leaving::Blank) => out.blank = true,
            Step::Enter(node, context) => enter(node, context, &mut out, &mut steps, &skip),
        }
    }
    out.finish()
}

fn enter<'a>(
    node: NodeRef<'a>,
    mut context: Context,
    out: &mut Paragraphs,
    steps: &mut Vec<Step<'a>>,
    skip: &impl Fn(&NodeRef<'_>) -> bool,
) {
    let name = match node.query(|tree_node| match &tree_node.data {
        NodeData::Text { contents } => Content::Words(contents.to_string()),
        NodeData::Element(element) => Content::Element(element.name.local.to_string()),
        NodeData::Document | NodeData::Fragment => Content::Element(String::new()),
        _ => Content::Nothing,
    }) {
        Some(Content::Words(words)) => return out.words(&words, context.keep_lines),
        Some(Content::Element(name)) => name,
        Some(Content::Nothing) | None => return,
    };
    let name = name.as_str();
    if NEVER_SHOWN.contains(&name) || (!name.is_empty() && skip(&node)) {
        return;
    }
    match name {
        "br" if context.in_cell => out.blank = true,
        "br" => out.line_end(),
        "td" | "th" => {
            if is_layout(&node) {
                out.end();
                context.in_cell = false;
                steps.push(Step::Leave(Leaving::Block));
            } else {
                out.cell();
                context.in_cell = true;
            }
        }
        _ if BLOCKS.contains(&name) && context.in_cell => {
            out.blank = true;
            steps.push(Step::Leave(Leaving::Blank));
        }
        _ if BLOCKS.contains(&name) => {
            out.end();
            context.keep_lines |= matches!(name, "pre" | "listing" | "xmp" | "plaintext");
            steps.push(Step::Leave(Leaving::Block));
        }
        _ => {}
    }
    if name == "tr" {
        context.in_cell = false;
    }
    let first_child = steps.len();
    steps.extend(node.children_it(false).map(|child| Step::Enter(child, context)));
    steps[first_child..].reverse();
}

/// Whether a cell lays out part of a page, rather than holding one value of a table.
fn is_layout(cell: &NodeRef<'_>) -> bool {
    let mut paragraphs = 0;
    cell.descendants_it().any(|inside| {
        let name = inside.node_name().unwrap_or_default();
        paragraphs += usize::from(matches!(&*name, "p" | "li" | "h1" | "h2" | "h3" | "blockquote"));
        paragraphs > 1 || &*name == "table"
    })
}

enum Content {
    Words(String),
    Element(String),
    Nothing,
}
