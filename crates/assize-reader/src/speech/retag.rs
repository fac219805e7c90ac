//! Tags put right where a cue stands beside them.
//!
//! The tagger sees two words to each side. A cue says more: what stands right before `said` is a subject, however it is spelt.

use super::lexicon::{self, Class, Form};
use crate::tag::{Shape, Tag, Token, gazetteer};

/// Words that may open a sentence before `said` and are no name.
const NO_NAMES: &[&str] = &[
    "he",
    "she",
    "they",
    "it",
    "we",
    "i",
    "you",
    "who",
    "which",
    "what",
    "this",
    "that",
    "others",
    "some",
    "then",
    "later",
    "earlier",
    "also",
    "there",
    "here",
    "as",
    "and",
    "but",
    "or",
    "never",
    "not",
    "all",
    "one",
    "both",
    "many",
    "most",
    "few",
    "has",
    "have",
    "had",
    "still",
    "once",
    "first",
    "recently",
    "instead",
    "another",
    "reportedly",
    "long",
    "often",
    "again",
];

/// Whether the past form at `at` only describes the noun before it: `a poll released on Sunday shows`.
fn describes(lower: &str, tokens: &[Token], at: usize) -> bool {
    let word = |i: usize| tokens.get(i).and_then(|t| lower.get(t.start..t.end)).unwrap_or("");
    let tied = matches!(
        word(at + 1),
        "by" | "on" | "in" | "to" | "from" | "at" | "for" | "last" | "this" | "earlier"
    ) || super::subject::DAYS.contains(&word(at + 1));
    if at == 0 || !tied || tokens[at].tag != Tag::VBD || !tokens[at - 1].tag.is_noun() {
        return false;
    }
    for i in at + 2..(at + 14).min(tokens.len()) {
        let tag = tokens[i].tag;
        let barred = matches!(
            tag,
            Tag::COMMA | Tag::COLON | Tag::WP | Tag::WDT | Tag::WRB | Tag::OPEN | Tag::PRP | Tag::STOP
        );
        if barred
            || matches!(
                word(i),
                "that" | "as" | "because" | "after" | "before" | "while" | "if" | "and" | "but"
            )
        {
            return false;
        }
        if tag.is_finite() {
            return tokens[i - 1].tag.is_noun()
                || tokens[i - 1].tag == Tag::CD
                || tokens[i - 1].tag == Tag::RB;
        }
    }
    false
}

/// Subjects in the form of a pronoun.
const SUBJECTS: &[&str] = &["he", "she", "it", "they", "we", "i", "who"];

/// Subjects that are many, whatever their tag.
const MANY: &[&str] =
    &["they", "we", "i", "you", "some", "many", "most", "others", "few", "people", "who", "both"];

/// The tag of a cue that was taken for another part of speech, from what stands beside it.
fn as_verb(lower: &str, tokens: &[Token], at: usize) -> Option<Tag> {
    let word = |i: usize| tokens.get(i).and_then(|t| lower.get(t.start..t.end)).unwrap_or("");
    let tag = tokens[at].tag;
    if matches!(tag, Tag::VBD | Tag::VBZ | Tag::VBP | Tag::VBG) {
        return None;
    }
    let entry = lexicon::lookup(word(at))?;
    if tag == Tag::VB {
        return (entry.form == Form::Base && stands_alone(lower, tokens, at)).then_some(Tag::VBP);
    }
    let adverb = at > 1 && tokens[at - 1].tag.is_adverb();
    let before = if adverb { at - 2 } else { at.checked_sub(1)? };
    let (subject, previous) = (word(before), tokens[before].tag);
    let pronoun = SUBJECTS.contains(&subject);
    let clause = matches!(word(at + 1), "that" | "there" | "he" | "she" | "they" | "it" | "we" | "i" | ":")
        || tokens.get(at + 1).is_some_and(|t| t.tag == Tag::OPEN)
        || word(at + 1) == "," && tokens.get(at + 2).is_some_and(|t| t.tag == Tag::OPEN);
    let object = tokens
        .get(at + 1)
        .is_some_and(|t| matches!(t.tag, Tag::DT | Tag::PRPS | Tag::PRP | Tag::NNP | Tag::TO));
    match entry.form {
        Form::Base
            if word(at - 1) == "to"
                && (clause || object || matches!(word(at + 1), "whether" | "if" | "how" | "why")) =>
        {
            Some(Tag::VB)
        }
        Form::Base if MANY.contains(&subject) && (clause || object || tag != Tag::NN) => Some(Tag::VBP),
        Form::Base
            if clause
                && (matches!(previous, Tag::NNS | Tag::NNPS | Tag::CD) || plural(subject, previous)) =>
        {
            Some(Tag::VBP)
        }
        Form::Present if pronoun || clause && (previous.is_noun() || previous == Tag::RRB) => Some(Tag::VBZ),
        Form::Present if object && previous.is_proper() => Some(Tag::VBZ),
        Form::Past if word(at) == "sought" && word(at + 1) == "to" && previous.is_noun() => Some(Tag::VBD),
        Form::Past if pronoun && tag != Tag::VBN => Some(Tag::VBD),
        Form::Past if pronoun && (clause || object) => Some(Tag::VBD),
        Form::Past if clause && previous.is_noun() && entry.class != Class::View => Some(Tag::VBD),
        Form::Past
            if previous.is_noun()
                && (object || entry.particles.contains(&word(at + 1)))
                && only_verb(lower, tokens, at) =>
        {
            Some(Tag::VBD)
        }
        _ => None,
    }
}

