//! A test, compiled to a list of steps over element positions.

use super::{
    expression::{ElementRef, Expression},
    format::Version,
    outcome::Lanes,
};
use assize_record::body::Side;

/// Steps in postfix order, over a stack of lanes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program(Vec<Step>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Push(u16),
    Not,
    And,
    Or,
}

impl Program {
    /// Compiles a test. `position` gives the position of each element it names; an element without one is unknown for good.
    pub fn compile(expression: &Expression, position: &dyn Fn(&ElementRef) -> u16) -> Self {
        fn emit(expression: &Expression, position: &dyn Fn(&ElementRef) -> u16, steps: &mut Vec<Step>) {
            match expression {
                Expression::Element(name) => steps.push(Step::Push(position(name))),
                Expression::Not(inner) => {
                    emit(inner, position, steps);
                    steps.push(Step::Not);
                }
                Expression::And(parts) => emit_all(parts, Step::And, position, steps),
                Expression::Or(parts) => emit_all(parts, Step::Or, position, steps),
            }
        }
        fn emit_all(
            parts: &[Expression],
            join: Step,
            position: &dyn Fn(&ElementRef) -> u16,
            steps: &mut Vec<Step>,
        ) {
            for (at, part) in parts.iter().enumerate() {
                emit(part, position, steps);
                if at > 0 {
                    steps.push(join);
                }
            }
        }
        let mut steps = Vec::new();
        emit(expression, position, &mut steps);
        Self(steps)
    }

    /// Runs it over the lanes of the elements. `stack` is scratch space, left empty.
    pub fn run(&self, elements: &[Lanes], stack: &mut Vec<Lanes>) -> Lanes {
        stack.clear();
        for step in &self.0 {
            // A compiled test never takes more than it has pushed; an empty stack would mean nothing known.
            let lanes = match step {
                Step::Push(at) => elements.get(usize::from(*at)).copied().unwrap_or_default(),
                Step::Not => stack.pop().unwrap_or_default().negated(),
                Step::And => {
                    let right = stack.pop().unwrap_or_default();
                    stack.pop().unwrap_or_default().and(right)
                }
                Step::Or => {
                    let right = stack.pop().unwrap_or_default();
                    stack.pop().unwrap_or_default().or(right)
                }
            };
            stack.push(lanes);
        }
        stack.pop().unwrap_or_default()
    }
}

/// A version of a standard, compiled: its test, and what its elements depend on besides their own evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    test: Program,
    gates: Vec<Gate>,
}

/// What an element depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Gate {
    at: u16,
    engaged_when: Option<Program>,
    /// What triggers a presumption, and whether it is in favour.
    presumes: Option<(Program, bool)>,
}

impl Plan {
    /// Compiles a test that depends on nothing but its elements.
    pub fn of_test(test: &Expression, position: &dyn Fn(&ElementRef) -> u16) -> Self {
        Self { test: Program::compile(test, position), gates: Vec::new() }
    }

    /// Compiles a version. Gates come in an order in which each finds what it depends on settled.
    pub fn of(version: &Version, position: &dyn Fn(&ElementRef) -> u16) -> Self {
        let mut gates = Vec::new();
        let mut done: Vec<&ElementRef> = Vec::new();
        let facets = version.facets();
        let mut left: Vec<&ElementRef> = facets.iter().collect();
        // A version has no circle, so that every round settles one at least.
        while !left.is_empty() {
            let before = left.len();
            left.retain(|name| {
                let Some(element) = version.element(&name.name) else { return false };
                let needs = element.conditions().flat_map(|condition| condition.expression.elements());
                let open = needs.filter(|need| facets.contains(need)).any(|need| !done.contains(&need));
                if !open {
                    gates.extend(Self::gate(element, name, position));
                    done.push(name);
                }
                open
            });
            if left.len() == before {
                break;
            }
        }
        Self { test: Program::compile(&version.expression, position), gates }
    }

    fn gate(
        element: &super::format::Element,
        name: &ElementRef,
        position: &dyn Fn(&ElementRef) -> u16,
    ) -> Option<Gate> {
        let engaged_when =
            element.engaged_when.as_ref().map(|condition| Program::compile(&condition.expression, position));
        let presumes = element.presumes.as_ref().and_then(|presumes| {
            let fills = name.facet.is_none_or(|facet| presumes.facets.contains(&facet));
            let (side, trigger) = (presumes.side?, presumes.trigger.as_ref()?);
            fills.then(|| (Program::compile(&trigger.expression, position), side == Side::For))
        });
        let gate = Gate { at: position(name), engaged_when, presumes };
        (gate.engaged_when.is_some() || gate.presumes.is_some()).then_some(gate)
    }

    /// The same without presumptions.
    #[must_use]
    pub fn without_presumptions(&self) -> Self {
        let gates = self.gates.iter().map(|gate| Gate { presumes: None, ..gate.clone() });
        Self { test: self.test.clone(), gates: gates.collect() }
    }

    /// Whether an element may come out of something else than evidence on it.
    pub(crate) fn gated(&self) -> impl Iterator<Item = u16> + '_ {
        self.gates.iter().map(|gate| gate.at)
    }

    /// Settles what depends on other elements, in place: what is not engaged, and what is presumed. `filled` is told the lanes in which a
    /// presumption stands.
    pub fn settle(&self, elements: &mut [Lanes], stack: &mut Vec<Lanes>, mut filled: impl FnMut(u16, u8)) {
        for gate in &self.gates {
            let Some(mut lanes) = elements.get(usize::from(gate.at)).copied() else { continue };
            if let Some(engaged_when) = &gate.engaged_when {
                let condition = engaged_when.run(elements, stack);
                // Where the condition itself asks nothing, it has that witness too.
                lanes = lanes.idle_in(condition.not_met);
            }
            if let Some((trigger, in_favour)) = &gate.presumes {
                let trigger = trigger.run(elements, stack);
                let (with, fills) = lanes.presumed(*in_favour, trigger.met & !trigger.idle());
                lanes = with;
                filled(gate.at, fills);
            }
            elements[usize::from(gate.at)] = lanes;
        }
    }

    /// What the test comes to over elements that are settled.
    pub fn test(&self, elements: &[Lanes], stack: &mut Vec<Lanes>) -> Lanes {
        self.test.run(elements, stack)
    }
}
