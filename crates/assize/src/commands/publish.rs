//! `assize publish`: the site and its datasets.

mod bundle;
mod told;

use super::{assess, verify, weigh};
use crate::{
    case::{self, Session, TOOL, store_failure},
    cli::{Cli, Publish},
    failure::{Exit, Failure, Outcome, file_failure},
    keys,
    output::{Output, count},
    secrets::Gone,
    seen, texts,
};
use assize_archive::{
    folder::{Held, Writer},
    plain::{self, BLOB_BYTES, Links},
    store::Patience,
};
use assize_case::{find, made_of::made_of};
use assize_ledger::{AsKnown, Received, View};
use assize_publish::{
    Allowed, MANIFEST, Manifest, NameChoice, Policy, Public, Settings, Unmade, gate::Watch, site,
};
use assize_record::{BlobHash, Day, EntryId, Hash};
use assize_weigh::origin::Copies;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

pub(crate) fn run(cli: &Cli, args: &Publish, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let index = args.out.join("index.html");
    let held = if args.dry_run { None } else { Some(hold(&args.out)?) };
    if let Some(folder) = &args.bundle {
        bundle::check(folder, args)?;
    }
    let made_of = made_of(&session, &format!("{TOOL} {args:?}"), &keys::own()?.public())?;
    let quick = !args.as_known.drafts && args.bundle.is_none();
    if let Some(held) = held.as_ref().filter(|_| quick)
        && let Some(files) = stands(held, made_of)?
    {
        seen::check_at_hand(&session, output)?;
        seen::check_published(&session, Some(&args.out))?;
        report(output, &index, files, 0);
        output.talk("nothing that this site is made of has changed, and none of its files; what was said of it when it was made still holds");
        return Ok(Exit::Done);
    }
    let ready = prepare(&session, args, output)?;
    let Some(held) = held else {
        let mut files = vec![site::ABOUT.to_owned(), MANIFEST.to_owned()];
        ready.make(&mut |path, _| {
            files.push(path.to_owned());
            Ok(())
        })?;
        files.sort();
        files.iter().for_each(|path| output.line(path));
        output.talk(format!("would write {}", count(files.len(), "file")));
        return Ok(Exit::Done);
    };
    let edition = write(&ready, &held)?;
    seen::published(&session, &edition.manifest, Some(made_of))?;
    // Two folders side by side go by one lock.
    drop(held);
    let bundled = match &args.bundle {
        Some(folder) => Some(bundle::write(&session, &ready, &edition, &hold(folder)?)?),
        None => None,
    };
    report(output, &index, edition.files, edition.written);
    if let Some((entries, left_out)) = bundled {
        let left = if left_out == 0 {
            String::new()
        } else {
            format!(
                "; {} of the site left out: something that they rest on is not shown as it was signed",
                count(left_out, "claim")
            )
        };
        output.talk(format!("{} in the bundle{left}", count(entries, "entry")));
    }
    if !ready.reviewed() {
        output.talk("no claim that was reviewed counts here and may be published, so there is nothing to show; `assize publish --drafts` builds a marked preview of what the machine proposes");
    }
    Ok(Exit::Done)
}

fn report(output: &mut Output, index: &Path, files: usize, written: usize) {
    if output.json {
        output.object(&json!({ "schema": "assize.published/1", "files": files, "written": written, "index": index.display().to_string() }));
    } else {
        output.line(index.display().to_string());
    }
    output.talk(format!("{}, of which {written} changed", count(files, "file")));
}

/// How many files the site has that lies in a folder, where it was made here of the same as one that is to be made, and each of its files is as it was made.
fn stands(held: &Held, made_of: Hash) -> Result<Option<usize>, Failure> {
    let Ok(manifest) = plain::read(&held.path().join(MANIFEST), Links::Refuse, BLOB_BYTES) else {
        return Ok(None);
    };
    let Some(known) = Manifest::parse(&manifest).ok().filter(|_| held.path().join(MARK).is_file()) else {
        return Ok(None);
    };
    if !seen::was_made_of(&manifest, made_of)? {
        return Ok(None);
    }
    let mut files = BTreeMap::new();
    if verify::files_below(held.path(), held.path(), &mut files).is_err() {
        return Ok(None);
    }
    files.remove(MANIFEST);
    Ok(known.faults(&files).is_empty().then_some(files.len() + 1))
}

