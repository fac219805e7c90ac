//! The public bundle beside a site.

use super::{Edition, Ready, Stop};
use crate::{
    case::{Session, TOOL, store_failure},
    cli::Publish,
    failure::Failure,
    keys,
};
use assize_archive::{
    folder::{Held, Writer},
    plain::{self, BLOB_BYTES, Links},
};
use assize_publish::{Bundle, MANIFEST, Manifest, bundle};
use assize_record::{BlobHash, Day};
use std::{collections::BTreeMap, path::Path};

/// Whether a bundle may be written to a folder: no site lies there, and no draft goes into it.
pub(super) fn check(folder: &Path, args: &Publish) -> Result<(), Failure> {
    if args.as_known.drafts {
        return Err(Failure::usage("a bundle holds no draft").help("publish without --drafts"));
    }
    if folder.join("index.html").exists() || folder == args.out {
        return Err(Failure::usage(format!("a site lies in `{}`", folder.display()))
            .help("name a folder of its own for the bundle"));
    }
    Ok(())
}

/// Writes the bundle of a site that was written: how many entries, and how many claims of the site are not among them.
pub(super) fn write(
    session: &Session,
    ready: &Ready,
    edition: &Edition,
    held: &Held,
) -> Result<(usize, usize), Failure> {
    let before = plain::read(&held.path().join(MANIFEST), Links::Refuse, BLOB_BYTES).ok();
    let key = keys::own()?;
    let of = Manifest::parse(&edition.manifest).map_err(Failure::input)?;
    let built_on: Day = of.built_on.parse().map_err(Failure::input)?;
    let taken = Bundle::of(&ready.public, &ready.entries);
    let originals = originals(session, ready)?;
    held.replace_by(|beside| {
        let mut writer = Writer::new(beside, Some(held.path()));
        writer
            .put(super::MARK, b"written by assize publish; replaced whole on the next run\n")
            .map_err(store_failure)?;
        let mut hashes: BTreeMap<String, BlobHash> = BTreeMap::new();
        let watch = ready.public.watch();
        let mut put = |path: &str, bytes: Vec<u8>, hashes: &mut BTreeMap<String, BlobHash>| {
            hashes.insert(path.to_owned(), BlobHash::of(&bytes));
            writer.put(path, &bytes).map_err(store_failure)
        };
        taken
            .write(&ready.public, &ready.settings, &edition.manifest, &mut |path, bytes| {
                ready
                    .look(&watch, path, &bytes)
                    .and_then(|()| put(path, bytes, &mut hashes))
                    .map_err(Stop::Out)
            })
            .map_err(|stop| match stop {
                Stop::Unmade(error) => Failure::input(error),
                Stop::Out(failure) => failure,
            })?;
        for (path, bytes) in originals {
            put(&path, bytes, &mut hashes)?;
        }
        let sums = bundle::sums(&hashes);
        put("SHA256SUMS", sums, &mut hashes)?;
        let manifest =
            Manifest::of(hashes, built_on, TOOL, before.as_deref(), &key).map_err(Failure::input)?;
        writer.put(MANIFEST, &manifest).map_err(store_failure)?;
        writer.finish().map_err(store_failure)
    })?;
    Ok((taken.len(), taken.left_out))
}

/// The originals that were asked for, by their paths. One that must not go out stops the bundle.
fn originals(session: &Session, ready: &Ready) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let sources = ready.public.view().sources();
    let of = |id: &assize_record::EntryId| {
        let source = sources.get(id).filter(|_| !ready.public.is_masked(*id));
        let Some(sha256) = source.and_then(|source| source.sha256) else {
            return Err(Failure::input(
                "an original that was asked for is not public, or a name is masked in it",
            )
            .help("leave it out of --with-originals"));
        };
        let bytes = session.blobs.get(&sha256).map_err(Failure::integrity)?;
        Ok((format!("originals/{sha256}"), bytes))
    };
    ready.originals.iter().map(of).collect()
}
