//! Noun phrases by the tags of their words: no word of a language is named here.

use super::{
    lexis::{Class, Word},
    sentence::{Run, Sentence},
};
use crate::tag::{Shape, Tag};
use assize_record::Span;

/// A noun phrase without what follows its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// First token.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The word that says what it is.
    pub head: usize,
    /// The phrase that owns it: `the army` in `the army's killing`.
    pub possessor: Option<usize>,
    /// The next phrase of the same list: `two men`, `a boy` in `two men and a boy`.
    pub next: Option<usize>,
    /// The preposition before it.
    pub preposition: Option<usize>,
    /// The tokens of its number with the words that bound it, where a number stands in it.
    pub number: Option<Run>,
    /// The index of that number among the numbers of the document.
    pub counted: Option<usize>,
}

impl Phrase {
    /// Its tokens.
    pub const fn run(&self) -> Run {
        self.start..self.end
    }
}

/// Finds the phrases. `taken` says which tokens belong to a time, `numbers` are the numbers of the sentence with their bounds.
pub(super) fn find(sentence: &mut Sentence, numbers: &[(usize, Span)]) {
    let taken = taken(sentence);
    let mut numbers = numbers.iter().peekable();
    let mut found: Vec<Phrase> = Vec::new();
    let mut at = 0;
    while at < sentence.tokens.len() {
        let token = sentence.tokens[at];
        while numbers.next_if(|(_, span)| span.end <= token.start).is_some() {}
        let number = numbers.peek().filter(|(_, span)| span.start == token.start && !taken[at]);
        let number = number.map(|(index, span)| (*index, sentence.tokens_in(*span)));
        if taken[at] {
            at += 1;
            continue;
        }
        let scan = Scan { sentence, taken: &taken };
        if scan.dateline(at) {
            at += 1;
            continue;
        }
        let from = number.as_ref().map_or(at, |(_, run)| run.end.max(at + 1));
        let Some(mut phrase) = scan.phrase(at, from, number.is_some()) else {
            at += 1;
            continue;
        };
        if let Some((index, run)) = number {
            (phrase.counted, phrase.number) = (Some(index), Some(run));
        } else if let Some((index, span)) =
            numbers.peek().filter(|(_, span)| sentence.tokens_in(*span).end <= phrase.end)
        {
            let run = sentence.tokens_in(*span);
            if run.start >= phrase.start && run.start < run.end {
                (phrase.counted, phrase.number) = (Some(*index), Some(run));
            }
        }
        // In `Monday's raid` nobody owns it.
        let of_time = at.checked_sub(2).is_some_and(|before| taken[before]);
        let owned = at.checked_sub(1).filter(|before| sentence.tag(*before) == Tag::POS && !of_time);
        phrase.possessor = owned.and(found.len().checked_sub(1));
        at = phrase.end;
        if sentence.tag(at) == Tag::POS {
            at += 1;
        }
        found.push(phrase);
    }
    sentence.phrases = found;
}

fn taken(sentence: &Sentence) -> Vec<bool> {
    let mut taken = vec![false; sentence.tokens.len()];
    for (_, run) in &sentence.times {
        for token in taken.get_mut(run.clone()).into_iter().flatten() {
            *token = true;
        }
    }
    taken
}

struct Scan<'s> {
    sentence: &'s Sentence,
    taken: &'s [bool],
}

/// A phrase longer than this is no phrase: tables and lists of names would cost time.
const LONGEST: usize = 40;

