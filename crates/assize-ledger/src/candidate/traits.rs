//! A sketch made ready for comparison: days as numbers, places as circles and names, everything else as terms.

use super::{
    name::{self, Name},
    posting::{Field, Postings, Term, term},
    sketch::Sketch,
};
use assize_record::{
    Day, Interval, gazetteer,
    gazetteer::{Kind, Reading},
    place::{Circle, Place},
};
use std::collections::BTreeSet;

/// First and last day, as days since 1970; the extremes stand for no bound.
pub(super) type Days = (i32, i32);

/// A term, and how much it tells where two share it, in thousandths.
pub(super) type Weighed = (Term, i32);

/// A sketch made ready for comparison.
#[derive(Debug, Clone, Default)]
pub(super) struct Traits {
    pub(super) days: Option<Days>,
    pub(super) reported: Option<Days>,
    pub(super) names: Vec<Name>,
    /// Where it may have been: a place of each phrase, of which any may be meant.
    pub(super) places: Vec<Place>,
    pub(super) actors: Vec<Thing>,
    pub(super) targets: Vec<Thing>,
    pub(super) means: Vec<Thing>,
    /// Words of passages, in order of their terms; once weighed only the rare ones.
    pub(super) words: Vec<Weighed>,
}

/// A force, target or weapon with the words it is known by.
#[derive(Debug, Clone)]
pub(super) struct Thing {
    pub(super) words: String,
    pub(super) terms: Vec<Weighed>,
}

/// More readings than these of one name say nothing of where it is.
const READINGS: usize = 16;
/// A place that is named after one inside it lies no further from its middle than this beyond its own reach, in kilometres.
const AROUND_KM: f64 = 15.0;
/// Circles wider than this are regions and countries.
const WIDE_KM: f64 = 50.0;
/// Squares of the index per degree.
const CELLS: f64 = 2.0;

impl Traits {
    pub(super) fn of(sketch: &Sketch) -> Self {
        let mut phrases: Vec<Vec<Name>> = sketch.places.iter().map(|phrase| name::names(phrase)).collect();
        let readings: Vec<Vec<Vec<Reading>>> =
            phrases.iter_mut().map(|names| names.iter_mut().map(listed).collect()).collect();
        let stated = sketch.positions.iter().map(|circle| Place { readings: vec![*circle] });
        let places = if sketch.positions.is_empty() { located(&readings) } else { stated.collect() };
        let mut seen = BTreeSet::new();
        let mut names: Vec<Name> = phrases.into_iter().flatten().collect();
        names.retain(|name| seen.insert(name.key.clone()));
        let words: BTreeSet<Term> = sketch.words.iter().map(|word| term(Field::Word, word)).collect();
        Self {
            days: sketch.days.map(days),
            reported: sketch.reported.map(days),
            names,
            places,
            actors: things(Field::Actor, &sketch.actors),
            targets: things(Field::Target, &sketch.targets),
            means: things(Field::Means, &sketch.means),
            words: words.into_iter().map(|word| (word, 0)).collect(),
        }
    }

    /// Takes over how much each of its terms tells, and leaves out the words of passages that many sketches have.
    pub(super) fn weigh(&mut self, postings: &Postings) {
        self.words.retain(|(word, _)| postings.is_rare(*word));
        self.words.shrink_to_fit();
        let things = self.actors.iter_mut().chain(&mut self.targets).chain(&mut self.means);
        for (term, rarity) in things.flat_map(|thing| &mut thing.terms).chain(&mut self.words) {
            *rarity = postings.rarity(*term);
        }
        for name in &mut self.names {
            name.rarity = postings.rarity(term(Field::Name, &name.skeleton));
            name.rarity_within = postings.rarity(term(Field::NamePart, &name.skeleton));
        }
    }

