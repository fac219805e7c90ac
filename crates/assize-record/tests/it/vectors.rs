//! The language-neutral cases in `vectors/`: entries, canonical bytes, dates.
#![expect(clippy::disallowed_methods, reason = "a test may read the files that are its cases")]

use assize_record::{
    Edtf, Entry, EntryId, Head, Relation,
    body::Body,
    canonical::{self, CanonicalError},
    edtf::EdtfError,
    entry::{EntryError, Salt},
    id::decode_hex,
    sign::Signature,
};
use serde::{Deserialize, de::DeserializeOwned};
use std::{fs, path::Path};

/// Runs a check over every case of a folder; each is named in what fails.
fn each<T: DeserializeOwned>(folder: &str, at_least: usize, check: impl Fn(&str, T)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors").join(folder);
    let mut count = 0;
    for file in fs::read_dir(&folder).expect("the vectors are part of the repository") {
        let path = file.expect("a file").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("readable");
        let case = serde_json::from_str(&text).expect(&name);
        check(&name, case);
        count += 1;
    }
    assert!(count >= at_least, "{count} cases in {}", folder.display());
}

#[derive(Deserialize)]
struct EntryCase {
    error: Option<String>,
    head: String,
    id: EntryId,
    signature: Option<Signature>,
    salt: Option<String>,
    body: Option<String>,
}

/// The whole way from bytes to a checked entry; the name of the first fault found.
fn read_entry(case: &EntryCase) -> Result<Entry, &'static str> {
    let head: Head = canonical::from_bytes(case.head.as_bytes()).map_err(|_| "canonical")?;
    head.check(case.id).map_err(name)?;
    let body = case.salt.as_ref().zip(case.body.as_ref()).map(|(salt, body)| {
        let salt: Salt = serde_json::from_value(salt.clone().into()).map_err(|_| "salt-length")?;
        let read: Body = canonical::from_bytes(body.as_bytes()).map_err(|_| "canonical")?;
        read.check_stored(head.v).map_err(|_| "canonical")?;
        let again = read.to_bytes(head.v).map_err(|_| "canonical")?;
        if again == body.as_bytes() { Ok((salt, read)) } else { Err("canonical") }
    });
    let entry = Entry { id: case.id, head, body: body.transpose()?, signature: case.signature };
    entry.check().map_err(name)?;
    Ok(entry)
}

/// The name that vectors give an error.
fn name(error: EntryError) -> &'static str {
    match error {
        EntryError::Canonical(_) => "canonical",
        EntryError::Version(_) | EntryError::NotInVersion { .. } => "version",
        EntryError::Id { .. } => "id",
        EntryError::Body(_) => "body",
        EntryError::BodyKind { .. } => "body-kind",
        EntryError::Salt(_) => "salt",
        EntryError::Signature { .. } => "signature",
        EntryError::Verdict(_) => "verdict",
        EntryError::Refs { .. } => "refs",
    }
}

#[test]
fn entries() {
    each("entry", 30, |name, case: EntryCase| {
        assert_eq!(name.starts_with("ok-"), case.error.is_none(), "{name}");
        let found = read_entry(&case);
        assert_eq!(found.as_ref().err().copied(), case.error.as_deref(), "{name}");
        if let Ok(entry) = found {
            assert_eq!(
                canonical::to_bytes(&entry.head).expect("read before"),
                case.head.as_bytes(),
                "{name}"
            );
        }
    });
}

#[derive(Deserialize)]
struct CanonicalCase {
    hex: String,
    error: Option<String>,
}

#[test]
fn canonical_bytes() {
    each("canonical", 20, |name, case: CanonicalCase| {
        assert_eq!(name.starts_with("ok-"), case.error.is_none(), "{name}");
        let bytes = decode_hex(&case.hex).expect("hexadecimal digits");
        let found = canonical::from_bytes::<serde_json::Value>(&bytes);
        let error = found.as_ref().err().map(|error| match error {
            CanonicalError::Null(_) => "null",
            CanonicalError::Number { .. } => "number",
            CanonicalError::Key(_) => "key",
            CanonicalError::Depth(_) => "depth",
            CanonicalError::Json(_) => "json",
            CanonicalError::NotCanonical { .. } => "not-canonical",
        });
        assert_eq!(error, case.error.as_deref(), "{name}: {found:?}");
        if let Ok(value) = found {
            assert_eq!(canonical::to_bytes(&value), Ok(bytes), "{name}");
        }
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EdtfCase {
    #[serde(rename = "about")]
    _about: String,
    a: Option<Edtf>,
    b: Option<Edtf>,
    relation: Option<Relation>,
    text: Option<String>,
    error: Option<String>,
}

#[test]
fn dates() {
    let mirrored = |relation| match relation {
        Relation::Before => Relation::After,
        Relation::After => Relation::Before,
        other => other,
    };
    each("edtf", 20, |name, case: EdtfCase| match (case.a, case.b, case.relation, case.text, case.error) {
        (Some(a), Some(b), Some(relation), None, None) => {
            assert_eq!(a.relation(&b), relation, "{name}");
            assert_eq!(b.relation(&a), mirrored(relation), "{name}, the other way round");
        }
        (None, None, None, Some(text), Some(expected)) => {
            let error = match text.parse::<Edtf>() {
                Ok(_) => "none",
                Err(EdtfError::Form(_)) => "form",
                Err(EdtfError::NoSuchDay(_)) => "no-such-day",
                Err(EdtfError::Reversed(_)) => "reversed",
            };
            assert_eq!(error, expected, "{name}");
        }
        _ => panic!("{name}: neither a relation nor a fault"),
    });
}
