//! The overview: the sentence, every incident in time, totals by others against the sums here, the list, what is contested, what is not answered.

use super::{
    conflicts::numbered,
    incident::{Standards, opening, standards},
    parts::{self, TollGroup, chart, said, sentence},
};
use crate::{
    chart::Canvas,
    sentence::{Cite, Sentence, words},
};
use maud::{Markup, html};

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Overview {
    pub(crate) title: String,
    pub(crate) opening: Vec<Sentence>,
    pub(crate) kept: Sentence,
    pub(crate) strip: Option<(Canvas, Canvas)>,
    pub(crate) map: Option<(Canvas, Canvas)>,
    /// Incidents without a day.
    pub(crate) undated: usize,
    /// The first part of the list, and the pages of all parts where there are several.
    pub(crate) rows: Vec<Row>,
    pub(crate) parts: Vec<(String, String)>,
    pub(crate) incidents: usize,
    pub(crate) campaigns: Vec<Campaign>,
    pub(crate) named: Vec<(String, String)>,
    pub(crate) contested: Vec<Sentence>,
    pub(crate) contested_more: usize,
    pub(crate) asked: Vec<(String, Sentence)>,
    pub(crate) changed: Vec<Sentence>,
    /// The newest days on which something was first published, and how many there are.
    pub(crate) known: (Vec<super::incident::Step>, usize),
}

/// One campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Campaign {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) steps: Option<(Canvas, Canvas)>,
    pub(crate) groups: Vec<TollGroup>,
    /// Totals as stated: as of, of what, figure, whose word, what was on record up to that day.
    pub(crate) stated: Vec<Stated>,
    pub(crate) outside: Vec<(String, Cite)>,
    pub(crate) unplaced: usize,
    /// Where the sums are taken apart incident by incident.
    pub(crate) sums: Option<String>,
    pub(crate) standards: Standards,
}

/// A total that somebody states for the whole campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stated {
    pub(crate) as_of: Option<String>,
    pub(crate) what: String,
    pub(crate) figure: String,
    pub(crate) cite: Option<Cite>,
    pub(crate) who: String,
    /// The last day that it may stand for.
    pub(crate) until: Option<String>,
    /// What is on record here up to that day.
    pub(crate) on_record: Option<String>,
}

/// An incident in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) day: Option<(String, Cite)>,
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) killed: Option<Sentence>,
    pub(crate) none: &'static str,
    /// Where and by whose word.
    pub(crate) line: Vec<Sentence>,
    pub(crate) contested: Vec<String>,
    pub(crate) unplaced: bool,
    /// How many methods have a figure, of how many.
    pub(crate) counted_by: Option<(usize, usize)>,
    /// Month of the year by which it is filtered.
    pub(crate) facet: Option<usize>,
}

/// One page of a list of incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List {
    pub(crate) rows: Vec<Row>,
    pub(crate) parts: Vec<(String, String)>,
    pub(crate) part: usize,
}

