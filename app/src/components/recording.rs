//! The recording of a call, to be played where it is.

use leptos::prelude::*;

use crate::erased::Erased;
use crate::view::RecordingView;

/// The player, or how far the recording is.
#[component]
pub(super) fn RecordingPlayer(recording: Memo<Option<RecordingView>>) -> impl IntoView {
    move || {
        recording.get().map(|recording| match recording {
            RecordingView::Running => view! { <p class="hint">"Recording runs."</p> }.erased(),
            RecordingView::OnItsWay => view! { <p class="hint">"The recording is on its way."</p> }.erased(),
            RecordingView::Absent => view! { <p class="hint">"Nothing was recorded."</p> }.erased(),
            RecordingView::Deleted { on } => {
                view! { <p class="hint">{format!("The recording was deleted on {on}.")}</p> }.erased()
            }
            RecordingView::FoundGone { on } => {
                let words = format!("The recording is gone: on {on} Twilio did not have it any more.");
                view! { <p class="hint">{words}</p> }.erased()
            }
            RecordingView::Ready { src, length } => view! {
                <div class="recording">
                    <audio controls preload="none" src=src aria-label="Recording of this call"></audio>
                    {length.map(|length| view! { <span class="hint">{length}</span> })}
                </div>
            }
            .erased(),
        })
    }
}
