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
use super::due::{Fate, STEP};
use crate::files::{Accounts, RetentionFile};
use crate::recordings::{Obstacle, Order};
use crate::{Dialer, Error, notes};

/// How often to sweep.
const EVERY: Duration = Duration::from_hours(24);
/// How soon again after one in which the carrier failed.
const AGAIN: Duration = Duration::from_hours(1);
/// A sweep is broken off after so many failures in a row: then the carrier is down, and the next one goes on.
const MOST_FAILURES: usize = 3;
/// So many wait by name at most, as they are all in one document, which has room for what a few sweeps add at the same
/// time. Of any more the place stays in front, and each sweep finds them there.
const MOST_WAITING: usize = 5_000;

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
    /// Calls whose recordings are at another account of the carrier's, and stay there. Later sweeps pass them by.
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
    /// How many more may wait by name.
    room: usize,
}

impl Sweep {
    /// One that goes on where the file is.
    fn begin(file: &RetentionFile, accounts: Accounts) -> Self {
        let seen = RetentionFile {
            waiting_behind: file.waiting_behind,
            accounts: Some(accounts),
            round: file.round,
            ..RetentionFile::default()
        };
        let room = MOST_WAITING.saturating_sub(file.waiting.len());
        Self { news: News { seen, ..News::default() }, room, ..Self::default() }
    }

    /// Whether the account that is asked knows nothing of this call's recordings.
    fn is_elsewhere(&self, record: &CallRecord) -> bool {
        let accounts = self.news.seen.accounts.as_ref();
        accounts.is_some_and(|accounts| accounts.are_elsewhere(record.facts.placed_at))
    }

    /// Has a call wait that did not, if there is room. Answers whether there was.
    fn wait(&mut self, call: CallId) -> bool {
        let Some(room) = self.room.checked_sub(1) else {
            self.news.left.insert(call);
            return false;
        };
        self.room = room;
        self.news.seen.waiting.insert(call);
        true
    }

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
    /// Those for which there was no room among the waiting ones. A place stays before them.
    left: BTreeSet<CallId>,
}

impl News {
    /// Whether this sweep has looked at the call: what is past the long term is past the usual one as well.
    fn knows(&self, call: CallId) -> bool {
        self.seen.waiting.contains(&call) || self.settled.contains(&call) || self.left.contains(&call)
    }

    /// Goes forward only, whoever else has written meanwhile; unless it was begun anew, for other accounts: then this sweep
    /// went by what counts no more, and the next one looks again.
    fn fold(&self, file: &mut RetentionFile) {
        let fits = self.seen.accounts.as_ref().is_none_or(|accounts| file.is_of(accounts));
        if !fits || file.round != self.seen.round {
            return;
        }
        for keep in Keep::ALL {
            if let Some(seen) = self.seen.seen(keep) {
                file.see(keep, seen);
            }
        }
        file.waiting.extend(&self.seen.waiting);
        file.waiting.retain(|call| !self.settled.contains(call));
        // Of two sweeps the last one's: each gives all of them their turn.
        file.waiting_behind = self.seen.waiting_behind;
        if Keep::ALL.iter().any(|keep| file.seen(*keep).is_some()) {
            file.accounts.clone_from(&self.seen.accounts);
        }
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
        let accounts = self.accounts(self.twilio.account_sid()).await?;
        let file = self.retention_of(&accounts).await?;
        let mut sweep = Sweep::begin(&file, accounts);
        // What became due comes first: it is new each day, and no failure of before stands in its way.
        for keep in Keep::ALL {
            self.sweep_term(keep, &file, &mut sweep, stop).await?;
        }
        self.sweep_waiting(&file, &mut sweep, stop).await?;
        Ok(sweep.swept)
    }

