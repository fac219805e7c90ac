//! Subjects: of verbs with a tense, infinitives, forms in `-ing`, relative clauses and lists of verbs.

use super::{
    super::{lexis::Class, predicate::Form, sentence::Sentence},
    Clauses,
    chunk::Chunk,
    list::{first_of_list, members},
};
use crate::tag::Tag;

impl Clauses<'_> {
    pub(super) fn subject(&mut self, sentence: &mut Sentence, at: usize, predicate: usize) {
        let form = sentence.predicates[predicate].form;
        match form {
            Form::Infinitive => self.infinitive(sentence, at, predicate),
            Form::Gerund => self.gerund(sentence, at, predicate),
            _ => self.finite(sentence, at, predicate),
        }
    }

    /// `tried to shoot`, `ordered soldiers to shoot`, `are believed to have been killed`.
    pub(super) fn infinitive(&mut self, sentence: &mut Sentence, at: usize, predicate: usize) {
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

    pub(super) fn gerund(&mut self, sentence: &mut Sentence, at: usize, predicate: usize) {
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
                let Some((mut place, mut governor)) = self.verb_before(sentence, at, true) else { return };
                // `Guards shot at them, witnesses said, killing nine`: those who say so killed nobody.
                let aside = sentence.word_class(sentence.predicates[governor].head, Class::Clausal)
                    && place >= 2
                    && matches!(self.chunk(place - 1), Chunk::Noun(_))
                    && self.chunk(place - 2) == Chunk::Comma
                    && self.chunk(place + 1) == Chunk::Comma;
                if aside && let Some(told) = self.verb_before(sentence, place - 2, true) {
                    (place, governor) = told;
                }
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
    pub(super) fn behind_relative(
        &self,
        sentence: &Sentence,
        place: usize,
        governor: usize,
        gerund: usize,
    ) -> usize {
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

    pub(super) fn finite(&mut self, sentence: &mut Sentence, at: usize, predicate: usize) {
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
        // `Tom Ode, 22 died`: the age is no subject.
        if let (Chunk::Noun(age), Chunk::Comma) = (self.before(start), self.before(start.saturating_sub(1)))
            && let Chunk::Noun(name) = self.before(start.saturating_sub(2))
        {
            let (age, name) = (&sentence.phrases[age], &sentence.phrases[name]);
            let bare = age.start + 1 == age.end && sentence.tag(age.start) == Tag::CD;
            if bare && sentence.tag(name.head).is_proper() {
                start -= 2;
            }
        }
        // `destroyed the post and "eliminated" nine men`: a word in quotation marks that the list goes through.
        if matches!(self.before(start), Chunk::Quote)
            && matches!(self.before(start - 1), Chunk::And(_))
            && matches!(self.chunk(at + 1), Chunk::Quote)
        {
            start -= 1;
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
    pub(super) fn opens(&self, at: usize) -> bool {
        let Some(preposition) = at.checked_sub(1) else { return false };
        matches!(self.chunk(preposition), Chunk::Preposition(_))
            && matches!(self.before(preposition), Chunk::Break | Chunk::Quote | Chunk::Comma)
    }

    /// `entered the school, shot a teacher`: before the comma stands what the verb before it is done to.
    pub(super) fn after_object(&self, sentence: &Sentence, comma: usize) -> bool {
        let Chunk::Noun(_) = self.before(comma) else { return false };
        let first = self.list_start(sentence, comma - 1);
        let Chunk::Verb(verb) = self.before(first) else { return false };
        let verb = &sentence.predicates[verb];
        verb.form == Form::Finite
            && verb.antecedent.is_none()
            && !sentence.word_class(verb.head, Class::Clausal)
    }

    /// The verb before the clause, of which the clause is the content: `said that`, `said soldiers shot`.
    pub(super) fn governor(&self, sentence: &Sentence, subject: usize) -> Option<usize> {
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

    pub(super) fn relative(&mut self, sentence: &mut Sentence, relative: usize, predicate: usize) {
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
    pub(super) fn act_before(
        &self,
        sentence: &Sentence,
        relative: usize,
        nearest: usize,
        predicate: usize,
    ) -> usize {
        let head = sentence.predicates[predicate].head;
        let harms = sentence.word_class(head, Class::Harm) || sentence.word_class(head, Class::Cause);
        let person = sentence.word_class(sentence.phrases[nearest].head, Class::Person);
        let place = (0..relative).rev().take(4).find(|at| self.chunk(*at) == Chunk::Noun(nearest));
        let Some(mut at) = place.filter(|_| harms && !person) else { return nearest };
        // `strikes on clinics in Lowford that killed nine`
        for _ in 0..3 {
            match (self.before(at), at.checked_sub(1).map(|at| self.before(at))) {
                (Chunk::Preposition(_), Some(Chunk::Noun(act))) => {
                    if sentence.word_class(sentence.phrases[act].head, Class::ActNoun) {
                        return act;
                    }
                    at -= 2;
                }
                _ => break,
            }
        }
        nearest
    }

    /// The phrase that the relative word at a chunk describes.
    pub(super) fn antecedent(&self, relative: usize) -> Option<usize> {
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
    pub(super) fn coordinated(&mut self, sentence: &mut Sentence, at: usize, predicate: usize) {
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
        let tag_of_head = sentence.tag(main.head);
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
        // `have shot and killed a driver`
        let perfect = main.form == Form::Finite && !main.passive && tag_of_head == Tag::VBN;
        if this.form == Form::Participle && perfect && has_object {
            (this.passive, this.form) = (false, Form::Finite);
            this.subject.clone_from(&main.subject);
        }
        this.governor = main.governor;
        this.antecedent = main.antecedent;
        self.left[predicate] = self.left[before];
    }

    /// Whether the words before a chunk are a list of offices: `the editor and founder of the paper`.
    pub(super) fn offices(&self, sentence: &Sentence, outer: usize) -> bool {
        let Some(last) = outer.checked_sub(1) else { return false };
        let list = matches!(self.chunk(last), Chunk::Noun(_)) && self.list_start(sentence, last) < last;
        let whose = last.checked_sub(1).is_some_and(|at| matches!(self.chunk(at), Chunk::Preposition(_)));
        list || whose && (outer.saturating_sub(7)..outer).any(|at| matches!(self.chunk(at), Chunk::And(_)))
    }
}
