//! Erasure, commit by commit: the file first, whose revision says whether all was looked up well; then the rows, each
//! commit with the row that names those which it erases; then the calls. What was done stays done after an error, and the
//! next attempt goes on.

use super::{Home, audit, calls, files, watch};
use crate::{Erasure, FileKey, Place, Result};

/// How many rows, or events, one commit erases: Firestore takes 500 writes, and ten megabytes.
const BATCH: usize = 200;

pub(super) async fn erase(home: &Home, erasure: &Erasure) -> Result<()> {
    let key = FileKey::Number(erasure.number.clone());
    let file = files::swap(&home.client, &key, erasure.rev, Some(&erasure.file))?;
    let (first, rest) = erasure.rows.split_at(erasure.rows.len().min(BATCH));
    let mut writes = vec![file];
    writes.extend(audit::erased(&home.client, first).await?);
    home.commit(writes, &[erasure.audit_of(first)]).await.map_err(files::outrun)?;
    for rows in rest.chunks(BATCH) {
        erase_rows(home, erasure, rows).await?;
    }
    for read in &erasure.calls {
        let call = read.value.facts.id;
        for events in calls::events::erased(&home.client, call).await?.chunks(BATCH) {
            home.commit(events.to_vec(), &[]).await.map_err(files::outrun)?;
        }
        let mut record = read.value.clone();
        record.erase(erasure.at);
        let touched = watch::live::touch(&home.client, call);
        let writes = vec![touched, calls::replaced(home, read.rev, &record)?];
        let times = home.commit(writes, &[]).await.map_err(files::outrun)?;
        home.news.tell(call, times.first().copied().flatten());
    }
    Ok(())
}

async fn erase_rows(home: &Home, erasure: &Erasure, rows: &[Place]) -> Result<()> {
    let writes = audit::erased(&home.client, rows).await?;
    home.commit(writes, &[erasure.audit_of(rows)]).await.map(drop).map_err(files::outrun)
}
