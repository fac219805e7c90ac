//! What must hold of findings whatever the claims.

use crate::world::World;
use assize_ledger::View;
use assize_record::EntryId;
use assize_weigh::{
    coherence,
    conflict::{self, Between},
    origin::Origins,
    toll::{self, End, Method, TollFinding, TollLine, Tolls},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn tolls(view: &View) -> Tolls {
    toll::tolls(view, &Origins::of(view), &Method::shipped())
}

/// Every finding of a view, as bytes.
fn bytes(view: &View) -> String {
    let origins = Origins::of(view);
    let all = (
        toll::tolls(view, &origins, &Method::shipped()),
        conflict::conflicts(view, &origins),
        coherence::coherence(view),
    );
    serde_json::to_string(&all).expect("findings are JSON")
}

pub(crate) fn line() -> impl Strategy<Value = String> {
    let article = prop::sample::select(vec!["gazette", "gazette/2", "herald", "post"]);
    let speaker = prop::sample::select(vec![
        "narrator",
        "minister",
        "admiral",
        "villager",
        "3@navy",
        "?",
        "doc:report",
    ]);
    let figure = prop_oneof![
        4 => (0_u64..15).prop_map(|n| n.to_string()),
        2 => (0_u64..15, 0_u64..6).prop_map(|(min, more)| format!("{min}..{}", min + more)),
        1 => (0_u64..15).prop_map(|n| format!("{n}..")),
        1 => (0_u64..15).prop_map(|n| format!("..{n}")),
        1 => Just("dozens".to_owned()),
        1 => Just("7..3".to_owned()),
    ];
    let property = prop::sample::select(vec![
        "incident.killed",
        "incident.killed",
        "incident.killed",
        "incident.injured",
        "incident.survived",
        "incident.aboard",
        "campaign.killed",
    ]);
    let incident = prop::sample::select(vec!["incident/strike", "incident/two"]);
    let option = prop::sample::select(vec![
        "",
        "",
        "",
        "status=civilian",
        "status=combatant",
        "status=child",
        "denies",
        "doubts",
        "reports",
        "draft",
        "hedge=condition",
        "via=herald",
        "grade=B",
        "basis=witness",
    ]);
    let said = prop::sample::select(vec![
        "",
        "said=2031-05-03",
        "said=2031-05-05",
        "said=2031-05",
        "for=2031-05-04",
    ]);
    let figures = (article.clone(), speaker.clone(), property, figure, incident.clone(), option, said)
        .prop_map(|(article, speaker, property, figure, incident, option, said)| {
            let of = if property.starts_with("campaign.") { "campaign/strait" } else { incident };
            format!("{article} {speaker} {property} {figure} of={of} {option} {said}")
        });
    let facts = (article, speaker, incident, 0_usize..4).prop_map(|(article, speaker, incident, which)| {
        let fact = [
            "incident.conducted-by organisation/navy",
            "incident.conducted-by organisation/police",
            "incident.campaign campaign/strait",
            "incident.happened-on 2031-05-02",
        ][which];
        format!("{article} {speaker} {fact} of={incident}")
    });
    prop_oneof![4 => figures, 1 => facts]
}

pub(crate) fn world(lines: &[String]) -> World {
    World::of(&lines.iter().map(String::as_str).collect::<Vec<_>>())
        .part("person/admiral", "organisation/navy")
        .part("person/minister", "organisation/state")
        .part("organisation/navy", "organisation/state")
        .copy("post", "herald")
}

/// Set union of two views, claim by claim.
fn merge(into: View, from: &View) -> View {
    let mut into = into.into_parts();
    for claim in from.claims() {
        if let Err(at) = into.claims.binary_search_by_key(&claim.id, |known| known.id) {
            into.claims.insert(at, claim.clone());
        }
    }
    into.entities.extend(from.entities().clone());
    into.sources.extend(from.sources().clone());
    into.part_of.extend(from.part_of().clone());
    into.syndicated_from.extend(from.syndicated_from().clone());
    View::of(into)
}

fn ends(line: &TollLine) -> Vec<&End> {
    let conceded = line.conceded.iter().flat_map(|(low, high)| [low, high]);
    line.low.iter().chain(&line.high).chain(&line.best).chain(conceded).collect()
}

/// Every claim that a line shows, whatever becomes of it.
fn shown(line: &TollLine) -> BTreeSet<EntryId> {
    let excluded = line.excluded.iter().map(|out| out.claim);
    let superseded = line.superseded.iter().map(|old| old.claim);
    line.claims.iter().copied().chain(excluded).chain(superseded).collect()
}

fn by_line(tolls: &Tolls) -> BTreeMap<(EntryId, String, String), &TollLine> {
    let lines = |toll: &'_ TollFinding| (toll.subject, toll.method.clone());
    let mut found = BTreeMap::new();
    for toll in &tolls.incidents {
        let (subject, method) = lines(toll);
        for line in &toll.lines {
            found.insert(
                (subject, method.to_string(), format!("{} {:?}", line.role.name(), line.status)),
                &**line,
            );
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn order_and_duplicates_change_nothing(lines in prop::collection::vec(line(), 0..24), turn in 0_usize..24) {
        let mut other = lines.clone();
        other.rotate_left(turn.min(lines.len()));
        other.reverse();
        other.extend(lines.iter().take(5).cloned());
        prop_assert_eq!(bytes(&world(&lines).view()), bytes(&world(&other).view()));
    }

    #[test]
    fn merging_either_way_gives_the_same_bytes(
        here in prop::collection::vec(line(), 0..14),
        there in prop::collection::vec(line(), 0..14),
    ) {
        let (here, there) = (world(&here).view(), world(&there).view());
        prop_assert_eq!(bytes(&merge(here.clone(), &there)), bytes(&merge(there, &here)));
    }

    #[test]
    fn every_number_has_its_claims_and_every_claim_is_shown(lines in prop::collection::vec(line(), 0..24)) {
        let view = world(&lines).view();
        let tolls = tolls(&view);
        for toll in &tolls.incidents {
            let in_lines: BTreeSet<EntryId> = toll.lines.iter().flat_map(|line| shown(line)).collect();
            for claim in view.claims().iter().filter(|claim| claim.proposition.subject == toll.subject) {
                let of = &claim.proposition;
                let method = Method::by_id(&toll.method).expect("shipped");
                let counted = |role| method.counts(role, of.status, of.group);
                let counts = toll::Role::of(&of.property).is_some_and(counted);
                prop_assert!(!counts || in_lines.contains(&claim.id), "{} is lost by {}", claim.id, toll.method);
            }
            for line in &toll.lines {
                for end in ends(line) {
                    prop_assert!(!end.claims.is_empty());
                    prop_assert!(end.claims.iter().all(|id| view.claim(*id).is_some()));
                }
                prop_assert!(line.low.is_some() == line.high.is_some());
                if let (Some(low), Some(high)) = (&line.low, &line.high) {
                    prop_assert!(low.value <= high.value);
                    prop_assert!(low.claims.iter().chain(&high.claims).all(|id| line.claims.contains(id)));
                }
            }
        }
        for campaign in &tolls.campaigns {
            for line in &campaign.lines {
                for end in line.low.iter().chain(&line.high).chain(&line.best) {
                    prop_assert!(!end.claims.is_empty());
                }
            }
            prop_assert!(campaign.stated.iter().all(|stated| !stated.claims.is_empty()));
        }
        for conflict in conflict::conflicts(&view, &Origins::of(&view)) {
            prop_assert!(conflict.positions.len() > 1);
            prop_assert!(conflict.positions.iter().all(|position| !position.claims.is_empty()));
        }
        prop_assert!(coherence::coherence(&view).iter().all(|fault| !fault.claims.is_empty()));
    }

    #[test]
    fn a_range_is_the_lowest_and_highest_of_the_claims_it_takes_in(lines in prop::collection::vec(line(), 0..24)) {
        let view = world(&lines).view();
        for toll in tolls(&view).incidents.iter().filter(|toll| toll.method == "bij") {
            // A line that parts bound runs on from what is stated; its own tests say how far.
            for line in toll.lines.iter().filter(|line| line.by_parts.is_empty()) {
                let figures: Vec<_> = line.claims.iter().filter_map(|id| match &view.claim(*id)?.proposition.value {
                    assize_record::Value::Quantity(quantity) => Some(quantity.clone()),
                    _ => None,
                }).collect();
                let low = figures.iter().filter_map(|figure| figure.min.or(figure.max)).min();
                let high = figures.iter().filter_map(|figure| figure.max.or(figure.min)).max();
                prop_assert_eq!(line.low.as_ref().map(|end| end.value), low);
                prop_assert_eq!(line.high.as_ref().map(|end| end.value), high);
            }
        }
    }

    #[test]
    fn a_new_claim_never_narrows_a_range_in_silence(lines in prop::collection::vec(line(), 0..20), more in line()) {
        let before = tolls(&world(&lines).view());
        let mut all = lines.clone();
        all.push(more);
        let after = tolls(&world(&all).view());
        let after = by_line(&after);
        for (key, old) in by_line(&before) {
            let new = after.get(&key).copied();
            // A best figure that adds up the sides comes and goes with a claim about one side; it has no claims of its own.
            // So does one that only parts set.
            let only_parts = old.claims.iter().all(|id| old.by_parts.iter().any(|part| part.claims.contains(id)));
            prop_assert!(new.is_some() || only_parts, "{:?} is gone", key);
            let Some(new) = new else { continue };
            // What parts set gives way to a whole that somebody states.
            let by_parts = |id: &EntryId| old.by_parts.iter().any(|part| part.claims.contains(id));
            let moved = |end: &End| {
                end.claims.iter().all(|id| !new.claims.contains(id) && (shown(new).contains(id) || by_parts(id)))
                    || end.claims.iter().all(by_parts)
            };
            if let Some(low) = &old.low {
                prop_assert!(new.low.as_ref().is_some_and(|end| end.value <= low.value) || moved(low), "{:?}", key);
            }
            // A method of one figure has no range to narrow: its high end is its low end.
            if let Some(high) = old.high.as_ref().filter(|_| key.1 != "acled") {
                prop_assert!(new.high.as_ref().is_some_and(|end| end.value >= high.value) || moved(high), "{:?}", key);
            }
        }
    }

    #[test]
    fn a_new_claim_never_takes_an_origin_away(lines in prop::collection::vec(line(), 0..20), more in line()) {
        let (before, mut all) = (world(&lines).view(), lines.clone());
        all.push(more);
        let after = world(&all).view();
        let ids: Vec<EntryId> = before.claims().iter().map(|claim| claim.id).collect();
        let (old, new) = (Origins::of(&before), Origins::of(&after));
        prop_assert_eq!(old.counts(ids.iter().copied()), new.counts(ids.iter().copied()));
    }

    #[test]
    fn one_incident_alone_is_what_it_is_among_all(lines in prop::collection::vec(line(), 0..20)) {
        let view = world(&lines).view();
        let origins = Origins::of(&view);
        let all = tolls(&view);
        for toll in &all.incidents {
            let method = Method::by_id(&toll.method).expect("shipped");
            prop_assert_eq!(toll, &toll::incident(&view, &origins, toll.subject, &method));
        }
        for campaign in &all.campaigns {
            let method = Method::by_id(&campaign.method).expect("shipped");
            prop_assert_eq!(campaign, &toll::campaign(&view, &origins, campaign.subject, &method));
        }
    }

    #[test]
    fn figures_conflict_exactly_where_some_two_cannot_both_hold(
        figures in prop::collection::vec((0_u64..9, 0_u64..4, 0_usize..6), 2..7),
    ) {
        let speakers = ["a", "b", "c", "d", "e", "f"];
        let lines: Vec<String> = figures
            .iter()
            .map(|(min, more, who)| format!("gazette {} incident.killed {min}..{}", speakers[*who], min + more))
            .collect();
        let clash = figures.iter().any(|a| figures.iter().any(|b| a.0 > b.0 + b.1));
        let view = World::of(&lines.iter().map(String::as_str).collect::<Vec<_>>()).view();
        let found = conflict::conflicts(&view, &Origins::of(&view));
        prop_assert_eq!(!found.is_empty(), clash);
        for conflict in &found {
            prop_assert!(conflict.between != Between::Revision, "nothing is dated apart");
        }
    }
}
