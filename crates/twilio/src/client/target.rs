//! Whom the REST API may ring: an agent's browser, and nobody else.

use std::fmt;

use domain::AgentId;
use url::form_urlencoded;

/// A client identity with the parameters that its browser is handed with the call.
///
/// It cannot hold a phone number: a prospect is only ever reached by `<Dial>`, after the compliance engine's word.
///
/// ```
/// # use twilio::ClientTarget;
/// let agent = domain::AgentId::from_name("Maya Ortiz").unwrap();
/// let target = ClientTarget::agent(&agent).parameter("call_id", "42");
/// assert_eq!(target.to_string(), "client:agent_maya_ortiz?call_id=42");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientTarget {
    identity: String,
    parameters: Vec<(String, String)>,
}

impl ClientTarget {
    /// The browser of an agent.
    pub fn agent(agent: &AgentId) -> Self {
        Self { identity: agent.client_identity(), parameters: Vec::new() }
    }

    /// Adds a parameter: the browser finds it among the call's custom parameters.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }
}

impl fmt::Display for ClientTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "client:{}", self.identity)?;
        if self.parameters.is_empty() {
            return Ok(());
        }
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.parameters).finish();
        write!(f, "?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_encoded() {
        let agent: AgentId = "maya".parse().unwrap();
        let target = ClientTarget::agent(&agent).parameter("a", "x&y=z").parameter("b", "é ");
        assert_eq!(target.to_string(), "client:agent_maya?a=x%26y%3Dz&b=%C3%A9+");
        assert_eq!(ClientTarget::agent(&agent).to_string(), "client:agent_maya");
    }
}
