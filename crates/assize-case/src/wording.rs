//! Entries in words: what one is, and what became of it.

use crate::line::one_line;
use assize_ledger::{
    Received, State, View,
    view::{ClaimView, shown},
};
use assize_record::{
    DraftId, Entry, EntryId, Kind, Proposition, Speaker, SpeakerKind, Stance, Value,
    body::{Body, Entity, Mark, Remark},
    entry::{Role, Verdict},
    sign::PublicKey,
};
use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

/// Puts entries of a record into words.
pub struct Wording<'w> {
    view: &'w View,
    entries: BTreeMap<EntryId, &'w Entry>,
    founders: &'w [PublicKey],
    all: &'w [Received],
    state: OnceCell<State>,
}

/// So many replacements of one entry are followed.
const CHAIN: usize = 16;

/// What somebody who signs is called.
pub fn signer(view: &View, by: Option<PublicKey>) -> &str {
    by.and_then(|key| view.actors().get(&key)).map_or("somebody", String::as_str)
}

impl<'w> Wording<'w> {
    /// Over a view and its entries.
    pub fn of(view: &'w View, entries: &'w [Received], founders: &'w [PublicKey]) -> Self {
        let by_id = entries.iter().map(|received| (received.entry.id, &received.entry)).collect();
        Self { view, entries: by_id, founders, all: entries, state: OnceCell::new() }
    }

    /// What stands.
    pub fn state(&self) -> &State {
        self.state.get_or_init(|| State::fold(self.all, self.founders, None))
    }

