//! Who did it and whom it was done to: how many, of what status, under which words.

use super::{
    Act, Fate, Naming, Source,
    tell::{MANY, perfect_of},
};
use crate::{
    document::{
        host::View,
        lexis::Class,
        parse::Parsed,
        phrase::Phrase as Noun,
        predicate::{Form, Predicate},
        sentence::Sentence,
    },
    quantity::{Counted, Role},
    tag::{Shape, Tag},
};
use assize_record::{Span, Status};
use assize_rules::Phrase;

/// Somebody or something in an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// The words of the phrase.
    pub span: Span,
    /// The word that says what it is.
    pub head: Span,
    /// What it is.
    pub kind: Kind,
    /// Its number, by its place among those of the text.
    pub counted: Option<usize>,
    /// How many the words say, where the numbers of the text have none.
    pub number: Option<u64>,
    /// Whether the words name just one.
    pub single: bool,
    /// What they are said to be.
    pub status: Option<Status>,
    /// The group they are said to be of.
    pub group: Option<Span>,
    /// Whose weapon or act it is: `Northern jets`.
    pub of: Option<Span>,
}

impl Party {
    /// Whether the word that says what it is belongs to one of some classes.
    pub(crate) fn head_is(&self, parsed: &Parsed, classes: &[Class]) -> bool {
        parsed.sentence_at(self.head.start).is_some_and(|sentence| {
            let mut heads = sentence.tokens_in(self.head);
            heads.any(|at| classes.iter().any(|class| sentence.word_class(at, *class)))
        })
    }
}

/// What a party is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// People.
    People,
    /// A force, state or organisation.
    Body,
    /// An armed group.
    Group,
    /// What violence is done with.
    Weapon,
    /// Another act: `a raid that killed`.
    Act,
    /// A place or building.
    Place,
    /// A thing.
    Thing,
    /// A name of which it is not known what it is.
    Name,
    /// A pronoun.
    Pronoun,
    /// Anything else.
    Other,
}

/// What a captured phrase is; none where it is no noun phrase.
pub(super) fn party(source: &Source<'_>, sentence: &Sentence, phrase: &Phrase) -> Option<Party> {
    let (start, end, head) = (phrase.start as usize, phrase.end as usize, phrase.head as usize);
    let noun = sentence.phrase_at(head).map(|at| &sentence.phrases[at]).filter(|noun| noun.start == start);
    // `one of the officers`
    let whole = (parts(sentence, head) && sentence.word_class(end, Class::PartWord))
        .then(|| sentence.phrase_at(end + 1))
        .flatten();
    let end = whole.map_or(end, |whole| sentence.phrases[whole].end);
    // `17:05 Guards shot a man`: the time of an entry is no part of who acts.
    let clock = sentence.times.iter().find(|(_, run)| run.start == start && run.end <= head);
    let start = clock.map_or(start, |(_, run)| run.end);
    let span = sentence.bytes(&(start..end));
    let own = noun.and_then(|noun| noun.counted).filter(|at| {
        source.numbers.get(*at).is_some_and(|counted| counts(counted) && !joined(source, counted))
    });
    // `two 15-year-old boys`: the plural says less than the number that stands apart from it.
    let vague = |at: &usize| {
        source.numbers.get(*at).is_none_or(|number| number.min.is_none() && number.max.is_none())
    };
    let stated = plain(source.text, sentence, start).filter(|_| !is_age(source, span));
    let counted = own.or_else(|| number_at(source, span)).filter(|at| stated.is_none() || !vague(at));
    let kind = kind(source, sentence, head, counted);
    let singular = matches!(sentence.tag(head), Tag::NN | Tag::NNP);
    // `staff`, `a crowd`: one word for several people.
    let single = counted.is_none()
        && stated.is_none_or(|stated| stated == 1)
        && singular
        && matches!(kind, Kind::People | Kind::Name)
        && !sentence.word_class(head, Class::Crowd);
    Some(Party {
        span,
        head: sentence.bytes(&(head..head + 1)),
        kind,
        counted,
        // `one of them`
        number: stated
            .filter(|_| counted.is_none() && matches!(kind, Kind::People | Kind::Name | Kind::Pronoun)),
        single,
        status: status(sentence, start, end, head),
        group: noun.and_then(|noun| group(sentence, noun)),
        of: noun
            .and_then(|noun| Some((noun, (noun.start..noun.head).find(|at| sentence.acts(*at))?)))
            .map(|(noun, at)| sentence.bytes(&name_around(sentence, noun, at))),
    })
}

