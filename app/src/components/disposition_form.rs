//! What the agent says of a call. It can be written at any time; it can be saved once the call is over.

use domain::Motivation;
use domain::submission::Field;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::disposition_choice::{DispositionChoices, Required};
use super::field::{Errors, FieldError};
use super::opt_out_question::OptOutQuestion;
use super::saved::Saved;
use crate::browser;
use crate::draft::Draft;
use crate::erased::Erased;
use crate::live::Line;
use crate::mode::agent_id;
use crate::server_fns::submit_call_data;
use crate::session::Session;
use crate::view::{CallView, DispositionChoice, WorkspaceView};

/// Whether the form can be saved now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gate {
    /// There is no call with this lead to say anything of.
    NoCall,
    /// The call goes on.
    Talking,
    /// The call is over, and this is what is missing.
    Owed,
    /// It is saved.
    Saved,
    /// The prospect was never dialled.
    NotNeeded,
}

impl Gate {
    fn of(call: Option<&CallView>, left: bool) -> Self {
        match call {
            None => Self::NoCall,
            Some(call) if call.wrap_up.is_some() => Self::Saved,
            Some(call) if !call.is_over() && !left => Self::Talking,
            Some(call) if call.reached_out => Self::Owed,
            Some(call) if call.open => Self::Talking,
            Some(_) => Self::NotNeeded,
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::NoCall => {
                "You can save once you have called. What you write is kept in this browser until then."
            }
            Self::Talking => "You can save when the call is over. What you write is kept in this browser.",
            Self::Owed | Self::Saved => "",
            Self::NotNeeded => "No disposition is needed: nobody was reached.",
        }
    }
}

