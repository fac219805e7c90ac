//! The fold of entries into views: what stands, as known when, under whose judgement.
//!
//! **Owns:** the fold (effective, accepted, clustered), known-at, merge as set union, retraction, review, links; and the
//! [`sheet`] in which a person writes coded claims by hand.
//!
//! **Refuses:** content of bodies in any decision that must survive erasure: [`state`] sees heads, and the bodies of `actor`
//! entries, which are control content and are never erased (`docs/decisions/010-roles-and-trust.md`). It opens no file and asks
//! no clock.

pub mod candidate;
pub mod carry;
mod draft;
mod entered;
pub mod error;
mod gist;
mod mark;
mod merge;
pub mod neighbourhood;
pub mod placing;
pub mod review;
pub mod rows;
pub mod sheet;
pub mod signer;
pub mod state;
pub mod undo;
pub mod view;

pub use draft::DraftInput;
pub use error::LedgerError;
pub use merge::merge;
pub use placing::{NewThing, Thing};
pub use review::{Amendment, Sitting};
pub use signer::{Pen, Signer};
pub use state::{Received, State};
pub use view::{AsKnown, View, ViewParts};
