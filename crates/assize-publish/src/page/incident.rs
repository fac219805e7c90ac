//! One incident: how many, when and by whose word in its first sentence; then what is agreed, contested and unknown; then everything that opens from there.

use super::{
    conflicts::{self, Conflict},
    parts::{self, Chip, Said, TollGroup, Words, said, sentence},
};
use crate::{
    chart::marks::{Mark, mark, row},
    sentence::{Cite, Sentence, words},
};
use assize_weigh::standard::outcome::Outcome;
use maud::{Markup, html};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Incident {
    pub(crate) opening: Vec<Sentence>,
    pub(crate) kept: Sentence,
    pub(crate) agreed: Vec<Sentence>,
    pub(crate) contested: Vec<Sentence>,
    pub(crate) unknown: Vec<String>,
    pub(crate) tolls: Vec<TollGroup>,
    pub(crate) attacks: Vec<(String, Vec<TollGroup>)>,
    pub(crate) grades: Vec<Grade>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) unnamed: Vec<Unnamed>,
    pub(crate) conflicts: Vec<Conflict>,
    pub(crate) incoherences: Vec<(String, Cite)>,
    pub(crate) orders: Vec<(String, Vec<Order>)>,
    pub(crate) order_notes: Vec<String>,
    pub(crate) standards: Standards,
    pub(crate) steps: Vec<Step>,
    pub(crate) statements: Vec<Said>,
    pub(crate) sources: Vec<(Sentence, String)>,
}

/// How good the reporting of the incident is under some methods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grade {
    pub(crate) methods: Vec<(String, String)>,
    pub(crate) grade: String,
    pub(crate) cite: Option<Cite>,
    pub(crate) why: String,
}

/// One question and who answers it how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) id: String,
    pub(crate) question: String,
    pub(crate) mark: Mark,
    pub(crate) state: String,
    pub(crate) answers: Vec<Answer>,
}

/// One answer with those who give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// What is asserted or denied, in our words or a source's.
    pub(crate) value: Value,
    pub(crate) denied: Option<&'static str>,
    pub(crate) chips: Vec<Chip>,
}

/// A value as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    /// A figure, a date, a name, a coded word.
    Plain(String),
    /// Words of a source.
    Source(Words),
}

/// People who speak without a name, as a source describes and counts them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unnamed {
    pub(crate) described: String,
    pub(crate) count: Option<String>,
    pub(crate) party: Option<String>,
    pub(crate) why: Option<String>,
    pub(crate) source: String,
    pub(crate) href: String,
}

/// An instrument, zone, list or person of authority against the incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) name: String,
    pub(crate) told: Vec<Sentence>,
}

/// Standards that it was held against.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Standards {
    /// The proof standard of the outcomes.
    pub(crate) proof: String,
    pub(crate) lines: Vec<StandardLine>,
    /// On how many nothing on the record bears.
    pub(crate) silent: usize,
    pub(crate) doubts: Vec<String>,
}

/// One standard in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StandardLine {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) held: String,
    pub(crate) href: String,
    pub(crate) outcome: Outcome,
    pub(crate) words: String,
    /// Outcomes of the elements of the test.
    pub(crate) elements: Vec<Outcome>,
}

/// What was first published on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) day: String,
    pub(crate) new: Vec<Sentence>,
    /// Claims published that day.
    pub(crate) claims: usize,
    /// What it comes to up to that day, in words.
    pub(crate) so_far: Option<String>,
}

/// So many contested questions stand open; the rest unfold.
const FEW: usize = 6;
/// So many statements stand open; the rest unfold.
const OPEN: usize = 6;

impl Incident {
    pub(crate) fn render(&self) -> Markup {
        let root = "../";
        html! {
            (opening(root, &self.opening))
            (parts::contents(&self.contents()))
            (self.three(root))
            p.by { (sentence(root, &self.kept)) }
            (self.how_many(root))
            (self.who_says_what(root))
            @if !self.conflicts.is_empty() || !self.incoherences.is_empty() {
                section id="conflicts" {
                    h2 { "What is contested" }
                    @for conflict in &self.conflicts { (conflicts::one(root, conflict)) }
                    @if !self.incoherences.is_empty() {
                        h3 { "Figures that do not add up" }
                        ul { @for (told, cite) in &self.incoherences { li { (parts::figure(root, told, cite)) } } }
                    }
                }
            }
            (self.authority(root))
            (standards(root, &self.standards))
            (self.known_when(root))
            (self.rest(root))
        }
    }

