//! What can go wrong with a leg's media.

use str0m::RtcError;

/// Why a leg's media could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// The UDP socket could not be opened at the configured address.
    #[error("the media port could not be opened: {0}")]
    Bind(#[from] std::io::Error),
    /// The address is not one that a browser can be sent to, such as `0.0.0.0`.
    #[error("the media address can not be offered to a browser: {0}")]
    Address(String),
    /// The media task has ended.
    #[error("the media task has stopped")]
    Stopped,
    /// No leg has that key, or it has ended.
    #[error("there is no such leg")]
    UnknownLeg,
    /// An answer came for a leg that has no offer outstanding.
    #[error("no offer is outstanding on this leg")]
    NothingOffered,
    /// The session description of the browser could not be read.
    #[error("the session description is malformed: {0}")]
    Sdp(String),
    /// The session description was read but could not be agreed to.
    #[error("the session could not be negotiated: {0}")]
    Negotiation(#[from] RtcError),
}
