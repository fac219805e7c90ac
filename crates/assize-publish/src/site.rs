//! The site as a map from path to bytes.

use crate::{data, files::Files, gate::Public, page};
use assize_record::{Day, EntryId};
use assize_weigh::{
    authority::zone::Shapes,
    origin::Copies,
    schema::SchemaFile,
    standard::{Proofs, StandardError, Standards},
    toll::Method,
};
use std::collections::BTreeMap;

/// What a site needs to know beyond the record.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Name of the case, for titles.
    pub case_name: String,
    /// BCP 47 language of the pages' `lang`.
    pub language: String,
    /// Program and version: `assize@0.1.0`.
    pub generator: String,
    /// The day the site is built on, for the page about it.
    pub built_on: Option<Day>,
    /// Where somebody who is named or described, or anybody who found an error, can write.
    pub contact: Option<String>,
    /// Texts whose whole wording may be shown, by text entry id. For every other text, pages show the quoted passages alone.
    pub full_texts: BTreeMap<EntryId, String>,
    /// Toll methods, in the order they are shown.
    pub methods: Vec<Method>,
    /// Standards that incidents and campaigns are held against; none where left out.
    pub standards: Option<Standards>,
    /// Proof standards; without them nothing is held against a standard.
    pub proofs: Option<Proofs>,
    /// The files of the schema that all these stand in, with their hashes.
    pub schema: Vec<SchemaFile>,
    /// Shapes of zones.
    pub shapes: Shapes,
    /// Sources that may be copies of one another.
    pub copies: Copies,
}

/// A built site: paths relative to its folder, with `/` between names, and the bytes of each file.
pub type Site = BTreeMap<String, Vec<u8>>;

/// Builds the site. Pure: the same arguments give the same bytes.
///
/// # Errors
/// [`StandardError`] where a standard or proof standard of the settings cannot be used.
pub fn build(public: &Public, settings: &Settings) -> Result<Site, StandardError> {
    let weighed = page::Weighed::of(public, settings)?;
    let frame = page::Frame::new(public, settings);
    let mut files = Files::default();
    files.style("style.css", include_str!("style.css"));
    page::write_all(&frame, &weighed, &mut files);
    data::write_all(public, &weighed, &mut files);
    Ok(files.into_site())
}
