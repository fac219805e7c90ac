//! Times, on invented passages. Notes stand under the words: type, value, and after `@` the anchor where it is not `none`.

use assize_reader::{
    Document, segment,
    timex::{Anchor, times},
};
use assize_testkit::caret::annotated;
use proptest::prelude::*;

fn label(text: &str, time: &assize_reader::timex::Time) -> String {
    let anchor = match time.anchor {
        Anchor::None => String::new(),
        Anchor::Published => " @published".to_owned(),
        Anchor::Text(span) => format!(" @{}", span.slice(text).unwrap_or("?")),
        Anchor::Event(span) => format!(" @event {}", span.slice(text).unwrap_or("?")),
        Anchor::Missing => " @missing".to_owned(),
    };
    format!("{} {}{anchor}", time.kind.name(), time.timex3)
}

/// Every time of the passage must be noted, and every note found.
fn check(published: Option<&str>, fixture: &str) {
    let fixture = annotated(fixture);
    let document = match published {
        Some(day) => Document::published(&fixture.text, day.parse().expect("a day")),
        None => Document::undated(&fixture.text),
    };
    let (found, doubts) = times(&document, &segment(&fixture.text));
    let found: Vec<(String, String)> = found
        .iter()
        .map(|time| (time.span.slice(&fixture.text).unwrap_or("?").to_owned(), label(&fixture.text, time)))
        .collect();
    let expected: Vec<(String, String)> = fixture
        .notes
        .iter()
        .map(|note| (note.span.slice(&fixture.text).unwrap_or("?").to_owned(), note.label.clone()))
        .collect();
    assert_eq!(found, expected, "{}", fixture.text);
    let missing = expected.iter().filter(|(_, label)| label.ends_with("@missing")).count();
    assert_eq!(doubts.len(), missing, "{doubts:?}");
}

#[test]
fn dates_count_back_from_publication() {
    check(
        Some("2025-12-18"),
        "
The order was signed on Aug. 5 and changed on Dec. 20.
                        ^^^^^^ DATE 2025-08-05 @published
                                              ^^^^^^^ DATE 2024-12-20 @published
On Sunday the envoy left; he had arrived last week.
   ^^^^^^ DATE 2025-12-14 @published
                                         ^^^^^^^^^ DATE 2025-W50 @published
Early this week a tanker was seized, as in October.
^^^^^^^^^^^^^^^ DATE 2025-W51 @published
                                           ^^^^^^^ DATE 2025-10 @published
The crew will sail on Tuesday.
                      ^^^^^^^ DATE 2025-12-23 @published
",
    );
}

#[test]
fn dates_in_full_need_no_anchor() {
    check(
        None,
        "
It was read on July 29, 2013, and again on 5 August 2014.
               ^^^^^^^^^^^^^ DATE 2013-07-29
                                           ^^^^^^^^^^^^^ DATE 2014-08-05
From 3 to 5 May 2016 it rained; the summer of 2017 was dry.
     ^ DATE 2016-05-03
          ^^^^^^^^^^ DATE 2016-05-05
                                ^^^^^^^^^^^^^^^^^^ DATE 2017-SU
The log of 2019-03-04 names the third quarter of 2018 and the early 1990s.
           ^^^^^^^^^^ DATE 2019-03-04
                            ^^^^^^^^^^^^^^^^^^^^^^^^^ DATE 2018-Q3
                                                          ^^^^^^^^^^^^^^^ DATE 199
",
    );
}

#[test]
fn without_publication_nothing_is_counted() {
    check(
        None,
        "
He came on Sunday and left last month.
           ^^^^^^ DATE XXXX-WXX-7 @missing
                           ^^^^^^^^^^ DATE XXXX-XX @missing
",
    );
}

#[test]
fn distances_keep_the_precision_of_their_unit() {
    check(
        Some("2025-12-18"),
        "
The pact ended three days ago, after about two years.
               ^^^^^^^^^^^^^^ DATE 2025-12-15 @published
                                     ^^^^^^^^^^^^^^^ DURATION P2Y
The fleet came on Nov. 3, and two months later it sailed.
                  ^^^^^^ DATE 2025-11-03 @published
                              ^^^^^^^^^^^^^^^^ DATE 2026-01 @Nov. 3
The memo came three days after the first strike.
              ^^^^^^^^^^ DURATION P3D @event the first strike
She resigned the day after the first strike.
             ^^^^^^^ DURATION P1D @event the first strike
",
    );
}

#[test]
fn a_narrative_takes_its_years_from_itself() {
    check(
        Some("2009-12-19"),
        "
In March 1921 the corps marched. On 4 April it crossed the river.
   ^^^^^^^^^^ DATE 1921-03
                                    ^^^^^^^ DATE 1921-04-04 @March 1921
In December the snow came, and in January 1922 the truce.
   ^^^^^^^^ DATE 1921-12 @4 April
                                  ^^^^^^^^^^^^ DATE 1922-01
By 5 May 1923 all was over, though until 1935 few were missing.
   ^^^^^^^^^^ DATE 1923-05-05
                                         ^^^^ DATE 1935
In June the roll was closed.
   ^^^^ DATE 1923-06 @5 May 1923
",
    );
}

