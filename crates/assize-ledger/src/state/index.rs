//! Entries by dense number, in order of id, with their references resolved once.

use super::Received;
use assize_record::{
    Entry, EntryId, Kind,
    entry::{Role, Verdict},
    sign::PublicKey,
};
use jiff::Timestamp;
use std::{collections::BTreeMap, ops::Range};

/// The number of no node and of no key.
pub(crate) const NONE: u32 = u32::MAX;

/// One entry.
pub(crate) struct Node<'e> {
    /// The entry; the copy with a body where several copies were given.
    pub(crate) entry: &'e Entry,
    /// The earliest receipt of any copy.
    pub(crate) received_at: Option<Timestamp>,
    /// Its kind.
    pub(crate) kind: Kind,
    /// What it decides.
    pub(crate) verdict: Option<Verdict>,
    /// Number of its author's key, or [`NONE`].
    pub(crate) by: u32,
    refs: Range<u32>,
}

/// All entries of a set, each once.
pub(crate) struct Index<'e> {
    /// In order of id.
    pub(crate) nodes: Vec<Node<'e>>,
    /// Every key that signs, or is named by an actor entry; its number is the position.
    pub(crate) keys: Vec<PublicKey>,
    /// References to entries that are not there: who refers, to what.
    pub(crate) missing: Vec<(u32, EntryId)>,
    refs: Vec<(Role, u32)>,
    numbers: BTreeMap<PublicKey, u32>,
    lookup: Lookup,
}

/// Finds ids among sorted ids by their first bits: hashes are spread evenly, so a bucket holds about one.
struct Lookup {
    prefixes: Vec<u64>,
    starts: Vec<u32>,
    shift: u32,
}

