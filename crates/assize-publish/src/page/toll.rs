//! Tolls: a bar and a table row for each method, both ends linked to the words that set them.

use super::{Frame, Weighed};
use assize_record::{EntityType, EntryId, Status};
use assize_weigh::toll::{
    self, CampaignFinding, CampaignLine, End, GradeLabel, Method, OutOfScope, Over, Role, TollFinding,
    TollLine,
};
use maud::{Markup, PreEscaped, html};
use std::{collections::BTreeMap, fmt::Write as _};

/// What is counted: what happened to them, which people, and the group they are said to be of.
type Counted = (Role, Option<Status>, Option<EntryId>);

/// One range under one method, whether of an incident or of a campaign.
struct Row<'f> {
    method: &'f str,
    /// Which of the method's ranges, where it has several.
    range: Option<&'f str>,
    version: &'f str,
    low: Option<&'f End>,
    high: Option<&'f End>,
    best: Option<&'f End>,
    behind: String,
    notes: Vec<Markup>,
}

/// All tolls of one incident: per role and status a picture and a table over all methods.
pub(super) fn incident(frame: &Frame<'_>, root: &str, findings: &[&TollFinding]) -> Markup {
    html! {
        (incident_tables(frame, root, findings))
        (grades(frame, root, findings))
    }
}

fn incident_tables(frame: &Frame<'_>, root: &str, findings: &[&TollFinding]) -> Markup {
    let mut groups: BTreeMap<Counted, Vec<Row<'_>>> = BTreeMap::new();
    for finding in findings {
        for line in &finding.lines {
            groups
                .entry((line.role, line.status, line.group))
                .or_default()
                .push(row(frame, root, finding, line));
        }
    }
    tables(frame, root, &groups, "No method here has a figure: who says what stands below.")
}

/// The tolls of an incident's attacks, each under its own name: they bound the incident's and are not added to it again.
pub(super) fn attacks(frame: &Frame<'_>, root: &str, weighed: &Weighed, incident: EntryId) -> Markup {
    let part_of = frame.view.part_of().iter().filter(|(_, wholes)| wholes.contains(&incident));
    let attacks: Vec<(EntryId, Vec<&TollFinding>)> = part_of
        .map(|(attack, _)| *attack)
        .filter(|attack| frame.view.type_of(*attack) == Some(EntityType::Attack))
        .map(|attack| {
            let findings = weighed.tolls.incidents.iter().filter(|finding| finding.subject == attack);
            (attack, findings.collect())
        })
        .collect();
    html! {
        @for (attack, findings) in attacks.iter().filter(|(_, findings)| !findings.is_empty()) {
            h3 { "Attack: " (super::said(&frame.view.name(*attack))) }
            p.small { "Counted within the incident above, and in no sum beside it." }
            (incident_tables(frame, root, findings))
        }
    }
}

/// The grade of the incident under each method, once: it is a property of the incident and the method, and of no line.
fn grades(frame: &Frame<'_>, root: &str, findings: &[&TollFinding]) -> Markup {
    html! {
        @if !findings.is_empty() {
            h3 { "Grade of the incident" }
            div.scroll tabindex="0" role="region" aria-label="Grade of the incident under each method" { table {
                caption { "How good the reporting and attribution of the incident is under each method, never how good a figure is." }
                thead { tr { th scope="col" { "Method" } th scope="col" { "Grade" } th scope="col" { "Why" } } }
                tbody { @for words in toll::grades_in_words(findings) { tr {
                    th scope="row" { @for (at, method) in words.methods.iter().enumerate() {
                        @if at > 0 { ", " } a href={ (root) "methods.html#" (method) } { (method) }
                    } }
                    td { @if words.grade.label == GradeLabel::Ungraded || words.grade.because.is_empty() { (words.grade.in_words()) }
                        @else { (frame.figure(root, &words.grade.in_words(), &words.grade.because)) } }
                    td { (words.grade.why) }
                } } }
            } }
        }
    }
}

/// A range over every method that has one, with the methods: no method's own figure.
pub(super) fn over(frame: &Frame<'_>, root: &str, over: &Over<'_>) -> Markup {
    html! {
        (range(frame, root, Some(&over.low), Some(&over.high)))
        @if !over.differing.is_empty() { span.small { " (people differ on it)" } }
        @if let Some(parts) = over.parts_in_words() { span.small { " (" (super::said(&parts)) ")" } }
    }
}

/// The toll of one campaign.
pub(super) fn campaign(frame: &Frame<'_>, root: &str, findings: &[&CampaignFinding]) -> Markup {
    let mut groups: BTreeMap<Counted, Vec<Row<'_>>> = BTreeMap::new();
    for finding in findings {
        for line in &finding.lines {
            groups.entry((line.role, line.status, line.group)).or_default().push(campaign_row(finding, line));
        }
    }
    let unplaced = findings.first().map_or(0, |finding| finding.unplaced.count);
    html! {
        (tables(frame, root, &groups, "No placed incident of this campaign adds a figure."))
        @if unplaced > 0 {
            p.small { "Not in these figures: " (unplaced) @if unplaced == 1 { " incident" } @else { " incidents" } " on this record that nobody has yet placed beside the others." }
        }
    }
}

