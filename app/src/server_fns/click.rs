//! The click behind a call.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::problem::Problem;

/// A token for the click that a person has just made on a phone of a lead: good for one call, and for a minute. `page_of` is
/// the agent whose page it is.
#[server(prefix = "/api", endpoint = "click", input = Json)]
pub async fn click(
    item_id: String,
    slot: String,
    #[server(default)] page_of: String,
) -> Result<String, Problem> {
    use super::context::{Desk, answer, lead_id, phone_slot};
    let issue = async {
        let desk = Desk::of_page(&page_of)?;
        Ok(desk.dialer.click(&desk.agent, lead_id(&item_id)?, &phone_slot(&slot)?)?)
    };
    answer(issue.await)
}
