//! What a decision moves: the tolls of the incidents it is about, before and after.

use crate::{case::Session, failure::Failure, methods::methods, secrets::Confidential};
use assize_ledger::View;
use assize_record::{EntityType, EntryId};
use assize_weigh::{
    origin::Origins,
    toll::{self, Method, Role, TollFinding},
};
use serde_json::{Value as Json, json};
use std::{collections::BTreeSet, fmt};

/// One incident, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    name: String,
    id: EntryId,
    before: Option<String>,
    after: Option<String>,
}

impl fmt::Display for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |side: &Option<String>, none: &str| side.clone().unwrap_or_else(|| none.to_owned());
        write!(
            f,
            "{}: {} → {}",
            self.name,
            side(&self.before, "new"),
            side(&self.after, "nothing is said of it now")
        )
    }
}

impl Move {
    /// For programs.
    pub fn json(&self) -> Json {
        json!({ "id": self.id, "name": self.name, "before": self.before, "after": self.after })
    }
}

/// What a decision moves, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moves {
    /// Incidents whose figures, origins or standing differ.
    pub moved: Vec<Move>,
    /// Incidents that it is about and that stand as before, by name.
    stay: BTreeSet<String>,
}

impl Moves {
    /// As lines for people. Where nothing moves, that is said of the incidents it was looked for in, and of no other.
    pub fn lines(&self) -> Vec<String> {
        if !self.moved.is_empty() {
            return self.moved.iter().map(Move::to_string).collect();
        }
        let of = match self.stay.len() {
            0 => return Vec::new(),
            1 => self.stay.first().cloned().unwrap_or_default(),
            several => format!("these {several} incidents"),
        };
        vec![format!("moves no figure of {of}")]
    }
}

/// How the incidents of the things named stand in two views, over all methods of the case.
pub fn between(session: &Session, before: &View, after: &View, about: &[EntryId]) -> Result<Moves, Failure> {
    let methods = (methods(session, before, &[])?, methods(session, after, &[])?);
    let (was, is) = (Origins::of(before), Origins::of(after));
    let (hid, hides) = (Confidential::of(before), Confidential::of(after));
    let touched: BTreeSet<EntryId> = about
        .iter()
        .flat_map(|id| [before.canonical(*id), after.canonical(*id)])
        .flat_map(|id| before.cluster(id).into_iter().chain(after.cluster(id)))
        .flat_map(|id| [before.canonical(id), after.canonical(id)])
        .collect();
    let mut moves = Moves::default();
    for id in touched {
        let (old, new) = (line(before, &was, &hid, id, &methods.0), line(after, &is, &hides, id, &methods.1));
        // What was not there before and is one with something now moved nothing of its own.
        let joined = old.is_none() && after.canonical(id) != id;
        if joined || (old.is_none() && new.is_none()) {
            continue;
        }
        // By the name it has where it stands alone.
        let alone = before.entities().contains_key(&id) && before.canonical(id) == id;
        let name = if alone { before.label(id) } else { after.label(id) };
        if old == new {
            moves.stay.insert(name);
        } else {
            moves.moved.push(Move { name, id, before: old, after: new });
        }
    }
    moves.moved.sort_by(|a, b| (a.after.is_none(), &a.name, a.id).cmp(&(b.after.is_none(), &b.name, b.id)));
    Ok(moves)
}

/// How an incident stands, in one line; `None` where it is no incident by this id, or says nothing.
fn line(
    view: &View,
    origins: &Origins,
    confidential: &Confidential,
    id: EntryId,
    methods: &[Method],
) -> Option<String> {
    let force = matches!(view.type_of(id), Some(EntityType::Incident | EntityType::Attack));
    if !force {
        return None;
    }
    let canonical = view.canonical(id);
    if canonical != id {
        return Some(format!("one with {}", view.label(canonical)));
    }
    if !view.entities().contains_key(&id) {
        return None;
    }
    let findings: Vec<TollFinding> =
        methods.iter().map(|method| toll::incident(view, origins, id, method)).collect();
    let mut figures: Vec<String> = Role::ALL
        .into_iter()
        .filter_map(|role| figure(view, origins, confidential, &findings, role))
        .collect();
    if figures.is_empty() {
        figures.push("no toll".to_owned());
    }
    let placed = if view.unplaced().contains(&id) { ", not yet placed" } else { "" };
    Some(format!("{}{placed}", figures.join(", ")))
}

/// The lowest and the highest figure over all methods, of everybody; where only parts are counted, of each status with its name.
fn figure(
    view: &View,
    origins: &Origins,
    confidential: &Confidential,
    findings: &[TollFinding],
    role: Role,
) -> Option<String> {
    let behind = |over: &toll::Over<'_>| {
        let behind = origins.summary(over.claims.iter().filter_map(|id| view.claim(*id)));
        format!("{behind}{}", confidential.word(&over.claims))
    };
    if let Some(over) = toll::over_methods(findings, role, None) {
        return Some(format!("{} {} ({})", role.name(), over.in_words(), behind(&over)));
    }
    let statuses: BTreeSet<_> = findings
        .iter()
        .flat_map(|finding| &finding.lines)
        .filter(|line| line.role == role)
        .filter_map(|line| line.status)
        .collect();
    let parts = statuses.into_iter().filter_map(|status| {
        let over = toll::over_methods(findings, role, Some(status))?;
        Some(format!("{}, {} {} ({})", role.name(), status.name(), over.in_words(), behind(&over)))
    });
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// How something stands: its name and figures over all methods, by the origins of the view. `None` where it is no incident, or nothing is claimed of it.
///
/// # Errors
/// A method that is asked for and not there.
pub fn standing(
    session: &Session,
    view: &View,
    origins: &Origins,
    id: EntryId,
) -> Result<Option<(String, String)>, Failure> {
    let methods = methods(session, view, &[])?;
    let id = view.canonical(id);
    // What nothing was claimed of has no figure that would have to be reckoned.
    if view.claims_about(id).next().is_none() {
        return Ok(None);
    }
    let line = line(view, origins, &Confidential::of(view), id, &methods);
    Ok(line.map(|line| (view.label(id), line)))
}
