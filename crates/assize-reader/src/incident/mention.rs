//! What a sentence tells of acts: each with those it was done to, by whom, when and where.

use super::{
    Fate, Kind, Stage, date,
    lexicon::{self, Act, Class, Noun},
    perpetrator::{self, Certainty, Perpetrator},
    place::{self, Home, Named, Place},
    target::{self, Target},
    view::{Phrase, View, phrases},
};
use crate::{tag::Tag, timex::Time};
use assize_record::{Edtf, Span};

/// One telling of an act.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) kind: Option<Kind>,
    pub(super) stage: Stage,
    pub(super) span: Span,
    pub(super) rule: &'static str,
    pub(super) sentence: usize,
    pub(super) paragraph: usize,
    pub(super) targets: Vec<Target>,
    pub(super) things: Vec<Span>,
    pub(super) weapons: Vec<Span>,
    pub(super) perpetrators: Vec<Perpetrator>,
    pub(super) date: Option<(Edtf, Span, bool)>,
    pub(super) place: Option<Place>,
    /// Whether it can stand for an incident of its own; else it only adds to one told elsewhere.
    pub(super) full: bool,
    pub(super) nobody_hurt: bool,
}

/// Words beside those of the lexicon that make a sentence worth reading.
const ASIDE: &[&str] = &[
    "fire",
    "bomb",
    "bombs",
    "grenade",
    "grenades",
    "dynamite",
    "explosive",
    "explosives",
    "blew",
    "blown",
    "unhurt",
    "unharmed",
    "uninjured",
    "responsibility",
    "responsible",
    "blamed",
    "blames",
    "accused",
    "accuses",
    "attributed",
    "perpetrated",
    "perpetrators",
    "credit",
    "casualties",
    "victims",
    "mortar",
    "mortars",
    "missile",
    "rocket",
    "rockets",
];

/// Things that go off with a bomb in them.
const CAN_EXPLODE: &[&str] = &[
    "car",
    "cars",
    "bus",
    "truck",
    "trucks",
    "vehicle",
    "van",
    "plane",
    "aircraft",
    "boat",
    "ship",
    "motorcycle",
    "pipeline",
    "tanker",
];

/// Whether a word in small letters may tell of an act.
pub(super) fn may_tell(word: &str) -> bool {
    !lexicon::acts(word).is_empty() || ASIDE.contains(&word)
}

/// A sentence taken apart for reading.
struct Told<'v> {
    view: &'v View<'v>,
    phrases: Vec<Phrase>,
    places: Vec<Named>,
    times: &'v [Time],
    sentence: usize,
    paragraph: usize,
}

/// Finds what a sentence tells of acts.
pub(super) fn mentions(
    view: &View<'_>,
    sentence: usize,
    paragraph: usize,
    times: &[Time],
    home: &Home,
    into: &mut Vec<Mention>,
) {
    let told =
        Told { view, phrases: phrases(view), places: place::named(view, home), times, sentence, paragraph };
    let mut blamed = Vec::new();
    for at in 0..view.len() {
        if let Some(mention) =
            told.bomb(at).or_else(|| told.fire(at)).or_else(|| told.hostage(at)).or_else(|| told.unhurt(at))
        {
            into.push(mention);
            continue;
        }
        blamed.extend(told.blame(at));
        let acts = lexicon::acts(view.word(at));
        if acts.is_empty() {
            continue;
        }
        let tag = view.tag(at);
        let of = |class: Class| acts.iter().find(|act| act.class == class);
        let numbered = of(Class::State).filter(|_| told.heads_number(at)).and_then(|act| told.state(at, act));
        if numbered.is_some() {
            into.extend(numbered);
            continue;
        }
        let participle =
            matches!(tag, Tag::JJ | Tag::NN) && view.word(at).ends_with("ed") && !view.tag(at + 1).is_noun();
        let mention = if tag.is_verb() || participle {
            of(Class::Act)
                .and_then(|act| told.act(at, act))
                .or_else(|| of(Class::Befall).and_then(|act| told.befall(at, act)))
        } else {
            None
        };
        let noun = || {
            of(Class::Noun).filter(|_| tag.is_noun() || tag == Tag::VBG).and_then(|act| told.noun(at, act))
        };
        let state = || of(Class::State).and_then(|act| told.state(at, act));
        // `the wounded`, `murdered priest`: the participle as an adjective.
        let adjective =
            || of(Class::Act).filter(|_| matches!(tag, Tag::JJ | Tag::VBN)).and_then(|act| told.act(at, act));
        into.extend(mention.or_else(noun).or_else(state).or_else(adjective));
    }
    into.append(&mut blamed);
    let running = told.sums_up();
    let clash = told.clash();
    for mention in into.iter_mut().rev().take_while(|mention| mention.sentence == sentence) {
        told.weigh(mention, running, clash);
    }
}

