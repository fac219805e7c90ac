use assize_archive::{
    blob::Blobs,
    extract::Limits,
    ingest::{AddError, AddFault, Added, Evidence, add as add_to, capture},
    worker::InProcess,
};
use assize_record::{
    Entry, EntryId,
    body::{Body, Publication, Stated},
    entry::Salt,
};
use std::{collections::BTreeSet, fs, path::Path};

/// Adds files to a record that holds nothing yet.
fn add(blobs: &Blobs, path: &Path, given: &Publication, limits: &Limits) -> Vec<Result<Added, AddFault>> {
    let (none, mut salt) = (BTreeSet::new(), Salt::none);
    let limits = InProcess(limits.clone());
    add_to(blobs, path, given, &limits, &mut Evidence::of(std::iter::empty(), &none, false, &mut salt))
}

fn given(published: &str) -> Publication {
    let fact = |value: &str| Some(Stated { value: value.to_owned(), from: "anything".to_owned() });
    Publication { published_on: fact(published), ..Publication::default() }
}

fn setup(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Blobs) {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let blobs = Blobs::open(folder.path().join("archive")).unwrap();
    (folder, blobs)
}

#[test]
fn a_folder_is_added_in_order_and_a_bad_file_stops_nothing() {
    let (folder, blobs) = setup(&[
        ("b.txt", b"Words of b."),
        ("a.txt", b"Words of a."),
        ("sub/copy.txt", b"Words of a."),
        ("bad.txt", b"\xff\xfe\x00"),
        ("z.zip", b"PK\x03\x04"),
        (".hidden", b"x"),
    ]);
    let all = add(&blobs, &folder.path().join("in"), &Publication::default(), &Limits::default());
    let name = |path: &Path| path.strip_prefix(folder.path().join("in")).unwrap().display().to_string();
    let said: Vec<String> = all
        .iter()
        .map(|one| match one {
            Ok(added) => format!("{} {}", name(&added.file), if added.already { "again" } else { "new" }),
            Err(fault) => format!("{} refused", name(&fault.file)),
        })
        .collect();
    assert_eq!(said, ["a.txt new", "b.txt new", "bad.txt refused", "sub/copy.txt again", "z.zip refused"]);
    let added: Vec<_> = all.iter().flatten().collect();
    assert_eq!(added[0].source.id, added[2].source.id);
    assert_eq!(added[0].text_entry.id, added[2].text_entry.id);
    for one in &added {
        one.source.check().unwrap();
        one.text_entry.check().unwrap();
        let Some((_, Body::Text(text))) = &one.text_entry.body else { panic!("no text body") };
        assert_eq!(blobs.get(&text.sha256).unwrap(), one.text.as_bytes());
    }
    for fault in all.iter().filter_map(|one| one.as_ref().err()) {
        assert!(fault.to_string().contains(&fault.file.display().to_string()), "{fault}");
    }
    assert_eq!(blobs.verify_all().unwrap(), []);
}

#[test]
fn given_facts_go_before_stated_ones_and_are_marked() {
    let (folder, blobs) = setup(&[("d.txt", b"---\npublisher: P\npublished: 2025-01-01\n---\nWords.")]);
    let all = add(&blobs, &folder.path().join("in/d.txt"), &given("2025-12-18"), &Limits::default());
    let added = all[0].as_ref().unwrap();
    let fact = |fact: &Option<Stated>| fact.clone().map(|f| (f.value, f.from)).unwrap();
    assert_eq!(fact(&added.publication.published_on), ("2025-12-18".to_owned(), "given".to_owned()));
    assert_eq!(fact(&added.publication.publisher), ("P".to_owned(), "front-matter".to_owned()));
    let body = capture(added, "2026-01-01T00:00:00Z".to_owned(), "assize@0.1.0".to_owned());
    assert_eq!((body.file.as_str(), body.media_type.as_str()), ("d.txt", "text/plain"));
    assert_eq!(body.publication, added.publication);

    let wrong = add(&blobs, &folder.path().join("in/d.txt"), &given("yesterday"), &Limits::default());
    assert!(matches!(&wrong[0].as_ref().unwrap_err().error, AddError::Given { .. }));
}

