//! Tolls as rows: methods that come to the same range are told together.

use super::Frame;
use crate::{
    page::{
        incident::Grade,
        parts::{TollGroup, TollMethod, TollRow},
    },
    sentence::{
        Sentence,
        range::{Bound, Range},
        words,
    },
};
use assize_record::{EntryId, Status};
use assize_weigh::toll::{self, CampaignFinding, CampaignLine, End, GradeLabel, Role, TollFinding, TollLine};
use std::collections::BTreeMap;

/// What is counted: what happened to them, which people, and the group they are said to be of.
type Counted = (Role, Option<Status>, Option<EntryId>);

impl Frame<'_> {
    /// An end with its claims; `None` where none of them may be shown.
    pub(crate) fn bound(&self, end: Option<&End>, listed: Option<&str>) -> Option<Bound> {
        let end = end?;
        let cite = self.cite(&end.claims, listed)?;
        Some(Bound { value: end.value, open: end.open, by_convention: end.by_convention, cite })
    }

    pub(crate) fn range(&self, low: Option<&End>, high: Option<&End>, listed: Option<&str>) -> Range {
        Range { low: self.bound(low, listed), high: self.bound(high, listed) }
    }

    /// A method's best figure, where its range does not say it already.
    fn best(&self, best: Option<&End>, range: &Range, listed: &str) -> Option<Range> {
        let best = self.range(best, best, Some(listed));
        let value = best.low.as_ref()?.value;
        let said = range.is_one() && range.low.as_ref().is_some_and(|low| low.value == value);
        (!said).then_some(best)
    }

    /// What one of these counts, in words.
    fn heading(&self, (role, status, group): Counted) -> String {
        let mut told = words::capital(role.name());
        if let Some(status) = status {
            told.push_str(&format!(", {}", status.name()));
        }
        if let Some(group) = group {
            told.push_str(&format!(", said to be of {}", self.view.name(group)));
        }
        told
    }
}

/// All tolls of one incident or attack. `of` begins the addresses of rows, `listed` says where the claims on a role are listed.
pub(crate) fn of_incident(
    frame: &Frame<'_>,
    findings: &[TollFinding],
    of: &str,
    listed: &dyn Fn(Role, Option<Status>) -> String,
) -> Vec<TollGroup> {
    let mut groups: BTreeMap<Counted, Vec<TollRow>> = BTreeMap::new();
    for finding in findings {
        for line in &finding.lines {
            let row = row(frame, finding, line, of, &listed(line.role, line.status));
            join(groups.entry((line.role, line.status, line.group)).or_default(), row);
        }
    }
    groups.into_iter().map(|(counted, rows)| TollGroup { heading: frame.heading(counted), rows }).collect()
}

/// Puts a row to one of the same range, by as many articles and origins, or by itself.
fn join(rows: &mut Vec<TollRow>, row: TollRow) {
    match rows.iter_mut().find(|known| known.range == row.range && known.behind == row.behind) {
        Some(known) => known.methods.extend(row.methods),
        None => rows.push(row),
    }
}

fn row_id(of: &str, method: &str, role: Role, status: Option<Status>, range: Option<&str>) -> String {
    let parts = [Some(method), Some(role.name()), status.map(Status::name), range];
    let word: Vec<&str> = parts.into_iter().flatten().collect();
    let word = word.join("-");
    let word: String = word.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("{of}m-{word}")
}

fn row(frame: &Frame<'_>, finding: &TollFinding, line: &TollLine, of: &str, listed: &str) -> TollRow {
    let best = line.best.as_ref();
    let range = frame.range(line.low.as_ref(), line.high.as_ref(), Some(listed));
    let (name, href) = frame.method(finding.method.as_str());
    let method = TollMethod {
        id: row_id(of, finding.method.as_str(), line.role, line.status, None),
        name,
        href,
        aside: finding.scope.as_ref().map(|scope| scope.in_short()),
        best: frame.best(best, &range, listed),
        notes: notes(frame, finding, line),
    };
    TollRow { methods: vec![method], range, behind: line.behind_in_words() }
}

