//! The organisation: where it is registered, what its caller ID is worth, and where an emergency forbids calls.

use serde_json::json;
use store::FileKey;

use crate::files::OrganisationFile;
use crate::{Error, Records, Supervisor, notes};

impl Records {
    /// What is kept on the organisation.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn organisation(&self, _: &Supervisor) -> Result<OrganisationFile, Error> {
        Ok(self.read_file(&FileKey::Organisation).await?.0)
    }

    /// Changes what is kept on the organisation. `what` names the change on the audit trail, with the file as it is
    /// then.
    ///
    /// # Errors
    /// When the edit refuses, or the store cannot be written.
    pub async fn edit_organisation(
        &self,
        supervisor: &Supervisor,
        what: &'static str,
        edit: impl Fn(&mut OrganisationFile) -> Result<(), Error>,
    ) -> Result<OrganisationFile, Error> {
        let mut after = self.organisation(supervisor).await?;
        edit(&mut after)?;
        let payload = json!({ "what": what, "organisation": after });
        let audit = notes::of_agent("organisation.edited", None, supervisor.agent(), payload);
        self.edit_file(&FileKey::Organisation, audit, edit).await
    }
}