fn tables(frame: &Frame<'_>, root: &str, groups: &BTreeMap<Counted, Vec<Row<'_>>>, none: &str) -> Markup {
    html! {
        @if groups.is_empty() { p.blank { (none) } }
        @for (counted, rows) in groups {
            h3 { (heading(frame, *counted)) }
            (bars(frame, root, rows))
            div.scroll tabindex="0" role="region" aria-label=(format!("{} under each method", heading(frame, *counted))) { table {
                caption { "Lowest to highest credible claim under each method, " (Method::COMPUTED) " and not by the recorders; no midpoint. Each end opens the words that set it." }
                thead { tr {
                    th scope="col" { "Method" } th.n scope="col" { "Lowest" } th.n scope="col" { "Highest" } th.n scope="col" { "Best" }
                    th scope="col" { "Behind it" }
                } }
                tbody {
                    @for row in rows { tr {
                        th scope="row" { a href={ (root) "methods.html#" (row.method) } { (row.method) } @if let Some(range) = row.range { ", " (range) } " " span.small { (row.version) } }
                        td.n { (end(frame, root, row.low, false)) }
                        td.n { (end(frame, root, row.high, true)) }
                        td.n { @if let Some(best) = row.best { (end(frame, root, Some(best), false)) } @else { span.blank { "—" } } }
                        td { (row.behind)
                            @if !row.notes.is_empty() { details { summary { "left out, revised, conventions" } ul { @for note in &row.notes { li { (note) } } } } }
                        }
                    } }
                }
            } }
        }
    }
}

fn row<'f>(frame: &Frame<'_>, root: &str, finding: &'f TollFinding, line: &'f TollLine) -> Row<'f> {
    let mut notes: Vec<Markup> = Vec::new();
    for excluded in &line.excluded {
        notes.push(html! { "left out, " (excluded.reason) ": " (frame.figure(root, &said(frame, excluded.claim), &[excluded.claim])) });
    }
    for superseded in &line.superseded {
        notes.push(html! { "revised by its own origin: " (frame.figure(root, &said(frame, superseded.claim), &[superseded.claim]))
            " → " (frame.figure(root, &said(frame, superseded.by), &[superseded.by])) });
    }
    for convention in &line.conventions {
        notes.push(html! { "by convention " (convention.words) ": " (frame.figure(root, &said(frame, convention.claim), &[convention.claim])) });
    }
    if let Some(scope) = &finding.scope {
        notes.push(html! { (scope.words) });
    }
    if !line.own {
        notes.push(
            html! { "the recorder does not count this itself; its rule for figures is applied all the same" },
        );
    }
    if finding.drafts > 0 {
        notes.push(html! { (finding.drafts) " of the claims are machine drafts" });
    }
    Row {
        method: &finding.method,
        range: None,
        version: &finding.version,
        low: line.low.as_ref(),
        high: line.high.as_ref(),
        best: line.best.as_ref(),
        behind: line.behind_in_words() + &out_of_scope(finding.scope.as_deref()),
        notes,
    }
}

fn campaign_row<'f>(finding: &'f CampaignFinding, line: &'f CampaignLine) -> Row<'f> {
    Row {
        method: &finding.method,
        range: line.range.as_deref(),
        version: &finding.version,
        low: line.low.as_ref(),
        high: line.high.as_ref(),
        best: line.best.as_ref(),
        behind: format!(
            "{} incident{}, of which {} add to the lowest{}{}",
            line.high_incidents,
            if line.high_incidents == 1 { "" } else { "s" },
            line.low_incidents,
            line.reviewed_in_words(),
            out_of_scope(finding.scope.as_deref())
        ),
        notes: finding.scope.iter().map(|scope| html! { (scope.words) }).collect(),
    }
}

/// Said where a recorder does not take in such an event itself, or the record does not show that it does.
fn out_of_scope(scope: Option<&OutOfScope>) -> String {
    scope.map_or_else(String::new, |scope| format!("; {}", scope.in_short()))
}

fn said(frame: &Frame<'_>, claim: EntryId) -> String {
    frame.view.any_claim(claim).map_or_else(|| claim.short(), |claim| frame.value(&claim.proposition.value))
}

pub(super) fn end(frame: &Frame<'_>, root: &str, end: Option<&End>, high: bool) -> Markup {
    match end {
        None => html! { span.blank { "not stated" } },
        Some(end) => html! {
            (frame.figure(root, &end.value.to_string(), &end.claims))
            @if end.open { @if high { " or more" } @else { " or fewer" } }
            @if end.by_convention { " " abbr title="stands by a convention of the method; nobody stated it so" { "*" } }
        },
    }
}

