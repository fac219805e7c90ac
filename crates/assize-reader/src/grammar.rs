//! The words and rules of one language, compiled from `schema/lexicons` and `schema/rules`.

use assize_rules::{Fault, KeyTerm, Lexicon, OutputTerm, Pos, Program, Rules, SourceFile, Terms};
use std::sync::LazyLock;

/// The names that rules may use.
pub mod terms {
    include!("terms.rs");
}

use terms::{FEATURES, ROLES, TAGS};

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
        let lexicon = Lexicon::parse(words, TAGS)?;
        let mut roles: Vec<String> = ROLES.iter().map(|role| (*role).to_owned()).collect();
        roles.extend(prepositions(&lexicon));
        let program = with_terms(&roles, properties, |terms| Rules::parse(rules)?.compile(&lexicon, terms))?;
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

fn prepositions(lexicon: &Lexicon) -> Vec<String> {
    let found = lexicon.all_readings().filter(|(_, reading)| reading.pos == Pos::Prep);
    let mut names: Vec<String> = found.map(|(_, reading)| lexicon.lemma(reading.lemma).to_owned()).collect();
    names.sort();
    names.dedup();
    names.truncate(200);
    names
}

/// The names that rules may use.
fn with_terms<T>(roles: &[String], properties: &[String], then: impl FnOnce(&Terms<'_>) -> T) -> T {
    let keys = |keys: &'static [(&'static str, &'static [&'static str])]| -> Vec<KeyTerm<'static>> {
        keys.iter().map(|(name, words)| KeyTerm { name, words }).collect()
    };
    let (act, property) = (keys(terms::ACT_KEYS), keys(terms::KEYS));
    let mut outputs = vec![OutputTerm { name: "act", keys: &act }];
    outputs.extend(properties.iter().map(|name| OutputTerm { name, keys: &property }));
    let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
    then(&Terms {
        tags: TAGS,
        tag_groups: terms::TAG_GROUPS,
        roles: &roles,
        features: FEATURES,
        outputs: &outputs,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_those_of_the_tagger() {
        assert_eq!(TAGS, crate::tag::NAMES);
    }
}