    /// The terms by which it is looked up, once each or more.
    pub(super) fn terms(&self) -> impl Iterator<Item = Term> + '_ {
        let names = self.names.iter().flat_map(|name| {
            let parts = name.parts.iter().map(|(_, bones)| term(Field::NamePart, bones));
            [term(Field::Name, &name.skeleton), term(Field::NamePart, &name.skeleton)]
                .into_iter()
                .chain(parts)
        });
        let things = self.actors.iter().chain(&self.targets).chain(&self.means);
        let cells = self.circles().filter_map(cell).map(|(y, x)| square(y, x));
        names
            .chain(things.flat_map(|thing| thing.terms.iter().map(|(term, _)| *term)))
            .chain(cells)
            .chain(self.words.iter().map(|(word, _)| *word))
    }

    fn circles(&self) -> impl Iterator<Item = &Circle> {
        self.places.iter().flat_map(|place| &place.readings)
    }

    /// The squares beside its own.
    pub(super) fn cells_around(&self) -> BTreeSet<Term> {
        let cells = self.circles().filter_map(cell);
        let around = |(y, x): (i32, i32)| {
            let across = (360.0 * CELLS) as i32;
            (-1..=1).flat_map(move |dy| (-1..=1).map(move |dx| square(y + dy, (x + dx).rem_euclid(across))))
        };
        cells.flat_map(around).collect()
    }
}

/// Days as numbers since 1970.
pub(super) fn days(interval: Interval) -> Days {
    let number = |day: Day| (day - Day::constant(1970, 1, 1)).get_days();
    (interval.earliest.map_or(i32::MIN, number), interval.latest.map_or(i32::MAX, number))
}

/// The square a circle lies in; `None` for a wide one, which would lie in many.
fn cell(circle: &Circle) -> Option<(i32, i32)> {
    let square = |degrees: f64, from: f64| ((degrees + from) * CELLS).floor() as i32;
    let at = circle.centre;
    let across = (360.0 * CELLS) as i32;
    (circle.radius_km <= WIDE_KM)
        .then(|| (square(at.latitude, 90.0), square(at.longitude, 180.0).rem_euclid(across)))
}

fn square(y: i32, x: i32) -> Term {
    term(Field::Cell, &format!("{y} {x}"))
}

/// Words that every force, boat or weapon may be called by.
const PLAIN: &[&str] =
    &["the", "a", "an", "of", "and", "its", "their", "his", "her", "by", "with", "from", "in", "on"];

fn things(field: Field, names: &[String]) -> Vec<Thing> {
    let thing = |words: &String| {
        let keys = words.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        let terms: BTreeSet<Term> = keys
            .filter(|word| word.len() > 1 && !PLAIN.contains(&word.as_str()))
            .map(|word| term(field, &word))
            .collect();
        Thing { words: words.clone(), terms: terms.into_iter().map(|term| (term, 0)).collect() }
    };
    names.iter().map(thing).filter(|thing| !thing.terms.is_empty()).collect()
}

/// The readings of a name.
fn listed(name: &mut Name) -> Vec<Reading> {
    let readings = gazetteer::readings_of_key(&name.key);
    name.is_wide = readings.iter().any(|reading| reading.kind != Kind::City);
    readings
}

/// Where phrases put something, by the readings of their names: of each phrase its narrowest listed name, read in the light of the regions and countries that are named too. A
/// phrase that gives a town outweighs one that gives a region.
fn located(readings: &[Vec<Vec<Reading>>]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (phrase, names) in readings.iter().enumerate() {
        let Some(at) = names.iter().position(|readings| !readings.is_empty()) else { continue };
        // What holds it is told by any other name.
        let others = readings.iter().enumerate().flat_map(|(other, names)| {
            names
                .iter()
                .enumerate()
                .filter(move |(n, _)| (other, *n) != (phrase, at))
                .map(|(_, readings)| readings)
        });
        let wholes: Vec<Reading> =
            others.flatten().filter(|reading| reading.kind != Kind::City).copied().collect();
        let place = inside(&narrowest(&names[at], at > 0), &wholes);
        if place.readings.len() <= READINGS && !places.contains(&place) {
            places.push(place);
        }
    }
    let is_town = |place: &Place| place.readings.iter().all(|circle| circle.radius_km <= WIDE_KM);
    if places.iter().any(is_town) {
        places.retain(is_town);
    }
    places
}

