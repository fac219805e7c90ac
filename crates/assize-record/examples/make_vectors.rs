//! Writes the vectors of format 2 into `vectors/entry/`: `cargo run -p assize-record --example make_vectors`.
//!
//! The cases of version 1 beside them were written by version 1 and are never written again.

use assize_record::{
    EntityType, Entry, EntryId, Hash, Proposition, Quantity, Span, Speaker, SpeakerKind, Stance, Unit, Value,
    body::{AnchorType, Body, Claim, Drafted, Entity, Mark, Passage, Remark},
    canonical,
    entry::{Head, Role, Salt, Verdict},
    id::tag,
    sign::SecretKey,
};
use serde_json::json;
use std::{error::Error, fs, path::Path};

type Outcome = Result<(), Box<dyn Error>>;

/// A case as it is written.
struct Case<'c> {
    name: &'c str,
    about: &'c str,
    /// What is wrong, the line that shows it, and words of the message.
    fault: Option<(&'c str, &'c str, &'c str)>,
    head: Vec<u8>,
    signed: bool,
    body: Option<(Salt, Vec<u8>)>,
}

fn key() -> SecretKey {
    SecretKey::from_seed([7; 32])
}

fn some(n: u8) -> EntryId {
    EntryId::from_bytes([n; 32])
}

