//! `twoleg alarms`: what a supervisor must hear of, and saying that somebody has.

use std::io::Write;

use clap::Subcommand;
use dialer::AlarmKind;

use super::desk::{self, short};
use super::{CommandError, table};

/// What can be done about alarms.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List those that stand (the default).
    List,
    /// Say that one was seen: it is off, and quiet for an hour.
    Acknowledge {
        /// Its name, as `list` has it.
        alarm: AlarmKind,
    },
}

/// Does what is asked, and lists the alarms as they are then.
///
/// # Errors
/// When the alarm is not on, or the store cannot be reached.
pub async fn run(command: Option<Command>, output: &mut impl Write) -> Result<(), CommandError> {
    let desk = desk::open().await?;
    if let Some(Command::Acknowledge { alarm }) = command {
        desk.records.acknowledge_alarm(&desk.supervisor, alarm).await?;
    }
    let alarms = desk.records.alarms(&desk.supervisor).await?;
    if alarms.is_empty() {
        writeln!(output, "No alarm is on.")?;
    }
    let rows: Vec<[String; 5]> = alarms
        .into_iter()
        .map(|(kind, alarm)| {
            let seen =
                alarm.acknowledged.map_or_else(|| "ON".to_owned(), |seen| format!("seen by {}", seen.by));
            [
                kind.to_string(),
                seen,
                format!("since {}", short(alarm.since)),
                format!("{}x", alarm.count),
                alarm.sentence,
            ]
        })
        .collect();
    table::write(&rows, output)?;
    Ok(())
}
