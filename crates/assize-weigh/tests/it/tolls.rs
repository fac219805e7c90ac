//! Tolls: each method on the same claims.

use crate::{
    build::id,
    world::{STRIKE, World},
};
use assize_record::Status;
use assize_weigh::{
    origin::Origins,
    toll::{self, CampaignFinding, GradeLabel, Method, Reason, Role, TollFinding, TollLine},
};

fn method(name: &str) -> Method {
    Method::by_id(name).expect("a shipped method")
}

fn toll(world: &World, name: &str) -> TollFinding {
    toll::incident(&world.view(), &Origins::of(&world.view()), id(STRIKE), &method(name))
}

fn campaign(world: &World, name: &str) -> CampaignFinding {
    toll::campaign(&world.view(), &Origins::of(&world.view()), id("campaign/strait"), &method(name))
}

fn killed(toll: &TollFinding) -> &TollLine {
    toll.line(Role::Killed, None).expect("a line for everybody killed")
}

/// Range, best and grade: `9 to 11, best 9, confirmed`.
fn check(world: &World, name: &str, expected: &str) {
    let toll = toll(world, name);
    let line = killed(&toll);
    let best = line.best.as_ref().map_or("none".to_owned(), |best| best.value.to_string());
    assert_eq!(format!("{}, best {best}, {}", line.in_words(), toll.grade.label.name()), expected, "{name}");
}

#[test]
fn six_methods_side_by_side_on_the_same_claims() {
    let world = World::of(&[
        "gazette minister incident.killed 11 said=2031-05-03",
        "herald narrator incident.killed 9",
        "post ? incident.killed 14",
        "herald villager incident.killed dozens",
        "gazette minister incident.conducted-by organisation/navy",
    ])
    .part("person/minister", "organisation/state")
    .part("organisation/navy", "organisation/state");
    check(&world, "ucdp", "9 to 11, best none, ungraded");
    check(&world, "bij", "9 to 14, best none, confirmed");
    check(&world, "new-america", "9 to 14, best none, entered");
    check(&world, "acled", "9, best 9, ungraded");
    let airwars = toll(&world, "airwars");
    let civilians = airwars.line(Role::Killed, Some(Status::Civilian)).expect("taken as civilians");
    assert_eq!(civilians.in_words(), "9 to 14 (by convention)");
    assert_eq!(airwars.grade.label, GradeLabel::Fair);
    assert_eq!(airwars.lines.len(), 1, "all dead are nobody it counts");
    assert_eq!(toll(&world, "ibc").lines, [], "nobody is said to be a civilian");
    let ucdp = toll(&world, "ucdp");
    let reasons: Vec<Reason> = killed(&ucdp).excluded.iter().map(|out| out.reason).collect();
    assert!(reasons.contains(&Reason::NoFigure), "{reasons:?}");
    assert!(reasons.iter().any(|reason| matches!(reason, Reason::BelowGrade(_))), "{reasons:?}");
    assert_eq!(ucdp.counts, Some(true));
}

#[test]
fn ends_name_the_claims_that_set_them_and_say_whether_they_are_bounds() {
    let mut world = World::default();
    let low = world.claim("gazette minister incident.killed 9..");
    let high = world.claim("herald narrator incident.killed 4..12");
    let same = world.claim("post narrator incident.killed 12..");
    let line = killed(&toll(&world, "bij")).clone();
    assert_eq!(line.in_words(), "4 to 12 or more");
    let (first, last) = (line.low.expect("low"), line.high.expect("high"));
    assert_eq!(first.claims, [high]);
    let mut setting = vec![high, same];
    setting.sort_unstable();
    assert_eq!(last.claims, setting);
    assert!(last.open && !first.open && line.claims.contains(&low));
}

#[test]
fn a_later_figure_of_one_origin_moves_the_range_and_the_earlier_stays_cited() {
    let mut world = World::default();
    let earlier = world.claim("gazette minister incident.killed 11 said=2031-05-03");
    let later = world.claim("herald minister incident.killed 9 said=2031-05-05");
    check(&world, "bij", "9, best none, possible");
    let line = killed(&toll(&world, "bij")).clone();
    assert_eq!(line.superseded.iter().map(|old| (old.claim, old.by)).collect::<Vec<_>>(), [(earlier, later)]);
    let civilians = World::of(&[
        "gazette minister incident.killed 11 said=2031-05-03 status=civilian",
        "herald minister incident.killed 9 said=2031-05-05 status=civilian",
    ]);
    let kept = toll(&civilians, "ibc");
    let line = kept.line(Role::Killed, Some(Status::Civilian)).expect("civilians");
    assert_eq!((line.in_words(), kept.grade.label), ("9 to 11".to_owned(), GradeLabel::Provisional));
    let unordered = World::of(&[
        "gazette minister incident.killed 11 said=2031-05",
        "herald minister incident.killed 9 said=2031-05-05",
    ]);
    check(&unordered, "bij", "9 to 11, best none, possible");
}

