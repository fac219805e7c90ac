//! What changed between two views, and the entries that did it.

use crate::{
    conflict::{self, Conflict},
    finding,
    origin::{Copies, Origins},
    toll::{self, CampaignFinding, Method, TollFinding, TollLine, Tolls},
};
use assize_ledger::View;
use assize_record::{EntryId, Status};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One finding that differs between two views.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// Which finding, in words: `killed in “strike of 2 May”, by bij`.
    pub what: String,
    /// What it was; `None` where there was no such finding.
    pub before: Option<String>,
    /// What it is now; `None` where there is none any more.
    pub after: Option<String>,
    /// Entries that did it: claims that came, went or changed, and judgements on them. In order of id. Where a link did it, the
    /// entities or sources that the link joins or parts.
    pub because: Vec<EntryId>,
}

/// What is not the same in two views.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Moved {
    /// Claims that came, went or changed, each with itself and the judgements on it that came or went.
    claims: BTreeMap<EntryId, BTreeSet<EntryId>>,
    /// Entities and sources whose links are not the same.
    links: BTreeSet<EntryId>,
}

/// Every toll and conflict that differs between two views, with the entries that did it.
pub fn changes(before: &View, after: &View, methods: &[Method]) -> Vec<Change> {
    changes_with_copies(before, after, methods, &Copies::default())
}

/// As [`changes`], with sources that a measure takes for copies of one another.
pub fn changes_with_copies(before: &View, after: &View, methods: &[Method], copies: &Copies) -> Vec<Change> {
    let moved = Moved::between(before, after);
    let weigh = |view: &View| {
        let origins = Origins::with_copies(view, copies);
        (toll::tolls(view, &origins, methods), conflict::conflicts(view, &origins))
    };
    let ((tolls_before, conflicts_before), (tolls_after, conflicts_after)) = (weigh(before), weigh(after));
    let mut changes = compare(&of_tolls(before, &tolls_before), &of_tolls(after, &tolls_after), &moved);
    changes.extend(compare(
        &of_conflicts(before, &conflicts_before),
        &of_conflicts(after, &conflicts_after),
        &moved,
    ));
    changes
}

impl Moved {
    /// Compares two views entry by entry.
    pub fn between(before: &View, after: &View) -> Self {
        let mut claims: BTreeMap<EntryId, BTreeSet<EntryId>> = BTreeMap::new();
        for (here, there) in [(before, after), (after, before)] {
            for claim in here.claims() {
                let other = there.claim(claim.id);
                if other != Some(claim) {
                    let entries = claims.entry(claim.id).or_insert_with(|| BTreeSet::from([claim.id]));
                    let graded = |id: &EntryId| {
                        other.is_some_and(|other| other.grades.iter().any(|(grade, _)| grade == id))
                    };
                    entries.extend(claim.grades.iter().map(|(id, _)| *id).filter(|id| !graded(id)));
                }
            }
        }
        let mut links = BTreeSet::new();
        links.extend(keys_that_differ(before.same(), after.same()));
        links.extend(keys_that_differ(before.part_of(), after.part_of()));
        links.extend(keys_that_differ(before.syndicated_from(), after.syndicated_from()));
        links.extend(keys_that_differ(before.sources(), after.sources()));
        links.extend(before.different().symmetric_difference(after.different()).flat_map(|(a, b)| [*a, *b]));
        Self { claims, links }
    }

    /// The entries that moved among those a finding cites; where none of those did, the ends of links that did.
    pub fn because(&self, cited: impl IntoIterator<Item = EntryId>) -> Vec<EntryId> {
        let entries: Vec<EntryId> =
            cited.into_iter().filter_map(|claim| self.claims.get(&claim)).flatten().copied().collect();
        if entries.is_empty() { self.links.iter().copied().collect() } else { finding::in_order(entries) }
    }
}

/// What a finding says and the claims it cites, by what it is about.
type Said = BTreeMap<String, (String, Vec<EntryId>)>;

fn compare(before: &Said, after: &Said, moved: &Moved) -> Vec<Change> {
    let all: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut changes = Vec::new();
    for what in all {
        let (was, is) = (before.get(what), after.get(what));
        if was.map(|(words, _)| words) == is.map(|(words, _)| words) {
            continue;
        }
        let cited = was.into_iter().chain(is).flat_map(|(_, claims)| claims.iter().copied());
        changes.push(Change {
            what: what.clone(),
            before: was.map(|(words, _)| words.clone()),
            after: is.map(|(words, _)| words.clone()),
            because: moved.because(cited),
        });
    }
    changes
}