/// A place in the light of the regions and countries it may be in. One that is in no country named beside it is an unlisted one of that
/// name; with a region alone, either may be misread.
fn inside(place: &Place, wholes: &[Reading]) -> Place {
    let circles = |kind: Kind| -> Vec<Circle> {
        wholes.iter().filter(|whole| whole.kind == kind).map(|whole| whole.circle).collect()
    };
    let (countries, regions) = (circles(Kind::Country), circles(Kind::Region));
    let in_country = if countries.is_empty() { place.clone() } else { place.inside(&countries) };
    if in_country.readings.is_empty() {
        return Place { readings: countries };
    }
    let in_region = in_country.inside(&regions);
    if !in_region.readings.is_empty() {
        return in_region;
    }
    let unsettled = if countries.is_empty() { regions } else { Vec::new() };
    Place { readings: in_country.readings.into_iter().chain(unsettled).collect() }
}

/// The readings of a name that say where something was. `holds` where the phrase names something unlisted inside it: then a region is
/// meant rather than its capital, and a town stands for the land around it.
fn narrowest(readings: &[Reading], holds: bool) -> Place {
    let has = |kind: Kind| readings.iter().any(|reading| reading.kind == kind);
    let only_wide = has(Kind::Country) || holds && has(Kind::Region);
    let kept = readings.iter().filter(|reading| !only_wide || reading.kind != Kind::City);
    let circle = |reading: &Reading| {
        let around = if holds && reading.kind == Kind::City { AROUND_KM } else { 0.0 };
        Circle { radius_km: reading.circle.radius_km + around, ..reading.circle }
    };
    Place { readings: kept.map(circle).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use assize_record::{EntryId, place::Point};

    fn readings(places: &[&str]) -> Vec<Circle> {
        let mut sketch = Sketch::new(EntryId::from_bytes([1; 32]));
        sketch.places = places.iter().map(|place| (*place).to_owned()).collect();
        Traits::of(&sketch).circles().copied().collect()
    }

    #[test]
    fn a_name_with_many_readings_is_narrowed_by_the_country_that_is_named() {
        let alone = readings(&["Tripoli"]);
        let with = readings(&["Tripoli", "Lebanon"]);
        assert!(with.len() < alone.len() && !with.is_empty(), "{alone:?} {with:?}");
        let lebanon = Point { latitude: 34.4, longitude: 35.8 };
        assert!(with.iter().all(|circle| circle.centre.within_km(&lebanon, 60.0)), "{with:?}");
    }

    #[test]
    fn an_unlisted_village_lies_somewhere_in_the_region_it_is_named_with() {
        let village = readings(&["the village of Zzyzzqa, Aleppo"]);
        assert!(village.iter().all(|circle| circle.radius_km > 50.0), "{village:?}");
        assert_eq!(readings(&["Zzyzzqa"]), []);
    }

    #[test]
    fn a_name_listed_in_another_country_is_an_unlisted_place_of_the_one_named() {
        let peru = Point { latitude: -9.2, longitude: -75.0 };
        let place = readings(&["Reykjavik, Peru"]);
        assert!(place.len() == 1 && place[0].centre.within_km(&peru, 600.0), "{place:?}");
    }

    #[test]
    fn a_town_outweighs_the_country_told_beside_it() {
        let place = readings(&["Peru", "Cusco"]);
        assert!(place.iter().all(|circle| circle.radius_km <= WIDE_KM) && !place.is_empty(), "{place:?}");
    }

    #[test]
    fn squares_meet_across_the_date_line() {
        let at = |longitude| {
            let mut sketch = Sketch::new(EntryId::from_bytes([1; 32]));
            sketch.positions = vec![Circle::at(Point { latitude: 0.1, longitude })];
            Traits::of(&sketch)
        };
        let (east, west) = (at(179.9), at(-179.9));
        assert!(west.terms().any(|cell| east.cells_around().contains(&cell)));
    }
}
