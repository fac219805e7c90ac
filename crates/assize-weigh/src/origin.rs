//! Origins: the unit of independence.
//!
//! Two claims are of one origin where they come down to one syndication root, one primary source and one party. Statements that one
//! party makes about itself are one origin however many spokesmen repeat them. Source of the rule: Every Casualty, Standards for
//! Casualty Recording (2016), on independence of sources: different outlets, authors and primary sources.
//!
//! How a claim comes to its origin:
//!
//! - **A named speaker** is of the party at the top of the `part-of` chain of the speaker's entity. Which article quotes the speaker
//!   plays no part.
//! - **The outlet's own word** is of the outlet: the publisher of the syndication root, as an entity where a person named one so.
//!   Where the word is passed on (`via`), it is of the first who did so: "X reported earlier" is X's word.
//!   In a copy, whoever is named as the publisher of what it was taken over from is that outlet.
//! - **The own word of a digest** is its author's, whoever that is, and neither that of the outlet nor of the document it is a digest of.
//! - **Unnamed people** are of their party, the outlet that first passed on their word, and their number.
//! - **A document** is of its entity's party, else of its name and the outlet that quotes it.
//!
//! **Apart counts in the direction that claims less.** A speaker, document or organisation that nobody has linked is known only by an
//! anchor of its text, or by words. At the high end each of them is its own origin. At the low end it is one with whatever has its name,
//! or a name that lies within its name or around it, unless a person has called the two different; and all whose party nobody has
//! settled are one with one another, as are sources of no known publisher, and sources that [`Copies`] groups and nobody has decided on.
//! Unnamed people are one with everybody of their party. See `apart` for how a set is then counted.
//!
//! Nothing here looks at what other claims say, so that a new claim never moves an old one to another origin; only judgements
//! (links) and facts of publication do.

mod apart;
mod behind;
mod copies;
mod grade;
mod key;
mod name;

pub use behind::{Behind, MayBeOne, Named, WhyOne};
pub use copies::Copies;

use crate::toll::Wide;
use apart::Apart;
use assize_ledger::{View, view::ClaimView};
use assize_record::{EntryId, body::GradeLetter};
use key::{Keys, Voice};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

/// The origins of all claims of a view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    /// Origins in a fixed order; [`Origins::position`] points into it.
    pub list: Vec<Origin>,
    /// Claim id to the grade its word has: a person's, or the default rule's.
    pub grades: BTreeMap<EntryId, GradeLetter>,
    /// Claim or act id to its voice.
    voices: BTreeMap<EntryId, u32>,
    /// Voice to origin: an origin may have several voices, which copies may make those of others.
    origin_of: Vec<u32>,
    /// Which voices may be one.
    apart: Apart,
    /// Source id to its outlet, after syndication, and which outlets may be one.
    outlets: Outlets,
    /// The same where every version of what people differ on counted.
    wide: Option<Arc<Wide>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Outlets {
    of_source: BTreeMap<EntryId, u32>,
    key_of: Vec<u32>,
    labels: Vec<String>,
    apart: Apart,
}

/// One origin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Origin {
    /// What it is, in words: `Donald Trump (United States executive)`.
    pub label: String,
    /// The party at the top of the speaker's part-of chain, canonical.
    pub party: Option<EntryId>,
    /// The fewest separate voices it can be: n unnamed officials may be one voice.
    pub voices_min: u32,
    /// The most separate voices it can be.
    pub voices_max: u32,
}

/// How many articles and origins stand behind some claims: "14 articles, 3 origins".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Summary {
    /// Sources that the claims stand in, copies counted one by one.
    pub articles: u32,
    /// The fewest origins they can be.
    pub origins_min: u32,
    /// The most origins they can be.
    pub origins_max: u32,
}

impl Origins {
    /// Computes the origin and grade of every claim of a view, with no measure of copies at hand.
    pub fn of(view: &View) -> Self {
        Self::with_copies(view, &Copies::default())
    }

    /// Computes the origin and grade of every claim of a view, and the outlet of every act.
    pub fn with_copies(view: &View, copies: &Copies) -> Self {
        let with = |view: View| Arc::new(Wide { origins: Self::counted(&view, copies), view });
        Self { wide: view.with_versions().map(with), ..Self::counted(view, copies) }
    }

