//! Order of authority: which instruments existed, applied, were known, came after; who could approve; where.

pub mod zone;
