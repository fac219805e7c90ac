use super::{check_text, page};

const FILL: &str = "The harbour office keeps a register of every vessel that leaves, and the clerk on duty that week said that the \
                    entry for the boat had been written in pencil, which the rules do not allow.";

#[test]
fn a_news_page_gives_headline_and_body_without_furniture() {
    let html = format!(
        r##"<!DOCTYPE html><html lang="en"><head><title>Boat struck off the coast | The Evening Example</title>
<meta property="og:title" content="Boat struck off the coast"><style>p {{ color: red }}</style>
<script>var x = "<p>never shown</p>";</script></head><body>
<div id="cookie-consent" class="banner"><p>We use cookies to make this page work better for you. Please accept them all.</p><button>Accept</button></div>
<nav class="site-nav"><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li><li><a href="/s">Sport</a></li></ul></nav>
<main><article><h1>Boat struck off the coast</h1>
<p class="standfirst">Officials give two accounts of a single night.</p>
<div class="article-body">
<p>{FILL} <em>Three</em> of&nbsp;them, she said, were &ldquo;gone&rdquo;.</p>
<figure><img src="a.jpg" alt="not words"><figcaption>The quay at dawn. Photo: A. Person</figcaption></figure>
<p>“We saw <a href="/x">two flashes</a>,” said a fisherman. {FILL}</p>
<h2>What is known</h2>
<ul><li>Eleven people were aboard.</li><li>Nobody was found.</li></ul>
<blockquote><p>It was not our boat.</p></blockquote>
<p>Short line.</p>
<div class="related-links"><h3>Related</h3><ul><li><a href="/1">Another story of the day</a></li><li><a href="/2">A third story</a></li></ul></div>
<p>{FILL} No&shy;body else<script>alert("x")</script> came.</p>
<noscript>Turn scripts on.</noscript>
</div></article>
<aside class="sidebar"><p>Most read: many other things that happened elsewhere in the world today and yesterday.</p></aside></main>
<footer><p>Copyright The Evening Example. All rights reserved, and so on and so forth.</p></footer></body></html>"##
    );
    check_text(
        &html,
        &[
            "Boat struck off the coast",
            "Officials give two accounts of a single night.",
            &format!("{FILL} Three of\u{a0}them, she said, were “gone”."),
            "The quay at dawn. Photo: A. Person",
            &format!("“We saw two flashes,” said a fisherman. {FILL}"),
            "What is known",
            "Eleven people were aboard.",
            "Nobody was found.",
            "It was not our boat.",
            "Short line.",
            &format!("{FILL} Nobody else came."),
        ],
    );
}

#[test]
fn inline_markup_adds_no_spaces_and_breaks_keep_lines() {
    let html = format!(
        "<html><body><article><p>Un<b>ited</b> S<i>tat</i>es<sup>1</sup>,\n   <span>two</span>\n<span>words</span>{FILL}</p>\
         <p>Q: Who?<br>A: Nobody.<br><br>Later {FILL}</p><pre>  kept\n  lines</pre></article></body></html>"
    );
    check_text(
        &html,
        &[
            &format!("United States¹, two words{FILL}"),
            "Q: Who?\nA: Nobody.",
            &format!("Later {FILL}"),
            "kept\nlines",
        ],
    );
}

#[test]
fn a_live_page_keeps_every_post() {
    let posts: String = (1..=30)
        .map(|n| {
            format!(
                "<div class='post' id='post-{n}'><h3>{n}:00</h3><p>Post {n}: {}</p></div>",
                &FILL[..20 + n * 4]
            )
        })
        .collect();
    let found = page(&format!(
        "<html><head><title>Live</title></head><body><main><div class='live'>{posts}</div></main></body></html>"
    ));
    for n in 1..=30 {
        assert!(found.text.contains(&format!("Post {n}: ")), "post {n} is lost: {}", found.text);
        assert!(found.text.contains(&format!("\n{n}:00\n")), "time {n} is lost");
    }
}

