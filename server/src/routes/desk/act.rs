//! What the forms of the compliance centre do. Their answers hold no number: after what was done, the browser goes to
//! the page anew, which says so.

use axum::Form;
use axum::extract::{Path, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use compliance::{Emergency, ExtraHoliday};
use dialer::{AlarmKind, Person, Supervisor};
use domain::AgentId;

use super::centre;
use super::deed::{self, Deed};
use crate::page::Word;
use crate::page::form::{Entered, Refused};
use crate::people::Desk;
use crate::routes::State;
use crate::typed;

/// Stands for the whole team where a person is chosen.
pub(super) const EVERYBODY: &str = "everybody";

/// Where the store goes away in the middle of it.
const SOME_ENDED: &str = "The sessions of some have ended, and those of others have not: the call log cannot be written \
                          just now. Press again.";

/// One of the forms.
pub(super) async fn act(
    Extract(state): Extract<State>,
    Desk(supervisor): Desk,
    Path(form): Path<String>,
    Form(entered): Form<Entered>,
) -> Response {
    let Some(form) = deed::named(&form) else { return StatusCode::NOT_FOUND.into_response() };
    match carry_out(&state, &supervisor, form.deed, &entered).await {
        Ok(()) => Redirect::to(&form.afterwards()).into_response(),
        Err(word) => {
            let refused = Refused::of(form.name, entered, &word);
            centre::refuse(&state, &supervisor, word, &refused).await
        }
    }
}

async fn carry_out(
    state: &State,
    supervisor: &Supervisor,
    deed: Deed,
    entered: &Entered,
) -> Result<(), Word> {
    let dialer = &state.dialer;
    match deed {
        Deed::Acknowledge => {
            let kind: AlarmKind = entered.read("alarm", "The alarm", |name| {
                name.parse().map_err(|error: dialer::NoSuchAlarm| error.to_string())
            })?;
            dialer.acknowledge_alarm(supervisor, kind).await?;
        }
        Deed::Training => {
            let team = dialer.team(supervisor).await?;
            let agent = entered.read("agent", "The person", |id| one_of_us(&team, id))?;
            let zone = &dialer.settings().zone;
            let on = entered.read("on", "The day", |text| typed::begin(typed::day(text)?, zone))?;
            let done = dialer.record_training(supervisor, &agent, on).await;
            done.map_err(|error| Word::from(error).about("on"))?;
        }
        Deed::EndSessions => {
            let team = dialer.team(supervisor).await?;
            let mut whose = entered.read("agent", "The person", |id| match id {
                EVERYBODY => Ok(team.iter().map(|person| person.agent.id.clone()).collect()),
                id => one_of_us(&team, id).map(|agent| vec![agent]),
            })?;
            // One's own last: where something fails, one can still press again.
            whose.sort_by_key(|agent| *agent == supervisor.agent().id);
            for (ended, agent) in whose.iter().enumerate() {
                let end = state.sessions.end_all(supervisor.agent(), agent).await;
                end.map_err(|error| {
                    if ended == 0 { Word::from(error) } else { Word::broken_off(SOME_ENDED, &error) }
                })?;
            }
        }
        Deed::CallerId => {
            let answers = entered.read("answers", "Whether it reaches somebody", typed::yes)?;
            let attestation = entered.read("attestation", "The attestation", typed::attestation)?;
            let flagged = entered.read_if("flagged", "Whether phones show it as spam", typed::yes)?;
            let flagged = flagged.unwrap_or(false);
            let number = &dialer.settings().caller_id;
            dialer.record_caller_id(supervisor, number, answers, attestation, flagged).await?;
        }
        Deed::Registrations => {
            let states = entered.read("states", "The list of states", typed::states)?;
            let done = match entered.text("do") {
                "remove" => dialer.remove_registrations(supervisor, &states).await,
                _ => dialer.add_registrations(supervisor, &states).await,
            };
            done.map_err(|error| Word::from(error).about("states"))?;
        }
        Deed::Emergency => {
            let new = Emergency {
                state: entered.read("state", "The state", typed::state)?,
                from: entered.read("from", "The first day", typed::day)?,
                to: entered.read_if("to", "The last day", typed::day)?,
            };
            dialer.declare_emergency(supervisor, &new).await?;
        }
        Deed::EndEmergency => {
            let place = entered.read("state", "The state", typed::state)?;
            let from = entered.read("from", "The first day", typed::day)?;
            dialer.end_emergency(supervisor, place, from, dialer.today()).await?;
        }
        Deed::Holiday => {
            let new = ExtraHoliday {
                state: entered.read("state", "The state", typed::state)?,
                date: entered.read("date", "The day", typed::day)?,
                name: entered.text("name").to_owned(),
            };
            let done = dialer.add_holiday(supervisor, &new).await;
            done.map_err(|error| entered.blamed(error.into(), &["name"]))?;
        }
        Deed::RemoveHoliday => {
            let place = entered.read("state", "The state", typed::state)?;
            let date = entered.read("date", "The day", typed::day)?;
            dialer.remove_holiday(supervisor, place, date).await?;
        }
    }
    Ok(())
}

fn one_of_us(team: &[Person], id: &str) -> Result<AgentId, String> {
    let found = team.iter().find(|person| person.agent.id.as_str() == id);
    found.map(|person| person.agent.id.clone()).ok_or_else(|| "is nobody who works here".to_owned())
}
