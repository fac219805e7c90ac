//! The words and rules of one language, compiled from `schema/lexicons` and `schema/rules`.

use assize_rules::{Fault, Lexicon, Program, SourceFile};
use std::sync::LazyLock;

/// The names that rules may use.
pub mod terms {
    include!("terms.rs");
}

use terms::ROLES;

/// Words and rules of one language.
#[derive(Debug, Clone)]
pub struct Grammar {
    /// The words.
    pub lexicon: Lexicon,
    /// The rules.
    pub program: Program,
    /// The names of roles, in the order of their numbers: those of the grammar, then prepositions.
    pub roles: Vec<String>,
    /// For each class the bits of [`Class`](crate::document::lexis::Class) that it stands for.
    pub(crate) bits: Vec<u128>,
    /// For each symbol the number of the role of that preposition.
    pub(crate) preposition_roles: Vec<(assize_rules::Symbol, u8)>,
    /// For each class the bit is set where words of it keep to the parts of speech that the lexicon gives them.
    pub(crate) strict: assize_rules::ClassSet,
}

static SHIPPED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/english.bin"));

static ENGLISH: LazyLock<Grammar> = LazyLock::new(|| {
    let read = postcard::from_bytes::<(Lexicon, Program, Vec<String>)>(SHIPPED);
    // INVARIANT: the build script wrote the bytes with the same types.
    let (lexicon, program, roles) = read.expect("the shipped words and rules");
    Grammar::new(lexicon, program, roles)
});

impl Grammar {
    /// English as it is shipped.
    pub fn english() -> &'static Self {
        &ENGLISH
    }

    fn new(lexicon: Lexicon, program: Program, roles: Vec<String>) -> Self {
        let bits = crate::document::lexis::bits(&lexicon);
        let strict = crate::document::lexis::strict(&lexicon);
        let numbered = roles.iter().enumerate().skip(ROLES.len());
        let mut preposition_roles: Vec<_> =
            numbered.filter_map(|(at, role)| Some((lexicon.symbol(role)?, u8::try_from(at).ok()?))).collect();
        preposition_roles.sort_unstable();
        Self { lexicon, program, roles, bits, preposition_roles, strict }
    }

    /// Compiles words and rules. `properties` are the names that a rule may lead to beside `act`.
    ///
    /// # Errors
    /// Every fault of every file.
    pub fn compile(
        words: &[SourceFile<'_>],
        rules: &[SourceFile<'_>],
        properties: &[String],
    ) -> Result<Self, Vec<Fault>> {
        let (lexicon, program, roles) = terms::compiled(words, rules, properties)?;
        Ok(Self::new(lexicon, program, roles))
    }
}

impl Grammar {
    /// The preposition that is a role; none for a role of the grammar.
    pub(crate) fn preposition(&self, role: assize_rules::RoleId) -> Option<assize_rules::Symbol> {
        if usize::from(role.0) < ROLES.len() {
            return None;
        }
        self.preposition_roles.iter().find(|(_, known)| *known == role.0).map(|(symbol, _)| *symbol)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_those_of_the_tagger() {
        assert_eq!(terms::TAGS, crate::tag::NAMES);
    }
}
