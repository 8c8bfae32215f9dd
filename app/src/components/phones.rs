//! The lead's phones, each with its own *Call*, or with the reason why it cannot be called now.

use leptos::prelude::*;

use super::device_chip;
use super::gates::Gates;
use crate::erased::Erased;
use crate::human;
use crate::live::Line;
use crate::phone::{DeviceState, Phone};
use crate::view::PhoneView;

/// The list of phones.
#[component]
pub(crate) fn Phones(lead: String, phones: Memo<Vec<PhoneView>>) -> impl IntoView {
    let slots =
        Memo::new(move |_| phones.with(|all| all.iter().map(|phone| phone.slot.clone()).collect::<Vec<_>>()));
    let first = Memo::new(move |_| {
        phones.with(|all| {
            all.iter().find(|phone| phone.may_call || !phone.gates.is_empty()).map(|phone| phone.slot.clone())
        })
    });
    view! {
        <section class="panel phones" aria-labelledby="phones-title">
            <h2 id="phones-title">"Phones"</h2>
            <Show when=move || slots.with(Vec::is_empty)>
                <p class="empty">"This lead has no phone. Add one in Podio, then reload this page."</p>
            </Show>
            <ul>
                <For each=move || slots.get() key=Clone::clone let:place>
                    <PhoneRow lead=lead.clone() place phones first/>
                </For>
            </ul>
        </section>
    }
    .erased()
}

/// One phone.
#[component]
fn PhoneRow(
    lead: String,
    /// The phone's slot; a prop cannot have that name.
    place: String,
    phones: Memo<Vec<PhoneView>>,
    first: Memo<Option<String>>,
) -> impl IntoView {
    let line = expect_context::<Line>();
    let device = expect_context::<Phone>().device;
    let slot = place;
    let mine = slot.clone();
    let phone = Memo::new(move |_| phones.with(|all| all.iter().find(|phone| phone.slot == mine).cloned()));
    let shown = move |read: fn(&PhoneView) -> String| move || phone.with(|phone| phone.as_ref().map(read));
    let blocked = {
        let lead = lead.clone();
        Memo::new(move |_| block(line, &lead))
    };
    let may_call = move || phone.with(|phone| phone.as_ref().is_some_and(|phone| phone.may_call));
    let reason = Memo::new(move |_| {
        let phone = phone.get()?;
        // The law's reason comes first: no other reason goes away and leaves a call that is not allowed.
        if !phone.gates.is_empty() {
            return Some("Read what stands here, and acknowledge it to unlock one call.".to_owned());
        }
        if !phone.may_call {
            return Some(phone.sentence);
        }
        let device = device.with(device_chip::sentence);
        Some(blocked.get().or_else(|| (!device.is_empty()).then_some(device)).unwrap_or(phone.sentence))
    });
    let gates =
        Memo::new(move |_| phone.with(|phone| phone.as_ref().map(|p| p.gates.clone()).unwrap_or_default()));
    let acknowledged = RwSignal::new(Vec::<String>::new());
    let opened = move || {
        gates.with(|gates| {
            acknowledged
                .with(|rules| !gates.is_empty() && gates.iter().all(|gate| rules.contains(&gate.rule)))
        })
    };
    let enabled = Memo::new(move |_| {
        (may_call() || opened())
            && blocked.get().is_none()
            && device.with(DeviceState::is_ready)
            && line.placing.get().is_none()
    });
    let reason_id = format!("why-{}", slot.replace('.', "-"));
    let is_first = {
        let slot = slot.clone();
        Memo::new(move |_| first.with(|first| first.as_ref() == Some(&slot)))
    };
    let gates_of = slot.clone();
    let call = move |event: leptos::ev::MouseEvent| {
        if human::made(&event) {
            line.place(lead.clone(), slot.clone(), acknowledged);
        } else {
            line.trouble.set(Some("Only a person can place a call. Click Call yourself.".to_owned()));
        }
    };
    view! {
        <li class="phone" data-callable=move || may_call().to_string()>
            <div class="phone-words">
                <p class="number">{shown(|phone| phone.number.clone())}</p>
                <p class="whose">{shown(|phone| phone.whose.clone())}</p>
                <p class="why" id=reason_id.clone()>
                    {move || reason.get()}
                    {move || phone.with(|phone| phone.as_ref().map(standing))}
                </p>
                <Gates place=gates_of gates acknowledged/>
            </div>
            <button
                type="button"
                class="button-call"
                data-call
                aria-describedby=reason_id
                aria-keyshortcuts=move || is_first.get().then_some("c")
                disabled=move || !enabled.get()
                on:click=call
            >
                "Call"
                // In the name, so that a list of buttons tells them apart.
                <span class="visually-hidden">" "{shown(|phone| phone.number.clone())}</span>
                {move || is_first.get().then(|| view! { <kbd aria-hidden="true">"c"</kbd> })}
            </button>
        </li>
    }
    .erased()
}

/// What stands behind the answer, as the rest of the line: the time there, attempts, the registry, the recording.
fn standing(phone: &PhoneView) -> String {
    let time = phone.local_time.iter().map(|time| format!("{time} there"));
    time.chain(phone.standing.iter().cloned()).fold(String::new(), |line, words| line + " \u{b7} " + &words)
}

/// Why the agent's current call keeps the next one from being placed.
fn block(line: Line, lead: &str) -> Option<String> {
    line.with(|call| {
        let reason = match (call.lead == lead, call.open, call.owes_disposition()) {
            (true, true, _) => "You are in a call with this lead.".to_owned(),
            (true, false, true) => "Save the disposition of your last call first.".to_owned(),
            (false, true, _) => format!("You are in a call with {}.", call.lead_name),
            (false, false, true) => format!("Your call with {} has no disposition yet.", call.lead_name),
            (_, false, false) => return None,
        };
        Some(reason)
    })?
}
