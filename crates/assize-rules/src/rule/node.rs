//! Patterns with their names resolved, and what must stand in them.

use crate::host::PhraseKind;
use crate::lexicon::{Lexicon, Pos};
use crate::program::{CaptureId, GAP_MAX, Test};
use crate::trigger::Key;

/// A resolved pattern.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Token(Test),
    Phrase(PhraseKind, Test),
    Gap,
    Sequence(Vec<Node>),
    Choice(Vec<Node>),
    Repeat(Box<Node>, u32, Option<u32>),
    Capture(CaptureId, Box<Node>),
    /// One token or phrase that is marked as the head.
    Head(Box<Node>),
}

/// How many tokens something takes, at least and at most.
pub(super) type Extent = (u32, Option<u32>);

fn add(one: Extent, two: Extent) -> Extent {
    (one.0.saturating_add(two.0), one.1.zip(two.1).map(|(one, two)| one.saturating_add(two)))
}

fn either(one: Extent, two: Extent) -> Extent {
    (one.0.min(two.0), one.1.zip(two.1).map(|(one, two)| one.max(two)))
}

impl Node {
    pub(super) fn extent(&self) -> Extent {
        match self {
            Node::Token(_) => (1, Some(1)),
            Node::Phrase(..) => (1, None),
            Node::Gap => (0, Some(u32::from(GAP_MAX))),
            Node::Sequence(parts) => parts.iter().map(Node::extent).fold((0, Some(0)), add),
            Node::Choice(parts) => parts.iter().map(Node::extent).reduce(either).unwrap_or((0, Some(0))),
            Node::Repeat(inner, least, most) => {
                let (short, long) = inner.extent();
                let long = long.zip(*most).map(|(long, most)| long.saturating_mul(most));
                (short.saturating_mul(*least), long)
            }
            Node::Capture(_, inner) | Node::Head(inner) => inner.extent(),
        }
    }
}

/// What must stand for a pattern to match: any of `keys`, `before` tokens after the start.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// How common the keys are, as guessed from the lexicon.
    cost: u32,
    pub(super) keys: Vec<Key>,
    /// Tokens between the start of the pattern and the keys.
    pub(super) before: Extent,
}

/// The frequencies that a choice of trigger goes by.
pub(super) struct Costs<'l> {
    lexicon: &'l Lexicon,
    /// By class: its forms, and more for words of grammar.
    classes: Vec<u32>,
}

/// Words of grammar are in every sentence.
const GRAMMAR: u32 = 5_000;
const TAG: u32 = 50_000;

fn grammatical(pos: Pos) -> bool {
    matches!(pos, Pos::Prep | Pos::Det | Pos::Other)
}

impl<'l> Costs<'l> {
    pub(super) fn new(lexicon: &'l Lexicon) -> Costs<'l> {
        let mut classes = vec![2; usize::from(crate::class::CLASSES_MAX)];
        for (_, reading) in lexicon.all_readings() {
            let cost = if grammatical(reading.pos) { GRAMMAR } else { 1 };
            for class in reading.classes.iter() {
                if let Some(sum) = classes.get_mut(usize::from(class.0)) {
                    *sum += cost;
                }
            }
        }
        Costs { lexicon, classes }
    }

    fn word(&self, word: &str) -> u32 {
        let form = self.lexicon.form(word);
        let common =
            form.is_some_and(|form| self.lexicon.readings(form).iter().any(|one| grammatical(one.pos)));
        if common || !word.starts_with(char::is_alphabetic) { GRAMMAR } else { 1 }
    }

    /// What must stand for a pattern to match; none if nothing must.
    pub(super) fn plan(&self, node: &Node) -> Option<Plan> {
        match node {
            Node::Token(test) => {
                let (cost, keys) = self.keys(test)?;
                Some(Plan { cost, keys, before: (0, Some(0)) })
            }
            Node::Phrase(_, test) => {
                let (cost, keys) = self.keys(test)?;
                Some(Plan { cost, keys, before: (0, None) })
            }
            Node::Gap => None,
            Node::Sequence(parts) => self.rarest(parts),
            Node::Choice(parts) => {
                let plans: Option<Vec<Plan>> = parts.iter().map(|part| self.plan(part)).collect();
                plans?.into_iter().reduce(|mut all, plan| {
                    all.cost = all.cost.saturating_add(plan.cost);
                    all.keys.extend(plan.keys);
                    all.before = either(all.before, plan.before);
                    all
                })
            }
            Node::Repeat(inner, least, _) => self.plan(inner).filter(|_| *least > 0),
            Node::Capture(_, inner) | Node::Head(inner) => self.plan(inner),
        }
    }

    /// The plan of the part of a sequence with the rarest keys, the first of these.
    fn rarest(&self, parts: &[Node]) -> Option<Plan> {
        let mut before = (0, Some(0));
        let mut best: Option<Plan> = None;
        for part in parts {
            if let Some(plan) = self.plan(part)
                && best.as_ref().is_none_or(|best| plan.cost < best.cost)
            {
                best = Some(Plan { before: add(before, plan.before), ..plan });
            }
            before = add(before, part.extent());
        }
        best
    }

    fn keys(&self, test: &Test) -> Option<(u32, Vec<Key>)> {
        match test {
            Test::Any | Test::Not(_) => None,
            Test::Word(word) => Some((self.word(word), vec![Key::Word(word.clone())])),
            Test::Lemma(lemma) => {
                Some((self.word(self.lexicon.lemma(*lemma)).saturating_add(1), vec![Key::Lemma(*lemma)]))
            }
            Test::Class(class) => {
                let cost = self.classes.get(usize::from(class.0)).copied().unwrap_or(TAG);
                Some((cost, vec![Key::Class(*class)]))
            }
            Test::Tags(tags) => Some((TAG, tags.iter().map(Key::Tag).collect())),
            Test::All(tests) => tests.iter().filter_map(|test| self.keys(test)).min_by_key(|(cost, _)| *cost),
            Test::Some(tests) => {
                let keys: Option<Vec<_>> = tests.iter().map(|test| self.keys(test)).collect();
                keys?.into_iter().reduce(|(cost, mut keys), (other, more)| {
                    keys.extend(more);
                    (cost.saturating_add(other), keys)
                })
            }
        }
    }
}
