//! What is taken out of sight, and what is destroyed.
//!
//! Hiding is for the author of an entry or an owner of this record; destroying for an owner alone. What somebody else asks for is a
//! request, from which nothing follows. Decided from heads, so that it stays so once the bodies are gone.

use super::{Index, Marks, State, authority::Authority, judge::ignore};
use assize_record::{
    Kind,
    body::ActorRole,
    entry::{Role, Verdict},
};

/// Marks what a `withhold` hides or destroys, and says which of the two it did at all.
pub(super) fn withhold(index: &Index<'_>, authority: &Authority, at: u32, state: &mut State) -> Marks {
    let node = index.node(at);
    let is_owner = authority.has_any(node.by, &[ActorRole::Owner]);
    let destroys = node.verdict == Some(Verdict::Destroy);
    let mut done = Marks::default();
    for of in index.refs_as(at, Role::Of).collect::<Vec<_>>() {
        let own = index.node(of).by == node.by && authority.is_person(node.by);
        // Who may do what must stay readable for good, so an actor entry cannot be withheld.
        let may = index.kind(of) != Kind::Actor && (own || is_owner);
        if may {
            let marks =
                if destroys && is_owner { Marks::WITHHELD.or(Marks::DESTROYED) } else { Marks::WITHHELD };
            state.mark(of, marks);
            done.set(marks);
        } else {
            ignore(index, at, state);
        }
        if !may || destroys && !is_owner {
            state.requests.insert((index.id(at), index.id(of)));
        }
    }
    done
}

/// Marks what is said of entries that are destroyed: its words may repeat theirs. What it decides stands in its head and stays.
pub(super) fn said_of(index: &Index<'_>, state: &mut State) {
    let destroyed = Marks::WITHHELD.or(Marks::DESTROYED);
    loop {
        let mut found = Vec::new();
        for at in index.numbers().filter(|at| !state.marks(*at).any(Marks::DESTROYED)) {
            let kind = index.kind(at);
            let says = matches!(
                kind,
                Kind::Review
                    | Kind::Grade
                    | Kind::Bridge
                    | Kind::Link
                    | Kind::Mark
                    | Kind::Note
                    | Kind::Question
                    | Kind::Retract
                    | Kind::Edition
            );
            let of = |(role, to): &(Role, u32)| {
                matches!(role, Role::Of | Role::From | Role::To | Role::Source)
                    && state.marks(*to).any(Marks::DESTROYED)
            };
            if says && index.refs(at).iter().any(of) {
                found.push(at);
            }
        }
        if found.is_empty() {
            return;
        }
        found.into_iter().for_each(|at| state.mark(at, destroyed));
    }
}
