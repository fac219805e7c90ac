//! From matches of rules to acts.

mod many;
mod occasion;

use super::{Act, Fate, Kind, Naming, Said, Source, party, place, when};
use crate::{
    document::{
        host::View,
        lexis::Class,
        phrase::Phrase as Noun,
        predicate::{Form, Predicate},
        sentence::Sentence,
    },
    nation,
    tag::Tag,
};
use assize_record::Span;
use assize_rules::{Captures, Match, Matches, Output, Phrase, Value};
pub(super) use many::{MANY, perfect_of};
use occasion::{besides, opens_another, opens_later, other_occasion, went_before};

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
    if let Some(comma) = besides(sentence) {
        for act in acts[first..].iter_mut().filter(|act| act.head > comma && act.time.is_none()) {
            act.naming = Naming::Another;
        }
    }
    // `Earlier on Monday, guards fired`, `Elsewhere, a boy was shot`
    let apart = usize::from(sentence.tag(0) == Tag::OPEN);
    if sentence.word_class(apart, Class::Elsewhere)
        && let Some(act) = acts[first..].iter_mut().min_by_key(|act| act.head)
        && act.naming == Naming::Verb
        && act.forceful
    {
        act.naming = Naming::Another;
    }
    if opens_later(source, sentence)
        && let Some(act) = acts[first..].iter_mut().min_by_key(|act| act.head)
        && act.naming == Naming::Verb
        && act.forceful
        && !act.agents.is_empty()
        && !act.targets.is_empty()
    {
        act.naming = Naming::Another;
    }
    if opens_another(sentence)
        && let Some(act) = acts[first..].iter_mut().min_by_key(|act| act.head)
        && act.naming != Naming::Definite
    {
        act.naming = Naming::Another;
    }
    without_those_harmed(&mut acts[first..]);
    casualties(&mut acts[first..]);
    placed(source, sentence, &mut acts[first..]);
}

/// `killing and injuring sixty people`: how many of either is not said.
fn casualties(acts: &mut [Act]) {
    for at in 0..acts.len() {
        let Some(next) = acts.get(at + 1) else { break };
        let both = matches!(
            (acts[at].fate, next.fate),
            (Some(Fate::Killed), Some(Fate::Injured)) | (Some(Fate::Injured), Some(Fate::Killed))
        );
        let same = acts[at].targets.first().map(|target| target.span)
            == next.targets.first().map(|target| target.span);
        if both && same && !acts[at].targets.is_empty() {
            acts[at].fate = Some(Fate::Casualties);
            acts[at + 1].fate = Some(Fate::Casualties);
        }
    }
}

/// Gives the first act of a sentence whose acts name no place the place that the sentence names.
fn placed(source: &Source<'_>, sentence: &Sentence, acts: &mut [Act]) {
    if acts.iter().any(|act| !act.places.is_empty()) {
        return;
    }
    if let Some(act) = acts.iter_mut().find(|act| act.forceful && !act.series) {
        let behind = place::named(source, sentence, act.head);
        // `violence erupted in Lowford after two men were wounded`
        act.places.extend(behind.or_else(|| place::before(source, sentence, act.head)));
        if act.places.is_empty()
            && let Some((heading, _)) = when::heading(source, sentence)
        {
            act.places.extend(place::of_heading(source, heading));
        }
    }
}

