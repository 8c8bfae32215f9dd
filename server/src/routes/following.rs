//! What every event stream has in common: it ends with the session that opened it, and with the server; and there are so
//! many at a time.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use domain::AgentId;
use futures::future::select;
use futures::stream::BoxStream;
use futures::{Stream, StreamExt as _};

use super::State;
use crate::http::Problem;
use crate::http::places::Place;
use crate::session::Session;

/// A stream as it is answered.
pub(super) type Events =
    Sse<axum::response::sse::KeepAliveStream<BoxStream<'static, Result<Event, Infallible>>>>;

/// The right to follow, held for as long as the stream lasts.
pub(super) struct Follower {
    state: State,
    session: Session,
    place: Place<AgentId>,
}

impl Follower {
    /// Takes a place.
    ///
    /// # Errors
    /// When this agent has too many open already, or everybody together.
    pub(super) fn new(state: &State, session: Session) -> Result<Self, Problem> {
        let place = state.followers.take(session.person.agent.id.clone()).ok_or_else(|| {
            Problem::new(
                429,
                "too_many_pages",
                "Too many pages of yours are open. Close those that you do not use.",
            )
        })?;
        Ok(Self { state: state.clone(), session, place })
    }

    /// Sends events until nobody may hear them any more.
    pub(super) fn sends(self, events: impl Stream<Item = Event> + Send + 'static) -> Events {
        let Self { state, session, place } = self;
        let over = Box::pin(state.sessions.clone().over(session));
        // A server that ends does not wait for its streams: the browser opens the next one elsewhere.
        let end = select(over, Box::pin(state.stop.clone().cancelled_owned()));
        let events = events.take_until(end).map(move |event| {
            let _held = &place;
            Ok(event)
        });
        Sse::new(events.boxed()).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
    }
}
