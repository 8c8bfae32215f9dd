//! The check of the caller ID: 47 CFR 64.1601(e) asks for a number that answers.

use compliance::Attestation;
use domain::E164;

use crate::files::CallerIdFile;
use crate::{Error, Records, Supervisor};

impl Records {
    /// Notes what a person found who called the caller ID back. It is good for this number alone.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn record_caller_id(
        &self,
        supervisor: &Supervisor,
        number: &E164,
        answers: bool,
        attestation: Attestation,
        flagged: bool,
    ) -> Result<(), Error> {
        let checked =
            CallerIdFile { number: number.clone(), answers, attestation, flagged, checked_at: self.now() };
        self.edit_organisation(supervisor, "caller_id.checked", |file| {
            file.caller_id = Some(checked.clone());
            Ok(())
        })
        .await?;
        Ok(())
    }
}
