//! One callback, as it came and as it is meant.

use domain::{CallId, Leg};
use serde::{Deserialize, Serialize};
use twilio::callback::{DialResult, Form, LegReport, RecordingReport};

use crate::http::Problem;

/// Which door it came through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Endpoint {
    /// A leg's status.
    CallStatus,
    /// The result of a `<Dial>`.
    DialResult,
    /// A recording's status.
    RecordingStatus,
}

/// A callback as it came; its signature was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    pub(crate) endpoint: Endpoint,
    /// The pairs of the URL's query, which we wrote.
    pub(crate) query: Vec<(String, String)>,
    /// The pairs of the form.
    pub(crate) parameters: Vec<(String, String)>,
}

/// A callback as it is meant.
#[derive(Debug, Clone)]
pub(crate) enum Callback {
    /// A leg's news.
    Leg(CallId, Leg, Box<LegReport>),
    /// The `<Dial>` is over.
    Dial(CallId, DialResult),
    /// A recording's news.
    Recording(Option<CallId>, RecordingReport),
}

impl Told {
    /// For the spool.
    pub(super) fn to_text(&self) -> Result<String, Problem> {
        serde_json::to_string(self)
            .map_err(|_| Problem::new(500, "spool", "The callback cannot be kept. Try again."))
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Our call id, from the URL that we gave Twilio; the signature covers it.
    fn call(&self) -> Result<Option<CallId>, Problem> {
        self.parameter("call_id").map(|id| id.parse().map_err(|_| Problem::malformed("call_id"))).transpose()
    }

    fn leg(&self, report: &LegReport) -> Result<Leg, Problem> {
        match self.parameter("leg") {
            Some(leg) if leg == Leg::Agent.code() => Ok(Leg::Agent),
            Some(leg) if leg == Leg::Prospect.code() => Ok(Leg::Prospect),
            Some(_) => Err(Problem::malformed("leg")),
            // The alias is registered without our parameters by hand-made set-ups: a child leg is the prospect's.
            None => Ok(report.parent_call_sid.as_ref().map_or(Leg::Agent, |_| Leg::Prospect)),
        }
    }
}

impl Callback {
    /// Parses what came.
    ///
    /// # Errors
    /// Names the first parameter that is not as it should be.
    pub(super) fn read(told: &Told, account_sid: &str) -> Result<Self, Problem> {
        let form = Form::new(&told.parameters, account_sid)?;
        let known = || told.call()?.ok_or_else(|| Problem::missing("call_id"));
        Ok(match told.endpoint {
            Endpoint::CallStatus => {
                let report = LegReport::read(form)?;
                Self::Leg(known()?, told.leg(&report)?, Box::new(report))
            }
            Endpoint::DialResult => Self::Dial(known()?, DialResult::read(form)?),
            Endpoint::RecordingStatus => Self::Recording(told.call()?, RecordingReport::read(form)?),
        })
    }
}
