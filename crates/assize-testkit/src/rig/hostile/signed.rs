//! What a stranger can sign about our record: every entry holds against itself, and none of them may count.

use crate::rig::{Base, Tried};
use assize_archive::store::Store;
use assize_record::{
    BlobHash, Entry, EntryId, Proposition, Quantity, Speaker, SpeakerKind, Stance, Unit, Value,
    body::{
        Actor, ActorRole, Adopted, Anchor, Body, Bridge, Capture, Claim, Entity, Grade, GradeLetter, Mark,
        Passage, Publication, Remark, Setting, Side, Stated,
    },
    entry::{Kind, Role, Salt, Verdict},
    id::decode_hex,
    proposition::EntityType,
    sign::{PublicKey, SecretKey},
};
use jiff::Timestamp;
use std::{fs, sync::Arc};

/// What there is in our record, by kind, and who signs.
pub(super) struct Ours {
    key: SecretKey,
    founder: PublicKey,
    all: Vec<(EntryId, Kind)>,
}

pub(super) type Entries = fn(&Ours) -> Tried<Vec<Entry>>;

pub(super) const ALL: &[(&str, Entries)] = &[
    ("claim-about-ours", |o| o.claim(o.first(Kind::Passage)?, o.first(Kind::Entity)?)),
    ("claim-out-of-range", |o| {
        let text = o.first(Kind::Text)?;
        let passage = Body::Passage(Passage { start: 1_000_000, end: 1_000_060, exact: None });
        let passage = fixed(vec![(Role::Text, text)], passage)?;
        let id = passage.id;
        Ok([vec![passage], o.claim(id, o.first(Kind::Entity)?)?].concat())
    }),
    ("anchor-out-of-range", |o| {
        let anchor = Body::Anchor(Anchor { start: 900_000, end: 900_009, exact: None });
        let anchor = fixed(vec![(Role::Text, o.first(Kind::Text)?)], anchor)?;
        let id = anchor.id;
        Ok([vec![anchor], o.claim(o.first(Kind::Passage)?, id)?].concat())
    }),
    ("claim-replaces-ours", |o| {
        let claim = o.first(Kind::Claim)?;
        let (passage, subject) = (o.first(Kind::Passage)?, o.first(Kind::Entity)?);
        let refs = vec![(Role::Passage, passage), (Role::Subject, subject), (Role::Replaces, claim)];
        Ok(vec![o.sign(refs, None, Body::Claim(Arc::new(statement(subject))))?])
    }),
    ("review-reject", |o| o.on(Kind::Claim, Some(Verdict::Reject), Body::Review)),
    ("review-accept-rejected", |o| o.on(Kind::Claim, Some(Verdict::Accept), Body::Review)),
    ("retract-claims", |o| o.on(Kind::Claim, None, Body::Retract)),
    ("retract-reviews", |o| o.on(Kind::Review, None, Body::Retract)),
    ("retract-links", |o| o.on(Kind::Link, None, Body::Retract)),
    ("undo-all", |o| o.on(Kind::Link, Some(Verdict::Undo), Body::Retract)),
    ("withhold-sources", |o| o.on(Kind::Source, Some(Verdict::Hide), Body::Withhold)),
    ("destroy-sources", |o| o.on(Kind::Source, Some(Verdict::Destroy), Body::Withhold)),
    ("destroy-actors", |o| o.on(Kind::Actor, Some(Verdict::Destroy), Body::Withhold)),
    ("mark-sources-confidential", |o| o.mark(Kind::Source, Verdict::Confidential)),
    ("mark-private", |o| o.mark(Kind::Entity, Verdict::Private)),
    ("mark-public", |o| o.mark(Kind::Anchor, Verdict::Public)),
    ("actor-owner", |o| o.actor(o.key.public(), "Eve", &[ActorRole::Owner], None)),
    ("actor-in-our-place", |o| o.actor(o.key.public(), "ann", &[ActorRole::Owner], Some(o.founder))),
    ("actor-of-ours-without-roles", |o| o.actor(o.founder, "nobody", &[], None)),
    ("setting-two-reviews", |o| {
        let setting = Setting { name: "review.two".to_owned(), value: "*".to_owned() };
        Ok(vec![o.sign(Vec::new(), None, Body::Setting(setting))?])
    }),
    ("setting-leave-out", |o| {
        let setting = Setting { name: "schema.leave-out".to_owned(), value: "method/ucdp".to_owned() };
        Ok(vec![o.sign(Vec::new(), None, Body::Setting(setting))?])
    }),
    ("adopt-method", |o| {
        let adopted = Adopted { id: "strange.way".to_owned(), sha256: BlobHash::of(b"not here") };
        Ok(vec![o.sign(Vec::new(), None, Body::Method(adopted))?])
    }),
    ("adopt-property-of-ours", |o| {
        let adopted = Adopted { id: "own".to_owned(), sha256: BlobHash::of(b"not here") };
        Ok(vec![o.sign(Vec::new(), None, Body::Property(adopted))?])
    }),
    ("capture-of-ours", |o| {
        let stated = |value: &str| Some(Stated { value: value.to_owned(), from: "by hand".to_owned() });
        let publication = Publication {
            publisher: stated("The Other Ministry"),
            title: stated("Something else"),
            published_on: stated("2019-01-01"),
            ..Publication::default()
        };
        o.each(Kind::Source, |source| {
            let capture = Capture {
                captured_at: "2019-01-01T00:00:00Z".to_owned(),
                tool: "assize@0.1.0".to_owned(),
                file: "a0.html".to_owned(),
                media_type: "text/html".to_owned(),
                publication: publication.clone(),
            };
            (vec![(Role::Source, source)], None, Body::Capture(Box::new(capture)))
        })
    }),
    ("entity-with-our-key", |o| {
        let entity = Entity {
            entity_type: EntityType::Incident,
            key: Some("incident/raid".to_owned()),
            name: "Another raid".to_owned(),
            shape: None,
        };
        Ok(vec![o.sign(Vec::new(), None, Body::Entity(entity))?])
    }),
    ("entity-replaces-ours", |o| {
        let of = o.first(Kind::Entity)?;
        let entity =
            Entity { entity_type: EntityType::Vessel, key: None, name: "A ship".to_owned(), shape: None };
        Ok(vec![o.sign(vec![(Role::Replaces, of)], None, Body::Entity(entity))?])
    }),
    ("links-all-same", |o| o.chain(Kind::Anchor, Verdict::Same)),
    ("links-different", |o| o.chain(Kind::Anchor, Verdict::Different)),
    ("links-circular", |o| o.chain(Kind::Anchor, Verdict::PartOf)),
    ("links-one-origin", |o| o.chain(Kind::Source, Verdict::SyndicatedFrom)),
    ("grades", |o| {
        o.each(Kind::Claim, |claim| {
            let grade = Grade { grade: GradeLetter::D, reason: "lies".to_owned() };
            (vec![(Role::Of, claim)], None, Body::Grade(grade))
        })
    }),
    ("bridges", |o| {
        let subject = o.first(Kind::Entity)?;
        o.each(Kind::Claim, |claim| {
            let bridge = Bridge {
                standard: "us.execute-order.2025-08-05".to_owned(),
                element: "no such element".to_owned(),
                facet: None,
                side: Side::Against,
                warrant: "x".repeat(100_000),
                unit: None,
                presumption: false,
            };
            (vec![(Role::Of, claim), (Role::Subject, subject)], None, Body::Bridge(bridge))
        })
    }),
];

