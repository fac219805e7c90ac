//! Who stands in which role of each predicate, by the order of phrases, verb groups and the words between them.
//!
//! The subject is looked for to the left: over prepositional phrases, over what stands between commas, over relative clauses. Objects,
//! prepositions and times are looked for to the right, up to the next clause. It is a chunk grammar after Abney (1996), without weights.

use super::{
    lexis::Class,
    predicate::{Form, Predicate},
    sentence::Sentence,
};
use crate::tag::{Shape, Tag};

/// A stretch of a sentence as the clause rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chunk {
    /// A noun phrase.
    Noun(usize),
    /// A verb group.
    Verb(usize),
    /// A preposition.
    Preposition(usize),
    /// `and`, `or`, `but`.
    And(usize),
    /// A comma.
    Comma,
    /// `who`, `which`, `that` after what it describes.
    Relative,
    /// `that`, `because`, `when`: a clause follows.
    Subordinator(usize),
    /// A time, by its place among those of the sentence.
    Time(usize),
    /// An adverb or particle.
    Adverb,
    /// An opening or closing mark of a quotation.
    Quote,
    /// A semicolon, colon, dash or bracket.
    Break,
    /// Anything else.
    Other,
}

/// How far to look for a subject or an object, in chunks.
const REACH: usize = 60;

/// Puts phrases into the roles of the verb groups of a sentence.
pub(super) fn resolve(sentence: &mut Sentence) {
    let (chunks, ends) = chunks(sentence);
    list(sentence, &chunks);
    let mut clauses = Clauses { chunks: &chunks, left: vec![None; sentence.predicates.len()] };
    for (at, chunk) in chunks.iter().enumerate() {
        if let Chunk::Verb(predicate) = *chunk {
            clauses.subject(sentence, at, predicate);
            clauses.right(sentence, at, predicate);
        }
    }
    // What stands after a list of verbs belongs to each: `shot and killed a driver`.
    for (at, chunk) in chunks.iter().enumerate() {
        let Chunk::Verb(first) = *chunk else { continue };
        let (Some(Chunk::And(_)), Some(Chunk::Verb(second))) = (chunks.get(at + 1), chunks.get(at + 2))
        else {
            continue;
        };
        let second = sentence.predicates[*second].clone();
        let first = &mut sentence.predicates[first];
        if first.object.is_empty() && !first.passive && !second.passive {
            first.object.clone_from(&second.object);
        }
        if first.passive == second.passive {
            if first.by.is_empty() {
                first.by.clone_from(&second.by);
            }
            first.obliques.extend(second.obliques);
            first.times.extend(second.times);
        }
    }
    among(sentence, &chunks);
    for predicate in 0..sentence.predicates.len() {
        let this = &sentence.predicates[predicate];
        // `(and two injured)`, `nine killed`: nobody is named whom they did it to, so it was done to them.
        let harms =
            sentence.word_class(this.head, Class::Kill) || sentence.word_class(this.head, Class::Injure);
        let alone =
            this.form == Form::Finite && this.group.len() == 1 && this.object.is_empty() && !this.passive;
        if harms && alone && sentence.tag(this.head) == Tag::VBD {
            sentence.predicates[predicate].passive = true;
        }
    }
    sentence.clauses = numbers(sentence, &chunks, &ends);
}

/// `Among those killed were two nurses`: those who are named after the verb are whom the participle is about.
fn among(sentence: &mut Sentence, chunks: &[Chunk]) {
    for window in chunks.windows(5) {
        let [
            Chunk::Preposition(_),
            Chunk::Noun(those),
            Chunk::Verb(told),
            Chunk::Verb(be),
            Chunk::Noun(named),
        ] = *window
        else {
            continue;
        };
        let be = sentence.word_class(sentence.predicates[be].head, Class::Be);
        if be
            && sentence.predicates[told].form == Form::Participle
            && sentence.predicates[told].subject == [those]
        {
            sentence.predicates[told].subject = members(sentence, named);
        }
    }
}

/// The chunks of a sentence, with the token at which each ends.
fn chunks(sentence: &Sentence) -> (Vec<Chunk>, Vec<usize>) {
    let mut chunks = Vec::with_capacity(sentence.tokens.len());
    let mut ends = Vec::with_capacity(sentence.tokens.len());
    let (mut verb, mut time) = (0, 0);
    let mut at = 0;
    while at < sentence.tokens.len() {
        while sentence.times.get(time).is_some_and(|(_, run)| run.end <= at) {
            time += 1;
        }
        if let Some((_, run)) = sentence.times.get(time).filter(|(_, run)| run.contains(&at)) {
            chunks.push(Chunk::Time(time));
            at = run.end.max(at + 1);
            ends.push(at);
            time += 1;
            continue;
        }
        if quoted_phrase(sentence, at) {
            at += 1;
            continue;
        }
        if let Some(end) = aged(sentence, &chunks, at) {
            at = end;
            continue;
        }
        if let Some(end) = bracketed(sentence, &chunks, at) {
            at = end;
            continue;
        }
        if let Some(phrase) = sentence.phrase_at(at) {
            let found = &sentence.phrases[phrase];
            let relative = matches!(sentence.tag(found.head), Tag::WP);
            // `the city's market`: what is owned stands for both.
            let owned = sentence.phrases.get(phrase + 1).filter(|next| next.possessor == Some(phrase));
            if let Some(owned) = owned.filter(|_| sentence.tag(found.end) == Tag::POS) {
                at = owned.start;
                continue;
            }
            chunks.push(if relative { Chunk::Relative } else { Chunk::Noun(phrase) });
            at = found.end;
            ends.push(at);
            continue;
        }
        if let Some(found) = sentence.predicates.get(verb).filter(|predicate| predicate.group.start == at) {
            chunks.push(Chunk::Verb(verb));
            at = found.group.end;
            ends.push(at);
            verb += 1;
            continue;
        }
        chunks.push(single(sentence, &chunks, at));
        at += 1;
        ends.push(at);
    }
    (chunks, ends)
}