    fn contents(&self) -> Vec<(&'static str, String)> {
        let parts = [
            (!self.tolls.is_empty() || !self.attacks.is_empty(), "tolls", "How many".to_owned()),
            (!self.facts.is_empty(), "said", "Who says what".to_owned()),
            (!self.conflicts.is_empty(), "conflicts", "What is contested".to_owned()),
            (!self.orders.is_empty(), "order", "Orders and law that day".to_owned()),
            (
                !self.standards.lines.is_empty(),
                "standards",
                words::plural(self.standards.lines.len(), "standard"),
            ),
            (!self.steps.is_empty(), "known", "What was known when".to_owned()),
            (!self.sources.is_empty(), "sources", words::plural(self.sources.len(), "source")),
        ];
        parts.into_iter().filter(|(there, ..)| *there).map(|(_, id, words)| (id, words)).collect()
    }

    fn three(&self, root: &str) -> Markup {
        html! {
            div.three {
                section { h2 { (mark(Mark::Full)) " Agreed" }
                    @if self.agreed.is_empty() { p.s.soft { "Nothing is said by two independent origins and contested by none." } }
                    @else { ul { @for told in &self.agreed { li { (sentence(root, told)) } } } }
                }
                section id="contested" { h2 { (mark(Mark::Halved)) " Contested" }
                    @if self.contested.is_empty() { p.s.soft { "No two answers on this record rule each other out." } }
                    @else { ul { @for told in self.contested.iter().take(FEW) { li { (sentence(root, told)) } } }
                        @if self.contested.len() > FEW { details { summary { (words::plural(self.contested.len() - FEW, "more question")) } ul { @for told in self.contested.iter().skip(FEW) { li { (sentence(root, told)) } } } } } }
                }
                section { h2 { (mark(Mark::Broken)) " Unknown here" }
                    @if self.unknown.is_empty() { p.s.soft { "Every question asked of an incident first has an answer by somebody." } }
                    @else { ul { @for question in &self.unknown { li { (question) } } } }
                }
            }
        }
    }

    fn how_many(&self, root: &str) -> Markup {
        html! {
            section id="tolls" {
                @if !self.tolls.is_empty() || !self.attacks.is_empty() || !self.grades.is_empty() { h2 { "How many, by each method" } }
                @if !self.tolls.is_empty() { p.s { "The lowest and the highest credible claim under each method, computed here by the recorders’ rules and not by the recorders; no midpoint." } }
                @for group in &self.tolls { (parts::tolls(root, group)) }
                @for (name, groups) in &self.attacks {
                    h3 { "Attack: " (said(name)) }
                    p.s.soft { "Counted within the incident above, and in no sum beside it." }
                    @for group in groups { (parts::tolls(root, group)) }
                }
                @if !self.grades.is_empty() {
                    details { summary { "Grade of the incident under each method" }
                        p.s { "How good the reporting and attribution of the incident is under each method, never how good a figure is." }
                        dl.pair { @for grade in &self.grades { div {
                            dt { @for (at, (name, href)) in grade.methods.iter().enumerate() { @if at > 0 { ", " } a href={ (root) (href) } { (said(name)) } } }
                            dd { @match &grade.cite { Some(cite) => (parts::figure(root, &grade.grade, cite)), None => (grade.grade) } ": " (grade.why) }
                        } } }
                    }
                }
            }
        }
    }

    fn who_says_what(&self, root: &str) -> Markup {
        html! {
            section id="said" {
                h2 { "Who says what" }
                @if self.facts.is_empty() { p.soft { "No typed claim on this record." } }
                @else { p.s { "A full line is a named speaker, a broken line one who is not named, a square a document. Silence is left out, and is not denial." } }
                @for fact in &self.facts { div.fact id=(fact.id) {
                    div { h3 { (said(&fact.question)) } p.st { (mark(fact.mark)) " " (fact.state) } }
                    div { @for answer in &fact.answers { div.val {
                        p { @if let Some(denied) = answer.denied { (denied) " " }
                            @match &answer.value { Value::Plain(value) => (said(value)), Value::Source(words) => (parts::shown(words)) } }
                        (parts::chips(root, &answer.chips))
                    } } }
                } }
                (self.unnamed(root))
            }
        }
    }

