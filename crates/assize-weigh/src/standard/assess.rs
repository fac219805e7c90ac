//! One incident or campaign, held against standards.

use super::{
    StandardError, Standards,
    assessment::{
        Arguendo, Assessment, ElementFinding, Evidence, HeldAs, ProfileLine, Reading, SCHEMA, Tally,
        UnitFinding, VersionFinding,
    },
    evidence::{Item, Separation, weigh},
    expression::{ElementRef, Expression},
    format::{Against, Element, Standard, Version},
    gather::{Gathered, Ground},
    outcome::{Lanes, Outcome},
    program::Program,
    proof::Proofs,
    validity::covers,
};
use crate::{
    authority::zone::Shapes,
    facts::{Dated, Facts},
    finding,
    origin::Origins,
};
use assize_ledger::{View, view::Standing};
use assize_record::{EntityType, EntryId, body::Side, edtf::Within};
use std::collections::{BTreeMap, BTreeSet};

/// Most legal positions of one standard that are argued in every combination; beyond that, each alone and all together.
const MAX_COMBINED: usize = 4;

/// What to assess by.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Ids of standards; empty for all.
    pub standards: Vec<String>,
    /// Name of the proof standard; the policy's default where left out.
    pub proof: Option<String>,
    /// Leave out versions that were not in force.
    pub in_force_only: bool,
}

/// Holds an incident or a campaign against standards, as far as the view knows.
///
/// Standards that are held against incidents are used for incidents, those for campaigns for campaigns. Of each standard the versions in
/// force at the time are used, and those that may have been; where there is none, the nearest stands as comparator.
///
/// # Errors
/// [`StandardError::Unknown`] for a standard or proof standard that there is none of.
pub fn assess(
    view: &View,
    origins: &Origins,
    standards: &Standards,
    proofs: &Proofs,
    shapes: &Shapes,
    subject: EntryId,
    options: &Options,
) -> Result<Assessment, StandardError> {
    let ground = Ground::new(Facts::of(view), origins, shapes);
    assess_on(&ground, standards, proofs, subject, options)
}

/// [`assess`] for every incident and campaign of a view, in order of key. Incidents that nobody has placed are left out: whether one of
/// them is an incident of the record is not decided, so it is assessed only where it is asked for by name.
///
/// # Errors
/// As [`assess`].
pub fn assess_all(
    view: &View,
    origins: &Origins,
    standards: &Standards,
    proofs: &Proofs,
    shapes: &Shapes,
    options: &Options,
) -> Result<Vec<Assessment>, StandardError> {
    let ground = Ground::new(Facts::of(view), origins, shapes);
    let mut subjects: BTreeSet<(String, EntryId)> = BTreeSet::new();
    for (id, entity) in view.entities() {
        let wanted = matches!(entity.entity_type, EntityType::Incident | EntityType::Campaign);
        if wanted && view.canonical(*id) == *id && !view.unplaced().contains(id) {
            subjects.insert((view.handle(*id), *id));
        }
    }
    subjects.into_iter().map(|(_, subject)| assess_on(&ground, standards, proofs, subject, options)).collect()
}

fn assess_on(
    ground: &Ground<'_>,
    standards: &Standards,
    proofs: &Proofs,
    subject: EntryId,
    options: &Options,
) -> Result<Assessment, StandardError> {
    let view = ground.facts.view;
    let subject = view.canonical(subject);
    let level = options.proof.as_deref().map_or(Ok(proofs.default), |name| proofs.level(name))?;
    let chosen: Vec<&Standard> = if options.standards.is_empty() {
        standards.iter().collect()
    } else {
        options.standards.iter().map(|id| standards.get(id)).collect::<Result<_, _>>()?
    };
    let campaign = view.entities().get(&subject).is_some_and(|e| e.entity_type == EntityType::Campaign);
    let against = if campaign { Against::Campaign } else { Against::Incident };
    let (mut findings, mut doubts) = (Vec::new(), BTreeSet::new());
    for standard in chosen.into_iter().filter(|standard| standard.against == against) {
        let dates = dates(ground, standard, subject);
        let mut dated_by: Vec<EntryId> =
            dates.iter().flat_map(|dated| dated.entries.iter().copied()).collect();
        dated_by.sort_unstable();
        dated_by.dedup();
        for (version, held_as) in held(&dates, standard) {
            if options.in_force_only && held_as == HeldAs::Comparator {
                continue;
            }
            let gathered = ground.gather(standard, version, subject);
            doubts.extend(gathered.doubts.iter().map(|doubt| format!("{}: {doubt}", standard.id)));
            let weighing =
                Weighing { standard, version, proofs, level, origins: ground.origins, gathered: &gathered };
            findings.push(weighing.finding(held_as, &dated_by));
        }
    }
    doubts.extend(unknown_standards(ground, standards, subject));
    doubts.extend(not_counted(view, subject));
    let entries: BTreeSet<EntryId> = findings
        .iter()
        .flat_map(|finding| finding.supporting.iter().chain(&finding.opposing).copied())
        .collect();
    Ok(Assessment {
        schema: SCHEMA,
        subject,
        name: view.name(subject),
        unplaced: view.unplaced().contains(&subject),
        taken_at: view.as_known().into(),
        policy: format!("{}@{}", proofs.id, proofs.version),
        proof: proofs.levels[level].name.clone(),
        findings,
        doubts: doubts.into_iter().collect(),
        drafts: finding::drafts_among(view, entries),
    })
}

