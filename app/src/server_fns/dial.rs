//! Places a call.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::problem::Problem;
use crate::view::CallView;

/// Calls the agent's browser, and then the phone in `slot` of the lead `item_id`. The number is looked up on the
/// server: a browser cannot name one. `token` is the click's; `acknowledged` names the rules whose gates the agent has
/// read for this one call.
#[server(prefix = "/api", endpoint = "dial", input = Json)]
pub async fn dial(
    item_id: String,
    slot: String,
    token: String,
    #[server(default)] acknowledged: Vec<String>,
) -> Result<CallView, Problem> {
    use super::context::{Desk, answer, lead_id, phone_slot};
    let place = async {
        let rules = acknowledged.iter().map(|rule| rule.parse());
        let order = dialer::Order {
            lead: lead_id(&item_id)?,
            slot: phone_slot(&slot)?,
            click: token,
            acknowledged: rules
                .collect::<Result<_, _>>()
                .map_err(|_| Problem::bad_value("bad_rule", "There is no such rule to acknowledge."))?,
        };
        let desk = Desk::of_request()?;
        let record = desk.dialer.place_call(&desk.agent, &order).await?;
        Ok(desk.view(&record))
    };
    answer(place.await)
}
