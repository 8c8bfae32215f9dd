//! All legs that the carrier knows, oldest first.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::call::Call;

/// How many are remembered.
const KEPT: usize = 2000;

/// The legs, in memory: a restart forgets them, as it loses live calls.
#[derive(Debug, Default)]
pub(crate) struct Book(Mutex<VecDeque<Arc<Call>>>);

impl Book {
    pub(crate) fn add(&self, call: Arc<Call>) {
        let mut calls = self.lock();
        if calls.len() >= KEPT && calls.front().is_some_and(|oldest| oldest.status().is_final()) {
            calls.pop_front();
        }
        calls.push_back(call);
    }

    pub(crate) fn find(&self, sid: &str) -> Option<Arc<Call>> {
        self.lock().iter().rev().find(|call| call.sid() == sid).cloned()
    }

    pub(crate) fn all(&self) -> Vec<Arc<Call>> {
        self.lock().iter().cloned().collect()
    }

    /// Forgets all, and returns them.
    pub(crate) fn take(&self) -> Vec<Arc<Call>> {
        self.lock().drain(..).collect()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<Call>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
