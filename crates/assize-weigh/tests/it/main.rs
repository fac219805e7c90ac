//! Integration tests of weighing, in one binary.

mod build;
mod standards;
mod tables;