/// The whole of a name around one of its words: `U.S. Air Force` in `U.S. Air Force jets`.
fn name_around(sentence: &Sentence, noun: &Noun, at: usize) -> std::ops::Range<usize> {
    // `air force jets`
    let common = !sentence.tag(at).is_proper() && sentence.tag(at).is_noun();
    let part = |at: &usize| {
        let written = matches!(sentence.tokens[*at].shape, Shape::Capital | Shape::Upper | Shape::Mixed);
        let named = written && sentence.tag(*at) != Tag::DT;
        (named || common && sentence.tag(*at).is_noun()) && !sentence.word_class(*at, Class::Weapon)
    };
    let start = (noun.start..at).rev().take_while(part).last().unwrap_or(at);
    let end = (at + 1..noun.head).take_while(part).last().map_or(at + 1, |last| last + 1);
    start..end
}

/// The words of a number; of one person named by an article, those that name them.
const fn figure(counted: &Counted) -> Span {
    if counted.number.is_empty() { counted.span } else { counted.number }
}

/// A number that stands in the words.
fn number_at(source: &Source<'_>, span: Span) -> Option<usize> {
    let from = source.numbers.partition_point(|counted| counted.span.end <= span.start);
    (from..source.numbers.len().min(from + 4)).find(|at| {
        let counted = &source.numbers[*at];
        let number = figure(counted);
        span.contains(&number) && counts(counted) && !joined(source, counted)
    })
}

/// `aged 12 and 14`: whether the words begin with the years of somebody's age.
fn is_age(source: &Source<'_>, span: Span) -> bool {
    let from = source.numbers.partition_point(|counted| counted.span.end <= span.start);
    let first = source.numbers.get(from);
    first.is_some_and(|first| first.role == Role::Age && figure(first).start == span.start)
}

/// The number that a phrase begins with: `two 15-year-old boys`.
pub(crate) fn plain(text: &str, sentence: &Sentence, start: usize) -> Option<u64> {
    let token = sentence.tokens.get(start).filter(|token| token.tag == Tag::CD)?;
    let mut all = Vec::new();
    crate::lexeme::lexemes(text, Span::new(token.start, token.end), &mut all);
    let found = crate::numeral::cardinal(crate::lexeme::Lexemes { text, all: &all }, 0)?;
    let hyphen = sentence.tag(start + 1) == Tag::HYPH;
    found.whole().filter(|_| !hyphen)
}

/// Whether a number is part of a word: `15-year-old`.
fn joined(source: &Source<'_>, counted: &Counted) -> bool {
    let number = figure(counted);
    source
        .text
        .get(number.end..)
        .is_some_and(|rest| rest.starts_with('-') && rest[1..].starts_with(char::is_alphabetic))
}

/// Whether a number counts people or things and not votes, money or years of age.
const fn counts(counted: &Counted) -> bool {
    !matches!(
        counted.role,
        Role::Votes | Role::Money | Role::Percent | Role::Age | Role::Measure | Role::Rate | Role::DrugDeaths
    )
}