#[test]
fn table_rows_are_lines_with_tabs_and_layout_tables_are_not() {
    let html = format!(
        "<html><body><article><p>{FILL}</p><table><caption>By month</caption><tr><th>Month</th><th>Killed</th></tr>\
         <tr><td>September</td><td><p>at least 11</p></td></tr></table><p>{FILL}</p></article></body></html>"
    );
    check_text(&html, &[FILL, "By month", "Month\tKilled", "September\tat least 11", FILL]);
    let layout = format!(
        "<html><body><table><tr><td><p>{FILL}</p><p>Second.</p><p>{FILL}</p></td></tr></table></body></html>"
    );
    check_text(&layout, &[FILL, "Second.", FILL]);
}

#[test]
fn a_bare_page_keeps_all_its_words() {
    check_text("<p>One.<p>Two &amp; three.", &["One.", "Two & three."]);
    check_text(
        "<html><body>Loose words<div>and a block</div>more</body></html>",
        &["Loose words", "and a block", "more"],
    );
}

#[test]
fn markup_in_words_stays_words() {
    let html = format!(
        r#"<html><head><meta property="og:title" content="&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; more"></head>
           <body><article><p>{FILL}</p><p>He typed &lt;b&gt;bold&lt;/b&gt;. {FILL}</p></article></body></html>"#
    );
    check_text(
        &html,
        &["<script>alert(1)</script> &amp; more", FILL, &format!("He typed <b>bold</b>. {FILL}")],
    );
}

const OFFICE: &str = "The harbour office of Lowford said eleven people were killed on Sunday, and that it had sent two boats, which came back \
                      after midday, when the fire on the quay had been put out by neighbours.";

#[test]
fn a_raised_figure_is_no_part_of_the_number_before_it() {
    let found = page(&format!(
        "<html><body><article><p>It killed 14<sup>3</sup> people and wounded 6<sup><a href='#n4'>4</a></sup> others on the 2<sup>nd</sup>. {FILL}</p></article></body></html>"
    ));
    assert!(found.text.contains("killed 14³ people and wounded 6⁴ others on the 2nd."), "{}", found.text);
}

#[test]
fn a_body_in_bare_blocks_is_kept() {
    check_text(
        &format!(
            "<html><body><article><h1>What the clerks saw</h1><div>{FILL}</div><div>{OFFICE}</div></article></body></html>"
        ),
        &["What the clerks saw", FILL, OFFICE],
    );
}

#[test]
fn names_that_hold_the_whole_article_are_no_furniture() {
    for class in
        ["no-sidebar", "content-with-sidebar", "has-ads", "post tag-news", "widget-content", "social-article"]
    {
        let found = page(&format!(
            "<html><body><div class='{class}'><h1>Fire on the quay</h1><p>{FILL}</p><p>{OFFICE}</p></div></body></html>"
        ));
        assert!(found.text.contains(FILL) && found.text.contains(OFFICE), "{class}: {}", found.text);
    }
}

#[test]
fn corrections_are_kept_and_said_wherever_they_stand() {
    let correction =
        "Correction, 6 March 2024: an earlier version of this article said that 14 people were killed.";
    for part in [
        format!("<aside class='correction'><p>{correction}</p></aside>"),
        format!("<footer><p>{correction}</p></footer>"),
        format!("<div class='related'><p>{correction}</p></div>"),
    ] {
        let found = page(&format!(
            "<html><body><article><h1>Fire on the quay</h1><p>{FILL}</p><p>{OFFICE}</p>{part}</article></body></html>"
        ));
        assert!(found.text.ends_with(&format!("{correction}\n")), "{part}: {}", found.text);
        assert!(found.notes.iter().any(|note| note.contains("correction")), "{:?}", found.notes);
    }
    let note =
        "Editor’s note, 6 March 2024: this article was changed; an earlier version gave another figure.";
    let found = page(&format!(
        "<html><body><article><h1>Fire on the quay</h1><aside><p>{note}</p></aside><p>{FILL}</p><p>{OFFICE}</p></article></body></html>"
    ));
    assert!(found.text.contains(&format!("{note}\n\n{FILL}")), "{}", found.text);
}

