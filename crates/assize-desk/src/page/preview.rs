//! The public page of an incident before anything is published: the very bytes that `assize publish` would write now, in a frame as wide as a phone.

use super::{Sight, draw, incident::canonical_of, layout, problem, shown};
use crate::{
    serve::{App, apart},
    snapshot::{Remarks, lock},
};
use assize_case::{
    asked::Publish,
    failure::Failure,
    publishing::{Ready, prepare},
};
use axum::{
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

/// What a page of the site may load and do in the frame: its own style, and nothing else. Its own policy stands in its head besides.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// What is done with names of persons that nobody has decided to publish, as the flags of `publish` say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Names {
    /// Nothing is published where such a name would be printed.
    Refused,
    /// `--mask-names`
    Masked,
    /// `--leave-names-out`
    LeftOut,
}

impl Names {
    const ALL: [(Self, &str, &str); 3] = [
        (Self::Refused, "site", "as it is"),
        (Self::Masked, "masked", "with undecided names masked"),
        (Self::LeftOut, "left-out", "without claims that hold such names"),
    ];

    fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, of, _)| *of == word).map(|(names, ..)| names)
    }

    fn word(self) -> &'static str {
        Self::ALL.into_iter().find(|(names, ..)| *names == self).map_or("", |(_, word, _)| word)
    }
}

/// Sites as they would be published now, of one state of the record and its settings.
#[derive(Default)]
pub(crate) struct Previews(Mutex<(Mark, BTreeMap<Names, Arc<Preview>>)>);

/// By what it is known that nothing moved: the size of the log, and the settings.
type Mark = (u64, Vec<u8>);

/// A site that could be published, or why not; and what was said of it.
struct Preview {
    ready: Result<Ready, Failure>,
    remarks: Vec<String>,
    /// Files that were asked for.
    files: Mutex<BTreeMap<String, Arc<[u8]>>>,
}

/// So many files are kept.
const KEPT: usize = 64;

/// The style of every page, which is made with the first.
const STYLE: &str = "style.css";

impl Previews {
    fn of(&self, sight: &Sight, names: Names) -> Arc<Preview> {
        let session = &sight.session;
        let settings = std::fs::read(session.dir.join("case.toml")).unwrap_or_default();
        let mark = (session.store.covered(), settings);
        let mut kept = lock(&self.0);
        if kept.0 != mark {
            *kept = (mark, BTreeMap::new());
        }
        let made = kept.1.entry(names).or_insert_with(|| Arc::new(Preview::of(sight, names)));
        Arc::clone(made)
    }
}

impl Preview {
    fn of(sight: &Sight, names: Names) -> Self {
        let talk = Remarks::default();
        let asked = Publish {
            // No site lies there, so none is compared with; those that were published of this case are, all the same.
            out: sight.session.dir.clone(),
            mask_names: names == Names::Masked,
            leave_names_out: names == Names::LeftOut,
            ..Publish::default()
        };
        let ready = prepare(&sight.session, &asked, &talk);
        Self { ready, remarks: talk.into_lines(), files: Mutex::default() }
    }

    /// A file of the site, byte for byte; `None` where it has none of that path.
    fn file(&self, path: &str) -> Result<Option<Arc<[u8]>>, Failure> {
        let Ok(ready) = &self.ready else { return Ok(None) };
        if let Some(bytes) = lock(&self.files).get(path) {
            return Ok(Some(Arc::clone(bytes)));
        }
        let made = ready.files(&[STYLE, path])?;
        let mut files = lock(&self.files);
        if files.len() > KEPT {
            files.clear();
        }
        files.extend(made.into_iter().map(|(path, bytes)| (path, Arc::from(bytes))));
        Ok(files.get(path).map(Arc::clone))
    }
}

/// How undecided names are treated.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct How {
    names: Option<String>,
}

/// The page of the desk around the frame.
pub(crate) async fn page(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(how): Query<How>,
) -> Response {
    draw(app, move |sight| {
        let view = &sight.snapshot.view;
        let id = canonical_of(sight, &id)?;
        let names = how.names.as_deref().and_then(Names::of).unwrap_or(Names::Refused);
        let preview = sight.app.previews.of(sight, names);
        let address = format!("/incident/{}", id.short());
        let body = html! {
            h1 { "As it would be published: " (shown(&view.name(id))) }
            p { a href=(address) { "Back to the bench" } }
            nav.tabs aria-label="Names that nobody decided on" {
                @for (of, word, told) in Names::ALL {
                    a href=(format!("{address}/preview?names={word}")) aria-current=[(of == names).then_some("page")] { (told) }
                }
            }
            (framed(sight, id, names, &preview))
            @if !preview.remarks.is_empty() {
                details.box open[preview.ready.is_err()] { summary { "What `assize publish` would say" }
                    ul { @for line in &preview.remarks { li { (shown(line)) } } } }
            }
        };
        Ok(layout(sight, "/incidents", "Preview", &body))
    })
    .await
}

fn framed(sight: &Sight, id: assize_record::EntryId, names: Names, preview: &Preview) -> Markup {
    let ready = match &preview.ready {
        Ok(ready) => ready,
        Err(failure) => {
            return html! {
                @for line in failure.message.lines() { p.warn { (shown(line)) } }
                @if let Some(help) = &failure.help { p { (shown(help)) } }
            };
        }
    };
    let ids = sight.snapshot.view.cluster(id);
    let ids: Vec<_> = std::iter::once(id).chain(ids).collect();
    html! {
        @match ready.page_of(&ids) {
            Some(path) => {
                p.soft { "Nothing is written. These are the bytes that " code { "assize publish" } " would write to " code { (path) } ", 360 px wide." }
                iframe.phone src=(format!("/preview/{}/{path}", names.word())) title="The public page" sandbox="allow-same-origin" {}
            }
            None => { p.warn { "Nothing of this incident would be published: no claim of it counts and may be shown." } }
        }
    }
}

/// A file of the site, for the frame.
pub(crate) async fn file(
    State(app): State<Arc<App>>,
    Path((names, path)): Path<(String, String)>,
) -> Response {
    apart(move || {
        let none = |what: &str| problem(StatusCode::NOT_FOUND, what, None);
        let Some(names) = Names::of(&names) else { return Ok(none("there is no such page")) };
        let kind = match path.rsplit('.').next() {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css",
            _ => return Ok(none("a preview shows pages: data are made by `assize publish`")),
        };
        let sight = Sight::of(&app)?;
        let preview = app.previews.of(&sight, names);
        Ok(match preview.file(&path)? {
            Some(bytes) => {
                let head = [(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, POLICY)];
                (head, bytes.to_vec()).into_response()
            }
            None => none("the site would have no such page; the page about it is made when it is written"),
        })
    })
    .await
}
