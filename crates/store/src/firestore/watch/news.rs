//! Who is told what, once. News of a commit comes from the commit itself and from the listener, in either order.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::CallId;
use jiff::Timestamp;
use tokio::sync::broadcast;

use crate::StoreChange;

/// How many changes a watcher may be behind before it misses some.
const CHANGES_KEPT: usize = 1024;
/// Of how many calls it is known what was told: more than change within a minute.
const MOST_KNOWN: usize = 4096;

/// Tells watchers, and knows what they were told.
#[derive(Debug)]
pub(in crate::firestore) struct News {
    watchers: broadcast::Sender<StoreChange>,
    /// When each call had last changed when that was told.
    told: Mutex<HashMap<CallId, Timestamp>>,
}

impl Default for News {
    fn default() -> Self {
        Self { watchers: broadcast::channel(CHANGES_KEPT).0, told: Mutex::new(HashMap::new()) }
    }
}

impl News {
    pub(in crate::firestore) fn watch(&self) -> broadcast::Receiver<StoreChange> {
        self.watchers.subscribe()
    }

    /// A call changed at this time. Silent if this or a later change was told; where the time is not known, it is
    /// told in any case. Answers whether it was told.
    pub(in crate::firestore) fn tell(&self, call: CallId, at: Option<Timestamp>) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = at.is_none_or(|at| is_news(&mut told, call, at));
        if is_new {
            // Nobody may be watching. Sent under the lock, so that nobody is told of an older change later.
            drop(self.watchers.send(StoreChange::Call(call)));
        }
        is_new
    }

    /// This change was there before anybody watched.
    pub(super) fn know(&self, call: CallId, at: Timestamp) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        is_news(&mut told, call, at);
    }

    /// Some changes may have been missed.
    pub(super) fn gap(&self) {
        drop(self.watchers.send(StoreChange::Gap));
    }
}

fn is_news(told: &mut HashMap<CallId, Timestamp>, call: CallId, at: Timestamp) -> bool {
    if told.get(&call).is_some_and(|known| *known >= at) {
        return false;
    }
    if told.len() >= MOST_KNOWN {
        let mut times: Vec<Timestamp> = told.values().copied().collect();
        times.sort_unstable();
        if let Some(middle) = times.get(MOST_KNOWN / 2).copied() {
            told.retain(|_, known| *known >= middle);
        }
    }
    told.insert(call, at);
    true
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use uuid::Uuid;

    use super::*;

    fn at(micros: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_micros(micros)
    }

    fn call(number: u128) -> CallId {
        CallId::new(Uuid::from_u128(number))
    }

    #[test]
    fn a_change_is_told_once_whoever_comes_first() {
        let news = News::default();
        let mut watcher = news.watch();
        for micros in [5, 5, 4, 6, 6] {
            news.tell(call(1), Some(at(micros)));
        }
        news.know(call(2), at(7));
        news.tell(call(2), Some(at(7)));
        news.tell(call(2), None);
        let told: Vec<StoreChange> = std::iter::from_fn(|| watcher.try_recv().ok()).collect();
        assert_eq!(told, [1, 1, 2].map(|number| StoreChange::Call(call(number))));
    }

    #[test]
    fn the_oldest_calls_are_forgotten() {
        let news = News::default();
        for (number, micros) in (0..).zip(0..).take(3 * MOST_KNOWN) {
            news.tell(call(number), Some(at(micros)));
        }
        let told = news.told.lock().unwrap();
        assert!((MOST_KNOWN / 2..=MOST_KNOWN).contains(&told.len()));
        assert!(told.contains_key(&call(3 * MOST_KNOWN as u128 - 1)));
    }
}
