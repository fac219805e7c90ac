//! The page of an incident.

use super::{Frame, conflicts, facts, known, order, toll};
use crate::{
    page::incident::{Incident, Standards, Step},
    sentence::{
        Sentence,
        incident::{Counted, Killed, Opening},
        question::{self, KEY_QUESTIONS},
        range::Range,
        words,
    },
};
use assize_ledger::view::{ClaimView, put_forward};
use assize_record::{EntryId, Quantity, Status};
use assize_weigh::toll::{Over, Role, over_methods, puts_forward};
use std::collections::{BTreeMap, BTreeSet};

/// The view model, with what the standards came to.
pub(crate) fn of(frame: &Frame<'_>, incident: EntryId, standards: Standards) -> Incident {
    let claims: Vec<&ClaimView> = frame.view.claims_about(incident).collect();
    let path = frame.incident_path(incident);
    let findings = frame.tolls_of(incident);
    let facts = facts::facts(frame, incident, &claims);
    // A figure of civilians may stand on claims that tell none apart: then what is said of all of them is its list.
    let there: BTreeSet<&str> = facts.iter().map(|fact| fact.id.as_str()).collect();
    let listed = |role: Role, status: Option<Status>| {
        let told = question::anchor(role.name(), status.map(Status::name));
        let all = question::anchor(role.name(), None);
        let place = [told, all].into_iter().find(|id| there.contains(id.as_str()));
        format!("{path}#{}", place.unwrap_or_else(|| "said".to_owned()))
    };
    let attacks = frame.attacks_of(incident).iter().enumerate();
    let attacks = attacks.map(|(at, attack)| {
        let of = format!("a{}-", at + 1);
        let words = |_: Role, _: Option<Status>| format!("{path}#tolls");
        (frame.view.name(*attack), toll::of_incident(frame, frame.tolls_of(*attack), &of, &words))
    });
    let tolls = toll::of_incident(frame, findings, "", &listed);
    let (orders, order_notes) = order::of(frame, incident);
    let contested = frame.conflicts_of(incident).iter().filter(|found| conflicts::is_contested(found));
    Incident {
        opening: opening(frame, incident, &claims, &path).sentences(),
        kept: kept(frame, &claims),
        agreed: facts::agreed(frame, &facts, &claims, &path),
        contested: contested
            .map(|found| conflicts::line(frame, found, false, &conflicts::href(frame, found)))
            .chain(
                conflicts::clashes(frame, incident).filter_map(|found| conflicts::clash(frame, found, false)),
            )
            .collect(),
        unknown: unknown(&claims),
        tolls,
        attacks: attacks.filter(|(_, groups)| !groups.is_empty()).collect(),
        grades: toll::grades(frame, findings, &format!("{path}#said")),
        facts,
        unnamed: facts::unnamed(frame, &claims),
        conflicts: {
            // Questions of a standard stand on its page, with all that bears on them.
            let told = frame.conflicts_of(incident).iter().filter(|found| found.question.is_none());
            told.map(|found| conflicts::of(frame, found, false)).collect()
        },
        incoherences: conflicts::incoherences(frame, incident),
        orders,
        order_notes,
        standards,
        steps: steps(frame, &claims),
        statements: {
            let said = claims.iter().filter(|claim| claim.proposition.property == "statement");
            said.map(|claim| frame.said(claim)).collect()
        },
        sources: sources(frame, &claims),
    }
}

/// What the opening rests on.
pub(crate) fn opening(frame: &Frame<'_>, incident: EntryId, claims: &[&ClaimView], path: &str) -> Opening {
    let days = frame.view.days_of(incident);
    let days = days.iter().filter_map(|day| {
        let cite = frame.cite(&day.claims, Some(&frame.days_listed(path, &day.claims)))?;
        Some((words::on(day.date), cite))
    });
    let contested = frame.conflicts_of(incident).iter().filter(|found| conflicts::is_contested(found));
    let mut questions: Vec<String> =
        contested.map(|found| words::small(&conflicts::question_of(frame, found))).collect();
    if conflicts::clashes(frame, incident).next().is_some() {
        questions.push("figures that cannot all hold".to_owned());
    }
    questions.dedup();
    questions.truncate(3);
    Opening {
        days: days.collect(),
        killed: killed(frame, incident, path),
        unplaced: frame.view.unplaced().contains(&incident),
        speakers: speakers(frame, claims),
        contested: questions.into_iter().map(|asked| (asked, format!("{path}#contested"))).collect(),
    }
}

