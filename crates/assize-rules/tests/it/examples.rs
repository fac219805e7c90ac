//! Examples are run with the host's analysis; listings say what a rule leads to.

use assize_rules::{Fault, Host, Phrase, Program, Rules, Value, check_examples};

use crate::toy::{TERMS, Toy, file, lexicon, listed};

const RULE: &str = "\
# how groups are counted
rule list.size \"how many groups a list has\"
  match \"list\" \"of\" [number: NUMBER & !\"no\"] [what: NP & group]?
  => list.size subject=what value=number
rule act.killed \"somebody kills somebody\"
  match [cue: VERB & kill]
  with agent?   [agent: NP & !weapon]
  with patient  [target: NP & person]
  => act fate=killed agent
";

const LISTS: &str = "yes A list of two\tnumber=two\nno A list of gangs\n";

fn check(killed: &str) -> Vec<Fault> {
    let text = RULE.replace("rule act", &format!("{LISTS}rule act")) + killed;
    let files = [file("t.rule", &text)];
    let rules = Rules::parse(&files).unwrap_or_else(|faults| panic!("{}", listed(&faults)));
    let program = rules.compile(lexicon(), &TERMS).unwrap_or_else(|faults| panic!("{}", listed(&faults)));
    check_examples(rules.examples(), &program, |text| {
        let tagged: Vec<String> = text.trim_end_matches('.').split(' ').map(tagged).collect();
        vec![Toy::new(lexicon(), &tagged.join(" "))]
    })
}

fn tagged(word: &str) -> String {
    let tag = match word.to_lowercase().as_str() {
        "a" => "DT",
        "two" => "CD",
        "and" => "CC",
        "shot" | "killed" => "VBD",
        "of" => "IN",
        _ => "NNS",
    };
    format!("{word}/{tag}")
}

fn says(killed: &str, wanted: &str) {
    assert_eq!(listed(&check(killed)), wanted, "{killed}");
}

const NO: &str = "no Police list men.\n";

#[test]
fn every_capture_is_stated() {
    says(
        &format!("yes Police shot two men and a boy.  agent=police  cue=shot  target=two men | a boy\n{NO}"),
        "",
    );
    says(&format!("yes Missiles killed men.  agent=-  cue=killed\ttarget=men\n{NO}"), "");
    says(
        &format!("yes Police shot men.  cue=shot  target=men\n{NO}"),
        "t.rule:12:1: rule `act.killed` captures `agent=police  cue=shot  target=men`; \
         its `yes` line says `cue=shot  target=men`",
    );
    says(
        &format!("yes Police shot gangs.  cue=shot\n{NO}"),
        "t.rule:12:1: rule `act.killed` does not match; its `yes` line says `cue=shot`",
    );
    says(
        "yes Police shot men.  agent=police  cue=shot  target=men\nno Police shot men.\n",
        "t.rule:13:1: rule `act.killed` matches its `no` line: `agent=police  cue=shot  target=men`",
    );
}

#[test]
fn every_match_has_a_line() {
    let one = "yes Police shot men and killed boys.  agent=police  cue=shot  target=men\n";
    let two = "yes Police shot men and killed boys.  agent=men  cue=killed  target=boys\n";
    says(
        &format!("{one}{NO}"),
        "t.rule:12:1: rule `act.killed` matches 2 times, with `yes` lines for 1; \
         also `agent=men  cue=killed  target=boys`",
    );
    says(&format!("{one}{two}{NO}"), "");
}

#[test]
fn a_listing_says_where_rules_stand_and_lead() {
    let text = RULE.replace("rule act", &format!("{LISTS}rule act")) + "yes x\nno x\n";
    let program = Rules::parse(&[file("t.rule", &text)]).unwrap().compile(lexicon(), &TERMS).unwrap();
    let [list, act] = program.rules() else { panic!("two rules") };
    assert_eq!((list.id.as_str(), list.line, act.line), ("list.size", 2, 7));
    assert_eq!(list.description, "how many groups a list has");
    assert_eq!(list.outputs[0].number, 1);
    let what = program.capture("what").unwrap();
    assert_eq!(list.outputs[0].values[0], ("subject".to_owned(), Value::Capture(what)));
    assert_eq!(act.outputs[0].values[0], ("fate".to_owned(), Value::Word("killed".to_owned())));
    assert_eq!(program.find("act.killed").and_then(|id| program.rule(id)), Some(act));
    let again: Program = serde_json::from_str(&serde_json::to_string(&program).unwrap()).unwrap();
    assert_eq!(again, program);
}

#[test]
fn a_token_out_of_range_answers_nothing() {
    let toy = Toy::new(lexicon(), "men/NNS");
    assert_eq!(toy.word(7), "");
    assert_eq!(toy.words(Phrase { start: 0, end: 1, head: 0 }), "men");
}