/// Whether nothing before a base form makes it an infinitive: `officials say`, but not `to say`, `will say`, `let officials say`.
fn stands_alone(lower: &str, tokens: &[Token], at: usize) -> bool {
    let word = |i: usize| tokens.get(i).and_then(|t| lower.get(t.start..t.end)).unwrap_or("");
    let adverb = at > 1 && tokens[at - 1].tag.is_adverb();
    let Some(before) = (if adverb { at.checked_sub(2) } else { at.checked_sub(1) }) else { return false };
    let plural = matches!(tokens[before].tag, Tag::NNS | Tag::NNPS | Tag::CD) || MANY.contains(&word(before));
    let said = matches!(word(at), "say" | "tell" | "believe" | "think" | "argue" | "insist") && before > 1;
    let subject = plural || said && (tokens[before].tag == Tag::COMMA || tokens[before].tag.is_noun());
    let ruled = (at.saturating_sub(8)..at).any(|i| {
        matches!(tokens[i].tag, Tag::MD | Tag::TO)
            || matches!(
                word(i),
                "to" | "do"
                    | "does"
                    | "did"
                    | "let"
                    | "lets"
                    | "make"
                    | "makes"
                    | "made"
                    | "making"
                    | "help"
                    | "helps"
                    | "helped"
                    | "helping"
                    | "see"
                    | "saw"
                    | "hear"
                    | "heard"
                    | "watch"
                    | "watched"
                    | "have"
                    | "had"
                    | "has"
                    | "having"
            )
    });
    subject
        && (!ruled
            || said
                && plural
                && !(at.saturating_sub(3)..at).any(|i| {
                    tokens[i].tag == Tag::MD || matches!(word(i), "to" | "do" | "did" | "does" | "let")
                }))
}

/// Whether most words are capitalised and no stop ends them, as in a headline.
fn is_title(tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|t| !matches!(t.shape, Shape::Mark | Shape::Digit)).count();
    let capitals =
        tokens.iter().filter(|t| matches!(t.shape, Shape::Capital | Shape::Upper | Shape::Mixed)).count();
    let stop = tokens.last().is_some_and(|t| t.tag == Tag::STOP);
    (4..40).contains(&words) && !stop && capitals * 10 >= words * 6
}

/// In a headline capitals tell nothing: the first cue in its present form after a name is its verb.
fn retag_title(lower: &str, tokens: &mut [Token]) {
    for at in 1..tokens.len() {
        let word = lower.get(tokens[at].start..tokens[at].end).unwrap_or("");
        if tokens[at].tag.is_verb() && tokens[at].tag.is_finite() {
            return;
        }
        let form = lexicon::lookup(word).map(|entry| entry.form);
        if form == Some(Form::Present) && tokens[at].tag.is_noun() && tokens[at - 1].tag.is_noun() {
            tokens[at].tag = Tag::VBZ;
            return;
        }
    }
}

