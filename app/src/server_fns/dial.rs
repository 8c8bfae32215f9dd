//! Places a call.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::problem::Problem;
use crate::view::CallView;

/// Calls the agent's browser, and then the phone in `slot` of the lead `item_id`. The number is looked up on the
/// server: a browser cannot name one.
#[server(prefix = "/api", endpoint = "dial", input = Json)]
pub async fn dial(item_id: String, slot: String) -> Result<CallView, Problem> {
    use super::context::{Desk, answer};
    let place = async {
        let lead = item_id
            .parse()
            .map_err(|_| Problem::bad_value("bad_item_id", "This is not the id of a Podio item."))?;
        let slot = slot
            .parse()
            .map_err(|_| Problem::bad_value("bad_slot", "This is not one of the lead's phones."))?;
        let desk = Desk::of_request()?;
        let record = desk.dialer.place_call(&desk.agent, lead, &slot).await?;
        Ok(desk.view(&record))
    };
    answer(place.await)
}
