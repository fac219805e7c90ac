//! Tests of the lexicon and the rule language against a toy host.

mod patterns;
mod toy;
