//! `twoleg erase`: what is recorded of a person is taken away, after it was said what that is.

use std::io::Write;

use clap::Args;
use dialer::ErasurePlan;
use domain::E164;

use super::{CommandError, desk};
use crate::typed;

/// Whom to erase.
#[derive(Debug, Args)]
pub struct Erase {
    /// The person's number, as people write it.
    #[arg(value_parser = typed::number)]
    number: E164,
    /// Why, without a name or a number: the reason stays on the audit log.
    #[arg(long)]
    reason: String,
    /// Erase; without it, only say what would be erased.
    #[arg(long)]
    confirm: bool,
}

/// Erases, or says what would be erased.
///
/// # Errors
/// When the reason is empty, there is a legal hold, a call is not over and done with, nothing is on record, or the store
/// cannot be written.
pub async fn run(asked: Erase, output: &mut impl Write) -> Result<(), CommandError> {
    let desk = desk::open().await?;
    if asked.confirm {
        let plan = desk.records.erase(&desk.supervisor, &asked.number, &asked.reason).await?;
        writeln!(output, "Erased of {}: {}.", asked.number.masked(), goes(&plan))?;
        return Ok(tell(&plan, output)?);
    }
    let plan = desk.records.erasure_plan(&desk.supervisor, &asked.number).await?;
    writeln!(output, "Would be erased of {}: {}.", asked.number.masked(), goes(&plan))?;
    tell(&plan, output)?;
    Ok(writeln!(output, "Nothing is erased yet. Say the same with --confirm: it cannot be undone.")?)
}

fn goes(plan: &ErasurePlan) -> String {
    let file = if plan.has_file { ", the number's file" } else { "" };
    format!(
        "what {} rows of the audit log say, the names, notes and events of {} calls{file}",
        plan.rows, plan.calls
    )
}

/// What stays, and why.
fn tell(plan: &ErasurePlan, output: &mut impl Write) -> std::io::Result<()> {
    writeln!(output, "What stays: that there were calls, when, how long, and how they came out.")?;
    if plan.suppressed {
        writeln!(output, "The number stays on the do-not-call list, for everybody and for good.")?;
    } else {
        writeln!(output, "The number is not on the do-not-call list: `twoleg suppress` if they asked.")?;
    }
    if plan.erased_rows > 0 {
        writeln!(output, "{} rows were erased before.", plan.erased_rows)?;
    }
    if plan.fixed_rows > 0 {
        writeln!(
            output,
            "{} rows cannot be erased: they are in logs of before rows could be. They stay as they are.",
            plan.fixed_rows
        )?;
    }
    if !plan.recordings.is_empty() {
        writeln!(
            output,
            "Recordings stay at Twilio until their term is over, and are not played any more. `twoleg recordings delete \
             CALL` takes them sooner:"
        )?;
        for (call, sid) in &plan.recordings {
            writeln!(output, "  {call}  {sid}")?;
        }
    }
    writeln!(output, "Podio, backups and packs that were handed out are not touched.")
}
