//! One incident or campaign, held against standards.

use super::{
    StandardError, Standards,
    assessment::{
        Arguendo, Assessment, ElementFinding, Evidence, HeldAs, ProfileLine, Reading, SCHEMA, Tally,
        UnitFinding, VersionFinding,
    },
    evidence::{Item, Separation, Units, weigh_for},
    expression::{ElementRef, Expression},
    format::{Against, Element, Standard, Version},
    gather::{Gathered, Ground, Support},
    held::{Held, Subject, held},
    outcome::{Lanes, Outcome},
    program::{Plan, Program},
    proof::Proofs,
};
use crate::{authority::zone::Shapes, facts::Facts, finding, origin::Origins};
use assize_ledger::{View, view::Standing};
use assize_record::{
    EntityType, EntryId,
    body::{Facet, Side},
};
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
    let ground = Ground::new(Facts::of(view), origins, shapes, standards);
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
    let assessor = Assessor::new(view, origins, standards, proofs, shapes);
    assessor.subjects().into_iter().map(|subject| assessor.assess(subject, options)).collect()
}

/// Holds things of one view against standards, one at a time: what all of them share is looked up once, and what one comes to need not be kept.
pub struct Assessor<'a> {
    ground: Ground<'a>,
    standards: &'a Standards,
    proofs: &'a Proofs,
}

impl<'a> Assessor<'a> {
    /// Gathers what all incidents and campaigns of a view share.
    pub fn new(
        view: &'a View,
        origins: &'a Origins,
        standards: &'a Standards,
        proofs: &'a Proofs,
        shapes: &'a Shapes,
    ) -> Self {
        Self { ground: Ground::new(Facts::of(view), origins, shapes, standards), standards, proofs }
    }

    /// The placed incidents of the view, and campaigns with such incidents, in order of key.
    pub fn subjects(&self) -> Vec<EntryId> {
        let view = self.ground.facts.view;
        let mut subjects: BTreeSet<(String, EntryId)> = BTreeSet::new();
        for (id, entity) in view.entities() {
            // A campaign of which no incident is on the record is a name: there is nothing to hold against anything.
            let wanted = match entity.entity_type {
                EntityType::Incident => true,
                EntityType::Campaign => !self.ground.facts.incidents_of(*id).is_empty(),
                _ => false,
            };
            if wanted && view.canonical(*id) == *id && !view.unplaced().contains(id) {
                subjects.insert((view.handle(*id), *id));
            }
        }
        subjects.into_iter().map(|(_, subject)| subject).collect()
    }

