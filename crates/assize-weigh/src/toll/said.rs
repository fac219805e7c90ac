//! How tolls are put in words, the same on the command line and on pages.

use super::{End, GradeLabel, IncidentGrade, Part, Role, TollFinding, TollLine};
use crate::{
    finding::{self, Reviews},
    id::MethodId,
};
use assize_record::{EntryId, Status};
use std::collections::BTreeSet;

/// A grade that one or several methods give an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeWords<'f> {
    /// The methods, in the order of the findings.
    pub methods: Vec<&'f MethodId>,
    /// What they have in common.
    pub grade: &'f IncidentGrade,
}

/// The grades of one incident, methods of one grade together. A grade is a property of an incident under a method, so that it is said
/// once and beside no line.
pub fn grades_in_words<'f>(findings: &[&'f TollFinding]) -> Vec<GradeWords<'f>> {
    let mut grades: Vec<GradeWords<'f>> = Vec::new();
    for finding in findings {
        match grades.iter_mut().find(|known| *known.grade == finding.grade) {
            Some(known) => known.methods.push(&finding.method),
            None => grades.push(GradeWords { methods: vec![&finding.method], grade: &finding.grade }),
        }
    }
    // What has a grade comes first.
    grades.sort_by_key(|grade| grade.grade.label == GradeLabel::Ungraded);
    grades
}

impl IncidentGrade {
    /// The grade and no more: `weak (fair if apart)`, `not graded`.
    pub fn in_words(&self) -> String {
        let label = match self.label {
            GradeLabel::Ungraded => "not graded",
            GradeLabel::NotEntered => "not entered",
            label => label.name(),
        };
        match &self.if_separate {
            Some(apart) => format!("{label} ({} if apart)", apart.label.name()),
            None => label.to_owned(),
        }
    }
}

impl TollLine {
    /// What stands behind the line: articles and origins, whether figures stand by the method's convention, how often its claims were reviewed
    /// where the case asks for two, and whether people differ on some; why there is no figure where there is none.
    pub fn behind_in_words(&self) -> String {
        let mut words = vec![self.rests_on_in_words()];
        words.extend(self.reviews.map(Reviews::in_words));
        words.extend(self.differing_in_words());
        words.extend(self.parts_in_words());
        words.extend(
            (!self.said_with.is_empty()).then(|| format!("said with: {}", self.said_with.join(", "))),
        );
        words.retain(|words| !words.is_empty());
        words.join("; ")
    }

    /// The parts that set an end, where no claim on all of the people does: `9 said to be fighters (“suspected”)`.
    pub fn parts_in_words(&self) -> Option<String> {
        parts_in_words(&self.by_parts).map(|parts| format!("set by {parts}"))
    }

    /// That people differ on some of its claims; `None` where they differ on none.
    pub fn differing_in_words(&self) -> Option<String> {
        let versions = self.differing.len();
        (versions > 0)
            .then(|| format!("differing: people differ on {versions} of {} claims in it", self.claims.len()))
    }

    fn rests_on_in_words(&self) -> String {
        if !self.differing.is_empty() && self.differing.len() == self.claims.len() {
            return String::new();
        }
        if self.claims.is_empty() && self.best.is_some() {
            return "no claim for everybody: the best figure adds up the sides".to_owned();
        }
        if self.claims.is_empty() {
            let mut reasons: BTreeSet<String> =
                self.excluded.iter().map(|excluded| excluded.reason.to_string()).collect();
            if !self.superseded.is_empty() {
                reasons.insert("its own origin later said otherwise".to_owned());
            }
            let reasons: Vec<String> = reasons.into_iter().collect();
            return if reasons.is_empty() {
                "no claim taken".to_owned()
            } else {
                format!("no claim taken: {}", reasons.join("; "))
            };
        }
        let Some(convention) = self.convention_in_words() else { return self.behind.to_string() };
        format!("{}; {convention}", self.behind)
    }