/// How many were killed, over the methods that count all the dead.
pub(crate) fn killed(frame: &Frame<'_>, incident: EntryId, path: &str) -> Killed {
    let findings = frame.tolls_of(incident);
    let Some(over) = over_methods(findings, Role::Killed, None) else {
        let counted =
            findings.iter().any(|finding| finding.lines.iter().any(|line| line.role == Role::Killed));
        return if counted { Killed::NoFigure } else { Killed::Uncounted };
    };
    let range = over_range(frame, &over, path);
    let names = |is_it: &dyn Fn(u64, u64) -> bool| -> Vec<String> {
        let by = findings.iter().filter(|finding| {
            finding.line(Role::Killed, None).is_some_and(|line| match (&line.low, &line.high) {
                (Some(low), Some(high)) => is_it(low.value, high.value),
                _ => false,
            })
        });
        by.map(|finding| frame.method(finding.method.as_str()).0).collect()
    };
    let origins = frame.weighed.origins.counts(over.claims.iter().copied());
    let said_with: BTreeSet<String> = findings
        .iter()
        .filter_map(|finding| finding.line(Role::Killed, None))
        .flat_map(|line| line.said_with.iter().cloned())
        .collect();
    Killed::Counted(Box::new(Counted {
        range,
        methods: over.methods.len(),
        lowest_by: names(&|low, _| low == over.low.value),
        highest_by: names(&|_, high| high == over.high.value),
        origins,
        differing: !over.differing.is_empty(),
        parts: over.parts_in_words().map(|parts| parts.trim_start_matches("set by ").to_owned()),
        said_with: said_with.into_iter().collect(),
    }))
}

/// A range over methods, linked.
pub(crate) fn over_range(frame: &Frame<'_>, over: &Over<'_>, path: &str) -> Range {
    frame.range(Some(&over.low), Some(&over.high), Some(&format!("{path}#q-killed")))
}

