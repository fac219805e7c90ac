//! Names out of everything that is printed.

use super::{
    allowed::claims_of,
    names::{Given, MASK, Names},
    persons::{Hidden, Persons},
    rename::Aliases,
};
use assize_ledger::{ViewParts, view::Standing};
use assize_record::{
    EntityType, EntryId, Hash, Speaker, SpeakerKind, Value,
    body::{Claim, Entity, Publication},
    id::tag,
};
use std::collections::{BTreeMap, BTreeSet};

/// A place in which a name stands that must not be printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The claim, act, bridge, source or thing.
    pub of: EntryId,
    /// What stands there: `quoted words`, `title`, `warrant`.
    pub what: &'static str,
    /// The words, with the name in them.
    pub words: String,
}

/// What masking came to.
#[derive(Default)]
pub(super) struct Masked {
    /// Where a name stood.
    pub(super) found: BTreeSet<Found>,
    /// Claims and acts whose quoted words held a name.
    pub(super) quoting: BTreeSet<EntryId>,
    /// Sources that a name was taken out of: their ids and hashes would let it be guessed.
    pub(super) sources: BTreeSet<EntryId>,
}

/// One pass over a view.
struct Pass<'n> {
    names: &'n Names,
    /// First names that stand for a person, by the source that names the person elsewhere.
    given: BTreeMap<EntryId, Given>,
    masked: Masked,
}

impl Pass<'_> {
    /// The words with names masked, as they stand in a source.
    fn mask(&self, source: EntryId, words: &str) -> Option<String> {
        self.names.mask(words, self.given.get(&source).unwrap_or(&Given::new()))
    }

    /// Masks names in words that `of` holds, and that are from a source or say something of it.
    fn words(&mut self, of: EntryId, source: EntryId, what: &'static str, words: &mut String) -> bool {
        let Some(masked) = self.mask(source, words) else { return false };
        let words = std::mem::replace(words, masked);
        self.masked.found.insert(Found { of, what, words });
        true
    }

    fn publication(&mut self, source: EntryId, facts: &mut Publication) -> bool {
        let address = facts.url.take_if(|url| self.names.in_address(&url.value));
        if let Some(url) = &address {
            self.masked.found.insert(Found { of: source, what: "address", words: url.value.clone() });
        }
        let mut any = address.is_some();
        let fields = [
            ("publisher", &mut facts.publisher),
            ("author", &mut facts.author),
            ("title", &mut facts.title),
            ("digest of", &mut facts.digest_of),
            ("kind", &mut facts.kind),
        ];
        for (what, stated) in fields {
            if let Some(stated) = stated {
                any |= self.words(source, source, what, &mut stated.value);
            }
        }
        any
    }

    fn speaker(&mut self, of: EntryId, source: EntryId, persons: &Persons, speaker: &mut Speaker) {
        let hidden = speaker.entity.and_then(|id| persons.hidden.get(&id));
        if let Some(Hidden { label, .. }) = hidden {
            if speaker.kind == SpeakerKind::Named {
                speaker.description.clone_from(label);
            }
        } else if let Some(label) = persons.loose.get(&speaker.description)
            && speaker.kind == SpeakerKind::Named
            && speaker.entity.is_none()
        {
            speaker.description.clone_from(label);
        }
        self.words(of, source, "description of a speaker", &mut speaker.description);
        if let Some(reason) = &mut speaker.anonymity {
            self.words(of, source, "reason why a speaker is not named", reason);
        }
        // An unnamed speaker is known by the source's words alone: an entity would name them.
        if speaker.kind == SpeakerKind::Unnamed {
            speaker.entity = None;
        }
    }
}

