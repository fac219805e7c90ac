//! Judgements: reviews, what may be withheld, and whose links, bridges, grades and acts count.

use super::{Index, Marks, NONE, State, authority::Authority, settle::Replaced, withhold};
use crate::view::FoldDoubt;
use assize_record::{
    Kind,
    body::ActorRole,
    entry::{Role, Verdict},
};

const EDITS: &[ActorRole] = &[ActorRole::Owner, ActorRole::Editor];

const ANY_ROLE: &[ActorRole] = &[ActorRole::Owner, ActorRole::Editor, ActorRole::Reviewer];

/// Marks accepted claims, withheld content and judgements that do not count.
pub(crate) fn judge(index: &Index<'_>, authority: &Authority, replaced: &Replaced, state: &mut State) {
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
            _ => {}
        }
    }
    reviews.sort_unstable();
    review(index, authority, replaced, &reviews, state);
    ground(index, state, withheld);
    if withheld.any(Marks::DESTROYED) {
        withhold::said_of(index, state);
    }
    for at in index.of_kind(Kind::Claim) {
        let marks = state.marks(at);
        let stands = marks.any(Marks::EFFECTIVE) && marks.any(Marks::ACCEPT);
        if stands && !marks.any(Marks::REJECT.or(Marks::UNGROUNDED)) {
            state.mark(at, Marks::ACCEPTED);
        }
    }
}

fn review(
    index: &Index<'_>,
    authority: &Authority,
    replaced: &Replaced,
    reviews: &[(u32, u32)],
    state: &mut State,
) {
    for of_one in reviews.chunk_by(|a, b| a.0 == b.0) {
        let claim = of_one[0].0;
        let author = index.node(claim).by;
        let mut counted = Vec::new();
        for (_, review) in of_one {
            let node = index.node(*review);
            let own = node.by == author && authority.is_person(node.by);
            if index.kind(claim) != Kind::Claim || !own && !authority.has_any(node.by, ANY_ROLE) {
                ignore(index, *review, state);
                continue;
            }
            counted.push(*review);
            match node.verdict {
                Some(Verdict::Accept) => state.mark(claim, Marks::ACCEPT),
                Some(Verdict::Reject) => state.mark(claim, Marks::REJECT),
                Some(Verdict::Amend) => {
                    state.mark(claim, Marks::AMEND);
                    // Whoever amends stands for the replacement of their own, not for a rival's.
                    for by in replaced.by(claim).filter(|by| index.node(*by).by == node.by) {
                        state.mark(by, Marks::ACCEPT);
                    }
                }
                _ => {}
            }
        }
        let marks = state.marks(claim);
        if marks.any(Marks::REJECT) && marks.any(Marks::ACCEPT.or(Marks::AMEND)) {
            let reviews = counted.iter().map(|review| index.id(*review)).collect();
            state.doubts.push(FoldDoubt::ReviewersDiffer { claim: index.id(claim), reviews });
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
