//! Clusters: components of effective `same` links.

use super::{Index, Marks, State, authority::Authority, settle::Replaced};
use assize_record::{
    EntryId, Kind,
    entry::{Role, Verdict},
};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Joins nodes into components. A node that no link names is a component of its own and takes no room.
#[derive(Default)]
struct Components(BTreeMap<u32, u32>);

impl Components {
    fn root(&mut self, node: u32) -> u32 {
        let mut root = node;
        while let Some(parent) = self.0.get(&root).filter(|parent| **parent != root) {
            root = *parent;
        }
        let mut at = node;
        while at != root {
            let next = self.0.insert(at, root).unwrap_or(root);
            at = next;
        }
        root
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0.entry(a).or_insert(a);
        self.0.entry(b).or_insert(b);
        self.0.insert(a.max(b), a.min(b));
    }
}

/// Fills clusters and links of the state.
///
/// Anchors and entities are joined with one another, sources with sources. Nothing but an effective `same` link by a person joins two
/// things; an entity and what replaces it are one thing to begin with.
pub(crate) fn cluster(index: &Index<'_>, authority: &Authority, replaced: &Replaced, state: &mut State) {
    let links: Vec<(Verdict, u32, u32)> = index.numbers().filter_map(|at| link(index, state, at)).collect();
    let mut components = Components::default();
    for (target, by) in replaced.all() {
        // Claims name the entity they were made about; its correction is still that entity.
        if index.kind(*target) == Kind::Entity {
            components.join(*target, *by);
            state.replaced.insert((index.id(*target), index.id(*by)));
        }
    }
    for (_, from, to) in links.iter().filter(|(verdict, ..)| *verdict == Verdict::Same) {
        components.join(*from, *to);
    }
    name_canonical(index, authority, state, &mut components);
    for (verdict, from, to) in &links {
        let (from, to) = (index.id(*from), index.id(*to));
        let ends = (state.canonical(from), state.canonical(to));
        match verdict {
            Verdict::Different => {
                state.different.insert((from.min(to), from.max(to)));
                if ends.0 == ends.1 {
                    state.contested.insert(ends.0);
                }
            }
            Verdict::PartOf if ends.0 != ends.1 => {
                state.part_of.entry(ends.0).or_default().insert(ends.1);
            }
            Verdict::SyndicatedFrom if ends.0 != ends.1 => {
                state.syndicated_from.entry(ends.0).or_default().insert(ends.1);
            }
            _ => {}
        }
    }
}

/// The ends of an effective link whose author may judge, both on the record and of one kind.
fn link(index: &Index<'_>, state: &State, at: u32) -> Option<(Verdict, u32, u32)> {
    let node = index.node(at);
    let marks = state.marks(at);
    if index.kind(at) != Kind::Link || !marks.any(Marks::EFFECTIVE) || marks.any(Marks::IGNORED) {
        return None;
    }
    let (from, to) = (index.refs_as(at, Role::From).next()?, index.refs_as(at, Role::To).next()?);
    let (a, b) = (index.kind(from), index.kind(to));
    let alike = a == b || a.is_thing() && b.is_thing();
    (alike && from != to).then_some((node.verdict?, from, to))
}

fn name_canonical(index: &Index<'_>, authority: &Authority, state: &mut State, components: &mut Components) {
    let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for node in components.0.keys().copied().collect::<Vec<_>>() {
        let root = components.root(node);
        members.entry(root).or_default().push(node);
    }
    for members in members.values() {
        let first = members.iter().min_by_key(|node| rank(index, authority, state, **node));
        let canonical: EntryId = index.id(*first.unwrap_or(&members[0]));
        state.same.extend(members.iter().map(|node| (index.id(*node), canonical)));
        if members.len() > 1 && members.iter().any(|node| index.kind(*node).is_thing()) {
            let ids = members.iter().map(|node| index.id(*node)).collect();
            state.members.insert(canonical, ids);
        }
    }
}

/// By which member a cluster is known: the entity that a person of this record named it by first, by trusted receipt, then by id. An
/// entity that was replaced still counts, so that an id that somebody has quoted goes on to mean the same; one that was retracted does
/// not. Then what strangers call it, then anchors, in the same order. Sources are known by the smallest id that stands.
fn rank(index: &Index<'_>, authority: &Authority, state: &State, at: u32) -> Rank {
    let (node, kind) = (index.node(at), index.kind(at));
    let ended = match kind {
        Kind::Entity => state.marks(at).any(Marks::RETRACTED),
        _ => !state.marks(at).any(Marks::EFFECTIVE),
    };
    let stranger = kind == Kind::Entity && !authority.is_person(node.by);
    let received_at = node.received_at.filter(|_| kind.is_thing());
    let unreceived = kind.is_thing() && received_at.is_none();
    // Numbers are in order of id.
    (ended, kind == Kind::Anchor, stranger, unreceived, received_at, at)
}

type Rank = (bool, bool, bool, bool, Option<Timestamp>, u32);