#[test]
fn later_words_without_a_figure_take_no_figure_away() {
    let world = World::of(&[
        "gazette minister incident.killed 11 said=2031-05-03",
        "gazette minister incident.killed dozens said=2031-05-05",
    ]);
    check(&world, "bij", "11, best none, not-entered");
    assert!(toll(&world, "airwars").line(Role::Killed, Some(Status::Civilian)).is_some());
    check(&world, "acled", "12 (by convention), best 12, ungraded");
}

#[test]
fn best_is_the_sum_of_the_sides_and_never_a_midpoint() {
    let sides = [
        "gazette minister incident.killed 3 status=civilian",
        "gazette minister incident.killed 4 status=combatant",
    ];
    check(
        &World::of(&sides).and(&["herald narrator incident.killed 6..9"]),
        "ucdp",
        "6 to 9, best 7, ungraded",
    );
    check(&World::of(&sides).and(&["herald narrator incident.killed 11"]), "ucdp", "11, best none, ungraded");
    check(&World::of(&sides), "ucdp", "at least 7, best 7, ungraded");
    let unsettled = World::of(&sides)
        .and(&["post narrator incident.killed 5 status=civilian", "post narrator incident.killed 9"]);
    check(&unsettled, "ucdp", "9, best none, ungraded");
    check(&World::of(&["gazette narrator incident.killed 8"]), "ucdp", "8, best 8, ungraded");
    check(&World::of(&["gazette narrator incident.killed 8..10"]), "ucdp", "8 to 10, best none, ungraded");
    let none = World::of(&["gazette narrator incident.killed 0"]);
    assert_eq!(toll(&none, "ucdp").counts, Some(false));
}

#[test]
fn words_stand_for_a_figure_only_by_the_convention_of_a_method() {
    let world =
        World::of(&["gazette narrator incident.killed dozens", "herald narrator incident.killed numerous"]);
    check(&world, "acled", "12 (by convention), best 12, ungraded");
    check(&world, "bij", "no figure, best none, ungraded");
    let line = killed(&toll(&world, "acled")).clone();
    assert_eq!(line.conventions.len(), 1);
    assert_eq!(line.conventions[0].words, "dozens = 12");
    assert_eq!(line.excluded[0].reason, Reason::NoFigure);
    // Of two figures that the recorder chooses between, neither is the best.
    let several = World::of(&["gazette narrator incident.killed several"]);
    check(&several, "acled", "3 to 10 (by convention), best none, ungraded");
    assert_eq!(killed(&toll(&several, "acled")).conventions[0].words, "several = 3 to 10");
    let sum = campaign(&several.and(&["gazette narrator incident.campaign campaign/strait"]), "acled");
    assert_eq!(sum.lines[0].in_words(), "3 to 10 (by convention)", "a sum says so too");
}

#[test]
fn what_is_denied_doubted_supposed_or_impossible_is_left_out_with_the_reason() {
    let world = World::of(&[
        "gazette narrator incident.killed 8",
        "gazette minister incident.killed 30 denies",
        "gazette minister incident.killed 31 doubts",
        "gazette minister incident.killed 32 hedge=condition",
        "gazette minister incident.killed 33..5",
        "gazette minister incident.killed 34 hedge=possibility",
    ]);
    let line = killed(&toll(&world, "bij")).clone();
    assert_eq!(line.in_words(), "8 to 34");
    let mut reasons: Vec<Reason> = line.excluded.iter().map(|out| out.reason).collect();
    reasons.sort_unstable();
    assert_eq!(reasons, [Reason::Denied, Reason::Doubted, Reason::Supposed, Reason::Impossible]);
}

#[test]
fn attribution_confirms_and_unnamed_people_alone_do_not() {
    let base = ["gazette narrator incident.killed 8", "post narrator incident.killed 8"];
    let grade = |lines: &[&str]| {
        let world = World::of(&base).and(lines).part("person/admiral", "organisation/navy");
        toll(&world, "bij").grade.label
    };
    assert_eq!(grade(&[]), GradeLabel::Possible);
    assert_eq!(grade(&["gazette narrator incident.conducted-by organisation/navy"]), GradeLabel::Possible);
    let two = [
        "gazette narrator incident.conducted-by organisation/navy",
        "herald narrator incident.conducted-by organisation/navy",
    ];
    assert_eq!(grade(&two), GradeLabel::Possible, "two reports enter a strike and confirm nothing");
    assert_eq!(grade(&["gazette admiral incident.conducted-by organisation/navy"]), GradeLabel::Confirmed);
    assert_eq!(
        grade(&["gazette 1@navy incident.conducted-by organisation/navy"]),
        GradeLabel::Confirmed,
        "named or not"
    );
    let alone = World::of(&[
        "gazette admiral incident.killed 8",
        "gazette admiral incident.conducted-by organisation/navy",
    ])
    .part("person/admiral", "organisation/navy");
    assert_eq!(toll(&alone, "bij").grade.label, GradeLabel::NotEntered);
    assert_eq!(grade(&["gazette 7@police incident.conducted-by organisation/navy"]), GradeLabel::Possible);
    assert_eq!(
        grade(&["gazette admiral incident.conducted-by organisation/navy denies"]),
        GradeLabel::Possible
    );
}

