//! Which session a request belongs to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
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

/// Opens, renews and ends sessions. Cheap to clone.
#[derive(Clone)]
pub struct Sessions {
    jar: Jar,
    life: SessionLife,
    records: Records,
    known: Arc<Mutex<HashMap<AgentId, (Instant, EndedSessions)>>>,
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
        let known =
            self.lock().get(agent).filter(|(at, _)| at.elapsed() < BELIEVED).map(|(_, ended)| ended.clone());
        if let Some(ended) = known {
            return Ok(ended);
        }
        let asked = Instant::now();
        let ended = self.records.ended_sessions(agent).await?;
        self.learn(agent, asked, ended.clone());
        Ok(ended)
    }

    /// Keeps what was true at `at`, unless something newer is known: a session that was ended while this was read would
    /// come back to life.
    fn learn(&self, agent: &AgentId, at: Instant, ended: EndedSessions) {
        let mut known = self.lock();
        if known.len() >= MOST {
            known.clear();
        }
        if known.get(agent).is_none_or(|(newest, _)| *newest <= at) {
            known.insert(agent.clone(), (at, ended));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<AgentId, (Instant, EndedSessions)>> {
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
        let ended = self.records.end_session(agent, session.id, self.life.end(session)).await?;
        self.learn(&agent.id, Instant::now(), ended);
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
        let ended = self.records.end_all_sessions(by, agent).await?;
        self.learn(agent, Instant::now(), ended);
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
