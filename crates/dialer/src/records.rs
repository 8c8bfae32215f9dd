//! The ground of everything that people keep: the store, the time and the rules, without carrier and CRM. A command on
//! the server's own machine needs no more.

use std::sync::Arc;

use compliance::Rules;
use domain::{CallId, CallRecord};
use jiff::Timestamp;
use store::Store;

use crate::{Clock, Error, Rulebook};

/// What is kept on numbers, people and the organisation. A [`Dialer`](crate::Dialer) stands on it, and can do all that it
/// can. Cheap to clone.
#[derive(Clone)]
pub struct Records {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) rulebook: Rulebook,
}

impl Records {
    /// Puts the files on their ground.
    pub fn new(store: Arc<dyn Store>, clock: Arc<dyn Clock>, rulebook: Rulebook) -> Self {
        Self { store, clock, rulebook }
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The store, for what reads and waits beside the use-cases.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    pub(crate) async fn record_of(&self, call: CallId) -> Result<CallRecord, Error> {
        Ok(self.store.call(&call).await?.ok_or(Error::NoSuchCall)?.value)
    }

    /// The rules in force now.
    pub fn rules(&self) -> Arc<Rules> {
        self.rulebook.current()
    }
}
