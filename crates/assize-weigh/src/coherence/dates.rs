//! Dates that cannot be: after the publication that reports them.

use super::{Check, Checks};
use crate::toll::{Role, is_supposed};
use assize_ledger::view::ClaimView;
use assize_record::{Day, EntryId, Interval, Stance, Value};

/// Properties whose date is that of something that had happened when it was reported.
const DATED: [&str; 4] =
    ["incident.happened-on", "instrument.signed-on", "instrument.modified-on", "instrument.disclosed-on"];

impl<'v> Checks<'v> {
    pub(super) fn dates(&mut self, subject: EntryId) {
        let grouped = self.grouped;
        let incident = self.incident_begins(subject);
        for cell in grouped.cells_of(subject) {
            let counts = Role::of(cell.property).is_some() || Role::of_campaign(cell.property).is_some();
            for claim in grouped.claims(cell).iter().filter(|claim| claim.stance == Stance::Asserts) {
                let Some(published) = claim.published else { continue };
                if let Some(said) = claim.said_on.as_ref().map(assize_record::Edtf::interval)
                    && surely_after(&said, &published)
                {
                    let words = format!("said {}, published {}", days(&said), days(&published));
                    self.report(subject, Check::SaidAfterPublication, words, false, vec![claim.id]);
                }
                if is_supposed(claim) {
                    continue;
                }
                if DATED.contains(&cell.property) {
                    self.dated(claim, &published);
                }
                if counts {
                    self.counted(claim, &published, incident.as_ref());
                }
            }
        }
    }

    fn dated(&mut self, claim: &ClaimView, published: &Interval) {
        if let Value::Date(date) = &claim.proposition.value
            && surely_after(&date.begins(), published)
        {
            let words = format!("dated {date}, published {}", days(published));
            let subject = claim.proposition.subject;
            self.report(subject, Check::DatedAfterPublication, words, false, vec![claim.id]);
        }
    }

    /// People cannot be counted before the event: by the claim's own date, else by the earliest that anybody gives the incident.
    fn counted(&mut self, claim: &ClaimView, published: &Interval, incident: Option<&(Day, Vec<EntryId>)>) {
        let subject = claim.proposition.subject;
        if let Some(date) = &claim.proposition.happened_on {
            if surely_after(&date.begins(), published) {
                let words = format!("counted for {date}, published {}", days(published));
                self.report(subject, Check::DatedAfterPublication, words, false, vec![claim.id]);
            }
        } else if let Some((first, dating)) = incident
            && published.latest.is_some_and(|latest| latest < *first)
        {
            let words = format!("published {}, the incident dated {first} at the earliest", days(published));
            let claims = dating.iter().copied().chain([claim.id]).collect();
            self.report(subject, Check::DatedAfterPublication, words, true, claims);
        }
    }

    /// The first day on which anybody puts the incident, with the claims that date it; `None` where one of them bounds nothing.
    fn incident_begins(&self, subject: EntryId) -> Option<(Day, Vec<EntryId>)> {
        let mut first: Option<Day> = None;
        let mut claims = Vec::new();
        for claim in self.grouped.about_property(subject, "incident.happened-on") {
            if let (Value::Date(date), Stance::Asserts) = (&claim.proposition.value, claim.stance) {
                let earliest = date.interval().earliest?;
                first = Some(first.map_or(earliest, |first| first.min(earliest)));
                claims.push(claim.id);
            }
        }
        first.map(|first| (first, claims))
    }
}

fn surely_after(when: &Interval, published: &Interval) -> bool {
    when.earliest.zip(published.latest).is_some_and(|(when, published)| when > published)
}

fn days(interval: &Interval) -> String {
    match (interval.earliest, interval.latest) {
        (Some(first), Some(last)) if first == last => first.to_string(),
        (Some(first), Some(last)) => format!("{first} to {last}"),
        (Some(first), None) => format!("{first} or later"),
        (None, Some(last)) => format!("{last} or earlier"),
        (None, None) => "on a day not known".to_owned(),
    }
}
