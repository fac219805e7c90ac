//! Methods, and one page for each standard: its questions in our words with their citations, its versions, whom it binds, and everything held against it.

use super::{
    incident::opening,
    parts::{self, said, sentence},
};
use crate::sentence::{Sentence, words};
use assize_weigh::standard::outcome::Outcome;
use maud::{Markup, html};

/// A standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standard {
    pub(crate) opening: Vec<Sentence>,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) versions: Vec<Version>,
    /// What was held against it and is not unknown throughout: name, address, as what, outcome.
    pub(crate) held: Vec<(String, String, String, Outcome, String)>,
    /// How many more were held against it with nothing that bears on any element.
    pub(crate) silent: usize,
}

/// A version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) name: String,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) test: String,
    /// Name, question, citation, and what is to be known of it.
    pub(crate) elements: Vec<(String, String, String, Vec<String>)>,
}

impl Standard {
    pub(crate) fn render(&self) -> Markup {
        html! {
            (opening("../", &self.opening))
            dl.pair { @for (label, told) in &self.facts { div { dt { (label) } dd { (said(told)) } } } }
            h2 id="held" { "Where it was asked" }
            @if !self.held.is_empty() { ul.std { @for (name, href, how, outcome, told) in &self.held { li {
                a href={ "../" (href) } { (said(name)) } " " span.xs.soft { (how) } div { (parts::outcome(*outcome, told)) }
            } } } }
            @if self.silent > 0 { p.s { "It was asked of " (words::number(self.silent as u64)) @if !self.held.is_empty() { " more" } ", where nothing on this record bears on any element." } }
            @for version in &self.versions {
                section.card {
                    h2 { (said(&version.name)) }
                    dl.pair { @for (label, told) in &version.facts { div { dt { (label) } dd { (said(told)) } } } }
                    ol.els { @for (name, ask, cite, notes) in &version.elements { li { div {
                        strong { (said(name)) } ": " (said(ask)) " " span.xs.soft { (said(cite)) }
                        @for note in notes { div.xs.soft { (said(note)) } }
                    } } } }
                    p.s { "The test: " (said(&version.test)) }
                }
            }
        }
    }
}

/// The page of methods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Methods {
    pub(crate) tolls: Vec<Method>,
    pub(crate) proof: Option<(String, Vec<(String, String)>)>,
    /// Title, address, what it is, where it was read; how many findings.
    pub(crate) standards: Vec<(String, String, String)>,
    pub(crate) files: Vec<(String, String, String, String)>,
}

/// A toll method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Method {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) told: Vec<String>,
    pub(crate) citation: String,
    pub(crate) url: String,
}

impl Methods {
    pub(crate) fn render(&self) -> Markup {
        html! {
            p.lede.s { "No method here is the answer. Every one is computed here from the same claims by the recorder’s rule, not by the recorder, and shown beside the others." }
            (parts::contents(&[("tolls", "How many".to_owned()), ("origins", "Origins".to_owned()), ("proof", "Proof standards".to_owned()), ("standards", "Standards".to_owned())]))
            h2 id="tolls" { "How many" }
            @for method in &self.tolls { section.card {
                h3 id=(method.id) { (said(&method.name)) " " span.xs.soft { (said(&method.id)) ", version " (said(&method.version)) } }
                @for told in &method.told { p.s { (said(told)) } }
                p.xs.soft { (said(&method.citation)) " " span.url { (said(&method.url)) } }
            } }
            h2 id="origins" { "Origins" }
            p { "An origin is the unit of independence: one syndication root, one primary source, one party. Two articles that quote one spokesman are one origin. "
                "Statements that one party makes about itself are one origin however many spokesmen repeat them. People who are described but not named may be one voice or "
                "several, so origins come as a range. The rule follows Every Casualty's standards for casualty recording." }
            h2 id="proof" { "Proof standards" }
            @if let Some((cite, levels)) = &self.proof {
                p { "Each side of an element is held against a threshold on its own; the sides are never weighed against each other. " (said(cite)) }
                dl.pair { @for (name, ask) in levels { div { dt { (said(name)) } dd { (said(ask)) } } } }
            }
            h2 id="standards" { "Standards" }
            ul.words { @for (title, href, aside) in &self.standards { li { a href=(href) { (said(title)) } " " span.soft { (said(aside)) } } } }
            @if !self.files.is_empty() {
                h2 id="files" { "Files" }
                p { "All of this is written in files that can be read and changed. What was computed here was computed from these, by the SHA-256 of their bytes; "
                    "those that do not ship with the program were adopted into the record by a signed entry." }
                details { summary { (words::plural(self.files.len(), "file")) }
                    ul.words { @for (kind, id, from, hash) in &self.files { li { (kind) " " strong { (said(id)) } ", " (said(from)) " " span.hash { (hash) } } } }
                }
            }
        }
    }
}

/// What the sums of a campaign take in, incident by incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) campaign: String,
    pub(crate) rows: Vec<SumRow>,
    /// Totals as others state them; on the first part alone.
    pub(crate) stated: Vec<super::overview::Stated>,
    pub(crate) parts: Vec<(String, String)>,
    pub(crate) part: usize,
}

/// One incident in the sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SumRow {
    pub(crate) name: String,
    pub(crate) href: String,
    /// For each method with a figure: its name, the range, and whether it adds to both ends, to the highest alone, or is left out and why.
    pub(crate) cells: Vec<(String, Sentence, String)>,
}

impl Sums {
    pub(crate) fn render(&self) -> Markup {
        html! {
            p.lede.s { "What the sums of " (said(&self.campaign)) " take in, incident by incident. Each figure opens the words; each incident opens all of them." }
            (super::conflicts::numbered(&self.parts, self.part))
            ul.words { @for row in &self.rows { li {
                a href={ "../" (row.href) } { strong { (said(&row.name)) } }
                ul.cells { @for (method, range, how) in &row.cells { li { (said(method)) ": " (sentence("../", range)) " " span.xs.soft { (said(how)) } } } }
            } } }
            (super::conflicts::numbered(&self.parts, self.part))
            @if !self.stated.is_empty() { (super::overview::stated("../", &self.stated)) }
        }
    }
}
