//! Origins and default grades.

use crate::world::World;
use assize_record::body::GradeLetter;
use assize_weigh::origin::{Origins, Summary};

fn summary(world: &World) -> Summary {
    Origins::of(&world.view()).summary(world.view().claims())
}

fn check(what: &str, world: &World, expected: &str) {
    assert_eq!(summary(world).to_string(), expected, "{what}");
}

#[test]
fn articles_come_down_to_origins() {
    let killed = |who: &str| format!("{who} incident.killed 9");
    let of = |speakers: &[&str]| {
        let lines: Vec<String> = speakers.iter().map(|who| killed(who)).collect();
        World::of(&lines.iter().map(String::as_str).collect::<Vec<_>>())
    };
    check(
        "one spokesman in three papers",
        &of(&["gazette minister", "herald minister", "post minister"]),
        "3 articles, 1 origin",
    );
    check(
        "two spokesmen of one party",
        &of(&["gazette minister", "herald admiral"])
            .part("person/minister", "organisation/state")
            .part("person/admiral", "organisation/navy")
            .part("organisation/navy", "organisation/state"),
        "2 articles, 1 origin",
    );
    check(
        "a party that is named itself",
        &of(&["gazette minister", "herald state"]).part("person/minister", "person/state"),
        "2 articles, 1 origin",
    );
    check(
        "three papers' own word",
        &of(&["gazette narrator", "herald narrator", "post narrator"]),
        "3 articles, 3 origins",
    );
    check("one paper twice", &of(&["gazette narrator", "gazette/2 narrator"]), "2 articles, 1 origin");
    check(
        "two copies of one story",
        &of(&["wire narrator", "gazette narrator", "herald narrator"])
            .copy("gazette", "wire")
            .copy("herald", "gazette"),
        "3 articles, 1 origin",
    );
    check(
        "a copy that quotes the paper it was taken over from",
        &of(&["wire narrator", "gazette ~the_wire"]).copy("gazette", "wire"),
        "2 articles, 1 origin",
    );
    check(
        "a paper that quotes another one and is no copy of it",
        &of(&["wire narrator", "gazette ~the_wire"]),
        "2 articles, 1 to 2 origins",
    );
    check(
        "a copy of two wires is one of them and does not join them",
        &of(&["wire narrator", "cable narrator", "gazette narrator"])
            .copy("gazette", "wire")
            .copy("gazette", "cable"),
        "3 articles, 2 origins",
    );
    check(
        "links that run in a circle",
        &of(&["wire narrator", "gazette narrator"]).copy("gazette", "wire").copy("wire", "gazette"),
        "2 articles, 1 origin",
    );
    check(
        "without a publisher nothing shows that two sources are of two outlets",
        &of(&["none/1 narrator", "none/2 narrator"]),
        "2 articles, 1 to 2 origins",
    );
    check("no claims", &World::default(), "0 articles, 0 origins");
}

#[test]
fn word_passed_on_is_the_word_of_who_had_it_first() {
    let world = World::of(&[
        "gazette 2@navy incident.killed 9",
        "herald 2@navy incident.killed 9 via=gazette",
        "post narrator incident.killed 9 via=gazette",
        "post/2 narrator incident.killed 9 via=The_Gazette",
        "gazette narrator incident.killed 9",
    ]);
    // Two officials in the Gazette, whoever repeats them; and the Gazette's own word, whoever repeats that.
    check("reported earlier", &world, "4 articles, 2 to 3 origins");
}

#[test]
fn unnamed_officials_are_one_voice_at_the_least_and_their_number_at_the_most() {
    check("five", &World::of(&["gazette 5@navy incident.killed 9"]), "1 article, 1 to 5 origins");
    check(
        "five and a spokesman of theirs",
        &World::of(&["gazette 5@navy incident.killed 9", "herald admiral incident.killed 9"])
            .part("person/admiral", "organisation/navy"),
        "2 articles, 1 to 6 origins",
    );
    check(
        "the same five said twice",
        &World::of(&["gazette 5@navy incident.killed 9", "gazette/2 5@navy incident.injured 2"]),
        "2 articles, 1 to 5 origins",
    );
    check(
        "of two parties",
        &World::of(&["gazette 2@navy incident.killed 9", "gazette 3@police incident.killed 9"]),
        "1 article, 2 to 5 origins",
    );
    check(
        "people of no stated party may be one person",
        &World::of(&["gazette ? incident.killed 9", "herald ? incident.killed 9"]),
        "2 articles, 1 to 2 origins",
    );
}

