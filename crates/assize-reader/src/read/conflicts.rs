//! Drafts of one document that cannot both hold. They are emitted as pairs and never settled here.

use super::{Conflict, sums};
use assize_record::{Draft, Stance};
use std::collections::BTreeMap;

/// More drafts than this about one property of one subject are not compared pair by pair.
pub(super) const MOST: usize = 40;

/// The drafts of a subject and property.
pub(super) type About<'d> = BTreeMap<(&'d str, &'d str), Vec<&'d Draft>>;

/// Every pair of drafts that cannot both hold, and parts that do not add up to their whole.
pub(super) fn conflicts(drafts: &[Draft]) -> Vec<Conflict> {
    let mut about = About::new();
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
    sums::sums(&about, &mut found);
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
