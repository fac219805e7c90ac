//! `assize why`: the way back from a figure, an outcome, a claim or any id to the underlined words.

use super::{
    find::{self, Finder, Found},
    weigh,
};
use crate::{
    case::Session,
    cli::{Cli, Why},
    deciding::Desk,
    drafts,
    failure::{Exit, Failure, Outcome},
    output::{Output, count},
    texts,
};
use assize_archive::readings::Readings;
use assize_ledger::{
    Received, View,
    view::{ClaimView, Standing},
};
use assize_record::{EntityType, EntryId, SpeakerKind, Stance, Vocabulary, body::Body};
use assize_weigh::{
    origin::Origins,
    toll::{self, End, Role},
};
use serde_json::json;

pub(crate) fn run(cli: &Cli, args: &Why, output: &mut Output) -> Outcome {
    let session = Session::find(cli)?;
    let (mut view, entries) = part(&session, args, output)?;
    let mut drafted = None;
    if let [what] = &args.what[..]
        && let Ok(Found::Draft(id, text)) = Finder::new(&session, &view).decidable(what)
        && let Some(entry) = view.texts().get(&text)
        && let Some(kept) = drafts::of_text(&Readings::of_case(&session.dir), text, entry.source, output)?
    {
        // A draft is shown as the claim it would be, in the one view that has it.
        let of_text: Vec<_> = kept.inputs().filter(|input| input.draft.id == id).collect();
        view = view.with_drafts(&of_text, &Vocabulary::shipped());
        drafted = kept.drafts.iter().find(|draft| draft.id == id).cloned();
    }
    if let Some(draft) = &drafted
        && !output.json
    {
        output.line(format!(
            "draft {} by rule {} of {}, confidence {}",
            draft.id.short(),
            draft.rule,
            draft.reader,
            draft.confidence.name()
        ));
    }
    let origins = texts::origins(&session, &view, texts::Look::Kept, output);
    let walk = Walk { session: &session, view: &view, entries: &entries, origins };
    match &args.what[..] {
        [what] => walk.any(what, output),
        [what, role] => walk.figure(what, role, &args.method, output),
        _ => Err(Failure::usage("one id, or a subject and what is counted")
            .help("assize why campaign/boat-strikes killed")),
    }
}

struct Walk<'s> {
    session: &'s Session,
    view: &'s View,
    entries: &'s [Received],
    origins: Origins,
}

/// The record as far as the question needs it. What stands behind one thing is found by the index; a campaign's figures rest on all its
/// incidents, and an earlier time on whatever was there then.
fn part(session: &Session, args: &Why, output: &Output) -> Result<(View, Vec<Received>), Failure> {
    let as_known = &args.as_known;
    let plain = as_known.known_at.is_none() && as_known.recorded_at.is_none() && !as_known.drafts;
    if let (true, Some(what)) = (plain, args.what.first()) {
        let desk = Desk::about(session, &[what], None, output)?;
        let campaign = Finder::new(session, &desk.view)
            .thing(what)
            .is_ok_and(|found| desk.view.type_of(found.id()) == Some(EntityType::Campaign));
        if !campaign {
            return Ok((desk.view, desk.entries));
        }
    }
    Ok((session.view(as_known, output)?, session.entries(output)?))
}

/// Whether an entry is a claim made of the draft whose id begins so.
fn made_of(received: &Received, digits: &str) -> bool {
    let Some((_, Body::Claim(claim))) = &received.entry.body else { return false };
    let drafted = claim.drafted.as_ref();
    digits.len() >= 4 && drafted.is_some_and(|drafted| drafted.draft.to_string().starts_with(digits))
}

