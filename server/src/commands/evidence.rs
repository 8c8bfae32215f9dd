//! `twoleg evidence`: everything on record about a number, for whoever has to show it; and the check of such a pack.

use std::io::Write;
use std::path::{Path, PathBuf};

use ::evidence::{Attachment, MadeBy, Via, file_stem, make, render, verify, verify_against};
use clap::{Args, Subcommand};
use domain::E164;
use jiff::Timestamp;

use super::private_file::{must_be_new, write_new};
use super::{CommandError, open_store};

/// A number, or a pack to check.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Evidence {
    #[command(subcommand)]
    command: Option<Check>,
    /// The number, as +18135550142.
    #[arg(required = true)]
    number: Option<E164>,
    /// The folder for the two files.
    #[arg(long, default_value = ".")]
    out: PathBuf,
}

#[derive(Debug, Subcommand)]
enum Check {
    /// Check a pack and name the first broken thing. Needs no server and no configuration.
    Verify {
        /// The pack's JSON file.
        file: PathBuf,
        /// Also hold it against the call log that the configuration names.
        #[arg(long)]
        against_store: bool,
    },
}

/// Makes a pack, or checks one.
///
/// # Errors
/// When nothing is on record, a file cannot be read or written, or the pack does not hold.
pub async fn run(asked: &Evidence, output: &mut impl Write) -> Result<(), CommandError> {
    match (&asked.command, &asked.number) {
        (Some(Check::Verify { file, against_store }), _) => check(file, *against_store, output).await,
        (None, Some(number)) => write(number, &asked.out, output).await,
        (None, None) => Err(CommandError::Refused("name a number, as +18135550142".to_owned())),
    }
}

async fn write(number: &E164, folder: &Path, output: &mut impl Write) -> Result<(), CommandError> {
    let now = Timestamp::now();
    let file = |extension: &str| folder.join(format!("{}.{extension}", file_stem(number, now)));
    let (json, html) = (file("json"), file("html"));
    // Before anything is gathered: a pack that cannot be written is not to be on the audit log.
    must_be_new(&json)?;
    must_be_new(&html)?;
    std::fs::create_dir_all(folder).map_err(|error| {
        CommandError::Refused(format!("the folder {} cannot be made: {error}", folder.display()))
    })?;
    let store = open_store().await?;
    let made_by = MadeBy { agent: None, via: Via::CommandLine };
    let sealed = make(&*store, number, made_by, now).await?;
    write_new(&json, sealed.json())?;
    write_new(&html, &render(&sealed, Attachment::File))?;
    let summary = &sealed.pack().summary;
    writeln!(output, "{}: {} rows of the audit log", json.display(), sealed.pack().rows.len())?;
    writeln!(
        output,
        "{}: {} calls, {} refused clicks, {} decisions",
        html.display(),
        summary.attempts,
        summary.blocked_clicks,
        summary.decisions
    )?;
    writeln!(output, "digest {}", sealed.digest())?;
    let report = sealed.report();
    if report.holds() { Ok(()) } else { Err(CommandError::Refused(report.to_string())) }
}

async fn check(file: &Path, against_store: bool, output: &mut impl Write) -> Result<(), CommandError> {
    let json = std::fs::read_to_string(file)
        .map_err(|error| CommandError::Refused(format!("{} cannot be read: {error}", file.display())))?;
    let report =
        if against_store { verify_against(&*open_store().await?, &json).await? } else { verify(&json) };
    if !report.holds() {
        return Err(CommandError::Refused(report.to_string()));
    }
    writeln!(output, "{report}")?;
    writeln!(output, "digest {}", report.digest)?;
    Ok(())
}
