//! `twoleg registrations`: the states where the organisation is registered, or has recorded why it need not be.

use std::io::Write;

use clap::Subcommand;
use compliance::State;

use super::{CommandError, desk};

/// What can be done about registrations.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add states.
    Add {
        /// Letters or names.
        #[arg(required = true)]
        states: Vec<State>,
    },
    /// Take states off.
    Remove {
        /// Letters or names.
        #[arg(required = true)]
        states: Vec<State>,
    },
    /// List them.
    List,
}

/// Does what is asked, and lists them as they are then.
///
/// # Errors
/// When a state is not there, or the store cannot be written.
pub async fn run(command: Command, output: &mut impl Write) -> Result<(), CommandError> {
    let desk = desk::open().await?;
    match command {
        Command::Add { states } => desk.records.add_registrations(&desk.supervisor, &states).await?,
        Command::Remove { states } => desk.records.remove_registrations(&desk.supervisor, &states).await?,
        Command::List => {}
    }
    let file = desk.records.organisation(&desk.supervisor).await?;
    let codes: Vec<&str> = file.registrations.iter().map(|state| state.code()).collect();
    let codes = if codes.is_empty() { "none".to_owned() } else { codes.join(" ") };
    writeln!(output, "Registered, or exempt for a recorded reason: {codes}.")?;
    Ok(())
}
