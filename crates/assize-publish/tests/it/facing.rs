//! Every hostile string in every field that a person or a source fills, and every byte of the site that is built of it.
//!
//! Nothing here names a page or a table: whatever is in the site is walked, so that what is added later is too.

use crate::public;
use assize_ledger::{
    View, ViewParts,
    view::{ActView, BridgeView, ClaimView, PassageView, SourceView, Standing, TextView},
};
use assize_publish::{NameChoice, Policy, Settings, Site, build};
use assize_record::{
    BlobHash, EntityType, EntryId, Words,
    body::{Act, Bridge, Claim, Entity, Publication, Stated},
};
use assize_testkit::hostile::{Hostile, active, forbidden, strings, text_of};
use assize_weigh::{
    standard::{Proofs, Standards},
    toll::Method,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value as Json, json};

/// Texts that mean something to the program: put elsewhere, they would only be refused.
const TERMS: [&str; 10] =
    ["property", "standard", "element", "id", "version", "kind", "published_on", "language", "unit", "facet"];

/// The value with the words in every text that takes any words. Which fields these are, the type itself tells. Counts them.
fn filled<T: Serialize + DeserializeOwned>(value: &T, words: &str, count: &mut usize) -> T {
    let mut json = serde_json::to_value(value).expect("a value is JSON");
    for pointer in texts(&json, String::new()) {
        let place = json.pointer_mut(&pointer).expect("it was found there");
        let before = std::mem::replace(place, Json::String(words.to_owned()));
        if serde_json::from_value::<T>(json.clone()).is_ok() {
            *count += 1;
        } else {
            *json.pointer_mut(&pointer).expect("it was found there") = before;
        }
    }
    serde_json::from_value(json).expect("it was tried")
}

/// Where texts stand in a value, as JSON pointers.
fn texts(json: &Json, at: String) -> Vec<String> {
    match json {
        Json::String(_) => vec![at],
        Json::Array(list) => {
            list.iter().enumerate().flat_map(|(n, item)| texts(item, format!("{at}/{n}"))).collect()
        }
        Json::Object(map) => {
            let free =
                map.iter().filter(|(name, value)| !(value.is_string() && TERMS.contains(&name.as_str())));
            free.flat_map(|(name, value)| texts(value, format!("{at}/{name}"))).collect()
        }
        _ => Vec::new(),
    }
}

/// Ids of one kind: the source, text, … of the nth string.
fn id(kind: u8, n: usize) -> EntryId {
    let mut bytes = [kind; 32];
    bytes[..2].copy_from_slice(&u16::try_from(n).expect("few strings").to_be_bytes());
    EntryId::from_bytes(bytes)
}

/// One incident, campaign and organisation, one source, text, claim, statement, act and bridge for each string, with the string in every field.
fn parts(strings: &[Hostile], count: &mut usize) -> ViewParts {
    let mut view = ViewParts::default();
    for (n, Hostile { words, .. }) in strings.iter().enumerate() {
        let entity = |entity_type, key: &str| Entity {
            entity_type,
            key: Some(key.to_owned()),
            name: String::new(),
            shape: None,
        };
        for (kind, entity_type) in
            [(1, EntityType::Incident), (7, EntityType::Campaign), (8, EntityType::Organisation)]
        {
            view.entities.insert(id(kind, n), filled(&entity(entity_type, "incident/x"), words, count));
        }
        let mut source = SourceView { sha256: Some(BlobHash::of(words.as_bytes())), ..SourceView::default() };
        let stated = || Some(Stated { value: "x".to_owned(), from: "given".to_owned() });
        let publication = Publication {
            publisher: stated(),
            author: stated(),
            title: stated(),
            published_on: stated(),
            url: stated(),
            kind: stated(),
            digest_of: stated(),
            language: stated(),
        };
        source.publication = filled(&publication, words, count);
        source.published_on = "2031-05-05".parse().ok();
        source.rivals = vec![(words.clone(), vec![filled(&stated().expect("made"), words, count)])];
        source.files.insert(words.clone());
        source.captured_at = Some(words.clone());
        *count += 3;
        view.sources.insert(id(2, n), source);
        let text = TextView { source: id(2, n), sha256: Some(BlobHash::of(b"x")), extractor: words.clone() };
        view.texts.insert(id(3, n), text);
        let exact = Words { start: 0, end: words.len(), exact: words.clone() };
        view.passages.insert(id(4, n), PassageView { text: id(3, n), words: exact });
        *count += 2;
        claims(&mut view, n, words, count);
    }
    view
}

