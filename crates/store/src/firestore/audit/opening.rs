//! The first row of a process's first log names the ends of the others', so that a log which loses its end is found
//! out.

use futures::{StreamExt as _, TryStreamExt as _, stream};

use super::rows::link;
use crate::chain::{Head, Link, opening};
use crate::firestore::client::Client;
use crate::firestore::names::AUDIT;
use crate::firestore::query::Query;
use crate::firestore::value::{integer, text};
use crate::{AuditEntry, Result};

/// How many logs it looks at, the newest: every start of a process makes some.
const NEWEST: usize = 200;
/// How many are looked at at once.
const AT_ONCE: usize = 16;

pub(super) async fn first(client: &Client) -> Result<AuditEntry> {
    let newest = Query::of(AUDIT).equal("seq", integer(0)).falling("chain").limit(NEWEST);
    let openings = client.find(&newest).await?.iter().map(link).collect::<Result<Vec<Link>>>()?;
    let chains: Vec<String> = openings.iter().map(|link| link.chain.clone()).collect();
    let heads = stream::iter(chains).map(|chain| head(client, chain)).buffered(AT_ONCE);
    let heads: Vec<Option<Head>> = heads.try_collect().await?;
    Ok(opening(heads.into_iter().flatten().collect(), &openings))
}

/// The last row of a log.
async fn head(client: &Client, chain: String) -> Result<Option<Head>> {
    let last = Query::of(AUDIT).equal("chain", text(&chain)).falling("seq").limit(1);
    let last = client.find(&last).await?.first().map(link).transpose()?;
    Ok(last.map(|last| Head { chain: last.chain, seq: last.seq, hash: last.hash }))
}
