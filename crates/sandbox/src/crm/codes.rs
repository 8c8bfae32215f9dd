//! Codes that the sign-in page gave out: each good once, for one client and one address.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::scope::Scope;
use super::tokens::secret;

/// How long a code is good.
const GOOD_FOR: SignedDuration = SignedDuration::from_mins(10);

/// What somebody allowed on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Allowed {
    pub(super) user_id: u64,
    pub(super) client_id: String,
    pub(super) redirect_uri: String,
    pub(super) scope: Scope,
}

/// The codes that nobody has used yet. They are not kept over a restart.
#[derive(Default)]
pub(super) struct Codes(HashMap<String, (Allowed, Timestamp)>);

impl Codes {
    /// A new code.
    pub(super) fn issue(&mut self, allowed: Allowed, now: Timestamp) -> String {
        self.0.retain(|_, (_, until)| now < *until);
        let code = secret();
        self.0.insert(code.clone(), (allowed, now.checked_add(GOOD_FOR).unwrap_or(now)));
        code
    }

    /// What the code stands for. Whoever shows it uses it up, whether or not client and address are right.
    pub(super) fn redeem(
        &mut self,
        code: &str,
        client_id: &str,
        redirect_uri: &str,
        now: Timestamp,
    ) -> Option<Allowed> {
        let (allowed, until) = self.0.remove(code)?;
        let fits = now < until && allowed.client_id == client_id && allowed.redirect_uri == redirect_uri;
        fits.then_some(allowed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BACK: &str = "http://localhost:3000/auth/podio";

    #[test]
    fn a_code_is_good_once_and_for_ten_minutes() {
        let now: Timestamp = "2026-11-20T18:00:00Z".parse().unwrap();
        let allowed =
            Allowed { user_id: 1, client_id: "c".into(), redirect_uri: BACK.into(), scope: Scope::all() };
        let mut codes = Codes::default();
        let code = codes.issue(allowed.clone(), now);
        assert_eq!(codes.redeem(&code, "c", BACK, now), Some(allowed.clone()));
        assert_eq!(codes.redeem(&code, "c", BACK, now), None);

        for (client, back, at) in
            [("d", BACK, now), ("c", "http://localhost:3000/", now), ("c", BACK, now + GOOD_FOR)]
        {
            let code = codes.issue(allowed.clone(), now);
            assert_eq!(codes.redeem(&code, client, back, at), None);
            assert_eq!(codes.redeem(&code, "c", BACK, now), None, "it was used up");
        }
    }
}
