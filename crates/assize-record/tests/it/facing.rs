//! What faces a reader: languages as they are written pass, and what is hidden or not what it seems is marked where it stands.

use assize_record::facing::{Mark, MarkKind, bracketed, cell, embedded, json, marks, name_fault, printable};
use proptest::prelude::*;

/// Invented sentences, as people write them. None is marked anywhere.
const WRITTEN: [(&str, &str); 47] = [
    ("Arabic", "قال الميناء إن ١٤ شخصًا قُتلوا، ولم يُعرف السبب."),
    ("Arabic with a mark", "نشرت الجريدة (C++\u{200e}) خبرًا عن القارب!\u{200f} ثم سكتت."),
    ("Arabic, year of the Hijra", "وقع ذلك سنة ١٤٤٦ هـ، أي في العام 1446ه\u{200d} تقريبًا"),
    ("Quranic Arabic", "ٱلرَّحْمَٰنِ ٱلرَّحِيمِ"),
    ("Persian", "نمی\u{200c}خواهم بگویم که ۱۴ نفر کشته شده\u{200c}اند و خانه\u{200c}ای سوخت."),
    ("Urdu", "بندرگاہ نے کہا کہ نو افراد ہلاک ہوئے۔"),
    ("Hebrew", "בנמל אמרו כי תשעה אנשים נהרגו ב־3 במאי."),
    ("Hebrew with points", "בְּרֵאשִׁ֖ית בָּרָ֣א"),
    ("Yiddish", "אין פּאָרט לומע האָט מען געזאָגט"),
    ("Russian", "В порту сообщили, что погибли девять человек; «ТАСС» молчит."),
    ("Russian with Latin words", "IT-компания Orsay и её VIP-клиенты: 5G, COVID-19, e-mail."),
    ("Ukrainian", "У порту загинуло дев’ять осіб, їхні імена невідомі."),
    ("Serbian in both", "Лука Луме — Luka Lume, љубав и njoki"),
    ("Bulgarian", "Пристанището съобщи за ранени."),
    ("Greek", "Στο λιμάνι σκοτώθηκαν εννέα άνθρωποι, είπε ο κ. Βαλέ."),
    ("Greek, old", "ἐν ἀρχῇ ἦν ὁ λόγος, ᾧ"),
    ("Chinese", "港口方面说，五月三日有九人死亡。"),
    ("Chinese with a selector", "葛\u{e0100}城的港口，\u{fe00}九人"),
    ("Japanese", "港では９人が死亡したと、ＮＨＫが5月3日に伝えた。カタカナとｶﾀｶﾅ、AさんとBさん。"),
    ("Korean", "항구에서 아홉 명이 숨졌다고 KBS가 전했다."),
    ("Hindi", "बंदरगाह ने कहा कि ९ लोग मारे गए; क्\u{200d}ष और क्\u{200c}ष।"),
    ("Hindi with Latin", "Facebookने और IPLमें खबर दी।"),
    ("Bengali", "বন্দরে নয় জন মারা গেছে, র\u{200d}্যাব জানায়।"),
    ("Tamil", "துறைமுகத்தில் ஒன்பது பேர் இறந்தனர்."),
    ("Malayalam", "തുറമുഖത്ത് ഒമ്പത് പേർ മരിച്ചു; അവന്\u{200d}"),
    ("Sinhala", "ශ්\u{200d}රී ලංකාව"),
    ("Thai", "ท่าเรือกล่าวว่ามีผู้เสียชีวิต ๙ คน\u{200b}เมื่อวันที่ 3 นี้ที่ปู่ย่า"),
    ("Lao", "ທ່າເຮືອ\u{200b}ກ່າວວ່າ"),
    ("Khmer", "កំពង់ផែ\u{200b}និយាយ\u{200b}ថា\u{200b} 9 \u{200b}នាក់"),
    ("Burmese", "ဆိပ်ကမ်းက ကိုးဦး သေဆုံး"),
    ("Tibetan", "བསྒྲུབས་ཀྱི་རྒྱལ་ཁབ"),
    ("Mongolian", "ᠮᠣᠩᠭᠣᠯ\u{180e}ᠠ ᠪᠢᠴᠢᠭ᠋"),
    ("Amharic", "ዘጠኝ ሰዎች ሞቱ።"),
    ("Armenian", "Նավահանգստում զոհվել է ինը մարդ։"),
    ("Georgian", "პორტში ცხრა ადამიანი დაიღუპა."),
    ("Vietnamese", "Cảng cho biết chín người đã thiệt mạng; Nguyê\u{303}n Va\u{306}n."),
    ("Turkish", "İskelede dokuz kişi öldü, ışık yoktu."),
    ("German", "Im Hafen seien neun Menschen getötet worden – so Ödön Weiß."),
    ("French", "« Neuf morts », dit l’œil ; 1\u{202f}234,50\u{a0}€, la 1ʳᵉ fois, nº 5, 2ᵉ."),
    ("Czech", "V přístavu zahynulo devět lidí, řekl Jiří."),
    ("Yoruba", "Ẹ̀bùn àti Ọ̀ṣọ́, ọmọ ẹ̀gbọ́n"),
    ("Science", "5 kΩ, 3 μm, ΔT, H₂O, x² + y³, 10⁻⁶, ½ and ⅔, naïve, 20 °C, ∩\u{fe00}"),
    (
        "Emoji",
        "👩🏽\u{200d}🚒 👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥 🏳\u{fe0f}\u{200d}🌈 1\u{fe0f}\u{20e3} ☎\u{fe0e} 🇳🇴 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} ©\u{fe0f}",
    ),
    ("Braille", "⠝⠊⠝⠑⠀⠙⠑⠁⠙"),
    ("Letters from a page", "ofﬁcial ﬂeet, Ⅳ, ①, Ⓐ, “quoted”, ‘so’, em—dash, … • ™"),
    ("Greek in English", "the word λόγος and the letters α, β, Δ and π"),
    ("Russian in English", "he said «нет» and «сор» in the port, according to ТАСС"),
];

