//! What a form field says about itself: its error, next to it and tied to it.

use domain::submission::{Field, FieldProblem};
use leptos::prelude::*;

/// The errors of the form.
#[derive(Clone, Copy)]
pub(super) struct Errors(pub(super) RwSignal<Vec<FieldProblem>>);

impl Errors {
    /// What is wrong with a field.
    pub(super) fn of(self, field: Field) -> Memo<Option<String>> {
        Memo::new(move |_| {
            self.0.with(|all| {
                all.iter().find(|problem| problem.field == field).map(|problem| problem.message.clone())
            })
        })
    }

    /// Where the focus goes: the first field that has an error, in the order of the form.
    pub(super) fn first(self) -> Option<&'static str> {
        let order = [
            (Field::Disposition, "#disposition input"),
            (Field::Notes, "#notes"),
            (Field::Motivation, "#motivation"),
            (Field::NextActionDate, "#next-action-date"),
            (Field::AskingPrice, "#asking-price"),
            (Field::OptOut, "#opt-out input"),
        ];
        self.0.with_untracked(|all| {
            order
                .into_iter()
                .find(|(field, _)| all.iter().any(|problem| problem.field == *field))
                .map(|(_, at)| at)
        })
    }
}

/// The error's line, which the field names in `aria-describedby`.
#[component]
pub(super) fn FieldError(id: &'static str, error: Memo<Option<String>>) -> impl IntoView {
    view! { <p class="field-error" id=id>{move || error.get()}</p> }
}
