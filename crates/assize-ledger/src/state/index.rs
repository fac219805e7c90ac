//! Entries by dense number, in order of id, with their references resolved once.

use super::Received;
use crate::merge::{Content, content};
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
    /// The entry; the fullest where several copies were given.
    pub(crate) entry: &'e Entry,
    /// The earliest receipt in a log of a known person.
    pub(crate) received_at: Option<Timestamp>,
    /// What it decides.
    pub(crate) verdict: Option<Verdict>,
    /// Number of its author's key, once persons are known that of the key they sign with now; or [`NONE`].
    pub(crate) by: u32,
}

/// All entries of a set, each once.
pub(crate) struct Index<'e> {
    /// In order of id.
    pub(crate) nodes: Vec<Node<'e>>,
    /// Ids of the nodes.
    pub(crate) ids: Vec<EntryId>,
    /// Every key that signs, or is named by an actor entry; its number is the position.
    pub(crate) keys: Vec<PublicKey>,
    /// References to entries that are not there: who refers, to what.
    pub(crate) missing: Vec<(u32, EntryId)>,
    /// Kinds of the nodes, apart: most of what the fold asks of a node is its kind, and these stay in the cache.
    kinds: Vec<Kind>,
    /// References of all nodes, in order of node.
    refs: Vec<(Role, u32)>,
    /// Where the references of each node begin; one more than there are nodes.
    refs_from: Vec<u32>,
    numbers: BTreeMap<PublicKey, u32>,
    /// Receipts in several logs: node, number of the log's key, time. In order.
    receipts: Vec<(u32, u32, Timestamp)>,
    /// Where the ids with given first bits begin: hashes are spread evenly, so a bucket holds about one.
    starts: Vec<u32>,
    shift: u32,
}

/// What sorting needs of an entry as given, so that entries are read in the order in which they lie in memory.
struct Given {
    id: EntryId,
    received_at: Option<Timestamp>,
    by: u32,
    content: Content,
}

