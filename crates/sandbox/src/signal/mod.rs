//! The signalling between the carrier and the Twilio Voice SDK: `PStream` 1.6 over a WebSocket.
//!
//! A browser connects to `/signal`, shows its access token (`listen`), and says that it takes calls (`register`).
//! [`Signalling::ring`] then calls every registered browser of an identity; the first to answer has the call.
//! A browser whose socket drops comes back with the call's reconnect token and goes on; a call that this carrier
//! does not know, because it was restarted, is hung up.
//!
//! Only calls to the browser are taken: the product never lets a browser dial.

mod handle;
mod invite;
mod origin;
mod registry;
mod session;
mod token;
mod wire;

#[cfg(test)]
mod tests;

pub use handle::Signalling;
pub use invite::{Invite, LegEvent, NotRegistered};
pub use token::TokenKeys;

/// How a frame of a browser is understood.
#[cfg(feature = "fuzzing")]
pub(crate) fn read_frame(text: &str) -> String {
    format!("{:?}", wire::FromBrowser::parse(text))
}
