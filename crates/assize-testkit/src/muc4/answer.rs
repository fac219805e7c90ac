//! The reader's incidents in the words of the evaluation.
//!
//! What the evaluation counts as an incident of its own is decided here: the countries it asks for, no purely military targets, nothing
//! older than two months, nothing without a target.

use super::{
    fill::Fill,
    template::{Template, slot},
};
use assize_reader::{
    Document, dateline,
    incident::{
        Amount, Certainty, Fate, Home, Incident, Kind, Perpetrator, Place, Stage, Target, gazetteer, home,
        incidents, lexicon::Noun,
    },
    recase, segment, timex,
};
use assize_record::{Day, Edtf, Span};

/// The countries that the evaluation asks for.
pub(super) const COUNTRIES: &[&str] = &["SV", "GT", "HN", "AR", "BO", "CL", "CO", "EC", "PE"];

/// The templates that the reader gives for a message.
pub fn answers(message: u32, text: &str) -> Vec<Template> {
    let shadow = recase::shadow(text);
    let lower = shadow.to_ascii_lowercase();
    let mut document = Document::undated(&shadow);
    document.published = dateline::published(text);
    let segments = segment(&shadow);
    let (times, _) = timex::times(&document, &segments);
    let found = incidents(&shadow, &lower, &document, &segments, &times);
    let day = document.published_day();
    let city = city(&lower);
    let home = asked_for(&home(&shadow, &lower, &segments));
    found.iter().filter_map(|incident| template(message, text, incident, day, home, city)).collect()
}

/// The first of the countries asked for that the text is at home in.
fn asked_for(home: &Home) -> Option<&'static str> {
    home.countries.iter().copied().find(|code| COUNTRIES.contains(code))
}

fn template(
    message: u32,
    text: &str,
    incident: &Incident,
    published: Option<Day>,
    home: Option<&'static str>,
    city: Option<&str>,
) -> Option<Template> {
    let country = incident.place.as_ref().and_then(|place| place.country).or(home)?;
    if !COUNTRIES.contains(&country) {
        return None;
    }
    let forces = incident.targets.iter().any(|target| target.noun == Noun::Force);
    // The dead and wounded of whom no more is said are soldiers where soldiers are struck.
    let civil = |target: &Target| match target.noun {
        Noun::Civilian => true,
        Noun::Anyone => !forces || target.name.is_some(),
        _ => false,
    };
    let people = incident.targets.iter().any(civil);
    let bare = incident.kind == Kind::Bombing && incident.targets.is_empty() && incident.date.is_some();
    if !people && incident.things.is_empty() && !bare {
        return None;
    }
    let date = incident.date.as_ref().map(|(edtf, _)| edtf.interval());
    if let (Some(date), Some(published)) = (&date, published)
        && date.latest.is_some_and(|latest| days(latest, published) > 70)
    {
        return None;
    }
    // Nor is a general remark: people without name or number, and nothing of when or where.
    let vague = incident.targets.iter().all(|target| target.name.is_none() && target.amount.plural);
    if vague && incident.things.is_empty() && incident.date.is_none() && incident.place.is_none() {
        return None;
    }
    // A sum over a war is no incident.
    if incident.targets.iter().any(|target| target.amount.min.is_some_and(|n| n >= 300))
        && incident.date.is_none()
    {
        return None;
    }
    let mut template = Template::of(message);
    let put =
        |template: &mut Template, number: usize, value: &str| template.slots[number].push(Fill::plain(value));
    if let Some(date) = when(incident, published) {
        put(&mut template, slot::DATE, &date);
    }
    put(
        &mut template,
        slot::LOCATION,
        &location(text, country, incident.place.as_ref(), city.filter(|_| home == Some(country))),
    );
    put(
        &mut template,
        slot::TYPE,
        match incident.kind {
            Kind::Attack => "ATTACK",
            Kind::Bombing => "BOMBING",
            Kind::Kidnapping => "KIDNAPPING",
            Kind::Arson => "ARSON",
            Kind::Robbery => "ROBBERY",
            Kind::Hijacking => "HIJACKING",
        },
    );
    put(
        &mut template,
        slot::STAGE,
        match incident.stage {
            Stage::Accomplished => "ACCOMPLISHED",
            Stage::Attempted => "ATTEMPTED",
            Stage::Threatened => "THREATENED",
        },
    );
    perpetrators(&mut template, text, &incident.perpetrators);
    if incident.kind != Kind::Kidnapping {
        for thing in &incident.things {
            put(&mut template, slot::THING, &words(text, *thing));
        }
    }
    targets(&mut template, text, incident);
    Some(template)
}

/// Days from one day to a later one.
pub(super) fn days(from: Day, to: Day) -> i64 {
    let civil = |day: Day| day.to_string().parse::<jiff::civil::Date>().ok();
    match (civil(from), civil(to)) {
        (Some(from), Some(to)) => i64::from((to - from).get_days()),
        _ => 0,
    }
}

/// The date as the evaluation writes it; what the text does not date is by default on or before the day of publication.
fn when(incident: &Incident, published: Option<Day>) -> Option<String> {
    date(incident.date.as_ref().map(|(edtf, _)| edtf).filter(|_| !incident.weekday), published)
}

