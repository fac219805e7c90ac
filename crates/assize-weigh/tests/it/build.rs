//! Views built by hand.

use assize_ledger::{
    View, ViewParts,
    view::{ActView, BridgeView, ClaimView, SourceView, Standing},
};
use assize_record::{
    BlobHash, EntityType, EntryId, Proposition, Quantity, Speaker, SpeakerKind, Stance, Unit, Value,
    body::{Act, ActKind, Bridge, Entity, Facet, Grade, GradeLetter, Publication, Side, Stated},
    proposition::Point,
    slug,
};

/// A case under construction: entities by key, claims by outlet and speaker.
#[derive(Debug, Clone, Default)]
pub(crate) struct Case {
    pub(crate) parts: ViewParts,
}

/// An id that any words name.
pub(crate) fn id(words: &str) -> EntryId {
    EntryId::from_hash(assize_record::BlobHash::of(words.as_bytes()).hash())
}

impl Case {
    /// The case as it is weighed.
    pub(crate) fn view(&self) -> View {
        View::of(self.parts.clone())
    }

    /// An entity by its key, made where it is not there yet.
    pub(crate) fn entity(&mut self, key: &str) -> EntryId {
        let entity_type = EntityType::of_key(key).expect("a key begins with a type");
        let entity = Entity { entity_type, key: Some(key.to_owned()), name: key.to_owned(), shape: None };
        let id = id(key);
        self.parts.entities.entry(id).or_insert(entity);
        id
    }

    /// Gives a thing another name than its key.
    pub(crate) fn named(&mut self, key: &str, name: &str) -> EntryId {
        let id = self.entity(key);
        self.parts.entities.get_mut(&id).expect("just made").name = name.to_owned();
        id
    }

    /// Says that a State conducted an incident.
    pub(crate) fn conducted_by(&mut self, incident: &str, state: &str) -> EntryId {
        let key = format!("organisation/{}", slug(state));
        self.named(&key, state);
        self.says_entity("the ministry of the act", incident, "incident.conducted-by", &key)
    }

    pub(crate) fn shape(&mut self, zone: &str, hash: BlobHash) {
        let id = self.entity(zone);
        self.parts.entities.get_mut(&id).expect("just made").shape = Some(hash);
    }

    pub(crate) fn claim(
        &mut self,
        speaker: &str,
        subject: &str,
        property: &str,
        value: Value,
    ) -> &mut ClaimView {
        let subject = self.entity(subject);
        // Whom nobody linked would be nobody for sure.
        let person = self.entity(&format!("person/{}", slug(speaker)));
        let number = self.parts.claims.len();
        let claim_id = id(&format!("claim {number} {speaker} {property} {value:?}"));
        let source = id(&format!("source of {speaker}"));
        let publication = Publication {
            publisher: Some(Stated { value: format!("outlet of {speaker}"), from: "given".to_owned() }),
            ..Publication::default()
        };
        self.parts.sources.entry(source).or_insert(SourceView { publication, ..SourceView::default() });
        let claim = ClaimView {
            id: claim_id,
            by: None,
            standing: Standing::Accepted,
            reviewers: Vec::new(),
            passage: id(&format!("passage {number}")),
            source,
            about: subject,
            grades: vec![(id(&format!("grade {number}")), grade(GradeLetter::B))],
            published: None,
            received_at: None,
            said: std::sync::Arc::new(assize_record::body::Claim {
                speaker: Speaker {
                    kind: SpeakerKind::Named,
                    entity: Some(person),
                    description: speaker.to_owned(),
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
                    property: property.to_owned(),
                    value,
                    status: None,
                    group: None,
                    happened_on: None,
                    happened_at: None,
                },
                drafted: None,
                anchors: Vec::new(),
            }),
        };
        let at = self.parts.claims.partition_point(|known| known.id < claim_id);
        self.parts.claims.insert(at, claim);
        &mut self.parts.claims[at]
    }

    pub(crate) fn says(&mut self, speaker: &str, subject: &str, property: &str, value: Value) -> EntryId {
        self.claim(speaker, subject, property, value).id
    }

