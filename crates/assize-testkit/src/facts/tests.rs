//! Each rule of the scorer on an invented text, met and missed by one change.

use super::{
    Draft, FactScore, FactsError, Gold, Judged, Precision, Tally, TextScore, Verdict, Verdicts, drafts,
    rival, score, show,
};
use assize_record::{BlobHash, Vocabulary};
use serde_json::{Value, json};

const TEXT: &str = "Guards shot two men dead near Port Ode on 3 May, the harbour office said. \
                    The next day more than nine sailors died when a launch burned off Karst, Ruth Vale told the inquiry. \
                    Nobody knows who ordered it.";

/// The span of words that stand once in the text, with the fields of a span.
fn at(words: &str) -> Value {
    let start = TEXT.find(words).expect("words of the text");
    json!({ "start": start, "end": start + words.len(), "exact": words })
}

fn with(mut value: Value, more: Value) -> Value {
    let (Value::Object(into), Value::Object(more)) = (&mut value, more) else { panic!("two objects") };
    into.extend(more);
    value
}

fn fact(about: &str, property: &str, words: &str, value: Value, speaker: Value) -> Value {
    let fields = json!({ "id": format!("{about} {property}"), "about": about, "property": property, "value": value,
        "speaker": speaker, "stance": "asserts", "status": null, "hard": null });
    with(at(words), fields)
}

fn office() -> Value {
    with(at("the harbour office"), json!({ "kind": "named", "count": null }))
}

fn vale() -> Value {
    with(at("Ruth Vale"), json!({ "kind": "named", "count": [1, 1] }))
}

fn narrator() -> Value {
    json!({ "kind": "narrator", "exact": null, "count": null })
}

/// The lines of the text's file of facts.
fn lines() -> Value {
    let incident = |id: &str, words: &str, edtf: &str| {
        let span = at(words);
        json!({ "id": id, "anchor": [span["start"], span["end"]], "exact": words, "edtf": edtf, "kind": "", "place": null, "by": null })
    };
    let two = json!({ "min": 2, "max": 2 });
    let trap = json!({ "property": "incident.killed", "value": two, "incident": "i2" });
    json!({
        "text": "t01.txt",
        "sha256": BlobHash::of(TEXT.as_bytes()).to_string(),
        "published": "2031-06-20",
        "incidents": [incident("i1", "Guards shot two men dead", "2031-05-03"), incident("i2", "a launch burned", "2031-05-04")],
        "facts": [
            fact("i1", "incident.killed", "shot two men dead", two, office()),
            fact("i1", "incident.place", "near Port Ode", json!({ "words": "Port Ode" }), office()),
            fact("i2", "incident.killed", "more than nine sailors died", json!({ "min": 10, "max": null }), vale()),
            fact("i2", "incident.happened-on", "The next day", json!({ "edtf": "2031-05-04" }), vale()),
            fact("other", "none", "Nobody knows who ordered it", json!({ "words": "Nobody knows who ordered it" }), narrator()),
        ],
        "traps": [with(at("two men dead"), json!({ "wrong": trap, "why": "the men are of the other incident" }))],
    })
}

fn gold() -> Gold {
    of(lines()).expect("facts that fit their text")
}

fn of(lines: Value) -> Result<Gold, FactsError> {
    let lines = serde_json::from_value(lines).expect("lines of the shape");
    Gold::of("t01.json", lines, TEXT.as_bytes(), &Vocabulary::shipped())
}

/// A draft of format 1.
fn draft(property: &str, subject: &str, passage: &str, value: Value, speaker: Value) -> Value {
    json!({
        "schema": "assize.draft/1", "id": format!("{property} {subject} {passage}"), "passage": at(passage), "stance": "asserts",
        "speaker": speaker, "times": [],
        "proposition": { "property": property, "subject": subject, "happened_on": null, "value": value },
    })
}

fn number(words: &str, min: Option<u64>, max: Option<u64>) -> Value {
    with(at(words), json!({ "min": min, "max": max }))
}

fn named(words: &str) -> Value {
    json!({ "kind": "named", "name": words, "description": words, "span": at(words) })
}

