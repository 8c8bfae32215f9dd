//! The sweep: what is past its term is deleted at the carrier. Sweeps of two servers at once do the same thing twice,
//! which is no harm, and what was done before a crash is found done.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::call::DeletedBy;
use domain::{CallId, CallRecord};
use serde_json::json;
use store::FileKey;
use tokio_util::sync::CancellationToken;

use super::Keep;
use super::due::Fate;
use crate::files::RetentionFile;
use crate::recordings::{Obstacle, Order};
use crate::{Dialer, Error, notes};

/// How often to sweep.
const EVERY: Duration = Duration::from_hours(24);
/// How soon again after one in which the carrier failed.
const AGAIN: Duration = Duration::from_hours(1);
/// A sweep is broken off after so many failures in a row: then the carrier is down, and the next one goes on.
const MOST_FAILURES: usize = 3;

/// What a sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Recordings that were deleted.
    pub deleted: usize,
    /// Recordings that the carrier did not have any more.
    pub already_gone: usize,
    /// Calls whose recordings a legal hold keeps.
    pub held: usize,
    /// Calls with a recording that the carrier does not delete, which says nothing of others.
    pub refused: usize,
    /// Calls whose recordings are at another account of the carrier's, and stay there.
    pub elsewhere: usize,
    /// Calls whose recordings were not deleted because the carrier failed.
    pub failed: usize,
}

/// A sweep that is under way.
#[derive(Debug, Default)]
struct Sweep {
    swept: Swept,
    news: News,
    /// How often the carrier has failed since it last answered.
    failures: usize,
}

impl Sweep {
    fn is_over(&self, stop: &CancellationToken) -> bool {
        self.failures >= MOST_FAILURES || stop.is_cancelled()
    }
}

/// What is to be folded into the file.
#[derive(Debug, Default)]
struct News {
    /// With the place among the waiting ones, and those that wait of which this sweep knows.
    seen: RetentionFile,
    settled: BTreeSet<CallId>,
}

impl News {
    /// Whether this sweep has looked at the call: what is past the long term is past the usual one as well.
    fn knows(&self, call: CallId) -> bool {
        self.seen.waiting.contains(&call) || self.settled.contains(&call)
    }

    /// Goes forward only, whoever else has written meanwhile.
    fn fold(&self, file: &mut RetentionFile) {
        for keep in Keep::ALL {
            if let Some(seen) = self.seen.seen(keep) {
                file.see(keep, seen);
            }
        }
        file.waiting.extend(&self.seen.waiting);
        file.waiting.retain(|call| !self.settled.contains(call));
        // Of two sweeps the last one's: each gives all of them their turn.
        file.waiting_behind = self.seen.waiting_behind;
    }
}

