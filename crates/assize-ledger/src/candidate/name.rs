//! Names of places that may be one name: parts of a phrase, spellings, and one name within another.

use assize_record::gazetteer;

/// A name cut out of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// As the text has it.
    pub(super) words: String,
    /// What it is found by: see [`gazetteer::key`].
    pub(super) key: String,
    /// Its consonants: see [`skeleton`].
    pub(super) skeleton: String,
    /// Key and consonants of each of its words, where it has several.
    pub(super) parts: Vec<(String, String)>,
    /// Whether the gazetteer has a region or country of that name, which holds many places.
    pub(super) is_wide: bool,
    /// How much the whole name tells where others have it, in thousandths.
    pub(super) rarity: i32,
    /// The same where others have it within a longer name.
    pub(super) rarity_within: i32,
}

/// How far two names are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// One is part of the other: `Odd`, `Odd Harbour`.
    Within,
    /// They may be spellings of one name: `Tel Odd`, `Tal Aud`.
    Spelling,
    /// They are one name.
    Same,
}

/// Words that part names in a phrase.
const PARTING: &[&str] = &[
    "in", "near", "at", "of", "and", "on", "off", "with", "from", "to", "outside", "inside", "between",
    "around", "close", "along", "linking", "joins", "joining", "that", "towards", "toward", "opposite",
    "within", "by", "over",
];

/// Words that say what sort of place it is, or where in it, and are no part of a name.
const KINDS: &[&str] = &[
    "a",
    "an",
    "the",
    "area",
    "areas",
    "association",
    "base",
    "border",
    "camp",
    "canton",
    "city",
    "coast",
    "countryside",
    "district",
    "governorate",
    "hamlet",
    "hamlets",
    "highway",
    "hospital",
    "house",
    "international",
    "island",
    "junction",
    "market",
    "mosque",
    "neighborhood",
    "neighbourhood",
    "outskirts",
    "port",
    "province",
    "region",
    "restaurant",
    "road",
    "rural",
    "school",
    "shore",
    "square",
    "state",
    "street",
    "suburb",
    "suburbs",
    "town",
    "track",
    "village",
    "villages",
    "waters",
    "north",
    "northern",
    "south",
    "southern",
    "east",
    "eastern",
    "west",
    "western",
    "central",
    "northeast",
    "northeastern",
    "northwest",
    "northwestern",
    "southeast",
    "southeastern",
    "southwest",
    "southwestern",
];

/// The article of Arabic names before letters of every kind.
const ARTICLES: &[&str] = &["al", "el", "ul", "ar", "as", "ash", "at", "ath", "az", "an", "ad", "adh"];

/// The names in a phrase, in its order: `the village of Upper Odd, Odd province` gives `Upper Odd` and `Odd`.
pub(super) fn names(phrase: &str) -> Vec<Name> {
    let chunks = phrase.split([',', ';', '/', '[', ']', '(', ')', '–', '—', ':', '.', '“', '”', '"', '\n']);
    chunks.flat_map(names_of_chunk).collect()
}

fn names_of_chunk(chunk: &str) -> Vec<Name> {
    let words: Vec<&str> = chunk.split_whitespace().collect();
    let parts = |word: &&str| PARTING.contains(&word.to_lowercase().as_str());
    words.split(parts).filter_map(name).collect()
}

/// A name of words without those that only say what sort of place it is; `None` where nothing is left.
fn name(words: &[&str]) -> Option<Name> {
    let is_kind = |word: &&&str| KINDS.contains(&word.to_lowercase().as_str());
    // A name of kinds alone (`the Square`) is none.
    let left: Vec<&str> = words.iter().filter(|word| !is_kind(word)).copied().collect();
    let words = left.join(" ");
    let key = gazetteer::key(&words);
    let mut parts: Vec<(String, String)> = words
        .split([' ', '-', '‑'])
        .filter(|word| !ARTICLES.contains(&word.to_lowercase().as_str()))
        .map(|word| {
            let key = gazetteer::key(word);
            let bones = skeleton(&key);
            (key, bones)
        })
        .filter(|(_, bones)| !bones.is_empty())
        .collect();
    // Of the words together: where texts part a name differs, and a vowel inside it does not count.
    let whole = skeleton(&parts.iter().map(|(key, _)| key.as_str()).collect::<String>());
    if parts.len() < 2 {
        parts.clear();
    }
    let is_name = !key.is_empty() && !whole.is_empty();
    let (is_wide, rarity, rarity_within) = (false, 0, 0);
    is_name.then_some(Name { words, key, skeleton: whole, parts, is_wide, rarity, rarity_within })
}

