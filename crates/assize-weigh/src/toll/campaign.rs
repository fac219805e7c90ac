//! Tolls of campaigns: sums over incidents by the method's own rule, beside what outlets state for the whole.

use crate::{
    finding::{self, Reviews, TakenAt},
    grouped::Grouped,
    id::MethodId,
    toll::{
        End, Engine, GradeLabel, IfSeparate, OutOfScope, Role, TollFinding, TollLine, Unplaced,
        method::{Adds, Method},
        range,
        totals::{OnRecord, When},
    },
};
use assize_ledger::{
    View,
    view::{ClaimView, reach},
};
use assize_record::{Day, EntityType, EntryId, Quantity, Stance, Status, Value};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The schema name of [`CampaignFinding`].
pub const SCHEMA: &str = "assize.campaign-toll/1";

/// Incidents of a campaign, each with the claims that put it there; none where only a link does.
pub(crate) type Members = BTreeMap<EntryId, Vec<EntryId>>;

/// The toll of one campaign under one method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CampaignFinding {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The campaign, canonical.
    pub subject: EntryId,
    /// Id of the method.
    pub method: MethodId,
    /// Version of the method.
    pub version: String,
    /// Where the recorder itself does not take in such events, or the record does not show that it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<Arc<OutOfScope>>,
    /// The time it is taken at.
    pub as_known: TakenAt,
    /// Sums over the incidents, in order of role and status.
    pub lines: Vec<CampaignLine>,
    /// Incidents that the sums take in.
    pub members: Vec<Member>,
    /// Incidents that they do not, each with the reason.
    pub left_out: Vec<LeftOut>,
    /// Incidents of the view that nobody has placed. None of them adds to the sums, whatever their texts say.
    pub unplaced: Unplaced,
    /// Those of them that their own texts put in this campaign, each with the claims that do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unplaced_here: Vec<UnplacedHere>,
    /// Incidents that the method may count as one strike; the record does not settle it, so they are counted apart.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub perhaps_one: Vec<PerhapsOne>,
    /// What speakers state for the campaign as a whole. Shown beside the sums, never mixed into them.
    pub stated: Vec<Stated>,
    /// How many of the claims that the sums rest on are drafts that no person has decided on.
    pub drafts: u32,
}

/// A sum over incidents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CampaignLine {
    /// What happened to the people counted.
    pub role: Role,
    /// Which people; `None` where all are meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The group that they are said to be of, where the claims name one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<EntryId>,
    /// Which of the method's ranges, where it has several: `likely`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// Whether the recorder counts this itself.
    pub own: bool,
    /// The sum of low ends over incidents whose grade adds to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<End>,
    /// The sum of high ends over incidents whose grade adds to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<End>,
    /// The sum of best figures, where every incident of the line has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best: Option<End>,
    /// Versions of what people differ on that set one of its ends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differing: Vec<EntryId>,
    /// How many claims that set its ends have one review, and how many two or more, of those of which the case asks for two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviews: Option<Reviews>,
    /// How many incidents add to the low end.
    pub low_incidents: u32,
    /// How many incidents add to the high end.
    pub high_incidents: u32,
}

/// An incident that a campaign's sums take in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Member {
    /// The incident.
    pub incident: EntryId,
    /// Its grade under the method.
    pub grade: GradeLabel,
    /// Its grade if origins that nobody has linked or told apart are apart, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_separate: Option<IfSeparate>,
    /// Whether it adds to the low end of the sum; where the method has several ranges, of the first.
    pub adds_low: bool,
    /// The ranges that it adds to, where the method has several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<String>,
    /// Claims that make it part of the campaign; none where a link does.
    pub because: Vec<EntryId>,
}

/// An incident of a campaign that its sums do not take in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The incident.
    pub incident: EntryId,
    /// Why, in words.
    pub reason: String,
    /// Its grade if origins that nobody has linked or told apart are apart, where it is left out for its grade and that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_separate: Option<IfSeparate>,
    /// Claims that make it part of the campaign; none where a link does.
    pub because: Vec<EntryId>,
}

