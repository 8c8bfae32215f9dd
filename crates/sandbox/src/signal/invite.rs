//! A call to a browser, and what becomes of it.

/// A call to a browser, as Twilio describes it to the SDK.
#[derive(Clone, Debug)]
pub struct Invite {
    /// The call's own SID; it also names the media leg.
    pub call_sid: String,
    /// The account that the call belongs to.
    pub account_sid: String,
    /// The caller: an E.164 number or `client:…`.
    pub from: String,
    /// Who is called: `client:…`, without parameters.
    pub to: String,
    /// Custom parameters as a query string; the SDK gives them as `call.customParameters`. May be empty.
    pub params: String,
}

/// What the browser did with a call. After anything but `Answered` the call is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegEvent {
    /// The agent took the call, and its media are agreed.
    Answered,
    /// Every browser that was called declined.
    Rejected,
    /// The browser hung up.
    HungUp,
    /// The browser is gone: its socket, or its audio, stayed away for 30 seconds.
    Lost,
}

/// Nobody can be called under this identity: no browser of it is registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no browser is registered under this identity")]
pub struct NotRegistered;
