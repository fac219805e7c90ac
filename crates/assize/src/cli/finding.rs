//! `assize search`.

use clap::Args;

/// `assize search`
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words that stand in one paragraph. In quotation marks: in a row, as '"sank a boat"'; with a star: whatever begins so, as 'drown*'. Case and
    /// accents are passed over.
    #[arg(required = true, value_name = "QUERY")]
    pub(crate) query: Vec<String>,
    /// Only in these.
    #[arg(long = "in", value_enum, value_name = "PART")]
    pub(crate) within: Option<SearchPart>,
    /// Most hits of each part; the last published first, names by the alphabet.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
}

/// What `assize search` looks through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum SearchPart {
    /// Texts of sources.
    Texts,
    /// What claims say.
    Claims,
    /// Names of things.
    Names,
}
