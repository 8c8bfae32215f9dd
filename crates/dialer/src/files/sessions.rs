//! Which of an agent's sessions are over before their time.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// More sessions than anybody ends one by one before the first of them is past anyway.
const MOST: usize = 200;

/// The sessions that were ended. A session lives in its cookie; this is what takes one back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EndedSessions {
    /// How often all were ended at once. A count and no time: two servers' clocks differ, and a session that was made by a
    /// fast one would outlive the end.
    pub generation: u32,
    /// Single ones, each with the time at which it would have ended by itself.
    pub single: Vec<(Uuid, Timestamp)>,
}

impl EndedSessions {
    /// Whether this session, begun in this generation, was ended.
    pub fn ended(&self, session: Uuid, generation: u32) -> bool {
        generation < self.generation || self.single.iter().any(|(id, _)| *id == session)
    }

    /// Ends one; what is past by itself at `now` is forgotten.
    pub(crate) fn end(&mut self, session: Uuid, ends: Timestamp, now: Timestamp) {
        self.single.retain(|(id, ends)| *id != session && *ends > now);
        if self.single.len() >= MOST {
            self.single.remove(0);
        }
        self.single.push((session, ends));
    }

    /// Ends all that have begun.
    pub(crate) fn end_all(&mut self) {
        *self = Self { generation: self.generation.saturating_add(1), single: Vec::new() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_end_one_by_one_and_all_at_once() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut ended = EndedSessions::default();
        assert!(!ended.ended(one, 0));
        ended.end(one, at(100), at(20));
        assert!(ended.ended(one, 0) && !ended.ended(other, 0));
        // Past by itself: no need to remember.
        ended.end(other, at(200), at(101));
        assert!(!ended.ended(one, 0) && ended.ended(other, 0));
        ended.end_all();
        assert!(ended.ended(one, 0) && ended.ended(other, 0) && !ended.ended(one, 1));
        ended.end_all();
        assert!(ended.ended(one, 1), "again");
    }
}
