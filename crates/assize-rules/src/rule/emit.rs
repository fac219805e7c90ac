//! From patterns to steps.

use super::node::Node;
use crate::fault::whole;
use crate::program::{Step, Test};

/// Steps of one rule, at most.
pub(super) const STEPS_OF_RULE_MAX: usize = 4_000;

/// Writes the steps of a pattern.
#[derive(Default)]
pub(super) struct Emitter {
    steps: Vec<Step>,
}

impl Emitter {
    /// The steps of a pattern; none if they are too many.
    pub(super) fn emit(node: &Node) -> Option<Vec<Step>> {
        let mut emitter = Emitter::default();
        emitter.node(node);
        emitter.steps.push(Step::End);
        (emitter.steps.len() <= STEPS_OF_RULE_MAX).then_some(emitter.steps)
    }

    fn node(&mut self, node: &Node) {
        if self.steps.len() > STEPS_OF_RULE_MAX {
            return;
        }
        match node {
            Node::Token(test) => {
                let tested = !only_words(test);
                self.steps.push(Step::Token { test: test.clone(), tested });
            }
            Node::Phrase(kind, test) => self.steps.push(Step::Phrase(*kind, test.clone())),
            Node::Head(inner) => {
                self.steps.push(Step::Head);
                self.node(inner);
                if let Some(Step::Token { tested, .. }) = self.steps.last_mut() {
                    *tested = true;
                }
            }
            Node::Gap => self.steps.push(Step::Gap),
            Node::Sequence(parts) => parts.iter().for_each(|part| self.node(part)),
            Node::Choice(parts) => self.choice(parts),
            Node::Repeat(inner, least, most) => {
                (0..*least).for_each(|_| self.node(inner));
                match most {
                    None => self.any_number(inner),
                    Some(most) => self.up_to(inner, most.saturating_sub(*least)),
                }
            }
            Node::Capture(capture, inner) => {
                self.steps.push(Step::Open(*capture));
                self.node(inner);
                self.steps.push(Step::Close(*capture));
            }
        }
    }

    fn here(&self) -> u32 {
        whole(self.steps.len())
    }

    /// Writes a step that is filled in later.
    fn later(&mut self) -> usize {
        self.steps.push(Step::Jump(0));
        self.steps.len() - 1
    }

    fn fill(&mut self, at: usize, step: Step) {
        if let Some(place) = self.steps.get_mut(at) {
            *place = step;
        }
    }

    fn choice(&mut self, parts: &[Node]) {
        let mut ends = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let split = (at + 1 < parts.len()).then(|| self.later());
            self.node(part);
            if let Some(split) = split {
                ends.push(self.later());
                self.fill(split, Step::Split(whole(split + 1), self.here()));
            }
        }
        let end = self.here();
        ends.into_iter().for_each(|at| self.fill(at, Step::Jump(end)));
    }

    fn any_number(&mut self, inner: &Node) {
        let split = self.later();
        self.node(inner);
        self.steps.push(Step::Jump(whole(split)));
        self.fill(split, Step::Split(whole(split + 1), self.here()));
    }

    fn up_to(&mut self, inner: &Node, times: u32) {
        let mut splits = Vec::new();
        for _ in 0..times {
            splits.push(self.later());
            self.node(inner);
        }
        let end = self.here();
        splits.into_iter().for_each(|split| self.fill(split, Step::Split(whole(split + 1), end)));
    }
}

/// Whether a test asks for words alone.
fn only_words(test: &Test) -> bool {
    match test {
        Test::Word(_) => true,
        Test::Some(tests) => tests.iter().all(only_words),
        _ => false,
    }
}
