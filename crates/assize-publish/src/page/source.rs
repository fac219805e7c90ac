//! One source: what is known of it, and the words that the record quotes where they stand.

use super::{
    conflicts::numbered,
    parts::{self, Words, said},
};
use crate::{files, sentence::words};
use maud::{Markup, html};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Source {
    /// Label, value, and from where it is known.
    pub(crate) facts: Vec<(String, String, Option<String>)>,
    /// Its own address at the outlet, where it states one that can be led to.
    pub(crate) outlet: Option<String>,
    /// What it is a digest of, where it is one.
    pub(crate) digest_of: Option<String>,
    pub(crate) hash: Option<String>,
    pub(crate) masked: bool,
    pub(crate) texts: Vec<Text>,
    /// Pages of the source, where it takes several, and which of them this is.
    pub(crate) parts: Vec<(String, String)>,
    pub(crate) part: usize,
}

/// A text that was taken out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) extractor: String,
    pub(crate) hash: Option<String>,
    /// The whole wording, where it may be shown, by paragraphs.
    pub(crate) whole: Option<Vec<Vec<Stretch>>>,
    /// Whether the whole wording stands on the first part of the source's pages, and the places of passages in it.
    pub(crate) in_whole: bool,
    pub(crate) passages: Vec<Passage>,
}

/// Words of a text that begin or end no passage in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// Passages that begin here.
    pub(crate) begin: Vec<String>,
    pub(crate) words: String,
    pub(crate) quoted: bool,
}

/// A quoted passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Passage {
    pub(crate) id: String,
    pub(crate) words: Words,
    /// Bytes of the text; not shown where a name was taken out.
    pub(crate) span: Option<(usize, usize)>,
    pub(crate) readings: Vec<Reading>,
}

/// What a claim reads out of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reading {
    /// One full sentence, with whose word it is.
    pub(crate) told: String,
    /// What it is about, and where that stands.
    pub(crate) subject: (String, Option<String>),
    /// The question it answers.
    pub(crate) property: String,
    /// Why the speaker is not named.
    pub(crate) reason: Option<String>,
    pub(crate) differing: bool,
    /// Whether a person wrote the sentence; else it was made of the claim's fields.
    pub(crate) by_person: bool,
    pub(crate) claim: String,
}

impl Source {
    pub(crate) fn render(&self) -> Markup {
        html! {
            @if let Some(of) = &self.digest_of {
                p.lede.s { strong { "Paraphrase. " } "This source is a digest of " (said(of)) ": its words are those of whoever wrote the digest, and quote nobody." }
            }
            (numbered(&self.parts, self.part))
            @if self.part == 0 { dl.pair {
                @for (name, value, from) in &self.facts { div { dt { (name) } dd { (said(value)) @if let Some(from) = from { " " span.xs.soft { "(" (from) ")" } } } } }
                @if let Some(address) = &self.outlet { div { dt { "At the outlet" } dd { a.url href=(address) rel="external noreferrer" { (said(address)) } } } }
                @if self.masked { div { dt { "SHA-256" } dd { "not shown: a name was taken out, and the hash would let it be tried out" } } }
                @if let Some(hash) = &self.hash { div { dt { "SHA-256" } dd.hash { (hash) } } }
                div { dt { "Outside timestamp" } dd { "none on this record" } }
            } }
            @for text in &self.texts { (self.text(text)) }
            (numbered(&self.parts, self.part))
        }
    }

    fn text(&self, text: &Text) -> Markup {
        html! {
            h2 { "Words" }
            p.xs.soft { "Text taken out by " (text.extractor) @if let Some(hash) = &text.hash { "; SHA-256 " span.hash { (hash) } } "." }
            @match &text.whole {
                Some(paragraphs) => {
                    div.text { @for paragraph in paragraphs { (stretches(paragraph)) } }
                    h2 { "What is read from it" }
                    (self.listing(&text.passages, false))
                }
                None if text.in_whole => {
                    p.s { "The whole text stands on the first part." }
                    (self.listing(&text.passages, false))
                }
                None => {
                    @if self.masked {
                        p.s { "These are the passages that the record quotes. A name was taken out of this source, so its hash and their places in it are not shown." }
                    } @else {
                        p.s { "Rights do not allow showing the whole text: these are the passages that the record quotes, with their place in it. "
                            "Anyone who holds the original can check them against its hash." }
                    }
                    (self.listing(&text.passages, true))
                }
            }
        }
    }

    fn listing(&self, passages: &[Passage], anchors: bool) -> Markup {
        html! {
            ol.passages { @for passage in passages {
                li id=[anchors.then_some(&passage.id)] {
                    @if let Some(of) = passage.words.mark { div.paraphrase { p { (parts::unquoted(of)) " " mark { (said(&words::unquoted(&passage.words.words))) } } } }
                    @else { blockquote { p { "“" mark { (said(&passage.words.words)) } "”" } } }
                    @if let Some((start, end)) = passage.span { span.xs.soft { "bytes " (start) "–" (end) } }
                    ul { @for reading in &passage.readings { li { (reading.render()) } } }
                }
            } }
        }
    }
}

impl Reading {
    fn render(&self) -> Markup {
        html! {
            (said(&self.told))
            @if let Some(reason) = &self.reason { " (not named: " (said(reason)) ")" }
            span.who {
                @match &self.subject.1 { Some(href) => a href={ "../" (href) } { (said(&self.subject.0)) }, None => (said(&self.subject.0)) }
                " · " (self.property) @if self.by_person { " · sentence by a person" }
                " · " code { (self.claim) }
                @if self.differing { " " span.draft { "people differ on it" } }
            }
        }
    }
}

fn stretches(paragraph: &[Stretch]) -> Markup {
    let rtl = paragraph.iter().any(|stretch| files::is_rtl(&stretch.words));
    html! {
        p dir=[rtl.then_some("auto")] { @for stretch in paragraph {
            @for id in &stretch.begin { a id=(id) {} }
            @if stretch.quoted { mark { (stretch.words) } } @else { (stretch.words) }
        } }
    }
}
