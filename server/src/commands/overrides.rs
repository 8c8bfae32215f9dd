//! `twoleg override`: exceptions to a rule for one number, for a while.

use std::io::Write;

use clap::{Args, Subcommand};
use compliance::RuleId;
use dialer::NewOverride;
use domain::E164;
use jiff::civil::Date;

use super::desk::short;
use super::{CommandError, desk};
use crate::typed;

/// What can be done about exceptions.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make one. Only rules of class A know any.
    Add(Add),
    /// End every exception to a rule for a number at once.
    End {
        /// The number, as people write it.
        #[arg(value_parser = typed::number)]
        number: E164,
        /// The rule, as R-DNC-4.
        #[arg(long, value_parser = typed::rule)]
        rule: RuleId,
    },
    /// List those of a number, also those that are over.
    List {
        /// The number, as people write it.
        #[arg(value_parser = typed::number)]
        number: E164,
    },
}

/// An exception.
#[derive(Debug, Args)]
pub struct Add {
    /// The number, as people write it.
    #[arg(value_parser = typed::number)]
    number: E164,
    /// The rule, as R-DNC-4.
    #[arg(long, value_parser = typed::rule)]
    rule: RuleId,
    /// Why.
    #[arg(long)]
    reason: String,
    /// Where the evidence is.
    #[arg(long)]
    evidence: String,
    /// The last day, as 2026-11-20; at most 90 days from now.
    #[arg(long, value_parser = typed::day)]
    until: Date,
    /// Who else agreed.
    #[arg(long)]
    second: Option<String>,
}

/// Does what is asked.
///
/// # Errors
/// When the rule knows no exception, the end will not do, there is none to end, or the store cannot be written.
pub async fn run(command: Command, output: &mut impl Write) -> Result<(), CommandError> {
    let desk = desk::open().await?;
    match command {
        Command::Add(add) => {
            let until = typed::end(add.until, &desk.config.dialer.zone);
            let new = NewOverride {
                rule: add.rule,
                number: add.number,
                reason: add.reason,
                evidence: add.evidence,
                second_person: add.second,
                expires_at: until.map_err(|why| CommandError::Refused(format!("--until {why}.")))?,
            };
            desk.records.make_override(&desk.supervisor, &new).await?;
            let (rule, number) = (new.rule, new.number.masked());
            writeln!(
                output,
                "The exception to {rule} for {number} is in force until {}.",
                short(new.expires_at)
            )?;
        }
        Command::End { number, rule } => {
            desk.records.end_overrides(&desk.supervisor, &number, rule).await?;
            writeln!(output, "The exception to {rule} for {} is over.", number.masked())?;
        }
        Command::List { number } => list(&desk, &number, output).await?,
    }
    Ok(())
}

async fn list(desk: &desk::Desk, number: &E164, output: &mut impl Write) -> Result<(), CommandError> {
    let file = desk.records.number_file(&desk.supervisor, number).await?;
    if file.overrides.is_empty() {
        writeln!(output, "There is no exception for {}.", number.masked())?;
    }
    let now = desk.records.now();
    for one in &file.overrides {
        let state = if one.expires_at > now { "in force until" } else { "over since" };
        let second = one.second_person.as_ref().map(|name| format!(" with {name}")).unwrap_or_default();
        writeln!(
            output,
            "{}  {state} {}, by {}{second}: {} (evidence: {})",
            one.rule,
            short(one.expires_at),
            one.made_by,
            one.reason,
            one.evidence
        )?;
    }
    Ok(())
}
