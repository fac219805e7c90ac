//! The Merkle log against two other implementations: `ct-merkle` and `signed_note`.

use crate::made::{ORIGIN, at, key};
use assize_archive::log::{
    Checkpoint, CheckpointError, Note, Tree, VerifierKey, empty_root, tiles, verify_consistency,
    verify_inclusion,
};
use assize_record::{EntryId, Hash, sign::SecretKey};
use ct_merkle::{ConsistencyProof, InclusionProof, mem_backed_tree::MemoryBackedTree};
use proptest::prelude::*;
use sha2::Sha256;
use signed_note::{StandardVerifier, VerifierList};

fn id(n: u64) -> EntryId {
    EntryId::from_hash(node(n))
}

fn node(n: u64) -> Hash {
    Hash::of("test", &[&n.to_be_bytes()])
}

fn trees(size: u64) -> (Tree, MemoryBackedTree<Sha256, [u8; 32]>) {
    let (mut ours, mut theirs) = (Tree::new(), MemoryBackedTree::new());
    for n in 0..size {
        ours.push(&id(n));
        theirs.push(*id(n).as_bytes());
    }
    (ours, theirs)
}

fn raw(proof: &[Hash]) -> Vec<u8> {
    proof.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

#[test]
fn roots_are_those_of_another_implementation() {
    assert_eq!(Tree::new().root(), empty_root());
    let (mut ours, mut theirs) = (Tree::new(), MemoryBackedTree::<Sha256, [u8; 32]>::new());
    let mut roots = vec![ours.root()];
    for n in 0..1500 {
        ours.push(&id(n));
        theirs.push(*id(n).as_bytes());
        roots.push(ours.root());
        if n < 40 || n % 61 == 0 || (n + 2) % 256 < 4 {
            assert_eq!(ours.root().as_bytes().as_slice(), theirs.root().as_bytes().as_slice(), "{n}");
        }
    }
    for (size, root) in roots.iter().enumerate() {
        assert_eq!(ours.root_at(size as u64), Some(*root), "root at {size}");
    }
    assert_eq!(ours.root_at(1501), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn proofs_are_those_of_another_implementation(size in 1_u64..700, a in any::<u64>(), b in any::<u64>()) {
        let (ours, theirs) = trees(size);
        let index = a % size;
        let path = ours.inclusion(index, size).expect("within the tree");
        let expected: InclusionProof<Sha256> = theirs.prove_inclusion(usize::try_from(index).expect("small"));
        prop_assert_eq!(raw(&path), expected.as_bytes());
        prop_assert_eq!(verify_inclusion(&id(index), index, size, &path, &ours.root()), Ok(()));
        prop_assert!(verify_inclusion(&id(index + 1), index, size, &path, &ours.root()).is_err());
        if size > 1 {
            prop_assert!(verify_inclusion(&id(index), (index + 1) % size, size, &path, &ours.root()).is_err());
        }

        let old = 1 + b % size;
        let path = ours.consistency(old, size).expect("within the tree");
        if old < size {
            let expected: ConsistencyProof<Sha256> =
                theirs.prove_consistency(usize::try_from(size - old).expect("small"));
            prop_assert_eq!(raw(&path), expected.as_bytes());
        }
        let (old_root, root) = (ours.root_at(old).expect("within"), ours.root());
        prop_assert_eq!(verify_consistency((old, &old_root), (size, &root), &path), Ok(()));
        prop_assert!(verify_consistency((old, &node(0)), (size, &root), &path).is_err());
        prop_assert!(verify_consistency((old, &old_root), (size, &node(0)), &path).is_err());
        for at in 0..path.len() {
            let mut wrong = path.clone();
            wrong[at] = node(at as u64);
            prop_assert!(verify_consistency((old, &old_root), (size, &root), &wrong).is_err());
        }
        if old < size {
            let mut long = path.clone();
            long.push(node(1));
            prop_assert!(verify_consistency((old, &old_root), (size, &root), &long).is_err());
        }
    }

    #[test]
    fn a_flipped_bit_in_a_checkpoint_is_noticed(bit in any::<prop::sample::Index>()) {
        let mut bytes = Checkpoint::sign(ORIGIN, 7, node(7), None, &key(), at(1)).expect("signed").to_bytes();
        let bit = bit.index(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
        let holds = Checkpoint::parse(&bytes).is_ok_and(|c| c.to_bytes() == bytes && c.verify(&key().public()).is_ok());
        prop_assert!(!holds);
    }
}

#[test]
fn another_implementation_reads_our_checkpoints() {
    let before = Checkpoint::sign(ORIGIN, 60_000, node(6), None, &key(), at(2)).expect("signed");
    let checkpoint = Checkpoint::sign(ORIGIN, 70_000, node(7), Some(&before), &key(), at(3)).expect("signed");
    let bytes = checkpoint.to_bytes();
    assert_eq!(Checkpoint::parse(&bytes), Ok(checkpoint.clone()));
    assert_eq!(checkpoint.verify(&key().public()), Ok(at(3)));
    assert_eq!(checkpoint.verify(&SecretKey::from_seed([1; 32]).public()), Err(CheckpointError::Unsigned));
    let theirs = signed_note::Note::from_bytes(&bytes).expect("a signed note");
    assert_eq!(theirs.to_bytes(), bytes);
    let key = VerifierKey { name: ORIGIN.to_owned(), key: key().public() };
    assert_eq!(VerifierKey::parse(&key.to_string()), Ok(key.clone()));
    let verifier = StandardVerifier::new(&key.to_string()).expect("a verifier key");
    let (verified, others) =
        theirs.verify(&VerifierList::new(vec![Box::new(verifier)])).expect("our signature holds");
    assert_eq!((verified.len(), others.len()), (1, 1), "the other line is the cosignature");
}

#[test]
fn notes_have_one_form() {
    let good = Checkpoint::sign(ORIGIN, 1, node(1), None, &key(), at(1)).expect("signed").to_bytes();
    let text = String::from_utf8(good).expect("text");
    for bad in [
        text.replace("\n\n", "\n"),
        text.trim_end().to_owned(),
        text.replacen('1', "01", 1),
        text.replace(ORIGIN, "with space"),
        text.replace('\u{2014}', "-"),
        format!("{text}\n"),
        text.replacen("\n\n", "\nextension\n\n", 1),
        text.replace('\n', "\r\n"),
        String::new(),
    ] {
        assert!(Checkpoint::parse(bad.as_bytes()).is_err(), "{bad}");
    }
    assert!(Note::parse(b"\xff\n\n").is_err());
    for origin in ["", "a b", "a+b", "a\nb", "cosignature/v1"] {
        assert!(Checkpoint::sign(origin, 0, node(0), None, &key(), at(0)).is_err(), "{origin}");
    }
}

#[test]
fn tiles_stand_where_the_layout_says() {
    let paths = |size| tiles(size).iter().map(assize_archive::log::Tile::path).collect::<Vec<_>>();
    assert_eq!(paths(0), Vec::<String>::new());
    assert_eq!(paths(1), ["tile/0/000.p/1"]);
    assert_eq!(paths(256), ["tile/0/000", "tile/1/000.p/1"]);
    assert_eq!(paths(257), ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"]);
    let many = paths(256 * 256 * 5 + 3);
    assert!(many.contains(&"tile/0/x001/279".to_owned()));
    assert!(many.contains(&"tile/0/x001/280.p/3".to_owned()));
    assert!(many.contains(&"tile/2/000.p/5".to_owned()));
    let (tree, _) = trees(300);
    for tile in tiles(300) {
        assert_eq!(tile.bytes(&tree).expect("within the tree").len() as u64, 32 * tile.width);
    }
}
