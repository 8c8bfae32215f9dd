//! Leads that were read lately. One Podio request opens a lead, the click that follows needs none; whoever looks at the
//! list again and again asks for it once.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use domain::{ItemId, Lead};
use moka::future::Cache;

use crate::Error;

/// How stale a lead may be when its number is called.
const FRESH: Duration = Duration::from_mins(1);
/// How stale the list of leads may be.
const LIST_FRESH: Duration = Duration::from_secs(5);
/// More than a day's leads of one agent.
const MOST: u64 = 2_000;

/// The leads of the list, in its order.
type List = Arc<[Arc<Lead>]>;

/// Leads by item id, and the list of them.
#[derive(Clone)]
pub(crate) struct LeadCache {
    leads: Cache<ItemId, Arc<Lead>>,
    list: Cache<(), List>,
}

impl LeadCache {
    pub(crate) fn new() -> Self {
        Self {
            leads: Cache::builder().max_capacity(MOST).time_to_live(FRESH).build(),
            list: Cache::builder().time_to_live(LIST_FRESH).build(),
        }
    }

    /// The lead, read by `read` unless it was read lately.
    pub(crate) async fn get<F>(&self, id: ItemId, read: F) -> Result<Arc<Lead>, Error>
    where
        F: Future<Output = Result<Lead, Error>>,
    {
        if let Some(lead) = self.leads.get(&id).await {
            return Ok(lead);
        }
        Ok(self.put(read.await?).await)
    }

    /// The list, read by `read` unless it was read just now. Its leads are then read lately, too.
    pub(crate) async fn list<F>(&self, read: F) -> Result<List, Error>
    where
        F: Future<Output = Result<Vec<Lead>, Error>>,
    {
        if let Some(list) = self.list.get(&()).await {
            return Ok(list);
        }
        let mut leads = Vec::new();
        for lead in read.await? {
            leads.push(self.put(lead).await);
        }
        let list: List = leads.into();
        self.list.insert((), Arc::clone(&list)).await;
        Ok(list)
    }

    /// Has a lead, and the list, read anew by whoever asks next.
    pub(crate) async fn forget(&self, id: ItemId) {
        self.leads.invalidate(&id).await;
        self.list.invalidate(&()).await;
    }

    /// Keeps a lead that was just read.
    pub(crate) async fn put(&self, lead: Lead) -> Arc<Lead> {
        let lead = Arc::new(lead);
        self.leads.insert(lead.id, lead.clone()).await;
        lead
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn the_list_is_read_once_for_all_until_something_is_told_of_a_lead() {
        let (cache, reads) = (LeadCache::new(), Cell::new(0));
        let read = async || {
            let reading = async {
                reads.set(reads.get() + 1);
                Ok(Vec::new())
            };
            cache.list(reading).await.unwrap();
            reads.get()
        };
        assert_eq!([read().await, read().await], [1, 1]);
        // Also of one that is not on the list: it may be new.
        cache.forget(ItemId(1)).await;
        assert_eq!(read().await, 2);
    }

    #[tokio::test]
    async fn a_list_that_could_not_be_read_is_read_again() {
        let cache = LeadCache::new();
        assert!(cache.list(async { Err(Error::NoSuchLead) }).await.is_err());
        assert!(cache.list(async { Ok(Vec::new()) }).await.is_ok());
    }
}
