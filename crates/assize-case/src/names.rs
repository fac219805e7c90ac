//! Names that a person types: what is refused, and what they are told of.

use crate::failure::Failure;
use assize_record::facing::{looks_like_other_letters, name_fault};

/// Refuses a name that holds what cannot be seen.
pub fn check(name: &str) -> Result<(), Failure> {
    name_fault(name).map_or(Ok(()), |fault| {
        Err(Failure::usage(format!("the name `{name}` {fault}")).help("type it anew rather than pasting it"))
    })
}

/// A name may be meant as it stands, and whoever gives it is told what it looks like.
pub fn note(name: &str) -> Option<String> {
    looks_like_other_letters(name)
        .map(|letters| format!("the name holds letters that look like others: {letters}"))
}
