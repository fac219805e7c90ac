//! `assize why`: the way back from a figure, an outcome, a claim or any id to the underlined words.

mod figure;

use super::told::Told;
use crate::{
    case::{self, Session},
    cli::{Cli, Why},
    deciding::Desk,
    drafts,
    failure::{Exit, Failure, Outcome},
    output::{Output, count},
    secrets::Confidential,
    texts,
    wording::{self, Wording, signer},
};
use assize_case::find::{self, Finder, Found};
use assize_ledger::{
    Received, View,
    neighbourhood::Records as _,
    view::{ClaimView, LinkView, PARAPHRASE, Standing},
};
use assize_record::{
    EntityType, EntryId, Stance,
    body::{Body, ClaimHedge},
    entry::{Role, Verdict},
};
use assize_weigh::{
    gist::{self, Whose},
    origin::Origins,
};
use serde_json::json;

pub(crate) fn run(cli: &Cli, args: &Why, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let (mut view, entries) = part(&session, args, output)?;
    let mut drafted = None;
    if let [what] = &args.what[..]
        && let Ok(Found::Draft(id, text)) = Finder::new(&session, &view).decidable(what)
        && let Some(kept) = drafts::of_text(&session, &view, text, output)?
    {
        // A draft is shown as the claim it would be, in the one view that has it.
        let of_text: Vec<_> = kept.inputs().filter(|input| input.draft.id == id).collect();
        let vocabulary = session.vocabulary(&view);
        view = view.with_drafts(&of_text, &vocabulary).with_vocabulary(vocabulary);
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
    let wording = Wording::of(&view, &entries, &session.founders);
    let confidential = Confidential::of(&view);
    let walk =
        Walk { session: &session, view: &view, entries: &entries, wording: &wording, origins, confidential };
    match &args.what[..] {
        [what] => walk.any(what, output),
        [what, role] => walk.figure(what, role, args.method.as_deref(), output),
        _ => Err(Failure::usage("one id, or a subject and what is counted")
            .help("assize why campaign/boat-strikes killed")),
    }
}

struct Walk<'s> {
    session: &'s Session,
    view: &'s View,
    entries: &'s [Received],
    wording: &'s Wording<'s>,
    origins: Origins,
    confidential: Confidential,
}

/// The record as far as the question needs it. What stands behind one thing is found by the index; a campaign's figures rest on all its
/// incidents, and an earlier time on whatever was there then.
fn part(session: &Session, args: &Why, output: &Output) -> Result<(View, Vec<Received>), Failure> {
    let as_known = &args.as_known;
    let plain = as_known.known_at.is_none()
        && as_known.recorded_at.is_none()
        && !as_known.drafts
        && !as_known.one_review;
    if let (true, Some(what)) = (plain, args.what.first()) {
        let mut desk = Desk::about(session, &[what], None, output)?;
        // Whoever quotes a source or a text, and what somebody says, may be anywhere in the record.
        let quoted = |id: &EntryId| what.len() >= 4 && id.to_string().starts_with(what.as_str());
        let whole = desk.view.sources().keys().chain(desk.view.texts().keys()).any(quoted)
            || Finder::new(session, &desk.view).thing(what).is_ok_and(|found| {
                !matches!(
                    desk.view.type_of(found.id()),
                    None | Some(EntityType::Incident | EntityType::Attack)
                )
            });
        // The dead of its attacks bound those of an incident, and they are read from their own side.
        let has_parts = args.what.len() > 1 && has_parts(&mut desk, what)?;
        if !whole && !has_parts {
            return Ok((desk.view, desk.entries));
        }
    }
    Ok((session.view(as_known, output)?, session.entries(output)?))
}