#[test]
fn what_readers_write_is_left_out_and_said() {
    let comment =
        "I was there, and at least forty people were killed, whatever the office says of it in its papers.";
    for part in [
        format!(
            "<div class='comment-list'><div class='comment-body'><p>{comment}</p><p>{comment}</p></div></div>"
        ),
        format!(
            "<section id='reader-responses' class='responses'><h2>Responses</h2><div class='post'><p>{comment}</p><p>{comment}</p></div></section>"
        ),
    ] {
        let found = page(&format!(
            "<html><body><article><h1>Fire on the quay</h1><p>{FILL}</p><p>{OFFICE}</p><p>{FILL}</p>{part}</article></body></html>"
        ));
        assert!(!found.text.contains("forty"), "{part}: {}", found.text);
        assert!(found.notes.iter().any(|note| note.contains("readers wrote")), "{:?}", found.notes);
    }
}

#[test]
fn an_article_shown_in_part_is_said_and_taken_from_where_it_is_whole() {
    let found = page(&format!(
        r#"<html><head><title>Fire on the quay</title><script type="application/ld+json">{{"@type":"NewsArticle","headline":"Fire on the quay",
           "isAccessibleForFree":"False","articleBody":"{FILL} {OFFICE}"}}</script></head>
           <body><article><h1>Fire on the quay</h1><p>The register is kept in pencil.</p><div class="paywall">Subscribe to keep reading.</div></article></body></html>"#
    ));
    assert!(found.text.contains(OFFICE), "{}", found.text);
    assert!(found.notes.iter().any(|note| note.contains("JSON-LD")), "{:?}", found.notes);
    assert!(found.notes.iter().any(|note| note.contains("not open to all")), "{:?}", found.notes);
}

#[test]
fn a_page_that_gives_little_is_said() {
    let found = page(
        "<html><body><article><h1>Fire on the quay</h1><p>The register is kept in pencil.</p></article></body></html>",
    );
    assert!(found.notes.iter().any(|note| note.contains("only")), "{:?}", found.notes);
}

#[test]
fn posts_of_a_live_page_stand_under_their_times() {
    let post = |stamp: &str, shown: &str, words: &str| {
        format!(
            "<article class='live-post'><header class='post-meta'><time datetime='{stamp}'>{shown}</time><span class='share'>Share</span></header>\
             <h2>What is new</h2><p>{words}</p><div class='related'><a href='/1'>Another story of the day</a> <a href='/2'>A third one</a></div></article>"
        )
    };
    let found = page(&format!(
        "<html><head><title>Fire on the quay: what we know</title></head><body><main><h1>Fire on the quay: what we know</h1>\
         <p>{FILL}</p><div class='liveblog'>{}{}{}</div></main>\
         <section class='comments'><p>{OFFICE} I do not believe a word.</p></section></body></html>",
        post("2031-05-04T09:10:00+02:00", "09:10", &format!("The count is now eleven. {FILL}")),
        post("2031-05-03T23:55:00+02:00", "10 hours ago", &format!("The count is now nine. {OFFICE}")),
        post("2031-05-03T21:05:00+02:00", "3 May 2031, 21:05", &format!("The count is four. {FILL}")),
    ));
    let at =
        |words: &str| found.text.find(words).unwrap_or_else(|| panic!("`{words}` is lost: {}", found.text));
    assert!(at("\n2031-05-04 09:10\n") < at("now eleven"), "{}", found.text);
    assert!(at("now eleven") < at("\n2031-05-03 23:55\n"), "the day is of the stamp where none is shown");
    assert!(at("\n3 May 2031, 21:05\n") < at("count is four"), "{}", found.text);
    assert!(at("The harbour office keeps") < at("2031-05-04"), "what stands over the posts is kept");
    for gone in ["believe a word", "Another story", "Share"] {
        assert!(!found.text.contains(gone), "{gone}: {}", found.text);
    }
    let note = found.notes.iter().find(|note| note.starts_with("a live page")).expect("it is said");
    assert!(
        note.contains("3 posts, written from 2031-05-03 21:05 to 2031-05-04 09:10, the newest first"),
        "{note}"
    );
}

