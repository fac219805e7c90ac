//! Every kind of fault, with its place and message.

use assize_rules::{Lexicon, Rules};

use crate::toy::{CLASSES, INFLECTION, TAGS, file, lexicon, listed, program, rule};

/// A line of a rule, and what is said of it.
fn line(line: &str, wanted: &str) {
    let text =
        if line.starts_with("match") { rule(line) } else { rule(&format!("match [cue: kill]\n{line}")) };
    assert_eq!(program(&text).unwrap_err(), wanted, "{line}");
}

fn whole(text: &str, wanted: &str) {
    assert_eq!(program(text).unwrap_err(), wanted, "{text}");
}

#[test]
fn unknown_names_come_with_a_near_one() {
    line("match kil", "t.rule:2:7: class `kil` is not declared (did you mean `kill`?)");
    line("match zebra", "t.rule:2:7: class `zebra` is not declared");
    line(
        "match [cue: VRB & kill]",
        "t.rule:2:13: `VRB` is not a tag, group of tags or kind of phrase (did you mean `VERB`?)",
    );
    line("match ~shot", "t.rule:2:7: lemma `shot` is not a lemma of the lexicon (did you mean `shoot`?)");
    line("with agnt [a: NP]", "t.rule:3:6: `agnt` is not a role (did you mean `agent`?)");
    line("without negatd", "t.rule:3:9: `negatd` is not a feature or role (did you mean `negated`?)");
    line("without negated | modl", "t.rule:3:19: `modl` is not a feature (did you mean `modal`?)");
    line("=> actt", "t.rule:3:4: `actt` is not an act or property (did you mean `act`?)");
    line("=> act fat=killed", "t.rule:3:8: `act` takes no key `fat` (did you mean `fate`?)");
    line(
        "=> act fate=kiled",
        "t.rule:3:13: `kiled` is not a capture or a word of `fate` (did you mean `killed`?)",
    );
    line("=> act agent=cu", "t.rule:3:14: `cu` is not a capture or a word of `agent` (did you mean `cue`?)");
    line("=> act agent=cue agent=cue", "t.rule:3:18: `agent` is given twice");
    line("with patient of targt [a: NP]", "t.rule:3:17: `targt` is not captured before this line");
    line("wiht agent [a: NP]", "t.rule:3:1: `wiht` does not begin a line of a rule (did you mean `with`?)");
}

#[test]
fn patterns_that_do_not_parse() {
    line("match", "t.rule:2:6: an element is missing here");
    line("match [cue: kill", "t.rule:2:17: `]` is missing here");
    line("match (kill", "t.rule:2:12: `)` is missing here");
    line("match kill)", "t.rule:2:11: `)` is not expected here");
    line("match kill | | say", "t.rule:2:14: `|` is not expected here");
    line("match kill{3,1}", "t.rule:2:15: `{3,1}` leaves no number of times");
    line("match kill{99}", "t.rule:2:12: `99` is not a number of times up to 32");
    line("match \"shot", "t.rule:2:7: a quoted word has no closing `\"`");
    line("match \"Shot\"", "t.rule:2:7: `\"Shot\"` is not in small letters");
    line(
        "match \"shot dead\"",
        "t.rule:2:7: `\"shot dead\"` is not one word (one quoted word for each token)",
    );
    line("match ~", "t.rule:2:8: a lemma is missing after `~`");
    line("match kill %", "t.rule:2:12: `%` has no meaning in a rule");
    line(
        "match [Cue: kill]",
        "t.rule:2:8: `Cue` is not the name of a capture (small letters, figures and hyphens)",
    );
    line("match !NP", "t.rule:2:7: `!` refuses words, lemmas, classes and tags only");
    line(
        "match NP & NUMBER & kill",
        "t.rule:2:12: `&` joins a token or one phrase with tests of it \
         (captures, sequences and second phrases cannot be joined)",
    );
    line("match ^(kill NP)", "t.rule:2:7: `^` marks one token or phrase as the head");
    line("match [cue: kill [cue: say]]", "t.rule:2:7: the capture `cue` stands inside itself");
    line("match (kill?)* say", "t.rule:2:7: what is repeated may be empty");
    line(&format!("match {}kill", "(".repeat(40)), "t.rule:2:31: brackets are nested more than 24 deep");
    line(&format!("match {}kill", "!".repeat(40)), "t.rule:2:30: brackets are nested more than 24 deep");
    line("match (((kill{32}){32}){32})", "t.rule:2:8: the pattern has more than 4000 steps");
    line(
        "match NP kill?",
        "t.rule:2:7: nothing that must stand there triggers rule `t.rule` \
         (a class, lemma, word or tag that is neither optional nor refused)",
    );
}

