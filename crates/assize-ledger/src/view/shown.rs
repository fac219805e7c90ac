//! How words of a source are shown. This is the one place that decides it: whatever prints words of a source asks here.
//!
//! The words of a digest are nobody's but its author's: a paraphrase of what somebody said, or of what some document holds. They never stand in
//! quotation marks, and say what they are.

use super::{ClaimView, View};
use assize_record::{EntryId, SpeakerKind, Value, Vocabulary, body::Stated};
use std::sync::LazyLock;

/// The kind of publication whose words are a paraphrase.
const DIGEST: &str = "digest";

/// The mark of words that nobody but the author of a digest wrote.
pub const PARAPHRASE: &str = "paraphrase";

/// The kind of publication whose words are rows of figures.
const TABLE: &str = "table";

/// The mark of a figure that stands in a table's row, without words that say it.
pub const ROW: &str = "row of a table, no quotation";

impl View {
    /// Whether a source is a digest of others' words: as it stands on record, or as any of those says who differ on it.
    pub fn is_digest(&self, source: EntryId) -> bool {
        let is = |stated: &Stated| stated.value.trim().eq_ignore_ascii_case(DIGEST);
        self.sources().get(&source).is_some_and(|source| {
            let rivals =
                source.rivals.iter().filter(|(name, _)| name == "kind").flat_map(|(_, rivals)| rivals);
            source.publication.kind.iter().chain(rivals).any(is)
        })
    }

    /// Whether a source is a table: its words are cells of rows, and no quotation.
    pub fn is_table(&self, source: EntryId) -> bool {
        let kind = self.sources().get(&source).and_then(|source| source.publication.kind.as_ref());
        kind.is_some_and(|kind| kind.value.trim().eq_ignore_ascii_case(TABLE))
    }

    /// Whether a claim stands in a table's row, without words that say it.
    pub fn is_row(&self, claim: &ClaimView) -> bool {
        self.is_table(claim.source)
    }

    /// What the words of a source are where they are no quotation: the mark that stands before them.
    pub fn unquoted(&self, source: EntryId) -> Option<&'static str> {
        if self.is_digest(source) {
            return Some(PARAPHRASE);
        }
        self.is_table(source).then_some(ROW)
    }

    /// Whether the words of a claim are a paraphrase: they stand in a digest.
    pub fn is_paraphrase(&self, claim: &ClaimView) -> bool {
        self.is_digest(claim.source)
    }

    /// Whether the value of a claim is words of a digest. One word of a closed list is a person's coding, and nobody's words.
    pub fn is_paraphrased_value(&self, claim: &ClaimView) -> bool {
        matches!(claim.proposition.value, Value::Words(_))
            && !self.is_coded(&claim.proposition.property)
            && self.is_paraphrase(claim)
    }

    /// Whether values of a property are words of a closed list.
    pub fn is_coded(&self, property: &str) -> bool {
        static SHIPPED: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::shipped);
        let own = self.vocabulary().as_deref().unwrap_or(&SHIPPED);
        own.property(property).is_ok_and(|property| !property.one_of.is_empty())
    }

    /// Words of a source as they are shown: in quotation marks, or, where they are a digest's, without and with the mark of a paraphrase.
    pub fn shown(&self, source: EntryId, words: &str) -> String {
        match self.unquoted(source) {
            Some(mark) => format!("{mark}: {words}"),
            None => shown(false, words),
        }
    }

    /// What a digest is a digest of, in words that stand after "a digest of"; `None` where the source is no digest.
    pub fn digest_of(&self, source: EntryId) -> Option<String> {
        if !self.is_digest(source) {
            return None;
        }
        let facts = &self.sources().get(&source)?.publication;
        let words = |fact: &Option<Stated>| {
            fact.as_ref().map(|fact| fact.value.trim().to_owned()).filter(|words| !words.is_empty())
        };
        let of = words(&facts.digest_of).or_else(|| words(&facts.publisher));
        Some(of.unwrap_or_else(|| "what it does not say".to_owned()))
    }

    /// What the own word of a source is called where it is a digest's: its author's, whoever that is. `None` for every other speaker.
    pub fn digest_author(&self, kind: SpeakerKind, source: EntryId) -> Option<&'static str> {
        (kind == SpeakerKind::Narrator && self.is_digest(source)).then_some("the digest's author")
    }
}

/// Words as they are shown, for whoever knows whether they are a digest's.
pub fn shown(is_digest: bool, words: &str) -> String {
    if is_digest { format!("{PARAPHRASE}: {words}") } else { format!("“{words}”") }
}
