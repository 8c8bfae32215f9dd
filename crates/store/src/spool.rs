//! A small file of its own for what must not be lost while the store is away: callbacks wait here, in the order in
//! which they came, and are taken out once they are in the store.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::{Result, StoreError};

/// More than an outage of a day brings on a busy day; past it Twilio is told to come back.
const MOST: i64 = 100_000;

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spooled {
    /// Its place in the file.
    pub position: i64,
    /// When it was put in.
    pub at: Timestamp,
    /// What was put in, verbatim.
    pub text: String,
}

/// The file. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Spool(Arc<Mutex<Connection>>);

impl Spool {
    /// Opens the file, or makes it. Blocks for a moment.
    ///
    /// # Errors
    /// When the file cannot be opened or is none of ours.
    pub fn open(path: &Path) -> Result<Self> {
        crate::sqlite::create_private(path).map_err(|error| StoreError::Permanent(error.to_string()))?;
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "busy_timeout", 5000)?;
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
        // FULL: what was acknowledged survives a loss of power.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS spool (
                 position INTEGER PRIMARY KEY AUTOINCREMENT, at_us INTEGER NOT NULL, text TEXT NOT NULL
             ) STRICT",
        )?;
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// Puts something in; durable when this returns.
    ///
    /// # Errors
    /// When the file cannot be written, or is full.
    pub async fn put(&self, text: String) -> Result<()> {
        self.with(move |sql| {
            let at = Timestamp::now().as_microsecond();
            let put = sql.execute(
                "INSERT INTO spool (at_us, text) SELECT ?1, ?2 WHERE (SELECT count(*) FROM spool) < ?3",
                params![at, text, MOST],
            )?;
            if put == 1 { Ok(()) } else { Err(StoreError::Transient("the spool is full".to_owned())) }
        })
        .await
    }

    /// What waits longest, at most so many.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn oldest(&self, most: u32) -> Result<Vec<Spooled>> {
        self.with(move |sql| {
            let mut statement =
                sql.prepare_cached("SELECT position, at_us, text FROM spool ORDER BY position LIMIT ?1")?;
            let mut rows = statement.query([most])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let at = Timestamp::from_microsecond(row.get(1)?)
                    .map_err(|_| StoreError::Permanent("a spooled time cannot be read".to_owned()))?;
                all.push(Spooled { position: row.get(0)?, at, text: row.get(2)? });
            }
            Ok(all)
        })
        .await
    }

    /// Takes something out, once it is where it belongs.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn remove(&self, position: i64) -> Result<()> {
        self.with(move |sql| {
            sql.execute("DELETE FROM spool WHERE position = ?1", [position])?;
            Ok(())
        })
        .await
    }

    async fn with<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T> + Send + 'static,
    {
        let connection = Arc::clone(&self.0);
        let work = move || work(&connection.lock().unwrap_or_else(PoisonError::into_inner));
        let done = tokio::task::spawn_blocking(work).await;
        done.unwrap_or_else(|_| Err(StoreError::Permanent("the spool is closed".to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_put_in_waits_in_its_order_and_survives_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spool.sqlite");
        let spool = Spool::open(&path).unwrap();
        for text in ["one", "two", "three"] {
            spool.put(text.to_owned()).await.unwrap();
        }
        drop(spool);
        let spool = Spool::open(&path).unwrap();
        let waiting = spool.oldest(2).await.unwrap();
        assert_eq!(waiting.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["one", "two"]);
        spool.remove(waiting[0].position).await.unwrap();
        let texts: Vec<_> = spool.oldest(9).await.unwrap().into_iter().map(|one| one.text).collect();
        assert_eq!(texts, ["two", "three"]);
    }
}