/// The draft that meets the first fact.
fn two_men() -> Value {
    let mut draft = draft(
        "incident.killed",
        "incident/2031-05-03",
        "Guards shot two men dead",
        number("two men", Some(2), Some(2)),
        named("the harbour office"),
    );
    draft["proposition"]["happened_on"] = json!("2031-05-03");
    draft
}

/// The draft that meets the third.
fn nine_sailors() -> Value {
    draft(
        "incident.killed",
        "incident/2031-05-04",
        "more than nine sailors died",
        number("more than nine sailors", Some(10), None),
        named("Ruth Vale"),
    )
}

fn read(lines: &[Value]) -> Vec<Draft> {
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    drafts(lines.iter().map(String::as_str)).expect("lines of drafts")
}

fn scored(lines: &[Value]) -> TextScore {
    score(&gold(), &read(lines)).expect("few subjects")
}

/// How a fact was met, in one word for each question that was answered with yes.
fn met(fact: &FactScore) -> String {
    let said =
        [(fact.found, "found"), (fact.placed, "placed"), (fact.dated, "dated"), (fact.voiced, "voiced")];
    said.iter().filter(|(yes, _)| *yes).map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
}

fn first(draft: Value) -> String {
    met(&scored(&[draft]).facts[0])
}

#[test]
fn a_right_draft_meets_a_fact_in_everything() {
    assert_eq!(first(two_men()), "found placed dated voiced");
    assert_eq!(met(&scored(&[]).facts[0]), "");
}

#[test]
fn another_property_value_or_place_finds_nothing() {
    let change = |change: fn(&mut Value)| {
        let mut draft = two_men();
        change(&mut draft);
        first(draft)
    };
    assert_eq!(change(|draft| draft["proposition"]["property"] = json!("incident.injured")), "");
    assert_eq!(change(|draft| draft["proposition"]["value"]["max"] = json!(3)), "");
    assert_eq!(
        change(|draft| {
            draft["passage"] = at("Nobody knows who ordered it");
            draft["proposition"]["value"] = number("Nobody", Some(2), Some(2));
        }),
        ""
    );
}

#[test]
fn more_than_nine_is_ten_or_more_and_nine_is_taken() {
    let third = |min: Option<u64>, max: Option<u64>| {
        let mut draft = nine_sailors();
        draft["proposition"]["value"] = number("more than nine sailors", min, max);
        scored(&[draft]).facts[2].found
    };
    assert!(third(Some(10), None) && third(Some(9), None));
    assert!(!third(Some(8), None), "too few");
    assert!(!third(Some(9), Some(9)), "a number that ends");
    assert!(!third(None, None), "no number");
}

#[test]
fn words_of_a_value_may_be_longer_but_not_much_and_not_others() {
    let second = |words: &str| {
        let subject = "incident/2031-05-03";
        let value = with(at(words), json!({ "min": null, "max": null }));
        let draft = draft("incident.place", subject, "near Port Ode", value, named("the harbour office"));
        scored(&[draft]).facts[1].found
    };
    assert!(second("Port Ode") && second("near Port Ode") && second("dead near Port Ode on 3 May"));
    assert!(!second("Guards shot two men dead near Port Ode"), "seven words for two");
    assert!(!second("Karst"));
}

#[test]
fn a_statement_is_found_where_four_fifths_of_its_words_stand() {
    let last = |passage: &str| {
        let value = with(at(passage), json!({ "min": null, "max": null }));
        let narrator = json!({ "kind": "narrator", "name": null, "description": "", "span": null });
        let statement = draft("statement", "campaign/text", passage, value, narrator);
        met(&scored(&[statement]).facts[4])
    };
    assert_eq!(last("Nobody knows who ordered"), "found placed voiced", "four of five");
    assert_eq!(last("Nobody knows who"), "");
}

