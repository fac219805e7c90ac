//! Originals are read in processes of their own, so that one that takes all memory, all time or the process itself is one error that names it.
//!
//! The program that adds files starts itself once more for each of its cores ([`Pool`]); what it starts confines itself ([`confine()`]) before
//! it reads a byte, and then answers one request after another ([`serve`]). It holds no key and no case: it is handed a name and bytes on its
//! standard input and gives text or an error on its standard output. Whoever starts it keeps the clock, and holds the answer against what an
//! answer can be.

mod confine;
mod frame;
mod pool;
mod serve;

pub use confine::confine;
pub use pool::Pool;
pub use serve::serve;

use crate::extract::{self, ExtractError, Extracted, Limits};

/// Whoever takes the text out of originals.
pub trait Extractor: Sync {
    /// The limits it keeps.
    fn limits(&self) -> &Limits;

    /// How many originals it reads at once.
    fn at_once(&self) -> usize;

    /// Takes the text and the facts of publication out of an original.
    ///
    /// # Errors
    /// [`ExtractError`], as [`extract::extract`] gives it, and where the process that reads it comes to its end.
    fn extract(&self, file_name: &str, bytes: &[u8]) -> Result<Extracted, ExtractError>;
}

/// Reads originals in this process, one at a time: for originals that are trusted, and for tests.
#[derive(Debug, Clone, Default)]
pub struct InProcess(pub Limits);

impl Extractor for InProcess {
    fn limits(&self) -> &Limits {
        &self.0
    }

    fn at_once(&self) -> usize {
        1
    }

    fn extract(&self, file_name: &str, bytes: &[u8]) -> Result<Extracted, ExtractError> {
        extract::extract(file_name, bytes, &self.0)
    }
}
