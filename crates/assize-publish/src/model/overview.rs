//! The overview.

use super::{Frame, conflicts, known, lists, rows, toll};
use crate::{
    chart::{
        map,
        steps::{Stated as Mark, Totals, steps},
        strip::{SINGLY, strip},
    },
    page::{
        incident::{Standards, Step},
        overview::{Campaign, Overview, Row, Stated},
    },
    sentence::{
        Sentence,
        overview::{Campaign as Told, Opening, Stated as Last, Sum},
        range::Range,
        words,
    },
};
use assize_record::{Day, EntityType, EntryId, body::Entity};
use assize_weigh::toll::{self as rules, CampaignFinding, Role};
use std::collections::{BTreeMap, BTreeSet};

/// So many lines stand in a list on the overview.
const FEW: usize = 8;

/// Days before the newest stated total within which others are told beside it.
const LATELY: i32 = 7;

/// The overview, with the rows of all incidents and what campaigns came to under standards.
pub(crate) fn of(
    frame: &Frame<'_>,
    all: &[Row],
    days: &[Step],
    mut standards: BTreeMap<EntryId, Standards>,
) -> Overview {
    let incidents = frame.incidents();
    let (counted, named): (Vec<_>, Vec<_>) =
        frame.entities(EntityType::Campaign).into_iter().partition(|(id, _)| has_figure(frame, *id));
    let dots: Vec<_> = incidents.iter().filter_map(|(id, entity)| rows::dot(frame, *id, entity)).collect();
    let disputed = || frame.weighed.conflicts.iter().filter(|found| conflicts::is_contested(found));
    let clashes = || frame.weighed.incoherences.iter().filter(|found| found.across_origins);
    let contested = disputed()
        .map(|found| conflicts::line(frame, found, true, "conflicts.html"))
        .chain(clashes().filter_map(|found| conflicts::clash(frame, found, true)));
    Overview {
        title: match counted.as_slice() {
            [(_, only)] => only.name.clone(),
            _ => frame.settings.case_name.clone(),
        },
        opening: opening(frame, &counted, all).sentences(),
        kept: kept(frame),
        undated: incidents.len() - dots.len(),
        // Of many the months would say more than discs that run together; the list is by day.
        strip: (dots.len() <= SINGLY).then(|| strip(&dots)).flatten(),
        map: map::map(&rows::places(frame).0, &rows::zones(frame).0),
        rows: all.iter().take(rows::PAGE).cloned().collect(),
        parts: rows::parts_of(all),
        incidents: all.len(),
        campaigns: counted
            .iter()
            .map(|(id, entity)| campaign(frame, *id, entity, standards.remove(id).unwrap_or_default()))
            .collect(),
        named: named.iter().map(|(id, entity)| (frame.slug(*id), entity.name.clone())).collect(),
        contested: contested.take(FEW).collect(),
        contested_more: (disputed().count() + clashes().count()).saturating_sub(FEW),
        asked: lists::outstanding(frame, FEW),
        changed: lists::lately(frame, FEW),
        known: (days[days.len().saturating_sub(known::LATELY)..].to_vec(), days.len()),
    }
}

/// What a text names and gives no figure of is listed, and heads nothing.
pub(crate) fn has_figure(frame: &Frame<'_>, campaign: EntryId) -> bool {
    frame.sums_of(campaign).iter().any(|found| !found.lines.is_empty() || !found.stated.is_empty())
}

fn opening(frame: &Frame<'_>, campaigns: &[(EntryId, &Entity)], all: &[Row]) -> Opening {
    let unplaced = all.iter().filter(|row| row.unplaced).count();
    let mut days = all.iter().filter_map(|row| row.day.as_ref()).map(|(day, _)| day.clone());
    let (first, last) = (days.clone().next(), days.next_back());
    Opening {
        incidents: all.len() - unplaced,
        unplaced,
        sources: frame.view.sources().len(),
        span: first.zip(last),
        campaigns: campaigns
            .iter()
            .map(|(id, entity)| told(frame, *id, entity, campaigns.len() == 1))
            .collect(),
    }
}

