//! Incidents: acts of violence with their kind, stage, date, place, perpetrators and targets.
//!
//! Each sentence is asked which acts it tells of and of whom ([`mention`](self)); mentions that may be the same act become one
//! incident. What is generic, wished for or denied is left out; what a source merely suspects is kept with its certainty.

mod date;
pub mod gazetteer;
pub mod lexicon;
mod mention;
mod merge;
mod perpetrator;
mod place;
mod target;
mod view;

use crate::{
    dateline,
    document::Document,
    segment::Segments,
    tag::{self, Model},
    timex::Time,
};
use assize_record::{Edtf, Span};

pub use perpetrator::{Certainty, Perpetrator};
pub use place::{Home, Place, home};
pub use target::{Amount, Target};

/// The rules of this layer.
pub const RULES: &[&str] = &[
    "incident.act",
    "incident.befall",
    "incident.blame",
    "incident.bomb",
    "incident.fire",
    "incident.hostage",
    "incident.noun",
    "incident.state",
    "incident.threat",
    "incident.unhurt",
];

/// What kind of act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Shooting, beating, killing, raiding: whatever is none of the others.
    Attack,
    /// By a bomb or other explosive that is set.
    Bombing,
    /// Taking people.
    Kidnapping,
    /// Setting on fire.
    Arson,
    /// Taking things by force.
    Robbery,
    /// Taking a vehicle with those in it.
    Hijacking,
}

impl Kind {
    /// The kind of that name in the lexicon.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "attack" => Self::Attack,
            "bombing" => Self::Bombing,
            "kidnapping" => Self::Kidnapping,
            "arson" => Self::Arson,
            "robbery" => Self::Robbery,
            "hijacking" => Self::Hijacking,
            _ => return None,
        })
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Attack => "attack",
            Self::Bombing => "bombing",
            Self::Kidnapping => "kidnapping",
            Self::Arson => "arson",
            Self::Robbery => "robbery",
            Self::Hijacking => "hijacking",
        }
    }
}

/// How far the act went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Done.
    Accomplished,
    /// Tried and failed, or stopped.
    Attempted,
    /// Announced.
    Threatened,
}

/// What became of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Killed.
    Killed,
    /// Injured and not killed.
    Injured,
    /// Came away unhurt.
    Unhurt,
    /// Taken.
    Detained,
    /// Taken and free again.
    Freed,
}

impl Fate {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "killed" => Self::Killed,
            "injured" => Self::Injured,
            "detained" => Self::Detained,
            "freed" => Self::Freed,
            _ => return None,
        })
    }
}

/// One act of violence as the text tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident {
    /// What kind of act.
    pub kind: Kind,
    /// How far it went.
    pub stage: Stage,
    /// The day or days, with the words that say so; `None` where no words do.
    pub date: Option<(Edtf, Span)>,
    /// Whether the words of the date name a day of the week and no date: `on Wednesday`.
    pub weekday: bool,
    /// Where.
    pub place: Option<Place>,
    /// By whom.
    pub perpetrators: Vec<Perpetrator>,
    /// Whom it struck.
    pub targets: Vec<Target>,
    /// What it struck, beside people.
    pub things: Vec<Span>,
    /// What it was done with.
    pub weapons: Vec<Span>,
    /// Whether the text says that nobody was hurt.
    pub nobody_hurt: bool,
    /// The words that tell of it, in order, each with its rule.
    pub mentions: Vec<(Span, &'static str)>,
}

/// A sentence longer than this many tokens is read in pieces, so that time stays linear in the text.
const LONGEST: usize = 200;

/// The acts of violence that a document tells, for what is scored against templates; drafts come from [`act`](crate::act).
pub fn of(document: &Document<'_>) -> Vec<Incident> {
    let shadow = crate::recase::shadow(document.text);
    let published = document.published.clone().or_else(|| dateline::published(document.text));
    let document = &Document { text: &shadow, published };
    let lower = document.text.to_ascii_lowercase();
    let segments = crate::segment::segment(document.text);
    let (times, _) = crate::timex::times(document, &segments);
    incidents(document.text, &lower, document, &segments, &times)
}

