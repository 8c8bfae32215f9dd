//! `twoleg consent`: consents and relationships of a number, and their revocation.

use std::io::Write;

use clap::{Args, Subcommand};
use compliance::ConsentKind;
use domain::E164;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{CommandError, desk};
use crate::typed;

/// What can be done about consents.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Record one, with its evidence.
    Add(Add),
    /// The person took every consent back: the number is on the do-not-call list at once.
    Revoke {
        /// The number, as people write it.
        #[arg(value_parser = typed::number)]
        number: E164,
        /// How they said it: a text, an e-mail, on the phone.
        #[arg(long)]
        channel: String,
    },
}

/// A consent or relationship.
#[derive(Debug, Args)]
pub struct Add {
    /// The number, as people write it.
    #[arg(value_parser = typed::number)]
    number: E164,
    /// `EXPRESS_WRITTEN`, `EBR_TRANSACTION`, `EBR_INQUIRY` or `PERSONAL`.
    #[arg(long, value_parser = typed::consent)]
    kind: ConsentKind,
    /// The day on which it was given, as 2026-11-20; for a relationship, when the transaction ended or the inquiry came.
    #[arg(long, value_parser = typed::day)]
    obtained: Date,
    /// Its last day, where it says so itself.
    #[arg(long, value_parser = typed::day)]
    expires: Option<Date>,
    /// Where the evidence is.
    #[arg(long)]
    evidence: String,
}

/// Does what is asked.
///
/// # Errors
/// When a consent has no evidence or comes from the future, or the store cannot be written.
pub async fn run(command: Command, output: &mut impl Write) -> Result<(), CommandError> {
    let desk = desk::open().await?;
    match command {
        Command::Add(Add { number, kind, obtained, expires, evidence }) => {
            // Days of consents are counted in UTC: a term is over rather early than late.
            let zone = TimeZone::UTC;
            let wrong = |why| CommandError::Refused(format!("A day {why}."));
            let obtained = typed::begin(obtained, &zone).map_err(wrong)?;
            let expires = expires.map(|day| typed::end(day, &zone)).transpose().map_err(wrong)?;
            desk.records
                .record_consent(&desk.supervisor, &number, kind, obtained, expires, &evidence)
                .await?;
            writeln!(output, "The consent of {} is recorded.", number.masked())?;
        }
        Command::Revoke { number, channel } => {
            desk.records.revoke_consent(&desk.supervisor, &number, &channel).await?;
            let number = number.masked();
            writeln!(output, "Every consent of {number} is revoked, and it is on the do-not-call list.")?;
        }
    }
    Ok(())
}