/// Masks every name that must not be printed. `texts` are the whole wordings of texts, by id.
pub(super) fn mask(parts: &mut ViewParts, persons: &Persons, texts: &BTreeMap<EntryId, String>) -> Masked {
    let given = given(parts, &persons.names, texts);
    let mut pass = Pass { names: &persons.names, given, masked: Masked::default() };
    let mut quoted: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
    for claim in claims_of(parts) {
        quoted.entry(claim.passage).or_default().push(claim.id);
    }
    for act in &parts.acts {
        act.passage.into_iter().for_each(|passage| quoted.entry(passage).or_default().push(act.id));
    }
    for (id, passage) in &mut parts.passages {
        let by = quoted.get(id).map_or(&[][..], Vec::as_slice);
        let source = parts.texts.get(&passage.text).map_or(passage.text, |text| text.source);
        if pass.words(by.first().copied().unwrap_or(*id), source, "quoted words", &mut passage.words.exact) {
            pass.masked.quoting.extend(by);
            pass.masked.sources.insert(source);
        }
    }
    for (id, text) in &parts.texts {
        if texts.get(id).is_some_and(|words| !pass.names.find(words, &Given::new()).is_empty()) {
            pass.masked.sources.insert(text.source);
        }
    }
    for (id, source) in &mut parts.sources {
        let mut any = pass.publication(*id, &mut source.publication);
        for (name, rivals) in &mut source.rivals {
            for rival in rivals {
                if name == "url" && pass.names.in_address(&rival.value) {
                    MASK.clone_into(&mut rival.value);
                    any = true;
                }
                any |= pass.words(*id, *id, "disputed fact of publication", &mut rival.value);
            }
        }
        if any {
            pass.masked.sources.insert(*id);
        }
    }
    for (id, anchor) in &mut parts.anchors {
        if let Some(words) = &mut anchor.words
            && let Some(masked) = pass.mask(anchor.source, &words.exact)
        {
            words.exact = masked;
            pass.masked.sources.insert(anchor.source);
        }
        if persons.hidden.contains_key(parts.same.get(id).unwrap_or(id)) {
            anchor.words = None;
        }
    }
    let sources: BTreeMap<EntryId, EntryId> =
        claims_of(parts).map(|claim| (claim.id, claim.source)).collect();
    let source_of = |claim: EntryId| sources.get(&claim).copied().unwrap_or(claim);
    for gist in &mut parts.gists {
        // Whose words they are is the case's own.
        gist.by = None;
        pass.words(gist.claim, source_of(gist.claim), "gist", &mut gist.words);
    }
    things(parts, persons, &mut pass);
    claims(parts, persons, &sources, &mut pass);
    pass.masked
}

/// First names that stand for a person in each source.
fn given(parts: &ViewParts, names: &Names, texts: &BTreeMap<EntryId, String>) -> BTreeMap<EntryId, Given> {
    let mut words: BTreeMap<EntryId, Vec<&str>> = BTreeMap::new();
    for (id, text) in &parts.texts {
        words.entry(text.source).or_default().extend(texts.get(id).map(String::as_str));
    }
    for passage in parts.passages.values() {
        let source = parts.texts.get(&passage.text).map(|text| text.source);
        words.entry(source.unwrap_or(passage.text)).or_default().push(&passage.words.exact);
    }
    for (id, source) in &parts.sources {
        let facts = &source.publication;
        let stated = [&facts.title, &facts.author].into_iter().flatten();
        words.entry(*id).or_default().extend(stated.map(|stated| stated.value.as_str()));
    }
    words.into_iter().map(|(source, words)| (source, names.given_in(words.into_iter()))).collect()
}

fn things(parts: &mut ViewParts, persons: &Persons, pass: &mut Pass<'_>) {
    for (id, entity) in &mut parts.entities {
        if let Some(hidden) = persons.hidden.get(parts.same.get(id).unwrap_or(id)) {
            let name = pass.mask(*id, &hidden.label).unwrap_or_else(|| hidden.label.clone());
            *entity = Entity { entity_type: entity.entity_type, key: None, name, shape: None };
            continue;
        }
        let is_named_person = matches!(entity.entity_type, EntityType::Person | EntityType::Agent);
        if !is_named_person {
            pass.words(*id, *id, "name", &mut entity.name);
        }
        entity.key.take_if(|key| {
            pass.names.in_address(key) && !is_named_person && entity.entity_type != EntityType::Place
        });
    }
}

fn claims(
    parts: &mut ViewParts,
    persons: &Persons,
    sources: &BTreeMap<EntryId, EntryId>,
    pass: &mut Pass<'_>,
) {
    let versions = parts.differing.iter_mut().flat_map(|differing| &mut differing.versions);
    for claim in parts.claims.iter_mut().chain(versions) {
        let (id, source) = (claim.id, claim.source);
        for (_, grade) in &mut claim.grades {
            pass.words(id, source, "reason of a grade", &mut grade.reason);
        }
        let Claim { speaker, via, hedges, proposition, drafted, anchors, .. } = &mut **claim;
        // Which draft it was made of, and what readers took things for, is the case's own: a draft's id is a hash of words.
        *drafted = None;
        anchors.clear();
        std::iter::once(speaker).chain(via).for_each(|speaker| pass.speaker(id, source, persons, speaker));
        for hedge in hedges {
            pass.words(id, source, "hedge", &mut hedge.exact);
        }
        match &mut proposition.value {
            Value::Words(words) => {
                pass.words(id, source, "words of a statement", words);
            }
            Value::Quantity(quantity) => {
                if let Some(approx) = &mut quantity.approx {
                    pass.words(id, source, "words of a figure", approx);
                }
            }
            _ => {}
        }
    }
    for act in &mut parts.acts {
        let (id, source) = (act.id, act.source.unwrap_or(act.id));
        pass.words(id, source, "what an act is about", &mut act.act.what);
        if let Some(capacity) = &mut act.act.capacity {
            pass.words(id, source, "in what capacity somebody acted", capacity);
        }
        std::iter::once(&mut act.act.who)
            .chain(&mut act.act.whom)
            .for_each(|speaker| pass.speaker(id, source, persons, speaker));
    }
    let mut units: Vec<String> = Vec::new();
    for bridge in &mut parts.bridges {
        let source = sources.get(&bridge.claim).copied().unwrap_or(bridge.id);
        pass.words(bridge.id, source, "warrant", &mut bridge.bridge.warrant);
        let Some(unit) = &mut bridge.bridge.unit else { continue };
        if !persons.everybody.find(unit, &Given::new()).is_empty() {
            let number = units.iter().position(|known| known == unit).unwrap_or_else(|| {
                units.push(unit.clone());
                units.len() - 1
            });
            *unit = format!("one of the persons ({})", number + 1);
        }
    }
}

