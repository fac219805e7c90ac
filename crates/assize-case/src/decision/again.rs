//! Sources on record whose text is taken out once more: the new text is entered beside the old one, and what was decided on the old one goes
//! over to the new by the places of the very same words.

use crate::{
    align::{Alignment, Change},
    case::TOOL,
    decision::{Decision, Desk},
    failure::Failure,
    keys, reading, texts,
};
use assize_archive::extract::Extracted;
use assize_ledger::{
    DraftInput, LedgerError,
    carry::{Carried, Onto, Stays},
};
use assize_record::{
    BlobHash, Entry, EntryId,
    body::{Body, Capture, Publication, Stated, Text},
    entry::{OfText, Role, Salt},
    sign::PublicKey,
};
use jiff::Timestamp;
use serde_json::json;
use std::collections::BTreeMap;

/// A source on record, and what is taken out of it today.
pub struct Afresh {
    /// Name of the file.
    pub file: String,
    /// Entry id of the source.
    pub source: EntryId,
    /// What is taken out of it today.
    pub now: Extracted,
}

/// How the text of today differs from one on record.
pub struct Difference {
    /// Entry id of the text on record.
    pub text: EntryId,
    /// The extractor that took it out.
    pub extractor: String,
    /// What differs; nothing where the two are the same.
    pub changes: Vec<Change>,
}

impl Afresh {
    /// How it differs from each text on record.
    ///
    /// # Errors
    /// A text that is not in the archive.
    pub fn differences(&self, desk: &Desk<'_>) -> Result<Vec<Difference>, Failure> {
        let mut found = Vec::new();
        for (id, text) in desk.view.texts().iter().filter(|(_, text)| text.source == self.source) {
            let Some(sha256) = &text.sha256 else { continue };
            let old = texts::text(desk.session, sha256)?;
            let changes = Alignment::of(&old, &self.now.text).changes();
            found.push(Difference { text: *id, extractor: text.extractor.clone(), changes });
        }
        Ok(found)
    }

    /// Facts that the file states otherwise than the record has them, a line each: what is on record stays until a person states another.
    pub fn facts(&self, desk: &Desk<'_>) -> Vec<String> {
        let Some(known) = desk.view.sources().get(&self.source) else { return Vec::new() };
        let (known, now) = (&known.publication, &self.now.publication);
        let facts: [(&str, &Option<Stated>, &Option<Stated>); 5] = [
            ("outlet", &known.publisher, &now.publisher),
            ("author", &known.author, &now.author),
            ("title", &known.title, &now.title),
            ("date", &known.published_on, &now.published_on),
            ("address", &known.url, &now.url),
        ];
        let line = |(name, known, now): (&str, &Option<Stated>, &Option<Stated>)| {
            let now = now.as_ref()?;
            let on_record = known.as_ref().map_or("none", |known| known.value.as_str());
            let given = known.as_ref().is_some_and(|known| known.from == "given");
            (on_record != now.value && !given).then(|| {
                format!("the {name} on record stays: {on_record}; read today: {} ({})", now.value, now.from)
            })
        };
        facts.into_iter().filter_map(line).collect()
    }

    /// The text on record with the words of today, or the one to be entered.
    fn text(&self, desk: &Desk<'_>) -> Result<(OfText, Option<Entry>), Failure> {
        let words = self.now.text.as_bytes();
        let sha256 = BlobHash::of(words);
        let is_it = |(_, text): &(&EntryId, &assize_ledger::view::TextView)| {
            text.source == self.source && text.sha256 == Some(sha256)
        };
        if let Some((id, _)) = desk.view.texts().iter().find(is_it) {
            return Ok((desk.view.of_text(*id), None));
        }
        let source = desk.entries.iter().find(|received| received.entry.id == self.source);
        let is_salted = source
            .and_then(|received| received.entry.body.as_ref())
            .is_some_and(|(salt, _)| !salt.is_empty());
        let salt = if is_salted { keys::salt()? } else { Salt::none() };
        let body = Text { sha256, bytes: words.len() as u64, extractor: self.now.extractor.clone() };
        let entry = Entry::text(self.source, body, salt).map_err(Failure::input)?;
        Ok((OfText::new(entry.id, salt), Some(entry)))
    }

    /// A capture that names the new text and states what the last one stated.
    fn capture(&self, desk: &Desk<'_>, own: PublicKey) -> Result<Capture, Failure> {
        let of_source = desk.entries.iter().filter(|received| {
            received.entry.head.first(Role::Source) == Some(self.source)
                && matches!(received.entry.body, Some((_, Body::Capture(_))))
        });
        let last = of_source.max_by_key(|received| {
            (received.entry.head.by == Some(own), received.received_at, received.entry.id)
        });
        let known: Option<&Publication> = last.and_then(|received| match &received.entry.body {
            Some((_, Body::Capture(capture))) => Some(&capture.publication),
            _ => None,
        });
        // A collector's own clock is no better than that.
        let now = Timestamp::from_second(Timestamp::now().as_second()).map_err(Failure::input)?;
        Ok(Capture {
            captured_at: now.to_string(),
            tool: TOOL.to_owned(),
            file: self.file.clone(),
            media_type: self.now.media_type.clone(),
            publication: known.unwrap_or(&self.now.publication).clone(),
        })
    }
}

/// A text that gives its decisions over to another of its source.
struct Pair<'a> {
    afresh: &'a Afresh,
    from: EntryId,
    old: String,
    to: OfText,
}

