//! What an audit found printed and false, each with a test named after it. All people, places and orders are invented.

use crate::{
    build::{Case, grade, id},
    standards::{assess_by, assess_by_all, invented},
};
use assize_record::{
    Day, Edtf, EntryId, Stance, Value,
    body::{ActKind, GradeLetter, Side},
};
use assize_weigh::{
    authority::{Answer, OrderTable, Shapes, order},
    origin::Origins,
    oversight::{Asks, clocks},
    standard::{
        Assessment, Options, Outcome, Standards,
        assessment::{ElementFinding, HeldAs, VersionFinding},
    },
};

const STRIKE: &str = "incident/strike";
const ORDER: &str = "instrument/harbour-order";
const SAIL: &str = "organisation/red-sail";

/// An order of an invented State, in two versions.
fn harbour_order() -> String {
    let version = |name: &str, period: &str, event: &str| {
        format!(
            "[[version]]\nname = \"{name}\"\nin_force = {period}\npublic_from = \"2030\"\nbasis = \"reported\"\n\
             checked = \"second-hand\"\ncite = \"c\"\nbegins = {{ what = \"instrument.{event}\", of = \"harbour-order\" }}\n\
             test = \"approved and listed\"\n[version.element]\n\
             approved = {{ ask = \"a\", cite = \"c\", authority = \"harbour-order\" }}\n\
             listed = {{ ask = \"a\", cite = \"c\", list = \"annex\" }}\n"
        )
    };
    format!(
        "id = \"orsa.harbour\"\ntitle = \"Harbour order\"\nkind = \"permission\"\nagainst = \"incident\"\n\
         [binds]\nwords = \"the forces of Orsa\"\nwho = \"named\"\nparties = [\"organisation/orsa\"]\n{}{}",
        version("first", "[\"2030-01-01\", \"2030-06-30\"]", "signed-on"),
        version("second", "[\"2030-07-01\", \"..\"]", "modified-on"),
    )
}

fn struck_on(date: &str) -> Case {
    let mut case = Case::default();
    case.says_date("the Gazette", STRIKE, "incident.happened-on", date);
    case.says_entity("the Gazette", STRIKE, "incident.conducted-by", "organisation/orsa");
    case
}

fn dated(case: &mut Case, speaker: &str, subject: &str, property: &str, value: &str, date: &str) -> EntryId {
    let value = Value::Entity(case.entity(value));
    let claim = case.claim(speaker, subject, property, value);
    claim.proposition.happened_on = Some(date.parse::<Edtf>().expect("a date"));
    claim.id
}

fn of<'a>(finding: &'a VersionFinding, element: &str) -> &'a ElementFinding {
    finding.elements.iter().find(|known| known.element == element).expect(element)
}

fn first(assessment: &Assessment) -> &VersionFinding {
    &assessment.findings[0]
}

fn outcome(case: &Case, element: &str) -> Outcome {
    of(first(&assess_by(case, STRIKE, &harbour_order())), element).reading.outcome
}

