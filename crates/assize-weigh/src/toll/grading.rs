//! How a method grades an incident: by reporting and attribution, never by the number.

use crate::{
    finding,
    origin::{self, Origins, Summary},
    toll::{
        Engine, GradeLabel, IncidentGrade, Reason, TollLine,
        method::{Grading, Method},
        range,
    },
};
use assize_ledger::view::ClaimView;
use assize_record::{EntryId, Stance, Status, Value, body::GradeLetter};
use std::collections::BTreeSet;

/// What the record says of who attacked, worked out once for an incident.
pub(super) struct Facts<'v> {
    origins: &'v Origins,
    /// The claims about the incident, in order of id, with what every method asks of each: looking them up among all claims of a
    /// record, method by method, costs more than everything else together.
    known: Vec<Known<'v>>,
    /// Claims that attribute the incident to somebody, or to a campaign.
    attributions: Vec<EntryId>,
    /// Of those, the ones made by the party that the incident is attributed to, or that a document or admission backs.
    admissions: Vec<EntryId>,
    /// Parties that the incident is attributed to.
    attackers: BTreeSet<EntryId>,
    /// Claims about the incident whose speaker is of one of those parties.
    by_attacker: BTreeSet<EntryId>,
}

/// A claim with its origin and grade.
struct Known<'v> {
    claim: &'v ClaimView,
    origin: Option<usize>,
    grade: GradeLetter,
}

