//! The record as pages are drawn from it: read once, and again when it moved.

use crate::reviewed::{self, State};
use assize_case::{
    case::Session,
    decision::Desk,
    drafts::{self, Kept, shown::Doubts},
    failure::Failure,
    incidents::{Row, rows},
    keys, reviews,
    search::Material,
    talk::Talk,
    texts,
};
use assize_ledger::{
    AsKnown, Received, View,
    candidate::{Sketch, sketches},
};
use assize_record::{
    Draft, EntryId, Referent, Vocabulary,
    body::Body,
    entry::{Role, Verdict},
    sign::PublicKey,
};
use assize_weigh::origin::Origins;
use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex, OnceLock},
    time::SystemTime,
};

/// The record at one size of the log, with the readings of its texts.
pub(crate) struct Snapshot {
    /// What the case is called.
    pub(crate) name: String,
    /// Who trust starts from.
    pub(crate) founders: Vec<PublicKey>,
    /// Whose desk it is.
    pub(crate) own: PublicKey,
    /// Its entries.
    pub(crate) entries: Vec<Received>,
    /// What they come to.
    pub(crate) view: View,
    /// The properties of its claims.
    pub(crate) vocabulary: Arc<Vocabulary>,
    /// What the reader proposed, text by text.
    pub(crate) kept: Vec<Kept>,
    /// What was said while it was read.
    pub(crate) remarks: Vec<String>,
    doubts: Mutex<BTreeMap<EntryId, Arc<Doubts>>>,
    words: Mutex<BTreeMap<EntryId, Arc<str>>>,
    sketches: OnceLock<Vec<Sketch>>,
    blind_sketches: OnceLock<Vec<Sketch>>,
    twins: OnceLock<BTreeMap<TwinKey, Vec<Twin>>>,
    blind: OnceLock<View>,
    origins: OnceLock<Origins>,
    by_source: BTreeMap<EntryId, usize>,
    by_anchor: OnceLock<BTreeMap<EntryId, (usize, usize)>>,
    material: OnceLock<Material>,
    incidents: OnceLock<Vec<Row>>,
}

/// What a draft says, by words: its property, its passage, the words of its value, and its speaker's.
type TwinKey = (String, String, String, String);

fn twin_key(draft: &Draft) -> TwinKey {
    let said = &draft.proposition;
    let speaker = draft.speaker.name.as_ref().unwrap_or(&draft.speaker.description);
    (said.property().to_owned(), draft.passage.exact.clone(), said.value.exact.clone(), speaker.clone())
}

/// A decision on the same words in another text.
pub(crate) struct Twin {
    /// Where.
    pub(crate) source: EntryId,
    /// The claim that was rejected; `None` where it was accepted.
    pub(crate) rejected: Option<EntryId>,
}

/// Collects what is said.
#[derive(Default)]
pub(crate) struct Remarks(RefCell<Vec<String>>);

impl Talk for Remarks {
    fn tell(&self, line: &str) {
        self.0.borrow_mut().push(line.to_owned());
    }
}

impl Remarks {
    /// What was said.
    pub(crate) fn into_lines(self) -> Vec<String> {
        self.0.into_inner()
    }
}

impl Snapshot {
    /// Reads the record.
    pub(crate) fn read(session: &Session) -> Result<Self, Failure> {
        let talk = Remarks::default();
        let Desk { entries, view, vocabulary, .. } = Desk::open(session, &talk)?;
        let kept = drafts::all(session, &view, &talk)?;
        let mut by_source: BTreeMap<EntryId, usize> = BTreeMap::new();
        let rank = |at: usize| (kept[at].drafts.len(), std::cmp::Reverse(kept[at].text));
        for (at, of) in kept.iter().enumerate() {
            let best = by_source.entry(of.source).or_insert(at);
            if rank(at) > rank(*best) {
                *best = at;
            }
        }
        Ok(Self {
            name: session.settings.name.clone(),
            founders: session.founders.clone(),
            own: keys::public()?,
            entries,
            view,
            vocabulary,
            kept,
            remarks: talk.into_lines(),
            doubts: Mutex::default(),
            words: Mutex::default(),
            sketches: OnceLock::new(),
            blind_sketches: OnceLock::new(),
            twins: OnceLock::new(),
            blind: OnceLock::new(),
            origins: OnceLock::new(),
            by_source,
            by_anchor: OnceLock::new(),
            material: OnceLock::new(),
            incidents: OnceLock::new(),
        })
    }

    /// The reading of a source's text: of the one with most drafts, where it has several.
    pub(crate) fn of_source(&self, source: EntryId) -> Option<&Kept> {
        self.by_source.get(&source).map(|at| &self.kept[*at])
    }

    /// The words of a text.
    pub(crate) fn words(&self, session: &Session, text: EntryId) -> Result<Arc<str>, Failure> {
        if let Some(words) = lock(&self.words).get(&text) {
            return Ok(Arc::clone(words));
        }
        let sha256 = self.view.texts().get(&text).and_then(|text| text.sha256);
        let sha256 = sha256.ok_or_else(|| Failure::input("the text of this source is out of sight"))?;
        let words: Arc<str> = texts::text(session, &sha256)?.into();
        lock(&self.words).insert(text, Arc::clone(&words));
        Ok(words)
    }

