//! The drafts of one text as a reviewer sees them: each with its number, what was decided on it, and by what words.

use assize_case::{drafts::Kept, wording};
use assize_ledger::{
    DraftInput, View,
    view::{ClaimView, Why},
};
use assize_record::{Draft, DraftId, EntryId, Stance};
use std::collections::BTreeMap;

/// What was decided on a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing stands.
    Open,
    /// A claim stands as the reader put it.
    Accepted,
    /// A claim stands as a person put it.
    Amended,
    /// Rejected.
    Rejected,
    /// Accepted by one person where the case asks for two.
    OneReview,
    /// People differ.
    Differing,
}

impl State {
    /// A mark that needs no colour.
    pub(crate) const fn mark(self) -> &'static str {
        match self {
            Self::Open => "○",
            Self::Accepted => "✓",
            Self::Amended => "✎",
            Self::Rejected => "✕",
            Self::OneReview => "◐",
            Self::Differing => "⇄",
        }
    }

    /// The same in a word.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Amended => "amended",
            Self::Rejected => "rejected",
            Self::OneReview => "one review",
            Self::Differing => "people differ",
        }
    }

    /// Whether it waits for a decision.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::Open)
    }
}

/// A draft with its place in the text.
pub(crate) struct Item<'s> {
    /// From 1, in the order of the text.
    pub(crate) number: usize,
    /// The draft.
    pub(crate) draft: &'s Draft,
    /// What was decided.
    pub(crate) state: State,
    /// The claim that was entered for it first.
    pub(crate) first: Option<EntryId>,
    /// The claim that stands, where one does.
    pub(crate) claim: Option<&'s ClaimView>,
    /// Whether it only repeats the words of other drafts.
    pub(crate) repeats: bool,
}

/// Claims that stand, by the claim that was entered first for their draft.
pub(crate) type Standing<'s> = BTreeMap<EntryId, (&'s ClaimView, bool)>;

/// Claims of a view by the one that was entered first.
pub(crate) fn standing(view: &View) -> Standing<'_> {
    standing_of(view, None)
}

/// The same, of one source alone where one is given: a draft and what was made of it are of one text.
fn standing_of(view: &View, source: Option<EntryId>) -> Standing<'_> {
    let first = |claim: &ClaimView| view.first_claims().get(&claim.id).copied().unwrap_or(claim.id);
    let of = |claim: &&ClaimView| source.is_none_or(|source| claim.source == source);
    let counted = view.claims().iter().filter(of).map(|claim| (first(claim), (claim, false)));
    let one = view.one_review().iter().filter(of).map(|claim| (first(claim), (claim, true)));
    one.chain(counted).collect()
}

/// What was decided on a draft, in a view.
pub(crate) fn state<'s>(
    view: &'s View,
    standing: &Standing<'s>,
    input: &DraftInput<'_>,
) -> (State, Option<EntryId>, Option<&'s ClaimView>) {
    let Some(first) = view.claim_of_draft(input) else { return (State::Open, None, None) };
    if view.difference(first).is_some() {
        return (State::Differing, Some(first), None);
    }
    match standing.get(&first) {
        Some((claim, true)) => (State::OneReview, Some(first), Some(claim)),
        Some((claim, false)) if claim.id == first => (State::Accepted, Some(first), Some(claim)),
        Some((claim, false)) => (State::Amended, Some(first), Some(claim)),
        None => {
            let aside = view.set_aside();
            let aside = aside.binary_search_by_key(&first, |aside| aside.id).ok().map(|at| &aside[at]);
            match aside.map(|aside| aside.why) {
                Some(Why::Rejected) => (State::Rejected, Some(first), None),
                Some(Why::Retracted | Why::Undecided) | None => (State::Open, Some(first), None),
                _ => (State::Rejected, Some(first), None),
            }
        }
    }
}

/// The drafts of a text in order, with what was decided on each in a view.
pub(crate) fn items<'s>(view: &'s View, kept: &'s Kept) -> Vec<Item<'s>> {
    items_by(view, &standing_of(view, Some(kept.source)), kept)
}

/// The same by claims that were looked up already, for whoever draws many texts.
pub(crate) fn items_by<'s>(view: &'s View, standing: &Standing<'s>, kept: &'s Kept) -> Vec<Item<'s>> {
    let mut drafts: Vec<&Draft> = kept.drafts.iter().collect();
    drafts.sort_by_key(|draft| {
        let value = &draft.proposition.value;
        let statement = draft.proposition.property() == "statement";
        (draft.passage.start, statement, value.start, draft.passage.end, draft.id)
    });
    // What another draft takes out of the same words of the same speaker need not be said once more as a statement.
    let typed: Vec<(usize, usize)> = drafts
        .iter()
        .filter(|draft| draft.proposition.property() != "statement")
        .map(|draft| (draft.passage.start, draft.passage.end))
        .collect();
    drafts
        .into_iter()
        .enumerate()
        .map(|(at, draft)| {
            let (state, first, claim) = state(view, standing, &kept.input(draft));
            let statement = draft.proposition.property() == "statement";
            let (start, end) = (draft.passage.start, draft.passage.end);
            let repeats = statement && typed.iter().any(|(from, to)| *from <= start && end <= *to);
            Item { number: at + 1, draft, state, first, claim, repeats }
        })
        .collect()
}

/// Whose word a claim is.
pub(crate) fn speaker_of(view: &View, claim: &ClaimView) -> String {
    wording::speaker_words(view, &claim.speaker, Some(claim.source))
}

/// The property of a draft as a person reads it: `incident.happened-on` is `happened on`.
pub(crate) fn property(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).replace('-', " ")
}

/// The draft of these digits in a text.
pub(crate) fn find<'k>(kept: &'k Kept, digits: &str) -> Option<&'k Draft> {
    let fits = |id: &DraftId| digits.len() >= 4 && id.to_string().starts_with(digits);
    let mut found = kept.drafts.iter().filter(|draft| fits(&draft.id));
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// How many drafts of a text wait, how many people differ on, and how many there are. What only repeats the words of others is not waited for.
pub(crate) fn progress(view: &View, standing: &Standing<'_>, kept: &Kept) -> (usize, usize, usize) {
    let items = items_by(view, standing, kept);
    let open = items.iter().filter(|item| item.state.is_open() && !item.repeats).count();
    let differing = items.iter().filter(|item| item.state == State::Differing).count();
    (open, differing, items.len())
}

/// What a claim says in a few words: who denies, doubts or passes on is never left out.
pub(crate) fn claim_words(view: &View, claim: &ClaimView) -> String {
    let said = &claim.proposition;
    let value = wording::value(view, said, Some(claim.source));
    let status = said.status.map_or_else(String::new, |status| format!(" ({})", status.name()));
    let words = format!("{} {value}{status}", property(&said.property));
    match claim.stance {
        Stance::Asserts => words,
        Stance::Denies => format!("denied: {words}"),
        Stance::Doubts => format!("doubted: {words}"),
        Stance::Reports => format!("passed on: {words}"),
    }
}

/// Words cut between two of them, with a sign that they go on.
pub(crate) fn cut(words: &str, width: usize) -> String {
    if words.chars().count() <= width {
        return words.trim().to_owned();
    }
    let short: String = words.chars().take(width).collect();
    let end = short.rfind(char::is_whitespace).unwrap_or(short.len());
    format!("{}…", short[..end].trim_end_matches([' ', ',', '.']))
}
