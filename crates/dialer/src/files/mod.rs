//! What people keep on a number, an agent and the organisation: typed files, edited one at a time.

mod agent;
mod number;
mod organisation;
mod retention;
mod sessions;

use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{AuditEntry, FileKey, Rev, StoreError};

pub use agent::{AgentFile, POLICY_VERSION, TrainingRecord};
pub use number::{LegalHold, NumberFile, RemovalRequest};
pub use organisation::{Accounts, CallerIdFile, OrganisationFile, RecordingsAt};
pub use retention::RetentionFile;
pub use sessions::EndedSessions;

use crate::{Error, Records};

/// How often an edit is tried again when others edit the same file.
const TRIES: usize = 8;

impl Records {
    /// A file and its revision; an empty one where there is none yet.
    pub(crate) async fn read_file<F>(&self, key: &FileKey) -> Result<(F, Option<Rev>), Error>
    where
        F: DeserializeOwned + Default,
    {
        let Some(found) = self.store.file(key).await? else { return Ok((F::default(), None)) };
        // Null: nobody has written it, something only moved its revision.
        let file = if found.value.is_null() {
            F::default()
        } else {
            serde_json::from_value(found.value).map_err(StoreError::from)?
        };
        Ok((file, Some(found.rev)))
    }

    /// Edits a file, again from its newest state when somebody was faster.
    pub(crate) async fn edit_file<F>(
        &self,
        key: &FileKey,
        audit: AuditEntry,
        edit: impl Fn(&mut F) -> Result<(), Error>,
    ) -> Result<F, Error>
    where
        F: DeserializeOwned + Serialize + Default,
    {
        for _ in 0..TRIES {
            let (mut file, rev): (F, _) = self.read_file(key).await?;
            edit(&mut file)?;
            let value = serde_json::to_value(&file).map_err(StoreError::from)?;
            match self.store.put_file(key, rev, &value, audit.clone()).await {
                Ok(()) => return Ok(file),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreError::Conflict.into())
    }
}