#[test]
fn conditions_that_do_not_parse() {
    line("with [a: NP]", "t.rule:3:6: a role is missing here");
    line("with agent", "t.rule:3:11: an element is missing here");
    line("without", "t.rule:3:8: a feature or role is missing here");
    line(
        "with agent [a: NP] NP",
        "t.rule:3:12: the phrase of a role is one element (such as `[agent: NP & person]`)",
    );
    line(
        "with agent [a: NP NP]",
        "t.rule:3:12: the phrase of a role is one element (such as `[agent: NP & person]`)",
    );
    line(
        "without agent [a: force]",
        "t.rule:3:15: `if` and `without` capture nothing (leave the name out: `[NP & person]`)",
    );
    line("=>", "t.rule:3:3: an output is missing after `=>`");
}

#[test]
fn rules_that_are_not_whole() {
    whole(
        "rule a.b \"x\"\nyes x\n",
        "t.rule:1:1: rule `a.b` has no `match` line\n\
        t.rule:1:1: rule `a.b` has no `=>` line\nt.rule:1:1: rule `a.b` has no `no` line",
    );
    whole(&rule("match kill").replace("yes x", ""), "t.rule:1:1: rule `t.rule` has no `yes` line");
    whole("match kill", "t.rule:1:1: this line belongs to no rule (begin with `rule NAME \"…\"`)");
    whole(&rule("match kill\nmatch kill"), "t.rule:3:1: rule `t.rule` has a second `match` line");
    whole(&rule("match kill").repeat(2), "t.rule:6:6: rule `t.rule` already stands at t.rule:1");
    whole(
        &rule("match kill").replace("t.rule", "T rule"),
        "t.rule:1:6: `T` is not the name of a rule (such as `act.killed`)",
    );
    whole(
        &rule("match kill").replace("\"test\"", ""),
        "t.rule:1:6: rule `t.rule` does not say in quotes what it recognises",
    );
    whole(
        &format!("{}define A = kill", rule("match kill")),
        "t.rule:6:8: abbreviations stand before the first rule",
    );
    whole(
        &format!("define A = kill\ndefine A = say\n{}", rule("match A")),
        "t.rule:2:8: `A` is defined twice",
    );
    whole(
        &format!("define VERB = kill\n{}", rule("match VERB")),
        "t.rule:1:8: `VERB` already has a meaning in patterns",
    );
    whole(
        &format!("define A kill\n{}", rule("match kill")),
        "t.rule:1:8: an abbreviation is `define NAME = element`",
    );
}

#[test]
fn examples_that_do_not_parse() {
    let example = |line: &str| rule("match [cue: kill]").replace("yes x", line);
    whole(&example("yes"), "t.rule:4:4: an example has a sentence");
    whole(
        &example("yes He shot.  cue"),
        "t.rule:4:15: `cue` is not `capture=words` (two spaces or a tab end the \
        sentence and every capture; inside them words have one space)",
    );
    whole(
        &example("yes He shot.  cue=shot  cue=he"),
        "t.rule:4:25: `cue` is stated twice (join phrases by ` | `)",
    );
    whole(
        &example("yes He shot.  cu=shot"),
        "t.rule:4:1: rule `t.rule` has no capture `cu` (did you mean `cue`?)",
    );
    whole(&format!("{}no He shot.  cue=shot\n", example("yes x")), "t.rule:6:4: a `no` line has no captures");
}

#[test]
fn abbreviations_are_written_out() {
    let text =
        format!("define PEOPLE = NP & (person | group)\n{}", rule("match [cue: kill] [t: PEOPLE & !child]"));
    let program = program(&text).unwrap();
    assert_eq!(crate::patterns::found(&program, "shot/VBD two/CD men/NNS"), ["cue=shot t=two men"]);
    assert_eq!(crate::patterns::found(&program, "shot/VBD boys/NNS"), [""; 0]);
    let mut doubled = String::from("define A0 = kill kill\n");
    (0..30).for_each(|at| doubled.push_str(&format!("define A{} = A{at} A{at}\n", at + 1)));
    let faults = Rules::parse(&[file("t.rule", &doubled)]).unwrap_err();
    assert!(faults[0].message.contains("longer than 2000 elements"), "{}", listed(&faults));
}

