//! Who asks, as arguments of handlers: a handler that takes an [`Asker`] or a [`Desk`] cannot forget to ask. The gate has
//! been passed before ([`crate::http::gate`]); these find what it has found.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use dialer::{Agent, Person, Supervisor};

use crate::http::Problem;
use crate::routes::State;
use crate::session::Session;

/// The person who asks, whatever their role.
pub(crate) struct Asker(pub(crate) Person);

impl Asker {
    /// The agent that they are.
    pub(crate) fn agent(&self) -> &Agent {
        &self.0.agent
    }
}

impl FromRequestParts<State> for Asker {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, _: &State) -> Result<Self, Response> {
        let person = parts.extensions.get::<Person>().cloned();
        person.map(Self).ok_or_else(|| StatusCode::UNAUTHORIZED.into_response())
    }
}

impl OptionalFromRequestParts<State> for Asker {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, _: &State) -> Result<Option<Self>, Response> {
        Ok(parts.extensions.get::<Person>().cloned().map(Self))
    }
}

/// The session of the person who asks.
pub(crate) struct Signed(pub(crate) Session);

impl FromRequestParts<State> for Signed {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, _: &State) -> Result<Self, Response> {
        let session = parts.extensions.get::<Session>().cloned();
        session.map(Self).ok_or_else(|| StatusCode::UNAUTHORIZED.into_response())
    }
}

impl OptionalFromRequestParts<State> for Signed {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, _: &State) -> Result<Option<Self>, Response> {
        Ok(parts.extensions.get::<Session>().cloned().map(Self))
    }
}

/// A supervisor at their desk.
pub(crate) struct Desk(pub(crate) Supervisor);

impl FromRequestParts<State> for Desk {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, _: &State) -> Result<Self, Response> {
        let supervisor = parts.extensions.get::<Person>().and_then(Person::supervisor);
        supervisor.map(Self).ok_or_else(|| {
            Problem::new(403, "not_a_supervisor", "Only a supervisor may do this.").into_response()
        })
    }
}
