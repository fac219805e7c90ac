//! The language-neutral cases in `vectors/`: entries as lines on disk, and the log.

use crate::made::{at, create, key, notes};
use assize_archive::{
    fault::{At, Severity},
    log::{Checkpoint, CheckpointError, ProofError, Tile, Tree, verify_consistency, verify_inclusion},
    verify::verify,
};
use assize_record::{Entry, EntryId, Hash, canonical, sign::PublicKey};
use serde::{Deserialize, de::DeserializeOwned};
use std::{collections::BTreeSet, fs, path::Path};
use tempfile::tempdir;

/// Runs a check over every case of a folder; each is named in what fails.
fn each<T: DeserializeOwned>(folder: &str, at_least: usize, check: impl Fn(&str, T)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors").join(folder);
    let mut count = 0;
    for file in fs::read_dir(&folder).expect("the vectors are part of the repository") {
        let path = file.expect("a file").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("readable");
        let case = serde_json::from_str(&text).expect(&name);
        check(&name, case);
        count += 1;
    }
    assert!(count >= at_least, "{count} cases in {}", folder.display());
}

#[derive(Deserialize)]
struct EntryCase {
    error: Option<String>,
    r#where: Option<String>,
    says: Option<String>,
    head: String,
    id: EntryId,
    signature: Option<String>,
    salt: Option<String>,
    body: Option<String>,
}

impl EntryCase {
    fn head_line(&self) -> String {
        let signature =
            self.signature.as_ref().map(|s| format!(",\"signature\":\"{s}\"")).unwrap_or_default();
        format!("{{\"head\":{},\"id\":\"{}\"{signature}}}\n", self.head, self.id)
    }

    fn body_line(&self) -> String {
        let parts = self.body.as_ref().zip(self.salt.as_ref());
        let line = parts
            .map(|(body, salt)| format!("{{\"body\":{body},\"id\":\"{}\",\"salt\":\"{salt}\"}}\n", self.id));
        line.unwrap_or_default()
    }

    fn entry(&self) -> Entry {
        let body = self.body.as_ref().zip(self.salt.as_ref()).map(|(body, salt)| {
            let salt = serde_json::from_value(salt.clone().into()).expect("a salt");
            (salt, canonical::from_bytes(body.as_bytes()).expect("canonical"))
        });
        let signature = self.signature.as_ref().map(|signature| signature.parse().expect("a signature"));
        Entry {
            id: self.id,
            head: canonical::from_bytes(self.head.as_bytes()).expect("canonical"),
            body,
            signature,
        }
    }
}

const HEADS: &str = "ledger/heads/000001.jsonl";
const BODIES: &str = "ledger/bodies/000001.jsonl";

#[test]
fn entries_on_disk() {
    each("entry", 30, |name, case: EntryCase| {
        let dir = tempdir().expect("a folder");
        let mut store = create(dir.path());
        let Some(says) = &case.says else {
            assert!(case.error.is_none(), "{name}");
            store.append(&[case.entry()], &key(), at(1)).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(
                fs::read_to_string(dir.path().join(HEADS)).expect("written"),
                case.head_line(),
                "{name}"
            );
            let bodies = fs::read_to_string(dir.path().join(BODIES)).unwrap_or_default();
            assert_eq!(bodies, case.body_line(), "{name}");
            let read = store.load().expect("readable").0;
            assert_eq!(read.into_iter().map(|r| r.entry).collect::<Vec<_>>(), [case.entry()], "{name}");
            return;
        };
        store.append(&notes(0..1), &key(), at(1)).expect("appended");
        fs::write(dir.path().join(HEADS), case.head_line()).expect("writable");
        fs::write(dir.path().join(BODIES), case.body_line()).expect("writable");
        let file = if case.r#where.as_deref() == Some("body") { BODIES } else { HEADS };
        let faults = verify(dir.path(), &[key().public()], &BTreeSet::new()).expect("a case");
        let named = faults.iter().any(|fault| {
            (fault.severity, fault.at) == (Severity::Fault, At::Line(1))
                && fault.file == Path::new(file)
                && fault.what.contains(says)
        });
        assert!(named, "{name}: {faults:?}");
    });
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum LogCase {
    Root {
        entries: Vec<EntryId>,
        root: Hash,
    },
    Inclusion {
        entry: EntryId,
        index: u64,
        size: u64,
        path: Vec<Hash>,
        root: Hash,
        error: Option<String>,
    },
    Consistency {
        old_size: u64,
        old_root: Hash,
        new_size: u64,
        new_root: Hash,
        path: Vec<Hash>,
        error: Option<String>,
    },
    Checkpoint(CheckpointCase),
    Tile {
        level: u32,
        number: u64,
        width: u64,
        path: String,
    },
}

#[derive(Deserialize)]
struct CheckpointCase {
    key: PublicKey,
    note: String,
    size: Option<u64>,
    root: Option<Hash>,
    signed_at: Option<i64>,
    error: Option<String>,
}

const fn proof_error(result: Result<(), ProofError>) -> Option<&'static str> {
    match result {
        Ok(()) => None,
        Err(ProofError::Shape) => Some("shape"),
        Err(ProofError::Root) => Some("root"),
    }
}

const fn checkpoint_error(error: &CheckpointError) -> &'static str {
    match error {
        CheckpointError::Note(_) => "note",
        CheckpointError::Text => "text",
        CheckpointError::Origin(_) => "origin",
        CheckpointError::Time(_) => "time",
        CheckpointError::Unsigned => "unsigned",
        CheckpointError::Signature => "signature",
        CheckpointError::Untimed => "untimed",
        CheckpointError::Cosignature => "cosignature",
    }
}

#[test]
fn log() {
    each("log", 40, |name, case: LogCase| match case {
        LogCase::Root { entries, root } => {
            let mut tree = Tree::new();
            entries.iter().for_each(|id| tree.push(id));
            assert_eq!(tree.root(), root, "{name}");
        }
        LogCase::Inclusion { entry, index, size, path, root, error } => {
            let found = verify_inclusion(&entry, index, size, &path, &root);
            assert_eq!(proof_error(found), error.as_deref(), "{name}");
        }
        LogCase::Consistency { old_size, old_root, new_size, new_root, path, error } => {
            let found = verify_consistency((old_size, &old_root), (new_size, &new_root), &path);
            assert_eq!(proof_error(found), error.as_deref(), "{name}");
        }
        LogCase::Checkpoint(case) => check_checkpoint(name, &case),
        LogCase::Tile { level, number, width, path } => {
            assert_eq!(Tile { level, number, width }.path(), path, "{name}");
        }
    });
}

fn check_checkpoint(name: &str, case: &CheckpointCase) {
    let read = Checkpoint::parse(case.note.as_bytes()).and_then(|checkpoint| {
        let time = checkpoint.verify(&case.key)?;
        Ok((checkpoint, time))
    });
    assert_eq!(read.as_ref().err().map(checkpoint_error), case.error.as_deref(), "{name}: {read:?}");
    if let Ok((checkpoint, time)) = read {
        let found = (Some(checkpoint.size), Some(checkpoint.root), Some(time.as_second()));
        assert_eq!(found, (case.size, case.root, case.signed_at), "{name}");
        assert_eq!(checkpoint.to_bytes(), case.note.as_bytes(), "{name}");
    }
}