/// Enters the texts of today that are not on record, and carries over what the user decided on older texts of the same sources. `None` where there
/// is nothing to enter and nothing to carry over.
///
/// # Errors
/// A text that is not in the archive.
pub fn plan(desk: &Desk<'_>, all: &[Afresh]) -> Result<Option<Decision>, Failure> {
    let own = keys::public()?;
    let (mut new, mut pairs) = (Vec::new(), Vec::new());
    for afresh in all {
        let (to, entry) = afresh.text(desk)?;
        if let Some(entry) = entry {
            new.push((afresh.source, entry, afresh.capture(desk, own)?));
        }
        let quoted = |from: EntryId| desk.view.passages().values().any(|quoted| quoted.text == from);
        let linked = |from: EntryId| desk.view.anchors().values().any(|place| place.text == from);
        for (from, text) in desk.view.texts().iter().filter(|(_, text)| text.source == afresh.source) {
            let Some(sha256) = text.sha256.filter(|_| *from != to.id()) else { continue };
            if quoted(*from) || linked(*from) {
                pairs.push(Pair { afresh, from: *from, old: texts::text(desk.session, &sha256)?, to });
            }
        }
    }
    let authors: BTreeMap<EntryId, PublicKey> = desk
        .entries
        .iter()
        .filter_map(|received| Some((received.entry.id, received.entry.head.by?)))
        .collect();
    let texts: Vec<EntryId> = new.iter().map(|(_, entry, _)| entry.id).collect();
    let (carried, batch) = desk.sit(|sitting| {
        for (source, entry, capture) in new {
            sitting.another_text(source, entry, capture)?;
        }
        let mut all = Vec::new();
        for pair in &pairs {
            all.push(carry(desk, sitting, pair, &authors)?);
        }
        Ok(all)
    })?;
    if batch.is_empty() {
        return Ok(None);
    }
    Ok(Some(decision(desk, batch, &texts, &carried)))
}

fn carry(
    desk: &Desk<'_>,
    sitting: &mut assize_ledger::Sitting<'_>,
    pair: &Pair<'_>,
    authors: &BTreeMap<EntryId, PublicKey>,
) -> Result<Carried, LedgerError> {
    let Pair { afresh, from, old, to } = pair;
    let words = &afresh.now.text;
    let published = desk.view.sources().get(&afresh.source).and_then(|source| source.published_on.clone());
    let read = reading::again(words, published);
    let input = |draft| DraftInput { source: afresh.source, text: *to, draft, referents: &read.referents };
    let drafts: Vec<DraftInput<'_>> = read.drafts.iter().map(input).collect();
    let aligned = Alignment::of(old, words);
    let onto = Onto {
        from: *from,
        to: *to,
        sha256: BlobHash::of(words.as_bytes()),
        words,
        at: &|span| aligned.at(span),
        drafts: &drafts,
        author_of: &|id| authors.get(&id).copied(),
    };
    sitting.carry(&onto, &format!("the same words in the text taken out by {}", afresh.now.extractor))
}

fn decision(desk: &Desk<'_>, batch: Vec<Entry>, texts: &[EntryId], carried: &[Carried]) -> Decision {
    let all = || carried.iter();
    let claims: Vec<_> = all().flat_map(|one| one.claims.iter().copied()).collect();
    let placings: Vec<_> = all().flat_map(|one| one.placings.iter().copied()).collect();
    let rejected: Vec<_> = all().flat_map(|one| one.rejected.iter().copied()).collect();
    let left: Vec<_> = all().flat_map(|one| one.left.iter()).collect();
    let mut about: Vec<EntryId> = claims.iter().flat_map(|(old, _)| desk.about_claim(*old)).collect();
    about.extend(placings.iter().map(|(old, _)| *old));
    let mut notes: Vec<String> = placings
        .iter()
        .map(|(old, _)| format!("the place `{}` is the same in the new text", desk.view.label(*old)))
        .collect();
    notes.extend(
        left.iter()
            .map(|(id, why)| format!("stays with the old text, as {}: {}", words_of(why), told(desk, *id))),
    );
    let pairs = |pairs: &[(EntryId, EntryId)]| -> Vec<serde_json::Value> {
        pairs.iter().map(|(old, new)| json!({ "old": old, "new": new })).collect()
    };
    Decision {
        words: format!(
            "{} entered; {}, {} and {} go over, {} left",
            crate::line::count(texts.len(), "text"),
            crate::line::count(claims.len(), "claim"),
            crate::line::count(placings.len(), "place"),
            crate::line::count(rejected.len(), "rejection"),
            left.len(),
        ),
        batch,
        about,
        claims: claims.iter().map(|(_, new)| *new).collect(),
        notes,
        json: json!({
            "decision": "carried", "texts": texts, "carried": pairs(&claims), "placings": pairs(&placings), "rejected": pairs(&rejected),
            "left": left.iter().map(|(id, why)| json!({ "id": id, "why": words_of(why) })).collect::<Vec<_>>(),
        }),
    }
}

/// A claim or a place, in words.
fn told(desk: &Desk<'_>, id: EntryId) -> String {
    let claim = desk.view.any_claim(id);
    let claim = claim.or_else(|| desk.view.not_adopted().iter().find(|claim| claim.id == id));
    claim.map_or_else(
        || desk.view.label(id),
        |claim| format!("{}  {}", id.short(), desk.wording().claim(claim)),
    )
}

fn words_of(why: &Stays) -> String {
    match why {
        Stays::Words => "its words are not the same there".to_owned(),
        Stays::Differing => "people differ on it".to_owned(),
        Stays::Others => "others have a part in it".to_owned(),
        Stays::Refused(error) => error.to_string(),
    }
}
