//! Order tables, timelines, zones, oversight and clocks on small invented cases.

use crate::{
    build::{Case, id, point},
    world::World,
};
use assize_record::{
    BlobHash, Day, Quantity, Relation, Stance, Unit, Value, body::ActKind, proposition::Point,
};
use assize_weigh::{
    authority::{
        Answer, Shapes, order,
        order::InstrumentRow,
        timeline,
        timeline::EventKind,
        zone::{Shape, Verdict},
    },
    origin::Origins,
    oversight::{ClockState, RequestState, clocks, oversight},
    standard::Standards,
};

const STRIKE: &str = "incident/strike";

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn shape(rings: &str) -> Shape {
    Shape::parse(&format!(r#"{{"type":"Polygon","coordinates":{rings}}}"#)).expect("a shape")
}

fn place(shape: &Shape, lon: &str, lat: &str, within_km: u64) -> (Verdict, f64) {
    let point = Point { lon: lon.to_owned(), lat: lat.to_owned(), within_km };
    let placement = shape.place(&point).expect("a position");
    (placement.verdict, placement.edge_km.parse().expect("a number"))
}

#[test]
fn a_position_is_inside_only_with_its_whole_circle() {
    let square = shape("[[[-70,10],[-60,10],[-60,15],[-70,15],[-70,10]]]");
    // One degree of latitude is 111.2 km.
    let (verdict, edge) = place(&square, "-65", "11", 100);
    assert_eq!(verdict, Verdict::Inside);
    assert!((edge - 111.2).abs() < 0.5, "{edge}");
    assert_eq!(place(&square, "-65", "11", 112).0, Verdict::CannotBeEstablished);
    assert_eq!(place(&square, "-65", "9", 100).0, Verdict::Outside);
    assert_eq!(place(&square, "-65", "9", 120).0, Verdict::CannotBeEstablished);
    assert_eq!(place(&square, "-65", "10", 0).0, Verdict::CannotBeEstablished, "on the edge");
    assert_eq!(place(&square, "115", "12", 50).0, Verdict::Outside);
    let holed = shape(
        "[[[-70,10],[-60,10],[-60,15],[-70,15],[-70,10]],[[-66,12],[-64,12],[-64,13],[-66,13],[-66,12]]]",
    );
    assert_eq!(place(&holed, "-65", "12.5", 10).0, Verdict::Outside, "in the hole");
}

#[test]
fn a_zone_across_the_180th_meridian_is_met_from_both_sides() {
    let wrapped = shape("[[[170,-10],[-170,-10],[-170,10],[170,10],[170,-10]]]");
    let split = Shape::parse(
        r#"{"type":"MultiPolygon","coordinates":[[[[170,-10],[180,-10],[180,10],[170,10],[170,-10]]],[[[-180,-10],[-170,-10],[-170,10],[-180,10],[-180,-10]]]]}"#,
    )
    .expect("two halves");
    for zone in [&wrapped, &split] {
        for (lon, verdict) in [
            ("175", Verdict::Inside),
            ("-175", Verdict::Inside),
            ("179.9", Verdict::Inside),
            ("-179.9", Verdict::Inside),
            ("165", Verdict::Outside),
            ("-165", Verdict::Outside),
            ("0", Verdict::Outside),
        ] {
            assert_eq!(place(zone, lon, "0", 50).0, verdict, "{lon}");
        }
        let point = Point { lon: "175".to_owned(), lat: "0".to_owned(), within_km: 1 };
        assert!(zone.place(&point).expect("a position").crosses_antimeridian);
    }
}

#[test]
fn broken_shapes_and_positions_say_what_is_wrong() {
    let fails = |geojson: &str, words: &str| {
        let message = Shape::parse(geojson).expect_err(geojson).to_string();
        assert!(message.contains(words), "{message}");
    };
    fails("", "not GeoJSON");
    fails("{}", "not GeoJSON");
    fails(r#"{"type":"Point","coordinates":[0,0]}"#, "no area");
    fails(r#"{"type":"FeatureCollection","features":[]}"#, "has no polygon");
    fails(r#"{"type":"Polygon","coordinates":[]}"#, "without a ring");
    fails(r#"{"type":"Polygon","coordinates":[[[0,0],[1,1]]]}"#, "fewer than three");
    fails(r#"{"type":"Polygon","coordinates":[[[0,0],[500,0],[0,1],[0,0]]]}"#, "leaves the globe");
    let square = shape("[[[0,0],[1,0],[1,1],[0,1],[0,0]]]");
    for (lon, lat) in [("x", "0"), ("181", "0"), ("0", "91"), ("NaN", "0"), ("", "0"), ("inf", "0")] {
        let point = Point { lon: lon.to_owned(), lat: lat.to_owned(), within_km: 1 };
        assert!(square.place(&point).is_err(), "{lon}, {lat}");
    }
}

fn campaign() -> Case {
    let mut case = Case::default();
    case.says_date("the Gazette", STRIKE, "incident.happened-on", "2025-09-02");
    case.says_date("the Gazette", "instrument/order", "instrument.signed-on", "2025-08-05");
    case.says_date("the Gazette", "instrument/order", "instrument.in-force", "2025-08-05/..");
    case.says_date("the Gazette", "instrument/order", "instrument.disclosed-on", "2025-12-18");
    case.says_date("the Gazette", "instrument/opinion", "instrument.signed-on", "2025-09-05");
    case.says_date("the Gazette", "instrument/vague", "instrument.signed-on", "2025-09");
    case.entity("instrument/undated");
    case.says_entity("the Gazette", "instrument/order", "instrument.based-on", "instrument/directive");
    case.says_entity("a former official", "instrument/order", "instrument.signed-by", "person/minister");
    case
}

fn row<'t>(rows: &'t [InstrumentRow], key: &str) -> &'t InstrumentRow {
    rows.iter().find(|row| row.key == key).expect(key)
}

#[test]
fn the_order_table_keeps_three_dates_apart() {
    let mut case = campaign();
    let table = order(&case.view(), id(STRIKE), &Shapes::default());
    let keys: Vec<&str> = table.instruments.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(&keys[..3], ["instrument/order", "instrument/vague", "instrument/opinion"], "by first day");
    let order_row = row(&table.instruments, "instrument/order");
    assert_eq!(
        (order_row.existed, order_row.in_force_then, order_row.public_then),
        (Answer::Yes, Answer::Yes, Answer::No)
    );
    assert_eq!(order_row.signed[0].relations, [Relation::Before]);
    assert_eq!(
        (order_row.signed[0].days_after_min, order_row.signed[0].days_after_max),
        (Some(-28), Some(-28))
    );
    assert_eq!(order_row.chain[0].relation, "based-on");
    assert_eq!(order_row.people[0].part, "signed-by");
    let opinion = row(&table.instruments, "instrument/opinion");
    assert_eq!((opinion.existed, opinion.came_after), (Answer::No, Answer::Yes));
    assert_eq!(opinion.signed[0].days_after_min, Some(3));
    assert_eq!(opinion.in_force_then, Answer::NothingOnRecord);
    assert_eq!(row(&table.instruments, "instrument/vague").existed, Answer::CannotBeEstablished);
    assert_eq!(row(&table.instruments, "instrument/undated").existed, Answer::NothingOnRecord);
    assert!(table.instruments.iter().flat_map(|row| &row.signed).all(|date| !date.entries.is_empty()));
    // A rival date makes the answer contested, and both stay with their claims.
    case.says_date("the ministry", "instrument/opinion", "instrument.signed-on", "2025-08-30");
    let table = order(&case.view(), id(STRIKE), &Shapes::default());
    let opinion = row(&table.instruments, "instrument/opinion");
    assert_eq!((opinion.existed, opinion.signed.len()), (Answer::Contested, 2));
    // The same day is not before.
    case.says_date("the ministry", "instrument/note", "instrument.signed-on", "2025-09-02");
    let table = order(&case.view(), id(STRIKE), &Shapes::default());
    let note = row(&table.instruments, "instrument/note");
    assert_eq!((note.existed, note.came_after), (Answer::CannotBeEstablished, Answer::CannotBeEstablished));
    assert_eq!(note.signed[0].relations, [Relation::SameDay]);
}

#[test]
fn approval_zones_lists_and_command_stand_in_the_table() {
    let mut case = campaign();
    let geojson = r#"{"type":"Polygon","coordinates":[[[-70,10],[-60,10],[-60,15],[-70,15],[-70,10]]]}"#;
    let hash = BlobHash::of(geojson.as_bytes());
    let mut shapes = Shapes::default();
    shapes.add(hash, geojson).expect("a square");
    case.shape("zone/strait", hash);
    case.entity("zone/unmapped");
    case.says_entity("the Gazette", "instrument/order", "instrument.zone", "zone/strait");
    let position = case.says("the harbour master", STRIKE, "incident.position", point("-65", "12", 40));
    case.says_entity("the Gazette", "instrument/order", "authority.engagement", "person/minister");
    case.says_entity("the Gazette", STRIKE, "authority.delegated-to", "person/admiral");
    case.says_entity("the minister", STRIKE, "incident.approved-by", "person/minister");
    case.says_entity("a sailor", STRIKE, "incident.approved-by", "person/captain");
    case.claim("the admiral", STRIKE, "incident.approved-by", Value::Entity(id("person/admiral"))).stance =
        Stance::Denies;
    case.says_entity("the Gazette", "instrument/order", "authority.command", "organisation/command");
    case.says_entity("the Gazette", STRIKE, "incident.target-group", "organisation/red-sail");
    case.says_entity("the annex", "list/annex", "list.includes", "organisation/red-sail");
    let table = order(&case.view(), id(STRIKE), &shapes);
    let zone = table.zones.iter().find(|zone| zone.name == "zone/strait").expect("the zone");
    assert_eq!((zone.positions[0].entry, zone.positions[0].placement.verdict), (position, Verdict::Inside));
    assert_eq!(zone.designated_by.len(), 1);
    assert!(table.notes.iter().any(|note| note.contains("zone/unmapped")), "{:?}", table.notes);
    let powers: Vec<(&str, &str, usize, usize)> = table
        .approval
        .iter()
        .map(|row| (row.name.as_str(), row.power, row.approved.len(), row.approval_denied.len()))
        .collect();
    assert_eq!(
        powers,
        [
            ("person/minister", "engagement-authority", 1, 0),
            ("person/admiral", "delegated", 0, 1),
            ("person/captain", "none-on-record", 1, 0)
        ]
    );
    assert_eq!(table.command[0].name, "organisation/command");
    assert_eq!(table.lists[0].groups[0].listed, Answer::Yes);
}

#[test]
fn the_timeline_is_in_order_and_uncertain_dates_stay_intervals() {
    let mut case = campaign();
    let claim = case.claim("the minister", STRIKE, "statement", Value::Words("we did it".to_owned()));
    claim.said_on = Some("2025-09-03".parse().expect("a date"));
    case.act("request/order", ActKind::Requested, "the committee", Some("2025-10~"));
    let events = timeline(&case.view(), &Origins::of(&case.view()));
    let told: Vec<(&str, EventKind)> = events.iter().map(|event| (event.date.as_str(), event.kind)).collect();
    assert_eq!(
        told,
        [
            ("2025-08-05", EventKind::Signed),
            ("2025-08-05", EventKind::InForceFrom),
            ("2025-09-02", EventKind::Incident),
            ("2025-09-03", EventKind::Statement),
            ("2025-09-05", EventKind::Signed),
            ("2025-09", EventKind::Signed),
            ("2025-10~", EventKind::Act),
            ("2025-12-18", EventKind::Disclosed),
        ]
        .map(|(date, kind)| (date, kind))
    );
    assert!(events.iter().all(|event| !event.entries.is_empty()));
}

#[test]
fn what_may_have_been_in_autumn_stood_before_the_second_of_september() {
    let mut case = Case::default();
    for (name, date) in [
        ("order", "2031-10~"),
        ("notice", "2031-09-02"),
        ("plan", "2031"),
        ("letter", "2031-11-30"),
        ("draft", "2031-09-30"),
        ("rule", "2031-09"),
        ("code", "2031-12-01/.."),
        ("memo", "../2031-09-02"),
    ] {
        case.says_date("the Gazette", &format!("instrument/{name}"), "instrument.signed-on", date);
    }
    let events = timeline(&case.view(), &Origins::of(&case.view()));
    let order: Vec<&str> = events.iter().map(|event| event.date.as_str()).collect();
    assert_eq!(
        order,
        [
            "2031-09-02",
            "../2031-09-02",
            "2031-09-30",
            "2031-09",
            "2031-11-30",
            "2031-10~",
            "2031",
            "2031-12-01/.."
        ]
    );
    // Whatever surely came before another stands before it.
    for (at, first) in events.iter().enumerate() {
        for second in &events[at + 1..] {
            let surely = second.latest.as_ref().zip(first.earliest.as_ref()).is_some_and(|(a, b)| a < b);
            assert!(!surely, "{} stands before {}", first.date, second.date);
        }
    }
}

#[test]
fn a_vote_a_reward_and_a_designation_were_on_no_timeline() {
    let mut case = Case::default();
    let vote = "event/vote";
    case.says_date("the Gazette", vote, "event.happened-on", "2031-11-06");
    case.says("the Gazette", vote, "event.kind", Value::Words("vote".to_owned()));
    case.says("the Gazette", vote, "event.votes-for", Value::Quantity(Quantity::exactly(47, Unit::Votes)));
    case.says(
        "the Gazette",
        vote,
        "event.votes-against",
        Value::Quantity(Quantity::exactly(50, Unit::Votes)),
    );
    case.says_entity("the Gazette", vote, "event.by", "organisation/assembly");
    let reward = "event/reward";
    case.says_date("the Courier", reward, "event.happened-on", "2031-08-07");
    let dollars = Quantity::exactly(50_000_000, Unit::Dollars);
    case.says("the Courier", reward, "event.figure", Value::Quantity(dollars.clone()));
    let listed = case.claim("the Herald", "organisation/red-sail", "group.listed", Value::Flag(true));
    listed.proposition.happened_on = Some("2031-02-20".parse().expect("a day"));
    let denied = case.claim("the Herald", "organisation/blue-sail", "group.listed", Value::Flag(true));
    (denied.stance, denied.proposition.happened_on) =
        (Stance::Denies, Some("2031-02-20".parse().expect("a day")));
    let events = timeline(&case.view(), &Origins::of(&case.view()));
    let told: Vec<(&str, EventKind, &str)> =
        events.iter().map(|event| (event.date.as_str(), event.kind, event.name.as_str())).collect();
    assert_eq!(
        told,
        [
            ("2031-02-20", EventKind::Dated, "organisation/red-sail"),
            ("2031-08-07", EventKind::Event, reward),
            ("2031-11-06", EventKind::Event, vote),
        ]
    );
    let details: Vec<(String, &str)> =
        events[2].details.iter().map(|detail| (detail.label(), detail.value.as_str())).collect();
    assert_eq!(details[0], ("kind".to_owned(), "vote"));
    assert_eq!(details[1], ("by".to_owned(), "organisation/assembly"));
    assert_eq!((details[2].0.as_str(), details[3].0.as_str()), ("votes for", "votes against"));
    assert_eq!(events[1].details[0].quantity, Some(dollars));
    assert!(events.iter().flat_map(|event| &event.details).all(|detail| !detail.entries.is_empty()));
}

#[test]
fn outstanding_days_are_a_range_and_absence_is_not_a_claim_of_absence() {
    let mut case = Case::default();
    case.act("request/order", ActKind::Requested, "the committee", Some("2025-10"));
    let state = |case: &Case, as_of: &str| {
        let matters = oversight(&case.view(), day(as_of)).matters;
        let line = matters[0].requests[0].clone();
        (line.state, line.days_min, line.days_max, matters[0].outstanding, matters[0].said_outstanding.len())
    };
    let nothing = RequestState::NoAnswerOnRecord;
    assert_eq!(state(&case, "2025-12-18"), (nothing, Some(48), Some(78), true, 0));
    case.act("request/order", ActKind::SaidOutstanding, "a senator", Some("2025-12-18"));
    assert_eq!(state(&case, "2025-12-18"), (nothing, Some(48), Some(78), true, 1));
    assert_eq!(state(&case, "2025-12-17").4, 0, "said only later");
    case.act("request/order", ActKind::Read, "the committee", Some("2025-11-20"));
    assert_eq!(state(&case, "2025-12-18").0, RequestState::ReadOrBriefedOnly);
    case.act_to("request/order", ActKind::Produced, "the ministry", "the committee", Some("2025-12-01"))
        .act
        .redacted = true;
    assert_eq!(state(&case, "2025-12-18").0, RequestState::ProducedInPart);
    case.act_to("request/order", ActKind::Produced, "the ministry", "Committee", Some("2025-12-10"));
    let (produced, fewest, most, outstanding, _) = state(&case, "2025-12-18");
    assert_eq!((produced, fewest, most, outstanding), (RequestState::Produced, Some(40), Some(70), false));
    assert_eq!(state(&case, "2025-12-05").0, RequestState::ProducedInPart, "as of an earlier day");
}

#[test]
fn an_answer_to_others_closed_a_request() {
    let mut case = Case::default();
    case.act("request/film", ActKind::Requested, "the Council", Some("2031-05-01")).act.what =
        "public release of the film".to_owned();
    case.act("request/film", ActKind::Requested, "the Committee", Some("2031-05-02"));
    case.act_to("request/film", ActKind::Produced, "the ministry", "the Committee", Some("2031-05-10"));
    case.act_to("request/film", ActKind::Refused, "the ministry", "the press", Some("2031-05-11"));
    let matter = oversight(&case.view(), day("2031-06-01")).matters.remove(0);
    let [council, committee] = matter.requests.as_slice() else { panic!("two requests") };
    assert_eq!((council.state, council.days_min), (RequestState::AnsweredToOthers, Some(31)));
    assert!(council.answers.is_empty() && matter.outstanding);
    let others: Vec<String> = council.answered_to_others.iter().map(|other| other.in_words()).collect();
    assert_eq!(others, ["produced to the Committee on 2031-05-10", "refused to the press on 2031-05-11"]);
    // What was refused to the press is no refusal to the Committee, which has what it asked for.
    assert_eq!((committee.state, committee.days_min), (RequestState::Produced, Some(8)));
    assert_eq!(committee.answered_to_others.len(), 1);
}

#[test]
fn an_answer_to_a_whole_of_the_one_who_asked_is_an_answer_and_one_to_its_part_is_none() {
    let mut case = Case::default();
    let (council, bench, clerk) =
        (case.entity("organisation/council"), case.entity("organisation/bench"), case.entity("person/clerk"));
    case.part_of(clerk, bench);
    case.part_of(bench, council);
    let asked = case.act("request/film", ActKind::Requested, "the bench", Some("2031-05-01"));
    asked.act.who.entity = Some(bench);
    let mut state = |whom, date: &str| {
        let act = case.act_to("request/film", ActKind::Produced, "the ministry", "somebody", Some(date));
        act.act.whom.as_mut().expect("somebody").entity = Some(whom);
        oversight(&case.view(), day("2031-06-01")).matters[0].requests[0].state
    };
    assert_eq!(state(clerk, "2031-05-05"), RequestState::AnsweredToOthers);
    assert_eq!(state(council, "2031-05-06"), RequestState::Produced);
}

#[test]
fn an_answer_that_names_nobody_closed_a_request_and_a_refusal_to_the_public_refused_everybody() {
    let state = |acts: &[(ActKind, Option<&str>)]| {
        let mut case = Case::default();
        case.act("request/film", ActKind::Requested, "the Council", Some("2031-05-01"));
        for (kind, whom) in acts {
            match whom {
                Some(whom) => case.act_to("request/film", *kind, "the ministry", whom, Some("2031-05-10")),
                None => case.act("request/film", *kind, "the ministry", Some("2031-05-10")),
            };
        }
        let matter = oversight(&case.view(), day("2031-06-01")).matters.remove(0);
        (matter.requests[0].state, matter.outstanding)
    };
    assert_eq!(state(&[(ActKind::Produced, None)]), (RequestState::ToWhomIsNotSaid, true));
    assert_eq!(state(&[(ActKind::Refused, Some("the public"))]), (RequestState::AnsweredToOthers, true));
    assert_eq!(state(&[(ActKind::Produced, Some("the public"))]), (RequestState::Produced, false));
    assert_eq!(state(&[(ActKind::NotReached, None)]), (RequestState::NoAnswerOnRecord, true));
}

#[test]
fn what_came_before_it_was_asked_for_is_no_answer_and_due_days_are_watched() {
    let mut case = Case::default();
    case.act("request/order", ActKind::Refused, "the ministry", Some("2025-09-01"));
    let request = case.act("request/order", ActKind::Requested, "the committee", Some("2025-10-06"));
    request.act.due_on = Some("2025-10-20".parse().expect("a date"));
    case.act("request/opinion", ActKind::Requested, "the committee", None);
    let matters = oversight(&case.view(), day("2025-12-18")).matters;
    assert_eq!(matters[0].key, "request/opinion");
    let undated = &matters[0].requests[0];
    assert_eq!((undated.days_min, undated.days_max, undated.against_due), (None, None, None));
    let line = &matters[1].requests[0];
    assert_eq!(line.state, RequestState::NoAnswerOnRecord);
    assert_eq!((line.days_min, line.against_due), (Some(73), Some(Relation::After)));
}

#[test]
fn the_clocks_of_duties_run_from_what_is_on_this_record() {
    let mut case = Case::default();
    for (strike, date) in [("incident/first", "2025-09-02"), ("incident/second", "2025-09-15")] {
        case.says_entity("the Gazette", strike, "incident.campaign", "campaign/strait");
        case.says_date("the Gazette", strike, "incident.happened-on", date);
        case.conducted_by(strike, "United States");
    }
    case.act("request/war-powers-report", ActKind::Reported, "the President", Some("2025-09-04"));
    let of = |as_of: &str| clocks(&case.view(), &Standards::shipped(), day(as_of));
    let running = of("2025-10-20");
    let sixty = running.iter().find(|clock| clock.length == "60 days").expect("the 60 days");
    assert_eq!((sixty.state, sixty.ends_latest.as_deref()), (ClockState::Running, Some("2025-11-03")));
    assert_eq!(sixty.days_over_max, Some(-14));
    let hours =
        running.iter().find(|clock| clock.standard == "us.war-powers.report-48h").expect("the report");
    assert_eq!((hours.starts.as_str(), hours.events[0].within), ("2025-09-02", None));
    let over = of("2025-12-18");
    let sixty = over.iter().find(|clock| clock.length == "60 days").expect("the 60 days");
    assert_eq!((sixty.state, sixty.days_over_min), (ClockState::RunOut, Some(45)));
}

#[test]
fn an_incident_that_only_its_figures_date_is_on_the_timeline() {
    let events = |lines: &[&str]| {
        let view = World::of(lines).view();
        let all = timeline::timeline(&view, &Origins::of(&view));
        let of_incident = all.into_iter().filter(|event| event.kind == timeline::EventKind::Incident);
        of_incident.map(|event| event.date).collect::<Vec<_>>()
    };
    let figure = "gazette narrator incident.killed 9 for=2031-05-03";
    assert_eq!(events(&[figure]), ["2031-05-03"]);
    assert_eq!(events(&[figure, "herald narrator incident.happened-on 2031-05-02"]), ["2031-05-02"]);
    assert_eq!(events(&["gazette narrator incident.killed 9 for=2031-05-03 denies"]), Vec::<String>::new());
}
