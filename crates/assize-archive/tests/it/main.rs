//! Tests of the archive through its public face.

#![allow(clippy::disallowed_methods, reason = "tests read what they wrote themselves")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "the exemption for tests does not reach their helper functions"
)]

mod blob;
mod crash;
mod extract;
mod index;
mod index_damage;
mod ingest;
mod light;
mod log;
mod made;
mod near;
mod original;
mod readings;
mod receipts;
mod replicas;
mod search;
mod store;
mod vectors;
mod verify;
mod worker;
