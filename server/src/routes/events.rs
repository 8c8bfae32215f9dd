//! A call as it goes on, as server-sent events from the store's change feed.

use std::convert::Infallible;
use std::time::Duration;

use app::view::{AgentZone, CallView};
use axum::extract::{Path, State as Extract};
use axum::response::sse::{Event, KeepAlive, Sse};
use domain::CallId;
use futures::{Stream, StreamExt, stream};
use store::StoreChange;
use tokio_stream::wrappers::BroadcastStream;

use super::State;
use crate::http::Problem;
use crate::people::Asker;

/// Sends the call as it is, and again whenever it changes. After a gap in the feed the call is sent anew, so the
/// screen is never left stale.
pub(super) async fn call(
    Extract(state): Extract<State>,
    asker: Asker,
    Path(call): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    let call: CallId = call.parse().map_err(|_| Problem::from(dialer::Error::NoSuchCall))?;
    // Watch before the first read: a change in between is then seen twice rather than never.
    let changes = BroadcastStream::new(state.dialer.watch());
    let first = state.dialer.call(asker.agent(), &call).await?;
    let agent = asker.0.agent;
    let stop = state.stop.clone();
    let now = stream::once(std::future::ready(event(&state, &first)));
    let later = changes
        .filter(move |change| {
            let ours = match change {
                Ok(StoreChange::Call(changed)) => *changed == call,
                Ok(StoreChange::Gap) | Err(_) => true,
            };
            std::future::ready(ours)
        })
        .then(move |_| {
            let (state, agent) = (state.clone(), agent.clone());
            async move { state.dialer.call(&agent, &call).await.ok().map(|record| event(&state, &record)) }
        })
        // A record that cannot be read ends the stream: the browser says so, and asks again.
        .take_while(|read| std::future::ready(read.is_some()))
        .filter_map(std::future::ready);
    // A server that ends does not wait for its streams: the browser opens the next one elsewhere.
    let later = later.take_until(stop.cancelled_owned());
    Ok(Sse::new(now.chain(later).map(Ok)).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

fn event(state: &State, record: &domain::CallRecord) -> Event {
    let zone = AgentZone(state.dialer.settings().zone.clone());
    let view = CallView::of(record, state.dialer.now(), &zone, &|sid| state.dialer.recording_path(sid));
    Event::default().event("call").json_data(view).unwrap_or_default()
}
