//! Shipped standards, files with one fault each, and assessments of small invented cases.

#![expect(clippy::disallowed_methods, reason = "tests read the vectors; the crate itself opens nothing")]

use crate::build::{Case, grade, id, point};
use assize_record::{
    BlobHash, HedgeKind, Stance, Value,
    body::{ActKind, ClaimHedge, Facet, GradeLetter, Side},
    edtf::Edtf,
};
use assize_weigh::{
    authority::zone::Shapes,
    origin::Origins,
    standard::{
        Assessment, Options, Outcome, Proofs, Standard, Standards, assess, assess_since,
        assessment::{ElementFinding, HeldAs, VersionFinding},
        page,
    },
};
use std::{fs, path::PathBuf};

const ORDER: &str = "us.execute-order.2025-08-05";

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn every_shipped_file_is_built_in_and_no_other() {
    let mut files: Vec<String> = fs::read_dir(repository().join("schema/standards"))
        .expect("the folder of standards")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a plain name"))
        .collect();
    files.sort();
    let mut built_in: Vec<&str> = Standards::shipped_files().iter().map(|(name, _)| *name).collect();
    built_in.sort_unstable();
    assert_eq!(files, built_in);
    assert_eq!(Standards::shipped().iter().count(), built_in.len());
    assert_eq!(Proofs::shipped().levels.len(), 4);
}

#[test]
fn every_shipped_version_has_a_page_with_its_elements_and_citations() {
    for standard in Standards::shipped().iter() {
        let page = page(standard);
        for version in &standard.versions {
            assert!(page.contains(&version.cite), "{}", standard.id);
            for element in &version.elements {
                assert!(page.contains(&element.cite) && page.contains(&element.ask), "{}", element.name);
            }
        }
        use assize_weigh::standard::format::Checked::SecondHand;
        assert_eq!(
            page.contains("second-hand only"),
            standard.versions.iter().any(|v| std::iter::once(v.checked)
                .chain(v.elements.iter().map(|e| e.checked))
                .any(|c| c == SecondHand))
        );
    }
}

/// A file said to be written from the text, and not where it was read.
#[test]
fn what_is_first_hand_says_where_it_was_read_and_every_element_cites() {
    use assize_weigh::standard::format::{Checked, Who};
    for standard in Standards::shipped().iter() {
        assert_ne!(standard.binds.who, Who::InWords, "{}: names whom it binds", standard.id);
        for version in &standard.versions {
            let at = format!("{}, {}", standard.id, version.name);
            assert!(version.checked == Checked::SecondHand || version.read.is_some(), "{at}");
            let addresses =
                version.elements.iter().filter_map(|element| element.read.as_ref()).chain(&version.read);
            assert!(addresses.into_iter().all(|address| address.starts_with("http")), "{at}");
            assert!(version.elements.iter().all(|element| element.cite.len() > 5), "{at}");
        }
    }
}

/// Files under `vectors/standards/`: `ok-*.toml` read; each other has one fault, and beside it in `NAME.txt` stands what has to be said.
#[test]
fn vectors_with_one_fault_each_are_refused_by_name() {
    let folder = repository().join("vectors/standards");
    let mut seen = (0, 0);
    for entry in fs::read_dir(&folder).expect("the folder of vectors") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let name = path.file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
        let toml = fs::read_to_string(&path).expect("readable");
        // The id of every vector is the same, so that only the fault differs.
        let read = Standard::parse("vector.toml", &toml);
        if name.starts_with("ok-") {
            assert!(read.is_ok(), "{name}: {read:?}");
            seen.0 += 1;
        } else {
            let expected = fs::read_to_string(path.with_extension("txt")).expect("what has to be said");
            let message = read.expect_err(&name).to_string();
            assert!(message.contains(expected.trim()), "{name}: says `{message}`, not `{}`", expected.trim());
            assert!(message.starts_with("`vector.toml`"), "{name}: names the file: {message}");
            seen.1 += 1;
        }
    }
    assert!(seen.0 >= 3 && seen.1 >= 15, "vectors are there: {seen:?}");
}

