//! The sweep: what is past its term is deleted at the carrier. Sweeps of two servers at once do the same thing twice,
//! which is no harm, and what was done before a crash is found done.

use std::time::Duration;

use domain::CallRecord;
use domain::call::DeletedBy;
use serde_json::json;
use store::FileKey;
use tokio_util::sync::CancellationToken;

use super::Keep;
use super::due::{Fate, STEP};
use super::progress::{Sweep, Swept};
use crate::files::{Accounts, RetentionFile};
use crate::recordings::{Obstacle, Order};
use crate::{Dialer, Error, notes};

/// How often to sweep.
const EVERY: Duration = Duration::from_hours(24);
/// How soon again after one in which the carrier failed.
const AGAIN: Duration = Duration::from_hours(1);
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
