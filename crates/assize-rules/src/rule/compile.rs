//! From rules as written to a program.

use super::emit::{Emitter, STEPS_OF_RULE_MAX};
use super::node::{Costs, Node};
use super::resolve::Resolver;
use super::{ConditionKind, ConditionText, Name, OutputText, RuleText, Rules};
use crate::fault::Fault;
use crate::host::{FeatureId, OutputTerm, PhraseKind, RoleId, Terms};
use crate::lexicon::Lexicon;
use crate::matching::BEFORE_MAX;
use crate::program::{
    CaptureId, CompiledRule, Condition, Follow, Output, Program, Rule, RuleId, Test, Value,
};
use crate::trigger::{Key, Triggers};

/// Compiles every rule; faults of all rules together.
pub(super) fn compile(
    rules: &Rules<'_>,
    lexicon: &Lexicon,
    terms: &Terms<'_>,
) -> Result<Program, Vec<Fault>> {
    let costs = Costs::new(lexicon);
    let resolver = Resolver { lexicon, terms, captures: Vec::new() };
    let mut compiler = Compiler { resolver, costs, keys: Vec::new(), local: Vec::new() };
    let (mut compiled, mut listing, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for name in &rules.defined {
        if compiler.resolver.name(name.place, name.text).is_ok() {
            faults.push(name.place.fault(format!("`{}` already has a meaning in patterns", name.text)));
        }
    }
    for (at, rule) in rules.rules.iter().enumerate() {
        let Ok(id) = u16::try_from(at) else {
            faults.push(rule.place.fault("a program has at most 65536 rules"));
            break;
        };
        if let Some((steps, shown)) = compiler.rule(RuleId(id), rule, &mut faults) {
            compiled.push(steps);
            listing.push(shown);
        }
        let stated = rules.examples.iter().filter(|example| example.rule == rule.id);
        for (name, example) in
            stated.flat_map(|one| one.captures.iter().flatten().map(move |(name, _)| (name, one)))
        {
            if compiler.local(name).is_none() {
                let place = crate::fault::Place { file: &example.file, line: example.line, column: 1 };
                let fault = place.fault(format!("rule `{}` has no capture `{name}`", rule.id));
                faults.push(fault.near(name, compiler.names()));
            }
        }
    }
    if faults.is_empty() {
        let captures = compiler.resolver.captures;
        Ok(Program { rules: compiled, listing, captures, triggers: Triggers::new(compiler.keys) })
    } else {
        Err(faults)
    }
}

struct Compiler<'l, 't> {
    resolver: Resolver<'l, 't>,
    costs: Costs<'l>,
    keys: Vec<(Key, RuleId)>,
    /// Captures of the rule at hand.
    local: Vec<CaptureId>,
}

impl Compiler<'_, '_> {
    fn rule(
        &mut self,
        id: RuleId,
        rule: &RuleText<'_>,
        faults: &mut Vec<Fault>,
    ) -> Option<(CompiledRule, Rule)> {
        self.local.clear();
        let before = faults.len();
        let pattern = rule.pattern.as_ref()?;
        let node = match self.resolver.node(pattern) {
            Ok(node) => node,
            Err(fault) => {
                faults.push(fault);
                return None;
            }
        };
        if let Some(inside) = within_itself(&node, &mut Vec::new()) {
            let name = self.resolver.captures.get(usize::from(inside.0)).map_or("", String::as_str);
            faults.push(pattern.place.fault(format!("the capture `{name}` stands inside itself")));
            return None;
        }
        captures_of(&node, &mut self.local);
        let named = self.local("cue");
        let cue = named.or_else(|| self.local.first().copied());
        let mut conditions = Vec::new();
        for condition in &rule.conditions {
            match self.condition(condition) {
                Ok(condition) => conditions.push(condition),
                Err(fault) => faults.push(fault),
            }
        }
        let mut outputs = Vec::new();
        for output in &rule.outputs {
            match self.output(output) {
                Ok(output) => outputs.push(output),
                Err(fault) => faults.push(fault),
            }
        }
        let Some(plan) = self.costs.plan(&node) else {
            let fault =
                pattern.place.fault(format!("nothing that must stand there triggers rule `{}`", rule.id));
            faults.push(fault.hint("a class, lemma, word or tag that is neither optional nor refused"));
            return None;
        };
        let Some(steps) = Emitter::emit(&node) else {
            faults.push(pattern.place.fault(format!("the pattern has more than {STEPS_OF_RULE_MAX} steps")));
            return None;
        };
        if faults.len() > before {
            return None;
        }
        self.keys.extend(plan.keys.into_iter().map(|key| (key, id)));
        let furthest = plan.before.1.unwrap_or(BEFORE_MAX).min(BEFORE_MAX);
        let compiled = CompiledRule { steps, conditions, cue, before: (plan.before.0, furthest) };
        let shown = Rule {
            id: rule.id.to_owned(),
            description: rule.description.to_owned(),
            file: rule.place.file.to_owned(),
            line: rule.place.line,
            outputs,
        };
        Some((compiled, shown))
    }

    /// A capture of the rule at hand.
    fn local(&self, name: &str) -> Option<CaptureId> {
        let of_name = |id: &&CaptureId| {
            self.resolver.captures.get(usize::from(id.0)).is_some_and(|known| known == name)
        };
        self.local.iter().find(of_name).copied()
    }

    /// Names of the captures of the rule at hand.
    fn names(&self) -> impl Iterator<Item = &str> {
        let captures = &self.resolver.captures;
        self.local.iter().filter_map(|id| captures.get(usize::from(id.0))).map(String::as_str)
    }

    fn unknown_capture(&self, name: Name<'_>) -> Fault {
        let fault = name.place.fault(format!("`{}` is not captured before this line", name.text));
        fault.near(name.text, self.names())
    }

    fn condition(&mut self, text: &ConditionText<'_>) -> Result<Condition, Fault> {
        let terms = self.resolver.terms;
        let of = match text.of {
            Some(name) => Some(self.local(name.text).ok_or_else(|| self.unknown_capture(name))?),
            None => None,
        };
        let wanted = text.kind == ConditionKind::If;
        let barrier = matches!(text.kind, ConditionKind::If | ConditionKind::Without);
        if barrier
            && text.constraint.is_none()
            && text.names.iter().any(|name| terms.features.contains(&name.text))
        {
            let features =
                text.names.iter().map(|name| number(*name, terms.features, "feature", &[]).map(FeatureId));
            return Ok(Condition::Feature { features: features.collect::<Result<_, _>>()?, of, wanted });
        }
        let (others, what): (&[&str], _) =
            if barrier { (terms.features, "feature or role") } else { (&[], "role") };
        let roles = text.names.iter().map(|name| number(*name, terms.roles, what, others).map(RoleId));
        let roles = roles.collect::<Result<Vec<_>, _>>()?;
        let (mut capture, mut accepts) = (None, vec![(None, Test::Any)]);
        if let Some(element) = &text.constraint {
            let mut node = self.resolver.node(element)?;
            if let Node::Capture(id, inner) = node {
                capture = Some(id);
                node = *inner;
            }
            accepts = alternatives(node).ok_or_else(|| {
                element
                    .place
                    .fault("the phrase of a role is one element")
                    .hint("such as `[agent: NP & person]`")
            })?;
        }
        let follow = Follow { roles, of, accepts };
        match (text.kind, capture) {
            (ConditionKind::With { needed, every_role }, capture) => {
                self.local.extend(capture.filter(|id| !self.local.contains(id)));
                Ok(Condition::With { follow, capture, needed, every_role })
            }
            (_, None) => Ok(Condition::Role { follow, wanted }),
            (_, Some(_)) => {
                let place = text.constraint.as_ref().map_or(text.place, |element| element.place);
                let fault = place.fault("`if` and `without` capture nothing");
                Err(fault.hint("leave the name out: `[NP & person]`"))
            }
        }
    }

    fn output(&self, text: &OutputText<'_>) -> Result<Output, Fault> {
        let known = self.resolver.terms.outputs;
        let name = text.name.text;
        let found = known.iter().zip(0u16..).find(|(term, _)| term.name == name);
        let (term, number) = found.ok_or_else(|| {
            let fault = text.name.place.fault(format!("`{name}` is not an act or property"));
            fault.near(name, known.iter().map(|term| term.name))
        })?;
        let mut values: Vec<(String, Value)> = Vec::new();
        for (key, value) in &text.values {
            if values.iter().any(|(known, _)| known == key.text) {
                return Err(key.place.fault(format!("`{}` is given twice", key.text)));
            }
            values.push((key.text.to_owned(), self.value(term, *key, *value)?));
        }
        Ok(Output { number, name: name.to_owned(), values })
    }

    /// A capture of the rule, or a word that the key takes.
    fn value(&self, output: &OutputTerm<'_>, key: Name<'_>, value: Name<'_>) -> Result<Value, Fault> {
        let term = output.keys.iter().find(|term| term.name == key.text).ok_or_else(|| {
            let fault = key.place.fault(format!("`{}` takes no key `{}`", output.name, key.text));
            fault.near(key.text, output.keys.iter().map(|term| term.name))
        })?;
        if let Some(capture) = self.local(value.text) {
            return Ok(Value::Capture(capture));
        }
        if term.words.contains(&value.text) {
            return Ok(Value::Word(value.text.to_owned()));
        }
        let fault =
            value.place.fault(format!("`{}` is not a capture or a word of `{}`", value.text, key.text));
        Err(fault.near(value.text, self.names().chain(term.words.iter().copied())))
    }
}

/// The place of a name in a list of the host.
fn number(name: Name<'_>, known: &[&str], what: &str, others: &[&str]) -> Result<u8, Fault> {
    let at = known.iter().position(|known| *known == name.text).and_then(|at| u8::try_from(at).ok());
    at.ok_or_else(|| {
        let fault = name.place.fault(format!("`{}` is not a {what}", name.text));
        fault.near(name.text, known.iter().chain(others).copied())
    })
}

/// A capture that stands inside one of the same name: which of the two is meant would be open.
fn within_itself(node: &Node, open: &mut Vec<CaptureId>) -> Option<CaptureId> {
    match node {
        Node::Capture(capture, _) if open.contains(capture) => Some(*capture),
        Node::Capture(capture, inner) => {
            open.push(*capture);
            let found = within_itself(inner, open);
            open.pop();
            found
        }
        Node::Repeat(inner, ..) | Node::Head(inner) => within_itself(inner, open),
        Node::Sequence(parts) | Node::Choice(parts) => {
            parts.iter().find_map(|part| within_itself(part, open))
        }
        Node::Token(_) | Node::Phrase(..) | Node::Gap => None,
    }
}

/// The captures of a pattern, in the order of the line.
fn captures_of(node: &Node, captures: &mut Vec<CaptureId>) {
    match node {
        Node::Capture(capture, inner) => {
            if !captures.contains(capture) {
                captures.push(*capture);
            }
            captures_of(inner, captures);
        }
        Node::Repeat(inner, ..) | Node::Head(inner) => captures_of(inner, captures),
        Node::Sequence(parts) | Node::Choice(parts) => {
            parts.iter().for_each(|part| captures_of(part, captures));
        }
        Node::Token(_) | Node::Phrase(..) | Node::Gap => {}
    }
}

/// The alternatives of an element that is one phrase or a test of its head.
fn alternatives(node: Node) -> Option<Vec<(Option<PhraseKind>, Test)>> {
    match node {
        Node::Token(test) => Some(vec![(None, test)]),
        Node::Phrase(kind, test) => Some(vec![(Some(kind), test)]),
        Node::Choice(parts) => {
            let parts: Option<Vec<_>> = parts.into_iter().map(alternatives).collect();
            Some(parts?.into_iter().flatten().collect())
        }
        _ => None,
    }
}
