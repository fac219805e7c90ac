//! Search: where words stand in the texts of a case, in what its claims say, and in names of things.
//!
//! Where to look is asked of a disposable file ([`assize_archive::search::Kept`]); every hit is held against the words before it is
//! handed over. Where there can be no file, every word is looked at. What is confidential, withheld or destroyed is not searched.

mod material;

pub use assize_archive::search::Part;
pub use material::Material;

use crate::{case::Session, failure::Failure, line::one_line, talk::Talk, texts};
use assize_archive::search::{Answer, FIELD, Item, Kept, Place, Query, Shelf, excerpt, scan};
use assize_ledger::{AsKnown, View, view::ClaimView};
use assize_record::{EntryId, Words};
use std::{cell::RefCell, collections::BTreeMap, ops::Range};

/// What is looked for, and how much of what is found is handed over.
#[derive(Debug, Clone)]
pub struct Options<'q> {
    /// Words and phrases, as a person writes them.
    pub query: &'q str,
    /// The one part that is searched; all of them where left out.
    pub part: Option<Part>,
    /// Most hits of each part.
    pub limit: usize,
}

/// What was found in one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The part.
    pub part: Part,
    /// The first hits.
    pub hits: Vec<Hit>,
    /// How many there are.
    pub total: usize,
}

/// Words that were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The text, claim or thing.
    pub id: EntryId,
    /// Where it stands: of a text, what is shown of the paragraph; of a claim, the words that it quotes; of a thing, the words at its anchor. `None` where
    /// nothing in a text speaks of it.
    pub passage: Option<Passage>,
    /// What is shown, field by field: of a text one, of a claim its sentence and whatever else was found, of a thing its names.
    pub fields: Vec<Field>,
}

/// Words of a text, held against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The source.
    pub source: EntryId,
    /// Its text.
    pub text: EntryId,
    /// The words, and the bytes that they take.
    pub words: Words,
}

/// Words that are shown, and which of them were looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Exact words.
    pub words: String,
    /// The bytes of what was found in them, in order.
    pub found: Vec<Range<usize>>,
    /// Whether more stands before and behind them.
    pub is_cut: (bool, bool),
}

impl Field {
    /// Its words in pieces, each with whether it was looked for.
    pub fn pieces(&self) -> Vec<(&str, bool)> {
        let mut pieces = Vec::with_capacity(2 * self.found.len() + 1);
        let mut at = 0;
        for span in &self.found {
            pieces.push((&self.words[at..span.start], false));
            pieces.push((&self.words[span.clone()], true));
            at = span.end;
        }
        pieces.push((&self.words[at..], false));
        pieces.retain(|(words, _)| !words.is_empty());
        pieces
    }

    fn of(words: &str, found: &[Range<usize>], offset: usize) -> (Range<usize>, Self) {
        let shown = excerpt(words, found);
        let within = found.iter().filter(|span| shown.start <= span.start && span.end <= shown.end);
        let found = within.map(|span| span.start - shown.start..span.end - shown.start).collect();
        let is_cut = (shown.start > 0, shown.end < words.len());
        let field = Self { words: words[shown.clone()].to_owned(), found, is_cut };
        (shown.start + offset..shown.end + offset, field)
    }
}

/// Looks for words in a record.
///
/// # Errors
/// Nothing to look for, or too much.
pub fn search(
    session: &Session,
    view: &View,
    material: &Material,
    options: &Options<'_>,
    talk: &dyn Talk,
) -> Result<Vec<Found>, Failure> {
    let query = Query::parse(options.query).map_err(|error| {
        Failure::usage(format!("`{}`: {error}", one_line(options.query, 60))).help(
            "words are looked for in one paragraph: boat lowford; in a row: \"sank a boat\"; by how they begin: drown*",
        )
    })?;
    let open = Open { session, material, faults: RefCell::default() };
    let parts: Vec<Part> =
        Part::ALL.into_iter().filter(|part| options.part.is_none_or(|only| only == *part)).collect();
    let answers = open.answers(view, &query, &parts, options.limit, talk);
    let found = |(part, Answer { places, total }): (Part, Answer)| Found {
        part,
        hits: places.iter().filter_map(|place| open.hit(view, part, place)).collect(),
        total,
    };
    let found = parts.iter().copied().zip(answers).map(found).collect();
    for (text, fault) in open.faults.take() {
        talk.warn(format!("text {}: {fault}; left out", text.short()));
    }
    Ok(found)
}

