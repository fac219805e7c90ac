//! Checking a whole case: every file, every line, every hash and signature, each fault named.
//!
//! Nothing here stops at a fault, and one fault is not taken for another: where a head is damaged, its body, its place in the log and
//! the references to it are still held to be there.

mod bodies;
mod content;
mod heads;
mod history;
mod logs;

use crate::{
    case::Case,
    disk,
    fault::{Fault, Place, Severity},
    index,
    store::{Receipts, StoreError, times},
};
use assize_record::{
    BlobHash, EntryId, Hash,
    body::Body,
    entry::{OfText, Salt},
    sign::PublicKey,
};
use heads::Heads;
use history::History;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// Checks everything a case holds, and names each fault by file and line, in order of file. An empty list means: all heads, bodies, blobs,
/// tiles, checkpoints and passages are as they were signed.
///
/// `trusted` are the keys that may sign the log of this copy; where it is empty the log's own key is taken, which shows damage but not a
/// forger, and a note says so. A log that goes on from another one may be that of somebody whom nobody has vouched for yet: that is a note.
/// Other logs are held against their own keys. `destroyed` are
/// the entries whose content an owner of this record destroys: that it is gone is no fault. How many bodies are not there, and why, is
/// said in notes; one that is gone without an owner's word is a fault, whatever `ledger/lacking.jsonl` says.
///
/// # Errors
/// [`StoreError::NotACase`]; [`StoreError::Io`] where a folder cannot be listed at all.
pub fn verify(
    dir: impl Into<PathBuf>,
    trusted: &[PublicKey],
    destroyed: &BTreeSet<EntryId>,
) -> Result<Vec<Fault>, StoreError> {
    verify_seen(dir, trusted, destroyed, &[])
}

/// How far a log went when it was last seen, by somebody's memory outside the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Id of the log.
    pub id: String,
    /// Entries that it had.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
    /// Where.
    pub put: Put,
}

/// Where a log was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// In this very folder: that it is shorter now means that it was rolled back.
    Here,
    /// In this folder, and an older copy was knowingly put back since.
    Back,
    /// In another folder or by another person: a copy may well be older.
    Elsewhere,
}

/// As [`verify`], and holds every log against what was seen of it. One that has another history at that size is a fault, and so is one that is
/// shorter than it was in this folder; one that is shorter than elsewhere is a note.
///
/// # Errors
/// As [`verify`].
pub fn verify_seen(
    dir: impl Into<PathBuf>,
    trusted: &[PublicKey],
    destroyed: &BTreeSet<EntryId>,
    seen: &[Seen],
) -> Result<Vec<Fault>, StoreError> {
    let case = Case::new(dir);
    let mut receipts = Receipts::load_trusting(case.log(), trusted)?;
    if receipts.continues.is_some() && receipts.key.as_ref().is_some_and(|key| !trusted.contains(&key.key)) {
        receipts = Receipts::load(&case)?;
    }
    if receipts.is_empty() && !case.log().checkpoint().exists() {
        return Err(StoreError::NotACase(case.root().to_owned()));
    }
    let mut faults = receipts.faults.clone();
    let mut times = times(&receipts, true)?;
    faults.append(&mut times.faults);
    check_key(&receipts, trusted, &mut faults);
    let heads = Heads::check(&case, receipts.covered(), &mut faults)?;
    let history = History::check(&case, &receipts, &times, &heads, &mut faults)?;
    let known = Known { heads: &heads, history: &history, destroyed };
    let bodies = bodies::check(&case, &known, &mut faults)?;
    content::check_references(&known, &mut faults);
    content::check_blobs(&case, &bodies, &mut faults)?;
    logs::check(&case, &receipts, times, &known, seen, &mut faults)?;
    logs::check_conflicted(&case, &mut faults)?;
    check_named_by_hash(&case, &case.foreign(), &[".note", ".jsonl"], &mut faults)?;
    check_named_by_hash(&case, &case.set_aside(), &[".jsonl"], &mut faults)?;
    if let Some(why) = index::stale(&case, &receipts) {
        faults.push(Fault::file("index.sqlite", why).note());
    }
    faults.sort();
    faults.dedup();
    Ok(faults)
}

