//! What the commands stand on that do a supervisor's work: whoever may start them on the server's own machine may do it.

use std::sync::Arc;

use dialer::{Records, Rulebook, Supervisor, SystemClock};
use jiff::Timestamp;

use super::CommandError;
use crate::config::Config;
use crate::home;

/// The records, without carrier and CRM.
pub(super) struct Desk {
    pub(super) records: Records,
    pub(super) supervisor: Supervisor,
    pub(super) config: Config,
}

/// Opens the records that the configuration names, beside a server or without one.
pub(super) async fn open() -> Result<Desk, CommandError> {
    let config = Config::from_environment().map_err(CommandError::Config)?;
    let rulebook = Rulebook::new(config.compliance.rules.load()?.rules);
    let store = home::open(&config.home).await?;
    let records = Records::new(store, Arc::new(SystemClock), rulebook);
    Ok(Desk { records, supervisor: Supervisor::operator(), config })
}

/// To the second, for people.
pub(super) fn short(at: Timestamp) -> Timestamp {
    at.round(jiff::Unit::Second).unwrap_or(at)
}

impl From<dialer::Error> for CommandError {
    fn from(error: dialer::Error) -> Self {
        match error {
            dialer::Error::Store(error) => Self::Store(error),
            other => Self::Refused(other.sentence()),
        }
    }
}
