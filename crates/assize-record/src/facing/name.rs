//! Names that a person gives to things of the record.

use super::{MarkKind, marks};

/// Why a name cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// Controls, marks that turn the direction of writing, characters that cannot be seen.
    #[error("holds characters that cannot be seen or that turn the direction of writing")]
    Hidden,
    /// More marks on a letter than any writing has.
    #[error("holds a letter with more marks than any writing puts on one")]
    Stack,
}

/// Why a name cannot be one: two names that look the same must not be two, and none may move what is printed around it. What belongs to the
/// writing of a language, as joiners do, is no fault. Line ends and tabs are.
pub fn name_fault(name: &str) -> Option<NameFault> {
    if name.contains(['\n', '\t', '\r']) {
        return Some(NameFault::Hidden);
    }
    marks(name).iter().find_map(|mark| match mark.kind {
        MarkKind::Character(..) => Some(NameFault::Hidden),
        MarkKind::Stack(_) => Some(NameFault::Stack),
        MarkKind::Unbroken(_) | MarkKind::Letters(_) => None,
    })
}

/// Which letters of a name look like others, in words; a person who gives such a name is told, and may mean it.
pub fn looks_like_other_letters(name: &str) -> Option<String> {
    let signs = marks(name).into_iter().filter(|mark| matches!(mark.kind, MarkKind::Letters(_)));
    let signs: Vec<String> = signs.map(|mark| mark.sign()).collect();
    (!signs.is_empty()).then(|| signs.join(", "))
}
