//! What all view models are made from, looked up once for the whole site.

use crate::{
    files,
    gate::Public,
    model::source::Quoted,
    page::{
        parts::{Said, Words},
        shell::House,
    },
    sentence::{Cite, Sentence, words},
    site::Settings,
};
use assize_ledger::{
    View,
    view::{ActView, ClaimView, Standing},
};
use assize_record::{
    Day, EntityType, EntryId, Speaker, SpeakerKind, Stance, Value, body::Entity, body::Stated,
};
use assize_weigh::{
    authority::order::Orders,
    coherence::{self, Incoherence},
    conflict::{self as conflict_rules, Conflict},
    gist,
    origin::Origins,
    toll::{self as toll_rules, CampaignFinding, TollFinding, Tolls},
};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that weighing comes to, computed once from the public view; standards apart, which are held against one incident at a time.
pub(crate) struct Weighed {
    pub(crate) origins: Origins,
    pub(crate) tolls: Tolls,
    pub(crate) conflicts: Vec<Conflict>,
    pub(crate) incoherences: Vec<Incoherence>,
}

impl Weighed {
    /// Weighs a public view by every method of the settings.
    pub(crate) fn of(public: &Public, settings: &Settings) -> Self {
        let view = public.view();
        let origins = Origins::with_copies(view, &settings.copies);
        Self {
            tolls: toll_rules::tolls(view, &origins, &settings.methods),
            conflicts: conflict_rules::conflicts(view, &origins),
            incoherences: coherence::coherence_with(view, &origins),
            origins,
        }
    }
}

/// Everything a view model is made from.
pub(crate) struct Frame<'a> {
    pub(crate) public: &'a Public,
    pub(crate) view: &'a View,
    pub(crate) settings: &'a Settings,
    pub(crate) weighed: &'a Weighed,
    pub(crate) house: House,
    pub(crate) orders: Orders<'a>,
    /// Incidents that have a page: those of which a claim speaks.
    pub(crate) told_of: BTreeSet<EntryId>,
    acts: BTreeMap<EntryId, &'a ActView>,
    slugs: BTreeMap<EntryId, String>,
    conflicts: BTreeMap<EntryId, Vec<&'a Conflict>>,
    incoherences: BTreeMap<EntryId, Vec<&'a Incoherence>>,
    attacks: BTreeMap<EntryId, Vec<EntryId>>,
    pub(crate) quoted: Quoted<'a>,
    /// Of sources with many passages: the part of its pages on which one stands, where that is not the first.
    parts: BTreeMap<EntryId, usize>,
    /// The place of each conflict among all, by its first claim, subject and property.
    places: BTreeMap<ConflictKey<'a>, usize>,
}

/// What tells a conflict from all others.
type ConflictKey<'a> =
    (EntryId, &'a str, Option<assize_record::Status>, Option<EntryId>, Option<EntryId>, &'a str);

impl<'a> Frame<'a> {
    pub(crate) fn new(public: &'a Public, settings: &'a Settings, weighed: &'a Weighed) -> Self {
        let view = public.view();
        let told_of = view.claims().iter().map(|claim| claim.proposition.subject).collect();
        let mut conflicts: BTreeMap<EntryId, Vec<&Conflict>> = BTreeMap::new();
        for conflict in &weighed.conflicts {
            conflicts.entry(conflict.subject).or_default().push(conflict);
        }
        let mut incoherences: BTreeMap<EntryId, Vec<&Incoherence>> = BTreeMap::new();
        for found in &weighed.incoherences {
            incoherences.entry(found.subject).or_default().push(found);
        }
        let mut attacks: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
        let of_type = |id: &EntryId| view.type_of(*id) == Some(EntityType::Attack);
        for (attack, wholes) in view.part_of().iter().filter(|(id, _)| of_type(id)) {
            wholes.iter().for_each(|whole| attacks.entry(*whole).or_default().push(*attack));
        }
        let quoted = Quoted::of(view);
        let house = House {
            case_name: settings.case_name.clone(),
            language: settings.language.clone(),
            as_known: as_known(view),
            preview: public.is_preview(),
            address: settings.address.clone(),
            map: view.claims().iter().any(|claim| claim.proposition.property == "incident.position")
                || view.entities().values().any(|entity| entity.shape.is_some()),
        };
        Self {
            public,
            view,
            settings,
            weighed,
            house,
            orders: Orders::of(view),
            told_of,
            acts: view.acts().iter().map(|act| (act.id, act)).collect(),
            slugs: slugs(view),
            conflicts,
            incoherences,
            attacks,
            parts: quoted.parts(settings),
            quoted,
            places: weighed.conflicts.iter().enumerate().map(|(at, found)| (key_of(found), at)).collect(),
        }
    }

