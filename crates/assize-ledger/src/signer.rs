//! Signing entries one after another.

use assize_record::{
    Entry, EntryId,
    body::Body,
    entry::{EntryError, Role, Salt, Verdict},
    sign::SecretKey,
};

/// Whoever signs: a key, the salt for each entry, and the author's entry before it.
pub trait Signer {
    /// The private key.
    fn key(&self) -> &SecretKey;

    /// Fresh salt. It must be random wherever entries are kept: it is what hides content behind its commitment.
    fn salt(&mut self) -> Salt;

    /// The author's entry before the next one.
    fn prev(&self) -> Option<EntryId>;

    /// Takes note of the last entry of a batch that is finished, so that the next follows it.
    fn wrote(&mut self, id: EntryId);
}

/// A [`Signer`] from a key and a source of randomness.
pub struct Pen<R> {
    key: SecretKey,
    prev: Option<EntryId>,
    random: R,
}

impl<R: FnMut() -> [u8; 16]> Pen<R> {
    /// A pen that continues after `prev`. `random` gives 16 fresh random bytes at each call.
    pub const fn new(key: SecretKey, prev: Option<EntryId>, random: R) -> Self {
        Self { key, prev, random }
    }
}

impl<R: FnMut() -> [u8; 16]> Signer for Pen<R> {
    fn key(&self) -> &SecretKey {
        &self.key
    }

    fn salt(&mut self) -> Salt {
        Salt::new((self.random)())
    }

    fn prev(&self) -> Option<EntryId> {
        self.prev
    }

    fn wrote(&mut self, id: EntryId) {
        self.prev = Some(id);
    }
}

/// Entries of one batch, each once, in the order they were written.
pub(crate) struct Writer<'s> {
    signer: &'s mut dyn Signer,
    /// The author's entry before this batch.
    before: Option<EntryId>,
    entries: Vec<Entry>,
}

impl<'s> Writer<'s> {
    pub(crate) fn new(signer: &'s mut dyn Signer) -> Self {
        Self { before: signer.prev(), signer, entries: Vec::new() }
    }

    pub(crate) fn public(&self) -> assize_record::sign::PublicKey {
        self.signer.key().public()
    }

    /// Signs and keeps an entry.
    pub(crate) fn sign(
        &mut self,
        refs: Vec<(Role, EntryId)>,
        verdict: Option<Verdict>,
        body: Body,
    ) -> Result<EntryId, EntryError> {
        let salt = self.signer.salt();
        let prev = self.last().or(self.before).into_iter().collect();
        let entry = Entry::signed(self.signer.key(), salt, refs, prev, verdict, body)?;
        let id = entry.id;
        self.entries.push(entry);
        Ok(id)
    }

    /// Keeps evidence.
    pub(crate) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// Whether an entry is one of them.
    pub(crate) fn holds(&self, id: EntryId) -> bool {
        self.entries.iter().any(|entry| entry.id == id)
    }

    /// Number of entries so far.
    pub(crate) const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Drops the entries after the first `len`: the next follows what stood there.
    pub(crate) fn back_to(&mut self, len: usize) {
        self.entries.truncate(len);
    }

    /// The batch. Only now does the signer take note of it.
    pub(crate) fn finish(self) -> Vec<Entry> {
        if let Some(last) = self.last() {
            self.signer.wrote(last);
        }
        self.entries
    }

    fn last(&self) -> Option<EntryId> {
        self.entries.iter().rev().find(|entry| entry.head.by.is_some()).map(|entry| entry.id)
    }
}
