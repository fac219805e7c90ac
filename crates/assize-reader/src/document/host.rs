//! A parsed sentence as the rules see it.

use super::{
    lexis::Class,
    predicate::{Form, Predicate},
    sentence::{Run, Sentence},
};
use crate::{grammar::Grammar, tag::Tag};
use assize_rules::{ClassSet, FeatureId, Host, Phrase, PhraseKind, RoleId, Symbol, TagId};

/// A sentence with what its rules are asked of.
pub struct View<'s> {
    grammar: &'s Grammar,
    sentence: &'s Sentence,
    lower: &'s str,
    /// For each token the predicate that it is the head of.
    told: Vec<Option<u16>>,
}

/// What a sentence's word is where there is none.
static NOTHING: ClassSet = ClassSet::EMPTY;

impl<'s> View<'s> {
    /// A sentence of a text given in small letters.
    pub fn new(grammar: &'s Grammar, sentence: &'s Sentence, lower: &'s str) -> Self {
        let mut told = vec![None; sentence.tokens.len()];
        for (at, predicate) in sentence.predicates.iter().enumerate() {
            if let Some(place) = told.get_mut(predicate.head) {
                *place = u16::try_from(at).ok();
            }
        }
        Self { grammar, sentence, lower, told }
    }

    /// The predicate whose head is a token.
    pub fn predicate(&self, head: usize) -> Option<&'s Predicate> {
        self.told.get(head).copied().flatten().and_then(|at| self.sentence.predicates.get(usize::from(at)))
    }

    fn noun(&self, phrase: usize) -> Option<Phrase> {
        let found = self.sentence.phrases.get(phrase)?;
        phrase_of(&found.run(), found.head)
    }

    fn nouns(&self, phrases: &[usize]) -> Vec<Phrase> {
        phrases.iter().filter_map(|phrase| self.noun(*phrase)).collect()
    }

    fn token(&self, at: usize) -> Option<Phrase> {
        phrase_of(&(at..at + 1), at)
    }

    /// Phrases in a role of the grammar, by its place in [`ROLES`](crate::grammar::terms::ROLES).
    fn named(&self, predicate: &Predicate, role: u8) -> Vec<Phrase> {
        let sentence = self.sentence;
        match role {
            0 => {
                let agent = self.nouns(predicate.agent());
                let before = sentence.modifying_agent(predicate);
                if agent.is_empty() {
                    before.and_then(|at| self.token(at)).into_iter().collect()
                } else {
                    agent
                }
            }
            1 => self.nouns(predicate.patient()),
            2 => self.nouns(&predicate.subject),
            3 => self.nouns(&predicate.object),
            4 => self.nouns(&predicate.second),
            5 => self.complement(predicate).into_iter().collect(),
            6 => self.governor(predicate).into_iter().collect(),
            7 => self.possessor(predicate.head).into_iter().collect(),
            8 => predicate.modifier.and_then(|at| self.token(at)).into_iter().collect(),
            9 => self.times(predicate),
            10 => predicate.antecedent.and_then(|phrase| self.noun(phrase)).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// `left three people dead`, `was dead`: what is said of the object or subject behind the verb.
    fn complement(&self, predicate: &Predicate) -> Option<Phrase> {
        let last = predicate
            .object
            .iter()
            .filter_map(|at| self.sentence.phrases.get(*at))
            .map(|phrase| phrase.end)
            .max();
        let at = last.unwrap_or(predicate.group.end);
        let tag = self.sentence.tag(at);
        matches!(tag, Tag::JJ | Tag::VBN | Tag::RB | Tag::VBG).then(|| self.token(at)).flatten()
    }

    fn governor(&self, predicate: &Predicate) -> Option<Phrase> {
        let verb = self.sentence.predicates.get(predicate.governor?)?;
        phrase_of(&verb.group, verb.head)
    }

    fn possessor(&self, head: usize) -> Option<Phrase> {
        let phrase = self.sentence.phrases.get(self.sentence.phrase_at(head)?)?;
        self.noun(phrase.possessor?)
    }

    fn times(&self, predicate: &Predicate) -> Vec<Phrase> {
        let runs = self.sentence.times.iter().filter(|(index, _)| predicate.times.contains(index));
        runs.filter_map(|(_, run)| phrase_of(run, run.end.checked_sub(1)?)).collect()
    }

    /// What a noun that names no act has: its owner, the word before it, the verb it belongs to, prepositions behind it.
    fn of_noun(&self, head: usize, role: u8) -> Vec<Phrase> {
        let sentence = self.sentence;
        let Some(at) = sentence.phrase_at(head) else { return Vec::new() };
        let phrase = &sentence.phrases[at];
        match role {
            6 => {
                let governs = |verb: &&Predicate| {
                    verb.subject.contains(&at)
                        || verb.object.contains(&at)
                        || verb.by.contains(&at)
                        || verb.obliques.iter().any(|(_, p)| *p == at)
                };
                let verb = sentence.predicates.iter().find(governs);
                verb.and_then(|verb| phrase_of(&verb.group, verb.head)).into_iter().collect()
            }
            7 => self.possessor(head).into_iter().collect(),
            8 => (head > phrase.start).then(|| self.token(head - 1)).flatten().into_iter().collect(),
            9 => {
                let next = sentence.times.iter().find(|(_, run)| {
                    run.start == phrase.end
                        || run.start == phrase.end + 1 && sentence.tag(phrase.end) == Tag::IN
                });
                next.and_then(|(_, run)| phrase_of(run, run.end.checked_sub(1)?)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// Phrases behind a preposition of that lemma, after a noun.
    fn after_noun(&self, head: usize, preposition: Symbol) -> Vec<Phrase> {
        let sentence = self.sentence;
        let Some(at) = sentence.phrase_at(head) else { return Vec::new() };
        let mut end = sentence.phrases[at].end;
        for _ in 0..3 {
            if !matches!(sentence.tag(end), Tag::IN | Tag::TO) {
                break;
            }
            let Some(next) = sentence.phrase_at(end + 1) else { break };
            let members = super::clause::members(sentence, next);
            if sentence.words.get(end).is_some_and(|word| word.lemma == preposition) {
                return self.nouns(&members);
            }
            end = members.last().map_or(end + 1, |last| sentence.phrases[*last].end);
        }
        Vec::new()
    }

    fn behind(&self, predicate: &Predicate, preposition: Symbol) -> Vec<Phrase> {
        let is = |token: usize| self.sentence.words.get(token).is_some_and(|word| word.lemma == preposition);
        let found = predicate.obliques.iter().filter(|(token, _)| is(*token));
        let mut phrases: Vec<Phrase> = found.filter_map(|(_, phrase)| self.noun(*phrase)).collect();
        if predicate.form == Form::Nominal && phrases.is_empty() {
            // Whom a noun is about may stand behind `of`, `on`, `against`; who did it behind `by`. Of a list, the first has the preposition.
            let all = predicate.object.iter().chain(&predicate.by).copied();
            let first = |phrase| super::clause::first_of_list(self.sentence, phrase);
            let stands = |phrase| {
                self.sentence.phrases.get(first(phrase)).and_then(|first| first.preposition).is_some_and(is)
            };
            phrases.extend(all.filter(|phrase| stands(*phrase)).filter_map(|phrase| self.noun(phrase)));
        }
        phrases
    }

    /// Whether what a predicate depends on is of a class, as far up as it goes.
    pub fn governed(&self, predicate: &Predicate, class: Class) -> bool {
        let mut at = predicate.governor;
        for _ in 0..6 {
            let Some(verb) = at.and_then(|at| self.sentence.predicates.get(at)) else { return false };
            if self.sentence.word_class(verb.head, class) {
                return true;
            }
            at = verb.governor;
        }
        false
    }

    /// Whether it is told as something that has not happened: planned, tried, ordered, feared.
    pub fn unreal(&self, predicate: &Predicate) -> bool {
        let sentence = self.sentence;
        let has =
            |predicate: &Predicate| predicate.group.clone().any(|at| sentence.word_class(at, Class::Have));
        let planned = self.governed(predicate, Class::Plan) || self.governed(predicate, Class::Fails);
        if planned && !self.beside_attempt(predicate) {
            return true;
        }
        // `the blast would have killed nine`
        let would = predicate.modal.is_some_and(|at| sentence.word(self.lower, at) == "would");
        if would && has(predicate) {
            return true;
        }
        // `under orders to shoot`, `decide whether to strike`, `voted for air strikes`, `suspended the use of strikes`
        if self.only_meant(predicate) {
            return true;
        }
        // `barred from leaving`
        let before = predicate.group.start.checked_sub(1);
        if predicate.form == Form::Gerund
            && before.is_some_and(|at| sentence.word_class(at, Class::Preventive))
        {
            return true;
        }
        if predicate.form == Form::Infinitive {
            let governor = predicate.governor.and_then(|at| sentence.predicates.get(at));
            let happened = governor.is_some_and(|verb| {
                let is = |class: Class| sentence.word_class(verb.head, class);
                // `used a drone to kill nine`
                let used = is(Class::Use) && sentence.carries_day(predicate.head);
                is(Class::Happens) || is(Class::Be) || used
            });
            return !has(predicate) && !happened;
        }
        predicate.modal.is_some() && !has(predicate)
    }

    /// `tried to flee, killing two guards`: what failed is what was tried, not what was done in trying.
    fn beside_attempt(&self, predicate: &Predicate) -> bool {
        let sentence = self.sentence;
        let apart = predicate.form == Form::Gerund
            && predicate.group.start.checked_sub(1).is_some_and(|at| sentence.tag(at) == Tag::COMMA);
        let governor = predicate.governor.and_then(|at| sentence.predicates.get(at));
        let tried = governor.is_some_and(|verb| {
            let is = |class: Class| sentence.word_class(verb.head, class);
            is(Class::Attempt) || is(Class::Fails)
        });
        apart && tried
    }

    /// Whether the sentence itself says of a predicate that it is not so, or has not come to pass.
    pub fn untrue(&self, predicate: &Predicate) -> bool {
        predicate.negated || self.conditional(predicate) || self.unreal(predicate)
    }

    /// What hangs on an order, a leave, a vote or a ban has not happened by that.
    fn only_meant(&self, predicate: &Predicate) -> bool {
        let sentence = self.sentence;
        let is = |at: usize, class: Class| sentence.word_class(at, class);
        let before = predicate.group.start.checked_sub(1);
        if predicate.form == Form::Infinitive {
            return before.is_some_and(|at| {
                is(at, Class::Order)
                    || is(at, Class::Approval)
                    || is(at, Class::Authority)
                    || is(at, Class::Condition)
            });
        }
        let forbids = |verb: &Predicate| {
            (is(verb.head, Class::Forbid) || is(verb.head, Class::Vote)) && !is(verb.head, Class::Light)
        };
        let governor = predicate.governor.and_then(|at| sentence.predicates.get(at));
        let rule = governor.is_some_and(|verb| {
            let requires = is(verb.head, Class::Require) || is(verb.head, Class::Permit);
            let paper = verb.agent().iter().any(|at| is(sentence.phrases[*at].head, Class::Instrument));
            predicate.form == Form::Nominal && forbids(verb) || requires && paper
        });
        // `the use of air strikes`
        let used = predicate.form == Form::Nominal
            && sentence.predicates.iter().any(|verb| {
                forbids(verb)
                    && verb.form == Form::Finite
                    && verb.obliques.iter().any(|(_, at)| sentence.phrases[*at].head == predicate.head)
            });
        rule || used
    }

    /// Whether it stands in a clause of condition: `if police shot`.
    pub fn conditional(&self, predicate: &Predicate) -> bool {
        let sentence = self.sentence;
        let clause = sentence.clauses.get(predicate.head).copied();
        (0..predicate.head)
            .rev()
            .take_while(|at| sentence.clauses.get(*at).copied() == clause)
            .any(|at| sentence.word_class(at, Class::Condition))
    }

    fn definite(&self, predicate: &Predicate) -> bool {
        let first = predicate.group.start;
        matches!(self.sentence.tag(first), Tag::DT | Tag::PRPS)
            && !self.sentence.word_class(first, Class::Indefinite)
    }
}

fn phrase_of(run: &Run, head: usize) -> Option<Phrase> {
    let whole = |at: usize| u32::try_from(at).ok();
    (run.start < run.end).then_some(Phrase {
        start: whole(run.start)?,
        end: whole(run.end)?,
        head: whole(head)?,
    })
}

impl Host for View<'_> {
    fn len(&self) -> usize {
        self.sentence.tokens.len()
    }

    fn word(&self, at: usize) -> &str {
        self.sentence.word(self.lower, at)
    }

    fn lemma(&self, at: usize) -> Symbol {
        self.sentence.words.get(at).map_or(Symbol::NONE, |word| word.lemma)
    }

    fn classes(&self, at: usize) -> &ClassSet {
        self.sentence.words.get(at).map_or(&NOTHING, |word| &word.classes)
    }

    fn tag(&self, at: usize) -> TagId {
        TagId(self.sentence.tag(at).0)
    }

    fn phrase_at(&self, at: usize, kind: PhraseKind) -> Option<Phrase> {
        let sentence = self.sentence;
        let noun = |at: usize| {
            sentence.phrase_at(at).map(|found| &sentence.phrases[found]).filter(|found| found.start == at)
        };
        match kind {
            PhraseKind::Noun => noun(at).and_then(|found| phrase_of(&found.run(), found.head)),
            PhraseKind::Verb => {
                let verb = sentence
                    .predicates
                    .iter()
                    .find(|verb| verb.form != Form::Nominal && verb.group.start == at)?;
                phrase_of(&verb.group, verb.head)
            }
            PhraseKind::Preposition => {
                let found = noun(at + 1).filter(|_| matches!(sentence.tag(at), Tag::IN | Tag::TO))?;
                phrase_of(&(at..found.end), found.head)
            }
            PhraseKind::Number => {
                let run = noun(at).and_then(|found| found.number.clone()).filter(|run| run.start == at)?;
                phrase_of(&run, run.end.checked_sub(1)?)
            }
            PhraseKind::Time => {
                let (_, run) = sentence.times.iter().find(|(_, run)| run.start == at)?;
                phrase_of(run, run.end.checked_sub(1)?)
            }
            _ => None,
        }
    }

    fn role(&self, head: usize, role: RoleId) -> impl Iterator<Item = Phrase> + '_ {
        let found = match (self.grammar.preposition(role), self.predicate(head)) {
            (None, Some(predicate)) => self.named(predicate, role.0),
            (None, None) => self.of_noun(head, role.0),
            (Some(preposition), Some(predicate)) => self.behind(predicate, preposition),
            (Some(preposition), None) => self.after_noun(head, preposition),
        };
        found.into_iter()
    }

    fn feature(&self, head: usize, feature: FeatureId) -> bool {
        let Some(predicate) = self.predicate(head) else {
            return feature.0 == 14 && matches!(self.sentence.tag(head), Tag::NNS | Tag::NNPS);
        };
        match crate::grammar::terms::FEATURES.get(usize::from(feature.0)).copied().unwrap_or("") {
            "negated" => predicate.negated,
            "modal" => predicate.modal.is_some(),
            "passive" => predicate.passive,
            "active" => !predicate.passive && predicate.form != Form::Nominal,
            "question" => self.sentence.question,
            "conditional" => self.conditional(predicate),
            "future" | "plan" => self.unreal(predicate),
            "denied" => self.governed(predicate, Class::Deny),
            "doubted" => self.governed(predicate, Class::Doubt),
            "nominal" => predicate.form == Form::Nominal,
            "finite" => predicate.form == Form::Finite,
            "infinitive" => predicate.form == Form::Infinitive,
            "definite" => self.definite(predicate),
            "plural" => matches!(self.sentence.tag(predicate.head), Tag::NNS | Tag::NNPS),
            "generic" => {
                predicate.form == Form::Nominal
                    && !self.definite(predicate)
                    && matches!(self.sentence.tag(predicate.head), Tag::NNS | Tag::NNPS)
            }
            _ => false,
        }
    }

    fn clause(&self, at: usize) -> u32 {
        self.sentence.clauses.get(at).copied().unwrap_or(0)
    }
}