    /// Canonical entities of one type, in order of key.
    pub(crate) fn entities(&self, entity_type: EntityType) -> Vec<(EntryId, &'a Entity)> {
        let all = self.view.entities().iter();
        let mut found: Vec<_> = all
            .filter(|(id, entity)| entity.entity_type == entity_type && self.view.canonical(**id) == **id)
            .map(|(id, entity)| (*id, entity))
            .collect();
        found.sort_by(|a, b| (&a.1.key, a.0).cmp(&(&b.1.key, b.0)));
        found
    }

    /// Incidents with a page, those with a day first, by the earliest day each may have been.
    pub(crate) fn incidents(&self) -> Vec<(EntryId, &'a Entity)> {
        let all = self.entities(EntityType::Incident).into_iter().filter(|(id, _)| self.told_of.contains(id));
        let mut rows: Vec<_> = all
            .map(|(id, entity)| (self.view.days_of(id).first().map(|day| day.date.interval()), id, entity))
            .collect();
        rows.sort_by(|a, b| (a.0.is_none(), a.0, &a.2.key, a.1).cmp(&(b.0.is_none(), b.0, &b.2.key, b.1)));
        rows.into_iter().map(|(_, id, entity)| (id, entity)).collect()
    }

    /// The first and the last day that an incident may have been, over all claims.
    pub(crate) fn days(&self, incident: EntryId) -> (Option<Day>, Option<Day>) {
        let days = self.view.days_of(incident);
        let first = days.iter().filter_map(|day| day.date.interval().earliest).min();
        let last = days.iter().filter_map(|day| day.date.interval().latest).max();
        (first, last)
    }

