//! Parts and wholes.

use super::{Check, Checks, Counts, Standing};
use crate::{
    revision,
    toll::{parts, takes_part},
};
use assize_record::{EntryId, Quantity, Status};
use std::collections::{BTreeMap, BTreeSet};

type Figures<'v> = BTreeMap<Counts<'v>, Vec<Standing<'v>>>;

/// A fault found among figures.
pub(super) struct Fault<'v> {
    pub(super) check: Check,
    /// What it is about, so that it is not named twice.
    pub(super) about: Vec<Counts<'v>>,
    pub(super) words: String,
    pub(super) claims: Vec<EntryId>,
}

/// How a sub-total fails against its total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SubTotal {
    /// No numbers within the two ranges fit: the part's minimum is above the whole's maximum.
    Impossible,
    /// The part's minimum is above the whole's: the whole would have to be at least as great.
    MinimumAbove,
    /// The part's maximum is above the whole's: the part can never be so great.
    MaximumAbove,
}

/// Holds a sub-total against its total. The minimum and maximum are only compared end by end where both have both ends, because "at
/// least nine" says nothing against ten.
pub fn sub_total(part: &Quantity, whole: &Quantity) -> Vec<SubTotal> {
    if part.unit != whole.unit {
        return Vec::new();
    }
    if part.min.zip(whole.max).is_some_and(|(min, max)| min > max) {
        return vec![SubTotal::Impossible];
    }
    let (Some(part_ends), Some(whole_ends)) = (part.min.zip(part.max), whole.min.zip(whole.max)) else {
        return Vec::new();
    };
    let minimum = (part_ends.0 > whole_ends.0).then_some(SubTotal::MinimumAbove);
    let maximum = (part_ends.1 > whole_ends.1).then_some(SubTotal::MaximumAbove);
    minimum.into_iter().chain(maximum).collect()
}

const KILLED: &str = "incident.killed";
const ABOARD: &str = "incident.aboard";
const MEMBERS: &str = "incident.members";
const AFFILIATES: &str = "incident.affiliates";
const OF_KILLED: [&str; 3] = [MEMBERS, AFFILIATES, "incident.identified"];
const OF_ABOARD: [&str; 4] = [KILLED, "incident.survived", "incident.missing", "incident.detained"];

/// Whether a property counts some of the people killed.
pub(super) fn is_part_of_killed(property: &str) -> bool {
    OF_KILLED.contains(&property)
}

/// Faults that no choice among the figures can mend.
pub(super) fn faults<'v>(figures: &Figures<'v>) -> Vec<Fault<'v>> {
    let mut found: Vec<Fault<'v>> =
        pairs(figures).filter_map(|(part, whole)| too_great(figures, &[part], whole)).collect();
    let wholes: BTreeSet<&str> = figures.keys().map(|(property, ..)| *property).collect();
    for property in wholes {
        // Nobody is of two of these, so they add up.
        for apart in
            [&[Status::Civilian, Status::Combatant, Status::Unknown][..], &[Status::Child, Status::Woman]]
        {
            let parts: Vec<Counts<'v>> = apart
                .iter()
                .map(|status| (property, Some(*status), None))
                .filter(|part| figures.contains_key(part))
                .collect();
            if parts.len() > 1 {
                found.extend(too_great(figures, &parts, (property, None, None)));
            }
        }
    }
    found.extend(members_and_affiliates(figures));
    let aboard: Vec<Counts<'v>> = OF_ABOARD[..3]
        .iter()
        .map(|property| (*property, None, None))
        .filter(|part| figures.contains_key(part))
        .collect();
    if aboard.len() > 1 {
        let whole = (ABOARD, None, None);
        found.extend(
            too_great(figures, &aboard, whole).map(|fault| Fault { check: Check::MoreThanAboard, ..fault }),
        );
    }
    found
}

