//! Twilio, as far as Twoleg needs it: the REST API, TwiML, webhook signatures and Voice access tokens.
//!
//! Two rules of the product are kept by the types here:
//! - a REST call can only ring an agent's browser ([`ClientTarget`]); a prospect is reached by `<Dial>` alone;
//! - nothing can be played into a prospect's leg: [`twiml::Number`] has no way to name a `url`.
//!
//! The client takes a base URL, so the same code talks to Twilio and to the sandbox.

pub mod callback;
mod client;
mod error;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod resource;
mod sentence;
pub mod signature;
pub mod token;
pub mod twiml;

pub use client::{
    Client, ClientConfig, ClientTarget, Limits, Media, NewCall, NewRecording, RecordingDeletion,
};
pub use error::Error;
pub use resource::{CallResource, RecordingResource, RecordingStatus};
