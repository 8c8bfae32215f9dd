//! Calls: create, read, list, end.

use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use serde::Deserialize;
use serde_json::Value;

use super::form::Form;
use super::{api_path, missing, new_call, resource};
use crate::carrier::Carrier;
use crate::carrier::call::Call;
use crate::carrier::error::ApiError;
use crate::carrier::status::Status;

/// How often an answer that is held looks whether it may go.
const HELD_FOR: Duration = Duration::from_millis(20);

/// `POST …/Calls.json`
pub(super) async fn create(
    State(carrier): State<Carrier>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let form = Form::read(&headers, &body);
    let faults = carrier.0.faults.get();
    let order = new_call::read(&form, carrier.account(), faults.carrier_refuses)?;
    let call = carrier.place(order);
    while carrier.0.faults.get().call_replies_held {
        tokio::time::sleep(HELD_FOR).await;
    }
    if faults.call_replies_lost {
        return Err(ApiError::lost());
    }
    Ok((StatusCode::CREATED, Json(resource::call(&call))))
}

/// The filters of a list that the sandbox knows.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Filter {
    parent_call_sid: Option<String>,
    to: Option<String>,
    from: Option<String>,
    status: Option<String>,
    page_size: Option<usize>,
}

/// How many a page has, and how many it may have, as at Twilio.
const PAGE: usize = 50;
const LONGEST_PAGE: usize = 1000;

impl Filter {
    fn takes(&self, call: &Call) -> bool {
        let is = |wanted: &Option<String>, value: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| Some(wanted) == value)
        };
        is(&self.parent_call_sid, call.facts.parent_sid.as_deref())
            && is(&self.to, Some(&call.facts.to))
            && is(&self.from, Some(&call.facts.from))
            && is(&self.status, Some(call.status().as_str()))
    }
}

/// `GET …/Calls.json`, newest first: the first page, which is all that is asked for here.
pub(super) async fn list(
    State(carrier): State<Carrier>,
    OriginalUri(uri): OriginalUri,
    Query(filter): Query<Filter>,
) -> Json<Value> {
    let calls = carrier.0.calls.all();
    let most = filter.page_size.unwrap_or(PAGE).clamp(1, LONGEST_PAGE);
    let taken = calls.iter().rev().filter(|call| filter.takes(call)).take(most);
    let calls = taken.map(|call| resource::call(call)).collect();
    Json(resource::list("calls", api_path(uri.path()), calls))
}

/// `GET …/Calls/{sid}.json`
pub(super) async fn fetch(
    State(carrier): State<Carrier>,
    OriginalUri(uri): OriginalUri,
    Path((_, file)): Path<(String, String)>,
) -> Result<Json<Value>, ApiError> {
    let call = find(&carrier, &file, &uri)?;
    Ok(Json(resource::call(&call)))
}

/// `POST …/Calls/{sid}.json` with `Status=completed` or `canceled`.
pub(super) async fn update(
    State(carrier): State<Carrier>,
    OriginalUri(uri): OriginalUri,
    Path((_, file)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let call = find(&carrier, &file, &uri)?;
    let form = Form::read(&headers, &body);
    if form.get("Url").or(form.get("Twiml")).is_some() {
        return Err(ApiError::bad(20001, "The sandbox does not redirect live calls"));
    }
    let status = call.status();
    match form.get("Status") {
        _ if status.is_final() => {
            return Err(ApiError::bad(21220, "Call is not in-progress. Cannot redirect."));
        }
        // Canceling spares a call that was answered in the meantime.
        Some("canceled") if status == Status::InProgress => {}
        Some("completed" | "canceled") => call.ending.cancel(),
        _ => return Err(ApiError::bad(20001, "Invalid parameter: Status")),
    }
    Ok(Json(resource::call(&call)))
}

/// The call that `{sid}.json` names.
pub(super) fn find(carrier: &Carrier, file: &str, uri: &Uri) -> Result<std::sync::Arc<Call>, ApiError> {
    let sid = file.strip_suffix(".json").unwrap_or(file);
    carrier.0.calls.find(sid).ok_or_else(|| missing(uri.path()))
}
