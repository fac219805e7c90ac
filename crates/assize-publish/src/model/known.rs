//! What was known when, of the record as a whole: by the day on which sources were published, which incidents were first told of, and which totals and
//! figures of the dead of an incident first stated.

use super::{Frame, conflicts};
use crate::{
    page::{incident::Step, plain::Known},
    sentence::{Sentence, question, words},
};
use assize_ledger::view::{ClaimView, put_forward};
use assize_record::{Day, EntityType, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Where its first page lies.
pub(crate) const PATH: &str = "known.html";

/// So many days stand on one page.
const PAGE: usize = 40;

/// So many days stand on the overview, the newest.
pub(crate) const LATELY: usize = 3;

/// Claims by the day on which they were published. What may have been published on several days was surely out by the last.
pub(crate) fn by_day<'c>(
    claims: impl IntoIterator<Item = &'c ClaimView>,
) -> BTreeMap<Day, Vec<&'c ClaimView>> {
    let mut days: BTreeMap<Day, Vec<&ClaimView>> = BTreeMap::new();
    for claim in claims {
        if let Some(day) = claim.published.and_then(|days| days.latest) {
            days.entry(day).or_default().push(claim);
        }
    }
    days
}

/// Every day on which something was first published, the oldest first. A day on which nothing was is none.
pub(crate) fn steps(frame: &Frame<'_>) -> Vec<Step> {
    let days = by_day(frame.view.claims());
    let (mut incidents, mut totals) = (BTreeSet::new(), BTreeSet::new());
    let mut steps = Vec::new();
    for (day, claims) in days {
        let mut new = Vec::new();
        for claim in &claims {
            let subject = claim.proposition.subject;
            let is_incident = frame.view.type_of(subject) == Some(EntityType::Incident);
            if is_incident && frame.told_of.contains(&subject) && incidents.insert(subject) {
                let told = Sentence::default().text("First told of: ");
                new.push(told.link(frame.view.name(subject), frame.incident_path(subject)));
            }
        }
        new.extend(claims.iter().filter_map(|claim| {
            let proposition = &claim.proposition;
            let total = proposition.property.starts_with("campaign.");
            let is_dead =
                proposition.property == "incident.killed" && frame.told_of.contains(&proposition.subject);
            let key = (
                proposition.subject,
                proposition.property.clone(),
                proposition.status,
                frame.value(&proposition.value),
            );
            let is_figure = matches!(proposition.value, Value::Quantity(_)) && put_forward(claim);
            if !(total || is_dead) || !is_figure || !totals.insert(key) {
                return None;
            }
            let cite = frame.cite(&[claim.id], None)?;
            let asked = question::of(&proposition.property);
            let status = proposition.status.map_or_else(String::new, |status| format!(", {}", status.name()));
            let told = if total {
                Sentence::default().text(format!("{asked}{status}, in all: "))
            } else {
                let subject = proposition.subject;
                let name = frame.view.name(subject);
                // An attack of an incident has no page of its own.
                let told = match frame.view.type_of(subject) {
                    Some(EntityType::Incident) => {
                        Sentence::default().link(name, frame.incident_path(subject))
                    }
                    _ => Sentence::default().named(name),
                };
                told.text(format!(": {}{status}: ", words::small(&asked)))
            };
            let told = told.figure(words::cut(&frame.value_of(claim), 80), &cite);
            Some(told.text(", by ").named(frame.speaker(&claim.speaker, claim.source)))
        }));
        if new.is_empty() {
            continue;
        }
        let day = words::day(day);
        let so_far = format!("{} told of up to {day}", words::plural(incidents.len(), "incident"));
        steps.push(Step { day, new, claims: claims.len(), so_far: Some(so_far) });
    }
    steps
}

/// All pages of it, with their paths; none where nothing was published on a day that is known.
pub(crate) fn pages(steps: &[Step]) -> Vec<(String, Known)> {
    if steps.is_empty() {
        return Vec::new();
    }
    let told = Sentence::default().text(format!(
        "On {} a source was published that told of an incident, or stated a total or a number of dead, for the first time on this record.",
        words::plural(steps.len(), "day")
    ));
    let parts = conflicts::parts(steps.len(), PAGE, PATH);
    let numbered: Vec<(String, String)> = parts
        .iter()
        .enumerate()
        .map(|(at, (_, path))| (format!("from {}", steps[at * PAGE].day), path.clone()))
        .collect();
    let page = |(part, (_, path)): (usize, &(String, String))| {
        let here = steps.iter().skip(part * PAGE).take(PAGE).cloned().collect();
        (path.clone(), Known { opening: vec![told.clone()], steps: here, parts: numbered.clone(), part })
    };
    parts.iter().enumerate().map(page).collect()
}
