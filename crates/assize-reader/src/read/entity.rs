//! Who or what the words of a value name.

use super::{drafts::Layers, raw::Thing};
use crate::{
    document::{lexis::Class, phrase::Phrase},
    speech::speaker::DOUBT,
    tag::{Tag, gazetteer},
};
use assize_record::{Doubt, EntityType, Span, Words};

/// A name with what is tied to it by `of`: `the chief of police`, `the House of Deputies`, `members of the Harrow Police Service`.
pub(super) fn whole(layers: &Layers<'_>, span: Span) -> Span {
    let Some(sentence) = layers.parsed.sentence_at(span.start) else { return span };
    let run = sentence.tokens_in(span);
    let Some(last) = run.end.checked_sub(1) else { return span };
    let is = |at: usize, class: Class| sentence.word_class(at, class);
    let named = [Class::Person, Class::Body, Class::Official, Class::Organisation];
    let Some(phrase) = sentence.phrase_at(last).map(|at| &sentence.phrases[at]) else { return span };
    if !named.into_iter().any(|class| is(phrase.head, class)) || phrase.end != run.end {
        return span;
    }
    let tied = sentence.tag(run.end) == Tag::IN && is(run.end, Class::PartWord);
    let next = sentence.phrase_at(run.end + 1).map(|at| &sentence.phrases[at]);
    let names = |next: &Phrase| {
        let head = next.head;
        sentence.tag(head).is_proper()
            || named.into_iter().chain([Class::Vessel]).any(|class| is(head, class))
    };
    match next.filter(|next| tied && next.start == run.end + 1 && next.counted.is_none() && names(next)) {
        Some(next) => Span::new(span.start, sentence.bytes(&next.run()).end),
        None => span,
    }
}

/// The person or body that the words name; a doubt where it may be another.
pub(super) fn entity(layers: &Layers<'_>, words: &Words, kind: EntityType, doubts: &mut Vec<Doubt>) -> Thing {
    const BODIES: &[&str] = &[
        "government",
        "regime",
        "ministry",
        "army",
        "navy",
        "forces",
        "military",
        "agency",
        "state",
        "cartel",
        "command",
        "corps",
        "police",
    ];
    let lower = words.exact.to_lowercase();
    if kind == EntityType::Organisation && (BODIES.iter().any(|b| lower.contains(b)) || lower.contains("’s "))
    {
        return Thing::agent(&words.exact, words.span(), kind);
    }
    let (name, others) = person(layers, words);
    if !others.is_empty() {
        let question =
            format!("`{}` is taken to be `{name}`; it may also be `{}`", words.exact, others.join("` or `"));
        let (schema, kind, rule) = (DOUBT.to_owned(), "person".to_owned(), "referent.person".to_owned());
        doubts.push(Doubt { schema, words: words.clone(), kind, question, rule });
    }
    // That a rule looks for a person does not show that the words name one.
    Thing::agent(&name, words.span(), EntityType::Agent)
}

/// The fullest name of the person that the words end in, without titles; of an office (`the president`), who is named with it.
/// Who else of the document may be meant comes with it.
fn person(layers: &Layers<'_>, words: &Words) -> (String, Vec<String>) {
    let capital = |w: &&str| w.starts_with(char::is_uppercase);
    let last = words.exact.split_whitespace().next_back().filter(capital);
    let found = match last {
        Some(last) => Some(layers.registry.resolve(last, words.start)),
        None => {
            let office = words.exact.to_lowercase();
            layers.registry.holder(office.strip_prefix("the ").unwrap_or(&office), words.start)
        }
    };
    let Some(found) = found.filter(|found| !found.name.is_empty()) else {
        return (words.exact.clone(), Vec::new());
    };
    // `Northern President Ruth Vale`: the name begins after the title.
    let name = found.name.as_str();
    let mut titles = name.match_indices(' ').filter(|(at, _)| {
        let word = name[..*at].rsplit(' ').next().unwrap_or("");
        gazetteer::is_title(&word.to_lowercase())
    });
    let bare = titles.next_back().map_or(name, |(at, _)| name[at..].trim());
    (bare.to_owned(), found.others)
}
