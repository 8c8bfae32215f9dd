//! That a call goes on.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::problem::Problem;

/// What a page says now and then while it has the sound of a call: an agent who listens is not away. Only where the call is
/// open and the agent's own does the answer renew their session (`server/src/http/gate.rs`). `page_of` is the agent whose page
/// it is.
#[server(prefix = "/api", endpoint = "in_call", input = Json)]
pub async fn in_call(call_id: String, #[server(default)] page_of: String) -> Result<(), Problem> {
    use super::context::{self, Desk, answer};
    let look = async {
        let call = context::call_id(&call_id)?;
        let desk = Desk::of_page(&page_of)?;
        let record = desk.dialer.call(&desk.person, &call).await?;
        // A supervisor sees the team's calls, and is in none of them.
        if record.facts.agent != desk.agent.id {
            return Err(Problem::from(dialer::Error::NoSuchCall));
        }
        if !record.is_open() {
            return Err(Problem::new(409, "call_over", "This call is over."));
        }
        Ok(())
    };
    answer(look.await)
}
