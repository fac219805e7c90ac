//! Two people and more on one claim: a sentence of the design a test.

use crate::{ARTICLES, Ran, Room, case_of};
use assize_archive::store::Store;
use assize_record::{
    Entry,
    body::{Actor, ActorRole, Body},
    entry::Salt,
    sign::SecretKey,
};
use jiff::Timestamp;
use serde_json::Value;
use std::fs;

/// People beside whoever made the case, with their roles in it.
const PEOPLE: [(&str, u8, &[ActorRole]); 4] = [
    ("ben", 2, &[ActorRole::Reviewer]),
    ("cora", 3, &[ActorRole::Reviewer]),
    ("dan", 4, &[ActorRole::Editor]),
    ("eve", 5, &[]),
];

/// A case of four articles, read, with three reviewers beside its owner; and the gazette's toll of nine.
struct House {
    room: Room,
    draft: String,
}

fn case_of_person(who: &str) -> String {
    if who == "ana" { "case".to_owned() } else { format!("case-{who}") }
}

fn key(seed: u8) -> SecretKey {
    SecretKey::from_seed([seed; 32])
}

impl House {
    fn new() -> Self {
        let room = case_of(&ARTICLES);
        let hex = fs::read_to_string(room.path("config/keys/default.key")).expect("the founder's key");
        let seed = assize_record::id::decode_hex(hex.trim()).expect("hexadecimal digits");
        let founder = SecretKey::from_seed(seed.try_into().expect("32 bytes"));
        for (name, seed, roles) in PEOPLE {
            let actor = Actor {
                key: key(seed).public(),
                name: name.to_owned(),
                machine: false,
                roles: roles.to_vec(),
                was: None,
            };
            let salt = Salt::new([seed; 16]);
            let entry = Entry::signed(&founder, salt, Vec::new(), Vec::new(), None, Body::Actor(actor));
            let mut store = Store::open(room.path("case")).expect("a case");
            store.append(&[entry.expect("an entry")], &founder, Timestamp::now()).expect("written");
            room.write(&format!("{name}/keys/default.key"), format!("{seed:02x}").repeat(32));
        }
        let house = Self { room, draft: String::new() };
        for (name, ..) in PEOPLE {
            house.room.copy("case", &case_of_person(name));
        }
        let Self { room, .. } = house;
        let drafts = room.ok(&["--case", "case", "--json", "drafts", "gazette.txt"]).json();
        let killed = |draft: &&Value| draft["proposition"]["property"] == "incident.killed";
        let draft = drafts.iter().find(killed).expect("a toll")["id"].as_str().expect("an id").to_owned();
        Self { room, draft }
    }

    /// Runs a command in a case, as the owner (`ana`) or one of the others.
    fn run_in(&self, case: &str, who: &str, args: &[&str]) -> Ran {
        let mut command = self.room.command(&[&["--case", case], args].concat());
        if who != "ana" {
            command.env("ASSIZE_CONFIG_DIR", self.room.path(who));
        }
        Room::ran(&mut command)
    }

    fn ok_in(&self, case: &str, who: &str, args: &[&str]) -> Ran {
        let ran = self.run_in(case, who, args);
        assert_eq!(ran.code, 0, "{who} {args:?}\n{}\n{}", ran.out, ran.err);
        ran
    }

    /// Runs a command in somebody's own case, which knows what it knew before.
    fn ok_alone(&self, who: &str, args: &[&str]) -> Ran {
        self.ok_in(&case_of_person(who), who, args)
    }

    /// Somebody takes in what the owner has.
    fn meet(&self, who: &str) {
        if who != "ana" {
            self.ok_alone(who, &["merge", "case"]);
        }
    }

    /// Runs a command in somebody's own case, which knows what the owner's does; and the owner takes in what comes of it.
    fn run(&self, who: &str, args: &[&str]) -> Ran {
        self.meet(who);
        let ran = self.run_in(&case_of_person(who), who, args);
        if who != "ana" {
            self.ok_in("case", "ana", &["merge", &case_of_person(who)]);
        }
        ran
    }

