//! What an operator can see of the outbox, and do about it.

use jiff::Timestamp;
use serde_json::json;
use store::{AuditEntry, OutboxRow, StoreError};

use crate::{Agent, Dialer, Error};

impl Dialer {
    /// Everything that the CRM is owed, and what was given up, oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn owed(&self) -> Result<Vec<OutboxRow>, Error> {
        Ok(self.store.outbox().await?)
    }

    /// Sends an entry again at once. What an attempt before may have made in the CRM is looked up first.
    ///
    /// # Errors
    /// When there is no such entry, or it is being sent just now.
    pub async fn retry_owed(&self, agent: Option<&Agent>, id: &str) -> Result<(), Error> {
        let audit = note("outbox.retried", agent, id);
        self.store.retry_entry(id, Timestamp::now(), audit).await.map_err(explain)?;
        self.outbox_nudge.notify_one();
        Ok(())
    }

    /// Takes an entry off for good: the CRM will never get it.
    ///
    /// # Errors
    /// When there is no such entry, or it is being sent just now.
    pub async fn drop_owed(&self, agent: Option<&Agent>, id: &str) -> Result<(), Error> {
        let audit = note("outbox.dropped", agent, id);
        self.store.drop_entry(id, Timestamp::now(), audit).await.map_err(explain)
    }
}

/// The audit row of what a person decided of an entry; without an agent it was the operator at the command line.
pub fn note(kind: &str, agent: Option<&Agent>, id: &str) -> AuditEntry {
    // An entry's id begins with its call's.
    let call = id.split(':').next().and_then(|call| call.parse().ok());
    AuditEntry {
        kind: kind.to_owned(),
        call,
        agent: agent.map(|agent| agent.id.clone()),
        payload: json!({ "entry": id }),
    }
}

fn explain(error: StoreError) -> Error {
    match error {
        StoreError::NotFound => Error::NothingOwed,
        StoreError::Conflict => Error::BeingSent,
        other => Error::Store(other),
    }
}
