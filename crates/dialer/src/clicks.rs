//! Bounds on what one agent asks for, before anything is looked up: a flood must be cheap.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::AgentId;

/// So many agents are remembered. Beyond, those who did nothing lately are forgotten.
const AGENTS: usize = 1_000;

/// A token bucket for each agent, in this process.
#[derive(Clone)]
pub(crate) struct AgentBound {
    /// So many of one agent at once.
    at_once: u32,
    /// How long it takes until all of them are there again.
    period: Duration,
    buckets: Arc<Mutex<HashMap<AgentId, Bucket>>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl AgentBound {
    /// Of clicks; a call takes two (its token, and the call itself). Nobody reads a screen and clicks so fast.
    pub(crate) fn clicks() -> Self {
        Self { at_once: 30, period: Duration::from_mins(1), buckets: Arc::default() }
    }

    /// Of requests to Podio for a lead. A call takes a few: the lead, by its number within the app perhaps, and again after a
    /// minute. Podio's limit of 1,000 is an hour's and everybody's: 60 at once, and 300 in an hour, leave some of it to the
    /// others.
    pub(crate) fn lead_reads() -> Self {
        Self { at_once: 60, period: Duration::from_mins(12), buckets: Arc::default() }
    }

    /// Of requests to Podio for the list of leads, of which it allows everybody 250 in an hour: 20 at once, and 40 in an hour.
    pub(crate) fn list_reads() -> Self {
        Self { at_once: 20, period: Duration::from_mins(30), buckets: Arc::default() }
    }

    /// Takes so many of an agent's, or says how long to wait.
    pub(crate) fn take(&self, agent: &AgentId, count: u32, now: Instant) -> Result<(), Duration> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= AGENTS && !buckets.contains_key(agent) {
            buckets.retain(|_, bucket| self.refilled(*bucket, now).left < f64::from(self.at_once));
        }
        let full = Bucket { left: f64::from(self.at_once), at: now };
        let bucket = buckets.entry(agent.clone()).or_insert(full);
        *bucket = self.refilled(*bucket, now);
        let missing = f64::from(count) - bucket.left;
        if missing > 0.0 {
            return Err(self.period.div_f64(f64::from(self.at_once)).mul_f64(missing));
        }
        bucket.left -= f64::from(count);
        Ok(())
    }

    /// Gives back so many that were taken for nothing.
    pub(crate) fn give_back(&self, agent: &AgentId, count: u32, now: Instant) {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        // Who is not remembered lacks nothing.
        if let Some(bucket) = buckets.get_mut(agent) {
            let Bucket { left, at } = self.refilled(*bucket, now);
            *bucket = Bucket { left: (left + f64::from(count)).min(f64::from(self.at_once)), at };
        }
    }

    fn refilled(&self, bucket: Bucket, now: Instant) -> Bucket {
        let most = f64::from(self.at_once);
        let back = now.saturating_duration_since(bucket.at).as_secs_f64() / self.period.as_secs_f64();
        Bucket { left: (bucket.left + back * most).min(most), at: now }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_has_so_many_clicks_a_minute_and_another_has_their_own() {
        let (bound, start) = (AgentBound::clicks(), Instant::now());
        let (maya, sam): (AgentId, AgentId) = ("maya".parse().unwrap(), "sam".parse().unwrap());
        for click in 0..30 {
            assert_eq!(bound.take(&maya, 1, start), Ok(()), "{click}");
        }
        assert_eq!(bound.take(&maya, 1, start), Err(Duration::from_secs(2)));
        assert_eq!(bound.take(&sam, 1, start), Ok(()));
        assert!(bound.take(&maya, 1, start + Duration::from_millis(1900)).is_err());
        assert_eq!(bound.take(&maya, 1, start + Duration::from_secs(3)), Ok(()));
        let later = start + Duration::from_hours(1);
        let taken = (0..100).filter(|_| bound.take(&maya, 1, later).is_ok()).count();
        assert_eq!(taken, 30, "nobody saves up more than a minute's");
    }

    #[test]
    fn a_script_reads_a_part_of_what_podio_gives_in_an_hour() {
        let (bound, start) = (AgentBound::lead_reads(), Instant::now());
        let maya: AgentId = "maya".parse().unwrap();
        assert!(bound.take(&maya, 61, start).is_err());
        let tries = (0..3600).filter(|s| bound.take(&maya, 1, start + Duration::from_secs(*s)).is_ok());
        let taken = tries.count();
        assert!((358..=360).contains(&taken), "{taken}");
        let later = start + Duration::from_hours(2);
        assert_eq!(bound.take(&maya, 60, later), Ok(()));
        assert_eq!(bound.take(&maya, 2, later), Err(Duration::from_secs(24)));
    }

    #[test]
    fn a_script_reads_the_list_less_often_than_leads() {
        let (bound, start) = (AgentBound::list_reads(), Instant::now());
        let maya: AgentId = "maya".parse().unwrap();
        assert!(bound.take(&maya, 21, start).is_err());
        let tries = (0..3600).filter(|s| bound.take(&maya, 1, start + Duration::from_secs(*s)).is_ok());
        let taken = tries.count();
        assert!((59..=60).contains(&taken), "{taken} of the 250 that are everybody's");
    }

    #[test]
    fn what_is_given_back_is_there_again_and_no_more_than_that() {
        let (bound, start) = (AgentBound::lead_reads(), Instant::now());
        let maya: AgentId = "maya".parse().unwrap();
        for read in 0..1000 {
            assert_eq!(bound.take(&maya, 2, start), Ok(()), "{read}");
            bound.give_back(&maya, 2, start);
        }
        bound.give_back(&maya, 60, start);
        assert_eq!(bound.take(&maya, 60, start), Ok(()));
        assert!(bound.take(&maya, 1, start).is_err());
        bound.give_back(&"sam".parse().unwrap(), 1, start);
        assert_eq!(bound.buckets.lock().unwrap().len(), 1);
    }

    /// Forty leads an hour for a whole day, each found on the list and opened by a link that has its number within the app;
    /// called a minute later; and in between four tabs with other leads are looked at.
    #[test]
    fn an_agent_at_work_never_meets_the_bound() {
        let (leads, lists, start) = (AgentBound::lead_reads(), AgentBound::list_reads(), Instant::now());
        let maya: AgentId = "maya".parse().unwrap();
        // Two are taken for each, until it is known whether Podio was asked twice.
        let read = |requests: u32, at: Instant| {
            assert_eq!(leads.take(&maya, 2, at), Ok(()), "after {:?}", at.duration_since(start));
            leads.give_back(&maya, 2 - requests, at);
        };
        for lead in 0..12 * 40 {
            let at = |second: u64| start + Duration::from_secs(lead * 90 + second);
            assert_eq!(lists.take(&maya, 1, at(0)), Ok(()), "{lead}");
            read(2, at(5));
            for tab in 0..4 {
                read(1, at(20 + tab * 10));
            }
            read(1, at(66));
        }
    }

    #[test]
    fn agents_who_did_nothing_lately_are_forgotten() {
        let (bound, start) = (AgentBound::clicks(), Instant::now());
        for number in 0..AGENTS {
            assert_eq!(bound.take(&format!("agent_{number}").parse().unwrap(), 1, start), Ok(()));
        }
        assert_eq!(bound.take(&"one_more".parse().unwrap(), 1, start + Duration::from_mins(1)), Ok(()));
        assert_eq!(bound.buckets.lock().unwrap().len(), 1);
    }
}
