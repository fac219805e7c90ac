//! Which sketches have a term, and how many: the index behind rarity and look-up.

/// What a term is of, so that a place and a force of one name are two terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// A whole name of a place, by its consonants.
    Name,
    /// One word of such a name, by its consonants.
    NamePart,
    /// A square of the globe.
    Cell,
    /// A word of a force.
    Actor,
    /// A word of what was struck.
    Target,
    /// A word of weapon or platform.
    Means,
    /// A word of a passage.
    Word,
}

/// A term by its hash. Two terms that share one are taken for one: with 64 bits that does not happen by chance, and misleads at most the
/// order of proposals.
pub(super) type Term = u64;

/// The hash of a term (FNV-1a, 64 bits).
pub(super) fn term(field: Field, words: &str) -> Term {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    words.bytes().fold(step(0xcbf2_9ce4_8422_2325, field as u8), step)
}

/// Terms with the sketches that have them.
#[derive(Debug, Clone, Default)]
pub(super) struct Postings {
    /// In order, each pair once.
    pairs: Vec<(Term, u32)>,
    sketches: usize,
}

impl Postings {
    pub(super) fn of(mut pairs: Vec<(Term, u32)>, sketches: usize) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        Self { pairs, sketches }
    }

    /// The sketches that have a term, in order.
    pub(super) fn with(&self, term: Term) -> impl ExactSizeIterator<Item = u32> + '_ {
        let from = self.pairs.partition_point(|(known, _)| *known < term);
        let to = from + self.pairs[from..].partition_point(|(known, _)| *known == term);
        self.pairs[from..to].iter().map(|(_, sketch)| *sketch)
    }

    /// How much a shared term tells, in thousandths: 1000 where no sketch has it, 0 where all have (inverse document frequency; Spärck
    /// Jones 1972).
    pub(super) fn rarity(&self, term: Term) -> i32 {
        let (all, having) = (self.sketches as f64 + 1.0, self.with(term).len() as f64 + 1.0);
        if self.sketches == 0 { 1000 } else { (1000.0 * (all / having).ln() / all.ln()).round() as i32 }
    }

    /// Whether a term is in so few sketches that sharing it tells something: ten, or one in two hundred.
    pub(super) fn is_rare(&self, term: Term) -> bool {
        self.with(term).len() <= (self.sketches / 200).max(10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_rarer_the_fewer_have_it_and_fields_stay_apart() {
        let (common, rare) = (term(Field::Word, "boat"), term(Field::Word, "lantern"));
        let pairs: Vec<(Term, u32)> = (0..1000).map(|n| (common, n)).chain([(rare, 7), (rare, 7)]).collect();
        let postings = Postings::of(pairs, 1000);
        assert_eq!(postings.with(rare).collect::<Vec<_>>(), [7]);
        assert_eq!(postings.rarity(common), 0);
        assert!(postings.rarity(rare) > 800 && postings.rarity(term(Field::Word, "unheard")) == 1000);
        assert!(postings.is_rare(rare) && !postings.is_rare(common));
        assert_ne!(term(Field::Actor, "boat"), common);
    }
}