fn kind(source: &Source<'_>, sentence: &Sentence, head: usize, counted: Option<usize>) -> Kind {
    let is = |class: Class| sentence.word_class(head, class);
    let tag = sentence.tag(head);
    if parts(sentence, head)
        && sentence.word_class(head + 1, Class::PartWord)
        && let Some(whole) = sentence.phrase_at(head + 2).map(|at| sentence.phrases[at].head)
        && whole != head
    {
        // `one of the shots`
        return kind(source, sentence, whole, None);
    }
    // `nine deaths`
    if counted.is_some() && is(Class::TollUnit) {
        Kind::People
    } else if is(Class::ActNoun) {
        Kind::Act
    } else if is(Class::Person) || is(Class::Crowd) || is(Class::Dead) || is(Class::Wounded) {
        Kind::People
    } else if is(Class::Weapon) || is(Class::Aircraft) || is(Class::Gunfire) {
        Kind::Weapon
    } else if is(Class::Body) || is(Class::GroupName) || is(Class::Demonym) || is(Class::Country) {
        if matches!(tag, Tag::NNPS | Tag::NNS) && is(Class::Demonym) {
            Kind::People
        } else if is(Class::Group) || is(Class::GroupName) {
            Kind::Group
        } else {
            Kind::Body
        }
    } else if is(Class::PlaceNoun) {
        Kind::Place
    } else if is(Class::Thing) {
        Kind::Thing
    } else if matches!(tag, Tag::PRP | Tag::WP | Tag::DT | Tag::EX) {
        Kind::Pronoun
    } else if counted.is_some_and(|at| people(source, at)) || tag == Tag::CD {
        Kind::People
    } else if tag.is_proper() {
        Kind::Name
    } else {
        Kind::Other
    }
}

/// `one of the guards`, `a collection of huts`: a word that says how much there is of what follows its `of`.
fn parts(sentence: &Sentence, head: usize) -> bool {
    sentence.tag(head) == Tag::CD || sentence.word_class(head, Class::Quantity)
}

fn people(source: &Source<'_>, at: usize) -> bool {
    source.numbers.get(at).is_some_and(people_of)
}

fn people_of(counted: &Counted) -> bool {
    counted.unit == assize_record::Unit::People
}

/// What the words of a phrase say the people are.
fn status(sentence: &Sentence, start: usize, end: usize, head: usize) -> Option<Status> {
    let is = |class: Class| sentence.word_class(head, class);
    let within = |class: Class| (start..end).any(|at| sentence.word_class(at, class));
    if is(Class::Child) {
        Some(Status::Child)
    } else if is(Class::Woman) {
        Some(Status::Woman)
    } else if is(Class::Combatant) || is(Class::Perpetrator) {
        Some(Status::Combatant)
    } else if is(Class::Civilian) && within(Class::CivilianWord) {
        Some(Status::Civilian)
    } else {
        None
    }
}

/// The group in the words before the head: `Red Sail fighters`.
fn group(sentence: &Sentence, noun: &Noun) -> Option<Span> {
    let first = (noun.start..noun.head).find(|at| sentence.word_class(*at, Class::GroupName))?;
    let last = (first..noun.head).rev().find(|at| sentence.word_class(*at, Class::GroupName))?;
    let start = name_around(sentence, noun, first).start;
    Some(sentence.bytes(&(start..last + 1)))
}

/// A sentence of no more tokens without a stop is a line of a list.
const LINE: usize = 9;

/// `three of those wounded were in hospital`, `eight people aboard, with two guests`
fn of_hurt(sentence: &Sentence, end: usize) -> bool {
    let hurt = (end..end + 4)
        .any(|at| sentence.word_class(at, Class::Wounded) || sentence.word_class(at, Class::Injure));
    sentence.word_class(end, Class::PartWord) && hurt
}

/// `wounding three others, two critically`: a figure alone before how badly some of those told of are hurt.
fn of_the_injured(source: &Source<'_>, sentence: &Sentence, at: usize) -> bool {
    let tokens = sentence.tokens_in(source.numbers[at].span);
    let before = source.numbers[..at].last();
    tokens.len() == 1
        && sentence.tag(tokens.start) == Tag::CD
        && sentence.tag(tokens.end).is_adverb()
        && before.is_some_and(|other| sentence.span.contains(&other.span) && people_of(other))
}