/// Finds the incidents of a text.
///
/// `text` is the shadow of the document's text (see [`recase`](crate::recase)), `lower` the same in small letters.
pub fn incidents(
    text: &str,
    lower: &str,
    document: &Document<'_>,
    segments: &Segments,
    times: &[Time],
) -> Vec<Incident> {
    let model = Model::built_in();
    let (mut tokens, mut keys) = (Vec::new(), Vec::new());
    let mut mentions = Vec::new();
    let after_dateline = dateline::end(text).unwrap_or(0);
    let times =
        times.get(times.partition_point(|time| time.span.start < after_dateline)..).unwrap_or_default();
    let home = place::home(text, lower, segments);
    let surnames = view::surnames(text, lower);
    let mut paragraph = 0;
    for (index, sentence) in segments.sentences.iter().enumerate() {
        while segments.paragraphs.get(paragraph).is_some_and(|p| p.end <= sentence.start) {
            paragraph += 1;
        }
        tokens.clear();
        tag::tokenize(text, sentence.start, sentence.end, &mut tokens);
        let may = tokens.iter().any(|t| lower.get(t.start..t.end).is_some_and(mention::may_tell));
        if !may {
            continue;
        }
        let from = times.partition_point(|time| time.span.end <= sentence.start);
        let to = times.partition_point(|time| time.span.start < sentence.end);
        let times = times.get(from..to).unwrap_or_default();
        for piece in tokens.chunks_mut(LONGEST) {
            model.tag(text, piece, &mut keys);
            let view = view::View { text, lower, tokens: piece, surnames: &surnames };
            mention::mentions(&view, index, paragraph, times, &home, &mut mentions);
        }
    }
    let mut incidents = merge::incidents_of(lower, document, mentions);
    let groups = perpetrator::groups(lower);
    let group = perpetrator::main_group(&groups);
    let body = ["armed forces", "army", "police"]
        .iter()
        .find_map(|name| lower.find(name).map(|at| Span::new(at, at + name.len())));
    // What a clandestine station tells of fighters it tells of its own side.
    let own = lower.trim_start().starts_with("clandestine");
    for incident in &mut incidents {
        if let Some(group) = group {
            resolve_group(incident, group, &groups);
        }
        if let Some(body) = body {
            resolve_body(incident, body);
        }
        for doer in incident.perpetrators.iter_mut().filter(|doer| own && !doer.state) {
            if doer.certainty == Certainty::Fact {
                doer.certainty = Certainty::Claimed;
            }
        }
    }
    incidents
}

/// Gives an incident whose fighters are not said to belong to anybody the group that the text is about.
fn resolve_group(incident: &mut Incident, group: Span, groups: &[(&'static str, Span)]) {
    if incident.perpetrators.iter().any(|doer| doer.organisation) {
        return;
    }
    let fighters = incident.perpetrators.iter().find(|doer| !doer.state);
    let near = |mention: &Span| {
        groups.iter().any(|(_, span)| span.start + NEAR > mention.start && mention.start + NEAR > span.start)
    };
    // The group of somebody struck did not do it.
    let struck = |span: &Span| {
        incident.targets.iter().filter_map(|target| target.description).any(|words| words.overlaps(span))
    };
    if groups.iter().any(|(_, span)| struck(span)) {
        return;
    }
    let certainty = match fighters {
        Some(doer) => doer.certainty,
        None if incident.perpetrators.is_empty() && incident.mentions.iter().any(|(span, _)| near(span)) => {
            Certainty::Possible
        }
        None => return,
    };
    incident.perpetrators.push(Perpetrator { span: group, organisation: true, state: false, certainty });
}

/// Gives an incident done by soldiers or police of whom nothing more is said the force that the text names.
fn resolve_body(incident: &mut Incident, body: Span) {
    if incident.perpetrators.iter().any(|doer| doer.organisation) {
        return;
    }
    let Some(certainty) = incident.perpetrators.iter().find(|doer| doer.state).map(|doer| doer.certainty)
    else {
        return;
    };
    incident.perpetrators.push(Perpetrator { span: body, organisation: true, state: true, certainty });
}

/// How many bytes from an act a group may be named to be thought of with it.
const NEAR: usize = 200;
