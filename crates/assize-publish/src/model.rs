//! From the public view and its findings to the small view models of pages.
//!
//! **Owns:** what a page shows and in which order, each figure with the claims behind it.
//!
//! **Refuses:** markup, and anything that has not passed [`crate::gate::Public`].

pub(crate) mod conflicts;
pub(crate) mod facts;
pub(crate) mod frame;
pub(crate) mod held;
pub(crate) mod incident;
pub(crate) mod known;
pub(crate) mod lists;
pub(crate) mod names;
pub(crate) mod order;
pub(crate) mod overview;
pub(crate) mod rows;
pub(crate) mod source;
pub(crate) mod standard;
pub(crate) mod timeline;
pub(crate) mod toll;

pub(crate) use frame::{Frame, Weighed};
