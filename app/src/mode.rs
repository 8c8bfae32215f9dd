//! Whether this is the sandbox, and who works here: what every page must know before anything else.

use leptos::prelude::*;

/// Where calls and records go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The local carrier and CRM: no real phone rings.
    Sandbox,
    /// Twilio and Podio.
    Live,
}

impl Mode {
    /// The word in the page's `data-mode`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Live => "live",
        }
    }

    /// The mode of this page: from the context on the server, from the document in the browser. What is
    /// unknown counts as live.
    pub(crate) fn current() -> Self {
        let known = use_context::<Self>().or_else(|| match root_attribute("data-mode")?.as_str() {
            "sandbox" => Some(Self::Sandbox),
            _ => None,
        });
        known.unwrap_or(Self::Live)
    }
}

/// The agent's name, which the shell writes beside the mode so that both sides render the same.
pub(crate) fn agent_name() -> String {
    #[cfg(feature = "ssr")]
    let name = use_context::<dialer::Agent>().map(|agent| agent.name);
    #[cfg(not(feature = "ssr"))]
    let name = root_attribute("data-agent");
    name.unwrap_or_default()
}

/// The agent's id, which the shell writes there as well.
pub(crate) fn agent_id() -> String {
    #[cfg(feature = "ssr")]
    let id = use_context::<dialer::Agent>().map(|agent| agent.id.to_string());
    #[cfg(not(feature = "ssr"))]
    let id = root_attribute("data-agent-id");
    id.unwrap_or_default()
}

/// Whether a supervisor works here, which the shell writes there too. It opens nothing: each page asks the server.
pub(crate) fn is_supervisor() -> bool {
    #[cfg(feature = "ssr")]
    let role = use_context::<dialer::Person>().map(|person| role_code(person.role).to_owned());
    #[cfg(not(feature = "ssr"))]
    let role = root_attribute("data-role");
    role.as_deref() == Some("supervisor")
}

/// The role's word in the page's `data-role`.
#[cfg(feature = "ssr")]
pub(crate) const fn role_code(role: dialer::Role) -> &'static str {
    match role {
        dialer::Role::Agent => "agent",
        dialer::Role::Supervisor => "supervisor",
    }
}

/// An attribute of `<html>`; none on the server.
fn root_attribute(name: &str) -> Option<String> {
    if cfg!(feature = "ssr") {
        return None;
    }
    document().document_element()?.get_attribute(name)
}
