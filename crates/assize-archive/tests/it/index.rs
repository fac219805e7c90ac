//! The disposable index against a naive scan.

use crate::made::{at, create, create_named, files, key, notes, quoted};
use assize_archive::{
    fault::Severity,
    index::{BatchOf, Index},
    store::{Batch, Received, Store},
    verify::verify,
};
use assize_record::{
    BlobHash, DraftId, Entry, EntryId,
    body::{Actor, Body, Claim, Entity, Remark},
    entry::{Kind, Role, Salt, Verdict},
    sign::{PublicKey, SecretKey},
};
use proptest::prelude::*;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};
use tempfile::tempdir;

/// Everything that an index can be asked, answered by looking at every entry.
#[derive(Debug, PartialEq, Eq, Default)]
pub(crate) struct Answers {
    entries: BTreeMap<EntryId, Received>,
    referrers: BTreeMap<EntryId, Vec<(Role, EntryId)>>,
    drafts: BTreeMap<DraftId, Vec<EntryId>>,
    keys: BTreeMap<String, Vec<EntryId>>,
    blobs: BTreeMap<BlobHash, Vec<EntryId>>,
    kinds: BTreeMap<Kind, Vec<EntryId>>,
    authors: BTreeMap<PublicKey, (EntryId, Vec<BatchOf>)>,
    prefixes: BTreeMap<String, Vec<EntryId>>,
}

/// A few batches an author: enough to see that they are the last.
const BATCHES: usize = 3;

impl Answers {
    /// By looking at everything.
    pub(crate) fn naive(store: &Store) -> Self {
        let (entries, _) = store.load().expect("readable");
        let mut all = Self::default();
        let mut batches: Vec<(Batch, Vec<&Received>)> = Vec::new();
        for (position, received) in (0..).zip(&entries) {
            let batch = match batches.last() {
                Some((last, _)) if position < last.to => *last,
                _ => store.batch_of(position).expect("covered"),
            };
            match batches.last_mut() {
                Some((last, mine)) if *last == batch => mine.push(received),
                _ => batches.push((batch, vec![received])),
            }
        }
        for received in &entries {
            let (id, head) = (received.entry.id, &received.entry.head);
            all.entries.insert(id, received.clone());
            for (role, to) in &head.refs {
                all.referrers.entry(*to).or_default().push((*role, id));
            }
            all.kinds.entry(head.kind).or_default().push(id);
            match received.entry.body.as_ref().map(|(_, body)| body) {
                Some(Body::Claim(claim)) => {
                    let draft = claim.drafted.as_ref().map(|drafted| drafted.draft);
                    draft.into_iter().for_each(|draft| all.drafts.entry(draft).or_default().push(id));
                }
                Some(Body::Entity(entity)) => {
                    entity.key.iter().for_each(|key| all.keys.entry(key.clone()).or_default().push(id));
                }
                Some(Body::Source(source)) => all.blobs.entry(source.sha256).or_default().push(id),
                Some(Body::Text(text)) => all.blobs.entry(text.sha256).or_default().push(id),
                _ => {}
            }
            if let Some(by) = head.by {
                all.authors.entry(by).or_insert((id, Vec::new())).0 = id;
            }
            let lengths: &[usize] = if all.entries.len() < 6 { &[0, 1, 2, 17, 64] } else { &[1] };
            for length in lengths {
                all.prefixes.entry(id.to_string()[..*length].to_owned()).or_default();
            }
        }
        for (by, (_, mine)) in &mut all.authors {
            let signed = |(_, entries): &&(Batch, Vec<&Received>)| {
                entries.iter().any(|r| r.entry.head.by == Some(*by))
            };
            let last = batches.iter().rev().filter(signed).take(BATCHES);
            mine.extend(last.map(|(batch, entries)| BatchOf {
                batch: *batch,
                entries: entries.iter().map(|received| received.entry.id).collect(),
            }));
        }
        for (prefix, found) in &mut all.prefixes {
            let ids: BTreeSet<EntryId> = all.entries.keys().copied().collect();
            found.extend(ids.into_iter().filter(|id| id.to_string().starts_with(prefix)).take(5));
        }
        all.referrers.values_mut().for_each(|found| {
            found.sort_unstable();
            found.dedup();
        });
        all
    }

