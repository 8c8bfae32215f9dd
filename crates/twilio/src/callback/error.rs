//! Why a callback is refused.

/// A callback that cannot be taken. The names are Twilio's parameters; no value is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// A parameter that must be there is not.
    #[error("the parameter {0} is missing")]
    Missing(&'static str),
    /// A parameter is not what Twilio's documentation says.
    #[error("the parameter {0} is malformed")]
    Malformed(&'static str),
    /// A parameter that there can be one of is there twice.
    #[error("the parameter {0} is there twice")]
    Repeated(&'static str),
    /// More parameters, or longer ones, than Twilio sends.
    #[error("the callback is too large")]
    Oversized,
    /// It is about another account.
    #[error("the callback is about another account")]
    ForeignAccount,
}

impl CallbackError {
    /// A stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "callback_parameter_missing",
            Self::Malformed(_) => "callback_parameter_malformed",
            Self::Repeated(_) => "callback_parameter_repeated",
            Self::Oversized => "callback_oversized",
            Self::ForeignAccount => "callback_foreign_account",
        }
    }

    /// The HTTP status to answer with.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Missing(_) | Self::Malformed(_) | Self::Repeated(_) => 400,
            Self::Oversized => 413,
            Self::ForeignAccount => 403,
        }
    }
}
