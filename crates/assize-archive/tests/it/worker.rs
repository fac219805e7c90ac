//! The program's side of reading in another process, against processes that misbehave.
#![cfg(unix)]

use assize_archive::{
    extract::{ExtractError, Limits},
    worker::{Extractor, Pool},
};
use std::{fs, path::PathBuf};

/// A pool of a shell script.
fn pool(script: &str, limits: Limits) -> Pool {
    Pool::new(PathBuf::from("/bin/sh"), vec!["-c".into(), script.into()], limits)
}

fn said(script: &str) -> String {
    let limits = Limits { wall_seconds: 1, output_bytes: 1_000, ..Limits::default() };
    pool(script, limits).extract("a.txt", b"Words.").expect_err("no answer").to_string()
}

#[test]
fn a_reader_that_comes_to_its_end_is_said_to_have_crashed() {
    assert_eq!(said("exit 7"), "the reader of this file crashed (exit code 7); the file is left out");
    assert_eq!(said("exit 0"), "the reader of this file crashed (exit code 0); the file is left out");
    assert_eq!(said("kill -SEGV $$"), "the reader of this file crashed (signal 11); the file is left out");
    assert_eq!(said("kill -KILL $$"), "the reader of this file crashed (signal 9); the file is left out");
    // Only half an answer.
    assert_eq!(said("printf 123"), "the reader of this file crashed (exit code 0); the file is left out");
    let limit = "allows; raise that limit if you trust the file";
    assert_eq!(
        said("kill -XCPU $$"),
        format!("reading it took more than the 120 seconds of processor time that `cpu_seconds` {limit}")
    );
    assert_eq!(
        said("echo 'memory allocation of 17 bytes failed' >&2; kill -ABRT $$"),
        format!("reading it took more than the 1.5 GiB of memory that `memory_bytes` {limit}")
    );
}

#[test]
fn a_reader_that_says_too_much_or_nothing_is_ended() {
    let limit = "allows; raise that limit if you trust the file";
    let long = format!("reading it took more than the 1000 bytes of output that `output_bytes` {limit}");
    assert_eq!(said(r"printf '\377\377\377\377\377\377\377\177\0\0\0\0\0\0\0\0'; exec sleep 60"), long);
    let silent = format!("reading it took more than the 1 second that `wall_seconds` {limit}");
    assert_eq!(said("exec sleep 60"), silent);
    // It never reads what it is asked.
    let large = vec![b'x'; 1_000_000];
    let limits = Limits { wall_seconds: 1, ..Limits::default() };
    let error = pool("exec sleep 60", limits).extract("a.txt", &large).expect_err("no answer");
    assert_eq!(error.to_string(), silent);
    // It complains without end.
    assert_eq!(said("while :; do echo no; done >&2"), silent);
}

#[test]
fn an_answer_that_is_none_is_not_taken() {
    let crashed = "the reader of this file crashed (its answer cannot be read); the file is left out";
    let answer = |head: &str, text: &str, length: usize| {
        let lengths = format!(r"\{:03o}\0\0\0\0\0\0\0\{:03o}\0\0\0\0\0\0\0", head.len(), length);
        said(&format!("printf '{lengths}{}{text}'; exec sleep 60", head))
    };
    assert_eq!(answer("nonsense", "", 0), crashed);
    let facts = |extractor: &str| {
        format!(
            r#"{{"facts":{{"Ok":{{"extractor":"{extractor}","media_type":"x","publication":{{}},"notes":[]}}}}}}"#
        )
    };
    assert_eq!(answer(&facts("assize-other@9"), "Words.", 6), crashed);
    assert_eq!(answer(&facts("assize-text@1"), r"\377", 1), crashed);
    // The script says what a reader would.
    let limits = Limits { wall_seconds: 5, ..Limits::default() };
    let head = facts("assize-text@1");
    let script =
        format!(r"printf '\{:03o}\0\0\0\0\0\0\0\006\0\0\0\0\0\0\0{}Words.'; exec sleep 60", head.len(), head);
    assert_eq!(pool(&script, limits).extract("a.txt", b"x").expect("an answer").text, "Words.");
}

#[test]
fn without_a_program_there_is_no_reader() {
    let pool = Pool::new(PathBuf::from("/not/there"), Vec::new(), Limits::default());
    assert!(matches!(pool.extract("a.txt", b"Words."), Err(ExtractError::NoReader(_))));
}

/// A reader that somebody ended while it waited is no fault of the next file.
#[test]
fn a_reader_that_ended_while_it_waited_is_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let count = folder.path().join("count");
    let head = r#"{"facts":{"Err":"Encrypted"}}"#;
    let script = format!(
        r"echo x >> {}; head -c 27 >/dev/null; printf '\{:03o}\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0{}'; exit 0",
        count.display(),
        head.len(),
        head
    );
    let pool = pool(&script, Limits::default());
    for _ in 0..3 {
        assert_eq!(pool.extract("a.txt", b"Words."), Err(ExtractError::Encrypted));
        std::thread::sleep(std::time::Duration::from_millis(300));
    }
    assert_eq!(fs::read_to_string(count).expect("a file").lines().count(), 3);
}
