//! Reads a call again.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::problem::Problem;
use crate::view::CallView;

/// A call as it is now: what the event stream sends, for a browser that may have missed some of it.
#[server(name = ReadCallView, prefix = "/api", endpoint = "call_view", input = Json)]
pub async fn call_view(call_id: String) -> Result<CallView, Problem> {
    use super::context::{self, Desk, answer};
    let read = async {
        let call = context::call_id(&call_id)?;
        let desk = Desk::of_request()?;
        let record = desk.dialer.call(&desk.person, &call).await?;
        Ok(desk.view(&record))
    };
    answer(read.await)
}
