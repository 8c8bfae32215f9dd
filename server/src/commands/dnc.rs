//! `twoleg dnc`: the do-not-call lists are imported, shown and asked. Beside a server or without one: a running server
//! takes a new list over by itself.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use dialer::list_ages;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lists::{AreaCode, ImportKind, ImportOptions, ListError, ListId, ListInfo, Lists, Reason, SourceRecord};
use serde::Serialize;

use super::{CommandError, compliance_config, write_json};
use crate::config::Compliance;
use crate::list_words::consequence;
use crate::typed;

/// What can be asked of the lists.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take a list over from files as they were downloaded: all of them or none.
    Import(Import),
    /// Show each list: its version, where it came from, how old it is, and whether calls wait for a newer one.
    Show {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Say what each list says of a number.
    Lookup {
        /// The number, as people write it.
        number: String,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

/// An import.
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the command")]
#[derive(Debug, Args)]
pub struct Import {
    /// Which list: national, state-fl (with the state's letters), litigator, reassigned, local or philadelphia.
    #[arg(long)]
    list: ListId,
    /// The day on which the files were had from the source, as 2026-11-20. Without it, their names must say it.
    #[arg(long, value_parser = typed::day)]
    date: Option<Date>,
    /// Refuse what is not a full list.
    #[arg(long, conflicts_with = "change")]
    full: bool,
    /// Refuse what is not a change list.
    #[arg(long)]
    change: bool,
    /// The area codes that the files must cover, all of them and no others.
    #[arg(long = "area-code", value_delimiter = ',')]
    area_codes: Vec<AreaCode>,
    /// Take a full list that is more than a tenth smaller than the last.
    #[arg(long)]
    allow_smaller: bool,
    /// Go back to an older list.
    #[arg(long)]
    allow_older: bool,
    /// Files, or folders of files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Does what is asked.
///
/// # Errors
/// When a file is refused (the list is what it was), or the lists cannot be read.
pub fn run(command: Command, output: &mut impl Write) -> Result<(), CommandError> {
    let config = compliance_config()?;
    match command {
        Command::Import(import) => write!(output, "{}", import.run(&config)?)?,
        Command::Show { json: true } => write_json(&shown(&config)?, output)?,
        Command::Show { json: false } => show(&shown(&config)?, output)?,
        Command::Lookup { number, json } => {
            let found = open(&config)?.lookup(&number, today());
            let found = found.map_err(|error| CommandError::Refused(format!("No look-up: {error}.")))?;
            if json {
                write_json(&found, output)?;
            } else {
                write!(output, "{found}")?;
            }
        }
    }
    Ok(())
}

impl Import {
    fn run(self, config: &Compliance) -> Result<lists::Report, CommandError> {
        let mut options = ImportOptions::new(self.list, self.files, Timestamp::now());
        options.kind = match (self.full, self.change) {
            (true, _) => Some(ImportKind::Full),
            (_, true) => Some(ImportKind::Change),
            _ => None,
        };
        options.accessed_on = self.date;
        options.area_codes = self.area_codes;
        options.allow_smaller = self.allow_smaller;
        options.allow_older = self.allow_older;
        lists::import(&config.lists, &options).map_err(|error| match option_for(&error) {
            Some(option) => CommandError::Refused(format!("{error} ({option})")),
            None => CommandError::Lists(error),
        })
    }
}

/// The word of this command that lets a refused import pass.
fn option_for(error: &ListError) -> Option<&'static str> {
    match error.refusal()?.reason {
        Reason::NoAccessDate => Some("--date 2026-11-20"),
        Reason::NoAreaCode => Some("--area-code 813"),
        Reason::Smaller { .. } => Some("--allow-smaller"),
        Reason::Older { .. } => Some("--allow-older"),
        _ => None,
    }
}

/// One list, and where it came from.
#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    info: ListInfo,
    /// Whether calls are refused, or wait for an acknowledgement, until it is imported again.
    blocks: bool,
    /// What the last import was.
    kind: Option<ImportKind>,
    /// Its files.
    sources: Vec<SourceRecord>,
}

fn shown(config: &Compliance) -> Result<Vec<Shown>, CommandError> {
    let lists = open(config)?;
    let imports = lists.imports();
    let infos = lists.show(today()).into_iter().map(|info| {
        let last = imports.iter().rev().find(|import| import.list == info.list);
        Shown {
            blocks: info.stale || !info.unreadable.is_empty(),
            kind: last.map(|import| import.kind),
            sources: last.map(|import| import.sources.clone()).unwrap_or_default(),
            info,
        }
    });
    Ok(infos.collect())
}

fn show(lists: &[Shown], output: &mut impl Write) -> Result<(), CommandError> {
    if !lists.iter().any(|one| one.info.list == ListId::National) {
        writeln!(
            output,
            "{}: never imported. A live server refuses every call until it is.",
            ListId::National.name()
        )?;
    }
    for Shown { info, blocks, kind, sources } in lists {
        writeln!(output, "{info}")?;
        if let Some(kind) = kind {
            let files: Vec<&str> = sources.iter().map(|source| source.file.as_str()).collect();
            let at = info.imported_at.round(jiff::Unit::Second).unwrap_or(info.imported_at);
            writeln!(output, "    last import: a {kind} from {}, at {at}", files.join(", "))?;
        }
        if !info.area_codes.is_empty() {
            let codes: Vec<String> = info.area_codes.iter().map(ToString::to_string).collect();
            writeln!(output, "    area codes: {}", codes.join(" "))?;
        }
        if *blocks {
            writeln!(output, "    {}", consequence(info.list, info.unreadable.is_empty()))?;
        }
    }
    Ok(())
}

fn open(config: &Compliance) -> Result<Lists, CommandError> {
    let loaded = config.rules.load()?;
    Ok(Lists::open(&config.lists, list_ages(loaded.rules.parameters()))?)
}

/// The latest day that it is anywhere in the states, so that no list looks younger than it is.
fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}
