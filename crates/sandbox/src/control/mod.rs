//! The control page of the sandbox: what the CRM holds, what each phone will do, the clock, the faults.
//!
//! The page is made on the server; its script fetches it again while it is open, and sends what is clicked to
//! the JSON routes under `/sandbox/api`.

mod held;
pub(crate) mod html;
mod page;
mod phones;

use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::Value;

use crate::crm::Crm;

const SCRIPT: &str = include_str!("control.js");
const STYLE: &str = include_str!("control.css");

/// The page at `/`, its script and style, the pages of the CRM's items under `/podio-web`, and `/api/crm`.
/// To be merged into the sandbox's own router.
pub fn router(crm: Crm) -> Router {
    Router::new()
        .route("/", get(page::page))
        .route("/control.js", get(async || asset("text/javascript; charset=utf-8", SCRIPT)))
        .route("/control.css", get(async || asset("text/css; charset=utf-8", STYLE)))
        .route("/api/crm", get(snapshot))
        .with_state(crm.clone())
        .nest("/podio-web", crm.pages())
}

type Asset = ([(HeaderName, &'static str); 2], &'static str);

/// Not cached: the sandbox changes with every build, and is on this machine.
fn asset(content_type: &'static str, text: &'static str) -> Asset {
    ([(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, "no-cache")], text)
}

async fn snapshot(State(crm): State<Crm>) -> Json<Value> {
    Json(crm.snapshot())
}