    /// Runs one that must succeed.
    fn ok(&self, who: &str, args: &[&str]) -> Ran {
        let ran = self.run(who, args);
        assert_eq!(ran.code, 0, "{who} {args:?}\n{}\n{}", ran.out, ran.err);
        ran
    }

    fn json(&self, args: &[&str]) -> Vec<Value> {
        self.ok("ana", &[&["--json"], args].concat()).json()
    }

    /// How many entries of a kind there are.
    fn entries(&self, kind: &str) -> usize {
        self.room.heads("case").iter().filter(|head| head["head"]["kind"] == kind).count()
    }

    /// Accepts the gazette's toll as its owner. Returns the claim.
    fn accepted(&self) -> String {
        let made = self.ok("ana", &["--json", "accept", &self.draft]).json();
        made[0]["claims"][0].as_str().expect("a claim").to_owned()
    }

    /// Low and high end of everybody killed, over all methods, with how many versions are in it and how many claims set each end.
    fn killed(&self, flags: &[&str]) -> Option<(u64, u64, usize)> {
        let found = self.ok("ana", &[&["--json", "weigh"], flags].concat()).json();
        let tolls = found.iter().filter(|finding| finding["schema"] == "assize.toll/1");
        let lines = tolls.flat_map(|toll| toll["lines"].as_array().expect("lines"));
        let killed: Vec<&Value> = lines
            .filter(|line| {
                line["role"] == "killed" && line.get("status").is_none() && line.get("low").is_some()
            })
            .collect();
        let end =
            |end: &'static str| killed.iter().map(move |line| line[end]["value"].as_u64().expect("a figure"));
        let differing = killed.iter().map(|line| line["differing"].as_array().map_or(0, Vec::len)).max();
        Some((end("low").min()?, end("high").max()?, differing?))
    }

    fn differing(&self) -> Vec<Value> {
        self.json(&["differ"])
    }
}

/// The version that is not this claim: which came first is told by receipts, which may be of one second.
fn other_version(found: &Value, claim: &str) -> String {
    let versions = found["versions"].as_array().expect("versions").iter();
    let mut ids = versions.map(|version| version["claim"].as_str().expect("a claim"));
    ids.find(|id| *id != claim).expect("another version").to_owned()
}

#[test]
fn the_first_decision_enters_a_claim_and_further_ones_review_it() {
    let house = House::new();
    let claim = house.accepted();
    let before = house.entries("claim");
    for who in ["ben", "cora"] {
        let ran = house.ok(who, &["accept", &house.draft]);
        assert!(ran.err.contains("people agree on claim"), "{}", ran.err);
    }
    assert_eq!((house.entries("claim"), house.entries("review")), (before, 3));
    let why = house.ok("ana", &["why", &claim]).out;
    assert!(why.contains("reviewed by ben, cora") || why.contains("reviewed by cora, ben"), "{why}");
    assert_eq!(house.json(&["why", &claim])[0]["reviewers"], 3);
    assert_eq!(house.killed(&[]), Some((9, 9, 0)));
    // Whoever has no role is told so, and changes nothing.
    let ran = house.ok("eve", &["reject", &house.draft, "--reason", "no"]);
    assert!(ran.err.contains("no role in this case"), "{}", ran.err);
    assert_eq!((house.killed(&[]), house.differing().len()), (Some((9, 9, 0)), 0));
    let again = house.run("ben", &["accept", &house.draft]);
    assert!(again.code == 3 && again.err.contains("decided already"), "{}", again.err);
    let by_claim = house.run("ben", &["accept", &claim]);
    assert!(by_claim.code == 3 && by_claim.err.contains("decided so"), "{}", by_claim.err);
}

