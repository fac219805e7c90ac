//! An open case: its settings, its store, its keys.

use crate::{
    asked::AsKnownArgs,
    clock, cloud, drafts,
    failure::{Failure, file_failure},
    keys,
    line::count,
    replica, schema_files,
    secrets::Gone,
    talk::{Talk, Terminal},
    texts,
};
use assize_archive::{
    blob::Blobs,
    fault::Severity,
    plain::{self, Links, WRITTEN_BYTES},
    store::{Patience, Receipt, Store},
};
use assize_ledger::{AsKnown, Pen, Received, State, View};
use assize_record::{
    BlobHash, Day, Entry, EntryId, Vocabulary,
    body::{Actor, ActorRole, Body},
    sign::{PublicKey, SecretKey},
};
use assize_weigh::schema::{self, Schema};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    time::Duration,
};

/// Program and version, as entries and pages name it.
pub const TOOL: &str = concat!("assize@", env!("CARGO_PKG_VERSION"));

const SETTINGS: &str = "case.toml";

/// `case.toml`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Name of the case.
    pub name: String,
    /// Language of its pages, BCP 47.
    pub language: String,
    /// Keys that trust starts from, in a case whose log does not begin with its founder: one that version 1 made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    founders: Vec<PublicKey>,
    /// Toll methods in the order they are shown; all that are shipped where left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<String>,
    /// Sources (first digits of their ids) that must not be published.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confidential: Vec<String>,
    /// Where somebody who is named or described on its site can object: printed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A pen for the user's own key, salted from the system's randomness.
pub type OwnPen = Pen<fn() -> [u8; 16]>;

/// A case that is open.
pub struct Session {
    /// Its folder.
    pub dir: PathBuf,
    /// Its settings.
    pub settings: Settings,
    /// Keys that trust starts from.
    pub founders: Vec<PublicKey>,
    /// Its ledger.
    pub store: Store,
    /// Its originals and texts.
    pub blobs: Blobs,
    /// Files that a decision brings with it: archived when it is written, and part of every preview before.
    pub brought: BTreeMap<BlobHash, Vec<u8>>,
    /// Whether remarks are left out.
    quiet: bool,
    /// Whether a person has said that the clock is right.
    clock_ok: bool,
}

impl Session {
    /// Makes a case in `dir`, founded by the user's own key.
    pub fn create(
        dir: &Path,
        name: &str,
        language: &str,
        person: &str,
        clock_ok: bool,
    ) -> Result<Self, Failure> {
        let key = keys::own()?;
        let now = clock::now(None, clock_ok)?;
        let path = dir.join(SETTINGS);
        if path.exists() {
            return Err(Failure::usage(format!("`{}` is a case already", dir.display()))
                .help("go into it, or choose another name"));
        }
        cloud::check(dir)?;
        remove_unfinished(dir)?;
        plain::make_folder(dir).map_err(store_failure)?;
        let settings = Settings {
            name: name.to_owned(),
            language: language.to_owned(),
            founders: Vec::new(),
            methods: Vec::new(),
            confidential: Vec::new(),
            contact: None,
        };
        let mut store = Store::create(dir, &replica::origin(name)?, &key, now).map_err(store_failure)?;
        let actor = Actor {
            key: key.public(),
            name: person.to_owned(),
            machine: false,
            roles: vec![ActorRole::Owner],
            was: None,
        };
        let entry = Entry::signed(&key, keys::salt()?, Vec::new(), Vec::new(), None, Body::Actor(actor))
            .map_err(Failure::input)?;
        store.append(&[entry], &key, now).map_err(store_failure)?;
        // Settings come last: a folder without them is no case, so an interrupted `init` can be run again elsewhere.
        let toml = toml::to_string_pretty(&settings).map_err(Failure::input)?;
        plain::write(&path, toml.as_bytes()).map_err(store_failure)?;
        let session = Self::open(dir)?;
        replica::note(&session)?;
        Ok(session)
    }

    /// The case in a folder, or the one that the current folder lies in. `quiet` leaves remarks out; `clock_ok` says that the clock is right.
    ///
    /// # Errors
    /// No case there, or one that cannot be read.
    pub fn find(dir: Option<&Path>, quiet: bool, clock_ok: bool) -> Result<Self, Failure> {
        Ok(Self { quiet, clock_ok, ..Self::find_loud(dir)? })
    }

    fn find_loud(dir: Option<&Path>) -> Result<Self, Failure> {
        if let Some(dir) = dir {
            return Self::open(dir);
        }
        let here = std::env::current_dir().map_err(Failure::input)?;
        let dir = here.ancestors().find(|dir| dir.join(SETTINGS).is_file()).ok_or_else(|| {
            Failure::usage("no case here")
                .help("go into a case folder, name one with --case, or make one with `assize init NAME`")
        })?;
        Self::open(dir)
    }

