//! What the agent says of the recording notice.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::problem::Problem;
use crate::view::CallView;

/// `given` starts the recording of the agent's call, `objected` keeps it off or ends it. `page_of` is the agent whose page it
/// is.
#[server(prefix = "/api", endpoint = "answer_notice", input = Json)]
pub async fn answer_notice(
    call_id: String,
    said: String,
    #[server(default)] page_of: String,
) -> Result<CallView, Problem> {
    use super::context::{self, Desk, answer};
    let keep = async {
        let call = context::call_id(&call_id)?;
        let said = said.parse().map_err(|_| {
            Problem::bad_value("bad_answer", "Say whether the notice was given or objected to.")
        })?;
        let desk = Desk::of_page(&page_of)?;
        let record = desk.dialer.answer_notice(&desk.agent, &call, said).await?;
        Ok(desk.view(&record))
    };
    answer(keep.await)
}