    /// What an index says to the same questions.
    pub(crate) fn of(index: &Index, questions: &Self) -> Self {
        let entries = questions.entries.keys();
        let entries = entries.filter_map(|id| Some((*id, index.entry(id).expect("asked")?))).collect();
        let referrers = questions.referrers.keys();
        let referrers = referrers.map(|id| (*id, index.referrers(id).expect("asked"))).collect();
        let drafts = questions.drafts.keys();
        let drafts = drafts.map(|draft| (*draft, index.decisions_on(draft).expect("asked"))).collect();
        let keys = questions.keys.keys();
        let keys = keys.map(|key| (key.clone(), index.entities_with_key(key).expect("asked"))).collect();
        let blobs = questions.blobs.keys();
        let blobs = blobs.map(|blob| (*blob, index.of_blob(blob).expect("asked"))).collect();
        let kinds = questions.kinds.keys();
        let kinds = kinds.map(|kind| (*kind, index.of_kind(*kind).expect("asked"))).collect();
        let authors = questions.authors.keys();
        let authors = authors
            .map(|by| {
                let last = index.last_by(by).expect("asked").expect("signed something");
                (*by, (last, index.batches_of(by, BATCHES).expect("asked")))
            })
            .collect();
        let prefixes = questions.prefixes.keys();
        let prefixes =
            prefixes.map(|digits| (digits.clone(), index.with_prefix(digits, 5).expect("asked"))).collect();
        Self { entries, referrers, drafts, keys, blobs, kinds, authors, prefixes }
    }
}

pub(crate) fn check(store: &Store, index: &Index) {
    let expected = Answers::naive(store);
    assert_eq!(Answers::of(index, &expected), expected);
    let nobody = EntryId::from_bytes([0xee; 32]);
    assert_eq!(index.entry(&nobody).expect("asked"), None);
    assert_eq!(index.referrers(&nobody).expect("asked"), []);
    assert_eq!(index.position(&nobody).expect("asked"), None);
    assert_eq!(index.decisions_on(&DraftId::from_bytes([0xee; 32])).expect("asked"), []);
    assert_eq!(index.entities_with_key("no such key").expect("asked"), []);
    assert_eq!(index.last_by(&SecretKey::from_seed([99; 32]).public()).expect("asked"), None);
    assert_eq!(index.of_kind(Kind::Seal).expect("asked"), []);
    for none in ["F", "g", &"0".repeat(65), "%", "é"] {
        assert_eq!(index.with_prefix(none, 9).expect("asked"), [], "{none}");
    }
}

pub(crate) fn author(n: u8) -> SecretKey {
    if n == 0 { key() } else { SecretKey::from_seed([n; 32]) }
}

