//! A call whose creation was answered into the void: Twilio may have it, and we do not know its name.

use domain::CallRecord;
use domain::call::Leg;
use jiff::SignedDuration;
use twilio::{CallResource, ClientTarget};

use super::UNACKNOWLEDGED;
use crate::{Dialer, Error};

/// How far Twilio's clock and ours may be apart.
const CLOCKS_APART: SignedDuration = SignedDuration::from_secs(10);

impl Dialer {
    /// Looks for the call among Twilio's latest; gives it up once it is old enough and not there.
    pub(super) async fn reconcile_unacknowledged(&self, record: &CallRecord) -> Result<(), Error> {
        for leg in self.twilio.recent_calls(&record.facts.from).await? {
            if may_be(record, &leg) && self.store.call_of_sid(&leg.sid).await?.is_none() {
                tracing::info!(call.id = %record.facts.id, call.sid = %leg.sid, "a lost call was found again");
                return self.take_resource(record, Leg::Agent, &leg).await;
            }
        }
        if self.age(record) >= UNACKNOWLEDGED { self.give_up(record).await } else { Ok(()) }
    }
}

/// Whether this is the leg that rings the agent's browser for this click. An agent has one open call at a time, so
/// nobody else's leg rings the same browser in that minute and a half.
fn may_be(record: &CallRecord, leg: &CallResource) -> bool {
    let identity = ClientTarget::agent(&record.facts.agent).to_string();
    let created = leg.date_created.is_some_and(|created| {
        let after_click = created.duration_since(record.facts.placed_at);
        after_click >= -CLOCKS_APART && after_click <= UNACKNOWLEDGED
    });
    created && leg.parent_call_sid.is_none() && leg.client.as_deref() == Some(&identity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::record;
    use serde_json::json;

    fn leg(to: &str, created: &str, parent: Option<&str>) -> CallResource {
        serde_json::from_value(json!({
            "sid": "CA0123456789abcdef0123456789abcdef", "status": "ringing", "to": to,
            "date_created": created, "parent_call_sid": parent,
        }))
        .unwrap()
    }

    #[test]
    fn only_a_leg_to_the_agents_own_browser_at_that_time_counts() {
        let (mine, soon) = ("client:agent_maya_ortiz?call_id=1", "Fri, 20 Nov 2026 18:00:02 +0000");
        assert!(may_be(&record(), &leg(mine, soon, None)));
        assert!(!may_be(&record(), &leg("client:agent_sam", soon, None)));
        assert!(!may_be(&record(), &leg("+18135550142", soon, None)));
        assert!(!may_be(&record(), &leg(mine, soon, Some("CA00000000000000000000000000000001"))));
        assert!(!may_be(&record(), &leg(mine, "Fri, 20 Nov 2026 17:59:00 +0000", None)));
        assert!(!may_be(&record(), &leg(mine, "Fri, 20 Nov 2026 18:02:00 +0000", None)));
    }
}
