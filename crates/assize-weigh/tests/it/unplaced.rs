//! Incidents that nobody has placed: alone, counted aloud, and added to nothing.

use crate::{
    build::id,
    world::{STRIKE, World},
};
use assize_record::EntryId;
use assize_weigh::{
    authority::zone::Shapes,
    origin::Origins,
    oversight,
    standard::{Options, Proofs, Standards, assess, assess::assess_all},
    toll::{self, CampaignFinding, GradeLabel, Method, Tolls, Unplaced},
};
use proptest::prelude::*;

const PLACED: [&str; 4] = [
    "gazette narrator incident.killed 9",
    "herald narrator incident.killed 9",
    "gazette narrator incident.campaign campaign/strait",
    "gazette narrator incident.happened-on 2031-05-02",
];

const UNPLACED: [&str; 4] = [
    "post narrator incident.killed 5 of=~boat",
    "star narrator incident.killed 5 of=~boat",
    "post narrator incident.campaign campaign/strait of=~boat",
    "post narrator incident.happened-on 2031-05-02 of=~boat",
];

fn tolls(world: &World) -> Tolls {
    let view = world.view();
    toll::tolls(&view, &Origins::of(&view), &Method::shipped())
}

fn boat() -> EntryId {
    id("anchor post boat")
}

/// What a campaign comes to, without what it says of incidents that nobody has placed.
fn sums(tolls: &Tolls) -> Vec<CampaignFinding> {
    let without = |finding: &CampaignFinding| CampaignFinding {
        unplaced: Unplaced::default(),
        unplaced_here: Vec::new(),
        ..finding.clone()
    };
    tolls.campaigns.iter().map(without).collect()
}

#[test]
fn an_unplaced_incident_adds_to_no_campaign_and_is_counted_in_it() {
    let before = tolls(&World::of(&PLACED));
    let after = tolls(&World::of(&PLACED).and(&UNPLACED));
    assert_eq!(sums(&before), sums(&after));
    for finding in &after.campaigns {
        assert_eq!(finding.unplaced.count, 2, "{}", finding.method);
        assert!(finding.unplaced.incidents.contains(&boat()));
        assert_eq!(finding.unplaced_here.len(), 1, "one says that it is of the campaign");
        assert_eq!(finding.unplaced_here[0].incident, boat());
        assert!(!finding.unplaced_here[0].because.is_empty());
    }
    assert_eq!(after.unplaced.count, 2);
    let json = serde_json::to_value(&after).expect("findings are JSON");
    assert_eq!(json["unplaced"]["count"], 2);
    assert_eq!(json["campaigns"][0]["unplaced"]["incidents"].as_array().map(Vec::len), Some(2));
}

#[test]
fn an_unplaced_incident_has_a_finding_of_its_own_that_says_so() {
    let all = tolls(&World::of(&PLACED).and(&UNPLACED));
    let own: Vec<_> = all.incidents.iter().filter(|toll| toll.subject == boat()).collect();
    assert_eq!(own.len(), Method::shipped().len());
    assert!(own.iter().all(|toll| toll.unplaced));
    assert!(all.incidents.iter().filter(|toll| toll.subject == id(STRIKE)).all(|toll| !toll.unplaced));
    let json = serde_json::to_value(own[0]).expect("findings are JSON");
    assert_eq!(json["unplaced"], true);
}

#[test]
fn an_unplaced_incident_is_graded_by_no_method() {
    // One article, its own word and the one it quotes: two origins, and yet nothing is corroborated.
    let lines = ["post narrator incident.killed 6.. of=~boat", "post minister incident.killed 6 of=~boat"];
    let world = World::of(&lines);
    let own: Vec<_> = tolls(&world).incidents.into_iter().filter(|toll| toll.subject == boat()).collect();
    assert_eq!(own.len(), Method::shipped().len());
    for toll in &own {
        assert_eq!(toll.grade.label, GradeLabel::Ungraded, "{}", toll.method);
        assert_eq!(toll.grade.why, "not yet placed");
        assert_eq!(toll.grade.if_separate, None);
    }
    let placed = tolls(&World::of(&lines).same("post~boat", "incident/boat"));
    let graded = placed.incidents.iter().filter(|toll| toll.grade.label != GradeLabel::Ungraded).count();
    assert!(graded > 0, "once it is placed it has its grades");
}

