//! The Merkle log over entry ids.
//!
//! Hashing after RFC 6962 §2.1 (= RFC 9162 §2.1): a leaf is `SHA-256(0x00 ‖ entry id)`, a node `SHA-256(0x01 ‖ left ‖ right)`. Files
//! after C2SP tlog-tiles (<https://c2sp.org/tlog-tiles>), checkpoints after C2SP tlog-checkpoint and signed-note, receipt times
//! after C2SP tlog-cosignature. Entry bundles (`tile/entries/…`) are left out: the heads stand in `ledger/heads`, in the order
//! of the log, and hold all that a bundle would.

mod checkpoint;
mod note;
mod proof;
mod tile;
mod tree;

pub use checkpoint::{Checkpoint, CheckpointError, Continues, Previous, check_origin};
pub use note::{Note, NoteError, NoteSignature, VerifierKey, key_id};
pub use proof::{ProofError, verify_consistency, verify_inclusion};
pub use tile::{TILE_WIDTH, Tile, tiles};
pub(crate) use tile::{tiles_outgrown, tiles_since};
pub use tree::{Tree, empty_root, leaf_hash, node_hash};