#[test]
fn auxiliaries_outrank_participles() {
    check(
        Some("2025-12-18"),
        "
The board will review the amended charter on Tuesday.
                                             ^^^^^^^ DATE 2025-12-23 @published
The charter will be approved on Tuesday.
                                ^^^^^^^ DATE 2025-12-23 @published
The board approved the charter Tuesday; talks are set for April.
                               ^^^^^^^ DATE 2025-12-16 @published
                                                          ^^^^^ DATE 2026-04 @published
The envoy said on Tuesday that the post would go to a clerk.
                  ^^^^^^^ DATE 2025-12-16 @published
The fleet may arrive as early as Sunday, and stays until Monday.
                                 ^^^^^^ DATE 2025-12-21 @published
                                                         ^^^^^^ DATE 2025-12-22 @published
In the six months to Jan. 31 sales fell; the trial opens Monday.
   ^^^^^^^^^^^^^^ DURATION P6M
                     ^^^^^^^ DATE 2025-01-31 @published
                                                         ^^^^^^ DATE 2025-12-22 @published
Until Monday, they had not called.
      ^^^^^^ DATE 2025-12-15 @published
",
    );
}

#[test]
fn a_year_named_in_passing_does_not_move_a_narrative() {
    check(
        Some("2009-12-19"),
        "
On 3 March 1921 the corps marched, and on 5 March 1921 it stood at the ford.
   ^^^^^^^^^^^^ DATE 1921-03-03
                                          ^^^^^^^^^^^^ DATE 1921-03-05
On 7 March 1921 it crossed. Papers found in 2004 name the guide.
   ^^^^^^^^^^^^ DATE 1921-03-07
                                            ^^^^ DATE 2004
On 9 April the town fell. A bridge was planned for 1924.
   ^^^^^^^ DATE 1921-04-09 @7 March 1921
                                                   ^^^^ DATE 1924
On 2 May the rain came.
   ^^^^^ DATE 1921-05-02 @9 April
",
    );
}

#[test]
fn the_quarter_is_the_one_named_last() {
    check(
        Some("2025-11-18"),
        "
Profit fell in the third quarter from a year earlier. Sales in the quarter rose.
               ^^^^^^^^^^^^^^^^^ DATE 2025-Q3 @published
                                      ^^^^^^^^^^^^^^ DATE 2024-Q3 @the third quarter
                                                               ^^^^^^^^^^^ DATE 2025-Q3 @the third quarter
",
    );
    check(
        Some("2025-11-18"),
        "
Sales in the quarter rose.
         ^^^^^^^^^^^ DATE 2025-Q3 @published
",
    );
}

#[test]
fn words_that_are_also_other_words_are_left_alone() {
    check(
        Some("2025-12-18"),
        "
They may march in May, and the second fall was the fall of the keep.
                  ^^^ DATE 2025-05 @published
April Quill wrote of the Seven Years War and of 1600 men in office hours.
The 5-year-old and the man aged 40 met for two of 2000 troops.
",
    );
}

#[test]
fn times_of_day_and_what_comes_back() {
    check(
        Some("2025-12-18"),
        "
The alarm rang at 9:30 p.m. EST Monday, as it does every Monday.
                  ^^^^^^^^^^^^^^^^^^^^ TIME 2025-12-15T21:30 @published
                                                   ^^^^^^^^^^^^ SET XXXX-WXX-1
Yesterday morning two boats left; they sail twice a week.
^^^^^^^^^^^^^^^^^ TIME 2025-12-17TMO @published
                                                  ^^^^^^ SET P1W
",
    );
}

#[test]
fn hostile_texts_end_soon() {
    for unit in [
        "May and ",
        "last May ",
        "1 and ",
        "the 3rd of ",
        "a year and ",
        "Q3 of last ",
        "12-",
        "mid-",
        "'9",
        "May, last year's ",
    ] {
        let text = unit.repeat(60_000 / unit.len());
        let (found, _) = times(&Document::undated(&text), &segment(&text));
        assert!(found.len() <= text.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn every_time_is_a_span_of_its_text(
        words in proptest::collection::vec(
            prop::sample::select(vec![
                "May", "5", "the", "last", "1990s", "-", "–", ",", "2013", "of", "and", "year", "years", "ago", "a", "half", "third",
                "quarter", "Monday", "night", "9:30", "p.m.", "EST", "every", "other", "early", "end", "BC", "480", "'98", "twenty",
                "first", "nineteen", "ninety", "older", "old", "year-ago", "é", "…", "1/2", "31", "noon", "summer", "20th", "century", ".",
                "99999", "ten", "thousand", "months", "later", "day", "following", "same", "Q3", "fiscal", "until", "8–9",
            ]),
            0..14,
        ),
        dated in any::<bool>(),
    ) {
        let text = words.join(" ");
        let document = if dated { Document::published(&text, "2020-02-29".parse().expect("a day")) } else { Document::undated(&text) };
        let (found, _) = times(&document, &segment(&text));
        for time in &found {
            prop_assert!(time.span.slice(&text).is_some_and(|words| !words.is_empty() && words.trim() == words), "{text}");
            prop_assert!(!time.timex3.is_empty());
        }
        prop_assert!(found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{text}");
    }
}
