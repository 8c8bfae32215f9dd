//! Consents and relationships, kept per number with their evidence; and their revocation.

use compliance::{Consent, ConsentKind, LineType};
use domain::E164;
use jiff::Timestamp;
use serde_json::json;
use store::{FileKey, Suppression};

use crate::files::NumberFile;
use crate::{Error, Records, Supervisor, notes};

impl Records {
    /// Puts a consent or relationship on a number's file.
    ///
    /// # Errors
    /// When it has no evidence, or was given in the future.
    pub async fn record_consent(
        &self,
        supervisor: &Supervisor,
        number: &E164,
        kind: ConsentKind,
        obtained_at: Timestamp,
        expires_at: Option<Timestamp>,
        evidence: &str,
    ) -> Result<(), Error> {
        let evidence = evidence.trim();
        if evidence.is_empty() {
            return Err(Error::Invalid(
                "Say where the evidence is: without any, a consent counts for nothing.",
            ));
        }
        if obtained_at > self.now() {
            return Err(Error::Invalid("A consent cannot be given in the future."));
        }
        let consent = Consent {
            kind,
            number: number.clone(),
            obtained_at,
            expires_at,
            revoked_at: None,
            evidence: evidence.to_owned(),
        };
        let payload = json!({ "number": number, "consent": consent });
        let audit = notes::of_agent("consent.recorded", None, supervisor.agent(), payload);
        self.edit_file(&FileKey::Number(number.clone()), audit, |file: &mut NumberFile| {
            file.consents.push(consent.clone());
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// The person took every consent back, in whatever channel: the number is on the do-not-call list at once.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn revoke_consent(
        &self,
        supervisor: &Supervisor,
        number: &E164,
        channel: &str,
    ) -> Result<(), Error> {
        let now = self.now();
        let payload = json!({ "number": number, "channel": channel.trim(), "at": now });
        let audit = notes::of_agent("consent.revoked", None, supervisor.agent(), payload);
        // The list first: should the file fail, the number is safe all the same.
        let suppression = Suppression {
            number: number.clone(),
            reason: "Consent revoked".to_owned(),
            call: None,
            agent: Some(supervisor.agent().id.clone()),
            at: now,
        };
        self.list(suppression, audit.clone()).await?;
        self.edit_file(&FileKey::Number(number.clone()), audit, |file: &mut NumberFile| {
            file.revoked_at = Some(file.revoked_at.map_or(now, |before| before.min(now)));
            for consent in file.consents.iter_mut().filter(|consent| consent.revoked_at.is_none()) {
                consent.revoked_at = Some(now);
            }
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// Says what kind of line a number is.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub async fn set_line(
        &self,
        supervisor: &Supervisor,
        number: &E164,
        line: LineType,
    ) -> Result<(), Error> {
        let payload = json!({ "number": number, "line": line });
        let audit = notes::of_agent("line.set", None, supervisor.agent(), payload);
        self.edit_file(&FileKey::Number(number.clone()), audit, |file: &mut NumberFile| {
            file.line = line;
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// What is kept on a number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn number_file(&self, _: &Supervisor, number: &E164) -> Result<NumberFile, Error> {
        Ok(self.read_file(&FileKey::Number(number.clone())).await?.0)
    }
}
