//! Incidents of invented reports: what they are, where, when, whom they struck and who is said to have done it.

use assize_reader::{
    Document,
    incident::{self, Certainty, Incident, Kind, Stage},
    read,
};
use assize_record::Span;

fn incidents(text: &str) -> Vec<Incident> {
    incident::of(&Document::published(text, "2031-06-20".parse().expect("a date")))
}

/// One line an incident: kind, day, place; targets; perpetrators.
fn told(text: &str) -> Vec<String> {
    let words = |span: Span| span.slice(text).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
    incidents(text)
        .iter()
        .map(|incident| {
            let day = incident.date.as_ref().map_or_else(|| "-".to_owned(), |(edtf, _)| edtf.to_string());
            let place =
                incident.place.as_ref().and_then(|place| place.span).map_or_else(|| "-".to_owned(), words);
            let targets: Vec<String> = incident
                .targets
                .iter()
                .map(|target| {
                    let who = [target.description, target.name]
                        .into_iter()
                        .flatten()
                        .map(words)
                        .collect::<Vec<_>>();
                    format!("{} {:?} {:?}", who.join(" "), target.amount.min, target.fate)
                })
                .collect();
            let things: Vec<String> = incident.things.iter().copied().map(words).collect();
            let by: Vec<String> = incident
                .perpetrators
                .iter()
                .map(|doer| format!("{} {:?}", words(doer.span), doer.certainty))
                .collect();
            format!(
                "{} {day} {place} | {} | {} | {}",
                incident.kind.name(),
                targets.join(", "),
                things.join(", "),
                by.join(", ")
            )
        })
        .collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(told(text), expected, "{text}");
}

#[test]
fn a_report_gives_its_incidents() {
    check(
        "A car bomb exploded outside a hotel in Lima on 18 June. Two tourists were killed and 14 were wounded. Shining Path claimed responsibility for the attack.",
        &[
            "bombing 2031-06-18 Lima | tourists Some(2) Some(Killed), tourists Some(14) Some(Injured) | a hotel | Shining Path Claimed",
        ],
    );
}

#[test]
fn incidents_of_two_days_stay_apart() {
    check(
        "Gunmen shot Mayor Ada Quijano on 3 May in Bogota. On 9 June gunmen kidnapped a priest in Quito.",
        &[
            "attack 2031-05-03 Bogota | Mayor Ada Quijano Some(1) Some(Killed) |  | Gunmen Fact",
            "kidnapping 2031-06-09 Quito | priest Some(1) Some(Detained) |  | gunmen Fact",
        ],
    );
}

#[test]
fn capitals_are_read_like_small_letters() {
    let text = "   LIMA, 20 JUN 31 (XYZ) -- [TEXT] ON 18 JUNE TERRORISTS KILLED JUDGE ADA QUIJANO, THE POLICE SAID.\n";
    let reading = read(&Document::undated(text));
    let incidents = incident::of(&Document::undated(text));
    assert_eq!(incidents.len(), 1);
    let incident = &incidents[0];
    assert_eq!(incident.kind, Kind::Attack);
    assert_eq!(incident.date.as_ref().map(|(edtf, _)| edtf.to_string()).as_deref(), Some("2031-06-18"));
    assert_eq!(incident.targets[0].name.and_then(|name| name.slice(text)), Some("ADA QUIJANO"));
    assert!(reading.drafts.iter().all(|draft| draft.passage.check(text).is_ok()));
    let value = |property: &str| {
        let of = |d: &&assize_record::Draft| d.proposition.property() == property;
        reading.drafts.iter().find(of).map(|d| d.proposition.value.exact.clone())
    };
    assert_eq!(value("incident.killed").as_deref(), Some("JUDGE ADA QUIJANO"));
    assert_eq!(value("incident.conducted-by").as_deref(), Some("TERRORISTS"));
}

#[test]
fn what_is_only_wished_or_denied_is_no_incident() {
    check("The guard said that he would kill nobody.", &[]);
    check("Attacks on banks must be prevented.", &[]);
}

#[test]
fn certainty_follows_the_words() {
    let certainty =
        |text: &str| incidents(text)[0].perpetrators.iter().find(|d| d.organisation).map(|d| d.certainty);
    assert_eq!(certainty("Boko Haram killed two farmers on 3 May."), Some(Certainty::Fact));
    assert_eq!(
        certainty("Two farmers were killed on 3 May. Police blamed Boko Haram."),
        Some(Certainty::Accused)
    );
    assert_eq!(
        certainty("Two farmers were killed on 3 May. Boko Haram claimed responsibility."),
        Some(Certainty::Claimed)
    );
}

#[test]
fn threats_and_attempts_are_told_apart() {
    let stage = |text: &str| incidents(text)[0].stage;
    assert_eq!(stage("The gang threatened the judge with death."), Stage::Threatened);
    assert_eq!(stage("Police defused a bomb near a bank in Lima."), Stage::Attempted);
}

#[test]
fn nouns_brackets_and_quotation_marks_hide_no_act() {
    let names = |text: &str| -> Vec<String> {
        let struck = incidents(text);
        let named = struck.iter().flat_map(|incident| &incident.targets).filter_map(|target| target.name);
        named.filter_map(|span| span.slice(text)).map(str::to_owned).collect()
    };
    assert_eq!(names("The council condemned the murder in Lima of Julia Odria."), ["Julia Odria"]);
    assert_eq!(names("She recalled the murder of [retired] General Pedro Odria in May."), ["Pedro Odria"]);
    assert_eq!(names("The union said that Pedro Odria was \"kidnapped\" on Monday."), ["Pedro Odria"]);
}
