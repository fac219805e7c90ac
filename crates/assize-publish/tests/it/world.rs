//! A small record, made entry by entry, and the site of it.

use assize_ledger::{AsKnown, Received, View};
use assize_publish::{Allowed, NameChoice, Policy, Public, Settings, Site, build, gate::NamesFound};
use assize_record::{
    BlobHash, EntityType, Entry, EntryId, Proposition, Quantity, Span, Speaker, SpeakerKind, Stance, Status,
    Unit, Value,
    body::{
        self, Actor, ActorRole, AnchorType, Body, Capture, Claim, Entity, Mark, Publication, Remark, Stated,
    },
    entry::{OfText, Role, Salt, Verdict},
    sign::SecretKey,
};
use assize_weigh::{
    standard::{Proofs, Standards},
    toll::Method,
};
use std::collections::BTreeMap;

/// Entries as they are made; each is received one second after the one before.
#[derive(Clone, Default)]
pub(crate) struct World {
    pub(crate) entries: Vec<Received>,
    pub(crate) texts: BTreeMap<EntryId, String>,
    salts: [u64; 4],
    /// Days that have gone by since the first entry.
    pub(crate) days: i64,
    /// Of which people the next figures are.
    pub(crate) counting: Option<Status>,
}

/// A source with its text.
#[derive(Clone, Copy)]
pub(crate) struct Article {
    pub(crate) source: EntryId,
    pub(crate) text: EntryId,
}

pub(crate) fn key(n: u8) -> SecretKey {
    SecretKey::from_seed([n; 32])
}

impl World {
    /// A record of key 1, on which keys 2 and 3 are editors.
    pub(crate) fn new() -> Self {
        let mut world = Self::default();
        for n in [2, 3] {
            let roles = vec![ActorRole::Editor];
            let actor =
                Actor { key: key(n).public(), name: format!("editor {n}"), machine: false, roles, was: None };
            world.sign(1, Vec::new(), None, Body::Actor(actor));
        }
        world
    }

    fn put(&mut self, entry: Entry) -> EntryId {
        entry.check().expect("a sound entry");
        let id = entry.id;
        if self.entries.iter().all(|received| received.entry.id != id) {
            let second = i64::try_from(self.entries.len()).expect("few entries");
            let received_at = jiff::Timestamp::from_second(1_900_000_000 + self.days * 86_400 + second).ok();
            self.entries.push(Received::new(entry, received_at));
        }
        id
    }

    pub(crate) fn sign(
        &mut self,
        by: u8,
        refs: Vec<(Role, EntryId)>,
        verdict: Option<Verdict>,
        body: Body,
    ) -> EntryId {
        // What one key signs does not hang on what another does.
        let count = &mut self.salts[usize::from(by)];
        *count += 1;
        let mut salt = [by; 16];
        salt[..8].copy_from_slice(&count.to_be_bytes());
        self.put(Entry::signed(&key(by), Salt::new(salt), refs, Vec::new(), verdict, body).expect("an entry"))
    }

    pub(crate) fn article(&mut self, by: u8, title: &str, words: &str) -> Article {
        let (sha256, bytes) = (BlobHash::of(words.as_bytes()), words.len() as u64);
        let source = Body::Source(body::Source { sha256, bytes });
        let source = self.put(Entry::deterministic(Vec::new(), source).expect("a source"));
        let stated = |value: &str| Some(Stated { value: value.to_owned(), from: "given".to_owned() });
        let publication = Publication {
            title: stated(title),
            publisher: stated("The Port Lume Gazette"),
            published_on: stated("2031-05-05"),
            ..Publication::default()
        };
        let capture = Capture {
            captured_at: "2031-06-01T10:00:00Z".to_owned(),
            tool: "assize@0.1.0".to_owned(),
            file: format!("{title}.txt"),
            media_type: "text/plain".to_owned(),
            publication,
        };
        self.sign(by, vec![(Role::Source, source)], None, Body::Capture(Box::new(capture)));
        let text = Body::Text(body::Text { sha256, bytes, extractor: "assize-plain@1".to_owned() });
        let text = self.put(Entry::deterministic(vec![(Role::Source, source)], text).expect("a text"));
        self.texts.insert(text, words.to_owned());
        Article { source, text }
    }

    fn span(&self, article: Article, words: &str) -> Span {
        let at = self.texts[&article.text].find(words).expect("words of the text");
        Span::new(at, at + words.len())
    }

    pub(crate) fn anchor(&mut self, article: Article, words: &str) -> EntryId {
        let mut anchor = Entry::anchor(OfText::new(article.text, Salt::none()), self.span(article, words))
            .expect("an anchor");
        anchor.fill(&self.texts[&article.text]).expect("a span of the text");
        self.put(anchor)
    }