impl Overview {
    pub(crate) fn render(&self) -> Markup {
        html! {
            (opening("", &self.opening))
            (parts::contents(&self.contents()))
            div class=(if self.map.is_some() { "two" } else { "one" }) {
                @if let Some(strip) = &self.strip {
                    div {
                        (chart("", "Every incident by its day; the list below says the same", strip, &html! { strong { "Every incident, by day" } "The area of a disc is the highest figure of the killed; the figure in it says how many, “+” that it is a bound." }))
                        p.key { span { svg.ic viewBox="0 0 16 16" aria-hidden="true" { circle.full cx="8" cy="8" r="6" {} } " one figure by all methods" } span { svg.ic viewBox="0 0 16 16" aria-hidden="true" { circle.pale cx="8" cy="8" r="6" {} } " a range or a bound" }
                            span { svg.ic viewBox="0 0 16 16" aria-hidden="true" { circle.pale cx="8" cy="8" r="6" {} path.m d="M8 2a6 6 0 0 0 0 12z" {} } " something about it is contested: the number or another point" } span { svg.ic viewBox="0 0 16 16" aria-hidden="true" { circle.none cx="8" cy="8" r="5" {} } " no figure of all the killed" } }
                        @if self.undated > 0 { p.note { "Not shown: " (words::plural(self.undated, "incident")) " without a day." } }
                    }
                }
                @if let Some(map) = &self.map { (chart("", "Map of the incidents", map, &html! { strong { "Where, as far as it was said" } "Each circle holds the place; none is a position. Numbers are those of the list beside " a href="map.html" { "the map" } "." })) }
            }
            p.by { (sentence("", &self.kept)) }
            section id="incidents" {
                h2 { (words::plural(self.incidents, "incident")) }
                (numbered(&self.parts, usize::MAX))
                (rows("", &self.rows))
                @if self.rows.len() < self.incidents { p { "These are the first " (words::number(self.rows.len() as u64)) ". All of them, part by part:" } (numbered(&self.parts, usize::MAX)) }
            }
            @for campaign in &self.campaigns { (campaign.render()) }
            @if !self.contested.is_empty() {
                section id="contested" {
                    h2 { "What is contested" }
                    ul.words { @for told in &self.contested { li { (sentence("", told)) } } }
                    @if self.contested_more > 0 { p { a href="conflicts.html" { "All conflicts and revisions, " (words::number(self.contested_more as u64)) " more" } } }
                }
            }
            @if !self.asked.is_empty() {
                section id="asked" {
                    h2 { "What was asked for and is not answered here" }
                    dl.pair { @for (what, told) in &self.asked { div { dt { (said(what)) } dd { (sentence("", told)) } } } }
                    p.note { "No answer on this record is not the same as no answer. " a href="oversight.html" { "All matters of oversight" } "." }
                }
            }
            @if self.known.1 > 1 {
                section id="known" {
                    h2 { "What was known when" }
                    p.s { "The last days on which a source told of an incident, or stated a total, for the first time here." }
                    (super::incident::steps("", &self.known.0))
                    p { a href="known.html" { "All " (words::plural(self.known.1, "day")) } }
                }
            }
            @if !self.changed.is_empty() {
                section id="changed" {
                    h2 { "What changed lately" }
                    ul.words { @for told in &self.changed { li { (sentence("", told)) } } }
                    p { a href="changes.html" { "All changes and corrections" } }
                }
            }
            @if !self.named.is_empty() {
                section { h2 { "Named as campaigns, without a figure" } ul { @for (id, name) in &self.named { li id=(id) { (said(name)) } } } }
            }
        }
    }

    fn contents(&self) -> Vec<(&'static str, String)> {
        let mut all = vec![("incidents", words::plural(self.incidents, "incident"))];
        let parts = [
            (!self.contested.is_empty(), "contested", "What is contested"),
            (!self.asked.is_empty(), "asked", "What was asked"),
            (self.known.1 > 1, "known", "What was known when"),
            (!self.changed.is_empty(), "changed", "What changed"),
        ];
        all.extend(self.campaigns.first().map(|_| ("totals", "Totals over time and methods".to_owned())));
        all.extend(parts.into_iter().filter(|(there, ..)| *there).map(|(_, id, name)| (id, name.to_owned())));
        all
    }
}

impl Campaign {
    fn render(&self) -> Markup {
        html! {
            section id=(self.id) {
                h2 id="totals" { (said(&self.name)) }
                @if let Some(steps) = &self.steps {
                    div.mid {
                        (chart("", "Totals stated by others against the sums here; the table below says the same", steps, &html! { strong { "Totals stated by others, against the sums here" } "Lines: the lowest and the highest sum of this record, by day of the incident. Marks: totals that others stated, by the day they stand for; a triangle is stated as at least." }))
                    }
                }
                @if self.groups.is_empty() { p.soft { "No placed incident of this campaign adds a figure." } }
                @else { p.s { "Computed here by the recorders’ rules and not by the recorders; none of them has published these figures. " @if let Some(sums) = &self.sums { a href=(sums) { "Incident by incident, what each sum takes in" } "." } } }
                @for group in &self.groups { (parts::tolls("", group)) }
                @if self.unplaced > 0 {
                    p.note { "Not in these figures: " (words::plural(self.unplaced, "incident")) " on this record that nobody has yet placed beside the others." }
                }
                (self.as_stated())
                (standards("", &self.standards))
            }
        }
    }

