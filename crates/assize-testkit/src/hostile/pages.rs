//! Pages that are articles and attacks at once, as a reporter may be sent them. All of them are invented.

use super::strings;

/// A page as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostilePage {
    /// Its name, which may be hostile too.
    pub file: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What is tried in markup: where it stands, and the markup. `BODY` is the article.
const ATTACKS: [(&str, &str); 24] = [
    (
        "scripts",
        "<script>document.title='taken';alert(1)</script>BODY<script src='data:text/javascript,alert(1)'></script>",
    ),
    (
        "handlers",
        "<body onload=alert(1) onpageshow=alert(1)><img src=x onerror=alert(1)>BODY<details open ontoggle=alert(1)><summary>x</summary></details>",
    ),
    ("refresh", "<meta http-equiv=refresh content='0;url=https://example.invalid/'>BODY"),
    ("base", "<base href='https://example.invalid/'>BODY<a href=more.html>more</a>"),
    (
        "frames",
        "<iframe src='javascript:alert(1)'></iframe>BODY<iframe srcdoc='<script>parent.document.title=1</script>'></iframe><frameset><frame src=x></frameset>",
    ),
    (
        "objects",
        "<object data='data:text/html,<script>alert(1)</script>'></object><embed src=x><applet code=x></applet>BODY",
    ),
    (
        "pictures",
        "<svg onload=alert(1)><script>alert(1)</script><a xlink:href='javascript:alert(1)'><text y=20>BODY</text></a></svg>BODY",
    ),
    (
        "styles",
        "<style>@import 'https://example.invalid/x.css';body{background:url(https://example.invalid/x.png)}</style><div style='position:fixed;inset:0;width:expression(alert(1))'>BODY</div>",
    ),
    (
        "forms",
        "<form action='https://example.invalid/' id=x><input name=password autofocus onfocus=alert(1)><button formaction='javascript:alert(1)'>Go</button></form>BODY",
    ),
    (
        "links",
        "BODY<p><a href='javascript:alert(1)'>nine</a> <a href='data:text/html,x'>were</a> <a href='https://example.invalid/?q=1' ping='https://example.invalid/'>killed</a></p>",
    ),
    ("comments", "<!--><script>alert(1)</script>-->BODY<!-- --!><img src=x onerror=alert(1)> -->"),
    ("sections", "<![CDATA[<script>alert(1)</script>]]>BODY<?php echo 1; ?>"),
    (
        "mathematics",
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'></mglyph></table></mtext></math>BODY",
    ),
    (
        "noscript",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>BODY<template><script>alert(1)</script></template>",
    ),
    ("plaintext", "BODY<xmp><script>alert(1)</script></xmp><plaintext><script>alert(1)</script>"),
    (
        "clobbering",
        "<a id=location></a><form id=document name=body><input id=title name=title></form>BODY<img name=currentScript>",
    ),
    ("policy", "<meta http-equiv=Content-Security-Policy content=\"script-src * 'unsafe-inline'\">BODY"),
    (
        "manifest",
        "<link rel=manifest href=x><link rel=import href='https://example.invalid/'><link rel=prefetch href='https://example.invalid/p'>BODY",
    ),
    (
        "media",
        "<video autoplay src='https://example.invalid/v' onerror=alert(1)></video><audio><source src=x onerror=alert(1)></audio>BODY",
    ),
    (
        "entities",
        "BODY<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;img src=x onerror=alert(1)&amp;gt; &#8238;enin&#8236; &#x200B;&zwj;&shy;</p>",
    ),
    ("unclosed", "BODY<p title=\"<b>x</b> <script>alert(1)</script> <a href='"),
    ("nested", "BODYDEEP"),
    ("charset", "<meta charset=utf-7>BODY<p>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</p>"),
    (
        "data",
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"\\u202eenin </script><script>alert(1)</script>\",\"author\":{\"name\":\"\\ud800 V\\u200bale\"}}</script>BODY",
    ),
];

/// At least fifty pages: each attack in markup, and every one of the [`strings`] in the headline, the byline, the publisher, the address, the words of a speaker or a paragraph
/// of some page.
pub fn pages() -> Vec<HostilePage> {
    let strings = strings();
    let string = |at: usize| strings[at % strings.len()].words.as_str();
    let count = 28;
    let said = (0..count).map(|n| {
        let words =
            [string(n), string(n + count), string(n + 2 * count), string(n + 7), string(n + count + 11)];
        HostilePage { file: format!("words-{n:02}.html"), bytes: page(n, words, "BODY").into_bytes() }
    });
    let attacks = ATTACKS.iter().zip(count..).map(|((name, markup), n)| {
        let words = [string(n), "Ruth Vale", "The Port Lume Gazette", string(n + 31), string(n + 3)];
        HostilePage { file: format!("{name}.html"), bytes: page(n, words, markup).into_bytes() }
    });
    let mut all: Vec<HostilePage> = said.chain(attacks).collect();
    // What no string of Rust can hold: bytes that are no text.
    let mut raw = page(3, ["Nine", "x", "y", "z", "w"], "BODY").into_bytes();
    raw.extend(b"<p>\xff\xfe\xc0\xaf nine\x00 were \xed\xa0\x80 killed \xf4\x90\x80\x80</p>");
    all.push(HostilePage { file: "bytes.html".to_owned(), bytes: raw });
    all.push(HostilePage {
        file: "a\u{202e}lmth.name.html".to_owned(),
        bytes: page(4, ["Nine", "x", "y", "z", "w"], "BODY").into_bytes(),
    });
    all
}

/// One article, whose words are put in as text, in a page whose markup is hostile.
fn page(n: usize, [headline, author, publisher, speaker, paragraph]: [&str; 5], markup: &str) -> String {
    let [headline, author, publisher, speaker, paragraph] =
        [headline, author, publisher, speaker, paragraph].map(escaped);
    let (day, killed) = (n % 27 + 1, n % 40 + 2);
    let body = format!(
        "<article><h1>{headline}</h1><p class=byline>By {author}</p>\
        <p>A strike on May {day} killed {killed} people on a boat off Cape Orsay, {speaker} said on Monday.</p>\
        <p>“{paragraph} were killed,” Defense Minister Ada Quill said. At least {killed} people were killed on May {day}, a harbour pilot said.</p>\
        <p>{paragraph}</p><p>Quill signed the order on April 28, according to {speaker}, and the ministry did not respond to a request for comment.</p></article>"
    );
    let deep = format!("{}<p>{headline}</p>{}", "<div>".repeat(400), "</div>".repeat(400));
    let markup = markup.replace("DEEP", &deep).replace("BODY", &body);
    format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{headline}</title>\
        <meta property='og:title' content=\"{headline}\"><meta property='og:site_name' content=\"{publisher}\">\
        <meta name=author content=\"{author}\"><meta property='article:published_time' content='2031-05-{day:02}'>\
        <link rel=canonical href=\"https://example.invalid/{publisher}\"></head><body>{markup}</body></html>"
    )
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
