//! Tolls, conflicts and coherence of a large record, the sums beside numpy's over the same figures.

use crate::{count, meter, standards::rival};
use assize_ledger::{
    View, ViewParts,
    view::{ClaimView, SourceView, Standing},
};
use assize_record::{
    BlobHash, Edtf, EntityType, EntryId, Proposition, Quantity, Speaker, SpeakerKind, Stance, Status, Unit,
    Value,
    body::{Entity, Publication, Stated},
};
use assize_weigh::{
    coherence, conflict,
    origin::Origins,
    toll::{self, Excluded, Method, Reason, Role, TollLine, Tolls, method::RangeRule},
};
use std::{collections::BTreeMap, fs};

/// Runs of the rival.
const RUNS: usize = 3;

/// Statuses in the order of the rival's cells.
const WHOM: [Option<Status>; 6] = [
    None,
    Some(Status::Civilian),
    Some(Status::Combatant),
    Some(Status::Child),
    Some(Status::Woman),
    Some(Status::Unknown),
];

pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let claims = count(arguments, 1_000_000)?;
    let view = meter::step("make a view (not counted)", claims as usize, || made_up(claims));
    let n = view.claims().len();
    let before = meter::peak_mib();
    println!("{n} claims about {} entities in {} sources", view.entities().len(), view.sources().len());
    let origins = meter::step("origins and grades", n, || Origins::of(&view));
    println!("  {} origins", origins.list.len());
    let methods = Method::shipped();
    let began = meter::cpu_seconds();
    let tolls = meter::step("tolls by six methods", n, || toll::tolls(&view, &origins, &methods));
    let ours = began.zip(meter::cpu_seconds()).map(|(began, done)| done - began);
    println!("  {} of incidents, {} of campaigns", tolls.incidents.len(), tolls.campaigns.len());
    if let (Some(before), Some(peak)) = (before, meter::peak_mib()) {
        println!("  peak memory {peak} MiB, of which the record {before}");
    }
    rival_numpy(&view, &origins, (&methods, &tolls), ours)?;
    drop(tolls);
    let conflicts = meter::step("conflicts and revisions", n, || conflict::conflicts(&view, &origins));
    println!("  {} found", conflicts.len());
    drop(conflicts);
    let faults = meter::step("coherence", n, || coherence::coherence_with(&view, &origins));
    println!("  {} found", faults.len());
    let incident = id("incident", 7);
    meter::step("one incident by six methods", 1, || {
        methods
            .iter()
            .map(|method| toll::incident(&view, &origins, incident, method).lines.len())
            .sum::<usize>()
    });
    if let Some(peak) = meter::peak_mib() {
        println!("peak memory {peak} MiB");
    }
    Ok(())
}

