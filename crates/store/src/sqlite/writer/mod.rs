//! The one thread that writes. It takes all the work that waits into one transaction (group commit), each job within
//! its own savepoint, and answers after the commit.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::{io, mem, thread};

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::{broadcast, mpsc, oneshot};
use uuid::Uuid;

use super::audit;
use crate::chain::{Appender, opening};
use crate::{AuditEntry, Result, StoreChange, StoreError};

/// How many jobs may wait before callers wait to hand theirs in.
const QUEUE: usize = 4096;
/// How many jobs go into one transaction.
const BATCH: usize = 256;

/// Does the work of one caller, if there is a transaction to do it in, and gives what will answer that caller.
type Job = Box<dyn FnOnce(Result<&mut Writing<'_>>) -> Answer + Send>;
/// Answers the caller, told how the commit came out.
type Answer = Box<dyn FnOnce(Result<()>) + Send>;

/// What a job works with.
pub(super) struct Writing<'a> {
    pub(super) sql: &'a Connection,
    /// The store's clock, one time for the whole batch.
    pub(super) now: Timestamp,
    log: &'a mut Appender,
    changes: Vec<StoreChange>,
}

impl Writing<'_> {
    /// Tells watchers, once it is durable.
    pub(super) fn changed(&mut self, change: StoreChange) {
        self.changes.push(change);
    }

    /// Adds a row to this process's audit log. The first one is preceded by the row that opens the log.
    pub(super) fn append_audit(&mut self, entry: &AuditEntry) -> Result<()> {
        if self.log.is_new() {
            let first = opening(audit::heads(self.sql)?, &audit::openings(self.sql)?);
            audit::insert(self.sql, &self.log.append(&first, self.now)?)?;
        }
        audit::insert(self.sql, &self.log.append(entry, self.now)?)
    }

    /// Runs one job within a savepoint: if it fails, nothing of it stays, and the rest of the batch does.
    fn within_savepoint<T>(&mut self, job: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let (log, changes) = (self.log.clone(), self.changes.len());
        self.sql.execute_batch("SAVEPOINT job")?;
        let answer = job(self);
        if answer.is_err() {
            *self.log = log;
            self.changes.truncate(changes);
            self.sql.execute_batch("ROLLBACK TO job")?;
        }
        self.sql.execute_batch("RELEASE job")?;
        answer
    }
}

/// The way to the writing thread. When the last clone is dropped, the thread does what still waits and closes the file.
#[derive(Clone)]
pub(super) struct Writer {
    // Dropped before the thread is waited for: without senders, the thread ends.
    jobs: mpsc::Sender<Job>,
    _thread: Arc<Thread>,
}

/// The thread itself, waited for when it is dropped.
struct Thread(Option<thread::JoinHandle<()>>);

impl Drop for Thread {
    fn drop(&mut self) {
        if self.0.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the store's writer has panicked");
        }
    }
}

impl Writer {
    pub(super) fn start(connection: Connection, changes: broadcast::Sender<StoreChange>) -> io::Result<Self> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let log = Appender::new(Uuid::now_v7().to_string());
        let thread = thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || run(connection, queue, log, &changes))?;
        Ok(Self { jobs, _thread: Arc::new(Thread(Some(thread))) })
    }

    /// Does a write and answers once it is durable. An error means that nothing was written; only when the writer
    /// itself fails is that unknown, and then repeating is safe.
    pub(super) async fn write<T, F>(&self, write: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Writing<'_>) -> Result<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |writing| {
            let outcome = writing.and_then(|writing| writing.within_savepoint(write));
            // A caller that went away is not told; its write stands.
            Box::new(move |committed: Result<()>| drop(answer.send(committed.and(outcome))))
        });
        self.jobs.send(job).await.map_err(|_| stopped())?;
        answered.await.map_err(|_| stopped())?
    }
}

fn stopped() -> StoreError {
    StoreError::Permanent("the store's writer has stopped".to_owned())
}

fn run(
    mut connection: Connection,
    mut queue: mpsc::Receiver<Job>,
    mut log: Appender,
    changes: &broadcast::Sender<StoreChange>,
) {
    while let Some(first) = queue.blocking_recv() {
        let mut batch = vec![first];
        while batch.len() < BATCH {
            match queue.try_recv() {
                Ok(job) => batch.push(job),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
            }
        }
        let before = log.clone();
        let mut answers = Vec::with_capacity(batch.len());
        let committed = commit(&mut connection, &mut log, batch, &mut answers);
        let outcome = match committed {
            Ok(news) => {
                // Nobody may be watching.
                for change in news {
                    drop(changes.send(change));
                }
                Ok(())
            }
            Err(error) => {
                tracing::error!(%error, "a batch of writes was not committed");
                log = before;
                Err(error)
            }
        };
        for answer in answers {
            answer(outcome.clone());
        }
    }
}

/// One transaction for the whole batch.
fn commit(
    connection: &mut Connection,
    log: &mut Appender,
    batch: Vec<Job>,
    answers: &mut Vec<Answer>,
) -> Result<Vec<StoreChange>> {
    let transaction = match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(transaction) => transaction,
        Err(error) => {
            let error = StoreError::from(error);
            answers.extend(batch.into_iter().map(|job| job(Err(error.clone()))));
            return Err(error);
        }
    };
    let mut writing = Writing { sql: &transaction, now: Timestamp::now(), log, changes: Vec::new() };
    for job in batch {
        answers.push(job(Ok(&mut writing)));
    }
    let changes = mem::take(&mut writing.changes);
    transaction.commit()?;
    Ok(changes)
}
