//! Names of places with where they are: countries, their regions, and towns of 500 people and more.
//!
//! The data is GeoNames (CC BY 4.0, see `schema/gazetteer/NOTICE`), packed by `schema/gazetteer/make.py`, which also says how the bytes
//! are laid out. They are used where they lie: nothing is unpacked or built at start-up, a look-up reads some twenty names.

use crate::place::{Circle, Place, Point};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

static PLACES: &[u8] = include_bytes!("../../../schema/gazetteer/places.bin");

const MAGIC: &[u8] = b"AZGEO001";
/// Names in a block, of which the first is spelt out.
const BLOCK: usize = 16;
/// A radius is stored as an exponent of this.
const RADIUS_BASE: f64 = 1.04;
/// Bytes of a place.
const PLACE: usize = 6;

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Kind {
    /// A country or territory that ISO 3166 lists.
    Country,
    /// A state, province, governorate or other first-order part of a country.
    Region,
    /// A city, town or village.
    City,
}

/// One thing that a name can mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// What it is.
    pub kind: Kind,
    /// ISO 3166 code of its country.
    pub country: &'static str,
    /// Where it is. The radius of a town is estimated from its people, that of a region or country holds all its towns.
    pub circle: Circle,
}

impl Kind {
    /// The name used on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// All readings of a name: countries first, then regions, then towns, each the most populous first. None where it is not listed.
pub fn readings(name: &str) -> Vec<Reading> {
    readings_of_key(&key(name))
}

/// As [`readings`], of a name that is a [`key`] already.
pub fn readings_of_key(key: &str) -> Vec<Reading> {
    Blob::shipped().and_then(|blob| blob.find(key)).unwrap_or_default()
}

/// The place that a name means, with all its readings.
pub fn place(name: &str) -> Place {
    Place { readings: readings(name).into_iter().map(|reading| reading.circle).collect() }
}

/// Words for what a place is, which some texts put behind or before its name.
const ARTICLES: &[&str] = &["al", "el", "ar", "as", "ash", "at", "ath", "az", "an", "ad", "adh", "the"];

/// What a name is found by: lower case without accents, apostrophes, spaces, the article at its head and doubled letters, so that
/// `Al-Raqqah` and `Ar Raqqa` differ by an ending only. Empty where it has letters that are not Latin. `key` in `make.py` does the same.
pub fn key(name: &str) -> String {
    let spelt: String = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let mut words: Vec<String> = vec![String::new()];
    for letter in spelt.chars() {
        let word = words.last_mut().filter(|_| letter.is_alphanumeric());
        match (word, latin(letter)) {
            (Some(word), Some(letters)) => word.push_str(letters),
            (Some(word), None) if letter.is_ascii() => word.push(letter),
            (Some(_), None) => return String::new(),
            (None, _) if is_apostrophe(letter) => {}
            (None, _) => words.push(String::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    let article = words.first().is_some_and(|word| ARTICLES.contains(&word.as_str()));
    if article && words.iter().skip(1).map(String::len).sum::<usize>() >= 3 {
        words.remove(0);
    }
    let mut key: Vec<char> = words.iter().flat_map(|word| word.chars()).collect();
    key.dedup();
    key.into_iter().collect()
}

/// Letters that do not come apart into a Latin letter and a mark.
fn latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ø' => "o",
        'ł' => "l",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ð' | 'đ' => "d",
        'þ' => "th",
        'ə' => "e",
        'ħ' => "h",
        // Modifier letters that stand for a glottal stop; they count as letters.
        'ʿ' | 'ʾ' | 'ʻ' | 'ʼ' | 'ˌ' => "",
        _ => return None,
    })
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | '`' | '´' | '"' | 'ˌ')
}

/// The packed bytes, cut into their parts.
struct Blob {
    codes: &'static [u8],
    countries: usize,
    regions: usize,
    places: &'static [u8],
    blocks: &'static [u8],
    names: &'static [u8],
}