fn told(frame: &Frame<'_>, id: EntryId, entity: &Entity, sole: bool) -> Told {
    let findings = frame.sums_of(id);
    let slug = frame.slug(id);
    let listed = sums_path(frame, id).unwrap_or_else(|| format!("index.html#{slug}"));
    let mut sums: Vec<Sum> = Vec::new();
    let mut members: BTreeSet<EntryId> = BTreeSet::new();
    for found in &findings {
        members.extend(found.members.iter().map(|member| member.incident));
        members.extend(found.left_out.iter().map(|out| out.incident));
        let all_dead = |line: &&rules::CampaignLine| {
            line.role == Role::Killed && line.status.is_none() && line.group.is_none() && line.high.is_some()
        };
        for line in found.lines.iter().filter(all_dead) {
            let range: Range = frame.range(line.low.as_ref(), line.high.as_ref(), Some(&listed));
            let name = frame.method(found.method.as_str()).0;
            let name = line.range.as_ref().map_or_else(|| name.clone(), |range| format!("{name}, {range}"));
            let (low, high) = (line.low_incidents as usize, line.high_incidents as usize);
            let differing = !line.differing.is_empty();
            match sums
                .iter_mut()
                .find(|sum| sum.range == range && (sum.low_incidents, sum.high_incidents) == (low, high))
            {
                Some(sum) => {
                    sum.methods.push(name);
                    sum.differing |= differing;
                }
                None => sums.push(Sum {
                    methods: vec![name],
                    range,
                    low_incidents: low,
                    high_incidents: high,
                    differing,
                }),
            }
        }
    }
    // Equal highest or lowest figures are told with every method that comes to them.
    let merged = merged(sums);
    Told {
        name: (!sole).then(|| entity.name.clone()),
        href: "index.html#incidents".to_owned(),
        incidents: members.len(),
        sums: merged,
        stated: last_stated(frame, id, &findings),
    }
}

/// Puts together sums of one range, whatever incidents they take in, so that each range stands once.
fn merged(sums: Vec<Sum>) -> Vec<Sum> {
    let mut all: Vec<Sum> = Vec::new();
    for sum in sums {
        let key = |sum: &Sum| {
            let value =
                |end: &Option<crate::sentence::range::Bound>| end.as_ref().map(|end| (end.value, end.open));
            (value(&sum.range.low), value(&sum.range.high))
        };
        match all.iter_mut().find(|known| key(known) == key(&sum)) {
            Some(known) => {
                known.methods.extend(sum.methods);
                known.differing |= sum.differing;
            }
            None => all.push(sum),
        }
    }
    all
}

/// Totals that others stated for all the dead as of the last week for which any stands, the newest first, each figure once.
fn last_stated(frame: &Frame<'_>, campaign: EntryId, findings: &[&CampaignFinding]) -> Vec<Last> {
    let Some(finding) = findings.first() else { return Vec::new() };
    let all = finding
        .stated
        .iter()
        .filter(|stated| stated.property == "campaign.killed" && stated.status.is_none());
    let mut dated: Vec<(Day, &rules::Stated)> =
        all.filter_map(|stated| Some((stated.as_of.as_ref()?.1.parse().ok()?, stated))).collect();
    dated
        .sort_by_key(|(day, stated)| (std::cmp::Reverse(*day), stated.figure.clone(), stated.claims.clone()));
    let Some((newest, _)) = dated.first().copied() else { return Vec::new() };
    let mut told: Vec<Last> = Vec::new();
    for (day, stated) in dated.into_iter().filter(|(day, _)| (newest - *day).get_days() <= LATELY) {
        let Some(cite) = frame.cite(&stated.claims, None) else { continue };
        let mut totals = frame.weighed.tolls.totals.iter();
        let outside = totals.any(|total| total.subject == campaign && total.stated.claims == stated.claims);
        if told.iter().all(|known| known.figure != stated.figure) {
            told.push(Last {
                figure: stated.figure.clone(),
                who: stated.origin.clone(),
                as_of: Some(words::day(day)),
                cite,
                outside,
            });
        }
    }
    told.truncate(3);
    told
}

fn kept(frame: &Frame<'_>) -> Sentence {
    let view = frame.view;
    let digests = view.sources().keys().filter(|id| view.is_digest(**id)).count();
    let behind = frame.weighed.origins.summary(view.claims());
    let origins = if behind.origins_min == behind.origins_max {
        words::number(behind.origins_max.into())
    } else {
        format!(
            "{} to {}",
            words::number(behind.origins_min.into()),
            words::number(behind.origins_max.into())
        )
    };
    let mut told = format!(
        "{} from {origins} origins, in {}",
        words::plural(view.claims().len(), "claim"),
        words::plural(view.sources().len(), "source")
    );
    if digests > 0 {
        let all =
            if digests == view.sources().len() { "all".to_owned() } else { words::number(digests as u64) };
        told.push_str(&format!(
            ", of which {all} are digests in the words of this record’s editors: a paraphrase, no quotation"
        ));
    }
    frame.of_record(&told)
}

