//! Conflicts: values that cannot both hold, as quotes side by side.
//!
//! A contradiction is shown by speaker and counted by origin. Between two origins it is a **conflict**; between two speakers of one origin
//! it is two **voices of one party**; where one speaker later says otherwise it is a **revision**. Where one speaker says both and the order
//! cannot be established, that is said. For properties that can have several values at once, only a denial of the same value conflicts with
//! its assertion, or of a whole that the value is part of: who says that a head of a government directs a group, and who says that the government
//! does not, cannot both be right.
//!
//! Cumulative figures conflict only where both are the state of one day: people go on dying. A total that falls is told by `coherence`.
//!
//! What is disputed in words only has sides and no value that could be compared: a claim that denies, and claims that say so in other words;
//! or claims that people have bridged for and against one question.

mod compatible;
mod words;

use crate::standard::Standards;
use crate::{
    finding::{self, TakenAt},
    grouped::{Cell, Grouped},
    origin::{Origins, Summary},
    revision,
    toll::is_supposed,
};
use assize_ledger::{View, view::ClaimView};
use assize_record::{Day, Edtf, EntryId, Interval, Stance, Status, Value, Vocabulary, body::Side};
use compatible::Says;
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// The schema name of [`Conflict`].
pub const SCHEMA: &str = "assize.conflict/1";

/// Positions on one question that cannot all hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// What it is about, canonical.
    pub subject: EntryId,
    /// The property.
    pub property: String,
    /// Which of the people counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The group that membership is claimed of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<EntryId>,
    /// The time it is taken at.
    pub as_known: TakenAt,
    /// Between whom.
    pub between: Between,
    /// Whether it is in words alone: the positions have sides, and nothing that could be compared.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub in_words_only: bool,
    /// The question of a standard to which the claims were bridged for and against, where it is one; the property is then `question`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
    /// Whether those origins may be one: nobody has linked them or told them apart.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub perhaps_one_origin: bool,
    /// The positions; each cannot hold together with at least one other. For a revision in the order they were said, else in order
    /// of value.
    pub positions: Vec<Position>,
    /// How many of the claims are drafts that no person has decided on.
    pub drafts: u32,
}

/// A question that a standard asks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Question {
    /// The standard.
    pub standard: String,
    /// Its element, with the facet: `member.held`.
    pub element: String,
    /// Of which person or attack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

impl Question {
    /// The question in the words of the standard, where it is at hand: `whether the boat was warned (orsa.force, warned)`.
    pub fn in_words(&self, standards: Option<&Standards>) -> String {
        let name = self.element.split('.').next().unwrap_or_default();
        let ask = standards.and_then(|all| all.get(&self.standard).ok()).and_then(|standard| {
            standard
                .versions
                .iter()
                .rev()
                .find_map(|version| version.element(name))
                .map(|element| &element.ask)
        });
        let unit = self.unit.as_ref().map_or_else(String::new, |unit| format!(", of {unit}"));
        let place = format!("{}, {}{unit}", self.standard, self.element);
        ask.map_or_else(|| place.clone(), |ask| format!("whether {ask} ({place})"))
    }
}

/// Between whom a conflict is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Between {
    /// Two or more origins.
    Origins,
    /// Two or more speakers of one party.
    Voices,
    /// One speaker, who says both; which came later cannot be established.
    OneOrigin,
    /// One speaker, who later says otherwise.
    Revision,
}

crate::named!(Between);

/// One position of a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The value.
    pub value: Value,
    /// Whether it is denied rather than asserted.
    pub denied: bool,
    /// For claims that people have bridged to one question, on which side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// The position in words, with the names of entities: `not 11`.
    pub words: String,
    /// For a cumulative figure, the first and last day it may be the state of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<(String, String)>,
    /// The claims, in order of id.
    pub claims: Vec<EntryId>,
    /// Articles and origins behind them.
    pub behind: Summary,
}

