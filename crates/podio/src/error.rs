//! What can go wrong with Podio, sorted by what the caller can do about it.

use std::sync::Arc;
use std::time::Duration;

/// A request that did not do what was asked. Holds no secret, no phone number and no body.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Podio has no such item, or no longer (404 and 410: which one a deleted item answers is not fixed).
    #[error("Podio has no such item, or it was deleted")]
    NotFound,
    /// The item belongs to another app than the Master Lead app. Its id may be a number of quite another thing.
    #[error("this Podio item is not a lead: it belongs to another app")]
    WrongApp,
    /// Over the rate limit (420 or 429), or still waiting after it: Podio was not asked at all then.
    #[error("Podio's rate limit is used up; it can be asked again in {} s", wait.as_secs())]
    RateLimited {
        /// How long no request of this credential is worth sending.
        wait: Duration,
    },
    /// Podio understood and refused (a 4xx). Nothing was written.
    #[error("Podio refused with {status} {error}: {description}")]
    Rejected {
        /// The HTTP status.
        status: u16,
        /// Podio's code, such as `invalid_value`: the part to branch on.
        error: String,
        /// Podio's sentence, in the account's language, with quoted values taken out.
        description: String,
    },
    /// The item was changed by somebody else meanwhile (409).
    #[error("the Podio item was changed by somebody else meanwhile")]
    Conflict,
    /// There is no valid token, and none can be had.
    #[error(transparent)]
    SignIn(#[from] SignInProblem),
    /// The customer's apps are not as Twoleg needs them; the sentence says what to change in Podio.
    #[error("{0}")]
    Setup(String),
    /// Podio could not be reached: the request never left, so nothing was written.
    #[error("Podio cannot be reached")]
    Unreachable(#[source] Arc<reqwest::Error>),
    /// The request was sent, and no whole answer came. A write may have been done or not.
    #[error("Podio did not answer")]
    NoAnswer(#[source] Arc<reqwest::Error>),
    /// A 5xx. A write may have been done or not.
    #[error("Podio is not working at the moment ({status})")]
    Unavailable {
        /// The HTTP status.
        status: u16,
    },
    /// A success whose body is not what the reference says. A write was probably done.
    #[error("Podio's answer could not be read: {0}")]
    Unreadable(String),
}

/// Why signing in failed. Each is a sentence for whoever configures Twoleg.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum SignInProblem {
    /// `PODIO_CLIENT_ID` is not known to Podio.
    #[error("Podio does not know this client id")]
    ClientId,
    /// `PODIO_CLIENT_SECRET` does not belong to the client id.
    #[error("Podio refuses the client secret")]
    ClientSecret,
    /// The user name or the password is wrong.
    #[error("Podio refuses this user name and password")]
    Login,
    /// The token of an app is wrong.
    #[error("Podio refuses the token of app {app}")]
    AppToken {
        /// The app's id.
        app: u64,
    },
    /// The code of a person's sign-in.
    #[error("Podio does not take this sign-in's code: it was used already, or is too old")]
    Code,
    /// The account asks for a second factor, which a server cannot give.
    #[error("this Podio account asks for a second factor: use a service account without two-factor sign-in")]
    TwoFactor,
    /// A fresh token was refused as well.
    #[error("Podio refuses a token that it has just given")]
    TokenRefused,
    /// Any other refusal of the token endpoint.
    #[error("Podio refuses the sign-in: {0}")]
    Other(String),
    /// The token endpoint is down or unreachable. Nothing else was asked.
    #[error("Podio's sign-in cannot be reached")]
    Unavailable,
}

impl Error {
    /// When to try again, where Podio (or its silence about it) says so.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::RateLimited { wait } => Some(*wait),
            _ => None,
        }
    }

    /// Whether the same request may well succeed later with nothing changed by a person.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::RateLimited { .. }
                | Self::Conflict
                | Self::Unreachable(_)
                | Self::NoAnswer(_)
                | Self::Unavailable { .. }
                | Self::Unreadable(_)
                | Self::SignIn(SignInProblem::Unavailable)
        )
    }

    /// Whether a write may have been done although it failed here: look it up before trying again.
    pub fn outcome_unknown(&self) -> bool {
        matches!(self, Self::NoAnswer(_) | Self::Unavailable { .. } | Self::Unreadable(_))
    }

    /// An error of the transport, without its URL: a query may hold what no log should.
    pub(crate) fn transport(error: reqwest::Error) -> Self {
        let never_left = error.is_connect() || error.is_builder();
        let source = Arc::new(error.without_url());
        if never_left { Self::Unreachable(source) } else { Self::NoAnswer(source) }
    }
}
