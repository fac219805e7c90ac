//! The desk's address, and who answers under it.

use crate::{
    act, guard, page,
    snapshot::{Newest, lock},
};
use assize_case::{
    case::Session,
    failure::{Exit, Failure},
    keys,
};
use assize_record::EntryId;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{StatusCode, header},
    middleware,
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};
use tokio::{net::TcpListener, sync::Mutex};

/// What a desk is opened with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder of the case.
    pub dir: PathBuf,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// Whether nothing can be decided.
    pub read_only: bool,
    /// Whether a person says that the clock is right.
    pub clock_ok: bool,
}

/// What all requests share.
pub(crate) struct App {
    /// The folder of the case.
    dir: PathBuf,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Whether nothing can be decided.
    pub(crate) read_only: bool,
    clock_ok: bool,
    /// What every form of this run carries.
    pub(crate) token: String,
    /// The record as it was read last.
    pub(crate) newest: Newest,
    /// What would be published of it.
    pub(crate) previews: page::preview::Previews,
    /// What was decided in this run and stands: what a key takes back.
    pub(crate) sitting: std::sync::Mutex<Sitting>,
    /// What the next page says of what was just done.
    pub(crate) note: std::sync::Mutex<Option<String>>,
    /// Held while a decision is written: a person makes one at a time.
    pub(crate) writing: Mutex<()>,
}

/// Decisions of one run, each by the last of its entries.
#[derive(Debug, Default)]
pub(crate) struct Sitting {
    /// Those that stand.
    pub(crate) made: Vec<EntryId>,
    /// Those that were taken back.
    pub(crate) undone: Vec<EntryId>,
}

impl App {
    /// The addresses that it may be opened under.
    pub(crate) fn hosts(&self) -> impl Iterator<Item = String> + '_ {
        ["127.0.0.1", "localhost"].into_iter().map(|host| format!("{host}:{}", self.address.port()))
    }

    /// Decisions of this run.
    pub(crate) fn sitting(&self) -> std::sync::MutexGuard<'_, Sitting> {
        lock(&self.sitting)
    }

    /// Leaves words for the next page.
    pub(crate) fn leave(&self, words: String) {
        *lock(&self.note) = Some(words);
    }

    /// The words that were left, once.
    pub(crate) fn left(&self) -> Option<String> {
        lock(&self.note).take()
    }

    /// The case, opened for one request.
    pub(crate) fn session(&self) -> Result<Session, Failure> {
        Session::find(Some(&self.dir), true, self.clock_ok)
    }
}

/// Serves a case until the program is told to stop. `ready` is handed the address.
///
/// # Errors
/// The case cannot be opened, or the port is taken.
pub fn serve(options: Options, ready: impl FnOnce(&str)) -> Result<(), Failure> {
    // What is wrong with the case is said before anything is opened.
    let session = Session::find(Some(&options.dir), true, options.clock_ok)?;
    let dir = session.dir.clone();
    drop(session);
    if !options.read_only {
        // A key under a passphrase is asked for once, before anybody waits for a page.
        keys::own()?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Failure::input)?;
    runtime.block_on(async {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let listener = TcpListener::bind(wanted).await.map_err(|error| {
            Failure::input(format!("port {} cannot be used: {error}", options.port))
                .help("choose another with --port, or 0 for any that is free")
        })?;
        let address = listener.local_addr().map_err(Failure::input)?;
        let token: [u8; 16] = keys::random()?;
        let app = Arc::new(App {
            dir,
            address,
            read_only: options.read_only,
            clock_ok: options.clock_ok,
            token: assize_record::id::encode_hex(&token),
            newest: Newest::default(),
            previews: page::preview::Previews::default(),
            sitting: std::sync::Mutex::default(),
            note: std::sync::Mutex::default(),
            writing: Mutex::new(()),
        });
        ready(&format!("http://{address}/"));
        let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).with_graceful_shutdown(stopped()).await.map_err(Failure::input)
    })
}

/// Until the person at the terminal has had enough.
async fn stopped() {
    let _ = tokio::signal::ctrl_c().await;
}

/// The largest form: originals are dropped in here.
const FORM_BYTES: usize = 256 << 20;

fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(page::inbox::page))
        .route("/source/{id}", get(page::source::page))
        .route("/source/{id}/card", get(page::source::card))
        .route("/second", get(page::second::page))
        .route("/second/{id}", get(page::second::source))
        .route("/incidents", get(page::incident::list))
        .route("/incident/{id}", get(page::incident::page))
        .route("/incident/{id}/preview", get(page::preview::page))
        .route("/preview/{names}/{*path}", get(page::preview::file))
        .route("/link", get(page::link::page))
        .route("/differ", get(page::differ::page))
        .route("/stale", get(page::stale::page))
        .route("/log", get(page::log::page))
        .route("/add", get(page::add::page))
        .route("/people", get(page::people::page))
        .route("/schema", get(page::people::schema))
        .route("/keys", get(page::keys))
        .route("/search", get(page::search::page))
        .route("/decide", post(act::decide::decide))
        .route("/effect", post(act::decide::effect))
        .route("/many", post(act::decide::many))
        .route("/missed", post(act::missed::missed))
        .route("/place", post(act::place::place))
        .route("/settle", post(act::settle::settle))
        .route("/undo", post(act::undo::undo))
        .route("/retract", post(act::undo::retract))
        .route("/add", post(act::add::add).layer(DefaultBodyLimit::max(FORM_BYTES)))
        .route("/read", post(act::add::read))
        .route("/publication", post(act::add::publication))
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .route("/asset/desk.css", get(|| asset("text/css", include_str!("../assets/desk.css"))))
        .route("/asset/desk.js", get(|| asset("text/javascript", include_str!("../assets/desk.js"))))
        .fallback(|| async { page::problem(StatusCode::NOT_FOUND, "there is no such page", None) })
        .layer(middleware::from_fn_with_state(Arc::clone(&app), guard::guard))
        .with_state(app)
}

async fn asset(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

/// Runs what reads files or reckons apart from what waits for connections.
pub(crate) async fn apart(work: impl FnOnce() -> Result<Response, Failure> + Send + 'static) -> Response {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(response)) => response,
        Ok(Err(failure)) => failed(&failure),
        Err(_) => page::problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            "this request failed; the record is as it was",
            None,
        ),
    }
}

/// A failure as a page: what is wrong, and what to do.
pub(crate) fn failed(failure: &Failure) -> Response {
    let status = match failure.exit {
        Exit::Moved => StatusCode::CONFLICT,
        Exit::Usage | Exit::BadInput => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    page::problem(status, &failure.message, failure.help.as_deref())
}

/// A page.
pub(crate) fn html(markup: maud::Markup) -> Response {
    Html(markup.into_string()).into_response()
}