/// Every conflict and revision of a view, in order of subject, property, status and group.
pub fn conflicts(view: &View, origins: &Origins) -> Vec<Conflict> {
    let grouped = Grouped::of(view);
    let vocabulary = view.vocabulary().as_deref().unwrap_or(&VOCABULARY);
    let search = Search { view, origins, vocabulary, grouped: &grouped };
    let mut found: Vec<Conflict> = grouped.cells().iter().flat_map(|cell| search.in_cell(cell)).collect();
    let bridged = search.bridged(&found);
    if !bridged.is_empty() {
        found.extend(bridged);
        found.sort_by(|a, b| {
            let of = |found: &Conflict| (found.subject, found.property.clone(), found.status, found.group);
            of(a).cmp(&of(b))
        });
    }
    found
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::shipped);

struct Search<'v> {
    view: &'v View,
    origins: &'v Origins,
    vocabulary: &'v Vocabulary,
    grouped: &'v Grouped<'v>,
}

impl<'v> Search<'v> {
    fn in_cell(&self, cell: &Cell<'v>) -> Vec<Conflict> {
        let claims = self.grouped.claims(cell);
        // Two figures that are each a part of another count different people, for all that is said.
        if claims.len() < 2 || cell.status == Some(Status::Part) {
            return Vec::new();
        }
        // A figure that cannot be as stated clashes with itself; coherence names it.
        let possible = |claim: &ClaimView| match &claim.proposition.value {
            Value::Quantity(quantity) => quantity.is_coherent(),
            _ => true,
        };
        let settled =
            |claim: &&ClaimView| claim.stance != Stance::Doubts && !is_supposed(claim) && possible(claim);
        let claims: Vec<&ClaimView> = claims.iter().copied().filter(settled).collect();
        // A property that the vocabulary does not know may have several values as far as anybody can tell.
        let many = self.vocabulary.property(cell.property).map_or(true, |property| property.many);
        if is_cumulative(cell.property) {
            let mut by_day: BTreeMap<Day, Vec<&ClaimView>> = BTreeMap::new();
            for claim in claims {
                if let Some(day) = day_of(claim) {
                    by_day.entry(day).or_default().push(claim);
                }
            }
            return by_day.into_values().flat_map(|claims| self.of_question(cell, &claims)).collect();
        }
        if !many {
            return self.of_question(cell, &claims);
        }
        let mut by_value: BTreeMap<&Value, Vec<&ClaimView>> = BTreeMap::new();
        for claim in &claims {
            by_value.entry(&claim.proposition.value).or_default().push(claim);
        }
        self.join_parts(&mut by_value);
        let found: Vec<Conflict> =
            by_value.into_values().flat_map(|claims| self.of_question(cell, &claims)).collect();
        if found.is_empty() { self.in_words(cell, &claims).into_iter().collect() } else { found }
    }

