//! Why a sign-in did not come about.

use std::time::Duration;

use crate::error::{Error, SignInProblem};

/// Nobody was identified. Each is a sentence for the person who wanted to sign in; none holds a code or a token.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum IdentifyError {
    /// The person said no on Podio's page.
    #[error("You did not let Twoleg see who you are at Podio. Sign in again, and allow it there")]
    Denied,
    /// There is no code, or Podio takes it no longer: used, too old, or of somebody else.
    #[error("This sign-in is used up or too old. Start again")]
    Code,
    /// Podio refuses to say who it is.
    #[error("Podio does not say who you are. Start again; if it happens again, ask whoever runs Twoleg")]
    Refused,
    /// The API key is not what Podio knows; nobody can sign in.
    #[error("Nobody can sign in at the moment. Tell whoever runs Twoleg: {0}")]
    Setup(SignInProblem),
    /// Over the rate limit.
    #[error("Podio is too busy to sign you in. Try again in {} s", wait.as_secs())]
    RateLimited {
        /// How long there is no use in asking.
        wait: Duration,
    },
    /// Podio is down or cannot be reached.
    #[error("Podio cannot be reached to sign you in. Try again in a moment")]
    Unavailable,
    /// Podio's answer is not what its reference says.
    #[error("Podio's answer to the sign-in could not be read. Try again in a moment")]
    Unreadable,
}

impl From<Error> for IdentifyError {
    fn from(error: Error) -> Self {
        match error {
            Error::SignIn(SignInProblem::Code) => Self::Code,
            Error::SignIn(SignInProblem::TokenRefused) => Self::Refused,
            Error::SignIn(SignInProblem::Unavailable)
            | Error::Unreachable(_)
            | Error::NoAnswer(_)
            | Error::Unavailable { .. } => Self::Unavailable,
            Error::SignIn(problem) => Self::Setup(problem),
            Error::RateLimited { wait } => Self::RateLimited { wait },
            Error::Unreadable(_) => Self::Unreadable,
            _ => Self::Refused,
        }
    }
}
