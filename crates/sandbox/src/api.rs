//! The sandbox's own JSON API, for its control page and for tests. What concerns the CRM is in `control`.

use axum::extract::{Path, Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::Sandbox;
use crate::carrier::{Attempt, CallView, Notification};
use crate::crm::NewLead;
use crate::faults::FaultSettings;

/// The routes, to be nested at `/api`.
pub(crate) fn router(sandbox: Sandbox) -> Router {
    Router::new()
        .route("/calls", get(calls))
        .route("/calls/{sid}/hang_up", post(hang_up))
        .route("/callbacks", get(callbacks))
        .route("/notifications", get(notifications))
        .route("/faults", get(faults).post(set_faults))
        .route("/clock", get(clock).post(set_clock))
        .route("/pace", get(pace).post(set_pace))
        .route("/leads", post(add_lead))
        .route("/drop_sockets", post(drop_sockets))
        .route("/reset", post(reset))
        .layer(middleware::from_fn(only_own_pages))
        .with_state(sandbox)
}

/// Turns away what pages of other origins send: browsers would let any page on the web reset the sandbox.
async fn only_own_pages(request: Request, next: Next) -> Response {
    if is_own(request.headers()) { next.run(request).await } else { StatusCode::FORBIDDEN.into_response() }
}

/// Whether a request comes from a page of this host, or from no page at all.
fn is_own(headers: &HeaderMap) -> bool {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (header(ORIGIN), header(HOST)) {
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, authority)| authority == host)
        }
        (Some(_), None) => false,
        (None, _) => true,
    }
}

async fn calls(State(sandbox): State<Sandbox>) -> Json<Vec<CallView>> {
    Json(sandbox.calls().await)
}

/// The leg's own side hangs up: on a prospect's leg, the prospect.
async fn hang_up(State(sandbox): State<Sandbox>, Path(sid): Path<String>) -> StatusCode {
    if sandbox.hang_up(&sid) { StatusCode::NO_CONTENT } else { StatusCode::NOT_FOUND }
}

async fn callbacks(State(sandbox): State<Sandbox>) -> Json<Vec<Attempt>> {
    Json(sandbox.callbacks())
}

async fn notifications(State(sandbox): State<Sandbox>) -> Json<Vec<Notification>> {
    Json(sandbox.notifications())
}

async fn faults(State(sandbox): State<Sandbox>) -> Json<FaultSettings> {
    Json(sandbox.faults().get())
}

/// What is not named is switched off.
async fn set_faults(
    State(sandbox): State<Sandbox>,
    Json(settings): Json<FaultSettings>,
) -> Json<FaultSettings> {
    sandbox.faults().set(settings);
    Json(sandbox.faults().get())
}

#[derive(Serialize)]
struct ClockView {
    now: Timestamp,
    is_set: bool,
}

#[derive(Deserialize)]
struct ClockChange {
    /// The time to go on from; none for the real time.
    at: Option<Timestamp>,
}

async fn clock(State(sandbox): State<Sandbox>) -> Json<ClockView> {
    Json(ClockView { now: sandbox.now(), is_set: sandbox.clock().is_set() })
}

async fn set_clock(State(sandbox): State<Sandbox>, Json(change): Json<ClockChange>) -> Json<ClockView> {
    match change.at {
        Some(at) => sandbox.clock().set(at),
        None => sandbox.clock().reset(),
    }
    clock(State(sandbox)).await
}

#[derive(Serialize, Deserialize)]
struct PaceSetting {
    pace: f64,
}

async fn pace(State(sandbox): State<Sandbox>) -> Json<PaceSetting> {
    Json(PaceSetting { pace: sandbox.pace().get() })
}

async fn set_pace(State(sandbox): State<Sandbox>, Json(setting): Json<PaceSetting>) -> Json<PaceSetting> {
    sandbox.pace().set(setting.pace);
    pace(State(sandbox)).await
}

/// Adds a lead in the CRM, as somebody who works there.
async fn add_lead(State(sandbox): State<Sandbox>, Json(lead): Json<NewLead>) -> Response {
    match sandbox.crm().add_lead(lead) {
        Ok(id) => Json(json!({ "item_id": id })).into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, Json(json!({"error": error.to_string()}))).into_response(),
    }
}

async fn drop_sockets(State(sandbox): State<Sandbox>) -> StatusCode {
    sandbox.drop_sockets();
    StatusCode::NO_CONTENT
}

async fn reset(State(sandbox): State<Sandbox>) -> Response {
    match sandbox.reset().await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => {
            tracing::error!(%error, "the sandbox could not be reset");
            (StatusCode::INTERNAL_SERVER_ERROR, Json(json!({"error": error.to_string()}))).into_response()
        }
    }
}
