//! TwiML: what the carrier is told to do with a call.

mod element;
mod read;

pub(crate) use read::read;

/// One thing to do, in the order of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Speak to the caller, that is the agent.
    Say {
        /// The sentence.
        text: String,
        /// How many times.
        times: u32,
    },
    /// Wait in silence.
    Pause {
        /// How long.
        seconds: u32,
    },
    /// Call somebody and connect them.
    Dial(Dial),
    /// Go on with another document.
    Redirect(Link),
    /// End the call.
    Hangup,
    /// End the call without answering it.
    Reject,
}

/// A URL to ask, with a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) url: String,
    pub(crate) get: bool,
}

/// `<Dial>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dial {
    /// Whom to call.
    pub(crate) number: Option<Number>,
    /// What they see.
    pub(crate) caller_id: Option<String>,
    /// Seconds until nobody answered.
    pub(crate) timeout: u32,
    /// Seconds that the two may talk.
    pub(crate) time_limit: u32,
    /// What to ask afterwards.
    pub(crate) action: Option<Link>,
    /// The channels of the recording, if there is one: 1 or 2. It starts when the prospect answers.
    pub(crate) record: Option<u8>,
    /// Who wants to know about it.
    pub(crate) recording_callback: Option<Subscription>,
}

/// `<Number>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) number: String,
    pub(crate) callback: Option<Subscription>,
}

/// Where events are sent, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subscription {
    pub(crate) link: Link,
    pub(crate) events: Vec<String>,
}

impl Subscription {
    /// Whether the event is wanted.
    pub(crate) fn wants(&self, event: &str) -> bool {
        self.events.iter().any(|wanted| wanted == event)
    }
}