/// Own exhaustive check: on every day from the first version's first to a year after the last begins, no two versions are both in force
/// for certain, and some version is in force or may be, unless a gap is declared.
#[test]
fn shipped_versions_leave_no_undeclared_gap_and_no_overlap() {
    for standard in Standards::shipped().iter() {
        let first = standard.versions[0].in_force.begins().earliest.expect("a beginning");
        let last_version = standard.versions.last().expect("one");
        let end =
            last_version.in_force.ends().latest.or(last_version.in_force.begins().latest).expect("a date");
        let mut day = first;
        while day <= end.saturating_add(jiff::Span::new().days(366)) {
            let (sure, perhaps) = assize_weigh::standard::validity::in_force_on(standard, day);
            assert!(sure.len() <= 1, "{} on {day}: {sure:?}", standard.id);
            let declared = standard.versions.iter().any(|version| version.gap_after.is_some());
            let inside = last_version.in_force.ends().latest.is_none_or(|latest| day <= latest);
            assert!(declared || !inside || sure.len() + perhaps.len() >= 1, "{} on {day}", standard.id);
            day = day.tomorrow().expect("far from the end of the calendar");
        }
    }
}

struct Assessed {
    assessment: Assessment,
}

fn assess_case(case: &Case, subject: &str, standard: &str) -> Assessed {
    assess_at(case, subject, standard, &Shapes::default(), None)
}

fn assess_at(case: &Case, subject: &str, standard: &str, shapes: &Shapes, proof: Option<&str>) -> Assessed {
    let options = Options {
        standards: vec![standard.to_owned()],
        proof: proof.map(str::to_owned),
        in_force_only: false,
    };
    let origins = Origins::of(&case.view());
    let assessment = assess(
        &case.view(),
        &origins,
        &Standards::shipped(),
        &Proofs::shipped(),
        shapes,
        id(subject),
        &options,
    )
    .expect("shipped standards");
    Assessed { assessment }
}

/// A standard of an invented kind, with a test and elements.
pub(crate) fn invented(id: &str, test: &str, elements: &str) -> String {
    format!(
        "id = \"{id}\"\ntitle = \"{id}\"\nkind = \"limit\"\nagainst = \"incident\"\n[binds]\nwords = \"every State\"\n\
         who = \"every-state\"\n[[version]]\nname = \"v\"\nin_force = [\"2000-01-01\", \"..\"]\npublic_from = \"2000-01-01\"\n\
         basis = \"full\"\nchecked = \"second-hand\"\ncite = \"v\"\ntest = \"{test}\"\n[version.element]\n{elements}\n"
    )
}

/// An incident or campaign held against one file.
pub(crate) fn assess_by(case: &Case, subject: &str, file: &str) -> Assessment {
    assess_by_all(case, subject, &[file], &Options::default())
}

/// An incident or campaign held against files.
pub(crate) fn assess_by_all(case: &Case, subject: &str, files: &[&str], options: &Options) -> Assessment {
    let named = files.iter().map(|file| {
        let id =
            file.lines().find_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"')).expect("an id");
        (format!("{id}.toml"), *file)
    });
    let named: Vec<(String, &str)> = named.collect();
    let standards = Standards::parse(named.iter().map(|(name, file)| (name.as_str(), *file)))
        .expect("standards that read");
    let view = case.view();
    assess(
        &view,
        &Origins::of(&view),
        &standards,
        &Proofs::shipped(),
        &Shapes::default(),
        id(subject),
        options,
    )
    .expect("standards that there are")
}

impl Assessed {
    fn finding(&self) -> &VersionFinding {
        &self.assessment.findings[0]
    }

    fn element(&self, name: &str) -> &ElementFinding {
        self.finding().elements.iter().find(|element| element.element == name).expect(name)
    }

    fn outcome(&self, name: &str) -> Outcome {
        self.element(name).reading.outcome
    }
}

const STRIKE: &str = "incident/strike";

fn struck_on(date: &str) -> Case {
    let mut case = Case::default();
    case.says_date("the Gazette", STRIKE, "incident.happened-on", date);
    case.conducted_by(STRIKE, "United States");
    case
}

fn shapes(case: &mut Case) -> Shapes {
    let geojson = r#"{"type":"Polygon","coordinates":[[[-72,10],[-58,10],[-58,15],[-72,15],[-72,10]]]}"#;
    let hash = BlobHash::of(geojson.as_bytes());
    let mut shapes = Shapes::default();
    shapes.add(hash, geojson).expect("a square");
    case.shape("zone/venezuela-2025-v1", hash);
    shapes
}