/// Sub-totals given as ranges by one source, held against that source's totals end by end.
pub(super) fn faults_of_ranges<'v>(figures: &Figures<'v>) -> Vec<Fault<'v>> {
    let mut found = Vec::new();
    for (part_counts, whole_counts) in pairs(figures) {
        let (parts, wholes) = (&figures[&part_counts], &figures[&whole_counts]);
        let mut by_source: BTreeMap<EntryId, Vec<&Standing<'v>>> = BTreeMap::new();
        for whole in wholes {
            by_source.entry(whole.claim.source).or_default().push(whole);
        }
        for part in parts {
            for whole in by_source.get(&part.claim.source).into_iter().flatten() {
                for fault in sub_total(part.quantity, whole.quantity) {
                    let (check, end) = match fault {
                        SubTotal::Impossible => continue,
                        SubTotal::MinimumAbove => (Check::PartMinimumAboveWhole, "minimum"),
                        SubTotal::MaximumAbove => (Check::PartMaximumAboveWhole, "maximum"),
                    };
                    let words = format!(
                        "{} {}: the {end} is above that of {} {}",
                        name(&part_counts),
                        part.quantity,
                        name(&whole_counts),
                        whole.quantity
                    );
                    let claims = vec![part.claim.id, whole.claim.id];
                    found.push(Fault { check, about: vec![part_counts, whole_counts], words, claims });
                }
            }
        }
    }
    found
}

/// Every part for which there are figures, with its whole, where there are figures for that too.
fn pairs<'f, 'v>(figures: &'f Figures<'v>) -> impl Iterator<Item = (Counts<'v>, Counts<'v>)> + 'f {
    let wholes_of = |(property, status, group): Counts<'v>| {
        let mut wholes: Vec<Counts<'v>> = Vec::new();
        if status.is_some() || group.is_some() {
            wholes.push((property, None, None));
        }
        if is_part_of_killed(property) {
            wholes.push((KILLED, None, None));
        }
        if OF_ABOARD.contains(&property) && status.is_none() && group.is_none() {
            wholes.push((ABOARD, None, None));
        }
        wholes
    };
    figures.keys().flat_map(move |part| {
        let wholes =
            wholes_of(*part).into_iter().filter(move |whole| whole != part && figures.contains_key(whole));
        wholes.map(|whole| (*part, whole))
    })
}

fn too_great<'v>(figures: &Figures<'v>, parts: &[Counts<'v>], whole: Counts<'v>) -> Option<Fault<'v>> {
    let (most, mut claims) = greatest(figures.get(&whole)?)?;
    let mut least = 0_u64;
    let mut words = Vec::new();
    for part in parts {
        let (figure, ids) = smallest(figures.get(part)?);
        least = least.saturating_add(figure);
        words.push(format!("{} {figure}", name(part)));
        claims.extend(ids);
    }
    let check = if parts.len() == 1 { Check::PartAboveWhole } else { Check::PartsAboveWhole };
    let about = parts.iter().copied().chain([whole]).collect();
    let words = format!("{} against {} {most}", words.join(" and "), name(&whole));
    (least > most).then_some(Fault { check, about, words, claims })
}

impl Checks<'_> {
    /// The dead of an incident's attacks cannot be more than those of the incident: nobody is killed twice.
    pub(super) fn attacks(&mut self) {
        for (incident, attacks) in parts::attacks(self.view) {
            // What is part of another attack of the same incident is counted there.
            let within = |attack: &EntryId| {
                self.view
                    .part_of()
                    .get(attack)
                    .is_some_and(|wholes| wholes.intersection(&attacks).any(|of| of != attack))
            };
            let unplaced = self.view.unplaced();
            let placed = attacks.iter().filter(|attack| !unplaced.contains(*attack) && !within(attack));
            let figures = |subject: EntryId| {
                let cells = self.grouped.cells_of(subject).iter();
                let of =
                    cells.filter(|cell| (cell.property, cell.status, cell.group) == (KILLED, None, None));
                let claims: Vec<_> = of.flat_map(|cell| self.grouped.claims(cell).iter().copied()).collect();
                let replaced = revision::superseded(self.origins, &claims);
                let stands = claims.into_iter().filter(|claim| !replaced.contains_key(&claim.id));
                let standing = |claim| {
                    let quantity = takes_part(claim).ok()?;
                    let origin = self.origins.position(claim.id);
                    (quantity.min.is_some() || quantity.max.is_some()).then_some(Standing {
                        claim,
                        quantity,
                        origin,
                    })
                };
                stands.filter_map(standing).collect::<Vec<_>>()
            };
            let whole = figures(incident);
            let Some((most, claims)) = (!whole.is_empty()).then(|| greatest(&whole)).flatten() else {
                continue;
            };
            let of_attacks: Vec<(u64, Vec<EntryId>)> = placed
                .map(|attack| figures(*attack))
                .filter(|figures| !figures.is_empty())
                .map(|figures| smallest(&figures))
                .collect();
            let least = of_attacks.iter().fold(0_u64, |sum, (figure, _)| sum.saturating_add(*figure));
            if least > most {
                let words = format!("killed {least} in what is part of it against killed {most}");
                let claims: Vec<EntryId> =
                    of_attacks.into_iter().flat_map(|(_, ids)| ids).chain(claims).collect();
                let origins: BTreeSet<_> = claims.iter().map(|id| self.origins.position(*id)).collect();
                self.report(incident, Check::PartsAboveWhole, words, origins.len() > 1, claims);
            }
        }
    }
}