    /// Findings of one incident or attack, one for each method.
    pub(crate) fn tolls_of(&self, subject: EntryId) -> &'a [TollFinding] {
        let all = &self.weighed.tolls.incidents;
        let from = all.partition_point(|finding| finding.subject < subject);
        let count = all[from..].partition_point(|finding| finding.subject == subject);
        &all[from..from + count]
    }

    /// Findings of one campaign.
    pub(crate) fn sums_of(&self, campaign: EntryId) -> Vec<&'a CampaignFinding> {
        self.weighed.tolls.campaigns.iter().filter(|finding| finding.subject == campaign).collect()
    }

    pub(crate) fn conflicts_of(&self, subject: EntryId) -> &[&'a Conflict] {
        self.conflicts.get(&subject).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn incoherences_of(&self, subject: EntryId) -> &[&'a Incoherence] {
        self.incoherences.get(&subject).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn attacks_of(&self, incident: EntryId) -> &[EntryId] {
        self.attacks.get(&incident).map_or(&[], Vec::as_slice)
    }

    /// The word for a thing in paths. It is that thing's own.
    pub(crate) fn slug(&self, id: EntryId) -> String {
        let canonical = self.view.canonical(id);
        self.slugs.get(&canonical).cloned().unwrap_or_else(|| canonical.short())
    }

    /// Where an incident's page lies.
    pub(crate) fn incident_path(&self, incident: EntryId) -> String {
        incident_path(&self.slugs, self.view.canonical(incident))
    }

    /// Where a source's page lies.
    pub(crate) fn source_path(source: EntryId) -> String {
        format!("sources/{}.html", source.short())
    }

    /// Where a part of a source's pages lies.
    pub(crate) fn source_part(source: EntryId, part: usize) -> String {
        match part {
            0 => Self::source_path(source),
            part => format!("sources/{}-{}.html", source.short(), part + 1),
        }
    }

    /// Where a passage stands.
    pub(crate) fn passage_href(&self, source: EntryId, passage: EntryId) -> String {
        let part = self.parts.get(&passage).copied().unwrap_or(0);
        format!("{}#p-{}", Self::source_part(source, part), passage.short())
    }

    /// Where the words of a claim stand.
    pub(crate) fn words_href(&self, claim: &ClaimView) -> String {
        self.passage_href(claim.source, claim.passage)
    }

    /// The place of a conflict among all of the site.
    pub(crate) fn place_of(&self, found: &Conflict) -> usize {
        self.places.get(&key_of(found)).copied().unwrap_or(0)
    }

    /// The words behind a figure; `None` where no claim stands behind it, and then there is nothing to print.
    pub(crate) fn cite(&self, claims: &[EntryId], listed: Option<&str>) -> Option<Cite> {
        let known: Vec<EntryId> = claims.iter().copied().filter(|id| self.source_of(*id).is_some()).collect();
        let sources: BTreeSet<EntryId> = known.iter().filter_map(|id| self.source_of(*id)).collect();
        let (href, title) = self.place(*known.first()?)?;
        // One source needs no list: its words are where the figure leads.
        let listed = if sources.len() > 1 { listed.map(str::to_owned) } else { None };
        Cite::new(&known, sources.len(), href, listed, title)
    }

    fn source_of(&self, entry: EntryId) -> Option<EntryId> {
        self.view.any_claim(entry).map(|claim| claim.source).or_else(|| self.acts.get(&entry)?.source)
    }

    /// Where the words of a claim or an act stand, and whose they are.
    pub(crate) fn place(&self, entry: EntryId) -> Option<(String, String)> {
        if let Some(claim) = self.view.any_claim(entry) {
            return Some((self.words_href(claim), self.caption(claim)));
        }
        let act = self.acts.get(&entry)?;
        let (source, passage) = (act.source?, act.passage?);
        let caption = format!("{}, {}", self.publisher(source), self.published(source));
        Some((self.passage_href(source, passage), caption))
    }

    /// Who says it, where and when: the caption of a quotation.
    pub(crate) fn caption(&self, claim: &ClaimView) -> String {
        let mut caption = self.speaker(&claim.speaker, claim.source);
        for via in &claim.via {
            caption.push_str(", by way of ");
            caption.push_str(&self.speaker(via, claim.source));
        }
        let digest = self.view.digest_of(claim.source);
        let digest = digest.map_or_else(String::new, |of| format!(", as summarised in a digest of {of}"));
        let (publisher, published) = (self.publisher(claim.source), self.published(claim.source));
        format!("{caption}{}{digest} — {publisher}, {published}", stands(claim.stance))
    }

    /// A speaker in the source's words; the narrator is the publication.
    pub(crate) fn speaker(&self, speaker: &Speaker, source: EntryId) -> String {
        match (speaker.kind, speaker.entity) {
            (SpeakerKind::Narrator, _) => self
                .view
                .digest_author(speaker.kind, source)
                .map_or_else(|| format!("{} in its own word", self.publisher(source)), str::to_owned),
            (SpeakerKind::Named, Some(entity)) => self.view.name(entity),
            _ => match &speaker.anonymity {
                Some(reason) => format!("{} (not named: {reason})", speaker.description),
                None => speaker.description.clone(),
            },
        }
    }

    /// Publisher of a source, or what stands in its place.
    pub(crate) fn publisher(&self, source: EntryId) -> String {
        let fact = self.view.sources().get(&source).and_then(|source| source.publication.publisher.as_ref());
        stated(fact).unwrap_or_else(|| "publisher not stated".to_owned())
    }

    /// The day of publication in words, or what stands in its place.
    pub(crate) fn published(&self, source: EntryId) -> String {
        let fact =
            self.view.sources().get(&source).and_then(|source| source.publication.published_on.as_ref());
        stated(fact).map_or_else(|| "date not stated".to_owned(), |date| words::date_of(&date))
    }

    /// Where what is said of the day of an incident is listed: by its own question, or, where days are said of what was done there, among all.
    pub(crate) fn days_listed(&self, path: &str, claims: &[EntryId]) -> String {
        let mut said = claims.iter().filter_map(|id| self.view.any_claim(*id));
        let itself = said.any(|claim| claim.proposition.property == "incident.happened-on");
        format!("{path}#{}", if itself { "q-happened-on" } else { "said" })
    }

    /// One claim as it is read.
    pub(crate) fn said(&self, claim: &ClaimView) -> Said {
        let quoted = self.view.words_of(claim);
        Said {
            gist: gist::of(self.view, claim).map(|gist| gist.words),
            words: quoted
                .map(|words| Words { words: words.exact.clone(), mark: self.view.unquoted(claim.source) }),
            caption: self.caption(claim),
            href: self.words_href(claim),
            draft: claim.standing == Standing::Draft,
        }
    }

    /// What was told of claims and sources, and whose record it is, as known on which day.
    pub(crate) fn of_record(&self, told: &str) -> Sentence {
        Sentence::default()
            .text(format!("{told}. The record of "))
            .named(&self.settings.case_name)
            .text(", ")
            .text(&self.house.as_known)
            .text(".")
    }

    /// A value as people read it: entities by name, dates in words.
    pub(crate) fn value(&self, value: &Value) -> String {
        match value {
            Value::Entity(id) => self.view.name(*id),
            Value::Date(date) => words::date(date),
            Value::Quantity(quantity) => quantity.to_string(),
            other => other.to_string(),
        }
    }

    /// The value of a claim within a sentence: words of a digest without the marks that would make a quotation of them.
    pub(crate) fn value_of(&self, claim: &ClaimView) -> String {
        let value = self.value(&claim.proposition.value);
        if self.view.unquoted(claim.source).is_some() { words::unquoted(&value) } else { value }
    }

    /// The name and address of a method.
    pub(crate) fn method(&self, id: &str) -> (String, String) {
        let known = self.settings.methods.iter().find(|method| method.id == id);
        let name = known.map_or_else(|| id.to_owned(), |method| method.name.clone());
        (name, format!("methods.html#{id}"))
    }

    /// The last day on which one of these claims was taken in, `YYYY-MM-DD`.
    pub(crate) fn changed<'c>(&self, claims: impl Iterator<Item = &'c ClaimView>) -> Option<String> {
        claims.filter_map(|claim| claim.received_at).max().map(day_of)
    }
}

