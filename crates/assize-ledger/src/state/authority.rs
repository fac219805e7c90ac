//! Who may do what. The rules and their reasons: `docs/decisions/010-roles-and-trust.md`.

use super::{
    Index, NONE,
    settle::{Attack, Attacks},
};
use crate::view::FoldDoubt;
use assize_record::{
    EntryId, Kind,
    body::{Actor, ActorRole, Body},
    sign::PublicKey,
};
use std::collections::{BTreeMap, BTreeSet};

/// How one key stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActorStanding {
    /// Whether a founder, or an owner that a founder vouches for, says who it is. Founders stand by themselves.
    pub vouched: bool,
    /// Whether it is a machine. Machines can only draft.
    pub machine: bool,
    /// What it may do beyond entries of its own.
    pub roles: BTreeSet<ActorRole>,
    /// What people call it.
    pub name: Option<String>,
}

impl ActorStanding {
    /// Whether it is a person that this record knows: only such a one judges.
    pub const fn is_person(&self) -> bool {
        self.vouched && !self.machine
    }
}

/// The standing of every key, and which entries are control entries.
pub(crate) struct Authority {
    standing: Vec<ActorStanding>,
    founder: Vec<bool>,
    control: Vec<bool>,
    /// For each key, the one that its person signs with now.
    persons: Vec<u32>,
}

/// An actor entry that stands.
struct Grant<'e> {
    entry: EntryId,
    by: u32,
    to: u32,
    actor: &'e Actor,
}

impl Authority {
    pub(crate) fn of(
        index: &Index<'_>,
        attacks: &Attacks,
        founders: &[PublicKey],
        doubts: &mut Vec<FoldDoubt>,
    ) -> Self {
        let mut founder = vec![false; index.keys.len()];
        for key in founders.iter().map(|key| index.key(key)).filter(|key| *key != NONE) {
            founder[key as usize] = true;
        }
        let standing = vec![ActorStanding::default(); index.keys.len()];
        let persons = (0..).take(index.keys.len()).collect();
        let mut authority = Self { standing, founder, control: control(index, attacks), persons };
        let counts =
            |attack: &Attack| authority.control[attack.target as usize] && authority.may_end(index, attack);
        let effective = attacks.standing(index.len(), counts).effective;
        let mut grants = Vec::new();
        for at in index.of_kind(Kind::Actor).filter(|at| effective[*at as usize]) {
            let entry = index.node(at).entry;
            match &entry.body {
                Some((_, Body::Actor(actor))) => {
                    let (by, to) = (index.node(at).by, index.key(&actor.key));
                    grants.push(Grant { entry: entry.id, by, to, actor });
                }
                _ => doubts.push(FoldDoubt::Erased { entry: entry.id }),
            }
        }
        let counted = authority.grant(&grants, doubts);
        authority.join(index, &grants, &counted);
        authority
    }

    /// Whether an entry may retract or replace another.
    pub(crate) fn may_end(&self, index: &Index<'_>, attack: &Attack) -> bool {
        let (by, target) = (index.node(attack.by), index.node(attack.target));
        if by.by == NONE || attack.replaces && index.kind(attack.by) != index.kind(attack.target) {
            return false;
        }
        if self.control[attack.target as usize] {
            if by.entry.head.by == target.entry.head.by {
                return true;
            }
            // Were an owner able to end another's grant, two owners could end each other's, and neither would stand or fall.
            return self.founder[by.by as usize];
        }
        by.by == target.by || self.has_any(by.by, &[ActorRole::Owner, ActorRole::Editor])
    }

    /// Whether a key belongs to a person that this record knows.
    pub(crate) fn is_person(&self, key: u32) -> bool {
        self.standing.get(key as usize).is_some_and(ActorStanding::is_person)
    }

    /// Whether a key belongs to a person with one of the roles.
    pub(crate) fn has_any(&self, key: u32, roles: &[ActorRole]) -> bool {
        let holds = |standing: &ActorStanding| {
            standing.is_person() && roles.iter().any(|role| standing.roles.contains(role))
        };
        self.standing.get(key as usize).is_some_and(holds)
    }

    pub(crate) fn into_actors(self, index: &Index<'_>) -> BTreeMap<PublicKey, ActorStanding> {
        let all = index.keys.iter().copied().zip(self.standing);
        // Keys of entries that the time of the view leaves out must leave no trace.
        all.filter(|(_, standing)| *standing != ActorStanding::default()).collect()
    }