/// Whether a past form has no auxiliary before it and no finite verb after it in its clause, so that it must be the verb itself.
fn only_verb(lower: &str, tokens: &[Token], at: usize) -> bool {
    let word = |i: usize| tokens.get(i).and_then(|t| lower.get(t.start..t.end)).unwrap_or("");
    let auxiliary = (at.saturating_sub(4)..at).any(|i| {
        tokens[i].tag.is_finite()
            || matches!(
                word(i),
                "be" | "been"
                    | "being"
                    | "have"
                    | "has"
                    | "had"
                    | "having"
                    | "is"
                    | "are"
                    | "was"
                    | "were"
                    | "to"
            )
    });
    let mut clause = tokens[at + 1..]
        .iter()
        .take(16)
        .take_while(|t| !matches!(t.tag, Tag::COMMA | Tag::STOP | Tag::WDT | Tag::WP));
    !auxiliary && !clause.any(|t| t.tag.is_finite())
}

/// Whether a word taken for a verb is a plural noun before a cue: `captains doubt that`.
fn plural(word: &str, tag: Tag) -> bool {
    matches!(tag, Tag::VBZ | Tag::NN | Tag::JJ)
        && word.ends_with('s')
        && !word.ends_with("ss")
        && word.len() > 4
}

/// A capitalised word of an odd kind right before a finite verb is a name: `Vale denied`.
fn name_before_verb(lower: &str, tokens: &mut [Token], at: usize) {
    let before = tokens[at - 1];
    let odd = matches!(
        before.tag,
        Tag::RB
            | Tag::RP
            | Tag::JJ
            | Tag::VB
            | Tag::VBD
            | Tag::VBN
            | Tag::VBZ
            | Tag::VBP
            | Tag::UH
            | Tag::FW
            | Tag::NNS
    );
    let finite = matches!(tokens[at].tag, Tag::VBD | Tag::VBZ);
    let opens = at == 1 || matches!(tokens[at - 2].tag, Tag::CLOSE | Tag::OPEN | Tag::COMMA);
    let word = lower.get(before.start..before.end).unwrap_or("");
    let closed = NO_NAMES.contains(&word) || word.len() < 3 || word.ends_with("ly");
    if odd
        && finite
        && opens
        && matches!(before.shape, Shape::Capital | Shape::Mixed)
        && !closed
        && before.tag != Tag::NNS
    {
        tokens[at - 1].tag = Tag::NNP;
    }
}

/// The tag of a cue that closes its sentence or clause after a quotation: `…,” the document states, noting …`, `…,’ the report stated
/// yesterday.`
fn after_quotation(lower: &str, tokens: &[Token], at: usize) -> Option<Tag> {
    let word = |i: usize| tokens.get(i).and_then(|t| lower.get(t.start..t.end)).unwrap_or("");
    if !matches!(tokens[at].tag, Tag::NNS | Tag::NN | Tag::VBN | Tag::JJ) {
        return None;
    }
    let entry = lexicon::lookup(word(at)).filter(|e| matches!(e.class, Class::Say | Class::Show))?;
    let tag = match entry.form {
        Form::Present => Tag::VBZ,
        Form::Past => Tag::VBD,
        _ => return None,
    };
    let closed = tokens.get(at + 1).is_none_or(|t| matches!(t.tag, Tag::COMMA | Tag::STOP))
        || super::subject::DAYS.contains(&word(at + 1));
    let first = (at.saturating_sub(8)..at).rev().take_while(|i| tokens[*i].tag.is_modifier()).last()?;
    let quoted = first.checked_sub(1).is_some_and(|before| matches!(word(before), "”" | "’" | "\"" | "''"));
    (closed && quoted && tokens[at - 1].tag.is_noun()).then_some(tag)
}

/// Whether the noun at `at` was taken for a verb though a participle and another verb follow: `an audit report issued Monday states …`.
fn is_issued(lower: &str, tokens: &[Token], at: usize) -> bool {
    let word = |i: usize| tokens.get(i).and_then(|t| lower.get(t.start..t.end)).unwrap_or("");
    let noun =
        gazetteer::is_document_noun(word(at)) && !matches!(word(at - 1), "to" | "will" | "would" | "not");
    noun && matches!(tokens[at].tag, Tag::VB | Tag::VBP)
        && tokens.get(at + 1).is_some_and(|t| matches!(t.tag, Tag::VBN | Tag::VBD))
}