fn claims(view: &mut ViewParts, n: usize, words: &str, count: &mut usize) {
    let speaker = json!({ "kind": "unnamed", "description": "x", "anonymity": "x" });
    let values = [
        ("incident.killed", 1, json!({ "quantity": { "min": 9, "max": 9, "unit": "people" } })),
        ("statement", 1, json!({ "words": "x" })),
        ("campaign.killed", 7, json!({ "quantity": { "min": 9, "max": 9, "unit": "people" } })),
        ("incident.perpetrator", 1, json!({ "entity": id(8, n) })),
    ];
    for ((property, of, value), kind) in values.into_iter().zip(20_u8..) {
        let claim = json!({
            "speaker": speaker, "via": [speaker], "stance": "asserts", "hedges": [{ "exact": "x", "kind": "allegation" }],
            "proposition": { "subject": id(of, n), "property": property, "value": value, "happened_on": "2031-05-03" },
        });
        let claim: Claim = serde_json::from_value(claim).expect("a claim");
        let said = ClaimView {
            id: id(kind, n),
            by: None,
            standing: Standing::Accepted,
            reviewers: Vec::new(),
            passage: id(4, n),
            source: id(2, n),
            about: id(of, n),
            grades: Vec::new(),
            published: None,
            received_at: None,
            said: std::sync::Arc::new(filled(&claim, words, count)),
        };
        view.claims.push(said);
    }
    let act = json!({ "act": "requested", "who": speaker, "whom": speaker, "happened_on": "2031-05-04", "what": "x", "capacity": "x" });
    let act: Act = serde_json::from_value(act).expect("an act");
    let act = filled(&act, words, count);
    let (passage, source) = (Some(id(4, n)), Some(id(2, n)));
    view.acts.push(ActView { id: id(30, n), subject: id(1, n), passage, source, act, published: None });
    let bridge =
        json!({ "standard": "ihl.shipwrecked", "element": "x", "side": "for", "warrant": "x", "unit": "x" });
    let bridge: Bridge = serde_json::from_value(bridge).expect("a bridge");
    view.bridges.push(BridgeView {
        id: id(31, n),
        by: None,
        claim: id(20, n),
        subject: id(1, n),
        bridge: filled(&bridge, words, count),
        received_at: None,
    });
}

/// The settings of a site, with the next string in every field that takes words.
fn settings<'s>(turn: &mut impl Iterator<Item = &'s str>, count: &mut usize) -> Settings {
    let mut next = || {
        *count += 1;
        turn.next().unwrap_or("Cape").to_owned()
    };
    // A file of a standard is text, and a control character in it is refused before it is one.
    let mut quoted = || {
        let words: String = next().chars().filter(|c| !c.is_control()).collect();
        serde_json::to_string(&words).expect("JSON")
    };
    let standard = format!(
        "id = \"x.y\"\ntitle = {}\nkind = \"limit\"\nagainst = \"incident\"\nbinds = {}\n[[version]]\nname = {}\nin_force = [\"2030-01-01\", \"..\"]\n\
         public_from = \"2030-02-01\"\nbasis = \"full\"\nchecked = \"primary\"\ncite = {}\ntest = \"warned\"\n[version.element]\nwarned = {{ ask = {}, cite = {} }}\n",
        quoted(),
        quoted(),
        quoted(),
        quoted(),
        quoted(),
        quoted()
    );
    let mut methods = Method::shipped();
    for method in &mut methods {
        let citation = &mut method.citation;
        (method.name, method.version, method.rule) = (next(), next(), next());
        (citation.title, citation.publisher, citation.edition, citation.url) =
            (next(), next(), next(), next());
    }
    Settings {
        case_name: next(),
        language: next(),
        generator: next(),
        contact: Some(next()),
        methods,
        standards: Some(
            Standards::parse([("x.y.toml", standard.as_str())]).expect("a standard of hostile words"),
        ),
        proofs: Some(Proofs::shipped()),
        ..Settings::default()
    }
}

fn site(parts: ViewParts, settings: &Settings) -> Site {
    build(&public(View::of(parts), &Policy::default(), NameChoice::Mask), settings).expect("sound standards")
}