    /// An accepted claim that so many were killed in the incident that the text speaks of at some words, by a speaker at others.
    pub(crate) fn killed(
        &mut self,
        by: u8,
        article: Article,
        quoted: &str,
        incident: EntryId,
        (speaker, called): (EntryId, &str),
        n: u64,
    ) -> EntryId {
        let claim = self.said(by, article, quoted, incident, (speaker, called), n, None);
        self.sign(by, vec![(Role::Of, claim)], Some(Verdict::Accept), Body::Review(Remark::default()));
        claim
    }

    /// A claim that nobody has decided on, in the place of another where one is given.
    #[expect(clippy::too_many_arguments, reason = "a claim in one line of a test")]
    pub(crate) fn said(
        &mut self,
        by: u8,
        article: Article,
        quoted: &str,
        incident: EntryId,
        (speaker, called): (EntryId, &str),
        n: u64,
        replaces: Option<EntryId>,
    ) -> EntryId {
        let span = self.span(article, quoted);
        let passage = body::Passage { start: span.start as u64, end: span.end as u64, exact: None };
        let mut passage = Entry::deterministic(vec![(Role::Text, article.text)], Body::Passage(passage))
            .expect("a passage");
        passage.fill(&self.texts[&article.text]).expect("a span of the text");
        let passage = self.put(passage);
        let claim = Claim {
            speaker: Speaker {
                kind: SpeakerKind::Named,
                entity: Some(speaker),
                description: called.to_owned(),
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
                subject: incident,
                property: "incident.killed".to_owned(),
                value: Value::Quantity(Quantity::exactly(n, Unit::People)),
                status: self.counting,
                group: None,
                happened_on: Some("2031-05-03".parse().expect("a day")),
                happened_at: None,
            },
            drafted: None,
            anchors: vec![
                AnchorType { anchor: incident, entity_type: EntityType::Incident },
                AnchorType { anchor: speaker, entity_type: EntityType::Person },
            ],
        };
        let mut refs = vec![(Role::Passage, passage), (Role::Subject, incident), (Role::Speaker, speaker)];
        refs.extend(replaces.map(|before| (Role::Replaces, before)));
        self.sign(by, refs, None, Body::Claim(std::sync::Arc::new(claim)))
    }

    pub(crate) fn entity(&mut self, by: u8, entity_type: EntityType, name: &str) -> EntryId {
        let entity = Entity { entity_type, key: None, name: name.to_owned(), shape: None };
        self.sign(by, Vec::new(), None, Body::Entity(entity))
    }

    pub(crate) fn link(
        &mut self,
        by: u8,
        from: EntryId,
        verdict: Verdict,
        to: EntryId,
        reason: &str,
    ) -> EntryId {
        let words = reason.to_owned();
        self.sign(by, vec![(Role::From, from), (Role::To, to)], Some(verdict), Body::Link(Remark { words }))
    }

    pub(crate) fn mark(&mut self, by: u8, of: EntryId, verdict: Verdict, shown_as: Option<&str>) -> EntryId {
        let mark = Mark { words: "asked for".to_owned(), shown_as: shown_as.map(str::to_owned) };
        self.sign(by, vec![(Role::Of, of)], Some(verdict), Body::Mark(mark))
    }

    pub(crate) fn view(&self) -> View {
        View::fold(&self.entries, &[key(1).public()], AsKnown::default())
    }

    pub(crate) fn allowed(&self, policy: &Policy) -> Allowed {
        let fold = |entries: &[Received]| View::fold(entries, &[key(1).public()], AsKnown::default());
        Allowed::of(self.entries.clone(), &self.view(), &self.view(), policy, fold)
    }

    pub(crate) fn public(&self, choice: NameChoice) -> Result<Public, NamesFound> {
        Public::of(self.allowed(&Policy::default()), &self.texts, choice)
    }

    pub(crate) fn site(&self, choice: NameChoice) -> Site {
        site(&self.public(choice).expect("nothing to refuse"))
    }
}

/// A few of the shipped standards: what a test of many sites needs of them.
pub(crate) fn few_standards() -> Standards {
    let mut standards = Standards::shipped();
    let all: Vec<String> = standards.iter().map(|standard| standard.id.to_string()).collect();
    let kept = ["ihl.shipwrecked", "iccpr.6", "us.war-powers.report"];
    all.iter().filter(|id| !kept.contains(&id.as_str())).for_each(|id| standards.remove(id));
    standards
}

pub(crate) fn site(public: &Public) -> Site {
    let settings = Settings {
        case_name: "Port Lume".to_owned(),
        language: "en".to_owned(),
        generator: "test@0".to_owned(),
        methods: Method::shipped(),
        standards: Some(few_standards()),
        proofs: Some(Proofs::shipped()),
        ..Settings::default()
    };
    build(public, &settings).expect("shipped standards")
}
