//! Alarms: what a supervisor must hear of, and what to do about it. On until somebody acknowledges it, or until what it
//! is about has ended.
//!
//! Whoever notices something rings the [`Bell`], which costs nothing and waits for nobody. A worker writes it down, at
//! most once a minute for each kind, in a file that all servers share. What one server finds of itself, such as a wrong
//! clock, is not ended by another that finds nothing.

mod bell;
mod file;
mod kind;
mod silence;
#[cfg(test)]
mod tests;
mod watch;

use serde_json::json;
use store::{AuditEntry, FileKey, StoreError};

pub(crate) use bell::Bell;
pub use file::{Acknowledged, Alarm};
use file::{AlarmsFile, Mark, Step};
pub use kind::{AlarmKind, NoSuchAlarm};

use crate::{Error, Records, Supervisor, notes};

/// How often a change is tried again when others change the file.
const TRIES: usize = 8;

impl Records {
    /// The alarms that are on, and those that somebody has acknowledged and that nothing has ended yet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn alarms(&self, _: &Supervisor) -> Result<Vec<(AlarmKind, Alarm)>, Error> {
        let (file, _): (AlarmsFile, _) = self.read_file(&FileKey::Alarms).await?;
        Ok(file.standing())
    }

    /// Says that a supervisor has seen an alarm: it is off, and stays quiet for an hour.
    ///
    /// # Errors
    /// When it is not on, or the store cannot be written.
    pub async fn acknowledge_alarm(&self, supervisor: &Supervisor, kind: AlarmKind) -> Result<(), Error> {
        let (by, at) = (supervisor.agent().name.clone(), self.now());
        let payload = json!({ "alarm": kind });
        let audit = notes::of_agent("alarm.acknowledged", None, supervisor.agent(), payload);
        let seen = Acknowledged { by, at };
        self.edit_file(&FileKey::Alarms, audit, |file: &mut AlarmsFile| {
            if file.acknowledge(kind, seen.clone()) {
                Ok(())
            } else {
                Err(Error::Invalid("This alarm is not on any more. Look at the list again."))
            }
        })
        .await
        .map(drop)
    }

    /// Writes down that this server noticed something so often. Answers whether the alarm has come on by it.
    async fn raise_alarm(
        &self,
        kind: AlarmKind,
        sentence: &str,
        count: u64,
        worker: &str,
    ) -> Result<bool, Error> {
        let at = self.now();
        let payload = json!({ "alarm": kind, "sentence": sentence });
        let audit = notes::of_nobody("alarm.on", payload);
        let step = self.change_alarms(audit, |file| file.raise(kind, sentence, count, worker, at)).await?;
        Ok(step == Step::Turned)
    }

    /// Writes down that what an alarm is about has ended, as this server finds; `silent` as for [`AlarmsFile::settle`].
    async fn settle_alarm(&self, kind: AlarmKind, worker: &str, silent: Option<Mark>) -> Result<(), Error> {
        let audit = notes::of_nobody("alarm.off", json!({ "alarm": kind }));
        self.change_alarms(audit, |file| file.settle(kind, worker, silent)).await.map(drop)
    }

    /// The audit log has a row where an alarm goes on or off, and none where it only counts.
    async fn change_alarms(
        &self,
        audit: AuditEntry,
        change: impl Fn(&mut AlarmsFile) -> Step,
    ) -> Result<Step, Error> {
        let key = FileKey::Alarms;
        for _ in 0..TRIES {
            let (mut file, rev): (AlarmsFile, _) = self.read_file(&key).await?;
            let step = change(&mut file);
            let value = serde_json::to_value(&file).map_err(StoreError::from)?;
            let written = match step {
                Step::Nothing => return Ok(step),
                Step::Counted => self.store.note_file(&key, rev, &value).await,
                Step::Turned => self.store.put_file(&key, rev, &value, audit.clone()).await,
            };
            match written {
                Ok(()) => return Ok(step),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreError::Conflict.into())
    }
}
