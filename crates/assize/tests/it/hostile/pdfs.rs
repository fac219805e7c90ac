//! Hostile PDFs.

use super::{
    End::{self, Any, Says, Text},
    Original, many,
};
use std::io::Write as _;

const CATALOGUE: &str = "<< /Type /Catalog /Pages 2 0 R >>";
const PAGES: &str = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
const FONT: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
const WORDS: &str = "BT /F 12 Tf 72 700 Td (Words of a page) Tj ET";

/// A PDF of these objects, numbered from 1.
fn pdf(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{number} 0 obj\n").bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let start = file.len();
    file.extend(table.bytes());
    let size = objects.len() + 1;
    file.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n").bytes(),
    );
    file
}

fn stream(dictionary: &str, bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let bytes = bytes.as_ref();
    let mut object = format!("<< /Length {} {dictionary} >>\nstream\n", bytes.len()).into_bytes();
    object.extend(bytes);
    object.extend(b"\nendstream");
    object
}

fn packed(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes.as_ref()).expect("memory");
    encoder.finish().expect("memory")
}

fn flate(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    stream("/Filter /FlateDecode", packed(bytes))
}

/// A file of one page: objects 1 to 5, then more.
fn one(name: &str, contents: Vec<u8>, resources: &str, more: Vec<Vec<u8>>, end: End) -> Original {
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> {resources} >> >>"
    );
    let objects = [vec![CATALOGUE.into(), PAGES.into(), page.into(), contents, FONT.into()], more].concat();
    file(name, pdf(&objects, ""), end)
}

fn file(name: &str, bytes: Vec<u8>, end: End) -> Original {
    Original { name: format!("{name}.pdf"), bytes, end }
}

/// A form that draws what stands in its resources.
fn form(content: &str, resources: &str) -> Vec<u8> {
    stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 1 1] {resources}"), content)
}

fn draws(number: usize) -> String {
    format!("/Resources << /XObject << /X {number} 0 R >> >>")
}

pub(super) fn all() -> Vec<Original> {
    [operators(), packing(), forms(), trees(), objects(), tables(), fonts(), refused()].concat()
}

fn operators() -> Vec<Original> {
    let words = format!("({}) Tj ", "Words of a page ".repeat(20));
    let words = words.repeat(if super::whole() { 120_000 } else { 1_500 });
    let nested = |open: &str, close: &str| open.repeat(50_000) + &close.repeat(50_000);
    vec![
        one("states", flate("q ".repeat(many(1_000_000))), "", vec![], Says("pdf_saved_states")),
        one("operators", flate("n ".repeat(many(2_100_000))), "", vec![], Says("pdf_operators")),
        one("balanced-states", flate(format!("{}{WORDS}", "q Q ".repeat(50_000))), "", vec![], Text),
        one("words", flate(format!("BT /F 12 Tf {words} ET")), "", vec![], Says("pdf_text_bytes")),
        one("numbers", flate("BT /F 1e308 Tf 99999999999999999999999 0 Td (x) Tj ET"), "", vec![], Any),
        one("operands", flate(format!("{} n {WORDS}", "1 ".repeat(200_000))), "", vec![], Any),
        one("nested-operands", flate(format!("{} TJ {WORDS}", nested("[", "]"))), "", vec![], Any),
        one("brackets", flate(format!("{} Tj", nested("(", ")"))), "", vec![], Any),
        one("image", flate(format!("BI /W 99999 /H 99999 /BPC 8 /CS /RGB ID x EI {WORDS}")), "", vec![], Any),
        one("no-font", flate("BT (Words) Tj ET"), "", vec![], Any),
        one("curves", flate("1 2 3 4 5 6 c ".repeat(50_000)), "", vec![], Says("no words")),
    ]
}

