//! Whole readings: invented articles, broken input, and time that grows no faster than the text.

use crate::referents::{acceptable, referent, subject};
use assize_reader::{Document, Reading, read};

use assize_record::{Draft, SpeakerKind, Stance};
use proptest::prelude::*;

fn reading(text: &str) -> Reading {
    let reading = read(&Document::published(text, "2031-06-20".parse().expect("a date")));
    whole(text, &reading);
    reading
}

/// Every span of a reading is one of the text, with the words that stand there.
fn whole(text: &str, reading: &Reading) {
    for draft in &reading.drafts {
        assert_eq!(draft.passage.check(text), Ok(()), "passage");
        let speakers = draft.via.iter().chain([&draft.speaker]);
        for words in speakers.filter_map(|s| s.span.as_ref()).chain(draft.cue.as_ref()) {
            assert_eq!(words.check(text), Ok(()), "speaker or cue");
        }
        let value = &draft.proposition.value;
        assert_eq!(text.get(value.start..value.end), Some(value.exact.as_str()), "value");
        for hedge in &draft.hedges {
            assert_eq!(text.get(hedge.start..hedge.end), Some(hedge.exact.as_str()), "hedge");
        }
        for time in &draft.times {
            assert_eq!(text.get(time.start..time.end), Some(time.exact.as_str()), "time");
        }
    }
    for doubt in &reading.doubts {
        assert_eq!(doubt.words.check(text), Ok(()), "doubt");
    }
    acceptable(text, reading);
    for conflict in &reading.conflicts {
        assert!(
            reading.drafts.iter().any(|d| d.id == conflict.left)
                && reading.drafts.iter().any(|d| d.id == conflict.right)
        );
    }
}

/// One line a draft of a sort: `name or kind, min..max: cue: passage`.
fn said(text: &str) -> Vec<String> {
    let statements =
        |d: &&Draft| d.proposition.property() == "statement" && d.speaker.kind != SpeakerKind::Narrator;
    reading(text).drafts.iter().filter(statements).map(line).collect()
}

fn line(draft: &Draft) -> String {
    let speaker = &draft.speaker;
    let who = match (speaker.kind, &speaker.name) {
        (SpeakerKind::Named, Some(name)) => name.clone(),
        (SpeakerKind::Unnamed, _) => {
            let end = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
            let count = speaker.count.map(|c| format!("{}..{}", end(c.min), end(c.max))).unwrap_or_default();
            format!("unnamed {count}")
        }
        (kind, _) => format!("{kind:?}").to_lowercase(),
    };
    let cue = draft.cue.as_ref().map_or("-", |c| c.exact.as_str());
    format!("{who} | {cue} | {}", draft.passage.exact)
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(said(text), expected, "{text}");
}

#[test]
fn speech_before_after_and_inside_its_words() {
    check("Minister Tom Ode said the boat had sunk.", &["Tom Ode | said | the boat had sunk"]);
    check("The boat had sunk, Minister Tom Ode said.", &["Tom Ode | said | The boat had sunk"]);
    check("“The boat has sunk,” said Minister Tom Ode.", &["Tom Ode | said | The boat has sunk"]);
    check(
        "“The boat has sunk,” Tom Ode said. “Nobody lived to tell of it.”",
        &["Tom Ode | said | The boat has sunk", "Tom Ode | said | Nobody lived to tell of it."],
    );
    check(
        "The boat, Tom Ode told reporters on Tuesday, had sunk.",
        &["Tom Ode | told | The boat", "Tom Ode | told | had sunk"],
    );
    check("According to Tom Ode, the boat had sunk.", &["Tom Ode | According to | the boat had sunk"]);
    check("Tom Ode wrote: “The boat has sunk.”", &["Tom Ode | wrote | The boat has sunk."]);
}

