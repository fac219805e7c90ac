//! Integration tests of weighing, in one binary.

mod apart;
mod authority;
mod batch;
mod build;
mod clingo;
mod differing;
mod disagreement;
mod gist;
mod law;
mod laws;
mod origins;
mod standards;
mod tables;
mod tolls;
mod unplaced;
mod world;
