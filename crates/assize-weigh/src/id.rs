//! Ids of what is written in `schema/`: standards, toll methods, proof policies.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{borrow::Borrow, fmt, ops::Deref, str::FromStr, sync::Arc};

/// Why words are not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id: use lower-case letters and digits in words joined by single points or hyphens")]
pub struct IdError(pub String);

/// Kinds of id, none of which can be taken for another. Each comes only out of words that were checked.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(words: &str) -> Result<Self, IdError> {
                if is_id(words) { Ok(Self(words.into())) } else { Err(IdError(words.chars().take(80).collect())) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                *self.0 == *other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                *self.0 == **other
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

id! {
    /// The id of a standard: `us.execute-order.2025-08-05`.
    StandardId;
    /// The id of a toll method: `new-america`.
    MethodId;
    /// The id of a proof policy: `origins-and-grades`.
    ProofId;
}

fn is_id(words: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    words.len() <= 100 && words.split(['.', '-']).all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_a_path_a_page_or_another_case_could_misread_is_refused() {
        for good in ["bij", "new-america", "us.execute-order.2025-08-05", "ihl.hors-de-combat"] {
            assert_eq!(good.parse::<StandardId>().map(|id| id.to_string()), Ok(good.to_owned()));
        }
        for bad in ["", "BIJ", "a b", "a..b", "-a", "a.", "../a", "a@1", "a_b", "é"] {
            assert_eq!(bad.parse::<MethodId>(), Err(IdError(bad.to_owned())));
        }
    }
}
