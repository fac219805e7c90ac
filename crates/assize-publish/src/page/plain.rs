//! Pages that are lists: the timeline, oversight, people and organisations, sources, changes, data, search, about.

use super::{
    conflicts::numbered,
    incident::{Step, opening, steps},
    parts::{self, said, sentence},
};
use crate::{
    chart::Canvas,
    sentence::{Cite, Sentence, words},
};
use maud::{Markup, html};

/// The timeline, or one part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Timeline {
    pub(crate) opening: Vec<Sentence>,
    pub(crate) lanes: Option<Canvas>,
    pub(crate) events: Vec<Event>,
    pub(crate) parts: Vec<(String, String)>,
    pub(crate) part: usize,
}

/// One dated thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) lane: usize,
    /// The days stated for it, each with its claims, and by whose word where there are several.
    pub(crate) dates: Vec<(String, Option<Cite>, Option<String>)>,
    pub(crate) kind: String,
    pub(crate) told: Sentence,
    pub(crate) words: Option<parts::Words>,
    pub(crate) details: Vec<(Sentence, bool)>,
}

impl Timeline {
    pub(crate) fn render(&self) -> Markup {
        html! {
            (opening("", &self.opening))
            p.s { "Signed, in force and disclosed are separate days. A date that is not known to the day stands at the last day it may have been, after what is known to the day." }
            (numbered(&self.parts, self.part))
            @if let Some(lanes) = &self.lanes {
                figure.xwf { figcaption { strong { "Three lanes" } "Bars: any day of the bar. The list says the same." } (lanes.draw("", "xw", "Orders and law, incidents, and events in three lanes; the list below says the same")) }
            }
            @if self.events.is_empty() { p.soft { "Nothing on this record has a date." } }
            ol.tl { @for event in &self.events { li class=(["l-1", "l-2", "l-3"][event.lane.min(2)]) {
                span.dt {
                    @for (at, (date, cite, who)) in event.dates.iter().enumerate() {
                        @if at > 0 { "; " }
                        @match cite { Some(cite) => (parts::linked("", date, cite)), None => (date) }
                        @if let Some(who) = who { " (" (said(who)) ")" }
                    }
                    " · " (event.kind)
                }
                (sentence("", &event.told))
                @if let Some(spoken) = &event.words { ": " (parts::shown(spoken)) }
                @for (at, (detail, paraphrased)) in event.details.iter().enumerate() {
                    @if at == 0 { " — " } @else { "; " }
                    (sentence("", detail))
                    @if *paraphrased { " " (parts::paraphrase()) }
                }
            } } }
            (numbered(&self.parts, self.part))
        }
    }
}

/// What was known when, or one part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) opening: Vec<Sentence>,
    pub(crate) steps: Vec<Step>,
    pub(crate) parts: Vec<(String, String)>,
    pub(crate) part: usize,
}

impl Known {
    pub(crate) fn render(&self) -> Markup {
        html! {
            (opening("", &self.opening))
            p.s { "By the day on which the sources were published, the oldest first. What was published later is left out of each step above it. The page of an incident has its own steps." }
            (numbered(&self.parts, self.part))
            (steps("", &self.steps))
            (numbered(&self.parts, self.part))
        }
    }
}

/// Oversight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Oversight {
    pub(crate) opening: Vec<Sentence>,
    pub(crate) matters: Vec<Matter>,
    pub(crate) clocks: Vec<Clock>,
}

/// One matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Matter {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) outstanding: bool,
    pub(crate) requests: Vec<Sentence>,
    pub(crate) said_outstanding: Vec<Sentence>,
    pub(crate) acts: Vec<(Option<Cite>, String, Sentence)>,
}

/// One duty's time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clock {
    pub(crate) title: String,
    pub(crate) ask: String,
    pub(crate) length: String,
    pub(crate) rows: Vec<Sentence>,
    pub(crate) told: String,
    pub(crate) events: Vec<Sentence>,
}