#[test]
fn people_are_civilians_until_others_than_the_attacker_show_otherwise() {
    let base = [
        "gazette admiral incident.conducted-by organisation/navy",
        "gazette admiral incident.killed 11 status=combatant",
        "herald narrator incident.killed 9",
    ];
    let world = World::of(&base).part("person/admiral", "organisation/navy");
    let toll_of = |world: &World| toll(world, "airwars");
    let civilians =
        |toll: &TollFinding| toll.line(Role::Killed, Some(Status::Civilian)).expect("a line").clone();
    let first = toll_of(&world);
    assert_eq!(civilians(&first).in_words(), "9 to 11 (by convention)");
    assert_eq!(first.grade.label, GradeLabel::Fair);
    assert!(first.line(Role::Killed, Some(Status::Combatant)).is_none(), "it counts no fighters");
    let shown = world.clone().and(&["post coroner incident.killed 9 status=combatant"]);
    let second = toll_of(&shown);
    assert_eq!(civilians(&second).in_words(), "no figure");
    assert_eq!(second.grade.label, GradeLabel::Discounted);
    let conceded = world.and(&["post admiral incident.killed 2 status=civilian"]);
    let third = toll_of(&conceded);
    assert_eq!(third.grade.label, GradeLabel::Confirmed);
    let (low, high) = civilians(&third).conceded.expect("the attacker's own figures");
    assert_eq!((low.value, high.value), (2, 11));
    let rival = conceded.and(&["post narrator incident.conducted-by organisation/police"]);
    assert_eq!(toll_of(&rival).grade.label, GradeLabel::Contested);
}

#[test]
fn copies_of_one_wire_story_are_one_media_source() {
    let world = World::of(&["wire narrator incident.killed 8", "gazette narrator incident.killed 8"]);
    assert_eq!(toll(&world, "new-america").grade.label, GradeLabel::Entered);
    assert_eq!(toll(&world.copy("gazette", "wire"), "new-america").grade.label, GradeLabel::NotEntered);
}

#[test]
fn campaigns_add_up_by_each_methods_own_rule() {
    let world = World::of(&[
        "gazette admiral incident.conducted-by organisation/navy",
        "gazette admiral incident.killed 9..11",
        "herald narrator incident.killed 10",
        "gazette narrator incident.killed 4..6 of=incident/two",
        "herald narrator incident.killed 5 of=incident/two",
        "gazette narrator incident.campaign campaign/strait",
        "gazette narrator incident.campaign campaign/strait of=incident/two",
        "gazette narrator incident.campaign campaign/strait of=incident/three",
        "gazette admiral campaign.killed 40.. for=2031-05-01/2031-06-30",
        "herald narrator campaign.killed 38 said=2031-06-30",
    ])
    .part("person/admiral", "organisation/navy");
    let check = |name: &str, range: &str, low_incidents: u32, high_incidents: u32| {
        let finding = campaign(&world, name);
        let line = finding.lines.iter().find(|line| line.status.is_none()).expect("a line");
        assert_eq!(line.in_words(), range, "{name}");
        assert_eq!((line.low_incidents, line.high_incidents), (low_incidents, high_incidents), "{name}");
        assert_eq!(finding.stated.len(), 2, "{name}");
        assert!(finding.left_out.iter().any(|out| out.incident == id("incident/three")), "{name}");
    };
    check("bij", "9 to 17", 1, 2);
    check("ucdp", "13 to 17", 2, 2);
    check("acled", "13", 2, 2);
    let ibc = campaign(&world, "ibc");
    assert!(ibc.lines.is_empty() && ibc.left_out.len() == 3, "nobody is said to be a civilian");
    let stated: Vec<(&str, &str)> =
        ibc.stated.iter().map(|stated| (stated.figure.as_str(), stated.origin.as_str())).collect();
    assert_eq!(stated, [("38", "herald"), ("at least 40", "admiral (navy)")]);
}

#[test]
fn a_second_attack_that_is_part_of_an_incident_is_counted_once() {
    let world = World::of(&[
        "gazette narrator incident.killed 11",
        "gazette narrator incident.killed 2 of=incident/second",
    ])
    .part("incident/second", STRIKE)
    .part(STRIKE, "campaign/strait");
    let finding = campaign(&world, "ucdp");
    assert_eq!(finding.lines[0].in_words(), "11");
    assert!(finding.left_out[0].reason.contains("part of"), "{:?}", finding.left_out);
}