/// Where an age behind a person ends: `killed a driver, 37, and two others`.
fn aged(sentence: &Sentence, before: &[Chunk], at: usize) -> Option<usize> {
    let Some(Chunk::Noun(person)) = before.last() else { return None };
    let person = sentence.phrases[*person].head;
    let age = sentence.tag(at) == Tag::COMMA
        && sentence.tag(at + 1) == Tag::CD
        && sentence
            .tokens
            .get(at + 1)
            .is_some_and(|token| token.shape == Shape::Digit && token.end - token.start <= 2)
        && sentence.tag(at + 2) == Tag::COMMA;
    let one = matches!(sentence.tag(person), Tag::NN | Tag::NNP)
        && (sentence.word_class(person, Class::Person) || sentence.tag(person).is_proper());
    (age && one).then_some(at + 2)
}

/// A bracket of so many words is a clause of its own.
const BRACKET: usize = 8;

/// Where a bracket behind a noun phrase ends that only names or describes it: `the Harbour Guard (HG) fired`, `a man (34) was shot`.
fn bracketed(sentence: &Sentence, before: &[Chunk], at: usize) -> Option<usize> {
    if sentence.tag(at) != Tag::LRB || !matches!(before.last(), Some(Chunk::Noun(_) | Chunk::Time(_))) {
        return None;
    }
    let close = (at + 1..at + 2 + BRACKET).find(|inner| sentence.tag(*inner) == Tag::RRB)?;
    let tells = (at + 1..close).any(|inner| {
        sentence.tag(inner).is_verb()
            || sentence.tag(inner) == Tag::IN && !sentence.tag(inner + 1).is_noun()
            || sentence.phrase_at(inner).is_some_and(|phrase| {
                let phrase = &sentence.phrases[phrase];
                phrase.counted.is_some() && phrase.end > phrase.start + 1
            })
    });
    (!tells).then_some(close + 1)
}

/// A mark of quotation beside a phrase that is quoted alone: `and “foreign personnel” killed`.
fn quoted_phrase(sentence: &Sentence, at: usize) -> bool {
    let alone = |phrase: Option<usize>| {
        phrase.map(|phrase| &sentence.phrases[phrase]).is_some_and(|phrase| {
            phrase.start.checked_sub(1).is_some_and(|before| sentence.tag(before) == Tag::OPEN)
                && (sentence.tag(phrase.end) == Tag::CLOSE
                    || sentence.tag(phrase.end) == Tag::COMMA && sentence.tag(phrase.end + 1) == Tag::CLOSE)
        })
    };
    match sentence.tag(at) {
        Tag::OPEN => alone(sentence.phrase_at(at + 1)),
        Tag::CLOSE => alone(at.checked_sub(1).and_then(|before| sentence.phrase_at(before))),
        _ => false,
    }
}

/// A token that stands in no phrase and no verb group.
fn single(sentence: &Sentence, before: &[Chunk], at: usize) -> Chunk {
    let word = sentence.words.get(at).copied().unwrap_or_default();
    let after_noun = matches!(before.last(), Some(Chunk::Noun(_)))
        || matches!(before, [.., Chunk::Noun(_), Chunk::Comma] | [.., Chunk::Noun(_), Chunk::Preposition(_)]);
    match sentence.tag(at) {
        Tag::WDT if told(sentence, before, at) => Chunk::Subordinator(at),
        Tag::WDT | Tag::WPS if after_noun => Chunk::Relative,
        Tag::WDT | Tag::WRB => Chunk::Subordinator(at),
        // After a noun `that` may open a relative clause; after a verb it opens what is said.
        Tag::IN | Tag::DT if word.is(Class::Complementizer) => Chunk::Subordinator(at),
        Tag::IN | Tag::TO if word.is(Class::Subordinator) && clause_follows(sentence, at) => {
            Chunk::Subordinator(at)
        }
        Tag::IN | Tag::TO => Chunk::Preposition(at),
        Tag::CC => Chunk::And(at),
        Tag::COMMA => Chunk::Comma,
        Tag::OPEN | Tag::CLOSE => Chunk::Quote,
        Tag::COLON | Tag::LRB | Tag::RRB | Tag::STOP => Chunk::Break,
        // `Lowford | Two killed`
        Tag::SYM | Tag::NN | Tag::NNP | Tag::LS
            if sentence.tokens.get(at).is_some_and(|token| token.shape == Shape::Mark) =>
        {
            Chunk::Break
        }
        Tag::RB | Tag::RBR | Tag::RBS | Tag::RP | Tag::UH => Chunk::Adverb,
        _ => Chunk::Other,
    }
}

/// `told a reporter that gunmen`: what was told follows, with a subject of its own.
fn told(sentence: &Sentence, before: &[Chunk], at: usize) -> bool {
    let [.., Chunk::Verb(verb), Chunk::Noun(_)] = before else { return false };
    sentence.word_class(sentence.predicates[*verb].head, Class::Tell) && sentence.phrase_at(at + 1).is_some()
}