/// `two men died of cancer`: a rule reads whoever dies, and it has refused them.
fn refused(source: &Source<'_>, sentence: &Sentence, start: usize) -> bool {
    sentence.predicates.iter().any(|verb| {
        verb.form == Form::Finite
            && sentence.word_class(verb.head, Class::Befall)
            && verb.subject.iter().any(|at| sentence.phrases[*at].run().contains(&start))
            && (verb.obliques.iter())
                .any(|(at, _)| matches!(sentence.word(source.lower, *at), "of" | "from" | "in"))
    })
}

/// Adds an act for each toll that no rule has placed: `9 dead`, `the toll stood at nine`.
pub(super) fn counted(source: &Source<'_>, acts: &mut Vec<Act>) {
    let mut placed = vec![false; source.numbers.len()];
    for at in acts.iter().flat_map(|act| &act.targets).filter_map(|party| party.counted) {
        placed[at] = true;
    }
    let mut told: Vec<Span> =
        acts.iter().flat_map(|act| act.targets.iter().map(|party| party.span)).collect();
    told.sort_unstable();
    for (at, counted) in source.numbers.iter().enumerate() {
        let Some(fate) = fate(counted.role).filter(|_| !placed[at]) else { continue };
        let near = told.partition_point(|span| span.end <= counted.span.start);
        if told.get(near).is_some_and(|span| span.overlaps(&counted.span)) {
            continue;
        }
        let index =
            source.parsed.sentences.partition_point(|sentence| sentence.span.end <= counted.span.start);
        let Some(sentence) = source.parsed.sentences.get(index).filter(|sentence| !sentence.question) else {
            continue;
        };
        if !sentence.span.contains(&counted.span) {
            continue;
        }
        let tokens = sentence.tokens_in(counted.span);
        // `15-year-old` counts nobody, and `killings` are no people.
        let joined = joined(source, counted);
        // `six members of one family`
        let within = sentence.phrase_at(tokens.start).map(|at| &sentence.phrases[at]).is_some_and(|phrase| {
            let of = phrase
                .start
                .checked_sub(1)
                .filter(|at| sentence.tag(*at) == Tag::IN && sentence.word_class(*at, Class::PartWord));
            let whole = of.and_then(|of| of.checked_sub(1)).and_then(|at| sentence.phrase_at(at));
            whole.is_some_and(|whole| sentence.phrases[whole].counted.is_some())
        });
        let act = tokens.clone().any(|at| sentence.word_class(at, Class::ActNoun));
        let of_hurt = fate == Fate::Injured && of_hurt(sentence, tokens.end);
        let more = fate == Fate::Present
            && tokens.start.checked_sub(1).is_some_and(|at| {
                sentence.tag(at) == Tag::IN && !sentence.word_class(at, Class::Locative)
                    || sentence.tag(at) == Tag::CC
            })
            && source.numbers[..at]
                .iter()
                .rev()
                .any(|other| sentence.span.contains(&other.span) && people_of(other));
        // `nine detainees were released`
        let held =
            fate == Fate::Detained && tokens.clone().any(|at| sentence.word_class(at, Class::Detainee));
        // `one of these shots killed her`
        let of_things = sentence.word_class(tokens.end, Class::PartWord)
            && sentence.phrase_at(tokens.end + 1).map(|at| sentence.phrases[at].head).is_some_and(|head| {
                let is = |class: Class| sentence.word_class(head, class);
                is(Class::Gunfire) || is(Class::Weapon) || is(Class::Thing) || is(Class::ActNoun)
            });
        // `one of the rescuers at the site` is on board of nothing.
        let ashore = fate == Fate::Present
            && !(0..sentence.tokens.len()).any(|at| {
                let crafts = [Class::Vessel, Class::Vehicle, Class::Aircraft];
                crafts.into_iter().any(|class| sentence.word_class(at, class))
            });
        let badly = fate == Fate::Injured && of_the_injured(source, sentence, at);
        let within = within || of_hurt || more || held || of_things || ashore || badly;
        let not_so = untrue(source, sentence, counted) || refused(source, sentence, tokens.start);
        if joined || within || not_so || act || counted.min.is_none() && counted.max.is_none() {
            continue;
        }
        let head = tokens.end.saturating_sub(1);
        // `9 reported killed`, a line under a heading with its day
        let told = sentence.predicates.iter().any(|verb| verb.form == Form::Finite);
        let line = !told || sentence.tokens.len() <= LINE && !source.text[..sentence.span.end].ends_with('.');
        let time = super::when::heading(source, sentence).filter(|_| line).map(|(_, at)| super::When::at(at));
        let party = Party {
            span: counted.span,
            head: counted.span,
            kind: Kind::People,
            counted: Some(at),
            number: None,
            single: false,
            status: counted.status,
            group: None,
            of: None,
        };
        acts.push(Act {
            sentence: index,
            cue: counted.predicate.filter(|cue| sentence.span.contains(cue)).unwrap_or(counted.span),
            head,
            rule: None,
            fate: Some(fate),
            agents: Vec::new(),
            targets: vec![party],
            means: Vec::new(),
            places: Vec::new(),
            time,
            naming: Naming::Verb,
            series: counted.scope == Some(crate::quantity::Scope::Cumulative)
                || summed_up(source, sentence, counted)
                || super::when::over(sentence),
            running: false,
            forceful: matches!(fate, Fate::Killed | Fate::Injured | Fate::Casualties),
            done: false,
            possible: false,
        });
    }
}

