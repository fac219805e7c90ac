//! Bodies, line by line, and the list of those that are lacking.

use super::{Evidence, Known, Quoted, heads::HeadAt, on_all_cores};
use crate::{
    case::{self, Case},
    disk,
    fault::{Fault, Place},
    segment::{self, BodyLine, Lack, Line},
    store::StoreError,
};
use assize_record::{
    Entry, EntryId,
    body::Body,
    entry::{OfText, Role, Salt},
    sign::Signature,
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
};

/// More lost bodies than this are counted rather than named one by one.
const NAMED: usize = 100;

/// What a body line comes to.
enum Checked {
    /// It holds.
    Sound(EntryId, Salt, Box<Body>),
    /// It does not; the id where it is that of an entry here.
    Damaged(Option<EntryId>, String),
    /// It belongs to an entry that cannot be checked, or that no checkpoint covers.
    PassedOver(EntryId),
    /// It belongs to no entry here: left from a write that was cut short, where nothing follows that does.
    Headless(EntryId),
}

/// Checks every body line against its head, and that no body is lacking but those on the list. Gathers what evidence says.
pub(super) fn check(case: &Case, known: &Known<'_>, faults: &mut Vec<Fault>) -> Result<Evidence, StoreError> {
    let mut evidence = Evidence::default();
    let (segments, mut found) = segment::list(case, case::BODIES)?;
    let mut unexplained = found.len();
    faults.append(&mut found);
    let newest = segments.last().map(|last| last.number);
    let mut torn: Vec<Fault> = Vec::new();
    let mut present = HashMap::new();
    // A write puts bodies down before heads.
    let mut left: Vec<(Place, EntryId)> = Vec::new();
    for segment in &segments {
        let bytes = match disk::read(&segment.path) {
            Ok(bytes) => bytes.unwrap_or_default(),
            Err(error) => {
                faults.push(Fault::file(&segment.file, error.to_string()));
                continue;
            }
        };
        let lines: Vec<Line<'_>> = segment::lines(&bytes).collect();
        let checked = on_all_cores(&lines, |line| check_line(line, known));
        for (line, checked) in lines.iter().zip(checked) {
            let place = Place::new(&segment.file, line.number);
            if let (Checked::Damaged(None, what), false, true) =
                (&checked, line.whole, Some(segment.number) == newest)
            {
                // Left from a write that was cut short, unless a body is missing.
                torn.push(Fault::line(&place.file, place.line, what.clone()));
                continue;
            }
            if !matches!(checked, Checked::Headless(_)) {
                unexplained += left.len();
                faults.extend(left.drain(..).map(headless));
            }
            let id = match checked {
                Checked::Headless(id) => {
                    left.push((place, id));
                    continue;
                }
                Checked::Sound(id, salt, body) => {
                    gather(&mut evidence, id, salt, *body, known, &place);
                    Some(id)
                }
                Checked::PassedOver(id) => Some(id),
                Checked::Damaged(id, what) => {
                    faults.push(Fault::line(&place.file, place.line, what));
                    id
                }
            };
            match id {
                Some(id) => {
                    if let Some(first) = present.insert(id, place.clone()) {
                        let what = format!("a second body of entry {id}, which has one at {first}");
                        faults.push(Fault::line(&place.file, place.line, what));
                    }
                }
                None => unexplained += 1,
            }
        }
    }
    if let Some((first, _)) = left.first() {
        let what = format!(
            "{} of no entry here, left from a write that was cut short",
            match left.len() {
                1 => "a body".to_owned(),
                many => format!("{many} bodies"),
            }
        );
        faults.push(Fault::line(&first.file, first.line, what).note());
    }
    let lacking = check_lacking(case, known, &mut torn, &mut unexplained, faults)?;
    let last = segments.last().map_or(0, |segment| segment.number);
    count(known, &present, &lacking, faults);
    if !torn.is_empty() {
        let is_needed = covered(known).any(|line| is_lost(known, &present, &lacking, &line.id));
        unexplained += if is_needed { torn.len() } else { 0 };
        faults.extend(torn.into_iter().map(|torn| if is_needed { torn } else { torn.note() }));
    }
    name_lost(known, &present, &lacking, unexplained, last, faults);
    Ok(evidence)
}

fn headless((place, id): (Place, EntryId)) -> Fault {
    Fault::line(&place.file, place.line, format!("body of entry {id}, which has no head here"))
}

