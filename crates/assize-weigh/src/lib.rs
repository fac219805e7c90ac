//! Weighing: tolls, conflicts, corroboration, standards, order of authority, oversight.
//!
//! **Owns:** every finding that Assize prints. A finding names its method and version, the time it is taken at, and the ids of
//! the claims for and against it. Same entries, same known-at, same method: same bytes.
//!
//! **Refuses:** knowing how a claim was read or stored, files, clocks, unordered maps. It never says "true": it says which
//! origins stand on which side, and the outcome under a named standard.

/// Gives enums the names that stand in files and on pages, out of the derive alone.
macro_rules! named {
    ($($name:ty),+) => {$(
        impl $name {
            /// The name used in files and on pages.
            pub fn name(self) -> &'static str {
                self.into()
            }
        }
    )+};
}

pub(crate) use named;

pub mod authority;
pub mod coherence;
pub mod conflict;
pub mod diff;
mod facts;
pub mod finding;
pub mod gist;
mod grouped;
mod id;
pub mod origin;
pub mod oversight;
pub mod party;
mod revision;
pub mod schema;
pub mod standard;
pub mod toll;

pub use id::{IdError, MethodId, ProofId, StandardId};
