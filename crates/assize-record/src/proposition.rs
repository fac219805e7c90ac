//! What a claim says: a subject, a property of the vocabulary, a value.

use crate::{
    edtf::{Edtf, Interval},
    id::EntryId,
    moment::Moment,
    quantity::{Quantity, Status},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// One statement about one subject. `property` is a name of `schema/properties.toml`; [`crate::Vocabulary::check`] holds the
/// value against the type declared there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposition {
    /// The entity it is about.
    pub subject: EntryId,
    /// Name of the property.
    pub property: String,
    /// What is said of it.
    pub value: Value,
    /// Which of the people counted, in the source's words; left out where all are meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The group that membership or affiliation is claimed of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<EntryId>,
    /// When what it says happened or held, where that is not the subject's own date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened_on: Option<Edtf>,
    /// At what time of the day, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened_at: Option<Moment>,
}

impl Proposition {
    /// Whether the time of day, where there is one, may be of the day that it says: of its date, and of the date that is its value.
    pub fn times_agree(&self) -> bool {
        let Some(moment) = &self.happened_at else { return true };
        let (first, last) = moment.days();
        let days = Interval { earliest: Some(first), latest: Some(last) };
        let value = if let Value::Date(date) = &self.value { Some(date) } else { None };
        self.happened_on.iter().chain(value).all(|date| date.interval().may_meet(&days))
    }
}

/// A value, tagged with its type: `{"quantity":{…}}`, `{"date":"2025-09-05"}`, `{"words":"…"}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// A count.
    Quantity(Quantity),
    /// A date or period.
    Date(Edtf),
    /// Another entity of the record.
    Entity(EntryId),
    /// Yes or no.
    Flag(bool),
    /// A place on the globe.
    Point(Point),
    /// The words themselves.
    Words(String),
}

/// A position in degrees (WGS 84) as decimal strings, and how far off it may be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Degrees east, -180 to 180, as a decimal string.
    pub lon: String,
    /// Degrees north, -90 to 90, as a decimal string.
    pub lat: String,
    /// The position lies within this many kilometres of the point.
    pub within_km: u64,
}

/// The type of a [`Value`], as `schema/properties.toml` names it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ValueType {
    /// [`Value::Quantity`].
    Quantity,
    /// [`Value::Date`].
    Date,
    /// [`Value::Entity`].
    Entity,
    /// [`Value::Flag`].
    Flag,
    /// [`Value::Point`].
    Point,
    /// [`Value::Words`].
    Words,
}

/// What an entity is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum EntityType {
    /// A human being.
    Person,
    /// A government, an agency, an armed group, an outlet, a family.
    Organisation,
    /// A boat, ship or aircraft.
    Vessel,
    /// A named place.
    Place,
    /// One event of lethal force.
    Incident,
    /// A series of incidents under one authority.
    Campaign,
    /// A document of authority.
    Instrument,
    /// An area that an instrument designates.
    Zone,
    /// A list of people or groups that an instrument designates.
    List,
    /// An oversight matter: what is asked for and of whom.
    Request,
    /// A person or an organisation, where the text does not show which.
    Agent,
    /// One strike within an incident.
    Attack,
    /// Something dated that is not force: a vote, a blockade, a designation, a seizure, a reward.
    Event,
}

/// A noun with its article.
fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

impl ValueType {
    /// What such a value is, for people, with its article: `a quantity`, `words`.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Quantity => "a quantity",
            Self::Date => "a date",
            Self::Entity => "an entity",
            Self::Flag => "a flag",
            Self::Point => "a point",
            Self::Words => "words",
        }
    }

    /// The name used in `schema/properties.toml`.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Value {
    /// The value's type.
    pub const fn value_type(&self) -> ValueType {
        match self {
            Self::Quantity(_) => ValueType::Quantity,
            Self::Date(_) => ValueType::Date,
            Self::Entity(_) => ValueType::Entity,
            Self::Flag(_) => ValueType::Flag,
            Self::Point(_) => ValueType::Point,
            Self::Words(_) => ValueType::Words,
        }
    }
}

impl fmt::Display for Value {
    /// For people: an entity shows as the first digits of its id.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quantity(quantity) => quantity.fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::Entity(id) => f.write_str(&id.short()),
            Self::Flag(flag) => f.write_str(if *flag { "yes" } else { "no" }),
            Self::Point(point) => write!(f, "{}, {} (within {} km)", point.lat, point.lon, point.within_km),
            Self::Words(words) => f.write_str(words),
        }
    }
}

impl EntityType {
    /// Every one of them.
    pub const fn all() -> &'static [Self] {
        <Self as strum::VariantArray>::VARIANTS
    }

    /// The name with its article: `a person`, `an organisation`.
    pub fn with_article(self) -> String {
        with_article(self.name())
    }

    /// The name used in keys (`incident/2025-09-02`), on pages and in `schema/properties.toml`.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The type that a key such as `incident/2025-09-02` begins with.
    pub fn of_key(key: &str) -> Option<Self> {
        let (name, rest) = key.split_once('/')?;
        name.parse().ok().filter(|_| !rest.is_empty())
    }

    /// Whether it can speak or act: a person, an organisation, or one of the two.
    pub const fn is_agent(self) -> bool {
        matches!(self, Self::Person | Self::Organisation | Self::Agent)
    }

    /// Whether something of this type may be part of something of that type: a strike of an incident, an incident of a campaign, an agency of a
    /// government; and anything of something of its own type.
    pub fn may_be_part_of(self, whole: Self) -> bool {
        use EntityType::{
            Attack, Campaign, Event, Incident, Instrument, List, Organisation, Place, Vessel, Zone,
        };
        match self {
            agent if agent.is_agent() => matches!(whole, Organisation | Self::Agent),
            Attack => matches!(whole, Attack | Incident | Campaign),
            Incident | Event => matches!(whole, Campaign) || whole == self,
            Vessel => matches!(whole, Vessel | Organisation | Self::Agent),
            Place | Zone => matches!(whole, Place | Zone),
            List => matches!(whole, List | Instrument),
            other => whole == other,
        }
    }

    /// Whether two things taken for these types may be one thing: the same type, or an agent and a person or organisation.
    pub fn fits(self, other: Self) -> bool {
        self == other || self.is_agent() && other.is_agent() && (self == Self::Agent || other == Self::Agent)
    }
}
