//! Originals by hash, text extraction, segment files, Merkle log, verification and the disposable index.
//!
//! **Owns:** every byte that Assize keeps on disk below the desk: archived originals and extracted texts under their SHA-256, the
//! ledger's segment files, the log that covers them, and the index that can be deleted at any time.
//!
//! **Refuses:** judgement. It stores what it is given, says by name what is missing or altered, and decides nothing.

pub mod backup;
pub mod blob;
pub mod case;
mod disk;
pub mod extract;
pub mod fault;
pub mod folder;
pub mod index;
pub mod ingest;
pub mod log;
pub mod near;
pub mod original;
pub mod plain;
pub mod readings;
pub mod search;
pub mod segment;
pub mod store;
pub mod verify;
pub mod worker;
