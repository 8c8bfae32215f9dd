//! What an agent must read before a call to a number, with the words to say. Each acknowledgement is for one call.

use leptos::prelude::*;

use crate::erased::Erased;
use crate::view::GateView;

/// The gates of one phone; `acknowledged` holds the rules that the agent has ticked.
#[component]
pub(super) fn Gates(
    place: String,
    gates: Memo<Vec<GateView>>,
    acknowledged: RwSignal<Vec<String>>,
) -> impl IntoView {
    let id = place.replace('.', "-");
    view! {
        <div class="gates" data-testid="gates">
            <For each=move || gates.get() key=|gate| gate.rule.clone() let:gate>
                <Gate gate id=id.clone() acknowledged/>
            </For>
        </div>
    }
    .erased()
}

#[component]
fn Gate(gate: GateView, id: String, acknowledged: RwSignal<Vec<String>>) -> impl IntoView {
    let id = format!("gate-{id}-{}", gate.rule.to_lowercase());
    let words = format!("{id}-words");
    let (rule, mine) = (gate.rule.clone(), gate.rule);
    let tick = move |on: bool| {
        acknowledged.update(|all| {
            all.retain(|one| *one != rule);
            if on {
                all.push(rule.clone());
            }
        });
    };
    view! {
        <div class="gate">
            <p id=words.clone()>{gate.sentence}</p>
            {gate.script.map(|script| view! { <blockquote>{script}</blockquote> })}
            <label class="check">
                <input
                    type="checkbox"
                    id=id
                    aria-describedby=words
                    prop:checked=move || acknowledged.with(|all| all.contains(&mine))
                    on:change:target=move |event| tick(event.target().checked())
                />
                "I have read this and will keep to it in this call."
            </label>
        </div>
    }
    .erased()
}
