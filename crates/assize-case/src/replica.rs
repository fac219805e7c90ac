//! Replicas: which log the user's own key signs in which folder, remembered beside the key.
//!
//! A log is signed in one place only. Before the key signs, the log at hand is held against what is remembered: one that another key signs, that
//! is a copy of one elsewhere, or that is shorter than what the key has signed, is not signed on. A log of this copy's own goes on from it.

use crate::{
    case::{Session, store_failure},
    failure::{Failure, file_failure},
    keys, seen,
};
use assize_archive::{
    plain::{self, Links, PlainError, WRITTEN_BYTES},
    store::{LogState, Store},
    verify::Put,
};
use assize_record::{
    Hash,
    sign::{PublicKey, SecretKey},
};
use serde::{Deserialize, Serialize};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// `replicas/ID.toml` in the configuration folder: a log that the user's own key signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Replica {
    /// The case folder, resolved.
    case: PathBuf,
    /// Name of the log.
    log: String,
    /// Entries that the key last signed it at.
    size: u64,
    /// Root over them.
    root: Hash,
    /// Whether an older copy was knowingly put back there since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    put_back: bool,
}

/// Names of logs begin so. Before there were replicas they began with the other.
const PREFIX: &str = "assize/";
const OLD_PREFIX: &str = "assize.case/";

/// A fresh name for a log of a case.
pub fn origin(case: &str) -> Result<String, Failure> {
    let slug = case.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    Ok(format!("{PREFIX}{slug}/{}", assize_record::id::encode_hex(&keys::random::<8>()?)))
}

/// The folders of all cases that the user's own key signs logs in, as far as they are there.
pub fn cases() -> Result<Vec<PathBuf>, Failure> {
    let folder = keys::config()?.join("replicas");
    let mut all = Vec::new();
    let files = match fs::read_dir(&folder) {
        Ok(files) => files,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(all),
        Err(error) => return Err(file_failure(&folder, &error)),
    };
    for file in files {
        let path = file.map_err(|error| file_failure(&folder, &error))?.path();
        // What a writer that was cut short has left is none.
        if path.extension().is_none_or(|end| end != "toml")
            || path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
        {
            continue;
        }
        let text = plain::read_text(&path, Links::Follow, WRITTEN_BYTES).map_err(Failure::input)?;
        let replica = seen::remembered::<Replica>(&text).ok_or_else(|| {
            Failure::integrity(format!("`{}` was altered or cut short", path.display())).help(
                "it says in which case your key signs; remove it once you know that this is none you need",
            )
        })?;
        all.push(replica.case);
    }
    all.sort();
    all.dedup();
    all.retain(|case| case.join("case.toml").is_file());
    Ok(all)
}