/// What a site is made of, with everything asked and decided.
pub(crate) struct Ready {
    public: Public,
    settings: Settings,
    /// What a bundle is taken from, where one is asked for.
    entries: Vec<Received>,
    /// Sources whose originals go with it, by their published ids.
    originals: Vec<EntryId>,
}

/// A site that was written.
pub(crate) struct Edition {
    pub(crate) files: usize,
    /// Files that were not there with the same bytes.
    pub(crate) written: usize,
    pub(crate) manifest: Vec<u8>,
}

/// What stops a site while it is made.
enum Stop {
    Unmade(Unmade),
    Out(Failure),
}

impl From<Unmade> for Stop {
    fn from(error: Unmade) -> Self {
        Self::Unmade(error)
    }
}

/// Takes each file of a site as it is made: its path, and its bytes.
type Put<'p> = dyn FnMut(&str, &[u8]) -> Result<(), Failure> + 'p;

impl Ready {
    /// Whether any claim is in it.
    fn reviewed(&self) -> bool {
        !self.public.view().claims().is_empty()
    }

    /// Every file of the site but the page about it and the manifest, one after another. What holds a name that must not be printed stops it.
    fn make(&self, out: &mut Put<'_>) -> Result<(), Failure> {
        let watch = self.public.watch();
        let made = site::write(&self.public, &self.settings, &mut |path, bytes| {
            self.look(&watch, path, &bytes).and_then(|()| out(path, &bytes)).map_err(Stop::Out)
        });
        made.map_err(|stop| match stop {
            Stop::Unmade(error) => Failure::input(error),
            Stop::Out(failure) => failure,
        })
    }

    fn look(&self, watch: &Watch, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let leaks = watch.look(path, bytes);
        if leaks.is_empty() { Ok(()) } else { Err(told::leaks(&leaks)) }
    }
}

