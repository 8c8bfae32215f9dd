//! Whose session it is.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::problem::Problem;
use crate::view::AgentView;

/// The agent who has signed in at this browser, for an open page that wants to know whether it may go on.
#[server(prefix = "/api", endpoint = "whoami", input = Json)]
pub async fn whoami() -> Result<AgentView, Problem> {
    use super::context::{Desk, answer};
    let tell = async {
        let agent = Desk::of_request()?.agent;
        Ok(AgentView { id: agent.id.to_string(), name: agent.name })
    };
    answer(tell.await)
}
