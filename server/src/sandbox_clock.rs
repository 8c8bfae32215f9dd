//! The sandbox's clock, as the use-cases see it.

use dialer::Clock;
use jiff::Timestamp;
use sandbox::Sandbox;

/// Asks the sandbox what time it is.
pub(crate) struct SandboxClock(pub(crate) Sandbox);

impl Clock for SandboxClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}
