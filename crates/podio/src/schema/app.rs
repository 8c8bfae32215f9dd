//! One app in use: how to reach it, and its schema, cached.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use super::Schema;
use crate::error::Error;
use crate::http::{Credential, Request};

/// A schema is read again after this long, so that a new option or a hidden field arrives without a restart.
const KEEP: Duration = Duration::from_hours(1);

/// An app and the credential that reaches it.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) id: u64,
    pub(crate) credential: Arc<Credential>,
    schema: Mutex<Option<(Arc<Schema>, Instant)>>,
}

/// Where a schema came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Freshness {
    /// Just read.
    Read,
    /// From the cache: it may be out of date.
    Cached,
}

impl App {
    pub(crate) fn new(id: u64, credential: Arc<Credential>) -> Self {
        Self { id, credential, schema: Mutex::new(None) }
    }

    /// The schema, from the cache where that is young enough. Those who ask meanwhile wait for the one read.
    pub(crate) async fn schema(&self) -> Result<(Arc<Schema>, Freshness), Error> {
        let mut cached = self.schema.lock().await;
        if let Some((schema, read_at)) = cached.as_ref()
            && read_at.elapsed() < KEEP
        {
            return Ok((Arc::clone(schema), Freshness::Cached));
        }
        let schema = self.read().await?;
        *cached = Some((Arc::clone(&schema), Instant::now()));
        Ok((schema, Freshness::Read))
    }

    /// The schema as Podio has it now.
    pub(crate) async fn read_again(&self) -> Result<Arc<Schema>, Error> {
        let mut cached = self.schema.lock().await;
        let schema = self.read().await?;
        *cached = Some((Arc::clone(&schema), Instant::now()));
        Ok(schema)
    }

    async fn read(&self) -> Result<Arc<Schema>, Error> {
        let request = Request::get(format!("/app/{}", self.id)).query("type", "full");
        Ok(Arc::new(self.credential.call::<Schema>(&request).await?))
    }
}
