//! The call, in words. They come from the server's record; what this tab knows better is said beside them.

use leptos::prelude::*;

use super::call_tools::CallTools;
use super::device_chip;
use super::recording_notice::RecordingNotice;
use super::timer::Timer;
use crate::erased::Erased;
use crate::live::Line;
use crate::phone::Phone;
use crate::session::Session;
use crate::view::{CallView, PhoneView};

/// The call bar of a lead's workspace: the agent's call with this lead, or that there is none.
#[component]
pub(crate) fn CallBar(lead: String, phones: Memo<Vec<PhoneView>>) -> impl IntoView {
    let line = expect_context::<Line>();
    let session = expect_context::<Session>();
    let device = expect_context::<Phone>().device;
    let here = Memo::new(move |_| line.with(|call| call.lead == lead).unwrap_or(false));
    let read = move |part: fn(&CallView) -> Option<String>| {
        Memo::new(move |_| if here.get() { line.with(part).flatten() } else { None })
    };
    let state = Memo::new(move |_| match (line.placing.with(Option::is_some), here.get()) {
        (true, _) => "requested",
        (false, true) => line.with(CallView::state_code).unwrap_or("none"),
        (false, false) => "none",
    });
    let words = read(|call| (!call.is_failure()).then(|| call.sentence.clone()));
    let failure = read(|call| call.is_failure().then(|| call.sentence.clone()));
    let detail = read(|call| call.detail.clone());
    let whose = read(|call| call.person.clone());
    let status = move || {
        if line.placing.with(Option::is_some) {
            return "Asking Twilio to call your browser…".to_owned();
        }
        if here.get() && line.left_here() {
            return if session.is_over() {
                "Your browser has left the call. Sign in again to see that it is over."
            } else {
                "Your browser has left the call. Waiting for Twilio to confirm that it is over…"
            }
            .to_owned();
        }
        if let Some(words) = words.get() {
            return words;
        }
        if here.get() || line.trouble.with(Option::is_some) {
            return String::new();
        }
        device.with(|state| {
            if state.is_ready() {
                phones.with(|phones| idle(phones)).into()
            } else {
                device_chip::sentence(state)
            }
        })
    };
    view! {
        <section class="panel callbar" aria-label="Current call" data-state=move || state.get()>
            <div class="callbar-line">
                <p class="callbar-words" role="status" data-testid="call-state">{status}</p>
                <Show when=move || here.get() && !line.left_here()>
                    <Timer/>
                </Show>
            </div>
            <p class="callbar-failure" role="alert" data-testid="call-failure">
                {move || line.trouble.get().or_else(|| failure.get())}
            </p>
            <p class="callbar-detail">{move || detail.get()}</p>
            <p class="callbar-detail">{move || whose.get()}</p>
            <Show when=move || here.get() && line.goes_on_elsewhere()>
                <p class="callbar-detail">"The sound of this call is not in this tab. You can hang up from here."</p>
            </Show>
            <p class="callbar-stale" role="alert">
                // What the first line says already is not said twice.
                {move || (here.get() && line.stale.get() && !(session.is_over() && line.left_here()))
                    .then(|| if session.is_over() {
                        "This may be out of date: sign in again to see what has become of the call."
                    } else {
                        "The connection to Twoleg is lost, so this may be out of date. Reconnecting…"
                    })}
            </p>
            // Whoever has left the call has nobody to say it to.
            <Show when=move || here.get() && !line.left_here()>
                <RecordingNotice/>
                <CallTools/>
            </Show>
        </section>
    }
    .erased()
}

/// What there is to do when there is no call.
fn idle(phones: &[PhoneView]) -> &'static str {
    match phones {
        [] => "No call. This lead has no phone.",
        phones if phones.iter().any(|phone| phone.may_call || !phone.gates.is_empty()) => {
            "No call. Choose a number."
        }
        [_] => "No call. The number may not be called now.",
        _ => "No call. None of the numbers may be called now.",
    }
}
