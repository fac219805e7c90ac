//! Beginning a log of this copy's own: the one at hand is put with the others, and a new one goes on from it.
//!
//! The new log is made ready in `ledger/log.next`, the old one moved to `ledger/logs/ID`, and the new one moved to `ledger/log`. Where that
//! was cut short, whoever opens the case reads whichever of the two is in force ([`Case::log`]), and the next writer finishes.

use super::{
    Receipts, Store, StoreError, logs,
    receipts::End,
    writer::{self, Writer},
};
use crate::{
    case::Case,
    disk::{self, Pending},
    log::{Checkpoint, VerifierKey, check_origin},
    store::packs,
};
use assize_record::sign::SecretKey;
use jiff::Timestamp;

impl Store {
    /// Begins a log of this copy's own, signed by `key` from now on, that goes on from the log at hand: its first checkpoint covers what
    /// that one covers, and says so. Batches and receipts up to there are read from the log at hand as before.
    ///
    /// Says whether it was begun: not where another process has exchanged the log since this store was opened. Look again then.
    ///
    /// # Errors
    /// As [`Store::append`], but for key and time: the log at hand may be another key's, and its clock may be ahead.
    pub fn begin_replica(
        &mut self,
        origin: &str,
        key: &SecretKey,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        check_origin(origin)?;
        let case = self.case.clone();
        let _lock = writer::lock(&case, self.patience)?;
        finish(&case)?;
        let mut found = Receipts::load(&case)?;
        if found.key != self.receipts.key {
            self.receipts = found;
            self.writer = None;
            return Ok(false);
        }
        let (at_hand, set_aside) = Writer::load(&case, &mut found)?;
        self.set_aside.extend(set_aside);
        let Some(old) = found.key.clone() else {
            let why = "the log's key is damaged or missing, so no other log can go on from it".to_owned();
            return Err(StoreError::Damaged { file: found.log.key_name(), why });
        };
        let next = case.next_log();
        logs::remove(&next.path())?;
        disk::make_folder(&next.path())?;
        let mut pending = Pending::default();
        writer::write_tiles(&next, at_hand.tree(), 0, &mut pending)?;
        pending.sync()?;
        let verifier = VerifierKey { name: origin.to_owned(), key: key.public() };
        disk::replace(&next.key_beside(), format!("{verifier}\n").as_bytes())?;
        let first = Checkpoint::sign_continuing(origin, at_hand.newest(), key, at)?;
        writer::write_receipts(&next, &[first], &End::default(), packs::PACK_LINES)?;
        disk::replace(&found.log.key_beside(), format!("{old}\n").as_bytes())?;
        disk::make_folder(&case.logs())?;
        let kept = case.other_log(&old.log_id());
        if kept.path().exists() {
            let why = "a log of this id is in force too".to_owned();
            return Err(StoreError::Damaged { file: kept.name().to_owned(), why });
        }
        disk::rename(&found.log.path(), &kept.path())?;
        finish(&case)?;
        self.receipts = Receipts::load(&case)?;
        self.writer = None;
        Ok(true)
    }
}

/// Finishes an exchange of logs that was cut short, and removes what one that never took effect has left. Says whether it did anything.
pub(super) fn finish(case: &Case) -> Result<bool, StoreError> {
    let (own, next) = (case.root().join(crate::case::LOG), case.next_log().path());
    let mut changed = false;
    if next.exists() {
        changed = true;
        if own.exists() {
            logs::remove(&next)?;
        } else {
            disk::rename(&next, &own)?;
        }
    }
    if case.log().key_beside().exists() {
        // The key of a log that is no longer this copy's, or a second copy of it.
        let _ = std::fs::remove_file(case.root().join(crate::case::OLD_KEY));
    }
    Ok(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    /// Every entry asks when it was received: with packs read anew for each, a long record would take hours.
    #[test]
    fn the_log_that_another_goes_on_from_is_opened_once() {
        let dir = tempfile::tempdir().expect("a folder");
        let (key, at) = (SecretKey::from_seed([7; 32]), Timestamp::UNIX_EPOCH);
        let mut store = Store::create(dir.path(), "first", &key, at).expect("made");
        assert!(store.receipts.continued().is_none());
        assert!(store.begin_replica("second", &key, at).expect("begun"));
        let found = || store.receipts.continued().expect("the first log");
        assert_eq!(found().key.as_ref().map(|key| key.name.as_str()), Some("first"));
        assert!(Arc::ptr_eq(&found(), &found()));
    }
}