#[test]
fn one_person_has_one_effective_review() {
    let house = House::new();
    let claim = house.accepted();
    house.ok("ana", &["reject", &house.draft, "--reason", "of another strike"]);
    assert!(house.killed(&[]).is_none() && house.differing().is_empty());
    house.ok("ana", &["accept", &house.draft]);
    assert_eq!(house.killed(&[]), Some((9, 9, 0)));
    house.ok("ana", &["amend", &house.draft, "--min", "8", "--max", "8"]);
    assert_eq!(house.killed(&[]), Some((8, 8, 0)));
    house.ok("ana", &["accept", &claim]);
    assert_eq!(house.killed(&[]), Some((9, 9, 0)));
    house.ok("ben", &["reject", &claim, "--reason", "no"]);
    house.ok("ben", &["accept", &claim]);
    assert_eq!(house.json(&["why", &claim])[0]["reviewers"], 2);
}

#[test]
fn while_people_differ_a_claim_supports_nothing_and_its_range_is_the_widest() {
    let house = House::new();
    let claim = house.accepted();
    let ran =
        house.ok("ben", &["amend", &house.draft, "--min", "12", "--max", "12", "--reason", "counted again"]);
    assert!(ran.err.contains("people differ on claim") && ran.err.contains("assize differ"), "{}", ran.err);
    assert_eq!(house.killed(&[]), Some((9, 12, 2)));
    let weigh = house.ok("ana", &["weigh"]);
    assert!(weigh.out.contains("differing: people differ on 2 of 2 claims"), "{}", weigh.out);
    assert!(weigh.err.contains("1 claim that people differ on"), "{}", weigh.err);
    let status = house.json(&["status"]);
    assert_eq!((&status[0]["differing"], &status[0]["claims"]), (&Value::from(1), &Value::from(0)));
    let [found] = &house.differing()[..] else { panic!("one difference") };
    assert_eq!(
        (&found["claim"], &found["draft"]),
        (&Value::from(claim.as_str()), &Value::from(house.draft.as_str()))
    );
    let by: Vec<&str> = found["reviews"]
        .as_array()
        .expect("reviews")
        .iter()
        .map(|review| review["by"].as_str().expect("a name"))
        .collect();
    assert!(by == ["ben", "tester"] || by == ["tester", "ben"], "{by:?}");
    assert_eq!(
        (found["versions"].as_array().map(Vec::len), &found["you_can_settle"]),
        (Some(2), &Value::from(false))
    );
    assert!(found["reviews"].to_string().contains("\"reason\":\"counted again\""), "{found}");
    let told = house.ok("cora", &["differ"]).out;
    assert!(told.contains("you can settle it") && told.contains("nine people"), "{told}");
    // Nothing rests on it: no grade, no conflict, no evidence, and the assessment says so.
    let tolls = house.json(&["weigh"]);
    let graded = tolls.iter().filter(|finding| finding["schema"] == "assize.toll/1");
    assert!(graded.clone().count() > 0);
    for finding in graded {
        assert_eq!(finding["grade"]["because"], Value::Array(Vec::new()), "{finding}");
        for line in finding["lines"].as_array().expect("lines") {
            assert_eq!(line["behind"]["articles"], 0, "{finding}");
        }
    }
    let rows = house.json(&["incidents"]);
    let row = rows.iter().find(|row| row["name"].to_string().contains("gazette.txt")).expect("the gazette's");
    assert_eq!(
        (&row["claims"], &row["claims_not_counted"], &row["standing"]),
        (&Value::from(0), &Value::from(2), &Value::from("unplaced"))
    );
    let assessed = house.json(&["assess", "--incident", row["id"].as_str().expect("an id")]);
    assert!(
        assessed.iter().any(|found| found["doubts"].to_string().contains("people differ on it")),
        "{assessed:?}"
    );
    assert!(!assessed.iter().any(|found| found["findings"].to_string().contains(&claim)));
    // Neither of the two can settle it.
    let second = other_version(found, &claim);
    let again = house.run("ben", &["accept", &second]);
    assert!(again.code == 3 && again.err.contains("decided so"), "{}", again.err);
    // Accepted by one and rejected by the other: what one stands for is in the range.
    house.ok("ben", &["reject", &claim, "--reason", "not this strike"]);
    assert_eq!(
        (house.killed(&[]), house.differing()[0]["versions"].as_array().map(Vec::len)),
        (Some((9, 9, 1)), Some(1))
    );
    house.ok("ana", &["reject", &claim, "--reason", "not this strike"]);
    assert!(house.killed(&[]).is_none() && house.differing().is_empty(), "rejected by all");
}

