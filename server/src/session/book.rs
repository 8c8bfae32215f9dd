//! Which session a request belongs to.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderValue};
use dialer::{Agent, EndedSessions, Records, SigningKeys};
use domain::AgentId;
use jiff::Timestamp;

use super::cookie::Kind;
use super::{Jar, Session, SessionLife, SigningIn, Site};

/// How long this process believes what it has read of ended sessions: within this time every replica knows of a sign-out.
const BELIEVED: Duration = Duration::from_secs(9);
/// How often what goes on for long looks whether its session still does.
const LOOK: Duration = Duration::from_secs(1);
/// More people than any team has.
const MOST: usize = 10_000;
/// More sessions than one person ends one by one before they are past by themselves.
const MOST_SINGLE: usize = 400;

/// Opens, renews and ends sessions. Cheap to clone.
#[derive(Clone)]
pub struct Sessions {
    jar: Jar,
    life: SessionLife,
    records: Records,
    known: Arc<Mutex<Known>>,
}

/// What this process knows of ended sessions, and since when it is believed.
#[derive(Default)]
struct Known(HashMap<AgentId, (Instant, EndedSessions)>);

impl Known {
    /// What is known of an agent, unless that is to be read again.
    fn believed(&self, agent: &AgentId) -> Option<EndedSessions> {
        self.0.get(agent).filter(|(at, _)| at.elapsed() < BELIEVED).map(|(_, ended)| ended.clone())
    }

    /// Adds what was true at `at`. Whoever brings it may have waited since, and something newer be known by now: nothing of
    /// that is lost, or a session that was ended would come back to life.
    fn learn(&mut self, agent: &AgentId, at: Instant, ended: EndedSessions) {
        if self.0.len() >= MOST && !self.0.contains_key(agent) {
            self.0.clear();
        }
        match self.0.entry(agent.clone()) {
            Entry::Vacant(free) => {
                free.insert((at, ended));
            }
            Entry::Occupied(mut held) => {
                let (newest, before) = held.get_mut();
                *newest = at.max(*newest);
                *before = together(std::mem::take(before), ended, Timestamp::now());
            }
        }
    }
}

/// What two tell of one person. No end is ever taken back: the later generation knows of every session before it, and of
/// the same one both count.
fn together(mut one: EndedSessions, other: EndedSessions, now: Timestamp) -> EndedSessions {
    match one.generation.cmp(&other.generation) {
        Ordering::Greater => one,
        Ordering::Less => other,
        Ordering::Equal => {
            for (id, ends) in other.single {
                if !one.single.iter().any(|(known, _)| *known == id) {
                    one.single.push((id, ends));
                }
            }
            one.single.retain(|(_, ends)| *ends > now);
            let too_many = one.single.len().saturating_sub(MOST_SINGLE);
            one.single.drain(..too_many);
            one
        }
    }
}

impl Sessions {
    /// Of one site, over its records.
    pub fn new(keys: &SigningKeys, site: &Site, life: SessionLife, records: Records) -> Self {
        Self { jar: Jar::new(keys, site), life, records, known: Arc::default() }
    }

    /// The session of a request: sealed by us, alive, and not ended by its owner.
    ///
    /// # Errors
    /// When the store cannot say whether it was ended: then nobody is let in.
    pub(crate) async fn of(&self, headers: &HeaderMap) -> Result<Option<Session>, dialer::Error> {
        let session: Option<Session> = self.jar.open(Kind::Session, headers);
        let Some(session) = session.filter(|session| self.life.lives(session, Timestamp::now())) else {
            return Ok(None);
        };
        let ended = self.ended(&session.person.agent.id).await?;
        Ok((!ended.ended(session.id, session.generation)).then_some(session))
    }

    /// Waits until a session is over, by whatever end: what a browser was let into by it ends with it. That its owner was
    /// seen since is not known here: a stream that ends by absence is opened anew with the cookie of today.
    pub(crate) async fn over(self, session: Session) {
        let mut look = tokio::time::interval(LOOK);
        loop {
            look.tick().await;
            let ended = match self.ended(&session.person.agent.id).await {
                Ok(ended) => ended.ended(session.id, session.generation),
                // Not known, and it was let in: it goes on until it is.
                Err(_) => false,
            };
            if ended || !self.life.lives(&session, Timestamp::now()) {
                return;
            }
        }
    }

