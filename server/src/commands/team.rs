//! `twoleg team`: who has signed in, and the way to sign somebody out.

use std::io::Write;

use clap::Subcommand;
use dialer::Role;
use domain::AgentId;

use super::{CommandError, desk, table};

/// What can be done about the team.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Everybody who has ever signed in, with their id and role.
    Show,
    /// Sign somebody out in all browsers, within ten seconds: a lost laptop, somebody who has left. Whoever can still see
    /// the leads in Podio can sign in again.
    EndSessions {
        /// The agent's id, as `twoleg team show` has it.
        #[arg(long, required_unless_present = "all")]
        agent: Option<AgentId>,
        /// Everybody: when somebody calls who should not, and nobody knows as whom.
        #[arg(long, conflicts_with = "agent")]
        all: bool,
    },
}

/// Does what is asked.
///
/// # Errors
/// When nobody has signed in under the id, or the store cannot be read or written.
pub async fn run(command: Command, output: &mut impl Write) -> Result<(), CommandError> {
    let desk = desk::open().await?;
    match command {
        Command::Show => {
            let role = |role| if role == Role::Supervisor { "supervisor" } else { "agent" };
            let team = desk.records.team(&desk.supervisor).await?;
            let row = |person: dialer::Person| {
                [person.agent.id.to_string(), role(person.role).to_owned(), person.agent.name]
            };
            let rows: Vec<_> = team.into_iter().map(row).collect();
            if rows.is_empty() {
                writeln!(output, "Nobody has signed in yet.")?;
            }
            table::write(&rows, output)?;
        }
        Command::EndSessions { agent: None, .. } => {
            let people = desk.records.end_everybodys_sessions(&desk.supervisor).await?;
            writeln!(
                output,
                "All sessions have ended, of {people} people; running servers know within ten seconds."
            )?;
        }
        Command::EndSessions { agent: Some(agent), .. } => {
            let team = desk.records.team(&desk.supervisor).await?;
            // Said of a slip of the pen, it would be believed, while the session goes on.
            if !team.iter().any(|person| person.agent.id == agent) {
                return Err(CommandError::Refused(format!(
                    "Nobody has signed in as {agent}. `twoleg team show` lists who has."
                )));
            }
            desk.records.end_all_sessions(desk.supervisor.agent(), &agent).await?;
            writeln!(output, "All sessions of {agent} have ended; running servers know within ten seconds.")?;
        }
    }
    Ok(())
}
