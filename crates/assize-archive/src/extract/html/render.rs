//! Elements to paragraphs.
//!
//! A block of the page is a paragraph: one line, a blank line after it. Runs of blanks become one space, as a browser shows them; `pre`
//! and a single `<br>` keep their line ends, two `<br>` part paragraphs; cells of a table row stand on one line, parted by
//! tabs. Inline elements leave no trace, but for two that follow one another with a figure at their border: `12` and `30 wounded` are two, and what a style
//! shows as a block is one. Soft hyphens and zero-width spaces, which only say where a line may
//! break, are left out; every other character is kept.

use super::tree::{Tree, is_block};

/// A paragraph of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Its words.
    pub(super) words: String,
    /// Where the text that opens it stands in the page.
    pub(super) at: usize,
}

/// Paragraphs under way.
#[derive(Default)]
struct Paragraphs {
    done: Vec<Paragraph>,
    line: String,
    /// Where the text stands that the line opens with.
    at: usize,
    /// Whether a blank is owed before the next word.
    blank: bool,
    /// Whether the line so far ends in a `<br>`.
    broken: bool,
    /// Whether an inline element has ended since the last word, and whether another has begun after it.
    ended: bool,
    begun: bool,
}

impl Paragraphs {
    fn words(&mut self, at: usize, words: &str, keep_lines: bool) {
        if self.line.is_empty() {
            self.at = at;
        }
        let apart = self.ended && self.begun;
        if apart && words.starts_with(char::is_alphanumeric) && self.figures_meet(words) {
            self.blank = true;
        }
        (self.ended, self.begun) = (false, false);
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

    /// Whether the line and what follows would make another figure, or a word of a figure and letters.
    fn figures_meet(&self, words: &str) -> bool {
        let (Some(before), Some(after)) = (self.line.chars().next_back(), words.chars().next()) else {
            return false;
        };
        let is_figure = |c: char| c.is_ascii_digit();
        is_figure(before) && (is_figure(after) || after.is_alphabetic())
            || before.is_alphabetic() && is_figure(after)
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
            self.done.push(Paragraph { words: paragraph.to_owned(), at: self.at });
        }
        self.line.clear();
        (self.blank, self.broken) = (false, false);
    }

    /// The paragraphs, in order.
    fn finish(mut self) -> Vec<Paragraph> {
        self.end();
        self.done
    }
}

/// The paragraphs beneath `root`, leaving out elements for which `skip` holds.
pub(super) fn paragraphs(tree: &Tree<'_>, root: usize, skip: impl Fn(usize) -> bool) -> Vec<Paragraph> {
    let mut out = Paragraphs::default();
    // What is under way, from the outside in: where it ends, and what its end does.
    let mut open: Vec<Open> = Vec::new();
    let mut at = root;
    let end = tree.inside(root).end;
    loop {
        while open.last().is_some_and(|open| open.end <= at) {
            leave(open.pop(), &mut out);
        }
        if at >= end {
            break;
        }
        let node = &tree.nodes[at];
        let around = open.last().map_or_else(Context::default, |open| open.context);
        if node.name.is_empty() {
            if around.raised {
                out.words(at, &node.words.chars().map(raised).collect::<String>(), false);
            } else {
                out.words(at, &node.words, around.keep_lines);
            }
        } else if skip(at) {
            at = node.end;
            continue;
        } else {
            enter(tree, at, around, &mut out, &mut open);
        }
        at += 1;
    }
    while let Some(last) = open.pop() {
        leave(Some(last), &mut out);
    }
    out.finish()
}

/// An element under way.
struct Open {
    end: usize,
    leaving: Leaving,
    context: Context,
}

#[derive(Clone, Copy, Default)]
struct Context {
    keep_lines: bool,
    /// In a superscript of figures.
    raised: bool,
    in_cell: bool,
}

#[derive(Clone, Copy)]
enum Leaving {
    Nothing,
    Block,
    /// A block inside a table cell only parts words.
    Blank,
    /// An element within a line.
    Inline,
}

fn leave(open: Option<Open>, out: &mut Paragraphs) {
    match open.map_or(Leaving::Nothing, |open| open.leaving) {
        Leaving::Block => out.end(),
        Leaving::Blank => out.blank = true,
        Leaving::Inline => (out.ended, out.begun) = (true, false),
        Leaving::Nothing => {}
    }
}

fn enter(tree: &Tree<'_>, at: usize, mut context: Context, out: &mut Paragraphs, open: &mut Vec<Open>) {
    let node = &tree.nodes[at];
    let mut leaving = Leaving::Nothing;
    let is_block = is_shown_as_block(tree, at, &node.name);
    match node.name.as_str() {
        // A footnote mark is no figure: `14` and a raised `3` are not 143. Written as the page shows it, it is not taken for one.
        "sup" => context.raised = is_of_figures(&tree.words(at)),
        "br" if context.in_cell => out.blank = true,
        "br" => out.line_end(),
        "td" | "th" if is_layout(tree, at) => {
            out.end();
            context.in_cell = false;
            leaving = Leaving::Block;
        }
        "td" | "th" => {
            out.cell();
            context.in_cell = true;
        }
        "tr" => {
            out.end();
            context.in_cell = false;
            leaving = Leaving::Block;
        }
        _ if is_block && context.in_cell => {
            out.blank = true;
            leaving = Leaving::Blank;
        }
        name if is_block => {
            out.end();
            context.keep_lines |= matches!(name, "pre" | "listing" | "xmp" | "plaintext");
            leaving = Leaving::Block;
        }
        // Where a line may break, and what hangs on the figure before it.
        "wbr" | "sub" => {}
        _ => {
            out.begun = true;
            leaving = Leaving::Inline;
        }
    }
    open.push(Open { end: node.end, leaving, context });
}

/// Whether an element is a block, by its name or by its own style.
fn is_shown_as_block(tree: &Tree<'_>, at: usize, name: &str) -> bool {
    if is_block(name) {
        return true;
    }
    let style = tree.style(at);
    ["display:block", "display:flex", "display:grid", "display:list-item"].iter().any(|of| style.contains(of))
}

/// Whether a superscript is of figures alone: a footnote mark or an exponent, and no ordinal.
fn is_of_figures(words: &str) -> bool {
    words.contains(|c: char| c.is_ascii_digit())
        && words.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-' | '–' | '*' | '+'))
}

/// A figure as a superscript.
pub(in crate::extract) fn raised(c: char) -> char {
    match c {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        '+' => '⁺',
        '-' | '–' => '⁻',
        other => other,
    }
}

/// Whether a cell lays out part of a page, rather than holding one value of a table.
fn is_layout(tree: &Tree<'_>, cell: usize) -> bool {
    let mut paragraphs = 0;
    tree.inside(cell).skip(1).any(|inside| {
        paragraphs += usize::from(tree.is(inside, &["p", "li", "h1", "h2", "h3", "blockquote"]));
        paragraphs > 1 || tree.is(inside, &["table"])
    })
}