impl<'v> Facts<'v> {
    pub(super) fn of(engine: &Engine<'v>, subject: EntryId) -> Self {
        let origins = engine.origins;
        let mut known: Vec<Known<'v>> = engine
            .grouped
            .cells_of(subject)
            .iter()
            .flat_map(|cell| engine.grouped.claims(cell).iter().copied())
            .map(|claim| Known {
                claim,
                origin: origins.index.get(&claim.id).copied(),
                grade: origins.grades.get(&claim.id).copied().unwrap_or(GradeLetter::D),
            })
            .collect();
        known.sort_unstable_by_key(|known| known.claim.id);
        let put_forward = |claim: &&ClaimView| {
            matches!(claim.stance, Stance::Asserts | Stance::Reports) && !range::is_supposed(claim)
        };
        let of_property = |property: &'static str| {
            engine.grouped.about_property(subject, property).filter(put_forward).collect::<Vec<_>>()
        };
        let conducted = of_property("incident.conducted-by");
        let attackers: BTreeSet<EntryId> = conducted
            .iter()
            .filter_map(|claim| match claim.proposition.value {
                Value::Entity(entity) => Some(origin::top(engine.view, entity)),
                _ => None,
            })
            .collect();
        let party = |known: &Known<'_>| known.origin.and_then(|at| origins.list[at].party);
        let is_own = |known: &Known<'_>| party(known).is_some_and(|party| attackers.contains(&party));
        let attributing: Vec<&ClaimView> =
            conducted.into_iter().chain(of_property("incident.campaign")).collect();
        let backed = |claim: &ClaimView| {
            find(&known, claim.id).is_some_and(|known| is_own(known) || known.grade == GradeLetter::A)
        };
        let admissions = finding::ids(attributing.iter().copied().filter(|claim| backed(claim)));
        let by_attacker = if attackers.is_empty() {
            BTreeSet::new()
        } else {
            known.iter().filter(|known| is_own(known)).map(|known| known.claim.id).collect()
        };
        let attributions = finding::ids(attributing.iter().copied());
        Self { origins, attributions, admissions, attackers, by_attacker, known }
    }

    /// A claim about the incident.
    fn claim(&self, id: EntryId) -> Option<&'v ClaimView> {
        find(&self.known, id).map(|known| known.claim)
    }

    /// The grade of a claim's word.
    pub(super) fn grade_of(&self, claim: &ClaimView) -> GradeLetter {
        find(&self.known, claim.id).map_or(GradeLetter::D, |known| known.grade)
    }

    /// The origin of a claim, as its position.
    pub(super) fn origin_of(&self, claim: &ClaimView) -> Option<usize> {
        find(&self.known, claim.id).and_then(|known| known.origin)
    }

    /// The fewest and the most origins behind claims about the incident.
    fn counts(&self, claims: &[EntryId]) -> (u32, u32) {
        let origin = |id: &EntryId| find(&self.known, *id).and_then(|known| known.origin);
        self.origins.counts_at(claims.iter().filter_map(origin).collect())
    }

    /// Articles and origins behind claims about the incident.
    pub(super) fn summary(&self, claims: &[EntryId]) -> Summary {
        let mut articles: Vec<EntryId> =
            claims.iter().filter_map(|id| self.claim(*id)).map(|claim| claim.source).collect();
        articles.sort_unstable();
        articles.dedup();
        let (origins_min, origins_max) = self.counts(claims);
        Summary { articles: u32::try_from(articles.len()).unwrap_or(u32::MAX), origins_min, origins_max }
    }

    /// How many of these claims about the incident are drafts.
    pub(super) fn drafts(&self, claims: &[EntryId]) -> u32 {
        finding::drafts(claims.iter().filter_map(|id| self.claim(*id)))
    }

    /// Whether a claim is the word of a party that the incident is attributed to.
    pub(super) fn is_attacker_claim(&self, claim: &ClaimView) -> bool {
        self.by_attacker.contains(&claim.id)
    }

    pub(super) fn grade(&self, method: &Method, lines: &[TollLine]) -> IncidentGrade {
        let own = || lines.iter().filter(|line| line.own).flat_map(|line| line.claims.iter().copied());
        let reported = finding::in_order(own().collect());
        match method.grading {
            Grading::None {} => IncidentGrade {
                label: GradeLabel::Ungraded,
                why: "the method grades no incidents".to_owned(),
                because: Vec::new(),
            },
            Grading::ConfirmedOrPossible { independent } => self.confirmed_or_possible(independent),
            Grading::Provisional { independent } => {
                let (least, most) = self.counts(&reported);
                corroborated(least, most, independent, "origin", reported)
            }
            Grading::Outlets { independent } => {
                let outlet = |claim: &ClaimView| self.origins.outlets.get(&claim.source).copied();
                let outlets: BTreeSet<Option<usize>> =
                    reported.iter().filter_map(|id| self.claim(*id)).map(outlet).collect();
                let count = u32::try_from(outlets.len()).unwrap_or(u32::MAX);
                corroborated(count, count, independent, "outlet", reported)
            }
            Grading::FiveGrades { independent } => self.five_grades(independent, lines),
        }
    }

    fn confirmed_or_possible(&self, independent: u32) -> IncidentGrade {
        let (least, most) = self.counts(&self.attributions);
        let (label, why, because) = if !self.admissions.is_empty() {
            let why = "attributed by the attacker itself, an admission or a document".to_owned();
            (GradeLabel::Confirmed, why, &self.admissions)
        } else if least >= independent {
            (
                GradeLabel::Confirmed,
                format!("attributed by {}", counted(least, most, "origin")),
                &self.attributions,
            )
        } else if self.attributions.is_empty() {
            (GradeLabel::Possible, "nobody on record attributes it".to_owned(), &self.attributions)
        } else {
            let why = format!("attributed by {} only", counted(least, most, "origin"));
            (GradeLabel::Possible, why, &self.attributions)
        };
        IncidentGrade { label, why, because: because.clone() }
    }

    fn five_grades(&self, independent: u32, lines: &[TollLine]) -> IncidentGrade {
        let is_civilian = |line: &&TollLine| {
            line.own && matches!(line.status, Some(Status::Civilian | Status::Child | Status::Woman))
        };
        let harm: Vec<&TollLine> = lines.iter().filter(is_civilian).collect();
        let claims = finding::in_order(harm.iter().flat_map(|line| line.claims.iter().copied()).collect());
        let harmed = harm.iter().any(|line| line.high.as_ref().is_some_and(|high| high.value > 0));
        if !harmed {
            let shown = harm
                .iter()
                .flat_map(|line| &line.excluded)
                .filter(|out| out.reason == Reason::ShownOtherwise);
            let mut because: Vec<EntryId> = shown.map(|out| out.claim).collect();
            because.extend(claims);
            let (label, why) = if because.is_empty() {
                (GradeLabel::Weak, "no figure for civilians on record")
            } else {
                (GradeLabel::Discounted, "no civilian harm is left")
            };
            return IncidentGrade { label, why: why.to_owned(), because: finding::in_order(because) };
        }
        if self.attackers.len() > 1 {
            let why = format!("attributed to {} different parties", self.attackers.len());
            return IncidentGrade { label: GradeLabel::Contested, why, because: self.attributions.clone() };
        }
        let accepts = |claim: &ClaimView| {
            self.is_attacker_claim(claim)
                && is_civilian_claim(claim)
                && range::takes_part(claim).is_ok_and(|figure| figure.min.or(figure.max) > Some(0))
        };
        let accepted: Vec<EntryId> =
            claims.iter().copied().filter(|id| self.claim(*id).is_some_and(accepts)).collect();
        if !accepted.is_empty() {
            let why = "the attacker itself accepts that civilians were harmed".to_owned();
            return IncidentGrade { label: GradeLabel::Confirmed, why, because: accepted };
        }
        let (least, most) = self.counts(&claims);
        let label = if least >= independent { GradeLabel::Fair } else { GradeLabel::Weak };
        IncidentGrade {
            label,
            why: format!("reported by {}", counted(least, most, "origin")),
            because: claims,
        }
    }
}

fn is_civilian_claim(claim: &ClaimView) -> bool {
    matches!(claim.proposition.status, Some(Status::Civilian | Status::Child | Status::Woman))
}

fn find<'k, 'v>(known: &'k [Known<'v>], id: EntryId) -> Option<&'k Known<'v>> {
    known.binary_search_by_key(&id, |known| known.claim.id).ok().map(|at| &known[at])
}

fn corroborated(least: u32, most: u32, needed: u32, what: &str, because: Vec<EntryId>) -> IncidentGrade {
    let label = if least >= needed { GradeLabel::Corroborated } else { GradeLabel::Provisional };
    IncidentGrade { label, why: format!("reported by {}", counted(least, most, what)), because }
}

fn counted(least: u32, most: u32, what: &str) -> String {
    match (least, most) {
        (1, 1) => format!("1 {what}"),
        (least, most) if least == most => format!("{least} {what}s"),
        (least, most) => format!("{least} to {most} {what}s"),
    }
}
