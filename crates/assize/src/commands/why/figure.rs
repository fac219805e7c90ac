//! `assize why SUBJECT ROLE`: a figure with the words that set it, what the method leaves out, and who stands behind it.

use super::Walk;
use crate::{
    commands::weigh,
    failure::{Exit, Failure, Outcome},
    output::{Output, count},
};
use assize_case::{find, methods::methods};
use assize_ledger::view::ClaimView;
use assize_record::{EntityType, EntryId};
use assize_weigh::{
    origin::Behind,
    toll::{
        self, CampaignFinding, CampaignLine, End, Method, OutOfScope, Role, Stated, TollFinding, TollLine,
    },
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
        // What is counted of a campaign alone: strikes, targets.
        if self.view.type_of(subject) == Some(EntityType::Campaign) && ["strikes", "targets"].contains(&role)
        {
            return self.of_strikes(subject, role, self.method(method)?, output);
        }
        let role = Role::of(&format!("incident.{role}")).ok_or_else(|| {
            Failure::usage(format!("`{role}` is nothing that is counted"))
                .help("one of killed, injured, survived, missing, detained, aboard; of a campaign also strikes, targets")
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
        let all = methods(self.session, self.view, &wanted)?;
        let usual = all.iter().position(|method| method.id == crate::cli::WHY_METHOD).unwrap_or_default();
        all.into_iter().nth(usual).ok_or_else(|| {
            Failure::usage("this case leaves every method out")
                .help("`assize schema take-in ID` takes one in again, `assize schema list` shows them")
        })
    }

    fn of_incident(&self, asked: &Asked, output: &mut Output) -> Outcome {
        let finding = toll::incident(self.view, &self.origins, asked.subject, &asked.method);
        let lines = finding.lines.iter().map(AsRef::as_ref);
        let lines: Vec<&TollLine> = lines.filter(|line| line.role == asked.role).collect();
        if lines.is_empty() {
            return Err(self.nothing(asked));
        }
        // Of a recorder that has no number of all of them, whom it does count.
        let whole =
            finding.line(asked.role, None).or_else(|| lines.iter().copied().find(|line| line.high.is_some()));
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
        self.scope(finding.scope.as_deref(), output);
        match whole {
            Some(line) if line.low.is_some() || line.high.is_some() => {
                if line.status.is_some() || line.group.is_some() {
                    let of = weigh::part(self.view, line.status, line.group);
                    output.line(format!("\n{}{of}: {}", line.role.name(), line.in_words()));
                }
                self.ends(line.low.as_ref(), line.high.as_ref(), output)?;
                self.behind(line, output);
            }
            _ => output.line(format!("\nno figure for everybody by {}", asked.method.id)),
        }
        for line in &lines {
            self.left_out(line, &asked.method, output)?;
        }
        let parts: Vec<&TollLine> = lines.iter().copied().filter(|line| Some(*line) != whole).collect();
        self.parts(&parts, asked, output)?;
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
        let lines: Vec<&CampaignLine> = finding.lines.iter().filter(|line| line.role == asked.role).collect();
        let line = lines.first().filter(|line| line.status.is_none() && line.group.is_none());
        let (low, high) = (line.and_then(|line| line.low.as_ref()), line.and_then(|line| line.high.as_ref()));
        let property = format!("campaign.{}", asked.role.name());
        let stated: Vec<&Stated> =
            finding.stated.iter().filter(|stated| stated.property == property).collect();
        let any_line = !lines.is_empty();
        let left_out = !finding.left_out.is_empty() || !finding.unplaced_here.is_empty();
        if stated.is_empty() && !any_line && !left_out {
            return Err(self.nothing(asked));
        }
        if output.json {
            output.object(&self.confidential.flag(json!({
                "schema": "assize.why/1", "subject": asked.subject, "role": asked.role.name(), "method": asked.method.id,
                "low": low, "high": high, "lines": lines, "stated": stated, "left_out": finding.left_out, "unplaced_here": finding.unplaced_here,
                "scope": finding.scope,
            })));
            return Ok(Exit::Done);
        }
        self.heading(asked, output);
        self.scope(finding.scope.as_deref(), output);
        if lines.is_empty() {
            output.line(format!("\nno sum over incidents by {}", asked.method.id));
        }
        for line in &lines {
            let of = weigh::part(self.view, line.status, line.group);
            let range = line.range.as_ref().map_or_else(String::new, |range| format!(", {range}"));
            if !of.is_empty() || !range.is_empty() {
                output.line(format!("\n{}{of}{range}: {}", line.role.name(), line.in_words()));
            }
            self.ends(line.low.as_ref(), line.high.as_ref(), output)?;
        }
        self.stated(&stated, output)?;
        self.incidents_left_out(&finding, output);
        Ok(Exit::Done)
    }

    /// What others state for the whole of a campaign, each with its words.
    fn stated(&self, stated: &[&Stated], output: &mut Output) -> Result<(), Failure> {
        for stated in stated {
            let of = weigh::part(self.view, stated.status, None);
            let as_of = stated.as_of_in_words().map_or_else(String::new, |day| format!(" as of {day}"));
            let on_record = stated.on_record.map_or_else(String::new, |found| {
                let (incidents, attacks) = (found.incidents as usize, found.attacks as usize);
                format!(", on record by then {}, {}", count(incidents, "incident"), count(attacks, "attack"))
            });
            output.line(format!(
                "\nstated for the whole campaign{of}{as_of}: {} by {}{on_record}{}",
                stated.figure,
                stated.origin,
                self.confidential.word(&stated.claims)
            ));
            self.claims(&stated.claims, output)?;
        }
        Ok(())
    }

    /// Strikes or targets of a campaign, as others state them, beside what is on record.
    fn of_strikes(&self, subject: EntryId, what: &str, method: Method, output: &mut Output) -> Outcome {
        let finding = toll::campaign(self.view, &self.origins, subject, &method);
        let property = format!("campaign.{what}");
        let stated: Vec<&Stated> =
            finding.stated.iter().filter(|stated| stated.property == property).collect();
        if stated.is_empty() {
            let name = self.view.name(subject);
            return Err(Failure::input(format!(
                "no claim is entered on this record that counts the {what} of {name}"
            )));
        }
        if output.json {
            output.object(&self.confidential.flag(json!({
                "schema": "assize.why/1", "subject": subject, "role": what, "stated": stated,
            })));
            return Ok(Exit::Done);
        }
        output.line(format!("{}, {what}; {}", self.view.name(subject), weigh::as_known(self.view)));
        self.stated(&stated, output)?;
        Ok(Exit::Done)
    }

    /// That the recorder does not take in such an event itself, or the record does not show that it does.
    fn scope(&self, scope: Option<&OutOfScope>, output: &mut Output) {
        if let Some(scope) = scope {
            output.line(&scope.words);
        }
    }

    /// Why nothing can be shown. It is said only where no claim is entered on it at all.
    fn nothing(&self, asked: &Asked) -> Failure {
        let (role, name) = (asked.role.name(), self.view.name(asked.subject));
        let counts = |claim: &ClaimView| {
            claim.proposition.subject == asked.subject
                && Role::of(&claim.proposition.property) == Some(asked.role)
        };
        if let Some(words) = asked.method.counts_in_words()
            && self.view.claims().iter().any(counts)
        {
            return Failure::input(format!(
                "{words}: it takes none of the claims that count the {role} of {name}"
            ))
            .help("--method names another method, `assize weigh` shows them side by side");
        }
        Failure::input(format!("no claim is entered on this record that counts the {role} of {name}"))
            .help(format!("assize why {} shows every claim about it", self.view.handle(asked.subject)))
    }

    fn heading(&self, asked: &Asked, output: &mut Output) {
        output.line(format!(
            "{}, {}, by {}, {}; {}",
            self.view.name(asked.subject),
            asked.role.name(),
            asked.method.id,
            Method::COMPUTED,
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
            let convention = if end.by_convention { ", by a convention of the method" } else { "" };
            let word = self.confidential.word(&end.claims);
            output.line(format!(
                "\n{name}: {}{open}{convention}, from {}{word}",
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
    fn parts(&self, lines: &[&TollLine], asked: &Asked, output: &mut Output) -> Result<(), Failure> {
        let parts: Vec<&&TollLine> = lines.iter().filter(|line| !line.claims.is_empty()).collect();
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
            if let (Some(low), Some(high)) = (&line.low, &line.high) {
                let ends: Vec<EntryId> = low.claims.iter().chain(&high.claims).copied().collect();
                self.claims(&in_order(ends), output)?;
            }
        }
        Ok(())
    }

    /// What the case's other methods come to.
    fn by_others(&self, asked: &Asked) -> Result<Vec<(String, String)>, Failure> {
        let methods = methods(self.session, self.view, &[])?;
        let others = methods.iter().filter(|method| method.id != asked.method.id);
        let figure = |method: &Method| {
            let finding: TollFinding = toll::incident(self.view, &self.origins, asked.subject, method);
            let any = || {
                let mut lines = finding.lines.iter().map(AsRef::as_ref);
                lines.find(|line: &&TollLine| line.role == asked.role && line.high.is_some())
            };
            let line = finding.line(asked.role, None).filter(|line| line.high.is_some()).or_else(any)?;
            let of = weigh::part(self.view, line.status, line.group);
            Some((method.id.to_string(), format!("{}{of}", line.in_words())))
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

/// Ids in order, each once.
fn in_order(mut ids: Vec<EntryId>) -> Vec<EntryId> {
    ids.sort_unstable();
    ids.dedup();
    ids
}
