//! Views from lines of text: one claim a line, `article speaker property value option…`.
//!
//! - speaker: `narrator`, a name (an entity `person/NAME`), `3@navy` (three unnamed people of a party), `?` (one unnamed person
//!   of no party), `doc:NAME`, `~ruth_vale` (an anchor of the article that nobody has linked)
//! - value: as the property takes it; figures as `9`, `9..11`, `9..`, `..4`, or a word that names no figure
//! - options: `of=incident/two`, `of=~two` (an anchor), `status=civilian`, `group=red-sail`, `denies`, `doubts`, `reports`, `said=2031-05-04`,
//!   `for=2031-05-04`, `via=gazette`, `via=~gazette`,
//!   `via=organisation/gazette`, `basis=witness`, `hedge=condition`, `grade=A`, `draft`

#![allow(
    clippy::panic,
    reason = "a line that cannot be read is a mistake in the test, and the panic shows it"
)]

use crate::build::id;
use assize_ledger::{
    View, ViewParts,
    view::{AnchorView, ClaimView, SourceView, Standing},
};
use assize_record::{
    Edtf, EntityType, EntryId, HedgeKind, Proposition, Quantity, Speaker, SpeakerKind, Stance, Status, Unit,
    Value, Vocabulary, Words,
    body::{ClaimHedge, Entity, Grade, GradeLetter, Publication, Stated},
    proposition::{Point, ValueType},
    speaker::Basis,
};

use std::{collections::BTreeSet, sync::LazyLock};

/// A view under construction.
#[derive(Debug, Clone, Default)]
pub(crate) struct World {
    pub(crate) parts: ViewParts,
    /// Pairs that a person links as one thing.
    pub(crate) links: Vec<(EntryId, EntryId)>,
}

/// The subject of lines that name none.
pub(crate) const STRIKE: &str = "incident/strike";

impl World {
    /// The world as it is weighed.
    pub(crate) fn view(&self) -> View {
        let mut parts = self.parts.clone();
        let mut clusters: Vec<BTreeSet<EntryId>> = Vec::new();
        for (a, b) in &self.links {
            let (mut joined, rest): (Vec<_>, Vec<_>) =
                clusters.into_iter().partition(|cluster| cluster.contains(a) || cluster.contains(b));
            joined.push(BTreeSet::from([*a, *b]));
            clusters = rest;
            clusters.push(joined.into_iter().flatten().collect());
        }
        for cluster in clusters {
            let named = cluster.iter().find(|id| !parts.anchors.contains_key(*id));
            let canonical = named.or(cluster.first()).copied().expect("two at least");
            parts.same.extend(cluster.iter().map(|id| (*id, canonical)));
            parts.members.insert(canonical, cluster.into_iter().collect());
        }
        let same = parts.same.clone();
        let canonical = |id: &mut EntryId| *id = same.get(id).copied().unwrap_or(*id);
        for claim in &mut parts.claims {
            canonical(&mut claim.proposition.subject);
            let said = &mut **claim;
            for speaker in std::iter::once(&mut said.speaker).chain(&mut said.via) {
                speaker.entity.iter_mut().chain(&mut speaker.party).for_each(canonical);
            }
            if let Value::Entity(value) = &mut claim.proposition.value {
                canonical(value);
            }
        }
        parts.part_of = parts
            .part_of
            .into_iter()
            .map(|(mut part, wholes)| {
                canonical(&mut part);
                (part, wholes)
            })
            .collect();
        View::of(parts)
    }

    /// Links two things as one: keys of entities, or `article~words` for an anchor.
    pub(crate) fn same(mut self, a: &str, b: &str) -> Self {
        let link = (self.thing(a), self.thing(b));
        self.links.push(link);
        self
    }

    /// Says that two things or articles are different.
    pub(crate) fn different(mut self, a: &str, b: &str) -> Self {
        let (a, b) = (self.thing(a), self.thing(b));
        self.parts.different.insert((a.min(b), a.max(b)));
        self
    }

    /// An entity by its key, an anchor by `article~words`, or an article by its name.
    pub(crate) fn thing(&mut self, words: &str) -> EntryId {
        match words.split_once('~') {
            Some((article, words)) => self.anchor(article, words, EntityType::Person),
            None if EntityType::of_key(words).is_some() => self.entity(words),
            None => self.article(words),
        }
    }

