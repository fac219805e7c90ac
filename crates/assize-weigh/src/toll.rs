//! Tolls: how many people, by each recorder's own published method, from the same claims.
//!
//! One engine, methods as data ([`Method`]). A range runs from the lowest to the highest credible claim, each end with the claims
//! that set it; there is no midpoint anywhere. What a method leaves out stays listed with the reason, and what an origin
//! later changed stays cited. Figures that outlets state for a whole campaign are shown beside the sums over its incidents and
//! never mixed into them.

mod campaign;
mod differing;
mod grading;
pub mod method;
pub(crate) mod parts;
mod range;
mod ranks;
mod said;
mod scope;
mod totals;

pub use campaign::{
    CampaignFinding, CampaignLine, LeftOut, Member, PerhapsOne, SCHEMA as CAMPAIGN_SCHEMA, Stated,
    UnplacedHere,
};
pub(crate) use campaign::{as_of, members};
pub(crate) use differing::Wide;
pub use method::{BestRule, Checked, Method, MethodError};
pub use parts::Part;
pub use said::{GradeWords, Over, grades_in_words, over_methods};
pub use scope::OutOfScope;
pub use totals::{Lies, OnRecord, RangeBy, SCHEMA as TOTAL_SCHEMA, StatedTotal};

pub(crate) use range::{is_supposed, takes_part};

use crate::{
    finding::{self, Reviews, TakenAt},
    grouped::Grouped,
    id::MethodId,
    origin::{Origins, Summary},
};
use assize_ledger::View;
use assize_record::{EntryId, Status, body::GradeLetter};
use serde::{Deserialize, Serialize};
use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

/// The schema name of [`TollFinding`].
pub const SCHEMA: &str = "assize.toll/1";

/// All tolls of a view: every incident and every campaign under every method.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Tolls {
    /// In order of incident, then method.
    pub incidents: Vec<TollFinding>,
    /// In order of campaign, then method.
    pub campaigns: Vec<CampaignFinding>,
    /// Totals that others state for a campaign and that lie outside every range computed here, in order of campaign and day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub totals: Vec<StatedTotal>,
    /// Incidents that nobody has placed: each has its own findings and adds to no campaign.
    pub unplaced: Unplaced,
}

/// Incidents and attacks that texts speak of and that nobody has placed: whether one of them is an incident of the record is not
/// decided, so none adds to a total and none corroborates another.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Unplaced {
    /// How many there are in the view.
    pub count: u32,
    /// Which, in order of id.
    pub incidents: Vec<EntryId>,
}

/// The toll of one incident under one method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TollFinding {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The incident, canonical.
    pub subject: EntryId,
    /// Id of the method.
    pub method: MethodId,
    /// Version of the method.
    pub version: String,
    /// Where the recorder itself does not take in such an event, or the record does not show that it does: what it takes in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<Arc<OutOfScope>>,
    /// The time it is taken at.
    pub as_known: TakenAt,
    /// Whether nobody has placed the incident yet; see [`Unplaced`]. It is printed with [`Unplaced::WORDS`].
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unplaced: bool,
    /// The grade that the method gives the incident: a property of the two, not of any line. [`GradeLabel::Ungraded`] where nobody has
    /// placed the incident, or where the method takes no claim about it.
    pub grade: IncidentGrade,
    /// Whether the method counts the event at all; `None` where it has no threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<bool>,
    /// What was counted, of whom: in order of role and status. Only lines for which there are claims. Methods that come to the same line
    /// of an incident share it.
    pub lines: Vec<Arc<TollLine>>,
    /// What the grade would be if every version of what people differ on counted, where they differ on any: the high end of a campaign's sums
    /// goes by it, and nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with_versions: Option<WithVersions>,
    /// How many of the claims it rests on are drafts that no person has decided on.
    pub drafts: u32,
}