    /// One of them.
    ///
    /// # Errors
    /// As [`assess`].
    pub fn assess(&self, subject: EntryId, options: &Options) -> Result<Assessment, StandardError> {
        assess_on(&self.ground, self.standards, self.proofs, subject, options)
    }
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
    let asked = Subject::of(&ground.facts, subject);
    for standard in chosen.into_iter().filter(|standard| standard.against == against) {
        let bridged = ground.is_bridged(standard, subject);
        for held in held(&ground.facts, standard, &asked, bridged) {
            let wanted = held.offered || !options.standards.is_empty();
            if !wanted || (options.in_force_only && held.held_as == HeldAs::Comparator) {
                continue;
            }
            let version = held.version;
            let gathered = ground.gather(standard, version, subject);
            doubts.extend(gathered.doubts.iter().map(|doubt| format!("{}: {doubt}", standard.id)));
            let weighing =
                Weighing { standard, version, proofs, level, origins: ground.origins, gathered: &gathered };
            findings.push(weighing.finding(&held));
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
        held_by: asked.entries(),
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
    fn finding(&self, held: &Held<'_>) -> VersionFinding {
        let (standard, version) = (self.standard, self.version);
        let names = version.facets();
        let used: Vec<&ElementRef> = version.named();
        let position = |name: &ElementRef| {
            names
                .iter()
                .position(|known| known == name)
                .and_then(|at| u16::try_from(at).ok())
                .unwrap_or(u16::MAX)
        };
        let plan = Plan::of(version, &position);
        let mut stack = Vec::new();
        // Element by element over everybody, for what is shown of each; the test itself is asked of each person and each attack.
        let (mut lanes, mut filled) = (vec![Lanes::IDLE; names.len()], vec![0_u8; names.len()]);
        let outcome = self.ask(&plan, &names, |settled, fills| {
            for (slot, settled) in settled.iter().enumerate() {
                lanes[slot] = lanes[slot].and(*settled);
                filled[slot] |= fills[slot];
            }
        });
        let applies = version.application.as_ref().map(|application| {
            self.reading(Program::compile(application, &position).run(&lanes, &mut stack), self.level)
        });
        let (mut tally, mut missing, mut elements) = (Tally::default(), Vec::new(), Vec::new());
        for (slot, name) in names.iter().enumerate() {
            let Some(element) = version.element(&name.name) else { continue };
            let mut finding = self.element(slot, name, element, used.contains(&name), lanes[slot]);
            finding.by_presumption = filled[slot] & self.bit() != 0;
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
        let reading = self.reading(outcome, self.level);
        let contradicted_by = minority(&version.expression, &elements, reading.outcome);
        VersionFinding {
            standard: standard.id.clone(),
            title: standard.title.clone(),
            kind: standard.kind,
            frames: standard.frames.clone(),
            binds: standard.binds.words.clone(),
            version: version.name.clone(),
            held_as: held.held_as,
            in_force_then: held.in_force,
            bound: held.bound,
            domain: held.domain,
            why_held: held.why.clone(),
            dated_by: held.entries.clone(),
            in_force: version.in_force.to_string(),
            public_from: version.public_from.to_string(),
            basis: version.basis,
            checked: version.checked,
            read: version.read.clone(),
            reviewed_by: standard.reviewed_by.clone(),
            cite: version.cite.clone(),
            applies_where: version.applies_where.clone(),
            applies,
            test: version.test.clone(),
            reading,
            by_presumption: {
                let by_evidence = self.ask(&plan.without_presumptions(), &names, |_, _| {});
                self.reading(by_evidence, self.level) != reading
            },
            by_hindsight: by_hindsight(&version.expression),
            contradicted_by,
            profile: self.profile(outcome),
            tally,
            missing,
            arguendo: self.arguendo(&names, &plan),
            supporting,
            opposing,
            bridges: bridges.into_iter().collect(),
            elements,
        }
    }

    /// What a test comes to of each person and each attack, met where it is met of each. `seen` is shown the settled elements of each, and what
    /// presumptions fill of them.
    fn ask(&self, plan: &Plan, names: &[ElementRef], seen: impl FnMut(&[Lanes], &[u8])) -> Lanes {
        self.ask_with(plan, names, |_| None, seen)
    }

    /// The same, with some elements supposed.
    fn ask_with(
        &self,
        plan: &Plan,
        names: &[ElementRef],
        supposed: impl Fn(usize) -> Option<Lanes>,
        mut seen: impl FnMut(&[Lanes], &[u8]),
    ) -> Lanes {
        let per = |slot: u16| {
            let name = names.get(usize::from(slot))?;
            self.version.element(&name.name)?.per
        };
        let mut stack = Vec::new();
        Units::among(&self.gathered.items, i32::MAX, per).fold(|unit_of| {
            let mut lanes: Vec<Lanes> = (0..names.len())
                .map(|slot| {
                    let number = u16::try_from(slot).unwrap_or(u16::MAX);
                    supposed(slot).unwrap_or_else(|| self.weigh(slot, per(number).map_or(0, unit_of)))
                })
                .collect();
            let mut filled = vec![0; names.len()];
            plan.settle(&mut lanes, &mut stack, |at, fills| filled[usize::from(at)] |= fills);
            seen(&lanes, &filled);
            plan.test(&lanes, &mut stack)
        })
    }

    /// The lane of the proof standard in which whatever may be one voice is one.
    fn bit(&self) -> u8 {
        1 << (2 * self.level).min(7)
    }

    fn items(&self, slot: usize) -> &[Item] {
        let items = &self.gathered.items;
        let from = items.partition_point(|item| usize::from(item.slot) < slot);
        let to = items.partition_point(|item| usize::from(item.slot) <= slot);
        &items[from..to]
    }

    /// The lanes of an element for one unit, 0 for anybody not named.
    fn weigh(&self, slot: usize, unit: u16) -> Lanes {
        let names = self.version.facets();
        let Some(element) = names.get(slot).and_then(|name| self.version.element(&name.name)) else {
            return Lanes::UNKNOWN;
        };
        let separation = Separation { origins: self.origins, voices: &self.gathered.voices };
        weigh_for(element.slot_kind(), self.items(slot), unit, self.proofs, Some(&separation))
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
        let units = element.per.and_then(|per| self.gathered.units.get(&per)).map_or(&[][..], Vec::as_slice);
        let evidence = self.evidence(slot, units);
        let mut notes = self.gathered.notes.get(&number).cloned().unwrap_or_default();
        if element.redacted {
            notes.push("blacked out in this version: unknown for good".to_owned());
        }
        if element.legal && lanes == Lanes::UNKNOWN && !evidence.is_empty() {
            notes.push("a legal position argued on one side only: not settled by who argues".to_owned());
        }
        if evidence.iter().any(|e| e.presumption) && (lanes.supported | lanes.opposed) & self.bit() != 0 {
            notes.push("a presumption is invoked: it fills only what evidence leaves unknown".to_owned());
        }
        let mut unit_findings: Vec<UnitFinding> = Vec::new();
        let named: BTreeSet<u16> =
            self.items(slot).iter().map(|item| item.unit).filter(|unit| *unit > 0).collect();
        for unit in &named {
            let reading = self.reading(self.weigh(slot, *unit), self.level);
            let name = units.get(usize::from(unit - 1)).cloned().unwrap_or_default();
            unit_findings.push(UnitFinding { unit: name, reading });
        }
        if !named.is_empty() {
            let reading = self.reading(self.weigh(slot, 0), self.level);
            unit_findings.push(UnitFinding { unit: "anybody not named".to_owned(), reading });
        }
        let reading = self.reading(lanes, self.level);
        let contradicted_by = match reading.outcome {
            // Of several people each has its own line.
            _ if !unit_findings.is_empty() => 0,
            Outcome::Met => speakers(evidence.iter().filter(|argument| argument.side == Side::Against)),
            Outcome::NotMet => speakers(evidence.iter().filter(|argument| argument.side == Side::For)),
            _ => 0,
        };
        ElementFinding {
            element: name.to_string(),
            label: element.called(name.facet),
            ask: element.ask.clone(),
            cite: element.cite.clone(),
            checked: element.checked,
            certainty: element.certainty,
            per: element.per,
            legal: element.legal,
            redacted: element.redacted,
            question: element.question.clone(),
            engaged_when: element.engaged_when.as_ref().map(|condition| condition.words.clone()),
            presumes: element.presumes.as_ref().map(|presumes| presumes.words.clone()),
            in_test,
            reading,
            by_presumption: false,
            contradicted_by,
            profile: self.profile(lanes),
            units: unit_findings,
            evidence,
            open: self.gathered.open.get(&number).cloned().unwrap_or_default().into_iter().collect(),
            notes,
        }
    }

    fn evidence(&self, slot: usize, units: &[String]) -> Vec<Evidence> {
        let items = self.items(slot);
        let support = |item: &Item| &self.gathered.sources[item.claim as usize];
        let mut bridged: BTreeMap<EntryId, BTreeSet<Side>> = BTreeMap::new();
        for item in items.iter().filter(|item| support(item).bridge.is_some()) {
            bridged.entry(support(item).word.entry).or_default().insert(item.side);
        }
        let argument = |side: Side, support: &Support, unit: Option<String>, presumption: bool| Evidence {
            side,
            legs: vec![vec![support.word.clone()]],
            warrant: support.warrant.clone(),
            bridge: support.bridge,
            argued_for: support.argued_for.clone(),
            said_of: support.said_of.clone(),
            unit,
            presumption,
            bridge_contested: bridged.get(&support.word.entry).is_some_and(|sides| sides.len() > 1),
        };
        let mut evidence: Vec<Evidence> = Vec::new();
        // Items of one argument lie together, leg by leg.
        for together in items
            .chunk_by(|a, b| (a.side, a.unit, a.argument) == (b.side, b.unit, b.argument) && a.argument > 0)
        {
            let first = &together[0];
            let unit = first.unit.checked_sub(1).and_then(|at| units.get(usize::from(at)).cloned());
            let mut row = argument(first.side, support(first), unit, first.presumption);
            row.legs = together
                .chunk_by(|a, b| a.leg == b.leg)
                .map(|leg| leg.iter().map(|item| support(item).word.clone()).collect())
                .collect();
            evidence.push(row);
        }
        let number = u16::try_from(slot).unwrap_or(u16::MAX);
        let invoked = self.gathered.invoked.iter().filter(|invoked| invoked.slot == number);
        evidence.extend(
            invoked.map(|invoked| argument(invoked.side, &invoked.support, invoked.unit.clone(), true)),
        );
        evidence.iter_mut().flat_map(|row| &mut row.legs).for_each(|leg| leg.sort());
        evidence.sort();
        evidence
    }

    /// What the standard comes to under each way that its legal positions could be decided, the facts standing as they do.
    fn arguendo(&self, names: &[ElementRef], plan: &Plan) -> Vec<Arguendo> {
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
        let one_way = |met: bool| vec![met; legal.len()];
        let choices: BTreeSet<Vec<bool>> = if legal.len() <= MAX_COMBINED {
            (0..1_u32 << legal.len())
                .map(|all| (0..legal.len()).map(|at| all >> at & 1 == 1).collect())
                .collect()
        } else {
            let alone = |at: usize| (0..legal.len()).map(|other| other == at).collect();
            (0..legal.len()).map(alone).chain([one_way(false), one_way(true)]).collect()
        };
        choices
            .into_iter()
            .rev()
            .map(|choice| {
                let (mut supposed, mut taken_as_met, mut taken_as_not_met) =
                    (BTreeMap::new(), Vec::new(), Vec::new());
                for (at, slot) in legal.iter().enumerate() {
                    let met = choice[at];
                    supposed.insert(*slot, if met { Lanes::MET } else { Lanes::NOT_MET });
                    let side = if met { &mut taken_as_met } else { &mut taken_as_not_met };
                    side.push(names[*slot].to_string());
                }
                let outcome = self.ask_with(plan, names, |slot| supposed.get(&slot).copied(), |_, _| {});
                let reading = self.reading(outcome, self.level);
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

/// The elements of a test, each with whether it stands under an even number of `not`.
fn ways(expression: &Expression) -> BTreeSet<(String, bool)> {
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
    let mut found = BTreeSet::new();
    walk(expression, true, &mut found);
    found
}

/// Entries that speak for and against the standard itself: under an odd number of `not`, an element's sides change places.
fn sides(expression: &Expression, elements: &[ElementFinding]) -> (Vec<EntryId>, Vec<EntryId>) {
    let ways = ways(expression);
    let (mut supporting, mut opposing) = (BTreeSet::new(), BTreeSet::new());
    for (name, upright) in &ways {
        let evidence = elements.iter().filter(|element| element.element == *name).flat_map(|e| &e.evidence);
        for evidence in evidence.filter(|evidence| !evidence.presumption) {
            let supports = (evidence.side == Side::For) == *upright;
            let side = if supports { &mut supporting } else { &mut opposing };
            side.extend(evidence.entries());
        }
    }
    (supporting.into_iter().collect(), opposing.into_iter().collect())
}

/// How many speak on the other side of the elements that an outcome rests on, where they did not reach the proof standard.
fn minority(expression: &Expression, elements: &[ElementFinding], outcome: Outcome) -> u32 {
    if !matches!(outcome, Outcome::Met | Outcome::NotMet) {
        return 0;
    }
    let mut contrary = Vec::new();
    for (name, upright) in ways(expression) {
        let (rests_on, other) = if upright == (outcome == Outcome::Met) {
            (Outcome::Met, Side::Against)
        } else {
            (Outcome::NotMet, Side::For)
        };
        let decisive = elements
            .iter()
            .filter(|element| element.element == name && element.reading.outcome == rests_on)
            .filter(|element| element.units.is_empty());
        contrary
            .extend(decisive.flat_map(|element| &element.evidence).filter(|argument| argument.side == other));
    }
    speakers(contrary.into_iter())
}

/// How many speakers there are in arguments that are evidence. Two voices of one party are two here, and one where origins are counted.
fn speakers<'e>(arguments: impl Iterator<Item = &'e Evidence>) -> u32 {
    let evidence = arguments.filter(|argument| !argument.presumption);
    let names: BTreeSet<&str> =
        evidence.flat_map(Evidence::words).map(|word| word.speaker.as_str()).collect();
    u32::try_from(names.len()).unwrap_or(u32::MAX)
}

/// Whether a test asks of what the decider could go by nothing, and of what came out something.
fn by_hindsight(expression: &Expression) -> bool {
    let facets: BTreeSet<Facet> = expression.elements().into_iter().filter_map(|name| name.facet).collect();
    facets == BTreeSet::from([Facet::Fact])
}
