//! What was sent and how it was answered, and what Twilio's debugger would show.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use serde::Serialize;

use super::{Kind, Request};

/// How many entries of each kind are kept.
const KEPT: usize = 2000;

/// One attempt to deliver a request.
#[derive(Debug, Clone, Serialize)]
pub struct Attempt {
    /// When it ended, by the sandbox's clock.
    pub at: Timestamp,
    /// What it was about.
    pub kind: Kind,
    /// The call's.
    pub call_sid: String,
    /// As it was asked.
    pub url: String,
    /// The form.
    pub params: BTreeMap<String, String>,
    /// 1 for the first.
    pub attempt: u32,
    /// The answer's HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// Why there was none.
    pub error: Option<String>,
}

/// What Twilio's debugger would show.
#[derive(Debug, Clone, Serialize)]
pub struct Notification {
    /// When, by the sandbox's clock.
    pub at: Timestamp,
    /// The call's.
    pub call_sid: String,
    /// Twilio's code.
    pub code: u32,
    /// In a sentence.
    pub message: String,
}

/// Both logs, newest last. Clones share them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Entries>>);

#[derive(Debug, Default)]
struct Entries {
    attempts: VecDeque<Attempt>,
    notifications: VecDeque<Notification>,
}

impl Log {
    pub(super) fn attempt(
        &self,
        at: Timestamp,
        request: &Request,
        attempt: u32,
        result: Result<u16, String>,
    ) {
        let (status, error) = match result {
            Ok(status) => (Some(status), None),
            Err(error) => (None, Some(error)),
        };
        let entry = Attempt {
            at,
            kind: request.kind,
            call_sid: request.call_sid.clone(),
            url: request.link.url.clone(),
            params: request.params.iter().cloned().collect(),
            attempt,
            status,
            error,
        };
        push(&mut self.lock().attempts, entry);
    }

    pub(crate) fn notify(&self, at: Timestamp, call_sid: &str, code: u32, message: String) {
        tracing::warn!(call = call_sid, code, message, "the carrier notes");
        let entry = Notification { at, call_sid: call_sid.to_owned(), code, message };
        push(&mut self.lock().notifications, entry);
    }

    pub(crate) fn attempts(&self) -> Vec<Attempt> {
        self.lock().attempts.iter().cloned().collect()
    }

    pub(crate) fn notifications(&self) -> Vec<Notification> {
        self.lock().notifications.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Entries::default();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn push<T>(entries: &mut VecDeque<T>, entry: T) {
    if entries.len() >= KEPT {
        entries.pop_front();
    }
    entries.push_back(entry);
}