fn check_line(line: &Line<'_>, known: &Known<'_>) -> Checked {
    let damaged = |what: &str| Checked::Damaged(None, what.to_owned());
    if !line.whole {
        return damaged("cut short: no newline at its end");
    }
    let Some(parts) = BodyLine::split(line.bytes) else {
        return damaged("not a body line in canonical form");
    };
    let id = parts.id;
    let Some(head) = known.heads.by_id.get(&id).and_then(|at| known.heads.lines[*at].head.as_ref()) else {
        if known.holds(&id) {
            return Checked::PassedOver(id);
        }
        return Checked::Headless(id);
    };
    if parts.found_commitment() != head.body {
        return Checked::Damaged(Some(id), format!("body of {id} does not match the commitment in its head"));
    }
    let body = match parts.parse() {
        Ok(body) => body,
        Err(error) => return Checked::Damaged(Some(id), error.to_string()),
    };
    // The signature was checked with the head; leaving author and signature out of a copy would change the id, so both stay.
    let signature = head.by.map(|_| Signature::from_bytes([0; 64]));
    let entry = Entry { id, head: head.clone(), body: Some(body), signature };
    match check_body(&entry) {
        Some(what) => Checked::Damaged(Some(id), what),
        None => match entry.body {
            Some((salt, body)) => Checked::Sound(id, salt, Box::new(body)),
            None => Checked::PassedOver(id),
        },
    }
}

/// What is wrong with a body beside its head, whose own check came before.
fn check_body(entry: &Entry) -> Option<String> {
    let (salt, body) = entry.body.as_ref()?;
    let (kind, id) = (entry.head.kind, entry.id);
    if !entry.head.takes(*salt) {
        return Some(format!("body of {id} has a salt where it takes none, or none where it needs one"));
    }
    if body.kind() != kind {
        return Some(format!(
            "entry {id} is a `{}`, but its body is that of a `{}`",
            kind.name(),
            body.kind().name()
        ));
    }
    if let Err(error) = body.check_stored(entry.head.v) {
        return Some(error.to_string());
    }
    match assize_record::entry::commit(entry.head.v, *salt, body) {
        Ok(found) if found == entry.head.body => None,
        Ok(_) => Some(format!("body of {id} states something that is left out in canonical form")),
        Err(error) => Some(error.to_string()),
    }
}

fn gather(evidence: &mut Evidence, id: EntryId, salt: Salt, body: Body, known: &Known<'_>, place: &Place) {
    // What was destroyed and is still here may be half gone.
    if known.destroyed.contains(&id) {
        return;
    }
    for hash in body.blobs() {
        evidence.blobs.entry(hash).or_insert((None, place.clone()));
    }
    match body {
        Body::Source(source) => {
            evidence.blobs.insert(source.sha256, (Some(source.bytes), place.clone()));
        }
        Body::Text(text) => {
            evidence.blobs.insert(text.sha256, (Some(text.bytes), place.clone()));
            evidence.texts.insert(id, text.sha256);
            if !salt.is_empty() {
                evidence.salted.insert(id, OfText::new(id, salt));
            }
        }
        body @ (Body::Passage(_) | Body::Anchor(_)) => {
            let head = known.heads.by_id.get(&id).and_then(|at| known.heads.lines[*at].head.as_ref());
            if let Some(text) = head.and_then(|head| head.first(Role::Text)) {
                evidence.passages.entry(text).or_default().push(Quoted { salt, body, place: place.clone() });
            }
        }
        _ => {}
    }
}

/// Checks the list of lacking bodies and gives what it says.
fn check_lacking(
    case: &Case,
    known: &Known<'_>,
    torn: &mut Vec<Fault>,
    unexplained: &mut usize,
    faults: &mut Vec<Fault>,
) -> Result<BTreeMap<EntryId, Lack>, StoreError> {
    let bytes = disk::read(&case.lacking())?.unwrap_or_default();
    let mut lacking = BTreeMap::new();
    for line in segment::lines(&bytes) {
        let mut fault = |what: String| faults.push(Fault::line(case::LACKING, line.number, what));
        match segment::parse_lacking(line.bytes) {
            // Left from a write that was cut short.
            _ if !line.whole => {
                torn.push(Fault::line(case::LACKING, line.number, "cut short: no newline at its end"));
                continue;
            }
            Err(error) => fault(error.to_string()),
            Ok(found) if !known.holds(&found.id) => fault(format!("entry {} is not in this case", found.id)),
            Ok(found) => {
                lacking.insert(found.id, found.why);
                continue;
            }
        }
        // A line whose newline was damaged has run into the next one, and hides what both say.
        *unexplained += line.bytes.iter().filter(|byte| **byte == b'{').count().max(1);
    }
    Ok(lacking)
}