#[test]
fn one_campaign_alone_leaves_unplaced_incidents_out_too() {
    let world = World::of(&PLACED).and(&UNPLACED);
    let view = world.view();
    let method = Method::by_id("ucdp").expect("shipped");
    let finding = toll::campaign(&view, &Origins::of(&view), id("campaign/strait"), &method);
    assert_eq!(finding.lines[0].in_words(), "9");
    assert_eq!(finding.unplaced.count, 2);
    let placed = world.same("post~boat", "incident/boat").view();
    let finding = toll::campaign(&placed, &Origins::of(&placed), id("campaign/strait"), &method);
    assert_eq!(finding.lines[0].in_words(), "14", "once it is placed it adds");
    assert_eq!(finding.unplaced.count, 1);
}

#[test]
fn an_unplaced_incident_corroborates_no_other_through_a_part_of_link() {
    let world = |lines: &[&str]| {
        World::of(&["gazette narrator incident.killed 9"]).and(lines).part(STRIKE, "campaign/strait")
    };
    let mut joined = world(&["herald narrator incident.killed 9 of=~boat"]);
    let boat = joined.thing("herald~boat");
    for whole in [STRIKE, "campaign/strait"] {
        joined.parts.part_of.entry(boat).or_default().insert(id(whole));
    }
    assert_eq!(sums(&tolls(&world(&[]))), sums(&tolls(&joined)));
    let grade = |tolls: &Tolls| {
        let of_strike = tolls.incidents.iter().filter(|toll| toll.subject == id(STRIKE));
        of_strike.map(|toll| toll.grade.clone()).collect::<Vec<_>>()
    };
    assert_eq!(grade(&tolls(&world(&[]))), grade(&tolls(&joined)));
}

#[test]
fn an_incident_that_is_part_of_an_unplaced_one_still_counts() {
    let mut world = World::of(&PLACED).and(&UNPLACED);
    let boat = world.thing("post~boat");
    world.parts.part_of.entry(id(STRIKE)).or_default().insert(boat);
    let view = world.view();
    let method = Method::by_id("ucdp").expect("shipped");
    let finding = toll::campaign(&view, &Origins::of(&view), id("campaign/strait"), &method);
    assert_eq!(finding.lines[0].in_words(), "9");
}

#[test]
fn no_standard_is_held_against_an_unplaced_incident_unless_it_is_asked_for() {
    let view = World::of(&PLACED).and(&UNPLACED).view();
    let (origins, standards, proofs, shapes) =
        (Origins::of(&view), Standards::shipped(), Proofs::shipped(), Shapes::default());
    let options = Options::default();
    let all = assess_all(&view, &origins, &standards, &proofs, &shapes, &options).expect("known");
    assert!(all.iter().any(|found| found.subject == id(STRIKE)));
    assert!(all.iter().all(|found| found.subject != boat() && !found.unplaced));
    let one = assess(&view, &origins, &standards, &proofs, &shapes, boat(), &options).expect("known");
    assert!(one.unplaced && !one.findings.is_empty());
    let clocks = oversight::clocks(&view, &standards, "2031-07-01".parse().expect("a day"));
    assert!(clocks.iter().all(|clock| clock.subject != boat()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn adding_an_unplaced_incident_changes_no_campaign_total(
        figures in prop::collection::vec((0_usize..4, 0_u64..20, any::<bool>()), 0..8),
        more in prop::collection::vec((0_usize..4, 0_u64..20), 0..8),
    ) {
        let papers = ["gazette", "herald", "post", "star"];
        let mut lines: Vec<String> = PLACED.iter().map(|line| (*line).to_owned()).collect();
        for (paper, figure, first) in figures {
            let of = if first { STRIKE } else { "incident/two" };
            lines.push(format!("{} narrator incident.killed {figure} of={of}", papers[paper]));
            lines.push(format!("{} narrator incident.campaign campaign/strait of={of}", papers[paper]));
        }
        let before = World::of(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        let mut after = before.clone();
        for (paper, figure) in more {
            after.claim(&format!("{} narrator incident.killed {figure} of=~boat", papers[paper]));
            after.claim(&format!("{} narrator incident.campaign campaign/strait of=~boat", papers[paper]));
            after.claim(&format!("{} narrator incident.happened-on 2031-05-02 of=~boat", papers[paper]));
        }
        prop_assert_eq!(sums(&tolls(&before)), sums(&tolls(&after)));
    }
}
