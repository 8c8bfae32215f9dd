//! What a supervisor of the sandbox has done before the visitor comes: the team is trained, the caller ID was checked,
//! the organisation is registered. A live server's supervisor does all this for real.

use compliance::{Attestation, State};
use dialer::{CallerIdFile, Dialer, Error, Supervisor};
use jiff::SignedDuration;

use crate::people::People;

/// How long ago.
const BEFORE: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Prepares a new sandbox; one that was prepared before stays as its visitors left it.
///
/// # Errors
/// When the store cannot be written.
pub(crate) async fn prepare(dialer: &Dialer, people: &People) -> Result<(), Error> {
    let operator = Supervisor::operator();
    let day = dialer.now() - BEFORE;
    for person in people.all() {
        let agent = &person.agent.id;
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
