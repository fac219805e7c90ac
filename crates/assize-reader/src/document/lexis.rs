//! What the lexicon knows of each word: its lemma and classes in the sense that its tag gives, and which tags it may have at all.

use super::sentence::Sentence;
use crate::{
    grammar::Grammar,
    tag::{Shape, Tag, Token},
};
use assize_rules::{ClassSet, FormId, Lexicon, Pos, Reading, Symbol};

macro_rules! classes {
    ($($variant:ident = $name:literal;)*) => {
        /// Classes of words that the grammar of sentences and the resolvers ask for. All others are asked for by rules alone.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "their meaning stands in classes.tsv, under their names")]
        pub enum Class { $($variant),* }
        /// The names of the classes, in the order of the variants.
        const NAMES: &[(&str, Class)] = &[$(($name, Class::$variant)),*];
    };
}

classes! {
    Auxiliary = "aux"; Be = "be"; Have = "have"; Do = "do"; Get = "get"; Negation = "negation";
    Complementizer = "complementizer"; Subordinator = "subordinator"; Subjective = "subjective"; Person = "person";
    Civilian = "civilian"; Child = "child"; Woman = "woman"; Combatant = "combatant"; ForceMember = "force-member";
    Force = "force-body"; Body = "body"; Group = "group"; Kin = "kin"; Suspect = "suspect"; Official = "official";
    Speech = "speech"; Clausal = "clausal"; Blame = "blame"; Light = "light"; ActNoun = "act-noun";
    KillNoun = "kill-noun"; InjuryNoun = "injury-noun"; StrikeNoun = "strike-noun"; AttackNoun = "attack-noun";
    Operation = "operation-noun"; Clash = "clash-noun"; ShootNoun = "shoot-noun"; ExplodeNoun = "explode-noun";
    Weapon = "weapon"; Aircraft = "aircraft"; Vehicle = "vehicle"; Vessel = "vessel"; Building = "building";
    Thing = "thing"; PlaceNoun = "place-noun"; Settlement = "settlement"; Zone = "zone"; PlacePreposition = "place-prep";
    AgentPreposition = "agent-prep"; PatientPreposition = "patient-prep"; PartWord = "part-word"; Crowd = "crowd";
    Demonym = "demonym"; Country = "country"; GroupName = "armed-group-name"; More = "more-word"; Former = "former";
    Question = "question-word"; Plan = "plan-verb"; Deny = "deny"; Doubt = "doubt"; Sequence = "sequence";
    Period = "period"; Dead = "dead"; Wounded = "wounded"; Instrument = "instrument"; Organisation = "organisation";
    Pronoun = "pronoun"; Condition = "condition"; TollNoun = "toll-noun"; Tell = "tell"; Fails = "fail-verb"; Happens = "happen"; Indefinite = "indefinite"; Since = "since"; Occurrence = "occurrence"; Locative = "locative"; Preventive = "preventive"; Boundary = "boundary"; Summing = "summing"; Surface = "surface"; Approve = "approve"; Befall = "befall"; Kill = "kill"; Injure = "injure"; Harm = "harm"; DetainNoun = "detain-noun"; CivilianWord = "civilian-word"; Gunfire = "gunfire"; Perpetrator = "perpetrator"; Possibility = "hedge-possibility"; Preceding = "preceding"; DayNoun = "day-noun"; First = "initial"; Use = "use-verb"; Quantity = "quantity-word"; Range = "range-prep"; Repeated = "repeated"; Cause = "cause"; Aside = "aside"; Besides = "besides"; Prefix = "prefix"; Captivity = "captivity"; Death = "death-word"; Epithet = "epithet"; Following = "following"; TollUnit = "toll-unit"; Detainee = "detainee"; Order = "order-noun"; Approval = "approval-noun"; Authority = "authority-noun"; Forbid = "forbid"; Vote = "vote"; Require = "require"; Permit = "permit"; Weekday = "weekday"; Month = "month"; TimeAdverb = "time-adv"; Strike = "strike"; Elsewhere = "elsewhere"; CarriesDay = "carries-day"; Afterwards = "afterwards"; ReportVerb = "report-verb"; Attempt = "attempt-verb"; Succession = "succession"; Stretch = "stretch"; Unrest = "unrest-noun"; Fire = "fire";
}

