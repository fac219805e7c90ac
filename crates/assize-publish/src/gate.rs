//! The gate: what may be rendered is a type.
//!
//! A site is built in three steps, and pages see the last one alone. [`Allowed`] takes out of the *entries* what rests on a confidential source, folds
//! the rest anew, and builds the view outward from the claims and acts that stand: what nothing that is published speaks of is not in it. [`Public`]
//! masks the names of persons that nobody has decided to publish, and gives other ids to what could be told by its hash. [`Public::leaks`] looks at the bytes
//! of the finished site.

mod allowed;
mod corrections;
mod mask;
mod names;
mod persons;
mod rename;
mod words;

pub use allowed::{Allowed, Missing};
pub use corrections::Correction;
pub use mask::Found;

use crate::site::Site;
use assize_ledger::View;
use assize_record::facing::{CLOSE, OPEN};
use assize_record::{EntryId, SpeakerKind, Value};
use names::{Given, Names};
use rename::Aliases;
use std::collections::{BTreeMap, BTreeSet};

/// So many people at most may be told by a description of them.
const NARROW_PEOPLE: u64 = 2;
/// From so many words on a description says more than an office: `a senior official of the ministry` has six.
const NARROW_WORDS: usize = 7;

/// What to keep back.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// Sources that must not be published at all, beside those that are marked confidential on the record.
    pub confidential: BTreeSet<EntryId>,
    /// Things of which nothing is published: no claim that names one of them.
    pub leave_out: BTreeSet<EntryId>,
    /// Names that must not be printed, of whomever: what nothing on the record stands for.
    pub mask: BTreeSet<String>,
    /// Whether unreviewed machine drafts stay in. Every page of such a site says that it is a preview.
    pub drafts: bool,
    /// Says whether a word in small letters is a common word: `baker` is one, and no name is printed where it stands; without it no word is one.
    pub ordinary: Option<fn(&str) -> bool>,
}

/// What is done where the name of a person that nobody has decided to publish stands in words that would be printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NameChoice {
    /// Nothing is published; every place is named.
    #[default]
    Refuse,
    /// The name is masked, and marked as masked.
    Mask,
    /// Claims and acts that quote such words are left out; elsewhere the name is masked.
    LeaveOut,
}

/// Two that hang together on the whole record, and only by way of what is not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Split {
    /// In which way.
    pub kind: SplitKind,
    /// The one, by an id of the public view.
    pub a: EntryId,
    /// The other.
    pub b: EntryId,
}

/// How two hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SplitKind {
    /// They are one thing.
    Thing,
    /// They are one source.
    Source,
    /// The first is part of the second.
    Part,
    /// Both are copies of one source.
    Copy,
}

/// A person that nobody has decided to name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unnamed {
    /// The person, by the id it is known by.
    pub id: EntryId,
    /// What a site calls the person.
    pub label: String,
    /// Whether somebody decided that the person is private.
    pub decided: bool,
}

/// Why nothing is published: names stand in words that would be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "names of persons that nobody has decided to publish stand in words that would be printed, {} in all",
    found.len()
)]
pub struct NamesFound {
    /// Where.
    pub found: Vec<Found>,
    /// Everybody that the site would describe and not name.
    pub unnamed: Vec<Unnamed>,
}

/// A view that has passed the gate.
///
/// INVARIANT: pages take this type and no other, and [`Public::of`] is the only way to make one. Confidential content
/// therefore reaches a published site through no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Public {
    view: View,
    preview: bool,
    aliases: Aliases,
    names: Names,
    unnamed: Vec<Unnamed>,
    masked: BTreeSet<EntryId>,
    corrections: Vec<Correction>,
    missing: Missing,
}

