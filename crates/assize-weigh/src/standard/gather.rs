//! Evidence on the elements of one version, from bridges and rules.

use super::{
    derive::derive,
    evidence::Item,
    expression::ElementRef,
    format::{DateTest, Rule, Standard, Version},
};
use crate::{authority::zone::Shapes, facts::Facts, origin::Origins};
use assize_ledger::view::{ActView, BridgeView, Standing};
use assize_record::{
    EntryId,
    body::{GradeLetter, Side},
};
use std::collections::BTreeMap;

/// Everything that assessments of one view share.
pub(crate) struct Ground<'a> {
    pub(crate) facts: Facts<'a>,
    pub(crate) origins: &'a Origins,
    pub(crate) shapes: &'a Shapes,
    bridges: BTreeMap<(EntryId, &'a str), Vec<&'a BridgeView>>,
    acts: BTreeMap<EntryId, Word>,
}

/// Whose word an entry is, for counting.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    voice: Option<u32>,
    group: u32,
    origin: u32,
    voices: u8,
    grade: GradeLetter,
    label: String,
    draft: bool,
    one_review: bool,
}

/// The evidence on one version, in the order that weighing asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Gathered {
    pub(crate) items: Vec<Item>,
    /// What each item's `claim` points at.
    pub(crate) sources: Vec<Support>,
    /// The voice of each of those.
    pub(crate) voices: Vec<Option<u32>>,
    /// Names of units by slot; unit n is at n - 1.
    pub(crate) units: BTreeMap<u16, Vec<String>>,
    pub(crate) notes: BTreeMap<u16, Vec<String>>,
    pub(crate) doubts: Vec<String>,
}

/// An entry that supports a side, and why it bears on the element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Support {
    pub(crate) entry: EntryId,
    pub(crate) bridge: Option<EntryId>,
    pub(crate) warrant: String,
    pub(crate) origin: String,
    pub(crate) draft: bool,
    pub(crate) one_review: bool,
}

impl<'a> Ground<'a> {
    pub(crate) fn new(facts: Facts<'a>, origins: &'a Origins, shapes: &'a Shapes) -> Self {
        let mut bridges: BTreeMap<_, Vec<&BridgeView>> = BTreeMap::new();
        for bridge in facts.view.bridges() {
            let key = (facts.view.canonical(bridge.subject), bridge.bridge.standard.as_str());
            bridges.entry(key).or_default().push(bridge);
        }
        let acts = words_of_acts(&facts, origins);
        Self { facts, origins, shapes, bridges, acts }
    }

