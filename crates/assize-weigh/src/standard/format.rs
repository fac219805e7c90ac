//! Standards as data: what stands in `schema/standards/*.toml`.

use super::{
    StandardError,
    expression::{ElementRef, Expression},
    validity,
};
use crate::id::StandardId;
use assize_record::{Edtf, body::Facet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A test taken from an instrument, in its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard {
    /// Id, which is also the name of its file: `ihl.distinction`.
    pub id: StandardId,
    /// The standard that it was written from, where it was from another.
    pub based_on: Option<StandardId>,
    /// Title for people.
    pub title: String,
    /// What meeting it means.
    pub kind: Kind,
    /// What it is held against.
    pub against: Against,
    /// Whether it binds nobody of itself, and so is always a comparator.
    pub guidance: bool,
    /// Whom it binds, in words.
    pub binds: String,
    /// Its versions, oldest first.
    pub versions: Vec<Version>,
}

/// What it means that a standard is met.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// Every stated condition of the permission is satisfied.
    Permission,
    /// What had to be done was done.
    Duty,
    /// The force stayed within the limit.
    Limit,
    /// The facts fall under the definition.
    Definition,
}

/// What a standard is held against.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Against {
    /// One incident.
    Incident,
    /// A campaign.
    Campaign,
}

/// A standard as it stood in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Name of the version.
    pub name: String,
    /// The period in which it was in force.
    pub in_force: Edtf,
    /// From when its content could be known.
    pub public_from: Edtf,
    /// How much of the text is public.
    pub basis: TextBasis,
    /// Whether the text was read for this file.
    pub checked: Checked,
    /// The instrument and its parts.
    pub cite: String,
    /// What has to be so for the standard to apply at all, in the words of the file; left out where nothing has.
    pub applies_where: Option<String>,
    /// The same, read.
    pub application: Option<Expression>,
    /// The test in the words of the file.
    pub test: String,
    /// The test, read. It is what the standard asks where it applies.
    pub expression: Expression,
    /// Elements in the order in which the two name them.
    pub elements: Vec<Element>,
    /// Why the time between this version and the next is left open, where it is.
    pub gap_after: Option<String>,
}

/// How much of a version's text is public.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum TextBasis {
    /// All of it.
    Full,
    /// It was released with parts blacked out.
    Redacted,
    /// Only what people said of it.
    Reported,
}

/// Whether a citation was checked against the text it cites.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Checked {
    /// Against the text itself.
    Primary,
    /// Only against what others say of the text.
    SecondHand,
}

/// One question of a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Its name in the test and in bridges.
    pub name: String,
    /// The question, in our words, as a statement that may be met.
    pub ask: String,
    /// Where it is from.
    pub cite: String,
    /// Whether that was checked against the text.
    pub checked: Checked,
    /// The certainty it asks of the decider. Never a probability.
    pub certainty: Option<Certainty>,
    /// The facets it has; empty for most.
    pub facets: Vec<Facet>,
    /// Whether it is asked of each person or each attack.
    pub per: Option<Per>,
    /// Whether it is a legal position.
    pub legal: bool,
    /// Whether it is blacked out in this version.
    pub redacted: bool,
    /// A presumption that the law sets here, in words.
    pub presumes: Option<String>,
    /// How evidence is derived by rule, besides what people bridge to it.
    pub rule: Option<Rule>,
}

/// A certainty that an element names.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Certainty {
    /// Near certainty.
    Near,
    /// Reasonable certainty.
    Reasonable,
}

/// What an element is asked of, each by each.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Per {
    /// Each person.
    Person,
    /// Each attack.
    Attack,
}

crate::named!(Kind, Against, TextBasis, Checked, Certainty, Per);

/// A rule that derives evidence from claims. What it derives is computed each time and never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// The incident's position lies in this zone: `zone/NAME`.
    Zone(String),
    /// The group attacked is on this list: `list/NAME`.
    List(String),
    /// Who approved has the engagement authority under this instrument, or was given it: `instrument/NAME`.
    Authority(String),
    /// A property of the incident that is a yes or no, and the answer that meets the element.
    Flag {
        /// The property.
        property: String,
        /// The answer that speaks for the element.
        met_when: bool,
    },
    /// A test of two dates.
    Date(DateTest),
}

/// One date held against another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateTest {
    /// What happened.
    pub what: DateOf,
    /// To which instrument or in which matter, by the name in its key; left out for incidents.
    pub of: Option<String>,
    /// How it has to stand to the other.
    pub is: DateRelation,
    /// For `within` and `beyond`: so many hours.
    pub hours: Option<u32>,
    /// For `within` and `beyond`: so many days.
    pub days: Option<u32>,
    /// The other.
    pub than: DateOf,
    /// To which instrument or in which matter the other happened.
    pub of_than: Option<String>,
}

/// What a date is the date of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum DateOf {
    /// The incident that is assessed.
    #[serde(rename = "incident")]
    Incident,
    /// Any incident of the campaign: evidence where it holds of one.
    #[serde(rename = "any-incident")]
    AnyIncident,
    /// The first incident of the campaign. What fails of any incident fails of the first; nothing is ever derived for it, since an
    /// earlier incident may come to light.
    #[serde(rename = "first-incident")]
    FirstIncident,
    /// An instrument was signed.
    #[serde(rename = "instrument.signed-on")]
    Signed,
    /// An instrument was disclosed.
    #[serde(rename = "instrument.disclosed-on")]
    Disclosed,
    /// A report was filed in an oversight matter.
    #[serde(rename = "act.reported")]
    Reported,
    /// Somebody was briefed in an oversight matter.
    #[serde(rename = "act.briefed")]
    Briefed,
}