impl Dialer {
    /// Sweeps at once, and then every day, until `stop`.
    pub async fn keep_retention(&self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            let wait = match self.sweep_recordings(&stop).await {
                Ok(swept) => {
                    let Swept { failed, refused, elsewhere, .. } = swept;
                    if failed + refused > 0 {
                        tracing::error!(failed, refused, "recordings past their term could not be deleted");
                    }
                    if elsewhere > 0 {
                        tracing::error!(elsewhere, "recordings past their term are at another account");
                    }
                    // What is refused today is refused in an hour.
                    if swept.failed == 0 { EVERY } else { AGAIN }
                }
                Err(error) => {
                    tracing::error!(error = %error, "recordings past their term could not be looked for");
                    AGAIN
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Deletes every recording that is past its term, until `stop`. What a legal hold keeps, or the carrier does not
    /// delete, is tried again by the next sweep.
    ///
    /// # Errors
    /// When the store cannot be read or written. The next sweep goes on where this one was.
    pub async fn sweep_recordings(&self, stop: &CancellationToken) -> Result<Swept, Error> {
        let (file, _): (RetentionFile, _) = self.read_file(&FileKey::Retention).await?;
        let mut sweep = Sweep::default();
        sweep.news.seen.waiting_behind = file.waiting_behind;
        // What became due comes first: it is new each day, and no failure of before stands in its way.
        for keep in Keep::ALL {
            self.sweep_term(keep, &file, &mut sweep, stop).await?;
        }
        self.sweep_waiting(&file, &mut sweep, stop).await?;
        Ok(sweep.swept)
    }

    /// What became due since the last sweep.
    async fn sweep_term(
        &self,
        keep: Keep,
        file: &RetentionFile,
        sweep: &mut Sweep,
        stop: &CancellationToken,
    ) -> Result<(), Error> {
        let mut from = file.seen(keep);
        while !sweep.is_over(stop) {
            let (calls, next) = self.past_term(self.settings.retention, keep, from).await?;
            for call in &calls {
                let id = call.facts.id;
                if !sweep.news.knows(id) && !file.waiting.contains(&id) {
                    self.settle(call, false, sweep).await?;
                }
                sweep.news.seen.see(keep, call.facts.placed_at);
                if sweep.is_over(stop) {
                    break;
                }
            }
            self.save(sweep).await?;
            from = next;
            if from.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// What earlier sweeps left.
    async fn sweep_waiting(
        &self,
        file: &RetentionFile,
        sweep: &mut Sweep,
        stop: &CancellationToken,
    ) -> Result<(), Error> {
        for call in file.turns() {
            if sweep.is_over(stop) {
                return self.save(sweep).await;
            }
            match self.store.call(&call).await? {
                Some(call) => self.settle(&call.value, true, sweep).await?,
                None => {
                    sweep.news.settled.insert(call);
                }
            }
            sweep.news.seen.waiting_behind = Some(call);
        }
        // All had their turn, also where the last of them broke it off.
        sweep.news.seen.waiting_behind = None;
        self.save(sweep).await
    }

    async fn settle(&self, record: &CallRecord, waits: bool, sweep: &mut Sweep) -> Result<(), Error> {
        let call = record.facts.id;
        let stays = match self.fate(self.settings.retention, record).await? {
            Fate::Nothing => false,
            // The terms may have been made longer since it began to wait.
            Fate::Kept => waits,
            Fate::Held => {
                sweep.swept.held += 1;
                true
            }
            Fate::Due => self.delete_due(record, sweep).await?,
        };
        if stays {
            sweep.news.seen.waiting.insert(call);
        } else {
            sweep.news.settled.insert(call);
        }
        Ok(())
    }

    /// Answers whether something is still there.
    async fn delete_due(&self, record: &CallRecord, sweep: &mut Sweep) -> Result<bool, Error> {
        let call = record.facts.id;
        let order = Order { by: DeletedBy::Retention, agent: None, reason: "past its term" };
        let done = self.delete_sound(&self.twilio, record, &order).await?;
        let (swept, taken) = (&mut sweep.swept, done.taken);
        swept.deleted += taken.deleted;
        swept.already_gone += taken.already_gone;
        if taken.deleted + taken.already_gone > 0 {
            sweep.failures = 0;
        }
        match done.obstacle {
            None => {
                sweep.failures = 0;
                return Ok(false);
            }
            Some(Obstacle::Held) => swept.held += 1,
            Some(Obstacle::Elsewhere) => swept.elsewhere += 1,
            Some(Obstacle::Refused(error)) => {
                tracing::warn!(call.id = %call, error = %error, "a recording is not deleted by the carrier");
                swept.refused += 1;
                sweep.failures = 0;
            }
            Some(Obstacle::Failed(error)) => {
                tracing::warn!(call.id = %call, error = %error, "a recording was not deleted");
                swept.failed += 1;
                sweep.failures += 1;
            }
        }
        Ok(true)
    }

    /// Writes the place down, if it has changed.
    async fn save(&self, Sweep { swept, news, .. }: &Sweep) -> Result<(), Error> {
        let (known, _): (RetentionFile, _) = self.read_file(&FileKey::Retention).await?;
        let mut file = known.clone();
        news.fold(&mut file);
        if file == known {
            return Ok(());
        }
        let said = json!({
            "deleted": swept.deleted, "already_gone": swept.already_gone, "held": swept.held,
            "refused": swept.refused, "elsewhere": swept.elsewhere, "failed": swept.failed,
            "usual_seen": file.usual_seen, "long_seen": file.long_seen, "waiting": file.waiting.len(),
        });
        self.edit_file(
            &FileKey::Retention,
            notes::of_nobody("retention.swept", said),
            |file: &mut RetentionFile| {
                news.fold(file);
                Ok(())
            },
        )
        .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;

    fn call(number: u128) -> CallId {
        CallId::new(Uuid::from_u128(number))
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn what_two_sweeps_did_at_once_is_all_kept() {
        let mut mine = News::default();
        mine.seen.see(Keep::Usual, at(50));
        mine.seen.waiting.insert(call(1));
        let mut theirs = News::default();
        theirs.seen.see(Keep::Usual, at(70));
        theirs.seen.see(Keep::Long, at(9));
        theirs.seen.waiting.insert(call(2));
        theirs.settled.insert(call(3));
        let mut file = RetentionFile { waiting: BTreeSet::from([call(3)]), ..RetentionFile::default() };
        theirs.fold(&mut file);
        mine.fold(&mut file);
        let both = RetentionFile {
            usual_seen: Some(at(70)),
            long_seen: Some(at(9)),
            waiting: BTreeSet::from([call(1), call(2)]),
            waiting_behind: None,
        };
        assert_eq!(file, both);
        let mut again = file.clone();
        mine.fold(&mut again);
        assert_eq!(again, file);
    }
}
