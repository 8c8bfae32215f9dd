//! What may be done with a lead's phones, as server-sent events: sent at once, and again whenever it is different.

use std::sync::Arc;
use std::time::Duration;

use app::view::PhoneView;
use axum::extract::{Path, State as Extract};
use axum::response::sse::Event;
use dialer::Agent;
use domain::{ItemId, Lead};
use futures::{StreamExt as _, stream};
use store::StoreChange;
use tokio::time::interval;
use tokio_stream::wrappers::{BroadcastStream, IntervalStream};

use super::State;
use super::following::{Events, Follower};
use crate::http::Problem;
use crate::people::Signed;

/// When a browser opens a stream again by itself whose lead is not there, if its page does not know better.
const LATER: Duration = Duration::from_mins(1);

/// Who looks at what.
#[derive(Clone)]
struct Page {
    state: State,
    agent: Agent,
    lead: Arc<Lead>,
}

/// Sends the phones of a lead as they are now, and again when a call or the time has changed them. Where there is no such
/// lead it says so, and ends: a refusal looks to a page as if the server were away, and it would ask again.
pub(super) async fn phones(
    Extract(state): Extract<State>,
    Signed(session): Signed,
    Path(item): Path<String>,
) -> Result<Events, Problem> {
    let item: ItemId = item.parse().map_err(|_| Problem::from(dialer::Error::NoSuchLead))?;
    // Watch before the first look: a change in between is then seen twice rather than never.
    let changes = BroadcastStream::new(state.dialer.watch());
    let agent = session.person.agent.clone();
    // A place first: whoever has none makes nobody ask Podio.
    let follower = Follower::new(&state, session)?;
    let lead = match state.dialer.lead_now(&agent, item).await {
        Ok(lead) => lead,
        Err(dialer::Error::NoSuchLead) => {
            let gone = Event::default().event("phones").retry(LATER).data("null");
            return Ok(follower.sends(stream::once(std::future::ready(gone))));
        }
        Err(error) => return Err(error.into()),
    };
    let page = Page { state, agent, lead };
    let caused = {
        let page = page.clone();
        changes.filter_map(move |change| {
            let change = change.unwrap_or(StoreChange::Gap);
            let page = page.clone();
            async move { page.is_touched_by(change).await.then_some(()) }
        })
    };
    // The first tick is now.
    let ticks = IntervalStream::new(interval(page.state.limits.look));
    let reasons = stream::select(caused.boxed(), ticks.map(|_| ()));
    let looks = reasons.then(move |()| {
        let page = page.clone();
        async move { page.look().await }
    });
    let news = looks
        .filter_map(std::future::ready)
        .scan(None, |last: &mut Option<Vec<PhoneView>>, seen| {
            let is_new = last.as_ref() != Some(&seen);
            last.replace(seen.clone());
            std::future::ready(Some(is_new.then_some(seen)))
        })
        .filter_map(std::future::ready)
        .map(|phones| Event::default().event("phones").json_data(phones).unwrap_or_default());
    Ok(follower.sends(news))
}

impl Page {
    /// A call with the lead, to one of its numbers, or of the agent: each changes what may be done.
    async fn is_touched_by(&self, change: StoreChange) -> bool {
        let StoreChange::Call(call) = change else { return true };
        match self.state.dialer.store().call(&call).await {
            Ok(Some(found)) => {
                let facts = &found.value.facts;
                let to_it = self.lead.phones.iter().any(|phone| phone.number.as_ref() == Ok(&facts.to));
                to_it || facts.lead == self.lead.id || facts.agent == self.agent.id
            }
            Ok(None) | Err(_) => true,
        }
    }

    /// None when it cannot be told just now: the next look may.
    async fn look(&self) -> Option<Vec<PhoneView>> {
        let statuses = self.state.dialer.phones(&self.agent, &self.lead).await.ok()?;
        let status = |slot: &domain::PhoneSlot| statuses.iter().find(|status| status.slot == *slot);
        Some(self.lead.phones.iter().map(|phone| PhoneView::of(phone, status(&phone.slot))).collect())
    }
}
