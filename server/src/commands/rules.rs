//! `twoleg rules`: a rule pack is checked, compared and shown, before it is put where a server finds it.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use compliance::{RulePack, diff};

use super::{CommandError, compliance_config, table};
use crate::rule_pack::{BUILT_IN, LoadedRules, RuleFiles, RulesError, read_pack};

/// What can be asked of rule packs.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a rule pack, and the organisation's settings with it; without a file, those that are configured.
    Check {
        /// The rule pack, or `built-in` for the one of this version of Twoleg.
        file: Option<PathBuf>,
    },
    /// Say what a rule pack says differently from another.
    Diff {
        /// A rule pack, or `built-in`.
        old: PathBuf,
        /// Another one, or `built-in`.
        new: PathBuf,
    },
    /// Show the catalogue of the rules in force: what each does, and who may lift it.
    Show,
}

/// Does what is asked.
///
/// # Errors
/// When a file cannot be read, or is no valid pack: the sentence names the entry.
pub fn run(command: Command, output: &mut impl Write) -> Result<(), CommandError> {
    match command {
        Command::Check { file } => {
            let mut files = compliance_config()?.rules;
            if let Some(file) = file {
                files.pack = named(&file).map(Path::to_owned);
            }
            check(&files.load()?, output)
        }
        Command::Diff { old, new } => compare(&read(&old)?, &read(&new)?, output),
        Command::Show => show(&compliance_config()?.rules, output),
    }
}

fn check(loaded: &LoadedRules, output: &mut impl Write) -> Result<(), CommandError> {
    let LoadedRules { pack, pack_text, settings, settings_text, .. } = loaded;
    writeln!(output, "The rule pack {} is valid.", pack_text.file)?;
    let line = |name: &str, value: String| [format!("  {name}"), value];
    table::write(
        &[
            line("id", pack.id.clone()),
            line("version", pack.version.clone()),
            line("effective from", pack.effective_from.to_string()),
            line(
                "effective to",
                pack.effective_to.map_or("further notice".to_owned(), |last| last.to_string()),
            ),
            line("reviewed by", pack.reviewed_by.clone()),
            line("reviewed on", pack.reviewed_on.clone()),
            line("entries", format!("{} rules, {} of states", pack.rules.len(), pack.states.len())),
            line("SHA-256", pack_text.sha256.clone()),
        ],
        output,
    )?;
    let Some(text) = settings_text else { return Ok(()) };
    writeln!(output, "The settings {} are valid. SHA-256 {}", text.file, text.sha256)?;
    // What is laxer than the pack counts for nothing, so it is not among these.
    let stricter = diff(pack, &settings.applied_to(pack));
    if stricter.is_empty() {
        writeln!(output, "  They make nothing stricter.")?;
    }
    for difference in stricter {
        writeln!(output, "  {difference}")?;
    }
    Ok(())
}

fn compare(old: &RulePack, new: &RulePack, output: &mut impl Write) -> Result<(), CommandError> {
    let differences = diff(old, new);
    if differences.is_empty() {
        writeln!(output, "Both say the same.")?;
    }
    for difference in differences {
        writeln!(output, "{difference}")?;
    }
    Ok(())
}

fn show(files: &RuleFiles, output: &mut impl Write) -> Result<(), CommandError> {
    let loaded = files.load()?;
    let pack = loaded.settings.applied_to(&loaded.pack);
    writeln!(output, "{} {}, from {}", pack.id, pack.version, loaded.pack_text.file)?;
    if let Some(settings) = &loaded.settings_text {
        writeln!(output, "made stricter by {}", settings.file)?;
    }
    let head = ["rule", "default", "override", "since", "reviewed", "what it asks"].map(str::to_owned);
    let rules = pack.rules.iter().map(|rule| {
        [
            rule.id.to_string(),
            rule.default.to_string(),
            rule.override_class.to_string(),
            rule.effective_from.to_string(),
            rule.reviewed_by.clone(),
            rule.title.clone(),
        ]
    });
    let rows: Vec<_> = std::iter::once(head).chain(rules).collect();
    Ok(table::write(&rows, output)?)
}

fn read(file: &Path) -> Result<RulePack, RulesError> {
    read_pack(named(file)).map(|(pack, _)| pack)
}

/// `None` is the built-in pack. A file of that name is `./built-in`.
fn named(file: &Path) -> Option<&Path> {
    (file != Path::new(BUILT_IN)).then_some(file)
}
