//! How good the line is, and whether the agent's microphone hears anything.

use leptos::prelude::*;

use crate::erased::Erased;
use crate::phone::{Phone, Quality};

/// Words for the line; the microphone's level beside them.
#[component]
pub(super) fn LineQuality() -> impl IntoView {
    let live = expect_context::<Phone>().call;
    let words = Memo::new(move |_| {
        live.with(|live| {
            let live = live.as_ref()?;
            Some(match &live.quality {
                _ if live.reconnecting => ("poor", "The sound is gone. Reconnecting…".to_owned()),
                Quality::Good => ("good", "Line good".to_owned()),
                Quality::Fair(why) => ("fair", why.clone()),
                Quality::Poor(why) => ("poor", why.clone()),
                Quality::Unknown => ("unknown", "Line not measured yet".to_owned()),
            })
        })
    });
    let level = Memo::new(move |_| live.with(|live| live.as_ref().map_or(0, |live| live.input_level)));
    view! {
        <Show when=move || words.with(Option::is_some)>
            <span class="quality" role="status" data-quality=move || words.get().map(|(code, _)| code)>
                {move || words.get().map(|(_, words)| words)}
            </span>
            <meter class="level" min="0" max="100" aria-label="Your microphone" prop:value=move || f64::from(level.get())>
            </meter>
        </Show>
    }
    .erased()
}
