//! What this machine has seen of logs, and what it has published: beside the private key, where putting back an older copy of a case does not
//! reach.
//!
//! `replicas/ID.toml` says it of the logs that the user's own key signs ([`crate::replica`]), `seen/ID.toml` of the logs of others, and
//! `published/SHA-256.toml` of each site that was built here, by its manifest. A record that holds less than that, or something else at the same
//! size, was rolled back, or its log has two histories.

use crate::{
    case::{Session, store_failure},
    failure::Failure,
    keys,
    line::count,
    replica,
    talk::Talk,
};
use assize_archive::{
    plain::{self, BLOB_BYTES, Links, WRITTEN_BYTES},
    store::LogState,
    verify::{Put, Seen},
};
use assize_record::{BlobHash, Hash};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// `seen/ID.toml`: how far a log of somebody else's went.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    /// Name of the log.
    log: String,
    /// Entries.
    size: u64,
    /// Root over them.
    root: Hash,
}

/// `published/SHA-256.toml`: what a site was built from, by the SHA-256 of its manifest.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    /// The case folder, resolved.
    case: PathBuf,
    /// The day, `YYYY-MM-DD`.
    built_on: String,
    /// Id of the log of this copy.
    id: String,
    /// Entries that it had.
    size: u64,
    /// Root over them.
    root: Hash,
    /// What of this machine it was made of: see [`crate::made_of`]. None of editions that earlier programs made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    made_of: Option<Hash>,
}

/// What is remembered of the logs that a case holds.
pub fn of(session: &Session) -> Result<Vec<Seen>, Failure> {
    let mut seen = Vec::new();
    for (log, is_own) in logs(session) {
        if let Some((size, root, put)) = replica::signed(session, &log)? {
            let put = if is_own { put } else { Put::Elsewhere };
            seen.push(Seen { id: log.id, size, root, put });
        } else if let Some(known) = read::<Known>(&path("seen", &log.id)?) {
            seen.push(Seen { id: log.id, size: known.size, root: known.root, put: Put::Elsewhere });
        }
    }
    Ok(seen)
}

/// Remembers the logs of others that a case holds, as far as they go here.
pub fn note(session: &Session) -> Result<(), Failure> {
    for (log, _) in logs(session) {
        let path = path("seen", &log.id)?;
        let known = read::<Known>(&path);
        let is_known = known.is_some_and(|known| known.size >= log.size);
        if is_known || replica::signed(session, &log)?.is_some() {
            continue;
        }
        write(&path, &Known { log: log.origin, size: log.size, root: log.root })?;
    }
    Ok(())
}

/// What another copy holds otherwise than it was seen here.
#[derive(Debug, Default)]
pub struct Otherwise {
    /// Logs of which it holds less.
    pub older: Vec<String>,
    /// Logs of which it holds another history.
    pub forks: Vec<String>,
}

/// Holds the logs of another copy against what was seen of them here.
pub fn otherwise(other: &Session) -> Result<Otherwise, Failure> {
    let mut found = Otherwise::default();
    let logs: Vec<LogState> = logs(other).into_iter().map(|(log, _)| log).collect();
    for seen in of(other)? {
        let Some(log) = logs.iter().find(|log| log.id == seen.id) else { continue };
        match other.store.root_of(&seen.id, seen.size) {
            _ if log.size < seen.size => found.older.push(format!(
                "the other copy holds {} of log `{}`, of which {} were seen here: it is older",
                count(usize::try_from(log.size).unwrap_or(usize::MAX), "entry"),
                log.origin,
                seen.size
            )),
            Some(root) if root == seen.root => {}
            _ => found.forks.push(format!(
                "two histories of log `{}` were signed at size {}: the other copy holds another one than was seen here",
                log.origin, seen.size
            )),
        }
    }
    Ok(found)
}

/// Refuses to publish a record whose log was rolled back, or has another history than was seen; says so where it is an older copy of one elsewhere.
pub fn check_at_hand(session: &Session, talk: &dyn Talk) -> Result<(), Failure> {
    let seen = of(session)?;
    // Looked at after what was remembered: another process may have written since this one began.
    let now = Session::open(&session.dir)?;
    let Some(log) = now.store.log() else { return Ok(()) };
    let Some(seen) = seen.into_iter().find(|seen| seen.id == log.id) else { return Ok(()) };
    let origin = &log.origin;
    if log.size >= seen.size {
        return match now.store.root_of(&seen.id, seen.size) {
            Some(root) if root == seen.root => Ok(()),
            _ => Err(Failure::integrity(format!(
                "nothing is published: two histories of log `{origin}` were signed at size {}",
                seen.size
            ))
            .help(
                "run `assize verify`; restore the copy that is the right one, and merge the other into it",
            )),
        };
    }
    let what =
        format!("log `{origin}` had {} entries when it was last seen, and {} are here", seen.size, log.size);
    match seen.put {
        Put::Here => Err(Failure::integrity(format!("nothing is published: {what}")).help(
            "it was rolled back, or an older copy was put in its place: merge a copy that has the rest",
        )),
        Put::Back | Put::Elsewhere => {
            talk.warn(format!("{what}: this copy is older"));
            Ok(())
        }
    }
}