#[test]
fn a_subject_that_stands_for_another_incident_places_nothing() {
    let mut joined = nine_sailors();
    joined["proposition"]["subject"] = json!("incident/2031-05-03");
    let score = scored(&[two_men(), joined]);
    assert_eq!(met(&score.facts[0]), "found placed dated voiced", "its day fits the first");
    assert_eq!(met(&score.facts[2]), "found", "one subject cannot be both");
    assert_eq!((score.incidents, score.subjects), ((2, 1), (1, 0)));
    let apart = scored(&[two_men(), nine_sailors()]);
    assert_eq!(met(&apart.facts[2]), "found placed dated voiced");
    assert_eq!(
        apart.mapping,
        [
            ("i1".to_owned(), "incident/2031-05-03".to_owned()),
            ("i2".to_owned(), "incident/2031-05-04".to_owned())
        ]
    );
}

#[test]
fn a_campaign_is_not_an_incident() {
    let mut draft = two_men();
    draft["proposition"]["subject"] = json!("campaign/text");
    assert_eq!(first(draft), "found", "nor does it stand for one where nothing else does");
    let mut lines = lines();
    lines["facts"][0]["about"] = json!("campaign");
    let gold = of(lines).expect("facts that fit");
    let score = score(&gold, &read(&[two_men()])).expect("few subjects");
    assert_eq!(met(&score.facts[0]), "found", "an incident is not the campaign");
}

#[test]
fn a_day_outside_the_incident_is_not_placed() {
    let mut draft = two_men();
    let on = |draft: &mut Value, day: Value| draft["proposition"]["happened_on"] = day;
    on(&mut draft, json!("2031-05-04"));
    assert_eq!(first(draft.clone()), "found");
    on(&mut draft, json!("2031-05-03/2031-05-04"));
    assert_eq!(first(draft.clone()), "found placed voiced", "days around it say less than the text");
    on(&mut draft, json!("2031-05"));
    assert_eq!(first(draft.clone()), "found placed voiced", "so does a month");
    on(&mut draft, Value::Null);
    assert_eq!(first(draft.clone()), "found placed dated voiced", "the day of its key counts");
    draft["proposition"]["subject"] = json!("incident/undated");
    assert_eq!(first(draft.clone()), "found placed voiced", "no day is no wrong day");
    draft["proposition"]["subject"] = json!("incident/2031-05-04");
    assert_eq!(first(draft), "found", "the day of its key is another's");
}

#[test]
fn the_day_of_a_referent_is_a_day_of_its_drafts() {
    let lines = numbered(two_men(), 2, "Guards shot", "2031-05-04");
    let [mut draft, referent] = lines;
    draft["proposition"]["happened_on"] = Value::Null;
    assert_eq!(met(&scored(&[draft, referent]).facts[0]), "found");
}

#[test]
fn another_speaker_or_sort_of_speaker_voices_nothing() {
    let with_speaker = |speaker: Value| {
        let mut draft = two_men();
        draft["speaker"] = speaker;
        let score = scored(&[draft]);
        (score.facts[0].voiced, score.facts[0].voiced_loosely)
    };
    assert_eq!(with_speaker(named("the harbour office")), (true, true));
    assert_eq!(with_speaker(named("Ruth Vale")), (false, false));
    let elsewhere = json!({ "kind": "named", "name": "The harbour office of Ode", "description": "it", "span": at("Nobody") });
    assert_eq!(with_speaker(elsewhere), (true, true), "the name is enough");
    let open = json!({ "kind": "unclear", "name": null, "description": "the harbour office", "span": at("the harbour office") });
    assert_eq!(with_speaker(open), (false, true));
    let narrator = json!({ "kind": "narrator", "name": null, "description": "", "span": null });
    assert_eq!(with_speaker(narrator), (false, false));
}

#[test]
fn a_trap_springs_for_the_wrong_incident_and_not_for_the_right_one() {
    let mut joined = two_men();
    joined["proposition"]["subject"] = json!("incident/2031-05-04");
    let sprung = |lines: &[Value]| scored(lines).sprung.len();
    assert_eq!(
        sprung(&[joined.clone(), nine_sailors(), nine_sailors()]),
        1,
        "the men are drafted on the launch"
    );
    assert_eq!(sprung(&[two_men(), nine_sailors()]), 0, "the right draft stands there rightfully");
    let mut three = joined.clone();
    three["proposition"]["value"]["max"] = json!(3);
    assert_eq!(sprung(&[three, nine_sailors()]), 0, "another value");
    joined["proposition"]["value"] = number("Guards", Some(2), Some(2));
    assert_eq!(sprung(&[joined, nine_sailors()]), 0, "another place");
}

