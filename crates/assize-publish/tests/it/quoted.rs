//! No page puts quotation marks round words that do not stand in a source, and none round words of a digest.

use crate::{id, public, source_days};
use assize_ledger::{
    View, ViewParts,
    view::{ClaimView, PassageView, SourceView, Standing, TextView},
};
use assize_publish::{NameChoice, Policy, Settings, Site, build};
use assize_record::{
    BlobHash, EntityType, EntryId, Words,
    body::{Claim, Entity, Stated},
};
use assize_weigh::{standard::Proofs, toll::Method};
use proptest::prelude::*;
use serde_json::json;
use std::sync::Arc;

/// One claim to be made: in which source, of which property, what its words are, whether the value is these words or others.
#[derive(Debug, Clone)]
struct Made {
    digest: bool,
    property: usize,
    words: String,
    value_stands: bool,
    stance: usize,
    narrator: bool,
    number: u64,
}

const PROPERTIES: [&str; 6] =
    ["statement", "incident.place", "incident.cargo", "incident.target", "incident.killed", "incident.means"];
const STANCES: [&str; 4] = ["asserts", "denies", "doubts", "reports"];

fn made() -> impl Strategy<Value = Made> {
    let words = "[a-z]{3,8}( [a-z]{3,8}){2,30}( “[a-z]{3,6}”)?";
    (any::<bool>(), 0..PROPERTIES.len(), words, any::<bool>(), 0..STANCES.len(), any::<bool>(), 0..30_u64)
        .prop_map(|(digest, property, words, value_stands, stance, narrator, number)| Made {
            digest,
            property,
            words,
            value_stands,
            stance,
            narrator,
            number,
        })
}

fn of(kind: u8, n: usize) -> EntryId {
    let mut bytes = [kind; 32];
    bytes[..2].copy_from_slice(&u16::try_from(n).expect("few").to_be_bytes());
    EntryId::from_bytes(bytes)
}

fn view(all: &[Made]) -> View {
    let mut parts = ViewParts::default();
    let entity = |entity_type, key: &str, name: &str| Entity {
        entity_type,
        key: Some(key.to_owned()),
        name: name.to_owned(),
        shape: None,
    };
    parts.entities.insert(id(1), entity(EntityType::Incident, "incident/lowford", "Strike at Lowford"));
    for (n, made) in all.iter().enumerate() {
        let mut source =
            SourceView { sha256: Some(BlobHash::of(made.words.as_bytes())), ..SourceView::default() };
        let stated = |value: &str| Some(Stated { value: value.to_owned(), from: "given".to_owned() });
        source.publication.publisher = stated("Quenby Gazette");
        source.publication.kind = stated(if made.digest { "digest" } else { "article" });
        source.publication.title = stated("A day at Lowford");
        source.published_on = "2031-05-05".parse().ok();
        parts.sources.insert(of(2, n), source);
        let text = TextView { source: of(2, n), sha256: None, extractor: "assize-plain@1".to_owned() };
        parts.texts.insert(of(3, n), text);
        let words = Words { start: 0, end: made.words.len(), exact: made.words.clone() };
        parts.passages.insert(of(4, n), PassageView { text: of(3, n), words });
        let property = PROPERTIES[made.property];
        let value = match (property, made.value_stands) {
            ("incident.killed", _) => {
                json!({ "quantity": { "min": made.number, "max": made.number, "unit": "people" } })
            }
            ("statement", _) | (_, true) => json!({ "words": made.words }),
            (_, false) => json!({ "words": "words that a person put" }),
        };
        let speaker = if made.narrator {
            json!({ "kind": "narrator", "description": "" })
        } else {
            json!({ "kind": "unnamed", "description": "two sailors" })
        };
        let claim = json!({
            "speaker": speaker, "via": [], "stance": STANCES[made.stance], "hedges": [],
            "proposition": { "subject": id(1), "property": property, "value": value, "happened_on": "2031-05-03" },
        });
        let claim: Claim = serde_json::from_value(claim).expect("a claim");
        parts.claims.push(ClaimView {
            id: of(5, n),
            by: None,
            standing: Standing::Accepted,
            reviewers: Vec::new(),
            passage: of(4, n),
            source: of(2, n),
            about: id(1),
            grades: Vec::new(),
            published: source_days(),
            received_at: jiff::Timestamp::from_second(
                1_900_000_000 + i64::try_from(n).expect("few") * 90_000,
            )
            .ok(),
            said: Arc::new(claim),
        });
    }
    View::of(parts)
}

fn site(all: &[Made]) -> Site {
    let settings = Settings {
        case_name: "Lowford".to_owned(),
        language: "en".to_owned(),
        generator: "test@0".to_owned(),
        methods: Method::shipped(),
        standards: Some(crate::world::few_standards()),
        proofs: Some(Proofs::shipped()),
        ..Settings::default()
    };
    build(&public(view(all), &Policy::default(), NameChoice::Refuse), &settings).expect("shipped standards")
}

/// What stands between the outermost quotation marks of a text. What is opened and not closed is a fault of its own.
fn quoted(text: &str) -> Result<Vec<String>, String> {
    let (mut found, mut depth, mut from) = (Vec::new(), 0_i32, 0);
    for (at, c) in text.char_indices() {
        match c {
            '“' => {
                if depth == 0 {
                    from = at + c.len_utf8();
                }
                depth += 1;
            }
            '”' => {
                depth -= 1;
                if depth == 0 {
                    found.push(text[from..at].to_owned());
                } else if depth < 0 {
                    return Err(format!(
                        "closed and never opened: {}",
                        &text[text.floor_char_boundary(at.saturating_sub(60))..at]
                    ));
                }
            }
            _ => {}
        }
    }
    if depth == 0 { Ok(found) } else { Err(format!("opened and never closed: {text:.200}")) }
}

/// Words of ours that stand in quotation marks: the sign of a bound, and what stands where a name was.
const OURS: [&str; 2] = ["+", "[name withheld]"];

/// The texts of a page, one for each stretch that no block ends.
fn blocks(page: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    for (at, part) in page.split('<').enumerate() {
        let (tag, text) = if at == 0 { ("", part) } else { part.split_once('>').unwrap_or((part, "")) };
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if !matches!(name, "" | "a" | "span" | "mark" | "strong" | "em" | "bdi" | "code" | "wbr") {
            blocks.push(String::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push_str(text);
        }
    }
    let decoded =
        blocks.iter().map(|block| block.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"));
    decoded.filter(|block| !block.trim().is_empty()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_page_quotes_what_no_source_says(all in proptest::collection::vec(made(), 1..9)) {
        let site = site(&all);
        let (mut marks, originals) = (0, all.iter().any(|made| !made.digest));
        for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
            for block in blocks(&String::from_utf8_lossy(bytes)) {
                let found = quoted(&block);
                prop_assert!(found.is_ok(), "{path}: {found:?}");
                for words in found.expect("told above") {
                    marks += 1;
                    let stands = all.iter().any(|made| !made.digest && made.words.contains(&words));
                    prop_assert!(stands || OURS.contains(&words.as_str()), "{path} quotes {words:?}, of {block:.300}");
                }
            }
        }
        // Words of originals are quoted somewhere, so that the test would see it if they were not.
        prop_assert!(!originals || marks > 0, "{marks} quotations");
    }
}
