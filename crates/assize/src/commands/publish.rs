//! `assize publish`: the site and its datasets.

mod bundle;

use super::verify;
use crate::{
    case::{self, Session, TOOL, store_failure},
    cli::{Cli, Publish},
    failure::{Exit, Failure, Outcome, file_failure},
    keys,
    output::{Output, count},
    seen,
};
use assize_archive::{
    folder::{Held, Writer},
    plain::{self, BLOB_BYTES, Links},
    store::Patience,
};
use assize_case::made_of::made_of;
pub(crate) use assize_case::publishing::{Ready, editions, prepare};
use assize_publish::{MANIFEST, Manifest, site};
use assize_record::{BlobHash, Day, Hash, sign::SecretKey};
use jiff::{Timestamp, tz::TimeZone};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

pub(crate) fn run(cli: &Cli, args: &Publish, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let index = args.out.join("index.html");
    apart(&session, args)?;
    if let Some(folder) = &args.bundle {
        bundle::check(folder, args)?;
        only_its_own(folder)?;
    }
    only_its_own(&args.out)?;
    let held = if args.dry_run { None } else { Some(hold(&args.out)?) };
    let held = held
        .map(|held| {
            let made_of = made_of(&session, &format!("{TOOL} {args:?}"), &keys::own()?.public())?;
            Ok::<_, Failure>((held, made_of))
        })
        .transpose()?;
    let quick = !args.as_known.drafts && args.bundle.is_none();
    if let Some((held, made_of)) = held.as_ref().filter(|_| quick)
        && let Some(files) = stands(held, *made_of)?
    {
        seen::check_at_hand(&session, output)?;
        seen::check_published(&session, &editions(args))?;
        report(output, &index, files, 0);
        output.talk("nothing that this site is made of has changed, and none of its files; what was said of it when it was made still holds");
        return Ok(Exit::Done);
    }
    let ready = prepare(&session, args, output)?;
    // What stops the bundle stops the site that it stands behind.
    ready.check_originals(&session)?;
    let Some((held, made_of)) = held else {
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

/// A site that was written.
pub(crate) struct Edition {
    pub(crate) files: usize,
    /// Files that were not there with the same bytes.
    pub(crate) written: usize,
    pub(crate) manifest: Vec<u8>,
}

fn today() -> Day {
    TimeZone::UTC.to_datetime(Timestamp::now()).date()
}

/// The file by which a folder is known to be a site's.
pub(crate) const MARK: &str = ".assize-site";

/// Refuses folders that lie within one another, or within what the case keeps.
fn apart(session: &Session, args: &Publish) -> Result<(), Failure> {
    let whole = |path: &Path| {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        // Where it does not stand yet, the folder that it is to lie in does.
        let stands = path.ancestors().find(|above| above.exists()).unwrap_or(&path);
        let real = stands.canonicalize().unwrap_or_else(|_| stands.to_owned());
        real.join(path.strip_prefix(stands).unwrap_or_else(|_| Path::new("")))
    };
    let case = whole(&session.dir);
    let kept = ["archive", "ledger", "drafts"].map(|name| case.join(name));
    let folders: Vec<PathBuf> =
        std::iter::once(&args.out).chain(&args.bundle).map(|path| whole(path)).collect();
    for folder in &folders {
        if case.starts_with(folder) || kept.iter().any(|kept| folder.starts_with(kept)) {
            return Err(Failure::usage(format!("`{}` is where the case keeps its record", folder.display()))
                .help("name a folder of its own"));
        }
    }
    if let [site, bundle] = &folders[..]
        && (site.starts_with(bundle) || bundle.starts_with(site))
    {
        return Err(Failure::usage("the site and the bundle lie one within the other")
            .help("name two folders side by side: each is replaced whole"));
    }
    Ok(())
}

/// Refuses a folder that holds anything but what `assize publish` wrote there: it is replaced whole.
pub(crate) fn only_its_own(out: &Path) -> Result<(), Failure> {
    if !out.exists() {
        return Ok(());
    }
    let refused = |what: String| {
        Err(Failure::usage(what).help(
            "the folder is replaced whole: name an empty one or one that `assize publish` wrote, and copy from there to where it is served",
        ))
    };
    let empty = fs::read_dir(out).map_err(|error| file_failure(out, &error))?.next().is_none();
    if !empty && !out.join(MARK).is_file() {
        return refused(format!("`{}` holds other files", out.display()));
    }
    let manifest = plain::read(&out.join(MANIFEST), Links::Refuse, BLOB_BYTES).ok();
    let Some(manifest) = manifest.and_then(|bytes| Manifest::parse(&bytes).ok()) else { return Ok(()) };
    let known: BTreeSet<&Path> =
        manifest.files.keys().map(Path::new).chain([Path::new(MARK), Path::new(MANIFEST)]).collect();
    let mut others = Vec::new();
    strangers(out, Path::new(""), &known, &mut others)?;
    if others.is_empty() {
        return Ok(());
    }
    others.sort();
    let named: Vec<String> = others.iter().take(SHOWN).map(|path| format!("`{}`", path.display())).collect();
    let more = others.len().saturating_sub(SHOWN);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    refused(format!(
        "`{}` holds what `assize publish` did not write: {}{more}",
        out.display(),
        named.join(", ")
    ))
}

/// So many files of others are named.
const SHOWN: usize = 5;

/// Files and folders that none of the known files is or lies in.
fn strangers(
    root: &Path,
    below: &Path,
    known: &BTreeSet<&Path>,
    found: &mut Vec<PathBuf>,
) -> Result<(), Failure> {
    let folder = root.join(below);
    for entry in fs::read_dir(&folder).map_err(|error| file_failure(&folder, &error))? {
        let entry = entry.map_err(|error| file_failure(&folder, &error))?;
        let path = below.join(entry.file_name());
        let is_folder = entry.file_type().is_ok_and(|it| it.is_dir());
        // Paths are in order: what lies in a folder follows it.
        let holds = || known.range(path.as_path()..).next().is_some_and(|next| next.starts_with(&path));
        if is_folder && holds() {
            strangers(root, &path, known, found)?;
        } else if is_folder || !known.contains(path.as_path()) {
            found.push(path);
        }
    }
    Ok(())
}

/// Waits for whoever else writes a site there. A folder that holds anything but an earlier site is left alone.
pub(crate) fn hold(out: &Path) -> Result<Held, Failure> {
    let notice = || eprintln!("waiting for another process that writes a site beside this one …");
    let held = Held::take(out, Patience { notice, ..case::patience() })?;
    only_its_own(out)?;
    Ok(held)
}

/// Writes a site: beside, and then in the place of the one that is there. Files that are there with the same bytes are taken over from it. Where all are, that edition
/// stays as it is, with its day.
pub(crate) fn write(ready: &Ready, held: &Held) -> Result<Edition, Failure> {
    let before = plain::read(&held.path().join(MANIFEST), Links::Refuse, BLOB_BYTES).ok();
    let known = before.as_deref().and_then(|bytes| Manifest::parse(bytes).ok());
    let key = keys::own()?;
    let mut edition = Edition { files: 0, written: 0, manifest: Vec::new() };
    held.replace_by(|beside| {
        let mut folder = Signed::new(beside, held)?;
        ready.make(&mut |path, bytes| folder.put(path, bytes))?;
        let same = known.filter(|known| known.key == key.public() && known.is_of(&folder.hashes));
        let built_on = same.map_or_else(today, |known| known.built_on.parse().unwrap_or_else(|_| today()));
        ready.about(built_on, &mut |path, bytes| folder.put(path, bytes))?;
        let (counts, manifest) = folder.sign(built_on, before.as_deref(), &key)?;
        // The mark is no file of the site.
        let (written, files) = (counts.0, counts.0 + counts.1 - 1);
        edition = Edition { files, written: written.min(files), manifest };
        Ok::<_, Failure>(())
    })?;
    Ok(edition)
}

/// A folder of files with a signed manifest, that is being written beside the one that it takes the place of.
struct Signed {
    writer: Writer,
    hashes: BTreeMap<String, BlobHash>,
}

impl Signed {
    /// One with the mark alone.
    fn new(beside: &Path, held: &Held) -> Result<Self, Failure> {
        let mut writer = Writer::new(beside, Some(held.path()));
        let mark = b"written by assize publish; replaced whole on the next run\n";
        writer.put(MARK, mark).map_err(store_failure)?;
        Ok(Self { writer, hashes: BTreeMap::new() })
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.hashes.insert(path.to_owned(), BlobHash::of(bytes));
        self.writer.put(path, bytes).map_err(store_failure)
    }

    /// Puts the manifest of all its files: how many files, the mark too, were written and taken over, and the manifest.
    fn sign(
        mut self,
        built_on: Day,
        before: Option<&[u8]>,
        key: &SecretKey,
    ) -> Result<((usize, usize), Vec<u8>), Failure> {
        let manifest = Manifest::of(self.hashes, built_on, TOOL, before, key).map_err(Failure::input)?;
        self.writer.put(MANIFEST, &manifest).map_err(store_failure)?;
        let counts = self.writer.counts;
        self.writer.finish().map_err(store_failure)?;
        Ok((counts, manifest))
    }
}
