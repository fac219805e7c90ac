//! Tests of the reader on invented passages.

mod quantity;
mod reading;
mod segment;
mod timex;
