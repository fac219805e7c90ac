//! What goes when content is destroyed, and what stays.

use crate::{case::Session, deciding::Desk, output::count};
use assize_archive::readings::Readings;
use assize_case::decision::undo::kinds;
use assize_ledger::Received;
use assize_record::{BlobHash, EntryId, Kind, entry::Role};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// What there is in this copy of entries that are destroyed.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Entries whose bodies are here.
    pub(super) bodies: Vec<EntryId>,
    /// Files of the archive that they state and nothing else does.
    pub(super) blobs: BTreeSet<BlobHash>,
    /// Their length together.
    bytes: u64,
    /// Files that something else states too.
    shared: usize,
    /// Texts of which there are drafts.
    pub(super) readings: Vec<EntryId>,
}

impl Plan {
    /// Of a record and the entries in it that are destroyed.
    pub(super) fn of(session: &Session, record: &[Received], word: &BTreeSet<EntryId>) -> Self {
        let mut plan = Self::default();
        let (mut stated, mut kept) = (BTreeSet::new(), BTreeSet::new());
        let readings = Readings::of_case(&session.dir);
        for received in record {
            let entry = &received.entry;
            let goes = word.contains(&entry.id);
            if let Some((_, body)) = &entry.body {
                if goes { &mut stated } else { &mut kept }.extend(body.blobs());
            }
            if goes && entry.body.is_some() {
                plan.bodies.push(entry.id);
            }
            if goes && entry.head.kind == Kind::Text && readings.path(entry.id).exists() {
                plan.readings.push(entry.id);
            }
        }
        plan.shared = stated.intersection(&kept).count();
        let alone = stated.difference(&kept).filter(|hash| session.blobs.path(hash).exists());
        plan.blobs = alone.copied().collect();
        let length = |hash: &BlobHash| fs::metadata(session.blobs.path(hash)).map_or(0, |found| found.len());
        plan.bytes = plan.blobs.iter().map(length).sum();
        plan
    }

    /// Whether nothing is left to destroy.
    pub(super) fn is_empty(&self) -> bool {
        self.bodies.is_empty() && self.blobs.is_empty() && self.readings.is_empty()
    }

    /// Kinds of the entries whose bodies are here.
    pub(super) fn kinds(&self, record: &[Received]) -> Vec<Kind> {
        let here: BTreeSet<EntryId> = self.bodies.iter().copied().collect();
        let all = record.iter().map(|received| &received.entry);
        all.filter(|entry| here.contains(&entry.id)).map(|entry| entry.head.kind).collect()
    }

    /// What goes and what stays, a line each. `all` are the kinds of the entries.
    pub(super) fn lines(&self, all: &[Kind]) -> Vec<String> {
        let mut lines = vec![format!("goes: the content of {}", kinds(all))];
        if !self.blobs.is_empty() {
            let files = count(self.blobs.len(), "file");
            lines.push(format!("goes: {files} of the archive, {} bytes: originals and texts", self.bytes));
        }
        if !self.readings.is_empty() {
            let texts = count(self.readings.len(), "text");
            lines.push(format!("goes: the drafts of {texts}, and what the indexes say of them"));
        }
        lines.push("goes: kept fingerprints and the index, which are made anew without it".to_owned());
        lines.push(format!(
            "stays: the heads of {}, with ids, signatures and receipts",
            count(all.len(), "entry")
        ));
        if self.shared > 0 {
            lines.push(format!("stays: {} that another entry states too", count(self.shared, "file")));
        }
        lines
    }
}

/// What a person should know that is not destroyed with it.
pub(super) fn stays(desk: &Desk<'_>, word: &BTreeSet<EntryId>) -> Vec<String> {
    let record = desk.entries.iter().map(|received| &received.entry);
    let mut lines = Vec::new();
    let going = |id: &EntryId| word.contains(id);
    // Names that people gave to what the text speaks of.
    let mut named: BTreeMap<EntryId, String> = BTreeMap::new();
    for entry in record.clone().filter(|entry| entry.head.kind == Kind::Link && going(&entry.id)) {
        for role in [Role::From, Role::To] {
            let end = entry.head.first(role).filter(|id| !going(id));
            let entity = end.and_then(|id| Some((id, desk.view.entities().get(&id)?)));
            named.extend(entity.map(|(id, entity)| (id, format!("`{}` ({})", entity.name, id.short()))));
        }
    }
    if !named.is_empty() {
        let all: Vec<String> = named.into_values().collect();
        lines.push(format!("stays: names that people gave: {}", all.join(", ")));
    }
    let claims = record.clone().filter(|entry| entry.head.kind == Kind::Claim && !going(&entry.id));
    let instead: Vec<String> = claims
        .filter(|entry| entry.head.first(Role::Replaces).is_some_and(|id| going(&id)))
        .map(|entry| entry.id.short())
        .collect();
    if !instead.is_empty() {
        lines.push(format!("stays: what was put in the place of claims that go: {}", instead.join(", ")));
    }
    let passages = record.clone().filter(|entry| entry.head.kind == Kind::Passage && going(&entry.id));
    let quoted = passages.filter(|entry| entry.head.first(Role::Text).is_some_and(|text| !going(&text)));
    if quoted.count() > 0 {
        lines.push(
            "stays: the words of a passage, which stand in its text; name the text to destroy them"
                .to_owned(),
        );
    }
    let open =
        record.filter(|entry| going(&entry.id) && entry.head.kind == Kind::Source && entry.head.v == 1);
    if open.count() > 0 {
        lines.push(
            "stays: an id made of the bytes alone, so whoever has the file can tell that it was here"
                .to_owned(),
        );
    }
    lines.push(
        "not touched: sites that were published, backups, and other copies until they merge and run `assize destroy --pending`"
            .to_owned(),
    );
    lines
}
