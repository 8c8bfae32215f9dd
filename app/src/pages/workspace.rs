//! One lead: who, the call, the form.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::problem::ProblemPage;
use crate::browser;
use crate::components::{CallBar, CallHistory, DispositionForm, Elsewhere, LeadFacts, LeadHeader, Phones};
use crate::erased::Erased;
use crate::json::resource;
use crate::live::{Line, follow_link, follow_phones};
use crate::phone::{DeviceState, Phone};
use crate::server_fns::{call_view, open_lead};
use crate::session::Session;
use crate::view::{LeadQuery, WorkspaceView};

/// How often to look for what is still on its way.
const LOOK_AGAIN: Duration = Duration::from_secs(3);

/// The workspace of the lead that the address names. With `focus_call` the first *Call* has the focus as soon as
/// it can be pressed. Opening a page never dials; the page itself may, where the server put a person's click into it.
#[component]
pub(crate) fn WorkspacePage(#[prop(optional)] focus_call: bool) -> impl IntoView {
    let query = use_query_map();
    let lead = Memo::new(move |_| {
        query.with(|query| LeadQuery {
            item_id: query.get("item_id"),
            app_item_id: query.get("app_item_id"),
            url: query.get("url"),
            key: query.get("key").filter(|_| focus_call),
        })
    });
    // Each lead gets a page of its own. If one page changed its lead, the old lead's view would stand, without the
    // signals that it reads, until the new lead is there.
    move || view! { <LeadPage query=lead.get() focus_call/> }.erased()
}

/// The page of one lead.
#[component]
fn LeadPage(query: LeadQuery, focus_call: bool) -> impl IntoView {
    let session = expect_context::<Session>();
    let workspace =
        resource(move || query.clone(), move |query| async move { session.heed(open_lead(query).await) });
    // A page that could not be opened is, once there is a session again; one that could is left as it is.
    Effect::new(move |before: Option<u32>| {
        let now = session.renewals.get();
        let failed = || workspace.with_untracked(|opened| matches!(opened, Some(Err(_))));
        if before.is_some_and(|before| before != now) && failed() {
            workspace.refetch();
        }
        now
    });
    view! {
        <Suspense fallback=|| view! { <p class="loading" role="status">"Opening the lead…"</p> }>
            {move || Suspend::new(async move {
                match workspace.await {
                    Ok(view) => view! { <Workspace view focus_call/> }.erased(),
                    Err(problem) => view! { <ProblemPage problem/> }.erased(),
                }
            })}
        </Suspense>
    }
    .erased()
}

/// The opened lead.
#[component]
fn Workspace(view: WorkspaceView, focus_call: bool) -> impl IntoView {
    let line = expect_context::<Line>();
    line.adopt(view.current.clone());
    line.trouble.set(None);
    let shown = RwSignal::new(view.clone());
    let lead = view.lead.id.clone();
    keep_up_to_date(line, lead.clone(), shown);
    settle_calls(shown);
    follow_phones(lead.clone(), move |phones| {
        shown.try_update(|view| view.phones = phones);
    });
    if focus_call {
        focus_first_call();
        if let Some(click) = view.click.clone() {
            follow_link(lead.clone(), click);
        }
    }
    let phones = Memo::new(move |_| shown.with(|view| view.phones.clone()));
    let calls = Memo::new(move |_| shown.with(|view| view.calls.clone()));
    let colleagues = Memo::new(move |_| shown.with(|view| view.colleagues.clone()));
    let local_time = view.phones.iter().find_map(|phone| phone.local_time.clone());
    view! {
        <Title text=view.lead.name.clone()/>
        <LeadHeader lead=view.lead.clone() local_time/>
        <Elsewhere lead=lead.clone()/>
        <div class="workspace">
            <Phones lead=lead.clone() phones/>
            <div class="desk">
                <CallBar lead=lead.clone() phones/>
                <DispositionForm workspace=view.clone()/>
            </div>
            <LeadFacts facts=view.lead.facts/>
            <CallHistory lead calls colleagues/>
        </div>
    }
    .erased()
}

/// Whether a number may be called changes when a call is over: asks again then.
fn keep_up_to_date(line: Line, lead: String, shown: RwSignal<WorkspaceView>) {
    let settled = Memo::new(move |_| line.with(|call| (!call.blocks()).then(|| call.id.clone())).flatten());
    Effect::new(move |before: Option<Option<String>>| {
        let now = settled.get();
        // The first run is the page as it was just made.
        if now.is_some() && before.is_some_and(|before| before != now) {
            let query = LeadQuery { item_id: Some(lead.clone()), ..LeadQuery::default() };
            spawn_local(async move {
                if let Ok(view) = open_lead(query).await {
                    shown.try_set(view);
                }
            });
        }
        now
    });
}

/// Reads the calls again of which something is still on its way: no event stream follows a call that a page found
/// finished.
fn settle_calls(shown: RwSignal<WorkspaceView>) {
    Effect::new(move |_| {
        let waiting: Vec<String> = shown.with(|view| {
            view.calls.iter().filter(|call| call.is_unsettled()).map(|call| call.id.clone()).collect()
        });
        if waiting.is_empty() {
            return;
        }
        let look = move || {
            spawn_local(async move {
                for id in waiting {
                    let news = call_view(id).await.ok();
                    // Told in any case: this effect runs again, and looks again if need be.
                    shown.try_update(|view| {
                        let old = news.and_then(|news| {
                            view.calls.iter_mut().find(|call| call.id == news.id).map(|call| (call, news))
                        });
                        if let Some((call, news)) = old {
                            *call = news;
                        }
                    });
                }
            });
        };
        if let Ok(timer) = set_timeout_with_handle(look, LOOK_AGAIN) {
            on_cleanup(move || timer.clear());
        }
    });
}

/// Moves the focus to the first *Call* once it is on, unless the agent is somewhere else already.
fn focus_first_call() {
    let device = expect_context::<Phone>().device;
    let done = StoredValue::new(false);
    Effect::new(move |_| {
        if device.with(DeviceState::is_ready) && !done.get_value() {
            done.set_value(true);
            if browser::focus_is_free() {
                // What must be read first comes first.
                browser::focus_soon(".gate input, button[data-call]:not(:disabled)");
            }
        }
    });
}
