//! Evidence on the elements of one version, from bridges and rules.

use super::{
    Standards, assessment,
    derive::derive,
    evidence::Item,
    expression::ElementRef,
    format::{DateTest, Element, Per, Rule, Standard, Version},
};
use crate::{authority::zone::Shapes, facts::Facts, origin::Origins};
use assize_ledger::view::{ActView, BridgeView, Standing};
use assize_record::{
    EntryId,
    body::{GradeLetter, Side},
};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

/// Everything that assessments of one view share.
pub(crate) struct Ground<'a> {
    pub(crate) facts: Facts<'a>,
    pub(crate) origins: &'a Origins,
    pub(crate) shapes: &'a Shapes,
    bridges: BTreeMap<(EntryId, String), Vec<Cow<'a, BridgeView>>>,
    acts: BTreeMap<EntryId, Counted>,
    /// Where each shared question is asked: standard, version, element.
    questions: BTreeMap<&'a str, Vec<(&'a Standard, &'a Version, &'a Element)>>,
}

/// Whose word an entry is, for counting.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Counted {
    voice: Option<u32>,
    group: u32,
    origin: u32,
    voices: u8,
    word: assessment::Word,
}

/// The evidence on one version, in the order that weighing asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gathered {
    pub(crate) items: Vec<Item>,
    /// What each item's `claim` points at.
    pub(crate) sources: Vec<Support>,
    /// The voice of each of those.
    pub(crate) voices: Vec<Option<u32>>,
    /// Names of units by sort; unit n is at n - 1, in every element.
    pub(crate) units: BTreeMap<Per, Vec<String>>,
    per: Vec<Option<Per>>,
    /// Presumptions invoked; they weigh nothing of themselves.
    pub(crate) invoked: Vec<Invoked>,
    /// By slot, claims that a rule saw and that settle nothing.
    pub(crate) open: BTreeMap<u16, BTreeSet<EntryId>>,
    /// What the evidence is on.
    subject: EntryId,
    pub(crate) notes: BTreeMap<u16, Vec<String>>,
    pub(crate) doubts: Vec<String>,
}

/// An entry that supports a side, and why it bears on the element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Support {
    pub(crate) word: assessment::Word,
    pub(crate) bridge: Option<EntryId>,
    pub(crate) argued_for: Option<String>,
    pub(crate) said_of: Option<String>,
    pub(crate) warrant: String,
}

/// A presumption that somebody invoked on an element which says itself when it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invoked {
    pub(crate) slot: u16,
    pub(crate) side: Side,
    pub(crate) unit: Option<String>,
    pub(crate) support: Support,
}

impl<'a> Ground<'a> {
    pub(crate) fn new(
        facts: Facts<'a>,
        origins: &'a Origins,
        shapes: &'a Shapes,
        standards: &'a Standards,
    ) -> Self {
        let mut questions: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for standard in standards.iter() {
            for version in &standard.versions {
                for element in &version.elements {
                    if let Some(question) = &element.question {
                        questions.entry(question).or_default().push((standard, version, element));
                    }
                }
            }
        }
        let mut bridges: BTreeMap<_, Vec<Cow<'a, BridgeView>>> = BTreeMap::new();
        for bridge in facts.view.bridges() {
            let bridge = match standards.moved(&bridge.bridge) {
                None => Cow::Borrowed(bridge),
                Some(now) => Cow::Owned(BridgeView { bridge: now, ..bridge.clone() }),
            };
            let key = (facts.view.canonical(bridge.subject), bridge.bridge.standard.clone());
            bridges.entry(key).or_default().push(bridge);
        }
        let acts = words_of_acts(&facts, origins);
        Self { facts, origins, shapes, bridges, acts, questions }
    }

    /// Evidence on all elements of a version, for an incident or campaign. A bridge counts where it is made for the subject, for a
    /// campaign the incident is part of, or for an instrument that the version's rules name. One that names the standard alone
    /// counts for each of its versions; `id@version` confines it to one.
    pub(crate) fn gather(&self, standard: &'a Standard, version: &'a Version, subject: EntryId) -> Gathered {
        let slots = version.facets();
        let per = slots.iter().map(|name| version.element(&name.name).and_then(|element| element.per));
        let mut gathered = Gathered::on(subject, per.collect());
        for made_for in self.subjects(version, subject) {
            for name in [standard.id.to_string(), format!("{}@{}", standard.id, version.name)] {
                for bridge in self.bridges_for(made_for, &name) {
                    self.bridge(&mut gathered, standard, version, &slots, bridge);
                }
            }
            self.shared(&mut gathered, standard, version, made_for);
        }
        for (slot, name) in slots.iter().enumerate() {
            if let Some(rule) = version.element(&name.name).and_then(|element| element.rule.as_ref()) {
                self.rule(&mut gathered, rule, slot_number(slot), subject);
            }
        }
        gathered.number_units();
        gathered.items.sort_unstable();
        gathered.doubts.sort();
        gathered.doubts.dedup();
        gathered
    }

