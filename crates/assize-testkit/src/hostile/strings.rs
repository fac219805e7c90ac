//! The strings.

/// A string that a person or a source may put into any field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hostile {
    /// What is tried with it.
    pub name: &'static str,
    /// The string.
    pub words: String,
    /// How it reads where it is shown, where that is not as it is.
    pub shown: Option<String>,
}

/// Strings that are shown as they are, since escaping is all that they need.
const MARKUP: [(&str, &str); 37] = [
    ("a script", "<script>document.title='taken'</script>"),
    ("a script in capitals", "<SCRIPT SRC=//example.invalid/x.js></SCRIPT>"),
    ("a broken script", "<scr<script>ipt>alert(1)</scr</script>ipt>"),
    ("a handler", "<img src=x onerror=alert(1)>"),
    ("a handler that leaves its value", "\" onmouseover=\"alert(1)\" x=\""),
    ("a handler in single quotes", "' onfocus='alert(1)' autofocus='"),
    ("a handler without quotes", "x onclick=alert(1) tabindex=1"),
    ("a picture that runs", "<svg onload=alert(1)><animate onbegin=alert(1)></svg>"),
    ("a foreign object", "<svg><foreignObject><iframe srcdoc='<b>x'></iframe></foreignObject></svg>"),
    ("a style that loads", "<style>@import url(//example.invalid/x.css);*{display:none}</style>"),
    ("a style in a value", "\" style=\"position:fixed;inset:0;background:red\" \""),
    ("an end of the title", "</title><meta http-equiv=refresh content='0;url=//example.invalid'>"),
    ("an end of the main part", "</p></div></main></body></html><h1>Taken</h1>"),
    ("an end of the policy", "'none'; script-src * 'unsafe-inline'\"><script>alert(1)</script>"),
    ("a policy of its own", "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src *\">"),
    ("another base", "<base href=\"https://example.invalid/\">"),
    ("a form", "<form action=//example.invalid><input name=q autofocus><button>Go</button></form>"),
    ("a frame", "<iframe src=javascript:alert(1)></iframe><object data=x><embed src=x>"),
    ("an address that runs", "javascript:alert(document.domain)"),
    ("an address with a break", "java\nscript:alert(1)"),
    ("an address of data", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="),
    ("entities encoded twice", "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;"),
    ("entities without an end", "&lt;script&gt &#60;img src=x onerror=alert(1)&#62; &#x3c;b&#x3e;"),
    ("an end of CDATA", "]]><script>alert(1)</script><![CDATA["),
    ("a comment", "--><script>alert(1)</script><!-- --!> <!-->"),
    ("an instruction", "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;"),
    ("a template", "{{constructor.constructor('alert(1)')()}} ${7*7} #{7*7} <%= 7*7 %> {% include 'x' %}"),
    (
        "a template element",
        "<template><script>alert(1)</script></template><noscript><p title=\"</noscript><img src=x>\">",
    ),
    ("a text that swallows", "<plaintext><xmp><textarea><noembed>"),
    (
        "mathematics",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    ),
    ("an element of its own", "<x-taken id=main name=body href=x></x-taken><a id=location name=location>"),
    (
        "an escape of JSON",
        "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e \\ud800 \\udc00\\ud800 \\\" \\\\",
    ),
    ("an end of JSON", "\"}],\"claims\":[{\"claim\":\"taken\"}]}<!--"),
    ("a path", "../../../../etc/passwd%00%2e%2e%2f\\..\\..\\con.txt"),
    ("a query", "'; DROP TABLE claims;-- \" OR \"1\"=\"1"),
    ("a format", "%s%n%x {0} {} $(id) `id` ; rm -rf . | cat & \\x1b[31m ~ * ?"),
    ("quotes of all kinds", "\"'`“”‘’«»„<>&\"\"'' \\\" \\' &quot; &apos;"),
];

/// Strings that hold what is hidden or not what it seems, and how they are shown on a page.
const HIDDEN: [(&str, &str, &str); 22] = [
    ("a line turned around", "paid \u{202e}ylno enin\u{202c} men", "paid ⟦U+202E⟧ylno enin⟦U+202C⟧ men"),
    ("an isolate without an end", "Cape \u{2067}Orsay\u{2066} said", "Cape ⟦U+2067⟧Orsay⟦U+2066⟧ said"),
    ("figures turned around", "12\u{200f}/\u{200f}5 dead", "12⟦U+200F⟧/⟦U+200F⟧5 dead"),
    ("a name with nothing in it", "Ruth Va\u{200b}le", "Ruth Va⟦U+200B⟧le"),
    ("joiners among Latin letters", "Ru\u{200d}th Va\u{200c}le", "Ru⟦U+200D⟧th Va⟦U+200C⟧le"),
    ("joiners of words", "Ruth\u{2060}Vale\u{feff}!\u{ad}", "Ruth⟦U+2060⟧Vale⟦U+FEFF⟧!⟦U+00AD⟧"),
    ("fillers", "Vale\u{3164}\u{115f}\u{1160}\u{ffa0}.", "Vale⟦U+3164⟧⟦U+115F⟧⟦U+1160⟧⟦U+FFA0⟧."),
    ("a message in tags", "Vale\u{e0068}\u{e0069}.", "Vale⟦U+E0068⟧⟦U+E0069⟧."),
    ("a message in selectors", "Vale😀\u{e0121}\u{e0122}.", "Vale😀⟦U+E0121⟧⟦U+E0122⟧."),
    ("invisible operators", "9\u{2062}0\u{2064}0 dead", "9⟦U+2062⟧0⟦U+2064⟧0 dead"),
    ("a Cyrillic letter", "\u{422}he harbour", "\u{422}he⟦Cyrillic \u{422}⟧ harbour"),
    ("Cyrillic letters in a name", "Ruth V\u{430}l\u{435}", "Ruth V\u{430}l\u{435}⟦Cyrillic \u{430}\u{435}⟧"),
    ("a Greek letter", "\u{39f}rsay", "\u{39f}rsay⟦Greek \u{39f}⟧"),
    (
        "a word wholly of look-alikes",
        "the \u{441}\u{43e}\u{440} said",
        "the \u{441}\u{43e}\u{440}⟦Cyrillic \u{43e}\u{440}\u{441}⟧ said",
    ),
    ("digits of two scripts", "1\u{664} dead", "1\u{664}⟦Arabic digit \u{664}⟧ dead"),
    ("a fullwidth digit", "1\u{ff10} dead", "1\u{ff10}⟦fullwidth \u{ff10}⟧ dead"),
    (
        "mathematical digits",
        "\u{1d7cf}\u{1d7d0} dead",
        "\u{1d7cf}\u{1d7d0}⟦mathematical \u{1d7cf}\u{1d7d0}⟧ dead",
    ),
    ("a null character and a bell", "nine\0 dead\u{7}\u{8}", "nine⟦U+0000⟧ dead⟦U+0007⟧⟦U+0008⟧"),
    (
        "colours and a cleared screen",
        "\u{1b}[2J\u{1b}[31mred\u{9b}0m",
        "⟦U+001B⟧[2J⟦U+001B⟧[31mred⟦U+009B⟧0m",
    ),
    (
        "a title and a link of a terminal",
        "\u{1b}]0;taken\u{7}\u{1b}]8;;http://example.invalid\u{1b}\\x",
        "⟦U+001B⟧]0;taken⟦U+0007⟧⟦U+001B⟧]8;;http://example.invalid⟦U+001B⟧\\x",
    ),
    ("separators of lines", "nine\u{2028}dead\u{2029}\u{85}", "nine⟦U+2028⟧dead⟦U+2029⟧⟦U+0085⟧"),
    ("a line written over", "nine\rtwo dead", "nine⟦U+000D⟧two dead"),
];

/// What a spreadsheet would run.
const FORMULAS: [(&str, &str); 7] = [
    ("a formula", "=HYPERLINK(\"http://example.invalid\",\"Vale\")"),
    ("a formula that runs a program", "=cmd|' /C calc'!A0"),
    ("a sum", "+1+cmd|' /C calc'!A0"),
    ("a difference", "-2+3+cmd|' /C calc'!A0"),
    ("a function", "@SUM(1+1)*cmd|' /C calc'!A0"),
    ("a fullwidth formula", "＝1＋1"),
    ("a formula behind a space", "\u{3000} =1+1\",=2+2,\"\n=3+3"),
];

/// Names from right to left, which are shown as they are.
const NAMES: [(&str, &str); 3] = [
    ("an Arabic name", "صحيفة ميناء لومي 14"),
    ("a Hebrew name with Latin words", "עיתון Orsay של הנמל (3)"),
    ("a Persian name with joiners", "روزنامه\u{200c}ی بندر می\u{200c}گوید ۱۴"),
];

/// Every string: at least 60, the last of them a megabyte without a break and a letter under five hundred marks.
pub fn strings() -> Vec<Hostile> {
    let plain = MARKUP.iter().chain(&FORMULAS).chain(&NAMES);
    let mut all: Vec<Hostile> =
        plain.map(|(name, words)| Hostile { name, words: (*words).to_owned(), shown: None }).collect();
    all.extend(HIDDEN.iter().map(|(name, words, shown)| Hostile {
        name,
        words: (*words).to_owned(),
        shown: Some((*shown).to_owned()),
    }));
    all.push(Hostile {
        name: "a letter under five hundred marks",
        words: format!("Z{}algo", "\u{30d}\u{317}\u{353}\u{489}\u{35b}".repeat(100)),
        shown: Some("Z\u{30d}\u{317}\u{353}\u{489}⟦496 combining marks⟧algo".to_owned()),
    });
    all.push(Hostile {
        name: "a megabyte without a break",
        words: "W".repeat(1 << 20),
        shown: Some(format!("{}⟦1046576 more characters⟧", "W".repeat(2000))),
    });
    all
}
