//! Parts bound their whole: nine people said to be fighters were killed, so nine at least were.
//!
//! What one origin says of parts that share nobody adds up; what two origins say of parts does not, because one person may be in both.
//! The tolls of attacks add up to a bound of their incident's where nobody doubts that they are different attacks, because nobody is killed
//! twice. A part says nothing against a whole that is stated: it sets the low end only where nobody states one, and the high end where the
//! whole that is stated is too small for it.

use crate::{
    finding,
    toll::{
        Convention, End, Engine, Role, TollLine,
        grading::Facts,
        method::{Figures, PartsRule, RangeRule},
        range::{ByOf, Of, Sorted},
    },
};
use assize_ledger::view::ClaimView;
use assize_record::{EntityType, EntryId, HedgeKind, Status};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

/// A part of the people counted that sets an end of their range, because no claim on all of them does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Part {
    /// How many at least.
    pub value: u64,
    /// Who they are said to be, with the words that leave it open: `said to be fighters (“suspected”)`.
    pub who: String,
    /// Which people, where the claims give a status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The group they are said to be of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<EntryId>,
    /// The attack they were killed in, where they are those of one attack of the incident.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attack: Option<EntryId>,
    /// The claims, in order of id.
    pub claims: Vec<EntryId>,
}

/// What makes people a part of those counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Status(Status),
    OfGroup(EntryId),
    Members(Option<EntryId>),
    Affiliates(Option<EntryId>),
    Identified,
}

/// The fewest that parts allow, at each end of a range.
struct Bound {
    low: (u64, Vec<Part>),
    high: (u64, Vec<Part>),
}

/// The least and the most that one origin says of one part for sure.
#[derive(Default)]
struct Said<'v> {
    low: Option<u64>,
    high: u64,
    claims: Vec<(&'v ClaimView, u64)>,
}

/// The part that a property counts, where it counts some of the people killed.
pub(super) fn kind_of(property: &str, group: Option<EntryId>) -> Option<Kind> {
    match property {
        "incident.members" => Some(Kind::Members(group)),
        "incident.affiliates" => Some(Kind::Affiliates(group)),
        "incident.identified" => Some(Kind::Identified),
        _ => None,
    }
}

/// Attacks of an incident, and incidents that are part of it, that are surely different: nobody is killed in two of them.
pub(super) fn attacks_of(engine: &Engine<'_>, incident: EntryId) -> Vec<EntryId> {
    let (view, all) = (engine.view, engine.attacks.get(&incident));
    let placed = |id: &EntryId| !view.unplaced().contains(id) && *id != incident;
    let within = |part: &EntryId| {
        let wholes = view.part_of().get(part);
        let other = |whole: &EntryId| *whole != incident && *whole != *part;
        // What is part of another attack of the same incident is counted there.
        wholes.is_some_and(|wholes| {
            wholes.iter().any(|whole| other(whole) && all.is_some_and(|all| all.contains(whole)))
        })
    };
    all.into_iter().flatten().copied().filter(|id| placed(id) && !within(id)).collect()
}

/// What is part of each incident, directly.
pub(crate) fn attacks(view: &assize_ledger::View) -> BTreeMap<EntryId, BTreeSet<EntryId>> {
    let is_a =
        |id: &EntryId, kinds: &[EntityType]| view.type_of(*id).is_some_and(|kind| kinds.contains(&kind));
    let mut found: BTreeMap<EntryId, BTreeSet<EntryId>> = BTreeMap::new();
    let parts =
        view.part_of().iter().filter(|(part, _)| is_a(part, &[EntityType::Attack, EntityType::Incident]));
    for (part, wholes) in parts {
        for whole in wholes.iter().filter(|whole| is_a(whole, &[EntityType::Incident])) {
            found.entry(*whole).or_default().insert(*part);
        }
    }
    found
}

/// What is part of these incidents, and of what is part of them.
pub(super) fn attacks_among(
    view: &assize_ledger::View,
    incidents: &BTreeSet<EntryId>,
) -> BTreeMap<EntryId, BTreeSet<EntryId>> {
    let (mut found, mut wholes) = (BTreeMap::<EntryId, BTreeSet<EntryId>>::new(), incidents.clone());
    loop {
        let known = wholes.len();
        for (part, of) in view.part_of() {
            for whole in of.iter().filter(|whole| wholes.contains(*whole)).copied().collect::<Vec<_>>() {
                if is_within(view, *part, whole) && found.entry(whole).or_default().insert(*part) {
                    wholes.insert(*part);
                }
            }
        }
        if wholes.len() == known {
            return found;
        }
    }
}