#[test]
fn what_languages_need_is_not_marked() {
    let marked: Vec<String> = WRITTEN
        .iter()
        .filter(|(_, words)| !marks(words).is_empty())
        .map(|(language, words)| format!("{language}: {}", bracketed(words)))
        .collect();
    assert!(marked.is_empty(), "{marked:#?}");
    for (language, words) in WRITTEN {
        assert_eq!(printable(words), words, "{language}");
        assert_eq!(json(words), words, "{language}");
    }
}

/// What is hidden or not what it seems, and how it is shown in brackets.
const HIDDEN: [(&str, &str); 45] = [
    ("nine \u{202e}deaths", "nine ⟦U+202E⟧deaths"),
    ("a\u{2066}b\u{2069}c", "a⟦U+2066⟧b⟦U+2069⟧c"),
    ("Va\u{2800}le\u{1d159}", "Va⟦U+2800⟧le⟦U+1D159⟧"),
    ("\u{301}\u{302}nine, \u{30d}dead", "⟦2 combining marks⟧nine, ⟦1 combining mark⟧dead"),
    ("a\u{13430}b", "a⟦U+13430⟧b"),
    ("ni\u{200b}ne", "ni⟦U+200B⟧ne"),
    ("ni\u{200b}\u{200b}\u{200b}ne", "ni⟦U+200B ×3⟧ne"),
    ("ni\u{200d}ne and ni\u{200c}ne", "ni⟦U+200D⟧ne and ni⟦U+200C⟧ne"),
    ("a\u{2060}b\u{feff}c\u{ad}d\u{180e}e", "a⟦U+2060⟧b⟦U+FEFF⟧c⟦U+00AD⟧d⟦U+180E⟧e"),
    ("a\u{2062}b\u{206a}c\u{fff9}d", "a⟦U+2062⟧b⟦U+206A⟧c⟦U+FFF9⟧d"),
    ("a\u{3164}b\u{ffa0}\u{115f}\u{1160}", "a⟦U+3164⟧b⟦U+FFA0⟧⟦U+115F⟧⟦U+1160⟧"),
    ("a\u{fe0f}b\u{e0100}", "a⟦U+FE0F⟧b⟦U+E0100⟧"),
    ("葛\u{e0100}\u{e0101}", "葛\u{e0100}⟦U+E0101⟧"),
    ("😀\u{e0100}", "😀⟦U+E0100⟧"),
    ("\u{e0068}\u{e0069}", "⟦U+E0068⟧⟦U+E0069⟧"),
    ("🏴\u{e0068}\u{e0069}\u{e007f}", "🏴⟦U+E0068⟧⟦U+E0069⟧⟦U+E007F⟧"),
    ("9\u{fe0f} dead", "9⟦U+FE0F⟧ dead"),
    ("12\u{200f}/\u{200f}5", "12⟦U+200F⟧/⟦U+200F⟧5"),
    ("Va\u{200e}le", "Va⟦U+200E⟧le"),
    ("نم\u{200e}ی", "نم⟦U+200E⟧ی"),
    ("نمی\u{200c}\u{200c}خ", "نمی⟦U+200C ×2⟧خ"),
    ("a\0b\u{7}c\u{1b}[31m\u{9b}", "a⟦U+0000⟧b⟦U+0007⟧c⟦U+001B⟧[31m⟦U+009B⟧"),
    ("a\rb\r\nc", "a⟦U+000D⟧b\r\nc"),
    ("a\u{2028}b\u{2029}c\u{85}d\u{b}\u{c}", "a⟦U+2028⟧b⟦U+2029⟧c⟦U+0085⟧d⟦U+000B⟧⟦U+000C⟧"),
    ("a\u{fffe}b\u{1ffff}", "a⟦U+FFFE⟧b⟦U+1FFFF⟧"),
    ("\u{422}he boat", "\u{422}he⟦Cyrillic \u{422}⟧ boat"),
    ("p\u{430}yp\u{430}l", "p\u{430}yp\u{430}l⟦Cyrillic \u{430}⟧"),
    ("\u{39f}rsay", "\u{39f}rsay⟦Greek \u{39f}⟧"),
    ("\u{422}\u{200b}he", "\u{422}⟦U+200B⟧he⟦Cyrillic \u{422}⟧"),
    ("\u{421}o\u{43f}\u{430}", "\u{421}o\u{43f}\u{430}⟦Latin o⟧"),
    ("R\u{585}ad", "R\u{585}ad⟦Armenian \u{585}⟧"),
    ("\u{13a0}da", "\u{13a0}da⟦Cherokee \u{13a0}⟧"),
    ("the \u{441}\u{43e}\u{440} said", "the \u{441}\u{43e}\u{440}⟦Cyrillic \u{43e}\u{440}\u{441}⟧ said"),
    ("killed 1\u{41e} people", "killed 1\u{41e}⟦Cyrillic \u{41e}⟧ people"),
    ("1\u{664} dead", "1\u{664}⟦Arabic digit \u{664}⟧ dead"),
    ("1\u{ff12} dead", "1\u{ff12}⟦fullwidth \u{ff12}⟧ dead"),
    ("\u{1d7d7} dead", "\u{1d7d7}⟦mathematical \u{1d7d7}⟧ dead"),
    ("\u{1d413}he", "\u{1d413}he⟦mathematical \u{1d413}⟧"),
    ("\u{ff34}he", "\u{ff34}he⟦fullwidth \u{ff34}⟧"),
    ("\u{661}\u{6f2}", "\u{661}\u{6f2}⟦Arabic digit \u{661}⟧"),
    ("\u{669}9", "\u{669}9⟦Arabic digit \u{669}⟧"),
    ("1.\u{664}00", "1.\u{664}00⟦Arabic digit \u{664}⟧"),
    ("a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}b", "a\u{301}\u{302}\u{303}\u{304}⟦2 combining marks⟧b"),
    ("a\u{301}\u{302}\u{200b}\u{303}\u{304}\u{305}", "a\u{301}\u{302}⟦U+200B⟧⟦3 combining marks⟧"),
    ("\u{1fbf9} dead", "\u{1fbf9}⟦segmented \u{1fbf9}⟧ dead"),
];