/// Whether a finite verb follows before the next comma, with a noun phrase between: `after police shot`, not `after a raid`.
fn clause_follows(sentence: &Sentence, at: usize) -> bool {
    let mut next = at + 1;
    let mut noun = false;
    for _ in 0..8 {
        if let Some(phrase) = sentence.phrase_at(next) {
            noun = true;
            next = sentence.phrases[phrase].end;
            continue;
        }
        if let Some(predicate) = sentence.predicates.iter().find(|predicate| predicate.group.start == next) {
            return noun && predicate.form == Form::Finite || predicate.form != Form::Infinitive && !noun;
        }
        let time = sentence.times.iter().find(|(_, run)| run.contains(&next));
        match (time, sentence.tag(next)) {
            (Some((_, run)), _) => next = run.end.max(next + 1),
            (None, Tag::IN | Tag::CC | Tag::RB | Tag::POS) => next += 1,
            _ => return false,
        }
    }
    false
}

/// Joins phrases of one list, and notes the preposition before each.
fn list(sentence: &mut Sentence, chunks: &[Chunk]) {
    for (at, chunk) in chunks.iter().enumerate() {
        let Chunk::Noun(phrase) = *chunk else { continue };
        if let Some(Chunk::Preposition(token)) = at.checked_sub(1).and_then(|before| chunks.get(before)) {
            sentence.phrases[phrase].preposition = Some(*token);
        }
        let next = match chunks.get(at + 1..(at + 4).min(chunks.len())) {
            Some([Chunk::And(_), Chunk::Noun(next), ..]) => Some((*next, at + 2)),
            Some([Chunk::Comma, Chunk::And(_), Chunk::Noun(next), ..]) => Some((*next, at + 3)),
            // A comma joins only where `and` follows further on.
            Some([Chunk::Comma, Chunk::Noun(next), ..]) if list_goes_on(chunks, at + 2) => {
                Some((*next, at + 2))
            }
            _ => None,
        };
        let Some((next, place)) = next else { continue };
        // `killed two men and police said`: what follows is the subject of a clause of its own.
        let object = matches!(at.checked_sub(1).and_then(|before| chunks.get(before)), Some(Chunk::Verb(_)));
        let clause = matches!(chunks.get(place + 1), Some(Chunk::Verb(verb)) if sentence.predicates[*verb].form == Form::Finite);
        let owner = sentence.tag(sentence.phrases[next].end) == Tag::POS;
        // `hit Brill, and nine men were killed`, `removed the commander, but the ministry did not respond`
        let apart = matches!(chunks.get(at + 1), Some(Chunk::Comma))
            && matches!(chunks.get(at + 2), Some(Chunk::And(_)))
            && clause
            && !owner
            && chunks[..at].iter().any(|chunk| {
                matches!(chunk, Chunk::Verb(verb)
                if sentence.predicates[*verb].form == Form::Finite
                    && !sentence.word_class(sentence.predicates[*verb].head, Class::Clausal))
            });
        if apart {
            continue;
        }
        // `Ada Ode, a nurse, and ...` says what she is.
        let named = sentence.tag(sentence.phrases[phrase].head).is_proper();
        let described = matches!(chunks.get(at + 1), Some(Chunk::Comma))
            && sentence.tag(sentence.phrases[next].start) == Tag::DT
            && !sentence.tag(sentence.phrases[next].head).is_proper();
        if named && described && sentence.word_class(sentence.phrases[next].head, Class::Person) {
            continue;
        }
        if object && clause && !owner || pronoun(sentence, next) {
            continue;
        }
        sentence.phrases[phrase].next = Some(next);
    }
}

fn pronoun(sentence: &Sentence, phrase: usize) -> bool {
    let phrase = &sentence.phrases[phrase];
    phrase.start + 1 == phrase.end
        && sentence.tag(phrase.head) == Tag::PRP
        && sentence.word_class(phrase.head, Class::Subjective)
}

fn list_goes_on(chunks: &[Chunk], from: usize) -> bool {
    let mut at = from;
    for _ in 0..10 {
        match chunks.get(at..(at + 4).min(chunks.len())) {
            Some([Chunk::Noun(_), Chunk::And(_), Chunk::Noun(_), ..]) => return true,
            Some([Chunk::Noun(_), Chunk::Comma, Chunk::And(_), Chunk::Noun(_)]) => return true,
            Some([Chunk::Noun(_), Chunk::Comma, Chunk::Noun(_), ..]) => at += 2,
            _ => return false,
        }
    }
    false
}

struct Clauses<'c> {
    chunks: &'c [Chunk],
    /// For each predicate, the chunk where its clause begins.
    left: Vec<Option<usize>>,
}

/// Where a subject was found.
struct Found {
    phrase: usize,
    /// The chunk that it is.
    at: usize,
}

