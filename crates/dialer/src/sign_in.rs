//! Sign in with Podio: whoever can see the Master Lead app with their own account works here.

use domain::AgentId;
use podio::sign_in::{Code, IdentifyError, Identity, LeadAccess};
use url::Url;
use uuid::Uuid;

use crate::{Agent, Dialer, Error, Person, Role};

/// Where Podio's page sends a browser back to.
pub const SIGN_IN_RETURN: &str = "/sign-in/return";

/// What makes somebody a supervisor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Supervisors {
    /// These mail addresses, in small letters.
    ByMail(Vec<String>),
    /// Podio's right to change the Master Lead app.
    ByPodio,
}

impl Supervisors {
    fn role(&self, identity: &Identity) -> Role {
        let supervises = match self {
            Self::ByMail(mails) => mails.contains(&identity.mail),
            Self::ByPodio => identity.access == LeadAccess::Administrator,
        };
        if supervises { Role::Supervisor } else { Role::Agent }
    }
}

/// Nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Podio did not say who it is.
    #[error(transparent)]
    Identify(#[from] IdentifyError),
    /// They have a Podio account, and no business with these leads.
    #[error("{name} cannot see the Master Lead app in Podio")]
    NoAccess {
        /// As Podio calls them.
        name: String,
    },
    /// It cannot be written down.
    #[error(transparent)]
    Records(#[from] Error),
}

/// Somebody was signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who, and as what.
    pub person: Person,
    /// Which generation of their sessions the new one belongs to: the next *sign out everywhere* ends it.
    pub generation: u32,
}

impl Dialer {
    /// Where a browser is sent to sign in; `state` comes back with the answer.
    pub fn sign_in_url(&self, state: &str) -> Url {
        self.podio.authorize_url(&self.settings.url(SIGN_IN_RETURN, &[]), state)
    }

    /// Signs in whoever Podio says that this code is of. Their session begins with the audit row that says so.
    ///
    /// # Errors
    /// When Podio does not say, when they have no business here, or when it cannot be written down.
    pub async fn sign_in(&self, code: &Code, session: Uuid) -> Result<SignedIn, SignInError> {
        let identity = self.podio.identify(code, &self.settings.url(SIGN_IN_RETURN, &[])).await?;
        if identity.access == LeadAccess::None {
            return Err(SignInError::NoAccess { name: identity.name });
        }
        let role = self.settings.supervisors.role(&identity);
        let agent = Agent { id: AgentId::of_podio_user(identity.user_id), name: identity.name };
        let person = Person { agent, role };
        let generation = self.signed_in(&person, session).await?;
        Ok(SignedIn { person, generation })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_supervisor_is_one_by_configuration_or_by_podio() {
        let identity = |mail: &str, access| Identity {
            user_id: 1,
            name: "Dana".to_owned(),
            mail: mail.to_owned(),
            access,
        };
        let (worker, administrator) = (
            identity("dana@x.example", LeadAccess::Worker),
            identity("sam@x.example", LeadAccess::Administrator),
        );
        let by_mail = Supervisors::ByMail(vec!["dana@x.example".to_owned()]);
        assert_eq!(by_mail.role(&worker), Role::Supervisor);
        assert_eq!(by_mail.role(&administrator), Role::Agent);
        assert_eq!(Supervisors::ByPodio.role(&worker), Role::Agent);
        assert_eq!(Supervisors::ByPodio.role(&administrator), Role::Supervisor);
    }
}
