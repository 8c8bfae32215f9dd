//! All routes of the product (`docs/architecture.md` has the table).

mod csp_report;
mod desk;
mod events;
mod evidence;
mod following;
mod health;
mod lead_events;
mod owed;
mod pages;
pub(crate) mod podio;
mod public;
mod recording;
mod sign_in;
mod twilio;

use std::net::IpAddr;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use dialer::Dialer;
use domain::AgentId;
use sandbox::Sandbox;
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::Level;

use crate::demo;
use crate::http::body::{self, BodyBound};
use crate::http::doors::{Audience, Door, Doors, Table};
use crate::http::gate::{self, Gate};
use crate::http::headers::{self, Page, Reached};
use crate::http::places::Places;
use crate::http::{REPORTS, RefusedCallbacks, origin, overdue};
use crate::intake::Intake;
use crate::limits::Limits;
use crate::session::Sessions;

pub(crate) use csp_report::ReportBound;
#[cfg(feature = "fuzzing")]
pub(crate) use csp_report::read_reports;
#[cfg(feature = "fuzzing")]
pub(crate) use desk::moment_of as read_drill;
pub(crate) use public::Bound;
#[cfg(feature = "fuzzing")]
pub(crate) use public::peer;
pub(crate) use recording::LISTENERS;
#[cfg(feature = "fuzzing")]
pub(crate) use recording::from_byte;

/// More than the longest form that a person or Twilio sends.
const MOST_BODY: usize = 64 * 1024;
/// What the CRM and the carrier of the sandbox are sent is larger.
const MOST_SANDBOX_BODY: usize = 1024 * 1024;

/// What the routes work with.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) dialer: Dialer,
    /// Who has signed in.
    pub(crate) sessions: Sessions,
    /// Whose calls these are, as the public reads it.
    pub(crate) organisation: String,
    /// How often the public opt-out form was sent lately.
    pub(crate) opt_outs: Bound,
    /// How often Podio was asked lately who somebody is.
    pub(crate) sign_ins: Bound,
    /// Who follows calls and leads now.
    pub(crate) followers: Places<AgentId>,
    /// Who listens to recordings now.
    pub(crate) listeners: Places<IpAddr>,
    /// How many reports browsers sent lately.
    pub(crate) reports: ReportBound,
    /// Opens what is for operators; without one, being on this machine does.
    pub(crate) metrics_token: Option<SecretString>,
    /// How long a body may take.
    pub(crate) limits: Limits,
    pub(crate) account_sid: String,
    /// The auth token, and the one that is to replace it.
    pub(crate) auth_tokens: Vec<SecretString>,
    /// Callbacks that nobody signed.
    pub(crate) refused: RefusedCallbacks,
    pub(crate) intake: Intake,
    /// Cancelled when the server is to end: what would go on for ever ends then.
    pub(crate) stop: CancellationToken,
}

/// The doors that are not Leptos'.
fn doors() -> Doors {
    use Audience::{Agent, Anyone, Link, Operator, Podio, Supervisor, Twilio};
    let twilio = Doors::new()
        .post(Twilio, "/connect_prospect", twilio::connect_prospect)
        .post(Twilio, "/call_status", twilio::call_status)
        .post(Twilio, "/status_webhook", twilio::call_status)
        .post(Twilio, "/dial_result", twilio::dial_result)
        .post(Twilio, "/recording_status", twilio::recording_status);
    let work = Doors::new()
        .get(Link, "/play_recording/{sid}", recording::play)
        .post(Podio, "/podio/hooks/{key}", podio::hook)
        .get(Agent, "/events/calls/{call}", events::call)
        .get(Agent, "/events/leads/{item}", lead_events::phones)
        .get(Agent, "/outbox", owed::list)
        .post(Agent, "/outbox/retry", owed::retry)
        .post(Supervisor, "/outbox/drop", owed::take_off)
        .get(Supervisor, "/evidence", evidence::form)
        .post(Supervisor, "/evidence", evidence::pack);
    let operations = Doors::new()
        .post(Anyone, REPORTS, csp_report::take)
        .get(Anyone, "/healthz", health::healthz)
        .get(Anyone, "/readyz", health::readyz)
        .get(Operator, "/metrics", health::metrics);
    twilio.and(work).and(operations).and(sign_in::doors()).and(desk::doors()).and(public::doors())
}

/// The router of the whole product, and every door of it. In sandbox mode the sandbox may be another process's: then there
/// is none here.
///
/// # Errors
/// When Leptos' options cannot be read.
pub(crate) fn router(
    state: State,
    is_sandbox: bool,
    sandbox: Option<&Sandbox>,
) -> Result<(Router, Vec<Door>), String> {
    // From the first request on: a counter that nobody collects is lost.
    health::collect();
    let reached =
        Reached { is_live: !is_sandbox, is_https: state.dialer.settings().public_url.scheme() == "https" };
    let within = state.limits.body;
    let bodies = |most| middleware::from_fn_with_state(BodyBound { most, within }, body::read);
    let (ours, mut doors) = doors().split();
    let (pages, theirs) = pages::router(&state, is_sandbox)?;
    doors.extend(theirs);
    let gate = Gate { state: state.clone(), table: Table::new(&doors) };
    let mut router = ours
        .with_state(state.clone())
        .merge(pages)
        .layer(DefaultBodyLimit::max(MOST_BODY))
        .layer(bodies(MOST_BODY))
        .layer(middleware::from_fn_with_state(gate.clone(), gate::pass))
        .layer(middleware::from_fn_with_state(state.limits.page, overdue::bound))
        .layer(middleware::from_fn_with_state(gate.clone(), origin::guard));
    if let Some(sandbox) = sandbox {
        // The sandbox checks its own callers, as Twilio and Podio do.
        let sandbox =
            sandbox.router().layer(DefaultBodyLimit::max(MOST_SANDBOX_BODY)).layer(bodies(MOST_SANDBOX_BODY));
        let sandbox =
            sandbox.layer(middleware::from_fn_with_state(gate.state.dialer.clone(), demo::follow_clock));
        let pages = middleware::map_response(headers::mark(Page::Sandbox));
        #[expect(
            clippy::disallowed_methods,
            reason = "the sandbox checks its own callers, and is in no live server"
        )]
        {
            router = router.nest("/sandbox", sandbox.layer(pages));
        }
    }
    let trace = TraceLayer::new_for_http()
        // The path only: a query may hold what no log should. One kind of path does, too.
        .make_span_with(|request: &axum::extract::Request| {
            tracing::info_span!("http", method = %request.method(), path = shown(request.uri().path()))
        })
        .on_response(DefaultOnResponse::new().level(Level::DEBUG));
    Ok((router.layer(middleware::from_fn_with_state(reached, headers::guard)).layer(trace), doors))
}

/// A path as logs may have it: what stands behind the hooks' folder is a secret.
pub(crate) fn shown(path: &str) -> &str {
    if path.starts_with(podio::HOOKS) { podio::HOOKS } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_log_has_the_address_of_a_hook() {
        assert_eq!(shown("/podio/hooks/secret"), "/podio/hooks/");
        assert_eq!(shown("/workspace"), "/workspace");
    }
}