/// Asks and decides everything that a site of a case hangs on.
pub(crate) fn prepare(session: &Session, args: &Publish, output: &Output) -> Result<Ready, Failure> {
    let as_known = case::as_known(&args.as_known)?;
    let entries = session.entries(output)?;
    let missing = session.store.covered().saturating_sub(entries.len() as u64);
    if missing > 0 {
        // A claim that nobody took back would be off the site, and one that somebody did back on it.
        let failure = Failure::integrity(format!(
            "nothing is published: {missing} of the {} entries of this record are altered or missing",
            session.store.covered()
        ));
        return Err(failure.help("run `assize verify` to see which; a merge of a copy that has them does not bring heads back, a backup does"));
    }
    seen::check_at_hand(session, output)?;
    seen::check_published(session, Some(&args.out))?;
    let fold = |entries: &[Received]| {
        let view = session.fold(entries, as_known);
        if args.as_known.one_review { view.counting_one_review() } else { view }
    };
    let full = fold(&entries);
    // What is marked, withheld or destroyed by now is so on a site as of an earlier day too.
    let today = as_known.recorded_by.map(|_| session.fold(&entries, AsKnown::default()));
    let finder = find::Finder::new(session, &full).with_entries(&entries);
    let leave_out: BTreeSet<EntryId> =
        args.leave_out.iter().map(|what| find::subject_by(&finder, what)).collect::<Result<_, _>>()?;
    let now = today.as_ref().unwrap_or(&full);
    let lost = Gone::of(session, now)?.lost;
    if lost > 0 {
        // A claim would be off the site, or one that somebody took back on it, and nobody would have said so.
        let failure = Failure::integrity(format!(
            "nothing is published: the content of {} is lost",
            count(lost, "entry")
        ));
        return Err(failure.help("run `assize verify` to see which; a merge of a copy that has it, or a backup, restores it, and an owner can `assize destroy` what is gone for good"));
    }
    let mask = args.mask.iter().cloned().collect();
    let kept = if args.bundle.is_some() { entries.clone() } else { Vec::new() };
    let originals: Vec<EntryId> =
        args.with_originals.iter().map(|what| finder.source(what)).collect::<Result<_, _>>()?;
    let policy =
        Policy { confidential: confidential(session, now)?, leave_out, mask, drafts: args.as_known.drafts };
    let mut failed = None;
    let allowed = Allowed::of(entries, &full, now, &policy, |entries| {
        let view = fold(entries);
        if !args.as_known.drafts {
            return view;
        }
        session.with_drafts(view, output).unwrap_or_else(|failure| {
            failed = Some(failure);
            View::default()
        })
    });
    if let Some(failure) = failed {
        return Err(failure);
    }
    if !allowed.splits().is_empty() {
        return Err(told::splits(&full, &allowed, output));
    }
    let texts = texts::all(session, allowed.view(), output);
    let families = texts::families(session, allowed.view(), None, texts::Look::Afresh, output);
    let choice = match (args.mask_names, args.leave_names_out) {
        (true, _) => NameChoice::Mask,
        (_, true) => NameChoice::LeaveOut,
        // A preview is not for publication, and what only drafts speak of cannot be marked yet.
        _ if args.as_known.drafts => NameChoice::Mask,
        _ => NameChoice::Refuse,
    };
    let names = told::names(&full, &allowed);
    let public =
        Public::of(allowed, &texts, choice).map_err(|found| told::refused(&names, &found, output))?;
    told::described(&names, &public, output);
    told::strangers(&public, output);
    told::narrow(&public, output);
    let settings = settings(session, &full, &public, args, &texts, families, output)?;
    let own = [Some(&session.settings.name), session.settings.contact.as_ref()];
    let leaks: Vec<(String, String)> = own
        .into_iter()
        .flatten()
        .filter(|words| public.names_in(words))
        .map(|words| ("case.toml".to_owned(), words.clone()))
        .collect();
    if !leaks.is_empty() {
        return Err(told::leaks(&leaks));
    }
    let originals = originals.into_iter().map(|id| public.published(id)).collect();
    Ok(Ready { public, settings, entries: kept, originals })
}

/// What a site needs to know beyond its view.
fn settings(
    session: &Session,
    full: &View,
    public: &Public,
    args: &Publish,
    texts: &BTreeMap<EntryId, String>,
    families: Vec<BTreeSet<EntryId>>,
    output: &Output,
) -> Result<Settings, Failure> {
    let shapes = assess::shapes(session, public.view())?;
    let schema = session.schema(full, output);
    if let Some(lost) = schema.problems.iter().find(|problem| problem.error.missing) {
        // A site that quietly weighed by something else would be a wrong one.
        let (kind, id) = (lost.kind.name(), &lost.id);
        let failure = Failure::integrity(format!("{kind} `{id}`: {}", lost.error));
        return Err(failure.help("run `assize verify` to see what is altered or missing"));
    }
    weigh::say_not_adopted(full, output);
    weigh::say_not_counted(full, output);
    let published = |family: BTreeSet<EntryId>| {
        family.into_iter().map(|id| public.published(id)).collect::<BTreeSet<_>>()
    };
    Ok(Settings {
        case_name: session.settings.name.clone(),
        language: session.settings.language.clone(),
        generator: TOOL.to_owned(),
        built_on: None,
        address: args.address.clone(),
        contact: session.settings.contact.clone(),
        full_texts: full_texts(public, texts, args.full_texts),
        methods: assize_case::methods::methods(session, full, &[])?,
        standards: Some(schema.standards),
        proofs: schema.proofs.into_iter().next(),
        schema: schema.files,
        shapes,
        copies: Copies::of(families.into_iter().map(published).collect::<Vec<_>>()),
    })
}

fn today() -> Day {
    TimeZone::UTC.to_datetime(Timestamp::now()).date()
}

