//! The recording notice, while the two are talking: what to say, and what came of it.

use domain::call::NoticeAnswer;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::erased::Erased;
use crate::live::Line;
use crate::mode::agent_id;
use crate::server_fns::answer_notice;
use crate::session::Session;
use crate::view::{NOTICE, NoticeView};

/// Shown in the call bar.
#[component]
pub(super) fn RecordingNotice() -> impl IntoView {
    let line = expect_context::<Line>();
    let session = expect_context::<Session>();
    let state = Memo::new(move |_| line.with(|call| call.notice).flatten());
    let sending = RwSignal::new(false);
    let trouble = RwSignal::new(None::<String>);
    let say = move |answer: NoticeAnswer| {
        let Some(id) = line.call().map(|call| call.id) else { return };
        if sending.get_untracked() {
            return;
        }
        sending.set(true);
        trouble.set(None);
        let mark = line.ask();
        spawn_local(async move {
            match session.heed(answer_notice(id, answer.code().to_owned(), agent_id()).await) {
                Ok(view) => line.answer(mark, view),
                Err(problem) => trouble.set(Some(problem.sentence)),
            }
            sending.set(false);
        });
    };
    let words = move || {
        Some(match state.get()? {
            NoticeView::Starting => "The recording is starting.",
            NoticeView::Automatic => "This call is recorded.",
            NoticeView::Ask => "Not recorded yet. Say this first:",
            NoticeView::Given => "You said the notice: this call is recorded.",
            NoticeView::Stopping => "They objected: the recording is being stopped.",
            NoticeView::Objected => "They objected: this call is not recorded.",
            NoticeView::Off => "This call is not recorded.",
        })
    };
    let asks = Memo::new(move |_| state.get() == Some(NoticeView::Ask));
    let can_object = Memo::new(move |_| {
        matches!(state.get(), Some(NoticeView::Ask | NoticeView::Given | NoticeView::Stopping))
    });
    view! {
        <Show when=move || state.get().is_some()>
            <div class="notice" role="group" aria-label="Recording" data-testid="recording-notice">
                <p class="notice-words" role="status">{words}</p>
                <Show when=move || asks.get()>
                    <blockquote>{NOTICE}</blockquote>
                </Show>
                <div class="call-tools">
                    <Show when=move || asks.get()>
                        <button
                            type="button"
                            class="button-primary"
                            aria-keyshortcuts="n"
                            disabled=move || sending.get()
                            on:click=move |_| say(NoticeAnswer::Given)
                        >
                            "Notice given"
                            <kbd aria-hidden="true">"n"</kbd>
                        </button>
                    </Show>
                    <Show when=move || can_object.get()>
                        <button
                            type="button"
                            aria-keyshortcuts="o"
                            disabled=move || sending.get()
                            on:click=move |_| say(NoticeAnswer::Objected)
                        >
                            "Objected"
                            <kbd aria-hidden="true">"o"</kbd>
                        </button>
                    </Show>
                </div>
                <p class="field-error" role="alert">{move || trouble.get()}</p>
            </div>
        </Show>
    }
    .erased()
}