#[test]
fn a_trap_without_a_property_springs_for_a_plain_assertion() {
    let mut lines = lines();
    lines["traps"][0]["wrong"] = json!({ "property": "none", "value": null, "incident": "other" });
    let gold = of(lines).expect("facts that fit");
    let sprung = |draft: Value| score(&gold, &read(&[draft])).expect("few subjects").sprung.len();
    assert_eq!(sprung(two_men()), 1);
    let mut denied = two_men();
    denied["stance"] = json!("denies");
    assert_eq!(sprung(denied), 0);
    let mut unclear = two_men();
    unclear["speaker"] = json!({ "kind": "unclear", "name": null, "description": "", "span": at("Nobody") });
    assert_eq!(sprung(unclear), 0);
}

/// The same drafts as lines of format 2.
fn numbered(mut draft: Value, number: u64, head: &str, days: &str) -> [Value; 2] {
    draft["schema"] = json!("assize.draft/2");
    draft["proposition"]["subject"] = json!(number);
    let referent = json!({ "schema": "assize.referent/1", "text": "", "ref": number, "type": "incident", "head": at(head), "happened_on": days });
    [draft, referent]
}

#[test]
fn numbers_of_referents_are_scored_as_keys_are() {
    let lines = [
        numbered(two_men(), 2, "Guards shot", "2031-05-03"),
        numbered(nine_sailors(), 10, "a launch burned", "2031-05-04"),
    ];
    let score = scored(&lines.concat());
    assert_eq!(met(&score.facts[0]), "found placed dated voiced");
    assert_eq!(met(&score.facts[2]), "found placed dated voiced", "the day of the referent counts");
    assert_eq!(score.mapping[1], ("i2".to_owned(), "incident/10-a-launch-burned".to_owned()));
    let one = [
        numbered(two_men(), 2, "Guards shot", "2031-05-03"),
        numbered(nine_sailors(), 2, "Guards shot", "2031-05-03"),
    ];
    assert_eq!(scored(&one.concat()).incidents, (2, 1), "one referent is one incident");
}

#[test]
fn lines_that_cannot_be_scored_are_named() {
    let fault = |line: Value| drafts([line.to_string().as_str()]).expect_err("a fault").to_string();
    let [draft, _] = numbered(two_men(), 2, "Guards shot", "2031-05-03");
    assert_eq!(fault(draft), "line 1 of the drafts: no line gives referent 2");
    assert_eq!(
        fault(json!({ "schema": "assize.draft/3" })),
        "line 1 of the drafts: `assize.draft/3` is not a version that is scored"
    );
    assert!(fault(json!({ "schema": "assize.draft/1" })).contains("missing field"));
    assert!(drafts(["", "{\"schema\":\"assize.doubt/1\"}"]).is_ok_and(|drafts| drafts.is_empty()));
}

#[test]
fn facts_that_do_not_fit_their_text_are_named() {
    let fault = |change: fn(&mut Value)| {
        let mut lines = lines();
        change(&mut lines);
        of(lines).expect_err("a fault").to_string()
    };
    assert!(fault(|lines| lines["sha256"] = json!("0")).contains("not the one that was annotated"));
    assert!(fault(|lines| lines["facts"][0]["start"] = json!(0)).contains("do not read what is quoted"));
    assert!(
        fault(|lines| lines["facts"][0]["property"] = json!("incident.kiled"))
            .contains("did you mean `incident.killed`")
    );
    assert!(fault(|lines| lines["facts"][0]["about"] = json!("i9")).contains("`i9` is not an incident"));
    assert!(fault(|lines| lines["traps"][0]["end"] = json!(9999)).contains("trap 1"));
    assert!(fault(|lines| lines["incidents"][1]["exact"] = json!("a boat burned")).contains("i2"));
}

