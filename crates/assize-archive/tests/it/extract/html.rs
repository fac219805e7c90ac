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
            &format!("United States1, two words{FILL}"),
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
