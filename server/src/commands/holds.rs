//! `twoleg hold`: legal holds, which keep a person's records from being erased.

use std::io::Write;

use clap::Subcommand;
use domain::E164;

use super::desk::short;
use super::{CommandError, desk};
use crate::typed;

/// What can be done about legal holds.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// From now on nothing of this person is erased, and no recording of them deleted.
    Add {
        /// The number, as people write it.
        #[arg(value_parser = typed::number)]
        number: E164,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Lift a hold.
    Remove {
        /// The number, as people write it.
        #[arg(value_parser = typed::number)]
        number: E164,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// List the holds in force.
    List,
}

/// Does what is asked.
///
/// # Errors
/// When the reason is empty, there is a hold or none, or the store cannot be written.
pub async fn run(command: Command, output: &mut impl Write) -> Result<(), CommandError> {
    let desk = desk::open().await?;
    match command {
        Command::Add { number, reason } => {
            desk.records.place_hold(&desk.supervisor, &number, &reason).await?;
            writeln!(
                output,
                "A legal hold is on {}: nothing of it is erased, and no recording of it deleted.",
                number.masked()
            )?;
        }
        Command::Remove { number, reason } => {
            desk.records.lift_hold(&desk.supervisor, &number, &reason).await?;
            writeln!(output, "The legal hold on {} is lifted.", number.masked())?;
        }
        Command::List => {
            let holds = desk.records.holds(&desk.supervisor).await?;
            if holds.is_empty() {
                writeln!(output, "There is no legal hold.")?;
            }
            for (number, hold) in holds {
                let since = short(hold.placed_at);
                writeln!(
                    output,
                    "{}  since {since}, by {}: {}",
                    number.masked(),
                    hold.placed_by,
                    hold.reason
                )?;
            }
        }
    }
    Ok(())
}
