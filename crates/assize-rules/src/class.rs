//! Classes of words, and sets of them.

use serde::{Deserialize, Serialize};

/// Number of a class in its lexicon.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct ClassId(pub u8);

/// A set of classes, or of anything else counted in a `u8`.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct ClassSet([u64; 4]);

impl ClassSet {
    /// The empty set.
    pub const EMPTY: ClassSet = ClassSet([0; 4]);

    /// Adds a class.
    pub const fn insert(&mut self, class: ClassId) {
        self.0[(class.0 >> 6) as usize] |= 1 << (class.0 & 63);
    }

    /// Whether the class is in the set.
    #[must_use]
    pub const fn contains(&self, class: ClassId) -> bool {
        self.0[(class.0 >> 6) as usize] & (1 << (class.0 & 63)) != 0
    }

    /// Whether the two share a class.
    #[must_use]
    pub fn intersects(&self, other: &ClassSet) -> bool {
        !self.intersection(other).is_empty()
    }

    /// The classes of either.
    #[must_use]
    pub const fn union(&self, other: &ClassSet) -> ClassSet {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        ClassSet([a | e, b | f, c | g, d | h])
    }

    /// The classes of both.
    #[must_use]
    pub const fn intersection(&self, other: &ClassSet) -> ClassSet {
        let ([a, b, c, d], [e, f, g, h]) = (self.0, other.0);
        ClassSet([a & e, b & f, c & g, d & h])
    }

    /// Whether no class is in the set.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        let [a, b, c, d] = self.0;
        a | b | c | d == 0
    }

    /// The classes in rising order.
    pub fn iter(&self) -> impl Iterator<Item = ClassId> + use<> {
        let mut words = self.0;
        (0..256usize).map_while(move |_| {
            let word = words.iter().position(|word| *word != 0)?;
            let bit = words[word].trailing_zeros();
            words[word] &= words[word] - 1;
            u8::try_from(word * 64 + bit as usize).ok().map(ClassId)
        })
    }
}

impl FromIterator<ClassId> for ClassSet {
    fn from_iter<I: IntoIterator<Item = ClassId>>(classes: I) -> ClassSet {
        let mut set = ClassSet::EMPTY;
        classes.into_iter().for_each(|class| set.insert(class));
        set
    }
}