    /// An entry of the record.
    pub fn get(&self, id: EntryId) -> Option<&'w Entry> {
        self.entries.get(&id).copied()
    }

    /// The entries that refer to one.
    pub fn referring(&self, role: Role, to: EntryId) -> impl Iterator<Item = &'w Entry> {
        self.entries.values().copied().filter(move |entry| entry.head.refs.contains(&(role, to)))
    }

    /// Who signed an entry.
    pub fn by(&self, entry: &Entry) -> String {
        signer(self.view, entry.head.by).to_owned()
    }

    /// A thing by its own words and where they stand, or by the name that a person gave it, with its first digits.
    pub fn thing(&self, id: EntryId) -> String {
        let body = self.get(id).and_then(|entry| entry.body.as_ref());
        let words = self.view.anchors().get(&id).and_then(|anchor| anchor.words.as_ref());
        let filled = match body {
            Some((_, Body::Anchor(anchor))) if !self.state().is_withheld(id) => anchor.exact.as_deref(),
            _ => None,
        };
        let words = words.map(|words| words.exact.as_str()).or(filled);
        if let Some(words) = words {
            let text = self.view.anchors().get(&id).map(|anchor| anchor.text);
            let text = text.or_else(|| self.get(id)?.head.first(Role::Text));
            let file = text.and_then(|text| self.file_of_text(text));
            let file = file.map_or_else(String::new, |file| format!(" in {file}"));
            let words = shown(text.is_some_and(|text| self.is_digest(text)), &one_line(words, 60));
            return format!("{words}{file} ({})", id.short());
        }
        if self.view.sources().contains_key(&id) {
            return self.source(id);
        }
        let named = match (self.view.entity(id), body) {
            (Some(entity), _) => Some(&entity.name),
            (None, Some((_, Body::Entity(entity)))) => Some(&entity.name),
            _ => None,
        };
        named.map_or_else(|| id.short(), |name| format!("`{name}` ({})", id.short()))
    }

    /// A source by its file.
    pub fn source(&self, id: EntryId) -> String {
        let file = self.view.sources().get(&id).and_then(|source| source.files.first());
        file.map_or_else(|| format!("source {}", id.short()), |file| format!("{file} ({})", id.short()))
    }

    /// The file of a text's source.
    pub fn file_of_text(&self, text: EntryId) -> Option<&'w str> {
        let source = self.view.texts().get(&text)?.source;
        self.view.sources().get(&source)?.files.first().map(String::as_str)
    }

    /// Whether a text is a digest's.
    pub fn is_digest(&self, text: EntryId) -> bool {
        self.view.texts().get(&text).is_some_and(|text| self.view.is_digest(text.source))
    }

    /// A claim that stands: property, value, status, speaker, subject, day.
    pub fn claim(&self, claim: &ClaimView) -> String {
        self.said(&claim.proposition, &claim.speaker, claim.stance, claim.about, Some(claim.source))
    }

    fn said(
        &self,
        said: &Proposition,
        speaker: &Speaker,
        stance: Stance,
        about: EntryId,
        source: Option<EntryId>,
    ) -> String {
        let stance = match stance {
            Stance::Asserts => "",
            Stance::Denies => " (denies)",
            Stance::Doubts => " (doubts)",
            Stance::Reports => " (passes on)",
        };
        let about = if self.view.canonical(about) == about || self.view.entity(about).is_none() {
            self.thing(about)
        } else {
            self.thing(self.view.canonical(about))
        };
        let mut parts = vec![said.property.clone(), one_line(&value(self.view, said, source), 60)];
        parts.extend(said.status.map(|status| status.name().to_owned()));
        parts.extend(said.group.map(|group| format!("of {}", self.view.name(group))));
        parts.push(format!("{}{stance}", one_line(&speaker_words(self.view, speaker, source), 60)));
        parts.push(format!("about {about}"));
        parts.extend(said.happened_on.as_ref().map(ToString::to_string));
        parts.extend(said.happened_at.as_ref().map(|time| format!("at {time}")));
        parts.join(" · ")
    }

    /// An entry in words that stand in a sentence.
    pub fn entry(&self, entry: &Entry) -> String {
        if self.state().is_withheld(entry.id) {
            return self.withheld(entry);
        }
        let body = entry.body.as_ref().map(|(_, body)| body);
        let of = || entry.head.first(Role::Of);
        match (entry.head.kind, body) {
            (Kind::Source, _) => format!("source {}", self.source(entry.id)),
            (Kind::Text | Kind::Capture, _) => {
                let source = entry.head.first(Role::Source);
                let source = source.map_or_else(String::new, |id| format!(" of {}", self.source(id)));
                format!("{} {}{source}", entry.head.kind.name(), entry.id.short())
            }
            (Kind::Anchor, _) => self.thing(entry.id),
            (Kind::Entity, Some(Body::Entity(entity))) => {
                format!("the name `{}` of {}", entity.name, entity.entity_type.with_article())
            }
            (Kind::Claim, _) => format!("claim {}: {}", entry.id.short(), self.claim_entry(entry)),
            (Kind::Link, _) => self.link(entry),
            (Kind::Review, _) => {
                let claim = of().and_then(|id| self.get(id));
                let claim = claim.map_or_else(|| "a claim".to_owned(), |claim| self.entry(claim));
                format!("{} {claim}", verb(entry.head.verdict))
            }
            (Kind::Retract, _) => {
                let items = self.items(&targets(entry), false);
                format!("taken back: {}", items.join("; "))
            }
            (Kind::Bridge, Some(Body::Bridge(bridge))) => {
                let claim = of().map_or_else(|| "a claim".to_owned(), |id| format!("claim {}", id.short()));
                let (standard, element) = (&bridge.standard, &bridge.element);
                format!("bridge: {claim} bears on {element} of {standard} ({})", bridge.side.name())
            }
            (
                kind,
                Some(Body::Standard(file) | Body::Method(file) | Body::Proof(file) | Body::Property(file)),
            ) => {
                format!("the adoption of {} `{}`", kind.name(), file.id)
            }
            (Kind::Setting, Some(Body::Setting(setting))) => {
                let left_out = (setting.name == assize_weigh::schema::LEAVE_OUT).then_some(&setting.value);
                left_out.map_or_else(
                    || format!("the setting `{}` = `{}`", setting.name, setting.value),
                    |what| format!("the leaving out of {}", what.replacen('/', " `", 1) + "`"),
                )
            }
            (Kind::Note, _) if entry.head.verdict == Some(Verdict::Gist) => {
                let claim = of().map_or_else(|| "a claim".to_owned(), |id| format!("claim {}", id.short()));
                format!("the gist of {claim}")
            }
            (Kind::Mark, _) => {
                let of = of().map_or_else(String::new, |id| self.thing(id));
                format!("the mark `{}` of {of}", entry.head.verdict.map_or("", Verdict::name))
            }
            (Kind::Withhold, _) => {
                let how =
                    if entry.head.verdict == Some(Verdict::Destroy) { "destroying" } else { "withholding" };
                let of: Vec<String> = targets(entry).into_iter().map(|id| id.short()).collect();
                format!("the {how} of {}", of.join(", "))
            }
            (Kind::Grade, Some(Body::Grade(grade))) => {
                let claim = of().map_or_else(|| "a claim".to_owned(), |id| format!("claim {}", id.short()));
                format!("grade {} of {claim}", grade.grade.name())
            }
            (kind, _) => format!("{} {}", kind.name(), entry.id.short()),
        }
    }

    /// An entry whose content is out of sight.
    fn withheld(&self, entry: &Entry) -> String {
        let how = if self.state().destroyed.contains(&entry.id) { "destroyed" } else { "withheld" };
        format!("{} {} ({how})", entry.head.kind.name(), entry.id.short())
    }

    /// What a claim says, also where it does not stand.
    pub fn claim_entry(&self, entry: &Entry) -> String {
        if self.state().is_withheld(entry.id) {
            return self.withheld(entry);
        }
        if let Some(claim) = self.view.any_claim(entry.id) {
            return self.claim(claim);
        }
        match entry.body.as_ref().map(|(_, body)| body) {
            Some(Body::Claim(claim)) => {
                let said = &claim.proposition;
                let passage = entry.head.first(Role::Passage).and_then(|id| self.get(id));
                let text = passage.and_then(|passage| passage.head.first(Role::Text));
                let source = text.and_then(|text| Some(self.view.texts().get(&text)?.source));
                self.said(said, &claim.speaker, claim.stance, said.subject, source)
            }
            _ => "its content was erased or withheld".to_owned(),
        }
    }

    /// A link: what it says of which two.
    fn link(&self, entry: &Entry) -> String {
        let end = |role| entry.head.first(role).map_or_else(|| "?".to_owned(), |id: EntryId| self.thing(id));
        let (from, to) = (end(Role::From), end(Role::To));
        match entry.head.verdict {
            Some(Verdict::Same) => format!("same: {from} and {to}"),
            Some(Verdict::Different) => format!("different: {from} and {to}"),
            Some(Verdict::PartOf) => format!("part of: {from} in {to}"),
            _ => format!("taken over: {from} from {to}"),
        }
    }

    /// What was decided with some entries, a line each: a claim and its review are one decision. Where they are taken back, what they
    /// themselves took back stands again.
    pub fn items(&self, ids: &[EntryId], back: bool) -> Vec<String> {
        let entries: Vec<&Entry> = ids.iter().filter_map(|id| self.get(*id)).collect();
        let mut told: BTreeSet<EntryId> = BTreeSet::new();
        let mut items = Vec::new();
        for review in entries.iter().filter(|entry| entry.head.kind == Kind::Review) {
            let Some(of) = review.head.first(Role::Of) else { continue };
            let instead = entries.iter().find(|entry| entry.head.first(Role::Replaces) == Some(of));
            told.extend([review.id, of]);
            told.extend(instead.map(|entry| entry.id));
            let claim = instead.copied().or_else(|| self.get(of));
            let words = claim.map_or_else(|| of.short(), |claim| self.claim_entry(claim));
            items.push(format!("{} {words}", verb(review.head.verdict)));
        }
        for entry in entries.iter().filter(|entry| !told.contains(&entry.id)) {
            items.push(match (entry.head.kind, entry.body.as_ref()) {
                (Kind::Entity, Some((_, Body::Entity(entity)))) => self.naming(entry, entity),
                (Kind::Claim, _) => format!("entered {}", self.claim_entry(entry)),
                (Kind::Retract, _) if back => {
                    format!("stands again: {}", self.items(&targets(entry), false).join("; "))
                }
                _ => self.entry(entry),
            });
        }
        items
    }

    /// A name that was given or changed.
    fn naming(&self, entry: &Entry, entity: &Entity) -> String {
        let before = entry.head.first(Role::Replaces).and_then(|id| self.get(id)?.body.as_ref());
        let Some((_, Body::Entity(before))) = before else {
            let key = entity.key.as_ref().map_or_else(String::new, |key| format!(", key `{key}`"));
            return format!("named {} `{}`{key}", entity.entity_type.with_article(), entity.name);
        };
        let mut changed = Vec::new();
        if before.name != entity.name {
            changed.push(format!("renamed `{}` to `{}`", before.name, entity.name));
        }
        if before.entity_type != entity.entity_type {
            changed.push(format!("took `{}` for {}", entity.name, entity.entity_type.with_article()));
        }
        if let Some(key) = entity.key.as_ref().filter(|key| before.key.as_ref() != Some(key)) {
            changed.push(format!("gave `{}` the key `{key}`", entity.name));
        }
        if changed.is_empty() { format!("named `{}` again", entity.name) } else { changed.join(", ") }
    }

    /// What became of an entry: what replaced it, who took it back or rejected it, and why. Empty where it stands.
    pub fn fate(&self, id: EntryId) -> Vec<String> {
        let mut lines = Vec::new();
        // A review that names another was made in view of it, and does nothing to it.
        let is_review = self.get(id).is_some_and(|entry| entry.head.kind == Kind::Review);
        for entry in self.referring(Role::Of, id).filter(|entry| self.state().is_effective(entry.id)) {
            let marked;
            let what = match (entry.head.kind, entry.head.verdict) {
                (Kind::Retract, Some(Verdict::Undo)) => "undone",
                (Kind::Retract, _) => "taken back",
                (Kind::Review, Some(Verdict::Reject)) if !is_review => "rejected",
                (Kind::Withhold, Some(Verdict::Destroy)) if self.state().destroyed.contains(&id) => {
                    "destroyed"
                }
                (Kind::Withhold, _) if self.state().is_withheld(id) => "withheld",
                (Kind::Withhold, _) => "asked to be taken out of sight",
                (Kind::Mark, Some(mark)) if self.view.marks().iter().any(|stands| stands.id == entry.id) => {
                    marked = format!("marked {}", mark.name());
                    marked.as_str()
                }
                _ => continue,
            };
            let name = if entry.head.kind == Kind::Review { "review " } else { "" };
            lines.push(format!("{what} by {}{} ({name}{})", self.by(entry), reason(entry), entry.id.short()));
        }
        let mut at = id;
        for _ in 0..CHAIN {
            let Some(next) = self.replacement(at) else { break };
            lines.push(format!("replaced by {}: {}", next.id.short(), self.entry(next)));
            at = next.id;
        }
        lines
    }

    /// The entry that took the place of one, unless that was taken back.
    fn replacement(&self, of: EntryId) -> Option<&'w Entry> {
        let retracted = |entry: &Entry| {
            let by =
                |retract: &Entry| retract.head.kind == Kind::Retract && self.state().is_effective(retract.id);
            self.referring(Role::Of, entry.id).any(by)
        };
        self.referring(Role::Replaces, of).find(|entry| !retracted(entry))
    }

    /// How a draft was decided that cannot be decided on so again, and what can be done about it; `None` where its claim is not among the
    /// entries.
    pub fn decided(&self, draft: DraftId) -> Option<(String, String)> {
        let made = |entry: &&Entry| {
            let Some((_, Body::Claim(claim))) = &entry.body else { return false };
            claim.drafted.as_ref().is_some_and(|drafted| drafted.draft == draft)
                && entry.head.first(Role::Replaces).is_none()
        };
        let claim = self.entries.values().copied().find(made)?.id;
        let review = self.review(claim);
        let by = review.map_or_else(String::new, |review| format!(" by {}", self.by(review)));
        if let Some(standing) = self.standing(claim) {
            let how = if standing == claim { "accepted" } else { "accepted as amended" };
            let id = standing.short();
            let words =
                self.get(standing).map_or_else(String::new, |entry| format!(": {}", self.claim_entry(entry)));
            return Some((
                format!("decided already: {how}{by}, the claim is {id}{words}"),
                format!(
                    "`assize amend {id} …` corrects that claim, `assize reject {id} --reason …` rejects it"
                ),
            ));
        }
        if let Some(review) = review.filter(|review| review.head.verdict == Some(Verdict::Reject)) {
            return Some((
                format!("decided already: rejected{by}{}", reason(review)),
                "`assize accept` or `assize amend` of the same draft changes your review; `assize undo` takes it back where it was your last decision".to_owned(),
            ));
        }
        let fate = self.fate(claim).join("; ");
        Some((
            format!("decided already: its claim {} does not stand: {fate}", claim.short()),
            "what took the claim back can itself be taken back: `assize retract ID --reason …`".to_owned(),
        ))
    }

    /// The review that decides on a claim: one that rejects it where there is one.
    pub fn review(&self, claim: EntryId) -> Option<&'w Entry> {
        let reviews = self.referring(Role::Of, claim).filter(|entry| entry.head.kind == Kind::Review);
        let effective = reviews.filter(|entry| self.state().is_effective(entry.id));
        effective.max_by_key(|entry| entry.head.verdict == Some(Verdict::Reject))
    }

    /// The claim that stands in the place of one, itself included.
    pub fn standing(&self, claim: EntryId) -> Option<EntryId> {
        let mut at = claim;
        for _ in 0..CHAIN {
            if self.view.any_claim(at).is_some() {
                return Some(at);
            }
            at = self.replacement(at)?.id;
        }
        None
    }
}