/// An entry of one of many sorts, different for each number.
pub(crate) fn sundry(n: u32) -> Entry {
    let mut salt = [0; 16];
    salt[..4].copy_from_slice(&n.to_be_bytes());
    salt[4] = 1;
    let id = |n: u32| EntryId::from_bytes(*BlobHash::of(&n.to_be_bytes()).as_bytes());
    let by = author(u8::try_from(n % 3).expect("small"));
    let signed = |refs, verdict, body| {
        Entry::signed(&by, Salt::new(salt), refs, Vec::new(), verdict, body).expect("valid")
    };
    match n % 6 {
        0 => {
            let draft = DraftId::from_bytes(*BlobHash::of(&[u8::try_from(n % 5).expect("small")]).as_bytes());
            let claim: Claim = serde_json::from_value(serde_json::json!({
                "drafted": {"draft": draft, "reader": "reader@1", "rule": "a.rule"},
                "proposition": {"subject": id(n % 7), "property": "incident.killed",
                    "value": {"words": "nine, \"drafted\":{\"draft\":\"no"}},
                "speaker": {"kind": "named", "description": format!("speaker {n}")},
                "stance": "asserts",
            }))
            .expect("a claim");
            signed(
                vec![(Role::Passage, id(n % 11)), (Role::Subject, id(n % 7))],
                None,
                Body::Claim(std::sync::Arc::new(claim)),
            )
        }
        1 => {
            let key = (!n.is_multiple_of(4)).then(|| format!("incident/“{}” \\ {}", n % 5, n % 2));
            let name = format!("name {n}");
            let entity_type = serde_json::from_value("incident".into()).expect("a type");
            signed(Vec::new(), None, Body::Entity(Entity { entity_type, key, name, shape: None }))
        }
        2 => signed(
            vec![(Role::Of, id(n % 7)), (Role::Of, id(n % 3))],
            Some(Verdict::Accept),
            Body::Review(Remark::default()),
        ),
        3 if n % 4 == 3 => {
            let actor = Actor {
                key: by.public(),
                name: format!("person {n}"),
                machine: false,
                roles: Vec::new(),
                was: None,
            };
            signed(Vec::new(), None, Body::Actor(actor))
        }
        4 => {
            let [source, text, passage] = quoted(&format!("text number {} of some words", n % 9), 0, 4);
            [source, text, passage][usize::try_from(n / 6 % 3).expect("small")].clone()
        }
        _ => signed(vec![(Role::Of, id(n % 7))], None, Body::Note(Remark { words: format!("note {n}") })),
    }
}

/// What happens to a case.
#[derive(Debug, Clone)]
enum Step {
    Append(u32),
    Merge(u32),
    Erase(u32),
    Forget,
    Stale(u32),
    Cut,
    Replica,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (1..9_u32).prop_map(Step::Append),
        1 => (1..6_u32).prop_map(Step::Merge),
        1 => (0..40_u32).prop_map(Step::Erase),
        1 => Just(Step::Forget),
        1 => (1..4_u32).prop_map(Step::Stale),
        1 => Just(Step::Cut),
        1 => Just(Step::Replica),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn answers_equal_a_naive_scan(steps in prop::collection::vec(step(), 1..14)) {
        let dir = tempdir().expect("a folder");
        let mut store = create(dir.path()).with_segment_bytes(6000).with_pack_lines(5);
        let mut index = Index::open(&store).expect("built");
        let mut next = 0;
        for (time, step) in (1..).zip(steps) {
            match step {
                Step::Append(count) | Step::Stale(count) => {
                    let entries: Vec<Entry> = (next..next + count).map(sundry).collect();
                    next += count;
                    // Two notes of one number are one entry, so a batch may bring nothing new.
                    store.append(&entries, &key(), at(time)).expect("appended");
                }
                Step::Merge(count) => {
                    let other = tempdir().expect("a folder");
                    let mut theirs = create_named(other.path(), &format!("cases.example/{next}"));
                    let entries: Vec<Entry> = (next.saturating_sub(2)..next + count).map(sundry).collect();
                    next += count;
                    theirs.append(&entries, &key(), at(1)).expect("appended");
                    theirs.erase(&[entries[0].id]).expect("erased");
                    store.merge_from(&theirs, &assize_archive::store::Leave::default(), &key(), at(time)).expect("merged");
                    // A body that was absent comes later than its head.
                    store.append(&entries, &key(), at(time)).expect("appended");
                }
                Step::Erase(at) => {
                    let found = store.load().expect("readable").0;
                    if let Some(received) = found.get(at as usize) {
                        store.erase(&[received.entry.id]).expect("erased");
                    }
                }
                Step::Replica => {
                    let origin = format!("cases.example/replica/{time}");
                    assert!(store.begin_replica(&origin, &key(), at(time)).expect("begun"));
                }
                Step::Forget => store = Store::open(dir.path()).expect("a case").with_segment_bytes(6000).with_pack_lines(5),
                Step::Cut => {
                    let heads = dir.path().join("ledger/heads/000001.jsonl");
                    if let (Ok(bytes), 1) = (fs::read(&heads), fs::read_dir(dir.path().join("ledger/heads")).expect("a folder").count()) {
                        fs::write(&heads, [bytes, b"{\"head\":{\"bo".to_vec()].concat()).expect("writable");
                    }
                    store = Store::open(dir.path()).expect("a case").with_segment_bytes(6000).with_pack_lines(5);
                }
            }
            if matches!(step, Step::Stale(_)) {
                // Asked without catching up, it answers for the state that it was opened for.
                continue;
            }
            if time % 3 == 0 {
                index = Index::open(&store).expect("opened");
            } else {
                index.catch_up(&store).expect("caught up");
            }
            check(&store, &index);
            prop_assert_eq!(index.notes(), []);
        }
    }
}

