//! Numbers and their roles, on invented passages. Notes: role, ends, status and scope where they are set.

use assize_reader::{
    Document,
    quantity::{Convention, Counted, Range, incident_range, quantities},
    segment,
    timex::times,
};
use assize_testkit::caret::annotated;
use proptest::prelude::*;

fn read(text: &str) -> Vec<Counted> {
    let document = Document::undated(text);
    let segments = segment(text);
    let (times, _) = times(&document, &segments);
    quantities(&document, &segments, &times)
}

fn label(counted: &Counted) -> String {
    let end = |end: Option<u64>| end.map_or_else(|| "?".to_owned(), |end| end.to_string());
    let mut label = format!("{} {}..{}", counted.role.name(), end(counted.min), end(counted.max));
    if let Some(status) = counted.status {
        label += &format!(" {status:?}").to_lowercase();
    }
    if let Some(scope) = counted.scope.filter(|scope| scope.name() == "cumulative") {
        label += &format!(" {}", scope.name());
    }
    if counted.part {
        label += " part";
    }
    label
}

fn check(fixture: &str) {
    let fixture = annotated(fixture);
    let found: Vec<(String, String)> = read(&fixture.text)
        .iter()
        .map(|one| (one.span.slice(&fixture.text).unwrap_or("?").to_owned(), label(one)))
        .collect();
    let expected: Vec<(String, String)> = fixture
        .notes
        .iter()
        .map(|note| (note.span.slice(&fixture.text).unwrap_or("?").to_owned(), note.label.clone()))
        .collect();
    assert_eq!(found, expected, "{}", fixture.text);
}

#[test]
fn tolls_are_told_by_their_verbs() {
    check(
        "
The raid left 14 dead and wounded at least 30 others.
              ^^ killed 14..14
                                  ^^^^^^^^^^^^^^^^^^ injured 30..?
Between 12 and 28 civilians were killed, including five children.
^^^^^^^^^^^^^^^^^^^^^^^^^^^ killed 12..28 civilian
                                                   ^^^^^^^^^^^^^ killed 5..5 child part
A man, two women and a child were killed near the mill.
^^^^^ killed 1..1
       ^^^^^^^^^ killed 2..2 woman
                     ^^^^^^^ killed 1..1 child
The shelling wounded up to nine people, and three are missing.
                     ^^^^^^^^^^^^^^^^^ injured ?..9
                                            ^^^^^ missing 3..3
The death toll rose to 41.
                       ^^ killed 41..41
Two friends of men killed there knew all 11 people killed that day.
^^^^^^^^^^^ people 2..2
                                         ^^^^^^^^^ killed 11..11
",
    );
}

#[test]
fn bounds_and_words_for_numbers() {
    check(
        "
No fewer than eleven fishermen drowned.
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ killed 11..?
Fewer than two dozen rebels were captured.
^^^^^^^^^^^^^^^^^^^^^^^^^^^ detained ?..23 combatant
Dozens of people were injured.
^^^^^^^^^^^^^^^^ injured ?..?
",
    );
}

#[test]
fn what_is_no_toll_is_named() {
    check(
        "
Five officials said the 50-47 vote cost $12 million.
^^^^^^^^^^^^^^ sources 5..5
                        ^^^^^^^^^^ votes 47..50
                                        ^^^^^^^^^^^ money 12000000..12000000
The campaign struck 26 boats, killing at least 99 people.
                    ^^^^^^^^ vessels 26..26
                                      ^^^^^^^^^^^^^^^^^^ killed 99..? cumulative
Overdose deaths took 80,000 people.
                     ^^^^^^^^^^^^^ people 80000..80000
About 40 percent of the 16-year-old hull was sound.
^^^^^^^^^^^^^^^^ percent 40..40
                        ^^ age 16..16
",
    );
}

#[test]
fn one_incident_gives_one_range() {
    let range = |text: &str| incident_range(&read(text), &segment(text), Convention::Airwars);
    let both = |min, max| Some(Range { min, max });
    let found = range(
        "At least six people were killed and several others wounded. A clinic put the dead at eight people killed.",
    );
    assert_eq!((found.killed, found.injured), (both(6, 8), both(2, 2)));
    let found = range("A woman and her four sons were killed at the gate.");
    assert_eq!((found.killed, found.injured), (both(5, 5), None));
    assert_eq!(range("The market was empty.").killed, None);
    let found = incident_range(
        &read("Dozens were injured."),
        &segment("Dozens were injured."),
        Convention::FiguresOnly,
    );
    assert_eq!(found.injured, None, "words are figures only by a convention");
}

