//! The call that the agent has to come back to.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::problem::Problem;
use crate::view::CallView;

/// The agent's call that is open or owes a disposition, for a page that does not bring it along.
#[server(name = ReadCurrentCall, prefix = "/api", endpoint = "current_call", input = Json)]
pub async fn current_call() -> Result<Option<CallView>, Problem> {
    use super::context::{Desk, answer};
    let read = async {
        let desk = Desk::of_request()?;
        let record = desk.dialer.current(&desk.agent).await?;
        Ok(record.map(|record| desk.view(&record)))
    };
    answer(read.await)
}