fn of_tolls(view: &View, tolls: &Tolls) -> Said {
    let mut said = Said::new();
    for toll in &tolls.incidents {
        let incident = named(view, toll.subject);
        let key = |what: &str| format!("{what} in {incident}, by {}", toll.method);
        if toll.grade.label != toll::GradeLabel::Ungraded {
            let apart = toll.grade.if_separate.as_ref();
            let apart = apart.map_or_else(String::new, |apart| format!(" (perhaps {})", apart.label.name()));
            said.insert(key("grade"), (format!("{}{apart}", toll.grade.label.name()), cited(toll)));
        }
        for line in &toll.lines {
            let what = what_of(view, line.role.name(), line.status, line.group);
            // A best figure for all is the sum of the sides that are coded, so it can come and go with a claim about one side.
            let sides = toll.lines.iter().filter(|side| side.role == line.role && *side != line);
            let of_sides = sides
                .filter(|_| line.status.is_none() && line.group.is_none())
                .flat_map(|side| cited_by(side));
            said.insert(key(&what), (in_words(line), cited_by(line).into_iter().chain(of_sides).collect()));
        }
    }
    for toll in &tolls.campaigns {
        of_campaign(view, toll, &mut said);
    }
    said
}

fn of_campaign(view: &View, toll: &CampaignFinding, said: &mut Said) {
    let campaign = named(view, toll.subject);
    for line in &toll.lines {
        let what = what_of(view, line.role.name(), line.status, line.group);
        let what = line.range.as_ref().map_or_else(|| what.clone(), |range| format!("{what} ({range})"));
        let best = line.best.as_ref().map_or_else(String::new, |best| format!(", best {}", best.value));
        let counted = format!(" over {} incidents", line.high_incidents);
        let ends = line.low.iter().chain(&line.high).chain(&line.best);
        // A grade or a membership can move a sum without touching a figure, so those are cited too.
        let ends = ends.flat_map(|end| end.claims.iter().copied());
        let members = toll.members.iter().map(|member| &member.because);
        let because = members.chain(toll.left_out.iter().map(|out| &out.because)).flatten().copied();
        let claims = ends.chain(because).collect();
        let key = format!("{what} in {campaign}, by {}", toll.method);
        said.insert(key, (line.in_words() + &best + &counted, claims));
    }
    for stated in &toll.stated {
        let what = what_of(view, &stated.property, stated.status, None);
        let as_of = stated.as_of.as_ref().map_or_else(String::new, |(_, last)| format!(" as of {last}"));
        let key = format!("{what} in {campaign}{as_of}, stated by {}", stated.origin);
        // One origin may state several figures as of one day: all of them are shown.
        let (words, claims) = said.entry(key).or_default();
        *words =
            if words.is_empty() { stated.figure.clone() } else { format!("{words} / {}", stated.figure) };
        claims.extend_from_slice(&stated.claims);
    }
}

fn of_conflicts(view: &View, conflicts: &[Conflict]) -> Said {
    let mut said = Said::new();
    for conflict in conflicts {
        let what = what_of(view, &conflict.property, conflict.status, conflict.group);
        let kind = match conflict.between {
            conflict::Between::Revision => "revision",
            conflict::Between::Origins | conflict::Between::Voices | conflict::Between::OneOrigin => {
                "conflict"
            }
        };
        let (words, claims) =
            said.entry(format!("{kind}: {what} of {}", named(view, conflict.subject))).or_default();
        let more = conflict.in_words();
        *words = if words.is_empty() { more } else { format!("{words}; {more}") };
        claims.extend(conflict.positions.iter().flat_map(|position| position.claims.iter().copied()));
    }
    said
}

/// The name of a subject; its key too, because two incidents can share a name.
fn named(view: &View, subject: EntryId) -> String {
    let (name, handle) = (view.name(subject), view.handle(subject));
    if name == handle { format!("“{name}”") } else { format!("“{name}” ({handle})") }
}

fn what_of(view: &View, what: &str, status: Option<Status>, group: Option<EntryId>) -> String {
    let status = status.map_or_else(String::new, |status| format!(" ({})", status.name()));
    let group = group.map_or_else(String::new, |group| format!(" of {}", view.name(group)));
    format!("{what}{status}{group}")
}

fn in_words(line: &TollLine) -> String {
    let best = line.best.as_ref().map_or_else(String::new, |best| format!(", best {}", best.value));
    line.in_words() + &best
}

fn cited(toll: &TollFinding) -> Vec<EntryId> {
    let lines = toll.lines.iter().flat_map(|line| cited_by(line));
    lines.chain(toll.grade.because.iter().copied()).collect()
}

fn cited_by(line: &TollLine) -> Vec<EntryId> {
    let excluded = line.excluded.iter().map(|out| out.claim);
    let superseded = line.superseded.iter().flat_map(|old| [old.claim, old.by]);
    line.claims.iter().copied().chain(excluded).chain(superseded).collect()
}

fn keys_that_differ<V: PartialEq>(
    before: &BTreeMap<EntryId, V>,
    after: &BTreeMap<EntryId, V>,
) -> Vec<EntryId> {
    before.keys().chain(after.keys()).filter(|key| before.get(key) != after.get(key)).copied().collect()
}