#[test]
fn claims_make_a_range_by_a_convention() {
    let range = |text: &str| {
        let found = incident_range(&read(text), &segment(text), Convention::Airwars);
        let pair = |range: Option<Range>| range.map(|range| (range.min, range.max));
        (pair(found.killed), pair(found.injured))
    };
    for (text, killed, injured) in [
        // Words in the place of figures.
        ("Two men were killed and others were wounded.", Some((2, 2)), Some((2, 2))),
        ("One girl was killed and dozens were injured.", Some((1, 1)), Some((12, 24))),
        ("A large number of people were hurt.", None, Some((12, 24))),
        ("The blast injured many porters.", None, Some((5, 10))),
        ("The shelling resulted in deaths and injuries.", Some((2, 2)), Some((2, 2))),
        ("Several people were killed and wounded.", Some((2, 2)), Some((2, 2))),
        // A figure sums up; single people and parts are some of those it counts.
        ("Nine people were killed. A nurse was killed at the door.", Some((9, 9)), None),
        ("Nine people, including two women and a boy, were killed.", Some((9, 9)), None),
        ("Nine people were killed, many of them children.", Some((9, 9)), None),
        ("The blast killed two people, a man and his son.", Some((2, 2)), None),
        // Lists are added up.
        ("Ada Quill (54), Ben Lark (12) and her son Tom Lark were killed.", Some((3, 3)), None),
        ("Ada Quill was killed along with her three sons.", Some((4, 4)), None),
        ("Six of the Quills along with 20 others were killed.", Some((26, 26)), None),
        ("A driver, Ada Quill, was killed.", Some((1, 1)), None),
        ("His wife and daughter were killed.", Some((2, 2)), None),
        // Ends.
        ("At least 16 and up to 26 people were killed.", Some((16, 26)), None),
        ("Between nine and more than 40 sailors were killed.", Some((9, 40)), None),
        ("At least six men were killed. The clinic counted eight dead.", Some((6, 8)), None),
        ("At least six men were killed. Since May, 300 people were killed.", Some((6, 6)), None),
        ("At least one man was injured. A post told of several injuries.", None, Some((1, 2))),
        // Whose fate it is.
        ("Three militants and two villagers were killed.", Some((2, 2)), None),
        ("A driver was injured at the gate and later died.", Some((1, 1)), None),
        ("No one was killed and nobody was hurt.", None, None),
    ] {
        assert_eq!(range(text), (killed, injured), "{text}");
    }
}

#[test]
fn words_of_magnitude_have_ends() {
    check(
        "
Tens of thousands of people marched, and hundreds were hurt.
^^^^^^^^^^^^^^^^^^^^^^^^^^^ people 10000..99999
                                         ^^^^^^^^ injured 100..999
SIX PEASANTS DIED AND AT LEAST 20 WERE WOUNDED.
^^^^^^^^^^^^ killed 6..6
                      ^^^^^^^^^^^ injured 20..?
Both men were killed, and a fourth victim died.
^^^^^^^^ killed 2..2
                          ^^^^^^^^^^^^^^^ killed 1..1
Half of the 20 passengers died, most of the nine guards were hurt and none of the six cooks was injured.
^^^^^^^^^^^^^^^^^^^^^^^^^ killed 10..10
                                ^^^^^^^^^^^^^^^^^^^^^^^ injured 5..9
                                                                      ^^^^^^^^^^^^^^^^^^^^^ injured 0..0
Two U.S. soldiers died; the senators voted 52 to 48.
^^^^^^^^^^^^^^^^^ killed 2..2
                                           ^^^^^^^^ votes 48..52
",
    );
}

#[test]
fn hostile_texts_end_soon() {
    for unit in [
        "killed 1 ",
        "1 and ",
        "a man, ",
        "including 2 people ",
        "Ada Quill (",
        "one of the ",
        "$",
        "between 1 and ",
        "Ada Quill, ",
        "including a man, two men and ",
        "was injured and ",
        "a large ",
        "others ",
    ] {
        let text = unit.repeat(40_000 / unit.len());
        assert!(read(&text).len() <= text.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_number_is_a_span_with_ordered_ends(
        words in proptest::collection::vec(
            prop::sample::select(vec![
                "at", "least", "12", "people", "were", "killed", "and", "a", "man", "his", "wife", ",", "including", "five", "children",
                "dead", "up", "to", "between", "28", "-", "$", "million", "dozens", "of", "no", "one", "Ada", "Quill", "(", ")", "was",
                "with", "the", "deaths", "toll", "injuring", "some", "others", ".", "é", "boats", "year-old", "vote", "50-47", "rubble",
            ]),
            0..16,
        ),
    ) {
        let text = words.join(" ");
        for one in read(&text) {
            prop_assert!(one.span.slice(&text).is_some_and(|words| !words.is_empty()), "{text}");
            prop_assert!(one.number.slice(&text).is_some(), "{text}");
            prop_assert!(!matches!((one.min, one.max), (Some(min), Some(max)) if min > max), "{text}");
        }
    }
}

#[test]
fn powers_of_ten_without_end_do_not_overflow() {
    read(&"hundreds of thousands of millions of ".repeat(8));
    read(&"tens of millions of ".repeat(20));
}
