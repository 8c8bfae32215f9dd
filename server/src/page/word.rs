//! What a page says above its content: that something was done, or why not.

use axum::http::StatusCode;
use dialer::Error;
use leptos::prelude::*;

/// A sentence, and the status that goes with it.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) status: StatusCode,
    pub(crate) sentence: String,
    /// The field that it is about.
    field: Option<&'static str>,
    /// Whether something was asked for that was not done.
    refused: bool,
}

impl Word {
    /// It was done.
    pub(crate) fn done(sentence: impl Into<String>) -> Self {
        Self { status: StatusCode::OK, sentence: sentence.into(), field: None, refused: false }
    }

    /// It was not done.
    pub(crate) fn refusal(status: StatusCode, sentence: impl Into<String>) -> Self {
        Self { status, sentence: sentence.into(), field: None, refused: true }
    }

    /// What was typed will not do.
    pub(crate) fn wrong(sentence: impl Into<String>) -> Self {
        Self::refusal(StatusCode::UNPROCESSABLE_ENTITY, sentence)
    }

    /// It is about this field, unless another was named before, or nothing is wrong with what was typed.
    pub(crate) fn about(mut self, field: &'static str) -> Self {
        if self.status == StatusCode::UNPROCESSABLE_ENTITY {
            self.field = self.field.or(Some(field));
        }
        self
    }

    /// What was only to be read cannot be read.
    pub(crate) fn unread(error: &Error) -> Self {
        if error.status() >= 500 {
            tracing::error!(error = %error, code = error.code(), "a page could not be read");
        }
        // A mistake of whoever asks is a refusal all the same.
        let refused = error.status() < 500;
        Self { refused, ..Self::refusal(status(error), unread(error)) }
    }

    /// A part of it was done.
    pub(crate) fn broken_off(sentence: &str, error: &Error) -> Self {
        tracing::error!(error = %error, code = error.code(), "a form's request was broken off");
        Self::refusal(status(error), sentence)
    }

    /// The page cannot be read. What is to be said anyhow stays true, and is still said: `what` alone is missing.
    pub(crate) fn without(word: Option<Self>, what: &str, error: &Error) -> Self {
        let unread = Self::unread(error);
        match word {
            Some(word) => {
                Self { sentence: format!("{} {what} cannot be shown just now.", word.sentence), ..word }
            }
            None => unread,
        }
    }

    /// The status of a page with this word above it, or without one.
    pub(crate) fn status_of(word: Option<&Self>) -> StatusCode {
        word.map_or(StatusCode::OK, |word| word.status)
    }

    /// The title of such a page. It is what a screen reader says first: that nothing was done belongs there.
    pub(crate) fn title(word: Option<&Self>, title: &str) -> String {
        let refused = word.is_some_and(|word| word.refused);
        if refused { format!("Not done: {title}") } else { title.to_owned() }
    }

    /// The field that will not do, and why.
    pub(super) fn wrong_field(&self) -> Option<(&'static str, String)> {
        self.field.map(|field| (field, self.sentence.clone()))
    }

    /// As it stands on the page: read out at once.
    pub(crate) fn view(self) -> AnyView {
        let (class, role) = if self.status.is_success() {
            ("banner banner-good", "status")
        } else {
            ("banner banner-bad", "alert")
        };
        view! { <p class=class role=role>{self.sentence}</p> }.into_any()
    }
}

impl From<Error> for Word {
    fn from(error: Error) -> Self {
        if error.status() >= 500 {
            tracing::error!(error = %error, code = error.code(), "a form's request failed");
        }
        Self::refusal(status(&error), error.sentence())
    }
}

/// Why something cannot be read. That nothing was done is no news where nothing was to be done.
pub(super) fn unread(error: &Error) -> String {
    if matches!(error, Error::Store(_)) {
        "The call log cannot be read just now. Try again.".to_owned()
    } else {
        error.sentence()
    }
}

fn status(error: &Error) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn away() -> Error {
        Error::Store(store::StoreError::Transient("away".to_owned()))
    }

    #[test]
    fn what_was_done_is_said_whatever_cannot_be_read_after_it() {
        let word = Word::without(Some(Word::done("It is done.")), "The rest", &away());
        assert_eq!(word.sentence, "It is done. The rest cannot be shown just now.");
        assert_eq!((word.status, Word::title(Some(&word), "A number")), (StatusCode::OK, "A number".into()));
        let word = Word::without(None, "The rest", &away());
        assert_eq!(word.sentence, "The call log cannot be read just now. Try again.");
        assert_eq!(Word::title(Some(&word), "A number"), "A number", "nothing was to be done");
        let word = Word::from(away());
        assert!(word.sentence.contains("nothing was done"));
        assert_eq!(Word::title(Some(&word), "A number"), "Not done: A number");
    }

    #[test]
    fn the_field_is_the_first_that_was_named_and_only_where_something_was_typed_wrong() {
        let field = |word: Word| word.about("reason").wrong_field().map(|(field, _)| field);
        assert_eq!(field(Word::wrong("No.")), Some("reason"));
        assert_eq!(field(Word::wrong("No.").about("rule")), Some("rule"));
        assert_eq!(field(Word::from(away())), None);
    }
}
