//! What Twilio posts to us, read into types.
//!
//! The signature is checked before (see [`crate::signature`]); what is read here comes from Twilio. It is read
//! strictly all the same: a callback that is not understood is refused with its reason, and nothing is written.

mod dial;
mod error;
mod fault;
mod form;
mod leg;
mod recording;

pub use dial::DialResult;
pub use error::CallbackError;
pub use form::Form;
pub use leg::LegReport;
pub use recording::RecordingReport;

use url::form_urlencoded;

/// The parameters of a form body, in order: what [`crate::signature::verify`] and [`Form::new`] take.
pub fn pairs(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}
