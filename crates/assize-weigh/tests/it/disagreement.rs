//! Conflicts, revisions, coherence and what changed.

use crate::{
    build::{Case, id},
    world::{STRIKE, World},
};
use assize_record::body::Side;
use assize_weigh::{
    coherence::{self, Check},
    conflict::{self, Between, Conflict},
    diff,
    origin::Origins,
    toll::{self, Method, Role},
};

fn conflicts(world: &World) -> Vec<Conflict> {
    conflict::conflicts(&world.view(), &Origins::of(&world.view()))
}

/// The conflicts of these lines, in words.
fn check(lines: &[&str], expected: &[&str]) {
    let found: Vec<String> = conflicts(&World::of(lines)).iter().map(Conflict::in_words).collect();
    assert_eq!(found, expected, "{lines:?}");
}

#[test]
fn values_that_cannot_both_hold_conflict_and_others_do_not() {
    check(&["a x incident.killed 9", "b y incident.killed 11"], &["9 / 11"]);
    check(&["a x incident.killed 9..", "b y incident.killed 11"], &[]);
    check(&["a x incident.killed 9", "b y incident.killed 9"], &[]);
    check(&["a x incident.killed 9", "b y incident.killed 11 status=civilian"], &[]);
    check(
        &["a x incident.killed 9", "b y incident.killed 8..10", "c z incident.killed 12"],
        &["8–10 / 9 / 12"],
    );
    check(&["a x incident.killed 9", "b y incident.killed 11 doubts"], &[]);
    check(&["a x incident.killed 9", "b y incident.killed 11 hedge=counterfactual"], &[]);
    check(&["a x incident.happened-on 2031-05-02", "b y incident.happened-on 2031-05"], &[]);
    check(
        &["a x incident.happened-on 2031-05-02", "b y incident.happened-on 2031-05-03"],
        &["2031-05-02 / 2031-05-03"],
    );
    check(&["a x incident.survivors-struck yes", "b y incident.survivors-struck no"], &["no / yes"]);
    check(
        &["a x incident.position 10.5,64.0,5", "b y incident.position 10.5,66.0,5"],
        &["64.0, 10.5 (within 5 km) / 66.0, 10.5 (within 5 km)"],
    );
    check(&["a x incident.position 10.5,64.0,200", "b y incident.position 10.5,66.0,100"], &[]);
    check(
        &[
            "a x instrument.in-force 2031-05-01/2031-06-30 of=instrument/order",
            "b y instrument.in-force 2031-05-01/.. of=instrument/order",
        ],
        &["2031-05-01/.. / 2031-05-01/2031-06-30"],
    );
}

#[test]
fn denials_conflict_with_what_they_deny() {
    check(&["a x incident.killed 11", "b y incident.killed 11 denies"], &["11 / not 11"]);
    check(&["a x incident.killed 11", "b y incident.killed 12 denies"], &[]);
    check(&["a x incident.survivors-struck yes", "b y incident.survivors-struck yes denies"], &["no / yes"]);
    check(&["a x incident.survivors-struck yes", "b y incident.survivors-struck no denies"], &[]);
    check(&["a x incident.cargo sacks", "b y incident.cargo barrels"], &[]);
    check(&["a x incident.cargo sacks", "b y incident.cargo sacks denies"], &["sacks / not sacks"]);
    check(
        &[
            "a x group.directed-by organisation/south of=organisation/sail",
            "b y group.directed-by organisation/south denies of=organisation/sail",
            "b y group.directed-by organisation/north of=organisation/sail",
        ],
        &["south / not south"],
    );
}

#[test]
fn a_unit_and_its_force_are_no_conflict() {
    let lines =
        ["a x incident.conducted-by organisation/navy", "b y incident.conducted-by organisation/squadron"];
    assert_eq!(conflicts(&World::of(&lines)).len(), 1);
    let linked = World::of(&lines).part("organisation/squadron", "organisation/navy");
    assert_eq!(conflicts(&linked), []);
}