/// Whether anything is linked as part of a thing, or of what it is one with.
fn has_parts(desk: &mut Desk<'_>, what: &str) -> Result<bool, Failure> {
    let Ok(found) = Finder::new(desk.session, &desk.view).thing(what) else { return Ok(false) };
    let cluster = desk.view.cluster(found.id());
    let Some(lookup) = &mut desk.lookup else { return Ok(false) };
    for id in cluster {
        for (role, by) in lookup.referrers(id)? {
            let link = if role == Role::To { lookup.entry(by)? } else { None };
            if link.is_some_and(|link| link.entry.head.verdict == Some(Verdict::PartOf)) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Whether an entry is a claim made of the draft whose id begins so.
fn made_of(received: &Received, digits: &str) -> bool {
    let Some((_, Body::Claim(claim))) = &received.entry.body else { return false };
    let drafted = claim.drafted.as_ref();
    digits.len() >= 4 && drafted.is_some_and(|drafted| drafted.draft.to_string().starts_with(digits))
}

impl Walk<'_> {
    fn claims(&self, ids: &[EntryId], output: &mut Output) -> Result<(), Failure> {
        for claim in self.as_read(ids.iter().filter_map(|id| self.view.any_claim(*id))) {
            self.claim(claim, output)?;
        }
        Ok(())
    }

    /// Whatever begins with these digits, or the entity of this key.
    fn any(&self, what: &str, output: &mut Output) -> Outcome {
        let claims: Vec<&ClaimView> =
            self.all().filter(|claim| claim.id.to_string().starts_with(what)).collect();
        if let [claim] = claims[..] {
            self.claim(claim, output)?;
            return Ok(Exit::Done);
        }
        // A draft that was decided on is the claim made of it; one that was rejected is its entries.
        let made: Vec<&Received> = self.entries.iter().filter(|received| made_of(received, what)).collect();
        if !made.is_empty() {
            for received in made {
                match self.view.any_claim(received.entry.id) {
                    Some(claim) => self.claim(claim, output)?,
                    None => self.told().entry(received, output)?,
                }
            }
            return Ok(Exit::Done);
        }
        let finder = Finder::new(self.session, self.view).with_entries(self.entries);
        let subject = find::subject_by(&finder, what);
        if let Ok(subject) = subject {
            let about = self.all().filter(|claim| claim.proposition.subject == subject);
            let about = self.as_read(about);
            let said = self.said_by(subject);
            let by = if said.is_empty() { String::new() } else { format!(" about it, {} by it", said.len()) };
            output.talk(format!("{}: {}{by}", self.view.label(subject), count(about.len(), "claim")));
            self.names(subject, output);
            self.links(subject, output);
            for claim in about {
                self.claim(claim, output)?;
            }
            if !said.is_empty() && !output.json {
                output.line(format!("\nwhat {} says:", self.view.name(subject)));
                for claim in said {
                    output.line(format!("{}  {}", claim.id.short(), self.wording.claim(claim)));
                }
            }
            return Ok(Exit::Done);
        }
        let found: Vec<&Received> =
            self.entries.iter().filter(|received| received.entry.id.to_string().starts_with(what)).collect();
        let source = || finder.source(what).ok();
        match found[..] {
            [received] => {
                self.told().entry(received, output)?;
                Ok(Exit::Done)
            }
            [] if let Some(received) = source().and_then(|id| self.received(id)) => {
                self.told().entry(received, output)?;
                Ok(Exit::Done)
            }
            // Several things may be meant, or something is called nearly so.
            [] => subject.map(|_| Exit::Done),
            _ => Err(Failure::usage(format!("`{what}` begins {} ids", found.len())).help("give more digits")),
        }
    }

    /// Every claim that people accepted, whether or not it counts.
    fn all(&self) -> impl Iterator<Item = &ClaimView> {
        self.view.claims().iter().chain(self.view.not_counted())
    }

    /// Claims in the order in which one would read them: by publication, source, and where they stand.
    fn as_read<'c>(&self, claims: impl Iterator<Item = &'c ClaimView>) -> Vec<&'c ClaimView> {
        let mut claims: Vec<&ClaimView> = claims.collect();
        claims.sort_by_cached_key(|claim| {
            let files = self.view.sources().get(&claim.source).map(|source| &source.files);
            let start = self.view.passages().get(&claim.passage).map(|passage| passage.words.start);
            (claim.published.is_none(), claim.published, files, start, claim.id)
        });
        claims
    }

    /// The claims that a thing makes or passes on.
    fn said_by(&self, speaker: EntryId) -> Vec<&ClaimView> {
        let is = |id: Option<EntryId>| id.is_some_and(|id| self.view.canonical(id) == speaker);
        let claims = self.view.claims().iter();
        self.as_read(
            claims.filter(|claim| is(claim.speaker.entity) || claim.via.iter().any(|via| is(via.entity))),
        )
    }

    fn told(&self) -> Told<'_> {
        Told { session: self.session, view: self.view, wording: self.wording }
    }

    fn received(&self, id: EntryId) -> Option<&Received> {
        self.entries.iter().find(|received| received.entry.id == id)
    }

    /// What people call a thing, who named it so, and what it was called before.
    fn names(&self, subject: EntryId, output: &mut Output) {
        if output.json {
            return;
        }
        for id in self.view.names_of(subject) {
            let (Some(entry), Some(entity)) = (self.wording.get(id), self.view.entities().get(&id)) else {
                continue;
            };
            let key = entity.key.as_ref().map_or_else(String::new, |key| format!(", key {key}"));
            output.line(format!(
                "{}  named {} `{}`{key}, says {}",
                id.short(),
                entity.entity_type.with_article(),
                entity.name,
                self.wording.by(entry)
            ));
        }
    }

    /// Why a thing is one thing, or is not another: the links at it, each with its author and reason.
    fn links(&self, subject: EntryId, output: &mut Output) {
        let view = self.view;
        let members = view.cluster(subject);
        let at = |link: &&LinkView| members.contains(&link.from) || members.contains(&link.to);
        let mut links: Vec<&LinkView> = view.links().iter().filter(at).collect();
        links.sort_by_cached_key(|link| {
            (link.verdict, self.wording.thing(link.from), self.wording.thing(link.to), link.id)
        });
        for link in links {
            let by = signer(view, link.by);
            let (from, to) = (self.wording.thing(link.from), self.wording.thing(link.to));
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

    fn claim(&self, claim: &ClaimView, output: &mut Output) -> Result<(), Failure> {
        let view = self.view;
        let source = view.sources().get(&claim.source);
        let origin = self.origins.origin(claim.id).map_or("", |origin| origin.label.as_str());
        let grade = self.origins.grades.get(&claim.id);
        let gist = gist::of(view, claim);
        if output.json {
            output.object(&json!({
                "schema": "assize.why-claim/1", "claim": claim.id, "subject": view.name(claim.proposition.subject), "proposition": claim.proposition,
                "speaker": claim.speaker, "via": claim.via, "hedges": claim.hedges, "stance": claim.stance, "origin": origin, "grade": grade.map(|grade| grade.name()),
                "passage": claim.passage, "words": view.words_of(claim), "paraphrase": view.is_paraphrase(claim), "source": claim.source, "sha256": source.and_then(|source| source.sha256),
                "publication": source.map(|source| &source.publication), "standing": claim.standing.name(), "reviewers": claim.reviewers.len(),
                "lacks_review": view.lacks_review(claim),
                "gist": gist.as_ref().map(|gist| json!({
                    "words": gist.words, "by": gist.whose.name(),
                    "name": match gist.whose { Whose::Person(by) => Some(signer(view, by)), Whose::Generated => None },
                    "note": view.gist(claim.id).map(|note| note.id),
                })),
                "confidential": self.confidential.marks([&claim.id]),
            }));
            return Ok(());
        }
        let standing = match (claim.standing, claim.by.and_then(|key| view.actors().get(&key))) {
            (Standing::Draft, _) => "machine draft, not reviewed".to_owned(),
            (Standing::Accepted, Some(name)) => format!("entered by {name}{}", self.reviews(claim)),
            (Standing::Accepted, None) => format!("accepted{}", self.reviews(claim)),
            (Standing::Differing, _) => {
                format!("people differ on it{}: assize differ", self.reviews(claim))
            }
        };
        let value = match &claim.proposition.value {
            assize_record::Value::Words(words) => words.clone(),
            _ => wording::value(view, &claim.proposition, Some(claim.source)),
        };
        let of = claim.proposition.status.map_or_else(String::new, |status| format!(" · {}", status.name()));
        let group = claim.proposition.group;
        let group = group.map_or_else(String::new, |group| format!(" · said to be of {}", view.name(group)));
        let day = claim.proposition.happened_on.as_ref();
        let day = day.map_or_else(String::new, |day| format!(" · on {day}"));
        let time = claim.proposition.happened_at.as_ref();
        let time = time.map_or_else(String::new, |time| format!(" · at {time}"));
        output.line(format!(
            "\n{}  {} · {} · {value}{of}{group}{day}{time}",
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
        let said = claim.said_on.as_ref().map_or_else(String::new, |day| format!(", said on {day}"));
        output.line(format!(
            "  who     {} ({stance}{said})",
            wording::speaker_words(view, &claim.speaker, Some(claim.source))
        ));
        if !claim.via.is_empty() {
            // From the speaker outwards, as the words came.
            let via: Vec<String> =
                claim.via.iter().map(|via| wording::speaker_words(view, via, Some(claim.source))).collect();
            output.line(format!("  via     {}", via.join(", then ")));
        }
        if !claim.hedges.is_empty() {
            let shown = |hedge: &ClaimHedge| view.shown(claim.source, &hedge.exact);
            let hedges = claim.hedges.iter().map(|hedge| format!("{} ({})", shown(hedge), hedge.kind.name()));
            output.line(format!("  hedged  {}", hedges.collect::<Vec<_>>().join(", ")));
        }
        if let Some(gist) = gist {
            let whose = match gist.whose {
                Whose::Generated => "generated",
                Whose::Person(by) => signer(view, by),
            };
            output.line(format!("  gist    {} ({whose})", gist.words));
        }
        self.words(claim, output)?;
        if let Some(source) = source {
            let facts = &source.publication;
            let fact = |stated: &Option<assize_record::body::Stated>, none: &str| {
                stated.as_ref().map_or_else(|| none.to_owned(), |stated| stated.value.clone())
            };
            output.line(format!(
                "  source  {}, {}: {}{}",
                fact(&facts.publisher, "publisher not stated"),
                fact(&facts.published_on, "date not stated"),
                fact(&facts.title, "no title stated"),
                self.confidential.word([&claim.id])
            ));
            if let Some(hash) = source.sha256 {
                output.line(format!("          sha256 {hash}"));
            }
        }
        let grade = grade.map_or_else(String::new, |grade| format!("; grade {}", grade.name()));
        output.line(format!("  origin  {origin}{grade}; {standing}"));
        Ok(())
    }

    /// Who stands for a claim, where that is more than whoever entered it, and whether a second review is missing.
    fn reviews(&self, claim: &ClaimView) -> String {
        let others = claim.reviewers.iter().filter(|by| Some(**by) != claim.by);
        let names: Vec<&str> = others.map(|by| signer(self.view, Some(*by))).collect();
        let agreed =
            if names.is_empty() { String::new() } else { format!(", reviewed by {}", names.join(", ")) };
        let lacks =
            if self.view.lacks_review(claim) { ", one review where the case asks for two" } else { "" };
        agreed + lacks
    }

    /// The words where they stand, underlined, checked against the archived text once more.
    fn words(&self, claim: &ClaimView, output: &mut Output) -> Result<(), Failure> {
        let Some(passage) = self.view.passages().get(&claim.passage) else {
            output.line("  words   erased or withheld");
            return Ok(());
        };
        let words = &passage.words;
        let Some(sha256) = self.view.texts().get(&passage.text).and_then(|text| text.sha256) else {
            let shown = self.view.shown(claim.source, &words.exact);
            output.line(format!("  words   {shown} (the text itself was erased)"));
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
        if let Some(of) = self.view.digest_of(claim.source) {
            output.line(format!("          {PARAPHRASE}, as summarised in a digest of {of}"));
        } else if let Some(mark) = self.view.unquoted(claim.source) {
            output.line(format!("          {mark}"));
        }
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