/// Says how many bodies are not there and why, and what the list says that is not so.
fn count(
    known: &Known<'_>,
    present: &HashMap<EntryId, Place>,
    lacking: &BTreeMap<EntryId, Lack>,
    faults: &mut Vec<Fault>,
) {
    let covered = known.heads.lines[..known.heads.covered].iter().map(|line| line.id);
    let (there, gone): (Vec<EntryId>, Vec<EntryId>) = covered.partition(|id| present.contains_key(id));
    let pending = there.iter().filter(|id| known.destroyed.contains(id)).count();
    let forged = there
        .iter()
        .filter(|id| lacking.get(id) == Some(&Lack::Erased) && !known.destroyed.contains(id))
        .count();
    let destroyed = gone.iter().filter(|id| known.destroyed.contains(id)).count();
    let absent = gone
        .iter()
        .filter(|id| lacking.get(id) == Some(&Lack::Absent) && !known.destroyed.contains(id))
        .count();
    let lines = [
        (destroyed, "destroyed by an owner: heads, ids and receipts stay"),
        (pending, "destroyed by an owner and still here: `assize destroy --pending`"),
        (
            absent,
            "never here: whoever sent the entries had none; a merge with a copy that has them brings them",
        ),
        (
            forged,
            "on this list as erased and here: no owner destroyed them, and nothing follows from the list",
        ),
    ];
    for (n, words) in lines.into_iter().filter(|(n, _)| *n > 0) {
        let bodies = if n == 1 { "1 body".to_owned() } else { format!("{n} bodies") };
        faults.push(Fault::file(case::LACKING, format!("{bodies} {words}")).note());
    }
}

/// Covered heads that hold.
fn covered<'k>(known: &'k Known<'_>) -> impl Iterator<Item = &'k HeadAt> {
    known.heads.lines[..known.heads.covered].iter().filter(|line| line.head.is_some())
}

/// Whether a body is gone and nothing that can be believed says why.
fn is_lost(
    known: &Known<'_>,
    present: &HashMap<EntryId, Place>,
    lacking: &BTreeMap<EntryId, Lack>,
    id: &EntryId,
) -> bool {
    let is_told = match lacking.get(id) {
        Some(Lack::Absent) => true,
        Some(Lack::Erased) => known.destroyed.contains(id),
        Some(Lack::Found) | None => false,
    };
    !present.contains_key(id) && !is_told
}

/// Names covered entries whose body is neither there nor known to be lacking. What the list calls erased is lost where no owner
/// destroyed it.
fn name_lost(
    known: &Known<'_>,
    present: &HashMap<EntryId, Place>,
    lacking: &BTreeMap<EntryId, Lack>,
    unexplained: usize,
    last: u32,
    faults: &mut Vec<Fault>,
) {
    let is_lost = |id: &EntryId| is_lost(known, present, lacking, id);
    let lost: Vec<_> = covered(known).filter(|line| is_lost(&line.id)).collect();
    let covered = &known.heads.lines[..known.heads.covered];
    if lost.len() <= unexplained {
        for line in lost {
            let what = format!("body of {} cannot be read: it is on one of the damaged lines", line.id);
            faults.push(Fault::line(&line.place.file, line.place.line, what).note());
        }
        return;
    }
    for line in lost.iter().take(NAMED) {
        let (place, id) = (&line.place, line.id);
        faults.push(Fault::line(&place.file, place.line, format!("its body, of {id}, is missing")).note());
    }
    // Bodies stand in the order of heads but for those that came later, so the one before tells where these would be.
    let mut before: Option<&Place> = None;
    let mut runs: BTreeMap<(PathBuf, u64), u64> = BTreeMap::new();
    for line in covered {
        if let Some(place) = present.get(&line.id) {
            before = Some(place);
        } else if line.head.is_some() && is_lost(&line.id) {
            let place = before.map_or_else(
                || (segment::name_of(case::BODIES, 1), 1),
                |place| (place.file.clone(), place.line + 1),
            );
            *runs.entry(place).or_default() += 1;
        }
    }
    let next = segment::name_of(case::BODIES, last + 1);
    // A file that holds no body any more was cut down to nothing; where the one before it ends, it is the one to name.
    let filled: BTreeSet<&PathBuf> = present.values().map(|place| &place.file).collect();
    let names: Vec<PathBuf> = (1..=last).map(|number| segment::name_of(case::BODIES, number)).collect();
    let emptied = |file: &PathBuf| {
        let at = names.iter().position(|name| name == file)?;
        names.get(at + 1).filter(|after| !filled.contains(after)).cloned()
    };
    for ((file, line), count) in runs {
        let (file, line) = emptied(&file).map_or((file, line), |after| (after, 1));
        let what = format!(
            "{count} bodies are missing that would be here or in `{}`, and no owner's word in `{}` and the log says why: a merge with a copy \
             that has them restores them",
            next.display(),
            case::LACKING
        );
        faults.push(Fault::line(file, line, what));
    }
}