#[test]
fn revision_is_told_from_conflict() {
    let between = |world: &World| conflicts(world).iter().map(|found| found.between).collect::<Vec<_>>();
    let revised = ["a x incident.killed 9 said=2031-05-02", "b x incident.killed 11 said=2031-05-04"];
    check(&revised, &["9, then 11 (revised)"]);
    let both = World::of(&revised).and(&["c y incident.killed 14"]);
    assert_eq!(between(&both), [Between::Revision, Between::Origins]);
    let last = &conflicts(&both)[1];
    assert_eq!(last.in_words(), "11 / 14", "what was revised is no longer a position");
    check(&["a x incident.killed 9", "b x incident.killed 11"], &["9 / 11 (one speaker says both)"]);
    check(
        &["a x incident.killed 9 said=2031-05-02", "b x incident.killed 9 denies said=2031-05-04"],
        &["9, then not 9 (revised)"],
    );
    check(&["a x incident.killed 9.. said=2031-05-02", "b x incident.killed 11 said=2031-05-04"], &[]);
    let party =
        World::of(&["a x incident.killed 9 said=2031-05-02", "b y incident.killed 11 said=2031-05-04"])
            .part("person/x", "organisation/state")
            .part("person/y", "organisation/state");
    assert_eq!(between(&party), [Between::Voices], "nobody revises what somebody else said");
}

#[test]
fn totals_of_different_days_conflict() {
    check(&["a x campaign.killed 40 for=2031-05-31", "b y campaign.killed 55 for=2031-06-30"], &[]);
    check(&["a x campaign.killed 40 for=2031-06-30", "b y campaign.killed 55 for=2031-06-30"], &["40 / 55"]);
    check(&["a x campaign.killed 40 for=2031-06", "b y campaign.killed 55 for=2031-06-30"], &[]);
    check(&["a x campaign.killed 40", "b y campaign.killed 55"], &[]);
    // A week in which people died: each day has its own question.
    let week = World::of(&[
        "a x campaign.killed 72 said=2031-06-01",
        "b y campaign.killed 76 said=2031-06-01",
        "c z campaign.killed 80 said=2031-06-04",
        "d w campaign.killed 83 said=2031-06-04",
        "e v campaign.killed 78 said=2031-06",
    ]);
    let words: Vec<String> = conflicts(&week).iter().map(Conflict::in_words).collect();
    assert_eq!(words, ["72 / 76", "80 / 83"]);
}

#[test]
fn a_total_that_falls_is_told_by_nobody() {
    let falls = ["a x campaign.killed 40 for=2031-04-30", "b y campaign.killed 55 for=2031-03-31"];
    check(&falls, &[]);
    assert_eq!(faults(&World::of(&falls)), [(Check::TotalFalls, true, 2)]);
    let bounds = ["a x campaign.killed 40.. for=2031-03-31", "a x campaign.killed 35 for=2031-04-30"];
    assert_eq!(faults(&World::of(&bounds)), [(Check::TotalFalls, false, 2)]);
    assert_eq!(
        faults(&World::of(&[
            "a x campaign.killed 40 for=2031-03-31",
            "b y campaign.killed 35.. for=2031-04-30"
        ])),
        []
    );
    assert_eq!(
        faults(&World::of(&["a x campaign.killed 40 for=2031-04", "b y campaign.killed 35 for=2031-04-30"])),
        []
    );
}

#[test]
fn two_voices_of_one_party_are_a_revision() {
    let lines = [
        "a service group.directed-by organisation/state denies said=2031-05-01 of=organisation/sail",
        "b president group.directed-by person/ruler said=2031-09-01 of=organisation/sail",
    ];
    let world = World::of(&lines)
        .part("person/service", "organisation/north")
        .part("person/president", "organisation/north")
        .part("person/ruler", "organisation/state");
    let found = conflicts(&world);
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(one.between, Between::Voices);
    assert_eq!(one.between_in_words(), "two voices of one party");
    assert_eq!(one.positions.iter().filter(|position| position.denied).count(), 1);
    // What is denied of a part is not denied of its whole.
    let other = [
        "a service group.directed-by person/ruler denies of=organisation/sail",
        "b president group.directed-by organisation/state of=organisation/sail",
    ];
    assert_eq!(conflicts(&World::of(&other).part("person/ruler", "organisation/state")), []);
    // Who said it may say otherwise.
    check(
        &[
            "a x group.directed-by organisation/state denies said=2031-05-01 of=organisation/sail",
            "b x group.directed-by organisation/state said=2031-09-01 of=organisation/sail",
        ],
        &["not state, then state (revised)"],
    );
}

