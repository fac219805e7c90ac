//! Hostile pages.

use super::{
    End::{self, Any, Says, Text},
    Original, many,
};

const HEAD: &str = "<!doctype html><html><head><title>Words of a title</title></head><body><article>";

/// Names of attributes that all differ.
fn attributes(count: usize, value: &str) -> String {
    (0..count).map(|n| format!(" a{n}{value}")).collect()
}

/// A page of this body.
fn page(name: &str, body: impl AsRef<str>, end: End) -> Original {
    raw(name, format!("{HEAD}{}", body.as_ref()), end)
}

/// A page of these bytes.
fn raw(name: &str, bytes: impl Into<Vec<u8>>, end: End) -> Original {
    Original { name: format!("{name}.html"), bytes: bytes.into(), end }
}

pub(super) fn all() -> Vec<Original> {
    [attributes_of_tags(), runs_of_words(), nested(), counted(), metadata(), encodings(), odd()].concat()
}

fn attributes_of_tags() -> Vec<Original> {
    vec![
        page("one-tag", format!("<p{}>Words.", attributes(many(50_000), "=1")), Says("html_tag_attributes")),
        page("bare-attributes", format!("<p{}>Words.", attributes(5_000, "")), Says("html_tag_attributes")),
        page("end-tag", format!("<p>Words.</p{}>", attributes(5_000, "='x'")), Says("html_tag_attributes")),
        page(
            "slashes",
            format!("<p/{}>", attributes(5_000, "/").replace(' ', "")),
            Says("html_tag_attributes"),
        ),
        page(
            "many-tags",
            format!("<p{}>x", attributes(4, "=1")).repeat(many(30_000)),
            Says("html_attributes"),
        ),
        page("in-script", format!("<script>'<p{}>'</script><p>Words.", attributes(9_000, "")), Text),
        page("in-comment", format!("<!-- <p{}> --><p>Words.", attributes(9_000, "")), Text),
        page("in-value", format!("<p title='<p{}>'>Words.", attributes(9_000, "")), Text),
        page("huge-value", format!("<p title='{}'>Words.", "x".repeat(1_000_000)), Text),
        page(
            "data-address",
            format!("<img src='data:image/png;base64,{}'><p>Words.", "A".repeat(500_000)),
            Text,
        ),
        page("open-quote", format!("<p title='{}", "<p>y".repeat(20_000)), Any),
    ]
}

fn runs_of_words() -> Vec<Original> {
    let most = many(60_000);
    vec![
        page("ampersands", format!("<p>{}", "&amp".repeat(most)), Says("html_escape_bytes")),
        page("no-such-entity", format!("<p>{}", "&zz; ".repeat(most)), Says("html_escape_bytes")),
        page("no-break-spaces", format!("<p>x{}", "&nbsp;".repeat(most)), Says("html_escape_bytes")),
        page("copyright-signs", format!("<p>x{}", "\u{a9}".repeat(most)), Says("html_escape_bytes")),
        page("ampersand-value", format!("<p title='{}'>x", "&".repeat(most)), Says("html_escape_bytes")),
        page("parted-ampersands", "<br>x &amp; y".repeat(5_000), Text),
        page("brackets", format!("<p>{}", "&lt;&gt;".repeat(20_000)), Text),
        page("surrogates", format!("<p>x{}", "&#xD800;".repeat(5_000)), Text),
        page("huge-references", format!("<p>x{}", "&#99999999999999999999;".repeat(5_000)), Text),
        page("long-reference", format!("<p>x&{}", "a".repeat(500_000)), Text),
    ]
}

fn nested() -> Vec<Original> {
    let deep = Says("html_depth");
    vec![
        page("divs", "<div>".repeat(many(100_000)), deep),
        page("inline", "<b>".repeat(many(20_000)), deep),
        page("adoption", format!("<p>{}{}", "<a><b><i><nobr>".repeat(5_000), "</p>".repeat(5_000)), deep),
        page("adopted-ends", format!("{}{}", "<a><div>".repeat(200), "</a>".repeat(9_000)), Any),
        page("tables", "<table>".repeat(5_000), deep),
        page("cells", "<table><tr><td>".repeat(5_000), deep),
        page("svg", format!("<svg>{}", "<g>".repeat(5_000)), deep),
        page("math", format!("<math>{}", "<mrow>".repeat(5_000)), deep),
        page("templates", "<template>".repeat(5_000), deep),
        page("forms", "<form><div>".repeat(5_000), deep),
        page("plaintext", format!("<p>Words.<plaintext>{}", "<div>".repeat(5_000)), deep),
        page("just-deep-enough", format!("{}<p>Words.", "<div>".repeat(400)), Text),
        page("optional-ends", "<p><li><dt>".repeat(5_000), Any),
    ]
}

