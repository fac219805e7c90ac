//! Figures of one document that do not add up. The sum is shown, the figures are left as they are.

use super::conflicts::{About, MOST, Nth, Pair};
use crate::topic::Topic;

/// Parts that do not make their whole, and wholes that are smaller than a part.
pub(super) fn sums(about: &About<'_>, found: &mut Vec<Pair>) {
    for subject in subjects(about) {
        members_and_affiliates(about, subject, found);
        fates(about, subject, found);
        statuses(about, subject, found);
    }
    campaign(about, found);
}

fn subjects<'a>(about: &'a About<'a>) -> Vec<&'a Topic> {
    let mut subjects: Vec<&Topic> = about.keys().map(|(subject, _)| *subject).collect();
    subjects.dedup();
    subjects.retain(|subject| subject.is_incident() && subject.day().is_some());
    subjects
}

fn of<'a>(about: &'a About<'a>, subject: &'a Topic, property: &'a str) -> impl Iterator<Item = Nth<'a>> {
    about.get(&(subject, property)).into_iter().flatten().take(MOST).copied()
}

/// A figure for everybody, not for the women or civilians among them.
fn of_all(draft: &Nth<'_>) -> bool {
    draft.proposition.status.is_none()
}

/// Members and affiliates of one passage against each figure of those killed in the same incident.
fn members_and_affiliates(about: &About<'_>, subject: &Topic, found: &mut Vec<Pair>) {
    for part in of(about, subject, "incident.members") {
        let Some(other) = of(about, subject, "incident.affiliates").find(|a| a.passage == part.passage)
        else {
            continue;
        };
        let (Some(a), Some(b)) = (part.proposition.value.min, other.proposition.value.min) else { continue };
        let sum = a.saturating_add(b);
        for whole in of(about, subject, "incident.killed").filter(of_all) {
            let value = &whole.proposition.value;
            if value.min.is_some_and(|min| sum < min) || value.max.is_some_and(|max| sum > max) {
                let why = format!("{a} members and {b} affiliates are {sum}, not `{}`", value.exact);
                found.push(Pair { left: part.at, right: whole.at, why });
            }
        }
    }
}

/// The killed and those who lived of one speaker against the number aboard by the same.
fn fates(about: &About<'_>, subject: &Topic, found: &mut Vec<Pair>) {
    for aboard in of(about, subject, "incident.aboard").filter(of_all) {
        let Some(most) = aboard.proposition.value.max else { continue };
        let one_voice = |d: &Nth<'_>| of_all(d) && d.speaker == aboard.speaker;
        let Some(killed) = of(about, subject, "incident.killed").find(one_voice) else { continue };
        let lived = of(about, subject, "incident.survived").find(one_voice);
        let (a, b) = (killed.proposition.value.min, lived.and_then(|d| d.proposition.value.min));
        let sum = a.unwrap_or(0).saturating_add(b.unwrap_or(0));
        if sum > most {
            let why = format!("{sum} killed and alive are more than `{}`", aboard.proposition.value.exact);
            found.push(Pair { left: aboard.at, right: killed.at, why });
        }
    }
}

/// The women, children or civilians among the killed against all who were, by one speaker.
fn statuses(about: &About<'_>, subject: &Topic, found: &mut Vec<Pair>) {
    for property in ["incident.killed", "incident.injured"] {
        for whole in of(about, subject, property).filter(of_all) {
            let Some(most) = whole.proposition.value.max else { continue };
            let more = |d: &Nth<'_>| {
                d.proposition.status.is_some()
                    && d.speaker == whole.speaker
                    && d.proposition.value.min.is_some_and(|min| min > most)
            };
            for part in of(about, subject, property).filter(more) {
                let (a, b) = (&part.proposition.value.exact, &whole.proposition.value.exact);
                let why = format!("`{a}` are more than all: `{b}`");
                found.push(Pair { left: part.at, right: whole.at, why });
            }
        }
    }
}

/// The tolls of single incidents against each figure for all of them together.
fn campaign(about: &About<'_>, found: &mut Vec<Pair>) {
    for (whole, part) in [("campaign.killed", "incident.killed"), ("campaign.injured", "incident.injured")] {
        // Of each incident the lowest lower end that anybody gives.
        let least = subjects(about).into_iter().filter_map(|subject| {
            let figures = of(about, subject, part).filter(of_all);
            figures.filter_map(|d| Some((d.proposition.value.min?, d))).min_by_key(|(min, _)| *min)
        });
        let least: Vec<(u64, Nth<'_>)> = least.collect();
        let sum = least.iter().fold(0_u64, |sum, (min, _)| sum.saturating_add(*min));
        let Some((_, largest)) = least.iter().max_by_key(|(min, _)| *min) else { continue };
        for all in of(about, &Topic::Campaign, whole).filter(of_all) {
            let value = &all.proposition.value;
            if value.max.is_some_and(|max| max < sum) {
                let why = format!("the incidents add up to at least {sum}, more than `{}`", value.exact);
                found.push(Pair { left: all.at, right: largest.at, why });
            }
        }
    }
}
