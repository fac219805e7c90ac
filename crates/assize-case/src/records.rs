//! The part of the record that a command needs, by the index: where entries lie, never what they say.
//!
//! What a person names is looked up (an id's first digits, a key, a name), and everything that bears on it is gathered from the files. A
//! name that the index does not find is looked for in the whole record.

use crate::{
    case::{Session, received, store_failure},
    failure::Failure,
    talk::Talk,
    texts,
};
use assize_archive::{
    index::Index,
    readings::{Reading, Readings},
};
use assize_ledger::{
    Received,
    neighbourhood::{self, Records},
};
use assize_record::{DraftId, EntityType, EntryId, Kind, entry::Role, sign::PublicKey};

/// An index open for questions.
pub struct Lookup {
    index: Index,
    readings: Readings,
}

/// What a command is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Entries that are needed, with what they rest on and what judges them.
    pub entries: Vec<EntryId>,
    /// Things of which all claims are needed too.
    pub things: Vec<EntryId>,
    /// Whether the record as a whole is needed.
    pub whole: bool,
}

impl Records for Lookup {
    type Error = Failure;

    fn entry(&mut self, id: EntryId) -> Result<Option<Received>, Failure> {
        let found = self.index.entry(&id).map_err(store_failure)?;
        Ok(found.map(received))
    }

    fn referrers(&mut self, id: EntryId) -> Result<Vec<(Role, EntryId)>, Failure> {
        self.index.referrers(&id).map_err(store_failure)
    }

    fn of_kind(&mut self, kind: Kind) -> Result<Vec<EntryId>, Failure> {
        self.index.of_kind(kind).map_err(store_failure)
    }
}

/// At most so many ids may begin with the digits that a person gives.
const FEW: usize = 8;

/// Whether what follows from an entry of this kind may be anywhere in the record.
pub const fn bears_on_all(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Source
            | Kind::Text
            | Kind::Actor
            | Kind::Standard
            | Kind::Method
            | Kind::Proof
            | Kind::Property
            | Kind::Setting
    )
}

impl Lookup {
    /// Opens the index of a case. Where there can be none, as in a folder that is read-only, the whole record is read instead.
    pub fn open(session: &Session) -> Option<Self> {
        let index = Index::open(&session.store).ok()?;
        Some(Self { index, readings: Readings::of_case(&session.dir) })
    }

    /// The author's entry before the next one.
    pub fn last_by(&self, key: &PublicKey) -> Result<Option<EntryId>, Failure> {
        self.index.last_by(key).map_err(store_failure)
    }

    /// The last batches that a key signed entries in, newest first.
    pub fn batches_of(&self, key: &PublicKey, count: usize) -> Result<Vec<Vec<EntryId>>, Failure> {
        let found = self.index.batches_of(key, count).map_err(store_failure)?;
        Ok(found.into_iter().map(|batch| batch.entries).collect())
    }

    /// Everything that bears on what a command is about, with its words; and what was wrong with the index is said.
    pub fn gather(
        &mut self,
        session: &Session,
        about: &About,
        talk: &dyn Talk,
    ) -> Result<Vec<Received>, Failure> {
        let mut entries = neighbourhood::gather(self, &about.entries, &about.things)?;
        texts::fill(&session.blobs, &mut entries, talk);
        for note in self.index.notes() {
            talk.talk(note.to_string());
        }
        Ok(entries)
    }

    /// What names and digits mean, taken together; `None` where one of them means nothing that the index or a reading finds.
    pub fn named(&mut self, names: &[&str]) -> Result<Option<About>, Failure> {
        let mut about = About::default();
        for name in names {
            let before = about.clone();
            self.key_or_name(name, &mut about)?;
            self.digits(name, &mut about)?;
            if about == before || about.whole {
                return Ok(None);
            }
        }
        Ok(Some(about))
    }

    /// What has a key.
    pub fn with_key(&self, key: &str) -> Result<Vec<EntryId>, Failure> {
        self.index.entities_with_key(key).map_err(store_failure)
    }