impl Public {
    /// Masks the names of persons that nobody has decided to publish. `texts` are the whole wordings of texts, by id: a source in which such a name
    /// stands is published without its hash and under an id that does not follow from its words.
    ///
    /// # Errors
    /// [`NamesFound`] where names stand in words that would be printed and `choice` is to refuse.
    pub fn of(
        allowed: Allowed,
        texts: &BTreeMap<EntryId, String>,
        choice: NameChoice,
    ) -> Result<Self, NamesFound> {
        let Allowed { view, drafts, persons, mut corrections, missing, .. } = allowed;
        let mut parts = view.clone().into_parts();
        let mut masked = mask::mask(&mut parts, &persons, texts);
        match choice {
            NameChoice::Refuse if !masked.found.is_empty() => {
                let unnamed = persons.unnamed();
                return Err(NamesFound { found: masked.found.into_iter().collect(), unnamed });
            }
            NameChoice::LeaveOut if !masked.quoting.is_empty() => {
                parts = allowed::without(view, &masked.quoting).into_parts();
                masked = mask::mask(&mut parts, &persons, texts);
            }
            _ => {}
        }
        mask::take_out_hashes(&mut parts, &masked);
        let aliases = mask::aliases(&parts, &persons, &masked);
        rename::rename(&mut parts, &aliases);
        parts.marks.clear();
        let view = View::of(parts);
        let masked = masked.sources.iter().map(|id| aliases.get(id).copied().unwrap_or(*id)).collect();
        for correction in &mut corrections {
            let of = |id: EntryId| aliases.get(&id).copied().unwrap_or(id);
            // What a choice to leave words out has taken off is not corrected but gone.
            correction.subject = correction.subject.map(of).filter(|id| view.entity(*id).is_some());
            if let Some(Value::Quantity(quantity)) = &mut correction.was {
                quantity.approx = None;
            }
        }
        let unnamed = persons.unnamed();
        Ok(Self {
            view,
            preview: drafts,
            aliases,
            names: persons.names,
            unnamed,
            masked,
            corrections,
            missing,
        })
    }

    /// The view as it may be shown.
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// Whether unreviewed drafts are in it.
    pub const fn is_preview(&self) -> bool {
        self.preview
    }

    /// The id under which something of the [`Allowed`] view is published.
    pub fn published(&self, id: EntryId) -> EntryId {
        self.aliases.get(&id).copied().unwrap_or(id)
    }

    /// Whether a name was taken out of a source, by its published id: its hash and the places of its words are not published.
    pub fn is_masked(&self, source: EntryId) -> bool {
        self.masked.contains(&source)
    }

    /// How many entries have no content in this copy.
    pub const fn missing(&self) -> Missing {
        self.missing
    }

    /// What was corrected, the newest first.
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// Persons that the site describes and does not name.
    pub fn unnamed(&self) -> &[Unnamed] {
        &self.unnamed
    }

    /// Whether a name that must not be printed, or a surname alone, stands in words that come from elsewhere than the record.
    pub fn names_in(&self, words: &str) -> bool {
        !self.names.find(words, &Given::new()).is_empty()
    }

    /// Whether such a name stands anywhere in a file as it was archived: in what is shown of it, in its marks and addresses, in small letters or
    /// within another word.
    pub fn names_in_file(&self, bytes: &[u8]) -> bool {
        let text = String::from_utf8_lossy(bytes);
        self.names.in_file(&text) || self.names.in_file(&plain(&text))
    }

    /// Names in quoted words of which nothing is on record, and in how many places: nobody has decided on them, and none is masked. A row of
    /// capitalised words that are no known name may be a person's.
    pub fn strangers(&self) -> Vec<(String, usize)> {
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        let known: Vec<String> = self.view.entities().keys().map(|id| self.view.name(*id)).collect();
        let known = names::Known::of(known.iter().map(String::as_str), &self.names);
        for passage in self.view.passages().values() {
            for name in known.rows_beyond(&passage.words.exact) {
                *found.entry(name).or_default() += 1;
            }
        }
        let mut found: Vec<(String, usize)> = found.into_iter().collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        found
    }

    /// Descriptions of one or two unnamed speakers that say more than an office, and how many claims each stands on. A few words more (a place of
    /// work, a kinship) may tell who it is; whoever publishes looks at them first, for nobody is asked by name.
    pub fn narrow_descriptions(&self) -> Vec<(String, usize)> {
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for claim in self.view.claims() {
            for speaker in std::iter::once(&claim.speaker).chain(&claim.via) {
                let few = speaker
                    .count
                    .as_ref()
                    .and_then(|count| count.max)
                    .is_none_or(|most| most <= NARROW_PEOPLE);
                let long = speaker.description.split_whitespace().count() >= NARROW_WORDS;
                if speaker.kind == SpeakerKind::Unnamed && few && long {
                    *found.entry(&speaker.description).or_default() += 1;
                }
            }
        }
        found.into_iter().map(|(words, claims)| (words.to_owned(), claims)).collect()
    }