    /// What was argued on the questions of this version for other standards: one question is bridged once.
    fn shared(&self, gathered: &mut Gathered, standard: &Standard, version: &Version, subject: EntryId) {
        for (slot, name) in version.facets().iter().enumerate() {
            let question = version.element(&name.name).and_then(|element| element.question.as_deref());
            let Some(asked) = question.and_then(|question| self.questions.get(question)) else { continue };
            let slot_items = gathered.items.iter().filter(|item| usize::from(item.slot) == slot);
            let mut taken: BTreeSet<(EntryId, Side)> = slot_items
                .map(|item| (gathered.sources[item.claim as usize].word.entry, item.side))
                .collect();
            for (other, of, element) in asked.iter().filter(|(other, ..)| other.id != standard.id) {
                for made in [other.id.to_string(), format!("{}@{}", other.id, of.name)] {
                    for bridge in self.bridges_for(subject, &made) {
                        let fits = bridge.bridge.element == element.name && bridge.bridge.facet.is_none();
                        if fits && taken.insert((bridge.claim, bridge.bridge.side)) {
                            self.take(gathered, slot, bridge, Some(other.title.clone()), None);
                        }
                    }
                }
            }
        }
    }

    /// Whether somebody bridged a claim to a standard for a subject.
    pub(crate) fn is_bridged(&self, standard: &Standard, subject: EntryId) -> bool {
        self.bridges_of(subject).any(|(name, _)| name.split('@').next() == Some(standard.id.as_str()))
    }

