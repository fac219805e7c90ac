//! Oversight: what was asked for, what came, and what is outstanding; clocks that run from a duty.
//!
//! *No answer on this record as of a day* is an absence, computed here. *They have not received it* is somebody's claim
//! ([`ActKind::SaidOutstanding`]). The two are never merged.

mod clock;

pub use clock::{Asks, Clock, ClockState, clocks};

use crate::finding::TakenAt;
use assize_ledger::{View, view::ActView};
use assize_record::{Day, Edtf, EntryId, Interval, Relation, body::ActKind};
use serde::Serialize;
use std::collections::BTreeMap;

/// The schema of an [`Oversight`].
pub const SCHEMA: &str = "assize.oversight/1";

/// All matters of oversight of a view, as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Oversight {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The day that outstanding days are counted to.
    pub as_of: String,
    /// As known when.
    pub taken_at: TakenAt,
    /// Matters in order of key.
    pub matters: Vec<Matter>,
}

/// One matter: what is asked for and of whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matter {
    /// The matter.
    pub matter: EntryId,
    /// Its key.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// Everything done in it, in order of date.
    pub acts: Vec<ActLine>,
    /// Each request, and how it stands.
    pub requests: Vec<RequestLine>,
    /// Claims that no answer has come.
    pub said_outstanding: Vec<SaidOutstanding>,
    /// Whether an answer in part, a refusal, or nothing stands on this record for some request.
    pub outstanding: bool,
}

/// An act, as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActLine {
    /// The act.
    pub entry: EntryId,
    /// What was done.
    pub act: ActKind,
    /// Who did it.
    pub who: String,
    /// To or of whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// When, EDTF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// What was asked for, produced or read.
    pub what: String,
    /// Whether only in part.
    pub in_part: bool,
    /// Whether redacted.
    pub redacted: bool,
    /// The passage that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passage: Option<EntryId>,
}

/// How a request stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestLine {
    /// The act of asking.
    pub request: EntryId,
    /// Who asked.
    pub who: String,
    /// Of whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whom: Option<String>,
    /// What for.
    pub what: String,
    /// When, EDTF; left out where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_on: Option<String>,
    /// How it stands.
    pub state: RequestState,
    /// Days from asking to the day counted to, while it is outstanding; else to the answer. Fewest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_min: Option<i32>,
    /// Most; both are left out where dates do not bound them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_max: Option<i32>,
    /// The day an answer was due, EDTF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<String>,
    /// Whether that day has passed without one: before, same-day or after is how the day counted to stands to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub against_due: Option<Relation>,
    /// Acts that answer it, or may.
    pub answers: Vec<EntryId>,
}

/// How a request stands on this record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum RequestState {
    /// No answer on this record.
    NoAnswerOnRecord,
    /// It was acknowledged, and no answer is on this record.
    AcknowledgedOnly,
    /// People were let read it or were briefed on it, and it was not handed over.
    ReadOrBriefedOnly,
    /// Part of it was handed over, or it was redacted.
    ProducedInPart,
    /// All of it was handed over.
    Produced,
    /// It was refused.
    Refused,
}

crate::named!(RequestState);

/// Somebody's claim that no answer has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SaidOutstanding {
    /// The act.
    pub entry: EntryId,
    /// Who says so.
    pub who: String,
    /// When, EDTF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// Oversight as of a day. Acts that surely came later are left out.
pub fn oversight(view: &View, as_of: Day) -> Oversight {
    let mut matters: BTreeMap<(String, EntryId), Vec<&ActView>> = BTreeMap::new();
    for act in view.acts() {
        if date_of(act).relation(&Interval::day(as_of)) == Relation::After {
            continue;
        }
        let matter = view.canonical(act.subject);
        matters.entry((view.handle(matter), matter)).or_default().push(act);
    }
    Oversight {
        schema: SCHEMA,
        as_of: as_of.to_string(),
        taken_at: view.as_known().into(),
        matters: matters.into_iter().map(|((key, id), acts)| matter(view, key, id, acts, as_of)).collect(),
    }
}

