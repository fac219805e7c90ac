//! Drafts of what an incident was: when, where, with what, against what and by whom.

use super::{
    drafts::{Layers, Voiced, draft, words_value},
    raw::{Draft, DraftProposition, DraftValue, Thing},
    typed::voice_at,
};
use crate::{
    assembly::Subject,
    incident::{Certainty, Perpetrator},
};
use assize_record::{Edtf, EntityType, Span};

/// Adds the drafts of every incident whose words the text ties to one incident: what a text of many days tells somewhere else, or of an
/// attack that it does not date, stays undrafted, since it would stand under the wrong day.
pub(super) fn happened(layers: &Layers<'_>, voiced: &[Voiced], drafts: &mut Vec<Draft>) {
    for (act, incident) in layers.acts_of_violence.iter().enumerate() {
        let Some((mention, rule)) = incident.mentions.first() else { continue };
        let subject = layers.incidents.incident_at(*mention);
        let about = About { layers, voiced, subject, act, rule };
        if let Some((edtf, span)) = incident.date.as_ref().filter(|(edtf, _)| about.on(edtf)) {
            drafts
                .extend(about.draft("incident.happened-on", *span, |value| value.date = Some(edtf.clone())));
        }
        if let Some(span) = incident.place.as_ref().and_then(|place| place.span) {
            drafts.extend(about.draft("incident.place", span, |_| {}));
        }
        for span in &incident.weapons {
            drafts.extend(about.draft("incident.means", *span, |_| {}));
        }
        // People are counted with the tolls; here stand things, and people by their names.
        let names = incident.targets.iter().filter_map(|target| target.name.as_ref());
        for span in incident.things.iter().chain(names) {
            drafts.extend(about.draft("incident.target", *span, |_| {}));
        }
        for doer in incident.perpetrators.iter().filter(|doer| doer.certainty != Certainty::Possible) {
            drafts.extend(about.by(doer));
        }
    }
}

/// An incident with what its drafts share.
struct About<'a, 'l> {
    layers: &'a Layers<'l>,
    voiced: &'a [Voiced],
    subject: Subject,
    act: usize,
    rule: &'static str,
}

impl About<'_, '_> {
    /// Who did it: an organisation by its name, people by their words.
    fn by(&self, doer: &Perpetrator) -> Option<Draft> {
        let name = doer.span.slice(self.layers.text)?;
        let asked = if doer.organisation { EntityType::Organisation } else { EntityType::Agent };
        self.draft("incident.conducted-by", doer.span, |value| {
            value.entity = Some(Thing::agent(name, doer.span, asked))
        })
    }

    fn draft(&self, property: &str, span: Span, fill: impl Fn(&mut DraftValue)) -> Option<Draft> {
        let layers = self.layers;
        let sentence =
            layers.segments.sentence_at(span.start).and_then(|at| layers.segments.sentences.get(at))?;
        let (voice, passage) = voice_at(layers, self.voiced, span, *sentence, self.rule);
        let mut value = words_value(&span.words(layers.text)?);
        fill(&mut value);
        if !self.ties(span) {
            return None;
        }
        let topic = self.subject.topic.clone();
        let happened_on = topic.day().cloned();
        let act = Some(self.act);
        let proposition =
            DraftProposition { act, happened_on, ..DraftProposition::new(property, topic, value) };
        Some(draft(layers, passage?, &voice, proposition))
    }

    /// Whether the words at `span` are about the incident: in a text that dates some, only those that stand with its day.
    fn ties(&self, span: Span) -> bool {
        let incidents = &self.layers.incidents;
        let here = incidents.incident_at(span);
        incidents.days() == 0 || !self.subject.open && !here.open && here.topic == self.subject.topic
    }

    /// Whether a date is that of the incident.
    fn on(&self, edtf: &Edtf) -> bool {
        self.subject.topic.day().is_none_or(|day| day == edtf)
    }
}