impl Told<'_> {
    fn mention(&self, at: usize, kind: Option<Kind>, rule: &'static str) -> Mention {
        Mention {
            kind,
            stage: self.stage(at),
            span: self.view.span(at, at + 1),
            rule,
            sentence: self.sentence,
            paragraph: self.paragraph,
            targets: Vec::new(),
            things: Vec::new(),
            weapons: Vec::new(),
            perpetrators: Vec::new(),
            date: date::date_of(self.view, self.times, at),
            place: place::place_of(self.view, &self.places, at),
            full: false,
            nobody_hurt: false,
        }
    }

    /// The phrase that ends right before a token, over adverbs.
    fn phrase_before(&self, at: usize) -> Option<usize> {
        let at = self.back_over(at);
        let index = self.phrases.partition_point(|phrase| phrase.end <= at).checked_sub(1)?;
        (self.phrases[index].end == at).then_some(index)
    }

    /// Back over adverbs, days and what stands in brackets: `the front (XYZ) today also`.
    fn back_over(&self, at: usize) -> usize {
        let mut at = at;
        while at > 0 {
            let before = at - 1;
            if self.view.is(before, &[")", "]"]) {
                let open = (before.saturating_sub(12)..before).rev().find(|i| self.view.is(*i, &["(", "["]));
                let Some(open) = open else { break };
                at = open;
            } else if self.view.tag(before).is_adverb()
                || self.view.is(before, &["\"", "”", "today", "yesterday", "tonight", "later", "also"])
            {
                at = before;
            } else {
                break;
            }
        }
        at
    }

    /// The phrase that starts at a token or up to `reach` after it, over adverbs, prepositions aside.
    fn phrase_after(&self, at: usize, reach: usize) -> Option<usize> {
        let index = self.phrases.partition_point(|phrase| phrase.start < at);
        let phrase = self.phrases.get(index)?;
        let between = at..phrase.start;
        let clear = between.clone().all(|i| {
            self.view.tag(i).is_adverb()
                || matches!(self.view.tag(i), Tag::CC | Tag::VBN | Tag::VBD | Tag::VBG | Tag::OPEN | Tag::RP)
                || self.view.is(i, &["\""])
        });
        (between.len() <= reach && clear).then_some(index)
    }

    /// From the end of a subject back to its head: over phrases in `of`, `from`, `in`.
    fn climb(&self, index: usize) -> usize {
        let mut index = index;
        for _ in 0..3 {
            let Some(before) = index.checked_sub(1) else { break };
            let (left, right) = (&self.phrases[before], &self.phrases[index]);
            let gap = right.start - left.end;
            if gap == 1
                && self.view.tag(left.end) == Tag::IN
                && !self.view.is(left.end, &["that", "because", "when", "after", "while", "before", "by"])
            {
                index = before;
            } else {
                break;
            }
        }
        index
    }

    /// The phrases joined with this one before it by commas and `and`, itself included.
    fn list_before(&self, index: usize) -> Vec<usize> {
        let mut list = vec![index];
        let mut right = index;
        while let Some(before) = right.checked_sub(1) {
            let left = self.phrases[before];
            let gap: Vec<usize> = (left.end..self.phrases[right].start).collect();
            let joins = !gap.is_empty()
                && gap.len() <= 3
                && gap.iter().all(|at| self.view.is(*at, &[",", "and", "as", "well", "or"]));
            if !joins || list.len() > 6 {
                break;
            }
            let climbed = self.climb(before);
            list.push(climbed);
            right = climbed;
        }
        list.reverse();
        list
    }

    /// The phrases joined with this one after it, itself included; not the subject of a clause that follows.
    fn list_after(&self, index: usize) -> Vec<usize> {
        let mut list = vec![index];
        let mut left = target::measured(self.view, &self.phrases, index);
        while list.len() < 8 {
            let mut end = self.phrases[left].end;
            // Over a phrase in `of` or `from`.
            while let Some(next) = self.phrases.get(left + 1) {
                if next.start == end + 1 && self.view.is(end, &["of", "from", "in", "at"]) {
                    left += 1;
                    end = next.end;
                } else {
                    break;
                }
            }
            let Some(next) = self.phrases.get(left + 1) else { break };
            let gap: Vec<usize> = (end..next.start).collect();
            let joins = !gap.is_empty()
                && gap.len() <= 4
                && gap.iter().all(|at| self.view.is(*at, &[",", "and", "as", "well", "or", "including"]));
            if !joins || self.opens_clause(left + 1) {
                break;
            }
            left += 1;
            list.push(left);
            left = target::measured(self.view, &self.phrases, left);
        }
        list
    }

    fn opens_clause(&self, index: usize) -> bool {
        let end = self.phrases[index].end;
        let next = (end..end + 2).find(|at| !self.view.tag(*at).is_adverb()).unwrap_or(end);
        self.view.tag(next).is_finite()
    }

    /// Whether the sentence counts over a stretch of time: `in the past year`, `so far`.
    fn sums_up(&self) -> bool {
        let stretch = ["years", "months", "weeks", "decade", "year"];
        (0..self.view.len()).any(|at| {
            let view = self.view;
            view.is(at, &["last", "past", "recent"])
                && (at + 1..at + 4).any(|i| view.is(i, &stretch))
                && !view.is(at.wrapping_sub(1), &["of"])
                || view.is(at, &["so"]) && view.is(at + 1, &["far"])
                || view.is(at, &["since"]) && view.tag(at + 1) == Tag::CD
        })
    }

    /// Whether the sentence tells of fighting between armed sides.
    fn clash(&self) -> bool {
        let words = [
            "clash",
            "clashes",
            "clashed",
            "combat",
            "combats",
            "fighting",
            "battle",
            "battles",
            "skirmish",
            "skirmishes",
            "firefight",
            "confrontation",
            "confrontations",
            "offensive",
        ];
        (0..self.view.len()).any(|at| self.view.is(at, &words))
    }

    /// Takes from a mention the right to stand for an incident where it is general, sums up, or tells of fighting.
    fn weigh(&self, mention: &mut Mention, running: bool, clash: bool) {
        let counted = |target: &Target| target.name.is_some() || !target.amount.plural;
        let definite = mention.targets.iter().any(counted) || mention.date.is_some();
        let civil =
            mention.targets.iter().any(|target| target.name.is_some() || target.noun == Noun::Civilian)
                || !mention.things.is_empty();
        if clash && !civil {
            mention.full = false;
            mention.targets.clear();
        }
        let at = self.view.tokens.partition_point(|token| token.start < mention.span.start);
        let tag = self.view.tag(at);
        let many = tag == Tag::NNS && mention.rule == "incident.noun" && !self.counted_noun(at);
        let general = matches!(tag, Tag::VBZ | Tag::VBP | Tag::VBG) && mention.rule == "incident.act" || many;
        if general && !definite {
            mention.full = false;
        }
        let named = mention.targets.iter().any(|target| target.name.is_some());
        if running && !named && mention.date.is_none() {
            mention.full = false;
        }
    }

    /// Whether a plural noun for acts is counted: `two attacks`.
    fn counted_noun(&self, at: usize) -> bool {
        let index = self.phrases.partition_point(|phrase| phrase.end <= at);
        self.phrases.get(index).is_some_and(|phrase| (phrase.start..at).any(|i| self.view.tag(i) == Tag::CD))
    }

    /// Whether a token ends a phrase that begins with a number: `30 wounded`.
    fn heads_number(&self, at: usize) -> bool {
        let index = self.phrases.partition_point(|phrase| phrase.end <= at);
        self.phrases.get(index).is_some_and(|phrase| {
            phrase.head == at && (phrase.start..phrase.head).any(|i| self.view.tag(i) == Tag::CD)
        })
    }

    /// Takes phrases as those the act was done to: people and things; a named person with what is said of them is one.
    fn strike(&self, mention: &mut Mention, list: &[usize], fate: Option<Fate>) {
        let told = fate;
        let fate = fate.filter(|_| mention.stage == Stage::Accomplished);
        for index in list {
            if self.dated(*index) {
                continue;
            }
            let people = told.is_some_and(|fate| fate != Fate::Freed);
            if let Some(target) = target::target(self.view, &self.phrases, *index, fate, people) {
                let apposed = mention.targets.last_mut().filter(|last| apposes(last, &target));
                match apposed {
                    Some(last) => join(last, target),
                    None => mention.targets.push(target),
                }
            } else if told.is_none_or(|fate| fate == Fate::Detained) || mention.kind == Some(Kind::Bombing) {
                let phrase = &self.phrases[target::measured(self.view, &self.phrases, *index)];
                if phrase.is_thing(self.view) {
                    mention.things.push(self.view.span(phrase.start, phrase.end));
                }
            }
        }
        let struck = !mention.targets.is_empty() || !mention.things.is_empty();
        mention.full |= struck && (mention.kind.is_some() || told.is_some());
    }

    /// Who did it: `by NAME` soon after, or the subject of the verb.
    fn doers(&self, mention: &mut Mention, at: usize, subject: Option<usize>) {
        let by = (at + 1..(at + 14).min(self.view.len())).find(|i| self.view.is(*i, &["by"]));
        let index = subject.or_else(|| by.and_then(|by| self.phrase_after(by + 1, 1)));
        let Some(index) = index else { return };
        let mut found = Vec::new();
        for phrase in self.list_after(index).into_iter().chain([index + 1]) {
            let near = self
                .phrases
                .get(phrase)
                .filter(|p| phrase == index || p.start <= self.phrases[index].end + 3);
            let Some(phrase) = near else { continue };
            found.extend(perpetrator::doers(self.view, phrase));
        }
        for mut doer in found {
            doer.certainty = perpetrator::certainty(self.view, at, doer.span);
            if !mention.perpetrators.iter().any(|known| known.span == doer.span) {
                mention.perpetrators.push(doer);
            }
        }
    }

    /// Who is said to have done what is told nearby: `claimed responsibility`, `blamed the army`, `was perpetrated by`.
    fn blame(&self, at: usize) -> Option<Mention> {
        let view = self.view;
        let is = |words: &[&str]| view.is(at, words);
        let index = if is(&["blamed", "blames", "blame", "blaming", "accused", "accuses", "accusing"]) {
            match self.auxiliary(at) {
                Some(auxiliary) => self.subject(auxiliary),
                None => self.phrase_after(at + 1, 1),
            }
        } else if is(&["attributed"]) {
            let to = (at + 1..at + 8).find(|i| view.is(*i, &["to"]))?;
            self.phrase_after(to + 1, 1)
        } else if is(&[
            "perpetrated",
            "committed",
            "carried",
            "staged",
            "launched",
            "planned",
            "ordered",
            "executed",
        ]) {
            let by = (at + 1..at + 5).find(|i| view.is(*i, &["by"]))?;
            self.phrase_after(by + 1, 1)
        } else if is(&["responsibility", "credit"]) {
            let verb = (at.saturating_sub(4)..at).rev().find(|i| {
                view.is(
                    *i,
                    &[
                        "claimed", "claims", "claiming", "claim", "took", "taken", "admitted", "accepted",
                        "assumed",
                    ],
                )
            })?;
            let first = self.auxiliary(verb).unwrap_or(verb);
            let before = (0..first)
                .rev()
                .find(|i| !view.is(*i, &["has", "have", "had", "today", "yesterday", "also", ","]))?;
            self.subject(first).or_else(|| self.phrase_before(before + 1))
        } else if is(&["responsible"]) {
            let be = (at.saturating_sub(4)..at)
                .rev()
                .find(|i| view.is(*i, &["is", "are", "was", "were", "be", "been"]))?;
            self.subject(be)
        } else {
            None
        }?;
        let mut mention = self.mention(at, None, "incident.blame");
        mention.date = None;
        mention.place = None;
        self.doers(&mut mention, at, Some(index));
        if !mention.perpetrators.iter().any(|doer| doer.organisation) {
            self.nearby(&mut mention, at);
        }
        (!mention.perpetrators.is_empty()).then_some(mention)
    }

    /// Armed groups that the sentence names anywhere beside the act, where it says that somebody is suspected or admits it.
    fn nearby(&self, mention: &mut Mention, at: usize) {
        if !mention.perpetrators.iter().all(|doer| !doer.organisation) {
            return;
        }
        let mut i = 0;
        while i < self.view.len() {
            let Some((end, span)) = perpetrator::group_at(self.view, i) else {
                i += 1;
                continue;
            };
            i = end;
            let target = mention.targets.iter().any(|t| t.description.is_some_and(|d| d.overlaps(&span)));
            let certainty = perpetrator::certainty(self.view, at, span);
            if !target && (certainty != Certainty::Fact || mention.rule == "incident.blame") {
                mention.perpetrators.push(Perpetrator { span, organisation: true, state: false, certainty });
                return;
            }
        }
    }

    fn stage(&self, at: usize) -> Stage {
        let before = at.saturating_sub(5)..at;
        if before.clone().any(|i| {
            self.view
                .is(i, &["threatened", "threatens", "threatening", "threat", "threats", "vowed", "warned"])
        }) {
            return Stage::Threatened;
        }
        let tried = [
            "attempted",
            "attempt",
            "attempts",
            "tried",
            "trying",
            "failed",
            "foiled",
            "plot",
            "planned",
            "planning",
            "frustrated",
            "thwarted",
            "plan",
            "plans",
        ];
        if before.into_iter().any(|i| self.view.is(i, &tried))
            || self.view.is(at + 1, &["attempt", "attempts", "plot"])
        {
            return Stage::Attempted;
        }
        Stage::Accomplished
    }

    /// Whether the act is wished for, denied, general or yet to come.
    fn unreal(&self, at: usize) -> bool {
        let before = at.saturating_sub(4)..at;
        let unreal = [
            "would", "could", "may", "might", "will", "should", "can", "if", "not", "never", "cannot", "n't",
            "must", "shall", "whether", "without", "avoid", "prevent",
        ];
        let clause = before
            .clone()
            .rev()
            .take_while(|i| !self.view.is(*i, &[",", ";", "that", "and", "but"]))
            .collect::<Vec<_>>();
        let to = self.view.tag(at) == Tag::VB && clause.first().is_some_and(|i| self.view.is(*i, &["to"]));
        to || clause.iter().any(|i| self.view.is(*i, &unreal))
    }

    fn act(&self, at: usize, act: &Act) -> Option<Mention> {
        let mut mention = self.mention(at, act.kind, "incident.act");
        let bare = self.view.tag(at) == Tag::VB;
        if mention.stage == Stage::Accomplished && (bare || self.unreal(at)) {
            return None;
        }
        // `killed and wounded`: what the coordinated verb has, this one has too.
        let auxiliary = self.auxiliary(at);
        let object = self.phrase_after(at + 1, 3);
        let passive = auxiliary.is_some();
        if passive {
            if let Some(index) = auxiliary.and_then(|aux| self.subject(aux)) {
                let list = self.list_before(index);
                self.strike(&mut mention, &list, act.fate);
            }
            self.doers(&mut mention, at, None);
        } else if let Some(object) = object.filter(|_| {
            !(self.view.tag(at) == Tag::VBN
                && self.view.is(at + 1, &["by", "in", "on", "during", "near", "at"]))
        }) {
            let list = self.list_after(object);
            self.strike(&mut mention, &list, act.fate);
            // `detonated a bomb at the bank`
            let phrase = self.phrases[object];
            if act.kind == Some(Kind::Bombing) && phrase.is_weapon(self.view) {
                mention.weapons.push(self.view.span(phrase.start, phrase.end));
                self.sites(&mut mention, phrase.head);
                mention.full = true;
            }
            let subject = self.subject(at).filter(|_| !matches!(self.view.tag(at), Tag::VBG));
            if mention.full {
                self.doers(&mut mention, at, subject.map(|s| self.climb(s)));
            }
        } else if matches!(self.view.tag(at), Tag::VBN | Tag::VBD) {
            // `10 union members killed in the attack`
            if let Some(index) = self.phrase_before(at) {
                let list = self.list_before(self.climb(index));
                self.strike(&mut mention, &list, act.fate);
            }
            self.doers(&mut mention, at, None);
        }
        if !mention.full {
            self.against(&mut mention, at, act.fate);
        }
        self.nearby(&mut mention, at);
        Some(mention)
    }

    /// The form of `be` that makes a participle passive.
    fn auxiliary(&self, at: usize) -> Option<usize> {
        let be = ["was", "were", "been", "being", "is", "are", "be", "got"];
        let mut i = at;
        for _ in 0..8 {
            i = i.checked_sub(1)?;
            if self.view.is(i, &be) {
                // Back to the first word of the verb: `have been`, `had been`.
                while i > 0
                    && (self.view.is(i - 1, &["have", "has", "had", "been", "also", "were", "was"])
                        || self.view.tag(i - 1).is_adverb())
                {
                    i -= 1;
                }
                return Some(i);
            }
            let over = self.view.tag(i).is_adverb()
                || matches!(self.view.tag(i), Tag::VBN | Tag::VBD | Tag::CC)
                || self.view.is(i, &[","]);
            if !over {
                return None;
            }
        }
        None
    }

    /// The subject of the verb that begins at a token: over relative pronouns and what stands between commas.
    fn subject(&self, at: usize) -> Option<usize> {
        let mut at = self.back_over(at);
        while at > 0 && self.view.is(at - 1, &["who", "which", "that", "have", "has", "had"]) {
            at = self.back_over(at - 1);
        }
        if at > 0 && self.view.is(at - 1, &[","]) {
            // `NAME, the mayor of X, was`: the phrase before the first comma, if its other end is near.
            let open = (at.saturating_sub(18)..at - 1).rev().find(|i| self.view.is(*i, &[","]));
            let inner = self.phrase_before(at - 1);
            if let Some(open) = open
                && let Some(index) = self.phrase_before(open)
                && self.phrases[index].is_people(self.view)
            {
                return Some(
                    inner
                        .filter(|inner| {
                            super::view::name(self.view, &self.phrases[*inner]).is_some()
                                || self.list_before(self.climb(*inner)).len() > 2
                        })
                        .map_or(index, |i| self.climb(i)),
                );
            }
            return inner.map(|index| self.climb(index));
        }
        self.phrase_before(at).map(|index| self.climb(index))
    }

    /// What the act was against: `attack on NAME`, `fired at NAME`.
    fn against(&self, mention: &mut Mention, at: usize, fate: Option<Fate>) {
        let end = self.phrases.iter().find(|p| p.start <= at && at < p.end).map_or(at + 1, |p| p.end);
        for i in end..(end + 2).min(self.view.len()) {
            if self.view.is(i, &["on", "against", "at", "upon"])
                && let Some(index) = self.phrase_after(i + 1, 1)
                && !self.dated(index)
            {
                let list = self.list_after(index);
                self.strike(mention, &list, fate);
                return;
            }
        }
    }

    /// Whether a phrase is a time: `on 3 May`.
    fn dated(&self, index: usize) -> bool {
        let phrase = &self.phrases[index];
        let span = self.view.span(phrase.start, phrase.end);
        self.times.iter().any(|time| time.span.overlaps(&span))
    }

    fn befall(&self, at: usize, act: &Act) -> Option<Mention> {
        if self.unreal(at) || self.view.tag(at) == Tag::VB {
            return None;
        }
        let mut mention = self.mention(at, act.kind, "incident.befall");
        let subject = self.subject(at)?;
        if act.kind.is_none() {
            let list = self.list_before(subject);
            self.strike(&mut mention, &list, act.fate);
            mention.things.clear();
            return mention.full.then_some(mention);
        }
        // Something exploded: in front of what?
        let phrase = &self.phrases[subject];
        if !phrase.is_weapon(self.view) && !self.view.is(phrase.head, CAN_EXPLODE) {
            return None;
        }
        mention.weapons.push(self.view.span(phrase.start, phrase.end));
        self.sites(&mut mention, at);
        mention.full = true;
        self.nearby(&mut mention, at);
        Some(mention)
    }

    /// Things near which something was set or went off.
    fn sites(&self, mention: &mut Mention, at: usize) {
        for i in at + 1..(at + 10).min(self.view.len()) {
            if self.view.is(i, &["in", "at", "near", "outside", "inside", "of", "under", "against", "by"])
                && let Some(index) = self.phrase_after(i + 1, 0)
                && self.phrases[index].is_thing(self.view)
            {
                for index in self.list_after(index) {
                    let phrase = &self.phrases[index];
                    mention.things.push(self.view.span(phrase.start, phrase.end));
                }
                return;
            }
        }
    }

    fn noun(&self, at: usize, act: &Act) -> Option<Mention> {
        let mut kind = act.kind;
        let phrase_at = self.phrases.partition_point(|p| p.end <= at);
        let phrase = self.phrases.get(phrase_at).filter(|p| p.start <= at && at < p.end).copied();
        if let Some(phrase) = phrase {
            let armed = (phrase.start..at)
                .any(|i| self.view.is(i, &["bomb", "dynamite", "car-bomb", "explosive", "bombing"]));
            if armed && kind == Some(Kind::Attack) && act.fate.is_none() {
                kind = Some(Kind::Bombing);
            }
            // `murder charges`, `attack helicopters`: the noun is not what is told of.
            let last = phrase.head;
            if last != at
                && self.view.tag(last).is_noun()
                && lexicon::acts(self.view.word(last)).is_empty()
                && !self.view.is(last, &["attempt", "attempts"])
            {
                return None;
            }
        }
        let mut mention = self.mention(at, kind, "incident.noun");
        if self.unreal(at) {
            return None;
        }
        let end = phrase.map_or(at + 1, |p| p.end);
        if self.view.is(end, &["of"])
            && let Some(index) = self.phrase_after(end + 1, 1)
        {
            let list = self.list_after(index);
            self.strike(&mut mention, &list, act.fate);
            let phrase = self.phrases[index];
            if kind == Some(Kind::Bombing) && phrase.is_weapon(self.view) {
                mention.weapons.push(self.view.span(phrase.start, phrase.end));
                self.sites(&mut mention, phrase.head);
                mention.full = true;
            }
        } else {
            self.against(&mut mention, at, act.fate);
        }
        // `NAME's murder`
        if !mention.full
            && let Some(phrase) = phrase
            && let Some(possessive) = (phrase.start..at).find(|i| self.view.tag(*i) == Tag::POS)
        {
            let owner = Phrase { start: phrase.start, end: possessive, head: possessive.saturating_sub(1) };
            if owner.head >= owner.start && act.fate.is_some() {
                let target = target::target(self.view, &[owner], 0, act.fate, false);
                mention.targets.extend(target);
                mention.full |= !mention.targets.is_empty();
            }
        }
        if kind == Some(Kind::Bombing) && !mention.full {
            self.sites(&mut mention, at);
            let told_first =
                phrase.is_some_and(|p| self.view.is(p.start, &["a", "an", "two", "three", "several"]));
            let when_or_where = mention.date.is_some() || mention.place.is_some();
            mention.full |= !mention.things.is_empty() || told_first && when_or_where;
        }
        if kind.is_none() && !mention.full {
            return None;
        }
        // `the front carried out an attack`
        let carried = [
            "carried",
            "conducted",
            "launched",
            "staged",
            "perpetrated",
            "committed",
            "made",
            "mounted",
            "ordered",
            "planned",
        ];
        let verb = (at.saturating_sub(6)..at)
            .rev()
            .find(|i| self.view.is(*i, &carried) && self.view.tag(*i).is_verb());
        let subject = verb.filter(|verb| self.auxiliary(*verb).is_none()).and_then(|verb| self.subject(verb));
        self.doers(&mut mention, at, subject);
        self.nearby(&mut mention, at);
        Some(mention)
    }

    /// People in a state: `left 10 dead and 30 wounded`.
    fn state(&self, at: usize, act: &Act) -> Option<Mention> {
        let index = self
            .phrases
            .iter()
            .position(|p| p.start <= at && at < p.end)
            .or_else(|| self.phrase_before(at))?;
        if self.view.tag(self.phrases[index].start) == Tag::DT
            && self.view.is(self.phrases[index].start, &["no"])
        {
            return self.none_hurt(at);
        }
        let mut mention = self.mention(at, act.kind, "incident.state");
        let phrase = &self.phrases[index];
        let numbered = (phrase.start..phrase.end).any(|i| self.view.tag(i) == Tag::CD);
        let bodies = self.view.is(at, &["body", "bodies", "corpse", "corpses"]);
        if bodies {
            let of = self.phrase_after(phrase.end + 1, 1).filter(|_| self.view.is(phrase.end, &["of"]))?;
            let list = self.list_after(of);
            self.strike(&mut mention, &list, act.fate);
        } else if numbered || phrase.end <= at {
            let list = [index];
            self.strike(&mut mention, &list, act.fate);
        }
        mention.things.clear();
        mention.full.then_some(mention)
    }

    fn none_hurt(&self, at: usize) -> Option<Mention> {
        let mut mention = self.mention(at, None, "incident.unhurt");
        mention.nobody_hurt = true;
        Some(mention)
    }

    /// `no one was hurt`, `there were no casualties`, `escaped unharmed`.
    fn unhurt(&self, at: usize) -> Option<Mention> {
        let no = at.saturating_sub(6)..at;
        let hurt =
            ["injured", "hurt", "wounded", "killed", "casualties", "victims", "injuries", "deaths", "died"];
        if self.view.is(at, &hurt)
            && no.clone().any(|i| self.view.is(i, &["no", "nobody", "none", "neither"]))
        {
            return self.none_hurt(at);
        }
        if self.view.is(at, &["unhurt", "unharmed", "uninjured"]) {
            let mut mention = self.mention(at, None, "incident.unhurt");
            let verb = (at.saturating_sub(4)..at).find(|i| self.view.tag(*i).is_verb())?;
            let list = self.subject(verb).map(|index| self.list_before(index)).unwrap_or_default();
            self.strike(&mut mention, &list, Some(Fate::Unhurt));
            return Some(mention);
        }
        None
    }

    /// `a bomb was placed`, `threw a grenade`, `blew up the bridge`.
    fn bomb(&self, at: usize) -> Option<Mention> {
        let set = [
            "placed",
            "planted",
            "set",
            "hurled",
            "threw",
            "thrown",
            "launched",
            "activated",
            "deactivated",
            "defused",
            "went",
            "left",
            "tossed",
            "lobbed",
            "fired",
        ];
        if self.view.is(at, &["blew", "blown", "blowing"])
            && (self.view.is(at + 1, &["up"]) || self.view.is(at + 2, &["up"]))
        {
            let mut mention = self.mention(at, Some(Kind::Bombing), "incident.bomb");
            if let Some(index) = self.auxiliary(at).and_then(|aux| self.subject(aux)) {
                let list = self.list_before(index);
                self.strike(&mut mention, &list, None);
            } else if let Some(index) = self.phrase_after(at + 2, 1) {
                let list = self.list_after(index);
                self.strike(&mut mention, &list, None);
                self.doers(&mut mention, at, self.subject(at));
            }
            mention.full = true;
            self.nearby(&mut mention, at);
            return (!self.unreal(at)).then_some(mention);
        }
        if !self.view.is(at, &set) || !self.view.tag(at).is_verb() || self.unreal(at) {
            return None;
        }
        let explosive = |index: usize| {
            let phrase = self.phrases.get(index)?;
            let words = [
                "bomb",
                "bombs",
                "dynamite",
                "grenade",
                "grenades",
                "explosive",
                "explosives",
                "charge",
                "charges",
                "device",
                "devices",
                "mine",
                "mines",
                "cocktail",
                "cocktails",
            ];
            (phrase.start..phrase.end).any(|i| self.view.is(i, &words)).then_some(index)
        };
        let before = self
            .auxiliary(at)
            .map_or_else(|| self.phrase_before(at), |aux| self.subject(aux))
            .and_then(explosive);
        let after = self.phrase_after(at + 1, 1).and_then(explosive);
        let index = before.or(after)?;
        if self.view.is(at, &["went"]) && !self.view.is(at + 1, &["off"]) {
            return None;
        }
        let mut mention = self.mention(at, Some(Kind::Bombing), "incident.bomb");
        if self.view.is(at, &["deactivated", "defused"]) {
            mention.stage = Stage::Attempted;
        }
        let phrase = &self.phrases[index];
        mention.weapons.push(self.view.span(phrase.start, phrase.end));
        self.sites(&mut mention, at.max(phrase.end - 1));
        if mention.things.is_empty() {
            self.against(&mut mention, phrase.end.saturating_sub(1).max(at), None);
        }
        let subject = after.and_then(|_| self.subject(at));
        self.doers(&mut mention, at, subject);
        mention.full = true;
        self.nearby(&mut mention, at);
        Some(mention)
    }

    /// `set fire to the bus`, `set the bus on fire`, `opened fire on the crowd`.
    fn fire(&self, at: usize) -> Option<Mention> {
        if !self.view.is(at, &["fire"]) || self.unreal(at) {
            return None;
        }
        let before = at.saturating_sub(8)..at;
        let set = before.clone().rev().find(|i| self.view.is(*i, &["set", "setting", "setted"]));
        if let Some(set) = set {
            let mut mention = self.mention(at, Some(Kind::Arson), "incident.fire");
            let to = self.phrase_after(at + 2, 1).filter(|_| self.view.is(at + 1, &["to"]));
            let between = self
                .phrase_after(set + 1, 0)
                .filter(|index| self.phrases[*index].end <= at && self.phrases[*index].head < at);
            let passive = self.auxiliary(set).and_then(|aux| self.subject(aux));
            let list = to
                .map(|i| self.list_after(i))
                .or_else(|| passive.map(|i| self.list_before(i)))
                .or_else(|| between.map(|i| vec![i]))?;
            self.strike(&mut mention, &list, None);
            if passive.is_none() {
                self.doers(&mut mention, at, self.subject(set));
            }
            self.nearby(&mut mention, at);
            return mention.full.then_some(mention);
        }
        if before.clone().any(|i| self.view.is(i, &["opened", "open", "opening"])) {
            let mut mention = self.mention(at, Some(Kind::Attack), "incident.fire");
            self.against(&mut mention, at, None);
            let verb = before.clone().find(|i| self.view.is(*i, &["opened", "open", "opening"]))?;
            self.doers(&mut mention, at, self.subject(verb));
            return mention.full.then_some(mention);
        }
        None
    }

    /// `took three nuns hostage`, `held 20 people as hostages`, `seized hostages`.
    fn hostage(&self, at: usize) -> Option<Mention> {
        if !self.view.is(at, &["hostage", "hostages", "captive", "prisoner"]) || self.unreal(at) {
            return None;
        }
        let verb = (at.saturating_sub(10)..at).rev().find(|i| {
            self.view.is(
                *i,
                &["took", "take", "taken", "taking", "held", "holding", "hold", "seized", "keep", "kept"],
            )
        })?;
        let mut mention = self.mention(at, Some(Kind::Kidnapping), "incident.hostage");
        let passive = self.auxiliary(verb).and_then(|aux| self.subject(aux)).map(|i| self.list_before(i));
        let object = self.phrase_after(verb + 1, 1).map(|i| self.list_after(i));
        let list = passive.clone().or(object)?;
        self.strike(&mut mention, &list, Some(Fate::Detained));
        mention.things.clear();
        mention.full = !mention.targets.is_empty();
        if passive.is_none() {
            self.doers(&mut mention, at, self.subject(verb));
        }
        self.nearby(&mut mention, at);
        mention.full.then_some(mention)
    }
}

/// Whether the second is who the first is, set beside it: `NAME, the mayor`, `the mayor, NAME`.
fn apposes(first: &Target, second: &Target) -> bool {
    let single = |target: &Target| target.amount.min == Some(1) && target.amount.max == Some(1);
    let described = |target: &Target| target.description.is_some() && target.name.is_none();
    let bare = |target: &Target| target.name.is_some() && target.description.is_none();
    single(first)
        && single(second)
        && (bare(first) && described(second) && !matches!(second.noun, Noun::Anyone)
            || described(first) && bare(second))
}

fn join(first: &mut Target, second: Target) {
    first.name = first.name.or(second.name);
    first.description = first.description.or(second.description);
    if first.noun == Noun::Anyone {
        first.noun = second.noun;
    }
}