    fn bridges_for(&self, subject: EntryId, standard: &str) -> &[Cow<'a, BridgeView>] {
        self.bridges.get(&(subject, standard.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Bridges made for a subject, with the standard each names.
    pub(crate) fn bridges_of(&self, subject: EntryId) -> impl Iterator<Item = (&str, &BridgeView)> + '_ {
        self.bridges
            .range((subject, String::new())..)
            .take_while(move |((made_for, _), _)| *made_for == subject)
            .flat_map(|((_, standard), bridges)| bridges.iter().map(|bridge| (standard.as_str(), &**bridge)))
    }

    fn subjects(&self, version: &'a Version, subject: EntryId) -> Vec<EntryId> {
        let view = self.facts.view;
        let named = version.elements.iter().filter_map(|element| match element.rule.as_ref()? {
            Rule::Authority(name) | Rule::Date(DateTest { of: Some(name), .. }) => {
                view.by_key(&format!("instrument/{name}"))
            }
            _ => None,
        });
        let mut all = vec![subject];
        all.extend(self.facts.campaigns_of(subject));
        all.extend(named);
        all.sort_unstable();
        all.dedup();
        all
    }

    fn bridge(
        &self,
        gathered: &mut Gathered,
        standard: &Standard,
        version: &Version,
        slots: &[ElementRef],
        made: &BridgeView,
    ) {
        let bridge = &made.bridge;
        let name = ElementRef { name: bridge.element.clone(), facet: bridge.facet };
        // Made to the standard, whichever version: of one that has no such element it says nothing.
        let in_another = !bridge.standard.contains('@')
            && version.element(&bridge.element).is_none()
            && standard.versions.iter().any(|other| other.element(&bridge.element).is_some());
        if in_another {
            return;
        }
        let Some(slot) = slots.iter().position(|slot| *slot == name) else {
            let problem = match version.element(&bridge.element) {
                None => format!("version `{}` has no element `{}`", version.name, bridge.element),
                Some(element) if element.facets.is_empty() => {
                    format!("element `{}` has no facets", bridge.element)
                }
                Some(_) => format!("element `{}` needs a facet, held or fact", bridge.element),
            };
            gathered.doubts.push(format!("bridge {} is set aside: {problem}", made.id.short()));
            return;
        };
        let element = version.element(&bridge.element);
        if element.is_some_and(|element| element.redacted) {
            let problem = format!("element `{name}` is blacked out in version `{}`", version.name);
            gathered.doubts.push(format!("bridge {} is set aside: {problem}", made.id.short()));
            return;
        }
        let unit = bridge.unit.as_ref().filter(|_| element.is_some_and(|element| element.per.is_some()));
        if !bridge.presumption {
            self.take(gathered, slot, made, None, unit);
            return;
        }
        // A presumption is the law's: it stands on the side and facets that the element names, and on no other.
        let presumes = element.and_then(|element| element.presumes.as_ref());
        let stands = presumes.is_some_and(|presumes| {
            presumes.side.is_none_or(|side| side == bridge.side)
                && bridge.facet.is_none_or(|facet| presumes.facets.contains(&facet))
        });
        if !stands {
            gathered.doubts.push(format!(
                "bridge {} is set aside: the law sets no presumption on that side of `{name}`",
                made.id.short()
            ));
            return;
        }
        let by_bridge = presumes.is_some_and(|presumes| presumes.trigger.is_none());
        let items = gathered.items.len();
        if by_bridge {
            self.take(gathered, slot, made, None, unit);
            gathered.items[items..].iter_mut().for_each(|item| item.presumption = true);
        } else if let Some(counted) = self.counted_of(gathered, made) {
            let support = self.support(gathered.subject, made, counted.word, None);
            let unit = unit.cloned();
            gathered.invoked.push(Invoked { slot: slot_number(slot), side: bridge.side, unit, support });
        }
    }

    /// The word of a bridge's claim; without it, what was built on it is set aside.
    fn counted_of(&self, gathered: &mut Gathered, made: &BridgeView) -> Option<Counted> {
        let counted = self.counted(made.claim);
        if counted.is_none() {
            // Its claim does not stand in this view, so neither does what was built on it.
            gathered.doubts.push(format!(
                "bridge {} is set aside: its claim {} does not stand in this view",
                made.id.short(),
                made.claim.short()
            ));
        }
        counted
    }

    fn support(
        &self,
        subject: EntryId,
        made: &BridgeView,
        word: assessment::Word,
        argued_for: Option<String>,
    ) -> Support {
        let said_of = (self.facts.view.canonical(made.subject) != subject)
            .then(|| self.facts.view.name(self.facts.view.canonical(made.subject)));
        Support { word, bridge: Some(made.id), argued_for, said_of, warrant: made.bridge.warrant.clone() }
    }

    /// Enters a bridge's claim as evidence.
    fn take(
        &self,
        gathered: &mut Gathered,
        slot: usize,
        made: &BridgeView,
        argued_for: Option<String>,
        unit: Option<&String>,
    ) {
        let Some(counted) = self.counted_of(gathered, made) else { return };
        let support = self.support(gathered.subject, made, counted.word.clone(), argued_for);
        gathered.add(slot_number(slot), made.bridge.side, unit, (0, 0), &counted, support);
    }

    fn rule(&self, gathered: &mut Gathered, rule: &Rule, slot: u16, subject: EntryId) {
        let derived = derive(rule, &self.facts, self.shapes, subject);
        let mut argument_number = 0;
        for argument in derived.arguments {
            // Claims that bear by themselves are pooled with those that people bridged; the parts of an argument stay together.
            let together = argument.legs.len() > 1;
            argument_number += u16::from(together);
            for (leg, entries) in argument.legs.iter().enumerate() {
                for entry in entries {
                    let Some(counted) = self.counted(*entry) else { continue };
                    let support = Support {
                        word: counted.word.clone(),
                        bridge: None,
                        argued_for: None,
                        said_of: None,
                        warrant: argument.warrant.clone(),
                    };
                    let leg = u8::try_from(leg).unwrap_or(u8::MAX);
                    let place = if together { (argument_number, leg) } else { (0, 0) };
                    gathered.add(slot, argument.side, None, place, &counted, support);
                }
            }
        }
        if !derived.open.is_empty() {
            gathered.open.entry(slot).or_default().extend(derived.open);
        }
        if !derived.notes.is_empty() {
            gathered.notes.entry(slot).or_default().extend(derived.notes);
        }
    }

    fn counted(&self, entry: EntryId) -> Option<Counted> {
        if let Some(counted) = self.acts.get(&entry) {
            return Some(counted.clone());
        }
        let claim = self.facts.view.claim(entry)?;
        let author = self.facts.view.digest_author(claim.speaker.kind, claim.source);
        let mut word = assessment::Word {
            entry,
            speaker: author.map_or_else(|| claim.speaker.description.clone(), str::to_owned),
            origin: claim.speaker.description.clone(),
            grade: self.origins.grades.get(&entry).copied().unwrap_or(GradeLetter::D),
            draft: claim.standing == Standing::Draft,
            one_review: self.facts.view.lacks_review(claim),
        };
        let Some(voice) = self.origins.voice(entry) else {
            // Claims without an origin cannot be told apart: one voice, all of them.
            return Some(Counted { voice: None, group: u32::MAX, origin: u32::MAX, voices: 1, word });
        };
        let at = self.origins.position_of(voice);
        let origin = &self.origins.list[at];
        word.origin.clone_from(&origin.label);
        Some(Counted {
            voice: Some(voice),
            group: self.origins.component(voice),
            origin: number(at),
            voices: u8::try_from(origin.voices_max.max(1)).unwrap_or(u8::MAX),
            word,
        })
    }
}

impl Gathered {
    fn on(subject: EntryId, per: Vec<Option<Per>>) -> Self {
        Self {
            items: Vec::new(),
            sources: Vec::new(),
            voices: Vec::new(),
            units: BTreeMap::new(),
            per,
            invoked: Vec::new(),
            open: BTreeMap::new(),
            subject,
            notes: BTreeMap::new(),
            doubts: Vec::new(),
        }
    }

    fn add(
        &mut self,
        slot: u16,
        side: Side,
        unit: Option<&String>,
        (argument, leg): (u16, u8),
        counted: &Counted,
        support: Support,
    ) {
        let per = self.per.get(usize::from(slot)).copied().flatten();
        let unit = unit.zip(per).map_or(0, |(name, per)| {
            let names = self.units.entry(per).or_default();
            let same = |known: &String| known.trim().to_lowercase() == name.trim().to_lowercase();
            let at = names.iter().position(same).unwrap_or_else(|| {
                names.push(name.clone());
                names.len() - 1
            });
            u16::try_from(at + 1).unwrap_or(u16::MAX)
        });
        self.items.push(Item {
            slot,
            unit,
            side,
            argument,
            leg,
            group: counted.group,
            origin: counted.origin,
            grade: counted.word.grade,
            claim: number(self.sources.len()),
            voices: counted.voices,
            presumption: false,
            known_from: Item::ALWAYS,
        });
        self.sources.push(support);
        self.voices.push(counted.voice);
    }

    /// Numbers units in the order of their names, whatever order their bridges came in.
    fn number_units(&mut self) {
        for (per, names) in &mut self.units {
            let before = names.clone();
            names.sort();
            let of = |slot: u16| self.per.get(usize::from(slot)).copied().flatten();
            for item in self.items.iter_mut().filter(|item| of(item.slot) == Some(*per) && item.unit > 0) {
                let name = &before[usize::from(item.unit) - 1];
                let at = names.iter().position(|known| known == name).unwrap_or_default();
                item.unit = u16::try_from(at + 1).unwrap_or(u16::MAX);
            }
        }
    }
}

/// An act of oversight is the word of the outlet whose source says so; those of no source are one voice each. The word is graded as a
/// document where the source is one, else as indirect.
fn words_of_acts(facts: &Facts<'_>, origins: &Origins) -> BTreeMap<EntryId, Counted> {
    let mut words = BTreeMap::new();
    for (at, ActView { id, source, act, .. }) in facts.view.acts().iter().enumerate() {
        let kind = source
            .and_then(|source| facts.view.sources().get(&source))
            .and_then(|source| source.publication.kind.as_ref())
            .map(|kind| kind.value.as_str());
        let grade = if kind == Some("document") { GradeLetter::A } else { GradeLetter::C };
        let label = act.who.description.clone();
        let voice = origins.voice(*id);
        // Numbers beyond those of all claims: such an act falls into no group of theirs.
        let (group, origin) = match voice {
            Some(voice) => (origins.component(voice), number(origins.position_of(voice))),
            None => (number(origins.components() + at), number(origins.list.len() + at)),
        };
        let word = assessment::Word {
            entry: *id,
            speaker: label.clone(),
            origin: label,
            grade,
            draft: false,
            one_review: false,
        };
        words.insert(*id, Counted { voice, group, origin, voices: 1, word });
    }
    words
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn slot_number(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
