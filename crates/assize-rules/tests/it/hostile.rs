//! Text that is no rule and no word: faults, never a panic.

use assize_rules::{Lexicon, Rules};
use proptest::prelude::*;

use crate::toy::{CLASSES, INFLECTION, TAGS, TERMS, file, lexicon};

fn pieces() -> impl Strategy<Value = String> {
    let pieces = vec![
        "rule a.b \"x\"",
        "match ",
        "with ",
        "without ",
        "if ",
        "=> ",
        "yes ",
        "no ",
        "define ",
        "\n",
        "\n",
        " ",
        "  ",
        "[cue: ",
        "]",
        "(",
        ")",
        "kill",
        "VERB",
        "NP",
        "&",
        "|",
        "!",
        "?",
        "*",
        "+",
        "{1,2}",
        "{0}",
        "..",
        "\"",
        "\"x\"",
        "~",
        "^",
        "agent",
        " of cue ",
        "negated",
        "act",
        "=",
        "é",
        "日",
        "\t",
        "#",
        "\u{0}",
        "list.size subject=cue",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_as_a_rule_file(text in any::<String>(), made in pieces()) {
        for text in [text, made] {
            if let Ok(rules) = Rules::parse(&[file("t.rule", &text)]) {
                let _ = rules.compile(lexicon(), &TERMS);
            }
        }
    }

    #[test]
    fn any_text_as_a_word_file(text in any::<String>(), cells in prop::collection::vec("[a-zA-Zé =|*+-]{0,8}", 5)) {
        for text in [text, cells.join("\t"), format!("noun\t{}", cells.join("\t"))] {
            for name in ["classes.tsv", "inflection.tsv", "words.tsv"] {
                let files = [file("classes.tsv", CLASSES), file("inflection.tsv", INFLECTION), file(name, &text)];
                let _ = Lexicon::parse(&files, TAGS);
                let _ = lexicon().with(&[file(name, &text)]);
            }
        }
    }
}
