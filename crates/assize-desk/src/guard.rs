//! What a request must be to be answered, and what every answer carries.
//!
//! A page of another site can send forms to the loopback, and can give itself a name that means this machine (DNS rebinding). So a
//! request counts only where it names the desk's own address as its host; a form only where the browser says that a page of this desk sent it, and
//! where it carries the token that this run of the desk writes into its forms. Another user of the machine is refused ([`crate::local`]).

use crate::{local, serve::App};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{net::SocketAddr, sync::Arc};

/// No script, style or picture but the desk's own files; nothing may frame it, and it sends forms to itself alone.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'self'";

/// Refuses what must not be answered.
pub(crate) async fn guard(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let refused = refusal(&app, peer, request.method(), request.headers());
    let mut response = match refused {
        Some(why) => (StatusCode::FORBIDDEN, format!("{why}\n")).into_response(),
        None => next.run(request).await,
    };
    let headers = response.headers_mut();
    let set = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in set {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

/// Why a request is refused.
fn refusal(app: &App, peer: SocketAddr, method: &Method, headers: &HeaderMap) -> Option<&'static str> {
    if !peer.ip().is_loopback() || local::is_own(peer, app.address) == Some(false) {
        return Some("this desk belongs to somebody else on this machine");
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text("host").unwrap_or_default();
    if !app.hosts().any(|own| own == host) {
        return Some("this desk answers under its own address only: open the one that it printed");
    }
    let site = text("sec-fetch-site");
    if method == Method::GET || method == Method::HEAD {
        // A page elsewhere may link here and learn nothing; it may not load a part of a page.
        let navigates = text("sec-fetch-mode").is_none_or(|mode| mode == "navigate");
        let own = site.is_none_or(|site| matches!(site, "same-origin" | "none"));
        return (!own && !navigates).then_some("a page of another site asked for this");
    }
    if site.is_some_and(|site| site != "same-origin") {
        return Some("a page of another site sent this");
    }
    let origin = text("origin").map(|origin| origin.strip_prefix("http://").unwrap_or(origin));
    if origin.is_some_and(|origin| !app.hosts().any(|own| own == origin)) {
        return Some("a page of another site sent this");
    }
    if app.read_only {
        return Some("this desk was opened to read only");
    }
    None
}