/// How one date has to stand to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateRelation {
    /// Before it. Not on the same day, unless that can be told.
    Before,
    /// Before it or on the same day.
    NotAfter,
    /// Not before it, and so long after it at most.
    Within,
    /// Longer after it than this.
    Beyond,
}

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
    binds: String,
    version: Vec<RawVersion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVersion {
    name: String,
    in_force: [String; 2],
    public_from: String,
    basis: TextBasis,
    checked: Checked,
    cite: String,
    applies_where: Option<String>,
    test: String,
    gap_after: Option<String>,
    element: BTreeMap<String, RawElement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawElement {
    ask: String,
    cite: String,
    checked: Option<Checked>,
    certainty: Option<Certainty>,
    #[serde(default)]
    facets: Vec<Facet>,
    per: Option<Per>,
    #[serde(default)]
    legal: bool,
    #[serde(default)]
    redacted: bool,
    presumes: Option<String>,
    zone: Option<String>,
    list: Option<String>,
    authority: Option<String>,
    flag: Option<String>,
    met_when: Option<bool>,
    date: Option<DateTest>,
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
            binds: raw.binds,
            versions,
        };
        validity::check(file, &standard)?;
        Ok(standard)
    }
}

impl Version {
    /// The element of that name.
    pub fn element(&self, name: &str) -> Option<&Element> {
        self.elements.iter().find(|element| element.name == name)
    }

    /// The elements that the version names: those on which it depends whether it applies, then those of the test.
    pub fn named(&self) -> Vec<&ElementRef> {
        let mut all = self.application.as_ref().map_or_else(Vec::new, Expression::elements);
        for name in self.expression.elements() {
            if !all.contains(&name) {
                all.push(name);
            }
        }
        all
    }

    /// All elements by facet, those that are named first and in that order, then the facets that are not.
    pub fn facets(&self) -> Vec<ElementRef> {
        let mut all: Vec<ElementRef> = self.named().into_iter().cloned().collect();
        for element in &self.elements {
            for facet in &element.facets {
                let name = ElementRef { name: element.name.clone(), facet: Some(*facet) };
                if !all.contains(&name) {
                    all.push(name);
                }
            }
        }
        all
    }
}

impl Element {
    /// How it is weighed.
    pub const fn slot_kind(&self) -> super::evidence::SlotKind {
        use super::evidence::SlotKind;
        if self.redacted {
            SlotKind::Redacted
        } else if self.legal {
            SlotKind::Legal
        } else {
            SlotKind::Fact
        }
    }
}

fn read_version(file: &str, raw: RawVersion) -> Result<Version, StandardError> {
    let at = |key: &str| format!("version `{}`, {key}", raw.name);
    let date = |key: &str, text: &str| {
        text.parse::<Edtf>().map_err(|error| StandardError::key(file, &at(key), error.to_string()))
    };
    let in_force = date("in_force", &raw.in_force.join("/"))?;
    let public_from = date("public_from", &raw.public_from)?;
    let parse = |key: &str, text: &str| {
        Expression::parse(text).map_err(|error| StandardError::key(file, &at(key), error.to_string()))
    };
    let expression = parse("test", &raw.test)?;
    let application = raw.applies_where.as_deref().map(|text| parse("applies_where", text)).transpose()?;
    let mut order: Vec<&str> = Vec::new();
    for name in application.iter().chain([&expression]).flat_map(Expression::elements) {
        let Some(element) = raw.element.get(&name.name) else {
            let known: Vec<&str> = raw.element.keys().map(String::as_str).collect();
            let problem =
                format!("names `{}`, which is none of its elements: {}", name.name, known.join(", "));
            return Err(StandardError::key(file, &at("test"), problem));
        };
        let fits = name.facet.map_or(element.facets.is_empty(), |facet| element.facets.contains(&facet));
        if !fits {
            let problem = if element.facets.is_empty() {
                format!("`{name}`: the element has no facets; say `{}`", name.name)
            } else {
                format!("`{name}`: say which facet, `{0}.held` or `{0}.fact`", name.name)
            };
            return Err(StandardError::key(file, &at("test"), problem));
        }
        if !order.contains(&name.name.as_str()) {
            order.push(&name.name);
        }
    }
    if let Some(unused) = raw.element.keys().find(|name| !order.contains(&name.as_str())) {
        let problem = "is not used by the test: name it there or take it out".to_owned();
        return Err(StandardError::key(file, &at(&format!("element `{unused}`")), problem));
    }
    let elements = order
        .iter()
        .filter_map(|name| Some((*name, raw.element.get(*name)?)))
        .map(|(name, element)| {
            let key = at(&format!("element `{name}`"));
            read_element(name, element, raw.checked)
                .map_err(|problem| StandardError::key(file, &key, problem))
        })
        .collect::<Result<_, _>>()?;
    Ok(Version {
        name: raw.name,
        in_force,
        public_from,
        basis: raw.basis,
        checked: raw.checked,
        cite: raw.cite,
        applies_where: raw.applies_where,
        application,
        test: raw.test,
        expression,
        elements,
        gap_after: raw.gap_after,
    })
}

fn read_element(name: &str, raw: &RawElement, checked: Checked) -> Result<Element, String> {
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
        ask: raw.ask.clone(),
        cite: raw.cite.clone(),
        checked: raw.checked.unwrap_or(checked),
        certainty: raw.certainty,
        facets: raw.facets.clone(),
        per: raw.per,
        legal: raw.legal,
        redacted: raw.redacted,
        presumes: raw.presumes.clone(),
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
    if test.what == DateOf::FirstIncident {
        return Err("`first-incident` can only be what another date is held against".to_owned());
    }
    Ok(())
}