fn heading(frame: &Frame<'_>, (role, status, group): Counted) -> String {
    let mut words = capital(role.name());
    if let Some(status) = status {
        words.push_str(&format!(", {}", kebab(&status)));
    }
    if let Some(group) = group {
        words.push_str(&format!(", said to be of {}", frame.view.name(group)));
    }
    words
}

/// The word that data uses for an enumerated value.
pub(super) fn kebab<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word.replace('-', " "),
        Ok(serde_json::Value::Object(map)) => map
            .iter()
            .map(|(k, v)| format!("{} {}", k.replace('-', " "), v.to_string().trim_matches('"')))
            .collect::<Vec<_>>()
            .join(", "),
        _ => String::new(),
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// One bar a method on a common axis that begins at nought. The figures beside a bar are links; the table says the same.
fn bars(frame: &Frame<'_>, root: &str, rows: &[Row<'_>]) -> Markup {
    let top = rows
        .iter()
        .flat_map(|row| [row.low, row.high])
        .flatten()
        .map(|end| end.value)
        .max()
        .unwrap_or(0)
        .max(1);
    let (left, width, step) = (120_u64, 440_u64, 24_u64);
    let place = |value: u64| left + value * width / top;
    let mut svg = String::new();
    let height = rows.len() as u64 * step + 26;
    let _ = write!(
        svg,
        r#"<svg viewBox="0 0 680 {height}" role="group" aria-label="One bar for each method, from lowest to highest figure; the table below says the same"><path class="axis" d="M{left} 4V{} M{left} {}H{}"/>"#,
        height - 20,
        height - 20,
        left + width
    );
    for (at, row) in rows.iter().enumerate() {
        let y = at as u64 * step + 8;
        let _ = write!(
            svg,
            r#"<text x="{}" y="{}" text-anchor="end">{}</text>"#,
            left - 8,
            y + 10,
            escape(
                &row.range.map_or_else(|| row.method.to_owned(), |range| format!("{}, {range}", row.method))
            )
        );
        let (Some(low), Some(high)) = (row.low.or(row.high), row.high.or(row.low)) else { continue };
        let (x1, x2) = (place(low.value), place(high.value).max(place(low.value) + 3));
        let _ = write!(svg, r#"<rect class="bar" x="{x1}" y="{y}" width="{}" height="12"/>"#, x2 - x1);
        if row.low.is_none() || row.high.is_none() || high.open {
            // An end that nobody states fades out rather than stops.
            let _ = write!(svg, r#"<rect class="possible" x="{x2}" y="{y}" width="14" height="12"/>"#);
        }
        let or_more = if high.open { " or more" } else { "" };
        let convention = if low.by_convention || high.by_convention { "*" } else { "" };
        let label = if low.value == high.value {
            format!("{}{or_more}{convention}", low.value)
        } else {
            format!("{}–{}{or_more}{convention}", low.value, high.value)
        };
        let href =
            high.claims.first().and_then(|id| frame.view.any_claim(*id)).map(|claim| frame.words_href(claim));
        let text = format!(r#"<text x="{}" y="{}">{label}</text>"#, x2 + 20, y + 10);
        let _ = match href {
            Some(href) => write!(svg, r#"<a href="{}{}">{text}</a>"#, root, escape(&href)),
            None => write!(svg, "{text}"),
        };
    }
    let _ = write!(
        svg,
        r#"<text x="{left}" y="{}" text-anchor="middle">0</text><text x="{}" y="{}" text-anchor="middle">{top}</text></svg>"#,
        height - 6,
        left + width,
        height - 6
    );
    html! { figure { (PreEscaped(svg)) } }
}

/// Text as it may stand in SVG, in content or in an attribute.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A range in a sentence: `11`, `9 to 11`, `at least 9`; each end linked, and marked where it stands by convention.
pub(super) fn range(frame: &Frame<'_>, root: &str, low: Option<&End>, high: Option<&End>) -> Markup {
    let closed = |of: &End| End { open: false, ..of.clone() };
    match (low, high) {
        (Some(low), Some(high)) if low.value == high.value && !high.open => {
            let words = if low.open { "at most " } else { "" };
            html! { (words) (end(frame, root, Some(&closed(low)), false)) }
        }
        (Some(low), Some(high)) if low.value == high.value && !low.open => {
            html! { "at least " (end(frame, root, Some(low), false)) }
        }
        (Some(low), Some(high)) => {
            html! { (end(frame, root, Some(low), false)) " to " (end(frame, root, Some(high), true)) }
        }
        (Some(low), None) => html! { "at least " (end(frame, root, Some(&closed(low)), false)) },
        (None, Some(high)) => html! { "at most " (end(frame, root, Some(&closed(high)), true)) },
        (None, None) => html! { span.blank { "no figure" } },
    }
}