#[test]
fn an_order_with_all_conditions_supported_is_met_and_names_its_claims() {
    let mut case = struck_on("2025-09-02");
    let shapes = shapes(&mut case);
    case.says_date(
        "the Gazette",
        "instrument/execute-order-2025-08-05",
        "instrument.signed-on",
        "2025-08-05",
    );
    let position = case.says("the harbour master", STRIKE, "incident.position", point("-65", "12.5", 100));
    case.says_entity("the minister", STRIKE, "incident.target-group", "organisation/red-sail");
    case.says_entity(
        "the annex",
        "list/designated-terrorist-organizations-2025",
        "list.includes",
        "organisation/red-sail",
    );
    case.says_entity("the minister", STRIKE, "incident.approved-by", "person/minister");
    case.says_entity(
        "an official",
        "instrument/execute-order-2025-08-05",
        "authority.engagement",
        "person/minister",
    );
    case.bridges("the admiral", STRIKE, ORDER, "member.held", Side::For);
    let none = case.bridges("the admiral", STRIKE, ORDER, "civilians.held", Side::For).claim;
    let met = assess_at(&case, STRIKE, ORDER, &shapes, None);
    for element in &met.finding().elements {
        let expected = if element.in_test { Outcome::Met } else { Outcome::Unknown };
        assert_eq!(element.reading.outcome, expected, "{}", element.element);
    }
    assert_eq!(met.finding().reading.outcome, Outcome::Met);
    assert_eq!(met.finding().held_as, HeldAs::InForce);
    assert_eq!(met.finding().tally.met, 6);
    assert!(met.finding().supporting.contains(&position) && met.finding().supporting.contains(&none));
    assert!(met.finding().opposing.is_empty() && met.finding().missing.is_empty());
    // Two origins of grade B: clear, and not conclusive for want of a third and of an A.
    let profile: Vec<Outcome> = met.finding().profile.iter().map(|line| line.reading.outcome).collect();
    assert_eq!(profile, [Outcome::Met, Outcome::Met, Outcome::Unknown, Outcome::Unknown]);
    // The date on which the position was known to be outside: contested, since both are supported.
    case.says("the coast guard", STRIKE, "incident.position", point("-80", "5", 10));
    let contested = assess_at(&case, STRIKE, ORDER, &shapes, None);
    assert_eq!(contested.outcome("zone"), Outcome::Contested);
    assert_eq!(contested.finding().reading.outcome, Outcome::Contested);
    // Every change names an entry.
    let changes = assess_since(&met.assessment, &contested.assessment);
    assert_eq!(changes.len(), 2, "{changes:?}");
    assert!(changes.iter().all(|change| change.because.len() == 1), "{changes:?}");
}

#[test]
fn between_two_zone_versions_both_may_be_in_force() {
    let finding = |date: &str| {
        let assessed = assess_case(&struck_on(date), STRIKE, ORDER);
        let versions: Vec<(String, HeldAs)> =
            assessed.assessment.findings.iter().map(|f| (f.version.clone(), f.held_as)).collect();
        versions
    };
    let version = |name: &str, held_as| (name.to_owned(), held_as);
    assert_eq!(finding("2025-09-02"), [version("first zone", HeldAs::InForce)]);
    assert_eq!(
        finding("2025-10-14"),
        [version("first zone", HeldAs::PerhapsInForce), version("second zone", HeldAs::PerhapsInForce)]
    );
    assert_eq!(finding("2025-12-15"), [version("second zone", HeldAs::InForce)]);
    assert_eq!(finding("2020-01-01"), [version("first zone", HeldAs::Comparator)]);
    let held = |date: &str, standard: &str| assess_case(&struck_on(date), STRIKE, standard).finding().held_as;
    assert_eq!(held("2025-09-02", "us.ppg.2013"), HeldAs::Comparator);
    assert_eq!(held("2015-09-02", "us.ppg.2013"), HeldAs::InForce);
    assert_eq!(held("2025-09-02", "minnesota-protocol.2016"), HeldAs::Comparator);
}

