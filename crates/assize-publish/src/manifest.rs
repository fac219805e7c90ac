//! The manifest of a site: what an edition holds, and which edition came before it.

use crate::site::ABOUT;
use assize_record::{
    BlobHash, Day, Hash,
    canonical::{self, CanonicalError},
    id::tag,
    sign::{PublicKey, SecretKey, SignError, Signature},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the manifest lies in a site.
pub const MANIFEST: &str = "record.json";

/// `record.json`: signed, so that an edition can be held against an older one and against its files. It says nothing of the record's own size or log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always `assize.manifest/1`.
    pub schema: String,
    /// The day it was built on, `YYYY-MM-DD`.
    pub built_on: String,
    /// Program and version.
    pub generator: String,
    /// SHA-256 of every other file, by its path within the site.
    pub files: BTreeMap<String, BlobHash>,
    /// SHA-256 of the manifest before it; left out for the first edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<BlobHash>,
    /// The key that signed it.
    pub key: PublicKey,
    /// Ed25519 over the hash of all the rest in canonical JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
}

/// What is wrong with an edition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum EditionFault {
    /// The manifest is not one.
    #[error("`{MANIFEST}` is no manifest: {0}")]
    Unreadable(String),
    /// The signature does not hold.
    #[error("`{MANIFEST}` does not hold the signature of the key that it names")]
    Signature,
    /// A file is not what the manifest says.
    #[error("`{0}` is not the file that `{MANIFEST}` names")]
    Altered(String),
    /// A file is gone.
    #[error("`{0}` is missing")]
    Missing(String),
    /// A file that the manifest does not name.
    #[error("`{0}` is not named by `{MANIFEST}`")]
    Unnamed(String),
}

impl Manifest {
    /// Whether a site holds the files that this edition does, but for the page that says on what day it was built. `files` are all others.
    pub fn is_of(&self, files: &BTreeMap<String, BlobHash>) -> bool {
        let dated = |path: &str| path == ABOUT;
        let ours = self.files.iter().filter(|(path, _)| !dated(path));
        let theirs = files.iter().filter(|(path, _)| *path != MANIFEST && !dated(path));
        ours.eq(theirs)
    }

    /// The signed manifest of a site, of the hashes of its other files. `before` is the manifest that is there by now: where it holds the same files, it stays, byte for byte.
    ///
    /// # Errors
    /// [`CanonicalError`] never arises for paths and hashes; it is passed on rather than hidden.
    pub fn of(
        files: BTreeMap<String, BlobHash>,
        built_on: Day,
        generator: &str,
        before: Option<&[u8]>,
        key: &SecretKey,
    ) -> Result<Vec<u8>, CanonicalError> {
        let known = before.and_then(|bytes| Self::parse(bytes).ok());
        if let (Some(bytes), Some(known)) = (before, &known)
            && known.files == files
            && known.key == key.public()
        {
            return Ok(bytes.to_vec());
        }
        let mut manifest = Self {
            schema: "assize.manifest/1".to_owned(),
            built_on: built_on.to_string(),
            generator: generator.to_owned(),
            files,
            // Whatever stands there now came before, sound or not.
            previous: before.map(BlobHash::of),
            key: key.public(),
            signature: None,
        };
        manifest.signature = Some(key.sign_bytes(&manifest.signed()?));
        let mut bytes = canonical::to_bytes(&manifest)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads a manifest and checks its signature. Whether its key is one to trust is for the caller to say.
    ///
    /// # Errors
    /// [`EditionFault::Unreadable`], [`EditionFault::Signature`].
    pub fn parse(bytes: &[u8]) -> Result<Self, EditionFault> {
        let manifest: Self =
            serde_json::from_slice(bytes).map_err(|error| EditionFault::Unreadable(error.to_string()))?;
        if manifest.schema != "assize.manifest/1" {
            return Err(EditionFault::Unreadable(format!("of schema `{}`", manifest.schema)));
        }
        let unsigned = Self { signature: None, ..manifest.clone() };
        let signed = unsigned.signed().map_err(|error| EditionFault::Unreadable(error.to_string()))?;
        let holds = |signature: &Signature| -> Result<(), SignError> {
            manifest.key.verify_bytes(&signed, signature)
        };
        match manifest.signature.as_ref().map(holds) {
            Some(Ok(())) => Ok(manifest),
            _ => Err(EditionFault::Signature),
        }
    }

    /// What of an edition is not as its manifest says. `files` are all files of its folder but the manifest.
    pub fn faults(&self, files: &BTreeMap<String, BlobHash>) -> Vec<EditionFault> {
        let mut faults: Vec<EditionFault> = self
            .files
            .iter()
            .filter_map(|(path, hash)| match files.get(path) {
                None => Some(EditionFault::Missing(path.clone())),
                Some(found) if found != hash => Some(EditionFault::Altered(path.clone())),
                Some(_) => None,
            })
            .collect();
        let unnamed = files.keys().filter(|path| !self.files.contains_key(*path));
        faults.extend(unnamed.map(|path| EditionFault::Unnamed(path.clone())));
        faults
    }

    fn signed(&self) -> Result<Vec<u8>, CanonicalError> {
        Ok(Hash::of(tag::MANIFEST, &[&canonical::to_bytes(self)?]).as_bytes().to_vec())
    }
}