/// One range: people of one status to whom one thing happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TollLine {
    /// What happened to them.
    pub role: Role,
    /// Which people; `None` where all are meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The group that they are said to be of, where the claims name one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<EntryId>,
    /// Whether the recorder counts this itself. Where it does not, its rule for figures is applied all the same.
    pub own: bool,
    /// The low end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<End>,
    /// The high end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<End>,
    /// The method's best figure, where it has one and the sources settle it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best: Option<End>,
    /// What the attacker itself states, where the method shows it apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conceded: Option<(End, End)>,
    /// Claims that the range takes in, in order of id.
    pub claims: Vec<EntryId>,
    /// Articles and origins behind those claims.
    pub behind: Summary,
    /// Of those claims, the versions of what people differ on. They widen the range and do nothing else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differing: Vec<EntryId>,
    /// How many of those claims have one review, and how many two or more, of those of which the case asks for two; left out where it asks
    /// for none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviews: Option<Reviews>,
    /// Claims left out, each with the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Excluded>,
    /// Claims that their own origin later changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub superseded: Vec<Superseded>,
    /// Figures that stand by convention and that nobody claimed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conventions: Vec<Convention>,
    /// Parts of the people counted that set an end, where no claim on all of them does: nine said to be fighters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_parts: Vec<Part>,
    /// Words of its claims that leave open what they count: `suspected`, `alleged`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub said_with: Vec<String>,
}

/// An end of a range with the claims that set it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct End {
    /// The figure.
    pub value: u64,
    /// Whether a claim that sets it only bounds it: at a high end "at least", at a low end "at most".
    pub open: bool,
    /// Whether it stands by a convention of the method and nobody stated it so, or for those people.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_convention: bool,
    /// The claims that set it, in order of id; never empty.
    pub claims: Vec<EntryId>,
}

/// A claim that a method leaves out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Excluded {
    /// The claim.
    pub claim: EntryId,
    /// Why.
    pub reason: Reason,
}

/// Why a method leaves a claim out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Reason {
    /// The speaker denies it.
    Denied,
    /// The speaker doubts it.
    Doubted,
    /// It is only supposed: a condition, a counterfactual, or said not to be known.
    Supposed,
    /// Its words name no figure, and the method has no convention for them.
    NoFigure,
    /// It counts something other than people.
    NotPeople,
    /// Its own minimum is above its maximum.
    Impossible,
    /// Its word is graded below what the method takes as reliable.
    BelowGrade(GradeLetter),
    /// Only the attacker calls them fighters: context, not evidence.
    AttackerAlone,
    /// An origin other than the attacker says that people killed were fighters, so a figure without a status is not taken as civilian.
    ShownOtherwise,
    /// A word of a better grade gives a figure, and the method takes the most reliable.
    LessReliable,
}

crate::named!(Reason, GradeLabel, Role);

/// A claim whose own origin later said otherwise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Superseded {
    /// The earlier claim.
    pub claim: EntryId,
    /// The later one.
    pub by: EntryId,
}

/// A figure that stands by convention.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Convention {
    /// The claim whose words it stands for.
    pub claim: EntryId,
    /// What is taken for what: `dozens = 12`.
    pub words: Cow<'static, str>,
}

/// The grade that a method gives an incident.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct IncidentGrade {
    /// The grade where whatever may be one origin is one.
    pub label: GradeLabel,
    /// Why, in words; with what the grade would be if origins that nobody has linked or told apart are apart, where that differs.
    pub why: String,
    /// The claims it rests on, in order of id.
    pub because: Vec<EntryId>,
    /// The grade if they are apart, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_separate: Option<IfSeparate>,
}

/// What an incident would come to if every version of what people differ on counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct WithVersions {
    /// The grade.
    pub label: GradeLabel,
    /// Whether the method would count the event at all; `None` where it has no threshold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<bool>,
}

/// What a grade would be if what nobody has linked or told apart is apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct IfSeparate {
    /// The grade.
    pub label: GradeLabel,
    /// Who would have to be apart, by label: origins, outlets, or parties that an attack is attributed to. One alone would have to be
    /// several people.
    pub apart: Vec<String>,
}

