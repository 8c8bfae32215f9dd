//! The app: what every page shares, and which page answers which path.
#![expect(unreachable_pub, reason = "the component macro writes its inner items as pub")]

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::SsrMode;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use crate::components::{DeviceNotice, HelpDialog, SandboxBanner, SignInAgain, TopBar};
use crate::keyboard;
use crate::live::Line;
use crate::mode::agent_id;
use crate::pages::{LeadsPage, NotFoundPage, WorkspacePage};
use crate::phone::Phone;
use crate::server_fns::token;
use crate::session::Session;

const NO_SCRIPT: &str =
    r#"<p class="banner banner-bad">Calls need JavaScript: this page can only be read.</p>"#;

/// The whole app. The phone lives here, so that a call goes on while the agent looks at another page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let session = Session::new();
    provide_context(session);
    let phone = Phone::new(move || async move {
        session.heed(token(agent_id()).await).map_err(|problem| problem.sentence)
    });
    provide_context(phone);
    let line = Line::new(phone, session);
    provide_context(line);
    line.follow();
    keyboard::listen();
    Effect::new(move |_| phone.start());
    // What failed for want of a session is tried again when there is one.
    Effect::new(move |before: Option<u32>| {
        let now = session.renewals.get();
        if before.is_some_and(|before| before != now) {
            phone.retry();
            line.refresh();
        }
        now
    });

    view! {
        <Title formatter=|title: String| if title.is_empty() { "Twoleg".into() } else { format!("{title} · Twoleg") }/>
        <Router>
            <a class="skip" href="#main">"Skip to the content"</a>
            <TopBar/>
            <SandboxBanner/>
            // With scripts on, a browser keeps this as text: hydration must not look for elements in it.
            <noscript inner_html=NO_SCRIPT/>
            <SignInAgain/>
            <DeviceNotice/>
            <main id="main">
                // Rendered whole on the server: the lead is in the HTML, and its problems in the status.
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=LeadsPage ssr=SsrMode::Async/>
                    <Route path=path!("/workspace") view=|| view! { <WorkspacePage/> } ssr=SsrMode::Async/>
                    <Route
                        path=path!("/dial")
                        view=|| view! { <WorkspacePage focus_call=true/> }
                        ssr=SsrMode::Async
                    />
                </FlatRoutes>
            </main>
            <HelpDialog/>
        </Router>
    }
}
