//! The signs of a pattern line.

use crate::fault::{Fault, Place};

/// One sign with its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sign<'s> {
    pub(super) place: Place<'s>,
    pub(super) kind: SignKind<'s>,
}

/// Kinds of signs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum SignKind<'s> {
    /// `"word"`.
    Quoted(&'s str),
    /// A name: class, tag, role, capture, number.
    Name(&'s str),
    /// `..`.
    Gap,
    /// Any other sign of the language.
    Mark(char),
}

/// Letters of names.
fn named(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '$' | '_')
}

/// Splits a line into signs. `place` is where `text` begins.
pub(super) fn scan<'s>(place: Place<'s>, text: &'s str) -> Result<Vec<Sign<'s>>, Fault> {
    let mut signs = Vec::new();
    let (mut rest, mut column) = (text, place.column as usize);
    while let Some(first) = rest.chars().next() {
        let here = place.at(column);
        let (kind, length) = match first {
            ' ' | '\t' => (None, 1),
            '#' => break,
            '"' => {
                let inside = rest.get(1..).unwrap_or_default();
                let close =
                    inside.find('"').ok_or_else(|| here.fault("a quoted word has no closing `\"`"))?;
                let word = inside.get(..close).unwrap_or_default();
                (Some(SignKind::Quoted(word)), close + 2)
            }
            '.' if rest.starts_with("..") => (Some(SignKind::Gap), 2),
            '[' | ']' | '(' | ')' | '{' | '}' | ':' | '&' | '|' | '!' | '?' | '*' | '+' | ',' | '~' | '^' => {
                (Some(SignKind::Mark(first)), 1)
            }
            letter if named(letter) => {
                let length = rest.find(|letter| !named(letter)).unwrap_or(rest.len());
                (Some(SignKind::Name(rest.get(..length).unwrap_or_default())), length)
            }
            other => return Err(here.fault(format!("`{other}` has no meaning in a rule"))),
        };
        signs.extend(kind.map(|kind| Sign { place: here, kind }));
        column += rest.get(..length).map_or(1, |taken| taken.chars().count());
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(signs)
}
