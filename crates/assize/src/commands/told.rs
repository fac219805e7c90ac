//! One entry in sentences: what it is, who entered it, and what became of it. `assize why` prints them for what no table lists.

use crate::{
    case::Session,
    drafts,
    failure::Failure,
    output::{Output, count, one_line},
    wording::{Wording, reason, targets},
};
use assize_ledger::{
    Received, View,
    view::{SourceView, shown},
};
use assize_record::{
    Entry, EntryId, Kind,
    body::{Body, Mark, Remark, Stated},
    entry::{Role, Verdict},
};
use serde_json::json;

/// What the sentences are made of.
pub(crate) struct Told<'t> {
    pub(crate) session: &'t Session,
    pub(crate) view: &'t View,
    pub(crate) wording: &'t Wording<'t>,
}

impl Told<'_> {
    /// An entry in sentences; for programs, its head and body as they are stored.
    pub(crate) fn entry(&self, received: &Received, output: &mut Output) -> Result<(), Failure> {
        let entry = &received.entry;
        let hidden = self.wording.state().is_withheld(entry.id);
        if output.json {
            let body = entry.body.as_ref().map(|(_, body)| body).filter(|_| !hidden);
            output.object(&json!({
                "schema": "assize.why-entry/1", "id": entry.id, "head": entry.head, "body": body,
                "received_at": received.received_at.map(|at| at.to_string()), "withheld": hidden,
                "confidential": self.is_confidential(entry),
            }));
            return Ok(());
        }
        let fate = self.wording.fate(entry.id);
        output.line(format!("{}  {}", entry.id.short(), self.headline(entry)));
        for line in &fate {
            output.line(format!("  {line}"));
        }
        if self.is_confidential(entry) {
            output.line("  confidential: published by no path");
        }
        if entry.head.by.is_some() {
            let on = received.received_at.map(|at| at.to_string().chars().take(10).collect::<String>());
            let on = on.map_or_else(String::new, |day| format!(" on {day}"));
            output.line(format!("  entered by {}{on}", self.wording.by(entry)));
        }
        match entry.head.kind {
            _ if hidden => return Ok(()),
            Kind::Claim => self.claim(entry, output),
            Kind::Source => self.source(entry.id, output),
            Kind::Text => self.text(entry.id, output)?,
            Kind::Entity => self.entity(entry, output),
            Kind::Anchor | Kind::Passage => self.place(entry, output),
            _ => {}
        }
        let said = remark(entry);
        if !said.trim().is_empty() {
            output.line(format!("  reason: {}", said.trim()));
        }
        Ok(())
    }

    /// Whether an entry is a confidential source, or something of one.
    fn is_confidential(&self, entry: &Entry) -> bool {
        let (view, sources) = (self.view, self.view.confidential());
        let of =
            |id: EntryId| match (view.texts().get(&id), view.passages().get(&id), view.anchors().get(&id)) {
                (Some(text), ..) => Some(text.source),
                (_, Some(passage), _) => view.texts().get(&passage.text).map(|text| text.source),
                (.., Some(anchor)) => Some(anchor.source),
                _ => view.claim(id).map(|claim| claim.source),
            };
        let source = of(entry.id).or_else(|| {
            let head = &entry.head;
            head.first(Role::Source)
                .or_else(|| of(head.first(Role::Text).or_else(|| head.first(Role::Passage))?))
        });
        sources.contains(&source.unwrap_or(entry.id))
    }

    /// What an entry is, in one line.
    fn headline(&self, entry: &Entry) -> String {
        let wording = self.wording;
        match entry.head.kind {
            Kind::Claim => format!("claim: {}", wording.claim_entry(entry)),
            Kind::Link => format!("link: {}", wording.entry(entry)),
            Kind::Review => format!("review: {}", wording.entry(entry)),
            Kind::Retract => {
                let what = if entry.head.verdict == Some(Verdict::Undo) { "undo" } else { "retraction" };
                let items = wording.items(&targets(entry), true);
                if items.is_empty() { what.to_owned() } else { format!("{what}: {}", items.join("; ")) }
            }
            Kind::Passage => "passage".to_owned(),
            Kind::Anchor => format!("anchor: {}", wording.entry(entry)),
            _ => wording.entry(entry),
        }
    }

    fn claim(&self, entry: &Entry, output: &mut Output) {
        let passage = entry.head.first(Role::Passage).and_then(|id| self.view.passages().get(&id));
        if let Some(passage) = passage {
            let file = self.wording.file_of_text(passage.text).unwrap_or("a text");
            let words = one_line(&passage.words.exact, 200);
            output
                .line(format!("  words: {} in {file}", shown(self.wording.is_digest(passage.text), &words)));
        }
        if let Some(differing) = self.view.difference(entry.id) {
            let versions = count(differing.versions.len(), "version");
            output.line(format!("  people differ on it, {versions}: assize differ"));
        } else if self.view.any_claim(entry.id).is_none()
            && let Some(standing) = self.wording.standing(entry.id)
        {
            output.line(format!("  what stands in its place: assize why {}", standing.short()));
        }
    }

    /// What is known of a source's publication, its texts, and who links it with others.
    fn source(&self, id: EntryId, output: &mut Output) {
        let Some(source) = self.view.sources().get(&id) else { return };
        for (name, fact) in facts(source) {
            if let Some(fact) = fact {
                output.line(format!("  {name}: {} ({})", fact.value, stated(&fact.from)));
            }
        }
        let missing: Vec<&str> = facts(source)
            .into_iter()
            .take(2)
            .filter(|(_, fact)| fact.is_none())
            .map(|(name, _)| name)
            .collect();
        if !missing.is_empty() {
            output.line(format!("  not known: {}", missing.join(", ")));
        }
        for (field, rivals) in &source.rivals {
            let rivals: Vec<&str> = rivals.iter().map(|rival| rival.value.as_str()).collect();
            output.line(format!("  {field}: captures differ: {}", rivals.join(" / ")));
        }
        let files: Vec<&str> = source.files.iter().map(String::as_str).collect();
        let captured = source.captured_at.as_ref().map_or_else(String::new, |at| format!(", captured {at}"));
        output.line(format!("  taken from: {}{captured}", files.join(", ")));
        if let Some(hash) = source.sha256 {
            output.line(format!("  sha256 {hash}"));
        }
        for (text, _) in self.view.texts().iter().filter(|(_, text)| text.source == id) {
            output.line(format!("  text {}: {}", text.short(), self.text_words(*text)));
        }
        for link in self.view.links().iter().filter(|link| link.from == id || link.to == id) {
            if let Some(entry) = self.wording.get(link.id) {
                let by = self.wording.by(entry);
                output.line(format!(
                    "  {}, says {by}{} (link {})",
                    self.wording.entry(entry),
                    reason(entry),
                    link.id.short()
                ));
            }
        }
    }

    fn text(&self, id: EntryId, output: &mut Output) -> Result<(), Failure> {
        let Some(text) = self.view.texts().get(&id) else { return Ok(()) };
        output.line(format!("  {}", self.text_words(id)));
        if let Some(hash) = text.sha256 {
            output.line(format!("  sha256 {hash}"));
        }
        let kept = drafts::of_text(self.session, self.view, id, output)?;
        output.line(kept.map_or_else(
            || "  not read yet: assize read".to_owned(),
            |kept| {
                let open = kept.inputs().filter(|input| !self.view.has_decided(input)).count();
                format!("  {}, {open} of them undecided", count(kept.drafts.len(), "draft"))
            },
        ));
        Ok(())
    }

    /// By what it was extracted, and how many claims quote it.
    fn text_words(&self, id: EntryId) -> String {
        let view = self.view;
        let quotes = |claim: &&assize_ledger::view::ClaimView| {
            view.passages().get(&claim.passage).is_some_and(|passage| passage.text == id)
        };
        let claims = count(view.claims().iter().filter(quotes).count(), "claim");
        match view.texts().get(&id) {
            Some(text) if text.sha256.is_some() => {
                format!("extracted by {}, quoted by {claims}", text.extractor)
            }
            _ => format!("erased, quoted by {claims}"),
        }
    }

    /// What a thing is called by now.
    fn entity(&self, entry: &Entry, output: &mut Output) {
        if let Some((_, Body::Entity(entity))) = &entry.body
            && let Some(key) = &entity.key
        {
            output.line(format!("  key {key}"));
        }
        if let Some(now) = self.view.entity(entry.id) {
            let id = self.view.canonical(entry.id);
            output.line(format!("  the thing is called `{}`: assize why {}", now.name, id.short()));
        }
    }

    fn place(&self, entry: &Entry, output: &mut Output) {
        let words = match &entry.body {
            Some((_, Body::Passage(passage))) => passage.exact.as_deref(),
            Some((_, Body::Anchor(anchor))) => anchor.exact.as_deref(),
            _ => None,
        };
        let text = entry.head.first(Role::Text);
        let file = text.and_then(|text| self.wording.file_of_text(text)).unwrap_or("a text");
        if let (Some(words), Some(span)) = (words, entry.span()) {
            let words = shown(text.is_some_and(|text| self.wording.is_digest(text)), &one_line(words, 200));
            output.line(format!("  {words}, bytes {}–{} of {file}", span.start, span.end));
        }
    }
}

/// What is known of a publication, in the order in which it is printed.
fn facts(source: &SourceView) -> [(&'static str, &Option<Stated>); 8] {
    let facts = &source.publication;
    [
        ("outlet", &facts.publisher),
        ("published", &facts.published_on),
        ("title", &facts.title),
        ("author", &facts.author),
        ("address", &facts.url),
        ("kind", &facts.kind),
        ("digest of", &facts.digest_of),
        ("language", &facts.language),
    ]
}

/// Where a fact is from.
fn stated(from: &str) -> String {
    if from == "given" { "given by whoever added it".to_owned() } else { format!("stated in its {from}") }
}

/// The words that a judgement carries.
fn remark(entry: &Entry) -> &str {
    match entry.body.as_ref().map(|(_, body)| body) {
        Some(
            Body::Link(Remark { words })
            | Body::Review(Remark { words })
            | Body::Retract(Remark { words })
            | Body::Withhold(Remark { words })
            | Body::Mark(Mark { words, .. })
            | Body::Note(Remark { words }),
        ) => words,
        Some(Body::Bridge(bridge)) => &bridge.warrant,
        Some(Body::Grade(grade)) => &grade.reason,
        _ => "",
    }
}