/// Claims about the subject that support nothing: people differ on them, or they lack a second review.
fn not_counted(view: &View, subject: EntryId) -> impl Iterator<Item = String> {
    view.not_counted().filter(move |claim| claim.proposition.subject == subject).map(|claim| {
        let why = match claim.standing {
            Standing::Differing => "people differ on it",
            _ => "it has one review, and the case asks for two",
        };
        format!("claim {}: {why}", claim.id.short())
    })
}

/// The dates of the subject: an incident's own, a campaign's incidents'.
fn dates(ground: &Ground<'_>, standard: &Standard, subject: EntryId) -> Vec<Dated> {
    let facts = &ground.facts;
    let mut dates = facts.dates(subject, "incident.happened-on");
    if standard.against == Against::Campaign {
        for incident in facts.incidents_of(subject).keys() {
            dates.extend(facts.dates(*incident, "incident.happened-on"));
        }
    }
    dates
}

/// The versions to hold against something that happened on these dates, and as what.
fn held<'s>(dates: &[Dated], standard: &'s Standard) -> Vec<(&'s Version, HeldAs)> {
    let mut found: Vec<(&Version, HeldAs)> = Vec::new();
    for version in &standard.versions {
        let covered: Vec<Within> =
            dates.iter().map(|dated| covers(&version.in_force, &dated.interval())).collect();
        if covered.is_empty() || covered.iter().any(|within| *within != Within::No) {
            let sure = !covered.is_empty() && covered.iter().all(|within| *within == Within::Yes);
            let held_as = match (standard.guidance, sure) {
                (true, _) => HeldAs::Comparator,
                (false, true) => HeldAs::InForce,
                (false, false) => HeldAs::PerhapsInForce,
            };
            found.push((version, held_as));
        }
    }
    if found.is_empty() {
        // The last version that had begun, else the first there ever was.
        let begun = standard.versions.iter().rev().find(|version| {
            let begins = version.in_force.begins().earliest;
            dates
                .iter()
                .any(|dated| matches!((begins, dated.interval().latest), (Some(a), Some(b)) if a <= b))
        });
        found.extend(begun.or(standard.versions.first()).map(|version| (version, HeldAs::Comparator)));
    }
    found
}

fn unknown_standards(ground: &Ground<'_>, standards: &Standards, subject: EntryId) -> Vec<String> {
    let known = |name: &str| match name.split_once('@') {
        None => standards.get(name).is_ok(),
        Some((id, version)) => standards
            .get(id)
            .is_ok_and(|standard| standard.versions.iter().any(|known| known.name == version)),
    };
    ground
        .bridges_of(subject)
        .filter(|(name, _)| !known(name))
        .map(|(name, bridge)| {
            format!("bridge {} names `{name}`, which is no standard or version at hand", bridge.id.short())
        })
        .collect()
}

/// One version, its evidence, and how to read it.
struct Weighing<'w> {
    standard: &'w Standard,
    version: &'w Version,
    proofs: &'w Proofs,
    level: usize,
    origins: &'w Origins,
    gathered: &'w Gathered,
}

