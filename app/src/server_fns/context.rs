//! What every server function needs from its request.

use dialer::{Agent, Dialer, Person};
use domain::{CallId, CallRecord, ItemId, PhoneSlot, RecordingSid};
use leptos::prelude::use_context;

use crate::problem::{Problem, SOMEBODY_ELSE};
use crate::view::{AgentZone, CallView};

/// The dialer and the agent who asks.
pub(super) struct Desk {
    pub(super) dialer: Dialer,
    pub(super) person: Person,
    pub(super) agent: Agent,
    pub(super) zone: AgentZone,
}

impl Desk {
    /// From the context that the server provides.
    pub(super) fn of_request() -> Result<Self, Problem> {
        let missing = || Problem::new(500, "internal", "Something went wrong in Twoleg. Try again.");
        let dialer: Dialer = use_context().ok_or_else(missing)?;
        let zone = AgentZone::of(&dialer);
        // The gate lets nobody through who has not signed in; a handler that is reached otherwise stays shut.
        let signed_out = || Problem::new(401, "signed_out", "Sign in first.");
        let person: Person = use_context().ok_or_else(signed_out)?;
        Ok(Self { dialer, agent: person.agent.clone(), person, zone })
    }

    /// For what an open page does in the name of the agent that it was made for, if it says so: somebody else may have signed
    /// in at that browser since.
    pub(super) fn of_page(agent: &str) -> Result<Self, Problem> {
        let desk = Self::of_request()?;
        if agent.is_empty() || desk.agent.id.to_string() == agent {
            return Ok(desk);
        }
        Err(Problem::new(409, SOMEBODY_ELSE, "Somebody else has signed in at this browser. Reload the page."))
    }

    /// A call as the browser sees it now.
    pub(super) fn view(&self, record: &CallRecord) -> CallView {
        let link = |record: &CallRecord, sid: &RecordingSid| self.dialer.recording_path(record, sid);
        CallView::of(record, self.dialer.now(), &self.zone, &link)
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
