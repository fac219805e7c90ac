//! Classes of words, and sets of them.

use serde::{Deserialize, Serialize};

/// Number of a class in its lexicon.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct ClassId(pub u16);

/// A lexicon has at most so many classes.
pub(crate) const CLASSES_MAX: u16 = 384;

const WORDS: usize = CLASSES_MAX as usize / 64;

/// A set of classes, or of anything else counted below 384. What lies above is in no set.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct ClassSet([u64; WORDS]);

impl ClassSet {
    /// The empty set.
    pub const EMPTY: ClassSet = ClassSet([0; WORDS]);

    /// Adds a class.
    pub const fn insert(&mut self, class: ClassId) {
        if class.0 < CLASSES_MAX {
            self.0[(class.0 >> 6) as usize] |= 1 << (class.0 & 63);
        }
    }

    /// Whether the class is in the set.
    #[must_use]
    pub const fn contains(&self, class: ClassId) -> bool {
        class.0 < CLASSES_MAX && self.0[(class.0 >> 6) as usize] & (1 << (class.0 & 63)) != 0
    }

    /// Whether the two share a class.
    #[must_use]
    pub fn intersects(&self, other: &ClassSet) -> bool {
        !self.intersection(other).is_empty()
    }

    /// The classes of either.
    #[must_use]
    pub const fn union(&self, other: &ClassSet) -> ClassSet {
        let mut words = self.0;
        let mut at = 0;
        while at < WORDS {
            words[at] |= other.0[at];
            at += 1;
        }
        ClassSet(words)
    }

    /// The classes of both.
    #[must_use]
    pub const fn intersection(&self, other: &ClassSet) -> ClassSet {
        let mut words = self.0;
        let mut at = 0;
        while at < WORDS {
            words[at] &= other.0[at];
            at += 1;
        }
        ClassSet(words)
    }

    /// Whether no class is in the set.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        let mut at = 0;
        while at < WORDS {
            if self.0[at] != 0 {
                return false;
            }
            at += 1;
        }
        true
    }

    /// The classes in rising order.
    pub fn iter(&self) -> impl Iterator<Item = ClassId> + use<> {
        let mut words = self.0;
        (0..usize::from(CLASSES_MAX)).map_while(move |_| {
            let word = words.iter().position(|word| *word != 0)?;
            let bit = words[word].trailing_zeros();
            words[word] &= words[word] - 1;
            u16::try_from(word * 64 + bit as usize).ok().map(ClassId)
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
