//! Twilio's door: every request is signed, parsed into a type, made durable, and answered.

use axum::extract::State as Extract;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::CallId;
use twilio::callback::{DialResult, LegReport};
use twilio::twiml;

use super::State;
use crate::http::{Problem, Signed};
use crate::intake::Endpoint;

/// Leg 1 is up: what is to be done?
pub(super) async fn connect_prospect(
    Extract(state): Extract<State>,
    signed: Signed,
) -> Result<Response, Problem> {
    let report = LegReport::read(signed.form(&state)?)?;
    let call: CallId = signed
        .query("call_id")
        .ok_or_else(|| Problem::missing("call_id"))?
        .parse()
        .map_err(|_| Problem::malformed("call_id"))?;
    Ok(xml(&state.dialer.connect_prospect(call, &report).await))
}

/// A leg's news.
pub(super) async fn call_status(
    Extract(state): Extract<State>,
    signed: Signed,
) -> Result<StatusCode, Problem> {
    state.intake.take(&signed.told(Endpoint::CallStatus)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The Dial is over: what does the agent hear?
pub(super) async fn dial_result(Extract(state): Extract<State>, signed: Signed) -> Result<Response, Problem> {
    let result = DialResult::read(signed.form(&state)?)?;
    let told = signed.told(Endpoint::DialResult);
    if let Err(problem) = state.intake.take(&told).await {
        if !problem.is_ours() {
            return Err(problem);
        }
        // The prospect's own status callback tells the same, and the agent is not to wait in silence.
        tracing::error!(code = problem.code(), "a dial result was not kept");
    }
    Ok(xml(&dialer::after_dial(&result)))
}

/// A recording's news.
pub(super) async fn recording_status(
    Extract(state): Extract<State>,
    signed: Signed,
) -> Result<StatusCode, Problem> {
    state.intake.take(&signed.told(Endpoint::RecordingStatus)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn xml(response: &twiml::Response) -> Response {
    ([(header::CONTENT_TYPE, "text/xml; charset=utf-8")], response.to_xml()).into_response()
}
