//! Tests of the record's vocabulary through its public face.

mod vectors;
