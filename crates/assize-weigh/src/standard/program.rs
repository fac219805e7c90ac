//! A test, compiled to a list of steps over element positions.

use super::{
    expression::{ElementRef, Expression},
    outcome::Lanes,
};

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
    pub fn compile(expression: &Expression, position: &impl Fn(&ElementRef) -> u16) -> Self {
        fn emit(expression: &Expression, position: &impl Fn(&ElementRef) -> u16, steps: &mut Vec<Step>) {
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
            position: &impl Fn(&ElementRef) -> u16,
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
