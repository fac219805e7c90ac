//! Very many incidents against very many standards at once.
//!
//! The same [`weigh`] and the same [`Plan`] as for one incident, over evidence that lies in one array, by incident and element. All
//! proof standards are evaluated together ([`Lanes`]). The claims behind an outcome are a slice of that array, so naming them costs
//! nothing. As known at a day, evidence that became known later is passed over on the way.

use super::{
    evidence::{Item, SlotKind, Units, weigh, weigh_for},
    expression::{ElementRef, Expression},
    format::{Per, Version},
    outcome::Lanes,
    program::Plan,
    proof::Proofs,
};
use std::collections::BTreeMap;

/// Tests that a batch evaluates, with their elements numbered through.
#[derive(Debug, Clone, Default)]
pub struct Plans {
    programs: Vec<Plan>,
    kinds: Vec<SlotKind>,
    per: Vec<Option<Per>>,
    plan_of_slot: Vec<u16>,
}

/// Evidence on many incidents, ready to be weighed.
#[derive(Debug, Clone)]
pub struct Batch<'p> {
    plans: &'p Plans,
    proofs: &'p Proofs,
    items: Vec<Item>,
    starts: Vec<u32>,
    replaced: BTreeMap<u32, Vec<Item>>,
}

/// What a batch comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcomes {
    plans: usize,
    lanes: Vec<Lanes>,
    first: Vec<u32>,
}

/// Evidence is too much for one batch.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// An incident beyond the number announced.
    #[error("evidence on incident {0}, and there are only {1}: announce as many as there are")]
    Incident(u32, u32),
    /// An element of no plan.
    #[error("evidence on element {0}, and the plans have only {1}")]
    Element(u16, usize),
    /// More than 2^32 items, or more than 2^16 elements.
    #[error("too much for one batch: split it by incident")]
    TooMuch,
}

impl Plans {
    /// Adds a test; `kinds` says how each of its elements is weighed, in the order in which the test names them. Returns the number
    /// of the first of them; the others follow.
    ///
    /// # Errors
    /// [`BatchError::TooMuch`] beyond 65,535 elements.
    pub fn add(&mut self, test: &Expression, kinds: &[SlotKind]) -> Result<u16, BatchError> {
        let names: Vec<ElementRef> = test.elements().into_iter().cloned().collect();
        // What is asked of units is asked of people, as far as a bare test can tell.
        let kind = |at: usize| (kinds.get(at).copied().unwrap_or(SlotKind::Fact), Some(Per::Person));
        self.enter(&names, kind, |position| Plan::of_test(test, position))
    }

    /// Adds a version of a standard, with what its elements depend on. Returns the number of the first of its elements, which follow in the
    /// order of [`Version::facets`].
    ///
    /// # Errors
    /// [`BatchError::TooMuch`] beyond 65,535 elements.
    pub fn add_version(&mut self, version: &Version) -> Result<u16, BatchError> {
        let names = version.facets();
        let kinds: Vec<(SlotKind, Option<Per>)> = names
            .iter()
            .map(|name| version.element(&name.name))
            .map(|element| element.map_or((SlotKind::Fact, None), |it| (it.slot_kind(), it.per)))
            .collect();
        self.enter(&names, |at| kinds[at], |position| Plan::of(version, position))
    }

    fn enter(
        &mut self,
        names: &[ElementRef],
        kind: impl Fn(usize) -> (SlotKind, Option<Per>),
        compile: impl FnOnce(&dyn Fn(&ElementRef) -> u16) -> Plan,
    ) -> Result<u16, BatchError> {
        let first = u16::try_from(self.kinds.len()).map_err(|_| BatchError::TooMuch)?;
        let plan = u16::try_from(self.programs.len()).map_err(|_| BatchError::TooMuch)?;
        let last = usize::from(first) + names.len();
        u16::try_from(last).map_err(|_| BatchError::TooMuch)?;
        self.programs.push(compile(&|name| {
            let at = names.iter().position(|known| known == name).unwrap_or(names.len());
            first + u16::try_from(at).unwrap_or(u16::MAX - first)
        }));
        for at in 0..names.len() {
            let (kind, per) = kind(at);
            self.kinds.push(kind);
            self.per.push(per);
            self.plan_of_slot.push(plan);
        }
        Ok(first)
    }