    /// Looks for names that must not be printed in the bytes of a site. It never should find one; what the site took from elsewhere than the view, as the
    /// name of the case, is found too.
    pub fn watch(&self) -> Watch {
        Watch(self.names.whole_alone())
    }

    /// Where such a name stands in a whole site.
    pub fn leaks(&self, site: &Site) -> Vec<(String, String)> {
        let watch = self.watch();
        site.iter().flat_map(|(path, bytes)| watch.look(path, bytes)).collect()
    }
}

/// Files whose bytes are packed.
const PACKED: [&str; 2] = [".parquet", ".xlsx"];

/// Names that must not be printed, held against the files of a site one after another.
#[derive(Debug)]
pub struct Watch(Names);

impl Watch {
    /// Where one stands in a file or its path, with the words around it.
    pub fn look(&self, path: &str, bytes: &[u8]) -> Vec<(String, String)> {
        let mut found = Vec::new();
        if self.0.is_empty() {
            return found;
        }
        // Packed bytes spell anything by chance; the rows in them are those of a CSV, which is looked at.
        let packed = PACKED.iter().any(|ending| path.ends_with(ending));
        let text = if packed { String::new() } else { plain(&String::from_utf8_lossy(bytes)) };
        for words in [path, text.as_str()] {
            found.extend(self.0.find(words, &Given::new()).first().map(|at| {
                let from = words.floor_char_boundary(at.start.saturating_sub(40));
                let to = words.ceil_char_boundary((at.end + 40).min(words.len()));
                (path.to_owned(), words[from..to].to_owned())
            }));
        }
        found
    }
}

/// The text of a page or data file without its escapes and without the marks that stand where something was hidden: no name is broken by what it
/// was hidden with.
fn plain(text: &str) -> String {
    let escapes = [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("<bdi>", ""),
        ("</bdi>", ""),
        ("\\n", " "),
        ("\\t", " "),
        ("\\r", " "),
    ];
    let text = escapes.into_iter().fold(unmarked(text), |text, (escape, plain)| text.replace(escape, plain));
    unescaped(&text)
}

/// Without the marks of pages and tables.
fn unmarked(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(OPEN) {
        let (before, mark) = rest.split_at(at);
        let page = before.rfind("<span class=\"hidden-mark").filter(|tag| before[*tag..].ends_with("\">"));
        left.push_str(&before[..page.unwrap_or(before.len())]);
        rest = mark.split_once(CLOSE).map_or("", |(_, after)| after);
        if page.is_some() {
            rest = rest.strip_prefix("</span>").unwrap_or(rest);
        }
    }
    left + rest
}

/// With every `\u0422` of data and every `\u{202e}` of tables as the character.
fn unescaped(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        left.push_str(&rest[..at]);
        rest = &rest[at + 2..];
        let digits = match rest.strip_prefix('{') {
            Some(braced) => braced.split_once('}'),
            None => rest.split_at_checked(4),
        };
        let Some((digits, after)) = digits else { continue };
        if let Ok(code) = u32::from_str_radix(digits, 16) {
            left.extend(char::from_u32(code));
            rest = after;
        }
    }
    left + rest
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_name_is_found_through_marks_and_escapes() {
        let page = "<p>R<span class=\"hidden-mark\" dir=\"ltr\" title=\"U+200B zero-width space\">⟦U+200B⟧</span>uth <bdi>Vale</bdi>⟦x⟧ &amp; so</p>";
        assert_eq!(plain(page), "<p>Ruth Vale & so</p>");
        assert_eq!(
            plain("R\\u200buth \\u0056ale R\\u{200b}uth \\u{zz} \\u12"),
            "R\u{200b}uth Vale R\u{200b}uth {zz} 12"
        );
    }
}