#[test]
fn a_letter_two_days_later_cannot_be_told_to_be_within_48_hours() {
    let outcome = |letter: &str| {
        let mut case = Case::default();
        case.says_entity("the Gazette", STRIKE, "incident.campaign", "campaign/strait");
        case.says_date("the Gazette", STRIKE, "incident.happened-on", "2025-09-02");
        case.act("request/war-powers-report", ActKind::Reported, "the President", Some(letter));
        let assessed = assess_at(
            &case,
            "campaign/strait",
            "us.war-powers.report-48h",
            &Shapes::default(),
            Some("scintilla"),
        );
        let reported = assessed.element("reported").clone();
        (reported.reading.outcome, reported.notes)
    };
    assert_eq!(outcome("2025-09-01").1, Vec::<String>::new(), "what came before tells nothing");
    let (two_days, notes) = outcome("2025-09-04");
    assert_eq!(two_days, Outcome::Unknown);
    assert!(notes.iter().any(|note| note.contains("cannot be established")), "{notes:?}");
    assert_eq!(outcome("2025-09-05").0, Outcome::NotMet);
    assert_eq!(outcome("2025-09").0, Outcome::Unknown);
    // Of the first incident nothing is derived in favour: an earlier one may come to light.
    assert_eq!(outcome("2025-09-03").0, Outcome::Unknown);
}

#[test]
fn force_after_the_sixtieth_day_is_derived_and_its_absence_is_not() {
    let outcome = |later: &str| {
        let mut case = Case::default();
        for (strike, date) in [("incident/first", "2025-09-02"), ("incident/later", later)] {
            case.says_entity("the Gazette", strike, "incident.campaign", "campaign/strait");
            case.says_date("the Gazette", strike, "incident.happened-on", date);
        }
        case.act("request/war-powers-report", ActKind::Reported, "the President", Some("2025-09-04"));
        assess_at(&case, "campaign/strait", "us.war-powers.clock-60d", &Shapes::default(), Some("scintilla"))
            .outcome("continued")
    };
    assert_eq!(outcome("2025-11-04"), Outcome::Met);
    assert_eq!(outcome("2025-11-03"), Outcome::Unknown, "the sixtieth day itself");
    assert_eq!(outcome("2025-11"), Outcome::Unknown);
}

#[test]
fn an_instrument_signed_after_the_strike_does_not_meet_and_on_a_vague_day_is_unknown() {
    let outcome = |signed: &str| {
        let mut case = struck_on("2025-09-02");
        case.says_date("the Gazette", "instrument/execute-order-2025-08-05", "instrument.signed-on", signed);
        assess_case(&case, STRIKE, ORDER).outcome("order")
    };
    assert_eq!(outcome("2025-08-05"), Outcome::Met);
    assert_eq!(outcome("2025-09-05"), Outcome::NotMet);
    assert_eq!(outcome("2025-09"), Outcome::Unknown);
    assert_eq!(outcome("2025-09-02"), Outcome::Met, "not after: the same day is enough");
}

#[test]
fn a_legal_position_is_contested_once_argued_both_ways_and_then_taken_both_ways() {
    let standard = "us.aumf.2001";
    let mut case = struck_on("2025-09-02");
    case.bridges("a professor", STRIKE, standard, "necessary", Side::For);
    let one_sided = assess_case(&case, STRIKE, standard);
    assert_eq!(one_sided.outcome("necessary"), Outcome::Unknown);
    for n in 0..20 {
        case.bridges(&format!("expert {n}"), STRIKE, standard, "necessary", Side::Against);
    }
    let both = assess_case(&case, STRIKE, standard);
    assert_eq!(both.outcome("necessary"), Outcome::Contested, "twenty against one settle nothing");
    for element in ["enemy.held", "enemy.reasonable", "nexus", "prevention"] {
        case.bridges("the report", STRIKE, standard, element, Side::For);
    }
    let arguendo = assess_case(&case, STRIKE, standard);
    assert_eq!(arguendo.finding().reading.outcome, Outcome::Contested);
    let taken: Vec<(usize, Outcome)> = arguendo
        .finding()
        .arguendo
        .iter()
        .map(|line| (line.taken_as_met.len(), line.reading.outcome))
        .collect();
    // Two legal positions: whether the force was necessary and appropriate decides.
    assert_eq!(taken, [(2, Outcome::Met), (1, Outcome::NotMet), (1, Outcome::Met), (0, Outcome::NotMet)]);
}