/// Grades of incidents, over all methods.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum GradeLabel {
    /// No grade: the method grades nothing, takes no claim, or the incident is not yet placed.
    Ungraded,
    /// The attacker says so, or enough independent origins do.
    Confirmed,
    /// Not confirmed.
    Possible,
    /// Enough independent reports.
    Corroborated,
    /// Not enough independent reports yet.
    Provisional,
    /// Two or more origins report it.
    Fair,
    /// One origin reports it.
    Weak,
    /// Several attackers are named.
    Contested,
    /// No civilian harm is left.
    Discounted,
    /// Enough outlets report it for the recorder to take it in.
    Entered,
    /// Too few outlets report it for the recorder to take it in.
    NotEntered,
}

/// What happened to the people counted.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Role {
    /// Killed.
    Killed,
    /// Injured and not killed.
    Injured,
    /// Lived through it.
    Survived,
    /// Unaccounted for.
    Missing,
    /// Taken into custody.
    Detained,
    /// In or on the target.
    Aboard,
}

/// The number of people that a claim puts forward, whatever the method; `None` where it denies, doubts or only supposes it, or counts
/// something else.
pub fn puts_forward(claim: &assize_ledger::view::ClaimView) -> Option<&assize_record::Quantity> {
    takes_part(claim).ok()
}

/// Every toll of a view under each of `methods`.
pub fn tolls(view: &View, origins: &Origins, methods: &[Method]) -> Tolls {
    let engine = Engine {
        view,
        origins,
        grouped: Grouped::of(view),
        attacks: parts::attacks(view),
        ranks: ranks::Ranks::of_all(view, origins),
        scopes: scope::Scopes::default(),
        wide: Engine::wide(origins, None),
    };
    let mut result = Tolls { unplaced: Unplaced::of(view), ..Tolls::default() };
    let wide = engine.wide.iter().flat_map(|wide| wide.grouped.subjects());
    let counted = engine.grouped.subjects().filter(|subject| engine.is_counted(*subject));
    // An incident of which only the attacks are counted has a toll all the same.
    let of_attacks =
        engine.attacks.iter().filter(|(_, attacks)| attacks.iter().any(|id| engine.is_counted(*id)));
    let of_attacks = of_attacks.map(|(incident, _)| *incident);
    let mut subjects: Vec<EntryId> = counted.chain(wide).chain(of_attacks).collect();
    subjects.sort();
    subjects.dedup();
    result.incidents.reserve_exact(subjects.len() * methods.len());
    for subject in &subjects {
        result.incidents.extend(engine.incident_under(*subject, methods));
    }
    let place = |incident: EntryId| subjects.binary_search(&incident).ok().map(|at| at * methods.len());
    for (campaign, members) in campaign::members(view, &engine.grouped) {
        // Each is looked up once, and not for every method and day.
        let by_incident: BTreeMap<EntryId, usize> =
            members.keys().filter_map(|incident| Some((*incident, place(*incident)?))).collect();
        for (at, method) in methods.iter().enumerate() {
            let toll_of =
                |incident: EntryId| by_incident.get(&incident).map(|first| &result.incidents[first + at]);
            result.campaigns.push(engine.campaign(campaign, &members, method, toll_of));
        }
        let of = &result.campaigns[result.campaigns.len() - methods.len()..];
        let toll_of = |incident: EntryId, at: usize| {
            by_incident.get(&incident).map(|first| &result.incidents[first + at])
        };
        let totals = engine.totals(of, methods, toll_of);
        result.totals.extend(totals);
    }
    result
}

/// The toll of one incident under one method.
pub fn incident(view: &View, origins: &Origins, incident: EntryId, method: &Method) -> TollFinding {
    let subject = view.canonical(incident);
    let engine = Engine::about(view, origins, &BTreeSet::from([subject]));
    engine.incident_under(subject, std::slice::from_ref(method)).remove(0)
}

/// The toll of a campaign: by the method's own rule of summing, with what outlets state for the whole of it beside.
pub fn campaign(view: &View, origins: &Origins, campaign: EntryId, method: &Method) -> CampaignFinding {
    let subject = view.canonical(campaign);
    let members = campaign::members_of(view, subject);
    let mut subjects: BTreeSet<EntryId> = members.keys().copied().collect();
    subjects.insert(subject);
    let engine = Engine::about(view, origins, &subjects);
    let of = |incident: &EntryId| engine.incident_under(*incident, std::slice::from_ref(method)).remove(0);
    let tolls: BTreeMap<EntryId, TollFinding> =
        members.keys().map(|incident| (*incident, of(incident))).collect();
    engine.campaign(subject, &members, method, |incident| tolls.get(&incident))
}

