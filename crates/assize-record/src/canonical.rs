//! Canonical bytes: RFC 8785 (JCS) JSON in a strict profile.
//!
//! The profile allows objects with ASCII keys in order, arrays, strings, booleans and integers with |n| < 2^53. It
//! allows no floats and no nulls: decimals and dates are strings, and what is absent is left out. Inside that
//! profile a plain ordered writer gives the bytes that JCS asks for. Text is never Unicode-normalised, because
//! quoted words must keep their bytes.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Largest magnitude an integer may have: 2^53 - 1, the last that every JSON reader keeps exact (RFC 7493).
pub const MAX_INTEGER: u64 = (1 << 53) - 1;

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: usize = 64;

/// Why a value or some bytes are not canonical.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// A null. What is absent is left out.
    #[error("null at `{0}`: leave the key out instead")]
    Null(String),
    /// A number that is not an integer, or too large to be exact everywhere.
    #[error("number `{number}` at `{path}`: only integers below 2^53 are allowed; write decimals as strings")]
    Number {
        /// Where.
        path: String,
        /// What stands there.
        number: String,
    },
    /// A key with a character outside ASCII.
    #[error("key `{0}` is not ASCII")]
    Key(String),
    /// Nesting beyond [`MAX_DEPTH`].
    #[error("nested deeper than {MAX_DEPTH} levels at `{0}`")]
    Depth(String),
    /// Not JSON of the expected shape.
    #[error("{0}")]
    Json(String),
    /// JSON, but not these bytes: keys out of order, a key twice, white space, another escape.
    #[error("bytes are not canonical: they differ at byte {at} from the canonical form")]
    NotCanonical {
        /// First byte that differs.
        at: usize,
    },
}

/// The canonical bytes of `value`.
///
/// # Errors
/// [`CanonicalError`] for whatever the strict profile leaves out.
pub fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>, CanonicalError> {
    let value = serde_json::to_value(value).map_err(|error| CanonicalError::Json(error.to_string()))?;
    let mut out = Vec::with_capacity(256);
    write(&value, &mut out, &mut Vec::new())?;
    Ok(out)
}

/// Reads a `T` from bytes that must be canonical already.
///
/// Re-canonicalising and comparing also catches duplicate keys, which JSON readers disagree on.
///
/// # Errors
/// [`CanonicalError`] where the bytes are not JSON, not of `T`'s shape, outside the profile, or not canonical.
pub fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CanonicalError> {
    let value: Value =
        serde_json::from_slice(bytes).map_err(|error| CanonicalError::Json(error.to_string()))?;
    let canonical = to_bytes(&value)?;
    if canonical != bytes {
        let at = canonical.iter().zip(bytes).take_while(|(a, b)| a == b).count();
        return Err(CanonicalError::NotCanonical { at });
    }
    serde_json::from_value(value).map_err(|error| CanonicalError::Json(error.to_string()))
}

fn write<'v>(value: &'v Value, out: &mut Vec<u8>, path: &mut Vec<&'v str>) -> Result<(), CanonicalError> {
    if path.len() > MAX_DEPTH {
        return Err(CanonicalError::Depth(path.join(".")));
    }
    match value {
        Value::Null => return Err(CanonicalError::Null(path.join("."))),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Number(number) => {
            let exact = number.as_u64().is_some_and(|n| n <= MAX_INTEGER)
                || number.as_i64().is_some_and(|n| n.unsigned_abs() <= MAX_INTEGER);
            // A float such as `-0.0` or `1e3` is no integer to serde_json, so neither passes here.
            if !exact || number.is_f64() {
                return Err(CanonicalError::Number { path: path.join("."), number: number.to_string() });
            }
            out.extend_from_slice(number.to_string().as_bytes());
        }
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                path.push("[]");
                write(item, out, path)?;
                path.pop();
            }
            out.push(b']');
        }
        Value::Object(map) => {
            // Sorted here rather than trusted: a dependency that turns on serde_json's `preserve_order` for the
            // whole build must not change a single id.
            let mut pairs: Vec<_> = map.iter().collect();
            pairs.sort_unstable_by_key(|(key, _)| *key);
            out.push(b'{');
            for (at, (key, item)) in pairs.into_iter().enumerate() {
                if !key.is_ascii() {
                    return Err(CanonicalError::Key(key.clone()));
                }
                if at > 0 {
                    out.push(b',');
                }
                write_string(key, out);
                out.push(b':');
                path.push(key);
                write(item, out, path)?;
                path.pop();
            }
            out.push(b'}');
        }
    }
    Ok(())
}

fn write_string(text: &str, out: &mut Vec<u8>) {
    // serde_json escapes exactly what RFC 8785 §3.2.2.2 escapes, in the same form; writing to a Vec cannot fail.
    serde_json::to_writer(out, text).expect("a string is always JSON and a Vec never refuses bytes");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn keys_are_ordered_and_words_keep_their_bytes() {
        let value = json!({"b": 1, "a": ["e\u{301}", "é", "\u{7f}\u{1}\"\\"]});
        let bytes = to_bytes(&value).expect("inside the profile");
        assert_eq!(
            String::from_utf8_lossy(&bytes),
            "{\"a\":[\"e\u{301}\",\"é\",\"\u{7f}\\u0001\\\"\\\\\"],\"b\":1}"
        );
    }

    #[test]
    fn what_the_profile_leaves_out_is_refused() {
        for bad in [json!({"a": null}), json!([1.5]), json!({"é": 1}), json!(9_007_199_254_740_992_u64)] {
            assert!(to_bytes(&bad).is_err(), "{bad}");
        }
        for bad in
            [r#"{"a":1,"a":1}"#, r#"{"b":1,"a":1}"#, r#"{ "a":1}"#, r#"{"a":1.0}"#, r#"{"a":"\u0041"}"#, "-0"]
        {
            assert!(from_bytes::<Value>(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    fn profile() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            (-(MAX_INTEGER as i64)..=MAX_INTEGER as i64).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map("[ -~]{0,8}", inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn equals_an_rfc_8785_canonicalizer(value in profile()) {
            let ours = to_bytes(&value).expect("the strategy stays inside the profile");
            let theirs = serde_json_canonicalizer::to_vec(&value).expect("JSON");
            prop_assert_eq!(&ours, &theirs);
            prop_assert_eq!(from_bytes::<Value>(&ours).expect("canonical"), value);
        }
    }
}