#[test]
fn a_third_person_settles_and_each_decision_can_be_taken_back() {
    let house = House::new();
    let claim = house.accepted();
    house.ok("ben", &["amend", &house.draft, "--min", "12", "--max", "12"]);
    let second = other_version(&house.differing()[0], &claim);
    for (args, killed, said) in [
        (vec!["accept", &claim], Some((9, 9, 0)), "stands"),
        (vec!["accept", &second], Some((12, 12, 0)), "stands"),
        (vec!["amend", &second, "--min", "11", "--max", "11"], Some((11, 11, 0)), "stands"),
        (vec!["reject", &second, "--reason", "neither"], None, "is rejected"),
    ] {
        let ran = house.ok("cora", &args);
        let settles = ran.err.lines().find(|line| line.contains("settles what people differed on"));
        assert!(settles.is_some_and(|line| line.contains(said)), "{args:?}: {}", ran.err);
        assert_eq!(house.killed(&[]), killed, "{args:?}");
        assert!(house.differing().is_empty());
        house.ok("cora", &["undo", "--yes"]);
        assert_eq!(house.killed(&[]), Some((9, 12, 2)), "{args:?} taken back");
    }
    // What was settled opens again where a further person differs.
    house.ok("cora", &["accept", &claim]);
    house.ok("dan", &["accept", &second]);
    assert_eq!(house.differing()[0]["reviews"].as_array().map(Vec::len), Some(4));
    house.ok("dan", &["undo", "--yes"]);
    house.ok("ben", &["undo", "--yes"]);
    assert_eq!(
        (house.killed(&[]), house.json(&["why", &claim])[0]["reviewers"].as_u64()),
        (Some((9, 9, 0)), Some(2))
    );
    house.ok("ben", &["undo", "--redo", "--yes"]);
    assert_eq!(house.killed(&[]), Some((9, 9, 0)), "cora's review settles it again");
}

#[test]
fn claims_that_two_copies_made_of_one_draft_are_reviews_whichever_way_they_meet() {
    for (theirs, killed, versions) in [
        (&["accept"][..], Some((9, 9, 0)), 0),
        (&["amend", "--min", "12", "--max", "12"], Some((9, 12, 2)), 2),
        (&["reject", "--reason", "no"], Some((9, 9, 1)), 1),
    ] {
        let house = House::new();
        house.accepted();
        house.ok_alone("ben", &[&[theirs[0], &house.draft], &theirs[1..]].concat());
        house.room.copy("case", "ours");
        house.ok_in("case", "ana", &["merge", "case-ben"]);
        house.ok_alone("ben", &["merge", "ours"]);
        assert_eq!(house.killed(&[]), killed, "{theirs:?}");
        let states: Vec<Vec<Value>> = ["case", "case-ben"]
            .map(|case| {
                let mut found = house.ok_in(case, "ana", &["--json", "differ"]).json();
                for found in &mut found {
                    // Which came first is told by the receipts of each copy.
                    let by_claim = |value: &Value| value["claim"].to_string() + &value["review"].to_string();
                    found["versions"].as_array_mut().expect("versions").sort_by_key(by_claim);
                    found["reviews"].as_array_mut().expect("reviews").sort_by_key(by_claim);
                    found.as_object_mut().expect("an object").remove("claim");
                }
                found
            })
            .into();
        assert_eq!(states[0], states[1], "{theirs:?}");
        assert_eq!(
            states[0].first().map_or(0, |found| found["versions"].as_array().expect("versions").len()),
            versions
        );
        if versions > 0 {
            house.ok("cora", &["reject", &house.draft, "--reason", "neither"]);
            assert!(house.differing().is_empty() && house.killed(&[]).is_none());
        }
    }
}

