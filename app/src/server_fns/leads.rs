//! The list of leads.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::problem::Problem;
use crate::view::LeadRowView;

/// The leads to work, newest first.
#[server(prefix = "/api", endpoint = "leads", input = Json)]
pub async fn leads() -> Result<Vec<LeadRowView>, Problem> {
    use super::context::{Desk, answer};
    let list = async {
        let desk = Desk::of_request()?;
        let rows = desk.dialer.leads(&desk.agent).await?;
        Ok(rows.into_iter().map(|row| LeadRowView::of(row, &desk.zone)).collect())
    };
    answer(list.await)
}