#[test]
fn unnamed_speakers_are_counted_as_the_words_count_them() {
    check(
        "The boat had sunk, five current and former officials said.",
        &["unnamed 5..5 | said | The boat had sunk"],
    );
    check(
        "The boat had sunk, according to one current and two former navy officials.",
        &["unnamed 3..3 | according to | The boat had sunk"],
    );
    check("Officials said the boat had sunk.", &["unnamed 2.. | said | the boat had sunk"]);
    check(
        "The boat had sunk, said a person familiar with the matter.",
        &["unnamed 1..1 | said | The boat had sunk"],
    );
    check(
        "The boat had sunk, two people said. It was on fire, the two people said.",
        &["unnamed 2..2 | said | The boat had sunk", "unnamed 2..2 | said | It was on fire"],
    );
    check("At least four sailors said the boat had sunk.", &["unnamed 4.. | said | the boat had sunk"]);
}

#[test]
fn bodies_and_offices_are_named_by_their_words() {
    check("The port authorities said the boat had sunk.", &["port authorities | said | the boat had sunk"]);
    check("The boat had sunk, police said.", &["police | said | The boat had sunk"]);
    check("The inspector general said the boat had sunk.", &["inspector general | said | the boat had sunk"]);
    check("A ministry said the boat had sunk.", &["unnamed 1..1 | said | the boat had sunk"]);
    check("Rights groups said the boat had sunk.", &["unnamed 2.. | said | the boat had sunk"]);
}

#[test]
fn a_question_of_a_transcript_asserts_nothing() {
    let text = "Q  Was it the navy that killed the nine men?\n\nMR. ODE: It was not.\n\nQ  Nine men died.\n";
    check(
        text,
        &[
            "unnamed 1..1 | Q | Was it the navy that killed the nine men?",
            "ODE | : | It was not.",
            "unnamed 1..1 | Q | Nine men died.",
        ],
    );
    let drafts = reading(text).drafts;
    assert_eq!(drafts[0].stance, Stance::Doubts);
    let typed = drafts.iter().filter(|d| d.proposition.property() != "statement");
    assert!(typed.filter(|d| d.passage.start < 40).count() == 0, "{drafts:?}");
}

#[test]
fn who_gives_the_whole_gives_its_parts() {
    let text = "The port authorities said nine sailors were killed on May 3. Four were killed by guards.";
    let drafts = reading(text).drafts;
    let parts: Vec<&Draft> = drafts.iter().filter(|d| d.passage.exact.starts_with("Four")).collect();
    assert!(parts.iter().all(|d| d.speaker.kind == SpeakerKind::Named), "{parts:?}");
}

#[test]
fn a_pronoun_goes_back_to_the_last_speaker_with_a_doubt() {
    let text = "Tom Ode said the boat had sunk. He said the crew was missing.";
    check(text, &["Tom Ode | said | the boat had sunk", "Tom Ode | said | the crew was missing"]);
    assert!(reading(text).doubts.iter().any(|d| d.words.exact == "He" && d.kind == "speaker"));
}

#[test]
fn two_people_of_one_surname_are_a_doubt() {
    let text = "Sen. Ada Vale met spokesman Tom Vale. Vale said the boat had sunk.";
    let reading = reading(text);
    assert!(
        reading.doubts.iter().any(|d| d.question.contains("Ada Vale") && d.question.contains("Tom Vale"))
    );
}

#[test]
fn word_passed_on_keeps_its_chain() {
    let reading = reading(
        "Adm. Ruth Vale told lawmakers that Tom Ode said the boat had sunk, according to two officials.",
    );
    let inner = reading.drafts.iter().find(|d| !d.via.is_empty()).expect("a nested draft");
    assert!(inner.passage.exact.ends_with("the boat had sunk"));
}

#[test]
fn a_quotation_over_paragraphs_keeps_its_speaker() {
    let text = "“The first boat sank at once,” Tom Ode said. “The second did not sink.\n“The third was never seen again.”";
    let all = said(text);
    assert!(
        all.iter().all(|l| l.starts_with("Tom Ode")) && all.iter().any(|l| l.contains("never seen again")),
        "{all:?}"
    );
}