    /// Opens the case in a folder.
    pub fn open(dir: &Path) -> Result<Self, Failure> {
        let path = dir.join(SETTINGS);
        let text = plain::read_text(&path, Links::Refuse, WRITTEN_BYTES)
            .map_err(|error| Failure::input(error).help("a case folder holds `case.toml`, a plain file"))?;
        let settings: Settings = toml::from_str(&text).map_err(|error| {
            let spans = error.span().map(|span| (span, error.message().to_owned()));
            Failure::input(format!("`{}`: {}", path.display(), error.message())).at(
                SETTINGS,
                &text,
                spans.into_iter().collect(),
            )
        })?;
        let store = open_store(dir)?;
        let blobs = Blobs::open(store.case().blobs()).map_err(blob_failure)?;
        let founder = store.founder().map_err(store_failure)?;
        let founders = founder.map_or_else(|| settings.founders.clone(), |founder| vec![founder]);
        let brought = BTreeMap::new();
        Ok(Self {
            dir: dir.to_owned(),
            settings,
            founders,
            store,
            blobs,
            brought,
            quiet: false,
            clock_ok: false,
        })
    }

    /// All entries; what is damaged is named on stderr and left out.
    pub fn entries(&self, talk: &dyn Talk) -> Result<Vec<Received>, Failure> {
        Ok(self.entries_and_batches_of(None, talk)?.0)
    }

    /// All entries, and the batches in which an author signed any, newest first; what is damaged is named on stderr and left out.
    pub fn entries_and_batches_of(
        &self,
        author: Option<PublicKey>,
        talk: &dyn Talk,
    ) -> Result<(Vec<Received>, Vec<Vec<EntryId>>), Failure> {
        let (read, faults) = self.store.load_settled().map_err(store_failure)?;
        // What a write that was cut short has left is nothing to act on; `verify` notes it.
        for fault in faults.iter().filter(|fault| fault.severity == Severity::Fault) {
            talk.warn(format!("{fault}; left out"));
        }
        let mut batches = Vec::new();
        if author.is_some() {
            let batch = |position| self.store.batch_of(position).map(|batch| batch.from);
            for batch in read.chunk_by(|a, b| batch(a.position) == batch(b.position)) {
                if batch.iter().any(|read| read.entry.head.by == author) {
                    batches.push(batch.iter().map(|read| read.entry.id).collect());
                }
            }
            batches.reverse();
        }
        let mut entries: Vec<Received> = read.into_iter().map(received).collect();
        texts::fill(&self.blobs, &mut entries, talk);
        Ok((entries, batches))
    }

    /// The record at a time, with drafts where asked for.
    pub fn view(&self, args: &AsKnownArgs, talk: &dyn Talk) -> Result<View, Failure> {
        let mut view = self.fold(&self.entries(talk)?, as_known(args)?);
        let lost = Gone::of(self, &view)?.lost;
        if lost > 0 && args.recorded_at.is_none() {
            talk.warn(format!(
                "the content of {} is lost, and what it said is in nothing below: `assize verify` names it",
                count(lost, "entry")
            ));
        }
        if args.one_review {
            view = view.counting_one_review();
        }
        if args.drafts { self.with_drafts(view, talk) } else { Ok(view) }
    }

    /// A view with the drafts of its texts.
    pub fn with_drafts(&self, view: View, talk: &dyn Talk) -> Result<View, Failure> {
        let kept = drafts::all(self, &view, talk)?;
        let inputs: Vec<_> = kept.iter().flat_map(drafts::Kept::inputs).collect();
        let vocabulary = self.vocabulary(&view);
        Ok(view.with_drafts(&inputs, &vocabulary).with_vocabulary(vocabulary))
    }

    /// Folds entries into a view under the case's own vocabulary.
    pub fn fold(&self, entries: &[Received], as_known: AsKnown) -> View {
        let view = View::fold(entries, &self.founders, as_known);
        let vocabulary = self.vocabulary(&view);
        view.with_vocabulary(vocabulary)
    }

    /// The properties that claims of a view may use.
    pub fn vocabulary(&self, view: &View) -> Arc<Vocabulary> {
        schema::vocabulary(view, |hash| self.adopted_bytes(hash))
    }

