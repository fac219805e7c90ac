//! The order table of one incident.

use super::{
    Answer, had_happened,
    power::{PowerKind, powers},
    state::{self, SameDay, State, state_on},
    zone::{Placement, Shapes},
};
use crate::{
    facts::{Dated, Facts},
    finding::TakenAt,
};
use assize_ledger::{View, view::ClaimView};
use assize_record::{EntityType, EntryId, Relation, Value};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The schema of an [`OrderTable`].
pub const SCHEMA: &str = "assize.order/2";

/// What authority there was when an incident took place, and what came after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderTable {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The incident.
    pub incident: EntryId,
    /// What it is called.
    pub name: String,
    /// As known when.
    pub taken_at: TakenAt,
    /// When it took place, by each date that is claimed.
    pub happened_on: Vec<DateSaid>,
    /// Instruments by the day they were signed, earliest first.
    pub instruments: Vec<InstrumentRow>,
    /// Zones, and where the incident lies.
    pub zones: Vec<ZoneRow>,
    /// Lists, and whether the group attacked was on them.
    pub lists: Vec<ListRow>,
    /// Who could approve, and by whose delegation; who is said to have approved.
    pub approval: Vec<ApprovalRow>,
    /// Who held command.
    pub command: Vec<CommandRow>,
    /// What could not be tested, and why.
    pub notes: Vec<String>,
}

/// A date and the entries that give it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DateSaid {
    /// The date, EDTF.
    pub date: String,
    /// Claims that give it.
    pub entries: Vec<EntryId>,
}

/// A date of an instrument and how it stands to the incident.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct DateAgainst {
    /// The date, EDTF.
    pub date: String,
    /// Claims that give it.
    pub entries: Vec<EntryId>,
    /// How it stands to the incident's date, or to each where several are claimed.
    pub relations: Vec<Relation>,
    /// Fewest days from the incident to the date; negative where the date comes first. Left out where not bounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_after_min: Option<i32>,
    /// Most days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_after_max: Option<i32>,
}

/// One instrument against the incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstrumentRow {
    /// The instrument.
    pub instrument: EntryId,
    /// Its key.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// When it was signed or issued.
    pub signed: Vec<DateAgainst>,
    /// When it had effect.
    pub in_force: Vec<DateAgainst>,
    /// When it became public.
    pub disclosed: Vec<DateAgainst>,
    /// When it was changed.
    pub modified: Vec<DateAgainst>,
    /// Whether it had been signed when the incident took place.
    pub existed: Answer,
    /// Whether it was in force that day. That it covered the act is another question, which its standard asks.
    pub in_force_then: Answer,
    /// Claims on that: periods, revocations.
    pub in_force_by: Vec<EntryId>,
    /// Whether it was public that day. A statute or treaty is public from the day it was made.
    pub public_then: Answer,
    /// Whether it was signed only after the incident.
    pub came_after: Answer,
    /// Later versions of it, and what amends it.
    pub versions: Vec<Version>,
    /// What it rests on, changes or carries out.
    pub chain: Vec<ChainLink>,
    /// Who signed, reviewed and drafted it.
    pub people: Vec<Named>,
}

/// A later version of an instrument.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Version {
    /// The version, an instrument of its own.
    pub instrument: EntryId,
    /// What it is called.
    pub name: String,
    /// Whether it had been signed when the incident took place.
    pub existed: Answer,
}

/// A link between two instruments.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ChainLink {
    /// `version-of`, `based-on`, `amends` or `implements`.
    pub relation: &'static str,
    /// The other instrument.
    pub instrument: EntryId,
    /// What it is called.
    pub name: String,
    /// Claims that say so.
    pub entries: Vec<EntryId>,
    /// Claims that deny it.
    pub denied_by: Vec<EntryId>,
}

