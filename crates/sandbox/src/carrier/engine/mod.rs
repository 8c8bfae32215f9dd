//! What happens on the line: the agent's leg is rung, its TwiML is carried out, the prospect's leg is dialled.

mod agent_leg;
mod dial;
mod fetch;
mod interpreter;
mod prospect;
mod speech;

pub(crate) use fetch::Source;

use super::twiml::Subscription;

/// A call to place, checked.
#[derive(Debug)]
pub(crate) struct Order {
    pub(crate) from: String,
    /// `client:` and an identity.
    pub(crate) to: String,
    /// The query part of the target.
    pub(crate) client_params: String,
    /// What to do when it is answered.
    pub(crate) first: Source,
    pub(crate) callback: Option<Subscription>,
    /// Seconds to ring.
    pub(crate) timeout: u32,
    /// What Twilio's debugger would say about the request.
    pub(crate) warnings: Vec<String>,
}
