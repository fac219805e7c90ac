//! The public bundle: what of the record stands behind a site, as entries that whoever signed them signed, with all that it takes to check them
//! without this program.
//!
//! An entry goes out as it was signed or not at all. So it is taken only where what the gate shows of it is what it holds: an entry out of which a name was
//! masked, or that rests on one, stays. What a site shows of those is in its data.

use crate::{
    data::is_id,
    files::{Out, Unmade},
    gate::{Public, Watch},
    site::Settings,
};
use assize_ledger::{Received, View, view::Standing};
use assize_record::{
    BlobHash, Entry, EntryId,
    body::Body,
    canonical::{self, CanonicalError},
    entry::{Role, Verdict},
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The manifest of the site that a bundle stands behind.
pub const EDITION: &str = "edition.json";

/// Checks a bundle with Python's standard library alone.
const VERIFY: &str = include_str!("bundle/verify.py");

const README: &str = include_str!("bundle/README.md");

/// What goes into a bundle of a record.
#[derive(Debug)]
pub struct Bundle<'r> {
    entries: Vec<&'r Entry>,
    /// Claims that the site shows and that are not in it, since they, or something that they rest on, are not shown as they were signed.
    pub left_out: usize,
}

impl<'r> Bundle<'r> {
    /// The entries of `all` that are shown as they were signed, and that rest on such alone.
    pub fn of(public: &Public, all: &'r [Received]) -> Self {
        let view = public.view();
        let shown = Shown::of(view);
        let watch = public.watch();
        let mut kept: BTreeMap<EntryId, &Entry> = all
            .iter()
            .map(|received| &received.entry)
            .filter(|entry| shown.is_as_signed(public, entry) && !holds_a_name(&watch, entry))
            .map(|entry| (entry.id, entry))
            .collect();
        loop {
            let before = kept.len();
            let known: BTreeSet<EntryId> = kept.keys().copied().collect();
            // What an entry took the place of is an id with salt in it, and says nothing.
            kept.retain(|_, entry| {
                entry.head.refs.iter().all(|(role, id)| *role == Role::Replaces || known.contains(id))
            });
            if kept.len() == before {
                break;
            }
        }
        let left_out = view.claims().iter().filter(|claim| !kept.contains_key(&claim.id)).count();
        // In the order of the record, so that what an entry rests on stands before it.
        let entries =
            all.iter().map(|received| &received.entry).filter(|entry| kept.contains_key(&entry.id)).collect();
        Self { entries, left_out }
    }

    /// How many entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing of the record can go out.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Its files but for originals, `record.json` and what is made of all others. `edition` is the manifest of the site that it stands behind.
    ///
    /// # Errors
    /// Those of `out`, and [`Unmade::Entry`] for an entry that cannot be written, which no entry that was read can be.
    pub fn write<E: From<Unmade>>(
        &self,
        public: &Public,
        settings: &Settings,
        edition: &[u8],
        out: &mut Out<'_, E>,
    ) -> Result<(), E> {
        let (mut heads, mut bodies) = (Vec::new(), Vec::new());
        for entry in &self.entries {
            let (head, body) = lines(entry).map_err(|error| E::from(Unmade::Entry(error)))?;
            heads.extend(head);
            bodies.extend(body);
        }
        out("heads.jsonl", heads)?;
        out("bodies.jsonl", bodies)?;
        out("passages.jsonl", passages(public))?;
        out(EDITION, edition.to_vec())?;
        out("verify.py", VERIFY.as_bytes().to_vec())?;
        let left_out = match self.left_out {
            0 => "No claim that the site shows is left out.".to_owned(),
            1 => "One claim that the site shows is left out.".to_owned(),
            n => format!("{n} claims that the site shows are left out."),
        };
        let name = assize_record::facing::bracketed(&settings.case_name).into_owned();
        let readme = README.replace("{case}", &name).replace("{left_out}", &left_out);
        out("README.md", readme.into_bytes())
    }
}

/// Sums for `sha256sum -c`, of hashes by path.
pub fn sums(files: &BTreeMap<String, BlobHash>) -> Vec<u8> {
    files.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect::<String>().into_bytes()
}

fn holds_a_name(watch: &Watch, entry: &Entry) -> bool {
    let body = entry.body.as_ref().and_then(|(_, body)| canonical::to_bytes(body).ok());
    body.is_none_or(|body| !watch.look("", &body).is_empty())
}

/// The lines of a head and of its body, as the ledger stores them.
fn lines(entry: &Entry) -> Result<(Vec<u8>, Vec<u8>), CanonicalError> {
    let mut head = json!({ "head": entry.head, "id": entry.id });
    if let Some(signature) = &entry.signature {
        head["signature"] = json!(signature);
    }
    let mut head = canonical::to_bytes(&head)?;
    head.push(b'\n');
    let mut line = Vec::new();
    if let Some((salt, body)) = &entry.body {
        let body: Value = serde_json::from_slice(&body.to_bytes(entry.head.v)?).unwrap_or_default();
        line = canonical::to_bytes(&json!({ "body": body, "id": entry.id, "salt": salt }))?;
        line.push(b'\n');
    }
    Ok((head, line))
}

