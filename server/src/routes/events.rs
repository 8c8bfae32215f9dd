//! A call as it goes on, as server-sent events from the store's change feed.

use app::view::{AgentZone, CallView};
use axum::extract::{Path, State as Extract};
use axum::response::sse::Event;
use domain::{CallId, CallRecord, RecordingSid};
use futures::{StreamExt as _, stream};
use store::StoreChange;
use tokio_stream::wrappers::BroadcastStream;

use super::State;
use super::following::{Events, Follower};
use crate::http::Problem;
use crate::people::Signed;

/// Sends the call as it is, and again whenever it changes. After a gap in the feed the call is sent anew, so the
/// screen is never left stale.
pub(super) async fn call(
    Extract(state): Extract<State>,
    Signed(session): Signed,
    Path(call): Path<String>,
) -> Result<Events, Problem> {
    let call: CallId = call.parse().map_err(|_| Problem::from(dialer::Error::NoSuchCall))?;
    // Watch before the first read: a change in between is then seen twice rather than never.
    let changes = BroadcastStream::new(state.dialer.watch());
    let person = session.person.clone();
    let first = state.dialer.call(&person, &call).await?;
    let follower = Follower::new(&state, session)?;
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
            let (state, person) = (state.clone(), person.clone());
            async move { state.dialer.call(&person, &call).await.ok().map(|record| event(&state, &record)) }
        })
        // A record that cannot be read ends the stream: the browser says so, and asks again.
        .take_while(|read| std::future::ready(read.is_some()))
        .filter_map(std::future::ready);
    Ok(follower.sends(now.chain(later)))
}

fn event(state: &State, record: &CallRecord) -> Event {
    let zone = AgentZone(state.dialer.settings().zone.clone());
    let link = |record: &CallRecord, sid: &RecordingSid| state.dialer.recording_path(record, sid);
    let view = CallView::of(record, state.dialer.now(), &zone, &link);
    Event::default().event("call").json_data(view).unwrap_or_default()
}