impl Scan<'_> {
    fn tag(&self, at: usize) -> Tag {
        if self.taken.get(at) == Some(&true) { Tag::STOP } else { self.sentence.tag(at) }
    }

    fn word(&self, at: usize) -> Word {
        self.sentence.words.get(at).copied().unwrap_or_default()
    }

    /// The phrase that begins at `start`; its words are looked at from `from` on, where a number was read before it.
    fn phrase(&self, start: usize, from: usize, number: bool) -> Option<Phrase> {
        let mut at = from;
        let mut head = None;
        if number {
            head = from.checked_sub(1);
            if head.is_some_and(|head| self.word(head).is(Class::Quantity)) && self.counts(at) {
                at += 1;
            }
            // `five (5) men`
            if self.tag(at) == Tag::LRB && self.tag(at + 1) == Tag::CD && self.tag(at + 2) == Tag::RRB {
                at += 3;
            }
        }
        let single = |head: usize, end: usize| Phrase {
            start,
            end,
            head,
            possessor: None,
            next: None,
            preposition: None,
            number: None,
            counted: None,
        };
        // `♦ 3-4 injured`: the mark of a list.
        let mark = self.sentence.tokens.get(at).is_some_and(|token| token.shape == Shape::Mark);
        if !number && mark && !matches!(self.tag(at), Tag::DOLLAR | Tag::OPEN | Tag::DT) {
            return None;
        }
        if !number {
            match self.tag(at) {
                Tag::PRP | Tag::WP | Tag::EX => return Some(single(at, at + 1)),
                Tag::WDT | Tag::WPS => return None,
                _ => {}
            }
        }
        let mut noun = false;
        while at < self.sentence.tokens.len() && at < start + LONGEST {
            // `the May 3 killing`: a time between a determiner and its noun belongs to the phrase.
            if self.taken[at] && !noun && at > start && self.determines(at - 1) && self.goes_on(at) {
                at += 1;
                continue;
            }
            let tag = self.tag(at);
            if tag.is_noun() || tag == Tag::GW || tag == Tag::FW {
                if noun && self.breaks(at) {
                    break;
                }
                (head, noun) = (Some(at), true);
                // `Harrow Special Service (HSS) soldiers`
                let named = self.tag(at + 2).is_proper() && self.tag(at + 3) == Tag::RRB;
                if self.tag(at + 1) == Tag::LRB && named && matches!(self.tag(at + 4), Tag::NN | Tag::NNS) {
                    at += 3;
                }
                // `tens of thousands of marchers`
                if self.word(at).is(Class::Quantity) && tag == Tag::NNS && self.counts(at + 1) {
                    noun = false;
                    at += 1;
                }
            } else if self.modifies(start, at, noun) {
                if noun && matches!(tag, Tag::DT | Tag::PRPS | Tag::PDT | Tag::PRP) {
                    break;
                }
                if matches!(tag, Tag::CD | Tag::DT | Tag::JJ | Tag::JJR | Tag::JJS | Tag::VBN | Tag::VBG)
                    && !noun
                {
                    head = Some(at);
                }
            } else {
                break;
            }
            at += 1;
        }
        let mut end = at;
        while end > start + 1 && self.dangles(end - 1) {
            end -= 1;
        }
        let head = head.filter(|head| *head < end)?;
        // A determiner, adjective or participle alone is a phrase only where it can be one.
        if !noun && !number && !self.stands_alone(start, end) {
            return None;
        }
        Some(single(head, end))
    }

    /// Whether what a word of number counts stands behind a preposition at `at`.
    fn counts(&self, at: usize) -> bool {
        let next = self.tag(at + 1);
        self.tag(at) == Tag::IN
            && self.word(at).is(Class::PartWord)
            && (next.is_noun() || matches!(next, Tag::JJ | Tag::VBN) && self.tag(at + 2).is_noun())
    }

    /// Whether a token is a determiner, or belongs to a time behind one.
    fn determines(&self, at: usize) -> bool {
        matches!(self.tag(at), Tag::DT | Tag::PRPS) || self.taken[at]
    }

    /// Whether a noun stands behind a time.
    fn goes_on(&self, at: usize) -> bool {
        let after = (at..self.taken.len()).find(|next| !self.taken[*next]);
        after.is_some_and(|next| {
            self.tag(next).is_noun() || matches!(self.tag(next), Tag::JJ | Tag::VBN | Tag::COMMA | Tag::VBG)
        }) && after.is_some_and(|next| self.tag(next) != Tag::COMMA)
    }

    /// A place in capitals at the beginning of a text, with words that are not behind it: `LOWFORD Police said`.
    fn dateline(&self, start: usize) -> bool {
        let shape =
            |at: usize| self.sentence.tokens.get(at).map(|token| (token.shape, token.end - token.start));
        start == 0
            && matches!(shape(0), Some((Shape::Upper, length)) if length > 4)
            && matches!(shape(1), Some((Shape::Capital, _)))
    }

    /// Whether a word may stand before the head of a phrase.
    fn modifies(&self, start: usize, at: usize, noun: bool) -> bool {
        let next = self.tag(at + 1);
        let before_noun =
            next.is_noun() || matches!(next, Tag::JJ | Tag::CD | Tag::VBN | Tag::VBG | Tag::HYPH);
        match self.tag(at) {
            Tag::DT | Tag::PRPS | Tag::PDT => !noun,
            Tag::CD => {
                !noun || self.joined(at) || at > 0 && self.sentence.tag(at - 1).is_proper() && !before_noun
            }
            // `shot dead five men`: the phrase begins at the number.
            Tag::JJ if at == start && matches!(next, Tag::CD | Tag::DT) && self.word(at).is(Class::Dead) => {
                false
            }
            Tag::JJ | Tag::JJR | Tag::JJS | Tag::DOLLAR | Tag::SYM => !noun || before_noun || self.joined(at),
            // `the wounded men`, not `men wounded`.
            Tag::VBN | Tag::VBG => {
                !noun && at > start && (next.is_noun() || matches!(next, Tag::JJ | Tag::HYPH))
                    || noun && self.joined(at) && next.is_noun()
                    || !noun && at == start && next.is_noun() && self.describes(at)
                    || self.nominal(start, at)
            }
            Tag::RB | Tag::RBR | Tag::RBS => {
                at > start && !noun && matches!(next, Tag::JJ | Tag::VBN | Tag::CD | Tag::JJR)
            }
            Tag::HYPH => at > start && next != Tag::STOP && self.tight(at),
            Tag::IN | Tag::TO | Tag::CC => at > start && self.tight(at) && self.tight_after(at),
            Tag::OPEN => at > start && (next.is_noun() || next == Tag::JJ) && self.closes_soon(at),
            Tag::CLOSE => at > start && !noun && next.is_noun(),
            Tag::LS => false,
            _ => false,
        }
    }

    /// `the killing of`, `his shooting by`: a form in `-ing` that is named like a thing.
    fn nominal(&self, start: usize, at: usize) -> bool {
        self.tag(at) == Tag::VBG
            && at > start
            && matches!(self.tag(start), Tag::DT | Tag::PRPS)
            && matches!(self.tag(at + 1), Tag::IN | Tag::STOP | Tag::COMMA)
    }

    /// A participle at the start of a phrase describes its noun: `captured soldiers`.
    fn describes(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or(Tag::STOP, |before| self.tag(before));
        let auxiliary = at.checked_sub(1).is_some_and(|before| self.word(before).is(Class::Auxiliary));
        self.tag(at) == Tag::VBN
            && (before.is_verb() && before != Tag::VBN && !auxiliary
                || matches!(before, Tag::IN | Tag::STOP | Tag::CC | Tag::COMMA | Tag::CD))
            && !self.word(at).is(Class::Auxiliary)
    }

    /// A second noun begins a phrase of its own: `the man police killed`, `last week police`.
    fn breaks(&self, at: usize) -> bool {
        let (this, before) = (self.sentence.tag(at), self.sentence.tag(at - 1));
        let acts = matches!(this, Tag::NN | Tag::NNS)
            && (self.word(at).is(Class::Force) || self.word(at).is(Class::ForceMember));
        let person = self.word(at - 1).is(Class::Person) && before == Tag::NN;
        // `In Lowford gunmen killed`
        let doer = matches!(this, Tag::NNS) && self.word(at).is(Class::Person) || acts;
        let first = (0..at).rev().take_while(|back| self.sentence.tag(*back).is_proper()).last();
        let place = first
            .and_then(|first| first.checked_sub(1))
            .is_some_and(|before| self.word(before).is(Class::Locative));
        let verb = self.tag(at + 1).is_finite() && !self.word(at + 1).is(Class::Auxiliary);
        if doer && before == Tag::NNP && place && verb && !self.word(at - 1).is(Class::Demonym) {
            return true;
        }
        // `During the operation troops killed`, `In the raid police officers killed`
        let officers = self.tag(at + 1) == Tag::NNS
            && self.word(at + 1).is(Class::Person)
            && self.tag(at + 2).is_finite();
        if doer && before == Tag::NN && self.word(at - 1).is(Class::ActNoun) && (verb || officers) {
            return self.opens_clause(at);
        }
        acts && person
            && self.tag(at + 1).is_verb()
            && !self.word(at - 1).is(Class::Force)
            && !self.word(at - 1).is(Class::ForceMember)
    }

    /// Whether the phrase before `at` stands behind a preposition that opens a clause.
    fn opens_clause(&self, at: usize) -> bool {
        let part = |back: &usize| {
            let tag = self.sentence.tag(*back);
            tag.is_noun() || matches!(tag, Tag::DT | Tag::JJ | Tag::CD | Tag::VBN | Tag::HYPH)
        };
        let first = (0..at).rev().take_while(part).last();
        let preposition = first.and_then(|first| first.checked_sub(1));
        preposition.filter(|at| self.sentence.tag(*at) == Tag::IN).is_some_and(|preposition| {
            let before = preposition.checked_sub(1).map(|before| self.sentence.tag(before));
            matches!(before, None | Some(Tag::COMMA | Tag::COLON | Tag::OPEN | Tag::IN))
        })
    }

    fn joined(&self, at: usize) -> bool {
        self.sentence.tag(at.wrapping_sub(1)) == Tag::HYPH || self.sentence.tag(at + 1) == Tag::HYPH
    }

    /// No space before the token.
    fn tight(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.sentence.tokens.get(before));
        before.zip(self.sentence.tokens.get(at)).is_some_and(|(before, this)| before.end == this.start)
    }

    fn tight_after(&self, at: usize) -> bool {
        self.tight(at + 1)
    }

    fn closes_soon(&self, at: usize) -> bool {
        (at + 1..at + 5).any(|next| self.sentence.tag(next) == Tag::CLOSE)
    }

    /// Words that end no phrase.
    fn dangles(&self, at: usize) -> bool {
        matches!(self.tag(at), Tag::HYPH | Tag::OPEN | Tag::IN | Tag::TO | Tag::CC | Tag::RB | Tag::DOLLAR)
    }

    /// Whether words without a noun are a phrase: `those`, `two`, `the wounded`, `others`.
    fn stands_alone(&self, start: usize, end: usize) -> bool {
        let first = self.tag(start);
        match end - start {
            1 => match first {
                Tag::CD => true,
                Tag::DT => {
                    let next = self.tag(end);
                    self.sentence.tokens.get(start).is_some_and(|token| token.shape != Shape::Mark)
                        && (next.is_finite()
                            || matches!(
                                next,
                                Tag::IN | Tag::VBN | Tag::WP | Tag::STOP | Tag::COMMA | Tag::VBG
                            ))
                }
                Tag::JJ => self.word(start).is(Class::Person),
                _ => false,
            },
            _ => matches!(first, Tag::DT | Tag::CD | Tag::PRPS | Tag::JJ | Tag::JJR | Tag::JJS | Tag::RB),
        }
    }
}
