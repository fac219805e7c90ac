//! Integration tests of weighing, in one binary.

mod authority;
mod build;
mod disagreement;
mod imports;
mod laws;
mod origins;
mod standards;
mod tables;
mod tolls;
mod world;
