//! Which microphone and which speaker.

use leptos::prelude::*;

use crate::erased::Erased;
use crate::phone::{AudioDevice, Phone};

/// The two choices, and what went wrong with the last one.
#[component]
pub(super) fn AudioDevicesPanel() -> impl IntoView {
    let phone = expect_context::<Phone>();
    let audio = phone.audio;
    let inputs = Memo::new(move |_| audio.with(|audio| audio.inputs.clone()));
    let outputs = Memo::new(move |_| audio.with(|audio| audio.outputs.clone()));
    let none = Memo::new(move |_| inputs.with(Vec::is_empty));
    view! {
        <div class="device-panel">
            <Show when=move || none.get()>
                <p>"Microphones and speakers are listed here once your phone is ready."</p>
            </Show>
            <Choice
                label="Microphone"
                id="audio-input"
                devices=inputs
                chosen=Signal::derive(move || audio.with(|audio| audio.input.clone()))
                choose=move |id: String| phone.set_input(&id)
            />
            <Choice
                label="Speaker"
                id="audio-output"
                devices=outputs
                chosen=Signal::derive(move || audio.with(|audio| audio.output.clone()))
                choose=move |id: String| phone.set_output(&id)
            />
            <p class="field-error" role="alert">{move || audio.with(|audio| audio.problem.clone())}</p>
        </div>
    }
    .erased()
}

/// One choice; not there while there is nothing to choose from.
#[component]
fn Choice(
    label: &'static str,
    id: &'static str,
    devices: Memo<Vec<AudioDevice>>,
    chosen: Signal<String>,
    choose: impl Fn(String) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let options = move || {
        devices
            .get()
            .into_iter()
            .map(|device| {
                let value = device.id.clone();
                let selected = move || chosen.with(|chosen| *chosen == device.id);
                view! { <option value=value prop:selected=selected>{device.label}</option> }
            })
            .collect_view()
    };
    view! {
        <Show when=move || devices.with(|devices| !devices.is_empty())>
            <label for=id>{label}</label>
            <select id=id on:change:target=move |event| choose(event.target().value())>
                {options}
            </select>
        </Show>
    }
    .erased()
}