fn counted() -> Vec<Original> {
    let nodes = Says("html_nodes");
    // Each paragraph opens every element anew that is open: 200 from 4 bytes.
    let reopened: String = (0..200).map(|n| format!("<b a{n}>")).collect();
    vec![
        page("comments", "<!---->".repeat(many(210_000)), nodes),
        page("breaks", "<br>".repeat(many(210_000)), nodes),
        page("ends-of-nothing", "</p>".repeat(many(210_000)), nodes),
        page("reopened", format!("<p>{reopened}{}", "<p>x".repeat(many(1_200))), nodes),
        page("fostered", "<table>x</table>".repeat(2_000), Text),
        page("fostered-in-one", format!("<table>{}", "x<tr>".repeat(5_000)), Text),
        page("options", format!("<p>Words.<select>{}", "<option>x".repeat(5_000)), Text),
        page("bodies", "<body a=1><html b=1>x".repeat(5_000), Text),
        page("headings", format!("<p>Words.{}", "<h1>x</h1>".repeat(2_000)), Text),
        page("list-items", "<li>x".repeat(5_000), Text),
        page("links", "<a href=/>x</a>".repeat(5_000), Text),
    ]
}

fn metadata() -> Vec<Original> {
    let ld = |json: &str| format!("<script type=application/ld+json>{json}</script>");
    let authors: String = (0..many(20_000)).map(|n| format!("{{\"name\":\"A{n}\"}},")).collect();
    let references: String = (0..many(20_000)).map(|n| format!("{{\"@id\":\"{n}\"}},")).collect();
    let article = |authors: &str| {
        format!("{{\"@type\":\"NewsArticle\",\"headline\":\"Words\",\"author\":[{authors}\"B\"]}}")
    };
    vec![
        page("ld-deep", format!("{}<p>Words.", ld(&"[".repeat(100_000))), Text),
        page("ld-wide", format!("{}<p>Words.", ld(&format!("[{}1]", "{},".repeat(many(50_000))))), Text),
        page("ld-blocks", format!("{}<p>Words.", ld("{}").repeat(5_000)), Text),
        page("ld-broken", format!("{}<p>Words.", ld("{").repeat(5_000)), Text),
        page("ld-authors", format!("{}<p>Words.", ld(&article(&authors))), Text),
        page("ld-references", format!("{}<p>Words.", ld(&article(&references))), Text),
        page("ld-huge-string", format!("{}<p>Words.", ld(&format!("\"{}\"", "x".repeat(1_000_000)))), Text),
        page("meta", format!("{}<p>Words.", "<meta name=date content=never>".repeat(many(10_000))), Text),
        page(
            "meta-authors",
            format!("{}<p>Words.", "<meta name=author content=x>".repeat(many(10_000))),
            Text,
        ),
        page(
            "canonical",
            format!("{}<p>Words.", "<link rel=canonical href=http://a.example/>".repeat(5_000)),
            Text,
        ),
        page(
            "times",
            format!("{}<p>Words.", "<time pubdate datetime=2031-05-05>x</time>".repeat(3_000)),
            Text,
        ),
        raw("huge-title", format!("<html><title>{}</title><p>Words.", "x ".repeat(500_000)), Text),
        raw("titles", format!("<html>{}<p>Words.", "<title>x</title>".repeat(5_000)), Text),
    ]
}

fn encodings() -> Vec<Original> {
    let declared = |name: &str, charset: &str, rest: &[u8], end| {
        let mut bytes = format!("<html><meta charset='{charset}'><p>Words of a page. ").into_bytes();
        bytes.extend(rest);
        raw(name, bytes, end)
    };
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend("<html><p>Words.".encode_utf16().flat_map(u16::to_le_bytes));
    utf16.extend([0x00, 0xd8, b'x']);
    vec![
        declared("says-utf-16", "utf-16", b"x", Text),
        declared("says-nonsense", "klingon", b"\xe9\xff", Text),
        declared("not-utf-8", "utf-8", &[0xff; 20_000], Text),
        declared("not-gb18030", "gb18030", &[0x81; 20_000], Text),
        declared("iso-2022", "iso-2022-jp", &b"\x1b$B\x1b(B".repeat(5_000), Text),
        declared("zero-bytes", "utf-8", &[0; 20_000], Text),
        declared("overlong", "utf-8", &b"\xc0\xbc\xed\xa0\x80".repeat(5_000), Text),
        raw("utf-16-broken", utf16, Text),
    ]
}

fn odd() -> Vec<Original> {
    vec![
        raw("nothing", "", Says("the file is empty")),
        raw("script-only", "<html><script>words()</script>", Says("no words")),
        raw("frames", "<html><frameset><frame src=/></frameset>", Any),
        page("open-comment", format!("<p>Words.<!--{}", "<p>x".repeat(20_000)), Text),
        page("open-script", format!("<p>Words.<script>{}", "<p>x".repeat(20_000)), Text),
        page("open-textarea", format!("<p>Words.<textarea>{}", "<p>x".repeat(20_000)), Text),
        page("open-cdata", format!("<p>Words.<svg><![CDATA[{}", "<p>x".repeat(5_000)), Any),
        page("style", format!("<style>{}</style><p>Words.", "a{}".repeat(100_000)), Text),
        raw("doctype", format!("<!doctype html PUBLIC \"{}\"><p>Words.", "x".repeat(500_000)), Text),
        page("svg-title", format!("<svg><title>{}</title></svg><p>Words.", "<p>x".repeat(3_000)), Any),
        page("tag-without-end", format!("<p>Words.<{}", "x".repeat(500_000)), Text),
        raw("angles", format!("<html>{}", "<".repeat(100_000)), Text),
    ]
}
