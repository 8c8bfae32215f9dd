//! Rows without their facts.

use ::firestore::gcloud_sdk::google::firestore::v1::Write;
use futures::{StreamExt as _, TryStreamExt as _, stream};

use super::rows;
use crate::firestore::client::Client;
use crate::firestore::names::AUDIT;
use crate::firestore::stamps::updated;
use crate::firestore::value::text;
use crate::firestore::write::{If, puts};
use crate::{Place, Result, StoreError};

/// How many rows are read at once.
const AT_ONCE: usize = 16;

/// The writes that erase these rows, if they are still as they are now. Of a row only its bytes change, and to nothing
/// else than what [`Link::erased`](crate::chain::Link::erased) leaves of them.
pub(in crate::firestore) async fn erased(client: &Client, places: &[Place]) -> Result<Vec<Write>> {
    let places = places.to_vec();
    stream::iter(places).map(|place| erase(client, place)).buffered(AT_ONCE).try_collect().await
}

async fn erase(client: &Client, place: Place) -> Result<Write> {
    let id = rows::id(&place.chain, place.seq);
    let found = client.get(AUDIT, &id).await?.ok_or(StoreError::Conflict)?;
    let erased = rows::link(&found)?.erased().ok_or(StoreError::Conflict)?;
    let only = Some(If::UnchangedSince(updated(&found)?));
    Ok(puts(client.name(AUDIT, &id), vec![("body".to_owned(), text(erased.body))], only))
}
