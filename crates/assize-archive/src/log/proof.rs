//! Checking proofs without the tree: RFC 9162 §2.1.3.2 and §2.1.4.2.

use super::tree::{leaf_hash, node_hash};
use assize_record::{EntryId, Hash};

/// A proof that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The proof has too few or too many hashes for these sizes, or the leaf lies outside the tree.
    #[error("the proof does not fit the sizes given")]
    Shape,
    /// The proof leads to another root.
    #[error("the proof leads to another root")]
    Root,
}

/// Checks that the entry is leaf `index` of the tree of `size` leaves with this root.
///
/// # Errors
/// [`ProofError`] where it does not follow from the path.
pub fn verify_inclusion(
    id: &EntryId,
    index: u64,
    size: u64,
    path: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Shape);
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = leaf_hash(id);
    for sibling in path {
        if last == 0 {
            return Err(ProofError::Shape);
        }
        if node % 2 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            while node % 2 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    match (last, hash == *root) {
        (0, true) => Ok(()),
        (0, false) => Err(ProofError::Root),
        _ => Err(ProofError::Shape),
    }
}

/// Checks that the tree of `old` leaves is the beginning of that of `new`.
///
/// # Errors
/// [`ProofError`] where it does not follow from the path.
pub fn verify_consistency(old: (u64, &Hash), new: (u64, &Hash), path: &[Hash]) -> Result<(), ProofError> {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size > new_size {
        return Err(ProofError::Shape);
    }
    if old_size == 0 || old_size == new_size {
        let same = old_size == 0 || old_root == new_root;
        return match (path.is_empty(), same) {
            (false, _) => Err(ProofError::Shape),
            (true, false) => Err(ProofError::Root),
            (true, true) => Ok(()),
        };
    }
    // A power of two is itself a node of the new tree, so the proof leaves it out.
    let mut hashes = path.iter();
    let first = if old_size.is_power_of_two() { old_root } else { hashes.next().ok_or(ProofError::Shape)? };
    let (mut node, mut last) = (old_size - 1, new_size - 1);
    while node % 2 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in hashes {
        if last == 0 {
            return Err(ProofError::Shape);
        }
        if node % 2 == 1 || node == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            while node % 2 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    match (last, old_hash == *old_root && new_hash == *new_root) {
        (0, true) => Ok(()),
        (0, false) => Err(ProofError::Root),
        _ => Err(ProofError::Shape),
    }
}
