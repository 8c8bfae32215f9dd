//! A bound on clicks, before anything is looked up: a flood of them must be cheap.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::AgentId;

/// So many requests of one agent at once; a call takes two of them (its token, and the call itself). Nobody reads a
/// screen and clicks so fast.
const AT_ONCE: u32 = 30;
/// How long it takes until all of them are there again.
const PERIOD: Duration = Duration::from_mins(1);
/// So many agents are remembered. Beyond, those who did nothing lately are forgotten.
const AGENTS: usize = 1_000;

/// A token bucket for each agent, in this process.
#[derive(Clone, Default)]
pub(crate) struct ClickBound {
    buckets: Arc<Mutex<HashMap<AgentId, Bucket>>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Bucket {
    fn refilled(self, now: Instant) -> Self {
        let back = now.saturating_duration_since(self.at).as_secs_f64() / PERIOD.as_secs_f64();
        Self { left: (self.left + back * f64::from(AT_ONCE)).min(f64::from(AT_ONCE)), at: now }
    }
}

impl ClickBound {
    /// Takes one request of an agent, or says how long to wait.
    pub(crate) fn take(&self, agent: &AgentId, now: Instant) -> Result<(), Duration> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= AGENTS && !buckets.contains_key(agent) {
            buckets.retain(|_, bucket| bucket.refilled(now).left < f64::from(AT_ONCE));
        }
        let full = Bucket { left: f64::from(AT_ONCE), at: now };
        let bucket = buckets.entry(agent.clone()).or_insert(full);
        *bucket = bucket.refilled(now);
        if bucket.left < 1.0 {
            return Err(PERIOD.div_f64(f64::from(AT_ONCE)).mul_f64(1.0 - bucket.left));
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_has_so_many_clicks_a_minute_and_another_has_their_own() {
        let (bound, start) = (ClickBound::default(), Instant::now());
        let (maya, sam): (AgentId, AgentId) = ("maya".parse().unwrap(), "sam".parse().unwrap());
        for click in 0..AT_ONCE {
            assert_eq!(bound.take(&maya, start), Ok(()), "{click}");
        }
        assert_eq!(bound.take(&maya, start), Err(Duration::from_secs(2)));
        assert_eq!(bound.take(&sam, start), Ok(()));
        assert!(bound.take(&maya, start + Duration::from_millis(1900)).is_err());
        assert_eq!(bound.take(&maya, start + Duration::from_secs(3)), Ok(()));
        let later = start + Duration::from_hours(1);
        let taken = (0..100).filter(|_| bound.take(&maya, later).is_ok()).count();
        assert_eq!(taken, 30, "nobody saves up more than a minute's");
    }

    #[test]
    fn agents_who_did_nothing_lately_are_forgotten() {
        let (bound, start) = (ClickBound::default(), Instant::now());
        for number in 0..AGENTS {
            assert_eq!(bound.take(&format!("agent_{number}").parse().unwrap(), start), Ok(()));
        }
        assert_eq!(bound.take(&"one_more".parse().unwrap(), start + PERIOD), Ok(()));
        assert_eq!(bound.buckets.lock().unwrap().len(), 1);
    }
}
