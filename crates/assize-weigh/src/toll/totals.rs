//! Totals that others state for a whole campaign, held against the sums over its incidents as of the same day.
//!
//! A total is the state of a day, so it is held against the incidents up to that day: those that had surely happened before it add to the low
//! end, those that may have happened by its end to the high end. Whether a total takes in what happened on its own day is not known. Whoever is right, a total that no method's range reaches is told.

use crate::{
    finding::TakenAt,
    toll::{CampaignFinding, End, Engine, Role, Stated, TollFinding, method::Method, parts, range_in_words},
};
use assize_record::{Day, EntryId, Stance, Value};
use serde::Serialize;
use std::collections::BTreeMap;

/// The schema name of [`StatedTotal`].
pub const SCHEMA: &str = "assize.stated-total/1";

/// A total that others state and that lies outside every range computed here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatedTotal {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The campaign, canonical.
    pub subject: EntryId,
    /// The time it is taken at.
    pub as_known: TakenAt,
    /// The total, with the claims that state it.
    pub stated: Stated,
    /// Where it lies.
    pub lies: Lies,
    /// Whether as many strikes are on record by that day as are stated for it; `None` where no exact number of strikes is stated for that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complete: Option<bool>,
    /// The ranges that it lies outside of.
    pub ranges: Vec<RangeBy>,
    /// What is the matter, in words.
    pub words: String,
}

/// Where a stated total lies against ranges of which none reaches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Lies {
    /// Above all of them.
    Above,
    /// Below all of them.
    Below,
    /// Above some and below others.
    Outside,
}

crate::named!(Lies);

/// A sum over the incidents up to a day, under one method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RangeBy {
    /// The method.
    pub method: String,
    /// Which of its ranges, where it has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// The low end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<End>,
    /// The high end.
    pub high: End,
}

/// How many incidents and attacks of a campaign are on record up to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct OnRecord {
    /// Placed incidents that may have happened by then.
    pub incidents: u32,
    /// Attacks in them: one an incident where nobody tells its attacks apart.
    pub attacks: u32,
}

/// The days on which an incident may have happened.
#[derive(Clone, Copy)]
pub(super) struct When {
    earliest: Option<Day>,
    latest: Option<Day>,
}

impl When {
    fn surely_by(self, day: Option<Day>) -> bool {
        day.is_none_or(|day| self.latest.is_some_and(|latest| latest <= day))
    }

    fn surely_before(self, day: Day) -> bool {
        self.latest.is_some_and(|latest| latest < day)
    }

    fn maybe_by(self, day: Option<Day>) -> bool {
        day.zip(self.earliest).is_none_or(|(day, earliest)| earliest <= day)
    }
}

