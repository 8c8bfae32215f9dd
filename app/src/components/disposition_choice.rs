//! The seven dispositions, by mouse or by the keys 1 to 7, with what each brings about.

use domain::submission::Field;
use leptos::prelude::*;

use super::field::{Errors, FieldError};
use crate::erased::Erased;
use crate::view::DispositionChoice;

/// The group of radio buttons.
#[component]
pub(super) fn DispositionChoices(
    choices: Vec<DispositionChoice>,
    chosen: RwSignal<String>,
    errors: Errors,
) -> impl IntoView {
    let error = errors.of(Field::Disposition);
    let effects: Vec<(String, Option<String>)> =
        choices.iter().map(|choice| (choice.code.clone(), choice.effect.clone())).collect();
    let effect = Memo::new(move |_| {
        chosen.with(|chosen| {
            effects.iter().find(|(code, _)| code == chosen).and_then(|(_, effect)| effect.clone())
        })
    });
    let radios = choices
        .into_iter()
        .enumerate()
        .map(|(position, choice)| {
            let key = (position + 1).to_string();
            let (value, code) = (choice.code.clone(), choice.code.clone());
            view! {
                <label class="choice">
                    <input
                        type="radio"
                        name="disposition"
                        value=value
                        aria-keyshortcuts=key.clone()
                        prop:checked=move || chosen.with(|chosen| *chosen == code)
                        on:change=move |_| chosen.set(choice.code.clone())
                    />
                    <span>{choice.label}</span>
                    <kbd aria-hidden="true">{key}</kbd>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset
            id="disposition"
            role="radiogroup"
            aria-required="true"
            aria-invalid=move || error.get().is_some().then_some("true")
            aria-describedby="disposition-error disposition-effect"
        >
            <legend>"Disposition" <Required/></legend>
            <div class="choices">{radios}</div>
            <p class="hint" id="disposition-effect">{move || effect.get()}</p>
            <FieldError id="disposition-error" error/>
        </fieldset>
    }
    .erased()
}

/// The mark of a field that must be filled.
#[component]
pub(super) fn Required() -> impl IntoView {
    view! {
        <span class="required" aria-hidden="true">" *"</span>
        <span class="visually-hidden">" (required)"</span>
    }
    .erased()
}
