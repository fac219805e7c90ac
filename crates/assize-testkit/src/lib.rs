//! What the tests of Assize share.
//!
//! **Owns:** texts with notes under their words ([`caret`]), and the scorers that hold the reader against corpora kept outside
//! the project (`cargo run --release -p assize-testkit --bin score`).
//!
//! Also records of any size made up by rule ([`synthetic`]), and what is measured on them
//! (`cargo run --release -p assize-testkit --bin bench`).
//!
//! And every text at hand, with what must hold of each reading ([`sweep`], [`faults`], [`acceptance`];
//! `cargo run --release -p assize-testkit --bin fuzz`).
//!
//! And words and pages that are meant to harm whoever reads them, with what must not come of them ([`hostile`]).
//! And a rig that breaks the built program on purpose ([`rig`]; `cargo run --release -p assize-testkit --bin faults`).
//!
//! **Refuses:** any sentence of those corpora. Fixtures are invented.

pub mod acceptance;
pub mod caret;
pub mod conllu;
pub mod facts;
pub mod faults;
pub mod hostile;
pub mod muc4;
pub mod polnear;
pub mod rig;
pub mod roles;
pub mod strikes;
pub mod sweep;
pub mod synthetic;
pub mod tag_score;
pub mod timeml;
pub mod told;
pub mod tricky;
