//! What a decision moves: the tolls of the incidents it is about, before and after.

use crate::{case::Session, commands::weigh, failure::Failure};
use assize_ledger::View;
use assize_record::{EntityType, EntryId};
use assize_weigh::{
    origin::Origins,
    toll::{self, Method},
};
use serde_json::{Value as Json, json};
use std::{collections::BTreeSet, fmt};

/// One incident, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Move {
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
    pub(crate) fn json(&self) -> Json {
        json!({ "id": self.id, "name": self.name, "before": self.before, "after": self.after })
    }
}

/// Every incident of the things named whose figures or origins differ between two views, by the case's first method.
pub(crate) fn between(
    session: &Session,
    before: &View,
    after: &View,
    about: &[EntryId],
) -> Result<Vec<Move>, Failure> {
    let methods = weigh::methods(session, &[])?;
    let Some(method) = methods.first() else { return Ok(Vec::new()) };
    let (was, is) = (Origins::of(before), Origins::of(after));
    let touched: BTreeSet<EntryId> = about
        .iter()
        .flat_map(|id| [before.canonical(*id), after.canonical(*id)])
        .flat_map(|id| before.cluster(id).into_iter().chain(after.cluster(id)))
        .flat_map(|id| [before.canonical(id), after.canonical(id)])
        .collect();
    let mut moves = Vec::new();
    for id in touched {
        let (old, new) = (line(before, &was, id, method), line(after, &is, id, method));
        // What was not there before and is one with something now moved nothing of its own.
        let joined = old.is_none() && after.canonical(id) != id;
        if old != new && !joined {
            // By the name it has where it stands alone.
            let alone = before.entities().contains_key(&id) && before.canonical(id) == id;
            let view = if alone { before } else { after };
            moves.push(Move { name: view.label(id), id, before: old, after: new });
        }
    }
    moves.sort_by(|a, b| (a.after.is_none(), &a.name, a.id).cmp(&(b.after.is_none(), &b.name, b.id)));
    Ok(moves)
}

/// How an incident stands, in one line; `None` where it is no incident by this id, or says nothing.
fn line(view: &View, origins: &Origins, id: EntryId, method: &Method) -> Option<String> {
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
    let finding = toll::incident(view, origins, id, method);
    let figures: Vec<String> = finding
        .lines
        .iter()
        .filter(|line| line.status.is_none() && line.group.is_none())
        .map(|line| {
            let (low, high) = (weigh::end(line.low.as_ref(), false), weigh::end(line.high.as_ref(), true));
            let range = if low == high { low } else { format!("{low}–{high}") };
            format!("{} {range} ({}; {})", line.role.name(), method.id, line.behind)
        })
        .collect();
    let claims = view.claims_about(id).count();
    let placed = if view.unplaced().contains(&id) { ", not yet placed" } else { "" };
    let counted = crate::output::count(claims, "claim");
    if figures.is_empty() {
        return Some(format!("no toll, {counted}{placed}"));
    }
    Some(format!("{}; {counted}{placed}", figures.join(", ")))
}