/// A view with what all methods need of it.
struct Engine<'v> {
    view: &'v View,
    origins: &'v Origins,
    grouped: Grouped<'v>,
    /// What is part of each incident.
    attacks: BTreeMap<EntryId, BTreeSet<EntryId>>,
    ranks: ranks::Ranks,
    scopes: scope::Scopes,
    /// The same with versions, about what people differ on.
    wide: Option<Box<Engine<'v>>>,
}

impl<'v> Engine<'v> {
    fn about(view: &'v View, origins: &'v Origins, subjects: &BTreeSet<EntryId>) -> Self {
        let attacks = parts::attacks_among(view, subjects);
        let all: BTreeSet<EntryId> = subjects.iter().chain(attacks.values().flatten()).copied().collect();
        let wide = Self::wide(origins, Some(&all));
        let (ranks, scopes) = (ranks::Ranks::default(), scope::Scopes::default());
        Self { view, origins, grouped: Grouped::about(view, &all), attacks, ranks, scopes, wide }
    }

    /// Whether anybody is counted in it.
    fn is_counted(&self, subject: EntryId) -> bool {
        let counts =
            |property: &str| Role::of(property).is_some() || parts::kind_of(property, None).is_some();
        self.grouped.cells_of(subject).iter().any(|cell| counts(cell.property))
    }

    fn incident_under(&self, subject: EntryId, methods: &[Method]) -> Vec<TollFinding> {
        let facts = grading::Facts::of(self, subject);
        let wide = self.wide_facts(subject);
        let finding = |method: &Method| {
            let mut finding = self.incident_with(subject, &facts, method);
            if let Some((wide, facts)) = &wide {
                finding.widen(wide.view, wide.incident_with(subject, facts, method));
            }
            finding
        };
        methods.iter().map(finding).collect()
    }

    /// A thing and everything that is part of it, in order of id.
    fn with_parts(&self, subject: EntryId) -> BTreeSet<EntryId> {
        let mut all = BTreeSet::from([subject]);
        if self.attacks.is_empty() {
            return all;
        }
        let mut open = vec![subject];
        while let Some(whole) = open.pop() {
            let placed = self.attacks.get(&whole).into_iter().flatten();
            let placed = placed.filter(|part| !self.view.unplaced().contains(part));
            open.extend(placed.filter(|part| all.insert(**part)));
        }
        all
    }

    /// The lines of an attack, with its own parts; nothing where links run in a circle.
    fn lines_of_part(
        &self,
        part: EntryId,
        method: &Method,
        within: &mut BTreeSet<EntryId>,
    ) -> Option<Vec<Arc<TollLine>>> {
        if !within.insert(part) {
            return None;
        }
        let attacks: Vec<(EntryId, Vec<Arc<TollLine>>)> = parts::attacks_of(self, part)
            .into_iter()
            .filter_map(|attack| Some((attack, self.lines_of_part(attack, method, within)?)))
            .collect();
        Some(self.lines(&grading::Facts::of(self, part), &attacks, method))
    }

    fn incident_with(&self, subject: EntryId, facts: &grading::Facts<'v>, method: &Method) -> TollFinding {
        let attacks: Vec<(EntryId, Vec<Arc<TollLine>>)> = parts::attacks_of(self, subject)
            .into_iter()
            .filter_map(|attack| {
                Some((attack, self.lines_of_part(attack, method, &mut BTreeSet::from([subject]))?))
            })
            .collect();
        let lines = self.lines(facts, &attacks, method);
        let unplaced = self.view.unplaced().contains(&subject);
        // INVARIANT: what nobody has placed corroborates nothing, its own figures neither.
        let grade = if unplaced { IncidentGrade::unplaced() } else { facts.grade(method, &lines) };
        let killed = |line: &&Arc<TollLine>| line.role == Role::Killed;
        let counts = method.figures.counts_from.map(|least| {
            let ends = lines.iter().filter(killed).flat_map(|line| [&line.low, &line.best, &line.high]);
            ends.flatten().any(|end| end.value >= least)
        });
        let cited = || finding::in_order(lines.iter().flat_map(|line| line.claims.iter().copied()).collect());
        let drafts = if facts.any_draft() { facts.drafts(&cited()) } else { 0 };
        TollFinding {
            schema: SCHEMA,
            subject,
            method: method.id.clone(),
            version: method.version.clone(),
            scope: self.scope(subject, facts, method),
            as_known: self.view.as_known().into(),
            unplaced,
            grade,
            counts,
            drafts,
            lines,
            with_versions: None,
        }
    }
}

