//! What pages are put together of: sentences, chips of speakers, quotations, rows of tolls.

use crate::{
    chart::{Canvas, marks::Mark, marks::mark, ranges},
    files,
    sentence::{Cite, Piece, Sentence, range::Range, words},
};
use assize_ledger::view::PARAPHRASE;
use maud::{Markup, html};

/// Words of a source, or of whoever names things, as they stand in a sentence of ours: set apart where some of them are written from right to left, so that they
/// order themselves and nothing beside them.
pub(crate) fn said(words: &str) -> Markup {
    html! { @if files::is_rtl(words) { bdi { (words) } } @else { (words) } }
}

/// The mark of words that nobody but the author of a digest wrote.
pub(crate) fn paraphrase() -> Markup {
    unquoted(PARAPHRASE)
}

/// The mark of words that are no quotation.
pub(crate) fn unquoted(mark: &str) -> Markup {
    html! { span.mark-paraphrase { (mark) } }
}

/// A sentence with each figure linked to its words and to the list of all of them.
pub(crate) fn sentence(root: &str, told: &Sentence) -> Markup {
    html! {
        @for piece in &told.0 {
            @match piece {
                Piece::Text(text) => (text),
                Piece::Named(name) => (said(name)),
                Piece::Link(text, href) => a.in href={ (root) (href) } { (said(text)) },
                Piece::Figure(text, cite) => (figure(root, text, cite)),
            }
        }
    }
}

/// A figure, date or outcome, and how many sources stand behind it.
pub(crate) fn figure(root: &str, text: &str, cite: &Cite) -> Markup {
    html! { a.fig href={ (root) (cite.href) } title=(cite.title) { (said(text)) } (behind(root, cite)) }
}

/// `[3 sources]`, which leads to where all claims behind a figure are listed.
pub(crate) fn behind(root: &str, cite: &Cite) -> Markup {
    html! { " " a.src href={ (root) (cite.listed) } { "[" (words::plural(cite.sources, "source")) "]" } }
}

/// The same in a list where the words say enough: the link alone.
pub(crate) fn linked(root: &str, text: &str, cite: &Cite) -> Markup {
    html! { a.cell href={ (root) (cite.href) } title=(cite.title) { (said(text)) } }
}

/// A range with each end linked, in a row.
pub(crate) fn range(root: &str, range: &Range) -> Markup {
    html! {
        (sentence(root, &range.write(Sentence::default())))
        @if range.by_convention() { " " span.xs { "(by convention)" } }
    }
}

/// Words of a source: in quotation marks, or, where they are a digest's or a row of a table, without and marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) words: String,
    /// What they are where they are no quotation.
    pub(crate) mark: Option<&'static str>,
}

/// Words of a source within a line. Pages show them by this and by [`Said`] alone.
pub(crate) fn shown(of: &Words) -> Markup {
    html! {
        @match of.mark {
            Some(mark) => { (unquoted(mark)) " " (said(&words::unquoted(&of.words))) }
            None => { "“" (said(&of.words)) "”" }
        }
    }
}

/// One claim as it is read: a sentence of the record beside the words of the source, and whose they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) gist: Option<String>,
    pub(crate) words: Option<Words>,
    pub(crate) caption: String,
    pub(crate) href: String,
    pub(crate) draft: bool,
}

/// A claim in a block of its own: a quotation, or, where its words are a digest's, none.
pub(crate) fn block(root: &str, told: &Said) -> Markup {
    let below = html! {
        footer {
            a href={ (root) (told.href) } { (said(&told.caption)) }
            @if told.draft { " " span.draft { "machine draft, not reviewed" } }
        }
    };
    html! {
        @match &told.words {
            Some(Words { words, mark: Some(mark) }) => div.paraphrase { p { (unquoted(mark)) " " (said(&words::unquoted(words))) } (below) },
            Some(words) => blockquote { p { "“" (said(&words.words)) "”" } (below) },
            None => div.paraphrase { @if let Some(gist) = &told.gist { p { (said(gist)) } } (below) },
        }
    }
}

/// One speaker on one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chip {
    pub(crate) who: String,
    /// Outlets and the day, beside the name.
    pub(crate) aside: String,
    pub(crate) kind: ChipKind,
    pub(crate) href: String,
    /// What stands behind the name where it is more than saying so: `passes it on`.
    pub(crate) stands: Option<&'static str>,
    pub(crate) draft: bool,
}

/// How a speaker is known: the line round the chip says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChipKind {
    Named,
    Unnamed,
    Document,
}

pub(crate) fn chips(root: &str, all: &[Chip]) -> Markup {
    html! {
        ul.chips {
            @for chip in all {
                @let class = match chip.kind { ChipKind::Named => "chip", ChipKind::Unnamed => "chip u", ChipKind::Document => "chip doc" };
                li { a class=(class) href={ (root) (chip.href) } {
                    (said(&chip.who))
                    @if let Some(stands) = chip.stands { " " em { (stands) } }
                    " " span { (said(&chip.aside)) }
                    @if chip.draft { " " span.draft { "draft" } }
                } }
            }
        }
    }
}

