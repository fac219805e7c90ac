//! Records of any size, made up by rule: the same shape gives the same entries, byte for byte.
//!
//! Of every hundred claims about ninety-five are accepted, two rejected, one retracted, one replaced under an amendment and one left
//! undecided; one in twenty has a grade, one in ten a bridge. One incident in a hundred is linked to its neighbour as the same.

use assize_record::{
    BlobHash, Entry, EntryId, Proposition, Quantity, Speaker, SpeakerKind, Stance, Unit, Value,
    body::{
        self, Actor, ActorRole, Body, Bridge, Capture, Claim, Entity, Facet, Grade, GradeLetter, Publication,
        Remark, Side, Stated,
    },
    entry::{EntryError, Head, Role, Salt, Verdict, commit},
    proposition::EntityType,
    sign::{PublicKey, SecretKey, Signature},
};

/// How large a record to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Claims.
    pub claims: u32,
    /// Incidents that the claims are about, at least 1.
    pub incidents: u32,
    /// Sources that the claims are read from, at least 1.
    pub sources: u32,
    /// Whether signatures are real. Making a real one takes most of the time, and the fold does not look at them.
    pub signed: bool,
}

impl Shape {
    /// Ten claims an incident, twenty a source, signatures left blank.
    pub const fn of_claims(claims: u32) -> Self {
        Self { claims, incidents: claims / 10 + 1, sources: claims / 20 + 1, signed: false }
    }
}

/// The key that every synthetic record's trust starts from.
pub fn founder() -> PublicKey {
    key(1).public()
}

/// The entries of a record of this shape, in the order in which people would have entered them.
///
/// # Errors
/// [`EntryError`] never arises; it is passed on rather than hidden.
pub fn entries(shape: Shape) -> Result<Vec<Entry>, EntryError> {
    let mut maker = Maker::new(shape);
    maker.people()?;
    let incidents = maker.incidents()?;
    let texts = (0..shape.sources.max(1)).map(|n| maker.source(n)).collect::<Result<Vec<_>, _>>()?;
    for n in 0..shape.claims {
        maker.claim(n, &incidents, &texts)?;
    }
    Ok(maker.entries)
}

struct Maker {
    shape: Shape,
    keys: Vec<(SecretKey, PublicKey)>,
    prev: Vec<Option<EntryId>>,
    state: u64,
    entries: Vec<Entry>,
}

fn key(n: u8) -> SecretKey {
    SecretKey::from_seed([n; 32])
}

impl Maker {
    fn new(shape: Shape) -> Self {
        let keys: Vec<_> = (1..=4).map(|n| (key(n), key(n).public())).collect();
        let prev = vec![None; keys.len()];
        Self { shape, keys, prev, state: 0, entries: Vec::with_capacity(shape.claims as usize * 7 / 2) }
    }

