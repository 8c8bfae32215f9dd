//! The calls with this lead so far, newest first. The last one is among them as soon as it is over, and stays up
//! to date.

use leptos::prelude::*;

use super::recording::RecordingPlayer;
use super::saved::Saved;
use crate::erased::Erased;
use crate::live::Line;
use crate::mode::agent_name;
use crate::view::CallView;

/// The list of calls.
#[component]
pub(crate) fn CallHistory(
    lead: String,
    calls: Memo<Vec<CallView>>,
    colleagues: Memo<Vec<String>>,
) -> impl IntoView {
    let line = expect_context::<Line>();
    let all = Memo::new(move |_| {
        let mut all = calls.get();
        if let Some(now) = line.call().filter(|call| call.lead == lead) {
            match all.iter_mut().find(|call| call.id == now.id) {
                Some(known) => *known = now,
                None => all.insert(0, now),
            }
        }
        // What goes on now is told by the call bar.
        all.retain(CallView::is_over);
        all
    });
    let ids = Memo::new(move |_| all.with(|all| all.iter().map(|call| call.id.clone()).collect::<Vec<_>>()));
    view! {
        <section class="panel history" aria-labelledby="history-title">
            <h2 id="history-title">"Calls with this lead"</h2>
            <Show when=move || ids.with(Vec::is_empty) && colleagues.with(Vec::is_empty)>
                <p class="empty">"None so far."</p>
            </Show>
            <ol>
                <For each=move || ids.get() key=Clone::clone let:id>
                    <PastCall id all/>
                </For>
            </ol>
            <ul class="colleagues">
                {move || colleagues.get().into_iter().map(|call| view! { <li class="hint">{call}</li> }).collect_view()}
            </ul>
        </section>
    }
    .erased()
}

/// One call. Its parts change by themselves, so that a recording goes on playing while the rest is updated.
#[component]
fn PastCall(id: String, all: Memo<Vec<CallView>>) -> impl IntoView {
    let call = Memo::new(move |_| all.with(|all| all.iter().find(|call| call.id == id).cloned()));
    let read = move |part: fn(&CallView) -> Option<String>| {
        Memo::new(move |_| call.with(|call| call.as_ref().and_then(part)))
    };
    let placed = read(|call| Some(call.placed.clone()));
    let number = read(|call| Some(call.number.clone()));
    // A supervisor sees whose call it was.
    let agent = read(|call| Some(call.agent.clone()).filter(|name| *name != agent_name()));
    let title = read(|call| match &call.wrap_up {
        Some(wrap_up) => Some(wrap_up.disposition.clone()),
        None => Some(call.sentence.clone()),
    });
    // Without a disposition the sentence says how long it was.
    let talked = read(|call| call.wrap_up.as_ref().and(call.talked.clone()));
    let notes = read(|call| call.wrap_up.as_ref().map(|wrap_up| wrap_up.notes.clone()));
    let more = read(|call| call.wrap_up.as_ref().and_then(|wrap_up| wrap_up.more.clone()));
    let recording =
        Memo::new(move |_| call.with(|call| call.as_ref().and_then(|call| call.recording.clone())));
    view! {
        <li class="past-call">
            <p class="past-call-head">
                <strong>{move || title.get()}</strong>
                <span>{move || placed.get()}</span>
                <span>{move || number.get()}</span>
                <span>{move || talked.get()}</span>
                <span>{move || agent.get()}</span>
            </p>
            <Show when=move || notes.with(Option::is_some)>
                <p class="notes">{move || notes.get()}</p>
            </Show>
            <Show when=move || more.with(Option::is_some)>
                <p class="hint">{move || more.get()}</p>
            </Show>
            <RecordingPlayer recording/>
            <p class="hint"><Saved call/></p>
        </li>
    }
    .erased()
}