    fn anchor(&mut self, article: &str, words: &str, entity_type: EntityType) -> EntryId {
        let anchor = id(&format!("anchor {article} {words}"));
        let name = words.replace('_', " ");
        let source = self.article(article);
        self.parts.anchors.entry(anchor).or_insert(AnchorView {
            text: id(&format!("text {article}")),
            source,
            words: Some(Words { start: 0, end: name.len(), exact: name.clone() }),
            entity_type: Some(entity_type),
        });
        self.parts.entities.entry(anchor).or_insert(Entity { entity_type, key: None, name, shape: None });
        anchor
    }

    /// A world of these claims, all from articles of the outlets their first words name: `gazette/2` is a second article of
    /// the Gazette. Every article is of 9 May 2031 unless [`World::published`] says otherwise.
    pub(crate) fn of(lines: &[&str]) -> Self {
        let mut world = Self::default();
        lines.iter().for_each(|line| {
            world.claim(line);
        });
        world
    }

    pub(crate) fn entity(&mut self, key: &str) -> EntryId {
        let entity_type = EntityType::of_key(key).expect("a key begins with a type");
        let name = key.split_once('/').map_or(key, |(_, name)| name).to_owned();
        self.parts.entities.entry(id(key)).or_insert(Entity {
            entity_type,
            key: Some(key.to_owned()),
            name,
            shape: None,
        });
        id(key)
    }

    pub(crate) fn part(mut self, part: &str, whole: &str) -> Self {
        let (part, whole) = (self.entity(part), self.entity(whole));
        self.parts.part_of.entry(part).or_default().insert(whole);
        self
    }

    pub(crate) fn copy(mut self, copy: &str, root: &str) -> Self {
        let (copy, root) = (self.article(copy), self.article(root));
        self.parts.syndicated_from.entry(copy).or_default().insert(root);
        self
    }

    pub(crate) fn published(mut self, article: &str, date: &str) -> Self {
        let source = self.article(article);
        let date: Edtf = date.parse().expect("a date");
        for claim in self.parts.claims.iter_mut().filter(|claim| claim.source == source) {
            claim.published = Some(date.interval());
        }
        self
    }

    pub(crate) fn and(mut self, lines: &[&str]) -> Self {
        for line in lines {
            self.claim(line);
        }
        self
    }

    fn article(&mut self, name: &str) -> EntryId {
        let source = id(&format!("article {name}"));
        let outlet = name.split('/').next().unwrap_or(name).to_owned();
        let publisher = (outlet != "none").then_some(Stated { value: outlet, from: "given".to_owned() });
        let publication = Publication { publisher, ..Publication::default() };
        self.parts.sources.entry(source).or_insert(SourceView { publication, ..SourceView::default() });
        source
    }

    /// Adds the claim of a line; the same line twice is one claim.
    pub(crate) fn claim(&mut self, line: &str) -> EntryId {
        let mut words = line.split_whitespace();
        let mut next = || words.next().unwrap_or_else(|| panic!("`{line}` is cut short"));
        let (article, speaker, property, value) = (next(), next(), next(), next());
        let claim_id = id(line);
        let mut claim = ClaimView {
            id: claim_id,
            by: None,
            standing: Standing::Accepted,
            reviewers: Vec::new(),
            passage: id(&format!("passage {line}")),
            source: self.article(article),
            about: id(STRIKE),
            grades: Vec::new(),
            published: Some("2031-05-09".parse::<Edtf>().expect("a date").interval()),
            received_at: None,
            said: std::sync::Arc::new(assize_record::body::Claim {
                speaker: self.speaker(article, speaker),
                via: Vec::new(),
                stance: Stance::Asserts,
                hedges: Vec::new(),
                basis: None,
                said_on: None,
                proposition: Proposition {
                    subject: self.entity(if property.starts_with("campaign.") {
                        "campaign/strait"
                    } else {
                        STRIKE
                    }),
                    property: property.to_owned(),
                    value: self.value(property, value),
                    status: None,
                    group: None,
                    happened_on: None,
                    happened_at: None,
                },
                drafted: None,
                anchors: Vec::new(),
            }),
        };
        words.for_each(|option| self.option(article, &mut claim, option));
        if let Err(at) = self.parts.claims.binary_search_by_key(&claim_id, |known| known.id) {
            self.parts.claims.insert(at, claim);
        }
        claim_id
    }