#[test]
fn parts_of_the_set_are_summed_apart_and_together() {
    let named = |name: &str| TextScore { name: name.to_owned(), ..scored(&[two_men()]) };
    let parts = Tally::by_part(&[named("t02"), named("t12"), named("t13"), named("t30")]);
    let sums: Vec<(&str, usize)> =
        parts.iter().map(|part| (part.sum.text.as_str(), part.sum.voiced)).collect();
    assert_eq!(sums, [("t01–t12", 2), ("t13–t24", 1), ("all", 4)]);
    assert_eq!(Tally::by_part(&[named("t01")]).len(), 1, "one part is all there is");
    let all = &parts[2];
    assert_eq!((all.sum.facts, all.sum.typed_facts, all.sum.placeable, all.sum.matched), (20, 16, 16, 4));
    assert_eq!(
        (all.properties[0].property.as_str(), all.properties[0].facts, all.properties[0].found),
        ("incident.killed", 8, 4)
    );
    assert_eq!(all.days, (4, 0, 0));
}

#[test]
fn unnamed_speakers_are_known_by_their_description() {
    let mut lines = lines();
    lines["facts"][0]["speaker"] = with(at("two men"), json!({ "kind": "unnamed", "count": [2, 2] }));
    let gold = of(lines).expect("facts that fit");
    let voiced = |description: &str| {
        let mut draft = two_men();
        let span = at("Nobody");
        draft["speaker"] =
            json!({ "kind": "unnamed", "name": null, "description": description, "span": span });
        score(&gold, &read(&[draft])).expect("few subjects").facts[0].voiced
    };
    assert!(voiced("two of the men"));
    assert!(!voiced("three officials"));
}

#[test]
fn an_order_is_placed_on_an_instrument_or_a_list() {
    let mut lines = lines();
    lines["facts"][0]["about"] = json!("instrument:an order");
    let gold = of(lines).expect("facts that fit");
    let placed = |subject: &str| {
        let mut draft = two_men();
        draft["proposition"]["subject"] = json!(subject);
        score(&gold, &read(&[draft])).expect("few subjects").facts[0].placed
    };
    assert!(placed("instrument/directive") && placed("list/groups"));
    assert!(!placed("incident/2031-05-03"));
}

#[test]
fn an_incident_without_a_day_wants_a_draft_without_one() {
    let mut lines = lines();
    lines["incidents"][0]["edtf"] = Value::Null;
    let gold = of(lines).expect("facts that fit");
    let mut undated = two_men();
    undated["proposition"]["happened_on"] = Value::Null;
    undated["proposition"]["subject"] = json!("incident/undated");
    let score = |lines: &[Value]| score(&gold, &read(lines)).expect("few subjects");
    assert_eq!(met(&score(&[two_men()]).facts[0]), "found", "the text gives no day");
    assert_eq!(met(&score(std::slice::from_ref(&undated)).facts[0]), "found placed dated voiced");
    let both = score(&[two_men(), undated.clone()]);
    assert_eq!(both.mapping[0].1, "incident/undated", "it fits better than the first by name");
    assert_eq!(both.subjects, (2, 1), "a day that stands for nothing is a stray");
    undated["passage"] = at("Nobody knows who ordered it");
    undated["proposition"]["value"] = number("Nobody", Some(0), Some(0));
    assert_eq!(score(&[undated]).subjects, (1, 0), "what has no day is not one");
}

#[test]
fn traps_of_days_and_words_want_that_day_and_those_words() {
    let sprung = |wrong: Value, property: &str, value: Value| {
        let mut lines = lines();
        lines["traps"][0]["wrong"] = json!({ "property": property, "value": wrong, "incident": "i2" });
        let passage = "Guards shot two men dead";
        let wrong = draft(property, "incident/2031-05-04", passage, value, named("the harbour office"));
        score(&of(lines).expect("facts that fit"), &read(&[wrong])).expect("few subjects").sprung.len()
    };
    let day = |day: &str| with(number("two men", None, None), json!({ "date": day }));
    let on = |edtf: &str| json!({ "edtf": edtf });
    assert_eq!(sprung(on("2031-05-03"), "incident.happened-on", day("2031-05-03")), 1);
    assert_eq!(sprung(on("2031-05-03"), "incident.happened-on", day("2031-05-04")), 0);
    let words = |words: &str| json!({ "words": words });
    assert_eq!(sprung(words("the two men"), "incident.conducted-by", number("two men", None, None)), 1);
    assert_eq!(
        sprung(words("the harbour guards"), "incident.conducted-by", number("two men", None, None)),
        0
    );
    assert_eq!(sprung(Value::Null, "incident.conducted-by", number("two men", None, None)), 1, "any value");
}

