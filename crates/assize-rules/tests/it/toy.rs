//! A host small enough to check by eye: words with tags, noun phrases as runs of tags, roles by place.

use std::sync::LazyLock;

use assize_rules::{
    ClassSet, FeatureId, Host, KeyTerm, Lexicon, OutputTerm, Phrase, PhraseKind, Program, RoleId, Rules,
    SourceFile, Symbol, TagId, Terms,
};

pub(crate) const TAGS: &[&str] =
    &["NN", "NNS", "NNP", "VB", "VBP", "VBD", "VBG", "VBN", "JJ", "RB", "IN", "DT", "CD", "CC", "PUNCT"];

pub(crate) const TERMS: Terms<'static> = Terms {
    tags: TAGS,
    tag_groups: &[
        ("NOUN", &["NN", "NNS", "NNP"]),
        ("VERB", &["VB", "VBP", "VBD", "VBG", "VBN"]),
        ("ADJ", &["JJ"]),
        ("ADV", &["RB"]),
        ("PREP", &["IN"]),
    ],
    roles: &["agent", "patient", "in", "near", "of", "modifier"],
    features: &["negated", "modal"],
    outputs: &[
        OutputTerm {
            name: "act",
            keys: &[
                KeyTerm { name: "fate", words: &["killed", "injured"] },
                KeyTerm { name: "agent", words: &[] },
            ],
        },
        OutputTerm {
            name: "list.size",
            keys: &[KeyTerm { name: "subject", words: &[] }, KeyTerm { name: "value", words: &[] }],
        },
    ],
};

pub(crate) const CLASSES: &str = "\
# invented for tests
person\t-\t-\tpeople
civilian\tperson\tcombatant\twho does not fight
child\tcivilian\t-\tnot yet grown
combatant\tperson\tcivilian\twho fights
force\tperson\t-\twho acts for a state
weapon\t-\tperson\tthings that kill
group\t-\t-\tgroups
kill\t-\tsay\tto take a life
say\t-\t-\tto speak
carry\t-\t-\tto carry out
";

pub(crate) const INFLECTION: &str = "\
noun\tNN\t*\t0\t-
noun\tNNS\ts|x|ch|sh\t0\tes
noun\tNNS\tC+y\t1\ties
noun\tNNS\t*\t0\ts
verb\tVB\t*\t0\t-
verb\tVBP\t*\t0\t-
verb\tVBD\te\t0\td
verb\tVBD\tC+y\t1\tied
verb\tVBD\t*\t0\ted
verb\tVBN\te\t0\td
verb\tVBN\tC+y\t1\tied
verb\tVBN\t*\t0\ted
verb\tVBG\tee\t0\ting
verb\tVBG\te\t1\ting
verb\tVBG\t*\t0\ting
adj\tJJ\t*\t0\t-
phrase\tnoun\tbefore\tof
phrase\tnoun\tlast
phrase\tverb\tfirst
";

pub(crate) const WORDS: &str = "\
man\tnoun\tperson\tNNS=men\ttest
boy\tnoun\tchild\t-\ttest
fighter\tnoun\tcombatant\t-\ttest
police\tnoun\tforce\tNN=- NNS=police\ttest
missile\tnoun\tweapon\t-\ttest
gang\tnoun\tgroup\t-\ttest
raid\tnoun\t-\t-\ttest
kill\tverb\tkill\t-\ttest
shoot\tverb\tkill\tVBD=shot VBN=shot\ttest
say\tverb\tsay\tVBD=said VBN=said\ttest
carry\tverb\t-\t-\ttest
carry out\tverb\tcarry\t-\ttest
list\tnoun\t-\t-\ttest
of\tprep\t-\tIN=of\ttest
";

pub(crate) fn file<'s>(name: &'s str, text: &'s str) -> SourceFile<'s> {
    SourceFile { name, text }
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let files = [file("classes.tsv", CLASSES), file("inflection.tsv", INFLECTION), file("words.tsv", WORDS)];
    Lexicon::parse(&files, TAGS).unwrap_or_else(|faults| panic!("{}", listed(&faults)))
});

pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

