//! Judgements: reviews, what may be withheld, and whose links, bridges, grades and acts count.

use super::{
    Index, Marks, NONE, State,
    authority::Authority,
    review::{self, Outcome, Reviews, Stand},
    withhold,
};
use crate::view::FoldDoubt;
use assize_record::{
    EntryId, Kind,
    body::ActorRole,
    entry::{Role, Verdict},
};

/// Who may end what others entered.
pub(crate) const EDITS: &[ActorRole] = &[ActorRole::Owner, ActorRole::Editor];

/// Who may review what others entered.
pub(crate) const ANY_ROLE: &[ActorRole] = &[ActorRole::Owner, ActorRole::Editor, ActorRole::Reviewer];

/// Marks accepted claims, withheld content and judgements that do not count.
pub(crate) fn judge(index: &Index<'_>, authority: &Authority, state: &mut State) {
    let mut reviews: Vec<(u32, u32)> = Vec::new();
    let mut withheld = Marks::default();
    for at in index.numbers().filter(|at| state.marks(*at).any(Marks::EFFECTIVE)).collect::<Vec<_>>() {
        let node = index.node(at);
        match index.kind(at) {
            Kind::Review => reviews.extend(index.refs_as(at, Role::Of).map(|of| (of, at))),
            Kind::Withhold => withheld.set(withhold::withhold(index, authority, at, state)),
            Kind::Link | Kind::Bridge | Kind::Grade | Kind::Mark | Kind::Rule | Kind::Act
                if !authority.is_person(node.by) =>
            {
                ignore(index, at, state);
            }
            // What changes figures all over the record is for those who may end what others entered.
            Kind::Standard | Kind::Method | Kind::Proof | Kind::Property | Kind::Lexicon | Kind::Setting
                if !authority.has_any(node.by, EDITS) =>
            {
                ignore(index, at, state);
            }
            // The gist of a claim is printed as the record's words: it is for whoever entered the claim, and for those who review.
            Kind::Note if node.verdict == Some(Verdict::Gist) => {
                let own = |of: u32| index.node(of).by == node.by && authority.is_person(node.by);
                let may = authority.has_any(node.by, ANY_ROLE) || index.refs_as(at, Role::Of).all(own);
                if !may {
                    ignore(index, at, state);
                }
            }
            _ => {}
        }
    }
    review(index, authority, reviews, state);
    ground(index, state, withheld);
    if withheld.any(Marks::DESTROYED) {
        withhold::said_of(index, state);
    }
    for at in index.of_kind(Kind::Claim) {
        let marks = state.marks(at);
        if marks.any(Marks::ACCEPT) && !marks.any(Marks::UNGROUNDED) {
            state.mark(at, Marks::ACCEPTED);
        }
    }
}

