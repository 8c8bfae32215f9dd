//! Access and refresh tokens that were given out.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::access::Principal;
use crate::faults::CrmFault;

/// How long an access token is good, in seconds: eight hours.
pub(super) const ACCESS_S: i64 = 28_800;
/// How long a refresh token is good, in seconds: 28 days.
const REFRESH_S: i64 = 28 * 24 * 3600;

#[derive(Debug, Clone, Copy)]
struct Grant {
    principal: Principal,
    until: Timestamp,
}

/// What a sign-in gets.
pub(super) struct Issued {
    pub(super) access: String,
    pub(super) refresh: String,
    pub(super) principal: Principal,
}

/// All tokens. They are not kept over a restart: a client signs in again, as it must be able to.
#[derive(Default)]
pub(super) struct Tokens {
    access: HashMap<String, Grant>,
    refresh: HashMap<String, Grant>,
    last_fault: CrmFault,
}

impl Tokens {
    /// A new pair for `principal`.
    pub(super) fn issue(&mut self, principal: Principal, now: Timestamp) -> Issued {
        let refresh = secret();
        self.refresh.insert(refresh.clone(), Grant { principal, until: later(now, REFRESH_S) });
        self.renew(principal, refresh, now)
    }

    /// A new access token for a refresh token, which stays the same; `None` when it is not (or no longer) good.
    pub(super) fn refresh(&mut self, refresh: &str, now: Timestamp) -> Option<Issued> {
        let grant = *self.refresh.get(refresh)?;
        (now < grant.until).then(|| self.renew(grant.principal, refresh.to_owned(), now))
    }

    fn renew(&mut self, principal: Principal, refresh: String, now: Timestamp) -> Issued {
        let access = secret();
        self.access.retain(|_, grant| now < grant.until);
        self.access.insert(access.clone(), Grant { principal, until: later(now, ACCESS_S) });
        Issued { access, refresh, principal }
    }

    /// Whose token this is, if it is good.
    pub(super) fn principal(&self, access: &str, now: Timestamp) -> Option<Principal> {
        self.access.get(access).filter(|grant| now < grant.until).map(|grant| grant.principal)
    }

    /// Takes note of the fault that is on. Switching `ExpireToken` on ends every access token given out so far;
    /// those given out later are good, though the switch is still on.
    pub(super) fn notice(&mut self, fault: CrmFault) {
        if fault == CrmFault::ExpireToken && self.last_fault != CrmFault::ExpireToken {
            self.access.clear();
        }
        self.last_fault = fault;
    }
}

fn later(now: Timestamp, seconds: i64) -> Timestamp {
    now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
}

fn secret() -> String {
    Uuid::new_v4().simple().to_string()
}