    fn as_stated(&self) -> Markup {
        html! {
            @if !self.outside.is_empty() {
                h3 { "Outside every range computed here" }
                ul { @for (told, cite) in &self.outside { li { (parts::figure("", told, cite)) } } }
            }
            @if !self.stated.is_empty() {
                @match &self.sums {
                    Some(sums) => p { a href={ (sums) "#stated" } { "As stated for the whole campaign, " (words::plural(self.stated.len(), "figure")) } },
                    None => (stated("", &self.stated)),
                }
            }
        }
    }
}

/// Totals as others state them, in order of the day they are the state of.
pub(crate) fn stated(root: &str, all: &[Stated]) -> Markup {
    html! {
        section id="stated" {
            h2 { "As stated for the whole campaign" }
            p.s { "In order of the day they are the state of. They are not mixed into the sums." }
            ul.words { @for stated in all { li {
                @match &stated.cite { Some(cite) => (parts::figure(root, &stated.figure, cite)), None => (said(&stated.figure)) }
                " " (stated.what) ", by " (said(&stated.who))
                @match &stated.as_of { Some(day) => { ", as of " (day) }, None => ", as of a day that is not known" }
                @if let Some(on_record) = &stated.on_record { span.soft { "; on record here" @if let Some(day) = &stated.until { " up to " (day) } ": " (on_record) } }
            } } }
        }
    }
}

impl List {
    pub(crate) fn render(&self, root: &str) -> Markup {
        html! {
            p.crumb { a href={ (root) "index.html" } { "Overview" } }
            (numbered(&self.parts, self.part))
            (rows(root, &self.rows))
            (numbered(&self.parts, self.part))
        }
    }
}

/// The most months by which a list is filtered.
const FACETS: usize = 12;

/// Incidents one below another, with a filter that needs no script.
pub(crate) fn rows(root: &str, all: &[Row]) -> Markup {
    let months: std::collections::BTreeSet<usize> = all.iter().filter_map(|row| row.facet).collect();
    let any = all.iter().any(|row| !row.contested.is_empty());
    html! {
        @if all.is_empty() { p.soft { "No incident on this record." } }
        @else {
            div.filtered {
                @if months.len() > 1 || any {
                    div.f role="group" aria-label="Filter the incidents" {
                        @if months.len() > 1 {
                            fieldset { legend { "Month" }
                                label { input.fa-0 type="radio" name="month" checked; " all" }
                                @for month in months.iter().take(FACETS) { label { input class={ "f-" (month) } type="radio" name="month"; " " (month_name(*month)) } }
                            }
                        }
                        @if any { label { input.fx type="checkbox"; " only with something contested" } }
                    }
                }
                ol.rows { @for row in all { (self::row(root, row)) } }
            }
        }
    }
}

fn month_name(month: usize) -> &'static str {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        .get(month.wrapping_sub(1))
        .copied()
        .unwrap_or("")
}

fn row(root: &str, row: &Row) -> Markup {
    let facet = row.facet.map_or_else(String::new, |month| format!("m-{month}"));
    let class = if row.contested.is_empty() { facet } else { format!("{facet} x") };
    html! {
        li class=(class) id=(row.id) {
            span.d { @match &row.day { Some((day, cite)) => (parts::linked(root, day, cite)), None => span.soft { "day not stated" } } }
            span.k { @match &row.killed { Some(killed) => { (sentence(root, killed)) " killed" }, None => span.soft { (row.none) } } }
            span.p {
                a href={ (root) (row.href) } { (said(&row.name)) }
                @for told in &row.line { ". " (sentence(root, told)) }
                @for what in &row.contested { " " span.flag { "contested: " (what) } }
                @if row.unplaced { " " span.flag.x { "not yet placed" } }
            }
            span.w { @if let Some((some, all)) = row.counted_by { (some) " of " (words::plural(all, "method")) " " @if some == 1 { "counts" } @else { "count" } " all the dead" } }
        }
    }
}
