//! Opens a lead.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use crate::problem::Problem;
use crate::view::{LeadQuery, WorkspaceView};

/// The lead with its phones, its calls, and what may be done now.
#[server(prefix = "/api", endpoint = "open_lead", input = Json)]
pub async fn open_lead(query: LeadQuery) -> Result<WorkspaceView, Problem> {
    use super::context::{Desk, answer};
    let open = async {
        let lead = lead_ref(&query)?;
        let desk = Desk::of_request()?;
        let workspace = desk.dialer.open(&desk.person, &lead).await?;
        let link = |call: &_, sid: &_| desk.dialer.recording_path(call, sid);
        let view = WorkspaceView::of(&workspace, desk.dialer.now(), desk.dialer.today(), &desk.zone, &link);
        // Asked last: a token lives for a minute. Asked for by a script, this answers none.
        let key = query.key.as_deref().filter(|_| followed_by_a_person());
        let click = key.and_then(|key| desk.dialer.click_on_link(&desk.agent, &workspace, key));
        if click.is_some() {
            keep_nowhere();
        }
        Ok(WorkspaceView { click: click.map(Into::into), ..view })
    };
    answer(open.await)
}

/// Whether this very request is a person's navigation to the page of links.
#[cfg(feature = "ssr")]
fn followed_by_a_person() -> bool {
    use crate::navigation::{LINKS, Navigation};
    use_context::<axum::http::request::Parts>().is_some_and(|request| {
        request.uri.path() == LINKS && Navigation::of(&request.headers) == Navigation::ByPerson
    })
}

/// A page with a token in it is for this moment only.
#[cfg(feature = "ssr")]
fn keep_nowhere() {
    use axum::http::{HeaderValue, header};
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// The lead that the address names; the first of the three that is given counts.
#[cfg(feature = "ssr")]
fn lead_ref(query: &LeadQuery) -> Result<dialer::LeadRef, Problem> {
    let [item_id, app_item_id, url] = [&query.item_id, &query.app_item_id, &query.url]
        .map(|text| text.as_deref().filter(|t| !t.trim().is_empty()));
    dialer::LeadRef::parse(item_id, app_item_id, url).map_err(|_| {
        let (code, sentence) = match (item_id, app_item_id, url) {
            (Some(_), _, _) => {
                ("bad_item_id", "The address has no valid item_id: it is the number of a Podio item.")
            }
            (_, Some(_), _) => {
                ("bad_app_item_id", "The address has no valid app_item_id: it is the item's Unique ID.")
            }
            (_, _, Some(_)) => {
                ("bad_url", "The address has no valid url: it is the link to an item in Podio.")
            }
            _ => ("no_lead_named", "The address names no lead. Choose one from the list."),
        };
        Problem::bad_value(code, sentence)
    })
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;
    use dialer::LeadRef;

    fn query(item_id: &str, app_item_id: &str, url: &str) -> LeadQuery {
        let given = |text: &str| Some(text.to_owned()).filter(|text| text != "-");
        LeadQuery { item_id: given(item_id), app_item_id: given(app_item_id), url: given(url), key: None }
    }

    #[test]
    fn a_lead_can_be_named_in_three_ways() {
        assert_eq!(lead_ref(&query("42", "-", "-")), Ok(LeadRef::Item(domain::ItemId(42))));
        assert_eq!(lead_ref(&query("", "7", "-")), Ok(LeadRef::AppItem(7)));
        let link = "https://podio.com/x/y/apps/leads/items/7";
        assert_eq!(lead_ref(&query("-", "-", link)), Ok(LeadRef::Url(link.into())));
    }

    #[test]
    fn bad_names_have_stable_codes() {
        let code = |q: LeadQuery| lead_ref(&q).unwrap_err().code;
        assert_eq!(code(query("-", "-", "-")), "no_lead_named");
        assert_eq!(code(query(" ", "", "")), "no_lead_named");
        for bad in ["0", "-1", "1e3x", "99999999999999999999", "4;2x"] {
            assert_eq!(code(query(bad, "7", "-")), "bad_item_id", "{bad}");
        }
        for bad in ["0", "-1", "4.5", "99999999999999999999"] {
            assert_eq!(code(query("-", bad, "-")), "bad_app_item_id", "{bad}");
        }
        for bad in ["podio", "javascript:alert(1)", "/items/7"] {
            assert_eq!(code(query("-", "-", bad)), "bad_url", "{bad}");
        }
    }
}