/// A date or period as the evaluation writes it, with its default for what is not dated.
pub(super) fn date(on: Option<&Edtf>, published: Option<Day>) -> Option<String> {
    let written = |day: Day| {
        let date: jiff::civil::Date = day.to_string().parse().ok()?;
        Some(date.strftime("%d %b %y").to_string().to_uppercase())
    };
    let default = || published.and_then(written).map(|day| format!("- {day}"));
    let Some(edtf) = on else { return default() };
    let interval = edtf.interval();
    match (interval.earliest, interval.latest) {
        (Some(from), Some(to)) if from == to => written(from),
        (Some(from), Some(to)) => Some(format!(
            "{} - {}",
            written(from)?,
            written(published.filter(|day| *day < to).unwrap_or(to))?
        )),
        _ => default(),
    }
}

/// The city of the dateline where the text goes on to name it twice: what happens in such a text happens there by default.
fn city(lower: &str) -> Option<&str> {
    let city = lower.trim_start().split([',', '(']).next()?.trim();
    (city.len() > 3 && gazetteer::place(city).is_some() && lower.matches(city).count() >= 3).then_some(city)
}

fn location(text: &str, country: &str, place: Option<&Place>, city: Option<&str>) -> String {
    let mut value = gazetteer::country_name(country).unwrap_or("").to_uppercase();
    for (span, kind) in place.iter().flat_map(|place| &place.parts) {
        let kind = if *kind == "region" { "DEPARTMENT".to_owned() } else { kind.to_uppercase() };
        value.push_str(&format!(": {} ({kind})", words(text, *span)));
    }
    if place.is_none_or(|place| place.parts.is_empty())
        && let Some(city) = city
    {
        value.push_str(&format!(": {} (CITY)", city.to_uppercase()));
    }
    value
}

fn perpetrators(template: &mut Template, text: &str, all: &[Perpetrator]) {
    for doer in all {
        let name = words(text, doer.span);
        if doer.organisation {
            let certainty = match doer.certainty {
                // The evaluation's default where no doubt is expressed.
                Certainty::Possible => "REPORTED AS FACT",
                Certainty::Suspected => "SUSPECTED OR ACCUSED",
                Certainty::Accused => "SUSPECTED OR ACCUSED BY AUTHORITIES",
                Certainty::Fact => "REPORTED AS FACT",
                Certainty::Claimed => "CLAIMED OR ADMITTED",
            };
            template.slots[slot::ORGANIZATION].push(Fill::plain(&name));
            template.slots[slot::CONFIDENCE].push(Fill::about(certainty, &name));
        } else {
            template.slots[slot::INDIVIDUAL].push(Fill::plain(&name));
        }
    }
    if let Some(first) = all.first() {
        let category = if first.state { "STATE-SPONSORED VIOLENCE" } else { "TERRORIST ACT" };
        template.slots[slot::CATEGORY].push(Fill::plain(category));
    }
}

fn targets(template: &mut Template, text: &str, incident: &Incident) {
    let told = incident.targets.iter().filter(|target| target.noun != Noun::Fighter);
    for target in told {
        let name = target.name.map(|span| words(text, span));
        let description = target.description.map(|span| words(text, span)).filter(|words| !words.is_empty());
        let Some(referent) = name.clone().or_else(|| description.clone()) else { continue };
        if let Some(name) = &name {
            template.slots[slot::NAME].push(Fill::plain(name));
        }
        if let Some(description) = &description {
            template.slots[slot::DESCRIPTION].push(Fill::about(description, name.as_deref().unwrap_or("")));
        }
        let kind = match target.noun {
            Noun::Force => "ACTIVE MILITARY",
            _ => "CIVILIAN",
        };
        template.slots[slot::PERSON_TYPE].push(Fill::about(kind, &referent));
        if let Some(number) = number(target.amount) {
            template.slots[slot::NUMBER].push(Fill::about(&number, &referent));
        }
        let fate = match target.fate {
            Some(Fate::Killed) => "DEATH",
            Some(Fate::Injured) => "INJURY",
            Some(Fate::Unhurt) => "NO INJURY",
            Some(Fate::Freed) => "REGAINED FREEDOM",
            Some(Fate::Detained) | None => continue,
        };
        template.slots[slot::EFFECT].push(Fill::about(fate, &referent));
    }
    if incident.nobody_hurt && template.slots[slot::EFFECT].is_empty() {
        template.slots[slot::EFFECT].push(Fill::about("NO INJURY OR DEATH", "-"));
    }
}

fn number(amount: Amount) -> Option<String> {
    Some(match (amount.min, amount.max) {
        (Some(min), Some(max)) if min == max && amount.rough => format!("~{min}"),
        (Some(min), Some(max)) if min == max => min.to_string(),
        (Some(min), Some(max)) => format!("{min} - {max}"),
        (Some(min), None) => format!("{min} -"),
        (None, Some(max)) => format!("- {max}"),
        (None, None) => amount.plural.then(|| "PLURAL".to_owned())?,
    })
}

/// The words at a span, in capitals and on one line.
fn words(text: &str, span: Span) -> String {
    span.slice(text).unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase()
}
