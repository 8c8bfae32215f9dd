//! Leads that were read lately. One Podio request opens a lead, the click that follows needs none; whoever looks at the
//! list again and again asks for it once.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::{ItemId, Lead};
use moka::future::Cache;

use crate::Error;

/// How stale a lead may be when its number is called.
const FRESH: Duration = Duration::from_mins(1);
/// How stale the list of leads may be. It is a filter, of which Podio allows a quarter of what it allows of other requests.
const LIST_FRESH: Duration = Duration::from_secs(30);
/// More than a day's leads of one agent.
const MOST: u64 = 2_000;

/// The leads of the list, in its order.
type List = Arc<[Arc<Lead>]>;

/// Leads by item id, and the list of them.
#[derive(Clone)]
pub(crate) struct LeadCache {
    leads: Cache<ItemId, Arc<Lead>>,
    /// The id of a lead that was asked for by its number within the app, as if that were one.
    ids: Cache<ItemId, ItemId>,
    list: Arc<Mutex<LastList>>,
}

/// The list as it was read last. It stays when it is stale.
#[derive(Default)]
struct LastList {
    leads: Option<List>,
    /// How often something had been told when it was asked for.
    as_of: u64,
    /// When it was read; none where something was told of a lead since.
    read_at: Option<Instant>,
    /// How often something has been told.
    told: u64,
}

impl LastList {
    fn fresh(&self, now: Instant) -> Option<List> {
        let age = now.saturating_duration_since(self.read_at?);
        self.leads.clone().filter(|_| age < LIST_FRESH)
    }

    /// Keeps a list that was asked for when `told` things had been told. What was told while Podio answered may not be in it.
    fn keep(&mut self, leads: List, told: u64, now: Instant) {
        if told < self.as_of {
            return;
        }
        self.leads = Some(leads);
        self.as_of = told;
        self.read_at = (told == self.told).then_some(now);
    }

    fn tell(&mut self) {
        self.told += 1;
        self.read_at = None;
    }
}

impl LeadCache {
    pub(crate) fn new() -> Self {
        Self {
            leads: Cache::builder().max_capacity(MOST).time_to_live(FRESH).build(),
            ids: Cache::builder().max_capacity(MOST).time_to_live(FRESH).build(),
            list: Arc::default(),
        }
    }

    /// The lead, read by `read` unless it was read lately. `id` may be its number within the app.
    pub(crate) async fn get<F>(&self, id: ItemId, read: F) -> Result<Arc<Lead>, Error>
    where
        F: Future<Output = Result<Lead, Error>>,
    {
        let known = self.ids.get(&id).await.unwrap_or(id);
        if let Some(lead) = self.leads.get(&known).await {
            return Ok(lead);
        }
        let lead = self.put(read.await?).await;
        if lead.id != id {
            self.ids.insert(id, lead.id).await;
        }
        Ok(lead)
    }

    /// The list, read by `read` unless it was read just now. Its leads are then read lately, too. Where `read` has asked too
    /// often, the last list is better than none.
    pub(crate) async fn list<F>(&self, read: F) -> Result<List, Error>
    where
        F: Future<Output = Result<Vec<Lead>, Error>>,
    {
        let told = {
            let last = self.last_list();
            if let Some(fresh) = last.fresh(Instant::now()) {
                return Ok(fresh);
            }
            last.told
        };
        let read = match read.await {
            Err(error @ Error::TooManyReads { .. }) => return self.last_list().leads.clone().ok_or(error),
            read => read?,
        };
        let mut leads = Vec::new();
        for lead in read {
            leads.push(self.put(lead).await);
        }
        let list: List = leads.into();
        self.last_list().keep(Arc::clone(&list), told, Instant::now());
        Ok(list)
    }

    /// Has a lead, and the list, read anew by whoever asks next.
    pub(crate) async fn forget(&self, id: ItemId) {
        self.leads.invalidate(&id).await;
        self.last_list().tell();
    }

    fn last_list(&self) -> MutexGuard<'_, LastList> {
        // It is whole after every statement, so a panic elsewhere cannot have spoiled it.
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
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
    use crate::testing::lead;

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

    #[test]
    fn a_list_is_fresh_for_half_a_minute() {
        let (mut last, start) = (LastList::default(), Instant::now());
        assert!(last.fresh(start).is_none());
        last.keep(List::default(), 0, start);
        assert!(last.fresh(start + Duration::from_secs(29)).is_some());
        assert!(last.fresh(start + Duration::from_secs(30)).is_none() && last.leads.is_some());
    }

    #[test]
    fn what_was_told_while_the_list_was_read_has_it_read_again() {
        let (mut last, start) = (LastList::default(), Instant::now());
        let one: List = vec![Arc::new(lead(1))].into();
        last.tell();
        last.keep(Arc::clone(&one), 0, start);
        assert!(last.fresh(start).is_none() && last.leads.is_some(), "better than none");
        last.keep(List::default(), 1, start);
        last.keep(one, 0, start);
        assert_eq!(last.fresh(start).map(|list| list.len()), Some(0), "an older answer came later");
    }

    #[tokio::test]
    async fn whoever_asks_too_often_is_given_the_last_list_whatever_its_age() {
        let cache = LeadCache::new();
        let refused = async || {
            let error = Error::TooManyReads { wait: Duration::from_secs(90) };
            cache.list(async { Err(error) }).await
        };
        assert!(matches!(refused().await, Err(Error::TooManyReads { .. })), "there is none");
        cache.list(async { Ok(vec![lead(1)]) }).await.unwrap();
        cache.forget(ItemId(1)).await;
        assert_eq!(refused().await.unwrap().len(), 1);
        assert_eq!(cache.list(async { Ok(Vec::new()) }).await.unwrap().len(), 0, "others are not");
        cache.forget(ItemId(1)).await;
        assert!(cache.list(async { Err(Error::NoSuchLead) }).await.is_err(), "a failure is said");
    }

    #[tokio::test]
    async fn a_lead_that_is_asked_for_by_its_number_is_read_once_until_something_is_told_of_it() {
        let (cache, reads) = (LeadCache::new(), Cell::new(0));
        let read = async |asked: u64| {
            let reading = async {
                reads.set(reads.get() + 1);
                Ok(lead(3_211_775_107))
            };
            assert_eq!(cache.get(ItemId(asked), reading).await.unwrap().id, ItemId(3_211_775_107));
            reads.get()
        };
        assert_eq!([read(30).await, read(30).await, read(3_211_775_107).await], [1, 1, 1]);
        cache.forget(ItemId(3_211_775_107)).await;
        assert_eq!([read(30).await, read(30).await], [2, 2]);
    }
}
