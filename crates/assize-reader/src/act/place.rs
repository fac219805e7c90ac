//! Where an act happened, from the prepositions that stand with it.

use super::Source;
use crate::{
    document::{
        lexis::Class,
        phrase::Phrase,
        predicate::{Form, Predicate},
        sentence::Sentence,
    },
    tag::{Shape, Tag},
};
use assize_record::Span;

/// The places named with a predicate.
pub(super) fn of(source: &Source<'_>, sentence: &Sentence, predicate: &Predicate, dies: bool) -> Vec<Span> {
    let mut found = Vec::new();
    let add = |found: &mut Vec<Span>, phrase: usize| {
        let this = &sentence.phrases[phrase];
        // `the city's market`
        let start = this.possessor.map_or(this.start, |owner| sentence.phrases[owner].start);
        let span = whole(source, sentence, start, this.end);
        if !found.contains(&span) {
            found.push(span);
        }
    };
    for (preposition, phrase) in &predicate.obliques {
        let locative = sentence.word_class(*preposition, Class::Locative);
        let head = sentence.phrases[*phrase].head;
        let bare = sentence.word_class(*preposition, Class::Surface)
            && sentence.tag(head).is_proper()
            && !sentence.word_class(head, Class::PlaceNoun);
        let hospital = dies && sentence.word_class(head, Class::Building);
        // `a family from the town in the hills`
        let owner =
            preposition.checked_sub(1).and_then(|at| sentence.phrase_at(at)).map(|at| &sentence.phrases[at]);
        let origin = owner
            .and_then(|owner| owner.preposition)
            .is_some_and(|at| sentence.word_class(at, Class::Preventive));
        let of_other = blamed(sentence, predicate.head, *preposition);
        // `on Bloody Sunday`
        let day = sentence.times.iter().any(|(_, run)| run.start == sentence.phrases[*phrase].end);
        let named_day = day && sentence.word_class(*preposition, Class::Surface);
        let of_others = !found.is_empty() && super::when::gap(sentence, predicate.head, *preposition);
        if locative
            && !of_others
            && !bare
            && !hospital
            && !origin
            && !of_other
            && !named_day
            && is_place(source, sentence, &sentence.phrases[*phrase])
        {
            add(&mut found, *phrase);
        }
    }
    // `an air strike on Derna`
    if predicate.form == Form::Nominal {
        for phrase in &predicate.object {
            let this = &sentence.phrases[*phrase];
            let on = this.preposition.is_some_and(|at| sentence.word_class(at, Class::Locative));
            let day = sentence.times.iter().any(|(_, run)| run.start == this.end);
            if on && !day && is_place(source, sentence, this) && sentence.tag(this.head).is_proper() {
                add(&mut found, *phrase);
            }
        }
    }
    found
}

/// Whether words behind an act are what somebody is blamed for: `killed a man linked to attacks in Lowford`.
fn blamed(sentence: &Sentence, act: usize, at: usize) -> bool {
    sentence.predicates.iter().any(|verb| {
        verb.form == Form::Participle
            && act < verb.head
            && verb.head < at
            && sentence.word_class(verb.head, Class::Blame)
    })
}

/// The first named place of a sentence behind a preposition, where the act itself has none: `officers stationed on the Lowford plaza`.
pub(super) fn named(source: &Source<'_>, sentence: &Sentence, from: usize) -> Option<Span> {
    let found = sentence.phrases.iter().filter(|phrase| phrase.start > from).find(|phrase| {
        let behind = phrase
            .start
            .checked_sub(1)
            .is_some_and(|at| sentence.tag(at) == Tag::IN && sentence.word_class(at, Class::Locative));
        let owner = sentence.tag(phrase.end) == Tag::POS;
        let surface = phrase.start.checked_sub(1).is_some_and(|at| sentence.word_class(at, Class::Surface));
        // `told reporters in the Oval Office`, but not `a boat carrying migrants off Brill`
        let spoken = sentence.predicates.iter().any(|verb| {
            let thing = |at: &usize| sentence.word_class(sentence.phrases[*at].head, Class::Thing);
            sentence.word_class(verb.head, Class::Clausal)
                && !verb.agent().iter().any(thing)
                && verb.obliques.iter().any(|(_, at)| sentence.phrases[*at].start == phrase.start)
        });
        behind
            && !spoken
            && !blamed(sentence, from, phrase.start)
            && !surface
            && !owner
            && (sentence.tag(phrase.head).is_proper() || followed_by_name(sentence, phrase))
            && is_place(source, sentence, phrase)
    })?;
    Some(whole(source, sentence, found.start, found.end))
}

