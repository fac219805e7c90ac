//! From matches of rules to acts.

use super::{Act, Fate, Naming, Said, Source, party, place, when};
use crate::{
    document::{
        host::View,
        lexis::Class,
        predicate::{Form, Predicate},
        sentence::Sentence,
    },
    tag::Tag,
};
use assize_record::Span;
use assize_rules::{Captures, Match, Matches, Output, Phrase, Value};

/// Adds the acts of one sentence, and what else its rules say.
pub(super) fn sentence(
    source: &Source<'_>,
    index: usize,
    matches: &mut Matches,
    acts: &mut Vec<Act>,
    said: &mut Vec<Said>,
) {
    let sentence = &source.parsed.sentences[index];
    if sentence.question {
        return;
    }
    let view = View::new(source.grammar, sentence, source.lower);
    source.grammar.program.matches(&view, matches);
    let first = acts.len();
    let teller = Teller { source, index, sentence, view: &view };
    for found in matches.found() {
        for (at, output) in source.grammar.program.outputs(found.rule).iter().enumerate() {
            if output.name != "act" {
                said.extend(teller.said(found, output, at));
            } else if let Some(act) = teller.act(found, output) {
                match acts[first..].iter_mut().find(|other| other.head == act.head) {
                    Some(other) => join(other, act),
                    None => acts.push(act),
                }
            }
        }
    }
}

/// Two rules tell of one act: what one leaves open the other may say.
fn join(act: &mut Act, other: Act) {
    act.fate = match (act.fate, other.fate) {
        (Some(Fate::Attacked) | None, fate @ Some(_)) => fate,
        (fate, _) => fate,
    };
    if act.agents.is_empty() {
        act.agents = other.agents;
    }
    if act.targets.is_empty() {
        act.targets = other.targets;
    }
    act.means.extend(other.means);
    act.means.dedup();
}

struct Teller<'a, 's> {
    source: &'a Source<'s>,
    index: usize,
    sentence: &'a Sentence,
    view: &'a View<'a>,
}

impl Teller<'_, '_> {
    fn act(&self, found: &Match, output: &Output) -> Option<Act> {
        let head = found.span.head as usize;
        let predicate = self.view.predicate(head);
        if predicate.is_some_and(|predicate| self.left_out(predicate)) {
            return None;
        }
        let of = |key: &str| self.captured(&found.captures, output, key);
        let word = |key: &str| {
            output.values.iter().find_map(|(name, value)| match value {
                Value::Word(word) if name == key => Some(word.as_str()),
                _ => None,
            })
        };
        let fate = word("fate").and_then(fate);
        let party = |phrase: &Phrase| party::party(self.source, self.sentence, phrase);
        let agents: Vec<_> = of("agent").iter().filter_map(party).collect();
        let targets: Vec<_> = of("target").iter().filter_map(party).collect();
        let mut places: Vec<Span> = of("place")
            .iter()
            .map(|phrase| {
                place::whole(self.source, self.sentence, phrase.start as usize, phrase.end as usize)
            })
            .collect();
        let mut time = None;
        let (mut naming, mut series, mut possible) = (Naming::Verb, false, false);
        if let Some(predicate) = predicate {
            if places.is_empty() {
                places = place::of(self.source, self.sentence, predicate);
            }
            time = when::of(self.source, self.sentence, predicate);
            naming = self.naming(predicate);
            series = self.series(predicate, time);
            possible = predicate.modal.is_some();
        }
        Some(Act {
            sentence: self.index,
            cue: self.sentence.bytes(&(head..head + 1)),
            head,
            rule: Some(found.rule),
            fate,
            agents,
            targets,
            means: of("means").iter().map(|phrase| self.span(phrase)).collect(),
            places,
            time,
            naming,
            series,
            possible,
        })
    }

    /// What is only planned, ordered, feared or supposed, and what the sentence itself says was not so.
    fn left_out(&self, predicate: &Predicate) -> bool {
        let conditional = (0..predicate.head)
            .rev()
            .take_while(|at| self.same_clause(*at, predicate.head))
            .any(|at| self.sentence.word_class(at, Class::Condition));
        predicate.negated || conditional || self.view.unreal(predicate)
    }

    fn same_clause(&self, one: usize, other: usize) -> bool {
        self.sentence.clauses.get(one) == self.sentence.clauses.get(other)
    }

    fn naming(&self, predicate: &Predicate) -> Naming {
        if predicate.form != Form::Nominal {
            return Naming::Verb;
        }
        let more = predicate.group.clone().any(|at| self.sentence.word_class(at, Class::More));
        let first = predicate.group.start;
        let owned = self
            .sentence
            .phrase_at(predicate.head)
            .is_some_and(|phrase| self.sentence.phrases[phrase].possessor.is_some());
        let definite = matches!(self.sentence.tag(first), Tag::DT | Tag::PRPS)
            && !self.sentence.word_class(first, Class::Indefinite);
        match (more, owned || definite) {
            (true, _) => Naming::Another,
            (_, true) => Naming::Definite,
            _ => Naming::Indefinite,
        }
    }

    /// Whether it is one of many told together: a noun in the plural, a perfect tense without a day of its own.
    fn series(&self, predicate: &Predicate, time: Option<usize>) -> bool {
        if predicate.form == Form::Nominal {
            return self.sentence.tag(predicate.head) == Tag::NNS;
        }
        let present = |at: usize| {
            matches!(self.sentence.tag(at), Tag::VBP | Tag::VBZ) && self.sentence.word_class(at, Class::Have)
        };
        let perfect = predicate.group.clone().any(present);
        perfect && time.is_some_and(|at| when::long(&self.source.times[at]))
            || when::since(self.source, self.sentence, predicate)
    }

    fn captured(&self, captures: &Captures, output: &Output, key: &str) -> Vec<Phrase> {
        let capture = output.values.iter().find_map(|(name, value)| match value {
            Value::Capture(capture) if name == key => Some(*capture),
            _ => None,
        });
        capture.map(|capture| captures.get(capture).collect()).unwrap_or_default()
    }

    fn span(&self, phrase: &Phrase) -> Span {
        self.sentence.bytes(&(phrase.start as usize..phrase.end as usize))
    }

    fn said(&self, found: &Match, output: &Output, at: usize) -> Option<Said> {
        let head = found.span.head as usize;
        let predicate = self.view.predicate(head);
        if predicate.is_some_and(|predicate| self.view.unreal(predicate)) {
            return None;
        }
        let mut words = Vec::new();
        for (key, value) in &output.values {
            if let Value::Capture(capture) = value {
                words.extend(found.captures.get(*capture).map(|phrase| (key.clone(), self.span(&phrase))));
            }
        }
        let negated = predicate.is_some_and(|predicate| predicate.negated);
        let cue = self.sentence.bytes(&(head..head + 1));
        Some(Said { sentence: self.index, cue, rule: found.rule, output: at, words, negated })
    }
}

fn fate(word: &str) -> Option<Fate> {
    Some(match word {
        "killed" => Fate::Killed,
        "injured" => Fate::Injured,
        "casualties" => Fate::Casualties,
        "survived" | "unhurt" | "freed" => Fate::Survived,
        "missing" => Fate::Missing,
        "detained" | "abducted" => Fate::Detained,
        "present" => Fate::Present,
        "attacked" => Fate::Attacked,
        _ => return None,
    })
}
