//! Ends a call.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::problem::Problem;

/// Ends both legs of a call at Twilio: for a call that this browser no longer holds. `page_of` is the agent whose page it is.
#[server(prefix = "/api", endpoint = "hang_up", input = Json)]
pub async fn hang_up(call_id: String, #[server(default)] page_of: String) -> Result<(), Problem> {
    use super::context::{self, Desk, answer};
    let end = async {
        let call = context::call_id(&call_id)?;
        let desk = Desk::of_page(&page_of)?;
        desk.dialer.hang_up(&desk.agent, &call).await?;
        Ok(())
    };
    answer(end.await)
}
