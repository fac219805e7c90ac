//! Files taken in, read, and what is stated of them.

use super::{Form, alone, lead};
use crate::{
    page::{Sight, source::source_of},
    serve::App,
    snapshot::Remarks,
};
use assize_archive::extract::Limits;
use assize_case::{
    adding::{self, Adding},
    failure::Failure,
    line::count,
    originals, reading,
};
use assize_record::body::{Publication, Stated};
use axum::{
    extract::{Multipart, State},
    response::Response,
};
use std::{io::Write as _, path::PathBuf, sync::Arc};

pub(crate) async fn add(State(app): State<Arc<App>>, mut parts: Multipart) -> Response {
    let mut fields = Vec::new();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let read = async {
        while let Some(part) = parts.next_field().await.map_err(Failure::usage)? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file) => files.push((file, part.bytes().await.map_err(Failure::usage)?.to_vec())),
                None => fields.push((name, part.text().await.map_err(Failure::usage)?)),
            }
        }
        Ok::<(), Failure>(())
    };
    if let Err(failure) = read.await {
        return crate::serve::failed(&failure);
    }
    let form = Form { fields, by_script: false };
    alone(app, form, move |app, form| {
        let said = taken_in(app, form, &files)?;
        app.leave(said);
        Ok(lead("/add"))
    })
    .await
}

/// Puts the files where they can be read as any other, adds and reads them.
fn taken_in(app: &Arc<App>, form: &Form, files: &[(String, Vec<u8>)]) -> Result<String, Failure> {
    let folder = tempfile::tempdir().map_err(Failure::input)?;
    let mut paths: Vec<PathBuf> = Vec::new();
    for (number, (name, bytes)) in files.iter().filter(|(_, bytes)| !bytes.is_empty()).enumerate() {
        // The name is the browser's word: its last part, in a folder of its own.
        let name = name
            .rsplit(['/', '\\'])
            .next()
            .filter(|name| !matches!(*name, "" | "." | ".."))
            .unwrap_or("file");
        let mut name: String = name.chars().filter(|c| !c.is_control()).collect();
        // Its ending says what it is, and the longest name that a folder takes is told in bytes.
        while name.len() > NAME {
            let first = name.chars().next().map_or(1, char::len_utf8);
            name.drain(..first);
        }
        let own = folder.path().join(number.to_string());
        std::fs::create_dir(&own).map_err(Failure::input)?;
        let path = own.join(name);
        let mut file = std::fs::File::create(&path).map_err(Failure::input)?;
        file.write_all(bytes).map_err(Failure::input)?;
        paths.push(path);
    }
    if paths.is_empty() {
        return Err(Failure::usage("no file was chosen"));
    }
    let given = stated(form)?;
    let pool = originals::pool(Limits::default())?;
    let mut session = app.session()?;
    let adding = Adding {
        files: &paths,
        given: &given,
        confidential: form.get("confidential").is_some(),
        pool: &pool,
    };
    let (added, faults) = adding::add(&mut session, &adding, &Remarks::default(), &mut || ())?;
    let sources: Vec<String> = added.iter().map(|one| one.source.id.to_string()).collect();
    // No source at all would mean every one of the case.
    let counts = match sources.is_empty() {
        true => reading::Counts::default(),
        false => reading::read(&app.session()?, &sources, &Remarks::default(), &mut |_| ())?,
    };
    app.newest.forget();
    let already = added.iter().filter(|one| one.already).count();
    let mut said = format!(
        "{} added, {already} there already, {}.",
        count(added.len() - already, "file"),
        count(counts.drafts, "draft")
    );
    let notes = added.iter().flat_map(|one| one.notes.iter().map(|note| (one.file.file_name(), note)));
    for (file, note) in notes.take(6) {
        said.push_str(&format!(" {}: {note}.", file.unwrap_or_default().to_string_lossy()));
    }
    for undated in added.iter().filter(|one| one.publication.published_on.is_none()).take(4) {
        let file = undated.file.file_name().unwrap_or_default().to_string_lossy();
        said.push_str(&format!(" {file} states no date of publication: state it below."));
    }
    for fault in faults.iter().take(4) {
        let folder = format!("{}/", folder.path().display());
        said.push_str(&format!(" Not added: {}.", fault.message.replace(&folder, "")));
    }
    Ok(said)
}

/// The longest file name, in bytes.
const NAME: usize = 200;

/// What a form states of a publication.
fn stated(form: &Form) -> Result<Publication, Failure> {
    let fact =
        |name: &str| form.get(name).map(|value| Stated { value: value.to_owned(), from: "given".to_owned() });
    if let Some(date) = form.get("published") {
        date.parse::<assize_record::Edtf>().map_err(|error| {
            Failure::usage(format!("`{date}` is no date: {error}"))
                .help("write it as 2031-05-03, 2031-05 or 2031-05-03~")
        })?;
    }
    Ok(Publication {
        publisher: fact("publisher"),
        author: fact("author"),
        title: fact("title"),
        published_on: fact("published"),
        url: fact("url"),
        ..Publication::default()
    })
}

pub(crate) async fn read(State(app): State<Arc<App>>, form: Form) -> Response {
    alone(app, form, move |app, _| {
        reading::read(&app.session()?, &[], &Remarks::default(), &mut |_| ())?;
        app.newest.forget();
        Ok(lead("/"))
    })
    .await
}

pub(crate) async fn publication(State(app): State<Arc<App>>, form: Form) -> Response {
    alone(app, form, move |app, form| {
        let sight = Sight::of(app)?;
        let source = source_of(&sight, form.need("source")?)?;
        let mut session = sight.session;
        adding::correct(&mut session, source, &stated(form)?, &Remarks::default())?;
        let counts = reading::read(&app.session()?, &[source.to_string()], &Remarks::default(), &mut |_| ())?;
        app.newest.forget();
        let said = format!("corrected; {} as read with that", count(counts.drafts, "draft"));
        app.leave(said);
        Ok(lead("/add"))
    })
    .await
}
