//! Patterns, sentences and what they capture.

use assize_rules::{Matches, Program};

use crate::toy::{Toy, lexicon, program, rule};

/// The matches of a sentence, each as `name=words` by name.
pub(crate) fn found(program: &Program, text: &str) -> Vec<String> {
    let toy = Toy::new(lexicon(), text);
    let mut matches = Matches::default();
    program.matches(&toy, &mut matches);
    let shown = matches.found().iter().map(|found| {
        let mut parts: Vec<String> = found
            .captures
            .iter()
            .map(|(capture, phrase)| format!("{}={}", program.capture_name(capture), toy.words(phrase)))
            .collect();
        parts.sort();
        if parts.is_empty() { toy.words(found.span) } else { parts.join(" ") }
    });
    shown.collect()
}

fn check(lines: &str, text: &str, wanted: &[&str]) {
    let program = program(&rule(lines)).unwrap_or_else(|fault| panic!("{lines}: {fault}"));
    assert_eq!(found(&program, text), wanted, "{lines} on {text}");
}

const RAID: &str = "Police/NNS shot/VBD two/CD men/NNS and/CC a/DT boy/NN in/IN Lowford";

#[test]
fn elements() {
    check(r#"match "two""#, RAID, &["two"]);
    check("match ~shoot", RAID, &["shot"]);
    check("match kill", RAID, &["shot"]);
    check("match VERB & kill", RAID, &["shot"]);
    check("match VBN & kill", RAID, &[]);
    check("match VBD", RAID, &["shot"]);
    check("match NP & person", RAID, &["police", "two men", "a boy"]);
    check("match NP & civilian", RAID, &["a boy"]);
    check(r#"match NP & person & !(child | "police")"#, RAID, &["two men"]);
    check(r#"match (NP | NUMBER) & ("boy" | "two")"#, RAID, &["two", "a boy"]);
    check("match child | kill", RAID, &["shot", "boy"]);
}

#[test]
fn sequences_and_quantifiers() {
    check(r#"match kill "two""#, RAID, &["shot two"]);
    check("match [cue: kill] [target: NP]", RAID, &["cue=shot target=two men"]);
    check(r#"match [cue: kill] [t: NP] (("," | "and") [t: NP])*"#, RAID, &["cue=shot t=a boy t=two men"]);
    check(r#"match [cue: kill] [t: NP ("and" NP)*]"#, RAID, &["cue=shot t=two men and a boy"]);
    check("match [a: NP]? [cue: kill]", RAID, &["a=police cue=shot"]);
    check("match [a: NP]? [cue: kill]", "then/RB shot/VBD", &["cue=shot"]);
    check("match kill CD? (NN|NNS)", RAID, &["shot two men"]);
    check("match DT{2} child+", "a/DT boy/NN", &[]);
    check("match DT{1,2} child+", "the/DT the/DT the/DT boy/NN boys/NNS", &["the the boy boys"]);
    check("match DT{2} child", "the/DT the/DT the/DT boy/NN", &["the the boy"]);
    check("match ADV* kill", "very/RB very/RB shot/VBD", &["very very shot"]);
}

#[test]
fn heads_of_captures() {
    let head = |lines: &str, text: &str| {
        let program = program(&rule(lines)).unwrap();
        let toy = Toy::new(lexicon(), text);
        let mut matches = Matches::default();
        program.matches(&toy, &mut matches);
        let heads: Vec<u32> = matches.found().iter().map(|found| found.span.head).collect();
        heads
    };
    assert_eq!(head(r#"match [cue: "shot" "two"]"#, RAID), [2], "the last word");
    assert_eq!(head(r#"match [cue: kill "two"]"#, RAID), [1], "the word that is tested");
    assert_eq!(head(r#"match [cue: ^"shot" "two"]"#, RAID), [1], "the word that is marked");
    assert_eq!(head("match [cue: kill NP]", RAID), [3], "the head of the phrase");
    assert_eq!(head("match [cue: ^kill NP]", RAID), [1], "the mark before the phrase");
    assert_eq!(head(r#"match kill "two""#, RAID), [1], "a match without captures");
}

#[test]
fn gaps_stay_in_the_clause() {
    check("match [cue: kill] .. [who: child]", RAID, &["cue=shot who=boy"]);
    check("match [cue: kill] .. [who: child]", "shot/VBD ,/PUNCT then/RB a/DT boy/NN", &[]);
    check("match [cue: kill] .. [who: person]", "shot/VBD a/DT man/NN a/DT boy/NN", &["cue=shot who=man"]);
    let long = format!("shot/VBD {} boy/NN", "then/RB ".repeat(12));
    check("match [cue: kill] .. [who: child]", &long, &["cue=shot who=boy"]);
    let longer = format!("shot/VBD {} boy/NN", "then/RB ".repeat(13));
    check("match [cue: kill] .. [who: child]", &longer, &[]);
}

#[test]
fn roles_are_followed_from_the_cue() {
    let lines = "match [cue: VERB & kill]\nwith agent? [agent: NP & !weapon]\nwith patient [target: NP & person]\n\
                 with in|near? [place: NP]\nwithout negated";
    check(lines, RAID, &["agent=police cue=shot place=lowford target=a boy target=two men"]);
    check(lines, "Missile/NN killed/VBD men/NNS", &["cue=killed target=men"]);
    check(lines, "Police/NNS killed/VBD missiles/NNS", &[]);
    check(lines, "Police/NNS not/RB killed/VBD men/NNS", &[]);
    let of = "match [cue: kill]\nwith patient [t: NP]\nwith modifier* of t [m: CD | DT]";
    check(of, RAID, &["cue=shot m=a m=two t=a boy t=two men"]);
    check("match [cue: kill]\nwithout agent [force]", RAID, &[]);
    check("match [cue: kill]\nif agent [force]", RAID, &["cue=shot"]);
    check("match [cue: kill]\nif modal | negated", "may/RB kill/VB", &["cue=kill"]);
    check(
        "match [cue: kill]\nwith in|near+ [p: NP]",
        "shot/VBD near/IN Brill in/IN Lowford",
        &["cue=shot p=brill p=lowford"],
    );
    check(
        "match [cue: kill]\nwith in|near [p: NP]",
        "shot/VBD near/IN Brill in/IN Lowford",
        &["cue=shot p=lowford"],
    );
}

#[test]
fn one_match_a_cue_and_the_longest() {
    check("match [cue: kill] [t: NP]?", RAID, &["cue=shot t=two men"]);
    check("match [cue: kill] (NP | NP \"and\" [t: NP])", RAID, &["cue=shot"]);
    check("match person .. [cue: kill]", "man/NN boy/NN shot/VBD", &["cue=shot"]);
}
