//! How long a session lives.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::Session;

/// Two clocks may differ by this much before a session from the future is refused.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(5);
/// A cookie is made anew when it says of its owner that they were last seen longer ago than this.
const RENEW: SignedDuration = SignedDuration::from_mins(1);

/// The two ends of a session: that of its owner's absence, and the absolute one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLife {
    /// Nothing was done for so long.
    pub idle: Duration,
    /// Whatever was done.
    pub whole: Duration,
}

impl Default for SessionLife {
    /// An hour away from the desk, or a working day.
    fn default() -> Self {
        Self { idle: Duration::from_hours(1), whole: Duration::from_hours(12) }
    }
}

impl SessionLife {
    /// Whether a session lives at `now`.
    pub fn lives(&self, session: &Session, now: Timestamp) -> bool {
        let (age, away) = (now.duration_since(session.began), now.duration_since(session.seen));
        let within = |span: SignedDuration, most: Duration| {
            span >= -CLOCKS_DIFFER && SignedDuration::try_from(most).is_ok_and(|most| span < most)
        };
        within(age, self.whole) && within(away, self.idle)
    }

    /// When it ends at the latest.
    pub(crate) fn end(&self, session: &Session) -> Timestamp {
        session.began.saturating_add(self.whole).unwrap_or(Timestamp::MAX)
    }

    /// Whether its cookie should say that its owner was seen `now`.
    pub(crate) fn wants_renewal(&self, session: &Session, now: Timestamp) -> bool {
        let soon = SignedDuration::try_from(self.idle / 4).unwrap_or(RENEW).min(RENEW);
        now.duration_since(session.seen) >= soon
    }
}

#[cfg(test)]
mod tests {
    use dialer::{Agent, Role};
    use uuid::Uuid;

    use super::*;

    fn session(began: i64, seen: i64) -> Session {
        let at = |second| Timestamp::from_second(second).unwrap();
        let agent = Agent { id: domain::AgentId::of_podio_user(1), name: "Maya".to_owned() };
        let person = dialer::Person { agent, role: Role::Agent };
        Session { id: Uuid::from_u128(1), person, began: at(began), seen: at(seen), generation: 0 }
    }

    #[test]
    fn a_session_ends_by_absence_and_by_age() {
        let life = SessionLife { idle: Duration::from_mins(10), whole: Duration::from_mins(100) };
        let lives =
            |began, seen, now| life.lives(&session(began, seen), Timestamp::from_second(now).unwrap());
        assert!(lives(0, 0, 599));
        assert!(!lives(0, 0, 600), "away");
        assert!(lives(0, 5500, 5999));
        assert!(!lives(0, 5999, 6000), "a day");
        // A replica's clock that is a little ahead is borne, one that makes sessions of next week is not.
        assert!(lives(100, 100, 0));
        assert!(!lives(1000, 1000, 0));
    }

    #[test]
    fn a_cookie_is_renewed_now_and_then() {
        let life = SessionLife::default();
        let renew = |now| life.wants_renewal(&session(0, 0), Timestamp::from_second(now).unwrap());
        assert!(!renew(59) && renew(60));
    }
}
