//! Tags that the words beside them show to be wrong, put right once for all layers.

use super::lexis::{
    ACTS, AGENT, BEFALLS, CLAUSAL, DEAD, FIRES, FORCE, GUNFIRE, HURTS, LIGHT, ONTO, OPENS, WEAPON,
};
use crate::tag::{Shape, Tag, Token};

/// The tokens of a sentence with the tags that the lexicon knows of each word.
struct Mend<'t> {
    tokens: &'t mut [Token],
    /// For each token a bit for each tag of its readings.
    known: &'t [u64],
}

/// Mends the tags of a sentence. `known` are for each token the tags of its readings in the lexicon.
pub(super) fn tags(tokens: &mut [Token], known: &[u64]) {
    let mut mend = Mend { tokens, known };
    for at in 0..mend.tokens.len() {
        mend.noun(at);
        mend.verb(at);
    }
    for at in 0..mend.tokens.len() {
        mend.past(at);
    }
    mend.headline();
}

impl Mend<'_> {
    fn tag(&self, at: usize) -> Tag {
        self.tokens.get(at).map_or(Tag::STOP, |token| token.tag)
    }

    fn set(&mut self, at: usize, tag: Tag) {
        if let Some(token) = self.tokens.get_mut(at) {
            token.tag = tag;
        }
    }

    /// Whether the lexicon has the word with a tag.
    fn may_be(&self, at: usize, tag: Tag) -> bool {
        self.known.get(at).is_some_and(|known| known & (1 << tag.0) != 0)
    }

    /// The place before `at`, over adverbs.
    fn over_adverbs(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|before| {
            !self.tag(*before).is_adverb() && !matches!(self.tag(*before), Tag::OPEN | Tag::CLOSE)
        })
    }

    /// The place after `at`, over adverbs.
    fn past_adverbs(&self, at: usize) -> usize {
        (at + 1..self.tokens.len()).find(|next| !self.tag(*next).is_adverb()).unwrap_or(self.tokens.len())
    }

    fn noun_like(&self, at: usize) -> bool {
        // `on 3 May 2030 left`: the last word of a date.
        let date = self.tag(at) == Tag::CD
            && at.checked_sub(1).is_some_and(|at| self.tag(at).is_proper() || self.tag(at) == Tag::COMMA);
        date || self.tag(at).is_noun() || matches!(self.tag(at), Tag::PRP | Tag::WP | Tag::WDT)
    }

    fn begins_phrase(&self, at: usize) -> bool {
        matches!(self.tag(at), Tag::DT | Tag::CD | Tag::PRP | Tag::PRPS | Tag::JJ | Tag::JJS | Tag::PDT)
            || self.tag(at).is_noun()
    }

    /// Whether a number with its bound begins here: `at least five`, `up to nine`, `as many as 30`, `more than 20`, `nearly 40`.
    fn hedged(&self, at: usize) -> bool {
        let tag = |ahead: usize| self.tag(at + ahead);
        let count = |ahead: usize| tag(ahead) == Tag::CD;
        match tag(0) {
            Tag::JJR | Tag::RBR => tag(1) == Tag::IN && count(2),
            Tag::IN if matches!(tag(1), Tag::JJS | Tag::RBS) => count(2),
            Tag::RB | Tag::RP | Tag::IN if tag(1) == Tag::TO => count(2),
            Tag::RB | Tag::IN if tag(1) == Tag::JJ && tag(2) == Tag::IN => count(3),
            Tag::RB => count(1),
            _ => false,
        }
    }

    /// Nouns that were taken for verbs: `guards shot a man`, `killed by shelling.`
    fn noun(&mut self, at: usize) {
        let next = self.past_adverbs(at);
        let plural = matches!(self.tag(at), Tag::VBZ | Tag::VBP) && self.may_be(at, Tag::NNS);
        if plural && matches!(self.tag(next), Tag::VBD | Tag::VBN | Tag::MD) && !self.may_be(at, Tag::MD) {
            self.set(at, Tag::NNS);
        }
        // `for killings and tortures along the border`
        let listed = at > 2
            && self.tag(at - 1) == Tag::CC
            && self.tag(at - 2) == Tag::NNS
            && self.tag(at - 3) == Tag::IN
            && matches!(self.tag(at + 1), Tag::IN | Tag::STOP | Tag::COMMA);
        if plural && listed {
            self.set(at, Tag::NNS);
        }
        // `seven suspected members`
        let before = at.checked_sub(1).map_or(Tag::STOP, |before| self.tag(before));
        if self.tag(at) == Tag::VBD
            && matches!(before, Tag::CD | Tag::DT | Tag::JJ | Tag::PRPS)
            && self.tag(at + 1).is_noun()
        {
            self.set(at, Tag::VBN);
        }
        // `shot two men near Brill`: a preposition taken for a relative pronoun
        if self.tag(at) == Tag::WDT && self.may_be(at, Tag::IN) && !self.marked(at, OPENS) {
            self.set(at, Tag::IN);
        }
        // `was` and `were` taken for participles
        if self.tag(at) == Tag::VBN && !self.may_be(at, Tag::VBN) && self.may_be(at, Tag::VBD) {
            self.set(at, Tag::VBD);
        }
        // `POLIRIO carried out`: a name in capitals of which no noun is known
        if self.tag(at) == Tag::NN
            && self.tokens[at].shape == Shape::Upper
            && self.tokens[at].end - self.tokens[at].start > 2
            && !self.may_be(at, Tag::NN)
        {
            self.set(at, Tag::NNP);
        }
        // `to parliament`, `immunity from`: the lexicon has the word as a noun alone.
        let verbs = [Tag::VB, Tag::VBP, Tag::VBZ, Tag::VBD, Tag::VBN, Tag::VBG];
        let nouns = self.may_be(at, Tag::NN) || self.may_be(at, Tag::NNS);
        if matches!(self.tag(at), Tag::VB | Tag::VBP | Tag::VBZ)
            && nouns
            && !verbs.into_iter().any(|tag| self.may_be(at, tag))
        {
            self.set(at, if self.may_be(at, Tag::NNS) { Tag::NNS } else { Tag::NN });
        }
        // `Northern military kills rebel leader`, a headline
        let told = self.tokens.iter().any(|token| token.tag.is_finite());
        if self.tag(at) == Tag::NNS
            && self.marked(at, HURTS)
            && self.may_be(at, Tag::VBZ)
            && !told
            && (before.is_noun() || before == Tag::JJ)
            && (self.tag(at + 1).is_noun() || matches!(self.tag(at + 1), Tag::CD | Tag::JJ | Tag::DT))
        {
            self.set(at, Tag::VBZ);
        }
        // `a party official died`
        let told = matches!(self.tag(at + 1), Tag::VBD | Tag::VBZ | Tag::MD);
        // `a compound in Brill`
        let placed = before == Tag::DT && self.tag(at + 1) == Tag::IN;
        let headless = told && (before.is_noun() || before == Tag::DT) || placed;
        if self.tag(at) == Tag::JJ && self.may_be(at, Tag::NN) && headless {
            self.set(at, Tag::NN);
        }
        // `said that two policemen died`
        let counts = matches!(self.tag(at + 1), Tag::CD | Tag::NNS | Tag::NNPS | Tag::DT | Tag::PRP);
        if self.tag(at) == Tag::DT
            && self.marked(at, OPENS)
            && counts
            && at > 0
            && self.marked(at - 1, CLAUSAL)
            && before.is_verb()
        {
            self.set(at, Tag::IN);
        }
        // `a secret directive signed`: a noun of which no adjective is known
        let described =
            matches!(before, Tag::DT | Tag::JJ | Tag::VBN | Tag::CD | Tag::PRPS) || before.is_proper();
        let only_noun = self.may_be(at, Tag::NN) && !self.may_be(at, Tag::JJ);
        let heads = !self.tag(at + 1).is_noun() && !matches!(self.tag(at + 1), Tag::JJ | Tag::HYPH);
        if self.tag(at) == Tag::JJ && only_noun && described && heads {
            self.set(at, Tag::NN);
        }
        // `the shooting the town was calm`
        if self.tag(at) == Tag::VBG
            && self.may_be(at, Tag::NN)
            && before == Tag::DT
            && matches!(self.tag(at + 1), Tag::DT | Tag::COMMA)
        {
            self.set(at, Tag::NN);
        }
        // `the unlawful killing of`
        if self.tag(at) == Tag::VBG
            && self.may_be(at, Tag::NN)
            && matches!(before, Tag::JJ | Tag::DT | Tag::CD | Tag::POS)
            && self.tag(at + 1) == Tag::IN
        {
            self.set(at, Tag::NN);
        }
        // `for targeted killing`
        let described = before == Tag::VBN
            && at.checked_sub(2).is_some_and(|at| matches!(self.tag(at), Tag::IN | Tag::DT));
        if self.tag(at) == Tag::VBG && self.may_be(at, Tag::NN) && described {
            self.set(at, Tag::NN);
        }
        let gerund = self.tag(at) == Tag::VBG && self.may_be(at, Tag::NN);
        if gerund && at > 0 && self.tag(at - 1) == Tag::IN && !self.begins_phrase(at + 1) {
            self.set(at, Tag::NN);
        }
    }

    /// Past forms that were taken for adjectives, nouns or base forms: `soldiers shot two men`, `a man shot by police`.
    fn verb(&mut self, at: usize) {
        let tag = self.tag(at);
        let own = self.may_be(at, tag);
        let Some(before) = self.over_adverbs(at) else { return };
        // `Sergeant Carl Brill shot Tom Ode`
        let names = self.marked(at, FORCE)
            && self.tokens[at].shape == Shape::Lower
            && self.tag(before).is_proper()
            && self.tag(at + 1).is_proper();
        let object = matches!(self.tag(at + 1), Tag::DT | Tag::CD | Tag::PRP | Tag::PRPS | Tag::PDT)
            || self.tag(at + 1).is_noun() && matches!(self.tag(before), Tag::PRP | Tag::NNS)
            || names;
        let described = matches!(self.tag(before), Tag::DT | Tag::JJ | Tag::PRPS | Tag::CD);
        // `shot and killed a driver`
        let pair = self.tag(at + 1) == Tag::CC && matches!(self.tag(at + 2), Tag::VBN | Tag::VBD);
        let subject = self.noun_like(before);
        let past = subject && self.may_be(at, Tag::VBD);
        let adjective = tag == Tag::JJ && !own;
        let noun = tag == Tag::NN && !described;
        // `fatally shot Tom Ode`, `shot dead the gunman`, `shot to death`
        let adverb = at.checked_sub(1).is_some_and(|at| self.tag(at).is_adverb());
        let dead = self.marked(at + 1, DEAD) || self.tag(at + 1) == Tag::TO && self.marked(at + 2, DEAD);
        // `The military shot dead`
        let force = self.tag(before) == Tag::JJ
            && self.may_be(before, Tag::NN)
            && before > 0
            && self.tag(before - 1) == Tag::DT;
        if matches!(tag, Tag::JJ | Tag::NN) && self.may_be(at, Tag::VBD) && dead && force {
            self.set(before, Tag::NN);
            self.set(at, Tag::VBD);
            return;
        }
        let shoots = matches!(tag, Tag::JJ | Tag::NN)
            && self.may_be(at, Tag::VBD)
            && (dead && !described
                || adverb && (self.tag(at + 1).is_proper() || self.tag(at + 1) == Tag::IN))
            && (subject || self.tag(before) == Tag::CC);
        let told = shoots
            || past
                && ((adjective || noun) && (pair || object)
                    || tag == Tag::NN && self.relative(before)
                    || adjective
                        && self.tag(at + 1) == Tag::IN
                        && !self.tokens.iter().any(|token| token.tag.is_finite()));
        // `were deliberately and slowly shot`
        let mut auxiliary = before;
        while self.tag(auxiliary) == Tag::CC && auxiliary > 0 && self.tag(auxiliary - 1).is_adverb() {
            let Some(further) = self.over_adverbs(auxiliary) else { break };
            auxiliary = further;
        }
        if adjective && self.may_be(at, Tag::VBN) && self.tag(auxiliary).is_verb() && auxiliary + 1 < at {
            self.set(at, Tag::VBN);
            return;
        }
        // `Units of the battalion shot, without warning, all the men`
        let only = noun
            && past
            && self.marked(before, ACTS)
            && self.tag(at + 1) == Tag::COMMA
            && !self.tokens.iter().any(|token| token.tag.is_finite());
        let told = told || only;
        let listed = tag == Tag::VB
            && self.may_be(at, Tag::VBD)
            && self.tag(before) == Tag::CC
            && self.told_before(before);
        if matches!(tag, Tag::NN | Tag::JJ) && self.may_be(at, Tag::VBN) && subject && self.by(at + 1) {
            self.set(at, Tag::VBN);
        } else if told || listed {
            self.set(at, Tag::VBD);
        } else if tag == Tag::PRPS && !self.begins_phrase(at + 1) && self.tag(before).is_verb() {
            self.set(at, Tag::PRP);
        }
    }

    /// `whom soldiers shot`: the noun before it is the subject of a relative clause.
    fn relative(&self, subject: usize) -> bool {
        subject.checked_sub(1).is_some_and(|at| matches!(self.tag(at), Tag::WP | Tag::WDT))
    }

    /// A past tense shortly before, without a base form after it: `arrested the editor and beat`.
    fn told_before(&self, at: usize) -> bool {
        let verb = (at.saturating_sub(12)..at).rev().find(|before| self.tag(*before).is_verb());
        verb.is_some_and(|verb| self.tag(verb) == Tag::VBD)
    }

    fn by(&self, at: usize) -> bool {
        self.known.get(at).is_some_and(|known| known & AGENT != 0) && self.begins_phrase(at + 1)
    }

    /// A past participle without an auxiliary before what it is done to has a tense: `the army killed nine rebels`.
    fn past(&mut self, at: usize) {
        let Some(before) = self.over_adverbs(at) else { return };
        // `a directive signed by the minister allows`
        let doing = |tag: Tag| matches!(tag, Tag::VBZ | Tag::VBP | Tag::VBD | Tag::MD);
        let rest = (at + 1..self.tokens.len()).take_while(|next| {
            !matches!(self.tag(*next), Tag::CC | Tag::COMMA | Tag::COLON | Tag::WP | Tag::WDT)
        });
        if self.tag(at) == Tag::VBD
            && self.may_be(at, Tag::VBN)
            && self.tag(before).is_noun()
            && self.by(at + 1)
            && rest.map(|next| self.tag(next)).any(doing)
        {
            self.set(at, Tag::VBN);
        }
        // `soldiers stationed at the gate opened fire`, `a raid carried out by guards left`: of two past forms without anything that joins
        // them, the first describes, and the second has an object.
        if self.tag(at) == Tag::VBD
            && self.may_be(at, Tag::VBN)
            && !self.marked(at, BEFALLS)
            && !self.marked(at, CLAUSAL)
            && self.tag(before).is_noun()
            && before + 1 == at
            && self.second_past(at).is_some_and(|second| self.begins_phrase(second + 1))
        {
            self.set(at, Tag::VBN);
        }
        // `the patient, a local man, succumbed to his wounds`: nobody can do that to another.
        if self.tag(at) == Tag::VBN
            && self.marked(at, BEFALLS)
            && self.may_be(at, Tag::VBD)
            && !self.tag(before).is_verb()
        {
            self.set(at, Tag::VBD);
        }
        // `the raid carried out on 3 May in Brill was`, `a raid, conducted in May`: a verb that takes an event as object has none here.
        let described = self.tag(before).is_noun() || self.tag(before) == Tag::COMMA;
        let behind = at + 1 + usize::from(self.tag(at + 1) == Tag::RP);
        let told_before = (0..at).any(|other| self.tag(other).is_finite());
        if self.tag(at) == Tag::VBD
            && self.may_be(at, Tag::VBN)
            && (self.marked(at, LIGHT) || self.tag(at + 1) == Tag::RP && self.tag(before) == Tag::COMMA)
            && described
            && told_before
            && (self.tag(behind) == Tag::IN || self.tag(behind) == Tag::RB)
        {
            self.set(at, Tag::VBN);
        }
        if self.tag(at) != Tag::VBN {
            return;
        }
        // `The dead included two guards`
        let those = self.tag(before) == Tag::JJ && before > 0 && self.tag(before - 1) == Tag::DT;
        let subject = self.noun_like(before) || those;
        // `shot and killed a driver`
        let mut last = at;
        while self.tag(last + 1) == Tag::CC && self.tag(last + 2) == Tag::VBN {
            last += 2;
        }
        let object = self.begins_phrase(last + 1) || self.hedged(last + 1);
        let second =
            self.tag(before) == Tag::CC && (0..before).rev().take(12).any(|at| self.tag(at) == Tag::VBD);
        let apposed =
            self.tag(before) == Tag::COMMA && !self.tokens.iter().any(|token| token.tag.is_finite());
        // `the man that police killed was`
        let described = subject
            && self.tag(last + 1).is_finite()
            && before > 0
            && (self.relative(before) || self.tag(before - 1).is_noun());
        if object && (subject || second || apposed) || described || subject && self.only_verb(before, last) {
            self.set(at, Tag::VBD);
        }
    }

    /// `Navy strikes boat off Orba`, `Police open fire on crowd`: the only verb of a headline, taken for a noun. It agrees with those who act.
    fn headline(&mut self) {
        if self.tokens.last().is_none_or(|last| last.tag == Tag::STOP) {
            return;
        }
        self.headline_suffers();
        if self.tokens.iter().any(|token| token.tag.is_verb() && token.tag != Tag::VBG) {
            return;
        }
        let opens = |tag: Tag| tag.is_noun() || matches!(tag, Tag::JJ | Tag::CD | Tag::DT);
        let subject = self.tokens.iter().take_while(|token| opens(token.tag)).count();
        let verb = (1..subject).find_map(|at| {
            let (before, next) = (at - 1, at + 1);
            let many = self.tag(before) == Tag::NNS || self.may_be(before, Tag::NNS);
            let form = match self.tag(at) {
                Tag::NN | Tag::JJ if self.may_be(at, Tag::VB) && many => Tag::VBP,
                Tag::NNS if self.may_be(at, Tag::VBZ) && self.tag(before) != Tag::NNS => Tag::VBZ,
                _ => return None,
            };
            let noun = self.tag(at) != Tag::JJ;
            let onto = noun && self.marked(at, FIRES) && self.marked(next, ONTO) && opens(self.tag(next + 1));
            let whom = noun && self.marked(at, FORCE) && opens(self.tag(next)) && !self.marked(next, FORCE);
            // `open fire`
            let lets_off = self.marked(at, LIGHT) && self.marked(next, GUNFIRE);
            let who = self.marked(before, ACTS) || self.marked(before, WEAPON);
            (who && (onto || whom || lets_off)).then_some((at, form))
        });
        if let Some((at, form)) = verb {
            // `Jets bomb market`: who acts is no adjective.
            if self.tag(at - 1) == Tag::JJ {
                self.set(at - 1, if form == Tag::VBP { Tag::NNS } else { Tag::NN });
            }
            self.set(at, form);
        }
    }

    /// `Boat struck off Orba; four dead`: in a headline the form in `-ed` without an object tells what was done to its subject, unless that
    /// is somebody or something that attacks.
    fn headline_suffers(&mut self) {
        let Some(at) = self.tokens.iter().position(|token| token.tag.is_finite()) else { return };
        let Some(before) = at.checked_sub(1).filter(|before| self.tag(*before).is_noun()) else { return };
        let next = self.tag(at + 1);
        let bare = matches!(next, Tag::IN | Tag::RP | Tag::COMMA | Tag::COLON)
            && !(self.marked(at + 1, ONTO) && self.marked(at, FIRES));
        let attacks =
            self.marked(before, ACTS) || self.marked(before, WEAPON) || self.tag(before).is_proper();
        if self.tag(at) == Tag::VBD && self.may_be(at, Tag::VBN) && self.marked(at, FORCE) && bare && !attacks
        {
            self.set(at, Tag::VBN);
        }
    }

    /// The past form that follows another behind phrases with prepositions alone: `opened` in `stationed at the gate opened fire`.
    fn second_past(&self, at: usize) -> Option<usize> {
        let from = at + 1 + usize::from(self.tag(at + 1) == Tag::RP);
        if self.tag(from) != Tag::IN || self.marked(from, OPENS) && !self.marked(from, AGENT) {
            return None;
        }
        let second = (from + 1..self.tokens.len()).find(|next| {
            let tag = self.tag(*next);
            let phrase = tag.is_noun()
                || matches!(tag, Tag::DT | Tag::JJ | Tag::CD | Tag::PRPS | Tag::POS | Tag::HYPH)
                || tag == Tag::IN && !self.marked(*next, OPENS);
            !phrase
        })?;
        let past = self.tag(second) == Tag::VBD && !self.marked(second, CLAUSAL);
        (past && self.tag(second - 1).is_noun()).then_some(second)
    }

    fn marked(&self, at: usize, mark: u64) -> bool {
        self.known.get(at).is_some_and(|known| known & mark != 0)
    }

    /// Whether a participle behind the noun at `before` is the only verb that its clause can have: `after guards fired on a crowd`. Behind a
    /// subordinator those who act must be named, for a clause may be none there: `after a raid conducted near the port`.
    fn only_verb(&self, before: usize, last: usize) -> bool {
        if self.by(last + 1) || self.tag(last + 1) == Tag::STOP {
            return false;
        }
        // `Eleven people killed in a raid`, a headline
        if self.marked(last, HURTS) && !self.begins_phrase(last + 1) && !self.hedged(last + 1) {
            return false;
        }
        let mut opens = None;
        for at in (0..=before).rev() {
            let tag = self.tag(at);
            if tag.is_finite() {
                return false;
            }
            let clause = matches!(tag, Tag::WRB | Tag::COLON)
                || tag == Tag::IN && self.known.get(at).is_some_and(|known| known & OPENS != 0);
            if clause {
                opens = Some(at);
                break;
            }
            // `Guards guarding the camp shot at them`: the form in -ing describes those who act.
            let describes = tag == Tag::VBG && at > 0 && self.marked(at - 1, ACTS);
            if tag.is_verb() && !describes || matches!(tag, Tag::WDT | Tag::WP | Tag::TO) {
                return false;
            }
        }
        let acts =
            self.known.get(before).is_some_and(|known| known & ACTS != 0) || self.tag(before).is_proper();
        if opens.is_some_and(|at| self.tag(at) == Tag::IN) && !acts {
            return false;
        }
        // No other verb with a tense follows, up to the next clause; `officials said` at the end is no clause of its own.
        let mut comma = false;
        for at in last + 1..self.tokens.len() {
            let tag = self.tag(at);
            comma |= tag == Tag::COMMA;
            if matches!(tag, Tag::CC | Tag::WP | Tag::WDT | Tag::WRB | Tag::COLON | Tag::STOP) {
                return true;
            }
            // `acknowledged on Tuesday that it had struck`
            let marks = |at: usize, mark: u64| self.known.get(at).is_some_and(|known| known & mark != 0);
            if tag == Tag::IN && marks(at, OPENS) && marks(last, CLAUSAL) {
                return true;
            }
            let speaks = self.known.get(at).is_some_and(|known| known & CLAUSAL != 0);
            if tag.is_finite() && !(speaks && comma) {
                return false;
            }
        }
        true
    }
}
