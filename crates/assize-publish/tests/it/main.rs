//! The site of small, invented views: deterministic, without script, safe with hostile words.

mod contested;
mod facing;
mod gate;
mod quoted;
mod world;

use assize_ledger::{
    View, ViewParts,
    view::{ActView, ClaimView, PassageView, SourceView, Standing, TextView},
};
use assize_publish::{Allowed, NameChoice, Policy, Public, Settings, Site, build};
use assize_record::{
    BlobHash, EntityType, EntryId, Proposition, Quantity, Speaker, SpeakerKind, Stance, Unit, Value, Words,
    body::{Act, ActKind, Entity, Stated},
};
use assize_weigh::{
    standard::{Proofs, Standards},
    toll::Method,
};
use std::collections::BTreeMap;

fn id(n: u8) -> EntryId {
    EntryId::from_bytes([n; 32])
}

const TEXT: &str = "Nine people were killed, the <b>harbour</b> master said. “Nobody & nothing” was left.\n";

/// One incident, one source with the given headline, one claim that nine were killed.
fn view(headline: &str) -> View {
    let mut view = ViewParts::default();
    let incident = Entity {
        entity_type: EntityType::Incident,
        key: Some("incident/cape".to_owned()),
        name: headline.to_owned(),
        shape: None,
    };
    view.entities.insert(id(1), incident);
    let mut source = SourceView { sha256: Some(BlobHash::from_bytes([9; 32])), ..SourceView::default() };
    source.publication.title = Some(Stated { value: headline.to_owned(), from: "given".to_owned() });
    source.publication.published_on =
        Some(Stated { value: "2031-05-05".to_owned(), from: "given".to_owned() });
    source.published_on = "2031-05-05".parse().ok();
    view.sources.insert(id(2), source);
    view.texts.insert(
        id(3),
        TextView {
            source: id(2),
            sha256: Some(BlobHash::from_bytes([8; 32])),
            extractor: "assize-plain@1".to_owned(),
        },
    );
    let words = Words { start: 0, end: 23, exact: TEXT[..23].to_owned() };
    view.passages.insert(id(4), PassageView { text: id(3), words });
    view.claims.push(ClaimView {
        id: id(5),
        by: None,
        standing: Standing::Accepted,
        reviewers: Vec::new(),
        passage: id(4),
        source: id(2),
        about: id(1),
        grades: Vec::new(),
        published: source_days(),
        received_at: None,
        said: std::sync::Arc::new(assize_record::body::Claim {
            speaker: Speaker {
                kind: SpeakerKind::Unclear,
                entity: None,
                description: "the harbour master".to_owned(),
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
                subject: id(1),
                property: "incident.killed".to_owned(),
                value: Value::Quantity(Quantity::exactly(9, Unit::People)),
                status: None,
                group: None,
                happened_on: None,
                happened_at: None,
            },
            drafted: None,
            anchors: Vec::new(),
        }),
    });
    View::of(view)
}

fn source_days() -> Option<assize_record::Interval> {
    Some("2031-05-05".parse::<assize_record::Edtf>().expect("a day").interval())
}

fn public(view: View, policy: &Policy, choice: NameChoice) -> Public {
    let allowed = Allowed::of(Vec::new(), &view, &view, policy, |_| view.clone());
    Public::of(allowed, &BTreeMap::new(), choice).expect("no name stands in the words")
}

fn site(view: View, policy: &Policy, full: bool) -> Site {
    let mut settings = Settings {
        case_name: "Cape".to_owned(),
        language: "en".to_owned(),
        generator: "test@0".to_owned(),
        methods: Method::shipped(),
        standards: Some(Standards::shipped()),
        proofs: Some(Proofs::shipped()),
        ..Settings::default()
    };
    if full {
        settings.full_texts.insert(id(3), TEXT.to_owned());
    }
    build(&public(view, policy, NameChoice::Refuse), &settings).expect("shipped standards")
}

/// A page as it reads: without markup, and with plain spaces.
fn read(page: &str) -> String {
    let mut text = String::new();
    for (at, part) in page.split('<').enumerate() {
        text.push_str(if at == 0 { part } else { part.split_once('>').map_or("", |(_, rest)| rest) });
    }
    text.replace('\u{a0}', " ").replace("&amp;", "&")
}

fn text(site: &Site, path: &str) -> String {
    String::from_utf8(site.get(path).expect("the page is built").clone()).expect("UTF-8")
}