/// Every quoted passage with where it is from. Of a source out of which a name was taken stand neither its hash nor the places of its words.
fn passages(public: &Public) -> Vec<u8> {
    let view = public.view();
    let mut told = String::new();
    for (id, passage) in view.passages() {
        let Some(text) = view.texts().get(&passage.text) else { continue };
        let source = view.sources().get(&text.source);
        let facts = source.map(|source| &source.publication);
        let fact = |of: fn(&assize_record::body::Publication) -> Option<&assize_record::body::Stated>| {
            facts.and_then(of).map(|stated| stated.value.clone())
        };
        let masked = public.is_masked(text.source);
        let mut line = json!({
            "passage": id,
            "exact": passage.words.exact,
            "source": text.source,
            "publisher": fact(|facts| facts.publisher.as_ref()),
            "title": fact(|facts| facts.title.as_ref()),
            "published_on": fact(|facts| facts.published_on.as_ref()),
            "url": fact(|facts| facts.url.as_ref()),
            "paraphrase": view.is_digest(text.source),
        });
        if !masked {
            line["text"] = json!(passage.text);
            line["start"] = json!(passage.words.start);
            line["end"] = json!(passage.words.end);
            line["source_sha256"] = json!(source.and_then(|source| source.sha256));
            line["text_sha256"] = json!(text.sha256);
        }
        if let Value::Object(fields) = &mut line {
            fields.retain(|_, value| !value.is_null());
        }
        told.push_str(&assize_record::facing::embedded(&line.to_string()));
        told.push('\n');
    }
    told.into_bytes()
}

/// What a site shows, by entry.
struct Shown<'v> {
    view: &'v View,
    acts: BTreeMap<EntryId, &'v assize_record::body::Act>,
    bridges: BTreeMap<EntryId, &'v assize_record::body::Bridge>,
    links: BTreeSet<EntryId>,
}

impl<'v> Shown<'v> {
    fn of(view: &'v View) -> Self {
        Self {
            view,
            acts: view.acts().iter().map(|act| (act.id, &act.act)).collect(),
            bridges: view.bridges().iter().map(|bridge| (bridge.id, &bridge.bridge)).collect(),
            links: view.links().iter().map(|link| link.id).collect(),
        }
    }

    /// Whether what is shown of an entry is what it holds. Kinds that name people who work on the record, or hold their remarks, are none of them.
    fn is_as_signed(&self, public: &Public, entry: &Entry) -> bool {
        let (view, id) = (self.view, entry.id);
        let Some((_, body)) = &entry.body else { return false };
        match body {
            Body::Source(source) => {
                let known = view.sources().get(&id).and_then(|known| known.sha256);
                known == Some(source.sha256) && !public.is_masked(id)
            }
            Body::Text(text) => {
                let known = view.texts().get(&id);
                known
                    .is_some_and(|known| known.sha256 == Some(text.sha256) && !public.is_masked(known.source))
            }
            Body::Passage(passage) => view.passages().get(&id).is_some_and(|known| {
                (known.words.start as u64, known.words.end as u64) == (passage.start, passage.end)
            }),
            Body::Anchor(anchor) => view.anchors().get(&id).is_some_and(|known| {
                let words = known.words.as_ref();
                words
                    .is_some_and(|words| (words.start as u64, words.end as u64) == (anchor.start, anchor.end))
            }),
            Body::Entity(entity) => view.entities().get(&id) == Some(entity),
            Body::Claim(claim) => view.claim(id).is_some_and(|known| {
                known.standing == Standing::Accepted && faceless(&*known.said) == faceless(&**claim)
            }),
            Body::Act(act) => self.acts.get(&id).is_some_and(|known| faceless(known) == faceless(act)),
            Body::Bridge(bridge) => {
                self.bridges.get(&id).is_some_and(|known| faceless(known) == faceless(bridge))
            }
            Body::Link(why) => why.words.is_empty() && self.links.contains(&id),
            Body::Review(why) => why.words.is_empty() && entry.head.verdict == Some(Verdict::Accept),
            _ => false,
        }
    }
}

/// What something says, without the ids by which it says it of things: a view knows those by others. What a reader proposed of it is no part of what it says.
fn faceless(value: &impl serde::Serialize) -> Value {
    fn walk(value: &mut Value) {
        match value {
            Value::String(text) if is_id(text) => text.clear(),
            Value::Array(all) => all.iter_mut().for_each(walk),
            Value::Object(fields) => {
                fields.retain(|name, _| name != "drafted" && name != "anchors");
                fields.values_mut().for_each(walk);
            }
            _ => {}
        }
    }
    let mut value = serde_json::to_value(value).unwrap_or_default();
    walk(&mut value);
    value
}
