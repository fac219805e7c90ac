//! Candidates drawn from a record: what speaks for them, and what a person has settled.

use crate::world::{World, founders, killed};
use assize_ledger::{
    AsKnown, View,
    candidate::{Candidate, Ranker, Reason, Sketch, sketches},
};
use assize_record::{
    EntryId, Stance, Value,
    body::{ActorRole, Body},
    entry::{Role, Verdict},
};

/// A record of incidents, each told by one text.
struct Record {
    world: World,
}

impl Record {
    fn new() -> Self {
        let mut world = World::new();
        world.actor(1, 1, false, &[ActorRole::Owner]);
        Self { world }
    }

    /// An incident of a day and place in which so many were killed.
    fn incident(&mut self, name: &str, day: Option<&str>, place: &str, n: u64) -> EntryId {
        let incident = self.world.named(1, &format!("incident/{name}"), name);
        let words = format!("{name}: {n} people were killed in {place}");
        let (_, text) = self.world.text(1, &words, None);
        let passage = self.world.passage(text, 0, &words);
        self.claim(incident, passage, "incident.killed", killed(incident, n).proposition.value);
        self.claim(incident, passage, "incident.place", Value::Words(place.to_owned()));
        if let Some(day) = day {
            self.claim(incident, passage, "incident.happened-on", Value::Date(day.parse().unwrap()));
        }
        incident
    }

    fn claim(&mut self, subject: EntryId, passage: EntryId, property: &str, value: Value) {
        let mut claim = killed(subject, 0);
        claim.proposition.property = property.to_owned();
        claim.proposition.value = value;
        let refs = vec![(Role::Passage, passage), (Role::Subject, subject)];
        let id = self.world.sign(1, refs, None, Body::Claim(std::sync::Arc::new(claim)));
        self.world.accept(1, id);
    }

    fn view(&self) -> View {
        View::fold(&self.world.entries, &founders(), AsKnown::default())
    }

    fn candidates(&self, of: EntryId) -> Vec<Candidate> {
        let view = self.view();
        let drawn = sketches(&view);
        Ranker::of(&drawn).candidates(&Sketch::of_cluster(&view, of), 10)
    }
}

fn ids(candidates: &[Candidate]) -> Vec<EntryId> {
    candidates.iter().map(|candidate| candidate.id).collect()
}

fn sentence(candidate: &Candidate) -> String {
    candidate.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

#[test]
fn the_nearest_of_one_day_comes_first_with_its_reasons() {
    let mut record = Record::new();
    let asked = record.incident("asked", Some("2031-05-03"), "the town of Cusco, Peru", 5);
    let near = record.incident("near", Some("2031-05-03"), "Cuzco, Peru", 6);
    let far = record.incident("far", Some("2031-05-03"), "Reykjavik, Iceland", 60);
    let later = record.incident("later", Some("2031-05-06"), "Cusco, Peru", 5);
    let found = record.candidates(asked);
    assert_eq!(found.first().map(|first| first.id), Some(near));
    assert!(found[0].reasons.contains(&Reason::SameDay));
    let told = sentence(&found[0]);
    assert!(told.starts_with("same day; at most ") && told.contains("5 and 6 killed"), "{told}");
    assert!(!ids(&found).contains(&later), "three days apart is another incident");
    assert!(found.iter().all(|candidate| candidate.id != far || candidate.score < found[0].score));
}

#[test]
fn an_unlisted_village_is_found_by_its_spelling() {
    let mut record = Record::new();
    let asked = record.incident("asked", Some("2031-05-03"), "Tal Zyrkan", 5);
    let other = record.incident("other", Some("2031-05-03"), "Qorvash", 5);
    let spelt = record.incident("spelt", Some("2031-05-03"), "Tell Zirkaan village", 5);
    for n in 0..20 {
        record.incident(&format!("n{n}"), Some("2031-08-01"), &format!("Odd{n}"), 1);
    }
    let found = record.candidates(asked);
    assert_eq!(ids(&found)[..2], [spelt, other]);
    assert!(sentence(&found[0]).contains("distance not known"), "{}", sentence(&found[0]));
}

#[test]
fn what_a_person_has_settled_is_not_proposed_again() {
    let mut record = Record::new();
    let place = "Cusco, Peru";
    let asked = record.incident("asked", Some("2031-05-03"), place, 5);
    let [same, different, other] =
        ["same", "different", "other"].map(|name| record.incident(name, Some("2031-05-03"), place, 5));
    assert_eq!(record.candidates(asked).len(), 3);
    record.world.link(1, asked, Verdict::Same, same);
    let said = record.world.link(1, different, Verdict::Different, same);
    assert_eq!(ids(&record.candidates(asked)), [other], "`different` from one member holds for all");
    assert_eq!(ids(&record.candidates(same)), [other]);
    assert_eq!(ids(&record.candidates(different)), [other]);
    record.world.retract(1, said);
    assert_eq!(record.candidates(asked).len(), 2, "taken back, it is proposed again");
    let whole = record.incident("whole", Some("2031-05-03"), place, 5);
    record.world.link(1, other, Verdict::PartOf, whole);
    assert!(!ids(&record.candidates(other)).contains(&whole), "a part is not its whole");
}

#[test]
fn what_has_no_day_or_place_is_proposed_below() {
    let mut record = Record::new();
    let asked = record.incident("asked", Some("2031-05-03"), "Upper Zyrkan", 5);
    let both = record.incident("both", Some("2031-05-03"), "Upper Zyrkan", 5);
    let undated = record.incident("undated", None, "Upper Zyrkan", 5);
    let unplaced = record.incident("unplaced", Some("2031-05-03"), "", 5);
    for n in 0..20 {
        record.incident(&format!("n{n}"), Some("2031-08-01"), &format!("Odd{n}"), 1);
    }
    let found = ids(&record.candidates(asked));
    assert_eq!(found.first(), Some(&both));
    assert!(found.contains(&undated) && found.contains(&unplaced), "{found:?}");
    let found = record.candidates(undated);
    assert!(ids(&found).contains(&both) && sentence(&found[0]).starts_with("day not known"), "{found:?}");
}

#[test]
fn a_denied_day_is_no_day() {
    let mut record = Record::new();
    let asked = record.incident("asked", Some("2031-05-03"), "Upper Zyrkan", 5);
    let (_, text) = record.world.text(1, "It was not on 9 May.", None);
    let passage = record.world.passage(text, 0, "It was not on 9 May.");
    let mut claim = killed(asked, 0);
    claim.stance = Stance::Denies;
    claim.proposition.property = "incident.happened-on".to_owned();
    claim.proposition.value = Value::Date("2031-05-09".parse().unwrap());
    let refs = vec![(Role::Passage, passage), (Role::Subject, asked)];
    let id = record.world.sign(1, refs, None, Body::Claim(std::sync::Arc::new(claim)));
    record.world.accept(1, id);
    let days = Sketch::of_cluster(&record.view(), asked).days.unwrap();
    assert_eq!(days.latest, Some("2031-05-03".parse().unwrap()));
}
