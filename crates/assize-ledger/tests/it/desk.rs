//! A desk over invented texts: readings by hand, and a person's sittings on them.

use crate::world::{World, at, founders, key, open};
use assize_ledger::{AsKnown, DraftInput, LedgerError, NewThing, Pen, Received, Sitting, Thing, View};
use assize_record::{
    BlobHash, Confidence, Draft, DraftId, EntityType, Entry, EntryId, Referent, ReferentNumber, SpeakerKind,
    Stance, Unit, Vocabulary, Words,
    draft::{DraftProposition, DraftSpeaker, DraftValue, REFERENT_SCHEMA, SCHEMA},
};

/// One text with its reading: an incident, a speaker, and a draft of a toll.
#[derive(Clone)]
pub(crate) struct Article {
    pub(crate) words: String,
    pub(crate) source: EntryId,
    pub(crate) text: EntryId,
    pub(crate) referents: Vec<Referent>,
    pub(crate) drafts: Vec<Draft>,
}

pub(crate) struct Desk {
    pub(crate) world: World,
    pub(crate) vocabulary: Vocabulary,
    salt: u64,
}

/// Words of a text that stand in it once.
pub(crate) fn words(text: &str, exact: &str) -> Words {
    let start = text.find(exact).unwrap();
    Words { start, end: start + exact.len(), exact: exact.to_owned() }
}

/// What an article speaks of, by the number of its referent.
pub(crate) fn thing(article: &Article, number: usize) -> Thing<'_> {
    Thing::Referent { text: open(article.text), referent: &article.referents[number - 1] }
}

/// An incident of that name.
pub(crate) fn named(name: &str) -> NewThing {
    NewThing { entity_type: EntityType::Incident, name: name.to_owned(), key: None }
}

pub(crate) fn referent(text: &str, number: u32, entity_type: EntityType, head: &str) -> Referent {
    Referent {
        schema: REFERENT_SCHEMA.to_owned(),
        text: BlobHash::of(text.as_bytes()),
        number: ReferentNumber(number),
        entity_type,
        head: words(text, head),
        mentions: Vec::new(),
        linked_by: String::new(),
        happened_on: None,
        places: Vec::new(),
        targets: Vec::new(),
        part_of: Vec::new(),
    }
}

/// A draft of `killed`, said by the referent 2, about the referent 1.
pub(crate) fn toll(
    text: &str,
    passage: &str,
    value: &str,
    n: u64,
    speaker: &str,
    referents: &[Referent],
) -> Draft {
    let vocabulary = Vocabulary::shipped();
    let at = words(text, value);
    let value = DraftValue {
        min: Some(n),
        max: Some(n),
        unit: Some(Unit::People),
        approx: None,
        date: None,
        flag: None,
        entity: None,
        start: at.start,
        end: at.end,
        exact: at.exact,
    };
    let killed = vocabulary.id("incident.killed").unwrap();
    let draft = Draft {
        schema: SCHEMA.to_owned(),
        id: DraftId::from_bytes([0; 32]),
        passage: words(text, passage),
        speaker: DraftSpeaker {
            kind: SpeakerKind::Named,
            referent: Some(ReferentNumber(2)),
            name: Some(speaker.to_owned()),
            description: speaker.to_owned(),
            count: None,
            span: Some(words(text, speaker)),
        },
        via: Vec::new(),
        cue: None,
        stance: Stance::Asserts,
        hedges: Vec::new(),
        said_on: None,
        times: Vec::new(),
        proposition: DraftProposition::new(&killed, ReferentNumber(1), value),
        reader: "assize-reader@0.1.0".to_owned(),
        rule: "quantity.casualty".to_owned(),
        confidence: Confidence::High,
    };
    draft.seal(&BlobHash::of(text.as_bytes()), &referents[0])
}

impl Article {
    pub(crate) fn input<'a>(&'a self, draft: &'a Draft) -> DraftInput<'a> {
        DraftInput { source: self.source, text: open(self.text), draft, referents: &self.referents }
    }

    /// Its first draft.
    pub(crate) fn first(&self) -> DraftInput<'_> {
        self.input(&self.drafts[0])
    }

    /// The anchor of a referent.
    pub(crate) fn anchor(&self, number: usize) -> EntryId {
        self.referents[number - 1].anchor(open(self.text)).unwrap().id
    }
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { world: World::new(), vocabulary: Vocabulary::shipped(), salt: 0 }
    }

    /// `N people were killed in PLACE, SPEAKER said.`
    pub(crate) fn article(
        &mut self,
        killed: &str,
        n: u64,
        place: &str,
        speaker: &str,
        published_on: &str,
    ) -> Article {
        let text = format!("{killed} people were killed in {place}, {speaker} said.");
        let (source, entry) = self.world.text(1, &text, Some(published_on));
        let referents = vec![
            referent(&text, 1, EntityType::Incident, "killed"),
            referent(&text, 2, EntityType::Agent, speaker),
        ];
        let passage = format!("{killed} people were killed in {place}");
        let draft = toll(&text, &passage, &format!("{killed} people"), n, speaker, &referents);
        Article { words: text, source, text: entry, referents, drafts: vec![draft] }
    }

    /// Another copy of a record has other random numbers.
    pub(crate) const fn salt_from(&mut self, salt: u64) {
        self.salt = salt;
    }

    pub(crate) fn view(&self) -> View {
        View::fold(&self.world.entries, &founders(), AsKnown::default())
    }

    /// One sitting of a person; its entries are received together.
    pub(crate) fn sit<T>(
        &mut self,
        by: u8,
        act: impl FnOnce(&mut Sitting<'_>) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let mut n = self.salt;
        let mut pen = Pen::new(key(by), None, || {
            n += 1;
            u128::from(n).to_be_bytes()
        });
        let view = self.view();
        let mut sitting = Sitting::new(&view, &self.vocabulary, &mut pen);
        let done = act(&mut sitting)?;
        let entries = sitting.finish();
        self.salt += 1000;
        self.receive(entries);
        Ok(done)
    }

    pub(crate) fn receive(&mut self, entries: Vec<Entry>) {
        let received_at = Some(at(self.world.entries.len() as i64));
        for entry in entries {
            entry.check().unwrap();
            if !self.world.entries.iter().any(|known| known.entry.id == entry.id) {
                self.world.entries.push(Received::new(entry, received_at));
            }
        }
    }

    pub(crate) fn accept(&mut self, article: &Article) -> EntryId {
        self.sit(1, |sitting| sitting.accept(&article.first())).unwrap()
    }
}