    /// The key that the person of a key signs with now.
    pub(crate) fn person(&self, key: u32) -> u32 {
        self.persons.get(key as usize).copied().unwrap_or(key)
    }

    /// Joins keys of one person: an owner says which key another takes the place of. Of several that would, the one of the smallest entry
    /// does.
    fn join(&mut self, index: &Index<'_>, grants: &[Grant<'_>], counted: &[bool]) {
        let mut next: BTreeMap<u32, u32> = BTreeMap::new();
        for (grant, _) in
            grants.iter().zip(counted).filter(|(grant, counted)| **counted && !grant.actor.machine)
        {
            let was = grant.actor.was.map_or(NONE, |was| index.key(&was));
            if was != NONE && was != grant.to {
                next.entry(was).or_insert(grant.to);
            }
        }
        for key in (0..).take(self.persons.len()) {
            let mut at = key;
            // Keys that take one another's place in a circle stay apart.
            for _ in 0..next.len() {
                at = next.get(&at).copied().unwrap_or(at);
            }
            if !next.contains_key(&at) {
                self.persons[key as usize] = at;
            }
        }
    }

    fn grant(&mut self, grants: &[Grant<'_>], doubts: &mut Vec<FoldDoubt>) -> Vec<bool> {
        // A key that says of itself that it is a machine, or of which a founder says so, grants nothing.
        let mut machine = vec![false; self.standing.len()];
        for grant in grants.iter().filter(|grant| grant.actor.machine) {
            if grant.by == grant.to || grant.by != NONE && self.founder[grant.by as usize] {
                machine[grant.to as usize] = true;
            }
        }
        let mut owners: Vec<u32> = Vec::new();
        for (key, standing) in (0..).zip(&mut self.standing) {
            if self.founder[key as usize] {
                standing.vouched = true;
                standing.roles.insert(ActorRole::Owner);
                owners.push(key);
            }
        }
        let mut counted = vec![false; grants.len()];
        while let Some(owner) = owners.pop() {
            if machine[owner as usize] {
                continue;
            }
            for (grant, counted) in grants.iter().zip(&mut counted).filter(|(grant, _)| grant.by == owner) {
                *counted = true;
                let standing = &mut self.standing[grant.to as usize];
                standing.vouched = true;
                let roles = grant.actor.roles.iter().filter(|_| !grant.actor.machine);
                for role in roles {
                    if standing.roles.insert(*role) && *role == ActorRole::Owner {
                        owners.push(grant.to);
                    }
                }
            }
        }
        self.finish(grants, &counted, machine, doubts);
        counted
    }

    fn finish(
        &mut self,
        grants: &[Grant<'_>],
        counted: &[bool],
        machine: Vec<bool>,
        doubts: &mut Vec<FoldDoubt>,
    ) {
        for (standing, machine) in self.standing.iter_mut().zip(machine) {
            standing.machine = machine;
        }
        // An owner's entry names a key before the key's own does; of several, the one with the smallest id.
        for (grant, _) in grants.iter().zip(counted).filter(|(_, counted)| **counted) {
            let standing = &mut self.standing[grant.to as usize];
            // Nobody but a founder says of a founder that it is a machine: an owner could end all that rests on its word.
            let founder = self.founder[grant.to as usize];
            standing.machine |= grant.actor.machine && (!founder || self.founder[grant.by as usize]);
            standing.name.get_or_insert_with(|| grant.actor.name.clone());
        }
        for (grant, _) in grants.iter().zip(counted).filter(|(_, counted)| !**counted) {
            if grant.by == grant.to {
                let name = &mut self.standing[grant.to as usize].name;
                name.get_or_insert_with(|| grant.actor.name.clone());
            }
            if !grant.actor.roles.is_empty() {
                doubts.push(FoldDoubt::NotAuthorised { entry: grant.entry });
            }
        }
    }
}

/// Actor entries, and whatever retracts or replaces a control entry.
fn control(index: &Index<'_>, attacks: &Attacks) -> Vec<bool> {
    let mut control = vec![false; index.len()];
    let mut open: Vec<u32> = index.of_kind(Kind::Actor).collect();
    for at in &open {
        control[*at as usize] = true;
    }
    while let Some(target) = open.pop() {
        for attack in attacks.on(target) {
            // Whatever can end a control entry is one itself, so that none of it hangs on a role.
            let fits = !attack.replaces || index.kind(attack.by) == index.kind(target);
            if fits && !control[attack.by as usize] {
                control[attack.by as usize] = true;
                open.push(attack.by);
            }
        }
    }
    control
}