/// A line of a word file, and what is said of it.
fn word(lines: &str, wanted: &str) {
    let files = [file("c/classes.tsv", CLASSES), file("c/inflection.tsv", INFLECTION), file("w.tsv", lines)];
    assert_eq!(listed(&Lexicon::parse(&files, TAGS).unwrap_err()), wanted, "{lines}");
}

#[test]
fn words() {
    word("man\tnoun\tperson\t-", "w.tsv:1:1: an entry has five columns: lemma, pos, classes, forms, source");
    word(
        "man\tnown\tperson\t-\tx",
        "w.tsv:1:1: `nown` is not a part of speech (noun, verb, adj, adv, prep, name, det, num or other)",
    );
    word("# x\nman\tnoun\tpersn\t-\tx", "w.tsv:2:1: class `persn` is not declared (did you mean `person`?)");
    word("man\tnoun\tperson\tNNZ=men\tx", "w.tsv:1:1: `NNZ` is not a tag (did you mean `NN`?)");
    word(
        "man\tnoun\tperson\tmen\tx",
        "w.tsv:1:1: `men` is not a form (`TAG=form`, `TAG=-`, `only` or `double`)",
    );
    word("\tnoun\tperson\t-\tx", "w.tsv:1:1: an entry has a lemma");
}

#[test]
fn contradictions_name_both_lines() {
    let hint = " (`classes.tsv` says that they exclude each other)";
    let one = format!("w.tsv:1:1: `rebel` may not be both `civilian` and `combatant`{hint}");
    word("rebel\tnoun\tcivilian combatant\t-\tx", &one);
    let two = format!(
        "w.tsv:2:1: `rebel` may not be both `civilian` and `combatant`; its other line is w.tsv:1{hint}"
    );
    word("rebel\tnoun\tcombatant\t-\tx\nrebel\tnoun\tchild\t-\tx", &two);
    let overlay = lexicon().with(&[file("o.tsv", "fighter\tnoun\tchild\t-\tx")]).unwrap_err();
    let base = "`fighter` may not be both `civilian` and `combatant`; it already has classes in the lexicon";
    assert_eq!(listed(&overlay), format!("o.tsv:1:1: {base}{hint}"));
    assert!(lexicon().with(&[file("o.tsv", "fighter\tadj\tchild\t-\tx")]).is_ok(), "another part of speech");
}

fn class(lines: &str, wanted: &str) {
    assert_eq!(listed(&Lexicon::parse(&[file("classes.tsv", lines)], TAGS).unwrap_err()), wanted, "{lines}");
}

#[test]
fn classes() {
    class("a\t-\t-", "classes.tsv:1:1: a class has four columns: class, parents, excludes, meaning");
    class("A\t-\t-\tx", "classes.tsv:1:1: `A` is not a class name: `[a-z][a-z0-9-]*`");
    class("a\t-\t-\tx\na\t-\t-\tx", "classes.tsv:2:1: class `a` is declared twice");
    class("ab\tcd\t-\tx", "classes.tsv:1:1: class `cd` is not declared");
    class("a\t-\tb\tx\nb\ta\t-\tx", "classes.tsv:2:1: class `b` and its parents may not be both `a` and `b`");
    let many: String = (0..385).map(|at| format!("c{at}\t-\t-\tx\n")).collect();
    class(&many, "classes.tsv:385:1: a lexicon has at most 384 classes");
}

#[test]
fn inflection() {
    let faults = |line: &str| listed(&Lexicon::parse(&[file("inflection.tsv", line)], TAGS).unwrap_err());
    assert_eq!(
        faults("noun\tNNS"),
        "inflection.tsv:1:1: an inflection has five columns: pos, tag, ending, cut, add"
    );
    assert_eq!(faults("noun\tNNS\t*\tx\ts"), "inflection.tsv:1:1: `x` is not a number of letters to cut");
    assert_eq!(faults("noun\tNNX\t*\t0\ts"), "inflection.tsv:1:1: `NNX` is not a tag (did you mean `NN`?)");
    assert_eq!(
        faults("phrase\tnoun\tmiddle"),
        "inflection.tsv:1:1: the head of a phrase is `first`, `last` or `before` a word"
    );
}