impl Engine<'_> {
    /// The days on which anybody puts an incident.
    pub(super) fn when(&self, incident: EntryId) -> When {
        let mut when: Option<When> = None;
        for claim in self.grouped.about_property(incident, "incident.happened-on") {
            let (Value::Date(date), Stance::Asserts | Stance::Reports) =
                (&claim.proposition.value, claim.stance)
            else {
                continue;
            };
            let days = date.interval();
            let known = when.get_or_insert(When { earliest: days.earliest, latest: days.latest });
            // An end that one of them leaves open bounds nothing.
            known.earliest = known.earliest.zip(days.earliest).map(|(a, b)| a.min(b));
            known.latest = known.latest.zip(days.latest).map(|(a, b)| a.max(b));
        }
        when.unwrap_or(When { earliest: None, latest: None })
    }

    /// How many of these incidents may have happened by a day, with their attacks; all where the day is not known.
    pub(super) fn on_record(&self, incidents: &[(EntryId, When)], day: Option<Day>) -> OnRecord {
        let by_then = incidents.iter().filter(|(_, when)| when.maybe_by(day));
        let mut found = OnRecord { incidents: 0, attacks: 0 };
        for (incident, _) in by_then {
            let attacks = u32::try_from(parts::attacks_of(self, *incident).len()).unwrap_or(u32::MAX);
            found.incidents += 1;
            found.attacks = found.attacks.saturating_add(attacks.max(1));
        }
        found
    }

    /// Totals stated for a campaign that no method's range up to that day reaches. `of` are its findings and `toll_of` those of its
    /// incidents, each in the order of the methods.
    pub(super) fn totals<'t>(
        &self,
        of: &[CampaignFinding],
        methods: &[Method],
        toll_of: impl Fn(EntryId, usize) -> Option<&'t TollFinding>,
    ) -> Vec<StatedTotal> {
        let Some(first) = of.first() else { return Vec::new() };
        let totals = first.stated.iter().filter(|stated| Role::of_campaign(&stated.property).is_some());
        let mut whens: BTreeMap<EntryId, When> = BTreeMap::new();
        let mut found = Vec::new();
        for stated in totals {
            // Of no known day, nothing follows.
            let (Some(day), Some(role)) = (day_of(stated), Role::of_campaign(&stated.property)) else {
                continue;
            };
            let first_day = first_day_of(stated).unwrap_or(day);
            let mut ranges = Vec::new();
            for (at, (finding, method)) in of.iter().zip(methods).enumerate() {
                if !method.counts(role, stated.status, None) {
                    continue;
                }
                for range in method.campaign.ranges() {
                    let (mut lows, mut highs): (Vec<&End>, Vec<&End>) = (Vec::new(), Vec::new());
                    for member in &finding.members {
                        let when =
                            *whens.entry(member.incident).or_insert_with(|| self.when(member.incident));
                        let Some(toll) = toll_of(member.incident, at) else { continue };
                        let Some(line) = toll.line(role, stated.status) else { continue };
                        let (adds_low, adds_high) = toll.adds(&range);
                        lows.extend(line.low.iter().filter(|_| adds_low && when.surely_before(first_day)));
                        highs.extend(line.high.iter().filter(|_| adds_high && when.maybe_by(Some(day))));
                    }
                    if let Some(high) = super::range::sum(highs) {
                        let (method, name) = (method.id.to_string(), range.name.map(str::to_owned));
                        ranges.push(RangeBy { method, range: name, low: super::range::sum(lows), high });
                    }
                }
            }
            let most = |by: &RangeBy| if by.high.open { u64::MAX } else { by.high.value };
            let least = |by: &RangeBy| by.low.as_ref().filter(|low| !low.open).map_or(0, |low| low.value);
            let above = |by: &RangeBy| stated.min.is_some_and(|min| min > most(by));
            let below = |by: &RangeBy| stated.max.is_some_and(|max| max < least(by));
            if ranges.is_empty() || !ranges.iter().all(|by| above(by) || below(by)) {
                continue;
            }
            let lies = match (ranges.iter().all(above), ranges.iter().all(below)) {
                (true, _) => Lies::Above,
                (_, true) => Lies::Below,
                _ => Lies::Outside,
            };
            let complete = self.complete(first, day, &mut whens);
            found.push(StatedTotal {
                schema: SCHEMA,
                subject: first.subject,
                as_known: first.as_known.clone(),
                words: words(stated, lies, complete, &ranges),
                stated: stated.clone(),
                lies,
                complete: complete.map(|(complete, _)| complete),
                ranges,
            });
        }
        found
    }

    /// Whether as many strikes are on record by a day as are stated for it, with the number stated.
    fn complete(
        &self,
        finding: &CampaignFinding,
        day: Day,
        whens: &mut BTreeMap<EntryId, When>,
    ) -> Option<(bool, u64)> {
        let exact = |stated: &&Stated| {
            stated.property == "campaign.strikes" && stated.min == stated.max && day_of(stated) == Some(day)
        };
        let strikes = finding.stated.iter().filter(exact).filter_map(|stated| stated.min).max()?;
        let members: Vec<(EntryId, When)> = finding
            .members
            .iter()
            .map(|member| {
                (member.incident, *whens.entry(member.incident).or_insert_with(|| self.when(member.incident)))
            })
            .filter(|(_, when)| when.surely_by(Some(day)))
            .collect();
        let on_record = self.on_record(&members, None);
        Some((u64::from(on_record.incidents.max(on_record.attacks)) >= strikes, strikes))
    }
}

/// The first day that a total may be the state of.
fn first_day_of(stated: &Stated) -> Option<Day> {
    stated.as_of.as_ref()?.0.parse().ok()
}

/// The last day that a total may be the state of.
fn day_of(stated: &Stated) -> Option<Day> {
    stated.as_of.as_ref()?.1.parse().ok()
}

fn words(stated: &Stated, lies: Lies, complete: Option<(bool, u64)>, ranges: &[RangeBy]) -> String {
    let ranges: Vec<String> = ranges.iter().map(RangeBy::in_words).collect();
    let complete = match complete {
        Some((true, strikes)) => {
            format!("; {strikes} strikes are stated for that day, and no fewer are on record up to it")
        }
        Some((false, strikes)) => {
            format!("; {strikes} strikes are stated for that day, and fewer are on record up to it")
        }
        None => String::new(),
    };
    format!(
        "{} {} as of {}, stated by {}, lies {} every range computed here up to that day: {}{complete}",
        stated.what(),
        stated.figure,
        stated.as_of_in_words().unwrap_or_default(),
        stated.origin,
        lies.name(),
        ranges.join(", "),
    )
}

impl RangeBy {
    /// `9 to 11 by bij`, `3 to 4 by airwars, likely`.
    pub fn in_words(&self) -> String {
        let range = match &self.low {
            None => format!("up to {}", range_in_words(Some(&self.high), Some(&self.high))),
            low => range_in_words(low.as_ref(), Some(&self.high)),
        };
        let name = self.range.as_ref().map_or_else(String::new, |name| format!(", {name}"));
        format!("{range} by {}{name}", self.method)
    }
}

impl Stated {
    /// What is counted: `killed, civilian`.
    pub fn what(&self) -> String {
        let what = self.property.trim_start_matches("campaign.");
        self.status.map_or_else(|| what.to_owned(), |status| format!("{what}, {}", status.name()))
    }

    /// The day or days it is the state of: `2031-06-30`; `None` where not known.
    pub fn as_of_in_words(&self) -> Option<String> {
        let (first, last) = self.as_of.as_ref()?;
        Some(if first == last { first.clone() } else { format!("{first} to {last}") })
    }
}