    /// Whether an entry is one that others may rest on anywhere in the record.
    fn rests_on_much(&self, id: &EntryId) -> Result<bool, Failure> {
        let found = self.index.entry(id).map_err(store_failure)?;
        Ok(found.is_some_and(|found| bears_on_all(found.entry.head.kind)))
    }

    /// What claims are about that these things make, pass on or are named in: a decision about a speaker moves figures there.
    pub fn subjects_of_claims_naming(&mut self, things: &[EntryId]) -> Result<Vec<EntryId>, Failure> {
        let mut subjects = Vec::new();
        for thing in things {
            for (role, by) in self.index.referrers(thing).map_err(store_failure)? {
                if matches!(role, Role::Speaker | Role::Named) {
                    let found = self.index.entry(&by).map_err(store_failure)?;
                    subjects.extend(found.and_then(|found| found.entry.head.first(Role::Subject)));
                }
            }
        }
        subjects.sort_unstable();
        subjects.dedup();
        Ok(subjects)
    }

    fn key_or_name(&mut self, name: &str, about: &mut About) -> Result<(), Failure> {
        let typed = EntityType::all().iter().map(|kind| format!("{}/{name}", kind.name()));
        for key in std::iter::once(name.to_owned()).chain(typed) {
            about.things.extend(self.index.entities_with_key(&key).map_err(store_failure)?);
        }
        about.things.extend(self.index.entities_called(name).map_err(store_failure)?);
        Ok(())
    }

    fn digits(&mut self, name: &str, about: &mut About) -> Result<(), Failure> {
        let digits = name.rsplit(['-', '/']).next().unwrap_or(name);
        let hex = digits.len() >= 4 && digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !hex {
            return Ok(());
        }
        for id in self.index.with_prefix(digits, FEW).map_err(store_failure)? {
            about.things.push(id);
            about.whole |= self.rests_on_much(&id)?;
            // A claim moves the figures of what it is about, a review those of its claim, a link those of its ends.
            let mut open = vec![id];
            while let Some(id) = open.pop() {
                let Some(found) = self.index.entry(&id).map_err(store_failure)? else { continue };
                let head = &found.entry.head;
                for (role, to) in &head.refs {
                    match role {
                        Role::Subject | Role::From | Role::To => about.things.push(*to),
                        Role::Of if !head.kind.is_thing() => open.push(*to),
                        _ => {}
                    }
                }
            }
        }
        for (draft, text) in self.readings.drafts(digits, FEW).map_err(store_failure)? {
            self.draft(draft, text, about)?;
        }
        for (anchor, text) in self.readings.anchors(digits, FEW).map_err(store_failure)? {
            about.things.push(anchor);
            about.entries.push(text);
        }
        Ok(())
    }

    /// A draft: its text, what was decided on it, and what it speaks of.
    fn draft(&mut self, draft: DraftId, text: EntryId, about: &mut About) -> Result<(), Failure> {
        about.entries.push(text);
        about.entries.extend(self.index.decisions_on(&draft).map_err(store_failure)?);
        let Some((reading, _)) = self.readings.of_text(text).map_err(store_failure)? else { return Ok(()) };
        let (text, Reading { referents, drafts, .. }) = (reading.of(text), reading);
        let Some(found) = drafts.iter().find(|found| found.id == draft) else { return Ok(()) };
        let anchor = |number| {
            let referent = referents.iter().find(|referent| referent.number == number)?;
            Some(referent.anchor(text).ok()?.id)
        };
        about.things.extend(anchor(found.proposition.subject));
        let speakers = std::iter::once(&found.speaker).chain(&found.via);
        for speaker in speakers.filter(|speaker| speaker.referent.is_some()) {
            about.entries.extend(speaker.referent.and_then(anchor));
            // Who has the name of the speaker is proposed, never taken for the speaker.
            let name = speaker.name.as_deref().unwrap_or(&speaker.description);
            about.entries.extend(self.index.entities_called(name).map_err(store_failure)?);
        }
        let others = found.proposition.group.into_iter().chain(found.proposition.value.entity);
        about.entries.extend(others.filter_map(anchor));
        Ok(())
    }
}