/// What may be searched, with its words.
struct Open<'s> {
    session: &'s Session,
    material: &'s Material,
    faults: RefCell<BTreeMap<EntryId, String>>,
}

impl Shelf for Open<'_> {
    fn items(&self, part: Part) -> &[Item] {
        self.material.items.get(&part).map_or(&[], Vec::as_slice)
    }

    fn words(&self, part: Part, id: &EntryId) -> Option<String> {
        if part != Part::Texts {
            return self.material.said.get(&(part, *id)).cloned();
        }
        match texts::text(self.session, self.material.blobs.get(id)?) {
            Ok(words) => Some(words),
            Err(failure) => {
                self.faults.borrow_mut().insert(*id, failure.to_string());
                None
            }
        }
    }
}

impl Open<'_> {
    /// What the file and the words answer, or the words alone.
    fn answers(
        &self,
        view: &View,
        query: &Query,
        parts: &[Part],
        limit: usize,
        talk: &dyn Talk,
    ) -> Vec<Answer> {
        // A view of another time would take out of the file what today's has.
        if view.as_known() == AsKnown::default() {
            let mut kept = Kept::of_case(&self.session.dir);
            let answers = kept.find(self, query, parts, limit);
            kept.notes().iter().for_each(|note| talk.talk(format!("note: {note}")));
            match answers {
                Ok(answers) => return answers,
                Err(error) => talk.talk(format!(
                    "note: every word was looked at, since no search index can be kept: {error}"
                )),
            }
        }
        parts.iter().map(|part| scan(self, query, *part, limit)).collect()
    }

    fn hit(&self, view: &View, part: Part, place: &Place) -> Option<Hit> {
        let id = place.id;
        if part == Part::Texts {
            let source = view.texts().get(&id)?.source;
            let (span, field) = Field::of(&place.words, &place.found, place.span.start);
            let words = Words { start: span.start, end: span.end, exact: field.words.clone() };
            let passage = Some(Passage { source, text: id, words });
            return Some(Hit { id, passage, fields: vec![field] });
        }
        let quoted = if part == Part::Claims {
            let claim = self.material.claims.get(&id)?;
            let passage = view.passages().get(&claim.passage)?;
            Some((claim.source, passage.text, &passage.words))
        } else {
            let anchor = self.material.anchors.get(&id).and_then(|anchor| view.anchors().get(anchor));
            anchor.and_then(|anchor| Some((anchor.source, anchor.text, anchor.words.as_ref()?)))
        };
        let passage = quoted.map(|(source, text, words)| Passage { source, text, words: words.clone() });
        let passage = passage.filter(|passage| self.holds(passage));
        Some(Hit { id, passage, fields: fields(part, place) })
    }

    /// Whether a text has these words at this place; where it does not, that is told.
    fn holds(&self, passage: &Passage) -> bool {
        let Some(text) = self.words(Part::Texts, &passage.text) else { return false };
        passage
            .words
            .check(&text)
            .map_err(|error| self.faults.borrow_mut().insert(passage.text, error.to_string()))
            .is_ok()
    }
}

/// The fields of a claim or name: the first of a claim whatever was found in it, every name.
fn fields(part: Part, place: &Place) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut at = 0;
    for (nth, words) in place.words.split(FIELD).enumerate() {
        let end = at + words.len();
        let here = place.found.iter().filter(|span| at <= span.start && span.end <= end);
        let found: Vec<Range<usize>> = here.map(|span| span.start - at..span.end - at).collect();
        if nth == 0 || part == Part::Names || !found.is_empty() {
            fields.push(Field::of(words, &found, 0).1);
        }
        at = end + FIELD.len_utf8();
    }
    fields
}

impl Material {
    /// A claim that may be searched.
    pub fn claim(&self, id: EntryId) -> Option<&ClaimView> {
        self.claims.get(&id)
    }
}