fn salt() -> Salt {
    Salt::new([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
}

fn main() -> Outcome {
    sound()?;
    faults()
}

fn write(case: &Case<'_>) -> Outcome {
    let id = EntryId::from_hash(Hash::of(tag::HEAD, &[&case.head]));
    let mut object = json!({ "about": case.about, "head": String::from_utf8(case.head.clone())?, "id": id });
    if let Some((error, place, says)) = case.fault {
        object["error"] = error.into();
        object["where"] = place.into();
        object["says"] = says.into();
    }
    if case.signed {
        object["signature"] = json!(key().sign(&id));
    }
    if let Some((salt, body)) = &case.body {
        object["salt"] = json!(salt);
        object["body"] = String::from_utf8(body.clone())?.into();
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/entry");
    fs::write(
        folder.join(format!("{}.json", case.name)),
        format!("{}\n", serde_json::to_string_pretty(&object)?),
    )?;
    Ok(())
}

fn entry(name: &str, about: &str, entry: &Entry) -> Outcome {
    let body = entry
        .body
        .as_ref()
        .map(|(salt, body)| Ok::<_, Box<dyn Error>>((salt.clone(), body.to_bytes(entry.head.v)?)));
    write(&Case {
        name,
        about,
        fault: None,
        head: canonical::to_bytes(&entry.head)?,
        signed: entry.signature.is_some(),
        body: body.transpose()?,
    })
}

fn signed(refs: Vec<(Role, EntryId)>, verdict: Option<Verdict>, body: Body) -> Result<Entry, Box<dyn Error>> {
    Ok(Entry::signed(&key(), salt(), refs, Vec::new(), verdict, body)?)
}

fn claim() -> Claim {
    let anchor = some(3);
    Claim {
        speaker: Speaker {
            kind: SpeakerKind::Named,
            entity: Some(some(4)),
            description: "Ruth Vale".to_owned(),
            count: None,
            party: None,
        },
        via: Vec::new(),
        stance: Stance::Asserts,
        hedges: Vec::new(),
        basis: None,
        said_on: None,
        proposition: Proposition {
            subject: anchor,
            property: "incident.killed".to_owned(),
            value: Value::Quantity(Quantity::exactly(9, Unit::People)),
            status: None,
            group: None,
            happened_on: None,
        },
        drafted: Some(Drafted {
            draft: assize_record::DraftId::from_bytes([9; 32]),
            reader: "assize-reader@0.1.0".to_owned(),
            rule: "quantity.casualty".to_owned(),
        }),
        anchors: vec![
            AnchorType { anchor, entity_type: EntityType::Incident },
            AnchorType { anchor: some(4), entity_type: EntityType::Person },
        ],
    }
}

fn sound() -> Outcome {
    let passage = Body::Passage(Passage { start: 2, end: 6, exact: Some("nine".to_owned()) });
    entry(
        "ok-v2-passage",
        "a passage of version 2 stores its span and no words",
        &Entry::deterministic(vec![(Role::Text, some(1))], passage)?,
    )?;
    entry(
        "ok-v2-anchor",
        "an anchor: a place in a text, without author, type or words",
        &Entry::anchor(some(1), Span::new(10, 16))?,
    )?;
    entry(
        "ok-v2-anchor-converted",
        "what a text speaks of where version 1 wrote an entity",
        &Entry::converted_anchor(some(1), some(2))?,
    )?;
    let bare = Entity {
        entity_type: EntityType::Incident,
        key: None,
        name: "Strike off Cape Example".to_owned(),
        shape: None,
    };
    entry("ok-v2-entity", "an entity without a key", &signed(Vec::new(), None, Body::Entity(bare))?)?;
    let refs = vec![(Role::Passage, some(5)), (Role::Subject, some(3)), (Role::Speaker, some(4))];
    entry(
        "ok-v2-claim",
        "a claim about anchors, with what they were taken for",
        &signed(refs, None, Body::Claim(claim()))?,
    )?;
    let of = |n| vec![(Role::Of, some(n))];
    let mark = Mark {
        words: "a relative asked for it".to_owned(),
        shown_as: Some("one of the nine men".to_owned()),
    };
    entry(
        "ok-v2-mark",
        "a person is published by description only",
        &signed(of(6), Some(Verdict::Private), Body::Mark(mark))?,
    )?;
    let why = |words: &str| Remark { words: words.to_owned() };
    let many = vec![(Role::Of, some(6)), (Role::Of, some(7))];
    entry(
        "ok-v2-undo",
        "a decision of two entries taken back whole",
        &signed(many.clone(), Some(Verdict::Undo), Body::Retract(why("a slip")))?,
    )?;
    entry(
        "ok-v2-review-of-many",
        "one review of many claims",
        &signed(many, Some(Verdict::Accept), Body::Review(why("rows of a table")))?,
    )?;
    entry(
        "ok-v2-destroy",
        "content that is destroyed",
        &signed(of(6), Some(Verdict::Destroy), Body::Withhold(why("a court ordered it")))?,
    )?;
    let mut confidential = Entry::anchor(some(1), Span::new(10, 16))?;
    confidential.head.salt = Some(salt());
    confidential.id = confidential.head.id()?;
    entry(
        "ok-v2-anchor-of-a-confidential-text",
        "random bytes in the head, so that the id cannot be guessed",
        &confidential,
    )
}

/// A head by hand.
fn head(fields: &Head) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(canonical::to_bytes(fields)?)
}

fn commitment(salt: &Salt, body: &[u8]) -> Result<Hash, Box<dyn Error>> {
    let salt = serde_json::to_value(salt)?;
    let salt = assize_record::id::decode_hex(salt.as_str().unwrap_or_default()).unwrap_or_default();
    Ok(Hash::of(tag::BODY, &[&salt, body]))
}

fn faults() -> Outcome {
    let author = Some(key().public());
    let plain = |v, kind, body| Head {
        v,
        kind,
        by: None,
        refs: vec![(Role::Text, some(1))],
        prev: Vec::new(),
        verdict: None,
        body,
        salt: None,
    };
    use assize_record::Kind;
    let anchor = br#"{"anchor":{"end":16,"start":10}}"#.to_vec();
    let of_anchor = commitment(&Salt::none(), &anchor)?;
    let words = br#"{"passage":{"end":6,"exact":"nine","start":2}}"#.to_vec();
    let of_words = commitment(&Salt::none(), &words)?;
    let note = br#"{"note":{"words":"a remark"}}"#.to_vec();
    let of_note = commitment(&salt(), &note)?;
    let bare = br#"{"entity":{"name":"Strike off Cape Example","type":"incident"}}"#.to_vec();
    let of_bare = commitment(&salt(), &bare)?;
    let signed_head = |v, kind, verdict, body| Head {
        v,
        kind,
        by: author,
        refs: Vec::new(),
        prev: Vec::new(),
        verdict,
        body,
        salt: None,
    };
    let case = |name, about, fault, head, signed, body| Case {
        name,
        about,
        fault: Some(fault),
        head,
        signed,
        body: Some(body),
    };
    for one in [
        case(
            "fault-version-3",
            "a version that is not read here",
            ("version", "head", "version 3"),
            head(&signed_head(3, Kind::Note, None, of_note))?,
            true,
            (salt(), note.clone()),
        ),
        case(
            "fault-v1-anchor",
            "a kind that version 1 does not have",
            ("version", "head", "version 1"),
            head(&plain(1, Kind::Anchor, of_anchor))?,
            false,
            (Salt::none(), anchor.clone()),
        ),
        case(
            "fault-v2-anchor-with-author",
            "an anchor is nobody's word",
            ("salt", "head", "author"),
            head(&Head { by: author, ..plain(2, Kind::Anchor, of_anchor) })?,
            true,
            (Salt::none(), anchor),
        ),
        case(
            "fault-v2-passage-with-words",
            "version 2 stores no words of a passage",
            ("canonical", "body", "stores no words"),
            head(&plain(2, Kind::Passage, of_words))?,
            false,
            (Salt::none(), words),
        ),
        case(
            "fault-v1-entity-without-key",
            "an entity of version 1 has a key",
            ("canonical", "body", "without a key"),
            head(&signed_head(1, Kind::Entity, None, of_bare))?,
            true,
            (salt(), bare),
        ),
        case(
            "fault-v1-verdict-of-version-2",
            "version 1 has no verdict on a retraction",
            ("verdict", "head", "verdict"),
            head(&Head {
                refs: vec![(Role::Of, some(6))],
                ..signed_head(
                    1,
                    Kind::Retract,
                    Some(Verdict::Undo),
                    commitment(&salt(), br#"{"retract":{"words":""}}"#)?,
                )
            })?,
            true,
            (salt(), br#"{"retract":{"words":""}}"#.to_vec()),
        ),
        case(
            "fault-v2-salt-in-a-signed-head",
            "only what has no author is salted in its head",
            ("salt", "head", "salt"),
            head(&Head { salt: Some(salt()), ..signed_head(2, Kind::Note, None, of_note) })?,
            true,
            (salt(), note),
        ),
    ] {
        write(&one)?;
    }
    Ok(())
}
