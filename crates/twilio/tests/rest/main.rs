//! The REST client against a small fake of Twilio's API.

#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

mod calls;
mod fake;
mod media;
mod recordings;
mod retries;
mod standing;
