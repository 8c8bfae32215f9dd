//! The audit log's rows as documents. A row is only ever created: its name is its place, so no two writers can have it.

use ::firestore::gcloud_sdk::google::firestore::v1::{Document, Write};

use crate::chain::Link;
use crate::firestore::client::Client;
use crate::firestore::names::AUDIT;
use crate::firestore::value::{Fields, Reading, fields, integer, micros, optional, text, unreadable};
use crate::firestore::write::{If, whole};
use crate::{AuditRow, Result};

/// The document id of a place in a log: ids sort by log and place.
pub(super) fn id(chain: &str, seq: u64) -> String {
    format!("{chain}:{seq:012}")
}

/// Writes a row that must be new.
pub(super) fn add(client: &Client, link: &Link) -> Result<Write> {
    let mut document = searched(&link.row()?);
    document.extend(fields([
        ("chain", text(&link.chain)),
        ("seq", integer(i64::try_from(link.seq).map_err(|_| unreadable("place"))?)),
        ("body", text(&link.body)),
        ("prev", text(&link.prev)),
        ("hash", text(&link.hash)),
    ]));
    Ok(whole(client.name(AUDIT, &id(&link.chain, link.seq)), document, If::Absent))
}

/// What rows are found by. It repeats what the hashed bytes say.
fn searched(row: &AuditRow) -> Fields {
    fields([
        ("at_us", micros(row.at)),
        ("kind", text(&row.entry.kind)),
        ("call", optional(row.entry.call.map(|call| text(call.to_string())))),
    ])
}

/// The row as it was hashed.
pub(super) fn link(document: &Document) -> Result<Link> {
    let read = Reading(&document.fields);
    let own = |name: &str| read.text(name).map(str::to_owned);
    Ok(Link {
        chain: own("chain")?,
        seq: u64::try_from(read.integer("seq")?).map_err(|_| unreadable("place"))?,
        body: own("body")?,
        prev: own("prev")?,
        hash: own("hash")?,
    })
}

/// The row as it was hashed, for somebody who doubts it: a row that cannot be read, stands in another's place or is
/// found by other words than it says is one that does not hold.
pub(super) fn doubted(document: &Document) -> Link {
    let name = document.name.rsplit('/').next().unwrap_or_default();
    let honest = |link: &Link| {
        let row = link.row().ok()?;
        let found_by =
            searched(&row).into_iter().all(|(name, value)| document.fields.get(&name) == Some(&value));
        (found_by && id(&link.chain, link.seq) == name).then_some(())
    };
    match link(document) {
        Ok(link) if honest(&link).is_some() => link,
        found => {
            let (chain, seq) = name.rsplit_once(':').unwrap_or((name, ""));
            let prev = found.map(|link| link.prev).unwrap_or_default();
            let seq = seq.parse().unwrap_or_default();
            // A hash that nothing has.
            Link { chain: chain.to_owned(), seq, body: String::new(), prev, hash: String::new() }
        }
    }
}

/// The hash of the row at a place, if there is one.
pub(super) async fn hash_at(client: &Client, chain: &str, seq: u64) -> Result<Option<String>> {
    let found = client.get(AUDIT, &id(chain, seq)).await?;
    found.map(|found| Ok(link(&found)?.hash)).transpose()
}
