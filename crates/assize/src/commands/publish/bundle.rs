//! The public bundle beside a site.

use super::{Edition, Ready, Signed};
use crate::{case::Session, cli::Publish, failure::Failure, keys};
use assize_archive::{
    folder::Held,
    plain::{self, BLOB_BYTES, Links},
};
use assize_publish::{MANIFEST, Manifest, bundle::sums};
use assize_record::Day;
use std::path::Path;

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
        let mut bundle = Signed::new(beside, held)?;
        counts = ready.bundle(session, &edition.manifest, &mut |path, bytes| bundle.put(path, bytes))?;
        bundle.put("SHA256SUMS", &sums(&bundle.hashes))?;
        bundle.sign(built_on, before.as_deref(), &key).map(|_| ())
    })?;
    Ok(counts)
}