impl Weighing<'_> {
    fn finding(&self, held_as: HeldAs, dated_by: &[EntryId]) -> VersionFinding {
        let (standard, version) = (self.standard, self.version);
        let names = version.facets();
        let used: Vec<&ElementRef> = version.named();
        let lanes: Vec<Lanes> = (0..names.len()).map(|slot| self.weigh(slot, None)).collect();
        let position = |name: &ElementRef| {
            names
                .iter()
                .position(|known| known == name)
                .and_then(|at| u16::try_from(at).ok())
                .unwrap_or(u16::MAX)
        };
        let program = Program::compile(&version.expression, &position);
        let applies = version.application.as_ref().map(|application| {
            let lanes = Program::compile(application, &position).run(&lanes, &mut Vec::new());
            self.reading(lanes, self.level)
        });
        let outcome = program.run(&lanes, &mut Vec::new());
        let (mut tally, mut missing, mut elements) = (Tally::default(), Vec::new(), Vec::new());
        for (slot, name) in names.iter().enumerate() {
            let Some(element) = version.element(&name.name) else { continue };
            let finding = self.element(slot, name, element, used.contains(&name), lanes[slot]);
            if finding.in_test {
                tally.add(finding.reading.outcome);
                if finding.reading.outcome == Outcome::Unknown && !finding.redacted {
                    missing.push(finding.element.clone());
                }
            }
            elements.push(finding);
        }
        let (supporting, opposing) = sides(&version.expression, &elements);
        let bridges: BTreeSet<EntryId> =
            elements.iter().flat_map(|element| element.evidence.iter().filter_map(|e| e.bridge)).collect();
        VersionFinding {
            standard: standard.id.clone(),
            title: standard.title.clone(),
            kind: standard.kind,
            binds: standard.binds.clone(),
            version: version.name.clone(),
            held_as,
            dated_by: dated_by.to_vec(),
            in_force: version.in_force.to_string(),
            public_from: version.public_from.to_string(),
            basis: version.basis,
            checked: version.checked,
            cite: version.cite.clone(),
            applies_where: version.applies_where.clone(),
            applies,
            test: version.test.clone(),
            reading: self.reading(outcome, self.level),
            profile: self.profile(outcome),
            tally,
            missing,
            arguendo: self.arguendo(&names, &lanes, &program),
            supporting,
            opposing,
            bridges: bridges.into_iter().collect(),
            elements,
        }
    }

    fn items(&self, slot: usize) -> &[Item] {
        let items = &self.gathered.items;
        let from = items.partition_point(|item| usize::from(item.slot) < slot);
        let to = items.partition_point(|item| usize::from(item.slot) <= slot);
        &items[from..to]
    }

    /// The lanes of an element, or of one of its units alone (0 for anybody not named).
    fn weigh(&self, slot: usize, unit: Option<u16>) -> Lanes {
        let names = self.version.facets();
        let Some(element) = names.get(slot).and_then(|name| self.version.element(&name.name)) else {
            return Lanes::UNKNOWN;
        };
        let items = self.items(slot);
        let separation = Separation { origins: self.origins, voices: &self.gathered.voices };
        let Some(unit) = unit else {
            return weigh(element.slot_kind(), items, self.proofs, Some(&separation));
        };
        let mut own: Vec<Item> = items
            .iter()
            .filter(|item| item.unit == 0 || item.unit == unit)
            .map(|item| Item { unit: 0, ..*item })
            .collect();
        own.sort_unstable();
        weigh(element.slot_kind(), &own, self.proofs, Some(&separation))
    }

    fn element(
        &self,
        slot: usize,
        name: &ElementRef,
        element: &Element,
        in_test: bool,
        lanes: Lanes,
    ) -> ElementFinding {
        let number = u16::try_from(slot).unwrap_or(u16::MAX);
        let units = self.gathered.units.get(&number).map_or(&[][..], Vec::as_slice);
        let evidence = self.evidence(slot, units);
        let mut notes = self.gathered.notes.get(&number).cloned().unwrap_or_default();
        if element.redacted {
            notes.push("blacked out in this version: unknown for good".to_owned());
        }
        if element.legal && lanes == Lanes::UNKNOWN && !evidence.is_empty() {
            notes.push("a legal position argued on one side only: not settled by who argues".to_owned());
        }
        let rebutted = |presumed: Side| {
            evidence.iter().any(|e| e.presumption && e.side == presumed)
                && evidence.iter().any(|e| !e.presumption && e.side != presumed)
        };
        if rebutted(Side::For) || rebutted(Side::Against) {
            notes.push(
                "evidence stands against a presumption: it falls when its entry is retracted".to_owned(),
            );
        }
        let mut unit_findings: Vec<UnitFinding> = Vec::new();
        for (at, unit) in units.iter().enumerate() {
            let lanes = self.weigh(slot, u16::try_from(at + 1).ok());
            unit_findings.push(UnitFinding { unit: unit.clone(), reading: self.reading(lanes, self.level) });
        }
        if !units.is_empty() {
            let reading = self.reading(self.weigh(slot, Some(0)), self.level);
            unit_findings.push(UnitFinding { unit: "anybody not named".to_owned(), reading });
        }
        ElementFinding {
            element: name.to_string(),
            ask: element.ask.clone(),
            cite: element.cite.clone(),
            checked: element.checked,
            certainty: element.certainty,
            per: element.per,
            legal: element.legal,
            redacted: element.redacted,
            presumes: element.presumes.clone(),
            in_test,
            reading: self.reading(lanes, self.level),
            profile: self.profile(lanes),
            units: unit_findings,
            evidence,
            notes,
        }
    }

    fn evidence(&self, slot: usize, units: &[String]) -> Vec<Evidence> {
        let items = self.items(slot);
        let mut bridged: BTreeMap<EntryId, BTreeSet<Side>> = BTreeMap::new();
        for item in items {
            let support = &self.gathered.sources[item.claim as usize];
            if support.bridge.is_some() {
                bridged.entry(support.entry).or_default().insert(item.side);
            }
        }
        let mut evidence: Vec<Evidence> = items
            .iter()
            .map(|item| {
                let support = &self.gathered.sources[item.claim as usize];
                Evidence {
                    side: item.side,
                    entry: support.entry,
                    origin: support.origin.clone(),
                    grade: item.grade,
                    warrant: support.warrant.clone(),
                    bridge: support.bridge,
                    unit: item.unit.checked_sub(1).and_then(|at| units.get(usize::from(at)).cloned()),
                    argument: (item.argument > 0).then_some((item.argument, item.leg)),
                    presumption: item.presumption,
                    bridge_contested: bridged.get(&support.entry).is_some_and(|sides| sides.len() > 1),
                    draft: support.draft,
                    one_review: support.one_review,
                }
            })
            .collect();
        evidence.sort();
        evidence
    }

    /// What the standard comes to under each way that its legal positions could be decided, the facts standing as they do.
    fn arguendo(&self, names: &[ElementRef], lanes: &[Lanes], program: &Program) -> Vec<Arguendo> {
        let legal: Vec<usize> = self
            .version
            .expression
            .elements()
            .iter()
            .filter(|name| self.version.element(&name.name).is_some_and(|element| element.legal))
            .filter_map(|name| names.iter().position(|known| known == *name))
            .collect();
        if legal.is_empty() {
            return Vec::new();
        }
        let all = (1_u32 << legal.len().min(31)) - 1;
        let choices: BTreeSet<u32> = if legal.len() <= MAX_COMBINED {
            (0..=all).collect()
        } else {
            (0..legal.len()).map(|at| 1 << at).chain([0, all]).collect()
        };
        let mut stack = Vec::new();
        choices
            .into_iter()
            .rev()
            .map(|choice| {
                let mut supposed = lanes.to_vec();
                let (mut taken_as_met, mut taken_as_not_met) = (Vec::new(), Vec::new());
                for (at, slot) in legal.iter().enumerate() {
                    let met = choice >> at & 1 == 1;
                    supposed[*slot] = if met { Lanes::MET } else { Lanes::NOT_MET };
                    let side = if met { &mut taken_as_met } else { &mut taken_as_not_met };
                    side.push(names[*slot].to_string());
                }
                let reading = self.reading(program.run(&supposed, &mut stack), self.level);
                Arguendo { taken_as_met, taken_as_not_met, reading }
            })
            .collect()
    }

    fn reading(&self, lanes: Lanes, level: usize) -> Reading {
        let lane = u8::try_from(2 * level).unwrap_or(0);
        let (one, many) = (lanes.outcome(lane), lanes.outcome(lane + 1));
        Reading { outcome: one, if_separate: (one != many).then_some(many) }
    }

    fn profile(&self, lanes: Lanes) -> Vec<ProfileLine> {
        let levels = self.proofs.levels.iter().enumerate();
        levels
            .map(|(at, level)| ProfileLine { proof: level.name.clone(), reading: self.reading(lanes, at) })
            .collect()
    }
}

/// Entries that speak for and against the standard itself: under an odd number of `not`, an element's sides change places.
fn sides(expression: &Expression, elements: &[ElementFinding]) -> (Vec<EntryId>, Vec<EntryId>) {
    fn walk(expression: &Expression, upright: bool, found: &mut BTreeSet<(String, bool)>) {
        match expression {
            Expression::Element(name) => {
                found.insert((name.to_string(), upright));
            }
            Expression::Not(inner) => walk(inner, !upright, found),
            Expression::And(parts) | Expression::Or(parts) => {
                parts.iter().for_each(|part| walk(part, upright, found));
            }
        }
    }
    let mut ways = BTreeSet::new();
    walk(expression, true, &mut ways);
    let (mut supporting, mut opposing) = (BTreeSet::new(), BTreeSet::new());
    for (name, upright) in &ways {
        let evidence = elements.iter().filter(|element| element.element == *name).flat_map(|e| &e.evidence);
        for evidence in evidence {
            let supports = (evidence.side == Side::For) == *upright;
            let side = if supports { &mut supporting } else { &mut opposing };
            side.insert(evidence.entry);
        }
    }
    (supporting.into_iter().collect(), opposing.into_iter().collect())
}