/// What is known of a token beside its tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The lemma; none where the lexicon does not have the word in this sense.
    pub lemma: Symbol,
    /// The classes, with the parents of each.
    pub classes: ClassSet,
    bits: u128,
}

impl Default for Word {
    fn default() -> Self {
        Self { lemma: Symbol::NONE, classes: ClassSet::EMPTY, bits: 0 }
    }
}

impl Word {
    /// Whether the word is of a class.
    pub const fn is(self, class: Class) -> bool {
        self.bits & (1 << class as u32) != 0
    }

    fn add(&mut self, grammar: &Grammar, reading: &Reading) {
        self.lemma = reading.lemma;
        self.classes = self.classes.union(&reading.classes);
        self.bits = of(grammar, &self.classes);
    }
}

/// Whether classes of a lexicon hold one that the grammar asks for.
pub(crate) fn is(grammar: &Grammar, classes: &ClassSet, class: Class) -> bool {
    of(grammar, classes) & (1 << class as u32) != 0
}

fn of(grammar: &Grammar, classes: &ClassSet) -> u128 {
    classes.iter().filter_map(|class| grammar.bits.get(usize::from(class.0))).fold(0, |bits, bit| bits | bit)
}

/// For each class of a lexicon its bit, where the grammar asks for it.
pub(crate) fn bits(lexicon: &Lexicon) -> Vec<u128> {
    let bit = |name: &str| {
        NAMES.iter().find(|(known, _)| *known == name).map_or(0, |(_, class)| 1 << *class as u32)
    };
    lexicon.classes().map(|(name, _)| bit(name)).collect()
}

/// The classes whose words have no part of speech but those of the lexicon.
const STRICT: &[&str] = &["harm", "person", "force-body", "act-noun", "weapon", "speech", "befall", "light"];

/// The set of [`STRICT`] classes.
pub(crate) fn strict(lexicon: &Lexicon) -> ClassSet {
    let mut set = ClassSet::EMPTY;
    for name in STRICT {
        if let Some(class) = lexicon.class(name) {
            set.insert(class);
        }
    }
    set
}

/// Any tag.
pub(crate) const ANY: u64 = u64::MAX;

const fn bit(tag: Tag) -> u64 {
    1 << tag.0
}

/// The tags that a word may have: all, unless the lexicon knows every sense of it.
pub(crate) fn allowed(grammar: &Grammar, form: Option<FormId>, token: &Token) -> u64 {
    let Some(form) = form else { return ANY };
    let readings = grammar.lexicon.readings(form);
    if readings.is_empty() || !readings.iter().any(|reading| reading.classes.intersects(&grammar.strict)) {
        return ANY;
    }
    let mut mask = 0;
    for reading in readings {
        let Some(tag) = reading.tag else { return ANY };
        mask |= 1_u64.checked_shl(u32::from(tag.0)).unwrap_or(0);
    }
    let capital = matches!(token.shape, Shape::Capital | Shape::Upper | Shape::Mixed);
    if capital {
        mask |= bit(Tag::NNP) | bit(Tag::NNPS);
    }
    if mask & bit(Tag::VBN) != 0 {
        mask |= bit(Tag::JJ);
    }
    if mask & bit(Tag::VBG) != 0 {
        mask |= bit(Tag::NN);
    }
    mask
}

/// The tags of the readings of a word; none where one of them stands for any tag.
pub(crate) fn known(grammar: &Grammar, form: Option<FormId>) -> u64 {
    let readings = form.map_or(&[][..], |form| grammar.lexicon.readings(form));
    let tags = readings.iter().filter_map(|reading| 1_u64.checked_shl(u32::from(reading.tag?.0)));
    let classes = readings.iter().fold(0, |bits, reading| bits | of(grammar, &reading.classes));
    let marked = MARKS.iter().filter(|(_, of)| of.iter().any(|class| classes & (1 << *class as u32) != 0));
    marked.fold(tags.fold(0, |mask, tag| mask | tag), |mask, (mark, _)| mask | mark)
}

