//! `twoleg suppress` and `twoleg suppressions`: the do-not-call list by hand. On it at once, off it in two steps.

use std::io::Write;

use clap::{Args, Subcommand};
use domain::E164;

use super::{CommandError, desk};
use crate::typed;

/// A number for the do-not-call list.
#[derive(Debug, Args)]
pub struct Suppress {
    /// The number, as people write it.
    #[arg(value_parser = typed::number)]
    number: E164,
    /// How the person asked.
    #[arg(long)]
    reason: String,
}

/// What can be done about numbers on the list.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take a number off: ask with a reason and the person's new written request, then again with --confirm.
    Remove {
        /// The number, as people write it.
        #[arg(value_parser = typed::number)]
        number: E164,
        /// Why.
        #[arg(long, required_unless_present = "confirm")]
        reason: Option<String>,
        /// Where the person's new written request is.
        #[arg(long, required_unless_present = "confirm")]
        evidence: Option<String>,
        /// The second step.
        #[arg(long, conflicts_with_all = ["reason", "evidence"])]
        confirm: bool,
    },
}

/// Puts a number on the list.
///
/// # Errors
/// When the reason is empty, or the store cannot be written.
pub async fn suppress(new: Suppress, output: &mut impl Write) -> Result<(), CommandError> {
    let desk = desk::open().await?;
    desk.records.suppress(&desk.supervisor, &new.number, &new.reason).await?;
    let number = new.number.masked();
    writeln!(output, "{number} is on the do-not-call list, for everybody and for good.")?;
    Ok(())
}

/// Takes one of the two steps off the list.
///
/// # Errors
/// When the number is not on the list, the first step is missing or void, or the store cannot be written.
pub async fn run(command: Command, output: &mut impl Write) -> Result<(), CommandError> {
    let Command::Remove { number, reason, evidence, confirm } = command;
    let desk = desk::open().await?;
    if confirm {
        desk.records.confirm_removal(&desk.supervisor, &number).await?;
        writeln!(output, "{} is off the do-not-call list.", number.masked())?;
        return Ok(());
    }
    let (reason, evidence) = (reason.unwrap_or_default(), evidence.unwrap_or_default());
    desk.records.ask_removal(&desk.supervisor, &number, &reason, &evidence).await?;
    writeln!(
        output,
        "The removal of {} is asked for. It stays on the list until you say the same with --confirm.",
        number.masked()
    )?;
    Ok(())
}
