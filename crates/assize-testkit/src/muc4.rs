//! Templates of the MUC-3 and MUC-4 evaluations: keys, answers of systems, and the score of one against the other.
//!
//! The rules are those of the corpus's own `scoring-guidelines.v7` and of the options its scoring program was run with. Where a
//! person judged strings by eye then, a fixed rule judges them here, for every system alike ([`fill`]). The vocabulary of
//! the evaluation stays in this module: the reader knows nothing of templates.

pub mod align;
pub mod drafted;
pub mod fill;
pub mod message;
pub mod template;
