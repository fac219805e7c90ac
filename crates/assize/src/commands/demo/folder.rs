//! The examples in the program, and the folder that a demo is built in.

use crate::failure::{Failure, file_failure};
use include_dir::{Dir, include_dir};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The example case: digests, sheets and zones.
pub(super) static BOAT_STRIKES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/boat-strikes");

/// Three invented articles: two on one strike, one on another strike of the same day.
pub(super) static INVENTED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples/invented/articles");

/// Stands in every folder that a demo was built in; nothing is taken away where it does not.
const MARK: &str = ".assize-demo";

/// What a demo writes beside its mark.
const PARTS: [&str; 4] = ["articles", "case", "example", "site"];

/// An empty folder to build in, by its whole path: as asked for, rid of an earlier demo, or a new temporary one. What is
/// taken away must not hold the example that is to be built.
pub(super) fn prepare(out: Option<&Path>, example: Option<&Path>) -> Result<PathBuf, Failure> {
    let out = match out {
        Some(out) => cleared(out, example)?,
        None => {
            let folder = tempfile::Builder::new().prefix("assize-demo-").tempdir().map_err(Failure::input)?;
            // It stays: the case is there to be looked at.
            folder.keep()
        }
    };
    let mark = out.join(MARK);
    fs::write(&mark, "written by assize demo; replaced on the next run\n")
        .map_err(|error| file_failure(&mark, &error))?;
    out.canonicalize().map_err(|error| file_failure(&out, &error))
}

fn cleared(out: &Path, example: Option<&Path>) -> Result<PathBuf, Failure> {
    let failed = |error: std::io::Error| file_failure(out, &error);
    fs::create_dir_all(out).map_err(failed)?;
    let empty = fs::read_dir(out).map_err(failed)?.next().is_none();
    if !empty && !out.join(MARK).is_file() {
        return Err(Failure::usage(format!("`{}` holds other files", out.display()))
            .help("name an empty folder, or one that `assize demo` wrote"));
    }
    if let (Some(Ok(example)), Ok(out)) = (example.map(Path::canonicalize), out.canonicalize())
        && example.starts_with(&out)
    {
        return Err(Failure::usage(format!("`{}` would be replaced before it was read", example.display()))
            .help("name another folder with --out"));
    }
    for part in PARTS.map(|part| out.join(part)).into_iter().filter(|part| part.exists()) {
        fs::remove_dir_all(&part).map_err(|error| file_failure(&part, &error))?;
    }
    Ok(out.to_owned())
}

/// Writes an example out of the program to a folder.
pub(super) fn unpack(example: &Dir<'_>, to: &Path) -> Result<PathBuf, Failure> {
    fs::create_dir_all(to).and_then(|()| example.extract(to)).map_err(|error| file_failure(to, &error))?;
    Ok(to.to_owned())
}
