//! `/do-not-call-policy`: the written policy that 47 CFR 64.1200(d)(1) asks to have available upon demand. A change that
//! agents must know moves [`POLICY_VERSION`].

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::Response;
use dialer::POLICY_VERSION;
use leptos::prelude::*;

use crate::page;
use crate::routes::State;

/// The policy.
pub(super) async fn show(Extract(state): Extract<State>) -> Response {
    let (who, phone) = (state.organisation.clone(), state.dialer.settings().caller_id.national());
    let content = view! {
        <h1>"Do-not-call policy"</h1>
        <p>{format!("This is the policy of {who} about calls that people do not want. Version {POLICY_VERSION}.")}</p>
        <h2>"Who we are"</h2>
        <p>
            {format!(
                "{who} calls owners of real estate about their property. Whoever calls you for us says their name, \
                 that they call for {who}, and how you can reach us. The number that your phone shows is ours: \
                 {phone}.",
            )}
        </p>
        <h2>"How to ask us not to call"</h2>
        <ul>
            <li>"Say so in any words to whoever calls you."</li>
            <li>{format!("Call {phone}, or send a text, an e-mail or a letter.")}</li>
            <li><a href="/opt-out">"Tell us your number on this page"</a>"."</li>
        </ul>
        <h2>"What we do then"</h2>
        <ul>
            <li>"Your request is recorded when you make it: your number, the time, how you asked and who took the request."</li>
            <li>"It is honoured at once: no one who calls for us can call your number from then on."</li>
            <li>"It is kept for good. It ends only if you ask us in writing to call you again."</li>
            <li>"It counts for everybody who calls for us, and it ends any consent that you gave before."</li>
            <li>"We do not sell your number, or pass it on for any other use."</li>
        </ul>
        <h2>"What we do before every call"</h2>
        <ul>
            <li>
                "Each call is checked against our own list, the national Do Not Call Registry and the hours of the places \
                 where you may be."
            </li>
            <li>"A person dials each call. No recorded or artificial voice is played to you."</li>
        </ul>
        <h2>"Training"</h2>
        <p>
            {format!(
                "Everybody who calls for {who} is informed of this policy and trained in it before their first call, \
                 and again every year and whenever it changes. Without a current training nobody can call.",
            )}
        </p>
        <p>"You may ask us for a copy of this policy at any time."</p>
    };
    page::answer(StatusCode::OK, page::outside("Do-not-call policy", content))
}
