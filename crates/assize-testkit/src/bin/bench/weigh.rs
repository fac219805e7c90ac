//! Tolls, conflicts and coherence of a large record.

use crate::{count, meter};
use assize_ledger::{
    View, ViewParts,
    view::{ClaimView, SourceView, Standing},
};
use assize_record::{
    BlobHash, Edtf, EntityType, EntryId, Proposition, Quantity, Speaker, SpeakerKind, Stance, Status, Unit,
    Value,
    body::{Entity, Publication, Stated},
};
use assize_weigh::{
    coherence, conflict,
    origin::Origins,
    toll::{self, Method},
};

pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let claims = count(arguments, 1_000_000)?;
    let view = meter::step("make a view (not counted)", claims as usize, || made_up(claims));
    let n = view.claims().len();
    println!("{n} claims about {} entities in {} sources", view.entities().len(), view.sources().len());
    let origins = meter::step("origins and grades", n, || Origins::of(&view));
    println!("  {} origins", origins.list.len());
    let methods = Method::shipped();
    let tolls = meter::step("tolls by six methods", n, || toll::tolls(&view, &origins, &methods));
    println!("  {} of incidents, {} of campaigns", tolls.incidents.len(), tolls.campaigns.len());
    drop(tolls);
    let conflicts = meter::step("conflicts and revisions", n, || conflict::conflicts(&view, &origins));
    println!("  {} found", conflicts.len());
    drop(conflicts);
    let faults = meter::step("coherence", n, || coherence::coherence_with(&view, &origins));
    println!("  {} found", faults.len());
    let incident = id("incident", 7);
    meter::step("one incident by six methods", 1, || {
        methods
            .iter()
            .map(|method| toll::incident(&view, &origins, incident, method).lines.len())
            .sum::<usize>()
    });
    if let Some(peak) = meter::peak_mib() {
        println!("peak memory {peak} MiB");
    }
    Ok(())
}

fn id(kind: &str, n: u32) -> EntryId {
    EntryId::from_hash(BlobHash::of(format!("{kind} {n}").as_bytes()).hash())
}

/// Ten claims an incident, twenty a source, a hundred incidents a campaign; figures that agree, differ, rise and break.
fn made_up(claims: u32) -> View {
    let mut view = ViewParts::default();
    let (incidents, sources) = (claims / 10 + 1, claims / 20 + 1);
    let mut entity = |kind: EntityType, n: u32| {
        let key = format!("{}/{n}", kind.name());
        let entity = Entity { entity_type: kind, name: key.clone(), key: Some(key), shape: None };
        view.entities.insert(id(kind.name(), n), entity);
    };
    (0..incidents).for_each(|n| entity(EntityType::Incident, n));
    (0..=incidents / 100).for_each(|n| entity(EntityType::Campaign, n));
    (0..40).for_each(|n| entity(EntityType::Organisation, n));
    (0..400).for_each(|n| entity(EntityType::Person, n));
    for n in 0..400 {
        view.part_of.entry(id("person", n)).or_default().insert(id("organisation", n % 40));
    }
    for n in 0..sources {
        let publisher = Some(Stated { value: format!("Gazette {}", n % 300), from: "given".to_owned() });
        let publication = Publication { publisher, ..Publication::default() };
        view.sources.insert(id("source", n), SourceView { publication, ..SourceView::default() });
        if n % 10 == 9 {
            view.syndicated_from.entry(id("source", n)).or_default().insert(id("source", n - 1));
        }
    }
    let day = |n: u32| -> Edtf {
        let text = format!("2031-{:02}-{:02}", n % 12 + 1, n / 12 % 28 + 1);
        text.parse().expect("a day of the calendar")
    };
    view.claims = (0..claims).map(|n| claim(n, sources, day(n))).collect();
    View::of(view)
}

fn claim(n: u32, sources: u32, day: Edtf) -> ClaimView {
    let incident = n / 10;
    // A fixed scatter of figures: most incidents agree, some do not.
    let scatter = n.wrapping_mul(2_654_435_761) >> 16;
    let figure = u64::from(incident % 11 + u32::from(scatter.is_multiple_of(5)));
    let people = |quantity| Value::Quantity(quantity);
    let (property, value, status) = match n % 10 {
        0 => ("incident.happened-on", Value::Date(day.clone()), None),
        1 => ("incident.campaign", Value::Entity(id("campaign", incident / 100)), None),
        2 => ("incident.conducted-by", Value::Entity(id("organisation", incident % 3)), None),
        3 => ("incident.killed", people(Quantity::exactly(figure / 2, Unit::People)), Some(Status::Civilian)),
        4 => (
            "incident.killed",
            people(Quantity::exactly(scatter as u64 % 4, Unit::People)),
            Some(Status::Child),
        ),
        5 => ("incident.survived", people(Quantity::exactly(u64::from(scatter % 3), Unit::People)), None),
        6 => ("incident.killed", people(Quantity::at_least(figure, Unit::People)), None),
        _ => ("incident.killed", people(Quantity::exactly(figure, Unit::People)), None),
    };
    let (kind, entity) = match scatter % 3 {
        0 => (SpeakerKind::Narrator, None),
        1 => (SpeakerKind::Named, Some(id("person", scatter % 400))),
        _ => (SpeakerKind::Unnamed, None),
    };
    ClaimView {
        id: id("claim", n),
        by: None,
        standing: Standing::Accepted,
        reviewers: Vec::new(),
        passage: id("passage", n),
        source: id("source", scatter % sources),
        published: Some(day.interval()),
        about: id("incident", incident),
        grades: Vec::new(),
        received_at: None,
        said: std::sync::Arc::new(assize_record::body::Claim {
            speaker: Speaker {
                kind,
                entity,
                description: "an official".to_owned(),
                count: (kind == SpeakerKind::Unnamed)
                    .then(|| Quantity::exactly(u64::from(n % 4 + 1), Unit::People)),
                party: (kind == SpeakerKind::Unnamed).then(|| id("organisation", scatter % 40)),
                anonymity: None,
            },
            via: Vec::new(),
            stance: if scatter.is_multiple_of(23) { Stance::Denies } else { Stance::Asserts },
            hedges: Vec::new(),
            basis: None,
            said_on: None,
            proposition: Proposition {
                subject: id("incident", incident),
                property: property.to_owned(),
                value,
                status,
                group: None,
                happened_on: None,
                happened_at: None,
            },
            drafted: None,
            anchors: Vec::new(),
        }),
    }
}
