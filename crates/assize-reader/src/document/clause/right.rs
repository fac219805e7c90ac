//! What stands after a verb group: objects, prepositions, times; and what stands before its subject.

use super::{
    super::{
        lexis::Class,
        predicate::{Form, Predicate},
        sentence::Sentence,
    },
    Clauses, REACH,
    chunk::Chunk,
    list::members,
};

impl Clauses<'_> {
    /// What stands after a verb group: objects, prepositions, times.
    pub(super) fn right(&mut self, sentence: &mut Sentence, at: usize, predicate: usize) {
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
                Chunk::Comma => {
                    // `shot, without warning, all the men`
                    if let Some(close) = self.aside(place).filter(|_| transitive && place == at + 1) {
                        place = close + 1;
                        continue;
                    }
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
    pub(super) fn aside(&self, comma: usize) -> Option<usize> {
        let close = (comma + 1..comma + 6).find(|at| self.chunk(*at) == Chunk::Comma)?;
        let inside = (comma + 1..close).all(|at| {
            matches!(self.chunk(at), Chunk::Preposition(_) | Chunk::Noun(_) | Chunk::Adverb | Chunk::Time(_))
        });
        let opens = matches!(self.chunk(comma + 1), Chunk::Preposition(_) | Chunk::Adverb);
        (inside && opens && matches!(self.chunk(close + 1), Chunk::Noun(_))).then_some(close)
    }

    /// Whether the name at a chunk says where the place before it lies: `in Brill, Harrow Province`.
    pub(super) fn lies_in(&self, sentence: &Sentence, at: usize) -> bool {
        let mut at = at;
        for _ in 0..4 {
            let Chunk::Noun(phrase) = self.chunk(at) else { return false };
            let head = sentence.phrases[phrase].head;
            let place = sentence.tag(head).is_proper() || sentence.word_class(head, Class::PlaceNoun);
            if !place {
                return false;
            }
            match (self.before(at), at.checked_sub(2)) {
                (Chunk::Preposition(token), _) => {
                    return sentence.word_class(token, Class::Locative)
                        && !sentence.word_class(token, Class::Surface);
                }
                (Chunk::Comma, Some(before)) => at = before,
                _ => return false,
            }
        }
        false
    }

    /// A participle after a noun that the search may go past: `a raid conducted south of`.
    pub(super) fn skipped(&self, sentence: &Sentence, verb: usize) -> bool {
        sentence.predicates[verb].form == Form::Participle
    }

    /// Whether a past form only describes the noun before it, because `by` follows.
    pub(super) fn reduced(&self, sentence: &Sentence, at: usize) -> bool {
        matches!(self.chunk(at + 1), Chunk::Preposition(token) if sentence.word_class(token, Class::AgentPreposition))
    }

    /// The chunk after the list that begins at `at`.
    pub(super) fn after_list(&self, sentence: &Sentence, at: usize) -> usize {
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
    pub(super) fn fronted(&self, sentence: &Sentence, at: usize, this: &mut Predicate) {
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
                    } else if subject && self.lies_in(sentence, before) {
                        // `in Brill, Harrow Province, three farmers were killed`
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