/// Every fault of a site: a forbidden character, markup that runs, a table that breaks, a name of a file that is none. Counts what was looked at.
fn faults(site: &Site, seen: &mut usize) -> Vec<String> {
    let mut faults = Vec::new();
    for (path, bytes) in site {
        let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '/');
        let parts =
            || path.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && part.len() < 100);
        if !path.chars().all(sound) || !parts() {
            faults.push(format!("{path:?} is no name of a file"));
        }
        *seen += 1;
        if path.ends_with(".xlsx") {
            faults.extend(workbook(bytes).into_iter().map(|found| format!("{path}: {found}")));
            continue;
        }
        // It has types and no formulas, and holds the exact words, as JSON does; who opens it is a program.
        if path.ends_with(".parquet") {
            assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"), "{path}");
            continue;
        }
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        faults.extend(forbidden(&text).map(|found| format!("{path}: {found}")));
        match path.rsplit_once('.').map_or("", |(_, end)| end) {
            "html" => {
                let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'\">";
                let policies = text.matches("<meta http-equiv").count();
                let scripted = path == "search.html";
                let scripts = text.matches("<script").count();
                if policies != 1
                    || scripted == text.contains(policy)
                    || scripts != usize::from(scripted)
                    || scripted && !text.contains("script-src 'self'; ")
                    || !text.contains("content=\"no-referrer\"")
                {
                    faults.push(format!("{path}: another head"));
                }
                faults.extend(active(&text).map(|found| format!("{path}: {found:.200}")));
                faults
                    .extend(forbidden(&text_of(&text)).map(|found| format!("{path}, as it reads: {found}")));
            }
            "csv" => {
                let mut rows = csv::Reader::from_reader(bytes.as_slice());
                let width = rows.headers().expect("a heading").len();
                for row in rows.records() {
                    let row = row.expect("a row as wide as the heading");
                    assert_eq!(row.len(), width);
                    *seen += row.len();
                    let runs = |cell: &&str| {
                        cell.trim_start()
                            .starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
                            && cell.parse::<f64>().is_err()
                    };
                    faults.extend(row.iter().filter(runs).map(|cell| format!("{path}: {cell:?} may run")));
                    faults.extend(row.iter().filter_map(forbidden).map(|found| format!("{path}: {found}")));
                }
            }
            "json" | "geojson" => {
                serde_json::from_str::<Json>(&text).expect("JSON");
                if text.contains(['<', '>', '&']) {
                    faults.push(format!("{path}: could end a script that it stands in"));
                }
            }
            "jsonl" => {
                for line in text.lines() {
                    serde_json::from_str::<Json>(line).expect("JSON");
                }
                if text.contains(['<', '>', '&']) {
                    faults.push(format!("{path}: could end a script that it stands in"));
                }
            }
            // Ours to the last letter, but for the names that it looks through.
            "css" => {}
            "js" => {
                let names = text.strip_prefix("const NAMES = ").and_then(|rest| rest.split_once(";\n"));
                let (names, _) = names.expect("names, then the script");
                serde_json::from_str::<Json>(names).expect("JSON");
                if names.contains(['<', '>', '&', '\u{2028}', '\u{2029}']) {
                    faults.push(format!("{path}: could end the script that it stands in"));
                }
            }
            "bib" => {}
            "atom" | "xml" => {
                let tags = text
                    .split('<')
                    .skip(1)
                    .filter_map(|rest| rest.split(['>', ' ', '/']).find(|part| !part.is_empty()));
                let ours =
                    ["?xml", "feed", "title", "id", "updated", "author", "name", "link", "entry", "summary"];
                faults.extend(
                    tags.filter(|tag| !ours.contains(tag)).map(|tag| format!("{path}: holds <{tag}>")),
                );
            }
            other => faults.push(format!("{path}: a file of a kind that nothing looks at, {other}")),
        }
    }
    faults
}

/// Every fault of a workbook: a forbidden character, or a cell that is a formula.
fn workbook(bytes: &[u8]) -> Vec<String> {
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut faults = Vec::new();
    for at in 0..parts.len() {
        let mut part = parts.by_index(at).expect("a part");
        let mut xml = String::new();
        std::io::Read::read_to_string(&mut part, &mut xml).expect("UTF-8");
        faults.extend(forbidden(&xml).map(|found| format!("{at}: {found}")));
        if xml.contains("<f>") || xml.contains("<f ") {
            faults.push(format!("{at}: holds a formula"));
        }
    }
    faults
}

