//! Drafts of one document that cannot both hold. They are emitted as pairs and never settled here.

use super::{
    raw::{Draft, DraftProposition},
    sums,
};
use crate::topic::Topic;
use assize_record::Stance;
use std::collections::BTreeMap;

/// More drafts than this about one property of one subject are not compared pair by pair.
pub(super) const MOST: usize = 40;

/// The drafts of a subject and property.
pub(super) type About<'d> = BTreeMap<(&'d Topic, &'d str), Vec<Nth<'d>>>;

/// A draft by its place among the drafts of the text.
#[derive(Clone, Copy)]
pub(super) struct Nth<'d> {
    pub(super) at: usize,
    pub(super) draft: &'d Draft,
}

/// Two drafts, by their places, and why they cannot both hold.
pub(super) struct Pair {
    pub(super) left: usize,
    pub(super) right: usize,
    pub(super) why: String,
}

impl std::ops::Deref for Nth<'_> {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        self.draft
    }
}

/// Every pair of drafts that cannot both hold, and parts that do not add up to their whole.
pub(super) fn conflicts(drafts: &[Draft]) -> Vec<Pair> {
    let mut about = About::new();
    for (at, draft) in drafts.iter().enumerate() {
        let said = &draft.proposition;
        if said.property != "statement" && draft.stance != Stance::Doubts {
            about.entry((&said.subject, &said.property)).or_default().push(Nth { at, draft });
        }
    }
    let mut found = Vec::new();
    for list in about.values() {
        for (index, left) in list.iter().take(MOST).enumerate() {
            for right in list.iter().take(MOST).skip(index + 1) {
                if let Some(why) = contradict(left, right) {
                    found.push(Pair { left: left.at, right: right.at, why });
                }
            }
        }
    }
    sums::sums(&about, &mut found);
    found
}

fn contradict(left: &Draft, right: &Draft) -> Option<String> {
    let (a, b) = (&left.proposition, &right.proposition);
    if a.status != b.status || other_group(a, b) {
        return None;
    }
    // An incident that the text does not date may be two incidents.
    if a.subject.is_incident() && a.subject.day().is_none() {
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

/// Whether two propositions name groups, and not the same.
fn other_group(a: &DraftProposition, b: &DraftProposition) -> bool {
    matches!((&a.group, &b.group), (Some(one), Some(other)) if one.topic != other.topic)
}