#[test]
fn half_a_gigabyte_is_refused_by_its_length_alone() {
    let (folder, blobs) = setup(&[]);
    let path = folder.path().join("long.txt");
    fs::File::create(&path).unwrap().set_len(500 * 1024 * 1024).unwrap();
    let start = std::time::Instant::now();
    let all = add(&blobs, &path, &Publication::default(), &Limits::default());
    let words = all[0].as_ref().unwrap_err().to_string();
    assert!(words.contains("524288000 bytes") && words.contains("file_bytes"), "{words}");
    assert!(start.elapsed().as_millis() < 500);
}

#[test]
fn missing_files_and_empty_folders_are_named() {
    let (folder, blobs) = setup(&[]);
    for name in ["not-there.txt", "archive"] {
        let all = add(&blobs, &folder.path().join(name), &Publication::default(), &Limits::default());
        assert!(all[0].as_ref().unwrap_err().to_string().contains(name));
    }
}

#[cfg(unix)]
#[test]
fn links_sockets_and_unreadable_files_are_named_and_do_not_stop_the_rest() {
    use std::os::unix::{fs::symlink, net::UnixListener};
    let (folder, blobs) = setup(&[("a.txt", b"Words."), ("outside/secret.txt", b"secret")]);
    let inside = folder.path().join("in");
    fs::create_dir(inside.join("box")).unwrap();
    symlink(inside.join("outside"), inside.join("box/link")).unwrap();
    symlink("/nowhere", inside.join("box/broken")).unwrap();
    let _socket = UnixListener::bind(inside.join("box/socket")).unwrap();
    fs::write(inside.join("box/z.txt"), "Last words.").unwrap();
    let all = add(&blobs, &inside.join("box"), &Publication::default(), &Limits::default());
    assert_eq!(all.iter().filter(|one| one.is_err()).count(), 3);
    assert_eq!(all.last().unwrap().as_ref().unwrap().text, "Last words.");
}

/// Adds one file to a record.
fn add_one(
    blobs: &Blobs,
    path: &Path,
    record: &[Entry],
    destroyed: &BTreeSet<EntryId>,
    confidential: bool,
) -> Result<Added, AddFault> {
    let mut n = 40;
    let mut salt = || {
        n += 1;
        Salt::new([n; 16])
    };
    let mut evidence = Evidence::of(record.iter(), destroyed, confidential, &mut salt);
    add_to(blobs, path, &Publication::default(), &InProcess::default(), &mut evidence).remove(0)
}

#[test]
fn a_confidential_file_is_salted_once_and_found_again() {
    let (folder, blobs) = setup(&[("a.txt", b"Words of a."), ("b.txt", b"Words of a.")]);
    let (path, none) = (folder.path().join("in/a.txt"), BTreeSet::new());
    let secret = add_one(&blobs, &path, &[], &none, true).unwrap();
    let record = [secret.source.clone(), secret.text_entry.clone()];
    let salt = |entry: &Entry| entry.body.as_ref().unwrap().0;
    assert_eq!(record.each_ref().map(salt), [Salt::new([41; 16]), Salt::new([42; 16])]);
    record.iter().for_each(|entry| entry.check().unwrap());
    // Also where it is added as if it were open: it must not be entered a second time in clear.
    for confidential in [true, false] {
        let again = add_one(&blobs, &folder.path().join("in/b.txt"), &record, &none, confidential).unwrap();
        assert_eq!([again.source, again.text_entry], record);
    }
    let open = add_one(&blobs, &path, &[], &none, false).unwrap();
    assert_ne!(open.source.id, secret.source.id);
    assert_ne!(open.source.head.body, secret.source.head.body, "the commitment cannot be guessed either");
    // What is on record in clear stays one source.
    let record = [open.source.clone(), open.text_entry.clone()];
    let again = add_one(&blobs, &path, &record, &none, true).unwrap();
    assert_eq!([again.source, again.text_entry], record);
}

#[test]
fn what_was_destroyed_is_not_added_again() {
    let (folder, blobs) = setup(&[("a.txt", b"Words of a.")]);
    let (path, none) = (folder.path().join("in/a.txt"), BTreeSet::new());
    let open = add_one(&blobs, &path, &[], &none, false).unwrap();
    blobs.remove(&assize_record::BlobHash::of(b"Words of a.")).unwrap();
    let gone = BTreeSet::from([open.source.id]);
    let refused = add_one(&blobs, &path, &[], &gone, false).unwrap_err();
    assert!(matches!(refused.error, AddError::Destroyed(id) if id == open.source.id), "{refused}");
    assert_eq!(blobs.list().unwrap(), []);
}