/// The lowest and highest figures with numpy: no claims behind them, no reasons, no revisions, no grades of incidents.
fn rival_numpy(
    view: &View,
    origins: &Origins,
    (methods, tolls): (&[Method], &Tolls),
    ours: Option<f64>,
) -> Result<(), String> {
    let folder = std::env::temp_dir().join(format!("assize-bench-tolls-{}", std::process::id()));
    let text = |error: std::io::Error| error.to_string();
    fs::create_dir_all(&folder).map_err(text)?;
    let mut numbers: BTreeMap<EntryId, u32> = BTreeMap::new();
    let mut figures = Vec::new();
    for claim in view.claims() {
        let Some(figure) = toll::puts_forward(claim) else { continue };
        let Some(role) = Role::of(&claim.proposition.property) else { continue };
        let (Some(low), Some(high)) = (figure.min.or(figure.max), figure.max.or(figure.min)) else {
            continue;
        };
        let next = u32::try_from(numbers.len()).map_err(|error| error.to_string())?;
        let incident = *numbers.entry(claim.proposition.subject).or_insert(next);
        let Some(cell) = cell(role, claim.proposition.status) else { continue };
        let grade = origins.grades.get(&claim.id).map_or(3, |grade| *grade as u8);
        let bound = |figure: u64| i32::try_from(figure).unwrap_or(i32::MAX);
        figures.extend(incident.to_le_bytes());
        figures.extend(bound(low).to_le_bytes());
        figures.extend(bound(high).to_le_bytes());
        figures.extend([cell, grade, 0, 0]);
    }
    fs::write(folder.join("figures.bin"), figures).map_err(text)?;
    let cells = Role::ALL.len() * WHOM.len();
    let rule = |method: &Method| {
        let all = Role::ALL.into_iter().flat_map(|role| WHOM.map(|status| (role, status)));
        let counted = all.filter(|(role, status)| method.counts(*role, *status, None));
        let range = method.figures.range;
        serde_json::json!({
            "cells": counted.filter_map(|(role, status)| cell(role, status)).collect::<Vec<u8>>(),
            "least_grade": method.figures.least_grade as u8,
            "low_of_any_grade": method.figures.low_of_any_grade,
            "best_only": range == RangeRule::LowestOfBest,
            "one_figure": range.is_one_figure(),
        })
    };
    let rules: Vec<serde_json::Value> = methods.iter().map(rule).collect();
    let rules = serde_json::json!({ "incidents": numbers.len(), "cells": cells, "rules": rules });
    fs::write(folder.join("rules.json"), rules.to_string()).map_err(text)?;
    let Some(seconds) = rival("tolls_numpy.py", &folder, &[&RUNS.to_string()])? else {
        return fs::remove_dir_all(&folder).map_err(text);
    };
    let ends = fs::read(folder.join("ends.bin")).map_err(text)?;
    fs::remove_dir_all(&folder).map_err(text)?;
    let end = |at: usize| {
        let bytes = ends.get(4 * at..4 * at + 4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok())?;
        u64::try_from(i32::from_le_bytes(bytes)).ok()
    };
    let (mut same, mut plain, mut all) = (0_u64, 0_u64, 0_u64);
    for (at, finding) in tolls.incidents.iter().enumerate() {
        let Some(incident) = numbers.get(&finding.subject) else { continue };
        for line in &finding.lines {
            let Some(cell) = cell(line.role, line.status).filter(|_| line.group.is_none()) else { continue };
            let place =
                ((at % methods.len()) * numbers.len() + *incident as usize) * cells + usize::from(cell);
            let theirs = (end(2 * place), end(2 * place + 1));
            let ours = (line.low.as_ref().map(|end| end.value), line.high.as_ref().map(|end| end.value));
            all += 1;
            plain += u64::from(is_plain(line));
            same += u64::from(is_plain(line) && theirs == ours);
        }
    }
    let mut seconds = seconds;
    seconds.sort_by(f64::total_cmp);
    let theirs = seconds[seconds.len() / 2];
    let share = ours.map_or_else(String::new, |ours| format!(", {:.2} times ours", theirs / ours));
    println!("numpy: the ends of the ranges alone          {theirs:.3} s cpu{share}");
    println!(
        "numpy: ranges alike                          {same} of {plain}; of {all} the others rest on what it does not know"
    );
    if same == plain { Ok(()) } else { Err("numpy and we differ".to_owned()) }
}

/// Whether a range rests on figures of its own people alone: on no revision, part or presumption.
fn is_plain(line: &TollLine) -> bool {
    let of_rules = |out: &Excluded| matches!(out.reason, Reason::ShownOtherwise | Reason::AttackerAlone);
    line.superseded.is_empty()
        && line.by_parts.is_empty()
        && line.conventions.is_empty()
        && !line.excluded.iter().any(of_rules)
}

/// Where people stand among the rival's cells.
fn cell(role: Role, status: Option<Status>) -> Option<u8> {
    let whom = WHOM.iter().position(|of| *of == status)?;
    u8::try_from(role as usize * WHOM.len() + whom).ok()
}

fn id(kind: &str, n: u32) -> EntryId {
    EntryId::from_hash(BlobHash::of(format!("{kind} {n}").as_bytes()).hash())
}