impl<'e> Index<'e> {
    /// Sorts entries, drops duplicates and whatever has no receipt at or before `recorded_by`, and resolves references.
    pub(crate) fn new(entries: &'e [Received], recorded_by: Option<Timestamp>) -> Self {
        let mut index = Self {
            nodes: Vec::with_capacity(entries.len()),
            ids: Vec::with_capacity(entries.len()),
            keys: Vec::new(),
            missing: Vec::new(),
            kinds: Vec::new(),
            refs: Vec::new(),
            refs_from: Vec::new(),
            numbers: BTreeMap::new(),
            receipts: Vec::new(),
            starts: Vec::new(),
            shift: 0,
        };
        let given: Vec<Given> = entries.iter().map(|received| index.given(received)).collect();
        let mut order: Vec<(u64, u32)> = given.iter().map(|g| prefix(&g.id)).zip(0..).collect();
        order.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| given[a.1 as usize].id.cmp(&given[b.1 as usize].id))
        });
        let mut places = vec![NONE; entries.len()];
        let same =
            |a: &(u64, u32), b: &(u64, u32)| a.0 == b.0 && given[a.1 as usize].id == given[b.1 as usize].id;
        for copies in order.chunk_by(same) {
            let copies = || copies.iter().map(|(_, at)| *at);
            let received_at = copies().filter_map(|at| given[at as usize].received_at).min();
            if recorded_by.is_some_and(|by| received_at.is_none_or(|at| at > by)) {
                continue;
            }
            // Of several copies the fullest is read; of those that are equal, any.
            let Some(at) = copies().max_by_key(|at| given[*at as usize].content) else { continue };
            let node = number(index.nodes.len());
            places[at as usize] = node;
            // Receipts in other logs may have come after that instant; what this copy received when does not change.
            let receipts = copies().filter(|_| recorded_by.is_none());
            let receipts = receipts.flat_map(|at| &entries[at as usize].receipts);
            index.receipts.extend(receipts.map(|(key, at)| (node, index.numbers[key], *at)));
            let Given { id, by, .. } = given[at as usize];
            let entry = &entries[at as usize].entry;
            index.ids.push(id);
            // Kind, verdict and references are filled in below, in the order in which entries lie in memory.
            index.nodes.push(Node { entry, received_at, verdict: None, by });
        }
        drop((given, order));
        index.receipts.sort_unstable();
        index.bucket();
        index.resolve(entries, &places);
        index
    }

    /// Settles when each entry was received that has receipts of several logs: the earliest in a log whose key passes `counts`.
    pub(crate) fn order_by_receipts_of(&mut self, counts: impl Fn(u32) -> bool) {
        for receipts in std::mem::take(&mut self.receipts).chunk_by(|a, b| a.0 == b.0) {
            let counted = receipts.iter().filter(|(_, key, _)| counts(*key));
            self.nodes[receipts[0].0 as usize].received_at = counted.map(|(.., at)| *at).min();
        }
    }

    /// The key that whoever signed a node signs with now.
    pub(crate) fn author(&self, at: u32) -> Option<PublicKey> {
        let by = self.node(at).by;
        (by != NONE).then(|| self.keys[by as usize])
    }

    /// From now on what several keys of one person signed is by one of them.
    pub(crate) fn by_persons(&mut self, person: impl Fn(u32) -> u32) {
        for node in self.nodes.iter_mut().filter(|node| node.by != NONE) {
            node.by = person(node.by);
        }
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

    /// The kind of a node.
    pub(crate) fn kind(&self, at: u32) -> Kind {
        self.kinds[at as usize]
    }

    /// All node numbers of one kind, in order of id.
    pub(crate) fn of_kind(&self, kind: Kind) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.kinds).filter(move |(_, k)| **k == kind).map(|(at, _)| at)
    }

    /// The node of an id.
    pub(crate) fn node_of(&self, id: &EntryId) -> Option<&Node<'e>> {
        let at = self.find(id);
        (at != NONE).then(|| self.node(at))
    }

    /// The id of a number.
    pub(crate) fn id(&self, at: u32) -> EntryId {
        self.ids[at as usize]
    }

    /// The number of an id, or [`NONE`].
    pub(crate) fn find(&self, id: &EntryId) -> u32 {
        let bucket = (prefix(id) >> self.shift) as usize;
        let (from, to) = (self.starts[bucket] as usize, self.starts[bucket + 1] as usize);
        // Ids may be ground out to share a bucket, so it is searched by halves.
        self.ids[from..to].binary_search(id).map_or(NONE, |at| number(from + at))
    }

    /// The number of a key, or [`NONE`].
    pub(crate) fn key(&self, key: &PublicKey) -> u32 {
        self.numbers.get(key).copied().unwrap_or(NONE)
    }

    /// The references of a node that are on the record, with their roles.
    pub(crate) fn refs(&self, at: u32) -> &[(Role, u32)] {
        let (from, to) = (self.refs_from[at as usize], self.refs_from[at as usize + 1]);
        &self.refs[from as usize..to as usize]
    }

    /// The references of one role that are on the record.
    pub(crate) fn refs_as(&self, at: u32, role: Role) -> impl Iterator<Item = u32> + '_ {
        self.refs(at).iter().filter(move |(r, _)| *r == role).map(|(_, to)| *to)
    }

    /// The first reference of a role whose entry is on the record and of that kind, or [`NONE`].
    pub(crate) fn first(&self, at: u32, role: Role, kind: Kind) -> u32 {
        self.refs_as(at, role).find(|to| self.kind(*to) == kind).unwrap_or(NONE)
    }

    fn given(&mut self, received: &Received) -> Given {
        let entry = &received.entry;
        if let Some((_, assize_record::body::Body::Actor(actor))) = &entry.body {
            self.number_of(actor.key);
        }
        for (key, _) in &received.receipts {
            self.number_of(*key);
        }
        Given {
            id: entry.id,
            received_at: received.received_at,
            by: entry.head.by.map_or(NONE, |key| self.number_of(key)),
            content: content(entry),
        }
    }

    fn number_of(&mut self, key: PublicKey) -> u32 {
        let next = number(self.keys.len());
        let keys = &mut self.keys;
        *self.numbers.entry(key).or_insert_with(|| {
            keys.push(key);
            next
        })
    }

    fn bucket(&mut self) {
        let bits = (usize::BITS - self.ids.len().leading_zeros()).max(1);
        self.shift = u64::BITS - bits;
        self.starts = vec![0; (1 << bits) + 1];
        for id in &self.ids {
            self.starts[(prefix(id) >> self.shift) as usize + 1] += 1;
        }
        for at in 1..self.starts.len() {
            self.starts[at] += self.starts[at - 1];
        }
    }

    /// Reads heads in the order in which entries lie in memory, and then puts what they refer to in order of node.
    fn resolve(&mut self, entries: &[Received], places: &[u32]) {
        self.kinds = vec![Kind::Note; self.nodes.len()];
        self.refs_from = vec![0; self.nodes.len() + 1];
        let mut as_given: Vec<(Role, u32)> = Vec::with_capacity(self.nodes.len() * 2);
        let placed = || entries.iter().zip(places).filter(|(_, at)| **at != NONE);
        for (received, at) in placed() {
            let head = &received.entry.head;
            let before = as_given.len();
            for (role, id) in &head.refs {
                match self.find(id) {
                    NONE => self.missing.push((*at, *id)),
                    to => as_given.push((*role, to)),
                }
            }
            self.refs_from[*at as usize + 1] = number(as_given.len() - before);
            self.kinds[*at as usize] = head.kind;
            self.nodes[*at as usize].verdict = head.verdict;
        }
        for at in 1..self.refs_from.len() {
            self.refs_from[at] += self.refs_from[at - 1];
        }
        self.refs = vec![(Role::Of, NONE); as_given.len()];
        let mut rest = &as_given[..];
        for (_, at) in placed() {
            let (from, to) =
                (self.refs_from[*at as usize] as usize, self.refs_from[*at as usize + 1] as usize);
            let (own, others) = rest.split_at(to - from);
            self.refs[from..to].copy_from_slice(own);
            rest = others;
        }
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