    /// Which of the figures nobody stated so, in words; `None` where all were.
    fn convention_in_words(&self) -> Option<String> {
        let by: BTreeSet<EntryId> = self.conventions.iter().map(|convention| convention.claim).collect();
        let words: BTreeSet<&str> = self.conventions.iter().map(|convention| &*convention.words).collect();
        let words: Vec<&str> = words.into_iter().collect();
        let which = match (by.len(), self.claims.len()) {
            (0, _) => return None,
            (some, all) if some < all => format!("{some} of {all} claims "),
            _ => String::new(),
        };
        Some(format!("{which}by the method's convention: {}", words.join(", ")))
    }
}

/// A range over every method that has one: the lowest low end and the highest high end, with the claims that set them. It is no
/// method's own figure, and it is said with the methods that it runs over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Over<'f> {
    /// The lowest figure.
    pub low: End,
    /// The highest figure.
    pub high: End,
    /// Methods that have a figure, in the order of the findings.
    pub methods: Vec<&'f MethodId>,
    /// Claims that one of them takes, in order of id.
    pub claims: Vec<EntryId>,
    /// Of those, versions of what people differ on.
    pub differing: Vec<EntryId>,
    /// Parts of the people counted that set one of its ends.
    pub by_parts: Vec<&'f Part>,
}

impl Over<'_> {
    /// The range in words, see [`TollLine::in_words`], and that people differ on it where they do.
    pub fn in_words(&self) -> String {
        let differing = if self.differing.is_empty() { "" } else { ", differing" };
        let parts = self.parts_in_words().map_or_else(String::new, |parts| format!(", {parts}"));
        format!("{}{differing}{parts}", super::range_in_words(Some(&self.low), Some(&self.high)))
    }

    /// The parts that set an end of it; see [`TollLine::parts_in_words`].
    pub fn parts_in_words(&self) -> Option<String> {
        let ends = || self.low.claims.iter().chain(&self.high.claims);
        let sets = |part: &&&Part| part.claims.iter().all(|claim| ends().any(|id| id == claim));
        parts_in_words(self.by_parts.iter().filter(sets).copied()).map(|parts| format!("set by {parts}"))
    }
}

/// The range of one role over the methods of an incident's findings, of everybody or of people of one status; `None` where none has a
/// figure.
pub fn over_methods<'f>(
    findings: impl IntoIterator<Item = &'f TollFinding>,
    role: Role,
    status: Option<Status>,
) -> Option<Over<'f>> {
    let (mut lows, mut highs, mut methods) = (Vec::new(), Vec::new(), Vec::new());
    let (mut claims, mut differing, mut by_parts) = (Vec::new(), Vec::new(), Vec::new());
    for finding in findings {
        let Some(line) = finding.line(role, status) else { continue };
        let (Some(low), Some(high)) = (line.low.as_ref(), line.high.as_ref()) else { continue };
        lows.push(low);
        highs.push(high);
        methods.push(&finding.method);
        claims.extend(&line.claims);
        differing.extend(&line.differing);
        by_parts.extend(&line.by_parts);
    }
    let low = lows.iter().map(|end| end.value).min()?;
    let high = highs.iter().map(|end| end.value).max()?;
    let (claims, differing) = (finding::in_order(claims), finding::in_order(differing));
    Some(Over { low: at(low, &lows), high: at(high, &highs), methods, claims, differing, by_parts })
}

/// Parts in words, each once; `None` for none.
fn parts_in_words<'p>(parts: impl IntoIterator<Item = &'p Part>) -> Option<String> {
    let parts: BTreeSet<String> =
        parts.into_iter().map(|part| format!("{} {}", part.value, part.who)).collect();
    let parts: Vec<String> = parts.into_iter().collect();
    (!parts.is_empty()).then(|| parts.join(" and "))
}

/// The ends of one value as one.
fn at(value: u64, ends: &[&End]) -> End {
    let of = || ends.iter().filter(|end| end.value == value);
    End {
        value,
        open: of().any(|end| end.open),
        by_convention: of().all(|end| end.by_convention),
        claims: finding::in_order(of().flat_map(|end| end.claims.iter().copied()).collect()),
    }
}
