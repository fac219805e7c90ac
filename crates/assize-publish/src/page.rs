//! Pages: each is a function of a small view model that a test can build by hand.
//!
//! **Refuses:** the record. What a page shows was put together by [`crate::model`]; here it only gets its markup.

pub(crate) mod conflicts;
pub(crate) mod held;
pub(crate) mod incident;
pub(crate) mod overview;
pub(crate) mod parts;
pub(crate) mod plain;
pub(crate) mod shell;
pub(crate) mod source;
pub(crate) mod standard;