impl<'e> Index<'e> {
    /// Sorts entries, drops duplicates and whatever has no receipt at or before `recorded_by`, and resolves references.
    pub(crate) fn new(entries: &'e [Received], recorded_by: Option<Timestamp>) -> Self {
        let mut order: Vec<(u64, u32)> =
            (0..number(entries.len())).map(|at| (prefix(&entries[at as usize].entry.id), at)).collect();
        order.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| entries[a.1 as usize].entry.id.cmp(&entries[b.1 as usize].entry.id))
        });
        let mut index = Self {
            nodes: Vec::with_capacity(order.len()),
            keys: Vec::new(),
            missing: Vec::new(),
            refs: Vec::new(),
            numbers: BTreeMap::new(),
            lookup: Lookup { prefixes: Vec::new(), starts: Vec::new(), shift: 0 },
        };
        let id_of = |place: &(u64, u32)| entries[place.1 as usize].entry.id;
        for copies in order.chunk_by(|a, b| a.0 == b.0 && id_of(a) == id_of(b)) {
            index.push(entries, copies, recorded_by);
        }
        drop(order);
        index.lookup = Lookup::of(&index.nodes);
        index.resolve();
        index
    }

    /// Number of different entries.
    pub(crate) const fn len(&self) -> usize {
        self.nodes.len()
    }

    /// All node numbers, in order of id.
    pub(crate) fn numbers(&self) -> Range<u32> {
        0..number(self.nodes.len())
    }

    /// The node of a number.
    pub(crate) fn node(&self, at: u32) -> &Node<'e> {
        &self.nodes[at as usize]
    }

    /// The id of a number.
    pub(crate) fn id(&self, at: u32) -> EntryId {
        self.nodes[at as usize].entry.id
    }

    /// The number of an id, or [`NONE`].
    pub(crate) fn find(&self, id: &EntryId) -> u32 {
        self.lookup.find(id, |at| self.id(at))
    }

    /// The number of a key, or [`NONE`].
    pub(crate) fn key(&self, key: &PublicKey) -> u32 {
        self.numbers.get(key).copied().unwrap_or(NONE)
    }

    /// The references of a node that are on the record, with their roles.
    pub(crate) fn refs(&self, at: u32) -> &[(Role, u32)] {
        let refs = &self.nodes[at as usize].refs;
        &self.refs[refs.start as usize..refs.end as usize]
    }

    /// The references of one role that are on the record.
    pub(crate) fn refs_as(&self, at: u32, role: Role) -> impl Iterator<Item = u32> + '_ {
        self.refs(at).iter().filter(move |(r, _)| *r == role).map(|(_, to)| *to)
    }

    /// The first reference of a role whose entry is on the record and of that kind, or [`NONE`].
    pub(crate) fn first(&self, at: u32, role: Role, kind: Kind) -> u32 {
        self.refs_as(at, role).find(|to| self.node(*to).kind == kind).unwrap_or(NONE)
    }

    fn push(&mut self, entries: &'e [Received], copies: &[(u64, u32)], recorded_by: Option<Timestamp>) {
        let copies = || copies.iter().map(|(_, at)| &entries[*at as usize]);
        let received_at = copies().filter_map(|copy| copy.received_at).min();
        if recorded_by.is_some_and(|by| received_at.is_none_or(|at| at > by)) {
            return;
        }
        let with_body = copies().find(|copy| copy.entry.body.is_some());
        let Some(copy) = with_body.or_else(|| copies().next()) else { return };
        let entry = &copy.entry;
        let by = entry.head.by.map_or(NONE, |key| self.number_of(key));
        if let Some((_, assize_record::body::Body::Actor(actor))) = &entry.body {
            self.number_of(actor.key);
        }
        let (kind, verdict) = (entry.head.kind, entry.head.verdict);
        self.nodes.push(Node { entry, received_at, kind, verdict, by, refs: 0..0 });
    }

    fn number_of(&mut self, key: PublicKey) -> u32 {
        let next = number(self.keys.len());
        let keys = &mut self.keys;
        *self.numbers.entry(key).or_insert_with(|| {
            keys.push(key);
            next
        })
    }

    fn resolve(&mut self) {
        let mut refs = Vec::with_capacity(self.nodes.len() * 2);
        let mut missing = Vec::new();
        for at in self.numbers() {
            let start = number(refs.len());
            for (role, id) in &self.node(at).entry.head.refs {
                match self.find(id) {
                    NONE => missing.push((at, *id)),
                    to => refs.push((*role, to)),
                }
            }
            self.nodes[at as usize].refs = start..number(refs.len());
        }
        self.refs = refs;
        self.missing = missing;
    }
}

impl Lookup {
    fn of(nodes: &[Node<'_>]) -> Self {
        let prefixes: Vec<u64> = nodes.iter().map(|node| prefix(&node.entry.id)).collect();
        let bits = usize::BITS - nodes.len().leading_zeros();
        let shift = u64::BITS - bits.max(1);
        let mut starts = vec![0_u32; (1 << bits.max(1)) + 1];
        for prefix in &prefixes {
            starts[(prefix >> shift) as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        Self { prefixes, starts, shift }
    }

    fn find(&self, id: &EntryId, id_at: impl Fn(u32) -> EntryId) -> u32 {
        let wanted = prefix(id);
        let bucket = (wanted >> self.shift) as usize;
        let (from, to) = (self.starts[bucket] as usize, self.starts[bucket + 1] as usize);
        // Ids may be ground out to share a bucket, so it is searched by halves.
        let first = from + self.prefixes[from..to].partition_point(|prefix| *prefix < wanted);
        let equal = self.prefixes[first..to].iter().take_while(|prefix| **prefix == wanted).count();
        (first..first + equal).map(number).find(|at| id_at(*at) == *id).unwrap_or(NONE)
    }
}

fn prefix(id: &EntryId) -> u64 {
    let bytes = id.as_bytes();
    u64::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]])
}

/// A length as a node number.
fn number(n: usize) -> u32 {
    u32::try_from(n).expect("2^32 entries of some hundred bytes each do not fit a machine's memory")
}
