//! What a supervisor of the sandbox has done before the visitor comes: the team is trained, the caller ID was checked,
//! the organisation is registered. A live server's supervisor does all this for real.

use axum::extract::{Request, State as Extract};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use compliance::{Attestation, State};
use dialer::{Agent, CallerIdFile, Dialer, Error, Person, Role, Supervisor};
use domain::AgentId;
use jiff::SignedDuration;
use sandbox::crm::{DEMO_USERS, Standing};

/// The ends of the sandbox's addresses that set its clock.
const SET_THE_CLOCK: [&str; 2] = ["/api/clock", "/api/reset"];

/// How long ago.
const BEFORE: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Prepares a new sandbox; one that was prepared before stays as its visitors left it, but for what its clock, set back since,
/// says is still to come.
///
/// # Errors
/// When the store cannot be written.
pub(crate) async fn prepare(dialer: &Dialer) -> Result<(), Error> {
    let operator = Supervisor::operator();
    let now = dialer.now();
    let day = now - BEFORE;
    let known = dialer.team(&operator).await?;
    for person in team() {
        let agent = &person.agent.id;
        if !known.iter().any(|one| one.agent.id == *agent) {
            dialer.enlist(&person).await?;
        }
        let training = dialer.agent_file(&operator, agent).await?.training;
        if training.is_none_or(|training| training.completed_at > now) {
            dialer.record_training(&operator, agent, day).await?;
        }
    }
    let caller_id = dialer.organisation(&operator).await?.caller_id;
    let is_new = caller_id.is_none();
    if caller_id.is_none_or(|caller_id| caller_id.checked_at > now) {
        let number = dialer.settings().caller_id.clone();
        let checked = CallerIdFile {
            number,
            answers: true,
            attestation: Attestation::A,
            flagged: false,
            checked_at: day,
        };
        let prepare = |file: &mut dialer::OrganisationFile| {
            file.caller_id = Some(checked.clone());
            if is_new {
                file.registrations = State::all().collect();
            }
            Ok(())
        };
        dialer.edit_organisation(&operator, "demo", prepare).await?;
    }
    Ok(())
}

/// Lets a request for the sandbox through. One that set its clock is answered when what was prepared fits the new time: a
/// training that is still to come would refuse every call.
pub(crate) async fn follow_clock(Extract(dialer): Extract<Dialer>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let sets = request.method() == Method::POST && SET_THE_CLOCK.iter().any(|end| path.ends_with(end));
    let answer = next.run(request).await;
    if sets && let Err(error) = prepare(&dialer).await {
        tracing::error!(error = %error, "the sandbox could not be prepared for its new time: calls may be refused");
    }
    answer
}

/// Those of the sandbox's Podio users who work here.
fn team() -> impl Iterator<Item = Person> {
    DEMO_USERS.iter().filter_map(|user| {
        let role = match user.standing {
            Standing::Outsider => return None,
            Standing::Member => Role::Agent,
            Standing::Administrator => Role::Supervisor,
        };
        let agent = Agent { id: AgentId::of_podio_user(user.user_id), name: user.name.to_owned() };
        Some(Person { agent, role })
    })
}