/// The named place of a verb before an act: `violence erupted in Lowford after two men were wounded`. Where somebody spoke is none.
pub(super) fn before(source: &Source<'_>, sentence: &Sentence, act: usize) -> Option<Span> {
    let verbs = sentence.predicates.iter().filter(|verb| {
        verb.form == Form::Finite && verb.head < act && !sentence.word_class(verb.head, Class::Clausal)
    });
    let found = verbs.flat_map(|verb| &verb.obliques).find(|(preposition, phrase)| {
        let phrase = &sentence.phrases[*phrase];
        sentence.word_class(*preposition, Class::Locative)
            && phrase.end <= act
            && sentence.tag(phrase.head).is_proper()
            && is_place(source, sentence, phrase)
    })?;
    let phrase = &sentence.phrases[found.1];
    Some(whole(source, sentence, phrase.start, phrase.end))
}

/// The place that a heading names beside its day.
pub(super) fn of_heading(source: &Source<'_>, heading: &Sentence) -> Option<Span> {
    let named = |phrase: &&Phrase| sentence_name(heading, phrase) && is_place(source, heading, phrase);
    heading.phrases.iter().find(named).map(|phrase| whole(source, heading, phrase.start, phrase.end))
}

/// Whether a phrase is a name in letters.
fn sentence_name(sentence: &Sentence, phrase: &Phrase) -> bool {
    let letters = sentence.tokens.get(phrase.head).is_some_and(|token| token.shape == Shape::Capital);
    sentence.tag(phrase.head).is_proper() && letters
}

/// Whether a phrase names a place: a word for one, or a name that is no person's, body's or people's.
pub(super) fn is_place(source: &Source<'_>, sentence: &Sentence, phrase: &Phrase) -> bool {
    let is = |class: Class| sentence.word_class(phrase.head, class);
    if is(Class::PlaceNoun) || is(Class::Country) {
        let start = phrase.possessor.map_or(phrase.start, |owner| sentence.phrases[owner].start);
        let named = (start..phrase.end).any(|at| sentence.tag(at).is_proper());
        // `on the ground`, `along the road` say nothing of where.
        let lasting = is(Class::Settlement) || is(Class::Zone) || is(Class::Building) || is(Class::Country);
        return phrase.counted.is_none() && (named || lasting || followed_by_name(sentence, phrase));
    }
    if !sentence.tag(phrase.head).is_proper() {
        return false;
    }
    let classes = [
        Class::Person,
        Class::Body,
        Class::Demonym,
        Class::ActNoun,
        Class::Instrument,
        Class::Period,
        Class::GroupName,
        Class::Weapon,
        Class::Vehicle,
        Class::Vessel,
        Class::Aircraft,
    ];
    if classes.into_iter().any(is) {
        return false;
    }
    let name = sentence.bytes(&phrase.run()).slice(source.text).unwrap_or("");
    !source.registry.is_person(name) && !source.registry.is_cut_down(name)
}

/// `the road near Lowford`
fn followed_by_name(sentence: &Sentence, phrase: &Phrase) -> bool {
    let locative =
        sentence.word_class(phrase.end, Class::Locative) || sentence.word_class(phrase.end, Class::PartWord);
    locative
        && sentence
            .phrase_at(phrase.end + 1)
            .is_some_and(|next| sentence.tag(sentence.phrases[next].head).is_proper())
}

/// The words of a place with the places it lies in: `the village of Brill, Harrow province`.
pub(super) fn whole(source: &Source<'_>, sentence: &Sentence, start: usize, end: usize) -> Span {
    let mut end = end;
    for _ in 0..4 {
        let next = match sentence.tag(end) {
            Tag::IN
                if sentence.word_class(end, Class::Locative) || sentence.word_class(end, Class::PartWord) =>
            {
                sentence.phrase_at(end + 1).filter(|at| sentence.phrases[*at].start == end + 1)
            }
            Tag::COMMA => sentence.phrase_at(end + 1).filter(|at| {
                let phrase = &sentence.phrases[*at];
                let follows = sentence.tag(phrase.end);
                let list =
                    follows == Tag::CC || follows == Tag::COMMA && sentence.tag(phrase.end + 1) == Tag::CC;
                !list
                    && phrase.start == end + 1
                    && sentence.tag(phrase.start).is_proper()
                    && !follows.is_verb()
                    && follows != Tag::MD
            }),
            _ => None,
        };
        let Some(next) = next.filter(|at| is_place(source, sentence, &sentence.phrases[*at])) else { break };
        end = sentence.phrases[next].end;
    }
    sentence.bytes(&(start..end))
}
