//! `twoleg retention`: how long what is kept, and what is due.

use std::io::Write;

use clap::Subcommand;
use dialer::Keep;
use domain::CallRecord;

use super::desk::short;
use super::{CommandError, desk, table};

/// What can be asked.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The classes and their terms, what the next sweep deletes, and what legal holds keep.
    Show,
}

/// Prints it.
///
/// # Errors
/// When the store cannot be read.
pub async fn run(command: Command, output: &mut impl Write) -> Result<(), CommandError> {
    let Command::Show = command;
    let desk = desk::open().await?;
    let terms = desk.config.dialer.retention;
    let row = |what: &str, term: String| [what.to_owned(), term];
    let months = |keep: Keep| match keep {
        Keep::Usual => format!("{} months after the call", terms.usual_months),
        Keep::Long => format!("{} months after the call", terms.long_months),
    };
    let rows = [
        row("recordings", months(Keep::Usual)),
        row("recordings of who said stop, objected, or ever consented", months(Keep::Long)),
        row(
            "calls, decisions, dispositions, the audit log",
            "never deleted; `twoleg erase` on request".into(),
        ),
        row("consents, exceptions, training", "never deleted; `twoleg erase` on request".into()),
        row("the do-not-call list", "for good".into()),
        row("what Twilio and Podio sent, as it came", "not kept: only what it says of the call".into()),
    ];
    table::write(&rows, output)?;
    let account = &desk.config.twilio.account_sid;
    let found = desk.records.retention_due(&desk.supervisor, terms, account).await?;
    writeln!(output, "Calls whose recordings the next sweep deletes: {}.", found.due)?;
    writeln!(
        output,
        "Calls whose recordings are past their term and under a legal hold: {}.",
        found.held.len()
    )?;
    list(&found.held, output)?;
    if !found.elsewhere.is_empty() {
        writeln!(
            output,
            "Calls whose recordings are past their term at another account (`twoleg recordings account`): {}.",
            found.elsewhere.len()
        )?;
        list(&found.elsewhere, output)?;
    }
    Ok(())
}

fn list(calls: &[CallRecord], output: &mut impl Write) -> std::io::Result<()> {
    let mut each = calls.iter();
    each.try_for_each(|call| writeln!(output, "  {}  {}", call.facts.id, short(call.facts.placed_at)))
}
