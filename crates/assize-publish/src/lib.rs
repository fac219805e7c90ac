//! The redaction gate, then the site and its datasets.
//!
//! **Owns:** what leaves the house. A site is a row of files, each handed over as it is made: the same record gives the same bytes.
//!
//! **Refuses:** originals it was not handed, and anything that has not passed [`gate::Public`]: every page is rendered from that type
//! alone, and nothing else can make one. No outside request, no clock, and no script but one that pages do without.
//!
//! From the record to a page it goes through four rooms, each of which knows only the one before: `model` makes small view models of the public view and its
//! findings, `sentence` words them, `chart` draws them, `page` gives them their markup; `files` is the only way out, and `data` writes the tables.

pub mod bundle;
mod chart;
pub mod data;
mod files;
pub mod gate;
mod manifest;
mod model;
mod page;
mod sentence;
pub mod site;

pub use bundle::Bundle;
pub use files::{Out, Unmade};
pub use gate::{Allowed, Missing, NameChoice, Policy, Public};
pub use manifest::{EditionFault, MANIFEST, Manifest};
pub use site::{Settings, Site, build};
