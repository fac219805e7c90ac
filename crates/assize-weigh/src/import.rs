//! Tables of other recorders, as rows and claims.
//!
//! They are read here and not by the reader of articles, because a row comes with its arithmetic: the checks that hold a record's
//! claims against each other hold a row's sub-totals against its totals.

pub mod bij;