impl Blob {
    /// The shipped bytes. `None` is impossible while the tests of this module pass.
    fn shipped() -> Option<Self> {
        let rest = PLACES.strip_prefix(MAGIC)?;
        let number = |at: usize| word(rest, at);
        let (codes, countries, regions) = (number(0)?, number(1)?, number(2)?);
        let (places, blocks) = (number(3)?, number(4)?);
        let (codes, rest) = rest.get(20..)?.split_at_checked(2 * codes)?;
        let (places, rest) = rest.split_at_checked(PLACE * places)?;
        let (blocks, names) = rest.split_at_checked(4 * blocks)?;
        Some(Self { codes, countries, regions, places, blocks, names })
    }

    fn find(&self, key: &str) -> Option<Vec<Reading>> {
        let (mut low, mut high) = (0, self.blocks.len() / 4);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.names_of(middle)?.head()? <= key.as_bytes() { low = middle + 1 } else { high = middle }
        }
        let mut names = self.names_of(low.checked_sub(1)?)?;
        (0..BLOCK)
            .find_map(|_| {
                let (equal, numbers) = names.next_is(key.as_bytes())?;
                equal.then_some(numbers)
            })?
            .into_iter()
            .map(|number| self.reading(number))
            .collect()
    }

    fn names_of(&self, block: usize) -> Option<Names> {
        Some(Names { rest: self.names.get(word(self.blocks, block)?..)?, name: Vec::new() })
    }

    fn reading(&self, number: usize) -> Option<Reading> {
        let bytes: &[u8; PLACE] = self.places.get(PLACE * number..)?.first_chunk()?;
        let degrees = |low: usize| f64::from(i16::from_le_bytes([bytes[low], bytes[low + 1]]));
        let centre = Point { latitude: degrees(0) / 360.0, longitude: degrees(2) / 180.0 };
        let radius_km = RADIUS_BASE.powi(i32::from(bytes[4]));
        let country = std::str::from_utf8(self.codes.get(2 * usize::from(bytes[5])..)?.get(..2)?).ok()?;
        let kind = match number {
            _ if number < self.countries => Kind::Country,
            _ if number < self.countries + self.regions => Kind::Region,
            _ => Kind::City,
        };
        Some(Reading { kind, country, circle: Circle { centre, radius_km } })
    }
}

/// A four-byte number of a table.
fn word(table: &[u8], at: usize) -> Option<usize> {
    let bytes = table.get(4 * at..)?.first_chunk()?;
    usize::try_from(u32::from_le_bytes(*bytes)).ok()
}

/// Names of a block, read one after the other.
struct Names {
    rest: &'static [u8],
    name: Vec<u8>,
}

