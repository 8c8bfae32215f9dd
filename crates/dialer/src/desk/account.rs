//! At which Twilio account the recordings are. Any other one says of each that there is no such recording, which must not
//! be taken for its end.

use domain::CallRecord;
use jiff::Timestamp;
use serde_json::json;
use store::FileKey;

use crate::files::{Accounts, OrganisationFile, RecordingsAt};
use crate::{Error, Records, Supervisor, notes};

impl Records {
    /// The account that has the recordings of the latest calls: that of the first server that opened the records, which is
    /// this one's where nobody has, or the one that a person has said since.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn account_of_recordings(&self, mine: &str) -> Result<String, Error> {
        let (file, _): (OrganisationFile, _) = self.read_file(&FileKey::Organisation).await?;
        if let Some(account) = file.account_now() {
            return Ok(account.to_owned());
        }
        let audit = notes::of_nobody("recordings.account", json!({ "account": mine }));
        let begin = |file: &mut OrganisationFile| {
            if file.recordings_at.is_empty() {
                let since = Timestamp::UNIX_EPOCH;
                file.recordings_at.push(RecordingsAt { account: mine.to_owned(), since });
            }
            Ok(())
        };
        let file = self.edit_file(&FileKey::Organisation, audit, begin).await?;
        Ok(file.account_now().unwrap_or(mine).to_owned())
    }

    /// Says that the recordings of calls from `since` on are at this account, whatever was said of that time before.
    ///
    /// # Errors
    /// When the reason is missing, the moment is still to come, or the store cannot be written.
    pub async fn move_recordings(
        &self,
        supervisor: &Supervisor,
        account: &str,
        since: Timestamp,
        reason: &str,
    ) -> Result<OrganisationFile, Error> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::Invalid("Say why."));
        }
        if since > self.now() {
            return Err(Error::Invalid("Say a moment that has been."));
        }
        let payload = json!({ "account": account, "since": since, "reason": reason });
        let audit = notes::of_agent("recordings.moved", None, supervisor.agent(), payload);
        self.edit_file(&FileKey::Organisation, audit, |file: &mut OrganisationFile| {
            file.recordings_at.retain(|at| at.since < since);
            file.recordings_at.push(RecordingsAt { account: account.to_owned(), since });
            Ok(())
        })
        .await
    }

    /// Where the recordings are, as seen from this account.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn accounts(&self, configured: &str) -> Result<Accounts, Error> {
        let (file, _): (OrganisationFile, _) = self.read_file(&FileKey::Organisation).await?;
        Ok(file.accounts(configured))
    }

    /// Whether the recordings of this call are at another account than the one that `twilio` asks.
    pub(crate) async fn is_elsewhere(
        &self,
        twilio: &twilio::Client,
        record: &CallRecord,
    ) -> Result<bool, Error> {
        let accounts = self.accounts(twilio.account_sid()).await?;
        Ok(accounts.are_elsewhere(record.facts.placed_at))
    }
}
