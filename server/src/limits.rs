//! How much of the server one visitor can hold, and for how long.

use std::time::Duration;

/// Bounds on connections, requests and answers. What an answer sends has none once it has begun: event streams and
/// recordings last as long as they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From the moment when a request may begin to the end of its head: so it also ends a connection that idles.
    pub head: Duration,
    /// Bytes of a head: its request line and its headers. At least 8192.
    pub head_bytes: usize,
    /// From the end of the head to the last byte of the body.
    pub body: Duration,
    /// From the end of a request that changes nothing (and is no return from Podio's sign-in) to the beginning of its
    /// answer. Podio alone may take 20 s, and be asked twice.
    pub page: Duration,
    /// Connections at a time; more wait until one ends.
    pub connections: usize,
    /// How often the page of a lead is looked at anew without a reason: hours end by themselves, and a supervisor's edits
    /// are no calls. More than nothing.
    pub look: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            head_bytes: 32 * 1024,
            body: Duration::from_secs(10),
            page: Duration::from_mins(1),
            connections: 2048,
            look: Duration::from_secs(15),
        }
    }
}