/// Members and affiliates of one group are to be all of the killed, where a source counts both.
fn members_and_affiliates<'v>(figures: &Figures<'v>) -> Vec<Fault<'v>> {
    let killed = (KILLED, None, None);
    let Some(all) = figures.get(&killed) else { return Vec::new() };
    let mut found = Vec::new();
    for (members, counted) in figures.range((MEMBERS, None, None)..).take_while(|(of, _)| of.0 == MEMBERS) {
        let affiliates = (AFFILIATES, members.1, members.2);
        let Some(affiliated) = figures.get(&affiliates) else { continue };
        let least = smallest(counted).0.saturating_add(smallest(affiliated).0);
        let most = greatest(counted).zip(greatest(affiliated)).map(|(a, b)| a.0.saturating_add(b.0));
        let too_many = greatest(all).is_some_and(|(killed, _)| least > killed);
        let too_few = most.is_some_and(|most| most < smallest(all).0);
        if !(too_many || too_few) {
            continue;
        }
        let sum =
            most.filter(|most| *most != least).map_or(least.to_string(), |most| format!("{least} to {most}"));
        let killed_words = match greatest(all) {
            Some((most, _)) if most == smallest(all).0 => most.to_string(),
            Some((most, _)) => format!("{} to {most}", smallest(all).0),
            None => format!("at least {}", smallest(all).0),
        };
        let involved = counted.iter().chain(affiliated).chain(all);
        found.push(Fault {
            check: Check::MembersAndAffiliates,
            about: vec![*members, affiliates, killed],
            words: format!("members and affiliates are {sum} together, killed {killed_words}"),
            claims: involved.map(|figure| figure.claim.id).collect(),
        });
    }
    found
}

/// The least that any of the figures allows, with the claims that set it.
fn smallest(figures: &[Standing<'_>]) -> (u64, Vec<EntryId>) {
    let least = |figure: &Standing<'_>| figure.quantity.min.unwrap_or(0);
    let smallest = figures.iter().map(least).min().unwrap_or(0);
    let setting = figures.iter().filter(|figure| least(figure) == smallest);
    (smallest, setting.map(|figure| figure.claim.id).collect())
}

/// The most that any of the figures allows, with the claims that set it; `None` where one sets no bound.
fn greatest(figures: &[Standing<'_>]) -> Option<(u64, Vec<EntryId>)> {
    let bounds: Option<Vec<u64>> = figures.iter().map(|figure| figure.quantity.max).collect();
    let greatest = bounds?.into_iter().max()?;
    let setting = figures.iter().filter(|figure| figure.quantity.max == Some(greatest));
    Some((greatest, setting.map(|figure| figure.claim.id).collect()))
}

fn name(counts: &Counts<'_>) -> String {
    let (property, status, _) = counts;
    let what = property.strip_prefix("incident.").unwrap_or(property);
    match status {
        None => what.to_owned(),
        Some(Status::Civilian) => format!("civilians {what}"),
        Some(Status::Combatant) => format!("combatants {what}"),
        Some(Status::Child) => format!("children {what}"),
        Some(Status::Woman) => format!("women {what}"),
        Some(Status::Unknown) => format!("people of unknown status {what}"),
        Some(Status::Part) => format!("some of those {what}"),
    }
}
