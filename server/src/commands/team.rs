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
        #[arg(long)]
        agent: AgentId,
    },
}

/// Does what is asked.
///
/// # Errors
/// When the store cannot be read or written.
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
        Command::EndSessions { agent } => {
            desk.records.end_all_sessions(desk.supervisor.agent(), &agent).await?;
            writeln!(output, "All sessions of {agent} have ended.")?;
        }
    }
    Ok(())
}