fn matter(view: &View, key: String, id: EntryId, mut acts: Vec<&ActView>, as_of: Day) -> Matter {
    acts.sort_by_key(|act| {
        let date = date_of(act);
        (date.earliest.or(date.latest).is_none(), date.earliest.or(date.latest), act.act.act, act.id)
    });
    let of_kind = |kind| acts.iter().filter(move |act| act.act.act == kind);
    let requests: Vec<RequestLine> =
        of_kind(ActKind::Requested).map(|request| request_line(request, &acts, as_of)).collect();
    Matter {
        matter: id,
        key,
        name: view.name(id),
        outstanding: requests.iter().any(|request| request.state != RequestState::Produced),
        requests,
        said_outstanding: of_kind(ActKind::SaidOutstanding)
            .map(|act| SaidOutstanding {
                entry: act.id,
                who: act.act.who.description.clone(),
                date: act.act.happened_on.as_ref().map(Edtf::to_string),
            })
            .collect(),
        acts: acts.iter().map(|act| act_line(act)).collect(),
    }
}

fn act_line(act: &ActView) -> ActLine {
    ActLine {
        entry: act.id,
        act: act.act.act,
        who: act.act.who.description.clone(),
        whom: act.act.whom.as_ref().map(|whom| whom.description.clone()),
        date: act.act.happened_on.as_ref().map(Edtf::to_string),
        what: act.act.what.clone(),
        in_part: act.act.in_part,
        redacted: act.act.redacted,
        passage: act.passage,
    }
}

fn request_line(request: &ActView, acts: &[&ActView], as_of: Day) -> RequestLine {
    let asked = date_of(request);
    // What surely came before it was asked for does not answer it.
    let later = |kinds: &[ActKind]| -> Vec<&ActView> {
        acts.iter()
            .copied()
            .filter(|act| kinds.contains(&act.act.act) && date_of(act).relation(&asked) != Relation::Before)
            .collect()
    };
    let produced = later(&[ActKind::Produced]);
    let whole: Vec<&ActView> =
        produced.iter().copied().filter(|act| !act.act.in_part && !act.act.redacted).collect();
    let ladder = [
        (RequestState::Produced, whole),
        (RequestState::ProducedInPart, produced),
        (RequestState::Refused, later(&[ActKind::Refused])),
        (RequestState::ReadOrBriefedOnly, later(&[ActKind::Read, ActKind::Briefed])),
        (RequestState::AcknowledgedOnly, later(&[ActKind::Acknowledged])),
    ];
    let (state, answers) = ladder
        .into_iter()
        .find(|(_, answers)| !answers.is_empty())
        .unwrap_or((RequestState::NoAnswerOnRecord, Vec::new()));
    let settled = matches!(state, RequestState::Produced | RequestState::Refused);
    let until = match answers.first() {
        Some(answer) if settled => date_of(answer),
        _ => Interval::day(as_of),
    };
    let (days_min, days_max) =
        if asked == Interval::UNBOUNDED { (None, None) } else { until.days_since(&asked) };
    RequestLine {
        request: request.id,
        who: request.act.who.description.clone(),
        whom: request.act.whom.as_ref().map(|whom| whom.description.clone()),
        what: request.act.what.clone(),
        asked_on: request.act.happened_on.as_ref().map(Edtf::to_string),
        state,
        days_min: days_min.map(|days| days.max(0)),
        days_max,
        due_on: request.act.due_on.as_ref().map(Edtf::to_string),
        against_due: request.act.due_on.as_ref().map(|due| until.relation(&due.interval())),
        answers: answers.into_iter().map(|act| act.id).collect(),
    }
}

fn date_of(act: &ActView) -> Interval {
    act.act.happened_on.as_ref().map_or(Interval::UNBOUNDED, Edtf::interval)
}
