//! All routes of the product (`docs/architecture.md` has the table).

mod desk;
mod events;
mod evidence;
mod health;
mod lead_events;
mod owed;
mod pages;
mod people;
mod public;
mod recording;
mod twilio;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use dialer::Dialer;
use sandbox::Sandbox;
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::Level;

use crate::http::{headers, origin};
use crate::intake::Intake;
use crate::people::People;

pub(crate) use public::OptOutBound;

/// More than the longest form that a person or Twilio sends.
const MOST_BODY: usize = 64 * 1024;

/// What the routes work with.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) dialer: Dialer,
    /// Who works here.
    pub(crate) people: People,
    /// Whose calls these are, as the public reads it.
    pub(crate) organisation: String,
    /// How often the public opt-out form was sent lately.
    pub(crate) opt_outs: OptOutBound,
    pub(crate) account_sid: String,
    pub(crate) auth_token: SecretString,
    pub(crate) intake: Intake,
    /// Cancelled when the server is to end: what would go on for ever ends then.
    pub(crate) stop: CancellationToken,
}

/// The router of the whole product. In sandbox mode the sandbox may be another process's: then there is none here.
///
/// # Errors
/// When Leptos' options cannot be read.
pub(crate) fn router(state: State, is_sandbox: bool, sandbox: Option<&Sandbox>) -> Result<Router, String> {
    // From the first request on: a counter that nobody collects is lost.
    health::collect();
    let twilio = Router::new()
        .route("/connect_prospect", post(twilio::connect_prospect))
        .route("/call_status", post(twilio::call_status))
        .route("/status_webhook", post(twilio::call_status))
        .route("/dial_result", post(twilio::dial_result))
        .route("/recording_status", post(twilio::recording_status));
    let data = Router::new()
        .route("/play_recording/{sid}", get(recording::play))
        .route("/events/calls/{call}", get(events::call))
        .route("/events/leads/{item}", get(lead_events::phones))
        .route("/outbox", get(owed::list))
        .route("/outbox/retry", post(owed::retry))
        .route("/outbox/drop", post(owed::take_off))
        .route("/evidence", get(evidence::form).post(evidence::pack))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics));
    let pages = pages::router(&state, is_sandbox)?;
    let picker = if state.people.may_pick() {
        Router::new().route("/people", get(people::list).post(people::pick))
    } else {
        Router::new()
    };
    let mut router = twilio
        .merge(data)
        .merge(picker)
        .merge(desk::router())
        .merge(public::router())
        .with_state(state.clone())
        .merge(pages)
        .layer(DefaultBodyLimit::max(MOST_BODY))
        .layer(middleware::from_fn_with_state(state, origin::guard));
    if let Some(sandbox) = sandbox {
        // The sandbox checks its own callers, as Twilio and Podio do.
        router = router.nest("/sandbox", sandbox.router());
    }
    let trace = TraceLayer::new_for_http()
        // The path only: a query may hold what no log should.
        .make_span_with(|request: &axum::extract::Request| {
            tracing::info_span!("http", method = %request.method(), path = request.uri().path())
        })
        .on_response(DefaultOnResponse::new().level(Level::DEBUG));
    Ok(router.layer(middleware::map_response(headers::add)).layer(trace))
}