    fn option(&mut self, article: &str, claim: &mut ClaimView, option: &str) {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let json = |value: &str| serde_json::Value::String(value.to_owned());
        let date = || Some(value.parse().expect("a date"));
        match name {
            "of" => {
                claim.proposition.subject = match value.strip_prefix('~') {
                    Some(words) => self.anchor(article, words, EntityType::Incident),
                    None => self.entity(value),
                };
            }
            "status" => {
                let status: Status = serde_json::from_value(json(value)).expect("a status");
                claim.proposition.status = Some(status);
            }
            "group" => claim.proposition.group = Some(self.entity(&format!("organisation/{value}"))),
            "denies" => claim.stance = Stance::Denies,
            "doubts" => claim.stance = Stance::Doubts,
            "reports" => claim.stance = Stance::Reports,
            "said" => claim.said_on = date(),
            "for" => claim.proposition.happened_on = date(),
            "via" => {
                let entity = match value.strip_prefix('~') {
                    Some(words) => Some(self.anchor(article, words, EntityType::Organisation)),
                    None => EntityType::of_key(value).map(|_| self.entity(value)),
                };
                let words = value.rsplit(['~', '/']).next().unwrap_or(value).replace('_', " ");
                claim.via.push(Speaker { entity, ..named(&words) });
            }
            "basis" => {
                let basis: Basis = serde_json::from_value(json(value)).expect("a basis");
                claim.basis = Some(basis);
            }
            "hedge" => {
                let kind: HedgeKind = serde_json::from_value(json(value)).expect("a hedge");
                claim.hedges.push(ClaimHedge { exact: value.to_owned(), kind });
            }
            "grade" => {
                let grade: GradeLetter = serde_json::from_value(json(value)).expect("a grade");
                claim
                    .grades
                    .push((id(&format!("{} {value}", claim.id)), Grade { grade, reason: String::new() }));
            }
            "draft" => claim.standing = Standing::Draft,
            other => panic!("unknown option `{other}`"),
        }
    }

    fn speaker(&mut self, article: &str, words: &str) -> Speaker {
        if let Some(words) = words.strip_prefix('~') {
            let anchor = self.anchor(article, words, EntityType::Person);
            return Speaker { entity: Some(anchor), ..named(&words.replace('_', " ")) };
        }
        if words == "narrator" {
            return Speaker { kind: SpeakerKind::Narrator, ..named("") };
        }
        if let Some((count, party)) = words.split_once('@') {
            let n = count.parse().expect("how many");
            let party = Some(self.entity(&format!("organisation/{party}")));
            let count = Some(Quantity::exactly(n, Unit::People));
            return Speaker { kind: SpeakerKind::Unnamed, count, party, ..named(&format!("{n} officials")) };
        }
        if let Some(name) = words.strip_prefix("doc:") {
            return Speaker { kind: SpeakerKind::Document, ..named(name) };
        }
        if words == "?" {
            return Speaker { kind: SpeakerKind::Unnamed, ..named("a person") };
        }
        Speaker { entity: Some(self.entity(&format!("person/{words}"))), ..named(words) }
    }

    fn value(&mut self, property: &str, value: &str) -> Value {
        static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::shipped);
        match VOCABULARY.property(property).unwrap_or_else(|error| panic!("{error}")).value {
            ValueType::Quantity => Value::Quantity(quantity(value, property)),
            ValueType::Date => Value::Date(value.parse().expect("a date")),
            ValueType::Entity => Value::Entity(self.entity(value)),
            ValueType::Flag => Value::Flag(value == "yes"),
            ValueType::Words => Value::Words(value.to_owned()),
            ValueType::Point => {
                let parts: Vec<&str> = value.split(',').collect();
                let within_km = parts[2].parse().expect("kilometres");
                Value::Point(Point { lon: parts[0].to_owned(), lat: parts[1].to_owned(), within_km })
            }
        }
    }
}

fn named(words: &str) -> Speaker {
    Speaker {
        kind: SpeakerKind::Named,
        entity: None,
        description: words.to_owned(),
        count: None,
        party: None,
        anonymity: None,
    }
}

fn quantity(words: &str, property: &str) -> Quantity {
    let unit = if property.ends_with("strikes") { Unit::Strikes } else { Unit::People };
    let end = |words: &str| words.parse::<u64>().ok();
    match words.split_once("..") {
        Some((min, max)) => Quantity { min: end(min), max: end(max), approx: None, unit },
        None => match end(words) {
            Some(n) => Quantity::exactly(n, unit),
            None => Quantity { min: None, max: None, approx: Some(words.to_owned()), unit },
        },
    }
}
