//! A standard, read from its file and held against what a file may say.

use super::{
    StandardError,
    expression::{ElementRef, Expression},
    format::{
        Against, Begins, Binds, Certainty, Checked, Condition, DateOf, DateRelation, DateTest, Domain,
        Element, Frame, Kind, Per, Presumption, Rule, Standard, TextBasis, Version, Who,
    },
    validity,
};
use crate::id::StandardId;
use assize_record::{
    Edtf,
    body::{Facet, Side},
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStandard {
    id: StandardId,
    based_on: Option<StandardId>,
    title: String,
    kind: Kind,
    against: Against,
    #[serde(default)]
    guidance: bool,
    #[serde(default)]
    frames: Vec<Frame>,
    binds: RawBinds,
    applies: Option<RawApplies>,
    reviewed_by: Option<String>,
    #[serde(default)]
    formerly: BTreeMap<String, String>,
    version: Vec<RawVersion>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawBinds {
    Words(String),
    Parties(Binds),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawApplies {
    domain: Vec<Domain>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVersion {
    name: String,
    in_force: [String; 2],
    public_from: String,
    basis: TextBasis,
    checked: Checked,
    read: Option<String>,
    cite: String,
    begins: Option<Begins>,
    applies_where: Option<String>,
    test: String,
    gap_after: Option<String>,
    element: BTreeMap<String, RawElement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawElement {
    label: Option<String>,
    ask: String,
    cite: String,
    checked: Option<Checked>,
    read: Option<String>,
    certainty: Option<Certainty>,
    #[serde(default)]
    facets: Vec<Facet>,
    per: Option<Per>,
    #[serde(default)]
    legal: bool,
    #[serde(default)]
    redacted: bool,
    question: Option<String>,
    engaged_when: Option<String>,
    presumes: Option<RawPresumption>,
    zone: Option<String>,
    list: Option<String>,
    authority: Option<String>,
    flag: Option<String>,
    met_when: Option<bool>,
    date: Option<DateTest>,
}

#[derive(Deserialize, Clone)]
#[serde(untagged)]
enum RawPresumption {
    Words(String),
    Set(SetPresumption),
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct SetPresumption {
    words: String,
    side: Side,
    #[serde(default)]
    facets: Vec<Facet>,
    r#where: String,
}

impl Standard {
    /// Reads a standard from TOML. `file` is its name, for errors; its stem has to be the standard's id.
    ///
    /// # Errors
    /// [`StandardError`] with the file, the key and what to do; any word that is not known stops.
    pub fn parse(file: &str, toml: &str) -> Result<Self, StandardError> {
        let raw: RawStandard = toml::from_str(toml).map_err(|error| StandardError::shape(file, &error))?;
        let stem = file.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or(file);
        if raw.id != *stem {
            let problem = format!("`{}` is not the name of the file: rename one of them", raw.id);
            return Err(StandardError::key(file, "id", problem));
        }
        let versions =
            raw.version.into_iter().map(|version| read_version(file, version)).collect::<Result<_, _>>()?;
        let standard = Self {
            id: raw.id,
            based_on: raw.based_on,
            title: raw.title,
            kind: raw.kind,
            against: raw.against,
            guidance: raw.guidance,
            frames: raw.frames,
            binds: match raw.binds {
                RawBinds::Parties(binds) => binds,
                RawBinds::Words(words) => Binds {
                    words,
                    who: Who::InWords,
                    states: Vec::new(),
                    not: Vec::new(),
                    parties: Vec::new(),
                },
            },
            domains: raw.applies.map_or_else(Vec::new, |applies| applies.domain),
            reviewed_by: raw.reviewed_by,
            formerly: read_formerly(file, raw.formerly)?,
            versions,
        };
        for (name, now) in &standard.formerly {
            let fits = |element: &Element| {
                element.name == now.name
                    && now.facet.map_or(element.facets.is_empty(), |facet| element.facets.contains(&facet))
            };
            if !standard.versions.iter().flat_map(|version| &version.elements).any(fits) {
                let problem = format!("`{name}` is said to be `{now}`, which no version has");
                return Err(StandardError::key(file, "formerly", problem));
            }
        }
        check_binds(&standard.binds).map_err(|problem| StandardError::key(file, "binds", problem))?;
        validity::check(file, &standard)?;
        Ok(standard)
    }
}

fn read_version(file: &str, raw: RawVersion) -> Result<Version, StandardError> {
    let at = |key: &str| format!("version `{}`, {key}", raw.name);
    let fault = |key: &str, problem: String| StandardError::key(file, &at(key), problem);
    let date = |key: &str, text: &str| text.parse::<Edtf>().map_err(|error| fault(key, error.to_string()));
    let in_force = date("in_force", &raw.in_force.join("/"))?;
    let public_from = date("public_from", &raw.public_from)?;
    let parse = |key: &str, text: &str| {
        let read = Expression::parse(text).map_err(|error| fault(key, error.to_string()))?;
        for name in read.elements() {
            fits(&raw.element, name).map_err(|problem| fault(key, problem))?;
        }
        Ok::<Expression, StandardError>(read)
    };
    let expression = parse("test", &raw.test)?;
    let application = raw.applies_where.as_deref().map(|text| parse("applies_where", text)).transpose()?;
    let named = |expressions: &[&Expression]| -> Vec<String> {
        expressions.iter().flat_map(|read| read.elements()).map(|name| name.name.clone()).collect()
    };
    let mut order: Vec<String> = Vec::new();
    let mut elements: Vec<Element> = Vec::new();
    let mut next = named(&application.iter().chain([&expression]).collect::<Vec<_>>());
    while !next.is_empty() {
        let mut further = Vec::new();
        for name in std::mem::take(&mut next) {
            if order.contains(&name) {
                continue;
            }
            let Some(element) = raw.element.get(&name) else { continue };
            let key = format!("element `{name}`");
            let read = read_element(&name, element, raw.checked, &|inner, text| {
                parse(&format!("{key}, {inner}"), text)
            })?
            .map_err(|problem| fault(&key, problem))?;
            further
                .extend(named(&read.conditions().map(|condition| &condition.expression).collect::<Vec<_>>()));
            order.push(name);
            elements.push(read);
        }
        next = further;
    }
    if let Some(unused) = raw.element.keys().find(|name| !order.contains(name)) {
        let problem = "is not used by the test: name it there or take it out".to_owned();
        return Err(fault(&format!("element `{unused}`"), problem));
    }
    let version = Version {
        name: raw.name.clone(),
        in_force,
        public_from,
        basis: raw.basis,
        checked: raw.checked,
        read: raw.read,
        cite: raw.cite,
        begins: raw.begins,
        applies_where: raw.applies_where,
        application,
        test: raw.test,
        expression,
        elements,
        gap_after: raw.gap_after,
    };
    if let Some(name) = circle(&version) {
        let problem =
            "depends on itself: take one of `engaged_when` and `presumes` out of the circle".to_owned();
        return Err(StandardError::key(
            file,
            &format!("version `{}`, element `{name}`", version.name),
            problem,
        ));
    }
    Ok(version)
}

/// Whether an expression may name an element so.
fn fits(elements: &BTreeMap<String, RawElement>, name: &ElementRef) -> Result<(), String> {
    let Some(element) = elements.get(&name.name) else {
        let known: Vec<&str> = elements.keys().map(String::as_str).collect();
        return Err(format!("names `{}`, which is none of its elements: {}", name.name, known.join(", ")));
    };
    if name.facet.map_or(element.facets.is_empty(), |facet| element.facets.contains(&facet)) {
        return Ok(());
    }
    if element.facets.is_empty() {
        return Err(format!("`{name}`: the element has no facets; say `{}`", name.name));
    }
    let all: Vec<String> =
        element.facets.iter().map(|facet| format!("`{}.{}`", name.name, facet.name())).collect();
    Err(format!("`{name}`: say which facet, {}", all.join(" or ")))
}

/// An element whose outcome would hang on itself.
fn circle(version: &Version) -> Option<&str> {
    let needs = |name: &str| -> BTreeSet<&str> {
        let conditions = version.element(name).into_iter().flat_map(Element::conditions);
        conditions
            .flat_map(|condition| condition.expression.elements())
            .map(|name| name.name.as_str())
            .collect()
    };
    version.elements.iter().map(|element| element.name.as_str()).find(|name| {
        let mut reached = needs(name);
        loop {
            let further: BTreeSet<&str> = reached.iter().flat_map(|name| needs(name)).collect();
            let before = reached.len();
            reached.extend(further);
            if reached.len() == before {
                break reached.contains(name);
            }
        }
    })
}

fn read_formerly(
    file: &str,
    raw: BTreeMap<String, String>,
) -> Result<BTreeMap<String, ElementRef>, StandardError> {
    let read = |(name, now): (String, String)| match Expression::parse(&now) {
        Ok(Expression::Element(element)) => Ok((name, element)),
        _ => Err(StandardError::key(
            file,
            "formerly",
            format!("`{now}` is no element: say `name` or `name.facet`"),
        )),
    };
    raw.into_iter().map(read).collect()
}

fn check_binds(binds: &Binds) -> Result<(), String> {
    let named = !binds.states.is_empty() || !binds.parties.is_empty();
    match binds.who {
        Who::Named if !named => Err("`who = \"named\"` names nobody: give `states` or `parties`".to_owned()),
        Who::EveryState | Who::EveryParty if named => {
            Err("binds everybody of its kind: take `states` and `parties` out".to_owned())
        }
        _ => match binds.states.iter().chain(&binds.not).find(|code| !crate::party::is_state(code)) {
            Some(code) => Err(format!("`{code}` is no State: use its ISO 3166 code of two letters")),
            None => Ok(()),
        },
    }
}

/// Reads an element; what is wrong with it is the inner error, what is wrong with an expression of it the outer.
fn read_element(
    name: &str,
    raw: &RawElement,
    checked: Checked,
    parse: &impl Fn(&str, &str) -> Result<Expression, StandardError>,
) -> Result<Result<Element, String>, StandardError> {
    let condition = |key: &str, words: &String| {
        Ok::<Condition, StandardError>(Condition { words: words.clone(), expression: parse(key, words)? })
    };
    let engaged_when = raw.engaged_when.as_ref().map(|words| condition("engaged_when", words)).transpose()?;
    let presumes = match raw.presumes.clone() {
        None => None,
        Some(RawPresumption::Words(words)) => {
            Some(Presumption { words, side: None, facets: raw.facets.clone(), trigger: None })
        }
        Some(RawPresumption::Set(set)) => Some(Presumption {
            trigger: Some(condition("presumes", &set.r#where)?),
            words: set.words,
            side: Some(set.side),
            facets: set.facets,
        }),
    };
    Ok(plain_element(name, raw, checked, engaged_when, presumes))
}

fn plain_element(
    name: &str,
    raw: &RawElement,
    checked: Checked,
    engaged_when: Option<Condition>,
    presumes: Option<Presumption>,
) -> Result<Element, String> {
    if let Some(presumes) = presumes.as_ref().filter(|presumes| presumes.side.is_some()) {
        if presumes.facets.contains(&Facet::Fact) {
            return Err(
                "presumes what was so: a presumption may fill `held` and `reasonable` alone".to_owned()
            );
        }
        let own = presumes.facets.iter().all(|facet| raw.facets.contains(facet));
        if !own || presumes.facets.is_empty() != raw.facets.is_empty() {
            return Err(
                "presumes facets that it does not have: name those of its own under `facets`".to_owned()
            );
        }
    }
    if raw.question.is_some() && !raw.legal {
        return Err("shares a `question` and is no legal position: say `legal = true`".to_owned());
    }
    if raw.legal && raw.redacted {
        return Err("is both legal and redacted: choose one".to_owned());
    }
    if raw.met_when.is_some() && raw.flag.is_none() {
        return Err("`met_when` needs a `flag`".to_owned());
    }
    let flag = |property: String| Rule::Flag { property, met_when: raw.met_when.unwrap_or(true) };
    let rules = [
        raw.zone.clone().map(Rule::Zone),
        raw.list.clone().map(Rule::List),
        raw.authority.clone().map(Rule::Authority),
        raw.flag.clone().map(flag),
        raw.date.clone().map(Rule::Date),
    ];
    let mut rules = rules.into_iter().flatten();
    let rule = rules.next();
    if rules.next().is_some() {
        return Err("has several of zone, list, authority, flag, date: keep one".to_owned());
    }
    if rule.is_some() && (raw.legal || raw.redacted || !raw.facets.is_empty() || raw.per.is_some()) {
        return Err("a rule derives plain facts: take out legal, redacted, facets, per".to_owned());
    }
    if let Some(Rule::Date(test)) = &rule {
        check_date(test)?;
    }
    Ok(Element {
        name: name.to_owned(),
        label: raw.label.clone(),
        ask: raw.ask.clone(),
        cite: raw.cite.clone(),
        checked: raw.checked.unwrap_or(checked),
        read: raw.read.clone(),
        certainty: raw.certainty,
        facets: raw.facets.clone(),
        per: raw.per,
        legal: raw.legal,
        redacted: raw.redacted,
        question: raw.question.clone(),
        engaged_when,
        presumes,
        rule,
    })
}

fn check_date(test: &DateTest) -> Result<(), String> {
    let needs_length = matches!(test.is, DateRelation::Within | DateRelation::Beyond);
    let lengths = usize::from(test.hours.is_some()) + usize::from(test.days.is_some());
    if lengths != usize::from(needs_length) {
        return Err("`within` and `beyond` take either `hours` or `days`, other relations neither".to_owned());
    }
    for (key, what, of) in [("of", test.what, &test.of), ("of_than", test.than, &test.of_than)] {
        let incident = matches!(what, DateOf::Incident | DateOf::AnyIncident | DateOf::FirstIncident);
        if incident == of.is_some() {
            return Err(format!("`{key}` names an instrument or matter, and is left out for incidents"));
        }
    }
    if let Some(due) = &test.or_due {
        if !matches!(test.than, DateOf::Reported | DateOf::Briefed) {
            return Err(
                "`or_due` says when a report was due: use it with `than = \"act.reported\"`".to_owned()
            );
        }
        if !matches!(due.after, DateOf::Incident | DateOf::FirstIncident) {
            return Err("a report is due after `incident` or `first-incident`".to_owned());
        }
    }
    if test.what == DateOf::FirstIncident {
        return Err("`first-incident` can only be what another date is held against".to_owned());
    }
    Ok(())
}
