//! Paragraphs, sentences, quotations.

use assize_reader::segment::segment;
use proptest::prelude::*;

/// `|` in the fixture marks where a sentence ends and the next begins.
fn check(marked: &str) {
    let text = marked.replace('|', "");
    let expected: Vec<&str> = marked.split(['|', '\n']).map(str::trim).filter(|s| !s.is_empty()).collect();
    let segments = segment(&text);
    let found: Vec<&str> = segments.sentences.iter().filter_map(|span| span.slice(&text)).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_full_stop_after_an_abbreviation_or_initial_ends_nothing() {
    check("Sen. Ada R. Quill (D., Ore.) asked on Sept. 4 for No. 7.| He waited.");
    check("Gen. T. Elm Rook spoke for the U.S. Navy.| The U.S.| They left the U.S.| The crew stayed.");
    check("It met at 9 p.m. on Tuesday.| J. R. Oak Inc. Chairman Dell objected.");
    check("The tests were for hepatitis B.| Nobody was ill.");
    check("1. The order was read.\n2. The order was signed.");
}

#[test]
fn a_quotation_stays_with_the_words_that_give_it() {
    check("“Did they see it?” asked the pilot.| “No!” said Oram.");
    check("“It was dark.| We saw nothing.”| She left.");
    check("\"It is over,\" he said.| ``Not yet.''| He paused.");
    check("It “is made up.’’| Others agree.");
}

#[test]
fn a_headline_without_full_stop_stands_alone() {
    check("Boats burn off the cape\nThe fire began at noon.| Two crews fled.");
}

#[test]
fn lines_of_a_fixed_width_are_joined() {
    let text = "The patrol left the harbour before dawn and turned north along the\n\
                coast, where two smaller craft had been seen the evening before by\n\
                a fisherman. It came back at noon without having found them, and a\n\
                second patrol was sent out at once. Nobody on shore had heard any-\n\
                thing more by nightfall, and the search was given up a day later.\n\
                \n\
                A new one began.";
    let segments = segment(text);
    assert_eq!(segments.paragraphs.len(), 2);
    assert_eq!(segments.sentences.len(), 4, "{:?}", segments.sentences);
}

#[test]
fn a_sentence_of_thousands_of_bytes_is_cut_where_it_hurts_least() {
    let clause = "the strike killed some of them and sank a boat, ".repeat(60);
    let text = format!("{clause}; {clause}{}", "x".repeat(9_000));
    let segments = segment(&text);
    assert!(segments.sentences.iter().all(|sentence| sentence.len() <= 4_000), "{:?}", segments.sentences);
    assert_eq!(text[..segments.cuts[0]].chars().next_back(), Some(';'));
    assert_eq!(text[..segments.cuts[1]].chars().next_back(), Some(' '));
    assert!(segments.cuts.len() > 2, "a word without end is cut too");
    assert_eq!(segments.sentences.len(), segments.cuts.len() + 1);
}

#[test]
fn each_line_of_a_list_or_transcript_stands_alone() {
    check("- Nine killed\n- Two missing\n• One in custody");
    check("MR. VALE: How many were aboard?\nTHE WITNESS: Eleven.| Nine died.");
    check("@odeharbour: boats burning off the cape #karst https://example.org/a.b?c=1\nRT @vale: no.");
    check("(Harbour Press/Ada Ode)\nFrom: Ruth Vale\nSubject: The order");
}

fn check_quotes(text: &str, expected: &[(&str, usize, bool, bool)]) {
    let found: Vec<_> = segment(text)
        .quotes
        .iter()
        .map(|q| (q.inner.slice(text).unwrap_or("?"), q.depth, q.close.is_some(), q.continues))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn quotations_nest_run_on_and_close_with_their_own_kind() {
    check_quotes(
        "He said “we ‘lost’ it” and left.",
        &[("we ‘lost’ it", 0, true, false), ("lost", 1, true, false)],
    );
    check_quotes("“One.\n“Two.”", &[("One.", 0, false, false), ("Two.", 0, true, true)]);
    check_quotes("The crew’s boat, the sailors’ own, was “fast.’’ It sank.", &[("fast.", 0, true, false)]);
    check_quotes("a 6\" gap and a \"wide\" one", &[("wide", 0, true, false)]);
    check_quotes("the ’90s and rock ’n’ roll", &[]);
    check_quotes("‘the sailors’ boat’ was his", &[("the sailors’ boat", 0, true, false)]);
}

#[test]
fn hostile_texts_are_taken_apart_in_linear_time() {
    for unit in ["“", "\"", "'a ", "! ", "a. ", "\n", "’’", "(", "“a‘", "U.S. "] {
        let text = unit.repeat(200_000 / unit.len());
        let segments = segment(&text);
        assert!(segments.sentences.len() <= text.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn spans_are_ordered_and_inside_their_text(text in "[ a-cA-C.!?\"'“”‘’\n\r…é0-9,()«»„`-]{0,120}") {
        let segments = segment(&text);
        for spans in [&segments.paragraphs, &segments.sentences] {
            for span in spans {
                let words = span.slice(&text);
                prop_assert!(words.is_some_and(|words| !words.is_empty() && words.trim() == words));
            }
            prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
        let covered: usize = segments.sentences.iter().map(|s| text[s.start..s.end].chars().filter(|c| !c.is_whitespace()).count()).sum();
        prop_assert_eq!(covered, text.chars().filter(|c| !c.is_whitespace()).count());
        for quote in &segments.quotes {
            prop_assert!(quote.inner.slice(&text).is_some());
            prop_assert!(quote.outer().contains(&quote.inner));
        }
        prop_assert!(segments.quotes.windows(2).all(|pair| pair[0].open.start < pair[1].open.start));
    }
}