#[test]
fn where_policy_asks_for_two_one_is_shown_and_counts_only_when_asked_for() {
    let house = House::new();
    let claim = house.accepted();
    let refused = house.run("ben", &["setting", "set", "review.two", "incident.killed", "--yes"]);
    assert!(refused.code == 3 && refused.err.contains("owner or editor"), "{}", refused.err);
    for (name, value, told) in [
        ("review.two", "incident.kiled", "did you mean `incident.killed`"),
        ("review.too", "*", "did you mean `review.two`"),
        ("schema.leave-out", "method/bij", "schema leave-out"),
    ] {
        let ran = house.run("ana", &["setting", "set", name, value, "--yes"]);
        assert!(ran.code == 2 && ran.err.contains(told), "{}", ran.err);
    }
    let set = ["setting", "set", "review.two", "incident.killed"];
    let asked = house.run("ana", &set);
    assert!(
        asked.code == 2 && asked.err.contains("killed 9") && asked.err.contains("--yes"),
        "{}",
        asked.err
    );
    let done = house.ok("dan", &[&set[..], &["--yes"]].concat());
    assert!(done.err.contains("1 claim with one review") && done.err.contains("killed 9"), "{}", done.err);
    assert!(house.killed(&[]).is_none());
    let weigh = house.ok("ana", &["weigh"]);
    assert!(
        weigh.err.contains("1 claim with one review") && weigh.err.contains("--one-review"),
        "{}",
        weigh.err
    );
    assert_eq!(house.json(&["status"])[0]["one_review"], 1);
    assert!(house.ok("ana", &["incidents"]).out.contains("1 not counted"));
    assert!(house.ok("ana", &["differ", "--one-review"]).out.contains("reviewed by tester"));
    assert!(house.ok("ana", &["why", &claim]).out.contains("one review where the case asks for two"));
    assert_eq!(house.killed(&["--one-review"]), Some((9, 9, 0)));
    let reviews = |flags: &[&str]| {
        let found = house.ok("ana", &[&["--json", "weigh"], flags].concat()).json();
        let toll = found.into_iter().find(|finding| finding["schema"] == "assize.toll/1").expect("a toll");
        toll["lines"][0]["reviews"].clone()
    };
    assert_eq!(reviews(&["--one-review"]), serde_json::json!({ "one": 1, "two": 0 }));
    assert!(house.ok("ana", &["weigh", "--one-review"]).out.contains("each claim with one review"));
    for args in [
        &["assess"][..],
        &["timeline"],
        &["oversight"],
        &["things"],
        &["incidents"],
        &["publish", "--out", "site"],
    ] {
        house.ok("ana", &[args, &["--one-review"]].concat());
    }
    let site = |file: &str| fs::read_to_string(house.room.path("site").join(file)).unwrap_or_default();
    let pages: String = crate::files(&house.room.path("site/incident"))
        .iter()
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    assert!(pages.contains("each claim with one review"), "{}", site("index.html"));
    house.ok("ana", &["publish", "--out", "site-2"]);
    assert!(!crate::files(&house.room.path("site-2")).iter().any(|(path, _)| path.starts_with("incident")));
    // A second review makes it count.
    house.ok("cora", &["accept", &house.draft]);
    assert_eq!(
        (house.killed(&[]), reviews(&[])),
        (Some((9, 9, 0)), serde_json::json!({ "one": 0, "two": 1 }))
    );
    assert!(house.ok("ana", &["weigh"]).out.contains("each claim with two reviews"));
    house.ok("cora", &["undo", "--yes"]);
    assert!(house.killed(&[]).is_none());
    let listed = house.json(&["setting", "list"]);
    assert_eq!(
        (&listed[0]["value"], &listed[0]["by"]),
        (&Value::from("incident.killed"), &Value::from("dan"))
    );
    let again = house.run("ana", &[&set[..], &["--yes"]].concat());
    assert!(again.code == 2 && again.err.contains("already"), "{}", again.err);
    house.ok("ana", &["setting", "set", "review.two", "*", "--yes"]);
    house.ok("ana", &["setting", "unset", "review.two", "incident.killed", "--yes"]);
    assert!(house.killed(&[]).is_none(), "every property is asked for");
    house.ok("ana", &["undo", "2", "--yes"]);
    house.ok("dan", &["undo", "--yes"]);
    assert_eq!((house.killed(&[]), reviews(&[])), (Some((9, 9, 0)), Value::Null));
    house.ok("ana", &["verify"]);
}