#[test]
fn a_day_is_carried_by_a_draft_about_something_else() {
    let mut carrying = nine_sailors();
    carrying["passage"] = at("The next day more than nine sailors died");
    let carried = |on: Value| {
        let mut draft = carrying.clone();
        draft["proposition"]["happened_on"] = on;
        let fact = &scored(&[draft]).facts[3];
        (fact.found, fact.carried)
    };
    assert_eq!(carried(json!("2031-05-04")), (false, true));
    assert_eq!(carried(json!("2031-05-05")), (false, false));
}

#[test]
fn an_incident_has_a_subject_of_its_own_only_where_the_day_fits() {
    let mut wrong = nine_sailors();
    wrong["proposition"]["happened_on"] = json!("2031-05-09");
    let row = |lines: &[Value]| {
        let row = super::Row::of(&scored(lines));
        (row.incidents, row.own)
    };
    assert_eq!(row(&[two_men(), nine_sailors()]), (2, 2));
    assert_eq!(row(&[two_men(), wrong]), (2, 1));
}

#[test]
fn a_typed_draft_without_a_fact_waits_for_a_verdict() {
    let gold = gold();
    let mut third = nine_sailors();
    third["proposition"]["value"] = number("nine sailors", Some(8), Some(8));
    let drafts = read(&[two_men(), third]);
    let score = scored_of(&drafts);
    assert_eq!(score.unmatched, [1]);
    let line = Judged::of(&gold, &drafts[1]).to_string();
    let fields: Vec<&str> = line.split('\t').collect();
    assert_eq!(fields[1..5], ["8", "2031-05-04", "t01", "incident.killed"]);
    let with = |verdict: &str| {
        let verdicts =
            Verdicts::of(&format!("# by Ada Ode\n{verdict}\t{line}\n")).expect("lines of verdicts");
        Precision::of(&gold, &drafts, &score, &verdicts)
    };
    let counts = |of: Precision| (of.typed, of.matched, of.right, of.harmless, of.wrong, of.unjudged);
    assert_eq!(counts(with("?")), (2, 1, 0, 0, 0, 1));
    assert_eq!(with("?").share(), (50.0, 100.0), "at least, and at most");
    assert_eq!(counts(with("right")), (2, 1, 1, 0, 0, 0));
    assert_eq!(with("right").share(), (100.0, 100.0));
    assert_eq!(with("harmless").share(), (100.0, 100.0), "it is left out of both sides");
    assert_eq!(counts(with("wrong")), (2, 1, 0, 0, 1, 0));
    assert_eq!(with("wrong").share(), (50.0, 50.0));
}

fn scored_of(drafts: &[Draft]) -> TextScore {
    score(&gold(), drafts).expect("few subjects")
}

#[test]
fn a_verdict_outlives_an_id_and_not_another_value_or_day() {
    let gold = gold();
    let judged = read(&[two_men()]);
    let verdicts = Verdicts::of(&format!("right\t{}", Judged::of(&gold, &judged[0]))).expect("a line");
    let on = |change: fn(&mut Value)| {
        let mut draft = two_men();
        change(&mut draft);
        verdicts.on(&gold, &read(&[draft])[0])
    };
    assert_eq!(on(|draft| draft["id"] = json!("another")), Some(Verdict::Right));
    assert_eq!(on(|draft| draft["proposition"]["value"]["max"] = json!(3)), None);
    assert_eq!(on(|draft| draft["proposition"]["happened_on"] = json!("2031-05-04")), None);
    assert_eq!(on(|draft| draft["passage"] = at("Guards shot")), None);
    assert_eq!(on(|draft| draft["proposition"]["property"] = json!("incident.injured")), None);
}

