//! What stands, decided from heads alone.

/// Placeholder until the fold lands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State;
