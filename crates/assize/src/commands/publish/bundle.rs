//! The public bundle beside a site.

use super::{Edition, Ready};
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
use assize_publish::{MANIFEST, Manifest, bundle};
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
    let mut counts = (0, 0);
    held.replace_by(|beside| {
        let mut writer = Writer::new(beside, Some(held.path()));
        writer
            .put(super::MARK, b"written by assize publish; replaced whole on the next run\n")
            .map_err(store_failure)?;
        let mut hashes: BTreeMap<String, BlobHash> = BTreeMap::new();
        let mut put = |path: &str, bytes: &[u8], hashes: &mut BTreeMap<String, BlobHash>| {
            hashes.insert(path.to_owned(), BlobHash::of(bytes));
            writer.put(path, bytes).map_err(store_failure)
        };
        counts =
            ready.bundle(session, &edition.manifest, &mut |path, bytes| put(path, bytes, &mut hashes))?;
        let sums = bundle::sums(&hashes);
        put("SHA256SUMS", &sums, &mut hashes)?;
        let manifest =
            Manifest::of(hashes, built_on, TOOL, before.as_deref(), &key).map_err(Failure::input)?;
        writer.put(MANIFEST, &manifest).map_err(store_failure)?;
        writer.finish().map_err(store_failure)
    })?;
    Ok(counts)
}
