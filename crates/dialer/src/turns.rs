//! One agent, one action at a time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::AgentId;
use tokio::sync::OwnedMutexGuard;

/// Hands out turns by agent.
#[derive(Clone, Default)]
pub(crate) struct Turns {
    agents: Arc<Mutex<HashMap<AgentId, Arc<tokio::sync::Mutex<()>>>>>,
}

impl Turns {
    /// Waits for the agent's turn; it ends when the guard is dropped.
    pub(crate) async fn wait(&self, agent: &AgentId) -> OwnedMutexGuard<()> {
        let turn = {
            let mut agents = self.agents.lock().unwrap_or_else(PoisonError::into_inner);
            agents.entry(agent.clone()).or_default().clone()
        };
        turn.lock_owned().await
    }
}
