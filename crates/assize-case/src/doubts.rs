//! What the record could not settle, said to whoever can.

use assize_ledger::{View, view::FoldDoubt};
use assize_record::EntryId;

/// Every doubt of a view that a person can settle.
pub fn all(view: &View) -> Vec<String> {
    let contested = view.contested().iter().map(|id| {
        format!(
            "{} ({}) is contested: one link says that its parts are the same, one that they are different",
            view.label(*id),
            id.short()
        )
    });
    view.doubts().iter().filter_map(|doubt| in_words(view, doubt)).chain(contested).collect()
}

/// A doubt that a person can settle, in one line; `None` for what only damage or erasure brings about, which is said elsewhere.
fn in_words(view: &View, doubt: &FoldDoubt) -> Option<String> {
    let name = |id: &EntryId| format!("{} ({})", view.label(*id), id.short());
    let names = |of: &[EntryId]| of.iter().map(name).collect::<Vec<_>>().join(", ");
    let ids = |of: &[EntryId]| of.iter().map(EntryId::short).collect::<Vec<_>>().join(", ");
    Some(match doubt {
        FoldDoubt::KeyClash { key, of } => {
            format!("the key `{key}` names several things: {}: assize rename THING --key OTHER", names(of))
        }
        FoldDoubt::TypesDiffer { of } => {
            format!("people say different types of {}: assize rename {} --type TYPE", name(of), of.short())
        }
        FoldDoubt::RivalReplacements { of, by } => {
            format!("{} was corrected in several ways: {}: assize retract all but one", of.short(), ids(by))
        }
        FoldDoubt::Circle { of } => {
            let source = |id: &EntryId| {
                let source = view.sources().get(id).and_then(|source| source.files.first().cloned());
                source.unwrap_or_else(|| name(id))
            };
            let all: Vec<String> = of.iter().map(source).collect();
            format!(
                "links lead from each of these to itself: {}: take one back with assize unlink",
                all.join(", ")
            )
        }
        _ => return None,
    })
}
