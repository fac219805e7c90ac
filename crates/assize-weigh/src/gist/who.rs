//! Whose word it is, at the beginning of a sentence.

use super::Telling;
use assize_record::{Speaker, SpeakerKind};

/// A speaker as the subject of a sentence.
pub(super) struct Who {
    pub(super) words: String,
    /// Whether the verb stands as for many.
    pub(super) many: bool,
    /// What stands behind the verb where it is a publication's own word.
    pub(super) own: Option<&'static str>,
}

impl Telling<'_> {
    /// Who speaks, by way of whom, and in whose summary.
    pub(super) fn who(&self) -> Who {
        let speaker = &self.claim.speaker;
        let is_narrator = speaker.kind == SpeakerKind::Narrator;
        let (mut words, own) = match self.view.digest_author(speaker.kind, self.claim.source) {
            Some(author) => (author.to_owned(), None),
            None => (self.speaker(speaker), is_narrator.then_some("in its own word")),
        };
        let via: Vec<String> = self.claim.via.iter().map(|via| self.speaker(via)).collect();
        let mut beside = Vec::new();
        if !via.is_empty() {
            beside.push(format!("by way of {}", via.join(" and then ")));
        }
        if self.is_digest && !is_narrator {
            beside.push("as summarised in a digest".to_owned());
        }
        let many = is_many(speaker);
        if !beside.is_empty() {
            words = format!("{words}, {},", beside.join(", "));
        }
        Who { words, many, own }
    }

    fn speaker(&self, speaker: &Speaker) -> String {
        let described = speaker.description.split_whitespace().collect::<Vec<_>>().join(" ");
        match (speaker.kind, speaker.entity) {
            (SpeakerKind::Narrator, _) => {
                let facts = self.view.sources().get(&self.claim.source).map(|source| &source.publication);
                let publisher =
                    facts.and_then(|facts| facts.publisher.as_ref()).map(|stated| stated.value.trim());
                match publisher.filter(|publisher| !publisher.is_empty()) {
                    Some(publisher) => publisher.to_owned(),
                    None => "the publication".to_owned(),
                }
            }
            (SpeakerKind::Named | SpeakerKind::Document, Some(entity)) => self.thing(entity),
            (SpeakerKind::Unclear, _) if described.is_empty() => {
                "somebody whom the source does not make clear".to_owned()
            }
            (SpeakerKind::Unclear, _) => format!("somebody {}", self.beside(&described)),
            _ if described.is_empty() => "somebody".to_owned(),
            _ => described,
        }
    }
}

/// Whether several people are spoken of: by their number, else by the noun that they are described with.
fn is_many(speaker: &Speaker) -> bool {
    if speaker.kind != SpeakerKind::Unnamed {
        return false;
    }
    if let Some(count) = &speaker.count {
        return count.max != Some(1) && (count.min, count.max) != (Some(1), None);
    }
    let words: Vec<String> = speaker.description.split_whitespace().map(str::to_lowercase).collect();
    if matches!(
        words.first().map(String::as_str),
        Some("a" | "an" | "one" | "another" | "somebody" | "someone")
    ) {
        return false;
    }
    let ends = |word: &str| {
        word.ends_with(',')
            || matches!(
                word,
                "of" | "in"
                    | "at"
                    | "on"
                    | "from"
                    | "with"
                    | "who"
                    | "that"
                    | "familiar"
                    | "close"
                    | "for"
                    | "to"
            )
    };
    let head = words
        .iter()
        .position(|word| ends(word))
        .map_or(words.len(), |at| if words[at].ends_with(',') { at + 1 } else { at });
    let noun = head.checked_sub(1).map_or("", |at| words[at].trim_end_matches(','));
    noun == "people" || noun.ends_with('s') && !noun.ends_with("ss") && !noun.ends_with("us")
}