#[test]
fn it_is_split_as_it_grows_and_equals_one_built_at_once() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path());
    let mut index = Index::open(&store).expect("built");
    for batch in 0..4 {
        let entries: Vec<Entry> = (batch * 160..batch * 160 + 160).map(sundry).collect();
        store.append(&entries, &key(), at(1 + i64::from(batch))).expect("appended");
        index.catch_up(&store).expect("caught up");
    }
    check(&store, &index);
    assert_eq!(index.notes(), []);
    fs::remove_file(store.case().index()).expect("removable");
    check(&store, &Index::open(&store).expect("built"));
}

#[test]
fn bodies_erased_and_others_appended_in_their_place_are_noticed() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path());
    let entries: Vec<Entry> = (0..24).map(sundry).collect();
    store.append(&entries, &key(), at(1)).expect("appended");
    drop(Index::open(&store).expect("built"));
    let bodies = dir.path().join("ledger/bodies/000001.jsonl");
    let length = || fs::metadata(&bodies).expect("there").len();
    let before = length();
    store.erase(&[entries[6].id, entries[12].id]).expect("erased");
    store.append(&(24..48).map(sundry).collect::<Vec<_>>(), &key(), at(2)).expect("appended");
    assert!(length() > before, "the file is no shorter than what the index has read of it");
    let index = Index::open(&store).expect("opened");
    check(&store, &index);
    assert_eq!(index.notes(), []);
}

#[test]
fn one_that_is_ahead_answers_for_the_store_that_asks() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path());
    store.append(&(0..30).map(sundry).collect::<Vec<_>>(), &key(), at(1)).expect("appended");
    let before = Store::open(dir.path()).expect("a case");
    let expected = Answers::naive(&before);
    store.append(&(30..60).map(sundry).collect::<Vec<_>>(), &key(), at(2)).expect("appended");
    let ahead = Index::open(&store).expect("built");
    let behind = Index::open(&before).expect("opened");
    assert_eq!(Answers::of(&behind, &expected), expected);
    check(&store, &ahead);
    assert_eq!((behind.notes(), ahead.notes()), (vec![], vec![]));
}