/// Where the sums of a campaign are taken apart, where any incident is in them.
pub(crate) fn sums_path(frame: &Frame<'_>, campaign: EntryId) -> Option<String> {
    let findings = frame.sums_of(campaign);
    let any = findings.iter().any(|found| !found.members.is_empty() || !found.left_out.is_empty());
    any.then(|| format!("sums/{}.html", frame.slug(campaign)))
}

fn campaign(frame: &Frame<'_>, id: EntryId, entity: &Entity, standards: Standards) -> Campaign {
    let findings = frame.sums_of(id);
    let slug = frame.slug(id);
    let sums = sums_path(frame, id);
    let listed = sums.clone().unwrap_or_else(|| format!("index.html#{slug}"));
    let outside = frame.weighed.tolls.totals.iter().filter(|total| total.subject == id);
    Campaign {
        steps: steps(&totals(frame, &findings)),
        groups: toll::of_campaign(frame, &findings, &format!("{slug}-"), &listed),
        stated: stated(frame, &findings),
        outside: outside
            .filter_map(|total| Some((total.words.clone(), frame.cite(&total.stated.claims, None)?)))
            .collect(),
        unplaced: findings.first().map_or(0, |finding| finding.unplaced.count as usize),
        sums,
        standards,
        id: slug,
        name: entity.name.clone(),
    }
}

/// Totals as others state them for the whole campaign.
pub(crate) fn stated(frame: &Frame<'_>, findings: &[&CampaignFinding]) -> Vec<Stated> {
    let all = findings.first().map_or(&[][..], |finding| &finding.stated).iter();
    all.map(|stated| Stated {
        as_of: stated.as_of.as_ref().map(|(from, to)| {
            if from == to {
                words::date_of(to)
            } else {
                format!("{} to {}", words::date_of(from), words::date_of(to))
            }
        }),
        until: stated.as_of.as_ref().map(|(_, to)| words::date_of(to)),
        what: stated.what(),
        figure: stated.figure.clone(),
        cite: frame.cite(&stated.claims, None),
        who: stated.origin.clone(),
        on_record: stated.on_record.as_ref().map(|found| {
            let incidents = words::plural(found.incidents as usize, "incident");
            format!("{incidents}, {}", words::plural(found.attacks as usize, "attack"))
        }),
    })
    .collect()
}

/// The lowest and the highest sum after each incident, over the methods that count all the dead, and what others stated.
fn totals(frame: &Frame<'_>, findings: &[&CampaignFinding]) -> Totals {
    let all_dead = |line: &rules::CampaignLine| {
        line.role == Role::Killed && line.status.is_none() && line.group.is_none()
    };
    let counted: Vec<_> = findings.iter().filter(|found| found.lines.iter().any(all_dead)).collect();
    // What each method adds on each day: to its lowest and to its highest sum.
    let mut days: BTreeMap<Day, Vec<(u64, u64)>> = BTreeMap::new();
    for (at, found) in counted.iter().enumerate() {
        for member in &found.members {
            let day = frame.view.days_of(member.incident).first().and_then(|day| day.date.interval().latest);
            let toll = frame.tolls_of(member.incident).iter().find(|toll| toll.method == found.method);
            let (Some(day), Some(line)) = (day, toll.and_then(|toll| toll.line(Role::Killed, None))) else {
                continue;
            };
            let added = &mut days.entry(day).or_insert_with(|| vec![(0, 0); counted.len()])[at];
            added.0 += line.low.as_ref().filter(|_| member.adds_low).map_or(0, |end| end.value);
            added.1 += line.high.as_ref().map_or(0, |end| end.value);
        }
    }
    let mut sums = vec![(0, 0); counted.len()];
    let mut totals = Totals::default();
    for (day, added) in days {
        for (sum, added) in sums.iter_mut().zip(added) {
            *sum = (sum.0 + added.0, sum.1 + added.1);
        }
        totals.low.push((day, sums.iter().map(|(low, _)| *low).min().unwrap_or(0)));
        totals.high.push((day, sums.iter().map(|(_, high)| *high).max().unwrap_or(0)));
    }
    let stated = findings.first().map_or(&[][..], |finding| &finding.stated);
    for stated in
        stated.iter().filter(|stated| stated.property == "campaign.killed" && stated.status.is_none())
    {
        let (Some(value), Some(as_of)) = (stated.max.or(stated.min), &stated.as_of) else { continue };
        let (Ok(day), Some(cite)) = (as_of.1.parse::<Day>(), frame.cite(&stated.claims, None)) else {
            continue;
        };
        totals.stated.push(Mark {
            day,
            value,
            open: stated.max.is_none(),
            title: format!("{} stated by {}, as of {}", stated.figure, stated.origin, words::day(day)),
            href: cite.href,
        });
    }
    totals
}
