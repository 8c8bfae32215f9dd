//! Who calls.

use domain::AgentId;

/// The signed-in agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Stable for good: the voice identity and the audit rows hang on it.
    pub id: AgentId,
    /// As people call them.
    pub name: String,
}
