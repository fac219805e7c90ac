//! Standards: tests taken from instruments, held against incidents and campaigns.
//!
//! A standard is data ([`mod@format`], shipped under `schema/standards/`). Each element is weighed on its two sides under absolute proof
//! standards ([`proof`]), and its test combines the outcomes ([`outcome`]). People bridge claims to elements with a stated warrant;
//! rules derive evidence from typed claims ([`derive`]); neither is ever stored as a finding. [`assess()`] brings it together for one
//! incident or campaign, [`batch`] for very many, over one and the same code ([`evidence`]).

pub mod assess;
pub mod assessment;
pub mod batch;
pub(crate) mod derive;
pub mod evidence;
pub mod expression;
pub mod format;
mod gather;
pub mod held;
pub mod outcome;
mod page;
pub mod program;
pub mod proof;
mod read;
pub mod since;
pub mod validity;

pub use assess::{Options, assess};
pub use assessment::Assessment;
pub use format::{Element, Standard, Version};
pub use outcome::{Lanes, Outcome};
pub use page::page;
pub use proof::Proofs;
pub use since::assess_since;

use crate::id::StandardId;
use assize_record::body::Bridge;
use std::collections::BTreeMap;

/// Why a standard, a proof policy or a request for either is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StandardError {
    /// The file is not TOML of the expected shape, or uses a word that is not known.
    #[error("`{file}`: {message}")]
    Shape {
        /// The file.
        file: String,
        /// The line, the key and what is expected there.
        message: String,
        /// The same in one line, without the place.
        brief: String,
        /// The bytes at fault, where they are known.
        at: Option<std::ops::Range<usize>>,
    },
    /// The file reads, and one key of it cannot stand.
    #[error("`{file}`, {key}: {problem}")]
    Key {
        /// The file.
        file: String,
        /// Where in the file.
        key: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// A name that none of the known ones has.
    #[error("unknown {what} `{name}`; use one of {known}")]
    Unknown {
        /// What was asked for.
        what: &'static str,
        /// The name used.
        name: String,
        /// The names there are.
        known: String,
    },
    /// Two files of one id.
    #[error("standard `{0}` is given twice: remove one file")]
    Twice(StandardId),
}

impl StandardError {
    pub(crate) fn shape(file: &str, error: &toml::de::Error) -> Self {
        Self::Shape {
            file: file.to_owned(),
            message: error.to_string().trim_end().to_owned(),
            brief: error.message().to_owned(),
            at: error.span(),
        }
    }

    pub(crate) fn key(file: &str, key: &str, problem: String) -> Self {
        Self::Key { file: file.to_owned(), key: key.to_owned(), problem }
    }
}

/// Standards by id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standards(BTreeMap<StandardId, Standard>);

macro_rules! shipped {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../schema/standards/", $name)))),*]
    };
}