/// The bit of [`known`] for a preposition before the one who acts.
pub(crate) const AGENT: u64 = 1 << 63;

/// The bit of [`known`] for a verb that has a clause for its object.
pub(crate) const CLAUSAL: u64 = 1 << 62;

/// The bit of [`known`] for nouns for those who act.
pub(crate) const ACTS: u64 = 1 << 61;

/// The bit of [`known`] for verbs whose participle alone tells of those they were done to.
pub(crate) const HURTS: u64 = 1 << 59;

/// The bit of [`known`] for words that say that somebody is dead.
pub(crate) const DEAD: u64 = 1 << 58;

/// The bit of [`known`] for a verb that says nothing of its own and has an event for its object.
pub(crate) const LIGHT: u64 = 1 << 57;

/// The bit of [`known`] for verbs that tell what becomes of their subject.
pub(crate) const BEFALLS: u64 = 1 << 56;

/// The bit of [`known`] for a word that opens a clause.
pub(crate) const OPENS: u64 = 1 << 60;

/// The bit of [`known`] for verbs for going against people or places with force.
pub(crate) const FORCE: u64 = 1 << 55;

/// The bit of [`known`] for verbs for letting off a weapon.
pub(crate) const FIRES: u64 = 1 << 54;

/// The bit of [`known`] for a preposition before what is fired on.
pub(crate) const ONTO: u64 = 1 << 53;

/// The bit of [`known`] for nouns for shots and shelling.
pub(crate) const GUNFIRE: u64 = 1 << 52;

/// The bit of [`known`] for nouns for what violence is done with and for what flies.
pub(crate) const WEAPON: u64 = 1 << 51;

/// The classes behind each mark.
const MARKS: &[(u64, &[Class])] = &[
    (AGENT, &[Class::AgentPreposition]),
    (CLAUSAL, &[Class::Clausal]),
    (ACTS, &[Class::Person, Class::Force, Class::ForceMember, Class::Body, Class::GroupName]),
    (OPENS, &[Class::Subordinator, Class::Complementizer]),
    (HURTS, &[Class::Kill, Class::Injure, Class::Captivity]),
    (DEAD, &[Class::Dead, Class::Death]),
    (LIGHT, &[Class::Light]),
    (BEFALLS, &[Class::Befall]),
    (FORCE, &[Class::Harm, Class::Strike]),
    (FIRES, &[Class::Fire]),
    (ONTO, &[Class::Surface]),
    (GUNFIRE, &[Class::Gunfire]),
    (WEAPON, &[Class::Weapon, Class::Aircraft]),
];

/// The form of each token.
pub(crate) fn forms(grammar: &Grammar, lower: &str, tokens: &[Token]) -> Vec<Option<FormId>> {
    let known = |token: &Token| {
        let word = lower.get(token.start..token.end).filter(|_| token.shape != Shape::Digit)?;
        grammar
            .lexicon
            .form(word)
            .or_else(|| grammar.lexicon.form(&word.replace('’', "'")).filter(|_| word.contains('’')))
    };
    tokens.iter().map(known).collect()
}

