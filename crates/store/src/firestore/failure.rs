//! Firestore's errors, by what can be done about them. Their texts name documents, and so phone numbers: only codes
//! are passed on.

use ::firestore::errors::FirestoreError;

use crate::StoreError;

/// Why a request did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// A document that must be absent is there.
    Exists,
    /// A document that must be there is not.
    Missing,
    /// A document was changed since it was read.
    Stale,
    /// Anything else.
    Failed(StoreError),
}

/// A failed request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) why: Refused,
    /// Whether it may have been done all the same.
    pub(super) outcome_unknown: bool,
}

impl Failure {
    /// An answer that did not come in time.
    pub(super) fn timeout() -> Self {
        Self { why: Refused::Failed(transient("DeadlineExceeded")), outcome_unknown: true }
    }

    pub(super) const fn is_transient(&self) -> bool {
        matches!(self.why, Refused::Failed(StoreError::Transient(_)))
    }
}

impl From<Failure> for StoreError {
    fn from(failure: Failure) -> Self {
        match failure.why {
            Refused::Failed(error) => error,
            Refused::Exists | Refused::Stale => Self::Conflict,
            Refused::Missing => Self::NotFound,
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self { why: Refused::Failed(error), outcome_unknown: false }
    }
}

impl From<FirestoreError> for Failure {
    fn from(error: FirestoreError) -> Self {
        let (code, details) = match &error {
            FirestoreError::DataConflictError(_) => return known(Refused::Exists),
            FirestoreError::DataNotFoundError(_) => return known(Refused::Missing),
            FirestoreError::DatabaseError(error) => (error.public.code.as_str(), error.details.as_str()),
            FirestoreError::NetworkError(error) => (error.public.code.as_str(), ""),
            FirestoreError::SystemError(error) => {
                return known(Refused::Failed(permanent(&error.public.code)));
            }
            FirestoreError::InvalidParametersError(error) => {
                return known(Refused::Failed(permanent(&format!("invalid {}", error.public.field))));
            }
            _ => return known(Refused::Failed(permanent("the crate's own error"))),
        };
        match code {
            // A query, not a commit: the text holds no data, but a link for the operator.
            "FailedPrecondition" if details.contains("requires an index") => {
                known(Refused::Failed(StoreError::Permanent(
                    "Firestore has no index for this query: deploy firestore.indexes.json".to_owned(),
                )))
            }
            "FailedPrecondition" => known(Refused::Stale),
            // Rolled back, or not even begun.
            "Aborted" | "ResourceExhausted" => known(Refused::Failed(transient(code))),
            "Unavailable" | "DeadlineExceeded" | "Cancelled" | "Internal" | "Unknown" => unknown(code),
            _ if code.starts_with("CONNECTION_") || matches!(error, FirestoreError::NetworkError(_)) => {
                unknown(code)
            }
            "PermissionDenied" | "Unauthenticated" => known(Refused::Failed(StoreError::Permanent(format!(
                "Firestore refuses our key ({code}): give its service account the role \"Cloud Datastore User\""
            )))),
            _ => known(Refused::Failed(permanent(code))),
        }
    }
}

const fn known(why: Refused) -> Failure {
    Failure { why, outcome_unknown: false }
}

fn unknown(code: &str) -> Failure {
    Failure { why: Refused::Failed(transient(code)), outcome_unknown: true }
}

fn transient(code: &str) -> StoreError {
    StoreError::Transient(format!("Firestore: {code}"))
}

fn permanent(code: &str) -> StoreError {
    StoreError::Permanent(format!("Firestore: {code}"))
}