#[test]
fn a_redacted_element_stays_unknown_whatever_is_bridged_to_it() {
    let mut case = struck_on("2015-09-02");
    case.bridges("a leaker", STRIKE, "us.ppg.2013", "withheld", Side::For);
    case.bridges("a leaker", STRIKE, "us.ppg.2013", "nosuch", Side::For);
    case.bridges("a leaker", STRIKE, "us.ppg.2013", "present", Side::For);
    case.bridges("a leaker", STRIKE, "no.such.standard", "x", Side::For);
    let assessed = assess_case(&case, STRIKE, "us.ppg.2013");
    assert_eq!(assessed.outcome("withheld"), Outcome::Unknown);
    assert!(!assessed.finding().missing.contains(&"withheld".to_owned()), "nothing will ever supply it");
    let doubts = assessed.assessment.doubts.join("\n");
    for words in ["blacked out", "has no element `nosuch`", "needs a facet", "`no.such.standard`"] {
        assert!(doubts.contains(words), "{words} in {doubts}");
    }
}

/// A file of the first form, as a case may have adopted it: whoever enters a bridge as a presumption says that there is one.
#[test]
fn a_presumption_is_no_evidence_and_is_gone_once_evidence_stands() {
    let file = "id = \"v\"\ntitle = \"v\"\nkind = \"limit\"\nagainst = \"incident\"\nbinds = \"all\"\n\
        [[version]]\nname = \"v\"\nin_force = [\"2000\", \"..\"]\npublic_from = \"2000\"\nbasis = \"full\"\nchecked = \"primary\"\n\
        cite = \"v\"\ntest = \"treated and plain\"\n[version.element]\n\
        treated = { ask = \"a\", cite = \"c\", presumes = \"in doubt so\" }\nplain = { ask = \"a\", cite = \"c\" }\n";
    let standards = Standards::parse([("v.toml", file)]).expect("the first form reads");
    let mut case = struck_on("2025-09-02");
    for element in ["treated", "plain"] {
        case.bridges("the protocol", STRIKE, "v", element, Side::For).bridge.presumption = true;
    }
    let outcomes = |case: &Case| {
        let view = case.view();
        let assessment = assess(
            &view,
            &Origins::of(&view),
            &standards,
            &Proofs::shipped(),
            &Shapes::default(),
            id(STRIKE),
            &Options::default(),
        )
        .expect("a standard");
        let profile = |at: usize| -> Vec<Outcome> {
            assessment.findings[0].elements[at].profile.iter().map(|line| line.reading.outcome).collect()
        };
        (profile(0), profile(1), assessment.doubts.join(" "))
    };
    let (treated, plain, doubts) = outcomes(&case);
    assert_eq!(treated, [Outcome::Met; 4], "at every proof standard");
    assert_eq!(plain, [Outcome::Unknown; 4], "the law sets no presumption there");
    assert!(doubts.contains("no presumption on that side of `plain`"), "{doubts}");
    case.bridges("a witness", STRIKE, "v", "treated", Side::Against);
    assert_eq!(
        outcomes(&case).0,
        [Outcome::NotMet, Outcome::NotMet, Outcome::Met, Outcome::Met],
        "where evidence passes the threshold, the presumption is gone"
    );
}

#[test]
fn what_is_said_of_the_others_says_nothing_of_one_who_is_named() {
    let mut case = struck_on("2025-09-02");
    case.bridges("the admiral", STRIKE, ORDER, "member.fact", Side::For).bridge.unit =
        Some("the helmsman".to_owned());
    let one = assess_case(&case, STRIKE, ORDER);
    assert_eq!(one.outcome("member.fact"), Outcome::Unknown);
    let units: Vec<(&str, Outcome)> = one
        .element("member.fact")
        .units
        .iter()
        .map(|unit| (unit.unit.as_str(), unit.reading.outcome))
        .collect();
    assert_eq!(units, [("the helmsman", Outcome::Met), ("anybody not named", Outcome::Unknown)]);
    // Ten others were members: of the cook, of whom a weak word against is all there is, nothing follows.
    case.bridges("the admiral", STRIKE, ORDER, "member.fact", Side::For);
    assert_eq!(assess_case(&case, STRIKE, ORDER).outcome("member.fact"), Outcome::Met);
    let claim = case.says("a sister", STRIKE, "statement", Value::Words("he cooked".to_owned()));
    case.parts.claims.iter_mut().find(|known| known.id == claim).expect("there").grades =
        vec![(id("weak"), grade(GradeLetter::D))];
    case.bridge(claim, STRIKE, ORDER, "member.fact", Side::Against).bridge.unit = Some("the cook".to_owned());
    let weak = assess_case(&case, STRIKE, ORDER);
    assert_eq!(weak.outcome("member.fact"), Outcome::Unknown);
    // With better word the cook was none, and it is not met of all.
    case.bridges("the court", STRIKE, ORDER, "member.fact", Side::Against).bridge.unit =
        Some("the cook".to_owned());
    let family = assess_case(&case, STRIKE, ORDER);
    assert_eq!(family.outcome("member.fact"), Outcome::NotMet);
    let cook =
        family.element("member.fact").units.iter().find(|unit| unit.unit == "the cook").expect("named");
    assert_eq!(cook.reading.outcome, Outcome::NotMet);
    // What was held and what was so are never merged.
    assert_eq!(family.outcome("member.held"), Outcome::Unknown);
}