#[test]
fn it_is_rebuilt_when_deleted_damaged_of_another_version_or_of_another_log() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path());
    let path = store.case().index();
    for round in 0..6_u32 {
        store.append(&notes(round * 3..round * 3 + 3), &key(), at(round.into())).expect("appended");
        match round {
            1 => restore(&path, b""),
            2 => restore(&path, b"not a database, but long enough to be read as the head of one"),
            3 => fs::remove_file(&path).expect("removable"),
            4 => {
                restore(&path, b"");
                let old = rusqlite::Connection::open(&path).expect("made");
                old.execute_batch("CREATE TABLE stamp (version INTEGER); INSERT INTO stamp VALUES (1)")
                    .expect("filled");
            }
            5 => {
                let other = tempdir().expect("a folder");
                let mut theirs = create(other.path());
                theirs.append(&notes(50..68), &key(), at(1)).expect("appended");
                drop(Index::open(&theirs).expect("built"));
                for ending in ["", "-wal", "-shm"] {
                    let mut name = theirs.case().index().into_os_string();
                    name.push(ending);
                    fs::copy(name, dir.path().join(format!("index.sqlite{ending}"))).expect("copied");
                }
            }
            _ => {}
        }
        if round > 1 && round != 3 {
            let stale = verify(dir.path(), &[key().public()], &BTreeSet::new()).expect("a case");
            assert!(
                stale.iter().any(|f| f.file.ends_with("index.sqlite") && f.severity == Severity::Note),
                "{round}: {stale:?}"
            );
        }
        let index = Index::open(&Store::open(dir.path()).expect("a case")).expect("built");
        check(&store, &index);
        drop(index);
        assert_eq!(verify(dir.path(), &[key().public()], &BTreeSet::new()).expect("a case"), []);
    }
    let left = files(dir.path());
    assert!(!left.iter().any(|file| file.to_string_lossy().contains(".new-")), "{left:?}");
    assert!(!left.iter().any(|file| file.starts_with("index.sqlite-lock")), "{left:?}");
}

/// Copies a case's index to and fro.
pub(crate) fn restore(path: &Path, bytes: &[u8]) {
    for ending in ["-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        let _ = fs::remove_file(name);
    }
    fs::write(path, bytes).expect("writable");
}

#[test]
fn damaged_lines_of_the_files_are_in_no_answer_and_are_named() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path());
    store.append(&(0..40).map(sundry).collect::<Vec<_>>(), &key(), at(1)).expect("appended");
    drop(Index::open(&store).expect("built"));
    for file in ["ledger/heads/000001.jsonl", "ledger/bodies/000001.jsonl"] {
        let path = dir.path().join(file);
        let mut bytes = fs::read(&path).expect("written");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(&path, bytes).expect("writable");
        let expected = Answers::naive(&store);
        let index = Index::open(&store).expect("opened");
        for id in expected.entries.keys() {
            index.entry(id).expect("asked");
        }
        let mut found = Answers::of(&index, &expected);
        // An entry whose head is damaged has no body that could be looked for, and the batches are those of the receipts.
        found.authors.clear();
        let expected = Answers { authors: BTreeMap::new(), ..expected };
        assert_eq!(found, expected, "{file}");
        assert!(index.faults().expect("asked").iter().any(|fault| fault.file == Path::new(file)), "{file}");
        assert_eq!(index.notes().len(), 1, "{file}: {:?}", index.notes());
    }
}

#[test]
fn several_at_once_build_and_catch_up_and_never_see_half() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path());
    store.append(&(0..40).map(sundry).collect::<Vec<_>>(), &key(), at(1)).expect("appended");
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..8 {
                    let store = Store::open(dir.path()).expect("a case");
                    let expected = Answers::naive(&store);
                    let index = Index::open(&store).expect("opened");
                    assert_eq!(Answers::of(&index, &expected), expected);
                    assert_eq!(index.notes(), []);
                }
            });
        }
        scope.spawn(|| {
            for n in 0..12 {
                let entries: Vec<Entry> = (40 + n * 2..42 + n * 2).map(sundry).collect();
                Store::open(dir.path()).expect("a case").append(&entries, &key(), at(2)).expect("appended");
            }
        });
        scope.spawn(|| {
            for _ in 0..4 {
                assize_archive::index::rebuild(&Store::open(dir.path()).expect("a case")).expect("rebuilt");
            }
        });
    });
    let store = Store::open(dir.path()).expect("a case");
    check(&store, &Index::open(&store).expect("opened"));
}
