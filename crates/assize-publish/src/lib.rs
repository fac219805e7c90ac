//! The redaction gate, then the site and its datasets.
//!
//! **Owns:** what leaves the house. A site is a map from path to bytes, built in memory: the same record gives the same bytes.
//!
//! **Refuses:** originals it was not handed, and anything that has not passed [`gate::Public`]: every page is rendered from that type
//! alone, and nothing else can make one. No script, no outside request, no clock.

pub mod data;
mod files;
pub mod gate;
mod manifest;
mod page;
pub mod site;

pub use gate::{Allowed, Missing, NameChoice, Policy, Public};
pub use manifest::{EditionFault, MANIFEST, Manifest};
pub use site::{Settings, Site, build};