#[test]
fn silence_and_earlier_reports_are_the_narrators() {
    let reading = reading(
        "Vale did not respond to a request for comment. The raid was first reported by the Harbour Gazette.",
    );
    let rules: Vec<&str> = reading.drafts.iter().map(|d| d.rule.as_str()).collect();
    assert_eq!(rules, ["act.no-comment", "act.prior-report"]);
    assert!(reading.drafts.iter().all(|d| d.speaker.kind == SpeakerKind::Narrator));
}

#[test]
fn a_toll_is_typed_and_the_statement_kept() {
    let reading = reading("A strike on May 3 killed at least nine people, two officials said.");
    let typed =
        reading.drafts.iter().find(|d| d.proposition.property() == "incident.killed").expect("a toll");
    let value = &typed.proposition.value;
    assert_eq!((value.min, value.max), (Some(9), None));
    assert_eq!(subject(&reading, typed), "incident `strike` on 2031-05-03");
    assert_eq!(typed.speaker.kind, SpeakerKind::Unnamed);
    assert!(reading.drafts.iter().any(|d| d.proposition.property() == "statement"));
}

#[test]
fn two_tolls_of_one_incident_are_a_conflict_and_not_settled() {
    let reading = reading(
        "A strike on May 3 killed nine people, Tom Ode said.\nThe strike on May 3 killed 14 people, Ruth Vale said.",
    );
    assert_eq!(reading.conflicts.len(), 1, "{:?}", reading.conflicts);
    assert_eq!(reading.drafts.iter().filter(|d| d.proposition.property() == "incident.killed").count(), 2);
}

#[test]
fn members_and_affiliates_that_add_up_are_no_conflict() {
    let text = "A strike on May 3 killed nine people, officials said.\nAdm. Ruth Vale told lawmakers that one of the nine was a member of Red Sail and the other eight were affiliates.";
    let reading = reading(text);
    let of = |property: &str| {
        reading
            .drafts
            .iter()
            .find(|d| d.proposition.property() == property)
            .map(|d| (subject(&reading, d), d.proposition.value.min))
    };
    let incident = "incident `strike` on 2031-05-03".to_owned();
    assert_eq!(of("incident.members"), Some((incident.clone(), Some(1))));
    assert_eq!(of("incident.affiliates"), Some((incident, Some(8))));
    assert!(reading.conflicts.is_empty(), "{:?}", reading.conflicts);
    let wrong = text.replace("other eight", "other seven");
    assert_eq!(self::reading(&wrong).conflicts.len(), 1);
}

/// Why two drafts of a text cannot both hold.
fn conflicts(text: &str) -> Vec<String> {
    reading(text).conflicts.into_iter().map(|conflict| conflict.why).collect()
}

#[test]
fn the_incidents_may_not_add_up_to_more_than_the_campaign() {
    let text = "A strike on May 3 killed nine people. A strike on May 8 killed six people.\nIn all, 12 people have been killed.";
    assert_eq!(conflicts(text), ["the incidents add up to at least 15, more than `12 people`"]);
    assert_eq!(conflicts(&text.replace("12 people", "15 people")), [""; 0]);
}

#[test]
fn a_part_may_not_be_larger_than_its_whole() {
    let text = "A strike on May 3 killed nine people, including 11 women.";
    assert_eq!(conflicts(text), ["`11 women` are more than all: `nine people`"]);
    assert_eq!(conflicts(&text.replace("11", "three")), [""; 0]);
}

#[test]
fn the_dead_and_the_living_are_no_more_than_were_aboard() {
    let text =
        "A strike on May 3 sank a boat with five people aboard. Four people were killed and three survived.";
    assert_eq!(conflicts(text), ["7 killed and alive are more than `five people`"]);
    assert_eq!(conflicts(&text.replace("three", "one")), [""; 0]);
}

