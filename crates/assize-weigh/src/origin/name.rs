//! Names as they are compared: by their words, whole words only.

use std::collections::BTreeMap;

/// Words that say nothing of who is meant.
const TITLES: [&str; 7] = ["the", "mr", "mrs", "ms", "dr", "sir", "lady"];

/// Names by the set of their words, each with a number.
#[derive(Debug, Default)]
pub(super) struct NameTable(BTreeMap<Vec<String>, u32>);

impl NameTable {
    /// The number of a name; `None` for one without a word.
    pub(super) fn number(&mut self, name: &str) -> Option<u32> {
        let words = words(name);
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        (!words.is_empty()).then(|| *self.0.entry(words).or_insert(next))
    }
}

/// The words of a name in order, each once: lower case, without points, possessive endings and titles. `The U.S. Navy's` is `navy`,
/// `us`.
fn words(name: &str) -> Vec<String> {
    let plain = name.to_lowercase().replace("’s", " ").replace("'s", " ").replace('.', "");
    let split = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = split.map(str::to_owned).collect();
    if words.iter().any(|word| !TITLES.contains(&word.as_str())) {
        words.retain(|word| !TITLES.contains(&word.as_str()));
    }
    words.sort_unstable();
    words.dedup();
    words
}

/// For each name, those of which every word is one of its own, and those that have every word of it.
pub(super) fn related(table: &NameTable) -> Vec<Vec<u32>> {
    let mut how_often: BTreeMap<&str, u32> = BTreeMap::new();
    for word in table.0.keys().flatten() {
        *how_often.entry(word).or_default() += 1;
    }
    // A name within another is found by its rarest word, so that one common word does not bring all names together.
    let mut by_rarest: BTreeMap<&str, Vec<(&Vec<String>, u32)>> = BTreeMap::new();
    for (words, number) in &table.0 {
        if let Some(rarest) = words.iter().min_by_key(|word| how_often.get(word.as_str())) {
            by_rarest.entry(rarest).or_default().push((words, *number));
        }
    }
    let mut related = vec![Vec::new(); table.0.len()];
    for (words, number) in &table.0 {
        let within = words.iter().filter_map(|word| by_rarest.get(word.as_str())).flatten();
        for (inner, other) in within {
            let all = || inner.iter().all(|word| words.binary_search(word).is_ok());
            if inner.len() < words.len() && all() {
                related[*number as usize].push(*other);
                related[*other as usize].push(*number);
            }
        }
    }
    related.iter_mut().for_each(|others: &mut Vec<u32>| others.sort_unstable());
    related
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_lies_within_another_by_whole_words_only() {
        let mut table = NameTable::default();
        let mut number = |name: &str| table.number(name).unwrap_or(u32::MAX);
        let (vale, ruth, valentine, navy, us) = (
            number("Vale"),
            number("Mrs. Ruth Vale"),
            number("Ruth Valentine"),
            number("Navy"),
            number("US"),
        );
        let us_navy = number("the U.S. Navy’s");
        assert_eq!(number("Vale, Ruth"), ruth, "the order of words does not matter");
        let related = related(&table);
        assert_eq!(related[vale as usize], [ruth]);
        assert_eq!(related[us_navy as usize], [navy, us]);
        assert!(related[valentine as usize].is_empty(), "part of a word is no word");
        assert_eq!(NameTable::default().number("…"), None);
    }
}