    /// What the reader could not settle in a text.
    pub(crate) fn doubts(&self, session: &Session, text: EntryId) -> Arc<Doubts> {
        if let Some(doubts) = lock(&self.doubts).get(&text) {
            return Arc::clone(doubts);
        }
        let doubts = Arc::new(Doubts::of(session, &self.view, text));
        lock(&self.doubts).insert(text, Arc::clone(&doubts));
        doubts
    }

    /// What was decided in another text on a draft that says the same in the same words: of a near-copy, or of what an outlet took over.
    pub(crate) fn twin(&self, draft: &Draft, but: EntryId) -> Option<&Twin> {
        let twins = self.twins.get_or_init(|| {
            let standing = reviewed::standing(&self.view);
            let mut twins: BTreeMap<TwinKey, Vec<Twin>> = BTreeMap::new();
            for kept in &self.kept {
                for draft in &kept.drafts {
                    let (state, first, _) = reviewed::state(&self.view, &standing, &kept.input(draft));
                    let rejected = match state {
                        State::Accepted => None,
                        State::Rejected => first,
                        // What a person put otherwise is not decided likewise by a key.
                        _ => continue,
                    };
                    let source = kept.source;
                    twins.entry(twin_key(draft)).or_default().push(Twin { source, rejected });
                }
            }
            twins
        });
        twins.get(&twin_key(draft))?.iter().find(|twin| twin.source != but)
    }

    /// Why a claim was rejected.
    pub(crate) fn reason(&self, claim: EntryId) -> String {
        let rejects = |received: &&Received| {
            let head = &received.entry.head;
            head.verdict == Some(Verdict::Reject) && head.first(Role::Of) == Some(claim)
        };
        let review = self.entries.iter().rev().find(rejects).and_then(|found| found.entry.body.as_ref());
        match review {
            Some((_, Body::Review(remark))) if !remark.words.is_empty() => remark.words.clone(),
            _ => "decided likewise".to_owned(),
        }
    }

    /// What is told of each incident, of drafts too: for finding those that may be one.
    pub(crate) fn sketches(&self) -> &[Sketch] {
        self.sketches.get_or_init(|| self.sketched(&self.view))
    }

    /// The same as a second reviewer may know it.
    pub(crate) fn blind_sketches(&self, session: &Session) -> &[Sketch] {
        self.blind_sketches.get_or_init(|| self.sketched(self.blind(session)))
    }

    fn sketched(&self, view: &View) -> Vec<Sketch> {
        let inputs: Vec<_> = self.kept.iter().flat_map(Kept::inputs).collect();
        let view = view.clone().with_drafts(&inputs, &self.vocabulary).counting_one_review();
        let mut drawn = sketches(&view);
        drawn.retain(|sketch| !view.is_of_strangers(sketch.id));
        drawn
    }

    /// Every incident as it is listed.
    pub(crate) fn incidents(&self) -> &[Row] {
        self.incidents.get_or_init(|| rows(&self.view))
    }

    /// What may be searched.
    pub(crate) fn material(&self, session: &Session) -> &Material {
        self.material.get_or_init(|| Material::of(session, &self.view))
    }

    /// The record without what other people decided.
    pub(crate) fn blind(&self, session: &Session) -> &View {
        self.blind.get_or_init(|| session.fold(&reviews::blind(&self.entries, self.own), AsKnown::default()))
    }

    /// The origins of the record's claims.
    pub(crate) fn origins(&self) -> &Origins {
        self.origins.get_or_init(|| Origins::of(&self.view))
    }

    /// What a text speaks of that an anchor stands for, with the reading that it is of.
    pub(crate) fn referent(&self, anchor: EntryId) -> Option<(&Kept, &Referent)> {
        let by_anchor = self.by_anchor.get_or_init(|| {
            let mut by_anchor = BTreeMap::new();
            for (text, kept) in self.kept.iter().enumerate() {
                let of = self.view.of_text(kept.text);
                for (at, referent) in kept.referents.iter().enumerate() {
                    if let Ok(entry) = referent.anchor(of) {
                        by_anchor.entry(entry.id).or_insert((text, at));
                    }
                }
            }
            by_anchor
        });
        let (text, at) = by_anchor.get(&anchor)?;
        let kept = &self.kept[*text];
        Some((kept, &kept.referents[*at]))
    }
}

/// What stands behind a lock, also where somebody failed while holding it: nothing here is left half done.
pub(crate) fn lock<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The newest snapshot, and when it was taken.
#[derive(Default)]
pub(crate) struct Newest(Mutex<Option<(Mark, Arc<Snapshot>)>>);

/// By what a record is known not to have moved: the size of its log, when its folder of readings was last written to, and what its settings keep
/// back.
type Mark = (u64, Option<SystemTime>, Vec<String>);

impl Newest {
    /// The snapshot of the record as it stands.
    pub(crate) fn of(&self, session: &Session) -> Result<Arc<Snapshot>, Failure> {
        let mark = (session.store.covered(), read_at(&session.dir), session.settings.confidential.clone());
        let mut newest = lock(&self.0);
        if let Some((of, snapshot)) = newest.as_ref()
            && *of == mark
        {
            return Ok(Arc::clone(snapshot));
        }
        let snapshot = Arc::new(Snapshot::read(session)?);
        *newest = Some((mark, Arc::clone(&snapshot)));
        Ok(snapshot)
    }

    /// Forgets it: texts were read anew.
    pub(crate) fn forget(&self) {
        *lock(&self.0) = None;
    }
}

fn read_at(dir: &Path) -> Option<SystemTime> {
    std::fs::metadata(dir.join("drafts")).and_then(|about| about.modified()).ok()
}