#[test]
fn attacks_on_one_day_and_place_may_be_one_strike_and_are_left_apart() {
    let lines = |two: &str| {
        let two = format!("gazette narrator incident.happened-on {two} of=incident/two");
        World::of(&[
            "gazette narrator incident.killed 3",
            "herald narrator incident.killed 3",
            "gazette narrator incident.happened-on 2031-05-02",
            "gazette narrator incident.place harbour",
            "gazette narrator incident.place Harbour of=incident/two",
            &two,
        ])
        .part(STRIKE, "campaign/strait")
        .part("incident/two", "campaign/strait")
    };
    assert_eq!(campaign(&lines("2031-05-02"), "new-america").perhaps_one.len(), 1);
    assert_eq!(campaign(&lines("2031-05-03"), "new-america").perhaps_one.len(), 0);
    assert_eq!(
        campaign(&lines("2031-05-02"), "bij").perhaps_one.len(),
        0,
        "the method does not join strikes"
    );
}

#[test]
fn a_finding_says_how_many_drafts_it_rests_on() {
    let world = World::of(&["gazette narrator incident.killed 3 draft", "herald narrator incident.killed 4"]);
    for name in ["ucdp", "bij", "airwars", "new-america", "acled"] {
        assert_eq!(toll(&world, name).drafts, 1, "{name}");
    }
}

#[test]
fn a_grade_is_said_once_and_beside_no_line() {
    let world = World::of(&[
        "gazette narrator incident.killed 9 status=civilian",
        "herald narrator incident.killed 9 status=civilian",
        "gazette narrator incident.killed 2 status=child",
    ]);
    let view = world.view();
    let all = toll::tolls(&view, &Origins::of(&view), &Method::shipped());
    let findings: Vec<&TollFinding> = all.incidents.iter().collect();
    let grades = toll::grades_in_words(&findings);
    let methods: usize = grades.iter().map(|words| words.methods.len()).sum();
    assert_eq!(methods, Method::shipped().len(), "each method has one grade");
    let ibc = grades.iter().find(|words| words.methods.iter().any(|method| method.as_str() == "ibc"));
    assert_eq!(ibc.map(|words| words.grade.in_words()), Some("corroborated".to_owned()));
    let airwars = toll(&world, "airwars");
    let child = airwars.line(Role::Killed, Some(Status::Child)).expect("a line");
    assert_eq!(child.behind_in_words(), "1 article, 1 origin", "a line of one article claims no grade");
}

#[test]
fn a_line_without_claims_says_why_and_has_no_grade() {
    // Unnamed people of no party give a bare assertion, which this method does not take as reliable.
    let world = World::of(&["gazette ? incident.killed 9"]);
    let ucdp = toll(&world, "ucdp");
    assert_eq!(
        killed(&ucdp).behind_in_words(),
        "no claim taken: its grade D is below what the method takes as reliable"
    );
    let world = World::of(&["gazette narrator incident.killed 9 denies"]);
    for method in Method::shipped() {
        let toll = toll(&world, method.id.as_str());
        assert_eq!(toll.grade.label, GradeLabel::Ungraded, "{}: {}", method.id, toll.grade.why);
    }
}

#[test]
fn a_figure_by_convention_says_so_in_its_row() {
    let airwars = toll(&World::of(&["gazette narrator incident.killed 4"]), "airwars");
    let civilians = airwars.line(Role::Killed, Some(Status::Civilian)).expect("taken as civilians");
    assert_eq!(
        civilians.behind_in_words(),
        "1 article, 1 origin; by the method's convention: no status shown = civilian"
    );
    let both = World::of(&[
        "gazette narrator incident.killed 4",
        "herald narrator incident.killed 3 status=civilian",
    ]);
    let airwars = toll(&both, "airwars");
    let civilians = airwars.line(Role::Killed, Some(Status::Civilian)).expect("a line");
    assert!(
        civilians
            .behind_in_words()
            .ends_with("1 of 2 claims by the method's convention: no status shown = civilian"),
        "{}",
        civilians.behind_in_words()
    );
}

#[test]
fn who_did_it_is_not_said_to_be_unsaid_where_words_may_say_it() {
    let world = World::of(&[
        "gazette narrator incident.killed 9",
        "post narrator incident.killed 9",
        "gazette navy-spokesman statement struck",
    ]);
    let grade = toll(&world, "bij").grade;
    assert_eq!(grade.why, "no claim on this record says who carried it out");
    let world = World::of(&[
        "gazette narrator incident.killed 9",
        "post narrator incident.killed 9",
        "gazette navy incident.conducted-by organisation/navy denies",
    ]);
    let grade = toll(&world, "bij").grade;
    assert_eq!(grade.why, "who carried it out is only denied, doubted or supposed");
    assert_eq!(grade.because.len(), 1, "it opens the words of the denial");
}

