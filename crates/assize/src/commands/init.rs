//! `assize init NAME`: a new case.

use crate::{
    case::Session,
    cli::{Cli, Init},
    failure::{Exit, Failure, Outcome},
    keys, names,
    output::Output,
};
use serde_json::json;
use std::path::Path;

pub(crate) fn run(cli: &Cli, args: &Init, output: &mut Output) -> Outcome {
    let name = args.name.trim_end_matches('/');
    if name.is_empty() || name.starts_with('-') || name.contains(['\0', '\n']) {
        return Err(Failure::usage(format!("`{}` is no name for a folder", args.name)));
    }
    let dir = Path::new(name);
    let title = dir.file_name().map_or_else(|| name.to_owned(), |name| name.to_string_lossy().into_owned());
    let is_new_key = !keys::is_there()?;
    let person = person(args.person.as_deref());
    names::check(&title)?;
    names::check(&person)?;
    let session = Session::create(dir, &title, &args.language, &person, cli.clock_ok)?;
    if output.json {
        output.object(&json!({ "schema": "assize.init/1", "case": dir.display().to_string(), "name": title, "founder": session.founders[0] }));
    } else {
        [&title, &person].into_iter().filter_map(|name| names::note(name)).for_each(|note| output.warn(note));
        output.talk(format!("made the case `{title}` in {}", dir.display()));
        if is_new_key {
            output.talk("your key was made with it: `assize key words` prints 24 words that bring it back if it is lost");
        }
        output.talk(format!("next: cd {} && assize add FILE…", dir.display()));
    }
    Ok(Exit::Done)
}

/// The name that stands beside entries: as given, or the user's login.
pub(crate) fn person(given: Option<&str>) -> String {
    let login = || ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    given.map(str::to_owned).or_else(login).unwrap_or_else(|| "founder".to_owned())
}
