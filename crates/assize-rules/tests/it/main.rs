//! Tests of the lexicon and the rule language against a toy host.

#![allow(clippy::unwrap_used, clippy::panic)]

mod examples;
mod faults;
mod hostile;
mod lexicon;
mod naive;
mod patterns;
mod toy;