    /// How far the retention has come, with recordings at these accounts: when they are others than before, nowhere.
    async fn retention_of(&self, accounts: &Accounts) -> Result<RetentionFile, Error> {
        let (file, _): (RetentionFile, _) = self.read_file(&FileKey::Retention).await?;
        if file.is_of(accounts) {
            return Ok(file);
        }
        let audit = notes::of_nobody("retention.begun_anew", json!({ "accounts": accounts }));
        self.edit_file(&FileKey::Retention, audit, |file: &mut RetentionFile| {
            file.begin_anew(accounts);
            Ok(())
        })
        .await
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
        // Behind one for which there was no room the place stays, and the sweep goes on.
        let mut moves = true;
        while !sweep.is_over(stop) {
            let (calls, next) = self.past_term(self.settings.retention, keep, from).await?;
            for call in &calls {
                let id = call.facts.id;
                if !sweep.news.knows(id) && !file.waiting.contains(&id) {
                    moves &= self.settle(call, false, sweep).await?;
                }
                if moves {
                    sweep.news.seen.see(keep, call.facts.placed_at);
                }
                if sweep.is_over(stop) {
                    break;
                }
            }
            if let Some(last) = calls.last()
                && moves
                && next.is_none()
                && !sweep.is_over(stop)
            {
                // Nothing else is placed at its moment any more: it need not be looked at again.
                sweep.news.seen.see(keep, last.facts.placed_at + STEP);
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
                Some(call) => {
                    self.settle(&call.value, true, sweep).await?;
                }
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

    /// Answers whether the place may move past the call.
    async fn settle(&self, record: &CallRecord, waits: bool, sweep: &mut Sweep) -> Result<bool, Error> {
        let call = record.facts.id;
        let stays = match self.fate(self.settings.retention, record).await? {
            Fate::Nothing => false,
            // The terms may have been made longer since it began to wait.
            Fate::Kept => waits,
            // Whatever becomes of it is for the account of its time.
            Fate::Held | Fate::Due if sweep.is_elsewhere(record) => {
                sweep.swept.elsewhere += 1;
                false
            }
            Fate::Held => {
                sweep.swept.held += 1;
                true
            }
            Fate::Due => self.delete_due(record, sweep).await?,
        };
        if stays && !waits {
            return Ok(sweep.wait(call));
        }
        if stays {
            sweep.news.seen.waiting.insert(call);
        } else {
            sweep.news.settled.insert(call);
        }
        Ok(true)
    }

    /// Answers whether something is still there that the account which is asked has.
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
            // Since this sweep began: the next one begins anew.
            Some(Obstacle::Elsewhere) => {
                swept.elsewhere += 1;
                return Ok(false);
            }
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
            ..RetentionFile::default()
        };
        assert_eq!(file, both);
        let mut again = file.clone();
        mine.fold(&mut again);
        assert_eq!(again, file);
    }

    fn of(configured: &str) -> Accounts {
        Accounts { configured: configured.to_owned(), ..Accounts::default() }
    }

    /// Two servers with two accounts, as while one is changed: what the one has passed by is for the other to look at.
    #[test]
    fn what_was_seen_with_other_accounts_moves_no_place() {
        let mut file = RetentionFile { waiting: BTreeSet::from([call(1)]), ..RetentionFile::default() };
        let mut mine = Sweep::begin(&file, of("AC1"));
        mine.news.seen.see(Keep::Usual, at(50));
        mine.news.settled.insert(call(1));
        let mut theirs = Sweep::begin(&file, of("AC2"));
        theirs.news.seen.see(Keep::Usual, at(70));
        theirs.news.fold(&mut file);
        let of_theirs = file.clone();
        assert_eq!((file.accounts.clone(), file.usual_seen), (Some(of("AC2")), Some(at(70))));
        mine.news.fold(&mut file);
        assert_eq!(file, of_theirs);
        // Also when the first account is back: its sweep of before began behind what the other has passed by.
        file.begin_anew(&of("AC1"));
        mine.news.fold(&mut file);
        assert_eq!((file.usual_seen, file.waiting.len()), (None, 1));
        let mut next = Sweep::begin(&file, of("AC1"));
        next.news.seen.see(Keep::Usual, at(50));
        next.news.fold(&mut file);
        assert_eq!(file.usual_seen, Some(at(50)));
    }

    #[test]
    fn no_more_wait_by_name_than_there_is_room_for() {
        let last = u128::try_from(MOST_WAITING).unwrap();
        let waiting = (1..last).map(call).collect();
        let file = RetentionFile { waiting, ..RetentionFile::default() };
        let mut sweep = Sweep::begin(&file, of("AC1"));
        assert!(sweep.wait(call(last)), "the last place");
        assert!(!sweep.wait(call(last + 1)) && !sweep.wait(call(last + 2)));
        assert!(sweep.news.knows(call(last + 2)), "not tried twice in one sweep");
        let mut after = file.clone();
        sweep.news.fold(&mut after);
        assert_eq!(after.waiting.len(), MOST_WAITING);
        assert!(serde_json::to_string(&after).unwrap().len() < 1 << 18, "far from what one document holds");
        let mut full = Sweep::begin(&after, of("AC1"));
        assert!(!full.wait(call(last + 1)));
    }
}
