//! Tiles: files of up to 256 hashes of one level, after C2SP tlog-tiles.

use super::tree::Tree;
use assize_record::Hash;

/// Hashes in a full tile.
pub const TILE_WIDTH: u64 = 256;

/// One tile of a log of a certain size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// Level: 0 holds leaf hashes, each further one the roots of full tiles below.
    pub level: u32,
    /// Number within its level, from 0.
    pub number: u64,
    /// How many hashes: 1 to 256, fewer than 256 only for the last of a level.
    pub width: u64,
}

/// All tiles of a log of `size` entries, by level and number.
pub fn tiles(size: u64) -> Vec<Tile> {
    tiles_since(0, size)
}

/// The tiles of a log of `size` entries that it did not have at `old` entries.
pub(crate) fn tiles_since(old: u64, size: u64) -> Vec<Tile> {
    let mut all = Vec::new();
    let (mut level, mut before, mut nodes) = (0, old, size);
    while nodes > before {
        let (done, full) = (before / TILE_WIDTH, nodes / TILE_WIDTH);
        all.extend((done..full).map(|number| Tile { level, number, width: TILE_WIDTH }));
        if nodes % TILE_WIDTH > 0 {
            all.push(Tile { level, number: full, width: nodes % TILE_WIDTH });
        }
        level += 1;
        (before, nodes) = (done, full);
    }
    all
}

/// The partial tiles of a log of `old` entries that one of `size` has outgrown.
pub(crate) fn tiles_outgrown(old: u64, size: u64) -> Vec<Tile> {
    let mut all = Vec::new();
    let (mut level, mut before, mut nodes) = (0, old, size);
    while nodes > before {
        if before % TILE_WIDTH > 0 {
            all.push(Tile { level, number: before / TILE_WIDTH, width: before % TILE_WIDTH });
        }
        level += 1;
        (before, nodes) = (before / TILE_WIDTH, nodes / TILE_WIDTH);
    }
    all
}

impl Tile {
    /// The path below the log's folder: `tile/0/x001/x234/067`, with `.p/<width>` while it is not full.
    pub fn path(&self) -> String {
        let mut groups = vec![format!("{:03}", self.number % 1000)];
        let mut rest = self.number / 1000;
        while rest > 0 {
            groups.push(format!("x{:03}", rest % 1000));
            rest /= 1000;
        }
        groups.reverse();
        let full = format!("tile/{}/{}", self.level, groups.join("/"));
        if self.width == TILE_WIDTH { full } else { format!("{full}.p/{}", self.width) }
    }

    /// The bytes: its hashes one after the other. `None` where the tree does not reach so far.
    pub fn bytes(&self, tree: &Tree) -> Option<Vec<u8>> {
        let from = self.number * TILE_WIDTH;
        let hashes: &[Hash] = tree.level(usize::try_from(self.level).ok()?, from, from + self.width)?;
        Some(hashes.iter().flat_map(|hash| *hash.as_bytes()).collect())
    }

    /// Whether the tile is complete and so never changes again.
    pub const fn is_full(&self) -> bool {
        self.width == TILE_WIDTH
    }
}