/// Ten claims an incident, twenty a source, a hundred incidents a campaign; figures that agree, differ, rise and break.
fn made_up(claims: u32) -> View {
    let mut view = ViewParts::default();
    let (incidents, sources) = (claims / 10 + 1, claims / 20 + 1);
    let mut entity = |kind: EntityType, n: u32| {
        let key = format!("{}/{n}", kind.name());
        let entity = Entity { entity_type: kind, name: key.clone(), key: Some(key), shape: None };
        view.entities.insert(id(kind.name(), n), entity);
    };
    (0..incidents).for_each(|n| entity(EntityType::Incident, n));
    (0..=incidents / 100).for_each(|n| entity(EntityType::Campaign, n));
    (0..40).for_each(|n| entity(EntityType::Organisation, n));
    (0..400).for_each(|n| entity(EntityType::Person, n));
    for n in 0..400 {
        view.part_of.entry(id("person", n)).or_default().insert(id("organisation", n % 40));
    }
    for n in 0..sources {
        let publisher = Some(Stated { value: format!("Gazette {}", n % 300), from: "given".to_owned() });
        let publication = Publication { publisher, ..Publication::default() };
        view.sources.insert(id("source", n), SourceView { publication, ..SourceView::default() });
        if n % 10 == 9 {
            view.syndicated_from.entry(id("source", n)).or_default().insert(id("source", n - 1));
        }
    }
    let day = |n: u32| -> Edtf {
        let text = format!("2031-{:02}-{:02}", n % 12 + 1, n / 12 % 28 + 1);
        text.parse().expect("a day of the calendar")
    };
    view.claims = (0..claims).map(|n| claim(n, sources, day(n))).collect();
    View::of(view)
}

fn claim(n: u32, sources: u32, day: Edtf) -> ClaimView {
    let incident = n / 10;
    // A fixed scatter of figures: most incidents agree, some do not.
    let scatter = n.wrapping_mul(2_654_435_761) >> 16;
    let figure = u64::from(incident % 11 + u32::from(scatter.is_multiple_of(5)));
    let people = |quantity| Value::Quantity(quantity);
    let (property, value, status) = match n % 10 {
        0 => ("incident.happened-on", Value::Date(day.clone()), None),
        1 => ("incident.campaign", Value::Entity(id("campaign", incident / 100)), None),
        2 => ("incident.conducted-by", Value::Entity(id("organisation", incident % 3)), None),
        3 => ("incident.killed", people(Quantity::exactly(figure / 2, Unit::People)), Some(Status::Civilian)),
        4 => (
            "incident.killed",
            people(Quantity::exactly(scatter as u64 % 4, Unit::People)),
            Some(Status::Child),
        ),
        5 => ("incident.survived", people(Quantity::exactly(u64::from(scatter % 3), Unit::People)), None),
        6 => ("incident.killed", people(Quantity::at_least(figure, Unit::People)), None),
        _ => ("incident.killed", people(Quantity::exactly(figure, Unit::People)), None),
    };
    let (kind, entity) = match scatter % 3 {
        0 => (SpeakerKind::Narrator, None),
        1 => (SpeakerKind::Named, Some(id("person", scatter % 400))),
        _ => (SpeakerKind::Unnamed, None),
    };
    ClaimView {
        id: id("claim", n),
        by: None,
        standing: Standing::Accepted,
        reviewers: Vec::new(),
        passage: id("passage", n),
        source: id("source", scatter % sources),
        published: Some(day.interval()),
        about: id("incident", incident),
        grades: Vec::new(),
        received_at: None,
        said: std::sync::Arc::new(assize_record::body::Claim {
            speaker: Speaker {
                kind,
                entity,
                description: "an official".to_owned(),
                count: (kind == SpeakerKind::Unnamed)
                    .then(|| Quantity::exactly(u64::from(n % 4 + 1), Unit::People)),
                party: (kind == SpeakerKind::Unnamed).then(|| id("organisation", scatter % 40)),
                anonymity: None,
            },
            via: Vec::new(),
            stance: if scatter.is_multiple_of(23) { Stance::Denies } else { Stance::Asserts },
            hedges: Vec::new(),
            basis: None,
            said_on: None,
            proposition: Proposition {
                subject: id("incident", incident),
                property: property.to_owned(),
                value,
                status,
                group: None,
                happened_on: None,
                happened_at: None,
            },
            drafted: None,
            anchors: Vec::new(),
        }),
    }
}