    /// Evidence on all elements of a version, for an incident or campaign. A bridge counts where it is made for the subject, for a
    /// campaign the incident is part of, or for an instrument that the version's rules name. One that names the standard alone
    /// counts for each of its versions; `id@version` confines it to one.
    pub(crate) fn gather(&self, standard: &'a Standard, version: &'a Version, subject: EntryId) -> Gathered {
        let slots = version.facets();
        let mut gathered = Gathered::default();
        for made_for in self.subjects(version, subject) {
            for name in [standard.id.to_string(), format!("{}@{}", standard.id, version.name)] {
                for bridge in self.bridges_for(made_for, &name) {
                    self.bridge(&mut gathered, version, &slots, bridge);
                }
            }
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

    fn bridges_for<'s>(&'s self, subject: EntryId, standard: &'s str) -> &'s [&'a BridgeView] {
        // The key need not live as long as the view.
        let bridges: &BTreeMap<(EntryId, &str), Vec<&'a BridgeView>> = &self.bridges;
        bridges.get(&(subject, standard)).map_or(&[], Vec::as_slice)
    }

    /// Bridges made for a subject, with the standard each names.
    pub(crate) fn bridges_of(
        &self,
        subject: EntryId,
    ) -> impl Iterator<Item = (&'a str, &'a BridgeView)> + '_ {
        self.bridges
            .range((subject, "")..)
            .take_while(move |((made_for, _), _)| *made_for == subject)
            .flat_map(|((_, standard), bridges)| bridges.iter().map(|bridge| (*standard, *bridge)))
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

    fn bridge(&self, gathered: &mut Gathered, version: &Version, slots: &[ElementRef], made: &BridgeView) {
        let bridge = &made.bridge;
        let name = ElementRef { name: bridge.element.clone(), facet: bridge.facet };
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
        let Some(word) = self.word(made.claim) else {
            // Its claim does not stand in this view, so neither does what was built on it.
            gathered.doubts.push(format!(
                "bridge {} is set aside: its claim {} does not stand in this view",
                made.id.short(),
                made.claim.short()
            ));
            return;
        };
        let per_unit = element.is_some_and(|element| element.per.is_some());
        let support = Support {
            entry: made.claim,
            bridge: Some(made.id),
            warrant: bridge.warrant.clone(),
            origin: word.label.clone(),
            draft: word.draft,
            one_review: word.one_review,
        };
        let unit = bridge.unit.as_ref().filter(|_| per_unit);
        gathered.add(slot_number(slot), bridge.side, unit, (0, 0), &word, support);
        if let Some(item) = gathered.items.last_mut() {
            item.presumption = bridge.presumption;
        }
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
                    let Some(word) = self.word(*entry) else { continue };
                    let support = Support {
                        entry: *entry,
                        bridge: None,
                        warrant: argument.warrant.clone(),
                        origin: word.label.clone(),
                        draft: word.draft,
                        one_review: word.one_review,
                    };
                    let leg = u8::try_from(leg).unwrap_or(u8::MAX);
                    let place = if together { (argument_number, leg) } else { (0, 0) };
                    gathered.add(slot, argument.side, None, place, &word, support);
                }
            }
        }
        if !derived.notes.is_empty() {
            gathered.notes.entry(slot).or_default().extend(derived.notes);
        }
    }

    fn word(&self, entry: EntryId) -> Option<Word> {
        if let Some(word) = self.acts.get(&entry) {
            return Some(word.clone());
        }
        let claim = self.facts.view.claim(entry)?;
        let grade = self.origins.grades.get(&entry).copied().unwrap_or(GradeLetter::D);
        let draft = claim.standing == Standing::Draft;
        let one_review = self.facts.view.lacks_review(claim);
        let Some(voice) = self.origins.voice(entry) else {
            // Claims without an origin cannot be told apart: one voice, all of them.
            let (group, origin) = (u32::MAX, u32::MAX);
            let label = claim.speaker.description.clone();
            return Some(Word { voice: None, group, origin, voices: 1, grade, label, draft, one_review });
        };
        let at = self.origins.position_of(voice);
        let origin = &self.origins.list[at];
        Some(Word {
            voice: Some(voice),
            group: self.origins.component(voice),
            origin: number(at),
            voices: u8::try_from(origin.voices_max.max(1)).unwrap_or(u8::MAX),
            grade,
            label: origin.label.clone(),
            draft,
            one_review,
        })
    }
}

impl Gathered {
    fn add(
        &mut self,
        slot: u16,
        side: Side,
        unit: Option<&String>,
        (argument, leg): (u16, u8),
        word: &Word,
        support: Support,
    ) {
        let unit = unit.map_or(0, |name| {
            let names = self.units.entry(slot).or_default();
            let at = names.iter().position(|known| known == name).unwrap_or_else(|| {
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
            group: word.group,
            origin: word.origin,
            grade: word.grade,
            claim: number(self.sources.len()),
            voices: word.voices,
            presumption: false,
            known_from: Item::ALWAYS,
        });
        self.sources.push(support);
        self.voices.push(word.voice);
    }

    /// Numbers units in the order of their names, whatever order their bridges came in.
    fn number_units(&mut self) {
        for (slot, names) in &mut self.units {
            let before = names.clone();
            names.sort();
            for item in self.items.iter_mut().filter(|item| item.slot == *slot && item.unit > 0) {
                let name = &before[usize::from(item.unit) - 1];
                let at = names.iter().position(|known| known == name).unwrap_or_default();
                item.unit = u16::try_from(at + 1).unwrap_or(u16::MAX);
            }
        }
    }
}

/// An act of oversight is the word of the outlet whose source says so; those of no source are one voice each. The word is graded as a
/// document where the source is one, else as indirect.
fn words_of_acts(facts: &Facts<'_>, origins: &Origins) -> BTreeMap<EntryId, Word> {
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
        words.insert(
            *id,
            Word { voice, group, origin, voices: 1, grade, label, draft: false, one_review: false },
        );
    }
    words
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn slot_number(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