/// Makes sure that the log at hand may be signed here by the user's own key; begins one that may where it must not, and says so.
pub fn settle(session: &mut Session, key: &SecretKey) -> Result<(), Failure> {
    // Each time round, another process has exchanged the log meanwhile.
    for _ in 0..16 {
        let Some(why) = why_not(session, &key.public())? else { return Ok(()) };
        if begin(session, key, &why)? {
            return Ok(());
        }
        // It is about to say that the new one is signed here.
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    Err(Failure::moved("other processes kept exchanging the log of this case").help("run the command again"))
}

/// Begins a log of this copy's own. `false` where another process has exchanged the log meanwhile.
pub fn begin(session: &mut Session, key: &SecretKey, why: &str) -> Result<bool, Failure> {
    let origin = origin(&session.settings.name)?;
    let is_begun = session.store.begin_replica(&origin, key, session.now()?).map_err(store_failure)?;
    if is_begun {
        note(session)?;
        session.remark(format!("this copy goes on in a log of its own, `{origin}`: {why}"));
        session.remark_stranger(&key.public())?;
    }
    Ok(is_begun)
}

/// Remembers how far the user's own key has signed the log at hand.
pub fn note(session: &Session) -> Result<(), Failure> {
    let Some(log) = session.store.log() else { return Ok(()) };
    let case = resolved(&session.dir)?;
    let known = read(&log.id)?;
    // Another process may have signed further and said so already.
    if known.is_some_and(|known| known.case == case && known.size > log.size) {
        return Ok(());
    }
    write(&log.id, &Replica { case, log: log.origin, size: log.size, root: log.root, put_back: false })
}

/// How far the user's own key has signed a log that a case holds, and where; `None` where it has not.
pub fn signed(session: &Session, log: &LogState) -> Result<Option<(u64, Hash, Put)>, Failure> {
    let Some(known) = read(&log.id)? else { return Ok(None) };
    let put = match known.case == resolved(&session.dir)? {
        true if known.put_back => Put::Back,
        true => Put::Here,
        false if holds(&known.case, log) => Put::Elsewhere,
        // The folder was moved here.
        false => Put::Here,
    };
    Ok(Some((known.size, known.root, put)))
}

/// Takes note of a backup that was restored: where it is older than what the key has signed, that is known from now on. Says how far that was.
pub fn restored(session: &Session) -> Result<Option<u64>, Failure> {
    let Some(log) = session.store.log() else { return Ok(None) };
    let here = resolved(&session.dir)?;
    let known = read(&log.id)?.filter(|known| known.size > log.size);
    let Some(known) = known.filter(|known| known.case == here || !holds(&known.case, &log)) else {
        return Ok(None);
    };
    let size = known.size;
    write(&log.id, &Replica { case: here, put_back: true, ..known })?;
    Ok(Some(size))
}

/// Why the log at hand must not be signed here by this key; `None` where it may be.
fn why_not(session: &Session, key: &PublicKey) -> Result<Option<String>, Failure> {
    let Some(log) = session.store.log() else { return Ok(None) };
    if log.key != *key {
        return Ok(Some("the one at hand is signed by another key".to_owned()));
    }
    let Some(known) = read(&log.id)? else {
        // Logs that were begun before there were replicas are where they were.
        return match log.origin.starts_with(OLD_PREFIX) {
            true => note(session).map(|()| None),
            false => Ok(Some("nothing beside your key says that the one at hand is signed here".to_owned())),
        };
    };
    let here = resolved(&session.dir)?;
    if known.case != here {
        if holds(&known.case, &log) {
            return Ok(Some(format!("the one at hand is that of `{}`", known.case.display())));
        }
        // The folder was moved.
        write(&log.id, &Replica { case: here, ..known.clone() })?;
    }
    if reaches(&session.store, &known) {
        return Ok(None);
    }
    // Another process may have written since this one looked.
    let fresh = Store::open(&session.dir).map_err(store_failure)?;
    if fresh.log().is_some_and(|now| now.id != log.id) || reaches(&fresh, &known) {
        return Ok(None);
    }
    Ok(Some(format!(
        "your key has signed the one at hand at {} entries, and {} are here: an older copy was put back",
        known.size,
        fresh.covered()
    )))
}

/// Whether the log goes as far as the key has signed it, and is the same there.
fn reaches(store: &Store, known: &Replica) -> bool {
    store.log().is_some_and(|log| log.size >= known.size)
        && store.checkpoint_at(known.size).is_some_and(|there| there.root == known.root)
}

/// Whether a folder holds a log as its own.
fn holds(dir: &Path, log: &LogState) -> bool {
    Store::open(dir).is_ok_and(|store| store.log().is_some_and(|there| there.id == log.id))
}

fn resolved(dir: &Path) -> Result<PathBuf, Failure> {
    dir.canonicalize().map_err(|error| file_failure(dir, &error))
}

fn file(id: &str) -> Result<PathBuf, Failure> {
    Ok(keys::config()?.join("replicas").join(format!("{id}.toml")))
}

/// `None` where nothing is remembered, or what is cannot be read: then the log is signed on nowhere.
fn read(id: &str) -> Result<Option<Replica>, Failure> {
    let path = file(id)?;
    match plain::read_text(&path, Links::Follow, WRITTEN_BYTES) {
        Ok(text) => Ok(seen::remembered(&text)),
        Err(error) if error.is_missing() => Ok(None),
        // Cut short or altered, it says nothing.
        Err(PlainError::NotText { .. }) => Ok(None),
        Err(error) => Err(Failure::input(error)),
    }
}

fn write(id: &str, replica: &Replica) -> Result<(), Failure> {
    let text = seen::to_remember(replica)?;
    plain::write(&file(id)?, text.as_bytes()).map_err(store_failure)
}