fn notes(frame: &Frame<'_>, finding: &TollFinding, line: &TollLine) -> Vec<Sentence> {
    let told = |before: String, claim: EntryId| {
        let sentence = Sentence::default().text(before);
        let value = frame.view.any_claim(claim).map(|claim| frame.value(&claim.proposition.value));
        match (value, frame.cite(&[claim], None)) {
            (Some(value), Some(cite)) => sentence.figure(value, &cite),
            _ => sentence.text(claim.short()),
        }
    };
    let mut notes: Vec<Sentence> =
        line.excluded.iter().map(|out| told(format!("left out, {}: ", out.reason), out.claim)).collect();
    notes.extend(line.superseded.iter().map(|old| {
        let mut sentence = told("revised by its own origin: ".to_owned(), old.claim).text(", then ");
        sentence.0.extend(told(String::new(), old.by).0);
        sentence
    }));
    notes.extend(line.conventions.iter().map(|by| told(format!("by convention {}: ", by.words), by.claim)));
    notes.extend(finding.scope.iter().map(|scope| Sentence::default().text(&scope.words)));
    if !line.own {
        let own = "the recorder does not count this itself; its rule for figures is applied all the same";
        notes.push(Sentence::default().text(own));
    }
    if finding.drafts > 0 {
        notes.push(Sentence::default().text(format!("{} of the claims are machine drafts", finding.drafts)));
    }
    notes
}

/// The sums of one campaign.
pub(crate) fn of_campaign(
    frame: &Frame<'_>,
    findings: &[&CampaignFinding],
    of: &str,
    listed: &str,
) -> Vec<TollGroup> {
    let mut groups: BTreeMap<Counted, Vec<TollRow>> = BTreeMap::new();
    for finding in findings {
        for line in &finding.lines {
            let row = sum(frame, finding, line, of, listed);
            join(groups.entry((line.role, line.status, line.group)).or_default(), row);
        }
    }
    groups.into_iter().map(|(counted, rows)| TollGroup { heading: frame.heading(counted), rows }).collect()
}

fn sum(frame: &Frame<'_>, finding: &CampaignFinding, line: &CampaignLine, of: &str, listed: &str) -> TollRow {
    let (mut name, href) = frame.method(finding.method.as_str());
    if let Some(range) = &line.range {
        name.push_str(&format!(", {range}"));
    }
    let incidents = words::plural(line.high_incidents as usize, "incident");
    let mut behind = if line.low_incidents == line.high_incidents {
        format!("takes in {incidents}")
    } else {
        format!("takes in {incidents}, of which {} to the lowest", adds(line.low_incidents))
    };
    behind.push_str(&line.reviewed_in_words());
    let best = line.best.as_ref();
    let range = frame.range(line.low.as_ref(), line.high.as_ref(), Some(listed));
    let method = TollMethod {
        id: row_id(of, finding.method.as_str(), line.role, line.status, line.range.as_deref()),
        name,
        href,
        aside: finding.scope.as_ref().map(|scope| scope.in_short()),
        best: frame.best(best, &range, listed),
        notes: finding.scope.iter().map(|scope| Sentence::default().text(&scope.words)).collect(),
    };
    TollRow { methods: vec![method], range, behind }
}

fn adds(n: u32) -> String {
    if n == 1 { "1 adds".to_owned() } else { format!("{n} add") }
}

/// The grades of an incident, methods of one grade together.
pub(crate) fn grades(frame: &Frame<'_>, findings: &[TollFinding], listed: &str) -> Vec<Grade> {
    let findings: Vec<&TollFinding> = findings.iter().collect();
    let grades = toll::grades_in_words(&findings).into_iter();
    grades
        .map(|found| Grade {
            methods: found.methods.iter().map(|id| frame.method(id.as_str())).collect(),
            grade: found.grade.in_words(),
            cite: match found.grade.label {
                GradeLabel::Ungraded => None,
                _ => frame.cite(&found.grade.because, Some(listed)),
            },
            why: found.grade.why.clone(),
        })
        .collect()
}
