//! Legal holds: nothing of the person is erased while a claim is expected or under way.

use std::collections::BTreeSet;

use domain::E164;
use serde_json::json;
use store::{AuditQuery, FileKey};

use crate::files::{LegalHold, NumberFile};
use crate::{Error, Records, Supervisor, notes};

/// The kind of the row that says that a hold was placed.
const PLACED: &str = "hold.placed";

impl Records {
    /// Puts a hold on a number.
    ///
    /// # Errors
    /// When the reason is missing, or there is a hold.
    pub async fn place_hold(
        &self,
        supervisor: &Supervisor,
        number: &E164,
        reason: &str,
    ) -> Result<(), Error> {
        let reason = reason.trim().to_owned();
        if reason.is_empty() {
            return Err(Error::Invalid("Say why."));
        }
        let hold = LegalHold { reason, placed_by: supervisor.agent().name.clone(), placed_at: self.now() };
        let payload = json!({ "number": number, "hold": hold });
        let audit = notes::of_agent(PLACED, None, supervisor.agent(), payload);
        self.edit_file(&FileKey::Number(number.clone()), audit, |file: &mut NumberFile| {
            if file.hold.is_some() {
                return Err(Error::Invalid("There is a legal hold on this number already."));
            }
            file.hold = Some(hold.clone());
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// Lifts the hold on a number.
    ///
    /// # Errors
    /// When the reason is missing, or there is no hold.
    pub async fn lift_hold(&self, supervisor: &Supervisor, number: &E164, reason: &str) -> Result<(), Error> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::Invalid("Say why."));
        }
        let payload = json!({ "number": number, "reason": reason });
        let audit = notes::of_agent("hold.lifted", None, supervisor.agent(), payload);
        self.edit_file(&FileKey::Number(number.clone()), audit, |file: &mut NumberFile| {
            let lifted = file.hold.take();
            lifted.map(drop).ok_or(Error::Invalid("There is no legal hold on this number."))
        })
        .await?;
        Ok(())
    }

    /// Every hold in force, in the order of the numbers. They are found by the rows that say that one was placed, which
    /// stay as long as the hold does.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn holds(&self, supervisor: &Supervisor) -> Result<Vec<(E164, LegalHold)>, Error> {
        let query = AuditQuery { kind: Some(PLACED.to_owned()), limit: usize::MAX, ..AuditQuery::default() };
        let rows = self.store.audit(&query).await?;
        let named = rows.iter().filter_map(|row| row.entry.payload.get("number")?.as_str()?.parse().ok());
        let mut holds = Vec::new();
        for number in named.collect::<BTreeSet<E164>>() {
            if let Some(hold) = self.number_file(supervisor, &number).await?.hold {
                holds.push((number, hold));
            }
        }
        Ok(holds)
    }
}