/// `tried to kill a guard`, `if the army kills nine`: what the sentence itself says was not so, or has not come to pass.
///
/// `vans that were able to carry eight bodies`: what the verb is said of whose object they are.
fn untrue(source: &Source<'_>, sentence: &Sentence, counted: &Counted) -> bool {
    let view = View::new(source.grammar, sentence, source.lower);
    let phrase = sentence.phrase_at(sentence.tokens_in(counted.span).start);
    let carried = phrase.is_some_and(|phrase| {
        // `each able to carry eight bodies`
        let room = |verb: &Predicate| {
            verb.form == Form::Infinitive
                && verb.group.start.checked_sub(1).is_some_and(|at| sentence.tag(at) == Tag::JJ)
                && matches!(sentence.word(source.lower, verb.head), "carry" | "hold" | "take" | "store")
        };
        sentence
            .predicates
            .iter()
            .any(|verb| verb.object.contains(&phrase) && (view.untrue(verb) || room(verb)))
    });
    let Some(cue) = counted.predicate.filter(|cue| sentence.span.contains(cue)) else { return carried };
    carried || sentence.tokens_in(cue).filter_map(|at| view.predicate(at)).any(|told| view.untrue(told))
}

/// `More than 4,000 people, most of them rebels, have been killed`: so many in a perfect tense are seldom those of one incident.
fn summed_up(source: &Source<'_>, sentence: &Sentence, counted: &Counted) -> bool {
    let Some(cue) = counted.predicate.filter(|cue| sentence.span.contains(cue)) else { return false };
    let view = View::new(source.grammar, sentence, source.lower);
    counted.min.is_some_and(|min| min >= MANY)
        && sentence.tokens_in(cue).filter_map(|at| view.predicate(at)).any(|told| perfect_of(sentence, told))
}

const fn fate(role: Role) -> Option<Fate> {
    Some(match role {
        Role::Killed => Fate::Killed,
        Role::Injured => Fate::Injured,
        Role::Casualties => Fate::Casualties,
        Role::Missing => Fate::Missing,
        Role::Detained => Fate::Detained,
        Role::Survived => Fate::Survived,
        Role::Present => Fate::Present,
        _ => return None,
    })
}
