//! Tests of the reader on invented passages.

mod quantity;
mod reading;
mod rules;
mod segment;
mod timex;
