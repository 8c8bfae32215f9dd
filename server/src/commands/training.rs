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
        /// The agent's id, as `twoleg team show` has it: `podio_` and Podio's number of the person.
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
    let team = desk.records.team(&desk.supervisor).await?;
    // Somebody may be trained before they sign in for the first time.
    let is_podios = agent.as_str().strip_prefix("podio_").is_some_and(|id| id.parse::<u64>().is_ok());
    if !is_podios && !team.iter().any(|person| person.agent.id == agent) {
        let name = |person: &dialer::Person| format!("{} ({})", person.agent.id, person.agent.name);
        let known: Vec<String> = team.iter().map(name).collect();
        return Err(CommandError::Refused(format!(
            "Nobody has signed in as {agent}. There is: {}.",
            if known.is_empty() { "nobody yet".to_owned() } else { known.join(", ") }
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
