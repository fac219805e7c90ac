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

/// The hash of a term: FNV-1a, and a last step (of splitmix64) that spreads it over all bits.
pub(super) fn term(field: Field, words: &str) -> Term {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = words.bytes().fold(step(0xcbf2_9ce4_8422_2325, field as u8), step);
    (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// Terms with the sketches that have them.
#[derive(Debug, Clone, Default)]
pub(super) struct Postings {
    /// Each term once, in order, with where its sketches begin in `having`; an end stands behind the last.
    terms: Vec<(Term, u32)>,
    having: Vec<u32>,
    /// Where terms with the same first bits begin in `terms`: hashes are spread evenly, so about one has each.
    heads: Vec<u32>,
    bits: u32,
    sketches: usize,
}

impl Postings {
    /// Positions of sketches by their terms. Beyond four thousand million pairs the rest is left out.
    pub(super) fn of(mut pairs: Vec<(Term, u32)>, sketches: usize) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        pairs.truncate(u32::MAX as usize);
        let mut terms: Vec<(Term, u32)> = Vec::new();
        for (at, (term, _)) in (0..).zip(&pairs) {
            if terms.last().is_none_or(|(last, _)| last != term) {
                terms.push((*term, at));
            }
        }
        let bits = terms.len().max(2).ilog2();
        let mut heads: Vec<u32> = Vec::with_capacity((1 << bits) + 1);
        for (at, (term, _)) in (0..).zip(&terms) {
            while heads.len() as u64 <= term >> (64 - bits) {
                heads.push(at);
            }
        }
        let count = u32::try_from(terms.len()).unwrap_or(u32::MAX);
        heads.resize((1 << bits) + 1, count);
        terms.push((Term::MAX, u32::try_from(pairs.len()).unwrap_or(u32::MAX)));
        Self { terms, having: pairs.into_iter().map(|(_, sketch)| sketch).collect(), heads, bits, sketches }
    }

    /// The sketches that have a term, in order.
    pub(super) fn with(&self, term: Term) -> &[u32] {
        self.find(term).unwrap_or_default()
    }

    fn find(&self, term: Term) -> Option<&[u32]> {
        let head = usize::try_from(term >> (64 - self.bits)).ok()?;
        let (from, to) = (*self.heads.get(head)? as usize, *self.heads.get(head + 1)? as usize);
        let at = from + self.terms.get(from..to)?.iter().position(|(known, _)| *known == term)?;
        self.having.get(self.terms.get(at)?.1 as usize..self.terms.get(at + 1)?.1 as usize)
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
    fn every_term_is_found_with_all_its_sketches() {
        let words: Vec<Term> = (0..5000).map(|n| term(Field::Word, &format!("w{n}"))).collect();
        let pairs = words.iter().zip(0..).flat_map(|(word, n)| [(*word, n), (*word, n / 2)]).collect();
        let postings = Postings::of(pairs, 5000);
        for (word, n) in words.iter().zip(0..) {
            let expected = if n == 0 { vec![0] } else { vec![n / 2, n] };
            assert_eq!(postings.with(*word), expected, "{n}");
        }
        assert!(postings.with(term(Field::Word, "w5000")).is_empty());
    }

    #[test]
    fn a_term_is_rarer_the_fewer_have_it_and_fields_stay_apart() {
        let (common, rare) = (term(Field::Word, "boat"), term(Field::Word, "lantern"));
        let pairs: Vec<(Term, u32)> = (0..1000).map(|n| (common, n)).chain([(rare, 7), (rare, 7)]).collect();
        let postings = Postings::of(pairs, 1000);
        assert_eq!(postings.with(rare), [7]);
        assert!(Postings::of(Vec::new(), 0).with(rare).is_empty());
        assert_eq!(postings.rarity(common), 0);
        assert!(postings.rarity(rare) > 800 && postings.rarity(term(Field::Word, "unheard")) == 1000);
        assert!(postings.is_rare(rare) && !postings.is_rare(common));
        assert_ne!(term(Field::Actor, "boat"), common);
    }
}