fn packing() -> Vec<Original> {
    let blank = vec![b' '; many(60_000_000)];
    let unpacked = Says("pdf_unpacked_bytes");
    vec![
        one("packed", flate(&blank), "", vec![], unpacked),
        one(
            "twice-packed",
            stream("/Filter [/FlateDecode /FlateDecode]", packed(packed(&blank))),
            "",
            vec![],
            unpacked,
        ),
        one("says-not-packed", stream("", packed(&blank)), "", vec![], unpacked),
        one("ascii85", stream("/Filter /ASCII85Decode", "z".repeat(100_000)), "", vec![], Any),
        one("lzw", stream("/Filter /LZWDecode", vec![0x80; 100_000]), "", vec![], Any),
        one("filters", stream(&format!("/Filter [{}]", "/FlateDecode ".repeat(5_000)), "x"), "", vec![], Any),
        one(
            "predictor",
            stream("/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2000000000 >>", packed("x")),
            "",
            vec![],
            Says("`/Columns`"),
        ),
        one("length-lies", b"<< /Length 999999999 >>\nstream\nBT ET\nendstream".to_vec(), "", vec![], Any),
        one("length-of-itself", b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream".to_vec(), "", vec![], Any),
        one("negative-length", b"<< /Length -1 >>\nstream\nBT ET\nendstream".to_vec(), "", vec![], Any),
        one("cut", flate(WORDS)[..60].to_vec(), "", vec![], Any),
    ]
}

fn forms() -> Vec<Original> {
    let circle = Says("leads in a circle");
    // Each form draws the next ten times: 12 of them are a million million.
    let tower: Vec<Vec<u8>> = (7..19).map(|next| form(&"/X Do ".repeat(10), &draws(next))).collect();
    let tower = [tower, vec![form("n", "")]].concat();
    let shared: Vec<Vec<u8>> = (0..12).map(|n| form(&format!("/X{} Do ", n + 1).repeat(10), "")).collect();
    let names: String = (0..12).map(|n| format!("/X{n} {} 0 R ", n + 6)).collect();
    let drawn = || flate(format!("{WORDS} /X Do"));
    let first = "/XObject << /X 6 0 R >>";
    vec![
        one("draws-itself", drawn(), first, vec![form("/X Do", &draws(6))], circle),
        one("ring", drawn(), first, vec![form("/X Do", &draws(7)), form("/X Do", &draws(6))], circle),
        one("tower", drawn(), first, tower.clone(), Says("pdf_operators")),
        one("tower-by-hidden-name", flate("/#58 Do"), first, tower, Says("pdf_operators")),
        one("shared-tower", flate("/X0 Do"), &format!("/XObject << {names} >>"), shared, circle),
        one(
            "drawn-often",
            flate(format!("{WORDS} {}", "/X Do ".repeat(2_000))),
            first,
            vec![form("n", "")],
            Text,
        ),
        one("no-such-form", flate(format!("{WORDS} /Y Do")), first, vec![], Any),
    ]
}

fn trees() -> Vec<Original> {
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>";
    let of = |name: &str, pages: String, more: Vec<Vec<u8>>, end| {
        let objects = vec![CATALOGUE.into(), pages.into(), page.into(), flate(WORDS), FONT.into()];
        file(name, pdf(&[objects, more].concat(), ""), end)
    };
    let kids = |list: String| format!("<< /Type /Pages /Kids [{list}] /Count 1 >>");
    let each: String = (6..many(1_100) + 6).map(|n| format!("{n} 0 R ")).collect();
    let contents = format!("[{}]", "4 0 R ".repeat(many(10_000)));
    let long = page.replace("4 0 R", &contents).replace("/Contents", "/Contents ");
    let large = flate(vec![b' '; 100_000]);
    let repeated = vec![CATALOGUE.into(), PAGES.into(), long.into_bytes(), large, FONT.into()];
    vec![
        of("own-kid", kids("2 0 R 2 0 R 3 0 R".to_owned()), vec![], Any),
        of("one-page-often", kids("3 0 R ".repeat(100_000)), vec![], Any),
        of("pages", kids(each), vec![page.into(); many(1_100)], Says("pdf_pages")),
        of("no-kids", kids(String::new()), vec![], Says("no page")),
        of("nothing-there", kids("99 0 R".to_owned()), vec![], Says("no page")),
        file("repeated-contents", pdf(&repeated, ""), Says("pdf_unpacked_bytes")),
        of(
            "parent-of-itself",
            kids("6 0 R".to_owned()),
            vec![b"<< /Type /Page /Parent 6 0 R /Contents 4 0 R >>".to_vec()],
            Says("in a circle"),
        ),
    ]
}

fn objects() -> Vec<Original> {
    // Many objects in little: packed, each at a place of its own.
    let places: String = (0..many(210_000)).map(|n| format!("{} {} ", n + 10, n * 2)).collect();
    let first = places.len();
    let zeros = packed(places + &"0 ".repeat(many(210_000)));
    let dictionary = format!("/Type /ObjStm /N {} /First {first} /Filter /FlateDecode", many(210_000));
    let zeros = vec![stream(&dictionary, zeros)];
    let index = |count: usize| (10..10 + count).map(|n| format!("{n} 0 ")).collect::<String>();
    let objects = |dictionary: &str, bytes: String| stream(&format!("/Type /ObjStm {dictionary}"), bytes);
    let twice = index(20_000);
    vec![
        one("zeros", flate(WORDS), "", zeros, Says("pdf_objects")),
        one("arrays", flate(WORDS), "", vec![("[".repeat(200_000) + &"]".repeat(200_000)).into()], Any),
        one(
            "dictionaries",
            flate(WORDS),
            "",
            vec![("<</A".repeat(100_000) + &">>".repeat(100_000)).into()],
            Any,
        ),
        one("values", flate(WORDS), "", vec![format!("[{}]", "0 ".repeat(many(500_000))).into()], Any),
        one(
            "one-place",
            flate(WORDS),
            "",
            vec![objects(&format!("/N 20000 /First {}", twice.len()), twice + "[0]")],
            Any,
        ),
        one(
            "many-stated",
            flate(WORDS),
            "",
            vec![objects("/N 999999999 /First 4", "9 0 [0]".to_owned())],
            Any,
        ),
        one(
            "streams-in-streams",
            flate(WORDS),
            "",
            vec![objects("/N 1 /First 5", "6 0  << /Type /ObjStm /N 1 /First 5 >>".to_owned())],
            Any,
        ),
    ]
}

fn tables() -> Vec<Original> {
    let whole = one("x", flate(WORDS), "", vec![], Text).bytes;
    let changed = |from: &str, to: &str| {
        let at = whole.windows(from.len()).rposition(|window| window == from.as_bytes());
        let at = at.expect("it is there");
        [&whole[..at], to.as_bytes(), &whole[at + from.len()..]].concat()
    };
    let looped = b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer<</Prev 9/Size 1>>\nstartxref\n9\n%%EOF";
    vec![
        file("prev-loop", looped.to_vec(), Any),
        file("size-lies", changed("/Size 6", "/Size 999999999"), Any),
        file("count-lies", changed("0 6\n", "0 999999999\n"), Any),
        file("start-beyond", changed("startxref\n", "startxref\n9"), Any),
        file("start-before", changed("startxref\n", "startxref\n-"), Any),
        file("offsets-lie", changed("00000 n", "99999 n"), Any),
        file("no-root", changed("/Root 1 0 R", ""), Any),
        file("root-is-a-font", changed("/Root 1 0 R", "/Root 5 0 R"), Any),
        file("prev-itself", changed("/Root 1 0 R", "/Root 1 0 R /Prev 15"), Any),
        file("half", whole[..whole.len() / 2].to_vec(), Says("half.pdf")),
        file("header-alone", b"%PDF-1.7\n".to_vec(), Says("header-alone.pdf")),
    ]
}

fn fonts() -> Vec<Original> {
    let with = |name: &str, font: &str, more: Vec<Vec<u8>>| {
        let mut original = one(name, flate(WORDS), "/Font << /F 6 0 R >>", vec![], Any);
        let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>";
        let objects = vec![CATALOGUE.into(), PAGES.into(), page.into(), flate(WORDS), font.into()];
        original.bytes = pdf(&[objects, more].concat(), "");
        original
    };
    let map = "1 begincodespacerange <00000000> <ffffffff> endcodespacerange 1 beginbfrange <00000000> <ffffffff> <0000> endbfrange";
    vec![
        with("map-of-all", "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [7 0 R] >>", vec![
            flate(map),
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (A) /Ordering (I) /Supplement 0 >> /FontDescriptor 8 0 R >>".to_vec(),
            b"<< /Type /FontDescriptor /FontName /A /Flags 4 >>".to_vec(),
        ]),
        with("widths", "<< /Type /Font /Subtype /TrueType /BaseFont /A /FirstChar 0 /LastChar 2000000000 /Widths [1] >>", vec![]),
        with("own-descendant", "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [5 0 R] >>", vec![]),
        with("no-type", "<< >>", vec![]),
    ]
}

fn refused() -> Vec<Original> {
    let objects = || vec![CATALOGUE.into(), PAGES.into()];
    vec![
        file("encrypted", pdf(&objects(), "/Encrypt << /Filter /Standard >>"), Says("is encrypted")),
        file("hidden-encrypted", pdf(&objects(), "/Encr#79pt << /Filter /Standard >>"), Says("hides a name")),
    ]
}

/// A sound PDF that shows this.
pub(super) fn of_words(shown: &str) -> Vec<u8> {
    one("words", flate(format!("BT /F 12 Tf 72 700 Td {shown} ET")), "", vec![], Text).bytes
}
