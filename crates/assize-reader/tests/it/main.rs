//! Tests of the reader on invented passages.

mod quantity;
mod segment;
mod timex;
mod reading;