#[test]
fn a_range_over_methods_runs_from_the_lowest_to_the_highest_of_all() {
    let world = World::of(&["gazette narrator incident.killed 6", "herald narrator incident.killed 9"]);
    let view = world.view();
    let all = toll::tolls(&view, &Origins::of(&view), &Method::shipped());
    assert_eq!(killed(&all.incidents[0]).in_words(), "6", "the first method has one figure, the lowest");
    let over = toll::over_methods(&all.incidents, Role::Killed, None).expect("figures");
    let all_dead = ["acled", "bij", "new-america", "ucdp"];
    assert_eq!(over.in_words(), "6 to 9");
    assert_eq!(over.methods.iter().map(|method| method.as_str()).collect::<Vec<_>>(), all_dead);
    assert_eq!((over.low.claims.len(), over.high.claims.len(), over.claims.len()), (1, 1, 2));
    assert!(toll::over_methods(&all.incidents, Role::Injured, None).is_none());
}

#[test]
fn nine_fighters_killed_are_nobody_killed_where_no_whole_is_stated() {
    let mut world = World::default();
    let claim = world.claim("gazette minister incident.killed 9 status=combatant hedge=allegation");
    for name in ["bij", "new-america", "acled"] {
        let line = killed(&toll(&world, name)).clone();
        assert_eq!(line.in_words(), "at least 9", "{name}");
        assert_eq!(line.claims, [claim], "each end opens its words");
        let (low, high) = (line.low.clone().expect("low"), line.high.clone().expect("high"));
        assert!(low.claims == [claim] && high.claims == [claim] && high.open && !low.open);
        let words = line.behind_in_words();
        assert!(words.contains("set by 9 said to be fighters (“allegation”)"), "{name}: {words}");
    }
    for name in ["ibc", "airwars"] {
        assert!(toll(&world, name).line(Role::Killed, None).is_none(), "{name} counts civilians");
    }
    let view = world.view();
    let all = toll::tolls(&view, &Origins::of(&view), &Method::shipped());
    let over = toll::over_methods(&all.incidents, Role::Killed, None).expect("a range");
    assert_eq!(over.in_words(), "at least 9, set by 9 said to be fighters (“allegation”)");
}

#[test]
fn parts_that_share_nobody_are_not_added_up() {
    let parts = [
        "gazette minister incident.killed 3 status=civilian",
        "gazette minister incident.killed 4 status=combatant",
    ];
    let check = |lines: &[&str], expected: &str| {
        let toll = toll(&World::of(lines), "bij");
        let line = toll.line(Role::Killed, None).map_or("no line".to_owned(), TollLine::in_words);
        assert_eq!(line, expected, "{lines:?}");
    };
    check(&parts, "at least 7");
    check(&[parts[0], "herald villager incident.killed 4 status=combatant"], "3 to 4 or more");
    check(&[parts[0], "gazette minister incident.killed 2 status=child"], "at least 3");
    check(
        &[
            "gazette minister incident.members 1 group=sail",
            "gazette minister incident.affiliates 10 group=sail",
        ],
        "at least 11",
    );
    check(&["gazette minister incident.killed 5.. status=combatant group=sail"], "at least 5");
    check(&["gazette minister incident.killed ..5 status=combatant"], "no line");
    check(&["gazette minister incident.killed dozens status=combatant"], "no line");
    check(&["gazette minister incident.killed 9 status=combatant denies"], "no line");
    let acled = toll(&World::of(&["gazette minister incident.killed dozens status=combatant"]), "acled");
    assert_eq!(killed(&acled).in_words(), "at least 12 (by convention)");
    assert_eq!(killed(&acled).conventions.len(), 1, "a part by convention says so");
}

#[test]
fn a_part_greater_than_its_whole_leaves_the_whole_where_it_is() {
    let whole = ["herald narrator incident.killed 7", "gazette minister incident.killed 9 status=combatant"];
    let line = killed(&toll(&World::of(&whole), "bij")).clone();
    assert_eq!(line.in_words(), "7 to 9 or more");
    let within =
        ["herald narrator incident.killed 11", "gazette minister incident.killed 9 status=combatant"];
    let line = killed(&toll(&World::of(&within), "bij")).clone();
    assert_eq!(
        (line.in_words(), line.by_parts.len()),
        ("11".to_owned(), 0),
        "a part says nothing against a whole that holds it"
    );
}

