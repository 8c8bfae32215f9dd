//! Exchanging the rules while the server runs.

use std::sync::Arc;
use std::time::Duration;

use dialer::Rulebook;
use serde_json::json;
use store::{AuditEntry, Store, StoreError};
use tokio_util::sync::CancellationToken;

use super::load::{LoadedRules, RuleFiles, RulesError};
use super::stamp::{Stamps, stamps};

/// How often the files are looked at.
const EVERY: Duration = Duration::from_secs(2);

/// The server cannot start with these rules.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The files.
    #[error("the rules cannot be put in force: {0}")]
    Rules(#[from] RulesError),
    /// The audit log, which must say by which rules calls are judged.
    #[error("the rules cannot be put on the audit log: {0}")]
    Audit(#[from] StoreError),
}

/// Puts the rules in force, and what replaces them.
#[derive(Debug)]
pub struct RuleWatch {
    files: RuleFiles,
    rulebook: Rulebook,
    /// How the files looked at the last look.
    seen: Stamps,
    /// How they looked when they were last read.
    read: Stamps,
    /// What was read then: hashes, or why it could not be.
    found: String,
}

impl RuleWatch {
    /// Loads the rules for a start, and writes them on the audit log.
    ///
    /// # Errors
    /// When the files are refused: then nothing may start. Or when the log cannot be written.
    pub async fn open(files: RuleFiles, store: &dyn Store) -> Result<Self, WatchError> {
        let seen = stamps(files.paths());
        let loaded = files.load()?;
        store.append_audit(loaded_row(&loaded)).await?;
        let found = key(&loaded);
        Ok(Self { files, rulebook: Rulebook::new(loaded.rules), read: seen.clone(), seen, found })
    }

    /// The rules in force, now and after every exchange.
    pub fn rulebook(&self) -> Rulebook {
        self.rulebook.clone()
    }

    /// Looks at the files until `stop`.
    pub async fn run(mut self, store: Arc<dyn Store>, stop: CancellationToken) {
        if self.files.paths().next().is_none() {
            return;
        }
        while stop.run_until_cancelled(tokio::time::sleep(EVERY)).await.is_some() {
            self.look(&*store).await;
        }
    }

    /// One look. Files that are as they were are not read; those that changed are read once they have looked the same
    /// twice, because half of a pack that is being written can be a valid pack with fewer states.
    pub async fn look(&mut self, store: &dyn Store) {
        let files = self.files.clone();
        let looked = tokio::task::spawn_blocking(move || stamps(files.paths())).await;
        let Ok(now) = looked else { return };
        let settled = now == self.seen;
        self.seen = now;
        if !settled || self.seen == self.read {
            return;
        }
        let files = self.files.clone();
        let loaded = tokio::task::spawn_blocking(move || {
            let loaded = files.load();
            (loaded, stamps(files.paths()))
        });
        let Ok((loaded, after)) = loaded.await else { return };
        if after != self.seen {
            // Written to meanwhile: the next looks will see.
            return;
        }
        if let Err(error) = self.take(loaded, store).await {
            // Rules that are not on the log are not put in force: the next look tries again.
            tracing::error!(%error, "the audit log does not take the new rules: the old ones stay");
            return;
        }
        self.read = after;
    }

    /// Puts rules in force, or notes why they are not; each once.
    async fn take(
        &mut self,
        loaded: Result<LoadedRules, RulesError>,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        let found = loaded.as_ref().map_or_else(ToString::to_string, key);
        if found == self.found {
            return Ok(());
        }
        match loaded {
            Ok(loaded) => {
                store.append_audit(loaded_row(&loaded)).await?;
                tracing::info!(
                    version = loaded.rules.version(),
                    sha256 = loaded.pack_text.sha256,
                    "new rules are in force"
                );
                self.rulebook.replace(loaded.rules);
            }
            Err(error) => {
                let in_force = self.rulebook.current();
                store.append_audit(refused_row(&error, in_force.version())).await?;
                tracing::error!(%error, in_force = in_force.version(), "new rules are refused: the old ones stay");
            }
        }
        self.found = found;
        Ok(())
    }
}

fn key(loaded: &LoadedRules) -> String {
    let settings = loaded.settings_text.as_ref().map_or("", |text| &text.sha256);
    format!("{} {settings}", loaded.pack_text.sha256)
}

fn loaded_row(loaded: &LoadedRules) -> AuditEntry {
    let payload = json!({
        "id": loaded.pack.id,
        "version": loaded.pack.version,
        "effective_from": loaded.pack.effective_from,
        "effective_to": loaded.pack.effective_to,
        "file": loaded.pack_text.file,
        "sha256": loaded.pack_text.sha256,
        "settings": loaded.settings_text,
    });
    row("rules.loaded", payload)
}

fn refused_row(error: &RulesError, in_force: &str) -> AuditEntry {
    let (RulesError::Read { path, .. } | RulesError::Refused { path, .. }) = error;
    row("rules.refused", json!({ "file": path, "reason": error.to_string(), "in_force": in_force }))
}

fn row(kind: &str, payload: serde_json::Value) -> AuditEntry {
    AuditEntry { kind: kind.to_owned(), call: None, agent: None, payload }
}

#[cfg(test)]
mod tests;