    /// What the case weighs by, as a view has it: the one place that says so. What was adopted and cannot count is said.
    pub fn schema(&self, view: &View, talk: &dyn Talk) -> Schema {
        let schema = self.schema_of(view);
        for problem in &schema.problems {
            let (kind, id) = (problem.kind.name(), &problem.id);
            talk.warn(format!("{kind} `{id}` was adopted and does not count: {}", problem.error));
        }
        for (id, path) in schema_files::edited(self, &schema) {
            talk.warn(format!(
                "`{}` is not what was adopted and changes nothing; `assize schema adopt {id}` adopts it",
                path.display()
            ));
        }
        schema
    }

    /// The same, in silence.
    pub fn schema_of(&self, view: &View) -> Schema {
        Schema::of(view, |hash| self.adopted_bytes(hash))
    }

    /// The bytes of an adopted file.
    pub fn adopted_bytes(&self, hash: &BlobHash) -> Option<Vec<u8>> {
        self.brought.get(hash).cloned().or_else(|| self.blobs.get(hash).ok())
    }

    /// Archives what a decision brings with it.
    pub fn archive_brought(&self) -> Result<(), Failure> {
        for bytes in self.brought.values() {
            self.blobs.put(bytes).map_err(blob_failure)?;
        }
        Ok(())
    }

    /// Appends entries, signed into the log with the user's own key.
    pub fn append(&mut self, entries: &[Entry]) -> Result<Receipt, Failure> {
        let key = self.signing_key()?;
        let now = self.now()?;
        let receipt = self.store.append(entries, &key, now).map_err(store_failure)?;
        replica::note(self)?;
        Ok(receipt)
    }

    /// As [`Session::append`] of a decision, where the log still has the size that it was made on. `None` where it has moved.
    pub fn append_if(&mut self, entries: &[Entry], covered: u64) -> Result<Option<Receipt>, Failure> {
        use assize_archive::store::StoreError;
        let key = self.signing_key()?;
        let now = self.now()?;
        match self.store.append_if(entries, &key, now, covered) {
            Ok(receipt) => replica::note(self).map(|()| Some(receipt)),
            Err(StoreError::Moved { .. }) => Ok(None),
            Err(error) => Err(store_failure(error)),
        }
    }

    /// The time to sign receipts by.
    pub fn now(&self) -> Result<Timestamp, Failure> {
        clock::now(self.store.checkpoint().and_then(|newest| newest.signed_at), self.clock_ok)
    }

    /// The user's own key, for signing the log at hand: one that it may sign, in a folder where a case can be written.
    pub fn signing_key(&mut self) -> Result<SecretKey, Failure> {
        cloud::check(&self.dir)?;
        let key = keys::own()?;
        replica::settle(self, &key)?;
        Ok(key)
    }

    /// The keys that may sign the log at hand: those of the people that this record knows. Where it is a founder's, no more need be known.
    pub fn known_people(&self, state: &State) -> Vec<PublicKey> {
        if self.store.log_key().is_some_and(|key| self.founders.contains(&key)) {
            return self.founders.clone();
        }
        state.actors.iter().filter(|(_, actor)| actor.is_person()).map(|(key, _)| *key).collect()
    }

    /// Looks at the case while every writer is kept out; `None` where it cannot be locked, as in a folder that is read-only.
    pub fn while_nobody_writes<T>(
        &self,
        look: impl FnOnce(&Self) -> Result<T, Failure>,
    ) -> Option<Result<T, Failure>> {
        let _lock = self.store.lock_out().ok()?;
        let again = Self::open(&self.dir).map(|again| Self { store: again.store.held(), ..again });
        Some(again.and_then(|again| look(&again)))
    }

    /// A remark to the person at the terminal.
    pub fn remark(&self, line: impl AsRef<str>) {
        if !self.quiet {
            (&Terminal as &dyn Talk).talk(line);
        }
    }

    /// Says so where nobody on this record vouches for a key.
    pub fn remark_stranger(&self, key: &PublicKey) -> Result<(), Failure> {
        let (read, _) = self.store.load().map_err(store_failure)?;
        let entries: Vec<Received> = read.into_iter().map(received).collect();
        let state = State::fold(&entries, &self.founders, None);
        if !state.actors.get(key).is_some_and(|actor| actor.vouched) {
            self.remark(format!(
                "nobody on this record vouches for your key yet: what you write counts once an owner runs `assize actor add NAME {key} --role …`"
            ));
        }
        Ok(())
    }

    /// Looks at the record again: somebody else has written.
    pub fn refresh(&mut self) -> Result<(), Failure> {
        self.store = open_store(&self.dir)?;
        Ok(())
    }

    /// A pen for the user's own key, which continues after their last entry.
    pub fn pen(&self, entries: &[Received]) -> Result<OwnPen, Failure> {
        let public = keys::public()?;
        let mine = entries.iter().rev().find(|received| received.entry.head.by == Some(public));
        self.pen_after(mine.map(|received| received.entry.id))
    }