/// Other ids for what names were taken out of, and for persons that are not named: those of texts and of what stands in them follow from their
/// words, so they would let a name be tried out. The new ones follow from claims, whose ids hold random salt.
pub(super) fn aliases(parts: &ViewParts, persons: &Persons, masked: &Masked) -> Aliases {
    let mut aliases = Aliases::new();
    let alias = |kind: &str, seed: EntryId, place: usize| {
        let parts: [&[u8]; 3] = [kind.as_bytes(), seed.as_bytes(), &(place as u64).to_be_bytes()];
        EntryId::from_bytes(*Hash::of(tag::ALIAS, &parts).as_bytes())
    };
    for (id, Hidden { first: (seed, place), .. }) in &persons.hidden {
        let now = alias("person", *seed, *place);
        aliases.insert(*id, now);
        aliases.extend(parts.members.get(id).into_iter().flatten().map(|member| (*member, now)));
    }
    if masked.sources.is_empty() {
        return aliases;
    }
    let source_of = |text: &EntryId| parts.texts.get(text).map(|text| text.source);
    let is_masked = |source: &EntryId| masked.sources.contains(source);
    // The first entry that quotes something; drafts have ids that follow from words, so they seed nothing.
    let mut first: BTreeMap<EntryId, EntryId> = BTreeMap::new();
    let mut note = |of: EntryId, by: EntryId| {
        let first = first.entry(of).or_insert(by);
        *first = by.min(*first);
    };
    for claim in claims_of(parts).filter(|claim| claim.standing != Standing::Draft) {
        note(claim.passage, claim.id);
        note(claim.source, claim.id);
    }
    for act in &parts.acts {
        act.passage.into_iter().for_each(|passage| note(passage, act.id));
        act.source.into_iter().for_each(|source| note(source, act.id));
    }
    let spare = first.values().min().copied().unwrap_or_else(|| EntryId::from_bytes([0; 32]));
    let mut sources: Vec<(EntryId, EntryId)> =
        masked.sources.iter().map(|source| (first.get(source).copied().unwrap_or(spare), *source)).collect();
    sources.sort_unstable();
    for (at, (seed, source)) in sources.iter().enumerate() {
        aliases.insert(*source, alias("source", *seed, at));
        let texts = parts.texts.iter().filter(|(_, text)| text.source == *source);
        for (place, (text, _)) in texts.enumerate() {
            aliases.insert(*text, alias("text", *seed, at * 1000 + place));
        }
    }
    for (id, passage) in &parts.passages {
        if source_of(&passage.text).as_ref().is_some_and(is_masked) {
            let seed = first.get(id).copied().unwrap_or(spare);
            aliases.insert(*id, alias("passage", seed, 0));
        }
    }
    let mut anchors: Vec<_> = parts
        .anchors
        .iter()
        .filter(|(id, anchor)| is_masked(&anchor.source) && !aliases.contains_key(*id))
        .map(|(id, anchor)| {
            let at = anchor.words.as_ref().map_or(usize::MAX, |words| words.start);
            (first.get(&anchor.source).copied().unwrap_or(spare), at, *id)
        })
        .collect();
    anchors.sort_unstable();
    for (place, (seed, _, id)) in anchors.into_iter().enumerate() {
        aliases.insert(id, alias("anchor", seed, place));
    }
    aliases
}

/// Takes out what would tell a masked source by its bytes.
pub(super) fn take_out_hashes(parts: &mut ViewParts, masked: &Masked) {
    for (id, source) in &mut parts.sources {
        if masked.sources.contains(id) {
            source.sha256 = None;
        }
    }
    for text in parts.texts.values_mut().filter(|text| masked.sources.contains(&text.source)) {
        text.sha256 = None;
    }
    // The id of a draft follows from the words that it quotes.
    parts.claims.retain(|claim| claim.standing != Standing::Draft || !masked.sources.contains(&claim.source));
}
