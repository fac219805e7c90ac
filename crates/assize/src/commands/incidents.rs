//! `assize incidents`: what is on record as an incident, and what texts speak of that nobody has placed.

use crate::{
    case::Session,
    cli::{Cli, Incidents},
    drafts,
    failure::{Exit, Failure, Outcome},
    output::{Output, column, count, one_line},
    secrets::Confidential,
};
use assize_ledger::{
    DraftInput, View,
    view::{ClaimView, Standing},
};
use assize_record::{EntityType, EntryId, Value};
use assize_weigh::toll;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// One incident as it is listed.
pub(crate) struct Row {
    /// By what it is known.
    pub(crate) id: EntryId,
    /// What it is called: its name, or the words of a text with its day and places.
    pub(crate) name: String,
    /// `placed`, `unplaced`, `draft`, or `stranger` where only somebody entered it whom nobody here vouches for.
    pub(crate) standing: &'static str,
    /// The days that claims put it on.
    pub(crate) days: BTreeSet<String>,
    /// The places that claims put it at.
    pub(crate) places: BTreeSet<String>,
    claims: usize,
    /// Claims that people differ on, or that lack a second review.
    not_counted: usize,
    sources: BTreeSet<EntryId>,
    /// How many claims say were killed: everybody, else by status where only parts are counted.
    killed: Vec<String>,
}

pub(crate) fn run(cli: &Cli, args: &Incidents, output: &mut Output) -> Outcome {
    let session = Session::find(cli)?;
    let view = session.view(&args.as_known, output)?;
    let rows = rows(&view);
    let shown: Vec<&Row> = rows.iter().filter(|row| !args.unplaced || row.standing != "placed").collect();
    let confidential = Confidential::of(&view);
    for row in &shown {
        print(&view, &confidential, row, output);
    }
    let unplaced = rows.iter().filter(|row| row.standing == "unplaced").count();
    let strange = of_strangers(&rows);
    let mut words = vec![count(shown.len() - strange, "incident")];
    if strange > 0 {
        words.push(format!("{strange} more of people whom nobody here vouches for"));
    }
    if unplaced > 0 {
        words.push(format!("{unplaced} not yet placed: they add to no total. Next: assize candidates"));
    }
    if !args.as_known.drafts {
        let waiting = waiting(&session, &view, output)?;
        if waiting > 0 {
            words.push(format!("{} more that only drafts speak of: assize incidents --drafts", waiting));
        }
    }
    output.talk(words.join("; "));
    Ok(Exit::Done)
}

/// How many incidents drafts speak of that the record does not have yet.
fn waiting(session: &Session, view: &View, output: &Output) -> Result<usize, Failure> {
    let kept = drafts::all(session, view, output)?;
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
pub(crate) fn rows(view: &View) -> Vec<Row> {
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
pub(crate) fn of_strangers(rows: &[Row]) -> usize {
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

/// The figures that claims put forward for everybody killed. Where there are none, those for people of one status or group, each said
/// with it: a part is never said as the whole.
fn killed(claims: &[&ClaimView]) -> Vec<String> {
    let figures = claims.iter().filter(|claim| claim.proposition.property == "incident.killed");
    let figures: Vec<_> = figures.filter_map(|claim| Some((*claim, toll::puts_forward(claim)?))).collect();
    let whole = |claim: &ClaimView| claim.proposition.status.is_none() && claim.proposition.group.is_none();
    let any_whole = figures.iter().any(|(claim, _)| whole(claim));
    let mut shown: Vec<_> = figures
        .iter()
        .filter(|(claim, _)| whole(claim) == any_whole)
        .map(|(claim, quantity)| {
            let part = match (claim.proposition.status, claim.proposition.group) {
                (Some(status), _) => format!(" ({})", status.name()),
                (None, Some(_)) => " (of a group)".to_owned(),
                (None, None) => String::new(),
            };
            (quantity.min.or(quantity.max), quantity.max, format!("{quantity}{part}"))
        })
        .collect();
    shown.sort();
    shown.dedup();
    shown.into_iter().map(|(.., words)| words).collect()
}

fn print(view: &View, confidential: &Confidential, row: &Row, output: &mut Output) {
    let contested = view.contested().contains(&row.id);
    let claims = || view.claims_about(row.id).map(|claim| &claim.id);
    if output.json {
        let texts: BTreeSet<EntryId> = view
            .cluster(row.id)
            .iter()
            .filter_map(|id| view.anchors().get(id))
            .map(|anchor| anchor.text)
            .collect();
        output.object(&json!({
            "schema": "assize.incident/1", "id": row.id, "name": row.name, "handle": view.handle(row.id), "standing": row.standing,
            "type": view.type_of(row.id).map(EntityType::name), "days": row.days, "places": row.places, "killed": row.killed,
            "claims": row.claims, "sources": row.sources, "texts": texts, "members": view.cluster(row.id), "contested": contested,
            "part_of": view.part_of().get(&row.id), "claims_not_counted": row.not_counted, "confidential": confidential.marks(claims()),
        }));
        return;
    }
    let standing = match row.standing {
        "placed" => "",
        "unplaced" => "not yet placed",
        "stranger" => "entered by somebody whom nobody here vouches for",
        _ => "drafts only",
    };
    let killed = if row.killed.is_empty() {
        "no toll".to_owned()
    } else {
        format!("killed {}", row.killed.join(" / "))
    };
    let apart = match row.not_counted {
        0 => String::new(),
        n => format!(", {n} not counted (differing or one review)"),
    };
    output.line(format!(
        "{}  {} {} {}{apart}{}{}",
        row.id.short(),
        column(&one_line(&row.name, 56), 56),
        column(&killed, 22),
        count(row.claims, "claim"),
        confidential.word(claims()),
        if standing.is_empty() { String::new() } else { format!("  ({standing})") },
    ));
    if contested {
        output.line("              contested: somebody says that two of its parts are different");
    }
    if let Some((source, words)) = view.quoted(row.id) {
        output.line(format!("              {}", view.shown(source, &one_line(words, 94))));
    }
    if !row.days.is_empty() || !row.places.is_empty() {
        let more: Vec<&str> = row.days.iter().chain(&row.places).map(String::as_str).collect();
        output.line(format!("              {}", one_line(&more.join(", "), 96)));
    }
}
