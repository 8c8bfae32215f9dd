//! Recordings: start, pause, resume, stop, read, list, delete, and the sound itself.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;

use super::form::Form;
use super::{api_path, calls, missing, new_call, range, resource};
use crate::carrier::Carrier;
use crate::carrier::error::ApiError;
use crate::carrier::recording::{Recording, Source};
use crate::carrier::status::Status;
use crate::carrier::twiml::{Link, Subscription};

type Answer = Result<Json<Value>, ApiError>;

/// `POST …/Calls/{sid}/Recordings.json`
pub(super) async fn start(
    State(carrier): State<Carrier>,
    OriginalUri(uri): OriginalUri,
    Path((_, sid)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let not_eligible =
        |why: &str| ApiError::bad(21220, format!("Requested resource is not eligible for recording: {why}"));
    let call = calls::find(&carrier, &sid, &uri)?;
    let form = Form::read(&headers, &body);
    let callback = callback(&form)?;
    let channels = match form.get("RecordingChannels") {
        None | Some("mono") => 1,
        Some("dual") => 2,
        Some(_) => return Err(ApiError::bad(20001, "Invalid parameter: RecordingChannels")),
    };
    if call.status() != Status::InProgress {
        return Err(not_eligible("the call is not in progress"));
    }
    let recording = carrier
        .recordings()
        .start(&call, Source::StartCallRecordingAPI, channels, callback)
        .map_err(|error| not_eligible(&error.to_string()))?;
    Ok((StatusCode::CREATED, json(&carrier, &recording)))
}

fn callback(form: &Form) -> Result<Option<Subscription>, ApiError> {
    let Some(url) = form.get("RecordingStatusCallback") else { return Ok(None) };
    new_call::check_url(url)?;
    let mut events: Vec<String> =
        form.all("RecordingStatusCallbackEvent").flat_map(str::split_whitespace).map(str::to_owned).collect();
    if events.is_empty() {
        events.push("completed".into());
    }
    let link = Link { url: url.to_owned(), get: form.is_get("RecordingStatusCallbackMethod") };
    Ok(Some(Subscription { link, events }))
}

/// `POST …/Calls/{sid}/Recordings/{sid or Twilio.CURRENT}.json` with `Status`.
pub(super) async fn update(
    State(carrier): State<Carrier>,
    OriginalUri(uri): OriginalUri,
    Path((_, call, file)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    let call = calls::find(&carrier, &call, &uri)?;
    let sid = file.strip_suffix(".json").unwrap_or(&file);
    let recordings = carrier.recordings();
    let recording = recordings
        .of_call(call.sid())
        .into_iter()
        .find(|recording| {
            let facts = recording.facts();
            facts.sid == sid || (sid == "Twilio.CURRENT" && facts.state_is_running())
        })
        .ok_or_else(|| missing(uri.path()))?;
    let changed = match Form::read(&headers, &body).get("Status") {
        Some("stopped") => recordings.stop(&recording, &call).await,
        Some("paused") => recordings.pause(&recording, true),
        Some("in-progress") => recordings.pause(&recording, false),
        _ => return Err(ApiError::bad(20001, "Invalid parameter: Status")),
    };
    if !changed {
        return Err(ApiError::bad(21220, "The recording is not running"));
    }
    Ok(json(&carrier, &recording))
}

/// `GET …/Calls/{sid}/Recordings.json`
pub(super) async fn of_call(
    State(carrier): State<Carrier>,
    OriginalUri(uri): OriginalUri,
    Path((_, sid)): Path<(String, String)>,
) -> Answer {
    let call = calls::find(&carrier, &sid, &uri)?;
    Ok(many(&carrier, uri.path(), &carrier.recordings().of_call(call.sid())))
}

/// The filter of a list.
#[derive(Debug, Deserialize)]
pub(super) struct Filter {
    #[serde(rename = "CallSid")]
    call_sid: Option<String>,
}

/// `GET …/Recordings.json`
pub(super) async fn list(
    State(carrier): State<Carrier>,
    OriginalUri(uri): OriginalUri,
    Query(filter): Query<Filter>,
) -> Json<Value> {
    let recordings = match filter.call_sid {
        Some(sid) => carrier.recordings().of_call(&sid),
        None => carrier.recordings().all(),
    };
    many(&carrier, uri.path(), &recordings)
}

/// How the sound is wanted.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(rename = "RequestedChannels")]
    channels: Option<String>,
}

/// `GET …/Recordings/{sid}.json`, and `.mp3` for the sound.
pub(super) async fn fetch(
    State(carrier): State<Carrier>,
    OriginalUri(uri): OriginalUri,
    Path((_, file)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let not_found = || missing(uri.path());
    let (sid, kind) = file.split_once('.').unwrap_or((&file, "mp3"));
    let recording = carrier.recordings().find(sid).ok_or_else(not_found)?;
    if kind == "json" {
        return Ok(json(&carrier, &recording).into_response());
    }
    if kind != "mp3" {
        return Err(not_found());
    }
    let sound = carrier.recordings().sound(&recording).await.ok_or_else(not_found)?;
    // Twilio mixes to one channel unless two are asked for.
    let mp3 = match wanted.channels.as_deref() {
        None | Some("1") => sound.mono,
        Some("2") if recording.facts().channels == 2 => sound.dual,
        Some("2") => {
            return Err(ApiError::bad(
                16113,
                "Cannot download a dual-channel presentation of a mono recording",
            ));
        }
        Some(_) => return Err(ApiError::bad(20001, "Invalid parameter: RequestedChannels")),
    };
    Ok(range::answer(headers.get(header::RANGE), "audio/mpeg", mp3))
}

/// `DELETE …/Recordings/{sid}.json`: the data and the sound, for good.
pub(super) async fn delete(
    State(carrier): State<Carrier>,
    OriginalUri(uri): OriginalUri,
    Path((_, file)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let sid = file.strip_suffix(".json").unwrap_or(&file);
    match carrier.recordings().delete(sid).await {
        Ok(true) => Ok(StatusCode::NO_CONTENT),
        Ok(false) => Err(missing(uri.path())),
        Err(error) => {
            tracing::error!(%error, "a recording could not be deleted from the disk");
            Err(ApiError::lost())
        }
    }
}

fn json(carrier: &Carrier, recording: &Recording) -> Json<Value> {
    Json(resource::recording(recording, &carrier.account().sid, carrier.recordings().base()))
}

fn many(carrier: &Carrier, path: &str, recordings: &[Arc<Recording>]) -> Json<Value> {
    let items = recordings.iter().rev().map(|recording| json(carrier, recording).0).collect();
    Json(resource::list("recordings", api_path(path), items))
}