fn key_of(found: &Conflict) -> ConflictKey<'_> {
    let first = found.positions.first().and_then(|position| position.claims.first()).copied();
    let element = found.question.as_ref().map_or("", |question| question.element.as_str());
    (found.subject, &found.property, found.status, found.group, first, element)
}

/// The day of an instant, in UTC.
pub(crate) fn day_of(at: jiff::Timestamp) -> String {
    jiff::tz::TimeZone::UTC.to_datetime(at).date().to_string()
}

fn stated(fact: Option<&Stated>) -> Option<String> {
    fact.map(|stated| stated.value.clone())
}

/// How somebody stands to what they are quoted with.
pub(crate) const fn stands(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "",
        Stance::Denies => " denies",
        Stance::Doubts => " doubts",
        Stance::Reports => " passes on",
    }
}

/// `as known from everything on this record`.
fn as_known(view: &View) -> String {
    let at = view.as_known();
    let mut told = at.published_by.map_or_else(
        || "as known from everything on this record".to_owned(),
        |day| format!("as known from what had been published by {}", words::day(day)),
    );
    if let Some(instant) = at.recorded_by {
        told.push_str(&format!(", as this record stood at {instant}"));
    }
    told
}

/// Where an incident's page lies, by the words for things.
pub(crate) fn incident_path(slugs: &BTreeMap<EntryId, String>, incident: EntryId) -> String {
    format!("incident/{}.html", slugs.get(&incident).cloned().unwrap_or_else(|| incident.short()))
}

/// A word for each thing, of the part of its handle after the type. What a site has pages of lies in one folder, so no two of these share one.
pub(crate) fn slugs(view: &View) -> BTreeMap<EntryId, String> {
    let canonical = view.entities().keys().filter(|id| view.canonical(**id) == **id);
    let named: Vec<(EntryId, Option<EntityType>, String)> = canonical
        .map(|id| {
            let handle = view.handle(*id);
            let name = handle.split_once('/').map_or(handle.as_str(), |(_, name)| name).to_owned();
            let paged = |of: &EntityType| !matches!(of, EntityType::Incident | EntityType::Campaign);
            (*id, view.type_of(*id).filter(paged), name)
        })
        .collect();
    files::words_for_paths(&named)
}