    /// A view with every version of what people differ on, and its origins; `None` where people differ on nothing. Only ranges may be
    /// widened by it.
    pub(crate) fn wide(&self) -> Option<&Wide> {
        self.wide.as_deref()
    }

    fn counted(view: &View, copies: &Copies) -> Self {
        let keys = Keys::of(view, copies);
        let mut interned: BTreeMap<Voice, u32> = BTreeMap::new();
        let mut first_seen = Vec::with_capacity(view.claims().len());
        let mut see = |id: EntryId, voice: Voice| {
            let next = number(interned.len());
            first_seen.push((id, *interned.entry(voice).or_insert(next)));
        };
        view.claims().iter().for_each(|claim| see(claim.id, keys.of_claim(claim)));
        for act in view.acts() {
            if let Some(voice) = act.source.and_then(|source| keys.of_source(source)) {
                see(act.id, voice.clone());
            }
        }
        // Numbers follow the order of voices, not of arrival. Voices of one origin stand together.
        let mut rank = vec![0_u32; interned.len()];
        let mut origin_of: Vec<u32> = Vec::with_capacity(interned.len());
        let mut distinct = Vec::new();
        for (position, (voice, seen)) in interned.iter().enumerate() {
            rank[*seen as usize] = number(position);
            if distinct.last() != Some(&&voice.key) {
                distinct.push(&voice.key);
            }
            origin_of.push(number(distinct.len() - 1));
        }
        first_seen.iter_mut().for_each(|(_, voice)| *voice = rank[*voice as usize]);
        let mut names: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); distinct.len()];
        for (claim, (_, voice)) in view.claims().iter().zip(&first_seen) {
            // Three are enough to know that a label cannot name them all.
            let names = &mut names[origin_of[*voice as usize] as usize];
            if names.len() < 3 {
                names.insert(keys.speaker_name(claim));
            }
        }
        Self {
            list: distinct.into_iter().zip(&names).map(|(key, names)| keys.origin(key, names)).collect(),
            grades: view.claims().iter().map(|claim| (claim.id, grade::of_claim(view, claim))).collect(),
            voices: first_seen.into_iter().collect(),
            apart: keys.apart(interned.keys()),
            origin_of,
            outlets: Outlets::of(view, &keys),
            wide: None,
        }
    }

    /// The origin of a claim; `None` for a claim that is not in the view.
    pub fn origin(&self, claim: EntryId) -> Option<&Origin> {
        self.position(claim).map(|at| &self.list[at])
    }

    /// Where the origin of a claim stands in [`Origins::list`]; `None` for a claim that is not in the view.
    pub fn position(&self, claim: EntryId) -> Option<usize> {
        self.voice(claim).map(|voice| self.position_of(voice))
    }

    /// The fewest and the most separate origins behind these claims. What nobody has linked is apart only at the high end; unnamed
    /// people are there as many voices as their words say, and at the low end one with everybody of their party.
    pub fn counts(&self, claims: impl IntoIterator<Item = EntryId>) -> (u32, u32) {
        self.counts_of(claims.into_iter().filter_map(|claim| self.voice(claim)).collect())
    }

    /// The number of a claim's or an act's voice, below [`Origins::position_of`]'s origin.
    pub(crate) fn voice(&self, entry: EntryId) -> Option<u32> {
        self.voices.get(&entry).copied()
    }

    /// Every claim and act with its voice, in order of id.
    pub(crate) fn voices(&self) -> impl Iterator<Item = (&EntryId, &u32)> {
        self.voices.iter()
    }

    /// Where the origin of a voice stands in [`Origins::list`].
    pub(crate) fn position_of(&self, voice: u32) -> usize {
        self.origin_of[voice as usize] as usize
    }

    /// The component of a voice: voices of two components are surely two.
    pub(crate) fn component(&self, voice: u32) -> u32 {
        self.apart.component(voice)
    }

    /// How many components there are.
    pub(crate) fn components(&self) -> usize {
        self.apart.components()
    }

    /// The fewest separate voices that these can be.
    pub(crate) fn fewest(&self, voices: Vec<u32>) -> u32 {
        self.apart.fewest(voices)
    }

    /// As [`Origins::counts`], for voices that are already looked up.
    pub(crate) fn counts_of(&self, mut voices: Vec<u32>) -> (u32, u32) {
        voices.sort_unstable();
        voices.dedup();
        // Voices of one origin stand together.
        let mut origins: Vec<usize> = voices.iter().map(|voice| self.position_of(*voice)).collect();
        origins.dedup();
        let most = origins.iter().fold(0_u32, |sum, at| sum.saturating_add(self.list[*at].voices_max));
        // One origin is one at least, whatever else it may be.
        let fewest = if origins.len() < 2 { number(origins.len()) } else { self.apart.fewest(voices) };
        (fewest, most)
    }

    /// The fewest and the most outlets that these sources can be, copies of one story counted once.
    pub(crate) fn outlets(&self, sources: impl IntoIterator<Item = EntryId>) -> (u32, u32) {
        let outlets = &self.outlets;
        let mut voices: Vec<u32> =
            sources.into_iter().filter_map(|source| outlets.of_source.get(&source).copied()).collect();
        voices.sort_unstable();
        voices.dedup();
        // Voices of one outlet stand together.
        let mut keys: Vec<u32> = voices.iter().map(|voice| outlets.key_of[*voice as usize]).collect();
        keys.dedup();
        let most = number(keys.len());
        let fewest = if voices.len() < 2 { number(voices.len()) } else { outlets.apart.fewest(voices) };
        (fewest, most)
    }

    /// What the outlet of a source is called.
    pub(crate) fn outlet_label(&self, source: EntryId) -> String {
        let key = self.outlets.of_source.get(&source).map(|voice| self.outlets.key_of[*voice as usize]);
        key.and_then(|key| self.outlets.labels.get(key as usize)).cloned().unwrap_or_default()
    }

    /// How many articles and how many origins stand behind these claims.
    pub fn summary<'c>(&self, claims: impl IntoIterator<Item = &'c ClaimView>) -> Summary {
        let mut sources = BTreeSet::new();
        let mut ids = Vec::new();
        for claim in claims {
            sources.insert(claim.source);
            ids.push(claim.id);
        }
        let (origins_min, origins_max) = self.counts(ids);
        Summary { articles: u32::try_from(sources.len()).unwrap_or(u32::MAX), origins_min, origins_max }
    }
}

