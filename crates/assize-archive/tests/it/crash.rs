//! Kill -9 at any moment, and a write cut off at any byte: nothing acknowledged is lost.

use crate::made::{at, create, files, key, notes};
use assize_archive::{
    index::Index,
    store::Store,
    verify::{is_damaged, verify},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};
use tempfile::tempdir;

/// Names the case to the child process.
const CHILD: &str = "ASSIZE_TEST_KILLED_CASE";
/// Says that each batch is to be written as by a process of its own, with an index.
const LIGHT: &str = "ASSIZE_TEST_KILLED_LIGHT";
const BATCH: u32 = 7;

/// Not a test by itself: the process that is killed. It appends batches and prints each size once it is acknowledged.
#[test]
fn child_that_is_killed() {
    let Some(dir) = std::env::var_os(CHILD) else { return };
    let mut store = Store::open(dir).expect("a case").with_segment_bytes(6000);
    let mut next = u32::try_from(store.covered()).expect("few");
    let is_light = std::env::var_os(LIGHT).is_some();
    loop {
        if is_light {
            // As a command does: nothing is known, and the index stands for the log.
            store = Store::open(store.case().root()).expect("a case").with_segment_bytes(6000);
        }
        let receipt = store.append(&notes(next..next + BATCH), &key(), at(next.into())).expect("appended");
        next += BATCH;
        println!("acknowledged {}", receipt.size);
        std::io::stdout().flush().expect("the parent listens");
    }
}

#[test]
fn nothing_acknowledged_is_lost_to_kill_9() {
    kill_again_and_again(false);
}

#[test]
fn nothing_acknowledged_is_lost_to_kill_9_where_the_index_stands_for_the_log() {
    kill_again_and_again(true);
}

fn kill_again_and_again(is_light: bool) {
    let dir = tempdir().expect("a folder");
    create(dir.path());
    let (mut rounds_with_tail, mut last) = (0, 0);
    for round in 0..30_u64 {
        let mut command = Command::new(std::env::current_exe().expect("this test"));
        if is_light {
            drop(Index::open(&Store::open(dir.path()).expect("a case")).expect("built"));
            command.env(LIGHT, "1");
        }
        let mut child = command
            .args(["--exact", "crash::child_that_is_killed", "--nocapture"])
            .env(CHILD, dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the child starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let size = |line: String| {
            line.split_once("acknowledged ").map(|(_, size)| size.parse::<u64>().expect("a size"))
        };
        let mut acknowledged = last;
        while acknowledged == last {
            let line = lines.next().expect("the child speaks").expect("text");
            acknowledged = size(line).unwrap_or(last);
        }
        // Spread over the steps of a batch without a random number: 30 different moments.
        thread::sleep(Duration::from_micros(round * 7919 % 30_011));
        child.kill().expect("killed");
        child.wait().expect("gone");
        acknowledged = lines.map_while(Result::ok).filter_map(size).fold(acknowledged, u64::max);

        let mut store = Store::open(dir.path()).expect("a case").with_segment_bytes(6000);
        let covered = store.covered();
        assert!(covered >= acknowledged, "round {round}: {covered} < {acknowledged}");
        rounds_with_tail += u32::from(!store.recover().expect("recovered").is_empty());
        let (found, faults) = store.load().expect("readable");
        assert!(!is_damaged(&faults), "round {round}: {faults:?}");
        assert_eq!(found.len() as u64, covered);
        if is_light {
            let index = Index::open(&store).expect("opened");
            for received in &found {
                assert_eq!(
                    index.entry(&received.entry.id).expect("asked").as_ref(),
                    Some(received),
                    "round {round}"
                );
            }
        }
        let tail = notes(u32::try_from(last).expect("few")..u32::try_from(covered).expect("few"));
        let found: Vec<_> =
            found.into_iter().skip(usize::try_from(last).expect("few")).map(|r| r.entry).collect();
        assert_eq!(found, tail, "round {round}");
        last = covered;
    }
    let faults = verify(dir.path(), &[key().public()], &BTreeSet::new()).expect("a case");
    assert!(!is_damaged(&faults), "{faults:?}");
    println!(
        "{last} entries acknowledged over 30 kills; a tail was set aside after {rounds_with_tail} of them"
    );
}

type Files = BTreeMap<PathBuf, Vec<u8>>;

fn snapshot(dir: &Path) -> Files {
    files(dir).into_iter().map(|file| (file.clone(), fs::read(dir.join(file)).expect("readable"))).collect()
}

fn restore(dir: &Path, state: &Files) {
    for file in files(dir) {
        fs::remove_file(dir.join(file)).expect("removable");
    }
    for (file, bytes) in state {
        fs::create_dir_all(dir.join(file).parent().expect("a folder")).expect("makeable");
        fs::write(dir.join(file), bytes).expect("writable");
    }
}

#[test]
fn a_batch_cut_off_at_any_step_is_there_whole_or_not_at_all() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path()).with_segment_bytes(900);
    store.append(&notes(0..3), &key(), at(1)).expect("appended");
    let before = snapshot(dir.path());
    store.append(&notes(3..6), &key(), at(2)).expect("appended");
    let after = snapshot(dir.path());
    // The order in which a batch is written; see the documentation of the store.
    let step = |file: &Path| match file.to_string_lossy().as_ref() {
        name if name.starts_with("ledger/bodies") => 0,
        name if name.starts_with("ledger/heads") => 1,
        name if name.starts_with("ledger/log/tile") => 2,
        name if name.starts_with("ledger/log/receipts") => 3,
        _ => 4,
    };
    let mut changed: Vec<&PathBuf> =
        after.keys().filter(|file| before.get(*file) != after.get(*file)).collect();
    changed.sort_by_key(|file| (step(file), (*file).clone()));
    assert!(changed.len() > 5, "{changed:?}");
    let mut state = before.clone();
    for file in changed {
        let (old, new) = (before.get(file).cloned().unwrap_or_default(), &after[file]);
        let appended = matches!(step(file), 0 | 1 | 3);
        let cuts: Vec<usize> = if appended {
            (old.len()..=new.len()).step_by(97).chain([new.len() - 1]).collect()
        } else {
            Vec::new()
        };
        for cut in cuts {
            state.insert(file.clone(), new[..cut].to_vec());
            check_state(dir.path(), &state);
        }
        state.insert(file.clone(), new.clone());
        check_state(dir.path(), &state);
    }
}

/// Whatever the state, the first batch is there, the second whole or not at all, and writing goes on.
fn check_state(dir: &Path, state: &Files) {
    restore(dir, state);
    let mut store = Store::open(dir).expect("a case").with_segment_bytes(900);
    let covered = u32::try_from(store.covered()).expect("few");
    assert!(covered == 3 || covered == 6, "{covered}");
    let entries =
        |store: &Store| store.load().expect("readable").0.into_iter().map(|r| r.entry).collect::<Vec<_>>();
    assert_eq!(entries(&store), notes(0..covered));
    store.append(&notes(3..8), &key(), at(3)).expect("writing goes on");
    assert_eq!(entries(&store), notes(0..8));
    let faults = verify(dir, &[key().public()], &BTreeSet::new()).expect("a case");
    assert!(!is_damaged(&faults), "{faults:?}");
}
