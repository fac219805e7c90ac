//! Coherence: figures and dates that cannot be as stated, whoever is right. Checked before any total, each with its claims.
//!
//! Every check is lenient: it finds only what no choice among the statements that stand can make fit, so what it names is wrong
//! somewhere. It looks at one origin at a time first; what only clashes across origins is marked as such. Source of the checks: Every
//! Casualty, Standards for Casualty Recording (2016), on validating records, and the sub-totals of the recorders' own tables.

mod arithmetic;
mod campaign;
mod dates;

pub use arithmetic::{SubTotal, sub_total};

use crate::{
    finding::{self, TakenAt},
    grouped::Grouped,
    origin::Origins,
    revision,
    toll::{Role, takes_part},
};
use assize_ledger::{View, view::ClaimView};
use assize_record::{EntryId, Quantity, Status};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// The schema name of [`Incoherence`].
pub const SCHEMA: &str = "assize.incoherence/1";

/// Something that cannot be as stated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Incoherence {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// What it is about, canonical.
    pub subject: EntryId,
    /// Which check found it.
    pub check: Check,
    /// What cannot be, in words with the figures.
    pub words: String,
    /// Whether it takes the word of more than one origin to see it; no origin contradicts itself then.
    pub across_origins: bool,
    /// The claims, in order of id.
    pub claims: Vec<EntryId>,
    /// The time it is taken at.
    pub as_known: TakenAt,
    /// How many of the claims are drafts that no person has decided on.
    pub drafts: u32,
}

/// The checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Check {
    /// A figure's minimum is above its maximum.
    MinimumAboveMaximum,
    /// A part is greater than its whole: children killed, all killed.
    PartAboveWhole,
    /// Parts that share nobody are together greater than their whole.
    PartsAboveWhole,
    /// In the ranges of one source, the minimum of a part is above the minimum of its whole.
    PartMinimumAboveWhole,
    /// In the ranges of one source, the maximum of a part is above the maximum of its whole.
    PartMaximumAboveWhole,
    /// Members and affiliates of a group do not add up to the people killed.
    MembersAndAffiliates,
    /// Killed, survived and missing are together more than were aboard.
    MoreThanAboard,
    /// Something is dated after the publication that reports it.
    DatedAfterPublication,
    /// Something was said after the publication that quotes it.
    SaidAfterPublication,
    /// What one origin states for a campaign is less than what it states for the campaign's incidents.
    CampaignBelowIncidents,
    /// A total of everything up to a day is lower than a total of an earlier day.
    TotalFalls,
}

crate::named!(Check);

/// Everything of a view that cannot be as stated, in order of subject and check.
pub fn coherence(view: &View) -> Vec<Incoherence> {
    coherence_with(view, &Origins::of(view))
}

/// As [`coherence`], with origins that are already worked out.
pub fn coherence_with(view: &View, origins: &Origins) -> Vec<Incoherence> {
    let grouped = Grouped::of(view);
    let mut checks = Checks { view, origins, grouped: &grouped, found: Vec::new() };
    for subject in grouped.subjects() {
        checks.figures(subject);
        checks.dates(subject);
    }
    checks.attacks();
    checks.campaigns();
    checks.falling_totals();
    let mut found = checks.found;
    found.sort_unstable();
    found.dedup();
    found
}

struct Checks<'v> {
    view: &'v View,
    origins: &'v Origins,
    grouped: &'v Grouped<'v>,
    found: Vec<Incoherence>,
}

/// What a figure counts: a property, people of a status, of a group.
type Counts<'v> = (&'v str, Option<Status>, Option<EntryId>);

/// A figure that stands, with its claim.
#[derive(Clone, Copy)]
struct Standing<'v> {
    claim: &'v ClaimView,
    quantity: &'v Quantity,
    origin: Option<usize>,
}