    /// A pen for the user's own key, which continues after this entry of theirs.
    pub fn pen_after(&self, last: Option<EntryId>) -> Result<OwnPen, Failure> {
        let key = keys::own()?;
        // Asked once here, where a system without randomness can still be told as a failure.
        keys::random::<16>()?;
        Ok(Pen::new(key, last, || {
            keys::random().unwrap_or_else(|_| unreachable!("the system gave randomness a moment ago"))
        }))
    }
}

/// Removes what an `init` that was cut short has left: a ledger without settings, with no more in it than who founded the case. Anything more is
/// somebody's record, and stays.
fn remove_unfinished(dir: &Path) -> Result<(), Failure> {
    let ledger = dir.join("ledger");
    if !ledger.is_dir() {
        return Ok(());
    }
    let covered = Store::open(dir).map_or(0, |store| store.covered());
    let lines: u64 = ["heads", "bodies"]
        .iter()
        .flat_map(|folder| fs::read_dir(ledger.join(folder)).into_iter().flatten().flatten())
        .map(|entry| entry.metadata().map_or(u64::MAX, |about| about.len()))
        .fold(0, u64::saturating_add);
    let archive = dir.join("archive/sha256");
    let is_bare = fs::read_dir(&archive).map_or(true, |mut found| found.next().is_none());
    // The line of a founder and its body.
    if covered > 1 || lines > 8192 || !is_bare {
        return Err(Failure::usage(format!("`{}` holds a record without `case.toml`", dir.display()))
            .help("restore `case.toml` from a copy, or choose another folder"));
    }
    for folder in [ledger, dir.join("archive")] {
        if folder.is_dir() {
            fs::remove_dir_all(&folder).map_err(|error| file_failure(&folder, &error))?;
        }
    }
    Ok(())
}

/// The ledger of a case. Who waits for another writer is told so.
fn open_store(dir: &Path) -> Result<Store, Failure> {
    Ok(Store::open(dir).map_err(store_failure)?.with_patience(patience()))
}

/// How long another writer is waited for.
pub fn patience() -> Patience {
    let notice = || eprintln!("waiting for another process that writes to this case …");
    let limit = WAIT.get().copied().unwrap_or(Patience::default().limit);
    Patience { notice, limit }
}

static WAIT: OnceLock<Duration> = OnceLock::new();

/// Says how long another writer is waited for from now on.
pub fn wait(seconds: u64) {
    let _ = WAIT.set(Duration::from_secs(seconds));
}

/// A failure of the store: integrity where the record does not hold, bad input elsewhere.
pub fn store_failure(error: assize_archive::store::StoreError) -> Failure {
    use assize_archive::store::StoreError;
    match error {
        StoreError::Damaged { .. } => {
            Failure::integrity(error).help("run `assize verify` to see what is altered or missing")
        }
        StoreError::Io { ref source, .. } => {
            Failure { exit: crate::failure::exit_of(source), ..Failure::input(error) }
        }
        StoreError::Blob(error) => blob_failure(error),
        error => Failure::input(error),
    }
}

/// A failure of the archive.
pub fn blob_failure(error: assize_archive::blob::BlobError) -> Failure {
    use assize_archive::blob::BlobError;
    match &error {
        BlobError::Io { source, .. } => {
            Failure { exit: crate::failure::exit_of(source), ..Failure::input(error) }
        }
        BlobError::Missing { .. } | BlobError::Altered { .. } => Failure::integrity(error),
        _ => Failure::input(error),
    }
}

/// When a view is taken, as flags say.
pub fn as_known(args: &AsKnownArgs) -> Result<AsKnown, Failure> {
    Ok(AsKnown {
        published_by: args.known_at.as_deref().map(|day| self::day("--known-at", day)).transpose()?,
        recorded_by: args.recorded_at.as_deref().map(instant).transpose()?,
    })
}

/// An entry as the archive reads it, as the fold takes it.
pub fn received(read: assize_archive::store::Received) -> Received {
    Received { entry: read.entry, received_at: read.received_at, receipts: read.receipts }
}

/// A day from the command line.
pub fn day(flag: &str, text: &str) -> Result<Day, Failure> {
    text.parse()
        .map_err(|_| Failure::usage(format!("{flag} `{text}` is not a day")).help("write it as YYYY-MM-DD"))
}

fn instant(text: &str) -> Result<Timestamp, Failure> {
    text.parse().map_err(|_| {
        Failure::usage(format!("--recorded-at `{text}` is not an instant"))
            .help("write it as 2026-01-31T12:00:00Z")
    })
}