    pub(crate) fn says_entity(
        &mut self,
        speaker: &str,
        subject: &str,
        property: &str,
        value: &str,
    ) -> EntryId {
        let value = Value::Entity(self.entity(value));
        self.says(speaker, subject, property, value)
    }

    pub(crate) fn says_date(&mut self, speaker: &str, subject: &str, property: &str, date: &str) -> EntryId {
        self.says(speaker, subject, property, Value::Date(date.parse().expect("a date")))
    }

    /// A statement, bridged to an element (`member.held`) of a standard for a subject.
    pub(crate) fn bridges(
        &mut self,
        speaker: &str,
        subject: &str,
        standard: &str,
        element: &str,
        side: Side,
    ) -> &mut BridgeView {
        let claim = self.says(speaker, subject, "statement", Value::Words(format!("{side:?} {element}")));
        self.bridge(claim, subject, standard, element, side)
    }

    pub(crate) fn bridge(
        &mut self,
        claim: EntryId,
        subject: &str,
        standard: &str,
        element: &str,
        side: Side,
    ) -> &mut BridgeView {
        let subject = self.entity(subject);
        let (element, facet) = match element.split_once('.') {
            Some((element, "held")) => (element, Some(Facet::Held)),
            Some((element, "reasonable")) => (element, Some(Facet::Reasonable)),
            Some((element, _)) => (element, Some(Facet::Fact)),
            None => (element, None),
        };
        let number = self.parts.bridges.len();
        let bridge_id = id(&format!("bridge {number} {claim} {element} {facet:?} {side:?}"));
        let bridge = BridgeView {
            id: bridge_id,
            by: None,
            claim,
            subject,
            bridge: Bridge {
                standard: standard.to_owned(),
                element: element.to_owned(),
                facet,
                side,
                warrant: "it says so".to_owned(),
                unit: None,
                presumption: false,
            },
            received_at: None,
        };
        let at = self.parts.bridges.partition_point(|known| known.id < bridge_id);
        self.parts.bridges.insert(at, bridge);
        &mut self.parts.bridges[at]
    }

    pub(crate) fn part_of(&mut self, part: EntryId, whole: EntryId) {
        self.parts.part_of.entry(part).or_default().insert(whole);
    }

    /// An act to somebody.
    pub(crate) fn act_to(
        &mut self,
        matter: &str,
        act: ActKind,
        who: &str,
        whom: &str,
        date: Option<&str>,
    ) -> &mut ActView {
        let act = self.act(matter, act, who, date);
        act.act.whom = Some(Speaker { description: whom.to_owned(), ..act.act.who.clone() });
        act
    }

    pub(crate) fn act(&mut self, matter: &str, act: ActKind, who: &str, date: Option<&str>) -> &mut ActView {
        let subject = self.entity(matter);
        let id = id(&format!("act {} {matter} {act:?} {who} {date:?}", self.parts.acts.len()));
        let speaker = |words: &str| Speaker {
            kind: SpeakerKind::Named,
            entity: None,
            description: words.to_owned(),
            count: None,
            party: None,
            anonymity: None,
        };
        let act = ActView {
            id,
            subject,
            passage: None,
            source: None,
            act: Act {
                act,
                who: speaker(who),
                whom: None,
                happened_on: date.map(|date| date.parse().expect("a date")),
                what: "the order".to_owned(),
                in_part: false,
                redacted: false,
                due_on: None,
                about: None,
                capacity: None,
            },
            published: None,
        };
        let at = self.parts.acts.partition_point(|known| known.id < id);
        self.parts.acts.insert(at, act);
        &mut self.parts.acts[at]
    }
}

pub(crate) fn grade(grade: GradeLetter) -> Grade {
    Grade { grade, reason: "as the test needs it".to_owned() }
}

pub(crate) fn point(lon: &str, lat: &str, within_km: u64) -> Value {
    Value::Point(Point { lon: lon.to_owned(), lat: lat.to_owned(), within_km })
}

pub(crate) fn people(n: u64) -> Quantity {
    Quantity::exactly(n, Unit::People)
}
