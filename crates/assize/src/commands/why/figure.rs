//! `assize why SUBJECT ROLE`: a figure with the words that set it, what the method leaves out, and who stands behind it.

use super::Walk;
use crate::{
    commands::{find, weigh},
    failure::{Exit, Failure, Outcome},
    output::{Output, count},
};
use assize_record::{EntityType, EntryId};
use assize_weigh::{
    origin::Behind,
    toll::{self, CampaignFinding, CampaignLine, End, Method, Role, Stated, TollFinding, TollLine},
};
use serde_json::json;

/// A figure that is asked for.
struct Asked {
    subject: EntryId,
    role: Role,
    method: Method,
}

impl Walk<'_> {
    /// The ends of a toll, each with the claims that set it, and every claim that the method leaves out.
    pub(super) fn figure(
        &self,
        what: &str,
        role: &str,
        method: Option<&str>,
        output: &mut Output,
    ) -> Outcome {
        let subject = find::subject(self.session, self.view, what)?;
        let role = Role::of(&format!("incident.{role}")).ok_or_else(|| {
            Failure::usage(format!("`{role}` is nothing that is counted"))
                .help("one of killed, injured, survived, missing, detained, aboard")
        })?;
        let method = self.method(method)?;
        let asked = Asked { subject, role, method };
        match self.view.type_of(subject) {
            Some(EntityType::Campaign) => self.of_campaign(&asked, output),
            _ => self.of_incident(&asked, output),
        }
    }

    /// The method asked for; where none was, the usual one, or the first that the case has.
    fn method(&self, asked: Option<&str>) -> Result<Method, Failure> {
        let wanted: Vec<String> = asked.map(str::to_owned).into_iter().collect();
        let all = weigh::methods(self.session, self.view, &wanted)?;
        let usual = all.iter().position(|method| method.id == crate::cli::WHY_METHOD).unwrap_or_default();
        all.into_iter().nth(usual).ok_or_else(|| {
            Failure::usage("this case leaves every method out")
                .help("`assize schema take-in ID` takes one in again, `assize schema list` shows them")
        })
    }

    fn of_incident(&self, asked: &Asked, output: &mut Output) -> Outcome {
        let finding = toll::incident(self.view, &self.origins, asked.subject, &asked.method);
        let lines: Vec<&TollLine> = finding.lines.iter().filter(|line| line.role == asked.role).collect();
        if lines.is_empty() {
            return Err(self.nothing(asked));
        }
        let whole = finding.line(asked.role, None);
        let others = self.by_others(asked)?;
        if output.json {
            let parts: Vec<&TollLine> = lines.iter().copied().filter(|line| Some(*line) != whole).collect();
            output.object(&self.confidential.flag(json!({
                "schema": "assize.why/1", "subject": asked.subject, "role": asked.role.name(), "method": asked.method.id,
                "low": whole.and_then(|line| line.low.as_ref()), "high": whole.and_then(|line| line.high.as_ref()), "stated": [],
                "grade": finding.grade, "line": whole, "parts": parts,
                "behind": whole.map(|line| self.origins.behind(line.claims.iter().copied())),
                "by_other_methods": others.iter().map(|(method, figure)| json!({ "method": method, "figure": figure })).collect::<Vec<_>>(),
            })));
            return Ok(Exit::Done);
        }
        self.heading(asked, output);
        match whole {
            Some(line) if line.low.is_some() || line.high.is_some() => {
                self.ends(line.low.as_ref(), line.high.as_ref(), output)?;
                self.behind(line, output);
            }
            _ => output.line(format!("\nno figure for everybody by {}", asked.method.id)),
        }
        for line in &lines {
            self.left_out(line, &asked.method, output)?;
        }
        self.parts(&lines, asked, output);
        if !others.is_empty() {
            let words: Vec<String> =
                others.iter().map(|(method, figure)| format!("{figure} by {method}")).collect();
            output.line(format!("\nby other methods: {} (--method shows their words)", words.join(", ")));
        }
        output.line(format!(
            "\ngrade of the incident by {}: {}, {}",
            asked.method.id,
            finding.grade.in_words(),
            finding.grade.why
        ));
        Ok(Exit::Done)
    }

    fn of_campaign(&self, asked: &Asked, output: &mut Output) -> Outcome {
        let finding = toll::campaign(self.view, &self.origins, asked.subject, &asked.method);
        let of_all =
            |line: &&CampaignLine| line.role == asked.role && line.status.is_none() && line.group.is_none();
        let line = finding.lines.iter().find(of_all);
        let (low, high) = (line.and_then(|line| line.low.as_ref()), line.and_then(|line| line.high.as_ref()));
        let property = format!("campaign.{}", asked.role.name());
        let stated: Vec<&Stated> =
            finding.stated.iter().filter(|stated| stated.property == property).collect();
        let any_line = finding.lines.iter().any(|line| line.role == asked.role);
        let left_out = !finding.left_out.is_empty() || !finding.unplaced_here.is_empty();
        if stated.is_empty() && !any_line && !left_out {
            return Err(self.nothing(asked));
        }
        if output.json {
            output.object(&self.confidential.flag(json!({
                "schema": "assize.why/1", "subject": asked.subject, "role": asked.role.name(), "method": asked.method.id,
                "low": low, "high": high, "stated": stated, "left_out": finding.left_out, "unplaced_here": finding.unplaced_here,
            })));
            return Ok(Exit::Done);
        }
        self.heading(asked, output);
        if low.is_none() && high.is_none() {
            output.line(format!("\nno sum over incidents by {}", asked.method.id));
        }
        self.ends(low, high, output)?;
        for stated in stated {
            let of = weigh::part(self.view, stated.status, None);
            output.line(format!(
                "\nstated for the whole campaign{of}: {} by {}{}",
                stated.figure,
                stated.origin,
                self.confidential.word(&stated.claims)
            ));
            self.claims(&stated.claims, output)?;
        }
        self.incidents_left_out(&finding, output);
        Ok(Exit::Done)
    }

    /// Why nothing can be shown. It is said only where no claim is entered on it at all.
    fn nothing(&self, asked: &Asked) -> Failure {
        let (role, name) = (asked.role.name(), self.view.name(asked.subject));
        Failure::input(format!("no claim is entered on this record that counts the {role} of {name}"))
            .help(format!("assize why {} shows every claim about it", self.view.handle(asked.subject)))
    }

    fn heading(&self, asked: &Asked, output: &mut Output) {
        output.line(format!(
            "{}, {}, by {}; {}",
            self.view.name(asked.subject),
            asked.role.name(),
            asked.method.id,
            weigh::as_known(self.view)
        ));
    }

    fn ends(&self, low: Option<&End>, high: Option<&End>, output: &mut Output) -> Result<(), Failure> {
        // One figure that one set of claims gives is shown once.
        let ends = if low == high {
            [("lowest and highest", low), ("", None)]
        } else {
            [("lowest", low), ("highest", high)]
        };
        for (name, end) in ends {
            let Some(end) = end else { continue };
            let open = if end.open { ", and only a bound" } else { "" };
            let word = self.confidential.word(&end.claims);
            output.line(format!(
                "\n{name}: {}{open}, from {}{word}",
                end.value,
                count(end.claims.len(), "claim")
            ));
            self.claims(&end.claims, output)?;
        }
        Ok(())
    }

    /// The origins by name, and why they are counted as they are.
    fn behind(&self, line: &TollLine, output: &mut Output) {
        let behind: Behind = self.origins.behind(line.claims.iter().copied());
        let word = self.confidential.word(&line.claims);
        output.line(format!("\nbehind it: {}{word}", line.behind_in_words()));
        for (at, origin) in behind.origins.iter().enumerate() {
            let claims: Vec<String> = origin.claims.iter().map(EntryId::short).collect();
            let voices = if origin.voices_max > 1 {
                format!(", 1 to {} voices", origin.voices_max)
            } else {
                String::new()
            };
            output.line(format!("  {}  {}{voices}: {}", at + 1, origin.label, claims.join(", ")));
        }
        for open in &behind.may_be_one {
            let among: Vec<String> = open.among.iter().map(|at| (at + 1).to_string()).collect();
            output.line(format!("  {} may be one: {}", among.join(" and "), open.why));
            output.line(format!("      to settle it, {}", open.why.settled_by()));
        }
    }

    /// What the method leaves out of a line, with the reason and the words.
    fn left_out(&self, line: &TollLine, method: &Method, output: &mut Output) -> Result<(), Failure> {
        let of = weigh::part(self.view, line.status, line.group);
        for excluded in &line.excluded {
            output.line(format!("\nleft out{of} by {}: {}", method.id, excluded.reason));
            self.claims(&[excluded.claim], output)?;
        }
        for old in &line.superseded {
            let by = old.by.short();
            output
                .line(format!("\nleft out{of} by {}: its own origin later said otherwise ({by})", method.id));
            self.claims(&[old.claim], output)?;
        }
        Ok(())
    }

    /// Figures for parts of the people, one line each.
    fn parts(&self, lines: &[&TollLine], asked: &Asked, output: &mut Output) {
        let parts: Vec<&&TollLine> = lines
            .iter()
            .filter(|line| line.status.is_some() || line.group.is_some())
            .filter(|line| !line.claims.is_empty())
            .collect();
        if !parts.is_empty() {
            output.line(format!("\nparts, by {}", asked.method.id));
        }
        for line in parts {
            let claims: Vec<String> = line.claims.iter().map(EntryId::short).collect();
            output.line(format!(
                "  {}{}: {} ({}{}): {}",
                line.role.name(),
                weigh::part(self.view, line.status, line.group),
                line.in_words(),
                line.behind_in_words(),
                self.confidential.word(&line.claims),
                claims.join(", ")
            ));
        }
    }

    /// What the case's other methods come to.
    fn by_others(&self, asked: &Asked) -> Result<Vec<(String, String)>, Failure> {
        let methods = weigh::methods(self.session, self.view, &[])?;
        let others = methods.iter().filter(|method| method.id != asked.method.id);
        let figure = |method: &Method| {
            let finding: TollFinding = toll::incident(self.view, &self.origins, asked.subject, method);
            let line = finding.line(asked.role, None).filter(|line| line.high.is_some())?;
            Some((method.id.to_string(), line.in_words()))
        };
        Ok(others.filter_map(figure).collect())
    }

    fn incidents_left_out(&self, finding: &CampaignFinding, output: &mut Output) {
        for out in &finding.left_out {
            output.line(format!(
                "\nleft out: {} ({}): {}",
                self.view.label(out.incident),
                out.incident.short(),
                out.reason
            ));
        }
        for here in &finding.unplaced_here {
            output.line(format!(
                "\nleft out: {} ({}): not yet placed",
                self.view.label(here.incident),
                here.incident.short()
            ));
        }
    }
}