#[test]
fn unnamed_people_count_as_one_and_as_many_and_both_are_printed() {
    let mut case = struck_on("2025-09-02");
    let claim =
        case.claim("three officials", STRIKE, "statement", Value::Words("none were aboard".to_owned()));
    claim.speaker.kind = assize_record::SpeakerKind::Unnamed;
    claim.speaker.count = Some(crate::build::people(3));
    claim.grades = vec![(id("a grade"), grade(GradeLetter::C))];
    let claim = claim.id;
    case.bridge(claim, STRIKE, ORDER, "civilians.held", Side::For);
    let assessed = assess_case(&case, STRIKE, ORDER);
    let reading = assessed.element("civilians.held").reading;
    assert_eq!((reading.outcome, reading.if_separate), (Outcome::Unknown, Some(Outcome::Met)));
}

#[test]
fn hedged_doubtful_and_hearsay_claims_derive_nothing() {
    let outcome = |change: &dyn Fn(&mut assize_ledger::view::ClaimView)| {
        let mut case = struck_on("2025-09-02");
        change(case.claim("a survivor", STRIKE, "incident.survivors-struck", Value::Flag(true)));
        let file = invented(
            "flag",
            "attacked",
            "attacked = { ask = \"a\", cite = \"c\", flag = \"incident.survivors-struck\" }",
        );
        assess_by(&case, STRIKE, &file).findings[0].elements[0].reading.outcome
    };
    let hedge = |kind| ClaimHedge { exact: "words".to_owned(), kind };
    assert_eq!(outcome(&|_| {}), Outcome::Met);
    assert_eq!(outcome(&|claim| claim.stance = Stance::Denies), Outcome::NotMet);
    assert_eq!(outcome(&|claim| claim.stance = Stance::Doubts), Outcome::Unknown);
    assert_eq!(outcome(&|claim| claim.stance = Stance::Reports), Outcome::Unknown);
    assert_eq!(outcome(&|claim| claim.hedges = vec![hedge(HedgeKind::Possibility)]), Outcome::Unknown);
    assert_eq!(outcome(&|claim| claim.hedges = vec![hedge(HedgeKind::Bound)]), Outcome::Met);
}

#[test]
fn a_group_listed_only_later_or_taken_off_is_not_listed() {
    let list = "list/designated-terrorist-organizations-2025";
    let outcome = |property: &str, from: &str| {
        let mut case = struck_on("2025-09-02");
        case.says_entity("the Gazette", STRIKE, "incident.target-group", "organisation/red-sail");
        let group = Value::Entity(case.entity("organisation/red-sail"));
        let date: Edtf = from.parse().expect("a date");
        case.claim("the annex", list, property, group).proposition.happened_on = Some(date);
        assess_case(&case, STRIKE, ORDER).outcome("listed")
    };
    assert_eq!(outcome("list.includes", "2025-07-25"), Outcome::Met);
    assert_eq!(outcome("list.includes", "2025-11-01"), Outcome::NotMet);
    assert_eq!(outcome("list.includes", "2025-09"), Outcome::Unknown);
    assert_eq!(outcome("list.removed", "2025-08-01"), Outcome::NotMet);
    assert_eq!(outcome("list.removed", "2025-11-01"), Outcome::Unknown, "still on it as far as this says");
}

#[test]
fn one_claim_bridged_both_ways_is_contested_and_says_so() {
    let mut case = struck_on("2025-09-02");
    let claim = case.bridges("the report", STRIKE, "minnesota-protocol.2016", "prompt", Side::For).claim;
    case.bridge(claim, STRIKE, "minnesota-protocol.2016", "prompt", Side::Against);
    let assessed = assess_case(&case, STRIKE, "minnesota-protocol.2016");
    assert_eq!(assessed.outcome("prompt"), Outcome::Contested);
    assert!(assessed.element("prompt").evidence.iter().all(|evidence| evidence.bridge_contested));
}