/// The consonants of a name by sound, for names carried over from other scripts: vowels, `h` and what they are written with differ from
/// text to text, the order of consonants does not. A vowel at the head stays, as one letter for all.
pub(super) fn skeleton(key: &str) -> String {
    let mut bones = String::new();
    for (at, letter) in key.char_indices() {
        let bone = match letter {
            'a' | 'e' | 'i' | 'o' | 'u' if at == 0 => 'a',
            'a' | 'e' | 'i' | 'o' | 'u' => continue,
            // Written or not: `Qarah`, `Qara`; `Kh`, `Gh`, `Sh`; `Masyaf`, `Misiaf`; `Tawil`, `Touil`.
            'h' | 'y' | 'w' => continue,
            'q' | 'c' | 'x' => 'k',
            'g' | 'j' => 'g',
            'z' | 's' => 's',
            'p' => 'b',
            'v' => 'f',
            other => other,
        };
        if !bones.ends_with(bone) {
            bones.push(bone);
        }
    }
    bones
}

/// How far two names are alike; `None` where they are not.
pub(super) fn likeness(a: &Name, b: &Name) -> Option<Likeness> {
    if a.key == b.key {
        return Some(Likeness::Same);
    }
    if spelling((&a.key, &a.skeleton), (&b.key, &b.skeleton)) {
        return Some(Likeness::Spelling);
    }
    (within(a, b) || within(b, a)).then_some(Likeness::Within)
}

/// Whether a name is some words of a longer one, in their order. One of few consonants is too often in a longer one by chance.
fn within(inner: &Name, outer: &Name) -> bool {
    let alone = [(inner.key.clone(), inner.skeleton.clone())];
    let inner_parts = if inner.parts.is_empty() { &alone } else { &inner.parts[..] };
    let spelt =
        |(a, b): (&(String, String), &(String, String))| a == b || spelling((&a.0, &a.1), (&b.0, &b.1));
    inner.skeleton.len() >= 3
        && outer.parts.len() > inner_parts.len()
        && outer.parts.windows(inner_parts.len()).any(|parts| parts.iter().zip(inner_parts).all(spelt))
}

/// Whether two names, given as key and consonants, may be spellings of one. Few consonants in common may be chance, so the vowels must
/// then nearly agree.
fn spelling((a, bones_a): (&str, &str), (b, bones_b): (&str, &str)) -> bool {
    let shortest = a.len().min(b.len());
    let near = || strsim::normalized_damerau_levenshtein(a, b);
    if bones_a == bones_b {
        return match bones_a.len() {
            0 | 1 => false,
            2 => near() >= 0.7,
            3 => near() > 0.6,
            _ => true,
        };
    }
    let lengths = a.len().abs_diff(b.len());
    // One letter in five may be another; comparing is dear, so names that cannot be near are left out first.
    shortest >= 5
        && bones_a.bytes().next() == bones_b.bytes().next()
        && 5 * lengths <= a.len().max(b.len())
        && near() >= 0.8
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(phrase: &str) -> Vec<String> {
        names(phrase).into_iter().map(|name| name.words).collect()
    }

    #[test]
    fn a_phrase_gives_its_names_without_what_sort_of_place_they_are() {
        assert_eq!(words("the village of Upper Odd, Odd province"), ["Upper Odd", "Odd"]);
        assert_eq!(words("a track that joins the hamlets of Upper Odd with Lume"), ["Upper Odd", "Lume"]);
        assert_eq!(words("Orsay Tarn [Orsai Tarne/Tarn]"), ["Orsay Tarn", "Orsai Tarne", "Tarn"]);
        assert_eq!(words("the square"), Vec::<String>::new());
    }

    #[test]
    fn spellings_are_told_from_other_names() {
        let one = |phrase: &str| names(phrase).into_iter().next().expect("a name");
        for (a, b, expected) in [
            ("Al-Raqqa", "Ar Raqqah", Some(Likeness::Spelling)),
            ("Tel Rifaat", "Tal Rif'at", Some(Likeness::Spelling)),
            ("Deir Hafer", "Dairhafir", Some(Likeness::Spelling)),
            ("Maskana", "Maskanah", Some(Likeness::Spelling)),
            ("Azaz", "I'zaz", Some(Likeness::Spelling)),
            ("Orsay", "Quay 12 Orsay", Some(Likeness::Within)),
            ("Tal Ezrak", "Talazraq", Some(Likeness::Spelling)),
            ("Lima", "LIMA", Some(Likeness::Same)),
            ("Lima", "Loma Alta", None),
            ("Qara", "Kir", None),
            ("Hamas", "Homs", None),
            ("Bashar Odd", "Al Busaira", None),
            ("Deir Hafer", "Deir Lume", None),
            ("Port Arthur", "Port Stanley", None),
        ] {
            assert_eq!(likeness(&one(a), &one(b)), expected, "{a} / {b}");
            assert_eq!(likeness(&one(b), &one(a)), expected, "{b} / {a}");
        }
    }
}
