//! The tree itself, kept so that appending, roots of any size and proofs are quick.

use super::tile::{TILE_WIDTH, Tile};
use assize_record::{EntryId, Hash};
use sha2::{Digest, Sha256};

/// Levels of the tree that are kept: each holds every 2^8th level of hashes, as tiles do.
const STRIDE: u32 = 8;

/// A Merkle tree over entry ids.
///
/// `levels[l][n]` is the root of the n-th complete subtree of 256^l leaves, so any root or proof needs only a few hundred hashes
/// beyond what is kept. A tree read back from the tiles at its right edge has left out what full tiles to the left hold; it
/// grows and gives its root like any other, and gives no proof that would need them.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    levels: Vec<Level>,
}

/// The kept nodes of a level.
#[derive(Debug, Clone, Default)]
struct Level {
    /// How many on the left are left out: whole tiles.
    skipped: u64,
    nodes: Vec<Hash>,
}

impl Level {
    fn len(&self) -> u64 {
        self.skipped + self.nodes.len() as u64
    }
}

/// The hash of a leaf: `SHA-256(0x00 ‖ id)`.
pub fn leaf_hash(id: &EntryId) -> Hash {
    let mut sha = Sha256::new();
    sha.update([0]);
    sha.update(id.as_bytes());
    Hash::from_bytes(sha.finalize().into())
}

/// The hash of a node: `SHA-256(0x01 ‖ left ‖ right)`.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut sha = Sha256::new();
    sha.update([1]);
    sha.update(left.as_bytes());
    sha.update(right.as_bytes());
    Hash::from_bytes(sha.finalize().into())
}

/// The root of a tree without leaves: `SHA-256()`.
pub fn empty_root() -> Hash {
    assize_record::BlobHash::of(b"").hash()
}

impl Tree {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an entry.
    pub fn push(&mut self, id: &EntryId) {
        self.push_leaf(leaf_hash(id));
    }

    /// Adds a leaf by its hash.
    pub fn push_leaf(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Level::default());
            }
            let nodes = &mut self.levels[level].nodes;
            nodes.push(hash);
            if !nodes.len().is_multiple_of(1 << STRIDE) {
                break;
            }
            hash = fold(&nodes[nodes.len() - (1 << STRIDE)..]);
        }
    }

    /// Number of leaves.
    pub fn len(&self) -> u64 {
        self.levels.first().map_or(0, Level::len)
    }

    /// Whether there are no leaves.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The hash of a leaf.
    pub fn leaf(&self, index: u64) -> Option<Hash> {
        self.level(0, index, index.checked_add(1)?)?.first().copied()
    }

    /// The root over all leaves.
    pub fn root(&self) -> Hash {
        self.range(0, self.len()).expect("the right edge of a tree is always kept")
    }

    /// The root as it was at `size` leaves, or `None` where there are fewer, or where that needs what is left out.
    pub fn root_at(&self, size: u64) -> Option<Hash> {
        if size > self.len() { None } else { self.range(0, size) }
    }

    /// The tree of `size` leaves from the tiles at its right edge alone; `tile` gives the bytes of one. `None` where one of them is missing or
    /// of another length.
    pub(crate) fn edge(size: u64, mut tile: impl FnMut(&Tile) -> Option<Vec<u8>>) -> Option<Self> {
        let (mut levels, mut nodes, mut level) = (Vec::new(), size, 0);
        while nodes > 0 {
            let width = nodes % TILE_WIDTH;
            let mut kept = Level { skipped: nodes - width, nodes: Vec::new() };
            if width > 0 {
                let bytes = tile(&Tile { level, number: nodes / TILE_WIDTH, width })?;
                let hashes = bytes.chunks_exact(32).filter_map(|hash| hash.try_into().ok());
                kept.nodes.extend(hashes.map(Hash::from_bytes));
                if kept.nodes.len() as u64 != width || bytes.len() % 32 != 0 {
                    return None;
                }
            }
            levels.push(kept);
            (nodes, level) = (nodes / TILE_WIDTH, level + 1);
        }
        Some(Self { levels })
    }

    /// The audit path of a leaf in the tree of `size` leaves (RFC 6962 §2.1.1); `None` outside it.
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        if index >= size || size > self.len() {
            return None;
        }
        let (mut low, mut high) = (0, size);
        let mut path = Vec::new();
        while high - low > 1 {
            let middle = low + split(high - low);
            if index < middle {
                path.push(self.range(middle, high)?);
                high = middle;
            } else {
                path.push(self.range(low, middle)?);
                low = middle;
            }
        }
        path.reverse();
        Some(path)
    }

    /// Proof that the tree of `old` leaves is the beginning of that of `new` (RFC 6962 §2.1.2); `None` where they are not sizes
    /// of this tree in order. Empty for equal sizes and for `old` = 0, where nothing needs proof.
    pub fn consistency(&self, old: u64, new: u64) -> Option<Vec<Hash>> {
        if old > new || new > self.len() {
            return None;
        }
        let mut path = Vec::new();
        if old == 0 || old == new {
            return Some(path);
        }
        let (mut low, mut high, mut whole) = (0, new, true);
        while old != high {
            let middle = low + split(high - low);
            if old <= middle {
                path.push(self.range(middle, high)?);
                high = middle;
            } else {
                path.push(self.range(low, middle)?);
                low = middle;
                whole = false;
            }
        }
        if !whole {
            path.push(self.range(low, high)?);
        }
        path.reverse();
        Some(path)
    }

    /// Hashes `from..to` of a kept level, for tiles.
    pub(crate) fn level(&self, level: usize, from: u64, to: u64) -> Option<&[Hash]> {
        let level = self.levels.get(level)?;
        let at = |number: u64| usize::try_from(number.checked_sub(level.skipped)?).ok();
        level.nodes.get(at(from)?..at(to)?)
    }

    /// Root over leaves `low..high`, within the tree; `None` where it needs what is left out. `low` is a multiple of the largest power of two
    /// below the length, as all ranges of the RFC's recursion are.
    fn range(&self, low: u64, high: u64) -> Option<Hash> {
        let length = high - low;
        if length == 0 {
            return Some(empty_root());
        }
        if length.is_power_of_two() {
            let level = length.trailing_zeros() / STRIDE;
            let shift = level * STRIDE;
            return self.level(usize::try_from(level).ok()?, low >> shift, high >> shift).map(fold);
        }
        let middle = low + split(length);
        Some(node_hash(&self.range(low, middle)?, &self.range(middle, high)?))
    }
}

/// The largest power of two below `length`, which is 2 or more.
const fn split(length: u64) -> u64 {
    1 << (u64::BITS - 1 - (length - 1).leading_zeros())
}

/// Root over a power of two of nodes.
fn fold(nodes: &[Hash]) -> Hash {
    match nodes {
        [node] => *node,
        _ => {
            let (left, right) = nodes.split_at(nodes.len() / 2);
            node_hash(&fold(left), &fold(right))
        }
    }
}
