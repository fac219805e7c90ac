//! Drafts of one document that cannot both hold. They are emitted as pairs and never settled here.

use super::Conflict;
use assize_record::{Draft, Stance};
use std::collections::BTreeMap;

/// More drafts than this about one property of one subject are not compared pair by pair.
const MOST: usize = 40;

/// Every pair of drafts that cannot both hold, and parts that do not add up to their whole.
pub(super) fn conflicts(drafts: &[Draft]) -> Vec<Conflict> {
    let mut about: BTreeMap<(&str, &str), Vec<&Draft>> = BTreeMap::new();
    for draft in drafts.iter().filter(|d| d.proposition.property != "statement" && d.stance != Stance::Doubts)
    {
        about.entry((&draft.proposition.subject, &draft.proposition.property)).or_default().push(draft);
    }
    let mut found = Vec::new();
    for list in about.values() {
        for (index, left) in list.iter().take(MOST).enumerate() {
            for right in list.iter().take(MOST).skip(index + 1) {
                if let Some(why) = contradict(left, right) {
                    found.push(Conflict { left: left.id, right: right.id, why });
                }
            }
        }
    }
    sums(&about, &mut found);
    found
}

fn contradict(left: &Draft, right: &Draft) -> Option<String> {
    let (a, b) = (&left.proposition, &right.proposition);
    if a.status != b.status || (a.group.is_some() && b.group.is_some() && a.group != b.group) {
        return None;
    }
    // An incident that the text does not date may be two incidents.
    if a.subject == crate::assembly::UNDATED {
        return None;
    }
    let (denies_left, denies_right) = (left.stance == Stance::Denies, right.stance == Stance::Denies);
    if let (Some(one), Some(other)) = (a.value.quantity(), b.value.quantity()) {
        if !denies_left && !denies_right && !one.compatible(&other) {
            return Some(format!(
                "`{}` and `{}` cannot both be the {} of {}",
                a.value.exact, b.value.exact, a.property, a.subject
            ));
        }
        return None;
    }
    if let (Some(one), Some(other)) = (a.value.flag, b.value.flag) {
        return ((one != other) != (denies_left != denies_right))
            .then(|| format!("one says yes and one says no to {} of {}", a.property, a.subject));
    }
    if a.property == "instrument.signed-on"
        && let (Some(one), Some(other)) = (&a.value.date, &b.value.date)
        && !one.interval().may_meet(&other.interval())
    {
        return Some(format!(
            "`{}` and `{}` cannot both be the date of {}",
            a.value.exact, b.value.exact, a.subject
        ));
    }
    None
}

/// Members and affiliates of one passage against each figure of those killed in the same incident.
fn sums(about: &BTreeMap<(&str, &str), Vec<&Draft>>, found: &mut Vec<Conflict>) {
    for ((subject, property), members) in about {
        if *property != "incident.members" {
            continue;
        }
        let (Some(affiliates), Some(killed)) =
            (about.get(&(*subject, "incident.affiliates")), about.get(&(*subject, "incident.killed")))
        else {
            continue;
        };
        for part in members.iter().take(MOST) {
            let Some(other) = affiliates.iter().find(|a| a.passage == part.passage) else { continue };
            let (Some(a), Some(b)) = (part.proposition.value.min, other.proposition.value.min) else {
                continue;
            };
            for whole in killed.iter().take(MOST).filter(|k| k.proposition.status.is_none()) {
                let value = &whole.proposition.value;
                let sum = a.saturating_add(b);
                if value.min.is_some_and(|min| sum < min) || value.max.is_some_and(|max| sum > max) {
                    let why = format!("{a} members and {b} affiliates are {sum}, not `{}`", value.exact);
                    found.push(Conflict { left: part.id, right: whole.id, why });
                }
            }
        }
    }
}