/// Remembers what a site was built from, and what of this machine it was made of.
pub fn published(session: &Session, manifest: &[u8], made_of: Option<Hash>) -> Result<(), Failure> {
    let Some(log) = session.store.log() else { return Ok(()) };
    note(session)?;
    let built_on = assize_publish::Manifest::parse(manifest).map_or_else(|_| String::new(), |it| it.built_on);
    let case = session.dir.canonicalize().unwrap_or_else(|_| session.dir.clone());
    let published = Published { case, built_on, id: log.id, size: log.size, root: log.root, made_of };
    write(&path("published", &BlobHash::of(manifest).to_string())?, &published)
}

/// Whether the edition of this manifest was made here of the same.
pub fn was_made_of(manifest: &[u8], made_of: Hash) -> Result<bool, Failure> {
    let known = read::<Published>(&path("published", &BlobHash::of(manifest).to_string())?);
    Ok(known.is_some_and(|known| known.made_of == Some(made_of)))
}

/// Refuses a record that holds less than what was published of it: the sites of these manifests, where they were built here, and all that were built
/// from this case.
pub fn check_published(session: &Session, editions: &[PathBuf]) -> Result<(), Failure> {
    let here = session.dir.canonicalize().unwrap_or_else(|_| session.dir.clone());
    let manifests = editions.iter().filter_map(|path| plain::read(path, Links::Refuse, BLOB_BYTES).ok());
    let there: Vec<String> = manifests.map(|bytes| format!("{}.toml", BlobHash::of(&bytes))).collect();
    let folder = keys::config()?.join("published");
    for file in fs::read_dir(&folder).into_iter().flatten().flatten() {
        let Some(known) = read::<Published>(&file.path()) else { continue };
        let name = file.file_name().to_string_lossy().into_owned();
        let is_there = there.contains(&name);
        // A new case may have been made where another one was.
        let is_of_this = known.case == here && size_of(session, &known.id) > 0;
        let holds = || {
            self::holds(session, &known)
                || Session::open(&session.dir).is_ok_and(|now| self::holds(&now, &known))
        };
        if (is_there || is_of_this) && !holds() {
            let of = if is_there { "the site or bundle that is there" } else { "a site of this case" };
            return Err(Failure::integrity(format!(
                "this record is older than what was published, or another one: {of}, built on {}, rests on {} of a log of which {} are here",
                known.built_on,
                count(usize::try_from(known.size).unwrap_or(usize::MAX), "entry"),
                size_of(session, &known.id)
            ))
            .help("merge a copy that has the rest, or restore the newest backup; a record of its own is published to a folder of its own"));
        }
    }
    Ok(())
}

/// Whether a record holds what a site was built from.
fn holds(session: &Session, known: &Published) -> bool {
    let root_at = |size| session.store.root_of(&known.id, size);
    root_at(known.size).is_some_and(|root| root == known.root)
}

fn size_of(session: &Session, id: &str) -> u64 {
    logs(session).into_iter().find(|(log, _)| log.id == id).map_or(0, |(log, _)| log.size)
}

/// The logs that a case holds, with whether each is this copy's own.
fn logs(session: &Session) -> Vec<(LogState, bool)> {
    let own = session.store.log().into_iter().map(|log| (log, true));
    own.chain(session.store.other_logs().into_iter().map(|log| (log, false))).collect()
}

fn path(folder: &str, name: &str) -> Result<PathBuf, Failure> {
    Ok(keys::config()?.join(folder).join(format!("{name}.toml")))
}

/// `None` where nothing is remembered, or what is cannot be read.
fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    remembered(&plain::read_text(path, Links::Follow, WRITTEN_BYTES).ok()?)
}

fn write<T: Serialize>(path: &Path, known: &T) -> Result<(), Failure> {
    plain::write(path, to_remember(known)?.as_bytes()).map_err(store_failure)
}

/// Begins the last line of a file of this kind.
const SUM: &str = "# sha256 ";

/// A value as TOML, with a sum: a bit that is flipped here must not accuse a log of two histories.
pub fn to_remember<T: Serialize>(known: &T) -> Result<String, Failure> {
    let text = toml::to_string(known).map_err(Failure::input)?;
    let sum = BlobHash::of(text.as_bytes());
    Ok(format!("{text}{SUM}{sum}\n"))
}

/// What a file of this kind says; `None` where it was altered or cut short. One without a sum is an earlier program's.
pub fn remembered<T: DeserializeOwned>(text: &str) -> Option<T> {
    let (known, sum) = match text.rfind(SUM) {
        Some(at) => (&text[..at], Some(text[at + SUM.len()..].trim_end())),
        None => (text, None),
    };
    if sum.is_some_and(|sum| sum != BlobHash::of(known.as_bytes()).to_string()) {
        return None;
    }
    toml::from_str(known).ok()
}
