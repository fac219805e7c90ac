//! What people differ on widens ranges, and nothing else sees it.

use crate::{laws, world::World};
use assize_ledger::{
    View, ViewParts,
    view::{Differing, REVIEW_TWO, Reviewed, SettingView, Standing},
};
use assize_record::{EntryId, entry::Verdict, sign::SecretKey};
use assize_weigh::{
    coherence, conflict,
    origin::Origins,
    toll::{self, End, Method, TollFinding, TollLine},
};
use proptest::prelude::*;

/// The view with some claims differed on, each accepted by one person and rejected by another; and the view without them.
fn differing(world: &World, which: &[bool]) -> (View, View) {
    let mut parts: ViewParts = world.parts.clone();
    let all = std::mem::take(&mut parts.claims);
    let mut without = parts.clone();
    for (claim, differ) in all.into_iter().zip(which.iter().cycle()) {
        if !differ || claim.standing == Standing::Draft {
            parts.claims.push(claim.clone());
            without.claims.push(claim);
            continue;
        }
        let review = |seed: u8, verdict, version| Reviewed {
            id: EntryId::from_bytes([seed; 32]),
            by: SecretKey::from_seed([seed; 32]).public(),
            verdict,
            version,
        };
        parts.differing.push(Differing {
            id: claim.id,
            draft: None,
            reviews: vec![review(1, Verdict::Accept, Some(claim.id)), review(2, Verdict::Reject, None)],
            versions: vec![assize_ledger::view::ClaimView { standing: Standing::Differing, ..claim }],
        });
    }
    (View::of(parts), View::of(without))
}

fn tolls(view: &View) -> Vec<TollFinding> {
    toll::tolls(view, &Origins::of(view), &Method::shipped()).incidents
}

fn find<'t>(tolls: &'t [TollFinding], of: &TollFinding) -> Option<&'t TollFinding> {
    tolls.iter().find(|toll| (toll.subject, &toll.method) == (of.subject, &of.method))
}

fn line<'t>(toll: &'t TollFinding, of: &TollLine) -> Option<&'t TollLine> {
    let mut lines = toll.lines.iter().map(AsRef::as_ref);
    lines.find(|line: &&TollLine| (line.role, line.status, line.group) == (of.role, of.status, of.group))
}

fn values(line: &TollLine) -> (Option<u64>, Option<u64>) {
    let value = |end: &Option<End>| end.as_ref().map(|end| end.value);
    (value(&line.low), value(&line.high))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_people_differ_on_widens_ranges_and_is_absent_elsewhere(
        lines in prop::collection::vec(laws::line(), 0..16),
        which in prop::collection::vec(any::<bool>(), 16),
    ) {
        let world = laws::world(&lines);
        let (with, without) = differing(&world, &which);
        let rest = |view: &View| {
            let origins = Origins::of(view);
            let found = (conflict::conflicts(view, &origins), coherence::coherence(view));
            serde_json::to_string(&found).expect("findings are JSON")
        };
        prop_assert_eq!(rest(&with), rest(&without));
        let (wide, narrow) = (tolls(&with), tolls(&without));
        for toll in &narrow {
            let found = find(&wide, toll).expect("what is settled has its finding");
            prop_assert_eq!((&found.grade, found.counts, found.drafts), (&toll.grade, toll.counts, toll.drafts));
            for settled in &toll.lines {
                let widened = line(found, settled).expect("what is settled has its line");
                let ((low, high), (lowest, highest)) = (values(settled), values(widened));
                prop_assert!(low.is_none() || lowest.is_some() && lowest <= low && highest >= high, "{widened:?} {settled:?}");
                prop_assert_eq!((&widened.best, widened.behind, &widened.excluded), (&settled.best, settled.behind, &settled.excluded));
                let rest: Vec<EntryId> = widened.claims.iter().copied().filter(|id| !widened.differing.contains(id)).collect();
                prop_assert_eq!(&rest, &settled.claims);
            }
        }
        for widened in wide.iter().flat_map(|toll| &toll.lines) {
            for version in &widened.differing {
                prop_assert!(with.claim(*version).is_none() && with.any_claim(*version).is_some());
            }
            let ends = widened.low.iter().chain(&widened.high).flat_map(|end| &end.claims);
            prop_assert!(ends.into_iter().all(|id| widened.claims.contains(id)), "{widened:?}");
        }
    }
}

#[test]
fn each_version_is_in_the_range_and_the_line_says_so() {
    let world = World::of(&[
        "gazette admiral incident.killed 9",
        "herald minister incident.killed 12",
        "post villager incident.killed 7",
    ]);
    let names = |claim: &assize_ledger::view::ClaimView, who: &str| claim.speaker.description == who;
    let which: Vec<bool> = world.parts.claims.iter().map(|claim| !names(claim, "admiral")).collect();
    let (view, _) = differing(&world, &which);
    let line = |method: &str| {
        let found = tolls(&view).into_iter().find(|toll| toll.method.as_str() == method).expect("a toll");
        found.lines.into_iter().find(|line| line.status.is_none()).expect("a line")
    };
    let ucdp = line("ucdp");
    assert_eq!((values(&ucdp), ucdp.differing.len(), ucdp.behind.articles), ((Some(7), Some(12)), 2, 1));
    assert!(
        ucdp.behind_in_words().contains("differing: people differ on 2 of 3 claims"),
        "{}",
        ucdp.behind_in_words()
    );
    let json = serde_json::to_value(&ucdp).expect("a line is JSON");
    assert_eq!(json["differing"].as_array().map(Vec::len), Some(2));
}

#[test]
fn figures_say_how_often_their_claims_were_reviewed_where_the_case_asks_for_two() {
    let mut world = World::of(&["gazette admiral incident.killed 9", "herald minister incident.killed 12"]);
    let key = |seed: u8| SecretKey::from_seed([seed; 32]).public();
    world.parts.claims[0].reviewers = vec![key(1)];
    world.parts.claims[1].reviewers = vec![key(1), key(2)];
    let words = |world: &World| {
        let tolls = tolls(&View::of(world.parts.clone()));
        tolls[0].lines[0].behind_in_words()
    };
    assert!(!words(&world).contains("review"), "nothing is asked for");
    for (value, asked) in [("incident.injured", false), ("incident.killed", true), ("*", true)] {
        let (id, by) = (EntryId::from_bytes([9; 32]), None);
        world.parts.settings =
            vec![SettingView { name: REVIEW_TWO.to_owned(), value: value.to_owned(), id, by }];
        assert_eq!(
            words(&world).contains("1 of 2 claims with one review"),
            asked,
            "{value}: {}",
            words(&world)
        );
    }
}
