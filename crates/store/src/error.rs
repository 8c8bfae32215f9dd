//! What can go wrong, by what the caller can do about it.

/// An answer of the store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// Why the store did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Somebody else changed it first: read again.
    #[error("it was changed by somebody else meanwhile")]
    Conflict,
    /// There is no such thing.
    #[error("there is no such record")]
    NotFound,
    /// Busy or away: the same request may work later.
    #[error("the store is busy: {0}")]
    Transient(String),
    /// The same request will fail again.
    #[error("the store failed: {0}")]
    Permanent(String),
}

impl StoreError {
    /// Whether the same request may work later.
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Transient(_))
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        // The category and the place only: the text of the error may quote the document.
        Self::Permanent(format!(
            "a stored document is not as expected ({:?} error at line {}, column {})",
            error.classify(),
            error.line(),
            error.column()
        ))
    }
}
