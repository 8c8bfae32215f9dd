//! What a page says above its content: that something was done, or why not.

use axum::http::StatusCode;
use dialer::Error;
use leptos::prelude::*;

/// A sentence, and the status that goes with it.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) status: StatusCode,
    pub(crate) sentence: String,
}

impl Word {
    /// It was done.
    pub(crate) fn done(sentence: impl Into<String>) -> Self {
        Self { status: StatusCode::OK, sentence: sentence.into() }
    }

    /// What was typed will not do.
    pub(crate) fn wrong(sentence: impl Into<String>) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, sentence: sentence.into() }
    }

    /// The status of a page with this word above it, or without one.
    pub(crate) fn status_of(word: Option<&Self>) -> StatusCode {
        word.map_or(StatusCode::OK, |word| word.status)
    }

    /// As it stands on the page: read out at once.
    pub(crate) fn view(self) -> AnyView {
        let (class, role) =
            if self.status.is_success() { ("banner", "status") } else { ("banner banner-bad", "alert") };
        view! { <p class=class role=role>{self.sentence}</p> }.into_any()
    }
}

impl From<Error> for Word {
    fn from(error: Error) -> Self {
        if error.status() >= 500 {
            tracing::error!(error = %error, code = error.code(), "a form's request failed");
        }
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self { status, sentence: error.sentence() }
    }
}
