//! What of a record is left out of weighing, said to whoever weighs or publishes it.

use crate::{line::count, talk::Talk};
use assize_ledger::View;
use std::collections::BTreeMap;

/// Says which claims are no part of any weighing, because their property is not adopted here.
pub fn say_not_adopted(view: &View, talk: &dyn Talk) {
    let mut by_property: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for claim in view.not_adopted() {
        by_property.entry(&claim.proposition.property).or_default().push(claim.id.short());
    }
    for (property, claims) in by_property {
        talk.warn(format!(
            "{} of `{property}`, a property not adopted here, left out of weighing: {}; `assize schema list`",
            count(claims.len(), "claim"),
            some(&claims)
        ));
    }
}

/// Says which claims support nothing, because people differ on them or they lack a second review.
pub fn say_not_counted(view: &View, talk: &dyn Talk) {
    let differing: Vec<String> = view.differing().iter().map(|differing| differing.id.short()).collect();
    if !differing.is_empty() {
        talk.warn(format!(
            "{} that people differ on: in ranges each version is taken in and marked, elsewhere none counts: {}; `assize differ`",
            count(differing.len(), "claim"),
            some(&differing)
        ));
    }
    let one_review: Vec<String> = view.one_review().iter().map(|claim| claim.id.short()).collect();
    if !one_review.is_empty() {
        talk.warn(format!(
            "{} with one review where the case asks for two, left out of weighing: {}; --one-review counts them",
            count(one_review.len(), "claim"),
            some(&one_review)
        ));
    }
}

/// The first few of some ids.
fn some(ids: &[String]) -> String {
    let more = if ids.len() > FEW { " …" } else { "" };
    format!("{}{more}", ids[..ids.len().min(FEW)].join(" "))
}

/// So many ids are named.
const FEW: usize = 6;
