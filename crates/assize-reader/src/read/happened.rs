//! Drafts of what an incident was: when, where, with what, against what and by whom.

use super::{
    drafts::{Layers, Voiced, draft, slug, words_value},
    typed::voice_at,
};
use crate::incident::{Certainty, Incident, Perpetrator};
use assize_record::{
    Draft, Edtf, Span, Unit,
    draft::{DraftProposition, DraftValue},
};

/// Adds the drafts of every incident.
pub(super) fn happened(layers: &Layers<'_>, voiced: &[Voiced], drafts: &mut Vec<Draft>) {
    for incident in layers.acts_of_violence {
        let Some((mention, rule)) = incident.mentions.first() else { continue };
        let about = About { layers, voiced, incident, mention: *mention, rule };
        if let Some((edtf, span)) = &incident.date {
            drafts
                .extend(about.draft("incident.happened-on", *span, |value| value.date = Some(edtf.clone())));
        }
        if let Some(span) = incident.place.as_ref().and_then(|place| place.span) {
            drafts.extend(about.draft("incident.place", span, |_| {}));
        }
        for span in &incident.weapons {
            drafts.extend(about.draft("incident.means", *span, |_| {}));
        }
        for span in &incident.things {
            drafts.extend(about.draft("incident.target", *span, |_| {}));
        }
        for target in &incident.targets {
            if let Some(span) = target.name.or(target.description) {
                drafts.extend(about.draft("incident.target", span, |value| {
                    (value.min, value.max) = (target.amount.min, target.amount.max);
                    value.unit = value.min.or(value.max).map(|_| Unit::People);
                }));
            }
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
    incident: &'a Incident,
    mention: Span,
    rule: &'static str,
}

impl About<'_, '_> {
    /// Who did it: an organisation by its name, people by their words.
    fn by(&self, doer: &Perpetrator) -> Option<Draft> {
        let name = doer.span.slice(self.layers.text)?;
        let kind = if doer.organisation { "organisation" } else { "person" };
        let entity = format!("{kind}/{}", slug(name));
        self.draft("incident.conducted-by", doer.span, |value| value.entity = Some(entity.clone()))
    }

    fn draft(&self, property: &str, span: Span, fill: impl Fn(&mut DraftValue)) -> Option<Draft> {
        let layers = self.layers;
        let sentence =
            layers.segments.sentence_at(span.start).and_then(|at| layers.segments.sentences.get(at))?;
        let (voice, passage) = voice_at(layers, self.voiced, span, *sentence, self.rule);
        let mut value = words_value(&span.words(layers.text)?);
        fill(&mut value);
        let (subject, happened_on) = self.subject();
        let proposition = DraftProposition {
            property: property.to_owned(),
            subject,
            happened_on,
            status: None,
            group: None,
            value,
        };
        Some(draft(layers, passage?, &voice, proposition))
    }

    /// The key of the incident: by its day, else as the words around it have it.
    fn subject(&self) -> (String, Option<Edtf>) {
        let day = self.incident.date.as_ref().map(|(edtf, _)| edtf).filter(|edtf| {
            let days = edtf.interval();
            days.earliest.is_some() && days.earliest == days.latest
        });
        match day {
            Some(day) => (format!("incident/{day}"), Some(day.clone())),
            None => {
                let subject = self.layers.incidents.incident_at(self.mention);
                (subject.key, subject.happened_on)
            }
        }
    }
}