    /// How many tests there are.
    pub const fn len(&self) -> usize {
        self.programs.len()
    }

    /// How many elements they have together.
    pub const fn slots(&self) -> usize {
        self.kinds.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.programs.is_empty()
    }
}

impl<'p> Batch<'p> {
    /// Lays evidence out by incident and element. Its order does not matter.
    ///
    /// # Errors
    /// [`BatchError`] where an incident or element is out of range.
    pub fn new(
        plans: &'p Plans,
        proofs: &'p Proofs,
        incidents: u32,
        evidence: &[(u32, Item)],
    ) -> Result<Self, BatchError> {
        let total = u32::try_from(evidence.len()).map_err(|_| BatchError::TooMuch)?;
        let mut starts = vec![0_u32; incidents as usize + 1];
        for (incident, item) in evidence {
            if *incident >= incidents {
                return Err(BatchError::Incident(*incident, incidents));
            }
            if usize::from(item.slot) >= plans.kinds.len() {
                return Err(BatchError::Element(item.slot, plans.kinds.len()));
            }
            starts[*incident as usize] += 1;
        }
        // Counts become ends; placing from the back turns them into starts.
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut items = evidence.first().map_or_else(Vec::new, |(_, item)| vec![*item; total as usize]);
        for (incident, item) in evidence {
            let start = &mut starts[*incident as usize];
            *start -= 1;
            items[*start as usize] = *item;
        }
        for pair in starts.windows(2) {
            items[pair[0] as usize..pair[1] as usize].sort_unstable();
        }
        Ok(Self { plans, proofs, items, starts, replaced: BTreeMap::new() })
    }

    /// Weighs everything that is known by a day (days since 1970-01-01; [`i32::MAX`] for all).
    pub fn weigh(&self, as_known: i32) -> Outcomes {
        let plans = self.plans.len();
        let incidents = self.starts.len() - 1;
        let mut outcomes = Outcomes {
            plans,
            lanes: vec![Lanes::UNKNOWN; incidents * plans],
            first: vec![0; incidents * plans],
        };
        let mut scratch = Scratch::new(self.plans);
        for incident in 0..incidents {
            let row = incident * plans;
            // Lengths were checked to fit when the batch was made.
            let items = self.evidence(incident as u32);
            let lanes = &mut outcomes.lanes[row..row + plans];
            let first = &mut outcomes.first[row..row + plans];
            self.weigh_incident(items, as_known, lanes, first, &mut scratch);
        }
        outcomes
    }

    /// Weighs one incident: the lanes of each test, in order.
    pub fn weigh_one(&self, incident: u32, as_known: i32) -> Vec<Lanes> {
        let mut lanes = vec![Lanes::UNKNOWN; self.plans.len()];
        let mut first = vec![0; self.plans.len()];
        let mut scratch = Scratch::new(self.plans);
        self.weigh_incident(self.evidence(incident), as_known, &mut lanes, &mut first, &mut scratch);
        lanes
    }

    /// Replaces the evidence on one incident: what a changed claim comes to.
    ///
    /// # Errors
    /// [`BatchError`] where the incident or an element is out of range.
    pub fn replace(&mut self, incident: u32, mut items: Vec<Item>) -> Result<(), BatchError> {
        let incidents = u32::try_from(self.starts.len() - 1).map_err(|_| BatchError::TooMuch)?;
        if incident >= incidents {
            return Err(BatchError::Incident(incident, incidents));
        }
        if let Some(item) = items.iter().find(|item| usize::from(item.slot) >= self.plans.kinds.len()) {
            return Err(BatchError::Element(item.slot, self.plans.kinds.len()));
        }
        items.sort_unstable();
        self.replaced.insert(incident, items);
        Ok(())
    }

