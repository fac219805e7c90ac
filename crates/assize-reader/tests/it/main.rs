//! Tests of the reader on invented passages.

mod acts;
mod hostile;
mod kinds;
mod quantity;
mod reading;
mod referents;
mod rules;
mod segment;
mod stream;
mod timex;
