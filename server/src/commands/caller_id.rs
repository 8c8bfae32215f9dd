//! `twoleg caller-id`: what a person found who called the caller ID back.

use std::io::Write;

use clap::Args;
use compliance::Attestation;

use super::{CommandError, desk};
use crate::typed;

/// A check of `TWILIO_PHONE_NUMBER`. Without one, or when it does not answer, calls are refused.
#[derive(Debug, Args)]
pub struct Check {
    /// Whether calling it back reaches somebody: yes or no.
    #[arg(long, value_parser = typed::yes, action = clap::ArgAction::Set)]
    answers: bool,
    /// How the carrier vouches for it: A, B or C.
    #[arg(long, value_parser = typed::attestation)]
    attestation: Attestation,
    /// Phones show it as spam.
    #[arg(long)]
    flagged: bool,
}

/// Records the check.
///
/// # Errors
/// When the store cannot be written.
pub async fn run(check: Check, output: &mut impl Write) -> Result<(), CommandError> {
    let desk = desk::open().await?;
    let number = &desk.config.dialer.caller_id;
    let Check { answers, attestation, flagged } = check;
    desk.records.record_caller_id(&desk.supervisor, number, answers, attestation, flagged).await?;
    writeln!(output, "The check of the caller ID {} is recorded.", number.masked())?;
    if !answers {
        writeln!(output, "It does not answer: calls are refused until it does.")?;
    }
    Ok(())
}