/// An incident that its text puts in a campaign and that nobody has placed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnplacedHere {
    /// The incident.
    pub incident: EntryId,
    /// Claims that make it part of the campaign; none where a link does.
    pub because: Vec<EntryId>,
}

/// Incidents that may be one strike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PerhapsOne {
    /// The incidents.
    pub incidents: Vec<EntryId>,
    /// What they share, in words.
    pub why: String,
    /// The claims that give their day and place.
    pub because: Vec<EntryId>,
}

/// What one origin states for a campaign as a whole, as of some day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stated {
    /// The first and the last day it may be the state of; left out where not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<(String, String)>,
    /// The property: `campaign.killed`.
    pub property: String,
    /// Which people; `None` where all are meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The figure in words: `at least 99`.
    pub figure: String,
    /// No fewer than this, where stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// No more than this, where stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// Whose word it is.
    pub origin: String,
    /// Where strikes or targets are counted, how many incidents and attacks are on record by then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_record: Option<OnRecord>,
    /// The claims, in order of id.
    pub claims: Vec<EntryId>,
}

/// Every campaign of a view, with its incidents. A campaign of which only totals are stated has none.
pub(crate) fn members(view: &View, grouped: &Grouped<'_>) -> BTreeMap<EntryId, Members> {
    let mut campaigns: BTreeMap<EntryId, Members> = BTreeMap::new();
    for cell in grouped.cells() {
        if cell.property.starts_with("campaign.") {
            campaigns.entry(cell.subject).or_default();
        }
        if cell.property == MEMBERSHIP {
            for claim in grouped.claims(cell) {
                enter(view, claim, &mut campaigns);
            }
        }
    }
    enter_links(view, &mut campaigns);
    campaigns
}

/// The incidents of one campaign.
pub(super) fn members_of(view: &View, campaign: EntryId) -> Members {
    let mut campaigns = BTreeMap::new();
    for claim in view.claims().iter().filter(|claim| claim.proposition.property == MEMBERSHIP) {
        enter(view, claim, &mut campaigns);
    }
    enter_links(view, &mut campaigns);
    campaigns.remove(&campaign).unwrap_or_default()
}

const MEMBERSHIP: &str = "incident.campaign";

fn enter(view: &View, claim: &ClaimView, campaigns: &mut BTreeMap<EntryId, Members>) {
    let Value::Entity(campaign) = claim.proposition.value else { return };
    if !matches!(claim.stance, Stance::Asserts | Stance::Reports) || range::is_supposed(claim) {
        return;
    }
    let campaign = view.canonical(campaign);
    let mut wholes = reach(view.part_of(), campaign);
    wholes.insert(campaign);
    for whole in wholes {
        let incident = campaigns.entry(whole).or_default().entry(claim.proposition.subject).or_default();
        incident.push(claim.id);
    }
}

fn enter_links(view: &View, campaigns: &mut BTreeMap<EntryId, Members>) {
    let is_a = |id: EntryId, kind| view.entities().get(&id).is_some_and(|entity| entity.entity_type == kind);
    for part in view.part_of().keys().filter(|part| is_a(**part, EntityType::Incident)) {
        for whole in
            reach(view.part_of(), *part).into_iter().filter(|whole| is_a(*whole, EntityType::Campaign))
        {
            campaigns.entry(whole).or_default().entry(*part).or_default();
        }
    }
    for incident in campaigns.values_mut().flat_map(BTreeMap::values_mut) {
        incident.sort_unstable();
        incident.dedup();
    }
}

/// What has been added up for one line so far.
#[derive(Default)]
struct Adding<'t> {
    own: bool,
    low: Vec<&'t End>,
    high: Vec<&'t End>,
    best: Vec<&'t End>,
    differing: Vec<EntryId>,
    incidents: u32,
}