/// Whose word the figures of the dead are, in the order they were published.
fn speakers(frame: &Frame<'_>, claims: &[&ClaimView]) -> Vec<String> {
    let mut said: Vec<&&ClaimView> = claims
        .iter()
        .filter(|claim| claim.proposition.property == "incident.killed" && puts_forward(claim).is_some())
        .collect();
    said.sort_by_key(|claim| (claim.published.and_then(|days| days.earliest), claim.id));
    let mut names: Vec<String> = Vec::new();
    for claim in said {
        let name = frame.speaker(&claim.speaker, claim.source);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Whose record it is and from what.
fn kept(frame: &Frame<'_>, claims: &[&ClaimView]) -> Sentence {
    let sources: BTreeSet<EntryId> = claims.iter().map(|claim| claim.source).collect();
    let digests = sources.iter().filter(|source| frame.view.is_digest(**source)).count();
    let mut told = format!(
        "{}, read in {}",
        words::plural(claims.len(), "claim"),
        words::plural(sources.len(), "source")
    );
    if digests > 0 {
        let all = if digests == sources.len() { "all".to_owned() } else { digests.to_string() };
        told.push_str(&format!(
            ", {all} of them digests in the words of this record’s editors: what stands in them is a paraphrase, not a quotation"
        ));
    }
    frame.of_record(&told)
}

/// Questions asked of an incident first that nothing answers.
fn unknown(claims: &[&ClaimView]) -> Vec<String> {
    let answered = |property: &str| {
        let mut about = claims.iter().filter(|claim| claim.proposition.property == property);
        about.any(|claim| put_forward(claim))
    };
    let dated = claims.iter().any(|claim| claim.proposition.happened_on.is_some() && put_forward(claim));
    KEY_QUESTIONS
        .iter()
        .filter(|(property, _)| !(answered(property) || dated && *property == "incident.happened-on"))
        .map(|(_, question)| (*question).to_owned())
        .collect()
}

/// So many days are shown one by one; of the rest the last.
const DAYS: usize = 14;

/// What was first published on each day on which something was.
fn steps(frame: &Frame<'_>, claims: &[&ClaimView]) -> Vec<Step> {
    let days = known::by_day(claims.iter().copied());
    let (mut seen, mut figures) = (BTreeSet::new(), BTreeMap::<Option<Status>, Vec<Quantity>>::new());
    let mut steps = Vec::new();
    for (day, claims) in days {
        let mut new = Vec::new();
        for claim in &claims {
            let proposition = &claim.proposition;
            let killed =
                proposition.property == "incident.killed" && proposition.status != Some(Status::Part);
            if killed && let Some(quantity) = puts_forward(claim) {
                figures.entry(proposition.status).or_default().push(quantity.clone());
            }
            let key = (proposition.property.clone(), proposition.status, frame.value(&proposition.value));
            if KEY_QUESTIONS.iter().any(|(property, _)| *property == proposition.property)
                && put_forward(claim)
                && seen.insert(key)
                && let Some(cite) = frame.cite(&[claim.id], None)
            {
                let asked = question::of(&proposition.property);
                let status =
                    proposition.status.map_or_else(String::new, |status| format!(", {}", status.name()));
                let value = words::cut(&frame.value_of(claim), 80);
                let told = Sentence::default().text(format!("{asked}{status}: ")).figure(value, &cite);
                new.push(told.text(", by ").named(frame.speaker(&claim.speaker, claim.source)));
            }
        }
        let day = words::day(day);
        let so_far = figures.iter().filter_map(|(status, of_these)| {
            let told = spread(of_these)?;
            Some(match status {
                None if figures.len() == 1 => told,
                None => format!("all {told}"),
                Some(status) => format!("{} {told}", status.name()),
            })
        });
        let so_far = so_far.collect::<Vec<_>>().join(", ");
        let so_far =
            (!so_far.is_empty()).then(|| format!("figures of the killed put forward up to {day}: {so_far}"));
        steps.push(Step { day, new, claims: claims.len(), so_far });
    }
    if steps.len() > DAYS {
        // Days on which nothing was said for the first time only add to the count.
        steps.retain(|step| !step.new.is_empty());
        steps.truncate(DAYS);
    }
    steps
}

/// All figures put forward so far, from the lowest to the highest, with an open end where nobody closes it.
fn spread(figures: &[Quantity]) -> Option<String> {
    let low = figures.iter().filter_map(|figure| figure.min.or(figure.max)).min()?;
    let high = figures.iter().filter_map(|figure| figure.max.or(figure.min)).max()?;
    let open = figures.iter().any(|figure| figure.max.is_none() && figure.min.is_some_and(|min| min >= high));
    let more = if open { " or more" } else { "" };
    Some(if low == high { format!("{low}{more}") } else { format!("{low} to {high}{more}") })
}

/// The sources of an incident, by the day of publication.
fn sources(frame: &Frame<'_>, claims: &[&ClaimView]) -> Vec<(Sentence, String)> {
    let mut counted: BTreeMap<EntryId, usize> = BTreeMap::new();
    for claim in claims {
        *counted.entry(claim.source).or_default() += 1;
    }
    let mut rows: Vec<_> = counted
        .into_iter()
        .map(|(id, claims)| {
            let source = &frame.view.sources()[&id];
            let title = source
                .publication
                .title
                .as_ref()
                .map_or_else(|| "no title stated".to_owned(), |title| title.value.clone());
            let day = source.published.and_then(|days| days.earliest);
            let told = Sentence::default().link(title, Frame::source_path(id));
            let digest = if frame.view.is_digest(id) { "digest, " } else { "" };
            let aside = format!(
                "{digest}{}, {}; {}",
                frame.publisher(id),
                frame.published(id),
                words::plural(claims, "claim")
            );
            ((day.is_none(), day, id), (told, aside))
        })
        .collect();
    rows.sort_by_key(|(order, _)| *order);
    rows.into_iter().map(|(_, row)| row).collect()
}
