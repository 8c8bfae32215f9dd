//! What can go wrong while a pack is made.

/// There is no pack.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is on record. The number is masked.
    #[error(
        "Nothing is on record about {0}: it was never called or refused here, and is not on the do-not-call list."
    )]
    NothingOnRecord(String),
    /// The store failed.
    #[error("The call log cannot be read or written: {0}.")]
    Store(#[from] store::StoreError),
    /// The pack cannot be written as JSON. The reason is left out: it may quote the pack.
    #[error("The pack cannot be written as JSON.")]
    Json,
}

impl From<serde_json::Error> for Error {
    fn from(_: serde_json::Error) -> Self {
        Self::Json
    }
}