    /// The evidence on one incident, by element.
    pub fn evidence(&self, incident: u32) -> &[Item] {
        if let Some(items) = self.replaced.get(&incident) {
            return items;
        }
        let at = incident as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(from), Some(to)) => &self.items[*from as usize..*to as usize],
            _ => &[],
        }
    }

    /// The evidence behind one outcome: on the elements of that test, for that incident.
    pub fn behind(&self, outcomes: &Outcomes, incident: u32, plan: usize) -> &[Item] {
        let items = self.evidence(incident);
        let at = |plan: usize| outcomes.first[incident as usize * outcomes.plans + plan] as usize;
        let to = if plan + 1 < outcomes.plans { at(plan + 1) } else { items.len() };
        items.get(at(plan)..to).unwrap_or(&[])
    }

    fn weigh_incident(
        &self,
        items: &[Item],
        as_known: i32,
        lanes: &mut [Lanes],
        first: &mut [u32],
        scratch: &mut Scratch,
    ) {
        let (mut at, mut next_plan) = (0, 0);
        while at < items.len() {
            let plan = usize::from(self.plans.plan_of_slot[usize::from(items[at].slot)]);
            first[next_plan..=plan].fill(at as u32);
            next_plan = plan + 1;
            let from = at;
            while at < items.len()
                && usize::from(self.plans.plan_of_slot[usize::from(items[at].slot)]) == plan
            {
                at += 1;
            }
            lanes[plan] = self.weigh_plan(plan, &items[from..at], as_known, scratch);
        }
        first[next_plan..].fill(items.len() as u32);
    }

    /// What one test comes to over the evidence on its elements: of each unit that is named and of anybody who is not, met where it is met
    /// of each.
    fn weigh_plan(&self, plan: usize, items: &[Item], as_known: i32, scratch: &mut Scratch) -> Lanes {
        let program = &self.plans.programs[plan];
        let units = Units::among(items, as_known, |slot| self.plans.per[usize::from(slot)]);
        units.fold(|unit_of| {
            scratch.touched.clear();
            for own in items.chunk_by(|a, b| a.slot == b.slot) {
                let slot = own[0].slot;
                let unit = self.plans.per[usize::from(slot)].map(&unit_of);
                let element = self.weigh_slot(slot, own, unit, as_known, &mut scratch.known);
                scratch.elements[usize::from(slot)] = element;
                scratch.touched.push(slot);
            }
            scratch.touched.extend(program.gated());
            program.settle(&mut scratch.elements, &mut scratch.stack, |_, _| {});
            let outcome = program.test(&scratch.elements, &mut scratch.stack);
            for slot in &scratch.touched {
                scratch.elements[usize::from(*slot)] = Lanes::UNKNOWN;
            }
            outcome
        })
    }

    fn weigh_slot(
        &self,
        slot: u16,
        items: &[Item],
        unit: Option<u16>,
        as_known: i32,
        known: &mut Vec<Item>,
    ) -> Lanes {
        let kind = self.plans.kinds[usize::from(slot)];
        let items = if items.iter().all(|item| item.known_from <= as_known) {
            items
        } else {
            known.clear();
            known.extend(items.iter().filter(|item| item.known_from <= as_known));
            known
        };
        match unit {
            Some(unit) => weigh_for(kind, items, unit, self.proofs, None),
            None => weigh(kind, items, self.proofs, None),
        }
    }
}

impl Outcomes {
    /// The lanes of one incident under one test.
    pub fn lanes(&self, incident: u32, plan: usize) -> Lanes {
        self.lanes[incident as usize * self.plans + plan]
    }

    /// All lanes, incident by incident.
    pub fn all(&self) -> &[Lanes] {
        &self.lanes
    }
}

/// Space that is reused from incident to incident.
struct Scratch {
    elements: Vec<Lanes>,
    touched: Vec<u16>,
    known: Vec<Item>,
    stack: Vec<Lanes>,
}

impl Scratch {
    fn new(plans: &Plans) -> Self {
        Self {
            elements: vec![Lanes::UNKNOWN; plans.kinds.len()],
            touched: Vec::new(),
            known: Vec::new(),
            stack: Vec::new(),
        }
    }
}