#[test]
fn what_is_hidden_or_not_what_it_seems_is_marked_where_it_stands() {
    let wrong: Vec<String> = HIDDEN
        .iter()
        .filter(|(words, shown)| bracketed(words) != *shown)
        .map(|(words, shown)| format!("{} and not {shown}", bracketed(words)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (words, _) in HIDDEN {
        assert_eq!(serde_json::from_str::<String>(&json(&quoted(words))).ok().as_deref(), Some(words));
    }
}

fn quoted(words: &str) -> String {
    serde_json::to_string(words).expect("words are JSON")
}

#[test]
fn a_terminal_has_escapes_and_a_table_no_formula() {
    assert_eq!(printable("a\u{1b}[2Kb\r\u{202e}c\n\td"), "a\\u{1b}[2Kb\\u{d}\\u{202e}c\n\td");
    for words in [
        "\u{422}he boat",
        "V\u{430}l\u{435}",
        "1\u{664}",
        "the \u{441}\u{43e}\u{440} said",
        "\u{ff34}he",
        "\u{1d7d7} dead",
    ] {
        let once = printable(words);
        assert_eq!(printable(&once), once, "what is printed twice is marked once");
    }
    assert_eq!(printable(&"\u{200b}".repeat(1000)), format!("{}⟦×1000⟧", "\\u{200b}".repeat(8)));
    for (words, shown) in [
        ("=1+1", "'=1+1"),
        ("-3", "-3"),
        ("+4.5", "+4.5"),
        ("-inf", "'-inf"),
        ("+1-1", "'+1-1"),
        ("@x", "'@x"),
        (" \u{a0}=x", "' \u{a0}=x"),
        ("\t=x", "'\t=x"),
        ("\u{3000}＝x", "'\u{3000}＝x"),
        ("＋x", "'＋x"),
        ("\u{feff}=x", "\\u{feff}=x"),
        ("a=b", "a=b"),
        ("\u{202e}x", "\\u{202e}x"),
    ] {
        assert_eq!(cell(words), shown);
    }
}

#[test]
fn json_is_escaped_and_parses_to_the_exact_words() {
    assert_eq!(json("{\"a\":\"\\n\u{422}he \u{202e}x\"}"), "{\"a\":\"\\n\\u0422he \\u202ex\"}");
    assert_eq!(json("\"😀\u{e0100}\""), "\"😀\\udb40\\udd00\"");
    assert_eq!(embedded("\"</script>&\u{2028}\\\\\""), "\"\\u003c/script\\u003e\\u0026\\u2028\\\\\"");
}

#[test]
fn a_name_holds_nothing_that_cannot_be_seen() {
    for name in ["Va\u{200b}le", "Vale\u{202e}", "Vale\n", "Va\u{ad}le", "\u{3164}"] {
        assert!(name_fault(name).is_some(), "{name:?}");
    }
    for name in ["Ruth Vale", "خانه\u{200c}ای", "\u{422}he Vale", "José"] {
        assert!(name_fault(name).is_none(), "{name}");
    }
}

#[test]
fn a_word_without_end_is_cut_where_it_is_shown_and_whole_in_data() {
    let long = "a".repeat(1_000_000);
    assert_eq!(bracketed(&long), format!("{}⟦998000 more characters⟧", "a".repeat(2_000)));
    assert_eq!(json(&quoted(&long)), quoted(&long));
    let hidden = "\u{200b}a".repeat(500_000);
    assert!(bracketed(&hidden).len() < 30_000);
    assert_eq!(serde_json::from_str::<String>(&json(&quoted(&hidden))).expect("JSON"), hidden);
    for written in
        ["港で九人が死亡した。".repeat(1_000), "word ".repeat(10_000), "\u{e2a}\u{e27}".repeat(5_000)]
    {
        assert!(marks(&written).is_empty());
    }
}

#[test]
fn much_of_anything_is_looked_at_in_time_that_grows_with_it() {
    for hostile in [
        "\u{202e}",
        "\u{301}",
        "\u{200f}",
        "a\u{430} ",
        "\u{663}1",
        "\u{1f3f4}\u{e0067}",
        "\u{200d}\u{200c}",
        "م\u{200c}",
        "a\u{301}\u{302}\u{303}\u{304}\u{305}",
        "⟦\u{422}he",
    ] {
        let words = hostile.repeat(200_000 / hostile.len());
        let shown = printable(&words);
        assert!(shown.len() < 12 * words.len(), "{hostile:?}");
    }
}

/// Characters that a source may use against its reader, among some that it may not.
fn hostile() -> impl Strategy<Value = String> {
    let odd = prop_oneof![
        3 => any::<char>(),
        3 => proptest::char::range(' ', '~'),
        2 => proptest::char::range('\u{400}', '\u{45f}'),
        2 => proptest::char::range('\u{600}', '\u{6ff}'),
        3 => proptest::char::range('\u{2000}', '\u{206f}'),
        2 => proptest::char::range('\u{300}', '\u{36f}'),
        2 => proptest::char::range('\0', '\u{a0}'),
        1 => proptest::char::range('\u{e0000}', '\u{e01ff}'),
        1 => proptest::char::range('\u{fe00}', '\u{ffff}'),
    ];
    proptest::collection::vec(odd, 0..40).prop_map(|chars| chars.into_iter().collect())
}

/// Marks of what is at home nowhere. Others depend on what stands beside them, which marks move.
fn lasting(shown: &str) -> Vec<Mark> {
    let depends = |c: char| matches!(c, '\r' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' | '\u{13430}'..='\u{1343f}' | '\u{2800}' | '\u{e0020}'..='\u{e01ef}');
    let left = marks(shown).into_iter().filter(|mark| match mark.kind {
        MarkKind::Character(c, _) => !depends(c),
        MarkKind::Stack(_) => !shown[..mark.start].ends_with(depends),
        MarkKind::Unbroken(_) => true,
        MarkKind::Letters(_) => false,
    });
    left.collect()
}

proptest! {
    #[test]
    fn nothing_that_is_marked_stands_in_what_is_shown(words in hostile()) {
        for shown in [bracketed(&words).into_owned(), printable(&words).into_owned(), cell(&words)] {
            prop_assert_eq!(lasting(&shown), Vec::new(), "{:?}", shown);
            let turning = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2060}' | '\u{feff}');
            let turns = shown.contains(turning);
            prop_assert!(!turns, "{shown:?}");
        }
    }

    #[test]
    fn json_parses_to_the_exact_words(words in hostile()) {
        let written = quoted(&words);
        for shown in [json(&written).into_owned(), embedded(&written)] {
            prop_assert_eq!(serde_json::from_str::<String>(&shown).expect("JSON"), words.as_str());
            prop_assert_eq!(lasting(&shown), Vec::new(), "{:?}", shown);
        }
    }

    #[test]
    fn marks_lie_in_order_and_on_characters(words in hostile()) {
        let mut at = 0;
        for mark in marks(&words) {
            prop_assert!(at <= mark.start && mark.start <= mark.end);
            prop_assert!(words.get(mark.start..mark.end).is_some());
            at = mark.end;
        }
    }
}