/// Gives every token its lemma and classes, phrases of several words first.
pub(super) fn words(grammar: &Grammar, forms: &[Option<FormId>], sentence: &mut Sentence) {
    let mut words: Vec<Word> = sentence
        .tokens
        .iter()
        .zip(forms)
        .map(|(token, form)| {
            let mut word = Word::default();
            if let Some(reading) = form.and_then(|form| sense(grammar.lexicon.readings(form), token.tag)) {
                word.add(grammar, reading);
            }
            word
        })
        .collect();
    // `counter-terrorism` is no terrorism.
    for at in 2..words.len() {
        let joined = sentence.tokens[at - 1].tag == Tag::HYPH && words[at - 2].is(Class::Prefix);
        if joined && words[at].is(Class::ActNoun) {
            words[at] = Word::default();
        }
    }
    let form = |at: usize| forms.get(at).copied().flatten();
    let mut at = 0;
    while at < words.len() {
        let Some((length, readings)) = grammar.lexicon.phrases_at(form, at) else {
            at += 1;
            continue;
        };
        if let Some((head, reading)) = phrase(sentence, at, length, readings) {
            // `the execute order was issued`, `rules of engagement`: what is part of a noun tells nothing.
            for part in (at..at + length).filter(|part| reading.pos == Pos::Noun && *part != head) {
                if matches!(sentence.tag(part), Tag::VB | Tag::VBP) {
                    sentence.tokens[part].tag = Tag::NN;
                    words[part] = Word::default();
                } else if words[part].is(Class::ActNoun) {
                    words[part] = Word::default();
                }
            }
            if let Some(word) = words.get_mut(head) {
                word.add(grammar, reading);
            }
            at += length;
        } else {
            at += 1;
        }
    }
    sentence.words = words;
    // `including two women`: a part is named, nothing is done.
    for (at, form) in forms.iter().enumerate() {
        let readings = form.map_or(&[][..], |form| grammar.lexicon.readings(form));
        let part = readings.iter().find(|reading| {
            reading.pos == Pos::Prep && of(grammar, &reading.classes) & (1 << Class::PartWord as u32) != 0
        });
        if let Some(reading) = part.filter(|_| sentence.tag(at) == Tag::VBG) {
            sentence.tokens[at].tag = Tag::IN;
            let mut word = Word::default();
            word.add(grammar, reading);
            sentence.words[at] = word;
        }
    }
}

/// The sense of a phrase that its tags allow, with the token that carries it.
fn phrase<'r>(
    sentence: &Sentence,
    at: usize,
    length: usize,
    readings: &'r [Reading],
) -> Option<(usize, &'r Reading)> {
    let end = at + length;
    readings.iter().find_map(|reading| {
        let head = match reading.pos {
            Pos::Noun => (at + 1..end)
                .find(|token| sentence.tag(*token) == Tag::IN || sentence.tag(*token) == Tag::TO)
                .map_or(end - 1, |prep| prep - 1),
            Pos::Verb => at,
            Pos::Prep | Pos::Name => end - 1,
            _ => at,
        };
        let tag = sentence.tag(head);
        let fits = match reading.pos {
            Pos::Noun | Pos::Name => tag.is_noun() || tag == Tag::JJ || tag == Tag::VBG,
            Pos::Verb => tag.is_verb(),
            _ => true,
        };
        fits.then_some((head, reading))
    })
}

/// The sense of a word that fits its tag: the same tag, else the same part of speech.
fn sense(readings: &[Reading], tag: Tag) -> Option<&Reading> {
    let same = readings.iter().find(|reading| reading.tag.is_some_and(|found| found.0 == tag.0));
    let part = |reading: &&Reading| match reading.pos {
        Pos::Noun => tag.is_noun() || tag == Tag::GW,
        Pos::Verb => tag.is_verb(),
        Pos::Adj => matches!(tag, Tag::JJ | Tag::JJR | Tag::JJS | Tag::NNP | Tag::VBN),
        Pos::Adv => tag.is_adverb() || tag == Tag::RP,
        Pos::Name => tag.is_proper(),
        Pos::Prep => matches!(tag, Tag::IN | Tag::TO | Tag::RP),
        Pos::Det => matches!(tag, Tag::DT | Tag::PDT | Tag::JJ | Tag::PRPS),
        Pos::Num => tag == Tag::CD,
        Pos::Other => !tag.is_noun() && !tag.is_verb() || matches!(tag, Tag::MD),
    };
    same.or_else(|| readings.iter().find(part)).or_else(|| {
        // `wounded` as an adjective is still what the verb says.
        let verb = tag == Tag::JJ || tag == Tag::NN;
        readings.iter().find(|reading| verb && reading.pos == Pos::Verb)
    })
}

impl Sentence {
    /// Whether the word at `at` is of a class.
    pub fn word_class(&self, at: usize, class: Class) -> bool {
        self.words.get(at).is_some_and(|word| word.is(class))
    }
}
