//! Whom an act struck: name, description, how many, and what became of them.

use super::{
    Fate,
    lexicon::Noun,
    view::{Phrase, View, name},
};
use crate::{
    lexeme::{self, Lexemes},
    numeral,
    tag::Tag,
};
use assize_record::Span;

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amount {
    /// No fewer than this.
    pub min: Option<u64>,
    /// No more than this.
    pub max: Option<u64>,
    /// Whether the figure is rough.
    pub rough: bool,
    /// Whether the words are plural and give no figure.
    pub plural: bool,
}

/// People whom an act struck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The description without article and number; empty where only a name is given.
    pub description: Option<Span>,
    /// The name, without titles.
    pub name: Option<Span>,
    /// How many.
    pub amount: Amount,
    /// What became of them, if the text says.
    pub fate: Option<Fate>,
    /// What the noun says they are; [`Noun::Anyone`] for names alone.
    pub noun: Noun,
    /// Whether the words point back to somebody: `the victims`, `the two men`.
    pub definite: bool,
}

/// Nouns that only measure what follows with `of`.
pub(super) const MEASURES: &[&str] = &[
    "group",
    "number",
    "dozens",
    "hundreds",
    "thousands",
    "scores",
    "couple",
    "total",
    "majority",
    "handful",
    "dozen",
    "series",
];

/// The phrase after `of` where this one only measures it, else the phrase itself.
pub(super) fn measured(view: &View<'_>, phrases: &[Phrase], at: usize) -> usize {
    let Some(phrase) = phrases.get(at) else { return at };
    let of =
        view.is(phrase.end, &["of"]) && phrases.get(at + 1).is_some_and(|next| next.start == phrase.end + 1);
    if of && view.is(phrase.head, MEASURES) { at + 1 } else { at }
}

/// Reads a phrase as people; `None` where it is neither people nor a name.
///
/// `people` says that only people can have suffered the act, so that a noun that is not listed may be taken for people too.
pub(super) fn target(
    view: &View<'_>,
    phrases: &[Phrase],
    at: usize,
    fate: Option<Fate>,
    people: bool,
) -> Option<Target> {
    let measured_at = measured(view, phrases, at);
    let phrase = phrases.get(measured_at)?;
    let named = name(view, phrase);
    // `three were killed and 20 wounded`: a bare number counts the people counted last.
    let bare = view.tag(phrase.head) == Tag::CD && fate.is_some();
    let taken = people && may_be_people(view, phrase);
    if !phrase.is_people(view) && !bare && !taken {
        return None;
    }
    if bare {
        let counted =
            phrases[..measured_at].iter().rev().find(|p| p.is_people(view) && name(view, p).is_none());
        let description = counted.map(|p| {
            let from = (p.start..p.head).find(|at| !is_before_noun(view, *at)).unwrap_or(p.head);
            view.span(from, p.end)
        });
        let state = |at: usize| view.is(at, &["dead", "wounded", "injured", "killed", "missing"]);
        let counted_state = counted.is_some_and(|p| state(p.head));
        let description = if counted_state || description.is_none() {
            (phrase.end..phrase.end + 2).find(|at| state(*at)).map(|at| view.span(at, at + 1))
        } else {
            description
        };
        let counts = amount(view, phrase, phrase, false);
        if description.is_none() && counts.min == Some(1) {
            return None;
        }
        return (counts.min.or(counts.max).is_some_and(|n| n < 5000) && !counts.plural).then(|| Target {
            description: description.or(Some(view.span(phrase.start, phrase.end))),
            name: None,
            amount: counts,
            fate,
            noun: Noun::Anyone,
            definite: false,
        });
    }
    let mut from = phrase.start;
    while from < phrase.head && is_before_noun(view, from) {
        from += 1;
    }
    let described_to = named.map_or(phrase.end, |(from, _)| from);
    let described = (from < described_to).then(|| {
        let to = if named.is_none() { with_of(view, phrases, measured_at) } else { described_to };
        view.span(from, to)
    });
    let head = named.map_or(phrase.head, |(from, _)| from.saturating_sub(1));
    let noun = classify(view, phrase, head);
    Some(Target {
        description: described,
        name: named.map(|(from, to)| view.span(from, to)),
        amount: amount(view, phrases.get(at)?, phrase, named.is_some()),
        fate,
        noun,
        definite: view.is(phrase.start, &["the", "these", "those", "his", "her", "their"]),
    })
}