#[test]
fn a_live_page_is_one_by_its_json_ld_too_and_a_list_of_dated_stories_is_none() {
    let posts: String = (1..=4)
        .map(|n| {
            format!("<li><time datetime='2031-05-03T1{n}:00:00Z'>1{n}:00</time><p>Post {n}. {FILL}</p></li>")
        })
        .collect();
    let body = format!("<body><main><h1>Fire on the quay</h1><ul>{posts}</ul></main></body>");
    let script = r#"<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Fire on the quay"}</script>"#;
    let live = page(&format!("<html><head>{script}</head>{body}</html>"));
    assert!(live.text.contains("\n2031-05-03 13:00\n\nPost 3."), "{}", live.text);
    let plain = page(&format!("<html><head></head>{body}</html>"));
    assert!(!plain.notes.iter().any(|note| note.contains("live page")), "{:?}", plain.notes);
}

#[test]
fn letters_in_an_unusual_form_are_said() {
    let apart = "The cafe\u{301} and the caf\u{e9} are one to a reader and two to a program. ".repeat(5);
    let found = page(&format!(
        "<html><body><article><h1>Names</h1><p>{apart}</p><p>{FILL}</p></article></body></html>"
    ));
    assert!(found.text.contains("cafe\u{301}"), "the text stays as it is");
    assert!(
        found.notes.iter().any(|note| note.starts_with("the text writes 5 letters")),
        "{:?}",
        found.notes
    );
}

#[test]
fn a_ticker_beside_an_article_is_no_live_page() {
    let ticker: String = (10..24)
        .map(|n| format!("<li><time datetime='2031-05-03T{n}:00:00Z'>{n}:00</time> <p>Something else. {OFFICE}</p></li>"))
        .collect();
    let found = page(&format!(
        "<html><body><article><h1>Fire on the quay</h1><p>{FILL}</p><p>{FILL} {OFFICE}</p></article>\
         <div class='live'><ul>{ticker}</ul></div></body></html>"
    ));
    assert!(found.text.contains(FILL) && !found.text.contains("Something else"), "{}", found.text);
    assert!(!found.notes.iter().any(|note| note.contains("live page")), "{:?}", found.notes);
}

#[test]
fn two_figures_side_by_side_became_one() {
    for (markup, shown) in [
        (
            "<li><span>Killed</span><span>12</span><span>Injured</span><span>30</span></li>",
            "Killed 12 Injured 30",
        ),
        ("<div><span>12</span><b>30 wounded</b></div>", "12 30 wounded"),
        (
            "<div><span style='display: block'>12</span><span style='display:block'>30 wounded</span></div>",
            "12\n\n30 wounded",
        ),
        // One word whose parts are only set apart.
        (
            "<p>The <b>F</b>16 and its 3<sup>rd</sup> load of 1<span>,</span>200 litres.</p>",
            "F16 and its 3rd load of 1,200 litres.",
        ),
    ] {
        let found = page(&format!(
            "<html><body><article><p>{FILL}</p>{markup}<p>{FILL} {OFFICE}</p></article></body></html>"
        ));
        assert!(found.text.contains(shown), "{markup}: {}", found.text);
    }
}

#[test]
fn short_sentences_at_both_ends_of_an_article_were_cut() {
    let text = format!(
        "<html><body><article><h1>What the clerks saw</h1><p>Twelve people were killed.</p><p>Nine were children.</p>\
         <p>{FILL}</p><p>{OFFICE}</p><p>Killed: 12. Wounded: 30.</p><p>None was armed.</p><p>Read more</p></article></body></html>"
    );
    check_text(
        &text,
        &[
            "What the clerks saw",
            "Twelve people were killed.",
            "Nine were children.",
            FILL,
            OFFICE,
            "Killed: 12. Wounded: 30.",
            "None was armed.",
        ],
    );
}

