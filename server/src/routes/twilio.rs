//! Twilio's door: every request is signed, parsed into a type, written, and answered.

use axum::extract::State as Extract;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::{CallId, Leg};
use twilio::callback::{DialResult, LegReport, RecordingReport};
use twilio::twiml;

use super::State;
use crate::http::{Problem, Signed};

/// Leg 1 is up: what is to be done?
pub(super) async fn connect_prospect(
    Extract(state): Extract<State>,
    signed: Signed,
) -> Result<Response, Problem> {
    let report = LegReport::read(signed.form(&state)?)?;
    let call = call_of(&signed)?.ok_or_else(|| Problem::missing("call_id"))?;
    Ok(xml(&state.dialer.connect_prospect(call, &report).await))
}

/// A leg's news.
pub(super) async fn call_status(
    Extract(state): Extract<State>,
    signed: Signed,
) -> Result<StatusCode, Problem> {
    let report = LegReport::read(signed.form(&state)?)?;
    let call = call_of(&signed)?.ok_or_else(|| Problem::missing("call_id"))?;
    let leg = match signed.query("leg") {
        Some(leg) if leg == Leg::Agent.code() => Leg::Agent,
        Some(leg) if leg == Leg::Prospect.code() => Leg::Prospect,
        Some(_) => return Err(Problem::malformed("leg")),
        // The alias is registered without our parameters by hand-made set-ups: a child leg is the prospect's.
        None => report.parent_call_sid.as_ref().map_or(Leg::Agent, |_| Leg::Prospect),
    };
    state.dialer.take_status(call, leg, &report).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The Dial is over: what does the agent hear?
pub(super) async fn dial_result(Extract(state): Extract<State>, signed: Signed) -> Result<Response, Problem> {
    let result = DialResult::read(signed.form(&state)?)?;
    let call = call_of(&signed)?.ok_or_else(|| Problem::missing("call_id"))?;
    Ok(xml(&state.dialer.take_dial_result(call, &result).await))
}

/// A recording's news.
pub(super) async fn recording_status(
    Extract(state): Extract<State>,
    signed: Signed,
) -> Result<StatusCode, Problem> {
    let report = RecordingReport::read(signed.form(&state)?)?;
    state.dialer.take_recording(call_of(&signed)?, &report).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Our call id, from the URL that we gave Twilio; the signature covers it.
fn call_of(signed: &Signed) -> Result<Option<CallId>, Problem> {
    signed.query("call_id").map(|id| id.parse().map_err(|_| Problem::malformed("call_id"))).transpose()
}

fn xml(response: &twiml::Response) -> Response {
    ([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], response.to_xml()).into_response()
}
