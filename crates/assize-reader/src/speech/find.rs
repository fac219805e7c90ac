//! Cue, source and content inside one sentence: what the rules share.

use super::{
    Attribution, content,
    group::{Group, group},
    lexicon::Class,
    subject,
    view::{NONE, Run, View},
};
use assize_record::Span;

/// What one sentence is scanned with.
pub(super) struct Scan<'v, 't> {
    pub(super) v: &'v View<'t>,
    /// Which attribution of this sentence a token already belongs to.
    pub(super) taken: Vec<Option<(usize, Part)>>,
    pub(super) found: Vec<Attribution>,
    sentence: usize,
}

/// The part a token plays in an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Source,
    Cue,
    Content,
}

/// The pieces of an attribution before they become bytes.
#[derive(Default)]
pub(super) struct Pieces {
    pub(super) source: Option<Run>,
    pub(super) cue: Run,
    pub(super) contents: Vec<Run>,
    /// Content that ends right before the sentence.
    pub(super) quote: Option<Span>,
    pub(super) class: Option<Class>,
    pub(super) rule: &'static str,
    pub(super) lemma: &'static str,
    pub(super) negated: bool,
    /// The source is the one of an earlier attribution of the sentence.
    pub(super) shared: Option<usize>,
    pub(super) outer: Option<usize>,
}

/// Finds every attribution that begins in the sentence.
pub(super) fn sentence(v: &View<'_>, index: usize) -> Vec<Attribution> {
    let mut scan = Scan { v, taken: vec![None; v.len()], found: Vec::new(), sentence: index };
    let groups: Vec<Group> = (0..v.len()).filter_map(|at| group(v, at)).collect();
    scan.headline();
    scan.according_to();
    for group in &groups {
        scan.after_its_content(group);
    }
    for group in &groups {
        scan.before_its_content(group);
    }
    scan.noun_cues();
    scan.found
}

impl Scan<'_, '_> {
    pub(super) fn free(&self, run: Run) -> bool {
        self.taken[run.0.min(self.taken.len())..run.1.min(self.taken.len())].iter().all(Option::is_none)
    }

    /// Whether a phrase may be a source: free, or the source of another attribution.
    pub(super) fn may_be_source(&self, run: Run) -> bool {
        self.taken[run.0.min(self.taken.len())..run.1.min(self.taken.len())]
            .iter()
            .all(|taken| taken.is_none_or(|(_, part)| part == Part::Source))
    }

    /// Whether the token belongs to an attribution already.
    pub(super) fn taken_at(&self, at: usize) -> bool {
        self.taken.get(at).is_some_and(Option::is_some)
    }

    /// The attribution with a source whose cue stands nearest before the token at `at`.
    pub(super) fn nearest_before(&self, at: usize) -> Option<usize> {
        let start = self.v.tokens.get(at)?.start;
        (0..self.found.len())
            .filter(|i| {
                self.found[*i].cue.end <= start
                    && self.found[*i].source.is_some()
                    && self.found[*i].outer.is_none()
            })
            .max_by_key(|i| self.found[*i].cue.start)
    }

    /// `the inquiry heard that nine men were shot`: those before whom it is said stand for those who say it.
    fn hears(&self, source: Run) -> bool {
        (source.0..source.1).any(|at| {
            self.v.is(
                at,
                &[
                    "inquiry",
                    "court",
                    "tribunal",
                    "inquest",
                    "commission",
                    "jury",
                    "panel",
                    "hearing",
                    "committee",
                ],
            )
        })
    }

    pub(super) fn push(&mut self, pieces: Pieces) {
        let Some(class) = pieces.class else { return };
        if pieces.lemma == "hear" && !pieces.source.is_some_and(|source| self.hears(source)) {
            return;
        }
        // `What nobody was afraid to say`
        if pieces
            .source
            .is_some_and(|source| self.v.is(source.0, &["nobody", "none"]) && source.1 == source.0 + 1)
        {
            return;
        }
        let index = self.found.len();
        let mut mark = |run: Run, part: Part| {
            for at in run.0..run.1.min(self.taken.len()) {
                self.taken[at].get_or_insert((index, part));
            }
        };
        mark(pieces.cue, Part::Cue);
        if let Some(source) = pieces.source {
            mark(source, Part::Source);
        }
        for run in &pieces.contents {
            mark(*run, Part::Content);
        }
        let source = match (pieces.source, pieces.shared) {
            (Some(run), _) => Some(self.v.span(run)),
            (None, Some(other)) => self.found[other].source,
            (None, None) => None,
        };
        let inside = pieces.contents.iter().filter_map(|run| content::span(self.v, *run));
        let content = pieces.quote.into_iter().chain(inside).collect();
        self.found.push(Attribution {
            source,
            cue: self.v.span(pieces.cue),
            content,
            class,
            lemma: pieces.lemma,
            negated: pieces.negated,
            rule: pieces.rule,
            sentence: self.sentence,
            outer: pieces.outer,
        });
    }

    /// Where the clause that ends before `end` begins: after an earlier attribution, or at the start of the sentence.
    pub(super) fn clause_start(&self, end: usize) -> usize {
        let v = self.v;
        let mut start = (0..end)
            .rev()
            .find(|at| self.taken[*at].is_some())
            .map_or_else(|| v.dateline_end().min(end), |at| at + 1);
        while start < end && v.quoted[start] == NONE {
            let linking = v.is(
                start,
                &[
                    "but",
                    "and",
                    "yet",
                    "so",
                    "however",
                    "still",
                    "meanwhile",
                    "moreover",
                    "in",
                    "for",
                    "indeed",
                    "also",
                    "plus",
                ],
            ) && match v.word(start) {
                "in" => v.is(start + 1, &["fact", "addition", "all", "other"]),
                "for" => v.is(start + 1, &["example", "instance"]),
                "so" | "however" | "still" | "meanwhile" | "moreover" | "indeed" | "also" => {
                    v.comma(start + 1)
                }
                _ => true,
            };
            if linking && matches!(v.word(start), "in" | "for") {
                start += 2;
            } else if linking || v.comma(start) || v.dash(start) {
                start += 1;
            } else {
                break;
            }
        }
        start
    }
}

/// The first noun phrase of the sentence that a finite verb follows.
pub(super) fn first_subject(v: &View<'_>, before: usize) -> Option<Run> {
    let verb = (1..before).find(|i| v.tag(*i).is_finite() && v.quoted[*i] == NONE)?;
    subject::subject_before(v, verb)
}

/// Without empty runs.
pub(super) fn keep(contents: Vec<Run>) -> Vec<Run> {
    contents.into_iter().filter(|(from, to)| from < to).collect()
}