#[test]
fn every_link_within_the_site_leads_somewhere() {
    let site = site(view("Strike off Cape Invented"), &Policy::default(), true);
    let mut links = 0;
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        for href in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            links += 1;
            if href.starts_with("https://example.org/") {
                // The outlet's own address of the source.
                continue;
            }
            let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
            let mut at: Vec<&str> = path.split('/').collect();
            at.pop();
            for part in file.split('/').filter(|part| !part.is_empty()) {
                if part == ".." {
                    at.pop();
                } else {
                    at.push(part);
                }
            }
            let target = if file.is_empty() { path.clone() } else { at.join("/") };
            if target == assize_publish::MANIFEST {
                // Signed, so put there by whoever holds a key.
                continue;
            }
            let content =
                site.get(&target).unwrap_or_else(|| panic!("{path} leads to {href}, which is not there"));
            let id = format!("id=\"{anchor}\"");
            assert!(
                anchor.is_empty() || String::from_utf8_lossy(content).contains(&id),
                "{path}: no place {href}"
            );
        }
    }
    assert!(links > 50, "{links} links");
}

#[test]
fn a_figure_opens_the_words_that_set_it() {
    let site = site(view("Strike"), &Policy::default(), true);
    let dossier = text(&site, "incident/cape.html");
    let anchor = format!("sources/{}.html#p-{}", id(2).short(), id(4).short());
    assert!(
        dossier.contains(&format!("<a class=\"fig\" href=\"../{anchor}\"")),
        "the toll links to its passage: {dossier}"
    );
    let source = text(&site, &format!("sources/{}.html", id(2).short()));
    assert!(source.contains("<mark>Nine people were killed</mark>"), "{source}");
}

#[test]
fn words_of_a_source_are_never_markup() {
    let hostile = "<script>alert(1)</script>\" onload=\"x";
    let site = site(view(hostile), &Policy::default(), true);
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        let scripts = usize::from(path == "search.html");
        assert_eq!(page.matches("<script").count(), scripts, "{path}");
        assert!(!page.contains("\" onload=\"x"), "{path}");
        assert!(!page.contains("<b>harbour"), "{path}: markup of a source's text came through");
    }
}

#[test]
fn without_the_right_to_show_a_text_only_its_passages_appear() {
    let site = site(view("Strike"), &Policy::default(), false);
    let source = text(&site, &format!("sources/{}.html", id(2).short()));
    assert!(source.contains("Nine people were killed") && !source.contains("Nobody"), "{source}");
}

#[test]
fn the_same_view_gives_the_same_bytes() {
    assert_eq!(
        site(view("Strike"), &Policy::default(), true),
        site(view("Strike"), &Policy::default(), true)
    );
}

/// Every file of a small site by its hash: what changes here changes for every reader, and is looked at before it is accepted.
#[test]
fn the_files_of_a_small_site_are_these() {
    let site = site(view("Strike"), &Policy::default(), true);
    let lines: Vec<String> = site
        .iter()
        .map(|(path, bytes)| format!("{} {path}", &BlobHash::of(bytes).to_string()[..16]))
        .collect();
    insta::assert_snapshot!("golden", lines.join("\n"));
}

/// The view of one claim, with the incident's claim dated and its incident an anchor of the text where it is not placed.
fn dated(placed: bool) -> View {
    let whole = view("Strike off Cape Invented");
    let mut claims = whole.claims().to_vec();
    claims[0].proposition.happened_on = Some("2031-05-03".parse().expect("a day"));
    let anchor = assize_ledger::view::AnchorView {
        text: id(3),
        source: id(2),
        words: Some(Words { start: 0, end: 11, exact: TEXT[..11].to_owned() }),
        entity_type: Some(EntityType::Incident),
    };
    let mut parts = ViewParts {
        sources: whole.sources().clone(),
        texts: whole.texts().clone(),
        passages: whole.passages().clone(),
        entities: whole.entities().clone(),
        claims,
        ..ViewParts::default()
    };
    if !placed {
        parts.anchors.insert(id(1), anchor);
    }
    let campaign = Entity {
        entity_type: EntityType::Campaign,
        key: None,
        name: "Operation Invented".to_owned(),
        shape: None,
    };
    parts.entities.insert(id(7), campaign);
    View::of(parts)
}