#[test]
fn verdicts_that_cannot_be_read_are_named() {
    let fault = |lines: &str| Verdicts::of(lines).expect_err("a fault").to_string();
    assert_eq!(fault("\nrigth\tk\t1\t-"), "line 2 of the verdicts: `rigth` is not right, harmless or wrong");
    assert!(fault("right\tk").contains("at least verdict, key, value and day"));
    let later = Verdicts::of("right\tk\t1\t-\nwrong\tk\t1\t-").expect("two lines");
    assert_eq!(later, Verdicts::of("wrong\tk\t1\t-").expect("a line"), "the later stands");
}

#[test]
fn a_fact_without_a_property_may_be_covered_by_several_drafts_together() {
    let passage = |passage: &str| {
        let value = with(at(passage), json!({ "min": null, "max": null }));
        draft("statement", "campaign/text", passage, value, named("Ruth Vale"))
    };
    let covered = |lines: &[Value]| {
        let covered = scored(lines).covered;
        (covered.facts, covered.by_statement, covered.by_typed, covered.by_one, covered.by_all)
    };
    assert_eq!(covered(&[passage("Nobody knows")]), (1, 0, 0, 0, 0));
    assert_eq!(covered(&[passage("Nobody knows"), passage("knows who ordered")]), (1, 0, 0, 0, 1));
    assert_eq!(covered(&[passage("Nobody knows who ordered it")]), (1, 1, 0, 1, 1));
    let mut typed = two_men();
    typed["passage"] = at("Nobody knows who ordered it");
    assert_eq!(covered(&[typed]), (1, 0, 1, 1, 1));
}

#[test]
fn a_page_lays_what_was_missed_beside_what_was_drafted() {
    let mut third = nine_sailors();
    third["proposition"]["value"] = number("nine sailors", Some(8), Some(8));
    let mut stray = nine_sailors();
    stray["passage"] = at("Nobody knows");
    stray["proposition"]["value"] = number("Nobody", Some(0), Some(0));
    let drafts = read(&[two_men(), third, stray]);
    let page = show(&gold(), &drafts, &scored_of(&drafts), &Verdicts::default());
    assert!(!page.contains("incident.killed = 2 of i1"), "what was met is not shown");
    let missed = page.find(
        "- i2 incident.killed incident.killed = 10.. of i2 [2031-05-04] by named `Ruth Vale`: not found",
    );
    let beside = page.find("≠ incident.killed = 8 `nine sailors` of incident/2031-05-04 [2031-05-04]");
    let last = page.find("≠ incident.killed = 0 `Nobody`").expect("the draft beside the last fact");
    assert!(missed < beside && beside < Some(last) && missed.is_some(), "{page}");
    assert!(page.contains("[more than nine sailors died]"), "{page}");
}

#[test]
fn a_rival_is_scored_by_the_same_code() {
    let line = |on: &str| {
        let passage = at("Guards shot two men dead");
        let line = json!({ "text": "t01", "property": "incident.killed", "min": 2, "max": 2, "incident": "1", "on": on,
            "passage": [passage["start"], passage["end"]], "speaker": with(at("the harbour office"), json!({ "kind": "named" })) });
        let other = json!({ "text": "t02", "property": "incident.killed", "start": 0, "end": 1, "exact": "-", "passage": [0, 1] });
        format!("{}\n{other}\n", with(line, at("two men")))
    };
    let gold = gold();
    let scored = |lines: &str| score(&gold, &rival(&gold, lines).expect("lines")).expect("few subjects");
    assert_eq!(met(&scored(&line("2031-05-03")).facts[0]), "found placed dated voiced");
    assert_eq!(met(&scored(&line("2031-05-04")).facts[0]), "found");
    assert_eq!(scored(&line("2031-05-03")).typed_drafts, 1, "lines of other texts are passed over");
    let shifted = line("2031-05-03").replace("two men", "ten men");
    assert!(rival(&gold, &shifted).expect_err("a fault").to_string().contains("do not read `ten men`"));
}
