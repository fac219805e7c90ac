//! Whom an act answers: the one who asked, others, or nobody that it names.
//!
//! A request is answered only by an act whose addressee is the one who asked, or a whole that the one who asked is part of. What was handed
//! to somebody else, refused to somebody else or read by somebody else is told, and answers nothing. Speakers are compared as things of the record where
//! both stand there, else by what they are called. What is handed to the public is handed to everybody; what is refused to the public is
//! refused to nobody else.

use assize_ledger::{View, view::ActView};
use assize_record::{Edtf, EntryId, Speaker, body::ActKind};
use serde::Serialize;
use std::collections::BTreeSet;

/// An act that would answer a request if its addressee were the one who asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherAnswer {
    /// The act.
    pub entry: EntryId,
    /// What was done.
    pub act: ActKind,
    /// To whom; left out where the act does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// When, EDTF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

impl OtherAnswer {
    pub(super) fn of(act: &ActView) -> Self {
        Self {
            entry: act.id,
            act: act.act.act,
            whom: addressee(act).map(|whom| whom.description.clone()),
            date: act.act.happened_on.as_ref().map(Edtf::to_string),
        }
    }

    /// The same for people, with the day: `produced to the Committee on 2031-05-09`.
    pub fn in_words(&self) -> String {
        self.told(|date| format!("on {date}"))
    }

    /// The same with its day as `day` writes it: `on 2031-05-09`.
    pub fn told(&self, day: impl Fn(&str) -> String) -> String {
        let whom = self.whom.as_deref().unwrap_or("somebody who is not said");
        let told = match self.act {
            ActKind::Read => format!("read by {whom}"),
            ActKind::Briefed => format!("{whom} briefed"),
            other => format!("{} to {whom}", other.name().replace('-', " ")),
        };
        match &self.date {
            Some(date) => format!("{told} {}", day(date)),
            None => told,
        }
    }
}

/// To whom an act goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    /// The one who asked, or a whole of it.
    Asker,
    /// Somebody else.
    Others,
    /// The act does not say.
    NotSaid,
}

/// Who is handed, refused, shown or told something by an act. Who reads is the one who does it.
fn addressee(act: &ActView) -> Option<&Speaker> {
    if act.act.act == ActKind::Read { Some(&act.act.who) } else { act.act.whom.as_ref() }
}

/// To whom an act goes, for the one who asked.
pub(super) fn to(view: &View, asker: &Speaker, act: &ActView) -> To {
    let Some(addressee) = addressee(act).filter(|whom| whom.entity.is_some() || !is_blank(whom)) else {
        return To::NotSaid;
    };
    let to_all = act.act.act == ActKind::Produced && normal(&called(view, addressee)) == "public";
    if to_all || is_or_holds(view, asker, addressee) { To::Asker } else { To::Others }
}

fn is_blank(speaker: &Speaker) -> bool {
    normal(&speaker.description).is_empty()
}

/// Whether `whole` is somebody, or something that they are part of.
fn is_or_holds(view: &View, somebody: &Speaker, whole: &Speaker) -> bool {
    let above = wholes(view, somebody);
    match whole.entity.map(|entity| view.canonical(entity)) {
        Some(entity) if somebody.entity.is_some() || somebody.party.is_some() => above.contains(&entity),
        _ => {
            let name = normal(&called(view, whole));
            let names = above.iter().map(|entity| view.name(*entity)).chain([called(view, somebody)]);
            names.into_iter().any(|known| normal(&known) == name)
        }
    }
}

/// Somebody's thing and everything that it is part of, canonical. Of somebody who is described only, the party they are said to be of.
fn wholes(view: &View, somebody: &Speaker) -> BTreeSet<EntryId> {
    let mut found = BTreeSet::new();
    let mut open: Vec<EntryId> =
        somebody.entity.or(somebody.party).map(|id| view.canonical(id)).into_iter().collect();
    while let Some(at) = open.pop() {
        if found.insert(at) {
            open.extend(view.part_of().get(&at).into_iter().flatten().map(|id| view.canonical(*id)));
        }
    }
    found
}

fn called(view: &View, speaker: &Speaker) -> String {
    speaker.entity.map_or_else(|| speaker.description.clone(), |entity| view.name(entity))
}

/// Words as they are compared: lower case, single spaces, no leading article.
fn normal(words: &str) -> String {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    match words.as_slice() {
        [article, rest @ ..] if article == "the" && !rest.is_empty() => rest.join(" "),
        all => all.join(" "),
    }
}