/// Somebody with a part in something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Named {
    /// The part: `signed-by`, `reviewed-by`, `drafted-by`.
    pub part: &'static str,
    /// Who.
    pub who: EntryId,
    /// What they are called.
    pub name: String,
    /// Claims that say so.
    pub entries: Vec<EntryId>,
    /// Claims that deny it.
    pub denied_by: Vec<EntryId>,
}

/// One zone against the incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ZoneRow {
    /// The zone.
    pub zone: EntryId,
    /// What it is called.
    pub name: String,
    /// Instruments that designate it, and the claims that say so.
    pub designated_by: Vec<(EntryId, Vec<EntryId>)>,
    /// Whether it was in force that day.
    pub in_force_then: Answer,
    /// Claims on when it was in force.
    pub entries: Vec<EntryId>,
    /// Each claimed position against it.
    pub positions: Vec<PositionRow>,
}

/// One claimed position against a zone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PositionRow {
    /// The claim.
    pub entry: EntryId,
    /// Where it lies.
    pub placement: Placement,
}

/// One list against the incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListRow {
    /// The list.
    pub list: EntryId,
    /// What it is called.
    pub name: String,
    /// Each group that the people attacked are said to be of.
    pub groups: Vec<GroupRow>,
}

/// One group against a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct GroupRow {
    /// The group.
    pub group: EntryId,
    /// What it is called.
    pub name: String,
    /// Whether it was on the list when the incident took place.
    pub listed: Answer,
    /// Claims on that.
    pub entries: Vec<EntryId>,
}

/// Somebody who could approve, or is said to have approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovalRow {
    /// Who.
    pub who: EntryId,
    /// What they are called.
    pub name: String,
    /// `engagement-authority`, `delegated`, or `none-on-record` for somebody who is said to have approved and of whom neither is said.
    pub power: &'static str,
    /// The instrument or incident that it is said of.
    pub under: Option<EntryId>,
    /// Whether it was theirs that day.
    pub held_then: Answer,
    /// Claims on that: that it was given, when, and that it was taken back.
    pub entries: Vec<EntryId>,
    /// Who is said to have given it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub given_by: Vec<Named>,
    /// Claims that this person approved this incident.
    pub approved: Vec<EntryId>,
    /// Claims that deny it.
    pub approval_denied: Vec<EntryId>,
}

/// A command in charge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommandRow {
    /// The command or person.
    pub who: EntryId,
    /// What it is called.
    pub name: String,
    /// The incident, campaign or instrument it is said of.
    pub of: EntryId,
    /// Claims that say so.
    pub entries: Vec<EntryId>,
}

/// The order table of an incident.
pub fn order(view: &View, incident: EntryId, shapes: &Shapes) -> OrderTable {
    Orders::of(view).table(incident, shapes)
}

/// What the order tables of all incidents of one view share, looked up once.
pub struct Orders<'v>(Facts<'v>);

impl<'v> Orders<'v> {
    /// Gathers it.
    pub fn of(view: &'v View) -> Self {
        Self(Facts::of(view))
    }

    /// The order table of one incident.
    pub fn table(&self, incident: EntryId, shapes: &Shapes) -> OrderTable {
        let (facts, view) = (&self.0, self.0.view);
        let incident = view.canonical(incident);
        let when = facts.dates(incident, "incident.happened-on");
        let table = Table { facts, incident, when: &when };
        let mut notes = Vec::new();
        if when.is_empty() {
            notes.push("no date of the incident is on this record: nothing can be set against it".to_owned());
        }
        OrderTable {
            schema: SCHEMA,
            incident,
            name: view.name(incident),
            taken_at: view.as_known().into(),
            happened_on: when.iter().map(DateSaid::from).collect(),
            instruments: table.instruments(),
            zones: table.zones(shapes, &mut notes),
            lists: table.lists(),
            approval: table.approval(),
            command: table.command(),
            notes,
        }
    }
}

impl From<&Dated> for DateSaid {
    fn from(dated: &Dated) -> Self {
        Self { date: dated.date.to_string(), entries: dated.entries.clone() }
    }
}

