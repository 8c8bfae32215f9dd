//! `twoleg training`: who has passed the training in the do-not-call policy.

use std::io::Write;

use clap::Subcommand;
use dialer::POLICY_VERSION;
use domain::AgentId;
use jiff::civil::Date;

use super::{CommandError, desk};
use crate::typed;

/// What can be done about trainings.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Record that an agent has passed the training in the policy that is in force. Without it their calls are refused.
    Record {
        /// The agent: the name of `AGENT_NAME` in lower case, with `_` for blanks.
        #[arg(long)]
        agent: AgentId,
        /// The day, as 2026-11-20; without it, now.
        #[arg(long, value_parser = typed::day)]
        on: Option<Date>,
    },
}

/// Does what is asked.
///
/// # Errors
/// When nobody of that name works here, the day is in the future, or the store cannot be written.
pub async fn run(command: Command, output: &mut impl Write) -> Result<(), CommandError> {
    let Command::Record { agent, on } = command;
    let desk = desk::open().await?;
    let team = desk.config.people.all();
    if !team.iter().any(|person| person.agent.id == agent) {
        let known: Vec<&str> = team.iter().map(|person| person.agent.id.as_str()).collect();
        return Err(CommandError::Refused(format!(
            "Nobody works here as {agent}. There is: {}.",
            known.join(", ")
        )));
    }
    let at = match on {
        Some(day) => typed::begin(day, &desk.config.dialer.zone)
            .map_err(|why| CommandError::Refused(format!("--on {why}.")))?,
        None => desk.records.now(),
    };
    desk.records.record_training(&desk.supervisor, &agent, at).await?;
    writeln!(output, "The training of {agent} in the policy of {POLICY_VERSION} is recorded.")?;
    Ok(())
}