impl Walk<'_> {
    /// The ends of a toll, each with the claims that set it.
    fn figure(&self, what: &str, role: &str, method: &str, output: &mut Output) -> Outcome {
        let subject = find::subject(self.session, self.view, what)?;
        let role = Role::of(&format!("incident.{role}")).ok_or_else(|| {
            Failure::usage(format!("`{role}` is nothing that is counted"))
                .help("one of killed, injured, survived, missing, detained, aboard")
        })?;
        let methods = weigh::methods(self.session, &[method.to_owned()])?;
        let is_campaign = self
            .view
            .entities()
            .get(&subject)
            .is_some_and(|entity| entity.entity_type == EntityType::Campaign);
        let (low, high, stated) = if is_campaign {
            let finding = toll::campaign(self.view, &self.origins, subject, &methods[0]);
            let line = finding
                .lines
                .iter()
                .find(|line| line.role == role && line.status.is_none() && line.group.is_none());
            let stated: Vec<_> = finding
                .stated
                .iter()
                .filter(|stated| stated.property == format!("campaign.{}", role.name()))
                .cloned()
                .collect();
            (line.and_then(|line| line.low.clone()), line.and_then(|line| line.high.clone()), stated)
        } else {
            let finding = toll::incident(self.view, &self.origins, subject, &methods[0]);
            let line = finding.line(role, None);
            (line.and_then(|line| line.low.clone()), line.and_then(|line| line.high.clone()), Vec::new())
        };
        if low.is_none() && high.is_none() && stated.is_empty() {
            return Err(Failure::input(format!(
                "no claim on this record says how many were {} in {}",
                role.name(),
                self.view.name(subject)
            )));
        }
        if output.json {
            output.object(&json!({ "schema": "assize.why/1", "subject": subject, "role": role.name(), "method": method, "low": low, "high": high, "stated": stated }));
            return Ok(Exit::Done);
        }
        output.line(format!(
            "{}, {}, by {method}; {}",
            self.view.name(subject),
            role.name(),
            weigh::as_known(self.view)
        ));
        for (name, end) in [("lowest", &low), ("highest", &high)] {
            if let Some(end) = end {
                self.end(name, end, output)?;
            }
        }
        for stated in &stated {
            output.line(format!("\nstated for the whole campaign: {} by {}", stated.figure, stated.origin));
            self.claims(&stated.claims, output)?;
        }
        Ok(Exit::Done)
    }

    fn end(&self, name: &str, end: &End, output: &mut Output) -> Result<(), Failure> {
        let open = if end.open { ", and only a bound" } else { "" };
        output.line(format!("\n{name}: {}{open}, from {}", end.value, count(end.claims.len(), "claim")));
        self.claims(&end.claims, output)
    }

    fn claims(&self, ids: &[EntryId], output: &mut Output) -> Result<(), Failure> {
        for claim in ids.iter().filter_map(|id| self.view.claim(*id)) {
            self.claim(claim, output)?;
        }
        Ok(())
    }

    /// Whatever begins with these digits, or the entity of this key.
    fn any(&self, what: &str, output: &mut Output) -> Outcome {
        let claims: Vec<&ClaimView> =
            self.view.claims().iter().filter(|claim| claim.id.to_string().starts_with(what)).collect();
        if let [claim] = claims[..] {
            self.claim(claim, output)?;
            return Ok(Exit::Done);
        }
        // A draft that was decided on is the claim made of it; one that was rejected is its entries.
        let made: Vec<&Received> = self.entries.iter().filter(|received| made_of(received, what)).collect();
        if !made.is_empty() {
            for received in made {
                match self.view.claims().iter().find(|claim| claim.id == received.entry.id) {
                    Some(claim) => self.claim(claim, output)?,
                    None => entry(received, output),
                }
            }
            return Ok(Exit::Done);
        }
        if let Ok(subject) = find::subject(self.session, self.view, what) {
            let about: Vec<&ClaimView> =
                self.view.claims().iter().filter(|claim| claim.proposition.subject == subject).collect();
            output.talk(format!("{}: {}", self.view.label(subject), count(about.len(), "claim")));
            self.links(subject, output);
            for claim in about {
                self.claim(claim, output)?;
            }
            return Ok(Exit::Done);
        }
        let found: Vec<&Received> =
            self.entries.iter().filter(|received| received.entry.id.to_string().starts_with(what)).collect();
        match found[..] {
            [received] => {
                entry(received, output);
                Ok(Exit::Done)
            }
            [] => Err(Failure::usage(format!("nothing on this record is called or begins with `{what}`"))
                .help("ids stand in every table and on every page; a key is `type/name`")),
            _ => Err(Failure::usage(format!("`{what}` begins {} ids", found.len())).help("give more digits")),
        }
    }

    /// Why a thing is one thing, or is not another: the links at it, each with its author and reason.
    fn links(&self, subject: EntryId, output: &mut Output) {
        let view = self.view;
        let members = view.cluster(subject);
        for link in
            view.links().iter().filter(|link| members.contains(&link.from) || members.contains(&link.to))
        {
            let by = link.by.and_then(|key| view.actors().get(&key)).map_or("somebody", String::as_str);
            let (from, to) = (self.link_end(link.from), self.link_end(link.to));
            if output.json {
                output.object(&json!({ "schema": "assize.why-link/1", "link": link.id, "verdict": link.verdict, "from": link.from, "to": link.to, "by": by, "reason": link.reason }));
            } else {
                let reason = if link.reason.is_empty() { "no reason given" } else { link.reason.as_str() };
                output.line(format!(
                    "{}  {from} {} {to}, says {by}: {reason}",
                    link.id.short(),
                    link.verdict.name().replace('-', " ")
                ));
            }
        }
    }

    /// One end of a link, by its own words.
    fn link_end(&self, id: EntryId) -> String {
        let own = self
            .view
            .anchors()
            .get(&id)
            .and_then(|anchor| anchor.words.as_ref())
            .map(|words| format!("“{}”", words.exact));
        own.unwrap_or_else(|| format!("`{}`", self.view.name(id)))
    }

    fn claim(&self, claim: &ClaimView, output: &mut Output) -> Result<(), Failure> {
        let view = self.view;
        let source = view.sources().get(&claim.source);
        let origin = self.origins.origin(claim.id).map_or("", |origin| origin.label.as_str());
        let grade = self.origins.grades.get(&claim.id);
        if output.json {
            output.object(&json!({
                "schema": "assize.why-claim/1", "claim": claim.id, "subject": view.name(claim.proposition.subject), "proposition": claim.proposition,
                "speaker": claim.speaker, "stance": claim.stance, "origin": origin, "grade": grade.map(|grade| grade.name()),
                "passage": claim.passage, "words": view.words_of(claim), "source": claim.source, "sha256": source.and_then(|source| source.sha256),
                "publication": source.map(|source| &source.publication),
            }));
            return Ok(());
        }
        let standing = match (claim.standing, claim.by.and_then(|key| view.actors().get(&key))) {
            (Standing::Draft, _) => "machine draft, not reviewed".to_owned(),
            (Standing::Accepted, Some(name)) => format!("entered by {name}"),
            (Standing::Accepted, None) => "accepted".to_owned(),
        };
        let value = match &claim.proposition.value {
            assize_record::Value::Entity(id) => view.name(*id),
            other => other.to_string(),
        };
        output.line(format!(
            "\n{}  {} · {} · {value}",
            claim.id.short(),
            view.name(claim.proposition.subject),
            claim.proposition.property
        ));
        let stance = match claim.stance {
            Stance::Asserts => "asserts",
            Stance::Denies => "denies",
            Stance::Doubts => "doubts",
            Stance::Reports => "passes on",
        };
        let speaker = match (claim.speaker.kind, claim.speaker.entity) {
            (SpeakerKind::Named, Some(entity)) => view.name(entity),
            (SpeakerKind::Narrator, _) => "the publication in its own word".to_owned(),
            _ => claim.speaker.description.clone(),
        };
        let said = claim.said_on.as_ref().map_or_else(String::new, |day| format!(", said on {day}"));
        output.line(format!("  who     {speaker} ({stance}{said})"));
        self.words(claim, output)?;
        if let Some(source) = source {
            let facts = &source.publication;
            let fact = |stated: &Option<assize_record::body::Stated>, none: &str| {
                stated.as_ref().map_or_else(|| none.to_owned(), |stated| stated.value.clone())
            };
            output.line(format!(
                "  source  {}, {}: {}",
                fact(&facts.publisher, "publisher not stated"),
                fact(&facts.published_on, "date not stated"),
                fact(&facts.title, "no title stated")
            ));
            if let Some(hash) = source.sha256 {
                output.line(format!("          sha256 {hash}"));
            }
        }
        let grade = grade.map_or_else(String::new, |grade| format!("; grade {}", grade.name()));
        output.line(format!("  origin  {origin}{grade}; {standing}"));
        Ok(())
    }

    /// The words where they stand, underlined, checked against the archived text once more.
    fn words(&self, claim: &ClaimView, output: &mut Output) -> Result<(), Failure> {
        let Some(passage) = self.view.passages().get(&claim.passage) else {
            output.line("  words   erased or withheld");
            return Ok(());
        };
        let words = &passage.words;
        let Some(sha256) = self.view.texts().get(&passage.text).and_then(|text| text.sha256) else {
            output.line(format!("  words   “{}” (the text itself was erased)", words.exact));
            return Ok(());
        };
        let text = texts::text(self.session, &sha256)?;
        words
            .check(&text)
            .map_err(|error| Failure::integrity(format!("passage {}: {error}", claim.passage.short())))?;
        let (before, after) = context(&text, words.start, words.end);
        let exact = words.exact.replace('\n', " ");
        output.line(format!("  words   {before}{exact}{after}"));
        output.line(format!(
            "          {}{}",
            " ".repeat(before.chars().count()),
            "▔".repeat(exact.chars().count())
        ));
        output.line(format!("  where   bytes {}–{} of text {}", words.start, words.end, sha256.short()));
        Ok(())
    }
}

/// Up to forty characters of the same paragraph on either side.
fn context(text: &str, start: usize, end: usize) -> (String, String) {
    let before = text[..start].rsplit('\n').next().unwrap_or_default();
    let after = text[end..].split('\n').next().unwrap_or_default();
    let head: Vec<char> = before.chars().rev().take(40).collect();
    let cut = if head.len() < before.chars().count() { "…" } else { "" };
    let tail: String = after.chars().take(40).collect();
    let rest = if tail.len() < after.len() { "…" } else { "" };
    (format!("{cut}{}", head.into_iter().rev().collect::<String>()), format!("{tail}{rest}"))
}

fn entry(received: &Received, output: &mut Output) {
    let entry = &received.entry;
    let body = entry.body.as_ref().map(|(_, body)| body);
    let object = json!({
        "schema": "assize.why-entry/1", "id": entry.id, "head": entry.head, "body": body,
        "received_at": received.received_at.map(|at| at.to_string()),
    });
    if output.json {
        output.object(&object);
    } else {
        output.line(serde_json::to_string_pretty(&object).unwrap_or_default());
    }
}