    /// Two rows may be the same people, so that they are never more than described.
    fn unnamed(&self, root: &str) -> Markup {
        html! {
            @if !self.unnamed.is_empty() {
                details { summary { "People who are not named" }
                    p.s { "As each source describes and counts them. Two rows may be the same people; so origins are counted as a range." }
                    dl.pair { @for who in &self.unnamed { div {
                        dt { (said(&who.described)) }
                        dd { "how many: " @match &who.count { Some(count) => (said(count)), None => "not stated" }
                            "; of: " @match &who.party { Some(party) => (said(party)), None => "not stated" }
                            "; why not named: " @match &who.why { Some(why) => (said(why)), None => "not stated" }
                            "; in " a href={ (root) (who.href) } { (said(&who.source)) } }
                    } } }
                }
            }
        }
    }

    fn authority(&self, root: &str) -> Markup {
        html! {
            @if !self.orders.is_empty() {
                section id="order" {
                    h2 { "Orders and law that day" }
                    p.s { "Signed, in force and disclosed are three dates. That an instrument was in force does not say that it covered the act: its standard asks that." }
                    @for (heading, orders) in &self.orders {
                        h3 { (heading) }
                        dl.pair { @for order in orders { div {
                            dt { (said(&order.name)) }
                            dd { @for (at, told) in order.told.iter().enumerate() { @if at > 0 { "; " } (sentence(root, told)) } "." }
                        } } }
                    }
                    @if !self.order_notes.is_empty() { ul.s { @for note in &self.order_notes { li { (said(note)) } } } }
                }
            }
        }
    }

    fn known_when(&self, root: &str) -> Markup {
        html! {
            @if !self.steps.is_empty() {
                section id="known" {
                    h2 { "What was known when" }
                    p.s { "By the day on which the sources were published. What was published later is left out of each step above it." }
                    (steps(root, &self.steps))
                }
            }
        }
    }

    fn rest(&self, root: &str) -> Markup {
        let (open, folded) = self.statements.split_at(self.statements.len().min(OPEN));
        html! {
            @if !self.statements.is_empty() {
                section id="statements" {
                    h2 { "What else is said" }
                    @for told in open { (parts::block(root, told)) }
                    @if !folded.is_empty() { details { summary { (words::plural(folded.len(), "more statement")) } @for told in folded { (parts::block(root, told)) } } }
                }
            }
            @if !self.sources.is_empty() {
                section id="sources" {
                    h2 { "Sources" }
                    ul.words { @for (told, aside) in &self.sources { li { (sentence(root, told)) " " span.soft { (said(aside)) } } } }
                }
            }
        }
    }
}

/// The sentences that a page opens with: the first large.
pub(crate) fn opening(root: &str, told: &[Sentence]) -> Markup {
    html! {
        @for (at, one) in told.iter().enumerate() {
            @if at == 0 { p.lede id="f-1" { (sentence(root, one)) } }
            @else { p.lede.s id={ "f-" (at + 1) } { (sentence(root, one)) } }
        }
    }
}

/// What was first published on each day, one below another.
pub(crate) fn steps(root: &str, all: &[Step]) -> Markup {
    html! {
        ol.steps { @for step in all { li {
            strong { (step.day) }
            @for told in &step.new { div { (sentence(root, told)) } }
            p.xs.soft { (words::plural(step.claims, "claim")) " published" @if let Some(so_far) = &step.so_far { "; " (so_far) } }
        } } }
    }
}

/// Standards that something was held against, each in a line.
pub(crate) fn standards(root: &str, held: &Standards) -> Markup {
    html! {
        @if !held.lines.is_empty() || held.silent > 0 {
            section id="standards" {
                h2 { "What standards ask" }
                p.s { "At the proof standard " strong { (held.proof) } ". An outcome says what this record holds for and against, never what is lawful." }
                @if held.lines.is_empty() { p { "Unknown under every standard: nothing on this record bears on any element." } }
                @else {
                    p.key { (mark(Mark::Full)) " met " (mark(Mark::Halved)) " contested " (mark(Mark::Broken)) " unknown " (mark(Mark::Bar)) " not met " (mark(Mark::Idle)) " not engaged" }
                    ul.std { @for line in &held.lines { li {
                        a href={ (root) (line.href) } { (said(&line.title)) } " " span.xs.soft { (said(&line.version)) @if !line.held.is_empty() { ", " (line.held) } }
                        div { (parts::outcome(line.outcome, &line.words)) }
                        (row(&line.elements))
                    } } }
                }
                @if held.silent > 0 {
                    p.s { (words::plural(held.silent, "standard")) @if held.silent == 1 { " is" } @else { " are" } " unknown here, because nothing on this record bears on any element; " a href={ (root) "methods.html#standards" } { "what each asks" } "." }
                }
                @if !held.doubts.is_empty() { details { summary { "Could not be used" } ul { @for doubt in &held.doubts { li { (said(doubt)) } } } } }
            }
        }
    }
}