const SHIPPED: &[(&str, &str)] = shipped![
    "hrc.gc36.investigation.toml",
    "hrc.gc36.toml",
    "iachr.american-declaration.toml",
    "iccpr.6.toml",
    "icrc.direct-participation.2009.restraint.toml",
    "icrc.direct-participation.2009.toml",
    "ihl.command-responsibility.toml",
    "ihl.common-article-3.toml",
    "ihl.customary-distinction.toml",
    "ihl.customary-precautions.toml",
    "ihl.customary-proportionality.toml",
    "ihl.distinction.toml",
    "ihl.doubt.toml",
    "ihl.hors-de-combat.toml",
    "ihl.iac.toml",
    "ihl.manifestly-unlawful-orders.toml",
    "ihl.niac.toml",
    "ihl.precautions-sea-air.toml",
    "ihl.precautions.toml",
    "ihl.proportionality.toml",
    "ihl.quarter.toml",
    "ihl.rescue.toml",
    "ihl.rule-47.toml",
    "ihl.shipwrecked-protocol-1.toml",
    "ihl.shipwrecked.toml",
    "itlos.saiga-2.toml",
    "law-of-the-sea.rescue.toml",
    "law-of-the-sea.visit.toml",
    "minnesota-protocol.2016.toml",
    "san-remo-manual.toml",
    "uk.ag-advice.toml",
    "uk.charter-51-letter.toml",
    "uk.convention-of-debate.toml",
    "uk.human-rights-act.toml",
    "uk.isc-access.toml",
    "uk.isc-inquiry.toml",
    "uk.jchr-policy.toml",
    "uk.prerogative.toml",
    "un.basic-principles-force.toml",
    "un.charter.51-report.toml",
    "un.charter.51.toml",
    "un.code-of-conduct-law-enforcement.toml",
    "un.drugs-convention-1988.17.toml",
    "us.10-usc-124.toml",
    "us.10-usc-130f.toml",
    "us.14-usc-526.toml",
    "us.18-usc-2441.toml",
    "us.50-usc-1543a.toml",
    "us.50-usc-1549.toml",
    "us.50-usc-1550.toml",
    "us.8-usc-1189.toml",
    "us.article-ii.toml",
    "us.aumf.2001.toml",
    "us.dod-manual.doubt.toml",
    "us.dod-manual.unlawful-orders.toml",
    "us.dodi-3000.17.toml",
    "us.eo-12333.toml",
    "us.eo-13732.toml",
    "us.execute-order.2025-08-05.toml",
    "us.interim-rule.2021.toml",
    "us.mdlea.toml",
    "us.ndaa-1057.toml",
    "us.ppg.2013.toml",
    "us.ppm.2022.toml",
    "us.psp.2017.toml",
    "us.war-powers.authority.toml",
    "us.war-powers.clock-60d.toml",
    "us.war-powers.report-48h.toml",
    "us.war-powers.semiannual.toml",
];

impl Standards {
    /// Reads standards from files, given as name and content.
    ///
    /// # Errors
    /// [`StandardError`] of the first file at fault.
    pub fn parse<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Result<Self, StandardError> {
        let mut all = BTreeMap::new();
        for (file, toml) in files {
            let standard = Standard::parse(file, toml)?;
            if let Some(twice) = all.insert(standard.id.clone(), standard) {
                return Err(StandardError::Twice(twice.id));
            }
        }
        Ok(Self(all))
    }

    /// The standards in `schema/standards/`, built into the program.
    pub fn shipped() -> Self {
        Self::parse(SHIPPED.iter().copied()).expect("the shipped standards are read by a test")
    }

    /// Adds a standard. Says whether there was none of its id; else it is not added.
    pub fn add(&mut self, standard: Standard) -> bool {
        let new = !self.0.contains_key(&standard.id);
        if new {
            self.0.insert(standard.id.clone(), standard);
        }
        new
    }

    /// Takes the standard of an id out.
    pub fn remove(&mut self, id: &str) {
        self.0.remove(id);
    }

    /// The shipped files, as name and content.
    pub const fn shipped_files() -> &'static [(&'static str, &'static str)] {
        SHIPPED
    }

    /// All standards in order of id.
    pub fn iter(&self) -> impl Iterator<Item = &Standard> {
        self.0.values()
    }

    /// A bridge as it bears now, where it was made to an element that has another name or stands elsewhere since.
    pub fn moved(&self, bridge: &Bridge) -> Option<Bridge> {
        let id = bridge.standard.split('@').next().unwrap_or_default();
        let elsewhere = format!("{id}/{}", bridge.element);
        self.iter().find_map(|standard| {
            let own = if standard.id == *id { standard.formerly.get(&bridge.element) } else { None };
            let now = own.or_else(|| standard.formerly.get(&elsewhere))?;
            // Facets that an element got since: only what was bridged without one is meant.
            if bridge.facet.is_some() {
                return None;
            }
            let name = if own.is_some() { bridge.standard.clone() } else { standard.id.to_string() };
            Some(Bridge { standard: name, element: now.name.clone(), facet: now.facet, ..bridge.clone() })
        })
    }

    /// The standard of that id.
    ///
    /// # Errors
    /// [`StandardError::Unknown`], which lists those there are.
    pub fn get(&self, id: &str) -> Result<&Standard, StandardError> {
        self.0.get(id).ok_or_else(|| StandardError::Unknown {
            what: "standard",
            name: id.to_owned(),
            known: self.0.keys().map(StandardId::as_str).collect::<Vec<_>>().join(", "),
        })
    }
}
