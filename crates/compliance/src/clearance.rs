//! Leave to ring one prospect, once.

use domain::{CallId, E164};

/// Leave to ring one prospect for one call. Only an allowed [`Decision`](crate::Decision) of the prospect's leg makes
/// one, and whatever rings a prospect takes it by value. It cannot be built, copied or sent elsewhere:
///
/// ```compile_fail,E0451
/// fn forge(call: domain::CallId, to: domain::E164) -> compliance::Clearance {
///     compliance::Clearance { call, to }
/// }
/// ```
/// ```compile_fail,E0599
/// fn twice(clearance: compliance::Clearance) -> (compliance::Clearance, compliance::Clearance) {
///     (clearance.clone(), clearance)
/// }
/// ```
/// ```compile_fail,E0277
/// fn send(clearance: compliance::Clearance) -> String {
///     serde_json::to_string(&clearance).unwrap()
/// }
/// ```
#[derive(Debug)]
#[must_use = "a clearance is for ringing the prospect"]
pub struct Clearance {
    call: CallId,
    to: E164,
}

impl Clearance {
    pub(crate) fn new(call: CallId, to: E164) -> Self {
        Self { call, to }
    }

    /// The call that it is for.
    pub fn call(&self) -> CallId {
        self.call
    }

    /// The number that may be rung.
    pub fn to(&self) -> &E164 {
        &self.to
    }
}
