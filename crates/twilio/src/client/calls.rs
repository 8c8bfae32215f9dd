//! Calls: ring the agent, read, end, list the legs that were dialled.

use std::time::Duration;

use domain::{CallSid, E164};
use serde::Deserialize;
use url::Url;

use super::request::Repeat;
use super::{Client, ClientTarget};
use crate::{CallResource, Error};

/// The code of a call that is over and can neither be changed nor ended.
const CALL_IS_OVER: u32 = 21220;

/// Leg 1: what to ring, and whom to ask once it is answered.
#[derive(Debug, Clone)]
pub struct NewCall {
    /// The agent's browser.
    pub to: ClientTarget,
    /// The caller ID.
    pub from: E164,
    /// Where Twilio fetches the TwiML once the agent has accepted.
    pub url: Url,
    /// Where the leg's progress is reported.
    pub status_callback: Url,
    /// How long the browser rings.
    pub timeout: Duration,
}

#[derive(Deserialize)]
struct CallList {
    calls: Vec<CallResource>,
}

/// A page of calls.
#[cfg(feature = "fuzzing")]
pub(crate) fn read_calls(json: &[u8]) -> Option<Vec<CallResource>> {
    serde_json::from_slice::<CallList>(json).ok().map(|list| list.calls)
}

impl Client {
    /// Rings the agent. Asked for once: when the error's [`Error::outcome_unknown`] holds, the browser may ring.
    ///
    /// # Errors
    /// What Twilio or the network says.
    pub async fn create_call(&self, call: &NewCall) -> Result<CallResource, Error> {
        let timeout = call.timeout.as_secs().to_string();
        let form = [
            ("To", &*call.to.to_string()),
            ("From", call.from.as_str()),
            ("Url", call.url.as_str()),
            ("Timeout", &timeout),
            ("StatusCallback", call.status_callback.as_str()),
            ("StatusCallbackEvent", "initiated"),
            ("StatusCallbackEvent", "ringing"),
            ("StatusCallbackEvent", "answered"),
            ("StatusCallbackEvent", "completed"),
        ];
        self.post("a new call", &["Calls.json"], &form, Repeat::Never).await
    }

    /// One leg.
    ///
    /// # Errors
    /// What Twilio or the network says.
    pub async fn call(&self, sid: &CallSid) -> Result<CallResource, Error> {
        self.get("a call", &["Calls", &format!("{sid}.json")], &[]).await
    }

    /// Ends a leg, and with it the call. That it is over already is a success too.
    ///
    /// # Errors
    /// What Twilio or the network says.
    pub async fn end_call(&self, sid: &CallSid) -> Result<CallResource, Error> {
        let path = ["Calls", &format!("{sid}.json")];
        match self.post("the end of a call", &path, &[("Status", "completed")], Repeat::Harmless).await {
            Err(error) if error.code() == Some(CALL_IS_OVER) => self.call(sid).await,
            answer => answer,
        }
    }

    /// The legs that a leg dialled, newest first: for us, the prospect's. The first fifty are read; a call of ours
    /// has one.
    ///
    /// # Errors
    /// What Twilio or the network says.
    pub async fn child_calls(&self, parent: &CallSid) -> Result<Vec<CallResource>, Error> {
        let query = [("ParentCallSid", parent.as_str()), ("PageSize", "50")];
        let list: CallList = self.get("the legs of a call", &["Calls.json"], &query).await?;
        Ok(list.calls)
    }

    /// The legs that were dialled with this caller ID, newest first: the latest two hundred. Among them is a call
    /// whose creation was answered into the void.
    ///
    /// # Errors
    /// What Twilio or the network says.
    pub async fn recent_calls(&self, from: &E164) -> Result<Vec<CallResource>, Error> {
        let query = [("From", from.as_str()), ("PageSize", "200")];
        let list: CallList = self.get("the recent calls", &["Calls.json"], &query).await?;
        Ok(list.calls)
    }
}
