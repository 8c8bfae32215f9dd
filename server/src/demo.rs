//! What a supervisor of the sandbox has done before the visitor comes: the team is trained, the caller ID was checked,
//! the organisation is registered. A live server's supervisor does all this for real.

use compliance::{Attestation, State};
use dialer::{Agent, CallerIdFile, Dialer, Error, Person, Role, Supervisor};
use domain::AgentId;
use jiff::SignedDuration;
use sandbox::crm::{DEMO_USERS, Standing};

/// How long ago.
const BEFORE: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Prepares a new sandbox; one that was prepared before stays as its visitors left it.
///
/// # Errors
/// When the store cannot be written.
pub(crate) async fn prepare(dialer: &Dialer) -> Result<(), Error> {
    let operator = Supervisor::operator();
    let day = dialer.now() - BEFORE;
    let known = dialer.team(&operator).await?;
    for person in team() {
        let agent = &person.agent.id;
        if !known.iter().any(|one| one.agent.id == *agent) {
            dialer.enlist(&person).await?;
        }
        if dialer.agent_file(&operator, agent).await?.training.is_none() {
            dialer.record_training(&operator, agent, day).await?;
        }
    }
    if dialer.organisation(&operator).await?.caller_id.is_none() {
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
            file.registrations = State::all().collect();
            Ok(())
        };
        dialer.edit_organisation(&operator, "demo", prepare).await?;
    }
    Ok(())
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
