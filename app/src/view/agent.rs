//! An agent, as a page names them.

use serde::{Deserialize, Serialize};

/// Who.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentView {
    /// The id in the call log.
    pub id: String,
    /// As people call them.
    pub name: String,
}