#[test]
fn a_day_of_speech_is_no_incident() {
    let text = "“They do not know all the men on the other boats” in later strikes, Sen. Ruth Vale told the Gazette on May 9.";
    let reading = reading(text);
    let known = reading.drafts.iter().find(|d| d.proposition.property().ends_with("identities-known"));
    assert_eq!(known.map(|d| subject(&reading, d)).as_deref(), Some("campaign `strikes`"));
}

#[test]
fn the_first_strike_is_one_day_wherever_it_is_named() {
    let text = "After the first strike, a second missile was fired to kill survivors, the Gazette wrote.\nThe navy knew who was aboard in the first attack on May 3. A strike on May 1 hit nobody.";
    let reading = reading(text);
    let struck = reading.drafts.iter().find(|d| d.proposition.property() == "incident.survivors-struck");
    assert_eq!(struck.map(|d| subject(&reading, d)).as_deref(), Some("incident `strike` on 2031-05-03"));
}

#[test]
fn who_does_not_deny_has_not_said_so() {
    let reading = reading("Two relatives did not deny that the boat was smuggling rum.");
    let stances: Vec<_> = reading.drafts.iter().map(|d| d.stance).collect();
    assert!(!stances.is_empty() && stances.iter().all(|s| *s == Stance::Reports), "{stances:?}");
}

#[test]
fn an_office_is_the_person_named_with_it() {
    let text = "President Ruth Vale spoke. The directive was signed by the president in May.";
    let reading = reading(text);
    let signed = reading.drafts.iter().find(|d| d.proposition.property() == "instrument.signed-by");
    let by = signed.and_then(|d| d.proposition.value.entity).map(|number| referent(&reading, number));
    assert_eq!(by.as_deref(), Some("person `Ruth Vale`"));
}

#[test]
fn the_same_text_gives_the_same_reading() {
    let text = "A strike on May 3 killed nine people, officials said. “They drowned,” Tom Ode said.";
    assert_eq!(reading(text), reading(text));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test may look at the clock; the reader may not")]
fn one_endless_line_takes_time_that_grows_with_its_length() {
    let piece =
        "the officials said that the boat, “which he said, had sunk (according to them, it was on May 3 ";
    let time = |times: usize| {
        let text = piece.repeat(times);
        let start = std::time::Instant::now();
        whole(&text, &read(&Document::undated(&text)));
        start.elapsed().as_secs_f64()
    };
    time(20);
    let (short, long) = (time(300), time(2400));
    assert!(long < 40.0 * short.max(0.005), "8 times the text took {:.1} times as long", long / short);
}

fn fragments() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "said",
        "Tom Ode",
        "“",
        "”",
        "\"",
        "'",
        "’",
        "''",
        "‘",
        ", ",
        ". ",
        "\n",
        "\n\n",
        "according to",
        "two officials",
        "he",
        "who",
        "that",
        "(",
        ")",
        "—",
        ":",
        "May 3",
        "killed 11 people",
        "the order",
        "was signed on",
        "told reporters",
        "é",
        "中文",
        "\u{200b}",
        "🙂",
        "n’t",
        "“near certainty” that",
        "requires",
        "did not respond",
        "was first reported by",
        "if",
        "were",
        "would",
        "-",
        "…",
        "U.S.",
        "Sen.",
        "one of the",
        "member of",
        "\u{feff}",
        "\r\n",
        "\t",
        "%",
        "$5",
        "at least",
        "’s claim that",
        "by saying",
        "and added",
        ";",
        "[",
        "]",
        "İ",
        "ß",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn broken_text_is_read_without_fault(text in fragments()) {
        reading(&text);
    }

    #[test]
    fn any_text_is_read_without_fault(text in "\\PC{0,300}") {
        reading(&text);
    }
}
