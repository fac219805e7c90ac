//! Tests of the reader on invented passages.

mod segment;
