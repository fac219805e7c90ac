//! What the layers speak of, told apart within one reading.
//!
//! A [`Topic`] holds while the drafts of a reading are put together. Drafts that leave the reader speak of referents by number; which
//! referent a topic becomes is decided in one place, the table of referents of [`read`](crate::read()).

use assize_record::{Edtf, EntityType};
use std::fmt;

/// A thing that the layers of one reading tell apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// One incident, by its place in the table of incidents, with its day.
    Incident(usize, Option<Edtf>),
    /// All attacks of the text together.
    Campaign,
    /// The list of people or groups that the text speaks of.
    List,
    /// An instrument, by its place among those of the text, or where it is none of them by its words: `execute order`.
    Instrument(Option<usize>, String),
    /// An area, by its words.
    Zone(String),
    /// A person or organisation, by name.
    Agent(String),
    /// A thing of another type, by its words: a hearing, a request.
    Other(EntityType, String),
}

impl Topic {
    /// The instrument called so, in letters of any case; `execute-order` is `execute order`.
    pub fn instrument(known: Option<usize>, words: &str) -> Self {
        Self::Instrument(known, folded(words))
    }

    /// The area called so.
    pub fn zone(words: &str) -> Self {
        Self::Zone(folded(words))
    }

    /// The thing of that type called so.
    pub fn other(kind: EntityType, words: &str) -> Self {
        Self::Other(kind, folded(words))
    }

    /// The person or organisation called so.
    pub fn agent(name: &str) -> Self {
        Self::Agent(folded(name))
    }

    /// Whether it is an incident.
    pub const fn is_incident(&self) -> bool {
        matches!(self, Self::Incident(..))
    }

    /// The day of an incident, where the text gives one.
    pub const fn day(&self) -> Option<&Edtf> {
        match self {
            Self::Incident(_, day) => day.as_ref(),
            _ => None,
        }
    }
}

impl fmt::Display for Topic {
    /// In words, for people: `the incident of 2031-05-03`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incident(_, Some(day)) => write!(f, "the incident of {day}"),
            Self::Incident(_, None) => f.write_str("an incident without a day"),
            Self::Campaign => f.write_str("the campaign"),
            Self::List => f.write_str("the list"),
            Self::Instrument(_, words) | Self::Zone(words) | Self::Other(_, words) => {
                write!(f, "the {words}")
            }
            Self::Agent(name) => f.write_str(name),
        }
    }
}

/// Words in small letters with one space between them, without an article before them and without other signs.
fn folded(words: &str) -> String {
    let lower = words.trim().to_lowercase();
    let bare = lower.strip_prefix("the ").unwrap_or(&lower);
    let mut folded = String::with_capacity(bare.len());
    for c in bare.chars() {
        if c.is_alphanumeric() {
            folded.push(c);
        } else if !folded.ends_with(' ') && !folded.is_empty() && !matches!(c, '’' | '\'' | '.') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_topic_however_it_is_written() {
        assert_eq!(Topic::agent("The Harbour  Gazette"), Topic::agent("Harbour Gazette"));
        assert_eq!(Topic::agent("U.S. Navy"), Topic::agent("US navy"));
        assert_ne!(Topic::agent("Ruth Vale"), Topic::agent("Tom Vale"));
        assert_eq!(Topic::instrument(None, "execute-order"), Topic::instrument(None, "Execute order"));
    }

    #[test]
    fn a_topic_names_itself_to_people() {
        let day = || "2031-05-03".parse().ok();
        assert_eq!(Topic::Incident(0, day()).to_string(), "the incident of 2031-05-03");
        assert_eq!(Topic::instrument(None, "execute-order").to_string(), "the execute order");
    }
}