#[test]
fn a_dossier_has_the_day_and_the_range_over_every_method_and_each_grade_once() {
    let site = site(dated(true), &Policy::default(), false);
    let dossier = text(&site, "incident/cape.html");
    let opening = read(&dossier);
    for words in [
        "Reports collected here put the people killed on 3 May 2031 [1 source] at 9 [1 source] by all 3 methods used here that have a figure of all the dead, all from one origin.",
        "It is the word of the harbour master.",
    ] {
        assert!(opening.contains(words), "{words}: {opening}");
    }
    assert_eq!(dossier.matches("Grade of the incident under each method</summary>").count(), 1);
    assert!(!dossier.contains("below grade"), "a claim of grade D is not said to be below it: {dossier}");
    assert!(dossier.contains("its grade D is below what the method takes as reliable"), "{dossier}");
    let timeline = text(&site, "timeline.html");
    assert!(read(&timeline).contains("3 May 2031"), "the timeline has the day of the dossier");
}

#[test]
fn a_dossier_of_an_incident_not_placed_has_no_grade() {
    let site = site(dated(false), &Policy::default(), false);
    let path = site.keys().find(|path| path.starts_with("incident/")).cloned();
    let dossier = text(&site, &path.expect("a dossier"));
    assert!(
        dossier.contains("not graded") && dossier.contains("Nobody has yet placed this incident"),
        "{dossier}"
    );
    for grade in ["corroborated", "provisional", "confirmed", "possible ", "weak", "fair"] {
        assert!(!dossier.contains(&format!("<dd>{grade}")), "{grade}: {dossier}");
    }
}

#[test]
fn a_campaign_without_a_figure_heads_nothing_on_the_overview() {
    let mut parts = dated(true).into_parts();
    let mut said = parts.claims[0].clone();
    (said.id, said.about, said.proposition.subject) = (id(6), id(7), id(7));
    said.proposition.property = "statement".to_owned();
    said.proposition.value = Value::Words("Nine people".to_owned());
    parts.claims.push(said);
    let overview = text(&site(View::of(parts), &Policy::default(), false), "index.html");
    assert!(overview.contains("Operation Invented"), "it is named");
    assert!(!overview.contains("No claim on this record gives a figure"), "{overview}");
    let heading = overview
        .split("<h2")
        .skip(1)
        .any(|rest| rest.split("</h2>").next().is_some_and(|heading| heading.contains("Operation Invented")));
    assert!(!heading, "{overview}");
}

#[test]
fn a_campaign_of_which_only_a_total_is_stated_is_not_said_to_have_no_figure() {
    let whole = dated(true);
    let mut claims = whole.claims().to_vec();
    let mut stated = claims[0].clone();
    stated.id = id(6);
    stated.about = id(7);
    stated.proposition.subject = id(7);
    stated.proposition.property = "campaign.killed".to_owned();
    claims.push(stated);
    let view = View::of(ViewParts {
        sources: whole.sources().clone(),
        texts: whole.texts().clone(),
        passages: whole.passages().clone(),
        entities: whole.entities().clone(),
        claims,
        ..ViewParts::default()
    });
    let overview = text(&site(view, &Policy::default(), false), "index.html");
    assert!(overview.contains("As stated for the whole campaign"), "{overview}");
    assert!(!overview.contains("No claim on this record"), "{overview}");
    assert!(overview.contains("No placed incident of this campaign adds a figure."), "{overview}");
}