/// One of the wounded who died, taken for all who were killed, made a range of five to six begin at one.
#[test]
fn some_of_those_counted_bound_the_whole_and_are_no_figure_of_their_own() {
    let of = |more: &[&str]| {
        let whole = ["gazette narrator incident.killed 6", "herald narrator incident.killed 5"];
        toll(&World::of(&[&whole[..], more].concat()), "bij")
    };
    let words = |toll: &TollFinding| killed(toll).in_words();
    assert_eq!(words(&of(&[])), "5 to 6");
    assert_eq!(words(&of(&["post villager incident.killed 1"])), "1 to 6");
    let with =
        of(&["post villager incident.killed 1 status=part", "post villager incident.killed 2 status=part"]);
    assert_eq!(words(&with), "5 to 6");
    assert!(with.line(Role::Killed, Some(Status::Part)).is_none(), "it is a row of no table");
    assert_eq!(
        words(&of(&["post villager incident.killed 9 status=part"])),
        "5 to 9 or more",
        "as much as surely were"
    );
    let alone = World::of(&["post villager incident.killed 2 status=part"]);
    assert_eq!(killed(&toll(&alone, "bij")).in_words(), "at least 2");
    let clash = World::of(&[
        "gazette narrator incident.killed 1 status=part",
        "herald narrator incident.killed 2 status=part",
    ]);
    let view = clash.view();
    assert!(
        assize_weigh::conflict::conflicts(&view, &Origins::of(&view)).is_empty(),
        "two parts may be two people's"
    );
}

#[test]
fn children_killed_are_no_civilians_killed_where_only_civilians_count() {
    let world = World::of(&[
        "gazette narrator incident.killed 3 status=child",
        "gazette narrator incident.killed 2 status=woman",
    ]);
    for name in ["ibc", "airwars"] {
        let toll = toll(&world, name);
        let line = toll.line(Role::Killed, Some(Status::Civilian)).expect("civilians");
        assert_eq!(line.in_words(), "at least 5", "{name}");
    }
}

#[test]
fn a_file_of_old_is_read_anew() {
    // As cases adopted it before methods said whom they count: everything is computed, and what is not its own is marked.
    let old = r#"
id = "harbour-watch"
name = "Harbour Watch"
version = "1"
rule = "The lowest and the highest."
[citation]
title = "Rules"
publisher = "Harbour Watch"
edition = "1"
year = 2030
url = "https://example.org/"
checked = "second-hand"
[figures]
roles = ["killed"]
least_grade = "D"
revision = "moves"
range = "lowest-to-highest"
best = "none"
[grading]
scheme = "confirmed-or-possible"
independent = 2
[campaign]
low = ["confirmed"]
high = ["confirmed", "possible"]
"#;
    let method = Method::parse(old).expect("still a method");
    let of = |lines: &[&str]| {
        let view = World::of(lines).view();
        toll::incident(&view, &Origins::of(&view), id(STRIKE), &method)
    };
    let found = of(&["gazette minister incident.killed 9 status=combatant"]);
    assert!(found.line(Role::Killed, None).is_none(), "no parts");
    let found = of(&["gazette minister incident.aboard 9", "gazette minister incident.killed 4"]);
    let own: Vec<(Role, bool)> = found.lines.iter().map(|line| (line.role, line.own)).collect();
    assert_eq!(own, [(Role::Killed, true), (Role::Aboard, false)]);
    assert_eq!((found.grade.label, found.scope), (GradeLabel::Possible, None));
    for (from, to) in [
        ("roles = [\"killed\"]\n", ""),
        (
            "[grading]",
            "[counts]\nwords = \"the dead\"\nroles = [\"killed\"]\nwhom = [\"everybody\"]\n[grading]",
        ),
        ("high = [", "range = [{ name = \"all\", grades = [\"possible\"] }]\nhigh = ["),
    ] {
        assert!(Method::parse(&old.replace(from, to)).is_err(), "{to}");
    }
}

#[test]
fn a_recorder_of_civilians_has_a_figure_of_all_dead() {
    let world = World::of(&[
        "gazette narrator incident.killed 11",
        "herald narrator incident.killed 3 status=civilian",
        "herald narrator incident.aboard 11",
        "herald narrator incident.survived 2",
        "herald narrator incident.injured 2 status=civilian",
        "herald narrator incident.killed 8 group=sail",
    ]);
    let counted = |name: &str| {
        let words = |line: &std::sync::Arc<TollLine>| {
            format!("{} {:?} {}", line.role.name(), line.status, line.group.is_some())
        };
        toll(&world, name).lines.iter().map(words).collect::<Vec<_>>()
    };
    let civilians = ["killed Some(Civilian) false", "injured Some(Civilian) false"];
    assert_eq!(counted("ibc"), civilians);
    assert_eq!(counted("airwars"), civilians);
    assert_eq!(counted("acled"), ["killed None false"], "no groups, no survivors");
    assert_eq!(counted("ucdp"), ["killed None false", "killed Some(Civilian) false"]);
}

