//! What a sentence tells of acts: each with those it was done to, by whom, when and where.

mod doer;
mod special;
mod syntax;
mod weight;

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
    /// Whether the words say that it is another act than those told before: `meanwhile`, `a second bomb`.
    pub(super) another: bool,
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
    "threats",
    "threat",
    "threatened",
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
        if let Some(mention) = told
            .bomb(at)
            .or_else(|| told.fire(at))
            .or_else(|| told.hostage(at))
            .or_else(|| told.unhurt(at))
            .or_else(|| told.threat(at))
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
            another: self.another(at),
        }
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

    fn act(&self, at: usize, act: &Act) -> Option<Mention> {
        let mut mention = self.mention(at, act.kind, "incident.act");
        let bare = self.view.tag(at) == Tag::VB;
        if mention.stage == Stage::Accomplished && (bare || self.unreal(at)) {
            return None;
        }
        // Whoever is released was taken before; it is no act of its own.
        let freed = act.fate == Some(Fate::Freed);
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
            if mention.full || !mention.things.is_empty() {
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
        if act.kind.is_none() && act.fate.is_none() {
            self.by_whom_or_what(&mut mention);
        }
        if freed {
            mention.perpetrators.clear();
            mention.full = false;
            return (!mention.targets.is_empty()).then_some(mention);
        }
        self.nearby(&mut mention);
        Some(mention)
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

    /// Damage is an act of its own where fighters or a bomb did it.
    fn by_whom_or_what(&self, mention: &mut Mention) {
        let bomb = ["bomb", "bombs", "dynamite", "explosion", "explosions", "blast", "explosives", "grenade"];
        if (0..self.view.len()).any(|i| self.view.is(i, &bomb)) {
            mention.kind = Some(Kind::Bombing);
        } else if mention.perpetrators.iter().any(|doer| !doer.state) {
            mention.kind = Some(Kind::Attack);
        }
        mention.full |= mention.kind.is_some() && !mention.things.is_empty();
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
        self.nearby(&mut mention);
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
        let of = self.of_whom(end);
        if self.view.is(of, &["of"])
            && let Some(index) = self.phrase_after(of + 1, 1)
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
        self.nearby(&mut mention);
        Some(mention)
    }

    /// Where `of` stands after a noun for an act, over where it was: `the murder in Lima of NAME`.
    fn of_whom(&self, end: usize) -> usize {
        let within = self.view.is(end, &["in", "on", "at", "near"]);
        let place = self.phrase_after(end + 1, 0).filter(|_| within).map(|index| self.phrases[index].end);
        place.filter(|after| self.view.is(*after, &["of"]) && *after <= end + 4).unwrap_or(end)
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