impl Oversight {
    pub(crate) fn render(&self) -> Markup {
        html! {
            (opening("", &self.opening))
            p.s { "That no answer is on this record is one thing; that somebody says none has come is another, and is shown apart. "
                "A request is answered only by an answer to the one who asked, or to a whole that the one who asked is part of; to say nothing when asked is not to deny." }
            @if self.matters.is_empty() { p.soft { "No act of oversight is on this record." } }
            @for matter in &self.matters {
                section.card id=(matter.id) {
                    h2 { (said(&matter.name)) @if matter.outstanding { " " span.flag { "outstanding" } } }
                    @if matter.requests.is_empty() { p.s.soft { "No request is on this record in this matter; what was done in it:" } }
                    @for request in &matter.requests { p { (sentence("", request)) } }
                    @if !matter.said_outstanding.is_empty() { p { "Said to be outstanding: " @for (at, told) in matter.said_outstanding.iter().enumerate() { @if at > 0 { "; " } (sentence("", told)) } "." } }
                    @if matter.requests.is_empty() { (matter.acts()) }
                    @else { details { summary { (words::plural(matter.acts.len(), "act")) } (matter.acts()) } }
                }
            }
            @if !self.clocks.is_empty() {
                h2 { "Clocks" }
                p.s { "A duty may not apply at all: that is a legal question, which the page of its standard shows. Its clock is shown all the same." }
                @for clock in &self.clocks { section.card {
                    h3 { (said(&clock.title)) }
                    p.s { (said(&clock.ask)) " (" (said(&clock.length)) ")" }
                    ul { @for row in &clock.rows { li { (sentence("", row)) } } }
                    p { (said(&clock.told)) "." }
                    @if !clock.events.is_empty() { details { summary { (words::plural(clock.events.len(), "day")) } ul { @for event in &clock.events { li { (sentence("", event)) } } } } }
                } }
            }
        }
    }
}

impl Matter {
    fn acts(&self) -> Markup {
        html! {
            ol.words { @for (cite, date, told) in &self.acts { li {
                span.dt { @match cite { Some(cite) => (parts::linked("", date, cite)), None => (date) } }
                (sentence("", told))
            } } }
        }
    }
}

/// A line of a list, and what stands beside it.
pub(crate) type Line = (Sentence, String);

/// The word of a heading in addresses, the heading, and the lines below it.
pub(crate) type Group = (String, String, Vec<Line>);

/// A list of lines under headings, as for people, sources and search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Lines {
    pub(crate) opening: Vec<Sentence>,
    /// Heading with its own word in addresses, and the lines below it.
    pub(crate) groups: Vec<Group>,
    pub(crate) parts: Vec<(String, String)>,
    pub(crate) part: usize,
    /// Whether the optional script searches here.
    pub(crate) search: bool,
}

impl Lines {
    pub(crate) fn render(&self, root: &str) -> Markup {
        html! {
            (opening(root, &self.opening))
            (numbered(&self.parts, self.part))
            @if self.search { div.search id="search" {} }
            @if self.groups.len() > 1 { ul.toc aria-label="On this page" { @for (id, heading, _) in &self.groups { li { a href={ "#" (id) } { (said(heading)) } } } } }
            @for (id, heading, lines) in &self.groups {
                section id=(id) {
                    h2 { (said(heading)) }
                    ul.words { @for (told, aside) in lines { li { (sentence(root, told)) @if !aside.is_empty() { " " span.soft { (said(aside)) } } } } }
                }
            }
            (numbered(&self.parts, self.part))
        }
    }
}

/// The map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Map {
    pub(crate) opening: Vec<Sentence>,
    pub(crate) map: Option<(Canvas, Canvas)>,
    /// Numbers of positions for which the map has no room.
    pub(crate) unlabelled: Vec<usize>,
    pub(crate) places: Vec<(Sentence, String)>,
    /// Areas that orders designate, drawn or not, with what is said of each.
    pub(crate) areas: Vec<(String, Vec<Sentence>)>,
    /// Incidents of which nobody states a position.
    pub(crate) elsewhere: Vec<(Sentence, String)>,
}

impl Map {
    pub(crate) fn render(&self) -> Markup {
        let lines = |lines: &[(Sentence, String)]| {
            html! { ul.words { @for (told, aside) in lines { li { (sentence("", told)) @if !aside.is_empty() { " " span.soft { (said(aside)) } } } } } }
        };
        html! {
            (opening("", &self.opening))
            @if let Some(map) = &self.map {
                div.mid { (parts::chart("", "Stated positions as circles; the list below says the same", map, &html! { "Each circle holds the place; none is a position. Numbers are those of the list; dashed lines with a letter are zones that orders designate, each on its own days. Coast: Natural Earth, 1:110 million." })) }
                @if !self.unlabelled.is_empty() { p.s { "On the map there is no room for " (numbers(&self.unlabelled)) "; the list has all." } }
            }
            h2 id="places" { "Positions as stated" }
            (lines(&self.places))
            @if !self.areas.is_empty() {
                h2 id="zones" { "Zones" }
                @for (name, told) in &self.areas {
                    h3 { (said(name)) }
                    ul { @for told in told { li { (sentence("", told)) } } }
                }
            }
            @if !self.elsewhere.is_empty() {
                h2 id="elsewhere" { "Not on the map: no position is stated" }
                (lines(&self.elsewhere))
            }
        }
    }
}

/// `the number 4`, `the numbers 2, 3 and 9`, `the numbers of 40 positions`.
fn numbers(of: &[usize]) -> String {
    match of {
        [one] => format!("the number {one}"),
        few if few.len() <= 12 => {
            let all: Vec<String> = few.iter().map(|n| words::number(*n as u64)).collect();
            format!("the numbers {}", words::list(&all))
        }
        many => format!("the numbers of {}", words::plural(many.len(), "position")),
    }
}

