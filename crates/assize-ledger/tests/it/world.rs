//! A small record, made entry by entry.

use assize_ledger::Received;
use assize_record::{
    BlobHash, Entry, EntryId, Proposition, Quantity, Speaker, SpeakerKind, Stance, Unit, Value,
    body::{self, Actor, ActorRole, Body, Capture, Claim, Entity, Publication, Remark, Stated},
    entry::{OfText, Role, Salt, Verdict},
    proposition::EntityType,
    sign::{PublicKey, SecretKey},
};

/// Entries as they are made; each is received one second after the one before.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) entries: Vec<Received>,
    salt: u64,
}

pub(crate) fn key(n: u8) -> SecretKey {
    SecretKey::from_seed([n; 32])
}

pub(crate) fn at(second: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_900_000_000 + second).unwrap()
}

/// A text without salt.
pub(crate) const fn open(text: EntryId) -> OfText {
    OfText::new(text, Salt::none())
}

impl World {
    pub(crate) fn new() -> Self {
        Self { entries: Vec::new(), salt: 0 }
    }

    pub(crate) fn put(&mut self, entry: Entry) -> EntryId {
        entry.check().unwrap();
        let id = entry.id;
        let received_at = Some(at(self.entries.len() as i64));
        self.entries.push(Received::new(entry, received_at));
        id
    }

    pub(crate) fn fixed(&mut self, refs: Vec<(Role, EntryId)>, body: Body) -> EntryId {
        self.put(Entry::deterministic(refs, body).unwrap())
    }

    pub(crate) fn sign(
        &mut self,
        by: u8,
        refs: Vec<(Role, EntryId)>,
        verdict: Option<Verdict>,
        body: Body,
    ) -> EntryId {
        self.salt += 1;
        let mut salt = [0; 16];
        salt[..8].copy_from_slice(&self.salt.to_be_bytes());
        self.put(Entry::signed(&key(by), Salt::new(salt), refs, Vec::new(), verdict, body).unwrap())
    }

    pub(crate) fn actor(&mut self, by: u8, of: u8, machine: bool, roles: &[ActorRole]) -> EntryId {
        let actor = Actor {
            key: key(of).public(),
            name: format!("actor {of}"),
            machine,
            roles: roles.to_vec(),
            was: None,
        };
        self.sign(by, Vec::new(), None, Body::Actor(actor))
    }

    /// A source published on a date, with one text.
    pub(crate) fn text(&mut self, by: u8, words: &str, published_on: Option<&str>) -> (EntryId, EntryId) {
        let sha256 = BlobHash::of(words.as_bytes());
        let bytes = words.len() as u64;
        let source = self.fixed(Vec::new(), Body::Source(body::Source { sha256, bytes }));
        let published_on = published_on.map(|on| Stated { value: on.to_owned(), from: "given".to_owned() });
        let publication = Publication { published_on, ..Publication::default() };
        self.capture(by, source, publication);
        let text = body::Text { sha256, bytes, extractor: "assize-plain@1".to_owned() };
        let text = self.fixed(vec![(Role::Source, source)], Body::Text(text));
        (source, text)
    }

    pub(crate) fn capture(&mut self, by: u8, source: EntryId, publication: Publication) -> EntryId {
        let capture = Capture {
            captured_at: "2031-06-01T10:00:00Z".to_owned(),
            tool: "assize@0.1.0".to_owned(),
            file: "gazette.txt".to_owned(),
            media_type: "text/plain".to_owned(),
            publication,
        };
        self.sign(by, vec![(Role::Source, source)], None, Body::Capture(Box::new(capture)))
    }

    pub(crate) fn passage(&mut self, text: EntryId, start: u64, exact: &str) -> EntryId {
        let end = start + exact.len() as u64;
        let passage = body::Passage { start, end, exact: Some(exact.to_owned()) };
        self.fixed(vec![(Role::Text, text)], Body::Passage(passage))
    }

    pub(crate) fn entity(&mut self, by: u8, key: &str, replaces: Option<EntryId>) -> EntryId {
        let refs = replaces.map(|id| (Role::Replaces, id)).into_iter().collect();
        self.sign(by, refs, None, Body::Entity(entity(key, &format!("the {key}"))))
    }

    pub(crate) fn named(&mut self, by: u8, key: &str, name: &str) -> EntryId {
        self.sign(by, Vec::new(), None, Body::Entity(entity(key, name)))
    }

    pub(crate) fn claim(
        &mut self,
        by: u8,
        passage: EntryId,
        subject: EntryId,
        n: u64,
        replaces: Option<EntryId>,
    ) -> EntryId {
        let mut refs = vec![(Role::Passage, passage), (Role::Subject, subject)];
        refs.extend(replaces.map(|id| (Role::Replaces, id)));
        self.sign(by, refs, None, Body::Claim(std::sync::Arc::new(killed(subject, n))))
    }

    pub(crate) fn judge(&mut self, by: u8, of: EntryId, verdict: Verdict) -> EntryId {
        self.sign(by, vec![(Role::Of, of)], Some(verdict), Body::Review(Remark::default()))
    }

    /// A review made in view of others.
    pub(crate) fn answer(&mut self, by: u8, of: EntryId, verdict: Verdict, seen: &[EntryId]) -> EntryId {
        let refs = std::iter::once(&of).chain(seen).map(|id| (Role::Of, *id)).collect();
        self.sign(by, refs, Some(verdict), Body::Review(Remark::default()))
    }

    pub(crate) fn accept(&mut self, by: u8, of: EntryId) -> EntryId {
        self.judge(by, of, Verdict::Accept)
    }

    pub(crate) fn retract(&mut self, by: u8, of: EntryId) -> EntryId {
        self.sign(by, vec![(Role::Of, of)], None, Body::Retract(Remark::default()))
    }

    pub(crate) fn withhold(&mut self, by: u8, of: EntryId) -> EntryId {
        self.sign(by, vec![(Role::Of, of)], None, Body::Withhold(Remark::default()))
    }

    pub(crate) fn destroy(&mut self, by: u8, of: EntryId) -> EntryId {
        self.sign(by, vec![(Role::Of, of)], Some(Verdict::Destroy), Body::Withhold(Remark::default()))
    }

    pub(crate) fn link(&mut self, by: u8, from: EntryId, verdict: Verdict, to: EntryId) -> EntryId {
        let refs = vec![(Role::From, from), (Role::To, to)];
        self.sign(by, refs, Some(verdict), Body::Link(Remark::default()))
    }
}

fn entity(key: &str, name: &str) -> Entity {
    let entity_type = EntityType::of_key(key).unwrap();
    Entity { entity_type, key: Some(key.to_owned()), name: name.to_owned(), shape: None }
}

/// A claim that `n` people were killed.
pub(crate) fn killed(subject: EntryId, n: u64) -> Claim {
    Claim {
        speaker: Speaker {
            kind: SpeakerKind::Narrator,
            entity: None,
            description: "the Gazette".to_owned(),
            count: None,
            party: None,
            anonymity: None,
        },
        via: Vec::new(),
        stance: Stance::Asserts,
        hedges: Vec::new(),
        basis: None,
        said_on: None,
        proposition: Proposition {
            subject,
            property: "incident.killed".to_owned(),
            value: Value::Quantity(Quantity::exactly(n, Unit::People)),
            status: None,
            group: None,
            happened_on: None,
            happened_at: None,
        },
        drafted: None,
        anchors: Vec::new(),
    }
}

/// Who trust starts from in every test: key 1.
pub(crate) fn founders() -> Vec<PublicKey> {
    vec![key(1).public()]
}
