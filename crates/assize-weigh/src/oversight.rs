//! Oversight: what was asked for, what came, and what is outstanding; clocks that run from a duty.
//!
//! *No answer on this record as of a day* is an absence, computed here. *They have not received it* is somebody's claim
//! ([`ActKind::SaidOutstanding`]). The two are never merged.
//!
//! A request is answered only by an answer to the one who asked, or to a whole of it: see `oversight/answer.rs`.

mod answer;
mod clock;

pub use answer::OtherAnswer;
pub use clock::{Asks, Clock, ClockState, alike, clocks};

use crate::finding::TakenAt;
use answer::To;
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
    /// Whether some request was not answered to the one who asked, in whole and by handing it over.
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
    /// Which incident it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<EntryId>,
    /// In what capacity somebody acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<String>,
    /// Whether only in part.
    pub in_part: bool,
    /// Whether redacted.
    pub redacted: bool,
    /// The passage that says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passage: Option<EntryId>,
}

impl ActLine {
    /// What was done, for people: a person who would not comment has not denied anything.
    pub fn done(&self) -> String {
        match self.act {
            ActKind::DeclinedComment => "would not comment".to_owned(),
            ActKind::NotReached => "could not be reached".to_owned(),
            ActKind::DidNotRespond => "did not respond".to_owned(),
            ActKind::Barred => "was barred".to_owned(),
            ActKind::InquiryOpened => "opened an inquiry".to_owned(),
            other => other.name().replace('-', " "),
        }
    }

    /// To or of whom, with the preposition that goes with it: `, to the Committee`. Empty where it is not said.
    pub fn to_whom(&self) -> String {
        let Some(whom) = &self.whom else { return String::new() };
        let preposition = match self.act {
            ActKind::Requested => "of",
            ActKind::Read => "by leave of",
            ActKind::Barred => "by",
            ActKind::Briefed | ActKind::SaidOutstanding => return format!(", {whom}"),
            ActKind::DeclinedComment | ActKind::NotReached | ActKind::DidNotRespond => "asked by",
            _ => "to",
        };
        format!(", {preposition} {whom}")
    }

    /// What is added in brackets: whether in part, redacted, and in what capacity; empty where nothing is.
    pub fn aside(&self) -> String {
        let part = self.in_part.then_some("in part");
        let redacted = self.redacted.then_some("redacted");
        let words: Vec<&str> = part.into_iter().chain(redacted).chain(self.capacity.as_deref()).collect();
        if words.is_empty() { String::new() } else { format!(" ({})", words.join("; ")) }
    }
}

impl RequestState {
    /// The state for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::NoAnswerOnRecord => "no answer on this record",
            Self::AnsweredToOthers => "answered to others, not to the one who asked",
            Self::ToWhomIsNotSaid => "answered, to whom is not said",
            Self::AcknowledgedOnly => "acknowledged only",
            Self::ReadOrBriefedOnly => "read or briefed only",
            Self::ProducedInPart => "produced in part",
            Self::Produced => "produced",
            Self::Refused => "refused",
        }
    }
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
    /// Acts that answer it.
    pub answers: Vec<EntryId>,
    /// Who answered, how and with what: a matter may hold several requests, and what was handed over need not be what was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_with: Option<String>,
    /// Acts that gave, refused or told it to others: no answer to the one who asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub answered_to_others: Vec<OtherAnswer>,
    /// Acts that do not say to whom: they answer nobody who is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to_whom_not_said: Vec<OtherAnswer>,
}

/// How a request stands on this record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum RequestState {
    /// No answer on this record.
    NoAnswerOnRecord,
    /// Others had an answer; the one who asked had none on this record.
    AnsweredToOthers,
    /// An answer is on this record, and it does not say to whom; it does not close the request.
    ToWhomIsNotSaid,
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
        of_kind(ActKind::Requested).map(|request| request_line(view, request, &acts, as_of)).collect();
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

/// An act as it is printed.
pub(crate) fn act_line(act: &ActView) -> ActLine {
    ActLine {
        entry: act.id,
        act: act.act.act,
        who: act.act.who.description.clone(),
        whom: act.act.whom.as_ref().map(|whom| whom.description.clone()),
        date: act.act.happened_on.as_ref().map(Edtf::to_string),
        what: act.act.what.clone(),
        about: act.act.about,
        capacity: act.act.capacity.clone(),
        in_part: act.act.in_part,
        redacted: act.act.redacted,
        passage: act.passage,
    }
}

/// What answers a request, if its addressee is the one who asked.
const ANSWERS: [ActKind; 5] =
    [ActKind::Produced, ActKind::Refused, ActKind::Read, ActKind::Briefed, ActKind::Acknowledged];

fn request_line(view: &View, request: &ActView, acts: &[&ActView], as_of: Day) -> RequestLine {
    let asked = date_of(request);
    // What surely came before it was asked for does not answer it.
    let mut later: Vec<(To, &ActView)> = acts
        .iter()
        .filter(|act| ANSWERS.contains(&act.act.act) && date_of(act).relation(&asked) != Relation::Before)
        .map(|act| (answer::to(view, &request.act.who, act), *act))
        .collect();
    let others = |to: To, later: &[(To, &ActView)]| -> Vec<OtherAnswer> {
        later.iter().filter(|(whom, _)| *whom == to).map(|(_, act)| OtherAnswer::of(act)).collect()
    };
    let answered_to_others = others(To::Others, &later);
    let to_whom_not_said = others(To::NotSaid, &later);
    later.retain(|(to, _)| *to == To::Asker);
    let later = |kinds: &[ActKind]| -> Vec<&ActView> {
        later.iter().map(|(_, act)| *act).filter(|act| kinds.contains(&act.act.act)).collect()
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
        .unwrap_or_else(|| (none_of_its_own(&answered_to_others, &to_whom_not_said), Vec::new()));
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
        answered_with: answers.first().map(|answer| {
            let line = act_line(answer);
            format!("{} {}: {}", line.who, line.done(), line.what)
        }),
        answers: answers.into_iter().map(|act| act.id).collect(),
        answered_to_others,
        to_whom_not_said,
    }
}

/// How a request stands that nobody answered to the one who asked.
fn none_of_its_own(to_others: &[OtherAnswer], not_said: &[OtherAnswer]) -> RequestState {
    match (to_others, not_said) {
        ([], []) => RequestState::NoAnswerOnRecord,
        // What may be for the one who asked is nearer to an answer than what surely is not.
        (_, [_, ..]) => RequestState::ToWhomIsNotSaid,
        ([_, ..], []) => RequestState::AnsweredToOthers,
    }
}

fn date_of(act: &ActView) -> Interval {
    act.act.happened_on.as_ref().map_or(Interval::UNBOUNDED, Edtf::interval)
}
