//! The do-not-call lists and their ages.

use compliance::Rules;
use jiff::tz::TimeZone;
use leptos::prelude::*;
use lists::{ListId, ListInfo};

use super::part;
use crate::list_words::consequence;
use crate::routes::State;

pub(super) async fn section(state: &State, rules: &Rules) -> AnyView {
    // The day as the rules count a list's age.
    let today = state.dialer.now().to_zoned(TimeZone::UTC).date();
    let lists = state.dialer.screening().state(today, rules.parameters()).await;
    let missing = !lists.iter().any(|info| info.list == ListId::National);
    let missing = missing.then(|| {
        view! {
            <li class="bad">
                <p>
                    {ListId::National.name()} ": never imported. A live server refuses every call until it is ("
                    <code>"twoleg dnc import"</code> ")."
                </p>
            </li>
        }
    });
    let rows = lists.iter().map(row).collect::<Vec<_>>();
    part("lists", "Do-not-call lists", view! { <ul class="records">{missing}{rows}</ul> })
}

fn row(info: &ListInfo) -> impl IntoView + use<> {
    let blocks = info.stale || !info.unreadable.is_empty();
    let class = if blocks {
        "bad"
    } else if info.due {
        "due"
    } else {
        ""
    };
    let then = blocks.then(|| format!(" {}", consequence(info.list, info.unreadable.is_empty())));
    view! { <li class=class>{format!("{info}.")}{then}</li> }
}
