//! Access and refresh tokens that were given out.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::access::Principal;
use super::scope::Scope;
use crate::faults::CrmFault;

/// How long an access token is good, in seconds: eight hours.
pub(super) const ACCESS_S: i64 = 28_800;
/// How long a refresh token is good, in seconds: 28 days.
const REFRESH_S: i64 = 28 * 24 * 3600;

/// What a token stands for.
#[derive(Debug, Clone)]
pub(super) struct Grant {
    /// Every token of one sign-in has the same number.
    pub(super) number: u64,
    pub(super) principal: Principal,
    pub(super) scope: Scope,
}

/// What a sign-in gets.
pub(super) struct Issued {
    pub(super) access: String,
    pub(super) refresh: String,
    pub(super) grant: Grant,
}

/// All tokens. They are not kept over a restart: a client signs in again, as it must be able to.
#[derive(Default)]
pub(super) struct Tokens {
    access: HashMap<String, (Grant, Timestamp)>,
    refresh: HashMap<String, (Grant, Timestamp)>,
    grants: u64,
    last_fault: CrmFault,
}

impl Tokens {
    /// A new pair for `principal`.
    pub(super) fn issue(&mut self, principal: Principal, scope: Scope, now: Timestamp) -> Issued {
        self.grants += 1;
        let grant = Grant { number: self.grants, principal, scope };
        let refresh = secret();
        self.refresh.insert(refresh.clone(), (grant.clone(), later(now, REFRESH_S)));
        self.renew(grant, refresh, now)
    }

    /// A new access token for a refresh token, which stays the same; `None` when it is not (or no longer) good.
    pub(super) fn refresh(&mut self, refresh: &str, now: Timestamp) -> Option<Issued> {
        let (grant, until) = self.refresh.get(refresh)?;
        let grant = (now < *until).then(|| grant.clone())?;
        Some(self.renew(grant, refresh.to_owned(), now))
    }

    fn renew(&mut self, grant: Grant, refresh: String, now: Timestamp) -> Issued {
        let access = secret();
        self.access.retain(|_, (_, until)| now < *until);
        self.access.insert(access.clone(), (grant.clone(), later(now, ACCESS_S)));
        Issued { access, refresh, grant }
    }

    /// What this token stands for, if it is good.
    pub(super) fn grant(&self, access: &str, now: Timestamp) -> Option<&Grant> {
        self.access.get(access).filter(|(_, until)| now < *until).map(|(grant, _)| grant)
    }

    /// Ends every token of a sign-in.
    pub(super) fn end(&mut self, number: u64) {
        for tokens in [&mut self.access, &mut self.refresh] {
            tokens.retain(|_, (grant, _)| grant.number != number);
        }
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

/// A text that nobody guesses.
pub(super) fn secret() -> String {
    Uuid::new_v4().simple().to_string()
}