#[test]
fn events_that_a_recorder_does_not_take_in_are_printed_as_if_it_did() {
    let words = |lines: &[&str], name: &str| {
        let world = World::of(&["gazette narrator incident.killed 3 status=civilian"]).and(lines);
        toll(&world, name).scope.map(|scope| (scope.surely, scope.words.clone()))
    };
    let early = "gazette narrator incident.happened-on 2001-05-02";
    let (surely, said) = words(&[early], "ibc").expect("too early");
    assert!(surely && said.starts_with("Iraq Body Count itself does not record such events: "), "{said}");
    let (surely, said) =
        words(&["gazette narrator incident.happened-on 2031-05-02"], "ibc").expect("no place");
    assert!(!surely && said.contains("as far as this record shows"), "{said}");
    let there =
        ["gazette narrator incident.happened-on 2007-05-02", "gazette narrator incident.place southern-Iraq"];
    assert_eq!(words(&there, "ibc"), None);
    let (surely, said) = words(&[], "ucdp").expect("a threshold");
    assert!(!surely && said.contains("25 deaths"), "{said}");
    assert_eq!(words(&[], "acled"), None);
}

#[test]
fn likely_and_alleged_are_one_range() {
    let world = World::of(&[
        "gazette narrator incident.killed 3..4 status=civilian",
        "herald narrator incident.killed 4 status=civilian",
        "herald narrator incident.conducted-by organisation/navy",
        "gazette narrator incident.killed 2..6 status=civilian of=incident/two",
        "gazette narrator incident.campaign campaign/strait",
        "gazette narrator incident.campaign campaign/strait of=incident/two",
    ]);
    let found = campaign(&world, "airwars");
    let ranges: Vec<(Option<&str>, String)> =
        found.lines.iter().map(|line| (line.range.as_deref(), line.in_words())).collect();
    assert_eq!(ranges, [(Some("likely"), "3 to 4".to_owned()), (Some("alleged"), "5 to 10".to_owned())]);
    let two = found.members.iter().find(|member| member.incident == id("incident/two")).expect("a member");
    assert_eq!((two.adds_low, two.ranges.as_slice()), (false, ["alleged".to_owned()].as_slice()));
}

#[test]
fn two_reports_make_an_incident_fair_where_nobody_acted() {
    let lines = [
        "gazette narrator incident.killed 3 status=civilian",
        "herald narrator incident.killed 3 status=civilian",
    ];
    let grade = |world: &World| toll(world, "airwars").grade;
    let alone = grade(&World::of(&lines));
    assert_eq!(alone.label, GradeLabel::Weak);
    assert!(
        alone.why.ends_with("not fair, because no claim on this record says who carried it out"),
        "{}",
        alone.why
    );
    let acted = World::of(&lines).and(&["herald narrator incident.conducted-by organisation/navy"]);
    assert_eq!(grade(&acted).label, GradeLabel::Fair);
}

#[test]
fn the_lowest_figure_stays_where_a_more_reliable_one_has_come() {
    let world =
        World::of(&["gazette villager incident.killed 4", "herald coroner incident.killed 9 grade=A"]);
    let line = killed(&toll(&world, "acled")).clone();
    assert_eq!(line.in_words(), "9");
    assert_eq!(line.excluded[0].reason, Reason::LessReliable);
}

#[test]
fn the_most_conservative_total_must_be_reliable() {
    let world = World::of(&[
        "gazette ? incident.killed 4",
        "gazette ? incident.killed 14",
        "herald narrator incident.killed 9",
    ]);
    let line = killed(&toll(&world, "ucdp")).clone();
    assert_eq!(line.in_words(), "4 to 9");
    assert_eq!(line.excluded.len(), 1, "what is too weak for the high end");
    assert!(line.low.expect("low").claims.iter().all(|id| line.claims.contains(id)));
}

#[test]
fn or_more_is_lost_where_a_method_has_one_figure() {
    let world = World::of(&["gazette narrator incident.killed 9.."]);
    let line = killed(&toll(&world, "acled")).clone();
    assert_eq!(line.in_words(), "at least 9");
    let world = world.and(&["gazette narrator incident.campaign campaign/strait"]);
    assert_eq!(campaign(&world, "acled").lines[0].in_words(), "at least 9", "the sum keeps it");
    let exact = world.and(&["herald narrator incident.killed 9"]);
    assert_eq!(killed(&toll(&exact, "acled")).in_words(), "9", "one says so and no more");
}