/// Finds out which reviews count, and what they come to, claim by claim with whatever was put in its place.
fn review(index: &Index<'_>, authority: &Authority, mut reviews: Vec<(u32, u32)>, state: &mut State) {
    reviews.sort_unstable();
    reviews.retain(|(claim, review)| {
        // A review names others that it was made in view of.
        if index.kind(*claim) == Kind::Review {
            return false;
        }
        let by = index.node(*review).by;
        let own = by == index.node(*claim).by && authority.is_person(by);
        let counts = index.kind(*claim) == Kind::Claim && (own || authority.has_any(by, ANY_ROLE));
        if counts {
            state.mark(*claim, Marks::REVIEWED);
        } else {
            ignore(index, *review, state);
        }
        counts
    });
    give_over(index, &reviews, state);
    let mut amended = Vec::new();
    for at in index.of_kind(Kind::Claim) {
        let Some(of) = review::replaced_by(index, at) else { continue };
        let by = index.node(at).by;
        if by == index.node(of).by || authority.has_any(by, ANY_ROLE) {
            amended.push((of, at));
        } else if state.marks(at).any(Marks::EFFECTIVE) {
            state.doubts.push(FoldDoubt::NotAuthorised { entry: index.id(at) });
        }
    }
    let mut reviews = Reviews::new(reviews, amended);
    let mut behind = Vec::new();
    for root in reviews.reviewed() {
        if let Some(only) = reviews.only(root) {
            match index.node(only).verdict {
                Some(Verdict::Accept) if !state.is_gone_for(index, root, index.node(only).by) => {
                    state.mark(root, Marks::ACCEPT);
                    behind.push((root, only));
                }
                Some(Verdict::Reject) => state.mark(root, Marks::REJECT),
                _ => {}
            }
            continue;
        }
        let versions = reviews.versions(root);
        let positions = reviews.positions(
            index,
            &versions,
            |at, by| state.is_gone_for(index, at, by),
            |by| authority.has_any(by, ANY_ROLE),
        );
        let outcome = review::outcome(index, &positions);
        let stands = |at: u32| positions.iter().filter(move |position| position.stand == Stand::For(at));
        for at in versions {
            let marks = match outcome {
                Outcome::Settled(Stand::For(version)) if version == at => Marks::ACCEPT,
                Outcome::Differing if stands(at).next().is_some() => Marks::DIFFER,
                Outcome::Undecided => continue,
                _ => {
                    let in_place = |by: u32| !state.marks(by).any(Marks::RETRACTED);
                    if reviews.amendments(at).any(in_place) {
                        Marks::REPLACED
                    } else if outcome == Outcome::Settled(Stand::Against) {
                        Marks::REJECT
                    } else {
                        Marks::SUPERSEDED
                    }
                }
            };
            state.mark(at, marks);
            if marks == Marks::ACCEPT || marks == Marks::DIFFER {
                behind.extend(stands(at).map(|position| (at, position.review)));
            }
        }
    }
    reviews.set_behind(behind);
    state.reviews = reviews;
}

/// A claim that somebody else has accepted is not ended by whoever entered it: they take back their own word, and it is the others' by now.
fn give_over(index: &Index<'_>, reviews: &[(u32, u32)], state: &mut State) {
    for of_one in reviews.chunk_by(|a, b| a.0 == b.0) {
        let claim = of_one[0].0;
        if !state.marks(claim).any(Marks::RETRACTED) {
            continue;
        }
        let author = index.node(claim).by;
        let another = |(_, review): &(u32, u32)| {
            let review = index.node(*review);
            review.verdict == Some(Verdict::Accept) && review.by != author
        };
        let by_another = |id: EntryId| {
            let node = index.find(&id);
            node != NONE && state.marks(node).any(Marks::EFFECTIVE) && index.node(node).by != author
        };
        if of_one.iter().any(another) && !state.retractions_of(index.id(claim)).any(by_another) {
            state.unmark(claim, Marks::RETRACTED);
            state.mark(claim, Marks::WITHDRAWN);
            if !state.marks(claim).any(Marks::REPLACED) {
                state.mark(claim, Marks::EFFECTIVE);
            }
        }
    }
}

/// Marks what rests on evidence that is missing or retracted, and what quotes content that is withheld.
fn ground(index: &Index<'_>, state: &mut State, withheld: Marks) {
    // A kind rests only on kinds of the rows above it.
    let rows: [(&[Kind], Role, Kind); 3] = [
        (&[Kind::Text, Kind::Capture], Role::Source, Kind::Source),
        (&[Kind::Passage, Kind::Anchor], Role::Text, Kind::Text),
        (&[Kind::Claim, Kind::Act], Role::Passage, Kind::Passage),
    ];
    for (kinds, role, on) in rows {
        for at in index.numbers() {
            let kind = index.kind(at);
            if !kinds.contains(&kind) {
                continue;
            }
            let evidence = index.first(at, role, on);
            if evidence == NONE {
                // An act need not quote anything.
                let needed = kind != Kind::Act || index.node(at).entry.head.first(role).is_some();
                if needed {
                    state.mark(at, Marks::UNGROUNDED);
                }
                continue;
            }
            let marks = state.marks(evidence);
            if marks.any(Marks::RETRACTED.or(Marks::UNGROUNDED)) {
                state.mark(at, Marks::UNGROUNDED);
            }
            state.mark(at, marks.and(withheld));
        }
    }
}

pub(super) fn ignore(index: &Index<'_>, at: u32, state: &mut State) {
    state.mark(at, Marks::IGNORED);
    state.doubts.push(FoldDoubt::NotAuthorised { entry: index.id(at) });
}