/// Whether a part is an attack or an incident within an incident.
fn is_within(view: &assize_ledger::View, part: EntryId, whole: EntryId) -> bool {
    view.type_of(whole) == Some(EntityType::Incident)
        && matches!(view.type_of(part), Some(EntityType::Attack | EntityType::Incident))
}

impl<'v> Engine<'v> {
    /// Bounds the line of a whole by what is said of its parts, and by the tolls of the incident's attacks.
    pub(super) fn bound_by_parts(
        &self,
        sorted: &ByOf<Rc<Sorted<'v>>>,
        kinds: &[(Kind, Rc<Sorted<'v>>)],
        attacks: &[(EntryId, Vec<Arc<TollLine>>)],
        lines: &mut ByOf<Arc<TollLine>>,
        facts: &Facts<'v>,
        figures: &Figures,
    ) {
        let whole = match figures.parts {
            PartsRule::None => return,
            PartsRule::Everybody => None,
            PartsRule::Civilian => Some(Status::Civilian),
        };
        for role in Role::ALL {
            if attacks.is_empty() && Self::holds(role, whole, sorted, kinds, lines) {
                continue;
            }
            let mut bounds = self.by_origin(role, whole, sorted, kinds, facts);
            bounds.extend(self.by_attack((role, whole, None), attacks));
            bounds.retain(|bound| bound.high.0 > 0);
            if bounds.is_empty() {
                continue;
            }
            let own = figures.roles.contains(&role);
            let line = lines.entry((role, whole, None), || {
                Arc::new(TollLine { status: whole, ..TollLine::empty(role, own) })
            });
            let conventions: BTreeSet<Convention> = sorted
                .values()
                .chain(kinds.iter().map(|(_, sorted)| sorted))
                .flat_map(|sorted| sorted.conventions.iter().cloned())
                .chain(
                    attacks
                        .iter()
                        .flat_map(|(_, lines)| lines)
                        .flat_map(|line| line.conventions.iter().cloned()),
                )
                .collect();
            Arc::make_mut(line).bound(&bounds, figures.range, &conventions, facts);
        }
    }

    /// Whether nothing that is said of parts can move the whole: none is said of any, or all of them together fit in what is stated.
    fn holds(
        role: Role,
        whole: Option<Status>,
        sorted: &ByOf<Rc<Sorted<'v>>>,
        kinds: &[(Kind, Rc<Sorted<'v>>)],
        lines: &ByOf<Arc<TollLine>>,
    ) -> bool {
        let is_part = |(of, status, group): &Of| *of == role && (*status, *group) != (whole, None);
        let of_role = sorted.iter().filter(|(of, _)| is_part(of)).map(|(_, sorted)| sorted);
        let of_killed = kinds.iter().map(|(_, sorted)| sorted).filter(|_| role == Role::Killed);
        let greatest =
            |sorted: &Sorted<'v>| sorted.figures.iter().map(|figure| figure.low.0).max().unwrap_or(0);
        let together =
            of_role.chain(of_killed).fold(0_u64, |sum, sorted| sum.saturating_add(greatest(sorted)));
        let stated = lines.get((role, whole, None)).and_then(|line| line.high.as_ref());
        together <= stated.map_or(0, |high| high.value)
    }

    /// What each origin says of parts that share nobody.
    fn by_origin(
        &self,
        role: Role,
        whole: Option<Status>,
        sorted: &ByOf<Rc<Sorted<'v>>>,
        kinds: &[(Kind, Rc<Sorted<'v>>)],
        facts: &Facts<'v>,
    ) -> Vec<Bound> {
        let mut said: BTreeMap<Option<usize>, BTreeMap<Kind, Said<'v>>> = BTreeMap::new();
        let mut enter = |kind: Kind, sorted: &Sorted<'v>| {
            for figure in sorted.figures.iter().filter(|figure| !figure.low.1) {
                let of = said.entry(facts.origin_of(figure.claim)).or_default().entry(kind).or_default();
                of.low = Some(of.low.map_or(figure.low.0, |low| low.min(figure.low.0)));
                of.high = of.high.max(figure.low.0);
                of.claims.push((figure.claim, figure.low.0));
            }
        };
        for ((of, status, group), sorted) in sorted.iter().filter(|((of, ..), _)| *of == role) {
            debug_assert_eq!(*of, role);
            if *status != whole
                && let Some(status) = status
            {
                enter(Kind::Status(*status), sorted);
            }
            if let Some(group) = group {
                enter(Kind::OfGroup(*group), sorted);
            }
        }
        if role == Role::Killed && whole.is_none() {
            kinds.iter().for_each(|(kind, sorted)| enter(*kind, sorted));
        }
        said.values().map(|of| self.most(whole, of)).collect()
    }

    /// Of the ways to add up parts that share nobody, the one that comes to most.
    fn most(&self, whole: Option<Status>, said: &BTreeMap<Kind, Said<'v>>) -> Bound {
        let statuses = |all: &[Status]| all.iter().map(|status| Kind::Status(*status)).collect::<Vec<_>>();
        let mut ways = vec![statuses(&[Status::Child, Status::Woman])];
        if whole.is_none() {
            ways.push(statuses(&[Status::Civilian, Status::Combatant, Status::Unknown]));
            for kind in said.keys() {
                match kind {
                    Kind::Members(group) => ways.push(vec![*kind, Kind::Affiliates(*group)]),
                    // What a figure is a part of may be counted in any other.
                    Kind::Status(Status::Part) => ways.push(vec![*kind]),
                    Kind::Status(_) => {}
                    Kind::OfGroup(_) | Kind::Affiliates(_) | Kind::Identified => ways.push(vec![*kind]),
                }
            }
        }
        let best = |figure: fn(&Said<'v>) -> u64| {
            let mut most = (0, Vec::new());
            for way in &ways {
                let parts = way.iter().filter_map(|kind| said.get(kind).map(|said| (*kind, said)));
                let parts: Vec<Part> = parts
                    .map(|(kind, said)| self.part(kind, figure(said), said))
                    .filter(|part| part.value > 0)
                    .collect();
                let sum = parts.iter().fold(0_u64, |sum, part| sum.saturating_add(part.value));
                if sum > most.0 {
                    most = (sum, parts);
                }
            }
            most
        };
        Bound { low: best(|said| said.low.unwrap_or(0)), high: best(|said| said.high) }
    }

    fn part(&self, kind: Kind, value: u64, said: &Said<'v>) -> Part {
        let setting: Vec<&ClaimView> =
            said.claims.iter().filter(|(_, figure)| *figure == value).map(|(claim, _)| *claim).collect();
        let of = |group: Option<EntryId>| {
            group.map_or_else(|| "a group".to_owned(), |group| self.view.name(group))
        };
        let (who, status, group) = match kind {
            Kind::Status(status) => (said_to_be(status).to_owned(), Some(status), None),
            Kind::OfGroup(group) => (format!("said to be of {}", of(Some(group))), None, Some(group)),
            Kind::Members(group) => (format!("said to be members of {}", of(group)), None, group),
            Kind::Affiliates(group) => (format!("said to be affiliates of {}", of(group)), None, group),
            Kind::Identified => ("said to have been identified beforehand".to_owned(), None, None),
        };
        let hedges: BTreeSet<String> = setting.iter().flat_map(|claim| hedges(claim)).collect();
        let hedges: Vec<String> = hedges.into_iter().collect();
        let who = if hedges.is_empty() { who } else { format!("{who} ({})", hedges.join(", ")) };
        Part { value, who, status, group, attack: None, claims: finding::ids(setting) }
    }

    /// What the attacks of an incident come to. Only the dead of two attacks are surely different people.
    fn by_attack(&self, of: Of, attacks: &[(EntryId, Vec<Arc<TollLine>>)]) -> Option<Bound> {
        if of.0 != Role::Killed {
            return None;
        }
        let mut bound = Bound { low: (0, Vec::new()), high: (0, Vec::new()) };
        for (attack, lines) in attacks {
            let Some(line) = lines.iter().find(|line| (line.role, line.status, line.group) == of) else {
                continue;
            };
            for (end, (sum, parts)) in [(&line.low, &mut bound.low), (&line.high, &mut bound.high)] {
                // A low end that is itself only "at most" bounds nothing from below.
                let Some(end) = end.as_ref().filter(|end| end.value > 0) else { continue };
                if line.low.as_ref().is_some_and(|low| low.open) {
                    continue;
                }
                *sum = sum.saturating_add(end.value);
                let who = format!("in “{}”", self.view.name(*attack));
                let part = Part {
                    value: end.value,
                    who,
                    status: of.1,
                    group: None,
                    attack: Some(*attack),
                    claims: end.claims.clone(),
                };
                parts.push(part);
            }
        }
        (bound.low.0 > 0).then_some(bound)
    }
}

impl TollLine {
    fn bound(
        &mut self,
        bounds: &[Bound],
        range: RangeRule,
        conventions: &BTreeSet<Convention>,
        facts: &Facts<'_>,
    ) {
        let (low, high) = (self.low.as_ref().map(|end| end.value), self.high.as_ref().map(|end| end.value));
        let nothing_stated = low.is_none() && high.is_none();
        let least = bounds.iter().map(|bound| bound.low.0).filter(|least| *least > 0).min();
        let mut parts: Vec<&Part> = Vec::new();
        let mut end = |value: u64, open: bool, of: fn(&Bound) -> &(u64, Vec<Part>)| {
            let setting =
                || bounds.iter().map(of).filter(|(sum, _)| *sum == value).flat_map(|(_, parts)| parts);
            parts.extend(setting());
            End {
                value,
                open,
                by_convention: false,
                claims: finding::in_order(setting().flat_map(|part| part.claims.clone()).collect()),
            }
        };
        if nothing_stated {
            let Some(least) = least else { return };
            self.low = Some(end(least, false, |bound| &bound.low));
            self.high = match range {
                RangeRule::Lowest | RangeRule::LowestOfBest => {
                    self.low.clone().map(|low| End { open: true, ..low })
                }
                RangeRule::LowestToHighest => {
                    let most = bounds.iter().map(|bound| bound.high.0).max().unwrap_or(least);
                    Some(end(most, true, |bound| &bound.high))
                }
            };
        } else if range == RangeRule::LowestToHighest {
            // Only what is surely killed speaks against a whole that is stated.
            let surely = bounds.iter().map(|bound| bound.low.0).max().unwrap_or(0);
            if high.is_some_and(|high| surely > high) {
                self.high = Some(end(surely, true, |bound| &bound.low));
            }
        }
        let mut parts: Vec<Part> = parts.into_iter().cloned().collect();
        parts.sort();
        parts.dedup();
        if parts.is_empty() {
            return;
        }
        let cited: BTreeSet<EntryId> = parts.iter().flat_map(|part| part.claims.iter().copied()).collect();
        self.conventions.extend(conventions.iter().filter(|of| cited.contains(&of.claim)).cloned());
        self.conventions.sort_unstable();
        self.conventions.dedup();
        let stands_for = |id: &EntryId| self.conventions.iter().any(|of| of.claim == *id);
        for end in self.low.iter_mut().chain(&mut self.high) {
            end.by_convention = end.claims.iter().all(stands_for);
        }
        self.claims.extend(cited);
        self.claims = finding::in_order(std::mem::take(&mut self.claims));
        self.behind = facts.summary(&self.claims);
        self.reviews = facts.reviews(&self.claims);
        self.by_parts = parts;
    }
}

/// Who people of a status are said to be.
const fn said_to_be(status: Status) -> &'static str {
    match status {
        Status::Civilian => "said to be civilians",
        Status::Combatant => "said to be fighters",
        Status::Child => "said to be children",
        Status::Woman => "said to be women",
        Status::Unknown => "of a status said to be unknown",
        Status::Part => "said to be some of those counted",
    }
}

/// The words of a claim that leave open what it says: `“suspected”`.
fn hedges(claim: &ClaimView) -> impl Iterator<Item = String> + '_ {
    let leaves_open = |kind: HedgeKind| {
        matches!(kind, HedgeKind::Allegation | HedgeKind::Appearance | HedgeKind::Possibility)
    };
    claim.hedges.iter().filter(move |hedge| leaves_open(hedge.kind)).map(|hedge| format!("“{}”", hedge.exact))
}
