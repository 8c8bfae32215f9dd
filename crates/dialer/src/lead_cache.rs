//! Leads that were read lately. One Podio request opens a lead, the click that follows needs none.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use domain::{ItemId, Lead};
use moka::future::Cache;

use crate::Error;

/// How stale a lead may be when its number is called.
const FRESH: Duration = Duration::from_mins(1);
/// More than a day's leads of one agent.
const MOST: u64 = 2_000;

/// Leads by item id.
#[derive(Clone)]
pub(crate) struct LeadCache {
    leads: Cache<ItemId, Arc<Lead>>,
}

impl LeadCache {
    pub(crate) fn new() -> Self {
        Self { leads: Cache::builder().max_capacity(MOST).time_to_live(FRESH).build() }
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

    /// Has a lead read anew by whoever asks next.
    pub(crate) async fn forget(&self, id: ItemId) {
        self.leads.invalidate(&id).await;
    }

    /// Keeps a lead that was just read.
    pub(crate) async fn put(&self, lead: Lead) -> Arc<Lead> {
        let lead = Arc::new(lead);
        self.leads.insert(lead.id, lead.clone()).await;
        lead
    }
}
