//! The HTML document around the app.

use leptos::config::LeptosOptions;
use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::App;
use crate::mode::{Mode, agent_id, agent_name, role_code};

/// Loads the wasm and hydrates. A page whose code cannot be loaded looks ready and is not: it says so.
///
/// Before that, the page's one Trusted Types policy: no text becomes script, scripts are added from `/vendor/` only, and
/// markup is left to Leptos, whose templates are constants of the wasm.
const BOOT: &str = "\
window.trustedTypes?.createPolicy('default', { createHTML: (html) => html, createScriptURL: (url) => {\
 const { origin, pathname } = new URL(url, location.href);\
 return origin === location.origin && pathname.startsWith('/vendor/') ? url : null; } });\
import('/pkg/NAME.js').then((app) => app.default({ module_or_path: '/pkg/NAME_bg.wasm' }).then(() => app.hydrate()))\
.catch((error) => { console.error(error); document.getElementById('boot-problem').hidden = false; });";

/// The document. Needs `Mode` and the agent in the context.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let mode = Mode::current();
    let name = options.output_name.to_string();
    let nonce = use_nonce();
    let role = use_context::<dialer::Person>().map(|person| role_code(person.role));
    view! {
        <!DOCTYPE html>
        <html lang="en" data-mode=mode.code() data-agent=agent_name() data-agent-id=agent_id() data-role=role>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="referrer" content="same-origin"/>
                // The stand-in for Twilio's media servers must be there before any other script looks.
                {(mode == Mode::Sandbox).then(|| view! { <script src="/sandbox-shim.js"></script> })}
                <link rel="stylesheet" href=format!("/pkg/{name}.css")/>
                <link rel="icon" href="/favicon.svg" r#type="image/svg+xml"/>
                <link rel="modulepreload" href=format!("/pkg/{name}.js")/>
                <link
                    rel="preload"
                    href=format!("/pkg/{name}_bg.wasm")
                    r#as="fetch"
                    r#type="application/wasm"
                    crossorigin="anonymous"
                />
                <script type="module" nonce=nonce>{BOOT.replace("NAME", &name)}</script>
                <MetaTags/>
            </head>
            <body>
                <App/>
                // After the app: hydration walks the body from its first child.
                <p id="boot-problem" class="banner banner-bad" role="alert" hidden>
                    "This page could not start: calls cannot be placed. Reload it, or use a current browser."
                </p>
            </body>
        </html>
    }
}