#[test]
fn a_name_that_speaks_of_what_is_related_is_no_list_of_stories() {
    let found = page(&format!(
        "<html><body><article><h1>The register</h1><p>{FILL}</p><h3><span id='Deaths_related_to_violence'>Deaths related to violence</span></h3>\
         <p id='shooting-related-deaths'>Nineteen people died in the years that the register covers.</p><p>{OFFICE}</p>\
         <p>{FILL}<span class='visually-hidden'>, opens new tab</span></p><h3 class='related'>Another story</h3></article></body></html>"
    ));
    for shown in ["Deaths related to violence", "Nineteen people died"] {
        assert!(found.text.contains(shown), "{shown}: {}", found.text);
    }
    for hidden in ["opens new tab", "Another story"] {
        assert!(!found.text.contains(hidden), "{hidden}: {}", found.text);
    }
}

#[test]
fn what_is_shown_without_scripts_is_taken_where_nearly_all_stands_there() {
    let long = format!("{FILL} {OFFICE}");
    let body =
        format!("<h1>The register</h1><article><noscript><p>{long}</p><p>{long}</p></noscript></article>");
    let found = page(&format!("<html><body>{body}<div>Contact</div></body></html>"));
    assert!(found.text.contains(FILL), "{}", found.text);
    assert!(found.notes.iter().any(|note| note.contains("without scripts")), "{:?}", found.notes);
    // An element that is left open holds what follows.
    let open = format!(
        "<html><body><noscript><div></noscript><article><h1>The register</h1><p>{long}</p><p>{long}</p></article></body></html>"
    );
    assert!(page(&open).text.contains(FILL));
    let aside = format!(
        "<html><body><article><h1>The register</h1><p>{long}</p></article><noscript><p>Turn your scripts on.</p></noscript></body></html>"
    );
    assert!(!page(&aside).text.contains("Turn your scripts on"));
}

#[test]
fn lines_about_the_outlet_and_headlines_of_other_stories_are_no_part_of_the_article() {
    let text = format!(
        "<html><body><article><h1>The register</h1><p>{FILL}</p><p><a href='/x'>ANOTHER FIRE IN THE NORTH HARBOUR</a></p>\
         <p>Sign up for the morning letter of the Gazette, and get all that the harbour has to tell before breakfast.</p><p>{OFFICE}</p>\
         <p>The Gazette may earn an affiliate commission on what you buy.</p><h3>More from the harbour office of Lowford, and from all the others on the coast</h3></article></body></html>"
    );
    check_text(&text, &["The register", FILL, OFFICE]);
    let notes = page(&text).notes;
    assert!(notes.iter().any(|note| note.contains("but a link to another page (1)")), "{notes:?}");
    // What is cited, a sentence in a link and a document that is named in running text stay.
    let kept = format!(
        "<html><body><article><h1>The register</h1><p>{FILL}</p><p><a href='/order'>The order of the third of May was never published.</a></p>\
         <p>“You can follow the trail to the quay,” the clerk said.</p>\
         <blockquote><p>Follow us on the quay, the clerk wrote to the office of the harbour in a letter of the third of May.</p></blockquote><p>{OFFICE}</p><p>An affiliate of the union subscribe to the view of its newsletter, she said.</p></article></body></html>"
    );
    let found = page(&kept);
    for words in [
        "The order of the third of May",
        "Follow us on the quay",
        "“You can follow the trail",
        "An affiliate of the union",
    ] {
        assert!(found.text.contains(words), "{words}: {}", found.text);
    }
}

#[test]
fn many_short_lines_after_the_last_long_one_are_kept() {
    let posts: String =
        (10..60).map(|minute| format!("<div>14:{minute} Two boats at the quay</div>")).collect();
    let found = page(&format!(
        "<html><body><article><h1>The register</h1><p>{FILL}</p>{posts}</article></body></html>"
    ));
    assert!(found.text.contains("14:59 Two boats"), "{}", found.text);
}