/// The form.
#[component]
pub(crate) fn DispositionForm(workspace: WorkspaceView) -> impl IntoView {
    let line = expect_context::<Line>();
    let session = expect_context::<Session>();
    let lead = workspace.lead.id.clone();
    let call = Memo::new(move |_| line.call().filter(|call| call.lead == lead));
    let gate = Memo::new(move |_| {
        let left = line.left_here();
        call.with(|call| Gate::of(call.as_ref(), left))
    });
    let about =
        Memo::new(move |_| call.with(|call| call.as_ref().filter(|c| c.blocks()).map(|c| c.id.clone())));
    let draft = Draft::new();
    draft.keep(workspace.lead.id.clone(), workspace.calls.clone(), about);
    let errors = Errors(RwSignal::new(Vec::new()));
    let trouble = RwSignal::new(None::<String>);
    let saving = RwSignal::new(false);

    let save = move || {
        let Some(id) = call.with_untracked(|call| call.as_ref().map(|call| call.id.clone())) else { return };
        if saving.get_untracked() || gate.get_untracked() != Gate::Owed {
            return;
        }
        saving.set(true);
        trouble.set(None);
        let form = untrack(|| draft.form());
        let mark = line.ask();
        spawn_local(async move {
            match session.heed(submit_call_data(id, form, agent_id()).await) {
                Ok(view) => {
                    errors.0.set(Vec::new());
                    draft.clear();
                    line.answer(mark, view);
                }
                Err(problem) => {
                    trouble.set(Some(format!("Not saved. {}", problem.sentence)));
                    errors.0.set(problem.fields);
                    if let Some(first) = errors.first() {
                        browser::focus_soon(first);
                    }
                }
            }
            saving.set(false);
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save();
    };
    view! {
        <form class="panel disposition" aria-label="Disposition" novalidate on:submit=submit>
            <DispositionChoices choices=workspace.dispositions.clone() chosen=draft.disposition errors/>
            <Notes notes=draft.notes errors/>
            <Details draft errors today=workspace.today dispositions=workspace.dispositions/>
            <OptOutQuestion answer=draft.opt_out errors/>
            <div class="form-end">
                <button
                    type="submit"
                    class="button-primary"
                    aria-keyshortcuts="Control+Enter"
                    aria-describedby="save-words"
                    disabled=move || gate.get() != Gate::Owed || saving.get()
                >
                    {move || if saving.get() { "Saving…" } else { "Save" }}
                    <kbd aria-hidden="true">"ctrl enter"</kbd>
                </button>
                <div class="save-words">
                    <p role="status" data-testid="saved"><Saved call/></p>
                    <p class="hint" id="save-words">{move || gate.get().words()}</p>
                    <p class="field-error" role="alert" data-testid="save-failure">{move || trouble.get()}</p>
                </div>
            </div>
        </form>
    }
    .erased()
}

/// Notes: the field that is written while talking.
#[component]
fn Notes(notes: RwSignal<String>, errors: Errors) -> impl IntoView {
    let error = errors.of(Field::Notes);
    Draft::tie(notes, "notes");
    view! {
        <div class="field">
            <label for="notes">"Notes" <Required/></label>
            <textarea
                id="notes"
                name="notes"
                rows="5"
                required
                aria-invalid=move || error.get().is_some().then_some("true")
                aria-describedby="notes-error"
                on:input:target=move |event| notes.set(event.target().value())
            ></textarea>
            <FieldError id="notes-error" error/>
        </div>
    }
    .erased()
}

/// Motivation, next action, asking price.
#[component]
fn Details(
    draft: Draft,
    errors: Errors,
    today: String,
    dispositions: Vec<DispositionChoice>,
) -> impl IntoView {
    let motivation_error = errors.of(Field::Motivation);
    let date_error = errors.of(Field::NextActionDate);
    let price_error = errors.of(Field::AskingPrice);
    let needs_date = Memo::new(move |_| {
        draft
            .disposition
            .with(|chosen| dispositions.iter().any(|choice| choice.code == *chosen && choice.needs_date))
    });
    Draft::tie(draft.next_action_date, "next-action-date");
    Draft::tie(draft.asking_price, "asking-price");
    let levels = Motivation::ALL.map(|level| {
        let selected = move || draft.motivation.with(|chosen| chosen == level.code());
        view! { <option value=level.code() prop:selected=selected>{level.label()}</option> }
    });
    view! {
        <div class="fields">
            <div class="field">
                <label for="motivation">"Seller motivation"</label>
                <select
                    id="motivation"
                    name="motivation"
                    aria-invalid=move || motivation_error.get().is_some().then_some("true")
                    aria-describedby="motivation-error"
                    on:change:target=move |event| draft.motivation.set(event.target().value())
                >
                    <option value="" prop:selected=move || draft.motivation.with(String::is_empty)>"Not asked"</option>
                    {levels.into_iter().collect_view()}
                </select>
                <FieldError id="motivation-error" error=motivation_error/>
            </div>
            <div class="field">
                <label for="next-action-date">
                    "Next action" <Show when=move || needs_date.get()><Required/></Show>
                </label>
                <input
                    id="next-action-date"
                    name="next_action_date"
                    type="date"
                    min=today
                    aria-required=move || needs_date.get().to_string()
                    aria-invalid=move || date_error.get().is_some().then_some("true")
                    aria-describedby="next-action-date-error"
                    on:input:target=move |event| draft.next_action_date.set(event.target().value())
                />
                <FieldError id="next-action-date-error" error=date_error/>
            </div>
            <div class="field">
                <label for="asking-price">"Asking price"</label>
                <input
                    id="asking-price"
                    name="asking_price"
                    type="text"
                    inputmode="text"
                    autocomplete="off"
                    placeholder="$185,000 or 185k"
                    aria-invalid=move || price_error.get().is_some().then_some("true")
                    aria-describedby="asking-price-error"
                    on:input:target=move |event| draft.asking_price.set(event.target().value())
                />
                <FieldError id="asking-price-error" error=price_error/>
            </div>
        </div>
    }
    .erased()
}
