//! Saves what the agent says of a call.

use domain::RawSubmission;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::problem::Problem;
use crate::view::CallView;

/// Saves the disposition form of a call. An answer without a problem means that it is durable. `page_of` is the agent whose
/// page it is.
#[server(prefix = "/api", endpoint = "submit_call_data", input = Json)]
pub async fn submit_call_data(
    call_id: String,
    form: RawSubmission,
    #[server(default)] page_of: String,
) -> Result<CallView, Problem> {
    use super::context::{self, Desk, answer};
    let save = async {
        let call = context::call_id(&call_id)?;
        let desk = Desk::of_page(&page_of)?;
        let record = desk.dialer.submit(&desk.agent, &call, &form).await?;
        Ok(desk.view(&record))
    };
    answer(save.await)
}