impl<'v> Engine<'v> {
    pub(super) fn campaign<'t>(
        &self,
        subject: EntryId,
        members: &Members,
        method: &Method,
        toll_of: impl Fn(EntryId) -> Option<&'t TollFinding>,
    ) -> CampaignFinding {
        let mut taken = Vec::new();
        let mut left_out = Vec::new();
        let mut some_drafts = false;
        let ranges = method.campaign.ranges();
        let mut adding: BTreeMap<(Role, Option<Status>, Option<EntryId>, usize), Adding<'t>> =
            BTreeMap::new();
        let mut scope: Option<Arc<OutOfScope>> = None;
        let unplaced = self.view.unplaced();
        let (here, placed): (Vec<_>, Vec<_>) =
            members.iter().partition(|(incident, _)| unplaced.contains(*incident));
        for (incident, because) in placed {
            let toll = toll_of(*incident).filter(|toll| toll.lines.iter().any(|line| line.has_figure()));
            match (self.reason_to_leave_out(*incident, members, method, toll), toll) {
                (None, Some(toll)) => {
                    some_drafts |= toll.drafts > 0;
                    let grade = &toll.grade;
                    let adds = |range: &Adds<'_>| toll.adds(range);
                    let adds_low = ranges.first().is_some_and(|range| adds(range).0);
                    let named = ranges.iter().filter(|range| adds(range).1).filter_map(|range| range.name);
                    scope = match (scope, toll.scope.clone()) {
                        // What is sure of one incident need not be of the next.
                        (Some(known), Some(new)) if known.surely => Some(new),
                        (None, new) => new,
                        (known, _) => known,
                    };
                    taken.push(Member {
                        incident: *incident,
                        grade: grade.label,
                        if_separate: grade.if_separate.clone(),
                        adds_low,
                        ranges: named.map(str::to_owned).collect(),
                        because: because.clone(),
                    });
                    for line in toll.lines.iter().filter(|line| line.has_figure()) {
                        for (at, range) in ranges.iter().enumerate() {
                            let (adds_low, adds_high) = adds(range);
                            if adds_high || adds_low {
                                let sum = adding.entry((line.role, line.status, line.group, at)).or_default();
                                add(sum, line, adds_low);
                            }
                        }
                    }
                }
                (reason, toll) => {
                    let reason = reason.unwrap_or_else(|| "the method takes no figure for it".to_owned());
                    let graded = toll.filter(|toll| !method.campaign.takes(toll.grade.label));
                    let if_separate = graded.and_then(|toll| toll.grade.if_separate.clone());
                    let because = because.clone();
                    left_out.push(LeftOut { incident: *incident, reason, if_separate, because });
                }
            }
        }
        let lines: Vec<CampaignLine> = adding
            .into_iter()
            .map(|((role, status, group, at), adding)| {
                let range = ranges[at].name.map(str::to_owned);
                CampaignLine { range, ..adding.line(self.view, role, status, group) }
            })
            .collect();
        // Looking every claim up costs more than the sums; where no incident rests on a draft, no sum does.
        let drafts = if some_drafts {
            let cited = lines.iter().flat_map(|line| line.low.iter().chain(&line.high).chain(&line.best));
            let cited = finding::in_order(cited.flat_map(|end| end.claims.iter().copied()).collect());
            finding::drafts_among(self.view, cited)
        } else {
            0
        };
        CampaignFinding {
            schema: SCHEMA,
            subject,
            method: method.id.clone(),
            version: method.version.clone(),
            scope,
            as_known: self.view.as_known().into(),
            lines,
            members: taken,
            left_out,
            unplaced: Unplaced::of(self.view),
            unplaced_here: here
                .into_iter()
                .map(|(incident, because)| UnplacedHere { incident: *incident, because: because.clone() })
                .collect(),
            perhaps_one: self.perhaps_one(members, method),
            stated: self.stated(subject, members),
            drafts,
        }
    }

    fn reason_to_leave_out(
        &self,
        incident: EntryId,
        members: &Members,
        method: &Method,
        toll: Option<&TollFinding>,
    ) -> Option<String> {
        let Some(toll) = toll else { return Some("the method takes no figure for it".to_owned()) };
        // Whatever people differ on belongs to the high end as if it counted.
        let with = toll.with_versions;
        if toll.counts == Some(false) && with.and_then(|with| with.counts) != Some(true) {
            return Some("below the number from which the method counts an event".to_owned());
        }
        let mut labels = std::iter::once(toll.grade.label).chain(with.map(|with| with.label));
        if !labels.any(|label| method.campaign.takes(label)) {
            return Some(format!("graded {}: {}", toll.grade.label.name(), toll.grade.why));
        }
        // A second attack that is part of an incident of the same campaign is counted there.
        let mut up = reach(self.view.part_of(), incident).into_iter().filter(|whole| *whole != incident);
        up.find(|whole| members.contains_key(whole) && !self.view.unplaced().contains(whole))
            .map(|whole| format!("part of “{}”, which is counted", self.view.name(whole)))
    }

    /// Incidents of one day and place. Where a method makes one strike of attacks within hours, days cannot settle it.
    fn perhaps_one(&self, members: &Members, method: &Method) -> Vec<PerhapsOne> {
        let Some(hours) = method.figures.one_strike_within_hours else { return Vec::new() };
        let mut at: BTreeMap<(Day, String), BTreeMap<EntryId, Vec<EntryId>>> = BTreeMap::new();
        for incident in members.keys().filter(|incident| !self.view.unplaced().contains(*incident)) {
            let mut days = BTreeSet::new();
            let mut because = Vec::new();
            for claim in self.grouped.about_property(*incident, "incident.happened-on") {
                if let (Value::Date(date), Stance::Asserts) = (&claim.proposition.value, claim.stance) {
                    days.insert(date.interval());
                    because.push(claim.id);
                }
            }
            let day = days.first().filter(|days| days.earliest == days.latest).and_then(|days| days.earliest);
            let (Some(day), 1) = (day, days.len()) else { continue };
            for claim in self.grouped.about_property(*incident, "incident.place") {
                if let (Value::Words(place), Stance::Asserts) = (&claim.proposition.value, claim.stance) {
                    let claims = at.entry((day, place.trim().to_lowercase())).or_default();
                    let claims = claims.entry(*incident).or_insert_with(|| because.clone());
                    claims.push(claim.id);
                }
            }
        }
        let several = at.into_iter().filter(|(_, incidents)| incidents.len() > 1);
        let perhaps = several.map(|((day, place), incidents)| PerhapsOne {
            why: format!(
                "all on {day}, one place ({place}); whether within {hours} hours is not on the record"
            ),
            because: finding::in_order(incidents.values().flatten().copied().collect()),
            incidents: incidents.into_keys().collect(),
        });
        perhaps.collect()
    }

    fn stated(&self, subject: EntryId, members: &Members) -> Vec<Stated> {
        // What is part of another incident of the campaign is counted there.
        let apart = |incident: &EntryId| {
            let mut up = reach(self.view.part_of(), *incident).into_iter().filter(|whole| whole != incident);
            !self.view.unplaced().contains(incident) && !up.any(|whole| members.contains_key(&whole))
        };
        let mut incidents: Option<Vec<(EntryId, When)>> = None;
        let mut stated: BTreeMap<Stated, Vec<EntryId>> = BTreeMap::new();
        for cell in
            self.grouped.cells_of(subject).iter().filter(|cell| cell.property.starts_with("campaign."))
        {
            for claim in self.grouped.claims(cell) {
                let Value::Quantity(quantity) = &claim.proposition.value else { continue };
                if matches!(claim.stance, Stance::Asserts | Stance::Reports) && !range::is_supposed(claim) {
                    let mut one = self.one_stated(claim, quantity);
                    if ["campaign.strikes", "campaign.targets"].contains(&cell.property) {
                        let incidents = incidents.get_or_insert_with(|| {
                            let apart = members.keys().filter(|incident| apart(incident));
                            apart.map(|incident| (*incident, self.when(*incident))).collect()
                        });
                        let day = as_of(claim).and_then(|days| days.latest);
                        one.on_record = Some(self.on_record(incidents, day));
                    }
                    stated.entry(one).or_default().push(claim.id);
                }
            }
        }
        let with_claims =
            |(stated, claims): (Stated, Vec<EntryId>)| Stated { claims: finding::in_order(claims), ..stated };
        stated.into_iter().map(with_claims).collect()
    }

    fn one_stated(&self, claim: &ClaimView, quantity: &Quantity) -> Stated {
        let as_of =
            as_of(claim).and_then(|days| Some((days.earliest?.to_string(), days.latest?.to_string())));
        Stated {
            as_of,
            property: claim.proposition.property.clone(),
            status: claim.proposition.status,
            figure: quantity.to_string(),
            min: quantity.min,
            max: quantity.max,
            origin: self.origins.origin(claim.id).map_or_else(String::new, |origin| origin.label.clone()),
            on_record: None,
            claims: Vec::new(),
        }
    }
}

