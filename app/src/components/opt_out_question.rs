//! Asked when the notes read as if the person wanted no more calls.

use domain::submission::Field;
use leptos::prelude::*;

use super::field::{Errors, FieldError};
use crate::erased::Erased;

/// Two answers; shown once the server has asked.
#[component]
pub(super) fn OptOutQuestion(answer: RwSignal<String>, errors: Errors) -> impl IntoView {
    let error = errors.of(Field::OptOut);
    let asked = Memo::new(move |_| error.get().is_some() || answer.with(|answer| !answer.is_empty()));
    let choice = move |code: &'static str, words: &'static str| {
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="opt_out"
                    value=code
                    prop:checked=move || answer.with(|answer| answer == code)
                    on:change=move |_| answer.set(code.to_owned())
                />
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <Show when=move || asked.get()>
            <fieldset id="opt-out" role="radiogroup" aria-describedby="opt-out-error">
                <legend>"Did they ask for no more calls?"</legend>
                <FieldError id="opt-out-error" error/>
                <div class="choices">
                    {choice("yes", "Yes: nobody calls this number again")}
                    {choice("no", "No, they did not")}
                </div>
            </fieldset>
        </Show>
    }
    .erased()
}
