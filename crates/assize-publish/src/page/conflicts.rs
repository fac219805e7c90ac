//! Conflicts and revisions, position beside position.

use super::parts::{self, Said, said};
use crate::sentence::{Cite, words};
use maud::{Markup, html};

/// Positions that cannot all hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// Its word in addresses.
    pub(crate) id: String,
    /// What it is about, and where that stands; none on the page of the subject itself.
    pub(crate) subject: Option<(String, Option<String>)>,
    pub(crate) question: String,
    /// Between whom.
    pub(crate) between: String,
    pub(crate) positions: Vec<Position>,
}

/// One position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Position {
    /// On which side, where it has one.
    pub(crate) side: Option<&'static str>,
    pub(crate) value: String,
    pub(crate) cite: Option<Cite>,
    /// Articles and origins behind it.
    pub(crate) behind: String,
    pub(crate) said: Vec<Said>,
    /// Claims beyond those shown.
    pub(crate) more: usize,
}

/// The page: one part of all conflicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conflicts {
    pub(crate) all: Vec<Conflict>,
    pub(crate) incoherences: Vec<(String, Cite)>,
    /// Other parts: their names and addresses, and which of them this is.
    pub(crate) parts: Vec<(String, String)>,
    pub(crate) part: usize,
}

impl Conflicts {
    pub(crate) fn render(&self) -> Markup {
        html! {
            p.lede.s { "Values that cannot both hold, and what is disputed in words. A conflict is between origins; where two speakers of one party differ they are two voices of one party; "
                "only where the same speaker later says otherwise is it a revision. Nothing here is resolved: the record prints who said what." }
            (numbered(&self.parts, self.part))
            @if self.all.is_empty() { p.soft { "None on this record." } }
            @for conflict in &self.all { (one("", conflict)) }
            @if !self.incoherences.is_empty() {
                h2 { "Figures that do not add up" }
                ul { @for (told, cite) in &self.incoherences { li { (parts::figure("", told, cite)) } } }
            }
            (numbered(&self.parts, self.part))
        }
    }
}

/// Links to the parts of what is split over several pages.
pub(crate) fn numbered(parts: &[(String, String)], here: usize) -> Markup {
    html! {
        @if parts.len() > 1 {
            nav.parts aria-label="Parts" { @for (at, (name, href)) in parts.iter().enumerate() {
                @if at == here { a href=(href) aria-current="page" { (said(name)) } } @else { a href=(href) { (said(name)) } }
            } }
        }
    }
}

/// One conflict.
pub(crate) fn one(root: &str, conflict: &Conflict) -> Markup {
    html! {
        section.card id=(conflict.id) {
            h3 {
                @if let Some((name, href)) = &conflict.subject {
                    @match href { Some(href) => a href={ (root) (href) } { (said(name)) }, None => (said(name)) } ": "
                }
                (said(&conflict.question))
            }
            p.xs.soft { (conflict.between) }
            div.fa { @for position in &conflict.positions { div {
                p { @if let Some(side) = position.side { (side) ": " }
                    @match &position.cite { Some(cite) => strong { (parts::figure(root, &position.value, cite)) }, None => strong { (said(&position.value)) } }
                    br; span.xs.soft { (position.behind) } }
                @for told in &position.said { (parts::block(root, told)) }
                @if position.more > 0 { p.xs.soft { "and " (words::plural(position.more, "more claim")) } }
            } } }
        }
    }
}
