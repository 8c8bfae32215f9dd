//! Who works here, and what each may do.

use domain::{AgentId, CallRecord};
use serde::{Deserialize, Serialize};

/// The agent who asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// Stable for good: the voice identity and the audit rows hang on it.
    pub id: AgentId,
    /// As people call them.
    pub name: String,
}

/// What a person may do beside calling.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Calls, and says how the calls came out.
    #[default]
    Agent,
    /// Keeps the lists, the exceptions and the team's training as well.
    Supervisor,
}

/// Somebody who works here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub agent: Agent,
    /// As what.
    pub role: Role,
}

impl Person {
    /// Whether a call is theirs to look at: an agent's own are, and a supervisor's team's.
    pub fn may_see(&self, call: &CallRecord) -> bool {
        self.role == Role::Supervisor || call.facts.agent == self.agent.id
    }

    /// The leave to do what only supervisors may do, for one who is.
    pub fn supervisor(&self) -> Option<Supervisor> {
        (self.role == Role::Supervisor).then(|| Supervisor { agent: self.agent.clone() })
    }
}

/// The leave to do what only supervisors may do. Use-cases take it as a value, so a check cannot be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Supervisor {
    agent: Agent,
}

impl Supervisor {
    /// Whoever starts commands on the server's own machine.
    pub fn operator() -> Self {
        Self { agent: Agent { id: AgentId::operator(), name: "The operator at the command line".to_owned() } }
    }

    /// Who it is.
    pub fn agent(&self) -> &Agent {
        &self.agent
    }
}