/// The days that a cumulative figure may be the state of: the end of the period it is stated for, else when it was said.
pub(crate) fn as_of(claim: &ClaimView) -> Option<assize_record::Interval> {
    match &claim.proposition.happened_on {
        Some(period) => Some(period.ends()),
        None => finding::said(claim),
    }
}

impl Adding<'_> {
    fn line(self, view: &View, role: Role, status: Option<Status>, group: Option<EntryId>) -> CampaignLine {
        let count = |ends: &[&End]| u32::try_from(ends.len()).unwrap_or(u32::MAX);
        let all_have_best = count(&self.best) == self.incidents;
        let ends = self.low.iter().chain(&self.high).chain(&self.best);
        // Looking every claim up costs more than the sums.
        let cited: BTreeSet<EntryId> = if self.differing.is_empty() && view.settings().is_empty() {
            BTreeSet::new()
        } else {
            ends.flat_map(|end| end.claims.iter().copied()).collect()
        };
        CampaignLine {
            differing: finding::in_order(
                self.differing.into_iter().filter(|version| cited.contains(version)).collect(),
            ),
            reviews: Reviews::of(view, cited.iter().filter_map(|id| view.claim(*id))),
            role,
            status,
            group,
            range: None,
            own: self.own,
            low_incidents: count(&self.low),
            high_incidents: count(&self.high),
            low: range::sum(self.low),
            high: range::sum(self.high),
            best: if all_have_best { range::sum(self.best) } else { None },
        }
    }
}

