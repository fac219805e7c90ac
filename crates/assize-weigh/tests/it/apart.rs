//! What nobody has linked: one at the low end, many at the high.

use crate::{
    build::{Case, id},
    world::{STRIKE, World},
};
use assize_ledger::view::AnchorView;
use assize_record::{
    EntityType, EntryId,
    body::{Entity, GradeLetter, Side},
};
use assize_weigh::{
    authority::zone::Shapes,
    conflict,
    origin::{Copies, Origins},
    standard::{Options, Outcome, Proofs, Standards, assess},
    toll::{self, GradeLabel, IncidentGrade, Method},
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn counts(world: &World) -> (u32, u32) {
    counts_with(world, &Copies::default())
}

fn counts_with(world: &World, copies: &Copies) -> (u32, u32) {
    let view = world.view();
    Origins::with_copies(&view, copies).counts(view.claims().iter().map(|claim| claim.id))
}

fn grade(world: &World, method: &str, copies: &Copies) -> IncidentGrade {
    let view = world.view();
    let method = Method::by_id(method).expect("shipped");
    toll::incident(&view, &Origins::with_copies(&view, copies), id(STRIKE), &method).grade
}

fn killed(who: &[&str]) -> World {
    let lines: Vec<String> =
        who.iter().map(|who| format!("{who} incident.killed 9 status=civilian")).collect();
    World::of(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn one_spokesman_in_three_papers_corroborates_nothing_until_somebody_tells_three_apart() {
    let world = killed(&["gazette ~ruth_vale", "herald ~ruth_vale", "post ~vale"]);
    assert_eq!(counts(&world), (1, 3));
    let found = grade(&world, "ibc", &Copies::default());
    assert_eq!(found.label, GradeLabel::Provisional);
    let apart = found.if_separate.expect("the other outcome");
    assert_eq!(apart.label, GradeLabel::Corroborated);
    assert_eq!(apart.apart, ["ruth vale", "vale"]);
    assert_eq!(
        found.why,
        "reported by 1 to 3 origins: corroborated only if “ruth vale” and “vale” are apart"
    );
    let linked = world.same("gazette~ruth_vale", "herald~ruth_vale").same("herald~ruth_vale", "post~vale");
    assert_eq!(counts(&linked), (1, 1));
    let found = grade(&linked, "ibc", &Copies::default());
    assert_eq!((found.label, found.if_separate), (GradeLabel::Provisional, None));
}

#[test]
fn a_name_within_another_is_one_at_the_low_end_unless_somebody_calls_them_different() {
    let base = killed(&["gazette ruth-vale", "herald ~vale"]);
    assert_eq!(counts(&base), (1, 2), "one is linked, the other is not");
    assert_eq!(counts(&base.clone().different("person/ruth-vale", "herald~vale")), (2, 2));
    assert_eq!(counts(&killed(&["gazette ruth-vale", "herald ~valentine"])), (2, 2), "whole words only");
    assert_eq!(counts(&killed(&["gazette ruth-vale", "herald vale"])), (1, 2), "two entities of one name");
    let of_a_party = killed(&["gazette admiral", "herald ~vale"])
        .part("person/admiral", "organisation/navy")
        .part("person/ruth-vale", "organisation/navy");
    assert_eq!(counts(&of_a_party), (1, 2), "the name is that of somebody else of the party");
}

#[test]
fn those_whose_party_nobody_settled_are_one_at_the_low_end() {
    let base = killed(&["gazette ~ruth_vale", "herald ~colonel_dane", "post ?"]);
    assert_eq!(counts(&base), (1, 3));
    let named = base.same("gazette~ruth_vale", "person/ruth").same("herald~colonel_dane", "person/dane");
    assert_eq!(counts(&named), (3, 3));
    let of_one = named.part("person/ruth", "organisation/navy").part("person/dane", "organisation/navy");
    assert_eq!(counts(&of_one), (2, 2));
}

#[test]
fn a_name_between_two_others_does_not_make_them_one() {
    let two = ["new-york-times narrator", "harbour-times narrator"];
    assert_eq!(counts(&killed(&two)), (2, 2));
    let three = killed(&[two[0], two[1], "times narrator"]);
    assert_eq!(counts(&three), (2, 3));
}

#[test]
fn copies_that_nobody_decided_on_are_one_outlet_at_the_low_end() {
    let mut world = killed(&["gazette narrator", "herald narrator", "gazette/2 narrator"]);
    let sets = BTreeSet::from([world.thing("gazette"), world.thing("herald")]);
    let copies = Copies::of([sets]);
    assert_eq!(counts(&world), (2, 2));
    assert_eq!(counts_with(&world, &copies), (1, 2));
    let labels = [
        ("new-america", GradeLabel::NotEntered, GradeLabel::Entered),
        ("ibc", GradeLabel::Provisional, GradeLabel::Corroborated),
        ("bij", GradeLabel::NotEntered, GradeLabel::Possible),
    ];
    for (method, at_least, if_apart) in labels {
        let found = grade(&world, method, &copies);
        let apart = found.if_separate.expect("the other outcome");
        assert_eq!(
            (apart.label, apart.apart),
            (if_apart, vec!["gazette".into(), "herald".into()]),
            "{method}"
        );
        assert_eq!(found.label, at_least, "{method}");
    }
    assert_eq!(counts_with(&world.clone().different("gazette", "herald"), &copies), (2, 2));
    // The copy is decided on: what else the Gazette has is the Gazette's.
    assert_eq!(counts_with(&world.clone().copy("gazette", "herald"), &copies), (2, 2));
    assert_eq!(counts_with(&world.and(&["post narrator incident.killed 9"]), &copies), (2, 3));
}

#[test]
fn another_story_of_a_copied_outlet_is_its_own() {
    let mut world = killed(&["gazette narrator", "herald/2 narrator"]);
    let copies = Copies::of([BTreeSet::from([world.thing("gazette"), world.thing("herald/3")])]);
    // Only the Gazette's one story may be the Herald's; that the Herald's other story is the Gazette's, nothing says.
    assert_eq!(counts_with(&world, &copies), (1, 2));
    let world = killed(&["gazette/2 narrator", "herald/2 narrator"]);
    assert_eq!(counts_with(&world, &copies), (2, 2));
}

#[test]
fn a_retelling_is_the_word_of_the_outlet_retold_however_it_was_entered() {
    let retold = "reuters narrator incident.killed 9";
    let ways = [
        ("syndicated from", "gazette narrator incident.killed 9", 1),
        ("via, by name", "gazette narrator incident.killed 9 via=reuters", 1),
        ("via, by entity", "gazette narrator incident.killed 9 via=organisation/reuters", 1),
        ("via, by an anchor", "gazette narrator incident.killed 9 via=~reuters", 2),
        ("spoken by the outlet, an anchor", "gazette ~reuters incident.killed 9", 2),
        ("spoken by the outlet, an anchor of a longer name", "gazette ~reuters_news incident.killed 9", 2),
        ("reported by the outlet, an anchor", "gazette ~reuters incident.killed 9 reports", 2),
    ];
    for (way, line, most) in ways {
        let mut world = World::of(&[retold, line]);
        if way == "syndicated from" {
            world = world.copy("gazette", "reuters");
        }
        if way == "via, by entity" {
            // An entity of the outlet's name is the outlet.
            world.entity("organisation/reuters");
        }
        assert_eq!(counts(&world), (1, most), "{way}");
        let linked = world.same("gazette~reuters", "organisation/reuters");
        let linked = linked.same("gazette~reuters_news", "organisation/reuters");
        assert_eq!(counts(&linked), (1, 1), "{way}, linked");
    }
}

#[test]
fn retellings_of_two_outlets_are_two_though_nobody_linked_either() {
    let two = World::of(&[
        "gazette narrator incident.killed 9 via=~reuters",
        "herald narrator incident.killed 9 via=~cable_news",
    ]);
    assert_eq!(counts(&two), (2, 2));
}

#[test]
fn retellings_entered_in_all_ways_at_once_are_one_origin() {
    let world = World::of(&[
        "reuters narrator incident.killed 9 status=civilian",
        "gazette narrator incident.killed 9",
        "herald narrator incident.killed 9 via=Reuters",
        "post narrator incident.killed 9 via=organisation/reuters",
        "globe narrator incident.killed 9 via=~reuters",
        "star ~reuters incident.killed 9 status=civilian",
        "sun ~reuters incident.killed 9 reports",
    ])
    .copy("gazette", "reuters");
    assert_eq!(counts(&world), (1, 4), "three anchors that nobody linked");
    let linked = ["globe", "star", "sun"]
        .into_iter()
        .fold(world, |world, paper| world.same(&format!("{paper}~reuters"), "organisation/reuters"));
    assert_eq!(counts(&linked), (1, 1));
    assert_eq!(grade(&linked, "ibc", &Copies::default()).label, GradeLabel::Provisional);
}

#[test]
fn a_standard_is_met_by_two_only_if_nobody_can_take_them_for_one() {
    let (standard, element) = ("ihl.doubt", "treated");
    let standards = Standards::shipped();
    let mut case = Case::default();
    case.says_date("the log", STRIKE, "incident.happened-on", "2025-09-02");
    for (at, speaker) in ["Ruth Vale", "Vale"].into_iter().enumerate() {
        let claim = case.bridges(speaker, STRIKE, standard, element, Side::For).claim;
        let anchor = id(&format!("anchor {at}"));
        let entity =
            Entity { entity_type: EntityType::Person, key: None, name: speaker.to_owned(), shape: None };
        case.parts.entities.insert(anchor, entity);
        let place = AnchorView { text: anchor, source: anchor, words: None, entity_type: None };
        case.parts.anchors.insert(anchor, place);
        let claim = case.parts.claims.iter_mut().find(|known| known.id == claim).expect("just made");
        claim.speaker.entity = Some(anchor);
        claim.grades.iter_mut().for_each(|(_, grade)| grade.grade = GradeLetter::C);
    }
    let view = case.view();
    let options = Options { standards: vec![standard.to_owned()], ..Options::default() };
    let (origins, proofs) = (Origins::of(&view), Proofs::shipped());
    let assessed = assess(&view, &origins, &standards, &proofs, &Shapes::default(), id(STRIKE), &options)
        .expect("known");
    let found = assessed.findings[0].elements.iter().find(|found| found.element == element).expect("there");
    assert_eq!(found.reading.outcome, Outcome::Unknown);
    assert_eq!(found.reading.if_separate, Some(Outcome::Met));
}

#[test]
fn an_attack_laid_to_one_party_by_two_unlinked_names_is_not_contested_outright() {
    let world = World::of(&[
        "herald narrator incident.killed 9 status=civilian",
        "herald narrator incident.conducted-by organisation/navy",
        "post narrator incident.conducted-by organisation/police",
    ]);
    assert_eq!(grade(&world, "airwars", &Copies::default()).label, GradeLabel::Contested);
    let mut unlinked = world.clone();
    let navy = unlinked.entity("organisation/navy");
    let place = AnchorView { text: navy, source: navy, words: None, entity_type: None };
    unlinked.parts.anchors.insert(navy, place);
    let found = grade(&unlinked, "airwars", &Copies::default());
    assert_eq!(found.label, GradeLabel::Weak);
    assert_eq!(found.if_separate.map(|apart| apart.label), Some(GradeLabel::Contested));
}

#[test]
fn a_conflict_between_names_that_may_be_one_says_so() {
    let world = World::of(&["gazette ~ruth_vale incident.killed 9", "herald ~vale incident.killed 11"]);
    let between = |world: &World| {
        let view = world.view();
        conflict::conflicts(&view, &Origins::of(&view)).remove(0)
    };
    assert!(between(&world).perhaps_one_origin);
    assert_eq!(between(&world).in_words(), "9 / 11 (perhaps one origin)");
    let told_apart = world.same("gazette~ruth_vale", "person/ruth").different("person/ruth", "herald~vale");
    assert_eq!(between(&told_apart).in_words(), "9 / 11");
}

const SPEAKERS: [&str; 11] = [
    "narrator",
    "?",
    "2@navy",
    "~vale",
    "~ruth_vale",
    "~dane",
    "vale",
    "ruth-vale",
    "mark-vale",
    "admiral",
    "doc:report",
];

fn lines() -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec((0_usize..6, 0..SPEAKERS.len()), 1..14)
}

const PAPERS: [&str; 6] = ["gazette", "sea-gazette", "herald", "post", "none/1", "none/2"];

fn world(lines: &[(usize, usize)]) -> World {
    let lines: Vec<String> = lines
        .iter()
        .map(|(paper, speaker)| format!("{} {} incident.killed 9", PAPERS[*paper], SPEAKERS[*speaker]))
        .collect();
    World::of(&lines.iter().map(String::as_str).collect::<Vec<_>>())
        .part("person/admiral", "organisation/navy")
        .part("person/mark-vale", "organisation/navy")
}

/// The things that speak in a world, in order.
fn speaking(world: &World) -> Vec<EntryId> {
    let of_claims = world.parts.claims.iter().filter_map(|claim| claim.speaker.entity);
    of_claims.collect::<BTreeSet<_>>().into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn linking_two_speakers_never_raises_the_low_end_and_unlinking_never_lowers_it(
        lines in lines(),
        links in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..5),
    ) {
        let mut world = world(&lines);
        let speakers = speaking(&world);
        prop_assume!(speakers.len() > 1);
        let mut before = counts(&world);
        for (a, b) in links {
            let (a, b) = (*a.get(&speakers), *b.get(&speakers));
            if a == b {
                continue;
            }
            world.links.push((a, b));
            let after = counts(&world);
            prop_assert!(after.0 <= before.0, "{before:?} to {after:?}");
            prop_assert!(after.1 <= before.1, "{before:?} to {after:?}");
            before = after;
        }
    }

    #[test]
    fn more_evidence_never_lowers_the_low_end(some in lines(), more in lines()) {
        let all: Vec<_> = some.iter().chain(&more).copied().collect();
        let (before, after) = (counts(&world(&some)), counts(&world(&all)));
        prop_assert!(before.0 <= after.0 && before.1 <= after.1, "{before:?} to {after:?}");
        prop_assert!(after.0 <= after.1);
    }

    #[test]
    fn a_family_counts_as_its_pairs_do(
        lines in lines(),
        sets in prop::collection::vec(prop::collection::btree_set(0_usize..6, 0..5), 0..3),
        different in prop::collection::vec((0_usize..6, 0_usize..6), 0..3),
    ) {
        let mut world = world(&lines);
        for (a, b) in different.into_iter().filter(|(a, b)| a != b) {
            world = world.different(PAPERS[a], PAPERS[b]);
        }
        let sets: Vec<BTreeSet<EntryId>> =
            sets.into_iter().map(|set| set.into_iter().map(|paper| world.thing(PAPERS[paper])).collect()).collect();
        let pairs = sets.iter().flat_map(|set| {
            set.iter().flat_map(|a| set.iter().map(|b| BTreeSet::from([*a, *b])).collect::<Vec<_>>())
        });
        let pairs = Copies::of(pairs.collect::<Vec<_>>());
        prop_assert_eq!(counts_with(&world, &Copies::of(sets)), counts_with(&world, &pairs));
    }

    #[test]
    fn copies_never_raise_the_low_end_nor_touch_the_high_end(
        lines in lines(),
        sets in prop::collection::vec(prop::collection::btree_set(0_usize..6, 0..4), 0..4),
    ) {
        let mut world = world(&lines);
        let sets: Vec<BTreeSet<EntryId>> =
            sets.into_iter().map(|set| set.into_iter().map(|paper| world.thing(PAPERS[paper])).collect()).collect();
        let (without, with) = (counts(&world), counts_with(&world, &Copies::of(sets)));
        prop_assert!(with.0 <= without.0 && with.1 == without.1, "{without:?} to {with:?}");
    }
}

#[test]
fn a_large_family_of_copies_is_one_outlet() {
    let lines: Vec<String> = (0..1_500).map(|n| format!("paper-{n} narrator")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut world = killed(&lines);
    let family: BTreeSet<EntryId> = (0..1_499).map(|n| world.thing(&format!("paper-{n}"))).collect();
    let copies = Copies::of([family]);
    assert_eq!(counts_with(&world, &copies), (2, 1_500), "one family and one paper beside it");
}

#[test]
fn one_told_apart_from_a_copy_may_still_be_another() {
    let mut world = killed(&["gazette narrator", "herald narrator", "post narrator"]);
    let copies = Copies::of([["gazette", "herald", "post"].map(|paper| world.thing(paper)).into()]);
    assert_eq!(counts_with(&world, &copies), (1, 3));
    // Either may be the Post's, and both at once.
    assert_eq!(counts_with(&world.clone().different("gazette", "herald"), &copies), (1, 3));
    let apart =
        world.clone().different("gazette", "herald").different("gazette", "post").different("herald", "post");
    assert_eq!(counts_with(&apart, &copies), (3, 3));
}
