//! What the do-not-call lists say of a number, in the form in which the rules ask.

mod answer;
mod local;
mod state;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::E164;
use domain::lead::Address;
use jiff::civil::Date;
use lists::{Ages, ListError, Lists};

pub use state::list_ages;

/// How often the folder is looked at for what another process has imported.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// The do-not-call lists of a folder. Clones share them.
#[derive(Debug, Clone)]
pub struct Screening {
    lists: Arc<Lists>,
    looked: Arc<Mutex<Instant>>,
    every: Duration,
}

impl Screening {
    /// Reads the lists of a folder; one that is not there has none.
    ///
    /// # Errors
    /// When the folder's manifest is damaged: then nothing is known of any list. One damaged file is no error: its
    /// list is [unavailable](compliance::ListStatus::Unavailable), which blocks.
    pub fn open(folder: &Path) -> Result<Self, ListError> {
        // How old is too old is for the rules to say, which get the day: the ages here are not used.
        let lists = Arc::new(Lists::open(folder, Ages::default())?);
        Ok(Self { lists, looked: Arc::new(Mutex::new(Instant::now())), every: LOOK_EVERY })
    }

    /// What each list says of a number, and the local ones of the property; all from one moment. `today` is the
    /// agents' day.
    ///
    /// What is not known never reads as *clear*: see [`compliance::ListStatus`].
    pub async fn standing(
        &self,
        number: &E164,
        property: Option<&Address>,
        today: Date,
    ) -> compliance::Lists {
        self.look().await;
        // The lists are in memory and are asked without a lock, in less than a microsecond a list: to hand that to
        // another thread would take longer than to do it.
        answer::of(&self.lists.view(), number, property, today)
    }

    /// Takes over what was imported meanwhile. Most looks read a file's metadata and nothing else, but after an import
    /// the whole registry may have to be read, which takes most of a second: on a thread for that. This one decision
    /// waits for it; the others go on with the lists that they have.
    async fn look(&self) {
        if !self.is_due() {
            return;
        }
        let lists = Arc::clone(&self.lists);
        match tokio::task::spawn_blocking(move || lists.reload_if_changed()).await {
            Ok(Ok(false)) => {}
            Ok(Ok(true)) => tracing::info!("new do-not-call lists are in use"),
            // What is in memory was whole when it was read, and goes stale by itself if nobody mends the folder.
            Ok(Err(error)) => {
                tracing::error!(%error, "new do-not-call lists cannot be read: the old ones stay");
            }
            Err(error) => tracing::error!(%error, "the do-not-call lists were not looked at"),
        }
    }

    fn is_due(&self) -> bool {
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        let due = looked.elapsed() >= self.every;
        if due {
            *looked = Instant::now();
        }
        due
    }
}