#[test]
fn attacks_of_one_incident_have_no_bearing_on_its_toll() {
    let lines = [
        "gazette narrator incident.killed 9 of=attack/first",
        "gazette narrator incident.killed 2 of=attack/second",
        "gazette narrator incident.campaign campaign/strait",
    ];
    let world = World::of(&lines).part("attack/first", STRIKE).part("attack/second", STRIKE);
    let line = killed(&toll(&world, "bij")).clone();
    assert_eq!(line.in_words(), "at least 11");
    assert!(
        line.behind_in_words().contains("set by 2 in “second” and 9 in “first”"),
        "{}",
        line.behind_in_words()
    );
    assert_eq!(campaign(&world, "ucdp").lines[0].in_words(), "at least 11");
    let view = world.view();
    let all = toll::tolls(&view, &Origins::of(&view), &[method("ucdp")]);
    let of = |key: &str| {
        let found = all.incidents.iter().find(|found| found.subject == id(key));
        killed(found.unwrap_or_else(|| panic!("{key}"))).in_words()
    };
    assert_eq!([of("attack/first"), of("attack/second")], ["9", "2"], "each under its own id");
    let whole = world.clone().and(&["herald narrator incident.killed 10"]);
    assert_eq!(killed(&toll(&whole, "bij")).in_words(), "10 to 11 or more");
    let stated = world.and(&["herald narrator incident.killed 12"]);
    assert_eq!(killed(&toll(&stated, "bij")).in_words(), "12", "never counted twice");
    assert_eq!(campaign(&stated, "ucdp").lines[0].in_words(), "12");
    let one = World::of(&lines[..2])
        .part("attack/first", STRIKE)
        .part("attack/second", STRIKE)
        .same("attack/first", "attack/second");
    assert_eq!(killed(&toll(&one, "bij")).in_words(), "2 to 9 or more", "one attack is counted once");
}

/// Two incidents of five dead each, on two days, of one campaign.
const TWO: [&str; 6] = [
    "gazette narrator incident.killed 5",
    "gazette narrator incident.happened-on 2031-05-02",
    "gazette narrator incident.campaign campaign/strait",
    "gazette narrator incident.killed 5 of=incident/two",
    "gazette narrator incident.happened-on 2031-05-20 of=incident/two",
    "gazette narrator incident.campaign campaign/strait of=incident/two",
];

fn totals(lines: &[&str]) -> Vec<toll::StatedTotal> {
    let view = World::of(&TWO).and(lines).view();
    toll::tolls(&view, &Origins::of(&view), &Method::shipped()).totals
}

#[test]
fn a_stated_total_outside_every_range_is_no_finding() {
    let found = totals(&["herald minister campaign.killed 60 for=2031-05-31"]);
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert!(one.lies == toll::Lies::Above && one.complete.is_none());
    assert_eq!(one.stated.claims.len(), 1);
    assert!(
        one.words.starts_with(
            "killed 60 as of 2031-05-31, stated by minister, lies above every range computed here up to that day: 10 by acled"
        ),
        "{}",
        one.words
    );
    assert_eq!(totals(&["herald minister campaign.killed 10 for=2031-05-31"]), []);
    assert_eq!(totals(&["herald minister campaign.killed 9.. for=2031-05-31"]), [], "or more");
    assert_eq!(
        totals(&["herald minister campaign.killed 5 for=2031-05-10"]),
        [],
        "up to that day there was one"
    );
    assert_eq!(totals(&["herald minister campaign.killed 10 for=2031-05-10"]).len(), 1);
    let [low] = &totals(&["herald minister campaign.killed 4 for=2031-05-31"])[..] else { panic!("below") };
    assert_eq!(low.lies, toll::Lies::Below);
    assert_eq!(totals(&["herald minister campaign.killed 60 for=2031"]).len(), 1, "some day of that year");
}

#[test]
fn a_sum_below_the_stated_total_is_passed_over_though_every_strike_is_on_record() {
    let total = "herald minister campaign.killed 60 for=2031-05-31";
    let complete = |strikes: &str| totals(&[total, strikes])[0].complete;
    assert_eq!(complete("herald minister campaign.strikes 2 for=2031-05-31"), Some(true));
    assert_eq!(complete("herald minister campaign.strikes 3 for=2031-05-31"), Some(false));
    assert_eq!(complete("herald minister campaign.strikes 2.. for=2031-05-31"), None);
    assert_eq!(complete("herald minister campaign.strikes 2 for=2031-05-10"), None);
}

#[test]
fn strikes_that_are_stated_stand_without_those_on_record() {
    let world = World::of(&TWO)
        .and(&[
            "herald minister campaign.strikes 7 for=2031-05-31",
            "herald minister campaign.strikes 1 for=2031-05-10",
        ])
        .part("attack/first", STRIKE)
        .part("attack/second", STRIKE);
    let stated = campaign(&world, "ucdp").stated;
    let of: Vec<_> = stated
        .iter()
        .map(|stated| {
            (stated.figure.as_str(), stated.on_record.map(|found| (found.incidents, found.attacks)))
        })
        .collect();
    assert_eq!(of, [("1", Some((1, 2))), ("7", Some((2, 3)))]);
}

#[test]
fn an_open_end_is_closed_by_a_sum() {
    let world = World::of(&[
        "gazette narrator incident.killed 9..",
        "gazette narrator incident.killed 4 of=incident/two",
        "gazette narrator incident.campaign campaign/strait",
        "gazette narrator incident.campaign campaign/strait of=incident/two",
    ]);
    for name in ["ucdp", "acled"] {
        assert_eq!(campaign(&world, name).lines[0].in_words(), "at least 13", "{name}");
    }
}