impl Names {
    /// The first name of a block, which is spelt out.
    fn head(&self) -> Option<&'static [u8]> {
        self.rest.get(2..2 + usize::from(*self.rest.get(1)?))
    }

    /// Whether the next name is this one, and the numbers of its places.
    fn next_is(&mut self, key: &[u8]) -> Option<(bool, Vec<usize>)> {
        let (&[shared, length], rest) = self.rest.split_first_chunk()?;
        let (ending, rest) = rest.split_at_checked(usize::from(length))?;
        self.rest = rest;
        self.name.truncate(usize::from(shared));
        self.name.extend_from_slice(ending);
        let (count, mut last) = (self.number()?, 0);
        let numbers = (0..count).map(|_| {
            last += self.number()?;
            Some(last)
        });
        let numbers = numbers.collect::<Option<_>>()?;
        Some((self.name == key, numbers))
    }

    /// A number in groups of seven bits, the lowest first (LEB128).
    fn number(&mut self) -> Option<usize> {
        let (mut value, mut shift) = (0_usize, 0);
        loop {
            let (&byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            value |= usize::from(byte & 127).checked_shl(shift)?;
            if byte < 128 {
                return Some(value);
            }
            shift += 7;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A thing that a name must mean: kind, country, a point it holds or lies near.
    fn check(name: &str, kind: Kind, country: &str, latitude: f64, longitude: f64) {
        let near = Point { latitude, longitude };
        let found = readings(name).into_iter().any(|reading| {
            let apart = reading.circle.centre.distance_km(&near);
            reading.kind == kind && reading.country == country && apart <= reading.circle.radius_km + 5.0
        });
        assert!(found, "{name}: {:?}", readings(name));
    }

    #[test]
    fn names_are_found_where_they_are() {
        check("Lima", Kind::City, "PE", -12.046, -77.043);
        check("Syria", Kind::Country, "SY", 34.8, 39.0);
        check("Aleppo", Kind::Region, "SY", 36.2, 37.1);
        check("Aleppo", Kind::City, "SY", 36.2, 37.16);
        check("Córdoba", Kind::City, "AR", -31.41, -64.18);
        check("cordoba", Kind::City, "ES", 37.89, -4.78);
        check("Łódź", Kind::City, "PL", 51.77, 19.46);
        check("Suva", Kind::City, "FJ", -18.14, 178.44);
        check("Khan Yunis", Kind::City, "PS", 31.34, 34.30);
        check("Trinidad and Tobago", Kind::Country, "TT", 10.5, -61.3);
        check("Sucre", Kind::Region, "VE", 10.4, -63.5);
    }

    #[test]
    fn a_name_with_several_readings_keeps_them_wide_ones_first() {
        let found = readings("Tripoli");
        let countries: Vec<&str> = found.iter().map(|reading| reading.country).collect();
        assert!(countries.contains(&"LY") && countries.contains(&"LB"), "{countries:?}");
        for name in ["Georgia", "Tripoli", "Santa Fe"] {
            let kinds: Vec<Kind> = readings(name).iter().map(|reading| reading.kind).collect();
            assert!(kinds.is_sorted() && kinds.len() > 1, "{name}: {kinds:?}");
        }
    }

    #[test]
    fn unlisted_names_have_no_reading() {
        for name in ["", "zzzzqq", "دمشق", "the", "'"] {
            assert_eq!(readings(name), [], "{name}");
        }
    }

    #[test]
    fn spellings_meet_in_one_key() {
        for (a, b) in [
            ("Ar-Raqqah", "al raqqah"),
            ("‘Ayn al ‘Arab", "Ayn al Arab"),
            ("İzmir", "Izmir"),
            ("Tromsø", "tromso"),
            ("Deir Hafer", "Deirhafer"),
            ("Maʿarrat", "Ma'arrat"),
            ("The Hague", "hague"),
        ] {
            assert_eq!(key(a), key(b), "{a}");
        }
        assert_eq!(key("Al"), "al");
        assert_eq!(key("El Al"), "elal");
        assert_eq!(key("Москва"), "");
    }

    #[test]
    fn every_listed_name_is_found_and_its_places_hold() {
        let blob = Blob::shipped().expect("shipped bytes that hold");
        let blocks = blob.blocks.len() / 4;
        let mut names = blob.names_of(0).expect("a first block");
        let (mut count, mut before) = (0_usize, Vec::new());
        while !names.rest.is_empty() {
            let (_, numbers) = names.next_is(b"").expect("a name that is whole");
            let name = String::from_utf8(names.name.clone()).expect("a name in ASCII");
            assert!(names.name > before, "{name}: out of order");
            assert_eq!(key(&name), name, "a stored name is its own key");
            // Each of them takes a search; one of seven is enough, heads and ends of blocks among them.
            if count.is_multiple_of(7) {
                assert_eq!(blob.find(&name).map(|found| found.len()), Some(numbers.len()), "{name}");
            }
            for number in numbers {
                let reading = blob.reading(number).expect("a place that is listed");
                let Point { latitude, longitude } = reading.circle.centre;
                assert!(latitude.abs() <= 90.0 && longitude.abs() <= 180.0, "{name}");
                assert!(reading.country.bytes().all(|byte| byte.is_ascii_uppercase()), "{name}");
            }
            before.clone_from(&names.name);
            count += 1;
        }
        assert_eq!(count.div_ceil(BLOCK), blocks);
        assert!(count > 250_000, "{count}");
        assert!(PLACES.len() <= 5_000_000, "{}", PLACES.len());
    }
}