impl Clauses<'_> {
    fn chunk(&self, at: usize) -> Chunk {
        self.chunks.get(at).copied().unwrap_or(Chunk::Break)
    }

    fn before(&self, at: usize) -> Chunk {
        at.checked_sub(1).map_or(Chunk::Break, |at| self.chunk(at))
    }

    /// The verb group before a chunk, over commas, adverbs, times and phrases, without going past a boundary.
    fn verb_before(&self, sentence: &Sentence, at: usize, finite: bool) -> Option<(usize, usize)> {
        (at.saturating_sub(REACH)..at).rev().find_map(|place| match self.chunk(place) {
            Chunk::Verb(predicate) => {
                let form = sentence.predicates[predicate].form;
                (!finite || form == Form::Finite).then_some((place, predicate))
            }
            _ => None,
        })
    }

    fn subject(&mut self, sentence: &mut Sentence, at: usize, predicate: usize) {
        let form = sentence.predicates[predicate].form;
        match form {
            Form::Infinitive => self.infinitive(sentence, at, predicate),
            Form::Gerund => self.gerund(sentence, at, predicate),
            _ => self.finite(sentence, at, predicate),
        }
    }

    /// `tried to shoot`, `ordered soldiers to shoot`, `are believed to have been killed`.
    fn infinitive(&mut self, sentence: &mut Sentence, at: usize, predicate: usize) {
        let Some((place, governor)) = self.verb_before(sentence, at, false) else { return };
        let main = &sentence.predicates[governor];
        let object = main.object.iter().copied().filter(|_| !main.passive);
        let object: Vec<usize> = object.collect();
        // `used helicopters to fire`: who uses them fires.
        let uses = sentence.word_class(main.head, Class::Use);
        let subject = if object.is_empty() || uses { main.subject.clone() } else { object };
        let near = at - place <= 8;
        let this = &mut sentence.predicates[predicate];
        if near {
            (this.subject, this.governor) = (subject, Some(governor));
        }
        self.left[predicate] = self.left[governor].or(Some(place));
    }

    fn gerund(&mut self, sentence: &mut Sentence, at: usize, predicate: usize) {
        self.left[predicate] = Some(at);
        match self.before(at) {
            // `troops beating a prisoner`: the noun before it does it.
            // `opened fire killing six farmers`: who opened fire killed them.
            Chunk::Noun(phrase)
                if sentence.word_class(sentence.phrases[phrase].head, Class::Gunfire)
                    && matches!(self.before(at - 1), Chunk::Verb(_)) =>
            {
                let Chunk::Verb(governor) = self.before(at - 1) else { return };
                let subject = sentence.predicates[governor].subject.clone();
                let this = &mut sentence.predicates[predicate];
                (this.subject, this.governor) = (subject, Some(governor));
            }
            Chunk::Noun(phrase) if !matches!(self.before(at - 1), Chunk::Preposition(_)) => {
                let governor = self.verb_before(sentence, at, false).map(|(_, verb)| verb);
                let this = &mut sentence.predicates[predicate];
                this.subject = vec![phrase];
                this.governor = governor;
            }
            // `men wearing`: in a phrase with a preposition it only describes.
            Chunk::Noun(phrase) => sentence.predicates[predicate].subject = vec![phrase],
            // `accused the army of killing`: whom the main verb is about does it.
            Chunk::Preposition(_) | Chunk::Subordinator(_) => {
                let Some((_, governor)) = self.verb_before(sentence, at, false) else {
                    // `After killing two men, gunmen fled`
                    return;
                };
                let main = &sentence.predicates[governor];
                // `arrested two men for killing`: they did it; `arrested two men after killing a third`: the police did.
                let reason = matches!(self.before(at), Chunk::Preposition(token)
                    if !sentence.word_class(token, Class::Subordinator));
                let people = main.patient().first().is_some_and(|phrase| {
                    sentence.word_class(sentence.phrases[*phrase].head, Class::Person)
                        || sentence.word_class(sentence.phrases[*phrase].head, Class::Body)
                        || sentence.tag(sentence.phrases[*phrase].head).is_proper()
                });
                let blamed = sentence.word_class(main.head, Class::Blame) || reason && people;
                let who = if blamed { main.patient().to_vec() } else { main.subject.clone() };
                let this = &mut sentence.predicates[predicate];
                (this.subject, this.governor) = (who, Some(governor));
            }
            // `, killing four officers`
            _ => {
                let Some((place, governor)) = self.verb_before(sentence, at, true) else { return };
                let governor = self.behind_relative(sentence, place, governor, predicate);
                let main = &sentence.predicates[governor];
                let subject = if main.passive { main.by.clone() } else { main.subject.clone() };
                let passive = main.passive;
                let this = &mut sentence.predicates[predicate];
                if !passive || !subject.is_empty() {
                    this.subject = subject;
                }
                this.governor = Some(governor);
            }
        }
    }

    /// `fired on people who had camped there, killing nine`: what harms goes on from the verb of force before the relative clause.
    fn behind_relative(&self, sentence: &Sentence, place: usize, governor: usize, gerund: usize) -> usize {
        let harms = |predicate: usize| {
            let predicate = &sentence.predicates[predicate];
            let noun = |phrase: &usize| sentence.word_class(sentence.phrases[*phrase].head, Class::Gunfire);
            sentence.word_class(predicate.head, Class::Harm)
                || sentence.word_class(predicate.head, Class::Light)
                || predicate.object.iter().any(noun)
        };
        let relative = sentence.predicates[governor].antecedent.is_some();
        if !relative || harms(governor) || !harms(gerund) {
            return governor;
        }
        let main = self.verb_before(sentence, place, true).map(|(_, verb)| verb);
        main.filter(|verb| harms(*verb)).unwrap_or(governor)
    }

    fn finite(&mut self, sentence: &mut Sentence, at: usize, predicate: usize) {
        let form = sentence.predicates[predicate].form;
        let mut start = at;
        // Adverbs, and times before the verb: `police on Monday shot`.
        while start > 0 {
            match self.before(start) {
                Chunk::Adverb | Chunk::Other => start -= 1,
                Chunk::Time(_) => {
                    start -= 1;
                    if matches!(self.before(start), Chunk::Preposition(_)) {
                        start -= 1;
                    }
                }
                _ => break,
            }
        }
        match self.before(start) {
            Chunk::Relative => return self.relative(sentence, start - 1, predicate),
            Chunk::And(_) => return self.coordinated(sentence, start, predicate),
            Chunk::Comma if matches!(self.before(start - 1), Chunk::And(_)) => {
                return self.coordinated(sentence, start - 1, predicate);
            }
            Chunk::Verb(_) if form == Form::Participle => {
                self.left[predicate] = Some(at);
                return;
            }
            Chunk::Comma if form == Form::Finite && self.after_object(sentence, start - 1) => {
                return self.coordinated(sentence, start, predicate);
            }
            _ => {}
        }
        let Some(found) = self.look_left(sentence, start, form) else {
            if matches!(self.before(start), Chunk::Comma) {
                self.coordinated(sentence, start, predicate);
            }
            self.left[predicate] = self.left[predicate].or(Some(at));
            return;
        };
        self.left[predicate] = Some(if form == Form::Participle { at } else { found.at });
        let head = first_of_list(sentence, found.phrase);
        let phrases = members(sentence, head);
        // `The man police killed`: the phrase before the subject is what it is done to.
        let object = match self.before(found.at) {
            Chunk::Relative if form == Form::Finite => self.antecedent(found.at - 1),
            Chunk::Noun(phrase)
                if form == Form::Finite
                    && sentence.phrases[phrase].end == sentence.phrases[found.phrase].start
                    && !self.opens(found.at - 1)
                    && !matches!(self.before(found.at - 1), Chunk::Verb(verb) if sentence.word_class(sentence.predicates[verb].head, Class::Clausal)) =>
            {
                Some(phrase)
            }
            _ => None,
        };
        let governor = self.governor(sentence, found.at);
        let this = &mut sentence.predicates[predicate];
        this.subject = phrases;
        if let Some(object) = object {
            this.object = vec![object];
            this.antecedent = Some(object);
            self.left[predicate] = Some(found.at.saturating_sub(1));
        }
        if form == Form::Finite {
            this.governor = governor;
        } else {
            this.antecedent = this.subject.first().copied();
        }
    }

    /// Whether the phrase at a chunk opens the sentence with a preposition: `In a dawn raid guards shot two men`.
    fn opens(&self, at: usize) -> bool {
        let Some(preposition) = at.checked_sub(1) else { return false };
        matches!(self.chunk(preposition), Chunk::Preposition(_))
            && matches!(self.before(preposition), Chunk::Break | Chunk::Quote | Chunk::Comma)
    }

    /// `entered the school, shot a teacher`: before the comma stands what the verb before it is done to.
    fn after_object(&self, sentence: &Sentence, comma: usize) -> bool {
        let Chunk::Noun(_) = self.before(comma) else { return false };
        let first = self.list_start(sentence, comma - 1);
        let Chunk::Verb(verb) = self.before(first) else { return false };
        let verb = &sentence.predicates[verb];
        verb.form == Form::Finite
            && verb.antecedent.is_none()
            && !sentence.word_class(verb.head, Class::Clausal)
    }

    /// The verb before the clause, of which the clause is the content: `said that`, `said soldiers shot`.
    fn governor(&self, sentence: &Sentence, subject: usize) -> Option<usize> {
        let mut at = subject;
        let mut opened = false;
        for _ in 0..12 {
            match self.before(at) {
                Chunk::Subordinator(_) => {
                    opened = true;
                    at -= 1;
                }
                Chunk::Adverb | Chunk::Time(_) | Chunk::Comma | Chunk::Quote => at -= 1,
                Chunk::Noun(_) if matches!(self.before(at - 1), Chunk::Verb(_)) => at -= 1,
                // `acknowledged in a statement on Tuesday that it had struck`
                Chunk::Noun(_) if opened && matches!(self.before(at - 1), Chunk::Preposition(_)) => at -= 2,
                Chunk::Preposition(_) if matches!(self.chunk(at), Chunk::Noun(_) | Chunk::Time(_)) => at -= 1,
                Chunk::Verb(verb) => {
                    return sentence
                        .word_class(sentence.predicates[verb].head, Class::Clausal)
                        .then_some(verb);
                }
                _ => return None,
            }
        }
        None
    }

    fn relative(&mut self, sentence: &mut Sentence, relative: usize, predicate: usize) {
        self.left[predicate] = Some(relative);
        if let Some(phrase) =
            self.antecedent(relative).map(|nearest| self.act_before(sentence, relative, nearest, predicate))
        {
            let members = members(sentence, first_of_list(sentence, phrase));
            let this = &mut sentence.predicates[predicate];
            (this.subject, this.antecedent) = (members, Some(phrase));
        }
    }

    /// `a raid on Brill, which killed nine`: what harms is the act, not its place.
    fn act_before(&self, sentence: &Sentence, relative: usize, nearest: usize, predicate: usize) -> usize {
        let head = sentence.predicates[predicate].head;
        let harms = sentence.word_class(head, Class::Harm) || sentence.word_class(head, Class::Cause);
        let person = sentence.word_class(sentence.phrases[nearest].head, Class::Person);
        let place = (0..relative).rev().take(4).find(|at| self.chunk(*at) == Chunk::Noun(nearest));
        let Some(at) = place.filter(|_| harms && !person) else { return nearest };
        match (self.before(at), at.checked_sub(1).map(|at| self.before(at))) {
            (Chunk::Preposition(_), Some(Chunk::Noun(act)))
                if sentence.word_class(sentence.phrases[act].head, Class::ActNoun) =>
            {
                act
            }
            _ => nearest,
        }
    }

    /// The phrase that the relative word at a chunk describes.
    fn antecedent(&self, relative: usize) -> Option<usize> {
        let mut at = relative;
        for _ in 0..8 {
            match self.before(at) {
                // `the brothers of the man who`: the nearest one.
                Chunk::Noun(phrase) => return Some(phrase),
                Chunk::Comma | Chunk::Preposition(_) | Chunk::Time(_) | Chunk::Adverb | Chunk::Quote => {
                    at -= 1
                }
                _ => return None,
            }
        }
        None
    }

    /// A verb of a list has the subject of the one before it.
    fn coordinated(&mut self, sentence: &mut Sentence, at: usize, predicate: usize) {
        let Some((_, before)) = self.verb_before(sentence, at, false) else { return };
        let form = sentence.predicates[predicate].form;
        let mut before = before;
        // Over an infinitive or participle to the verb with a tense, where this one has one.
        if form == Form::Finite && sentence.predicates[before].form != Form::Finite {
            let finite = self.verb_before(sentence, at, true);
            before = finite.map_or(before, |(_, verb)| verb);
        }
        let main = sentence.predicates[before].clone();
        let place = (at..self.chunks.len()).find(|place| self.chunk(*place) == Chunk::Verb(predicate));
        let has_object = place.is_some_and(|place| matches!(self.chunk(place + 1), Chunk::Noun(_)));
        let tag = sentence.tag(sentence.predicates[predicate].head);
        let this = &mut sentence.predicates[predicate];
        this.subject = if this.passive || !main.passive || this.form == Form::Finite {
            main.subject.clone()
        } else {
            Vec::new()
        };
        // `were arrested and later shot by officers`
        let alone = this.form == Form::Finite && this.group.len() == 1 && main.passive && !has_object;
        if (this.form == Form::Participle || alone) && main.passive && matches!(tag, Tag::VBN | Tag::VBD) {
            (this.passive, this.form) = (true, Form::Finite);
            this.subject.clone_from(&main.subject);
        }
        this.governor = main.governor;
        this.antecedent = main.antecedent;
        self.left[predicate] = self.left[before];
    }

    /// The subject of a finite verb or the noun that a participle describes, to the left of a chunk.
    fn look_left(&self, sentence: &Sentence, from: usize, form: Form) -> Option<Found> {
        let mut at = from;
        let mut comma = false;
        for _ in 0..REACH {
            let place = at.checked_sub(1)?;
            match self.chunk(place) {
                Chunk::Noun(phrase) => {
                    let head = self.list_start(sentence, place);
                    match self.before(head) {
                        Chunk::Preposition(_) => {
                            // A participle describes the noun next to it: `in a raid conducted near`.
                            if form == Form::Participle && !comma {
                                return Some(Found { phrase, at: place });
                            }
                            at = head - 1;
                            continue;
                        }
                        Chunk::Verb(verb) if form != Form::Participle => {
                            if let Some(outer) = self.over(sentence, verb) {
                                at = outer;
                                continue;
                            }
                            return Some(Found { phrase, at: place });
                        }
                        Chunk::Comma if comma && form != Form::Participle => {
                            // `X, Y, shot`: Y stands beside X.
                            if let Some(outer) = self.apposed(head) {
                                // `the editor and founder of the paper, Ada Ode, was shot`: the name stands for the offices.
                                if self.offices(sentence, outer)
                                    && sentence.tag(sentence.phrases[phrase].head) == Tag::NNP
                                {
                                    return Some(Found { phrase, at: place });
                                }
                                at = outer;
                                comma = false;
                                continue;
                            }
                            return Some(Found { phrase, at: place });
                        }
                        _ => return Some(Found { phrase, at: place }),
                    }
                }
                Chunk::Comma if !comma && form != Form::Participle => {
                    comma = true;
                    match self.parenthesis(sentence, place) {
                        Some(opens) => at = opens,
                        None => at = place,
                    }
                    if self.parenthesis(sentence, place).is_none()
                        && !matches!(self.before(place), Chunk::Noun(_))
                    {
                        return None;
                    }
                }
                Chunk::Verb(verb) => {
                    let outer = self.over(sentence, verb)?;
                    at = outer;
                }
                Chunk::Time(_) | Chunk::Adverb | Chunk::Preposition(_) => at = place,
                _ => return None,
            }
        }
        None
    }

    /// Whether the words before a chunk are a list of offices: `the editor and founder of the paper`.
    fn offices(&self, sentence: &Sentence, outer: usize) -> bool {
        let Some(last) = outer.checked_sub(1) else { return false };
        let list = matches!(self.chunk(last), Chunk::Noun(_)) && self.list_start(sentence, last) < last;
        let whose = last.checked_sub(1).is_some_and(|at| matches!(self.chunk(at), Chunk::Preposition(_)));
        list || whose && (outer.saturating_sub(7)..outer).any(|at| matches!(self.chunk(at), Chunk::And(_)))
    }

    /// The chunk at which the list that ends at `at` begins.
    fn list_start(&self, sentence: &Sentence, at: usize) -> usize {
        let mut start = at;
        for _ in 0..30 {
            let Chunk::Noun(this) = self.chunk(start) else { break };
            let back = (1..=3).find(|back| {
                start.checked_sub(*back).is_some_and(|before| {
                    matches!(self.chunk(before), Chunk::Noun(phrase) if sentence.phrases[phrase].next == Some(this))
                })
            });
            let Some(back) = back else { break };
            start -= back;
        }
        start
    }

    /// Where a verb group only describes a noun, the place just after that noun: `the men killed by police were`.
    fn over(&self, sentence: &Sentence, verb: usize) -> Option<usize> {
        let predicate = &sentence.predicates[verb];
        let describes = predicate.antecedent.is_some()
            || matches!(predicate.form, Form::Participle | Form::Infinitive)
            || predicate.form == Form::Gerund && !predicate.subject.is_empty();
        if !describes {
            return None;
        }
        let left = self.left.get(verb).copied().flatten()?;
        (left > 0).then_some(left)
    }

    /// The chunk after the noun phrase that the words between commas, ending before `comma`, belong to.
    fn parenthesis(&self, sentence: &Sentence, comma: usize) -> Option<usize> {
        let mut at = comma;
        for _ in 0..REACH {
            let place = at.checked_sub(1)?;
            if self.chunk(place) == Chunk::Comma && matches!(self.before(place), Chunk::Noun(_)) {
                let inside = self.chunk(place + 1);
                let said = (place + 1..comma).any(|inner| {
                    matches!(self.chunk(inner), Chunk::Verb(verb)
                        if sentence.word_class(sentence.predicates[verb].head, Class::Clausal)
                        && sentence.predicates[verb].form == Form::Finite)
                });
                let verbs = (place + 1..comma).any(|inner| {
                    matches!(self.chunk(inner), Chunk::Verb(verb) if sentence.predicates[verb].form == Form::Finite)
                });
                let opens = match inside {
                    Chunk::Relative => true,
                    Chunk::Noun(_) => !verbs || said,
                    Chunk::Verb(verb) => sentence.predicates[verb].form != Form::Finite,
                    Chunk::Preposition(_) | Chunk::Subordinator(_) | Chunk::Adverb => true,
                    _ => false,
                };
                return opens.then_some(place);
            }
            if matches!(self.chunk(place), Chunk::Break | Chunk::Quote) {
                return None;
            }
            at = place;
        }
        None
    }

    /// The chunk after the phrase that an apposition beginning at `at` stands beside.
    fn apposed(&self, at: usize) -> Option<usize> {
        let comma = at.checked_sub(1)?;
        match self.before(comma) {
            Chunk::Noun(_) => Some(comma),
            _ => None,
        }
    }

    /// What stands after a verb group: objects, prepositions, times.
    fn right(&mut self, sentence: &mut Sentence, at: usize, predicate: usize) {
        let mut this = sentence.predicates[predicate].clone();
        let transitive = !this.passive;
        let mut place = at + 1;
        let mut adjacent = true;
        let mut only_times = true;
        while place < (at + REACH).min(self.chunks.len()) {
            match self.chunk(place) {
                Chunk::Noun(phrase) => {
                    let members = members(sentence, phrase);
                    let after = self.after_list(sentence, place);
                    let clause = matches!(self.chunk(after), Chunk::Verb(verb)
                        if sentence.predicates[verb].form == Form::Finite && !self.reduced(sentence, after));
                    if clause && sentence.word_class(this.head, Class::Clausal) {
                        break;
                    }
                    if !adjacent || !transitive && !this.second.is_empty() {
                        break;
                    }
                    if transitive && this.object.is_empty() {
                        this.object = members;
                    } else if this.second.is_empty() {
                        this.second = members;
                    } else {
                        break;
                    }
                    place = after;
                    continue;
                }
                Chunk::Preposition(token) => {
                    only_times = adjacent || only_times && matches!(self.chunk(place + 1), Chunk::Time(_));
                    adjacent = false;
                    match self.chunk(place + 1) {
                        Chunk::Noun(phrase) => {
                            let members = members(sentence, phrase);
                            let by = sentence.word_class(token, Class::AgentPreposition);
                            if by && (this.passive || this.form == Form::Nominal) {
                                this.by.extend(members);
                            } else {
                                this.obliques.extend(members.into_iter().map(|member| (token, member)));
                            }
                            place = self.after_list(sentence, place + 1);
                            continue;
                        }
                        Chunk::Time(time) => {
                            this.times.extend(sentence.times.get(time).map(|(index, _)| *index));
                            place += 2;
                            // `executed between May 3 and May 5 nine men`
                            adjacent = only_times;
                            continue;
                        }
                        // `in and around Brill`
                        Chunk::And(_) if matches!(self.chunk(place + 2), Chunk::Preposition(_)) => {
                            place += 2;
                            continue;
                        }
                        // `was shot at by the crew`
                        Chunk::Preposition(by)
                            if this.passive && sentence.word_class(by, Class::AgentPreposition) => {}
                        _ => break,
                    }
                }
                Chunk::Time(time) => this.times.extend(sentence.times.get(time).map(|(index, _)| *index)),
                Chunk::Adverb => {}
                Chunk::Other => {}
                Chunk::Quote => {}
                Chunk::Comma if transitive && place == at + 1 && self.aside(place).is_some() => {
                    // `shot, without warning, all the men`
                    place = self.aside(place).unwrap_or(place);
                }
                Chunk::Comma => {
                    adjacent = false;
                    match (self.chunk(place + 1), self.chunk(place + 2)) {
                        (Chunk::Preposition(_), Chunk::Noun(_) | Chunk::Time(_)) | (Chunk::Time(_), _) => {}
                        // An apposition, with a comma after it or the end.
                        (Chunk::Noun(_), Chunk::Comma | Chunk::Break) => place += 1,
                        // What belongs to an apposition does not belong to the verb.
                        (Chunk::Noun(_), Chunk::Preposition(_)) => {
                            let ends = (place + 2..(at + REACH).min(self.chunks.len())).find(|next| {
                                !matches!(self.chunk(*next), Chunk::Noun(_) | Chunk::Preposition(_))
                            });
                            match ends {
                                Some(end) if self.chunk(end) == Chunk::Comma => place = end - 1,
                                _ => break,
                            }
                        }
                        _ => break,
                    }
                }
                Chunk::Verb(verb) if self.skipped(sentence, verb) => adjacent = false,
                _ => break,
            }
            place += 1;
        }
        self.fronted(sentence, at, &mut this);
        sentence.predicates[predicate] = this;
    }

    /// The comma that closes an aside without a verb, before a noun phrase: `, without warning, all the men`.
    fn aside(&self, comma: usize) -> Option<usize> {
        let close = (comma + 1..comma + 6).find(|at| self.chunk(*at) == Chunk::Comma)?;
        let inside = (comma + 1..close).all(|at| {
            matches!(self.chunk(at), Chunk::Preposition(_) | Chunk::Noun(_) | Chunk::Adverb | Chunk::Time(_))
        });
        let opens = matches!(self.chunk(comma + 1), Chunk::Preposition(_) | Chunk::Adverb);
        (inside && opens && matches!(self.chunk(close + 1), Chunk::Noun(_))).then_some(close)
    }

    /// A participle after a noun that the search may go past: `a raid conducted south of`.
    fn skipped(&self, sentence: &Sentence, verb: usize) -> bool {
        sentence.predicates[verb].form == Form::Participle
    }

    /// Whether a past form only describes the noun before it, because `by` follows.
    fn reduced(&self, sentence: &Sentence, at: usize) -> bool {
        matches!(self.chunk(at + 1), Chunk::Preposition(token) if sentence.word_class(token, Class::AgentPreposition))
    }

    /// The chunk after the list that begins at `at`.
    fn after_list(&self, sentence: &Sentence, at: usize) -> usize {
        let mut at = at;
        for _ in 0..30 {
            let Chunk::Noun(this) = self.chunk(at) else { break };
            let Some(next) = sentence.phrases[this].next else { break };
            let step = (1..=3).find(|step| self.chunk(at + step) == Chunk::Noun(next));
            let Some(step) = step else { break };
            at += step;
        }
        at + 1
    }

    /// Prepositions and times before the subject: `In Lowford, police shot`, and between it and the verb.
    fn fronted(&self, sentence: &Sentence, at: usize, this: &mut Predicate) {
        if this.form != Form::Finite {
            return;
        }
        let mut place = at;
        let mut subject = false;
        for _ in 0..REACH {
            let Some(before) = place.checked_sub(1) else { break };
            match self.chunk(before) {
                Chunk::Time(time) => this.times.extend(sentence.times.get(time).map(|(index, _)| *index)),
                Chunk::Noun(phrase) => {
                    if let Chunk::Preposition(token) = self.before(before) {
                        this.obliques.push((token, phrase));
                    } else if this.subject.contains(&phrase) {
                        subject = true;
                    } else if subject
                        || !this.subject.is_empty() && !matches!(self.before(before), Chunk::Comma)
                    {
                        break;
                    }
                }
                Chunk::Preposition(_) | Chunk::Comma | Chunk::Adverb | Chunk::Other => {}
                Chunk::And(_) if !subject => {}
                // `the nine killed on Monday, two guards died`: the time belongs to the participle.
                Chunk::Verb(verb) if self.skipped(sentence, verb) => {
                    let others = &sentence.predicates[verb].times;
                    this.times.retain(|index| !others.contains(index));
                    break;
                }
                _ => break,
            }
            place = before;
        }
    }
}