/// Changes and corrections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Changes {
    pub(crate) opening: Vec<Sentence>,
    pub(crate) contact: Option<String>,
    pub(crate) corrections: Vec<(String, Sentence)>,
    /// Days on which claims were entered, the newest first, and what they say.
    pub(crate) days: Vec<(String, String, Vec<Sentence>, usize)>,
}

impl Changes {
    pub(crate) fn render(&self) -> Markup {
        html! {
            (opening("", &self.opening))
            p { (contact(self.contact.as_deref())) " " a href="changes.atom" { "The same as an Atom feed" } "." }
            h2 id="corrections" { "Corrected or taken back" }
            @if self.corrections.is_empty() { p.soft { "Nothing that this site prints was corrected after the day on which it was entered." } }
            @else {
                p.s { "Claims that stood and were corrected or taken back after the day on which they were entered, the newest first. Days are in UTC." }
                dl.pair { @for (day, told) in &self.corrections { div { dt { (day) } dd { (sentence("", told)) } } } }
            }
            @if !self.days.is_empty() {
                h2 id="entered" { "Entered on this record" }
                p.s { "By the day on which this record took claims in, in UTC, the newest first; each claim once." }
                @for (id, day, told, more) in &self.days { section id=(id) {
                    h3 { (day) }
                    ul.words { @for one in told { li { (sentence("", one)) } } }
                    @if *more > 0 { p.xs.soft { "and " (words::plural(*more, "more claim")) } }
                } }
            }
        }
    }
}

/// Where somebody who is named or described can object.
pub(crate) fn contact(contact: Option<&str>) -> Markup {
    html! {
        @match contact {
            Some(contact) => { "Somebody who is named or described here, or their family, can object, and anybody can point out an error: " strong { (said(contact)) } "." }
            None => { "Whoever publishes this site has stated no address for objections." }
        }
    }
}

/// What stands where a name was masked.
const MASKED: &str = "Where a name stood in quoted words, “[name withheld]” stands in its place.";

/// What this site is and what it keeps back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct About {
    pub(crate) missing: Vec<String>,
    pub(crate) contact: Option<String>,
    pub(crate) built_on: Option<String>,
    pub(crate) generator: String,
}

impl About {
    pub(crate) fn render(&self) -> Markup {
        html! {
            p.lede.s { "This site prints who said what, by whose word and under which method; never what is true. Each figure, date and outcome opens the words that it rests on." }
            h2 { "What is not here" }
            p { "A person of this record is named only where somebody has decided so, because the person holds office, has agreed, or was named as the record says; authors of sources stand as their sources name them. "
                "Everybody else on the record goes by a description. Quoted words can hold names of people of whom this record has no entry: these stand as the source prints them. " (MASKED) " A source from which a name was taken out is shown without its hash and without the places of its words, which would let the name be tried out. "
                "What sources that must be protected have said is on no page and in no figure." }
            @for line in &self.missing { p { (line) } }
            h2 { "Objections and corrections" }
            p { (contact(self.contact.as_deref())) " What was corrected stands on the page of " a href="changes.html#corrections" { "changes and corrections" } "." }
            h2 { "This edition" }
            dl.pair {
                div { dt { "Built on" } dd { (self.built_on.as_deref().unwrap_or("not stated")) } }
                div { dt { "Made with" } dd { (said(&self.generator)) } }
                div { dt { "Manifest" } dd { a href="record.json" { "record.json" } ": SHA-256 of every file of this edition, and of the manifest of the edition before it, signed" } }
                div { dt { "Pages" } dd { "No script but one, on the page of the search, which works without it; nothing is asked of any other address; dark and print styles by the reader’s own settings." } }
            }
        }
    }
}

/// Datasets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Downloads {
    pub(crate) files: Vec<(String, String)>,
}

impl Downloads {
    pub(crate) fn render(&self) -> Markup {
        html! {
            p.lede.s { "The record behind these pages, as files. " code { "datapackage.json" } " describes every column." }
            dl.pair { @for (name, what) in &self.files { div { dt { a href={ "data/" (name) } { (name) } } dd { (what) } } } }
            p.s { "CSV follows RFC 4180 in UTF-8; a field that a spreadsheet would run as a formula begins with an apostrophe, "
                "a character that cannot be seen or that turns the direction of writing stands as its number (" code { "\\u{202e}" } "), and behind a word of look-alike letters stands which they are (" code { "⟦Cyrillic Т⟧" } "). "
                "JSON holds the exact words: there such characters are escapes, and what is parsed is what the source wrote. "
                "Spans are bytes of the extracted text; ids are SHA-256. Dates are EDTF. Words whose " code { "source_kind" } " is digest are a paraphrase and quote nobody." }
        }
    }
}