impl Unplaced {
    /// What is printed beside the finding of an incident that nobody has placed.
    pub const WORDS: &'static str = "not yet placed";

    /// Those of a view.
    pub fn of(view: &View) -> Self {
        let incidents: Vec<EntryId> = view.unplaced().iter().copied().collect();
        Self { count: u32::try_from(incidents.len()).unwrap_or(u32::MAX), incidents }
    }
}

impl IncidentGrade {
    fn new(label: GradeLabel, why: &str, because: Vec<EntryId>) -> Self {
        Self { label, why: why.to_owned(), because, if_separate: None }
    }

    fn unplaced() -> Self {
        Self::new(GradeLabel::Ungraded, Unplaced::WORDS, Vec::new())
    }
}

impl TollFinding {
    /// The line of a role and status, of people of no particular group.
    pub fn line(&self, role: Role, status: Option<Status>) -> Option<&TollLine> {
        let is_it = |line: &&TollLine| line.role == role && line.status == status && line.group.is_none();
        self.lines.iter().map(Arc::as_ref).find(is_it)
    }
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 6] =
        [Self::Killed, Self::Injured, Self::Survived, Self::Missing, Self::Detained, Self::Aboard];

    /// The role that a property of an incident counts: `incident.killed`.
    pub fn of(property: &str) -> Option<Self> {
        let name = property.strip_prefix("incident.")?;
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The role that a property of a campaign counts: `campaign.killed`.
    pub fn of_campaign(property: &str) -> Option<Self> {
        let name = property.strip_prefix("campaign.")?;
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

impl TollLine {
    /// The range in words: `9 to 11`, `at least 9`, `11`; `no figure` where every claim was left out.
    pub fn in_words(&self) -> String {
        range_in_words(self.low.as_ref(), self.high.as_ref())
    }
}

/// A range in words; see [`TollLine::in_words`].
pub(crate) fn range_in_words(low: Option<&End>, high: Option<&End>) -> String {
    let (Some(low), Some(high)) = (low, high) else {
        return "no figure".to_owned();
    };
    let convention = if low.by_convention || high.by_convention { " (by convention)" } else { "" };
    let words = match (low.value == high.value, low.open, high.open) {
        (true, false, false) => high.value.to_string(),
        (true, false, true) => format!("at least {}", high.value),
        (true, true, _) => format!("at most {}", high.value),
        (false, _, _) => {
            let at_most = if low.open { " or fewer" } else { "" };
            let at_least = if high.open { " or more" } else { "" };
            format!("{}{at_most} to {}{at_least}", low.value, high.value)
        }
    };
    words + convention
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Denied => f.write_str("the speaker denies it"),
            Self::Doubted => f.write_str("the speaker doubts it"),
            Self::Supposed => f.write_str("it is only supposed"),
            Self::NoFigure => f.write_str("its words name no figure"),
            Self::NotPeople => f.write_str("it does not count people"),
            Self::Impossible => f.write_str("its minimum is above its maximum"),
            Self::BelowGrade(grade) => {
                write!(f, "its grade {} is below what the method takes as reliable", grade.name())
            }
            Self::AttackerAlone => {
                f.write_str("only the attacker calls them fighters: context, not evidence")
            }
            Self::ShownOtherwise => f.write_str(
                "people killed are said to be fighters, not by the attacker alone as far as this record says who that is, and it names no status",
            ),
            Self::LessReliable => {
                f.write_str("a word of a better grade gives a figure, which the method takes")
            }
        }
    }
}
