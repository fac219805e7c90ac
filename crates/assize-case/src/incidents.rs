//! What is on record as an incident, and what texts speak of that nobody has placed.

use crate::{case::Session, drafts, failure::Failure, talk::Talk};
use assize_ledger::{
    DraftInput, View,
    view::{ClaimView, Standing},
};
use assize_record::{EntityType, EntryId, Value};
use assize_weigh::toll;
use std::collections::{BTreeMap, BTreeSet};

/// One incident as it is listed.
pub struct Row {
    /// By what it is known.
    pub id: EntryId,
    /// What it is called: its name, or the words of a text with its day and places.
    pub name: String,
    /// `placed`, `unplaced`, `draft`, or `stranger` where only somebody entered it whom nobody here vouches for.
    pub standing: &'static str,
    /// The days that claims put it on.
    pub days: BTreeSet<String>,
    /// The places that claims put it at.
    pub places: BTreeSet<String>,
    /// How many claims there are about it.
    pub claims: usize,
    /// Claims that people differ on, or that lack a second review.
    pub not_counted: usize,
    /// The sources they are from.
    pub sources: BTreeSet<EntryId>,
    /// How many claims say were killed: everybody, else by status where only parts are counted.
    pub killed: Vec<String>,
}

/// How many incidents drafts speak of that the record does not have yet.
pub fn waiting(session: &Session, view: &View, talk: &dyn Talk) -> Result<usize, Failure> {
    let kept = drafts::all(session, view, talk)?;
    let open = |input: &DraftInput<'_>| {
        let anchor = input.anchor(input.draft.proposition.subject).ok()?;
        let referent = input.referent(input.draft.proposition.subject).ok()?;
        let force = matches!(referent.entity_type, EntityType::Incident | EntityType::Attack);
        (force && !view.has_decided(input) && !view.entities().contains_key(&view.canonical(anchor)))
            .then_some(anchor)
    };
    let inputs: Vec<DraftInput<'_>> = kept.iter().flat_map(drafts::Kept::inputs).collect();
    Ok(inputs.iter().filter_map(open).collect::<BTreeSet<_>>().len())
}

/// Every incident and attack of a view, placed ones first, each list by day and name.
pub fn rows(view: &View) -> Vec<Row> {
    let canonical = view.entities().keys().filter(|id| view.canonical(**id) == **id);
    let force = |id: &&EntryId| matches!(view.type_of(**id), Some(EntityType::Incident | EntityType::Attack));
    let mut apart: BTreeMap<EntryId, usize> = BTreeMap::new();
    for claim in view.not_counted() {
        *apart.entry(claim.proposition.subject).or_default() += 1;
    }
    let apart = |id: EntryId| apart.get(&id).copied().unwrap_or_default();
    let mut rows: Vec<Row> = canonical.filter(force).map(|id| row(view, *id, apart(*id))).collect();
    let rank = |row: &Row| (row.standing == "stranger", row.standing != "placed");
    rows.sort_by(|a, b| (rank(a), &a.days, &a.name, a.id).cmp(&(rank(b), &b.days, &b.name, b.id)));
    rows
}

/// How many of the rows only people entered whom nobody here vouches for.
pub fn of_strangers(rows: &[Row]) -> usize {
    rows.iter().filter(|row| row.standing == "stranger").count()
}

fn row(view: &View, id: EntryId, not_counted: usize) -> Row {
    let claims: Vec<&ClaimView> = view.claims_about(id).collect();
    let text = |value: &Value| match value {
        Value::Entity(id) => view.name(*id),
        other => other.to_string(),
    };
    let of = |property: &str| -> BTreeSet<String> {
        let said = claims.iter().filter(|claim| claim.proposition.property == property);
        said.map(|claim| text(&claim.proposition.value)).collect()
    };
    let days = view.days_of(id).iter().map(|day| day.date.to_string()).collect();
    let places = of("incident.place");
    let accepted = not_counted > 0 || claims.iter().any(|claim| claim.standing == Standing::Accepted);
    let unplaced = view.unplaced().contains(&id);
    let standing = match (unplaced, accepted) {
        _ if view.is_of_strangers(id) && claims.is_empty() => "stranger",
        (false, _) => "placed",
        (true, true) => "unplaced",
        (true, false) => "draft",
    };
    let name = view.label(id);
    Row {
        id,
        name,
        standing,
        places,
        killed: killed(&claims),
        claims: claims.len(),
        not_counted,
        sources: claims.iter().map(|claim| claim.source).collect(),
        days,
    }
}

/// The figures that claims put forward for everybody killed, with those of people of one status or group that are more than the least of these, or all of
/// those where nobody counts everybody. Each is said with its status: a part is never said as the whole.
fn killed(claims: &[&ClaimView]) -> Vec<String> {
    let figures = claims.iter().filter(|claim| claim.proposition.property == "incident.killed");
    let figures: Vec<_> = figures.filter_map(|claim| Some((*claim, toll::puts_forward(claim)?))).collect();
    let whole = |claim: &ClaimView| claim.proposition.status.is_none() && claim.proposition.group.is_none();
    let wholes = figures.iter().filter(|(claim, _)| whole(claim));
    let least = wholes.filter_map(|(_, quantity)| quantity.max.or(quantity.min)).min();
    let mut shown: Vec<_> = figures
        .iter()
        .filter(|(claim, quantity)| whole(claim) || least.is_none_or(|least| quantity.min > Some(least)))
        .map(|(claim, quantity)| {
            let part = match (claim.proposition.status, claim.proposition.group) {
                (Some(status), _) => format!(" ({})", status.name()),
                (None, Some(_)) => " (of a group)".to_owned(),
                (None, None) => String::new(),
            };
            (!whole(claim), quantity.min.or(quantity.max), quantity.max, format!("{quantity}{part}"))
        })
        .collect();
    shown.sort();
    shown.dedup();
    shown.into_iter().map(|(.., words)| words).collect()
}
