//! Writes the vectors of format 2 into `vectors/entry/`: `cargo run -p assize-record --example make_vectors`.
//!
//! The cases of version 1 beside them were written by version 1 and are never written again.
#![expect(clippy::disallowed_methods, reason = "it writes the files that are its whole purpose")]

use assize_record::{
    BlobHash, EntityType, Entry, EntryId, Hash, Kind, Proposition, Quantity, Span, Speaker, SpeakerKind,
    Stance, Unit, Value, Words,
    body::{
        Act, ActKind, Adopted, AnchorType, Body, Bridge, Claim, Drafted, Edition, Entity, Facet, Mark,
        Question, Remark, Rule, Seal, Setting, Side, Source, Stamp, StampScheme, Text,
    },
    canonical,
    entry::{Head, OfText, Role, Salt, Verdict},
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
    reserved()?;
    faults_of_version_1()?;
    faults_of_version_2()
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
        .map(|(salt, body)| Ok::<_, Box<dyn Error>>((*salt, body.to_bytes(entry.head.v)?)));
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
            anonymity: None,
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
            happened_at: None,
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

/// A claim of three people who are not named, and why.
fn unnamed() -> Body {
    let mut claim = claim();
    claim.speaker = Speaker {
        kind: SpeakerKind::Unnamed,
        entity: None,
        description: "three people at the harbour".to_owned(),
        count: Some(Quantity::exactly(3, Unit::People)),
        party: None,
        anonymity: Some("for fear of losing their posts".to_owned()),
    };
    (claim.drafted, claim.anchors) = (None, Vec::new());
    Body::Claim(std::sync::Arc::new(claim))
}

/// A claim of what happened at a time of the day.
fn timed() -> Result<Body, Box<dyn Error>> {
    let mut claim = claim();
    claim.proposition.happened_on = Some("2031-05-03".parse()?);
    claim.proposition.happened_at = Some("2031-05-03T21:10 local".parse()?);
    (claim.drafted, claim.anchors) = (None, Vec::new());
    Ok(Body::Claim(std::sync::Arc::new(claim)))
}

fn barred() -> Body {
    Body::Act(Box::new(Act {
        act: ActKind::Barred,
        who: claim().speaker,
        whom: None,
        happened_on: None,
        what: "the opinion".to_owned(),
        in_part: false,
        redacted: false,
        due_on: None,
        about: Some(some(3)),
        capacity: Some("as counsel of the harbour".to_owned()),
    }))
}

fn reasonable() -> Body {
    Body::Bridge(Bridge {
        standard: "invented.order".to_owned(),
        element: "member".to_owned(),
        facet: Some(Facet::Reasonable),
        side: Side::Against,
        warrant: "nobody had looked at who was aboard".to_owned(),
        unit: None,
        presumption: false,
    })
}

fn sound() -> Outcome {
    let words = Words { start: 2, end: 6, exact: "nine".to_owned() };
    let open = OfText::new(some(1), Salt::none());
    entry(
        "ok-v2-passage",
        "a passage of version 2 stores its span and no words",
        &Entry::passage(open, &words)?,
    )?;
    entry(
        "ok-v2-anchor",
        "an anchor: a place in a text, without author, type or words",
        &Entry::anchor(open, Span::new(10, 16))?,
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
        &signed(refs, None, Body::Claim(std::sync::Arc::new(claim())))?,
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
    confidential(&words)
}

/// What a confidential source is made of: a source and text with random salt, and a passage and an anchor with one that follows from it.
fn confidential(words: &Words) -> Outcome {
    let (sha256, extractor) = (BlobHash::from_bytes([8; 32]), "assize-plain@1".to_owned());
    let source = Entry::source(Source { sha256, bytes: 40 }, salt())?;
    entry(
        "ok-v2-source-confidential",
        "a source with salt beside its body: whoever has the file cannot tell that it is here",
        &source,
    )?;
    let text = Entry::text(source.id, Text { sha256, bytes: 40, extractor }, Salt::new([7; 16]))?;
    entry("ok-v2-text-confidential", "the text of a confidential source, with salt of its own", &text)?;
    let of = OfText::of(&text).ok_or("a text has a body")?;
    entry(
        "ok-v2-passage-confidential",
        "the salt of a passage follows from that of its text: the first 16 bytes of a SHA-256",
        &Entry::passage(of, words)?,
    )?;
    entry(
        "ok-v2-anchor-confidential",
        "the same of an anchor, whose salt is another at the same span",
        &Entry::anchor(of, words.span())?,
    )
}

/// Kinds that are read, kept, merged and verified before anything follows from them.
fn reserved() -> Outcome {
    let of = |n| vec![(Role::Of, some(n))];
    let adopted = || Adopted { id: "invented.order".to_owned(), sha256: BlobHash::from_bytes([8; 32]) };
    let words = |words: &str| Remark { words: words.to_owned() };
    let question =
        |words: &str| Body::Question(Question { words: words.to_owned(), to: Some(key().public()) });
    let mark = |words: &str| Body::Mark(Mark { words: words.to_owned(), shown_as: None });
    let edition = Edition { map: "tracker".to_owned(), key: "strike".to_owned(), rows: 12 };
    let stamp = Stamp {
        scheme: StampScheme::Rfc3161,
        size: 12,
        root: Hash::from_bytes([8; 32]),
        token: "aW52ZW50ZWQ=".to_owned(),
    };
    let seal = Seal { recipient: "age1invented".to_owned(), wrapped: "aW52ZW50ZWQ=".to_owned() };
    let rule = Rule { name: "Ruth Vale".to_owned() };
    let setting = Setting { name: "review.two".to_owned(), value: "incident.killed".to_owned() };
    let said = vec![(Role::Passage, some(5)), (Role::Subject, some(3))];
    let act = vec![(Role::Subject, some(7)), (Role::Passage, some(5)), (Role::Named, some(3))];
    let replaces = vec![(Role::Source, some(1)), (Role::Replaces, some(2))];
    for (name, about, refs, verdict, body) in [
        (
            "mark-public",
            "a person may be published by name",
            of(6),
            Some(Verdict::Public),
            mark("holds office"),
        ),
        (
            "mark-confidential",
            "a source is published by no path",
            of(1),
            Some(Verdict::Confidential),
            mark(""),
        ),
        (
            "hide",
            "content that is taken out of sight",
            of(6),
            Some(Verdict::Hide),
            Body::Withhold(words("asked")),
        ),
        ("gist", "the gist of a claim", of(6), Some(Verdict::Gist), Body::Note(words("Nine were killed."))),
        ("question-open", "a question put to somebody", of(6), Some(Verdict::Open), question("whose boat?")),
        ("question-settled", "what settled it", of(6), Some(Verdict::Settled), question("the Gazette's")),
        ("rule", "a standing rule: this name is that entity", of(6), None, Body::Rule(rule)),
        ("setting", "a setting that changes a figure", Vec::new(), None, Body::Setting(setting)),
        ("proof", "a proof standard adopted", Vec::new(), None, Body::Proof(adopted())),
        ("property", "a file of properties adopted", Vec::new(), None, Body::Property(adopted())),
        ("lexicon", "a lexicon adopted", Vec::new(), None, Body::Lexicon(adopted())),
        ("edition", "a later edition of a table", replaces, None, Body::Edition(edition)),
        (
            "bridge-reasonable",
            "a bridge on what a reasonable decider could believe",
            of(6),
            None,
            reasonable(),
        ),
        ("claim-unnamed", "a claim of people who are not named, and why", said.clone(), None, unnamed()),
        ("claim-timed", "a claim with the time of the day, on the clock of the place", said, None, timed()?),
        ("act", "an act that says which incident it was about, and in what capacity", act, None, barred()),
        ("stamp", "an outside time of a checkpoint", Vec::new(), None, Body::Stamp(stamp)),
        ("seal", "the wrapped key of sealed content", of(1), None, Body::Seal(seal)),
    ] {
        entry(&format!("ok-v2-{name}"), about, &signed(refs, verdict, body)?)?;
    }
    Ok(())
}

/// A head by hand, of an author where it is not of a deterministic kind, with the commitment to its body.
fn head(v: u8, kind: Kind, refs: Vec<(Role, EntryId)>, verdict: Option<Verdict>, body: &str) -> Head {
    let deterministic = kind.is_deterministic();
    let salt = if deterministic { Salt::none() } else { salt() };
    let by = (!deterministic).then(|| key().public());
    Head { v, kind, by, refs, prev: Vec::new(), verdict, body: commitment(&salt, body.as_bytes()) }
}

fn commitment(salt: &Salt, body: &[u8]) -> Hash {
    let hex = serde_json::to_value(salt).unwrap_or_default();
    let salt = assize_record::id::decode_hex(hex.as_str().unwrap_or_default()).unwrap_or_default();
    Hash::of(tag::BODY, &[&salt, body])
}

/// What is wrong, the line that shows it, and words of the message.
type Fault<'c> = (&'c str, &'c str, &'c str);

fn fault(name: &str, about: &str, fault: Fault<'_>, head: &Head, body: &str) -> Outcome {
    let signed = head.by.is_some();
    let salt = if head.kind.is_deterministic() { Salt::none() } else { salt() };
    let (head, body) = (canonical::to_bytes(head)?, Some((salt, body.as_bytes().to_vec())));
    write(&Case { name: &format!("fault-{name}"), about, fault: Some(fault), head, signed, body })
}

const ANCHOR: &str = r#"{"anchor":{"end":16,"start":10}}"#;
const BARE: &str = r#"{"entity":{"name":"Strike off Cape Example","type":"incident"}}"#;
const LINK: &str = r#"{"link":{"words":""}}"#;
const MARK: &str = r#"{"mark":{"words":""}}"#;
const NOTE: &str = r#"{"note":{"words":"a remark"}}"#;
const RETRACT: &str = r#"{"retract":{"words":""}}"#;
const SOURCE: &str =
    r#"{"source":{"bytes":40,"sha256":"0808080808080808080808080808080808080808080808080808080808080808"}}"#;
const SPAN: &str = r#"{"passage":{"end":6,"start":2}}"#;
const WORDS: &str = r#"{"passage":{"end":6,"exact":"nine","start":2}}"#;

/// What version 1 does not have.
fn faults_of_version_1() -> Outcome {
    let (text, of) = (vec![(Role::Text, some(1))], vec![(Role::Of, some(6))]);
    let anchored = String::from_utf8(canonical::to_bytes(&Body::Claim(std::sync::Arc::new(claim())))?)?;
    let text_of = |body: Body| Ok::<_, Box<dyn Error>>(String::from_utf8(canonical::to_bytes(&body)?)?);
    let timed = text_of(timed()?)?;
    let (barred, reasonable, unnamed) = (text_of(barred())?, text_of(reasonable())?, text_of(unnamed())?);
    let told = barred.replace("barred", "read");
    let refs = vec![(Role::Passage, some(5)), (Role::Subject, some(3))];
    let subject = vec![(Role::Subject, some(7))];
    for (name, about, says, head, body) in [
        (
            "version-3",
            "a version that is not read here",
            ("version", "head", "version 3"),
            head(3, Kind::Note, Vec::new(), None, NOTE),
            NOTE,
        ),
        (
            "v1-anchor",
            "a kind that version 1 does not have",
            ("version", "head", "version 1"),
            head(1, Kind::Anchor, text.clone(), None, ANCHOR),
            ANCHOR,
        ),
        (
            "v1-mark",
            "a kind that version 1 does not have",
            ("version", "head", "version 1"),
            head(1, Kind::Mark, of.clone(), Some(Verdict::Private), MARK),
            MARK,
        ),
        (
            "v1-entity-without-key",
            "an entity of version 1 has a key",
            ("canonical", "body", "without a key"),
            head(1, Kind::Entity, Vec::new(), None, BARE),
            BARE,
        ),
        (
            "v1-passage-without-words",
            "a passage of version 1 has its words",
            ("canonical", "body", "without its words"),
            head(1, Kind::Passage, text, None, SPAN),
            SPAN,
        ),
        (
            "v1-claim-with-types-of-anchors",
            "a claim of version 1 says nothing of anchors",
            ("canonical", "body", "types of anchors"),
            head(1, Kind::Claim, refs.clone(), None, &anchored),
            anchored.as_str(),
        ),
        (
            "v1-claim-with-reason-for-anonymity",
            "a claim of version 1 does not say why somebody is not named",
            ("canonical", "body", "not named"),
            head(1, Kind::Claim, refs.clone(), None, &unnamed),
            unnamed.as_str(),
        ),
        (
            "v1-claim-with-time-of-day",
            "a claim of version 1 has a day and no time of it",
            ("canonical", "body", "time of day"),
            head(1, Kind::Claim, refs.clone(), None, &timed),
            timed.as_str(),
        ),
        (
            "v1-act-of-version-2",
            "version 1 has no act of being barred",
            ("canonical", "body", "no such act"),
            head(1, Kind::Act, subject.clone(), None, &barred),
            barred.as_str(),
        ),
        (
            "v1-act-about-an-incident",
            "an act of version 1 says neither which incident it was about nor in what capacity",
            ("canonical", "body", "what it was about"),
            head(1, Kind::Act, subject, None, &told),
            told.as_str(),
        ),
        (
            "v1-bridge-reasonable",
            "version 1 has two facets",
            ("canonical", "body", "facet"),
            head(1, Kind::Bridge, of.clone(), None, &reasonable),
            reasonable.as_str(),
        ),
        (
            "v1-verdict-of-version-2",
            "version 1 has no verdict on a retraction",
            ("verdict", "head", "verdict"),
            head(1, Kind::Retract, of, Some(Verdict::Undo), RETRACT),
            RETRACT,
        ),
    ] {
        fault(name, about, says, &head, body)?;
    }
    Ok(())
}

fn faults_of_version_2() -> Outcome {
    let (text, of) = (vec![(Role::Text, some(1))], vec![(Role::Of, some(6))]);
    let mut with_author = head(2, Kind::Anchor, text.clone(), None, ANCHOR);
    with_author.by = Some(key().public());
    let mut following = head(2, Kind::Anchor, text.clone(), None, ANCHOR);
    following.prev = vec![some(6)];
    let typed = r#"{"anchor":{"end":16,"start":10,"type":"incident"}}"#;
    let unknown = BARE.replace("incident", "raid");
    let ends = vec![(Role::From, some(3)), (Role::To, some(4))];
    let verdict = ("verdict", "head", "verdict");
    for (name, about, says, head, body) in [
        (
            "v2-anchor-with-author",
            "an anchor is nobody's word",
            ("salt", "head", "author"),
            with_author,
            ANCHOR,
        ),
        (
            "v2-anchor-after-an-entry",
            "an anchor follows no entry of an author",
            ("salt", "head", "author"),
            following,
            ANCHOR,
        ),
        (
            "v2-anchor-with-type",
            "an anchor has no type: a claim says what it was taken for",
            ("canonical", "body", "type"),
            head(2, Kind::Anchor, text.clone(), None, typed),
            typed,
        ),
        (
            "v2-anchor-of-no-text",
            "an anchor stands in a text",
            ("refs", "head", "text"),
            head(2, Kind::Anchor, Vec::new(), None, ANCHOR),
            ANCHOR,
        ),
        (
            "v2-passage-with-words",
            "version 2 stores no words of a passage",
            ("canonical", "body", "stores no words"),
            head(2, Kind::Passage, text, None, WORDS),
            WORDS,
        ),
        (
            "v2-entity-of-no-type",
            "a type that the format does not have",
            ("canonical", "body", "raid"),
            head(2, Kind::Entity, Vec::new(), None, &unknown),
            unknown.as_str(),
        ),
        (
            "v2-source-without-salt",
            "a source that is not confidential is of version 1, so that one file has one id",
            ("salt", "body", "salt"),
            head(2, Kind::Source, Vec::new(), None, SOURCE),
            SOURCE,
        ),
        (
            "v2-retract-that-accepts",
            "a retraction takes no verdict but undo",
            verdict,
            head(2, Kind::Retract, of.clone(), Some(Verdict::Accept), RETRACT),
            RETRACT,
        ),
        ("v2-mark-without-verdict", "a mark says which", verdict, head(2, Kind::Mark, of, None, MARK), MARK),
        (
            "v2-link-that-marks",
            "a link does not say that anything is private",
            verdict,
            head(2, Kind::Link, ends, Some(Verdict::Private), LINK),
            LINK,
        ),
    ] {
        fault(name, about, says, &head, body)?;
    }
    Ok(())
}