/// Whether a noun that is not listed may be people, by its form: `harvesters`, `organist`, `europeans`.
fn may_be_people(view: &View<'_>, phrase: &Phrase) -> bool {
    let word = view.word(phrase.head);
    let singular = word.strip_suffix('s').unwrap_or(word);
    let never = [
        "order",
        "paper",
        "letter",
        "rumor",
        "power",
        "matter",
        "center",
        "computer",
        "border",
        "river",
        "water",
        "corner",
        "quarter",
        "barrier",
        "shelter",
        "disaster",
        "plan",
        "event",
        "incident",
        "document",
        "error",
        "sector",
        "factor",
        "plant",
        "front",
        "character",
    ];
    if never.contains(&singular) {
        return false;
    }
    let ending = ["er", "or", "ist", "ian", "an", "ee", "ant", "man", "men", "ese", "ent"];
    let counted =
        view.tag(phrase.head) == Tag::NNS && (phrase.start..phrase.head).any(|at| view.tag(at) == Tag::CD);
    phrase.nouns(view).is_empty()
        && matches!(view.tag(phrase.head), Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS)
        && singular.len() > 3
        && (counted
            || ending.iter().any(|end| singular.ends_with(end)) && !singular.ends_with("ment")
            || super::gazetteer::nation(word)
                .is_some_and(|(_, nation)| nation == super::gazetteer::Nation::People))
}

/// Articles, numbers and their bounds before a noun.
fn is_before_noun(view: &View<'_>, at: usize) -> bool {
    matches!(view.tag(at), Tag::DT | Tag::PDT | Tag::CD)
        || view.is(at, &["-", "year", "old", "year-old"])
            && (at.saturating_sub(4)..at).any(|i| view.tag(i) == Tag::CD)
        || view.is(
            at,
            &[
                "at",
                "least",
                "more",
                "than",
                "about",
                "approximately",
                "some",
                "over",
                "nearly",
                "almost",
                "around",
                "only",
                "other",
                "another",
                "several",
                "many",
                "up",
                "to",
            ],
        )
}

/// Where a description ends with a phrase in `of` that belongs to it: `members of the council`.
fn with_of(view: &View<'_>, phrases: &[Phrase], at: usize) -> usize {
    let Some(phrase) = phrases.get(at) else { return 0 };
    let next =
        phrases.get(at + 1).filter(|next| view.is(phrase.end, &["of"]) && next.start == phrase.end + 1);
    match next {
        Some(next) if next.end - next.start <= 4 => next.end,
        _ => phrase.end,
    }
}

/// What the people are: by the head noun, or a word before it that says they are soldiers or fighters.
fn classify(view: &View<'_>, phrase: &Phrase, head: usize) -> Noun {
    let of = |at: usize| {
        super::lexicon::noun(view.word(at))
            .iter()
            .copied()
            .find(|n| !matches!(n, Noun::Thing | Noun::Weapon | Noun::Body))
    };
    let noun = of(head).or_else(|| of(phrase.head)).unwrap_or(Noun::Anyone);
    let past = (phrase.start..head).any(|at| view.is(at, &["former", "retired", "ex"]));
    let office = (phrase.start..phrase.head + 1)
        .any(|at| view.is(at, &["minister", "mayor", "judge", "governor", "senator", "deputy"]));
    if noun == Noun::Force && (past || office) {
        return Noun::Civilian;
    }
    let military = view.is(head.wrapping_sub(1), &["army", "military", "police", "defense", "navy"]);
    if noun == Noun::Civilian && military && view.is(head, &["members", "member", "official", "officials"]) {
        Noun::Force
    } else {
        noun
    }
}

fn amount(view: &View<'_>, outer: &Phrase, phrase: &Phrase, named: bool) -> Amount {
    let span = view.span(outer.start, phrase.end);
    let mut all = Vec::new();
    lexeme::lexemes(view.text, span, &mut all);
    let lexemes = Lexemes { text: view.text, all: &all };
    let found = (0..all.len().min(8)).find_map(|at| {
        let numeral = numeral::cardinal(lexemes, at)?;
        // `the 4th front`, `22-year-old`: no number of people.
        let whole = numeral.whole().filter(|_| !lexemes.is_hyphen(numeral.end))?;
        Some((at, whole))
    });
    let head = view.word(phrase.head);
    let plural = view.tag(phrase.head) == Tag::NNS
        || view.tag(phrase.head) == Tag::NNPS
        || head.ends_with("men")
        || outer.head != phrase.head
        || [
            "people",
            "police",
            "troops",
            "children",
            "population",
            "community",
            "crowd",
            "family",
            "dead",
            "wounded",
            "injured",
            "others",
        ]
        .contains(&head);
    let Some((at, whole)) = found.filter(|_| !named || plural) else {
        return if plural && !named {
            Amount { plural: true, ..Amount::default() }
        } else {
            Amount { min: Some(1), max: Some(1), ..Amount::default() }
        };
    };
    let before: Vec<&str> = (at.saturating_sub(2)..at).map(|at| lexemes.word(at)).collect();
    let has = |words: &[&str]| before.iter().any(|word| words.contains(word));
    let low = has(&["least", "more", "over"]);
    let high = has(&["most", "up", "less", "fewer"]);
    let rough = has(&["about", "approximately", "some", "nearly", "almost", "around", "roughly"]);
    Amount { min: (!high).then_some(whole), max: (!low).then_some(whole), rough, plural: false }
}
