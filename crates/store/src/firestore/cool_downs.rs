//! Credentials that must rest for a while, known to every process.

use jiff::Timestamp;

use super::client::Client;
use super::names::COOL_DOWNS;
use super::value::Reading;
use super::write::{changes, maximum};
use crate::Result;

/// The latest time wins.
pub(super) async fn set(client: &Client, credential: &str, until: Timestamp) -> Result<()> {
    let name = client.name(COOL_DOWNS, credential);
    let write = changes(name, Vec::new(), vec![maximum("until_us", until.as_microsecond())], None);
    Ok(client.commit(vec![write]).await.map(drop)?)
}

pub(super) async fn until(client: &Client, credential: &str) -> Result<Option<Timestamp>> {
    match client.get(COOL_DOWNS, credential).await? {
        Some(found) => Reading(&found.fields).time_if_any("until_us"),
        None => Ok(None),
    }
}