fn add<'t>(adding: &mut Adding<'t>, line: &'t TollLine, adds_low: bool) {
    adding.own = line.own;
    adding.incidents += 1;
    adding.high.extend(&line.high);
    adding.best.extend(&line.best);
    adding.differing.extend(&line.differing);
    if adds_low {
        adding.low.extend(&line.low);
    }
}

impl TollFinding {
    /// Whether an incident adds to the low end of a range and to its high end. Whatever people differ on belongs to the high end as if it
    /// counted.
    pub(super) fn adds(&self, range: &Adds<'_>) -> (bool, bool) {
        let with = self.with_versions.map(|with| with.label);
        let high =
            range.high.contains(&self.grade.label) || with.is_some_and(|with| range.high.contains(&with));
        (self.counts != Some(false) && range.low.contains(&self.grade.label), high)
    }
}

impl TollLine {
    fn has_figure(&self) -> bool {
        self.low.is_some() || self.best.is_some()
    }
}

impl CampaignLine {
    /// How often the claims that set its ends were reviewed, where the case asks for two, and whether people differ on some; empty where
    /// there is nothing to say.
    pub fn reviewed_in_words(&self) -> String {
        let reviews = self.reviews.map(|reviews| format!("; {}", reviews.in_words()));
        let differing = match self.differing.len() {
            0 => String::new(),
            versions => format!("; differing: people differ on {versions} of the claims that set it"),
        };
        reviews.unwrap_or_default() + &differing
    }

    /// The range in words; see [`TollLine::in_words`]. Where nothing adds to the low end, the range starts at none: `up to 40`.
    pub fn in_words(&self) -> String {
        match (&self.low, &self.high) {
            (None, Some(high)) => format!("up to {}{}", high.value, if high.open { " or more" } else { "" }),
            (low, high) => super::range_in_words(low.as_ref(), high.as_ref()),
        }
    }
}
