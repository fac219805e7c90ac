use assize_archive::blob::{BlobError, BlobFaultKind, Blobs};
use assize_record::BlobHash;
use std::{collections::BTreeSet, fs};

fn blobs() -> (tempfile::TempDir, Blobs) {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(folder.path().join("archive/sha256")).unwrap();
    (folder, blobs)
}

#[test]
fn bytes_come_back_under_their_own_sha256() {
    let (folder, blobs) = blobs();
    let (hash, new) = blobs.put(b"abc").unwrap();
    assert!(new);
    // The digest of FIPS 180-4, appendix B.1.
    let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(hash.to_string(), hex);
    assert_eq!(blobs.path(&hash), folder.path().join("archive/sha256").join("ba").join(&hex[2..]));
    assert_eq!(blobs.get(&hash).unwrap(), b"abc");
    assert!(blobs.contains(&hash));
    assert_eq!(blobs.put(b"abc").unwrap(), (hash, false));
    let (empty, _) = blobs.put(b"").unwrap();
    assert_eq!(blobs.get(&empty).unwrap(), b"");
    let mut all = vec![hash, empty];
    all.sort();
    assert_eq!(blobs.list().unwrap(), all);
    assert_eq!(blobs.verify_all().unwrap(), []);
}

#[test]
fn a_flipped_bit_is_named_and_never_handed_out_or_overwritten() {
    let (_folder, blobs) = blobs();
    let (hash, _) = blobs.put(b"eleven people").unwrap();
    let (other, _) = blobs.put(b"another text").unwrap();
    let mut bytes = fs::read(blobs.path(&hash)).unwrap();
    bytes[3] ^= 1;
    fs::write(blobs.path(&hash), &bytes).unwrap();
    let error = blobs.get(&hash).unwrap_err();
    assert!(matches!(&error, BlobError::Altered { hash: named, .. } if *named == hash));
    assert!(error.to_string().contains(&hash.to_string()[2..]), "{error}");
    assert!(matches!(blobs.put(b"eleven people"), Err(BlobError::Altered { .. })));
    assert_eq!(blobs.get(&other).unwrap(), b"another text");
    let faults = blobs.verify_all().unwrap();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].path, blobs.path(&hash));
    let found = BlobHash::of(&bytes);
    assert_eq!(faults[0].kind, BlobFaultKind::Altered { named: hash, found });
}

#[test]
fn every_fault_of_the_folder_is_named_and_nothing_else_refused() {
    let (folder, blobs) = blobs();
    let (hash, _) = blobs.put(b"kept").unwrap();
    let missing = BlobHash::of(b"never stored");
    let root = folder.path().join("archive/sha256");
    fs::write(root.join("stray.txt"), "x").unwrap();
    fs::create_dir(root.join("ZZ")).unwrap();
    let inside = blobs.path(&hash).parent().unwrap().to_owned();
    fs::write(inside.join("0123"), "x").unwrap();
    fs::write(inside.join(".new-1-1"), "ke").unwrap();
    let faults = blobs.verify_against(&BTreeSet::from([hash, missing])).unwrap();
    let kinds: BTreeSet<_> = faults.iter().map(|fault| (fault.path.clone(), fault.kind.clone())).collect();
    let expected = BTreeSet::from([
        (root.join("stray.txt"), BlobFaultKind::Unknown),
        (root.join("ZZ"), BlobFaultKind::Unknown),
        (inside.join("0123"), BlobFaultKind::Unknown),
        (inside.join(".new-1-1"), BlobFaultKind::Unfinished),
        (blobs.path(&missing), BlobFaultKind::Missing(missing)),
    ]);
    assert_eq!(kinds, expected);
    for fault in &faults {
        assert!(fault.to_string().contains(&fault.path.display().to_string()));
    }
    assert_eq!(blobs.get(&hash).unwrap(), b"kept");
}

#[cfg(unix)]
#[test]
fn links_in_the_archive_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (folder, blobs) = blobs();
    let outside = folder.path().join("outside.txt");
    fs::write(&outside, "secret").unwrap();
    let hash = BlobHash::of(b"secret");
    let path = blobs.path(&hash);
    fs::create_dir(path.parent().unwrap()).unwrap();
    symlink(&outside, &path).unwrap();
    assert!(matches!(blobs.get(&hash), Err(BlobError::NotPlain { .. } | BlobError::NotAFile(_))));
    assert!(!blobs.contains(&hash));
    assert!(matches!(blobs.put(b"secret"), Err(BlobError::NotPlain { .. } | BlobError::NotAFile(_))));
    assert_eq!(blobs.list().unwrap(), []);
    assert_eq!(blobs.verify_all().unwrap()[0].kind, BlobFaultKind::Unknown);

    let linked_folder = folder.path().join("linked");
    symlink(folder.path().join("archive/sha256"), &linked_folder).unwrap();
    assert!(matches!(Blobs::open(&linked_folder), Err(BlobError::NotPlain { .. })));
}

#[test]
fn many_writers_of_the_same_bytes_leave_one_whole_blob() {
    let (_folder, blobs) = blobs();
    let bytes = vec![7_u8; 100_000];
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                (0..10).for_each(|_| {
                    assert_eq!(blobs.get(&blobs.put(&bytes).unwrap().0).unwrap().len(), bytes.len())
                })
            });
        }
    });
    assert_eq!(blobs.list().unwrap(), [BlobHash::of(&bytes)]);
    assert_eq!(blobs.verify_all().unwrap(), []);
}