/// Every string, those of half a megabyte and more apart: a page with several of them takes as long as all the others, and has a test of its own.
fn by_length() -> (Vec<Hostile>, Vec<Hostile>) {
    let all = strings();
    assert!(all.len() >= 60, "{}", all.len());
    all.into_iter().partition(|string| string.words.len() > 1 << 19)
}

fn plain() -> Settings {
    settings(&mut std::iter::empty(), &mut 0)
}

#[test]
fn no_string_of_half_a_megabyte_in_any_field_reaches_a_reader_as_it_is() {
    let (long, _) = by_length();
    let (mut fields, mut seen) = (0, 0);
    let site = site(parts(&long, &mut fields), &plain());
    assert_eq!(faults(&site, &mut seen), Vec::<String>::new());
    let page = |path: &String| path.ends_with(".html");
    let longest = site.iter().filter(|(path, _)| page(path)).map(|(_, bytes)| bytes.len()).max();
    assert!(longest.is_some_and(|bytes| bytes < 1 << 20), "a page of {longest:?} bytes");
    assert!(fields > 30 * long.len(), "{fields} fields");
    marked(&site, &long[..1]);
}

#[test]
fn no_string_in_any_field_of_a_record_reaches_a_reader_as_it_is() {
    let (_, strings) = by_length();
    let (mut fields, mut seen) = (0, 0);
    let site = site(parts(&strings, &mut fields), &plain());
    let found = faults(&site, &mut seen);
    assert!(found.is_empty(), "{} of {}: {:#?}", found.len(), site.len(), &found[..found.len().min(12)]);
    println!(
        "{} strings, {fields} fields filled, {} files, {seen} files and cells looked at",
        strings.len(),
        site.len()
    );
    assert!(
        fields > 30 * strings.len() && site.len() > 2 * strings.len(),
        "{fields} fields, {} files",
        site.len()
    );
    marked(&site, &strings);
}

/// The words of every claim in the data of a site, and in its table.
fn exact(site: &Site) -> (Vec<String>, Vec<String>) {
    let claims: Json = serde_json::from_slice(&site["data/claims.json"]).expect("JSON");
    let claims = claims["claims"].as_array().expect("claims").iter();
    let words = claims.map(|claim| claim["exact"].as_str().unwrap_or_default().to_owned()).collect();
    let mut rows = csv::Reader::from_reader(site["data/claims.csv"].as_slice());
    let cells =
        rows.records().map(|row| row.expect("a row").iter().next_back().expect("the words").to_owned());
    (words, cells.collect())
}

/// Each string stands on the page of its source and in the tables and data as it should.
fn marked(site: &Site, strings: &[Hostile]) {
    let (data, cells) = exact(site);
    for (n, Hostile { name, words, shown }) in strings.iter().enumerate() {
        let page = &site[&format!("sources/{}.html", id(2, n).short())];
        let page = text_of(&String::from_utf8_lossy(page));
        let shown = shown.as_ref().unwrap_or(words);
        let there = page.matches(shown.as_str()).count();
        assert!(there >= 8, "{name}: {there} times {shown:.80?} in {page:.2000}");
        assert!(
            data.iter().filter(|exact| *exact == words).count() >= 4,
            "{name}: data keep the exact words"
        );
        let cell = assize_record::facing::cell(words);
        assert!(cells.iter().filter(|exact| **exact == cell).count() >= 4, "{name}: {cell:.100?}");
    }
}

#[test]
fn no_string_in_any_setting_or_method_reaches_a_reader_as_it_is() {
    let (mut fields, mut seen) = (0, 0);
    let all = strings();
    for from in (0..all.len()).step_by(9) {
        let mut turn = all[from..].iter().chain(&all[..from]).map(|string| string.words.as_str()).cycle();
        let one = [Hostile { name: "plain", words: "Nine people".to_owned(), shown: None }];
        let site = site(parts(&one, &mut 0), &settings(&mut turn, &mut fields));
        let found = faults(&site, &mut seen);
        assert!(found.is_empty(), "{from}: {:#?}", &found[..found.len().min(6)]);
    }
    println!("{fields} settings filled, {seen} files and cells looked at");
}
