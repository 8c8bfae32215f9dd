//! What an open page says when its session has ended. No dialog: the call behind it must stay in reach.

use leptos::prelude::*;

use crate::erased::Erased;
use crate::session::{Session, Standing};

/// The notice; empty while the agent is signed in.
#[component]
pub(crate) fn SignInAgain() -> impl IntoView {
    let session = expect_context::<Session>();
    session.watch();
    view! {
        <div role="alert">
            {move || match session.standing.get() {
                Standing::SignedIn => None,
                Standing::Ended => {
                    Some(
                        view! {
                            <div class="banner banner-warn" data-testid="sign-in-again">
                                <p>
                                    "Your session has ended. A call that runs goes on, and what you have typed stays here."
                                </p>
                                <a class="button" href="/sign-in/podio?next=/sign-in/done" target="_blank" rel="external noopener">
                                    "Sign in again"
                                </a>
                            </div>
                        }
                            .erased(),
                    )
                }
                Standing::SomebodyElse(name) => {
                    Some(
                        view! {
                            <div class="banner banner-bad" data-testid="sign-in-again">
                                <p>{format!("{name} has signed in at this browser. This page was opened by somebody else: reload it.")}</p>
                                <button type="button" on:click=|_| reload()>"Reload"</button>
                            </div>
                        }
                            .erased(),
                    )
                }
            }}
        </div>
    }
    .erased()
}

fn reload() {
    // Refused only where there is no page any more.
    drop(window().location().reload());
}