    /// The next of a fixed sequence of numbers (splitmix64; Steele, Lea and Flood, 2014).
    fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let at = self.number() % from.len() as u64;
        from[usize::try_from(at).unwrap_or(0)]
    }

    fn fixed(&mut self, refs: Vec<(Role, EntryId)>, body: Body) -> Result<EntryId, EntryError> {
        let entry = Entry::deterministic(refs, body)?;
        let id = entry.id;
        self.entries.push(entry);
        Ok(id)
    }

    fn sign(
        &mut self,
        by: usize,
        refs: Vec<(Role, EntryId)>,
        verdict: Option<Verdict>,
        body: Body,
    ) -> Result<EntryId, EntryError> {
        let mut salt = [0; 16];
        salt[..8].copy_from_slice(&self.number().to_be_bytes());
        salt[8..].copy_from_slice(&self.number().to_be_bytes());
        let (salt, prev) = (Salt::new(salt), self.prev[by].into_iter().collect());
        let entry = if self.shape.signed {
            Entry::signed(&self.keys[by].0, salt, refs, prev, verdict, body)?
        } else {
            let v = body.kind().written_in(salt);
            let head = Head {
                v,
                kind: body.kind(),
                by: Some(self.keys[by].1),
                refs,
                prev,
                verdict,
                body: commit(v, salt, &body)?,
            };
            let id = head.id()?;
            Entry { id, head, body: Some((salt, body)), signature: Some(Signature::from_bytes([0; 64])) }
        };
        let id = entry.id;
        self.prev[by] = Some(id);
        self.entries.push(entry);
        Ok(id)
    }

    fn people(&mut self) -> Result<(), EntryError> {
        let roles: [(bool, &[ActorRole]); 3] =
            [(false, &[ActorRole::Editor]), (false, &[ActorRole::Reviewer]), (true, &[])];
        for (n, (machine, roles)) in (1..).zip(roles) {
            let actor = Actor {
                key: self.keys[n].1,
                name: format!("Person {n}"),
                machine,
                roles: roles.to_vec(),
                was: None,
            };
            self.sign(0, Vec::new(), None, Body::Actor(actor))?;
        }
        Ok(())
    }

    fn incidents(&mut self) -> Result<Vec<EntryId>, EntryError> {
        let mut incidents: Vec<EntryId> = Vec::new();
        for n in 0..self.shape.incidents.max(1) {
            let entity = Entity {
                entity_type: EntityType::Incident,
                key: Some(format!("incident/{n:07}")),
                name: format!("Incident {n}"),
                shape: None,
            };
            let id = self.sign(0, Vec::new(), None, Body::Entity(entity))?;
            if let Some(neighbour) = incidents.last().copied().filter(|_| n % 100 == 99) {
                let refs = vec![(Role::From, id), (Role::To, neighbour)];
                let remark = Remark { words: "same boat, same hour".to_owned() };
                self.sign(1, refs, Some(Verdict::Same), Body::Link(remark))?;
            }
            incidents.push(id);
        }
        Ok(incidents)
    }

    /// A source with its capture and text; returns the text.
    fn source(&mut self, n: u32) -> Result<EntryId, EntryError> {
        let sha256 = BlobHash::of(format!("source {n}").as_bytes());
        let source = self.fixed(Vec::new(), Body::Source(body::Source { sha256, bytes: 4000 }))?;
        let stated = |value: String| Some(Stated { value, from: "json-ld".to_owned() });
        let capture = Capture {
            captured_at: "2032-01-01T00:00:00Z".to_owned(),
            tool: "assize@0.1.0".to_owned(),
            file: format!("{n:07}.html"),
            media_type: "text/html".to_owned(),
            publication: Publication {
                publisher: stated(format!("Gazette {}", n % 97)),
                title: stated(format!("Report {n}")),
                published_on: stated(format!("2031-{:02}-{:02}", n % 12 + 1, n / 12 % 28 + 1)),
                ..Publication::default()
            },
        };
        self.sign(3, vec![(Role::Source, source)], None, Body::Capture(Box::new(capture)))?;
        let sha256 = BlobHash::of(format!("text {n}").as_bytes());
        let text = body::Text { sha256, bytes: 3000, extractor: "assize-html@1".to_owned() };
        self.fixed(vec![(Role::Source, source)], Body::Text(text))
    }

    fn claim(&mut self, n: u32, incidents: &[EntryId], texts: &[EntryId]) -> Result<(), EntryError> {
        let (incident, text) = (self.pick(incidents), self.pick(texts));
        let killed = self.number() % 12;
        let exact = format!("killed {killed} people, statement {n} of the ministry said");
        let start = self.number() % 2000;
        let passage = body::Passage { start, end: start + exact.len() as u64, exact: Some(exact) };
        let passage = self.fixed(vec![(Role::Text, text)], Body::Passage(passage))?;
        let refs = vec![(Role::Passage, passage), (Role::Subject, incident)];
        let claim = self.sign(
            0,
            refs.clone(),
            None,
            Body::Claim(std::sync::Arc::new(statement(incident, killed, n))),
        )?;
        let judge = |maker: &mut Self, of: EntryId, verdict: Verdict| {
            let by = 1 + usize::from(n.is_multiple_of(3));
            maker.sign(by, vec![(Role::Of, of)], Some(verdict), Body::Review(Remark::default()))
        };
        match n % 100 {
            0 => {}
            1 | 2 => {
                judge(self, claim, Verdict::Reject)?;
            }
            3 => {
                let mut refs = refs;
                refs.push((Role::Replaces, claim));
                self.sign(
                    1,
                    refs,
                    None,
                    Body::Claim(std::sync::Arc::new(statement(incident, killed + 1, n))),
                )?;
                self.sign(1, vec![(Role::Of, claim)], Some(Verdict::Amend), Body::Review(Remark::default()))?;
            }
            _ => {
                judge(self, claim, Verdict::Accept)?;
            }
        }
        if n % 100 == 4 {
            self.sign(0, vec![(Role::Of, claim)], None, Body::Retract(Remark::default()))?;
        }
        if n.is_multiple_of(20) {
            let grade = Grade { grade: GradeLetter::C, reason: "the ministry's own attack".to_owned() };
            self.sign(1, vec![(Role::Of, claim)], None, Body::Grade(grade))?;
        }
        if n.is_multiple_of(10) {
            self.bridge(n, claim, incident)?;
        }
        Ok(())
    }

    fn bridge(&mut self, n: u32, claim: EntryId, incident: EntryId) -> Result<(), EntryError> {
        let elements = ["zone", "member", "civilians", "approved"];
        let element = self.pick(&elements).to_owned();
        let faceted = matches!(element.as_str(), "member" | "civilians");
        let bridge = Bridge {
            standard: "invented.order".to_owned(),
            element,
            facet: faceted.then_some(Facet::Held),
            side: if n.is_multiple_of(3) { Side::Against } else { Side::For },
            warrant: "the ministry says so of the dead".to_owned(),
            unit: None,
            presumption: false,
        };
        let refs = vec![(Role::Of, claim), (Role::Subject, incident)];
        self.sign(1, refs, None, Body::Bridge(bridge)).map(|_| ())
    }
}

fn statement(incident: EntryId, killed: u64, n: u32) -> Claim {
    Claim {
        speaker: Speaker {
            kind: if n.is_multiple_of(4) { SpeakerKind::Unnamed } else { SpeakerKind::Narrator },
            entity: None,
            description: format!("an official of bureau {}", n % 31),
            count: None,
            party: None,
            anonymity: None,
        },
        via: Vec::new(),
        stance: if n.is_multiple_of(9) { Stance::Denies } else { Stance::Asserts },
        hedges: Vec::new(),
        basis: None,
        said_on: None,
        proposition: Proposition {
            subject: incident,
            property: "incident.killed".to_owned(),
            value: Value::Quantity(Quantity::exactly(killed, Unit::People)),
            status: None,
            group: None,
            happened_on: None,
            happened_at: None,
        },
        drafted: None,
        anchors: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_shape_gives_the_same_entries_and_they_hold() {
        let shape = Shape { signed: true, ..Shape::of_claims(120) };
        let made = entries(shape).expect("entries");
        for entry in &made {
            entry.check().expect("an entry that holds");
        }
        assert_eq!(made, entries(shape).expect("entries"));
        let blank = entries(Shape { signed: false, ..shape }).expect("entries");
        assert!(made.iter().zip(&blank).all(|(a, b)| a.id == b.id));
    }
}