struct Table<'t, 'v> {
    facts: &'t Facts<'v>,
    incident: EntryId,
    when: &'t [Dated],
}

impl<'v> Table<'_, 'v> {
    fn of_type(&self, wanted: EntityType) -> Vec<EntryId> {
        let view = self.facts.view;
        let all = view
            .entities()
            .iter()
            .filter(|(id, entity)| entity.entity_type == wanted && view.canonical(**id) == **id);
        all.map(|(id, _)| *id).collect()
    }

    fn instruments(&self) -> Vec<InstrumentRow> {
        let mut rows: Vec<_> = self
            .of_type(EntityType::Instrument)
            .into_iter()
            .map(|instrument| {
                let signed = self.facts.dates(instrument, "instrument.signed-on");
                let first = signed.iter().filter_map(|dated| dated.interval().earliest).min();
                let row = self.instrument(instrument, &signed);
                // Undated instruments come last.
                ((first.is_none(), first, row.key.clone()), row)
            })
            .collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn instrument(&self, instrument: EntryId, signed: &[Dated]) -> InstrumentRow {
        let facts = self.facts;
        let in_force = facts.dates(instrument, "instrument.in-force");
        let disclosed = facts.dates(instrument, "instrument.disclosed-on");
        let modified = state::modified(facts, instrument);
        let State { answer: in_force_then, .. } = self.in_force(instrument);
        let public = if disclosed.is_empty() && self.is_published(instrument) { signed } else { &disclosed };
        let happened =
            |dates: &[Dated]| Answer::of(self.each(dates, |a, b| had_happened(&a.interval(), &b.interval())));
        let after =
            |dates: &[Dated]| Answer::of(self.each(dates, |a, b| had_happened(&b.interval(), &a.interval())));
        InstrumentRow {
            instrument,
            key: facts.view.handle(instrument),
            name: facts.view.name(instrument),
            existed: happened(signed),
            in_force_then,
            in_force_by: self.in_force(instrument).entries(),
            public_then: happened(public),
            versions: self.versions(instrument),
            came_after: after(signed),
            signed: self.against(signed),
            in_force: self.against(&in_force),
            disclosed: self.against(&disclosed),
            modified: self.against(&modified),
            chain: self.chain(instrument),
            people: self.people(instrument),
        }
    }

    fn in_force(&self, thing: EntryId) -> State {
        state_on(&state::in_force(self.facts, thing), self.when, SameDay::Holds)
    }

    /// Whether an instrument is of a kind that is made in public.
    fn is_published(&self, instrument: EntryId) -> bool {
        self.facts.asserted(instrument, "instrument.kind").any(|claim| {
            matches!(&claim.proposition.value, Value::Words(kind) if kind == "statute" || kind == "treaty")
        })
    }

    fn versions(&self, instrument: EntryId) -> Vec<Version> {
        let facts = self.facts;
        let version = |version: EntryId| {
            let signed = facts.dates(version, "instrument.signed-on");
            Version {
                instrument: version,
                name: facts.view.name(version),
                existed: Answer::of(self.each(&signed, |a, b| had_happened(&a.interval(), &b.interval()))),
            }
        };
        state::versions(facts, instrument).into_iter().map(version).collect()
    }

    fn each<T>(&self, dates: &[Dated], test: impl Fn(&Dated, &Dated) -> T) -> Vec<T> {
        dates
            .iter()
            .flat_map(|date| self.when.iter().map(|day| test(date, day)).collect::<Vec<_>>())
            .collect()
    }

    fn against(&self, dates: &[Dated]) -> Vec<DateAgainst> {
        let one = |dated: &Dated| {
            let only = if let [only] = self.when { Some(only) } else { None };
            let days = only.map(|day| dated.interval().days_since(&day.interval()));
            DateAgainst {
                date: dated.date.to_string(),
                entries: dated.entries.clone(),
                relations: self.when.iter().map(|day| dated.interval().relation(&day.interval())).collect(),
                days_after_min: days.and_then(|(fewest, _)| fewest),
                days_after_max: days.and_then(|(_, most)| most),
            }
        };
        dates.iter().map(one).collect()
    }

    fn chain(&self, instrument: EntryId) -> Vec<ChainLink> {
        let relations = [
            ("version-of", "instrument.version-of"),
            ("based-on", "instrument.based-on"),
            ("amends", "instrument.amends"),
            ("implements", "instrument.implements"),
        ];
        let mut chain = Vec::new();
        for (relation, property) in relations {
            for (other, name, entries, denied_by) in self.said_of(instrument, property) {
                chain.push(ChainLink { relation, instrument: other, name, entries, denied_by });
            }
        }
        chain
    }

    fn people(&self, instrument: EntryId) -> Vec<Named> {
        let parts = [
            ("signed-by", "instrument.signed-by"),
            ("reviewed-by", "instrument.reviewed-by"),
            ("drafted-by", "instrument.drafted-by"),
        ];
        let mut people = Vec::new();
        for (part, property) in parts {
            for (who, name, entries, denied_by) in self.said_of(instrument, property) {
                people.push(Named { part, who, name, entries, denied_by });
            }
        }
        people
    }

    /// Entities said or denied to be the value of a property: name, claims for, claims against.
    fn said_of(
        &self,
        subject: EntryId,
        property: &str,
    ) -> Vec<(EntryId, String, Vec<EntryId>, Vec<EntryId>)> {
        let said = self.facts.entities(subject, property);
        let denied = self.facts.denied_entities(subject, property);
        let all: BTreeSet<EntryId> = said.keys().chain(denied.keys()).copied().collect();
        all.into_iter()
            .map(|entity| {
                (entity, self.facts.view.name(entity), ids(said.get(&entity)), ids(denied.get(&entity)))
            })
            .collect()
    }

    fn zones(&self, shapes: &Shapes, notes: &mut Vec<String>) -> Vec<ZoneRow> {
        let facts = self.facts;
        let mut designated: BTreeMap<EntryId, Vec<(EntryId, Vec<EntryId>)>> = BTreeMap::new();
        for instrument in self.of_type(EntityType::Instrument) {
            for (zone, claims) in facts.entities(instrument, "instrument.zone") {
                designated.entry(zone).or_default().push((instrument, ids(Some(&claims))));
            }
        }
        let mut rows = Vec::new();
        for zone in self.of_type(EntityType::Zone) {
            let name = facts.view.name(zone);
            let by: Vec<EntryId> = designated.get(&zone).into_iter().flatten().map(|(id, _)| *id).collect();
            let changes = state::zone_in_force(facts, zone, &by);
            let in_force = state_on(&changes, self.when, SameDay::Holds);
            let shape = facts.view.entities().get(&zone).and_then(|zone| zone.shape);
            let mut positions = Vec::new();
            match shape.and_then(|hash| shapes.get(&hash)) {
                None => notes.push(format!("“{name}” has no shape at hand: positions are not tested")),
                Some(shape) => {
                    for claim in facts.asserted(self.incident, "incident.position") {
                        let Value::Point(point) = &claim.proposition.value else { continue };
                        match shape.place(point) {
                            Ok(placement) => positions.push(PositionRow { entry: claim.id, placement }),
                            Err(error) => notes.push(error.to_string()),
                        }
                    }
                }
            }
            rows.push(ZoneRow {
                zone,
                name,
                designated_by: designated.remove(&zone).unwrap_or_default(),
                in_force_then: in_force.answer,
                entries: in_force.entries(),
                positions,
            });
        }
        notes.dedup();
        rows
    }

    fn lists(&self) -> Vec<ListRow> {
        let facts = self.facts;
        let groups = facts.entities(self.incident, "incident.target-group");
        let mut rows = Vec::new();
        for list in self.of_type(EntityType::List) {
            let row = |group: &EntryId| self.group(list, *group);
            rows.push(ListRow {
                list,
                name: facts.view.name(list),
                groups: groups.keys().map(row).collect(),
            });
        }
        rows
    }

    fn group(&self, list: EntryId, group: EntryId) -> GroupRow {
        let facts = self.facts;
        let changes = state::of_thing(facts, list, ("list.includes", "list.removed"), group);
        let listed = state_on(&changes, self.when, SameDay::Holds);
        GroupRow { group, name: facts.view.name(group), listed: listed.answer, entries: listed.entries() }
    }

    fn approval(&self) -> Vec<ApprovalRow> {
        let facts = self.facts;
        let approved = facts.entities(self.incident, "incident.approved-by");
        let denied = facts.denied_entities(self.incident, "incident.approved-by");
        let mut rows = Vec::new();
        let mut with_power = BTreeSet::new();
        let mut subjects = self.of_type(EntityType::Instrument);
        subjects.push(self.incident);
        let mut people = BTreeSet::new();
        for under in &subjects {
            for kind in [PowerKind::Engagement, PowerKind::Delegated] {
                people.extend(facts.entities(*under, kind.property()).into_keys());
                people.extend(facts.denied_entities(*under, kind.property()).into_keys());
            }
        }
        for who in &people {
            let of_each = subjects.iter().filter(|under| **under != self.incident).flat_map(|instrument| {
                // Under an instrument, and for this incident: what is taken back for it counts against both.
                powers(facts, &[*instrument, self.incident], *who, self.when)
            });
            let mut powers: Vec<_> = of_each.collect();
            if subjects.len() == 1 {
                powers = self::powers(facts, &[self.incident], *who, self.when);
            }
            let mut seen = BTreeSet::new();
            powers.retain(|power| seen.insert((power.under, power.kind)));
            for power in powers {
                with_power.insert(*who);
                rows.push(ApprovalRow {
                    who: *who,
                    name: facts.view.name(*who),
                    power: power.kind.name(),
                    under: Some(power.under),
                    held_then: power.state.answer,
                    entries: power.state.entries(),
                    given_by: self.given_by(power.under, power.kind),
                    approved: ids(approved.get(who)),
                    approval_denied: ids(denied.get(who)),
                });
            }
        }
        rows.sort_by_key(|row| (row.power != PowerKind::Engagement.name(), row.under, row.who));
        for (who, claims) in approved.iter().filter(|(who, _)| !with_power.contains(who)) {
            rows.push(ApprovalRow {
                who: *who,
                name: facts.view.name(*who),
                power: "none-on-record",
                under: None,
                held_then: Answer::NothingOnRecord,
                entries: Vec::new(),
                given_by: Vec::new(),
                approved: ids(Some(claims)),
                approval_denied: ids(denied.get(who)),
            });
        }
        rows
    }

    fn given_by(&self, under: EntryId, kind: PowerKind) -> Vec<Named> {
        if kind == PowerKind::Engagement {
            return Vec::new();
        }
        let said = self.said_of(under, "authority.delegated-by");
        said.into_iter()
            .map(|(who, name, entries, denied_by)| Named {
                part: "delegated-by",
                who,
                name,
                entries,
                denied_by,
            })
            .collect()
    }

    fn command(&self) -> Vec<CommandRow> {
        let facts = self.facts;
        let mut of = vec![(self.incident, "authority.command"), (self.incident, "incident.commanded-by")];
        of.extend(
            facts.campaigns_of(self.incident).into_iter().map(|campaign| (campaign, "authority.command")),
        );
        of.extend(self.of_type(EntityType::Instrument).into_iter().map(|id| (id, "authority.command")));
        let mut rows = Vec::new();
        for (of, property) in of {
            for (who, claims) in facts.entities(of, property) {
                rows.push(CommandRow { who, name: facts.view.name(who), of, entries: ids(Some(&claims)) });
            }
        }
        rows
    }
}

fn ids(claims: Option<&Vec<&ClaimView>>) -> Vec<EntryId> {
    claims.into_iter().flatten().map(|claim| claim.id).collect()
}