fn table(case: &Case) -> OrderTable {
    order(&case.view(), id(STRIKE), &Shapes::default())
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

// ── F: statements that pages printed ─────────────────────────────────────────────────────────────────────────────────────

/// F1: the minister, who calls the group designated, was printed as saying that those attacked were not of it.
#[test]
fn who_lists_a_group_is_not_printed_as_denying_that_it_was_attacked() {
    let mut case = struck_on("2030-03-02");
    let target = Value::Entity(case.entity(SAIL));
    let denial = case.claim("a sister", STRIKE, "incident.target-group", target);
    denial.stance = Stance::Denies;
    let denial = denial.id;
    let listing = dated(&mut case, "the minister", "list/annex", "list.includes", SAIL, "2030-02-01");
    let assessment = assess_by(&case, STRIKE, &harbour_order());
    let rows = &of(first(&assessment), "listed").evidence;
    assert_eq!(rows.len(), 1, "one argument is one row: {rows:?}");
    let legs: Vec<(EntryId, &str)> =
        rows[0].legs.iter().map(|leg| (leg[0].entry, leg[0].speaker.as_str())).collect();
    assert_eq!(legs, [(denial, "a sister"), (listing, "the minister")], "each part with its own speaker");
}

/// No row may print words that are in none of its claims: each word in an argument is a claim of the argument's own side.
#[test]
fn no_printed_word_comes_from_a_claim_that_is_not_in_the_row() {
    let mut case = struck_on("2030-03-02");
    case.says_entity("the minister", STRIKE, "incident.target-group", SAIL);
    dated(&mut case, "the annex", "list/annex", "list.includes", SAIL, "2030-02-01");
    case.says_entity("the admiral", STRIKE, "incident.approved-by", "person/deputy");
    dated(&mut case, "the gazette", ORDER, "authority.delegated-to", "person/deputy", "2030-02-10");
    let view = case.view();
    let assessment = assess_by(&case, STRIKE, &harbour_order());
    let mut seen = 0;
    for element in assessment.findings.iter().flat_map(|finding| &finding.elements) {
        for word in element.evidence.iter().flat_map(|row| row.words()) {
            let claim = view.claim(word.entry).expect("a claim");
            assert_eq!(word.speaker, claim.speaker.description);
            seen += 1;
        }
    }
    assert_eq!(seen, 4);
}

fn two_strikes(second: &str) -> Case {
    let mut case = Case::default();
    for (strike, date) in [("incident/first", "2025-09-02"), ("incident/later", second)] {
        case.says_entity("the Gazette", strike, "incident.campaign", "campaign/strait");
        case.says_date("the Gazette", strike, "incident.happened-on", date);
        case.conducted_by(strike, "United States");
    }
    case
}

/// F2: strikes within the sixty days were printed as meeting a duty "in time"; a report that was made as a deadline run out.
#[test]
fn a_strike_within_the_sixty_days_meets_no_duty_and_a_report_is_no_deadline_run_out() {
    let mut case = two_strikes("2025-12-17");
    case.act("request/war-powers-report", ActKind::Reported, "the President", Some("2025-09-04"));
    let clocks = clocks(&case.view(), &Standards::shipped(), day("2025-12-18"));
    let to_stop = clocks.iter().find(|clock| clock.length == "60 days").expect("the sixty days");
    assert_eq!(to_stop.asks, Asks::ToStop);
    assert_eq!(to_stop.in_words(), "force after the end: on 1 day, first on 2025-12-17");
    let report =
        clocks.iter().find(|clock| clock.standard == "us.war-powers.report-48h").expect("the report");
    assert_eq!(report.in_words(), "done on 2025-09-04; whether within the 48 hours cannot be told");
}

/// F4: a statute in force that day was printed as "applied: yes", and as not known to be public.
#[test]
fn in_force_that_day_is_not_that_it_covered_the_act_and_a_statute_was_public() {
    let mut case = struck_on("2030-03-02");
    case.says_date("the Gazette", "instrument/act", "instrument.signed-on", "2001-09-18");
    case.says_date("the Gazette", "instrument/act", "instrument.in-force", "2001-09-18/..");
    case.says("the Gazette", "instrument/act", "instrument.kind", Value::Words("statute".to_owned()));
    let table = table(&case);
    let row = table.instruments.iter().find(|row| row.name == "instrument/act").expect("the act");
    assert_eq!((row.in_force_then, row.public_then), (Answer::Yes, Answer::Yes));
    let printed = serde_json::to_value(row).expect("json");
    assert!(printed.get("applied").is_none() && printed.get("in_force_then").is_some());
}

/// F5: an order changed about two months later was printed as not certainly in force four weeks after it was signed.
#[test]
fn an_order_that_was_changed_later_was_in_force_before() {
    let mut case = struck_on("2030-02-02");
    case.says_date("the Gazette", ORDER, "instrument.signed-on", "2030-01-05");
    case.says_date("the Gazette", ORDER, "instrument.in-force", "2030-01-05/..");
    // The change is a later version of the order, of an uncertain date.
    case.says_entity("the Gazette", "instrument/wider", "instrument.version-of", ORDER);
    case.says_date("the Gazette", "instrument/wider", "instrument.signed-on", "2030-02-20/2030-03-20");
    let table = table(&case);
    let row = table.instruments.iter().find(|row| row.name == ORDER).expect("the order");
    assert_eq!((row.existed, row.in_force_then), (Answer::Yes, Answer::Yes));
    assert_eq!((row.versions[0].name.as_str(), row.versions[0].existed), ("instrument/wider", Answer::No));
    // The assessment reads the same: the first version was in force.
    let held: Vec<(String, HeldAs)> = assess_by(&case, STRIKE, &harbour_order())
        .findings
        .iter()
        .map(|finding| (finding.version.clone(), finding.held_as))
        .collect();
    assert_eq!(held, [("first".to_owned(), HeldAs::InForce)]);
}

/// F6: borders of a standard's versions were fixed in its file, whatever the record said of the instrument.
#[test]
fn a_claim_on_the_date_of_the_change_moves_the_version_that_is_held() {
    let held = |changed: &str| {
        let mut case = struck_on("2030-09-01");
        case.says_date("the register", ORDER, "instrument.signed-on", "2030-01-05");
        case.says_date("the register", ORDER, "instrument.modified-on", changed);
        let findings = assess_by(&case, STRIKE, &harbour_order()).findings;
        findings.into_iter().map(|finding| (finding.version, finding.held_as)).collect::<Vec<_>>()
    };
    let version = |name: &str, as_what| (name.to_owned(), as_what);
    assert_eq!(
        held("2030-11-20"),
        [version("first", HeldAs::InForce)],
        "the file alone would say the second"
    );
    assert_eq!(held("2030-08-20"), [version("second", HeldAs::InForce)]);
    assert_eq!(
        held("2030-09"),
        [version("first", HeldAs::PerhapsInForce), version("second", HeldAs::PerhapsInForce)]
    );
}

// ── L: logic that misled ─────────────────────────────────────────────────────────────────────────────────────────────────

/// L1: a deputy approved, and was given the authority three weeks later: printed as approved.
#[test]
fn a_power_given_only_later_approves_nothing() {
    let at = |given: &str| {
        let mut case = struck_on("2030-03-02");
        case.says_date("the Gazette", ORDER, "instrument.signed-on", "2030-01-05");
        case.says_entity("the admiral", STRIKE, "incident.approved-by", "person/deputy");
        dated(&mut case, "the register", ORDER, "authority.delegated-to", "person/deputy", given);
        (outcome(&case, "approved"), table(&case).approval[0].held_then)
    };
    assert_eq!(at("2030-03-20"), (Outcome::NotMet, Answer::No));
    assert_eq!(at("2030-02-20"), (Outcome::Met, Answer::Yes));
    assert_eq!(
        at("2030-03-02"),
        (Outcome::Unknown, Answer::CannotBeEstablished),
        "which came first that day?"
    );
}

/// L2: a power taken back before the act was printed as held, and who took it back was not even listed.
#[test]
fn a_power_taken_back_approves_nothing() {
    for (property, denies) in [("authority.delegated-to", true), ("authority.revoked", false)] {
        let mut case = struck_on("2030-03-02");
        case.says_date("the Gazette", ORDER, "instrument.signed-on", "2030-01-05");
        case.says_entity("the admiral", STRIKE, "incident.approved-by", "person/deputy");
        dated(&mut case, "the register", ORDER, "authority.delegated-to", "person/deputy", "2030-02-10");
        let taken = dated(&mut case, "the minister", ORDER, property, "person/deputy", "2030-02-20");
        if denies {
            case.parts.claims.iter_mut().find(|claim| claim.id == taken).expect("there").stance =
                Stance::Denies;
        }
        let assessment = assess_by(&case, STRIKE, &harbour_order());
        let approved = of(first(&assessment), "approved");
        assert_eq!(approved.reading.outcome, Outcome::NotMet, "{property}");
        let against = approved.evidence.iter().filter(|row| row.side == Side::Against);
        assert!(against.flat_map(|row| row.entries()).any(|entry| entry == taken), "{property} is listed");
        assert_eq!(
            table(&case).approval[0].held_then,
            Answer::No,
            "and the order of authority says the same"
        );
    }
}

/// L3: a group taken off the list in July was contested in one command and off it in another.
#[test]
fn a_group_taken_off_the_list_is_off_it_in_every_command() {
    let mut case = struck_on("2030-09-02");
    case.says_entity("the minister", STRIKE, "incident.target-group", SAIL);
    dated(&mut case, "the annex", "list/annex", "list.includes", SAIL, "2030-02");
    dated(&mut case, "the register", "list/annex", "list.removed", SAIL, "2030-07-01");
    assert_eq!(outcome(&case, "listed"), Outcome::NotMet);
    assert_eq!(table(&case).lists[0].groups[0].listed, Answer::No);
}

/// L5: a presumption of weak word stood at every level against strong evidence.
/// L6: a presumption was taken on elements for which the law sets none.
#[test]
fn a_presumption_needs_its_trigger_and_yields_to_evidence() {
    let file = invented(
        "quay.care",
        "guarded.reasonable",
        "doubt = { ask = \"a\", cite = \"c\" }\n\
         guarded = { ask = \"a\", cite = \"c\", facets = [\"reasonable\", \"fact\"], \
         presumes = { side = \"against\", facets = [\"reasonable\"], where = \"doubt\", words = \"in doubt not so\" } }",
    );
    let found =
        |case: &Case, element: &str| of(first(&assess_by(case, STRIKE, &file)), element).outcome_in_words();
    let mut case = struck_on("2030-03-02");
    let invoked = case.bridges("a villager", STRIKE, "quay.care", "guarded.reasonable", Side::Against);
    invoked.bridge.presumption = true;
    assert_eq!(found(&case, "guarded.reasonable"), "unknown", "whoever invokes it, nothing triggers it");
    case.bridges("the log", STRIKE, "quay.care", "doubt", Side::For);
    assert_eq!(found(&case, "guarded.reasonable"), "not met by presumption");
    assert_eq!(found(&case, "guarded.fact"), "unknown", "never what was so");
    let whole = first(&assess_by(&case, STRIKE, &file)).clone();
    assert!(whole.by_presumption && whole.reading.outcome == Outcome::NotMet);
    case.bridges("the court", STRIKE, "quay.care", "guarded.reasonable", Side::For);
    assert_eq!(found(&case, "guarded.reasonable"), "met", "and it is gone once evidence stands");
}

/// L7: where nobody ever reported, the sixty days never began.
#[test]
fn no_report_at_all_does_not_stop_the_sixty_days() {
    let case = two_strikes("2025-12-20");
    let clocks = clocks(&case.view(), &Standards::shipped(), day("2025-12-31"));
    let clock = clocks.iter().find(|clock| clock.length == "60 days").expect("it runs all the same");
    assert_eq!((clock.starts.as_str(), clock.ends_latest.as_deref()), ("2025-09-04", Some("2025-11-03")));
    assert_eq!(clock.in_words(), "force after the end: on 1 day, first on 2025-12-20");
}

fn shipped(case: &Case, standard: &str) -> VersionFinding {
    let file = Standards::shipped_files().iter().find(|(name, _)| *name == format!("{standard}.toml"));
    let files: Vec<&str> = vec![file.expect("shipped").1];
    let options = Options { standards: vec![standard.to_owned()], ..Options::default() };
    assess_by_all(case, STRIKE, &files, &options).findings.pop().expect("the last version")
}

/// L8: an attack on sleeping soldiers that a court found lawful was printed as an arbitrary killing. Where war is a legal question its two
/// answers stand beside each other.
#[test]
fn a_lawful_act_of_war_is_not_printed_as_arbitrary() {
    let mut case = struck_on("2030-03-02");
    for element in ["ihl", "other_norms", "iac"] {
        case.bridges("the court", STRIKE, "hrc.gc36", element, Side::For);
        case.bridges("a critic", STRIKE, "hrc.gc36", element, Side::Against);
    }
    case.bridges("the court", STRIKE, "hrc.gc36", "threat.reasonable", Side::Against);
    let finding = shipped(&case, "hrc.gc36");
    assert_ne!(finding.reading.outcome, Outcome::NotMet, "that they slept decides nothing in a war");
    // If the law of war governed and was kept, the missing threat does not count against it.
    let all = finding.arguendo.iter().find(|line| line.taken_as_not_met.is_empty()).expect("all as met");
    assert_eq!(all.reading.outcome, Outcome::Met);
}

/// L9: self-defence with every condition met was printed as not met for want of a letter.
#[test]
fn a_missing_letter_is_a_duty_of_its_own() {
    let mut case = struck_on("2030-03-02");
    for element in ["attribution.fact", "necessary.reasonable", "proportionate.reasonable"] {
        case.bridges("the court", STRIKE, "un.charter.51", element, Side::For);
    }
    case.bridges("the court", STRIKE, "un.charter.51", "council", Side::Against);
    let finding = shipped(&case, "un.charter.51");
    let held =
        finding.arguendo.iter().find(|line| line.taken_as_not_met.is_empty()).expect("an armed attack");
    assert_eq!(held.reading.outcome, Outcome::Met, "no letter is on this record");
    assert!(finding.elements.iter().all(|element| !element.element.contains("report")));
}

/// L10: one soldier shot, and the question of the thing attacked kept the rule unknown for ever.
#[test]
fn a_soldier_shot_alone_engages_no_question_of_things() {
    let mut case = struck_on("2030-03-02");
    for (element, side) in [
        ("persons_attacked", Side::For),
        ("targetable.reasonable", Side::For),
        ("object_attacked", Side::Against),
        ("directed", Side::For),
        ("civilians_near", Side::Against),
        ("terror", Side::Against),
    ] {
        case.bridges("the inquiry", STRIKE, "ihl.distinction", element, side);
    }
    let finding = shipped(&case, "ihl.distinction");
    assert_eq!(of(&finding, "object.reasonable").reading.outcome, Outcome::NotEngaged);
    assert_eq!(finding.reading.outcome, Outcome::Met, "{:?}", finding.missing);
}

/// L11: nobody endangered, and the attack was printed as out of proportion.
#[test]
fn nobody_endangered_engages_no_proportion() {
    let mut case = struck_on("2030-03-02");
    for facet in ["expected.held", "expected.reasonable"] {
        case.bridges("the log", STRIKE, "ihl.proportionality", facet, Side::Against);
    }
    case.bridges("the log", STRIKE, "ihl.proportionality", "advantage.reasonable", Side::Against);
    let finding = shipped(&case, "ihl.proportionality");
    assert_eq!(finding.outcome_in_words(), "not engaged");
}

/// L12: whether there was an armed conflict was contested in one standard and unknown in six others.
#[test]
fn one_question_is_argued_once_for_all_that_ask_it() {
    let mut case = struck_on("2030-03-02");
    case.bridges("one side", STRIKE, "ihl.customary-distinction", "niac", Side::For);
    case.bridges("the other", STRIKE, "ihl.customary-distinction", "niac", Side::Against);
    let files: Vec<&str> = Standards::shipped_files().iter().map(|(_, file)| *file).collect();
    let assessment = assess_by_all(&case, STRIKE, &files, &Options::default());
    let asked: Vec<&ElementFinding> = assessment
        .findings
        .iter()
        .flat_map(|finding| &finding.elements)
        .filter(|element| element.question.as_deref() == Some("conflict.non-international"))
        .collect();
    assert!(asked.len() >= 4, "{}", asked.len());
    for element in asked {
        assert_eq!(element.reading.outcome, Outcome::Contested, "{} {}", element.element, element.cite);
        assert_eq!(element.evidence.len(), 2);
    }
}

/// "Met" with somebody on record against it read as if nobody had said otherwise.
#[test]
fn a_minority_stays_in_sight() {
    let file = invented("quay.rule", "kept", "kept = { ask = \"a\", cite = \"c\" }");
    let mut case = struck_on("2030-03-02");
    case.bridges("the harbour master", STRIKE, "quay.rule", "kept", Side::For);
    let claim = case.says("a senator", STRIKE, "statement", Value::Words("it was not".to_owned()));
    case.parts.claims.iter_mut().find(|known| known.id == claim).expect("there").grades =
        vec![(id("weak"), grade(GradeLetter::D))];
    case.bridge(claim, STRIKE, "quay.rule", "kept", Side::Against);
    let finding = first(&assess_by(&case, STRIKE, &file)).clone();
    assert_eq!(finding.outcome_in_words(), "met; 1 speaker contradicts");
    assert_eq!(finding.elements[0].outcome_in_words(), "met; 1 speaker contradicts");
}

/// "Or" over two questions asked of each person failed where one answers for one and the other for another.
#[test]
fn each_person_may_be_of_another_reading() {
    let file = invented(
        "quay.fighters",
        "narrow or wide",
        "narrow = { ask = \"a\", cite = \"c\", per = \"person\" }\nwide = { ask = \"a\", cite = \"c\", per = \"person\" }",
    );
    let mut case = struck_on("2030-03-02");
    for (element, side, unit) in [
        ("narrow", Side::For, "the first"),
        ("wide", Side::Against, "the first"),
        ("narrow", Side::Against, "the second"),
        ("wide", Side::For, "the second"),
    ] {
        case.bridges("the inquiry", STRIKE, "quay.fighters", element, side).bridge.unit =
            Some(unit.to_owned());
    }
    // Of nobody else aboard is anything known.
    let outcome = |case: &Case| first(&assess_by(case, STRIKE, &file)).reading.outcome;
    assert_eq!(outcome(&case), Outcome::Unknown);
    case.bridges("the inquiry", STRIKE, "quay.fighters", "narrow", Side::For);
    assert_eq!(outcome(&case), Outcome::Met);
}

// ── who is bound, and where ──────────────────────────────────────────────────────────────────────────────────────────────

/// An act of one State was held against the law "in force" of another.
#[test]
fn an_act_of_one_state_is_held_against_no_order_of_another() {
    let files: Vec<&str> = Standards::shipped_files().iter().map(|(_, file)| *file).collect();
    let held = |state: &str| {
        let mut case = Case::default();
        case.says_date("the Gazette", STRIKE, "incident.happened-on", "2025-09-02");
        case.named("organisation/navy", "the Navy");
        case.named("organisation/state", state);
        case.says_entity("the Gazette", STRIKE, "incident.conducted-by", "organisation/navy");
        case.parts.part_of.entry(id("organisation/navy")).or_default().insert(id("organisation/state"));
        let assessment = assess_by_all(&case, STRIKE, &files, &Options::default());
        assessment.findings.iter().map(|finding| finding.standard.to_string()).collect::<Vec<_>>()
    };
    let of = |ids: &[String], prefix: &str| ids.iter().filter(|id| id.starts_with(prefix)).count();
    let (british, american, orsan) = (held("United Kingdom"), held("United States"), held("Orsa"));
    assert_eq!((of(&british, "us."), of(&american, "uk."), of(&orsan, "us.") + of(&orsan, "uk.")), (0, 0, 0));
    assert!(of(&british, "uk.") > 0 && of(&american, "us.") > 0);
    assert!(of(&british, "ihl.") > 0 && of(&orsan, "ihl.customary") > 0, "custom binds every party");
}

/// A strike at sea was held against articles that cover attacks on land, and a State that is no party against a treaty.
#[test]
fn a_treaty_on_land_that_does_not_bind_is_a_comparator_on_request_alone() {
    let mut case = struck_on("2025-09-02");
    case.named("organisation/orsa", "United States");
    case.says("the Gazette", STRIKE, "incident.domain", Value::Words("sea".to_owned()));
    let files: Vec<&str> = Standards::shipped_files().iter().map(|(_, file)| *file).collect();
    let all = assess_by_all(&case, STRIKE, &files, &Options::default());
    assert!(all.findings.iter().all(|finding| finding.standard != "ihl.distinction"));
    let asked = shipped(&case, "ihl.distinction");
    assert_eq!((asked.held_as, asked.bound, asked.domain), (HeldAs::Comparator, Answer::No, Answer::No));
    assert!(
        asked.why_held.iter().any(|why| why.contains("does not bind those who acted")),
        "{:?}",
        asked.why_held
    );
}

/// An order changed on an uncertain day was held in its changed version on a day on which it may not have been changed yet.
#[test]
fn an_uncertain_day_of_change_leaves_both_versions_open() {
    let mut case = struck_on("2030-07-10");
    case.says_date("the register", ORDER, "instrument.signed-on", "2030-01-05");
    case.says_entity("the register", "instrument/wider", "instrument.version-of", ORDER);
    case.says_date("the register", "instrument/wider", "instrument.signed-on", "2030-06-20/2030-07-20");
    let held: Vec<HeldAs> =
        assess_by(&case, STRIKE, &harbour_order()).findings.iter().map(|finding| finding.held_as).collect();
    assert_eq!(held, [HeldAs::PerhapsInForce, HeldAs::PerhapsInForce]);
}

/// Who said in October that a group is on a list was read as saying that it had been on it in September.
#[test]
fn what_is_said_of_a_list_later_does_not_say_since_when() {
    let on = |said: &str| {
        let mut case = struck_on("2030-09-02");
        case.says_entity("the minister", STRIKE, "incident.target-group", SAIL);
        let group = Value::Entity(case.entity(SAIL));
        let claim = case.claim("the secretary", "list/annex", "list.includes", group);
        claim.said_on = Some(said.parse().expect("a date"));
        (outcome(&case, "listed"), table(&case).lists[0].groups[0].listed)
    };
    assert_eq!(on("2030-10-24"), (Outcome::Unknown, Answer::CannotBeEstablished));
    assert_eq!(on("2030-08-24"), (Outcome::Met, Answer::Yes));
}

/// A zone that only its order dates stood as if nothing were known of when it was in force.
#[test]
fn a_zone_is_in_force_with_the_order_that_designates_it() {
    let mut case = struck_on("2030-03-02");
    case.says_date("the Gazette", ORDER, "instrument.signed-on", "2030-01-05");
    case.says_entity("the Gazette", ORDER, "instrument.zone", "zone/bay");
    let zone = |case: &Case| table(case).zones[0].in_force_then;
    assert_eq!(zone(&case), Answer::Yes);
    case.says_date("the Gazette", ORDER, "instrument.revoked-on", "2030-02-01");
    assert_eq!(zone(&case), Answer::No);
    case.says_date("the Gazette", "zone/bay", "instrument.in-force", "2030-01-05/2030-04-01");
    assert_eq!(zone(&case), Answer::Yes, "its own period stands over the order's");
}

/// Of an attack within an incident it was said that nobody is said to have acted there.
#[test]
fn who_carried_out_an_incident_carried_out_its_attacks() {
    let mut case = struck_on("2030-03-02");
    let figure = |n| Value::Quantity(crate::build::people(n));
    case.says("a sailor", "attack/second", "incident.killed", figure(2));
    case.says("a cook", "attack/second", "incident.killed", figure(2));
    case.parts.part_of.entry(id("attack/second")).or_default().insert(id(STRIKE));
    let view = case.view();
    let method = assize_weigh::toll::Method::by_id("airwars").expect("shipped");
    let toll = assize_weigh::toll::incident(&view, &Origins::of(&view), id("attack/second"), &method);
    assert!(!toll.grade.why.contains("says who carried it out"), "{}", toll.grade.why);
}

/// An order, a list or a zone that was no longer in force still counted in the assessment, and not in the order of authority.
#[test]
fn what_is_no_longer_in_force_gives_nobody_a_power_and_lists_nobody() {
    let mut case = struck_on("2030-03-02");
    case.says_date("the Gazette", ORDER, "instrument.signed-on", "2030-01-05");
    case.says_entity("the admiral", STRIKE, "incident.approved-by", "person/deputy");
    dated(&mut case, "the register", ORDER, "authority.delegated-to", "person/deputy", "2030-01-10");
    case.says_entity("the minister", STRIKE, "incident.target-group", SAIL);
    dated(&mut case, "the annex", "list/annex", "list.includes", SAIL, "2030-01-10");
    assert_eq!((outcome(&case, "approved"), outcome(&case, "listed")), (Outcome::Met, Outcome::Met));
    case.says_date("the register", ORDER, "instrument.revoked-on", "2030-02-01");
    case.says_date("the register", "list/annex", "instrument.in-force", "2030-01-05/2030-02-01");
    assert_eq!((outcome(&case, "approved"), outcome(&case, "listed")), (Outcome::NotMet, Outcome::NotMet));
    let order = table(&case);
    assert_eq!((order.approval[0].held_then, order.lists[0].groups[0].listed), (Answer::No, Answer::No));
    let finding = first(&assess_by(&case, STRIKE, &harbour_order())).clone();
    assert_eq!((finding.held_as, finding.in_force_then), (HeldAs::Comparator, Answer::No));
}

/// A power given under an order and taken back for one strike stood for that strike.
#[test]
fn a_power_taken_back_for_this_strike_is_not_held_in_it() {
    let mut case = struck_on("2030-03-02");
    case.says_date("the Gazette", ORDER, "instrument.signed-on", "2030-01-05");
    case.says_entity("the admiral", STRIKE, "incident.approved-by", "person/deputy");
    dated(&mut case, "the register", ORDER, "authority.delegated-to", "person/deputy", "2030-01-10");
    dated(&mut case, "the minister", STRIKE, "authority.revoked", "person/deputy", "2030-03-01");
    assert_eq!(outcome(&case, "approved"), Outcome::NotMet);
    assert_eq!(table(&case).approval[0].held_then, Answer::No);
}

/// What another did, who could not approve, spoke against one who could and did.
#[test]
fn one_who_may_and_does_approve_is_enough() {
    let mut case = struck_on("2030-03-02");
    case.says_date("the Gazette", ORDER, "instrument.signed-on", "2030-01-05");
    for person in ["person/minister", "person/deputy"] {
        case.says_entity("the admiral", STRIKE, "incident.approved-by", person);
    }
    case.says_entity("the Gazette", ORDER, "authority.engagement", "person/minister");
    dated(&mut case, "the register", ORDER, "authority.delegated-to", "person/deputy", "2030-01-10");
    dated(&mut case, "the register", ORDER, "authority.revoked", "person/deputy", "2030-02-10");
    assert_eq!(outcome(&case, "approved"), Outcome::Met);
}

/// A second report, on a later incident, was printed as evidence against a first one that was in time, and started the time anew.
#[test]
fn a_later_report_speaks_against_none_and_starts_nothing_anew() {
    let mut case = two_strikes("2025-10-20");
    for (date, about) in [("2025-09-03", "incident/first"), ("2025-10-21", "incident/later")] {
        case.act("request/war-powers-report", ActKind::Reported, "the President", Some(date)).act.about =
            Some(id(about));
    }
    let file = Standards::shipped_files().iter().find(|(name, _)| *name == "us.war-powers.report-48h.toml");
    let assessment = assess_by(&case, "campaign/strait", file.expect("shipped").1);
    let reported = of(first(&assessment), "reported");
    assert!(reported.evidence.iter().all(|row| row.side == Side::For), "{:?}", reported.evidence);
    let clocks = clocks(&case.view(), &Standards::shipped(), day("2025-12-31"));
    let sixty: Vec<&str> =
        clocks.iter().filter(|clock| clock.length == "60 days").map(|clock| clock.starts.as_str()).collect();
    assert_eq!(sixty, ["2025-09-03"]);
}

/// A report on something else, from before the campaign, started its clock.
#[test]
fn a_report_from_before_there_was_anything_to_report_starts_no_clock() {
    let mut case = two_strikes("2025-12-20");
    case.act("request/war-powers-report", ActKind::Reported, "the President", Some("2025-03-02"));
    let clocks = clocks(&case.view(), &Standards::shipped(), day("2025-12-31"));
    let sixty = clocks.iter().find(|clock| clock.length == "60 days").expect("it runs");
    assert_eq!(sixty.starts, "2025-09-04", "from when a report was due");
    assert_eq!(sixty.in_words(), "force after the end: on 1 day, first on 2025-12-20");
}

/// An organ that nobody has linked to its State was printed as not bound; a person of the name of a State as one.
#[test]
fn whose_organ_it_is_that_nobody_has_said_is_not_on_the_record() {
    let mut case = struck_on("2025-09-02");
    case.named("organisation/orsa", "the Navy");
    let asked = shipped(&case, "us.aumf.2001");
    assert_eq!((asked.bound, asked.held_as), (Answer::CannotBeEstablished, HeldAs::PerhapsInForce));
    let mut case = Case::default();
    case.says_date("the Gazette", STRIKE, "incident.happened-on", "2025-09-02");
    case.named("person/israel", "Israel");
    case.says_entity("the Gazette", STRIKE, "incident.conducted-by", "person/israel");
    assert_eq!(shipped(&case, "iccpr.6").bound, Answer::CannotBeEstablished);
}

/// The second change of an order made of its one changed version two that differ.
#[test]
fn a_second_change_is_not_another_date_of_the_first() {
    let mut case = struck_on("2030-09-01");
    case.says_date("the register", ORDER, "instrument.signed-on", "2030-01-05");
    case.says_date("the register", ORDER, "instrument.modified-on", "2030-08-01");
    case.says_date("the register", ORDER, "instrument.modified-on", "2030-12-01");
    let findings = assess_by(&case, STRIKE, &harbour_order()).findings;
    let held: Vec<(&str, HeldAs)> =
        findings.iter().map(|finding| (finding.version.as_str(), finding.held_as)).collect();
    assert_eq!(held, [("second", HeldAs::InForce)]);
}

/// A standard of many legal positions ended the program.
#[test]
fn forty_legal_positions_are_argued_one_by_one() {
    let names: Vec<String> = (0..40).map(|n| format!("e{n}")).collect();
    let elements: Vec<String> =
        names.iter().map(|name| format!("{name} = {{ ask = \"a\", cite = \"c\", legal = true }}")).collect();
    let file = invented("quay.long", &names.join(" and "), &elements.join("\n"));
    let case = struck_on("2030-03-02");
    assert_eq!(first(&assess_by(&case, STRIKE, &file)).arguendo.len(), 42);
}

/// Who said that no civilian was killed was counted among those who report that three were.
#[test]
fn a_denial_of_harm_corroborates_none() {
    let mut case = struck_on("2030-03-02");
    let mut civilians = |speaker: &str, n: u64| {
        let claim = case.claim(speaker, STRIKE, "incident.killed", Value::Quantity(crate::build::people(n)));
        claim.proposition.status = Some(assize_record::Status::Civilian);
    };
    civilians("the minister", 0);
    civilians("a witness", 3);
    let view = case.view();
    for method in ["ibc", "airwars"] {
        let method = assize_weigh::toll::Method::by_id(method).expect("shipped");
        let toll = assize_weigh::toll::incident(&view, &Origins::of(&view), id(STRIKE), &method);
        assert!(toll.grade.why.contains("1 origin"), "{}: {}", method.id, toll.grade.why);
    }
}

/// What had been bridged to an element was lost when the element was renamed or moved to a standard of its own.
#[test]
fn what_was_bridged_to_an_element_bears_on_the_one_that_asks_it_now() {
    let mut case = struck_on("2030-03-02");
    case.bridges("one side", STRIKE, "ihl.distinction", "conflict", Side::For);
    case.bridges("the other", STRIKE, "ihl.distinction", "conflict", Side::Against);
    case.bridges("the log", STRIKE, "ihl.shipwrecked", "rescue", Side::For);
    case.bridges("the court", STRIKE, "un.charter.51", "proportionate", Side::For);
    let files: Vec<&str> = Standards::shipped_files().iter().map(|(_, file)| *file).collect();
    let options = |id: &str| Options { standards: vec![id.to_owned()], ..Options::default() };
    let asked = |standard: &str, element: &str| {
        let assessment = assess_by_all(&case, STRIKE, &files, &options(standard));
        assert!(
            assessment.doubts.iter().all(|doubt| !doubt.contains("set aside")),
            "{:?}",
            assessment.doubts
        );
        of(assessment.findings.last().expect("a version"), element).reading.outcome
    };
    assert_eq!(asked("ihl.distinction", "iac"), Outcome::Contested);
    assert_eq!(asked("hrc.gc36", "iac"), Outcome::Contested, "and wherever it is asked");
    assert_eq!(asked("ihl.rescue", "searched"), Outcome::Met);
    assert_eq!(asked("un.charter.51", "proportionate.fact"), Outcome::Met);
}
