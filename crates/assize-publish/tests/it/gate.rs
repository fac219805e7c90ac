//! What reaches a site: nothing of a confidential source, no name that nobody has decided to publish, no hash that gives one away.

use crate::world::{Article, World, key, site};
use assize_publish::{NameChoice, Policy, Public, Site, gate::SplitKind};
use assize_record::{
    BlobHash, EntityType, Entry, EntryId, Span, Speaker, SpeakerKind, body,
    body::{Act, ActKind, Body},
    entry::{OfText, Role, Salt, Verdict},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const ORSAY: &str = "Nine people were killed in the raid, Ana Roe told the paper. Roe left at dawn.";
const LUME: &str = "Four people died in the raid at the harbour, the harbour master said.";

fn shown(site: &Site) -> String {
    let files = site.iter().filter(|(path, _)| *path != "style.css");
    files.map(|(path, bytes)| format!("{path}\n{}\n", String::from_utf8_lossy(bytes))).collect()
}

/// One public article, its incident and a speaker who may be named.
fn base() -> (World, Article, EntryId, EntryId) {
    let mut world = World::new();
    let article = world.article(1, "Raid at dawn", ORSAY);
    let (raid, roe) = (world.anchor(article, "the raid"), world.anchor(article, "Ana Roe"));
    world.killed(1, article, "Nine people were killed in the raid", raid, (roe, "Ana Roe"), 9);
    (world, article, raid, roe)
}

/// Two public articles on a raid each, and a confidential memo.
fn two_papers_and_a_memo() -> (World, Article, Article, Article) {
    let mut world = World::new();
    let (one, two) = (world.article(1, "One", ORSAY), world.article(1, "Two", LUME));
    for (article, words, speaker, n) in [
        (one, "Nine people were killed in the raid", "Ana Roe", 9),
        (two, "Four people died in the raid", "the harbour master", 4),
    ] {
        let (raid, who) = (world.anchor(article, "the raid"), world.anchor(article, speaker));
        world.killed(1, article, words, raid, (who, speaker), n);
    }
    let memo = world.article(2, "Memo", "What both papers printed.");
    world.mark(2, memo.source, Verdict::Confidential, None);
    (world, one, two, memo)
}

#[test]
fn a_person_nobody_has_decided_on_stops_the_site_and_every_place_is_named() {
    let (world, ..) = base();
    // The claim's own words hold no name; the next passage does.
    let site = world.site(NameChoice::Refuse);
    let text = shown(&site);
    assert!(text.contains("a person not named here (1)") && !text.contains("Roe"), "{text}");

    let (mut world, article, raid, roe) = base();
    world.killed(1, article, "killed in the raid, Ana Roe told the paper", raid, (roe, "Ana Roe"), 9);
    let found = world.public(NameChoice::Refuse).expect_err("a name stands in quoted words");
    assert_eq!(found.found.len(), 1, "{found:?}");
    assert_eq!((found.found[0].what, found.unnamed.len()), ("quoted words", 1));

    let masked = shown(&world.site(NameChoice::Mask));
    assert!(masked.contains("killed in the raid, [name withheld] told the paper") && !masked.contains("Roe"));
    let left_out = shown(&world.site(NameChoice::LeaveOut));
    assert!(!left_out.contains("told the paper") && left_out.contains("Nine people were killed"));
    assert!(!left_out.contains("Roe"));
}

#[test]
fn a_public_mark_names_a_person_and_a_private_one_outweighs_it_wherever_it_was_made() {
    let (mut world, _, _, roe) = base();
    world.mark(1, roe, Verdict::Public, Some("holds office"));
    assert!(shown(&world.site(NameChoice::Refuse)).contains("Ana Roe"));

    // Marked private by way of a confidential source: the mark goes, the name does not come back.
    let memo = world.article(2, "Memo", "Ana Roe is not to be named.");
    world.mark(2, memo.source, Verdict::Confidential, None);
    let told = world.anchor(memo, "Ana Roe");
    world.link(2, told, Verdict::Same, roe, "one person");
    world.mark(2, told, Verdict::Private, Some("a resident"));
    let text = shown(&world.site(NameChoice::Refuse));
    assert!(text.contains("a resident") && !text.contains("Roe"), "{text}");
}

#[test]
fn a_private_person_is_not_told_by_an_address_a_first_name_or_another_spelling() {
    let words = "Nine people were killed in the raid. Ana Quellin saw it, and Ana wrote to mquellin@mail.example that her quellin kin and A. Kwellin left.";
    let mut world = World::new();
    let (one, two) = (
        world.article(1, "What Ana saw", words),
        world.article(1, "Two", "Nine people were killed in the raid, and Ana of the harbour watch left."),
    );
    let raid = world.anchor(one, "the raid");
    let quellin = world.entity(1, EntityType::Person, "Ana Quellin");
    world.mark(1, quellin, Verdict::Private, Some("a resident"));
    world.killed(1, one, words, raid, (quellin, "Ana Quellin"), 9);
    let (there, watch) = (world.anchor(two, "the raid"), world.anchor(two, "the harbour watch"));
    world.killed(
        1,
        two,
        "in the raid, and Ana of the harbour watch left",
        there,
        (watch, "the harbour watch"),
        9,
    );
    let text = shown(&world.site(NameChoice::Mask));
    for left in ["Quellin", "quellin", "Kwellin", "What Ana"] {
        assert!(!text.contains(left), "{left}: {text}");
    }
    assert!(
        text.contains("[name withheld] saw it, and [name withheld] wrote to [name withheld] that"),
        "{text}"
    );
    assert!(
        text.contains("and Ana of the harbour watch left"),
        "another source names nobody by that first name"
    );
    let left_out = shown(&world.site(NameChoice::LeaveOut)).to_lowercase();
    assert!(!left_out.contains("quellin") && !left_out.contains("wrote to"), "{left_out}");
    let public = world.public(NameChoice::Mask).expect("masked");
    assert!(
        public.names_in_file(b"<a href='/by/aquellin'>x</a>")
            && !public.names_in_file(b"<a href='/by/tamm'>x</a>")
    );
}

#[test]
fn a_former_name_is_searched_too_and_so_is_one_in_a_title_a_reason_and_a_name_of_something_else() {
    let (mut world, article, raid, roe) = base();
    let person = world.entity(1, EntityType::Person, "Ana Roe");
    world.link(1, roe, Verdict::Same, person, "Ana Roe herself");
    let renamed = body::Entity {
        entity_type: EntityType::Person,
        key: Some("person/ana-roe".to_owned()),
        name: "the witness".to_owned(),
        shape: None,
    };
    world.sign(1, vec![(Role::Replaces, person)], None, Body::Entity(renamed));
    let incident = world.entity(1, EntityType::Incident, "The raid that Ana Roe saw");
    world.link(1, raid, Verdict::Same, incident, "");
    let report = world.article(1, "What Roe saw", "Four people died in the raid at dawn, an official said.");
    let (other, official) = (world.anchor(report, "the raid"), world.anchor(report, "an official"));
    world.killed(1, report, "Four people died in the raid", other, (official, "an official"), 4);
    world.link(1, other, Verdict::Same, raid, "says Roe");
    let _ = article;
    let found = world.public(NameChoice::Refuse).expect_err("names stand in titles and names");
    let places: BTreeSet<&str> = found.found.iter().map(|found| found.what).collect();
    assert_eq!(places, ["name", "title"].into());
    let text = shown(&world.site(NameChoice::Mask));
    assert!(!text.to_lowercase().contains("roe"), "{text}");
    assert!(text.contains("the witness") && text.contains("The raid that [name withheld] saw"));
}

#[test]
fn a_name_in_a_capacity_or_in_a_reason_for_anonymity_reached_the_site() {
    let (mut world, _, raid, _) = base();
    let who = Speaker {
        kind: SpeakerKind::Unnamed,
        entity: None,
        description: "a deck hand".to_owned(),
        count: None,
        party: None,
        anonymity: Some("at the wish of Ana Roe".to_owned()),
    };
    let act = Act {
        act: ActKind::Barred,
        who,
        whom: None,
        happened_on: None,
        what: "the log".to_owned(),
        in_part: false,
        redacted: false,
        due_on: None,
        about: Some(raid),
        capacity: Some("as a cousin of Ana Roe".to_owned()),
    };
    world.sign(1, vec![(Role::Subject, raid)], None, Body::Act(Box::new(act)));
    let found = world.public(NameChoice::Refuse).expect_err("a name stands in what would be printed");
    let places: BTreeSet<&str> = found.found.iter().map(|found| found.what).collect();
    assert_eq!(places, ["in what capacity somebody acted", "reason why a speaker is not named"].into());
    let text = shown(&world.site(NameChoice::Mask));
    assert!(text.contains("as a cousin of [name withheld]") && !text.contains("Roe"), "{text}");
}

#[test]
fn what_is_one_only_by_way_of_a_confidential_source_stops_the_site_until_it_is_said_in_public() {
    let mut world = World::new();
    let orsay = world.article(1, "One", ORSAY);
    let lume = world.article(1, "Two", LUME);
    let (a, b) = (world.anchor(orsay, "the raid"), world.anchor(lume, "the raid"));
    let (roe, master) = (world.anchor(orsay, "Ana Roe"), world.anchor(lume, "the harbour master"));
    world.killed(1, orsay, "Nine people were killed in the raid", a, (roe, "Ana Roe"), 9);
    world.killed(1, lume, "Four people died in the raid", b, (master, "the harbour master"), 4);
    let memo = world.article(2, "Memo", "The raid of both papers was one.");
    world.mark(2, memo.source, Verdict::Confidential, None);
    let both = world.anchor(memo, "The raid");
    world.link(2, both, Verdict::Same, a, "the memo says so");
    let joining = world.link(2, both, Verdict::Same, b, "the memo says so");
    let allowed = world.allowed(&Policy::default());
    assert_eq!(allowed.splits().iter().map(|split| split.kind).collect::<Vec<_>>(), [SplitKind::Thing]);
    let left_out = Policy { leave_out: [a].into(), ..Policy::default() };
    assert!(world.allowed(&left_out).splits().is_empty());
    assert_eq!(world.allowed(&left_out).view().claims().len(), 1);

    let mut said = world.clone();
    said.link(1, a, Verdict::Same, b, "one dawn, one harbour");
    assert!(said.allowed(&Policy::default()).splits().is_empty());
    world.sign(2, vec![(Role::Of, joining)], None, Body::Retract(body::Remark::default()));
    assert!(world.allowed(&Policy::default()).splits().is_empty());
}

#[test]
fn two_copies_of_one_confidential_source_are_not_printed_as_two_origins() {
    let (mut world, one, two, memo) = two_papers_and_a_memo();
    world.link(2, one.source, Verdict::SyndicatedFrom, memo.source, "word for word");
    world.link(2, two.source, Verdict::SyndicatedFrom, memo.source, "word for word");
    let kinds: Vec<SplitKind> =
        world.allowed(&Policy::default()).splits().iter().map(|split| split.kind).collect();
    assert_eq!(kinds, [SplitKind::Copy]);
}

#[test]
fn a_claim_corrected_on_confidential_grounds_does_not_come_back() {
    let (mut world, article, raid, roe) = base();
    let roe = (roe, "Ana Roe");
    let claim = world.killed(1, article, "Nine people were killed", raid, roe, 97531);
    let memo = world.article(2, "Memo", "It was nine.");
    world.mark(2, memo.source, Verdict::Confidential, None);
    assert!(shown(&world.site(NameChoice::Refuse)).contains("97531"));
    // What takes its place quotes the memo, and is on no site; what it took the place of is not either.
    world.said(1, memo, "It was nine", raid, roe, 86420, Some(claim));
    let why = body::Remark { words: "the memo".to_owned() };
    world.sign(1, vec![(Role::Of, claim)], Some(Verdict::Amend), Body::Review(why));
    let text = shown(&world.site(NameChoice::Refuse));
    assert!(!text.contains("97531") && !text.contains("86420"), "{text}");
}

#[test]
fn no_hash_of_a_masked_source_can_be_tried_out_with_a_dictionary_of_names() {
    let (mut world, article, raid, roe) = base();
    let quoted = "killed in the raid, Ana Roe told the paper";
    world.killed(1, article, quoted, raid, (roe, "Ana Roe"), 9);
    let text = shown(&world.site(NameChoice::Mask));
    let mut printed: BTreeSet<String> = BTreeSet::new();
    for run in text.split(|c: char| !c.is_ascii_hexdigit()) {
        if run.len() >= 8 {
            printed.insert(run[..8].to_lowercase());
        }
    }
    assert!(printed.len() > 3, "ids are printed");
    let first = ["Ana", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gus", "Hal", "Ida", "Jon"];
    let dictionary = (0..100_000).map(|n| match n {
        0 => "Ana Roe".to_owned(),
        n => format!("{} {}", first[n % 10], syllables(n / 10)),
    });
    let known = hits("Ana Roe", quoted, &printed);
    assert!(known.is_empty(), "the true name is found by {known:?}");
    let mut tried = 0;
    for name in dictionary {
        tried += 1;
        let found = hits(&name, quoted, &printed);
        // Eight digits may agree by chance; the whole of a hash does not.
        assert!(found.iter().all(|hash| !text.contains(hash)), "{name}");
    }
    assert_eq!(tried, 100_000);
}

fn syllables(mut n: usize) -> String {
    let parts = ["ra", "lo", "mi", "ten", "so", "ve", "ku", "dra", "bel", "no"];
    let mut name = String::from("R");
    for _ in 0..4 {
        name.push_str(parts[n % 10]);
        n /= 10;
    }
    name
}

/// Hashes that the article would have under this name, as far as their first digits are printed.
fn hits(name: &str, quoted: &str, printed: &BTreeSet<String>) -> Vec<String> {
    let put = |words: &str| {
        words
            .replace("Ana Roe", name)
            .replace("Roe left", &format!("{} left", name.rsplit(' ').next().unwrap_or(name)))
    };
    let (words, quoted) = (put(ORSAY), put(quoted));
    let (sha256, bytes) = (BlobHash::of(words.as_bytes()), words.len() as u64);
    let fixed = |refs, body| Entry::deterministic(refs, body).expect("an entry").id;
    let source = fixed(Vec::new(), Body::Source(body::Source { sha256, bytes }));
    let extractor = "assize-plain@1".to_owned();
    let text = fixed(vec![(Role::Source, source)], Body::Text(body::Text { sha256, bytes, extractor }));
    let at = words.find(&quoted).expect("quoted words");
    let passage = body::Passage { start: at as u64, end: (at + quoted.len()) as u64, exact: None };
    let passage = fixed(vec![(Role::Text, text)], Body::Passage(passage));
    let anchor = |words: &str, head: &str| {
        let at = words.find(head).expect("a head");
        Entry::anchor(OfText::new(text, Salt::none()), Span::new(at, at + head.len())).expect("an anchor").id
    };
    let ids = [source, text, passage, anchor(&words, name), anchor(&words, "the raid")];
    let hashes = ids.iter().map(ToString::to_string).chain([sha256.to_string()]);
    hashes.filter(|hash| printed.contains(&hash[..8])).collect()
}

/// What is added to a public record by way of confidential sources: per source, how many anchors it has, whom they are linked to, and what
/// is claimed of them.
#[derive(Debug, Clone)]
struct Secret {
    words: String,
    about_public: bool,
    own_incident: bool,
    killed: Option<u64>,
    speaker_is_public: bool,
    copy_of_public: bool,
}

fn secret() -> impl Strategy<Value = Secret> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    ("[a-z]{6,12}", flags, proptest::option::of(1_u64..500)).prop_map(
        |(words, (about_public, own_incident, speaker_is_public, copy_of_public), killed)| Secret {
            words,
            about_public,
            own_incident,
            killed,
            speaker_is_public,
            copy_of_public,
        },
    )
}

/// A public record, with secrets added by another person.
fn with_secrets(secrets: &[Secret]) -> World {
    let (mut world, article, raid, roe) = base();
    let second = world.article(1, "Two", LUME);
    let (other, master) = (world.anchor(second, "the raid"), world.anchor(second, "the harbour master"));
    world.killed(1, second, "Four people died in the raid", other, (master, "the harbour master"), 4);
    let campaign = world.entity(1, EntityType::Campaign, "Raids of May");
    let named = world.entity(1, EntityType::Incident, "Raid of 3 May");
    world.link(1, raid, Verdict::Same, named, "");
    world.link(1, other, Verdict::Same, named, "");
    world.link(1, named, Verdict::PartOf, campaign, "");
    let _ = article;
    for (n, secret) in secrets.iter().enumerate() {
        let words = format!("{} {n}: the attack, said the clerk of {}.", secret.words, secret.words);
        let memo = world.article(2, &format!("memo {}", secret.words), &words);
        world.mark(2, memo.source, Verdict::Confidential, None);
        let (attack, clerk) = (world.anchor(memo, "the attack"), world.anchor(memo, "the clerk"));
        if secret.own_incident {
            let own = world.entity(2, EntityType::Incident, &format!("Incident {}", secret.words));
            world.link(2, attack, Verdict::Same, own, &secret.words);
            world.link(2, own, Verdict::PartOf, campaign, &secret.words);
        } else if secret.about_public {
            world.link(2, attack, Verdict::Same, named, &secret.words);
        }
        if secret.speaker_is_public {
            world.link(2, clerk, Verdict::Same, roe, &secret.words);
        }
        if secret.copy_of_public {
            world.link(2, memo.source, Verdict::SyndicatedFrom, second.source, &secret.words);
        }
        if let Some(killed) = secret.killed {
            world.killed(2, memo, "the attack", attack, (clerk, "the clerk"), killed);
        }
    }
    world
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Two records that differ only in what rests on confidential sources publish the same bytes.
    #[test]
    fn confidential_sources_change_no_byte(secrets in proptest::collection::vec(secret(), 1..5)) {
        let (plain, full) = (with_secrets(&[]), with_secrets(&secrets));
        prop_assert!(full.allowed(&Policy::default()).splits().is_empty());
        let (plain, full) = (plain.site(NameChoice::Refuse), full.site(NameChoice::Refuse));
        prop_assert_eq!(&plain, &full);
        let text = shown(&full);
        for secret in &secrets {
            prop_assert!(!text.contains(&secret.words), "{}", secret.words);
        }
    }

    /// Two records that differ only in the name of a private person publish the same bytes.
    #[test]
    fn private_names_change_no_byte(a in "[A-Z][a-z]{5,9} [A-Z][a-z]{5,9}", b in "[A-Z][a-z]{5,9} [A-Z][a-z]{5,9}", described in any::<bool>()) {
        let sites: Vec<Site> = [&a, &b].into_iter().map(|name| {
            let mut world = World::new();
            let article = world.article(1, "Two", LUME);
            let (raid, master) = (world.anchor(article, "the raid"), world.anchor(article, "the harbour master"));
            world.killed(1, article, "Four people died in the raid", raid, (master, "the harbour master"), 4);
            let person = world.entity(3, EntityType::Person, name);
            world.link(3, master, Verdict::Same, person, &format!("{name} is the harbour master"));
            if described {
                world.mark(3, person, Verdict::Private, Some("an official of the port"));
            }
            world.site(NameChoice::Refuse)
        }).collect();
        prop_assert_eq!(&sites[0], &sites[1]);
        let text = shown(&sites[0]);
        prop_assert!(!text.contains(&a) && !text.contains(a.rsplit(' ').next().unwrap()));
    }
}

#[test]
fn what_a_stranger_adds_changes_no_byte() {
    let (world, article, raid, roe) = base();
    let mut merged = world.clone();
    let theirs = merged.article(0, "Theirs", "A hundred people were killed in the raid, the clerk said.");
    let (other, clerk) = (merged.anchor(theirs, "the raid"), merged.anchor(theirs, "the clerk"));
    let claim = merged.killed(
        0,
        theirs,
        "A hundred people were killed in the raid",
        other,
        (clerk, "the clerk"),
        100,
    );
    merged.link(0, other, Verdict::Same, raid, "one raid");
    merged.mark(0, roe, Verdict::Public, Some("we say so"));
    merged.mark(0, article.source, Verdict::Confidential, None);
    // Ours states no author and no address.
    let stated = |value: &str| Some(body::Stated { value: value.to_owned(), from: "given".to_owned() });
    let publication = body::Publication {
        author: stated("a clerk"),
        url: stated("https://elsewhere.example/"),
        published_on: stated("2030-01-01"),
        ..body::Publication::default()
    };
    let capture = body::Capture {
        captured_at: "2029-06-01T10:00:00Z".to_owned(),
        tool: "assize@0.1.0".to_owned(),
        file: "theirs.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        publication,
    };
    merged.sign(0, vec![(Role::Source, article.source)], None, Body::Capture(Box::new(capture)));
    merged.sign(0, vec![(Role::Of, claim)], None, Body::Retract(body::Remark::default()));
    let entity = merged.entity(0, EntityType::Incident, "Their name for it");
    merged.link(0, raid, Verdict::Same, entity, "");
    assert_ne!(key(0).public(), key(1).public());
    assert_eq!(world.site(NameChoice::Refuse), merged.site(NameChoice::Refuse));
}

#[test]
fn an_edition_is_signed_and_holds_against_its_files_alone() {
    use assize_publish::{EditionFault, MANIFEST, Manifest};
    let (world, ..) = base();
    let mut built = site(
        &Public::of(world.allowed(&Policy::default()), &BTreeMap::new(), NameChoice::Refuse)
            .expect("no name"),
    );
    let day = "2031-06-01".parse().expect("a day");
    let files = |site: &Site| site.iter().map(|(path, bytes)| (path.clone(), BlobHash::of(bytes))).collect();
    let bytes = Manifest::of(files(&built), day, "test@0", None, &key(1)).expect("paths and hashes");
    let first = Manifest::parse(&bytes).expect("signed");
    assert!(first.faults(&files(&built)).is_empty() && first.previous.is_none());
    // The same files are the same edition, whenever they are built.
    let later = "2031-06-09".parse().expect("a day");
    assert_eq!(Manifest::of(files(&built), later, "test@0", Some(&bytes), &key(1)).expect("paths"), bytes);

    built.insert("index.html".to_owned(), b"other".to_vec());
    built.insert("added.html".to_owned(), b"new".to_vec());
    built.remove("data.html");
    let mut faults = first.faults(&files(&built));
    faults.sort();
    let named = |path: &str| path.to_owned();
    assert_eq!(
        faults,
        [
            EditionFault::Altered(named("index.html")),
            EditionFault::Missing(named("data.html")),
            EditionFault::Unnamed(named("added.html"))
        ]
    );
    let second = Manifest::of(files(&built), later, "test@0", Some(&bytes), &key(1)).expect("paths");
    assert_eq!(Manifest::parse(&second).expect("signed").previous, Some(BlobHash::of(&bytes)));
    let forged = String::from_utf8(second).expect("JSON").replace("2031-06-09", "2031-06-08");
    assert_eq!(Manifest::parse(forged.as_bytes()), Err(EditionFault::Signature));
    assert!(!built.contains_key(MANIFEST));
}

#[test]
fn what_was_corrected_after_its_day_is_told_with_what_stands_now_and_nothing_else() {
    let (mut world, article, raid, roe) = base();
    let roe = (roe, "Ana Roe");
    let amend = |world: &mut World, claim: EntryId, n: u64| {
        let now = world.said(1, article, "Nine people were killed", raid, roe, n, Some(claim));
        let remark = body::Remark { words: "Ana Roe rang".to_owned() };
        world.sign(1, vec![(Role::Of, claim)], Some(Verdict::Amend), Body::Review(remark));
        now
    };
    let retract = |world: &mut World, by: u8, claim: EntryId| {
        world.sign(by, vec![(Role::Of, claim)], None, Body::Retract(body::Remark::default()));
    };
    let same_day = world.killed(1, article, "Nine people were killed", raid, roe, 901);
    amend(&mut world, same_day, 902);
    let amended = world.killed(1, article, "Nine people were killed", raid, roe, 903);
    let taken_back = world.killed(1, article, "Nine people were killed", raid, roe, 904);
    let theirs = world.killed(0, article, "Nine people were killed", raid, roe, 905);
    world.days += 2;
    amend(&mut world, amended, 906);
    world.days += 1;
    retract(&mut world, 1, taken_back);
    retract(&mut world, 0, theirs);
    let public = world.public(NameChoice::Refuse).expect("no name is quoted");
    let told: Vec<(String, Option<String>, bool)> = public
        .corrections()
        .iter()
        .map(|correction| {
            (
                correction.on.to_string(),
                correction.was.as_ref().map(ToString::to_string),
                correction.now.is_some(),
            )
        })
        .collect();
    let expected = [("2030-03-20", "904", false), ("2030-03-19", "903", true)];
    let expected: Vec<_> = expected.map(|(on, was, now)| (on.to_owned(), Some(was.to_owned()), now)).into();
    assert_eq!(told, expected);
    let page = String::from_utf8_lossy(&site(&public)["changes.html"]).into_owned();
    assert!(page.contains("904") && page.contains("taken back") && page.contains("906"), "{page}");
    assert!(!page.contains("905") && !page.contains("Roe") && !page.contains("901"), "{page}");
}

#[test]
fn a_person_of_whom_nothing_is_published_is_searched_for_too_and_so_is_any_name_given_to_mask() {
    let (mut world, article, raid, roe) = base();
    world.killed(1, article, "killed in the raid, Ana Roe told the paper", raid, (roe, "Ana Roe"), 9);
    let other = world.article(
        1,
        "Two",
        "Four people died in the raid, Ana Roe and Hugo Tamm among them, an official said.",
    );
    let (second, official) = (world.anchor(other, "the raid"), world.anchor(other, "an official"));
    let quoted = "Four people died in the raid, Ana Roe and Hugo Tamm among them";
    world.killed(1, other, quoted, second, (official, "an official"), 4);
    // Her own claims are left out; her name stands in another.
    let policy = Policy { leave_out: [roe].into(), ..Policy::default() };
    let of = |policy: &Policy, choice| Public::of(world.allowed(policy), &world.texts, choice);
    let found = of(&policy, NameChoice::Refuse).expect_err("her name is quoted").found;
    assert!(found.iter().any(|found| found.what == "quoted words"), "{found:?}");
    let public = of(&policy, NameChoice::Mask).expect("masked");
    let text = shown(&site(&public));
    assert!(!text.contains("Roe") && text.contains("Hugo Tamm"), "{text}");
    assert_eq!(public.strangers(), [("Hugo Tamm".to_owned(), 1)]);
    let policy = Policy { mask: ["Hugo Tamm".to_owned()].into(), ..policy };
    let text = shown(&site(&of(&policy, NameChoice::Mask).expect("masked")));
    assert!(!text.contains("Tamm"), "{text}");
}

#[test]
fn a_site_as_of_an_earlier_instant_keeps_back_what_is_marked_by_now() {
    let (mut world, article, raid, roe) = base();
    world.mark(1, roe, Verdict::Public, Some("holds office"));
    let then = world.view();
    world.mark(1, roe, Verdict::Private, Some("a resident"));
    let now = world.view();
    let fold = |_: &[assize_ledger::Received]| then.clone();
    let allowed = assize_publish::Allowed::of(world.entries.clone(), &then, &now, &Policy::default(), fold);
    let text = shown(&site(&Public::of(allowed, &world.texts, NameChoice::Mask).expect("masked")));
    assert!(text.contains("a resident") && !text.contains("Roe"), "{text}");
    world.mark(1, article.source, Verdict::Confidential, None);
    let now = world.view();
    let then = |entries: &[assize_ledger::Received]| {
        assert!(
            entries
                .iter()
                .all(|received| received.entry.id != article.source && received.entry.id != article.text)
        );
        assize_ledger::View::default()
    };
    let full = world.view();
    assert!(full.claims().iter().any(|claim| claim.proposition.subject == raid));
    let allowed = assize_publish::Allowed::of(world.entries.clone(), &full, &now, &Policy::default(), then);
    assert!(allowed.view().claims().is_empty());
}

#[test]
fn a_copy_of_a_public_source_by_way_of_a_confidential_one_is_a_split() {
    let (mut world, one, two, memo) = two_papers_and_a_memo();
    world.link(2, one.source, Verdict::SyndicatedFrom, memo.source, "word for word");
    world.link(2, memo.source, Verdict::SyndicatedFrom, two.source, "word for word");
    let splits: Vec<_> = world.allowed(&Policy::default()).splits().to_vec();
    assert_eq!(
        splits.iter().map(|split| (split.kind, split.a, split.b)).collect::<Vec<_>>(),
        [(SplitKind::Copy, one.source, two.source)]
    );
}

#[test]
fn a_name_in_a_person_s_gist_reached_the_site() {
    let (mut world, _, _, _) = base();
    let claims =
        world.entries.iter().filter(|received| received.entry.head.kind == assize_record::Kind::Claim);
    let claim = claims.map(|received| received.entry.id).next().expect("a claim");
    let note = |words: &str| Body::Note(body::Remark { words: words.to_owned() });
    world.sign(2, vec![(Role::Of, claim)], Some(Verdict::Gist), note("Ana Roe counts nine dead, says Roe."));
    let found = world.public(NameChoice::Refuse).expect_err("a name stands in a gist");
    let places: BTreeSet<&str> = found.found.iter().map(|found| found.what).collect();
    assert_eq!(places, ["gist"].into());
    let site = world.site(NameChoice::Mask);
    let text = shown(&site);
    assert!(text.contains("[name withheld] counts nine dead, says [name withheld]."), "{text}");
    assert!(!text.contains("Roe"), "{text}");
    let table = String::from_utf8_lossy(&site["data/claims.csv"]).into_owned();
    assert!(table.contains("says [name withheld].\",person"), "{table}");
    assert!(text.contains("sentence by a person"), "{text}");
}

#[test]
fn a_generated_gist_named_whom_nobody_has_decided_to_name() {
    let (world, ..) = base();
    let site = world.site(NameChoice::Refuse);
    let text = shown(&site);
    assert!(
        text.contains(
            "A person not named here (1) says that nine people were killed in the raid, on 3 May 2031."
        ),
        "{text}"
    );
    let table = String::from_utf8_lossy(&site["data/claims.csv"]).into_owned();
    assert!(table.contains(",generated,"), "{table}");
}

#[test]
fn the_gist_of_a_claim_in_a_confidential_source_reached_the_site() {
    let (mut world, .., memo) = two_papers_and_a_memo();
    let (raid, who) = (world.anchor(memo, "both papers"), world.anchor(memo, "What"));
    world.killed(2, memo, "What both papers printed", raid, (who, "What"), 5);
    let claim =
        world.entries.iter().rev().find(|received| received.entry.head.kind == assize_record::Kind::Claim);
    let claim = claim.expect("a claim").entry.id;
    let note = Body::Note(body::Remark { words: "The memo counts five.".to_owned() });
    world.sign(2, vec![(Role::Of, claim)], Some(Verdict::Gist), note);
    assert_eq!(world.view().gist(claim).map(|gist| gist.words.as_str()), Some("The memo counts five."));
    assert!(!shown(&world.site(NameChoice::Mask)).contains("The memo counts"));
}