#[test]
fn a_minister_takes_back_what_an_admiral_said_in_a_toll() {
    let lines =
        ["a admiral incident.killed 1 said=2031-05-02", "b minister incident.killed 11 said=2031-05-04"];
    let world = World::of(&lines)
        .part("person/admiral", "organisation/state")
        .part("person/minister", "organisation/state");
    let view = world.view();
    let method = Method::by_id("bij").expect("shipped");
    let toll = toll::incident(&view, &Origins::of(&view), id(STRIKE), &method);
    let line = toll.line(Role::Killed, None).expect("a line");
    assert_eq!((line.in_words(), line.superseded.len()), ("1 to 11".to_owned(), 0));
    assert_eq!(line.behind.origins_max, 1, "counted by origin all the same");
}

#[test]
fn what_is_disputed_in_words_only_has_no_sides() {
    let between = |lines: &[&str]| {
        let found = conflicts(&World::of(lines));
        found
            .iter()
            .map(|found| (found.property.clone(), found.in_words_only, found.positions.len()))
            .collect::<Vec<_>>()
    };
    let place = [
        "a x incident.place in-the-western-strait",
        "b y incident.place off-the-cape",
        "c z incident.place anywhere-in-the-western-strait denies",
    ];
    assert_eq!(between(&place), [("incident.place".to_owned(), true, 2)]);
    assert_eq!(between(&place[..2]), [], "two places may both be so");
    assert_eq!(between(&place[1..]), [], "who denies one place says nothing of another");
    assert_eq!(
        between(&[place[0], "c x incident.place anywhere-in-the-western-strait denies"]),
        [],
        "one speaker"
    );
    let told = [
        "a x statement they-were-ordered-to-leave-nobody-alive",
        "b y statement nobody-was-ordered-to-leave-anybody-alive denies",
    ];
    assert_eq!(between(&told), [("statement".to_owned(), true, 2)]);
    assert_eq!(between(&[told[0], "b y statement prices-rose-again denies"]), [], "about something else");
}

#[test]
fn claims_bridged_for_and_against_one_question_are_no_dispute() {
    let mut case = Case::default();
    case.bridges("the captain", STRIKE, "ihl.shipwrecked", "shipwrecked", Side::For);
    case.bridges("the ministry", STRIKE, "ihl.shipwrecked", "shipwrecked", Side::Against);
    case.bridges("the captain", STRIKE, "ihl.shipwrecked", "rescue", Side::For);
    let view = case.view();
    let found = conflict::conflicts(&view, &Origins::of(&view));
    let [one] = found.as_slice() else { panic!("{found:?}") };
    let asked = one.question.as_ref().expect("a question of a standard");
    assert_eq!((asked.standard.as_str(), asked.element.as_str()), ("ihl.shipwrecked", "shipwrecked"));
    assert_eq!(one.between_in_words(), "dispute in words, with sides");
    let sides: Vec<Option<Side>> = one.positions.iter().map(|position| position.side).collect();
    assert_eq!(sides, [Some(Side::For), Some(Side::Against)]);
}

/// Elements of two standards that are called alike were held against each other.
#[test]
fn what_is_necessary_under_one_law_was_no_answer_to_what_is_under_another() {
    let mut case = Case::default();
    case.bridges("the captain", STRIKE, "us.aumf.2001", "necessary", Side::For);
    case.bridges("the ministry", STRIKE, "un.charter.51", "necessary.held", Side::Against);
    case.bridges("the ministry", STRIKE, "orsa.force", "necessary", Side::Against);
    let view = case.view();
    assert_eq!(conflict::conflicts(&view, &Origins::of(&view)), []);
}

