//! What every server function needs from its request.

use dialer::{Agent, Dialer};
use domain::{CallId, CallRecord, ItemId, PhoneSlot};
use leptos::prelude::use_context;

use crate::problem::Problem;
use crate::view::{AgentZone, CallView};

/// The dialer and the agent who asks.
pub(super) struct Desk {
    pub(super) dialer: Dialer,
    pub(super) agent: Agent,
    pub(super) zone: AgentZone,
}

impl Desk {
    /// From the context that the server provides.
    pub(super) fn of_request() -> Result<Self, Problem> {
        let missing = || Problem::new(500, "internal", "Something went wrong in Twoleg. Try again.");
        let dialer: Dialer = use_context().ok_or_else(missing)?;
        let zone = AgentZone::of(&dialer);
        Ok(Self { dialer, agent: use_context().ok_or_else(missing)?, zone })
    }

    /// A call as the browser sees it now.
    pub(super) fn view(&self, record: &CallRecord) -> CallView {
        CallView::of(record, self.dialer.now(), &self.zone, &|sid| self.dialer.recording_path(sid))
    }
}

/// Reads a call id.
pub(super) fn call_id(text: &str) -> Result<CallId, Problem> {
    text.parse().map_err(|_| Problem::bad_value("bad_call_id", "This is not the id of a call."))
}

/// Reads a lead's id.
pub(super) fn lead_id(text: &str) -> Result<ItemId, Problem> {
    text.parse().map_err(|_| Problem::bad_value("bad_item_id", "This is not the id of a Podio item."))
}

/// Reads which of a lead's phones is meant.
pub(super) fn phone_slot(text: &str) -> Result<PhoneSlot, Problem> {
    text.parse().map_err(|_| Problem::bad_value("bad_slot", "This is not one of the lead's phones."))
}

/// Gives the response the status of the problem, if there is one.
pub(super) fn answer<T>(result: Result<T, Problem>) -> Result<T, Problem> {
    if let Err(problem) = &result {
        problem.set_status();
    }
    result
}