pub(crate) fn listed(faults: &[assize_rules::Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Compiles one rule file.
pub(crate) fn program(rules: &str) -> Result<Program, String> {
    let files = [file("t.rule", rules)];
    let rules = Rules::parse(&files).map_err(|faults| listed(&faults))?;
    rules.compile(lexicon(), &TERMS).map_err(|faults| listed(&faults))
}

/// A rule with a `match` line and further lines, and examples that say nothing.
pub(crate) fn rule(lines: &str) -> String {
    format!("rule t.rule \"test\"\n{lines}\n=> act\nyes x\nno x\n")
}

#[derive(Clone, Debug)]
pub(crate) struct Toy {
    tokens: Vec<(String, Symbol, ClassSet, u8)>,
}

impl Toy {
    /// `Police/NNS shot/VBD two/CD men/NNS`; a word without a tag is a name.
    pub(crate) fn new(lexicon: &Lexicon, text: &str) -> Toy {
        let token = |word: &str| {
            let (word, tag) = word.rsplit_once('/').unwrap_or((word, "NNP"));
            let tag = u8::try_from(TAGS.iter().position(|one| *one == tag).unwrap()).unwrap();
            let word = word.to_lowercase();
            let readings = lexicon.form(&word).map(|form| lexicon.readings(form)).unwrap_or_default();
            let reading = readings.iter().find(|one| one.tag == Some(TagId(tag))).or(readings.first());
            let (lemma, classes) =
                reading.map_or((Symbol::NONE, ClassSet::EMPTY), |one| (one.lemma, one.classes));
            (word, lemma, classes, tag)
        };
        Toy { tokens: text.split_whitespace().map(token).collect() }
    }

    pub(crate) fn words(&self, phrase: Phrase) -> String {
        let words: Vec<&str> = (phrase.start..phrase.end).map(|at| self.word(at as usize)).collect();
        words.join(" ")
    }

    fn tag_name(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| TAGS[usize::from(token.3)])
    }

    fn in_noun_phrase(&self, at: usize) -> bool {
        matches!(self.tag_name(at), "DT" | "CD" | "JJ" | "NN" | "NNS" | "NNP")
    }

    fn run(&self, at: usize, inside: impl Fn(usize) -> bool) -> Option<Phrase> {
        if !inside(at) || (at > 0 && inside(at - 1)) {
            return None;
        }
        let end = (at..).find(|at| !inside(*at)).unwrap();
        let [start, end, head] = [at, end, end - 1].map(|at| u32::try_from(at).unwrap());
        Some(Phrase { start, end, head })
    }

    fn noun_phrase_after(&self, at: usize) -> Option<Phrase> {
        self.phrase_at(at + 1, PhraseKind::Noun)
    }
}

impl Host for Toy {
    fn len(&self) -> usize {
        self.tokens.len()
    }
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.0)
    }
    fn lemma(&self, at: usize) -> Symbol {
        self.tokens.get(at).map_or(Symbol::NONE, |token| token.1)
    }
    fn classes(&self, at: usize) -> &ClassSet {
        self.tokens.get(at).map_or(&ClassSet::EMPTY, |token| &token.2)
    }
    fn tag(&self, at: usize) -> TagId {
        TagId(self.tokens.get(at).map_or(u8::MAX, |token| token.3))
    }
    fn phrase_at(&self, at: usize, kind: PhraseKind) -> Option<Phrase> {
        match kind {
            PhraseKind::Noun => self.run(at, |at| self.in_noun_phrase(at)),
            PhraseKind::Number => self.run(at, |at| self.tag_name(at) == "CD"),
            _ => None,
        }
    }
    fn role(&self, head: usize, role: RoleId) -> impl Iterator<Item = Phrase> + '_ {
        let mut phrases = Vec::new();
        match TERMS.roles[usize::from(role.0)] {
            "agent" => {
                let start = (0..head).rev().find(|at| self.phrase_at(*at, PhraseKind::Noun).is_some());
                phrases.extend(start.and_then(|at| self.phrase_at(at, PhraseKind::Noun)));
            }
            "patient" => {
                let mut next = self.noun_phrase_after(head);
                while let Some(phrase) = next {
                    phrases.push(phrase);
                    let end = phrase.end as usize;
                    next = if self.word(end) == "and" { self.noun_phrase_after(end) } else { None };
                }
            }
            "modifier" => {
                let token = |at: usize| u32::try_from(at).unwrap();
                let before = (0..head).rev().take_while(|at| self.in_noun_phrase(*at));
                phrases.extend(before.map(|at| Phrase {
                    start: token(at),
                    end: token(at) + 1,
                    head: token(at),
                }));
            }
            preposition => {
                let at = (head..self.len()).find(|at| self.word(*at) == preposition);
                phrases.extend(at.and_then(|at| self.noun_phrase_after(at)));
            }
        }
        phrases.into_iter()
    }
    fn feature(&self, head: usize, feature: FeatureId) -> bool {
        let before = head.checked_sub(1).map_or("", |at| self.word(at));
        before == ["not", "may"][usize::from(feature.0)]
    }
    fn clause(&self, at: usize) -> u32 {
        let ends = (0..at).filter(|at| self.word(*at) == ",").count();
        u32::try_from(ends).unwrap()
    }
}