/// Texts that may be shown whole, by their published ids: digests, which are the case's own words, and all where the person says that rights
/// allow it. One out of which a name was taken is not among them.
fn full_texts(public: &Public, texts: &BTreeMap<EntryId, String>, all: bool) -> BTreeMap<EntryId, String> {
    let view = public.view();
    let may_be_shown = |id: &EntryId| {
        let Some(text) = view.texts().get(id).filter(|text| !public.is_masked(text.source)) else {
            return false;
        };
        let kind = view.sources().get(&text.source).and_then(|source| source.publication.kind.as_ref());
        all || kind.is_some_and(|kind| kind.value == "digest")
    };
    let texts = texts.iter().map(|(id, text)| (public.published(*id), text));
    texts.filter(|(id, _)| may_be_shown(id)).map(|(id, text)| (id, text.clone())).collect()
}

/// Sources that `case.toml` keeps back. A line there that means nothing stops the site: it must not let something through.
fn confidential(session: &Session, view: &View) -> Result<BTreeSet<EntryId>, Failure> {
    let mut kept = BTreeSet::new();
    for digits in &session.settings.confidential {
        let found: Vec<EntryId> =
            view.sources().keys().filter(|id| id.to_string().starts_with(digits.as_str())).copied().collect();
        match found[..] {
            [only] => kept.insert(only),
            _ => {
                return Err(Failure::input(format!(
                    "`confidential` in case.toml names `{digits}`, which begins {} sources",
                    found.len()
                ))
                .help("write the id of one source"));
            }
        };
    }
    Ok(kept)
}

/// The file by which a folder is known to be a site's.
pub(crate) const MARK: &str = ".assize-site";

/// Waits for whoever else writes a site there. A folder that holds anything but an earlier site is left alone.
pub(crate) fn hold(out: &Path) -> Result<Held, Failure> {
    if out.exists() {
        let empty = fs::read_dir(out).map_err(|error| file_failure(out, &error))?.next().is_none();
        if !empty && !out.join(MARK).is_file() {
            return Err(Failure::usage(format!("`{}` holds other files", out.display()))
                .help("name an empty folder, or one that `assize publish` wrote"));
        }
    }
    let notice = || eprintln!("waiting for another process that writes a site beside this one …");
    Ok(Held::take(out, Patience { notice, ..case::patience() })?)
}

/// Writes a site: beside, and then in the place of the one that is there. Files that are there with the same bytes are taken over from it. Where all are, that edition
/// stays as it is, with its day.
pub(crate) fn write(ready: &Ready, held: &Held) -> Result<Edition, Failure> {
    let before = plain::read(&held.path().join(MANIFEST), Links::Refuse, BLOB_BYTES).ok();
    let known = before.as_deref().and_then(|bytes| Manifest::parse(bytes).ok());
    let key = keys::own()?;
    let mut edition = Edition { files: 0, written: 0, manifest: Vec::new() };
    held.replace_by(|beside| {
        let mut writer = Writer::new(beside, Some(held.path()));
        writer
            .put(MARK, b"written by assize publish; replaced whole on the next run\n")
            .map_err(store_failure)?;
        let mut hashes: BTreeMap<String, BlobHash> = BTreeMap::new();
        ready.make(&mut |path, bytes| {
            hashes.insert(path.to_owned(), BlobHash::of(bytes));
            writer.put(path, bytes).map_err(store_failure)
        })?;
        let built_on = match known.filter(|known| known.key == key.public() && known.is_of(&hashes)) {
            Some(known) => known.built_on.parse().unwrap_or_else(|_| today()),
            None => today(),
        };
        let settings = Settings { built_on: Some(built_on), ..ready.settings.clone() };
        let watch = ready.public.watch();
        site::about(&ready.public, &settings, &mut |path, bytes| {
            ready.look(&watch, path, &bytes)?;
            hashes.insert(path.to_owned(), BlobHash::of(&bytes));
            writer.put(path, &bytes).map_err(store_failure)
        })?;
        let manifest =
            Manifest::of(hashes, built_on, TOOL, before.as_deref(), &key).map_err(Failure::input)?;
        writer.put(MANIFEST, &manifest).map_err(store_failure)?;
        // The mark is no file of the site.
        let (written, kept) = writer.counts;
        edition = Edition { files: written + kept - 1, written: written.min(written + kept - 1), manifest };
        writer.finish().map_err(store_failure)
    })?;
    Ok(edition)
}