#[test]
fn a_second_reviewer_sees_the_drafts_with_their_own_decisions_alone() {
    let house = House::new();
    let card = |case: &str| {
        let json = house.ok_in(case, "ben", &["--json", "drafts", "--blind"]);
        (json.out, house.ok_in(case, "ben", &["drafts", "--blind", "--doubts"]).out)
    };
    // One link of ben's own, which he goes on seeing.
    let incidents = house.ok("ana", &["--json", "incidents", "--drafts"]).json();
    let ids: Vec<&str> = incidents.iter().map(|row| row["id"].as_str().expect("an id")).collect();
    house.ok("ben", &["incident", "Ben's strike", "--from", ids[3], "--yes"]);
    let alone = card("case-ben");
    assert!(alone.0.contains(&house.draft) && alone.1.contains("Ben's strike"), "{}", alone.1);
    let person = house.ok("ana", &["--json", "drafts", "gazette.txt"]).json();
    let person = person.iter().find(|draft| draft["id"] == house.draft.as_str()).expect("the draft");
    assert!(person["speaker"]["name"].as_str().is_some_and(|name| name.contains("Vale")));
    let decisions: [&[&[&str]]; 6] = [
        &[&["accept", &house.draft]],
        &[&["reject", &house.draft, "--reason", "no"]],
        &[&["amend", &house.draft, "--min", "12", "--max", "12"]],
        &[&["incident", "Strike off Cape Orsay", "--from", ids[0], "--key", "incident/raid", "--yes"]],
        &[&["link", ids[0], ids[1], "--reason", "one boat", "--yes"], &["different", ids[0], ids[2]]],
        &[&["accept", "--property", "incident.killed"], &["setting", "set", "review.two", "*", "--yes"]],
    ];
    for decided in decisions {
        house.room.copy("case", "copy");
        house.room.copy("case-ben", "case-ben-2");
        for args in decided {
            house.ok_in("copy", "ana", args);
        }
        house.ok_in("case-ben-2", "ben", &["merge", "copy"]);
        let seen = house.ok_in("case-ben-2", "ben", &["--json", "drafts"]).out;
        assert_ne!(seen, alone.0, "{decided:?} is seen without --blind");
        assert_eq!(card("case-ben-2"), alone, "{decided:?}");
    }
    // Decided blind: all that fits, also what others decided on.
    house.accepted();
    let ran = house.ok("ben", &["accept", "--blind", "--property", "incident.killed", "--doubts"]);
    assert!(ran.err.contains("2 people agree on claim"), "{}", ran.err);
    assert!(!card("case-ben").0.contains(&house.draft), "what ben decided on himself is gone from his list");
}

#[test]
fn no_sentence_prints_what_people_differ_on() {
    let house = House::new();
    house.ok("ana", &["accept", "--property", "incident.killed", "--doubts"]);
    let incidents = house.json(&["incidents"]);
    let of = |file: &str| {
        incidents.iter().find(|row| row["name"].to_string().contains(file)).expect("an incident")
    };
    let gazette = of("gazette.txt");
    let id = gazette["id"].as_str().expect("an id");
    house.ok("ana", &["incident", "Cape Orsay", "--from", id, "--yes"]);
    let courier = of("courier.txt");
    house.ok("ana", &["link", "Cape Orsay", courier["id"].as_str().expect("an id"), "--yes"]);
    house.ok("ben", &["amend", &house.draft, "--min", "44", "--max", "44"]);
    house.ok("ana", &["publish", "--out", "site"]);
    let dossiers = crate::files(&house.room.path("site/incident"));
    let page = |name: &str| {
        let found =
            dossiers.iter().find(|(path, _)| path.to_string_lossy().contains(name)).expect("a dossier");
        String::from_utf8_lossy(&found.1).into_owned()
    };
    let dossier = page("cape-orsay");
    let (sentence, rest) = dossier.split_once("How many, by each method</h2>").expect("a toll");
    assert!(
        !sentence.contains("44") && sentence.contains("people who reviewed these reports differ"),
        "{sentence}"
    );
    assert!(rest.contains("44") && rest.contains("differing: people differ on 2 of 3 claims"), "{rest}");
    let json = fs::read_to_string(house.room.path("site/data/claims.json")).expect("claims");
    assert!(json.contains("\"differing\""), "{json}");
}