impl<'v> Checks<'v> {
    fn figures(&mut self, subject: EntryId) {
        let mut standing: BTreeMap<Counts<'v>, Vec<Standing<'v>>> = BTreeMap::new();
        for cell in self.grouped.cells_of(subject) {
            if !(Role::of(cell.property).is_some() || arithmetic::is_part_of_killed(cell.property)) {
                continue;
            }
            let claims = self.grouped.claims(cell);
            for claim in claims {
                self.ends(claim);
            }
            let counts: Vec<&ClaimView> =
                claims.iter().copied().filter(|claim| takes_part(claim).is_ok()).collect();
            let replaced = revision::superseded(self.origins, &counts);
            let stands = counts.into_iter().filter(|claim| !replaced.contains_key(&claim.id));
            let figures = stands.filter_map(|claim| {
                let quantity = takes_part(claim).ok()?;
                let origin = self.origins.position(claim.id);
                (quantity.min.is_some() || quantity.max.is_some()).then_some(Standing {
                    claim,
                    quantity,
                    origin,
                })
            });
            standing.entry((cell.property, cell.status, cell.group)).or_default().extend(figures);
        }
        standing.retain(|_, figures| !figures.is_empty());
        if standing.len() > 1 {
            self.compare(subject, &standing);
        }
    }

    /// Holds the figures of each origin against each other, then those of all origins together.
    fn compare(&mut self, subject: EntryId, standing: &BTreeMap<Counts<'v>, Vec<Standing<'v>>>) {
        let mut by_origin: BTreeMap<Option<usize>, BTreeMap<Counts<'v>, Vec<Standing<'v>>>> = BTreeMap::new();
        for (counts, figures) in standing {
            for figure in figures {
                by_origin.entry(figure.origin).or_default().entry(*counts).or_default().push(*figure);
            }
        }
        let mut named = BTreeSet::new();
        for own in by_origin.values() {
            for fault in arithmetic::faults(own) {
                named.insert((fault.check, fault.about.clone()));
                self.report(subject, fault.check, fault.words, false, fault.claims);
            }
            for fault in arithmetic::faults_of_ranges(own) {
                self.report(subject, fault.check, fault.words, false, fault.claims);
            }
        }
        if by_origin.len() > 1 {
            for fault in arithmetic::faults(standing) {
                if !named.contains(&(fault.check, fault.about)) {
                    self.report(subject, fault.check, fault.words, true, fault.claims);
                }
            }
        }
    }

    fn ends(&mut self, claim: &'v ClaimView) {
        if let assize_record::Value::Quantity(quantity) = &claim.proposition.value
            && !quantity.is_coherent()
        {
            let words =
                format!("the minimum {} is above the maximum {}", end(quantity.min), end(quantity.max));
            self.report(claim.proposition.subject, Check::MinimumAboveMaximum, words, false, vec![claim.id]);
        }
    }

    fn report(
        &mut self,
        subject: EntryId,
        check: Check,
        words: String,
        across_origins: bool,
        claims: Vec<EntryId>,
    ) {
        let claims = finding::in_order(claims);
        self.found.push(Incoherence {
            schema: SCHEMA,
            subject,
            check,
            words,
            across_origins,
            as_known: self.view.as_known().into(),
            drafts: finding::drafts_among(self.view, claims.iter().copied()),
            claims,
        });
    }
}

impl fmt::Display for Check {
    /// What the check looks for, in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MinimumAboveMaximum => "a minimum above its maximum",
            Self::PartAboveWhole => "a part greater than its whole",
            Self::PartsAboveWhole => "parts together greater than their whole",
            Self::PartMinimumAboveWhole => "the minimum of a part above the minimum of its whole",
            Self::PartMaximumAboveWhole => "the maximum of a part above the maximum of its whole",
            Self::MembersAndAffiliates => "members and affiliates that do not add up to the killed",
            Self::MoreThanAboard => "more killed, survived and missing than were aboard",
            Self::DatedAfterPublication => "something dated after the publication that reports it",
            Self::SaidAfterPublication => "something said after the publication that quotes it",
            Self::CampaignBelowIncidents => "a campaign's total below the sum of its incidents",
            Self::TotalFalls => "a total lower than that of an earlier day",
        })
    }
}

fn end(figure: Option<u64>) -> String {
    figure.map_or_else(|| "not stated".to_owned(), |figure| figure.to_string())
}
