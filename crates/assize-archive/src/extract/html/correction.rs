//! Corrections and editor's notes: a correction is evidence, wherever on the page it stands.

use super::{
    furniture::Kind,
    render::{self, Paragraph},
    select::Weighed,
    tree::{Tree, is_block},
};

/// Openings of a correction, an editor's note or a line that says what was changed, in lower case.
const OPENINGS: &[&str] = &[
    "a previous version of this",
    "addendum",
    "an earlier version of this",
    "anm. d. red",
    "anmerkung der redaktion",
    "berichtigung",
    "clarification",
    "correctie",
    "correctif",
    "correction",
    "correção",
    "corrección",
    "editor's note",
    "editor’s note",
    "editors' note",
    "editors’ note",
    "errata",
    "erratum",
    "fe de errores",
    "hinweis der redaktion",
    "in an earlier version",
    "in einer früheren",
    "korrektur",
    "nota da redação",
    "nota de la redacción",
    "nota del editor",
    "note de la rédaction",
    "rectificatie",
    "rectificación",
    "rectificatif",
    "retraction",
    "rettifica",
    "richtigstellung",
    "sprostowanie",
    "this article has been amended",
    "this article has been corrected",
    "this article has been updated",
    "this article was amended",
    "this article was corrected",
    "this article was updated",
    "this post has been corrected",
    "this post has been updated",
    "this report has been",
    "this story has been corrected",
    "this story has been updated",
    "this story was corrected",
    "this story was updated",
    "update:",
    "update,",
    "updated:",
];
/// Bytes of a correction: a shorter line is a link to one, a longer an article about one.
const LENGTHS: std::ops::Range<usize> = 40..2_000;

/// Whether words open as a correction does.
pub(super) fn is_correction(words: &str) -> bool {
    let head: String = words.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().take(40).collect();
    let head = head.to_lowercase();
    LENGTHS.contains(&words.len()) && OPENINGS.iter().any(|opening| head.starts_with(opening))
}

/// Puts corrections that stand outside the article, or in a part of it that was left out, where they stand on the page; says of each correction
/// that it is one.
pub(super) fn put_back(
    tree: &Tree<'_>,
    weighed: &Weighed,
    text: &mut Vec<Paragraph>,
    notes: &mut Vec<String>,
) {
    let is_foreign = |at: usize| {
        tree.around(at)
            .chain([at])
            .any(|around| matches!(weighed.kinds[around], Some(Kind::Comments | Kind::Hidden)))
    };
    let mut at = 0;
    while at < tree.nodes.len() {
        let node = &tree.nodes[at];
        // The smallest block, not the section that opens with it.
        let is_smallest = || {
            !tree
                .inside(at)
                .skip(1)
                .any(|inside| is_block(&tree.nodes[inside].name) && is_correction(&tree.words(inside)))
        };
        if is_block(&node.name)
            && node.end - at < 80
            && weighed.shown_in(tree, at) < LENGTHS.end
            && is_correction(&tree.words(at))
            && is_smallest()
            && !is_foreign(at)
        {
            for paragraph in render::paragraphs(tree, at, |_| false) {
                if !text.iter().any(|kept| kept.words.contains(&paragraph.words)) {
                    let place = text.partition_point(|kept| kept.at < paragraph.at);
                    text.insert(place, paragraph);
                }
            }
            at = node.end;
        } else {
            at += 1;
        }
    }
    for paragraph in text.iter().filter(|paragraph| is_correction(&paragraph.words)) {
        let shown: String = paragraph.words.chars().take(80).collect();
        notes.push(format!("a correction or note of the editors is in the text: `{shown}`"));
    }
}