#[test]
fn of_several_amendments_by_one_person_in_one_second_the_last_counts_and_each_review_means_its_own() {
    let house = House::new();
    house.accepted();
    for n in ["7", "12", "5", "9"] {
        house.ok("ana", &["amend", &house.draft, "--min", n, "--max", n]);
        let n = n.parse().expect("a number");
        assert_eq!(house.killed(&[]), Some((n, n, 0)));
    }
    let heads = house.room.heads("case");
    let reviews: Vec<&str> = heads
        .iter()
        .filter(|head| head["head"]["verdict"] == "amend")
        .map(|head| head["id"].as_str().expect("an id"))
        .collect();
    house.ok("ana", &["retract", reviews[3], "--reason", "of another strike"]);
    assert_eq!(house.killed(&[]), Some((5, 5, 0)));
}

#[test]
fn blind_with_ids_decides_on_these_alone() {
    let house = House::new();
    let claim = house.accepted();
    let before = house.entries("review");
    let ran = house.ok("ben", &["accept", "--blind", &house.draft]);
    assert!(ran.err.contains("people agree"), "{}", ran.err);
    house.ok("cora", &["accept", "--blind", &claim]);
    assert_eq!(house.entries("review"), before + 2);
}

#[test]
fn whoever_exchanges_their_key_is_the_person_they_were() {
    let house = House::new();
    let claim = house.accepted();
    house.ok("ana", &["setting", "set", "review.two", "incident.killed", "--yes"]);
    assert_eq!(house.killed(&[]), None);
    house.ok("ana", &["key", "rotate", "--yes"]);
    let again = house.run("ana", &["accept", &claim]);
    assert!(again.code == 3 && again.err.contains("decided so"), "{}", again.err);
    assert_eq!(house.killed(&[]), None);
    // A change of mind takes the place of what the old key said.
    house.ok("ana", &["reject", &claim, "--reason", "of another strike"]);
    assert_eq!((house.killed(&[]), house.differing().len()), (None, 0));
    house.ok("ana", &["accept", &claim]);
    house.ok("ben", &["accept", &claim]);
    assert_eq!(house.killed(&[]), Some((9, 9, 0)));
}

#[test]
fn whoever_decided_first_takes_back_their_own_word_and_nobody_elses() {
    for first in [&["accept"][..], &["reject", "--reason", "no"], &["amend", "--min", "12", "--max", "12"]] {
        let house = House::new();
        let with = |args: &[&'static str]| [&args[..1], &[house.draft.as_str()], &args[1..]].concat();
        house.ok("cora", &with(first));
        house.run("ana", &["accept", &house.draft]);
        house.run("ben", &["accept", &house.draft]);
        house.ok("cora", &["undo", "--yes"]);
        assert_eq!((house.killed(&[]), house.differing().len()), (Some((9, 9, 0)), 0), "{first:?}");
        // Put back, their word is there again; Ben had settled it in view of that.
        house.ok("cora", &["undo", "--redo", "--yes"]);
        assert_eq!((house.killed(&[]), house.differing().len()), (Some((9, 9, 0)), 0), "{first:?}");
        house.ok("cora", &["undo", "--yes"]);
        house.ok("ana", &["reject", &house.draft, "--reason", "of another strike"]);
        house.ok("ben", &["reject", &house.draft, "--reason", "of another strike"]);
        assert_eq!(house.killed(&[]), None, "{first:?}");
        house.ok("ana", &["accept", &house.draft]);
    }
}