    async fn ended(&self, agent: &AgentId) -> Result<EndedSessions, dialer::Error> {
        let believed = self.known().believed(agent);
        if let Some(ended) = believed {
            return Ok(ended);
        }
        let asked = Instant::now();
        let ended = self.records.ended_sessions(agent).await?;
        self.known().learn(agent, asked, ended.clone());
        Ok(ended)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The cookie of a session.
    pub fn cookie(&self, session: &Session) -> Option<HeaderValue> {
        self.jar.seal(Kind::Session, session, i64::try_from(self.life.whole.as_secs()).unwrap_or(i64::MAX))
    }

    /// The cookie anew, where it is time to say that its owner was seen.
    pub(crate) fn renewed(&self, session: &Session) -> Option<HeaderValue> {
        let now = Timestamp::now();
        let due = self.life.wants_renewal(session, now);
        due.then(|| self.cookie(&Session { seen: now, ..session.clone() })).flatten()
    }

    /// Ends a session; the header makes the browser forget it.
    ///
    /// # Errors
    /// When the store cannot be written: then it goes on.
    pub(crate) async fn end(&self, session: &Session) -> Result<Option<HeaderValue>, dialer::Error> {
        let agent = &session.person.agent;
        let asked = Instant::now();
        let ended = self.records.end_session(agent, session.id, self.life.end(session)).await?;
        self.known().learn(&agent.id, asked, ended);
        Ok(self.jar.forget(Kind::Session))
    }

    /// Ends every session of `agent`.
    ///
    /// # Errors
    /// When the store cannot be written: then they go on.
    pub(crate) async fn end_all(
        &self,
        by: &Agent,
        agent: &AgentId,
    ) -> Result<Option<HeaderValue>, dialer::Error> {
        let asked = Instant::now();
        let ended = self.records.end_all_sessions(by, agent).await?;
        self.known().learn(agent, asked, ended);
        Ok(self.jar.forget(Kind::Session))
    }

    /// Makes the browser forget its session, which goes on elsewhere.
    pub(crate) fn forget(&self) -> Option<HeaderValue> {
        self.jar.forget(Kind::Session)
    }

    /// The sign-ins that this browser has begun.
    pub(crate) fn signing_in(&self, headers: &HeaderMap) -> SigningIn {
        self.jar.open(Kind::SigningIn, headers).unwrap_or_default()
    }

    /// Keeps the sign-ins that are under way.
    pub(crate) fn keep(&self, signing_in: &SigningIn) -> Option<HeaderValue> {
        if signing_in.is_empty() {
            return self.jar.forget(Kind::SigningIn);
        }
        self.jar.seal(Kind::SigningIn, signing_in, 15 * 60)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn ended(generation: u32, single: &[u128]) -> EndedSessions {
        let ends = Timestamp::now() + jiff::SignedDuration::from_hours(1);
        let single = single.iter().map(|id| (Uuid::from_u128(*id), ends)).collect();
        EndedSessions { generation, single }
    }

    /// Whether each session of the first generation is over, by what was learnt in this order.
    fn over(learnt: &[EndedSessions], sessions: [u128; 3]) -> [bool; 3] {
        let mut known = Known::default();
        let agent: AgentId = "podio_1".parse().unwrap();
        for one in learnt {
            known.learn(&agent, Instant::now(), one.clone());
        }
        let known = known.believed(&agent).unwrap();
        sessions.map(|id| known.ended(Uuid::from_u128(id), 0))
    }

    /// The end of one session was written first and is heard of last.
    #[test]
    fn no_end_is_forgotten_in_whatever_order_it_is_heard_of() {
        let (one, all) = (ended(0, &[1]), ended(1, &[]));
        assert_eq!(over(&[all.clone(), one.clone()], [1, 2, 3]), [true; 3]);
        assert_eq!(over(&[one, all], [1, 2, 3]), [true; 3]);
        assert_eq!(over(&[ended(0, &[1, 2]), ended(0, &[1])], [1, 2, 3]), [true, true, false]);
        assert_eq!(over(&[ended(0, &[2]), ended(0, &[1])], [1, 2, 3]), [true, true, false]);
    }

    #[test]
    fn what_was_read_before_is_not_believed_for_longer() {
        let (mut known, now) = (Known::default(), Instant::now());
        let agent: AgentId = "podio_1".parse().unwrap();
        known.learn(&agent, now + Duration::from_secs(5), ended(1, &[]));
        known.learn(&agent, now, ended(0, &[1]));
        assert_eq!(known.0[&agent], (now + Duration::from_secs(5), ended(1, &[])));
    }

    #[test]
    fn ends_that_are_past_by_themselves_are_forgotten_and_a_flood_of_them_is_bounded() {
        let now = Timestamp::now();
        let past = EndedSessions { generation: 0, single: vec![(Uuid::from_u128(9), now)] };
        assert!(together(past, EndedSessions::default(), now).single.is_empty());
        let many: Vec<u128> = (0..1000).collect();
        assert_eq!(together(ended(0, &many), EndedSessions::default(), now).single.len(), MOST_SINGLE);
    }
}