    /// Puts what is said of a part beside a denial of its whole.
    fn join_parts(&self, by_value: &mut BTreeMap<&'v Value, Vec<&'v ClaimView>>) {
        let denied = |claims: &[&ClaimView]| claims.iter().any(|claim| claim.stance == Stance::Denies);
        let wholes: Vec<(&'v Value, EntryId)> = by_value
            .iter()
            .filter(|(_, claims)| denied(claims))
            .filter_map(|(value, _)| match value {
                Value::Entity(whole) => Some((*value, *whole)),
                _ => None,
            })
            .collect();
        for (value, whole) in wholes {
            let is_part = |part: &Value| match part {
                Value::Entity(part) => *part != whole && compatible::is_part(self.view, *part, whole),
                _ => false,
            };
            let said_of_parts: Vec<&'v ClaimView> = by_value
                .iter()
                .filter(|(part, _)| is_part(part))
                .flat_map(|(_, claims)| claims.iter().copied())
                .filter(|claim| claim.stance != Stance::Denies)
                .collect();
            if let Some(claims) = by_value.get_mut(value) {
                claims.extend(said_of_parts);
            }
        }
    }

    fn of_question(&self, cell: &Cell<'v>, claims: &[&'v ClaimView]) -> Vec<Conflict> {
        let Some(first) = claims.first() else { return Vec::new() };
        let alike = |claim: &&ClaimView| {
            claim.proposition.value == first.proposition.value && claim.stance == first.stance
        };
        if claims.iter().all(alike) {
            return Vec::new();
        }
        let cumulative = is_cumulative(cell.property);
        let replaced = if cumulative { BTreeMap::new() } else { self.replaced(cell, claims) };
        let mut found = self.revisions(cell, claims, &replaced);
        let standing = claims.iter().copied().filter(|claim| !replaced.contains_key(&claim.id));
        let positions = gather(cell, standing);
        let clashing = compatible::clashing(self.view, positions.keys());
        let positions: Vec<(Says<'v>, Vec<&ClaimView>)> = positions
            .into_iter()
            .zip(clashing)
            .filter(|(_, clashes)| *clashes)
            .map(|(position, _)| position)
            .collect();
        if !positions.is_empty() {
            let claims = || positions.iter().flat_map(|(_, claims)| claims.iter().copied());
            let between = self.between(claims());
            let (fewest, _) = self.origins.counts(claims().map(|claim| claim.id));
            let mut conflict = self.conflict(cell, between, positions);
            conflict.perhaps_one_origin = between == Between::Origins && fewest < 2;
            found.push(conflict);
        }
        found
    }

    /// Between whom claims are: by origin where there are several, else by speaker.
    fn between(&self, claims: impl Iterator<Item = &'v ClaimView>) -> Between {
        let mut origins = BTreeSet::new();
        let mut speakers = BTreeSet::new();
        for claim in claims {
            let origin = self.origins.position(claim.id);
            origins.insert(origin);
            speakers.insert(revision::speaks(claim, origin));
        }
        match (origins.len(), speakers.len()) {
            (2.., _) => Between::Origins,
            (_, 2..) => Between::Voices,
            _ => Between::OneOrigin,
        }
    }

    /// What each speaker later said otherwise. Statements about different times of one subject do not replace each other.
    fn replaced(&self, cell: &Cell<'v>, claims: &[&'v ClaimView]) -> BTreeMap<EntryId, EntryId> {
        let mut by_time: BTreeMap<Option<&Edtf>, Vec<&ClaimView>> = BTreeMap::new();
        for claim in claims {
            by_time.entry(held_on(cell, claim)).or_default().push(claim);
        }
        by_time.values().flat_map(|claims| revision::superseded(self.origins, claims)).collect()
    }

    fn revisions(
        &self,
        cell: &Cell<'v>,
        claims: &[&'v ClaimView],
        replaced: &BTreeMap<EntryId, EntryId>,
    ) -> Vec<Conflict> {
        let by_id: BTreeMap<EntryId, &'v ClaimView> = claims.iter().map(|claim| (claim.id, *claim)).collect();
        let mut by_speaker: BTreeMap<_, BTreeMap<EntryId, &'v ClaimView>> = BTreeMap::new();
        for (earlier, later) in replaced {
            let (Some(earlier), Some(later)) = (by_id.get(earlier), by_id.get(later)) else { continue };
            let pair = [says(cell, earlier), says(cell, later)];
            if compatible::clashing(self.view, pair.iter()).contains(&true) {
                let origin = self.origins.position(earlier.id);
                let revised = by_speaker.entry((origin, revision::speaks(earlier, origin))).or_default();
                revised.extend([(earlier.id, *earlier), (later.id, *later)]);
            }
        }
        let in_time = |claims: BTreeMap<EntryId, &'v ClaimView>| {
            let mut positions: Vec<_> = gather(cell, claims.into_values()).into_iter().collect();
            let first_said = |claims: &Vec<&ClaimView>| {
                claims.iter().filter_map(|claim| finding::said(claim)?.earliest).min()
            };
            positions.sort_by_cached_key(|(_, claims)| first_said(claims));
            self.conflict(cell, Between::Revision, positions)
        };
        by_speaker.into_values().map(in_time).collect()
    }

