//! Where the organisation is registered, or has recorded why it need not be (R-REG-1).

use compliance::State;

use crate::{Error, Records, Supervisor};

const NONE: Error = Error::Invalid("Name at least one state.");

impl Records {
    /// Adds states; those that are there already stay.
    ///
    /// # Errors
    /// When there is none, or the store cannot be written.
    pub async fn add_registrations(&self, supervisor: &Supervisor, states: &[State]) -> Result<(), Error> {
        if states.is_empty() {
            return Err(NONE);
        }
        self.edit_organisation(supervisor, "registrations.added", |file| {
            file.registrations.extend_from_slice(states);
            file.registrations.sort_unstable();
            file.registrations.dedup();
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// Takes states off.
    ///
    /// # Errors
    /// When there is none, one of them is not there, or the store cannot be written.
    pub async fn remove_registrations(&self, supervisor: &Supervisor, states: &[State]) -> Result<(), Error> {
        if states.is_empty() {
            return Err(NONE);
        }
        self.edit_organisation(supervisor, "registrations.removed", |file| {
            if !states.iter().all(|state| file.registrations.contains(state)) {
                return Err(Error::Invalid("There is no registration with one of these states."));
            }
            file.registrations.retain(|state| !states.contains(state));
            Ok(())
        })
        .await?;
        Ok(())
    }
}
