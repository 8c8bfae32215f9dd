//! News of calls for the worker that counts: those that come together are taken together, and none is lost.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::CallId;
use store::StoreChange;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

/// News that come together are taken together.
const GATHER: Duration = Duration::from_millis(500);

/// What was heard and is not counted yet. It is kept here and not in the wait, which is broken off every minute.
pub(super) struct News {
    changes: broadcast::Receiver<StoreChange>,
    heard: BTreeSet<CallId>,
    missed: bool,
}

impl News {
    pub(super) fn new(changes: broadcast::Receiver<StoreChange>) -> Self {
        Self { changes, heard: BTreeSet::new(), missed: false }
    }

    /// Waits for news, and a moment for what comes with it. It may be broken off at any time.
    pub(super) async fn come(&mut self) {
        match self.changes.recv().await {
            Ok(change) => self.hear(&change),
            Err(RecvError::Lagged(_)) => self.missed = true,
            // The store is being closed, and so are we.
            Err(RecvError::Closed) => std::future::pending().await,
        }
        tokio::time::sleep(GATHER).await;
    }

    /// The calls of which news came since this was last asked; none where some was missed.
    pub(super) fn take(&mut self) -> Option<BTreeSet<CallId>> {
        loop {
            match self.changes.try_recv() {
                Ok(change) => self.hear(&change),
                Err(TryRecvError::Lagged(_)) => self.missed = true,
                Err(TryRecvError::Empty | TryRecvError::Closed) => break,
            }
        }
        let (heard, missed) = (std::mem::take(&mut self.heard), std::mem::take(&mut self.missed));
        (!missed).then_some(heard)
    }

    fn hear(&mut self, change: &StoreChange) {
        match change {
            StoreChange::Call(call) => {
                self.heard.insert(*call);
            }
            StoreChange::Gap => self.missed = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn call(number: u128) -> CallId {
        CallId::new(Uuid::from_u128(number))
    }

    /// The minute is over while it gathers.
    #[tokio::test]
    async fn what_was_heard_is_kept_where_the_wait_is_broken_off() {
        let (tell, changes) = broadcast::channel(8);
        let mut news = News::new(changes);
        tell.send(StoreChange::Call(call(1))).unwrap();
        {
            let mut coming = std::pin::pin!(news.come());
            let _ = futures::poll!(coming.as_mut());
        }
        tell.send(StoreChange::Call(call(2))).unwrap();
        assert_eq!(news.take(), Some(BTreeSet::from([call(1), call(2)])));
        assert_eq!(news.take(), Some(BTreeSet::new()), "told once");
    }

    #[tokio::test]
    async fn where_some_was_missed_there_is_no_telling_which() {
        let (tell, changes) = broadcast::channel(2);
        let mut news = News::new(changes);
        for number in 0..5 {
            tell.send(StoreChange::Call(call(number))).unwrap();
        }
        news.come().await;
        assert_eq!(news.take(), None);
        tell.send(StoreChange::Gap).unwrap();
        assert_eq!(news.take(), None);
        assert_eq!(news.take(), Some(BTreeSet::new()));
    }
}
