//! The do-not-call list by hand. On it at once; off it as in [`super::removal`].

use domain::E164;
use serde_json::json;
use store::{AuditEntry, FileKey, Suppression};

use crate::files::NumberFile;
use crate::{Error, Records, Supervisor, notes};

impl Records {
    /// Why a number must not be called; none when it is not on the list.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn suppression(&self, number: &E164) -> Result<Option<Suppression>, Error> {
        Ok(self.store.suppression(number).await?)
    }

    /// Puts a number on the do-not-call list.
    ///
    /// # Errors
    /// When the reason is missing, or the store cannot be written.
    pub async fn suppress(&self, supervisor: &Supervisor, number: &E164, reason: &str) -> Result<(), Error> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::Invalid("Say how the person asked."));
        }
        let suppression = Suppression {
            number: number.clone(),
            reason: reason.to_owned(),
            call: None,
            agent: Some(supervisor.agent().id.clone()),
            at: self.now(),
        };
        let payload = json!({ "number": number, "reason": reason });
        let audit = notes::of_agent("suppression.added", None, supervisor.agent(), payload);
        self.list(suppression, audit).await
    }

    /// A person asks for no more calls on the public page: on the list at once, for everybody and for good.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn opt_out(&self, number: &E164) -> Result<(), Error> {
        let suppression = Suppression {
            number: number.clone(),
            reason: "Opt-out form".to_owned(),
            call: None,
            agent: None,
            at: self.now(),
        };
        let payload = json!({ "number": number, "reason": "Opt-out form" });
        let audit = notes::of_nobody("suppression.opt_out", payload);
        metrics::counter!("twoleg_opt_outs_total").increment(1);
        self.list(suppression, audit).await
    }

    /// Puts a number on the list. A removal that somebody has asked for is void from now on, before all else: whoever
    /// confirms it at this very moment is too late.
    pub(super) async fn list(&self, suppression: Suppression, audit: AuditEntry) -> Result<(), Error> {
        let voided = self.void_removal(&suppression.number).await;
        // On the list whatever became of the file.
        self.store.suppress(suppression, audit).await?;
        voided
    }

    async fn void_removal(&self, number: &E164) -> Result<(), Error> {
        let key = FileKey::Number(number.clone());
        let (file, _): (NumberFile, _) = self.read_file(&key).await?;
        if file.removal.is_none() {
            return Ok(());
        }
        let audit = notes::of_nobody("suppression.removal_void", json!({ "number": number }));
        self.edit_file(&key, audit, |file: &mut NumberFile| {
            file.removal = None;
            Ok(())
        })
        .await?;
        Ok(())
    }
}
