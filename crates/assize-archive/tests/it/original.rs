//! Files that change while they are read.

use assize_archive::{
    extract::Limits,
    original::{ReadFault, read},
    plain::Links,
};
use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

/// Reads again and again while somebody else does something to the file; what is read is whole, or refused.
fn read_while(path: &Path, change: impl Fn() + Sync) {
    let done = AtomicBool::new(false);
    let mut changed = 0;
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                change();
            }
        });
        for _ in 0..20_000 {
            match read(path, Links::Refuse, &Limits::default()) {
                Ok(bytes) => assert!(bytes.len() >= 4_000_000),
                Err(ReadFault::Changed) => changed += 1,
                Err(other) => panic!("{other}"),
            }
            if changed > 2 {
                break;
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(changed > 2, "it changed, and nobody noticed");
}

#[test]
fn a_file_that_grows_while_it_is_read_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.txt");
    fs::write(&path, vec![b'x'; 8_000_000]).expect("a file");
    read_while(&path, || {
        let mut file = OpenOptions::new().append(true).open(&path).expect("a file");
        file.write_all(b"x").expect("room");
        if file.metadata().expect("a file").len() > 20_000_000 {
            file.set_len(8_000_000).expect("shorter");
        }
    });
}

#[test]
fn a_file_that_is_cut_while_it_is_read_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.txt");
    fs::write(&path, vec![b'x'; 8_000_000]).expect("a file");
    read_while(&path, || {
        let file = OpenOptions::new().write(true).open(&path).expect("a file");
        file.set_len(4_000_000).expect("shorter");
        file.set_len(8_000_000).expect("longer");
    });
}

/// The system says 4096 bytes, and gives fewer.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_is_shorter_than_it_says_is_refused() {
    let path = Path::new("/sys/kernel/mm/transparent_hugepage/enabled");
    if path.exists() {
        assert!(matches!(read(path, Links::Refuse, &Limits::default()), Err(ReadFault::Changed)));
    }
}
