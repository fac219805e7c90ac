//! Sketches drawn from a view of the record, and from what the reader proposes.

use super::sketch::{Sketch, Toll, rare_words};
use crate::view::View;
use assize_record::{
    Draft, Edtf, EntityType, EntryId, Interval, Quantity, Referent, Stance, Status, Unit, Value,
    place::{self, Circle},
    proposition,
};

impl Sketch {
    /// What a view holds of an incident or attack: of everything that people linked as one with it.
    pub fn of_cluster(view: &View, id: EntryId) -> Self {
        let mut sketch = Self::new(view.canonical(id));
        sketch.members.extend(view.cluster(id));
        for (a, b) in view.different() {
            for (ours, theirs) in [(a, b), (b, a)] {
                if sketch.members.contains(ours) {
                    sketch.different.extend(view.cluster(*theirs));
                }
            }
        }
        // A part is not the whole that it is part of.
        let wholes = view.part_of().get(&sketch.id).into_iter().flatten();
        sketch.different.extend(wholes.flat_map(|whole| view.cluster(*whole)));
        let anchors: Vec<EntryId> = sketch.members.iter().copied().collect();
        sketch.texts.extend(anchors.iter().filter_map(|anchor| Some(view.anchors().get(anchor)?.text)));
        for claim in view.claims_about(id) {
            sketch.reported = wider(sketch.reported, claim.published);
            let passage = view.passages().get(&claim.passage);
            if let Some(passage) = passage {
                sketch.texts.insert(passage.text);
                sketch.words.extend(rare_words(&passage.words.exact));
            }
            if claim.stance == Stance::Denies {
                continue;
            }
            let said = &claim.proposition;
            let named = |id: EntryId| view.name(id);
            sketch.take(&said.property, said.status, &said.value, named);
        }
        // The days are those of every list: a supposed or doubted one is none of them.
        sketch.days = None;
        view.days_of(id).iter().for_each(|day| sketch.happened(day.date));
        sketch
    }

    /// What a reading tells of one of its incidents or attacks. `id` is the anchor's: see [`Referent::anchor`]; `referents` and `drafts`
    /// are those of the whole reading; `published` is when its text was published, where that is known.
    pub fn of_referent(
        id: EntryId,
        text: EntryId,
        referent: &Referent,
        referents: &[Referent],
        drafts: &[Draft],
        published: Option<Interval>,
    ) -> Self {
        let mut sketch = Self::new(id);
        sketch.texts.insert(text);
        sketch.reported = published;
        sketch.places.clone_from(&referent.places);
        sketch.targets.clone_from(&referent.targets);
        if let Some(happened_on) = &referent.happened_on {
            sketch.happened(happened_on);
        }
        for draft in drafts.iter().filter(|draft| draft.proposition.subject == referent.number) {
            sketch.words.extend(rare_words(&draft.passage.exact));
            let said = &draft.proposition;
            if draft.stance == Stance::Denies {
                continue;
            }
            let entity =
                said.value.entity.and_then(|number| referents.iter().find(|other| other.number == number));
            let name = entity.map(|entity| entity.head.exact.clone());
            let value = match (said.value.quantity(), &said.value.date, &name) {
                (Some(quantity), ..) => Value::Quantity(quantity),
                (_, Some(date), _) => Value::Date(date.clone()),
                (.., Some(name)) => Value::Words(name.clone()),
                _ => Value::Words(said.value.exact.clone()),
            };
            sketch.take(said.property(), said.status, &value, |id| id.short());
        }
        sketch
    }

    /// Takes over what one proposition tells.
    fn take(
        &mut self,
        property: &str,
        status: Option<Status>,
        value: &Value,
        name: impl Fn(EntryId) -> String,
    ) {
        let words = match value {
            Value::Words(words) => Some(words.clone()),
            Value::Entity(id) => Some(name(*id)),
            _ => None,
        };
        match (property, value, words) {
            ("incident.happened-on", Value::Date(date), _) => self.happened(date),
            ("incident.position", Value::Point(point), _) => self.positions.extend(circle(point)),
            ("incident.place", _, Some(words)) => add(&mut self.places, words),
            ("incident.conducted-by", _, Some(words)) => add(&mut self.actors, words),
            ("incident.target" | "incident.target-group", _, Some(words)) => add(&mut self.targets, words),
            ("incident.means", _, Some(words)) => add(&mut self.means, words),
            (_, Value::Quantity(quantity), _) => self.count(property, status, quantity),
            _ => {}
        }
    }

    /// Adds a number of people. A number that no source gives tells nothing.
    fn count(&mut self, property: &str, status: Option<Status>, quantity: &Quantity) {
        let role = property.strip_prefix("incident.").filter(|_| quantity.unit == Unit::People);
        let known = quantity.min.is_some() || quantity.max.is_some();
        if let Some(role) = role.filter(|_| known) {
            let toll = Toll { role: role.to_owned(), status, min: quantity.min, max: quantity.max };
            if !self.tolls.contains(&toll) {
                self.tolls.push(toll);
            }
        }
    }

    /// Sources that differ on the day make it one of all those days.
    fn happened(&mut self, on: &Edtf) {
        let interval = on.interval();
        if interval != Interval::UNBOUNDED {
            self.days = wider(self.days, Some(interval));
        }
    }
}

/// All incidents and attacks of a view as sketches, in order of id: the clusters that people named and linked, and the anchors that nobody
/// has placed yet.
pub fn sketches(view: &View) -> Vec<Sketch> {
    let force = |id: &EntryId| matches!(view.type_of(*id), Some(EntityType::Incident | EntityType::Attack));
    let mut ids: Vec<EntryId> =
        view.entities().keys().filter(|id| force(id)).map(|id| view.canonical(*id)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().map(|id| Sketch::of_cluster(view, id)).collect()
}

/// The stretch that holds both.
fn wider(a: Option<Interval>, b: Option<Interval>) -> Option<Interval> {
    let (Some(a), Some(b)) = (a, b) else { return a.or(b) };
    let earliest = a.earliest.zip(b.earliest).map(|(a, b)| a.min(b));
    Some(Interval { earliest, latest: a.latest.zip(b.latest).map(|(a, b)| a.max(b)) })
}

fn add(list: &mut Vec<String>, words: String) {
    if !list.contains(&words) {
        list.push(words);
    }
}

fn circle(point: &proposition::Point) -> Option<Circle> {
    let (latitude, longitude) = (point.lat.parse().ok()?, point.lon.parse().ok()?);
    Some(Circle { centre: place::Point { latitude, longitude }, radius_km: point.within_km as f64 })
}