impl Outlets {
    fn of(view: &View, keys: &Keys<'_>) -> Self {
        let of_source = |source: &EntryId| keys.of_source(*source).map(|voice| (*source, voice));
        let all: Vec<(EntryId, &Voice)> = view.sources().keys().filter_map(of_source).collect();
        let mut numbers: BTreeMap<&Voice, u32> = all.iter().map(|(_, voice)| (*voice, 0)).collect();
        let (mut key_of, mut distinct) = (Vec::with_capacity(numbers.len()), Vec::new());
        for (at, (voice, position)) in numbers.iter_mut().enumerate() {
            *position = number(at);
            if distinct.last() != Some(&&voice.key) {
                distinct.push(&voice.key);
            }
            key_of.push(number(distinct.len() - 1));
        }
        Self {
            apart: keys.apart(numbers.keys().copied()),
            of_source: all.iter().map(|(source, voice)| (*source, numbers[voice])).collect(),
            labels: distinct.into_iter().map(|key| keys.origin(key, &BTreeSet::new()).label).collect(),
            key_of,
        }
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Whether a person has named this thing, or linked it to one that a person named. What only anchors stand for, nobody has settled.
pub(crate) fn is_settled(view: &View, thing: EntryId) -> bool {
    key::is_named(view, view.canonical(thing))
}

/// The party of an entity: the top of its part-of chain, canonical; itself where it is part of nothing. Where it is part of several,
/// the one with the smallest id.
pub fn top(view: &View, entity: EntryId) -> EntryId {
    key::root(view.canonical(entity), view.part_of())
}

impl fmt::Display for Summary {
    /// `14 articles, 3 origins`; `14 articles, 3 to 7 origins` where people not named or not linked leave it open.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |n: u32| if n == 1 { "" } else { "s" };
        write!(f, "{} article{}, ", self.articles, plural(self.articles))?;
        if self.origins_min == self.origins_max {
            write!(f, "{} origin{}", self.origins_min, plural(self.origins_min))
        } else {
            write!(f, "{} to {} origins", self.origins_min, self.origins_max)
        }
    }
}
