// The names that rules may use, and how words and rules are compiled with them: shared by the build script, which compiles the shipped
// ones, and the reader, which runs them and compiles those of others.

use assize_rules::{Fault, KeyTerm, Lexicon, OutputTerm, Pos, Program, Rules, SourceFile, Terms};

/// Tags, in the order of the tagger.
pub const TAGS: &[&str] = &[
    "NN", "IN", "DT", "NNP", "JJ", ",", "NNS", ".", "RB", "PRP", "CC", "VB", "VBD", "CD", "VBZ", "VBN", "VBP", "VBG",
    "TO", "PRP$", "MD", "-LRB-", "-RRB-", ":", "WDT", "HYPH", "POS", "WRB", "NNPS", "''", "``", "WP", "RP", "JJR", "FW",
    "UH", "EX", "RBR", "JJS", "SYM", "RBS", "PDT", "LS", "$", "WP$", "GW",
];

/// Groups of tags.
pub const TAG_GROUPS: &[(&str, &[&str])] = &[
    ("NOUN", &["NN", "NNS", "NNP", "NNPS"]),
    ("NAME", &["NNP", "NNPS"]),
    ("VERB", &["VB", "VBD", "VBZ", "VBN", "VBP", "VBG"]),
    ("ADJ", &["JJ", "JJR", "JJS"]),
    ("ADV", &["RB", "RBR", "RBS"]),
    ("DET", &["DT", "PDT", "PRP$"]),
    ("NUM", &["CD"]),
    ("PREP", &["IN", "TO"]),
    ("COMMA", &[","]),
    ("OPEN", &["``"]),
    ("CLOSE", &["''"]),
];

/// Roles beside the prepositions of the lexicon.
pub const ROLES: &[&str] = &[
    "agent", "patient", "subject", "object", "second", "complement", "governor", "possessor", "modifier", "time",
    "antecedent",
];

/// What a rule may ask of a predicate.
pub const FEATURES: &[&str] = &[
    "negated", "modal", "passive", "active", "question", "conditional", "future", "plan", "denied", "doubted", "nominal",
    "finite", "infinitive", "definite", "plural", "generic",
];

/// The keys that an output takes: a capture, or one of the words where words are given.
pub const KEYS: &[(&str, &[&str])] = &[
    ("subject", &["incident", "campaign", "instrument", "group", "list", "authority", "event"]),
    ("value", &["none"]),
    ("flag", &["yes", "no"]),
    ("status", &["civilian", "child", "woman", "combatant", "unknown"]),
    ("group", &[]),
    ("date", &[]),
    ("stance", &["asserts", "denies", "doubts", "reports"]),
];

/// The keys of an act.
pub const ACT_KEYS: &[(&str, &[&str])] = &[
    (
        "fate",
        &[
            "killed", "injured", "casualties", "survived", "missing", "detained", "abducted", "freed", "unhurt", "present",
            "attacked", "none",
        ],
    ),
    ("role", &["toll", "act", "mention"]),
    ("agent", &[]),
    ("target", &[]),
    ("means", &[]),
    ("place", &[]),
    ("time", &[]),
];

/// Words, rules and the names of roles, in the order of their numbers. `properties` are the names that a rule may lead to beside `act`.
///
/// # Errors
/// Every fault of every file.
pub fn compiled(
    words: &[SourceFile<'_>],
    rules: &[SourceFile<'_>],
    properties: &[String],
) -> Result<(Lexicon, Program, Vec<String>), Vec<Fault>> {
    let lexicon = Lexicon::parse(words, TAGS)?;
    let mut roles: Vec<String> = ROLES.iter().map(|role| (*role).to_owned()).collect();
    roles.extend(prepositions(&lexicon));
    let names: Vec<&str> = roles.iter().map(String::as_str).collect();
    let keys = |keys: &'static [(&'static str, &'static [&'static str])]| -> Vec<KeyTerm<'static>> {
        keys.iter().map(|(name, words)| KeyTerm { name, words }).collect()
    };
    let (act, property) = (keys(ACT_KEYS), keys(KEYS));
    let mut outputs = vec![OutputTerm { name: "act", keys: &act }];
    outputs.extend(properties.iter().map(|name| OutputTerm { name, keys: &property }));
    let terms =
        Terms { tags: TAGS, tag_groups: TAG_GROUPS, roles: &names, features: FEATURES, outputs: &outputs };
    let program = Rules::parse(rules)?.compile(&lexicon, &terms)?;
    Ok((lexicon, program, roles))
}

/// The lemmas that are prepositions, in alphabetical order: each is a role.
fn prepositions(lexicon: &Lexicon) -> Vec<String> {
    let found = lexicon.all_readings().filter(|(_, reading)| reading.pos == Pos::Prep);
    let mut names: Vec<String> = found.map(|(_, reading)| lexicon.lemma(reading.lemma).to_owned()).collect();
    names.sort();
    names.dedup();
    names.truncate(200);
    names
}