/// One range under the methods that come to it by as many articles and origins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TollRow {
    pub(crate) methods: Vec<TollMethod>,
    pub(crate) range: Range,
    pub(crate) behind: String,
}

/// One method of a row, with what is its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TollMethod {
    /// Its word in addresses.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) href: String,
    /// What its recorder itself does not take in.
    pub(crate) aside: Option<String>,
    /// Its best figure, where it has one.
    pub(crate) best: Option<Range>,
    pub(crate) notes: Vec<Sentence>,
}

impl TollRow {
    /// What the row's methods were told of, each thing once, with the names of those it is told of where they are not all of them.
    fn notes(&self) -> Vec<(Option<String>, &Sentence)> {
        let mut notes: Vec<(Vec<&str>, &Sentence)> = Vec::new();
        for method in &self.methods {
            for note in &method.notes {
                match notes.iter_mut().find(|(_, known)| *known == note) {
                    Some((names, _)) => names.push(&method.name),
                    None => notes.push((vec![&method.name], note)),
                }
            }
        }
        let all = self.methods.len();
        notes.into_iter().map(|(names, note)| ((names.len() < all).then(|| names.join(", ")), note)).collect()
    }
}

/// Ranges of one kind of people, on one scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TollGroup {
    pub(crate) heading: String,
    pub(crate) rows: Vec<TollRow>,
}

pub(crate) fn tolls(root: &str, group: &TollGroup) -> Markup {
    let ends = group.rows.iter().flat_map(|row| row.range.low.iter().chain(&row.range.high));
    let top = ends.map(|end| end.value).max().unwrap_or(1).max(1);
    html! {
        h3 { (said(&group.heading)) }
        div.meth {
            @for row in &group.rows { (toll(root, row, top)) }
        }
    }
}

fn toll(root: &str, row: &TollRow, top: u64) -> Markup {
    let (id, all) = (row.methods.first().map_or("", |method| &method.id), row.methods.len());
    let asides: Vec<&str> = row.methods.iter().filter_map(|method| method.aside.as_deref()).collect();
    let behind: Vec<&str> =
        std::iter::once(row.behind.as_str()).chain(asides).filter(|told| !told.is_empty()).collect();
    let notes = row.notes();
    html! {
        div id=(id) {
            div {
                strong { @for (at, method) in row.methods.iter().enumerate() {
                    @if at > 0 { " " }
                    span.m {
                        a id=[(at > 0).then_some(&method.id)] href={ (root) (method.href) } { (said(&method.name)) }
                        @if at + 2 == all { " and" } @else if at + 1 < all { "," }
                    }
                } }
                @if all > 1 { ": the same by each rule" }
                @if !behind.is_empty() { p.s.soft { (said(&behind.join("; "))) } }
            }
            div {
                span.v { (range(root, &row.range)) } " " a.here href={ "#" (id) } aria-label="Address of this figure" { "#" }
                @for method in &row.methods { @if let Some(best) = &method.best {
                    p.s.soft { "best" @if all > 1 { ", by " (said(&method.name)) } ": " (range(root, best)) }
                } }
            }
            (bar(root, &row.range, top))
            @if !notes.is_empty() {
                details.notes {
                    summary { "left out, revised, taken by convention" }
                    ul { @for (names, note) in &notes { li { @if let Some(names) = names { (said(names)) ": " } (sentence(root, note)) } } }
                }
            }
        }
    }
}

fn bar(root: &str, of: &Range, top: u64) -> Markup {
    let value = |end: &Option<crate::sentence::range::Bound>| end.as_ref().map(|end| end.value);
    let open = of.high.as_ref().is_some_and(|end| end.open);
    let label = format!("{} on a scale from 0 to {}", of.plain(), words::number(top));
    ranges::bar(value(&of.low), value(&of.high), open, top).draw(root, "rangebar", &label)
}

/// A chart in its two forms, with what it shows.
pub(crate) fn chart(root: &str, label: &str, (wide, narrow): &(Canvas, Canvas), caption: &Markup) -> Markup {
    html! { figure { figcaption { (caption) } (wide.draw(root, "w", label)) (narrow.draw(root, "n", label)) } }
}

/// An outcome: its mark, then its words.
pub(crate) fn outcome(of: impl Into<Mark>, words: &str) -> Markup {
    html! { span.out { (mark(of)) " " (words) } }
}

/// Links to the parts of a page.
pub(crate) fn contents(parts: &[(&str, String)]) -> Markup {
    html! { @if parts.len() > 1 { ul.toc aria-label="On this page" { @for (id, words) in parts { li { a href={ "#" (id) } { (words) } } } } } }
}