#[test]
fn people_who_are_not_named_were_neither_counted_nor_was_it_said_why() {
    let mut parts = view("Strike off Cape Invented").into_parts();
    parts.claims[0].speaker = Speaker {
        kind: SpeakerKind::Unnamed,
        entity: None,
        description: "pilots of the harbour".to_owned(),
        count: Some(Quantity { min: Some(3), max: Some(5), approx: None, unit: Unit::People }),
        party: None,
        anonymity: Some("for fear of losing their licence".to_owned()),
    };
    let site = site(View::of(parts), &Policy::default(), false);
    let page = text(&site, "incident/cape.html");
    for words in
        ["People who are not named", "pilots of the harbour", "3–5", "for fear of losing their licence"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let source = site.iter().find(|(path, _)| path.starts_with("sources/")).expect("a page of the source");
    assert!(
        read(&String::from_utf8_lossy(source.1)).contains("(not named: for fear of losing their licence)")
    );
}

#[test]
fn to_say_nothing_when_asked_was_printed_as_any_act() {
    let mut parts = view("Strike off Cape Invented").into_parts();
    let who = parts.claims[0].speaker.clone();
    for (n, act) in [(40, ActKind::DeclinedComment), (41, ActKind::NotReached), (42, ActKind::DidNotRespond)]
    {
        let act = Act {
            act,
            who: who.clone(),
            whom: Some(Speaker { description: "the Gazette".to_owned(), ..who.clone() }),
            happened_on: None,
            what: "the strike".to_owned(),
            in_part: false,
            redacted: false,
            due_on: None,
            about: Some(id(1)),
            capacity: Some("as keeper of the log".to_owned()),
        };
        let (passage, source) = (Some(id(4)), Some(id(2)));
        parts.acts.push(ActView {
            id: id(n),
            subject: id(1),
            passage,
            source,
            act,
            published: source_days(),
        });
    }
    let page = text(&site(View::of(parts), &Policy::default(), false), "oversight.html");
    let page = read(&page);
    for words in [
        "would not comment, asked by the Gazette",
        "could not be reached",
        "did not respond",
        "(as keeper of the log)",
        "about Strike off Cape Invented",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("denied"), "{page}");
    // A matter without a request was an empty box with its acts folded away.
    assert!(page.contains("No request is on this record in this matter"), "{page}");
    let page = text(&site(view_with_acts(), &Policy::default(), false), "oversight.html");
    assert!(!page.contains("<summary>1"), "the acts stand open: {page}");
    assert!(
        page.contains("No request is on this record by 5 May 2031"),
        "nothing is said to be answered: {page}"
    );
}

/// One act in one matter, in which nobody asked for anything.
fn view_with_acts() -> View {
    let mut parts = view("Strike off Cape Invented").into_parts();
    let who = parts.claims[0].speaker.clone();
    let act = Act {
        act: ActKind::NotReached,
        who,
        whom: None,
        happened_on: None,
        what: "the strike".to_owned(),
        in_part: false,
        redacted: false,
        due_on: None,
        about: None,
        capacity: None,
    };
    let (passage, source) = (Some(id(4)), Some(id(2)));
    parts.acts.push(ActView { id: id(40), subject: id(1), passage, source, act, published: source_days() });
    View::of(parts)
}

#[test]
fn an_incident_of_two_stated_days_stood_twice_in_the_timeline() {
    let mut parts = dated(true).into_parts();
    let mut other = parts.claims[0].clone();
    other.id = id(6);
    std::sync::Arc::make_mut(&mut other.said).speaker.description = "a fisher".to_owned();
    other.proposition.happened_on = Some("2031-05-04".parse().expect("a day"));
    parts.claims.push(other);
    let page = text(&site(View::of(parts), &Policy::default(), false), "timeline.html");
    assert_eq!(page.matches("incident/cape.html\">Strike off Cape Invented").count(), 1, "{page}");
    let page = read(&page);
    for words in ["3 May 2031", "(the harbour master); ", "4 May 2031", "(a fisher) · incident"] {
        assert!(page.contains(words), "{words}: {page}");
    }
}

#[test]
fn a_total_says_up_to_which_day_it_is_held_beside_the_record() {
    let mut parts = dated(true).into_parts();
    let mut stated = parts.claims[0].clone();
    (stated.id, stated.about, stated.proposition.subject) = (id(6), id(7), id(7));
    stated.proposition.property = "campaign.strikes".to_owned();
    stated.proposition.value =
        Value::Quantity(Quantity { min: Some(2), max: Some(2), approx: None, unit: Unit::Strikes });
    parts.claims.push(stated);
    let page = read(&text(&site(View::of(parts), &Policy::default(), false), "index.html"));
    assert!(page.contains("on record here up to 3 May 2031: "), "{page}");
    assert!(!page.contains("by then"), "{page}");
}

#[test]
fn the_record_as_a_whole_has_the_steps_that_an_incident_has() {
    let mut parts = dated(true).into_parts();
    let mut stated = parts.claims[0].clone();
    (stated.id, stated.about, stated.proposition.subject) = (id(6), id(7), id(7));
    stated.proposition.property = "campaign.killed".to_owned();
    stated.published = Some("2031-05-09".parse::<assize_record::Edtf>().expect("a day").interval());
    parts.claims.push(stated);
    let site = site(View::of(parts), &Policy::default(), false);
    let page = read(&text(&site, "known.html"));
    let first = page.find("5 May 2031First told of: Strike off Cape Invented").expect("the first day");
    let second = page.find("9 May 2031").expect("the second day");
    assert!(first < second && page[second..].contains(", in all: "), "{page}");
    assert!(page.contains("1 incident told of up to 9 May 2031"), "{page}");
    let overview = text(&site, "index.html");
    assert!(
        overview.contains("<h2>What was known when</h2>") && overview.contains("known.html"),
        "{overview}"
    );
    assert!(read(&overview).contains("All 2 days"), "{overview}");
}