impl Ours {
    fn of(base: &Base, folder: &str) -> Tried<Self> {
        let store = Store::open(base.world.path(folder)).map_err(|error| error.to_string())?;
        let (found, _) = store.load().map_err(|error| error.to_string())?;
        let file = base.world.path("config-eve/keys/default.key");
        let hex = fs::read_to_string(&file).map_err(|error| error.to_string())?;
        let seed = decode_hex(hex.trim()).and_then(|bytes| bytes.try_into().ok()).ok_or("no key")?;
        let founder = found.iter().find_map(|received| received.entry.head.by).ok_or("nobody signed")?;
        let key = SecretKey::from_seed(seed);
        let all = found
            .into_iter()
            .filter(|received| received.entry.head.by != Some(key.public()))
            .map(|received| (received.entry.id, received.entry.head.kind))
            .collect();
        Ok(Self { key, founder, all })
    }

    fn first(&self, kind: Kind) -> Tried<EntryId> {
        self.kind(kind).next().ok_or_else(|| format!("no {} on record", kind.name()))
    }

    fn kind(&self, kind: Kind) -> impl Iterator<Item = EntryId> + '_ {
        self.all.iter().filter(move |(_, found)| *found == kind).map(|(id, _)| *id)
    }

    fn sign(&self, refs: Vec<(Role, EntryId)>, verdict: Option<Verdict>, body: Body) -> Tried<Entry> {
        Entry::signed(&self.key, Salt::new([7; 16]), refs, Vec::new(), verdict, body)
            .map_err(|error| error.to_string())
    }

    fn each(
        &self,
        kind: Kind,
        make: impl Fn(EntryId) -> (Vec<(Role, EntryId)>, Option<Verdict>, Body),
    ) -> Tried<Vec<Entry>> {
        self.kind(kind)
            .map(|id| {
                let (refs, verdict, body) = make(id);
                self.sign(refs, verdict, body)
            })
            .collect()
    }

    fn on(&self, kind: Kind, verdict: Option<Verdict>, body: fn(Remark) -> Body) -> Tried<Vec<Entry>> {
        let remark = Remark { words: "by a stranger".to_owned() };
        self.each(kind, |id| (vec![(Role::Of, id)], verdict, body(remark.clone())))
    }

    fn mark(&self, kind: Kind, verdict: Verdict) -> Tried<Vec<Entry>> {
        let mark =
            Mark { words: "by a stranger".to_owned(), shown_as: Some("one of the nine men".to_owned()) };
        self.each(kind, |id| (vec![(Role::Of, id)], Some(verdict), Body::Mark(mark.clone())))
    }

    fn actor(
        &self,
        key: PublicKey,
        name: &str,
        roles: &[ActorRole],
        was: Option<PublicKey>,
    ) -> Tried<Vec<Entry>> {
        let actor = Actor { key, name: name.to_owned(), machine: false, roles: roles.to_vec(), was };
        Ok(vec![self.sign(Vec::new(), None, Body::Actor(actor))?])
    }

    /// A claim, with a review of it.
    fn claim(&self, passage: EntryId, subject: EntryId) -> Tried<Vec<Entry>> {
        let refs = vec![(Role::Passage, passage), (Role::Subject, subject)];
        let claim = self.sign(refs, None, Body::Claim(Arc::new(statement(subject))))?;
        let review =
            self.sign(vec![(Role::Of, claim.id)], Some(Verdict::Accept), Body::Review(Remark::default()))?;
        Ok(vec![claim, review])
    }

    /// Links each of a kind to the next, and the last to the first.
    fn chain(&self, kind: Kind, verdict: Verdict) -> Tried<Vec<Entry>> {
        let all: Vec<EntryId> = self.kind(kind).collect();
        let next = all.iter().cycle().skip(1);
        let remark = Remark { words: "by a stranger".to_owned() };
        all.iter()
            .zip(next)
            .map(|(from, to)| {
                let refs = vec![(Role::From, *from), (Role::To, *to)];
                self.sign(refs, Some(verdict), Body::Link(remark.clone()))
            })
            .collect()
    }
}

fn fixed(refs: Vec<(Role, EntryId)>, body: Body) -> Tried<Entry> {
    Entry::deterministic(refs, body).map_err(|error| error.to_string())
}

fn statement(subject: EntryId) -> Claim {
    Claim {
        speaker: Speaker {
            kind: SpeakerKind::Narrator,
            entity: None,
            description: String::new(),
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
            value: Value::Quantity(Quantity::exactly(999, Unit::People)),
            status: None,
            group: None,
            happened_on: None,
            happened_at: None,
        },
        drafted: None,
        anchors: Vec::new(),
    }
}

/// Signs entries into a stranger's copy, the last batch of them received in 2099.
pub(super) fn append(base: &Base, folder: &str, entries: Entries) -> Tried<()> {
    let ours = Ours::of(base, folder)?;
    let entries = entries(&ours)?;
    let mut store = Store::open(base.world.path(folder)).map_err(|error| error.to_string())?;
    let at: Timestamp = "2099-01-01T00:00:00Z".parse().map_err(|error| format!("{error}"))?;
    store.append(&entries, &ours.key, at).map(drop).map_err(|error| error.to_string())
}