#[test]
fn a_bridge_for_the_campaign_reaches_its_incidents() {
    let mut case = struck_on("2025-09-02");
    case.bridges("a professor", "campaign/strait", "ihl.distinction", "iac", Side::For);
    case.bridges("another", "campaign/strait", "ihl.distinction", "iac", Side::Against);
    assert_eq!(assess_case(&case, STRIKE, "ihl.distinction").outcome("iac"), Outcome::Unknown);
    case.says_entity("the Gazette", STRIKE, "incident.campaign", "campaign/strait");
    assert_eq!(assess_case(&case, STRIKE, "ihl.distinction").outcome("iac"), Outcome::Contested);
}

#[test]
fn an_unknown_standard_or_proof_lists_what_there_is() {
    let case = struck_on("2025-09-02");
    let ask = |standard: &str, proof: Option<&str>| {
        let options = Options {
            standards: vec![standard.to_owned()],
            proof: proof.map(str::to_owned),
            in_force_only: false,
        };
        let origins = Origins::of(&case.view());
        let (standards, proofs) = (Standards::shipped(), Proofs::shipped());
        assess(&case.view(), &origins, &standards, &proofs, &Shapes::default(), id(STRIKE), &options)
            .expect_err("unknown")
            .to_string()
    };
    assert!(ask("ihl.distance", None).starts_with("unknown standard `ihl.distance`; use one of hrc.gc36"));
    let proof = ask(ORDER, Some("certain"));
    assert_eq!(
        proof,
        "unknown proof standard `certain`; use one of scintilla, reasonable-grounds, clear, conclusive"
    );
}

#[test]
fn whether_a_standard_applies_stands_beside_what_it_comes_to() {
    let file = invented(
        "applies",
        "treated",
        "treated = { ask = \"a\", cite = \"c\" }\nconflict = { ask = \"b\", cite = \"c\", legal = true }",
    )
    .replace("test = ", "applies_where = \"conflict\"\ntest = ");
    let mut case = struck_on("2025-09-02");
    case.bridges("a sister", STRIKE, "applies", "treated", Side::For);
    let finding = |case: &Case| {
        let finding = assess_by(case, STRIKE, &file).findings.remove(0);
        (
            finding.applies.expect("it depends on a conflict").outcome,
            finding.reading.outcome,
            finding.conditional_in_words(),
        )
    };
    let none = struck_on("2025-09-02");
    assert_eq!(finding(&none).2, "unknown, and so is whether it applies");
    let (applies, outcome, words) = finding(&case);
    assert_eq!((applies, outcome), (Outcome::Unknown, Outcome::Met), "the test is read as if it applied");
    assert_eq!(words, "met if it applies, which is unknown");
    case.bridges("one side", STRIKE, "applies", "conflict", Side::For);
    case.bridges("the other", STRIKE, "applies", "conflict", Side::Against);
    assert_eq!(finding(&case).2, "met if it applies, which is contested");
}

#[test]
fn a_bridge_may_be_confined_to_one_version() {
    let mut case = struck_on("2025-10-14");
    case.bridges("the Gazette", STRIKE, &format!("{ORDER}@second zone"), "zone", Side::For);
    case.bridges("the Gazette", STRIKE, &format!("{ORDER}@third zone"), "zone", Side::For);
    let assessed = assess_case(&case, STRIKE, ORDER);
    let zones: Vec<Outcome> =
        assessed.assessment.findings.iter().map(|f| f.elements[1].reading.outcome).collect();
    assert_eq!(zones, [Outcome::Unknown, Outcome::Met]);
    assert!(assessed.assessment.doubts.iter().any(|doubt| doubt.contains("third zone")));
}