#[test]
fn grades_follow_the_documented_rule_where_nobody_graded() {
    let check = |line: &str, expected: GradeLetter| {
        let mut world = World::default().part("person/minister", "organisation/state");
        let claim = world.claim(line);
        assert_eq!(Origins::of(&world.view()).grades[&claim], expected, "{line}");
    };
    check("gazette doc:report incident.killed 9", GradeLetter::A);
    check("gazette doc:report incident.killed 9 via=herald", GradeLetter::C);
    check("gazette minister incident.killed 9 basis=admission", GradeLetter::A);
    check("gazette fisherman incident.killed 9 basis=witness", GradeLetter::B);
    check("gazette minister incident.killed 9 basis=witness", GradeLetter::C);
    check("gazette fisherman incident.killed 9 basis=witness via=herald", GradeLetter::C);
    check("gazette fisherman incident.killed 9 basis=witness reports", GradeLetter::C);
    check("gazette fisherman incident.killed 9", GradeLetter::C);
    check("gazette narrator incident.killed 9", GradeLetter::C);
    check("gazette 3@navy incident.killed 9", GradeLetter::C);
    check("gazette ? incident.killed 9", GradeLetter::D);
    check("gazette doc:report incident.killed 9 hedge=allegation", GradeLetter::D);
    check("gazette ? incident.killed 9 grade=A", GradeLetter::A);
    check("gazette doc:report incident.killed 9 grade=B grade=D", GradeLetter::D);
}

#[test]
fn labels_say_who_and_of_which_party() {
    let world = World::of(&["gazette minister incident.killed 9", "gazette 3@navy incident.killed 9"])
        .part("person/minister", "organisation/state");
    let labels: Vec<String> =
        Origins::of(&world.view()).list.into_iter().map(|origin| origin.label).collect();
    assert!(labels.contains(&"minister (state)".to_owned()), "{labels:?}");
    assert!(labels.contains(&"3 officials (navy; gazette)".to_owned()), "{labels:?}");
}

#[test]
fn an_origin_count_names_who_it_counts_and_what_would_settle_it() {
    let world = World::of(&[
        "gazette ~harbour_pilot incident.killed 9",
        "herald ~pilot incident.killed 9",
        "herald narrator incident.killed 9",
    ]);
    let view = world.view();
    let origins = Origins::of(&view);
    let ids: Vec<_> = view.claims().iter().map(|claim| claim.id).collect();
    let behind = origins.behind(ids.iter().copied());
    assert_eq!((behind.origins_min, behind.origins_max), origins.counts(ids.iter().copied()));
    assert_eq!((behind.origins_min, behind.origins_max), (2, 3));
    assert_eq!(behind.origins.len(), 3);
    let named: Vec<_> = behind.origins.iter().flat_map(|origin| origin.claims.iter().copied()).collect();
    assert!(ids.iter().all(|id| named.contains(id)), "each claim has its origin");
    assert_eq!(behind.may_be_one.len(), 1, "{:?}", behind.may_be_one);
    let among: Vec<&str> =
        behind.may_be_one[0].among.iter().map(|at| behind.origins[*at].label.as_str()).collect();
    assert_eq!(among.len(), 2, "{among:?}");
    assert!(among.iter().all(|label| label.contains("pilot")), "{among:?}");
    assert_eq!(behind.may_be_one[0].why, assize_weigh::origin::WhyOne::NotSettled);
}

#[test]
fn people_not_named_go_by_the_words_of_their_texts() {
    let mut world = World::of(&["gazette ? incident.killed 9", "gazette ? incident.killed 8"]);
    let words = ["the strait command", "the command's spokesman"];
    for (claim, words) in world.parts.claims.iter_mut().zip(words) {
        claim.speaker.description = words.to_owned();
    }
    let view = world.view();
    let label = Origins::of(&view).origin(view.claims()[0].id).expect("an origin").label.clone();
    assert!(words.iter().all(|words| label.contains(words)), "{label}");
    assert!(!label.contains("not named"), "{label}");
}

#[test]
fn an_outlet_goes_by_its_name_as_it_is_written() {
    let mut world = World::of(&["gazette narrator incident.killed 9"]);
    for source in world.parts.sources.values_mut() {
        let stated = source.publication.publisher.as_mut().expect("an outlet");
        stated.value = "The Orsay Gazette".to_owned();
    }
    let view = world.view();
    let label = Origins::of(&view).origin(view.claims()[0].id).expect("an origin").label.clone();
    assert_eq!(label, "The Orsay Gazette");
}
