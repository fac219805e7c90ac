//! One standard held against one incident or campaign: the question, the outcome, the elements with what is said for and against.

use super::{
    incident::opening,
    parts::{self, said, sentence},
};
use crate::{
    chart::marks::mark,
    sentence::{Cite, Sentence, words},
};
use assize_weigh::standard::outcome::Outcome;
use maud::{Markup, html};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Held {
    pub(crate) opening: Vec<Sentence>,
    /// Does it apply, if it applied, and what else decides how it is read: label and words.
    pub(crate) lines: Vec<(String, Option<Outcome>, Sentence)>,
    /// Every element by its label, and where it stands: those of the test, which the opening counts, and those beside it.
    pub(crate) marks: [Vec<Marked>; 2],
    pub(crate) elements: Vec<Element>,
    /// Elements on which nothing bears.
    pub(crate) silent: Vec<(Outcome, String, String)>,
    /// The outcome at each proof standard, for the test and for elements whose outcome hangs on it.
    pub(crate) profile: Vec<Profile>,
    /// The outcome under each way that the legal positions could be decided.
    pub(crate) arguendo: Vec<(String, Outcome, String)>,
    /// What is known of the text: label and words.
    pub(crate) text: Vec<(String, String)>,
    /// Where the page of the standard lies.
    pub(crate) asks: String,
    /// Other versions and standards held against the same: name, address, outcome.
    pub(crate) beside: Vec<(String, String, Outcome, String)>,
}

/// An element in the list that the page opens with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) outcome: Outcome,
    /// How many elements it stands for.
    pub(crate) many: usize,
    pub(crate) name: String,
    pub(crate) href: String,
}

/// The name of what is asked, and the outcome at each proof standard with its words.
pub(crate) type Profile = (String, Vec<(String, Outcome, String)>);

/// One element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) ask: String,
    pub(crate) cite: String,
    pub(crate) outcome: Outcome,
    pub(crate) outcome_words: String,
    pub(crate) units: Vec<(String, Outcome, String)>,
    pub(crate) for_it: Vec<Argument>,
    pub(crate) against: Vec<Argument>,
    pub(crate) notes: Vec<String>,
    /// Claims that settle nothing.
    pub(crate) open: Option<Cite>,
    /// What would settle it.
    pub(crate) needed: Option<String>,
}

/// One argument: claims that bear on it together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Argument {
    pub(crate) legs: Vec<Vec<Word>>,
    /// The record's own reasoning.
    pub(crate) warrant: String,
    pub(crate) asides: Vec<String>,
}

/// One claim or act in an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) told: Option<parts::Words>,
    pub(crate) gist: Option<String>,
    pub(crate) who: String,
    pub(crate) href: Option<String>,
    pub(crate) grade: String,
    pub(crate) mark: Option<&'static str>,
}

impl Held {
    pub(crate) fn render(&self, root: &str) -> Markup {
        html! {
            (opening(root, &self.opening))
            dl.pair { @for (label, outcome, told) in &self.lines { div {
                dt { (label) }
                dd { @if let Some(outcome) = outcome { (mark(*outcome)) " " } (sentence(root, told)) }
            } } }
            (self.list())
            @if !self.elements.is_empty() {
                h2 { "Element by element" }
                div.cards { @for element in &self.elements { (element.render(root)) } }
            }
            @if !self.silent.is_empty() {
                h2 id="silent" { "Nothing on this record bears on" }
                ul.els { @for (outcome, name, ask) in &self.silent { li { (mark(*outcome)) span { strong { (said(name)) } ": " (said(ask)) } } } }
            }
            (self.levels())
            (self.if_decided())
            @if !self.beside.is_empty() {
                h2 { "Beside it" }
                ul.words { @for (name, href, outcome, told) in &self.beside { li { a href={ (root) (href) } { (said(name)) } " " (parts::outcome(*outcome, told)) } } }
            }
            h2 { "The text" }
            dl.pair { @for (label, told) in &self.text { div { dt { (label) } dd { (said(told)) } } } }
            p.s { a href={ (root) (self.asks) } { "Whom it binds, where it was read, and all its versions" } }
        }
    }

    fn list(&self) -> Markup {
        let [of_test, beside] = &self.marks;
        let list = |label: &str, marks: &[Marked]| {
            html! { ul.toc aria-label=(label) { @for one in marks { li { (mark(one.outcome)) " " a href=(one.href) { (said(&one.name)) } " " span.xs { (one.outcome.name().replace('-', " ")) } } } } }
        };
        html! {
            @if !of_test.is_empty() { (list("Elements of the test", of_test)) }
            @if !beside.is_empty() {
                p.xs.soft { "Beside the test, and not counted in it:" }
                (list("Elements beside the test", beside))
            }
        }
    }

    fn levels(&self) -> Markup {
        html! {
            @if !self.profile.is_empty() {
                h2 { "By proof standard" }
                dl.pair { @for (name, levels) in &self.profile { div {
                    dt { (said(name)) }
                    dd.lv { @for (level, outcome, told) in levels { span { (mark(*outcome)) " " span.xs { (level) ": " (told) } } } }
                } } }
            }
        }
    }

    fn if_decided(&self) -> Markup {
        html! {
            @if !self.arguendo.is_empty() {
                h2 { "If the legal questions were decided" }
                ul.words { @for (how, outcome, told) in &self.arguendo { li { (said(how)) ": " (parts::outcome(*outcome, told)) } } }
            }
        }
    }
}

impl Element {
    fn render(&self, root: &str) -> Markup {
        html! {
            section.card id=(self.id) {
                h3 { (said(&self.name)) }
                p.s { (said(&self.ask)) }
                p { (parts::outcome(self.outcome, &self.outcome_words)) }
                @for (unit, outcome, told) in &self.units { p.s { (said(unit)) ": " (parts::outcome(*outcome, told)) } }
                div.fa {
                    (side(root, "For", &self.for_it))
                    (side(root, "Against", &self.against))
                }
                @if let Some(open) = &self.open { p.s { (parts::figure(root, "Claims that settle nothing", open)) } }
                @if let Some(needed) = &self.needed { p.need { strong { "What would be needed: " } (needed) } }
                @for note in &self.notes { p.xs.soft { (said(note)) } }
                p.xs.soft { (said(&self.cite)) }
            }
        }
    }
}

fn side(root: &str, label: &str, arguments: &[Argument]) -> Markup {
    html! {
        div {
            h4 { (label) " (" (arguments.len()) ")" }
            @if arguments.is_empty() { p.s.soft { "Nothing on this record." } }
            @else { ul { @for argument in arguments { li {
                @if argument.legs.len() > 1 { span.xs { (words::capital(&words::plural(argument.legs.len(), "part"))) " that bear on it together" } }
                @for leg in &argument.legs { @for word in leg { (spoken(root, word)) } }
                span.who { "Why it bears on it, by this record: " (said(&argument.warrant)) @for aside in &argument.asides { "; " (said(aside)) } }
            } } } }
        }
    }
}

fn spoken(root: &str, word: &Word) -> Markup {
    html! {
        div {
            @match (&word.told, &word.gist) {
                (_, Some(gist)) => (said(gist)),
                (Some(told), None) => (parts::shown(told)),
                (None, None) => {},
            }
            span.who {
                @match &word.href { Some(href) => a href={ (root) (href) } { (said(&word.who)) }, None => (said(&word.who)) }
                " · grade " (word.grade)
                @if let Some(mark) = word.mark { " · " span.draft { (mark) } }
            }
        }
    }
}
