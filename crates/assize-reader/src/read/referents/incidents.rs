//! What the text tells of each incident beside its drafts.

use crate::{act::Kind, read::drafts::Layers};
use assize_record::{Edtf, Span};

/// What the text tells of one incident beside its drafts.
#[derive(Debug, Clone, Default)]
pub(in crate::read) struct Told {
    /// The words that tell of it, in order.
    pub(super) mentions: Vec<Span>,
    pub(super) happened_on: Option<Edtf>,
    pub(super) places: Vec<String>,
    pub(super) targets: Vec<String>,
}

/// The incidents of a text.
#[derive(Debug, Default)]
pub(in crate::read) struct Table {
    told: Vec<Told>,
}

impl Table {
    /// What is told of an incident.
    pub(super) fn told(&self, incident: usize) -> Option<&Told> {
        self.told.get(incident)
    }

    /// What is told of each incident, in their order.
    pub(in crate::read) fn of(layers: &Layers<'_>) -> Self {
        let told = layers.linked.incidents.iter().map(|incident| {
            let mut told = Told { happened_on: incident.on.clone(), ..Told::default() };
            for act in incident.acts.iter().filter_map(|at| layers.acts_of_force.get(*at)) {
                told.mentions.push(act.cue);
                for target in act
                    .targets
                    .iter()
                    .filter(|target| matches!(target.kind, Kind::Thing | Kind::Place | Kind::Name))
                {
                    add(&mut told.targets, target.span.slice(layers.original));
                }
            }
            told.mentions.sort_unstable();
            told.mentions.dedup();
            for place in &incident.places {
                add(&mut told.places, place.slice(layers.original));
            }
            told
        });
        Self { told: told.collect() }
    }
}

fn add(list: &mut Vec<String>, words: Option<&str>) {
    if let Some(words) = words.filter(|words| !list.iter().any(|known| known.eq_ignore_ascii_case(words))) {
        list.push(words.to_owned());
    }
}