/// Whether any of the faults means that something of the record is missing or altered.
pub fn is_damaged(faults: &[Fault]) -> bool {
    faults.iter().any(|fault| fault.severity == Severity::Fault)
}

/// What is known to be in the case, damaged or not.
struct Known<'a> {
    heads: &'a Heads,
    history: &'a History,
    destroyed: &'a BTreeSet<EntryId>,
}

impl Known<'_> {
    /// Whether the entry is in the log or stands on a line that can be read.
    fn holds(&self, id: &EntryId) -> bool {
        self.heads.by_id.contains_key(id) || self.history.holds(id)
    }
}

/// What the bodies of evidence say about blobs and passages, with the line each stands on.
#[derive(Debug, Default)]
struct Evidence {
    /// Blobs that must be there, with their length where it is stated.
    blobs: BTreeMap<BlobHash, (Option<u64>, Place)>,
    /// The blob of each text.
    texts: BTreeMap<EntryId, BlobHash>,
    /// What its passages and anchors take their salt from, for each text that has one.
    salted: BTreeMap<EntryId, OfText>,
    /// Passages and anchors by text.
    passages: BTreeMap<EntryId, Vec<Quoted>>,
}

/// A passage or anchor.
#[derive(Debug)]
struct Quoted {
    salt: Salt,
    body: Body,
    /// Where its body stands.
    place: Place,
}

fn check_key(receipts: &Receipts, trusted: &[PublicKey], faults: &mut Vec<Fault>) {
    match &receipts.key {
        _ if trusted.is_empty() => {
            let what = "no trusted key was given, so the case's own word is taken for who signs its log";
            faults.push(Fault::file(receipts.log.key_name(), what).note());
        }
        Some(key) if !trusted.contains(&key.key) && receipts.continues.is_some() => {
            let what = format!("nobody vouches for key {}, which signs the log of this copy", key.key);
            faults.push(Fault::file(receipts.log.key_name(), what).note());
        }
        Some(key) if !trusted.contains(&key.key) => {
            let what = format!("the log's key {} is not among the trusted keys", key.key);
            faults.push(Fault::file(receipts.log.key_name(), what));
        }
        _ => {}
    }
}

/// Files that are named by the SHA-256 of their bytes, and one of these endings.
fn check_named_by_hash(
    case: &Case,
    folder: &Path,
    endings: &[&str],
    faults: &mut Vec<Fault>,
) -> Result<(), StoreError> {
    for (name, path, kind) in disk::list(folder)? {
        let file = case.relative(&path);
        let bare = endings.iter().find_map(|ending| name.strip_suffix(ending));
        let named = bare.and_then(|hash| hash.parse::<BlobHash>().ok());
        let Some(named) = named.filter(|_| kind.is_file()) else {
            faults.push(Fault::file(file, "not a file of this case").note());
            continue;
        };
        match disk::read(&path) {
            Ok(bytes) => {
                let found = BlobHash::of(&bytes.unwrap_or_default());
                if found != named {
                    faults.push(Fault::file(file, format!("altered: its bytes hash to {found}")));
                } else if folder == case.set_aside() {
                    let what = "lines that no checkpoint covered, set aside after a write that was cut short";
                    faults.push(Fault::file(file, what).note());
                }
            }
            Err(error) => faults.push(Fault::file(file, error.to_string())),
        }
    }
    Ok(())
}

/// Maps `check` over items on all cores, in order.
pub(crate) fn on_all_cores<'t, T: Sync, R: Send>(
    items: &'t [T],
    check: impl Fn(&'t T) -> R + Sync,
) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    if cores == 1 || items.len() < 256 {
        return items.iter().map(check).collect();
    }
    let check = &check;
    std::thread::scope(|scope| {
        let threads: Vec<_> = items
            .chunks(items.len().div_ceil(cores))
            .map(|chunk| scope.spawn(move || chunk.iter().map(check).collect::<Vec<R>>()))
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}