#[test]
fn states_of_different_times_do_not_conflict() {
    check(&["a x list.size 12 of=list/annex for=2031-01", "b y list.size 20 of=list/annex for=2031-06"], &[]);
    check(&["a x list.size 12 of=list/annex for=2031-01", "b y list.size 20 of=list/annex"], &["12 / 20"]);
    check(
        &[
            "a x group.listed no of=organisation/sail for=2030",
            "a x group.listed yes of=organisation/sail for=2031",
        ],
        &[],
    );
}

fn faults(world: &World) -> Vec<(Check, bool, usize)> {
    let found = coherence::coherence(&world.view());
    found.iter().map(|fault| (fault.check, fault.across_origins, fault.claims.len())).collect()
}

#[test]
fn what_cannot_be_as_stated_is_named_with_its_claims() {
    let check = |lines: &[&str], expected: &[(Check, bool, usize)]| {
        assert_eq!(faults(&World::of(lines)), expected, "{lines:?}");
    };
    check(&["a x incident.killed 9..5"], &[(Check::MinimumAboveMaximum, false, 1)]);
    check(
        &["a x incident.killed 9", "a x incident.killed 11 status=civilian"],
        &[(Check::PartAboveWhole, false, 2)],
    );
    check(
        &["a x incident.killed 9", "b y incident.killed 11 status=civilian"],
        &[(Check::PartAboveWhole, true, 2)],
    );
    check(&["a x incident.killed 9..", "a x incident.killed 11 status=child"], &[]);
    check(&["a x incident.killed 9", "b y incident.killed 12", "c z incident.killed 11 status=child"], &[]);
    check(
        &["a x incident.killed 5..9", "a x incident.killed 6..9 status=civilian"],
        &[(Check::PartMinimumAboveWhole, false, 2)],
    );
    check(
        &["a x incident.killed 5..9", "a x incident.killed 1..10 status=child"],
        &[(Check::PartMaximumAboveWhole, false, 2)],
    );
    check(
        &[
            "a x incident.killed 9",
            "a x incident.killed 6 status=civilian",
            "a x incident.killed 5 status=combatant",
        ],
        &[(Check::PartsAboveWhole, false, 3)],
    );
    check(
        &[
            "a x incident.killed 12",
            "a x incident.members 1 group=sail",
            "a x incident.affiliates 10 group=sail",
        ],
        &[(Check::MembersAndAffiliates, false, 3)],
    );
    check(
        &[
            "a x incident.killed 11",
            "b y incident.members 1 group=sail",
            "b y incident.affiliates 10 group=sail",
        ],
        &[],
    );
    check(
        &[
            "a x incident.killed 9",
            "b y incident.members 1 group=sail",
            "b y incident.affiliates 9 group=sail",
        ],
        &[(Check::MembersAndAffiliates, true, 3)],
    );
    check(
        &["a x incident.aboard 11", "a x incident.killed 11", "a x incident.survived 2"],
        &[(Check::MoreThanAboard, false, 3)],
    );
    check(&["a x incident.aboard 8", "a x incident.killed 9"], &[(Check::PartAboveWhole, false, 2)]);
    check(&["a x incident.killed 9", "a x incident.identified 10"], &[(Check::PartAboveWhole, false, 2)]);
}

#[test]
fn attacks_may_kill_more_than_their_incident() {
    let world = |whole: &str| {
        World::of(&["a x incident.killed 9 of=attack/first", "a x incident.killed 2 of=attack/second", whole])
            .part("attack/first", STRIKE)
            .part("attack/second", STRIKE)
    };
    assert_eq!(faults(&world("a x incident.killed 10")), [(Check::PartsAboveWhole, false, 3)]);
    assert_eq!(faults(&world("b y incident.killed 10")), [(Check::PartsAboveWhole, true, 3)]);
    assert_eq!(faults(&world("a x incident.killed 11")), []);
    assert_eq!(faults(&world("a x incident.killed 10..")), []);
}