    fn conflict(
        &self,
        cell: &Cell<'v>,
        between: Between,
        positions: Vec<(Says<'v>, Vec<&'v ClaimView>)>,
    ) -> Conflict {
        let drafts = finding::drafts(positions.iter().flat_map(|(_, claims)| claims.iter().copied()));
        Conflict {
            schema: SCHEMA,
            subject: cell.subject,
            property: cell.property.to_owned(),
            status: cell.status,
            group: cell.group,
            as_known: self.view.as_known().into(),
            between,
            in_words_only: false,
            question: None,
            perhaps_one_origin: false,
            positions: positions.into_iter().map(|(says, claims)| self.position(&says, &claims)).collect(),
            drafts,
        }
    }

    fn position(&self, says: &Says<'v>, claims: &[&'v ClaimView]) -> Position {
        let words = match &*says.value {
            Value::Entity(entity) => self.view.name(*entity),
            value => value.to_string(),
        };
        let days = says.as_of.and_then(|days| Some((days.earliest?.to_string(), days.latest?.to_string())));
        Position {
            value: says.value.clone().into_owned(),
            denied: says.denied,
            side: None,
            words: if says.denied { format!("not {words}") } else { words },
            as_of: days,
            claims: finding::ids(claims.iter().copied()),
            behind: self.origins.summary(claims.iter().copied()),
        }
    }
}

impl Conflict {
    /// Between whom it is, as it is printed.
    pub fn between_in_words(&self) -> &'static str {
        match (self.between, self.in_words_only) {
            (Between::Origins, false) => "conflict between origins",
            (Between::Origins, true) => "dispute in words, with sides",
            (Between::Voices, false) => "two voices of one party",
            (Between::Voices, true) => "dispute in words, with sides; two voices of one party",
            (Between::OneOrigin, _) => "one speaker says both; which came later cannot be established",
            (Between::Revision, _) => "revision by the one who said it, in the order it was said",
        }
    }

    /// The conflict in words: `11 / 9`.
    pub fn in_words(&self) -> String {
        let words: Vec<&str> = self.positions.iter().map(|position| position.words.as_str()).collect();
        match self.between {
            Between::Origins if self.perhaps_one_origin => {
                format!("{} (perhaps one origin)", words.join(" / "))
            }
            Between::Origins => words.join(" / "),
            Between::Voices => format!("{} (two voices of one party)", words.join(" / ")),
            Between::OneOrigin => format!("{} (one speaker says both)", words.join(" / ")),
            Between::Revision => format!("{} (revised)", words.join(", then ")),
        }
    }
}

/// The one day that a cumulative figure is the state of. The day of publication is none: what is printed in the morning need not know the night.
fn day_of(claim: &ClaimView) -> Option<Day> {
    let days = stated_on(claim)?;
    days.earliest.filter(|day| days.latest == Some(*day))
}

/// The days that a cumulative figure is stated to be the state of.
pub(crate) fn stated_on(claim: &ClaimView) -> Option<Interval> {
    match &claim.proposition.happened_on {
        Some(period) => Some(period.ends()),
        None => claim.said_on.as_ref().map(Edtf::interval),
    }
}

/// Whether a property counts everything up to a day.
fn is_cumulative(property: &str) -> bool {
    property.starts_with("campaign.")
}

/// When what a claim says held, where it may differ from claim to claim: an incident happens once.
fn held_on<'v>(cell: &Cell<'_>, claim: &'v ClaimView) -> Option<&'v Edtf> {
    claim.proposition.happened_on.as_ref().filter(|_| !cell.property.starts_with("incident."))
}

fn says<'v>(cell: &Cell<'_>, claim: &'v ClaimView) -> Says<'v> {
    let cumulative = is_cumulative(cell.property);
    let held_on = if cumulative { None } else { held_on(cell, claim).map(Edtf::interval) };
    let as_of: Option<Interval> = if cumulative { stated_on(claim) } else { None };
    Says::of(&claim.proposition.value, claim.stance == Stance::Denies, held_on, as_of)
}

fn gather<'v>(
    cell: &Cell<'_>,
    claims: impl Iterator<Item = &'v ClaimView>,
) -> BTreeMap<Says<'v>, Vec<&'v ClaimView>> {
    let mut positions: BTreeMap<Says<'v>, Vec<&'v ClaimView>> = BTreeMap::new();
    for claim in claims {
        positions.entry(says(cell, claim)).or_default().push(claim);
    }
    positions
}