/// Who was killed or hurt in one act and did another is told as a reason for the first; what they did is no part of the incident's account.
fn without_those_harmed(acts: &mut [Act]) {
    let harmed: Vec<Span> = acts
        .iter()
        .filter(|act| matches!(act.fate, Some(Fate::Killed | Fate::Injured)))
        .flat_map(|act| act.targets.iter().map(|target| target.span))
        .collect();
    for act in acts {
        if act.agents.iter().any(|agent| harmed.contains(&agent.span)) {
            act.agents.clear();
            act.targets.clear();
            act.means.clear();
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
        if predicate.is_some_and(|predicate| self.view.untrue(predicate)) {
            return None;
        }
        // `an assault rifle`: a noun that only describes.
        let heads =
            self.sentence.phrase_at(head).is_none_or(|phrase| self.sentence.phrases[phrase].head == head);
        if predicate.is_none() && !heads {
            return None;
        }
        // `the injured man`: a form of a verb that only describes.
        if predicate.is_none() && self.sentence.tag(head).is_verb() {
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
        let mut agents: Vec<_> = of("agent").iter().filter_map(party).collect();
        if agents.iter().any(|agent| agent.kind == Kind::Pronoun)
            && let Some(speaker) = predicate.and_then(|predicate| self.speaker(predicate))
        {
            agents = speaker;
        }
        let targets: Vec<_> = of("target").iter().filter_map(party).collect();
        if of("agent").iter().chain(&of("target")).any(|phrase| self.nobody(phrase)) {
            return None;
        }
        let mut places: Vec<Span> = of("place")
            .iter()
            .map(|phrase| {
                place::whole(self.source, self.sentence, phrase.start as usize, phrase.end as usize)
            })
            .collect();
        let mut time = None;
        let (mut naming, mut series, mut possible, mut running) = (Naming::Verb, false, false, false);
        if let Some(predicate) = predicate {
            // Where somebody died of it may be a hospital far away.
            let dies = self.sentence.word_class(head, Class::Befall);
            if places.is_empty() {
                places = place::of(self.source, self.sentence, predicate, dies);
            }
            // `shelled Brill`
            if places.is_empty() && self.sentence.word_class(head, Class::Strike) {
                places = self.struck(predicate);
            }
            // `attacked the village of Brill`
            if places.is_empty() && self.sentence.word_class(head, Class::Harm) {
                places = self.settlements(predicate);
            }
            // `shot a driver and wounded two others near Brill`
            if places.is_empty()
                && let Some(last) = when::coordinated(self.sentence, predicate)
            {
                places = place::of(self.source, self.sentence, last, dies);
            }
            // `three others were killed in two other incidents` is the toll of none of them.
            if predicate.form != Form::Nominal && self.another(predicate) == Some(true) {
                return None;
            }
            naming = self.naming(predicate);
            time = when::of(self.source, self.sentence, predicate, naming == Naming::Definite);
            let least = if self.sentence.tag(predicate.head) == Tag::NNS { MANY } else { 2 * MANY };
            let many = predicate.form == Form::Nominal
                && time.is_none()
                && places.is_empty()
                && self.counts(&targets) >= least;
            running =
                many || self.within_period(predicate) || when::since(self.source, self.sentence, predicate);
            series = self.series(predicate, time, &targets, fate);
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
            means: of("means")
                .iter()
                .filter(|phrase| !self.of_others(phrase))
                .map(|phrase| self.span(phrase))
                .collect(),
            places,
            time,
            naming,
            series,
            running,
            forceful: self.forceful(head, fate),
            done: predicate.is_some_and(|predicate| self.done(predicate)),
            possible,
        })
    }

    /// `carried out an operation near Brill`
    fn done(&self, predicate: &Predicate) -> bool {
        let governor = predicate.governor.and_then(|at| self.sentence.predicates.get(at));
        predicate.form == Form::Nominal
            && governor.is_some_and(|verb| {
                self.sentence.word_class(verb.head, Class::Light) && self.sentence.tag(verb.head) == Tag::VBD
            })
    }

    /// `said it carried out a strike`: who says so has done it.
    fn speaker(&self, predicate: &Predicate) -> Option<Vec<party::Party>> {
        let verb = self.sentence.predicates.get(predicate.governor?)?;
        if !self.sentence.word_class(verb.head, Class::Clausal) || verb.passive {
            return None;
        }
        let phrase = |at: &usize| {
            let noun = self.sentence.phrases.get(*at)?;
            let whole = |at: usize| u32::try_from(at).ok();
            let phrase = Phrase { start: whole(noun.start)?, end: whole(noun.end)?, head: whole(noun.head)? };
            party::party(self.source, self.sentence, &phrase)
        };
        let who: Vec<_> =
            verb.agent().iter().filter_map(phrase).filter(|who| who.kind != Kind::Pronoun).collect();
        (!who.is_empty()).then_some(who)
    }

    /// `no officer fired`, `killed nobody`
    fn nobody(&self, phrase: &Phrase) -> bool {
        (phrase.start as usize..=phrase.head as usize).any(|at| self.sentence.word_class(at, Class::Negation))
    }

    fn forceful(&self, head: usize, fate: Option<Fate>) -> bool {
        let weak = [Class::Operation, Class::Clash, Class::DetainNoun, Class::Unrest];
        !matches!(fate, Some(Fate::Detained | Fate::Survived | Fate::Missing | Fate::Present))
            && !weak.iter().any(|class| self.sentence.word_class(head, *class))
    }

    /// The places that a strike hit, by a name alone: `shelled Brill`.
    fn struck(&self, predicate: &Predicate) -> Vec<Span> {
        let struck = predicate.object.iter().map(|at| &self.sentence.phrases[*at]);
        let bare = struck
            .filter(|phrase| self.sentence.tag(phrase.start).is_proper() && phrase.end == phrase.head + 1);
        // `The bullet hit Ode`, of whom the text has the whole name, is nobody's town.
        let person = |phrase: &Noun| {
            let name = self.sentence.bytes(&phrase.run());
            let name = name.slice(self.source.text).unwrap_or("");
            let whole = self.source.registry.resolve(name, self.source.text.len()).name;
            whole.contains(' ') && nation::place(&whole.to_lowercase()).is_none()
        };
        let named =
            bare.filter(|phrase| place::is_place(self.source, self.sentence, phrase) && !person(phrase));
        named.map(|phrase| place::whole(self.source, self.sentence, phrase.start, phrase.end)).collect()
    }

    /// The settlements with a name that force went against: `attacked the village of Brill`.
    fn settlements(&self, predicate: &Predicate) -> Vec<Span> {
        let hit = predicate.patient().iter().map(|at| &self.sentence.phrases[*at]);
        let name = |at: usize| self.sentence.phrase_at(at).map(|at| self.sentence.phrases[at].head);
        let named = hit.filter(|phrase| {
            self.sentence.word_class(phrase.head, Class::Settlement)
                && self.sentence.tag(phrase.head) == Tag::NN
                && name(phrase.end + 1).is_some_and(|at| self.sentence.tag(at) == Tag::NNP)
                && self.sentence.word_class(phrase.end, Class::PartWord)
                && place::is_place(self.source, self.sentence, phrase)
        });
        named.map(|phrase| place::whole(self.source, self.sentence, phrase.start, phrase.end)).collect()
    }

    /// `in a third incident`, `in another attack`: one that is not the one told before.
    fn another(&self, predicate: &Predicate) -> Option<bool> {
        let mut occasions = predicate.obliques.iter().map(|(_, phrase)| &self.sentence.phrases[*phrase]);
        // `another incident left two dead`
        let subject = predicate.subject.iter().map(|phrase| &self.sentence.phrases[*phrase]);
        let mut occasions = occasions
            .by_ref()
            .chain(subject.filter(|phrase| self.sentence.word_class(phrase.head, Class::Occurrence)));
        let other = occasions.find(|phrase| other_occasion(self.sentence, phrase));
        // `other missiles hit`
        let weapon = predicate.agent().iter().map(|phrase| &self.sentence.phrases[*phrase]).find(|phrase| {
            let thing = self.sentence.word_class(phrase.head, Class::Weapon)
                || self.sentence.word_class(phrase.head, Class::ActNoun);
            thing && phrase.run().any(|at| self.sentence.word_class(at, Class::More))
        });
        if weapon.is_some() {
            return Some(false);
        }
        // `Two guards were also killed in a raid`
        let also = predicate.group.clone().any(|at| self.sentence.word(self.source.lower, at) == "also");
        let one = |phrase: &&Noun| {
            let is = |class: Class| self.sentence.word_class(phrase.head, class);
            self.sentence.word_class(phrase.start, Class::Indefinite)
                && (is(Class::ActNoun) || is(Class::Occurrence))
        };
        let mut obliques = predicate.obliques.iter().map(|(_, phrase)| &self.sentence.phrases[*phrase]);
        if other.is_none() && also && obliques.any(|phrase| one(&phrase)) {
            return Some(false);
        }
        let other = other?;
        Some(self.sentence.tag(other.head) == Tag::NNS)
    }

    fn naming(&self, predicate: &Predicate) -> Naming {
        if went_before(self.sentence, predicate) {
            return Naming::Another;
        }
        if predicate.form != Form::Nominal {
            return if self.another(predicate).is_some() { Naming::Another } else { Naming::Verb };
        }
        let more = predicate.group.clone().any(|at| self.sentence.word_class(at, Class::More));
        let first = predicate.group.start;
        // `Thursday's shooting`
        let owned = first.checked_sub(1).is_some_and(|at| self.sentence.tag(at) == Tag::POS)
            || self
                .sentence
                .phrase_at(predicate.head)
                .is_some_and(|phrase| self.sentence.phrases[phrase].possessor.is_some());
        let definite = matches!(self.sentence.tag(first), Tag::DT | Tag::PRPS)
            && !self.sentence.word_class(first, Class::Indefinite);
        // `killed a man accused of attacks in Lowford`
        let blamed = !owned
            && !definite
            && self.sentence.predicates.iter().any(|verb| {
                verb.form == Form::Participle
                    && verb.head < first
                    && self.sentence.word_class(verb.head, Class::Blame)
                    && (verb.head + 1..first).all(|at| {
                        matches!(self.sentence.tag(at), Tag::IN | Tag::TO | Tag::JJ | Tag::CD | Tag::VBG)
                    })
            });
        match (more || blamed, owned || definite) {
            (true, _) => Naming::Another,
            (_, true) => Naming::Definite,
            _ => Naming::Indefinite,
        }
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

    /// `fired on miners armed with machetes`: what those had who were fired on.
    fn of_others(&self, phrase: &Phrase) -> bool {
        let start = phrase.start as usize;
        let listed = |at: &usize| {
            matches!(self.sentence.tag(*at), Tag::CC | Tag::COMMA | Tag::DT | Tag::JJ)
                || self.sentence.tag(*at).is_noun()
        };
        let preposition = (0..start).rev().find(|at| !listed(at));
        let before =
            preposition.filter(|at| self.sentence.tag(*at) == Tag::IN).and_then(|at| at.checked_sub(1));
        before.is_some_and(|at| self.sentence.word(self.source.lower, at) == "armed")
    }

    fn said(&self, found: &Match, output: &Output, at: usize) -> Option<Said> {
        let head = found.span.head as usize;
        let predicate = self.view.predicate(head);
        if predicate.is_some_and(|predicate| self.view.unreal(predicate) || self.view.conditional(predicate))
        {
            return None;
        }
        let mut words = Vec::new();
        for (key, value) in &output.values {
            if let Value::Capture(capture) = value {
                let means = output.name == "incident.means";
                let own = found.captures.get(*capture).filter(|phrase| !means || !self.of_others(phrase));
                words.extend(own.map(|phrase| (key.clone(), self.span(&phrase))));
            }
        }
        let negated = predicate.is_some_and(|predicate| predicate.negated);
        let cue = self.sentence.bytes(&(head..head + 1));
        let act = self.source.grammar.program.capture("act").and_then(|act| found.captures.get(act).next());
        let act = act.map(|phrase| self.span(&phrase));
        Some(Said { sentence: self.index, cue, act, rule: found.rule, output: at, words, negated })
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
