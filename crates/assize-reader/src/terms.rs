// The names that rules may use, shared by the build script, which compiles the shipped rules, and the reader, which runs them.

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
    ("subject", &["incident", "campaign", "instrument", "list", "authority", "event"]),
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