#[test]
fn nothing_happens_after_it_was_published() {
    let check = |lines: &[&str], expected: &[(Check, bool, usize)]| {
        let world = World::of(lines).published("a", "2031-05-04");
        assert_eq!(faults(&world), expected, "{lines:?}");
    };
    check(&["a x incident.killed 9 for=2031-05-06"], &[(Check::DatedAfterPublication, false, 1)]);
    check(&["a x incident.killed 9 for=2031-05-04"], &[]);
    check(&["a x incident.killed 9 for=2031-05"], &[]);
    check(&["a x incident.happened-on 2031-05-06"], &[(Check::DatedAfterPublication, false, 1)]);
    check(
        &["a x incident.killed 9", "b y incident.happened-on 2031-05-06"],
        &[(Check::DatedAfterPublication, true, 2)],
    );
    check(
        &[
            "a x incident.killed 9",
            "b y incident.happened-on 2031-05-06",
            "c z incident.happened-on 2031-05-02",
        ],
        &[],
    );
    check(&["a x incident.killed 9 said=2031-05-05"], &[(Check::SaidAfterPublication, false, 1)]);
    check(&["a x instrument.in-force 2031-06-01/.. of=instrument/order"], &[]);
}

#[test]
fn a_campaign_is_no_less_than_its_incidents() {
    let lines = [
        "a x incident.killed 9",
        "a x incident.happened-on 2031-05-02",
        "a x incident.killed 8 of=incident/two",
        "a x incident.happened-on 2031-05-03 of=incident/two",
        "a x incident.campaign campaign/strait",
        "a x incident.campaign campaign/strait of=incident/two",
    ];
    let check = |total: &str, expected: &[(Check, bool, usize)]| {
        assert_eq!(faults(&World::of(&lines).and(&[total])), expected, "{total}");
    };
    check("a x campaign.killed 15 for=2031-05-05", &[(Check::CampaignBelowIncidents, false, 3)]);
    check("a x campaign.killed 17 for=2031-05-05", &[]);
    check("a x campaign.killed 15.. for=2031-05-05", &[]);
    check("a x campaign.killed 9 for=2031-05-02", &[]);
    check("b y campaign.killed 15 for=2031-05-05", &[]);
}

#[test]
fn a_change_names_the_entries_that_did_it() {
    let before =
        World::of(&["a x incident.killed 9", "b y incident.killed 11 status=civilian of=incident/two"]);
    let mut after = before.clone();
    let added = after.claim("c z incident.killed 14");
    let changes = diff::changes(&before.view(), &after.view(), &[Method::by_id("bij").expect("shipped")]);
    let words: Vec<(&str, Option<&str>, Option<&str>)> = changes
        .iter()
        .map(|change| (change.what.as_str(), change.before.as_deref(), change.after.as_deref()))
        .collect();
    assert_eq!(
        words,
        [
            ("grade in “strike” (incident/strike), by bij", Some("not-entered"), Some("possible")),
            ("killed in “strike” (incident/strike), by bij", Some("9"), Some("9 to 14")),
            ("conflict: incident.killed of “strike” (incident/strike)", None, Some("9 / 14")),
        ]
    );
    assert!(changes.iter().all(|change| change.because == [added]));
    assert_eq!(diff::changes(&after.view(), &after.view(), &Method::shipped()), []);
}

#[test]
fn a_grade_or_a_link_that_moves_a_toll_is_named() {
    let method = [Method::by_id("ucdp").expect("shipped")];
    let before = World::of(&["a ? incident.killed 9", "b x incident.killed 4"]);
    let mut after = before.clone();
    let claim = id("a ? incident.killed 9");
    let grade = id("a judgement");
    let graded = after.parts.claims.iter_mut().find(|found| found.id == claim).expect("there");
    graded.grades.push((grade, crate::build::grade(assize_record::body::GradeLetter::B)));
    let changes = diff::changes(&before.view(), &after.view(), &method);
    let toll = changes.iter().find(|change| change.what.starts_with("killed")).expect("the range moved");
    assert_eq!((toll.before.as_deref(), toll.after.as_deref()), (Some("4, best 4"), Some("4 to 9, best 9")));
    assert!(toll.because.contains(&grade) && toll.because.contains(&claim));
    let wire = World::of(&[
        "a narrator incident.killed 9 status=civilian",
        "b narrator incident.killed 9 status=civilian",
    ]);
    let copied = wire.clone().copy("b", "a");
    let changes = diff::changes(&wire.view(), &copied.view(), &[Method::by_id("ibc").expect("shipped")]);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!(changes[0].because, [id("article b")], "the copy");
}