/// What a judgement gives as its reason, after a colon; empty where it gives none.
pub fn reason(entry: &Entry) -> String {
    match entry.body.as_ref().map(|(_, body)| body) {
        Some(
            Body::Review(Remark { words })
            | Body::Retract(Remark { words })
            | Body::Link(Remark { words })
            | Body::Withhold(Remark { words })
            | Body::Mark(Mark { words, .. }),
        ) if !words.trim().is_empty() => {
            format!(": {}", words.trim())
        }
        _ => String::new(),
    }
}

/// What an entry is about, of those that take back.
pub fn targets(entry: &Entry) -> Vec<EntryId> {
    entry.head.refs.iter().filter(|(role, _)| *role == Role::Of).map(|(_, id)| *id).collect()
}

/// What a review does.
const fn verb(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Reject) => "rejected",
        Some(Verdict::Amend) => "amended",
        _ => "accepted",
    }
}

/// A value for people. Words are shown as those of the source they stand in.
pub fn value(view: &View, said: &Proposition, source: Option<EntryId>) -> String {
    match &said.value {
        Value::Entity(id) => view.name(*id),
        Value::Words(words) if view.is_coded(&said.property) => words.clone(),
        Value::Words(words) => shown(source.is_some_and(|source| view.is_digest(source)), words),
        other => other.to_string(),
    }
}

/// A speaker for people, in a source.
pub fn speaker_words(view: &View, speaker: &Speaker, source: Option<EntryId>) -> String {
    if let Some(author) = source.and_then(|source| view.digest_author(speaker.kind, source)) {
        return author.to_owned();
    }
    match (speaker.kind, speaker.entity) {
        (SpeakerKind::Named, Some(entity)) => view.name(entity),
        (SpeakerKind::Narrator, _) => "the publication in its own word".to_owned(),
        _ => match &speaker.anonymity {
            Some(reason) => format!("{} (not named: {reason})", speaker.description),
            None => speaker.description.clone(),
        },
    }
}
