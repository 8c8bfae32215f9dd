//! What the carrier asks and tells the product over HTTP: signed, retried, logged.

mod log;
mod overrides;
mod queue;
mod sender;
mod signature;

pub(crate) use log::Log;
pub use log::{Attempt, Notification};
pub(crate) use queue::Queue;
pub(crate) use sender::{SendError, Sender};

use super::twiml::Link;

/// Form parameters, in the order in which they are sent.
pub(crate) type Params = Vec<(String, String)>;

/// What a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A call's progress.
    Call,
    /// A recording's progress.
    Recording,
    /// "What now?": the answer is TwiML.
    Twiml,
}

/// A request to make.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) kind: Kind,
    pub(crate) call_sid: String,
    pub(crate) link: Link,
    pub(crate) params: Params,
    /// The same for every attempt and for every copy of one event.
    pub(crate) token: String,
}

impl Request {
    /// A request about `call_sid`.
    pub(crate) fn new(kind: Kind, call_sid: &str, link: Link, params: Params) -> Self {
        let token = uuid::Uuid::new_v4().to_string();
        Self { kind, call_sid: call_sid.to_owned(), link, params, token }
    }
}