/// The first phrase of the list that a phrase stands in.
fn first_of_list(sentence: &Sentence, phrase: usize) -> usize {
    let mut first = phrase;
    for before in (phrase.saturating_sub(30)..phrase).rev() {
        if sentence.phrases[before].next == Some(first) {
            first = before;
        }
    }
    first
}

/// A phrase and those after it in its list.
pub(super) fn members(sentence: &Sentence, phrase: usize) -> Vec<usize> {
    let mut members = vec![phrase];
    let mut at = phrase;
    while let Some(next) = sentence.phrases[at].next.filter(|next| *next > at) {
        members.push(next);
        at = next;
    }
    members
}

/// The clause of each token: it changes where one is opened or closed.
fn numbers(sentence: &Sentence, chunks: &[Chunk], ends: &[usize]) -> Vec<u32> {
    let mut clauses = Vec::with_capacity(sentence.tokens.len());
    let mut clause = 0;
    for (chunk, end) in chunks.iter().zip(ends) {
        if matches!(chunk, Chunk::Relative | Chunk::Subordinator(_) | Chunk::Break) {
            clause += 1;
        }
        clauses.resize((*end).min(sentence.tokens.len()).max(clauses.len()), clause);
    }
    clauses.resize(sentence.tokens.len(), clause);
    clauses
}
