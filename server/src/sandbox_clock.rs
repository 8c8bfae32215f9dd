//! The sandbox's clock, as the use-cases see it.

use dialer::Clock;
use jiff::Timestamp;
use jiff::civil::{Time, time};
use jiff::tz::TimeZone;
use sandbox::Sandbox;

/// Asks the sandbox what time it is.
pub(crate) struct SandboxClock(pub(crate) Sandbox);

impl Clock for SandboxClock {
    fn now(&self) -> Timestamp {
        self.0.now()
    }
}

/// The zone whose clock decides, and what it is set to there.
const ZONE: &str = "America/New_York";
const OPEN_FROM: Time = time(14, 0, 0, 0);
const OPEN_TO: Time = time(20, 30, 0, 0);
const SET_TO: Time = time(14, 30, 0, 0);

/// Sets the clock of a sandbox that starts at an hour at which some of its leads, from Maine to Hawaii, may not be
/// called (`docs/decisions/0003-sandbox-clock.md`). Answers whether it did.
pub(crate) fn open_the_day(sandbox: &Sandbox) -> bool {
    let Ok(zone) = TimeZone::get(ZONE) else { return false };
    let now = sandbox.now().to_zoned(zone.clone());
    // A clock that somebody set stays as it was set, also over a restart.
    if sandbox.clock().is_set() || (now.time() >= OPEN_FROM && now.time() < OPEN_TO) {
        return false;
    }
    match now.date().to_datetime(SET_TO).to_zoned(zone) {
        Ok(set_to) => {
            sandbox.clock().set(set_to.timestamp());
            true
        }
        Err(_) => false,
    }
}