/// A case with evidence of every sort, of which a part is taken away by a mask.
fn full_case() -> (Case, Shapes) {
    let mut case = struck_on("2025-09-02");
    let shapes = shapes(&mut case);
    case.says_date("the ministry", STRIKE, "incident.happened-on", "2025-12-02");
    case.says_date(
        "the Gazette",
        "instrument/execute-order-2025-08-05",
        "instrument.signed-on",
        "2025-08-05",
    );
    case.says("the harbour master", STRIKE, "incident.position", point("-65", "12.5", 100));
    case.says("the coast guard", STRIKE, "incident.position", point("-80", "5", 10));
    case.says_entity("the minister", STRIKE, "incident.target-group", "organisation/red-sail");
    case.says_entity(
        "the annex",
        "list/designated-terrorist-organizations-2025",
        "list.includes",
        "organisation/red-sail",
    );
    case.says_entity("the minister", STRIKE, "incident.approved-by", "person/minister");
    let order = "instrument/execute-order-2025-08-05";
    case.says_entity("an official", order, "authority.engagement", "person/minister");
    for (speaker, element, side) in [
        ("the admiral", "member.held", Side::For),
        ("a sister", "member.held", Side::Against),
        ("the admiral", "civilians.held", Side::For),
        ("the pilot", "civilians.held", Side::For),
    ] {
        case.bridges(speaker, STRIKE, ORDER, element, side);
    }
    case.bridges("the cook", STRIKE, ORDER, "member.held", Side::Against).bridge.unit =
        Some("the cook".to_owned());
    (case, shapes)
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 60, ..Default::default() })]

    #[test]
    fn every_change_of_outcome_names_an_entry_that_came(keep in proptest::collection::vec(proptest::bool::ANY, 40)) {
        let (full, shapes) = full_case();
        let mut part = full.clone();
        let mut at = 0;
        let mut kept = || { at += 1; keep[at % keep.len()] };
        part.parts.claims.retain(|_| kept());
        part.parts.bridges.retain(|_| kept());
        let came = |id: &assize_record::EntryId| {
            let claim = full.view().claim(*id).is_some() && part.view().claim(*id).is_none();
            let bridge = full.view().bridges().iter().any(|b| b.id == *id) && !part.view().bridges().iter().any(|b| b.id == *id);
            claim || bridge
        };
        let before = assess_at(&part, STRIKE, ORDER, &shapes, None).assessment;
        let after = assess_at(&full, STRIKE, ORDER, &shapes, None).assessment;
        for change in assess_since(&before, &after) {
            proptest::prop_assert!(change.because.iter().any(came), "{change:?}");
        }
        // Whoever is named for the first time is a further question.
        let named = |case: &Case| case.parts.bridges.iter().any(|made| made.bridge.unit.is_some());
        proptest::prop_assume!(named(&part) == named(&full));
        // The information order holds of the whole way from claims to what is printed, as long as the same version is held up.
        for old in &before.findings {
            for new in after.findings.iter().filter(|new| new.version == old.version) {
                let (old, new) = (old.reading.outcome, new.reading.outcome);
                let flipped = matches!((old, new), (Outcome::Met, Outcome::NotMet) | (Outcome::NotMet, Outcome::Met));
                proptest::prop_assert!(!flipped && (new != Outcome::Unknown || old == Outcome::Unknown), "{old} to {new}");
            }
        }
    }
}

#[test]
fn what_pages_call_an_element_is_words_and_no_code() {
    let standards = Standards::shipped();
    let lexicon = include_str!("../../../../schema/lexicons/en/words.tsv").to_lowercase();
    let versions = standards.iter().flat_map(|standard| &standard.versions);
    let asks: Vec<_> = versions.flat_map(|version| &version.elements).collect();
    let told: String =
        asks.iter().map(|element| format!("{} {} ", element.ask, element.cite).to_lowercase()).collect();
    let split = |text: &str| -> std::collections::BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect()
    };
    let known: std::collections::BTreeSet<String> = &split(&lexicon) | &split(&told);
    // `noticed` is a word where `notice` is one; `iac` is none where there is `iachr`.
    let plain = ["assimilated", "distinguished", "impartial", "insufficient"];
    let is_word = |word: &str| {
        known.contains(word)
            || plain.contains(&word)
            || word.len() > 5 && known.iter().any(|other| other.starts_with(&word[..word.len().min(7) - 2]))
    };
    let mut odd = std::collections::BTreeSet::new();
    for element in asks {
        for facet in [None, Some(Facet::Held), Some(Facet::Reasonable), Some(Facet::Fact)] {
            let label = element.called(facet);
            assert!(!label.contains(['_', '.']), "{label}");
            let words = split(&label.to_lowercase());
            odd.extend(words.into_iter().filter(|word| !word.is_empty() && !is_word(word)));
        }
    }
    assert_eq!(odd, std::collections::BTreeSet::new(), "give these elements a `label`");
}
