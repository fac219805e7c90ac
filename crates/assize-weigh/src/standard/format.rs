//! Standards as data: what stands in `schema/standards/*.toml`.

use super::expression::{ElementRef, Expression};
use crate::id::StandardId;
use assize_record::{
    Edtf,
    body::{Facet, Side},
};
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
    /// The legal frames that it belongs to; none for questions of procedure and of force between States. Frames are asked side by side:
    /// which of them governs is itself a question.
    pub frames: Vec<Frame>,
    /// Whom it binds.
    pub binds: Binds,
    /// Where those attacked have to be for it to apply; anywhere where none is named.
    pub domains: Vec<Domain>,
    /// The lawyer who reviewed the file; nobody yet where left out.
    pub reviewed_by: Option<String>,
    /// Elements by names that they had before: `conflict`, or `ihl.shipwrecked/rescue` where they were another standard's. What was bridged
    /// to them is on record for good, and bears on the element that asks it now.
    pub formerly: BTreeMap<String, ElementRef>,
    /// Its versions, oldest first.
    pub versions: Vec<Version>,
}

/// A body of law that may govern a use of force.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Frame {
    /// The law of international armed conflict.
    InternationalArmedConflict,
    /// The law of non-international armed conflict.
    NonInternationalArmedConflict,
    /// The law of force in keeping the law, on land and at sea.
    LawEnforcement,
}

/// Where the people or things attacked were.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Domain {
    /// On land.
    Land,
    /// At sea.
    Sea,
    /// In the air.
    Air,
    /// On a river or a lake.
    InlandWater,
}

/// Whom a standard binds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Binds {
    /// In words, with what is disputed of it.
    pub words: String,
    /// Which parties.
    pub who: Who,
    /// States by ISO 3166 code: those named, or those known to be party to a treaty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<String>,
    /// States known not to be bound.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not: Vec<String>,
    /// Parties of a record, by key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<String>,
}

/// Which parties a standard binds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Who {
    /// Every State.
    EveryState,
    /// Every party to an armed conflict, armed groups among them.
    EveryParty,
    /// The parties to a treaty: those that the file names, and perhaps others.
    Treaty,
    /// Those that the file names, and no other.
    Named,
    /// The file says it in words alone. Only files of the first form, which cases may have adopted.
    InWords,
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
    /// Where it was read.
    pub read: Option<String>,
    /// The instrument and its parts.
    pub cite: String,
    /// The event of an instrument with which the version begins, where a record may say when that was. `in_force` stands where it does not.
    pub begins: Option<Begins>,
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

/// What a version begins with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Begins {
    /// The event.
    pub what: Beginning,
    /// Of which instrument: `instrument/NAME`.
    pub of: String,
}

/// An event of an instrument with which a version begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Beginning {
    /// It was signed or issued.
    #[serde(rename = "instrument.signed-on")]
    Signed,
    /// It came into force.
    #[serde(rename = "instrument.in-force")]
    InForce,
    /// It was changed, or a later version of it was issued.
    #[serde(rename = "instrument.modified-on")]
    Modified,
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
    #[serde(alias = "primary")]
    FirstHand,
    /// Only against what others say of the text.
    SecondHand,
}

/// One question of a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Its name in the test and in bridges.
    pub name: String,
    /// What pages call it, where its name is no word for it: `armed conflict` of `iac`.
    pub label: Option<String>,
    /// The question, in our words, as a statement that may be met.
    pub ask: String,
    /// Where it is from.
    pub cite: String,
    /// Whether that was checked against the text.
    pub checked: Checked,
    /// Where it was read, if elsewhere than the version's text.
    pub read: Option<String>,
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
    /// The question that this legal position is, where several standards ask it: what is argued for one of them counts for all.
    pub question: Option<String>,
    /// What has to be so for the element to be asked at all: where it comes out not met, the element is not engaged.
    pub engaged_when: Option<Condition>,
    /// A presumption that the law sets here.
    pub presumes: Option<Presumption>,
    /// How evidence is derived by rule, besides what people bridge to it.
    pub rule: Option<Rule>,
}

impl Element {
    /// What pages call it, or one facet of it: `member (as the decider held it)`.
    pub fn called(&self, facet: Option<Facet>) -> String {
        let label = self.label.clone().unwrap_or_else(|| self.name.replace('_', " "));
        match facet {
            None => label,
            Some(Facet::Held) => format!("{label} (as the decider held it)"),
            Some(Facet::Reasonable) => format!("{label} (as reasonably judged)"),
            Some(Facet::Fact) => format!("{label} (as it was)"),
        }
    }
}

/// An expression over other elements, with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// In the words of the file.
    pub words: String,
    /// The same, read.
    pub expression: Expression,
}

/// A presumption that the law attaches to an element. It is no evidence: it fills only what evidence leaves unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presumption {
    /// What is presumed and where that is from, in words.
    pub words: String,
    /// On which side it stands; either in files of the first form, which say it in words alone.
    pub side: Option<Side>,
    /// The facets that it may fill. Never what was so.
    pub facets: Vec<Facet>,
    /// What triggers it; in files of the first form, whoever enters a bridge as a presumption.
    pub trigger: Option<Condition>,
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

crate::named!(Kind, Against, Frame, Domain, Who, TextBasis, Checked, Certainty, Per);

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
    /// For a time that runs from a report: when the report was due at the latest. The earlier of the two starts the time, so that no report
    /// at all does not stop it.
    pub or_due: Option<Due>,
}

/// When something was due: so long after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// So many hours.
    pub hours: u32,
    /// After what: an incident, or the first of a campaign.
    pub after: DateOf,
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

impl Version {
    /// The element of that name.
    pub fn element(&self, name: &str) -> Option<&Element> {
        self.elements.iter().find(|element| element.name == name)
    }

    /// The elements that the version names: those on which it depends whether it applies, then those of the test, then those that these
    /// depend on in turn.
    pub fn named(&self) -> Vec<&ElementRef> {
        let mut all = self.application.as_ref().map_or_else(Vec::new, Expression::elements);
        for name in self.expression.elements() {
            if !all.contains(&name) {
                all.push(name);
            }
        }
        let mut at = 0;
        while let Some(name) = all.get(at).copied() {
            let needed = self.element(&name.name).into_iter().flat_map(Element::conditions);
            for further in needed.flat_map(|condition| condition.expression.elements()) {
                if !all.contains(&further) {
                    all.push(further);
                }
            }
            at += 1;
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

impl Checked {
    /// What the file was written from, and whether a lawyer reviewed it, in words.
    pub fn with_review(self, reviewed_by: Option<&str>) -> String {
        let from = match self {
            Self::FirstHand => "written from the cited text",
            Self::SecondHand => "written from what others say of the text, which was not read",
        };
        match reviewed_by {
            Some(lawyer) => format!("{from}, reviewed by {lawyer}"),
            None => format!("{from}, not reviewed by counsel"),
        }
    }
}

impl Element {
    /// What it depends on besides its own evidence.
    pub fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let trigger = self.presumes.as_ref().and_then(|presumes| presumes.trigger.as_ref());
        self.engaged_when.iter().chain(trigger)
    }

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