/// The verb of a document whose participle ends before `from`, behind no more than a day.
fn issued_says(lower: &str, tokens: &mut [Token], from: usize) {
    let cue = (from..(from + 3).min(tokens.len())).find(|at| {
        let word = tokens.get(*at).and_then(|t| lower.get(t.start..t.end)).unwrap_or("");
        lexicon::lookup(word).is_some_and(|e| e.form == Form::Present && e.class != Class::View)
    });
    if let Some(token) = cue.and_then(|at| tokens.get_mut(at)).filter(|t| t.tag.is_noun()) {
        token.tag = Tag::VBZ;
    }
}

/// Corrects the tags of the words right before a verb that is surely a cue.
pub(super) fn retag(lower: &str, tokens: &mut [Token]) {
    let word = |token: &Token| lower.get(token.start..token.end).unwrap_or("");
    let title = is_title(tokens);
    if title {
        retag_title(lower, tokens);
    }
    for at in 1..tokens.len() {
        // `the United States Department`: a capital behind a name goes on with the name.
        let named = |at: usize| tokens[at].tag.is_proper() && tokens[at].shape == Shape::Capital;
        if !title && named(at) && named(at - 1) {
            continue;
        }
        if describes(lower, tokens, at) {
            tokens[at].tag = Tag::VBN;
        }
        // `The audit report also alleged …`
        let also = tokens.get(at + 1).is_some_and(|t| t.tag.is_adverb())
            && tokens.get(at + 2).is_some_and(|t| t.tag == Tag::VBD)
            && matches!(tokens[at].tag, Tag::VB | Tag::VBP)
            && matches!(tokens[at - 1].tag, Tag::NN | Tag::NNP);
        if also && gazetteer::is_document_noun(word(&tokens[at])) {
            tokens[at].tag = Tag::NN;
        }
        if is_issued(lower, tokens, at) {
            (tokens[at].tag, tokens[at + 1].tag) = (Tag::NN, Tag::VBN);
            issued_says(lower, tokens, at + 2);
        }
        if let Some(tag) = after_quotation(lower, tokens, at) {
            tokens[at].tag = tag;
        }
        if let Some(tag) = as_verb(lower, tokens, at) {
            tokens[at].tag = tag;
            if plural(word(&tokens[at - 1]), tokens[at - 1].tag) && tag == Tag::VBP {
                tokens[at - 1].tag = Tag::NNS;
            }
        }
        name_before_verb(lower, tokens, at);
        if !matches!(
            word(&tokens[at]),
            "said" | "says" | "say" | "told" | "tells" | "tweeted" | "wrote" | "added"
        ) {
            continue;
        }
        // `a report published Monday said`
        if at > 2
            && tokens[at - 2].tag == Tag::VBD
            && tokens[at - 3].tag.is_noun()
            && super::subject::DAYS.contains(&word(&tokens[at - 1]))
        {
            tokens[at - 2].tag = Tag::VBN;
        }
        let before = tokens[at - 1];
        let name = matches!(before.shape, Shape::Capital | Shape::Mixed | Shape::Upper);
        if name && !before.tag.is_noun() && !NO_NAMES.contains(&word(&before)) {
            tokens[at - 1].tag = Tag::NNP;
        }
        // `It sank, police said`: who may speak is no verb before it.
        let speaker = gazetteer::is_person_noun(word(&before)) || gazetteer::is_body_noun(word(&before));
        if speaker && !before.tag.is_noun() {
            tokens[at - 1].tag = Tag::NNS;
        }
        // `advocates said`: two finite verbs do not stand side by side.
        let finite = matches!(before.tag, Tag::VBZ | Tag::VBP | Tag::VB);
        if !name && finite && word(&before).ends_with('s') && word(&before).len() > 4 {
            tokens[at - 1].tag = Tag::NNS;
        }
        if tokens[at - 1].tag.is_noun() && matches!(tokens[at].tag, Tag::VBN | Tag::NN | Tag::NNP | Tag::JJ) {
            tokens[at].tag = Tag::VBD;
        }
    }
}
