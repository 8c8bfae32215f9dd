//! `twoleg what-if`: what every rule would say of a call that nobody makes.

use std::io::Write;
use std::path::Path;

use clap::Args;
use compliance::{ListStatus, Outcome, Reassigned, State, WhatIf, WhatIfAnswer, what_if};
use dialer::Screening;
use domain::E164;
use domain::phone::PhoneError;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Unit};

use super::{CommandError, compliance_config, write_json};
use crate::rule_pack::LoadedRules;

/// A call that nobody makes. What is not said is supposed to be in order.
#[derive(Debug, Args)]
pub struct Question {
    /// The number, as people write it.
    #[arg(long)]
    number: String,
    /// The property's state: letters or name.
    #[arg(long)]
    property_state: Option<State>,
    /// The property's ZIP code.
    #[arg(long, value_parser = zip)]
    property_zip: Option<String>,
    /// The state of the owner's mailing address: letters or name.
    #[arg(long)]
    mailing_state: Option<State>,
    /// Its ZIP code.
    #[arg(long, value_parser = zip)]
    mailing_zip: Option<String>,
    /// When, as 2026-11-20T23:30:00Z; without it, now.
    #[arg(long, value_parser = moment)]
    at: Option<Timestamp>,
    /// As JSON.
    #[arg(long)]
    json: bool,
}

/// Answers by the rules that are configured.
///
/// # Errors
/// When the number is none at all, or the rules or the lists cannot be read.
pub async fn run(asked: Question, output: &mut impl Write) -> Result<(), CommandError> {
    let config = compliance_config()?;
    let loaded = config.rules.load()?;
    let code = |state: Option<State>| state.map(|state| state.code().to_owned());
    let mut question = WhatIf::new(&asked.number, asked.at.unwrap_or_else(Timestamp::now));
    question.property_state = code(asked.property_state);
    question.property_zip = asked.property_zip;
    question.mailing_state = code(asked.mailing_state);
    question.mailing_zip = asked.mailing_zip;
    let number = number(&asked.number)?;
    let lists = match number {
        Some(number) if config.lists.is_dir() => ask_lists(&config.lists, &number, &mut question).await?,
        _ => Vec::new(),
    };
    let answer = what_if(&question, &loaded.rules);
    if asked.json {
        return write_json(&answer, output);
    }
    tell(&answer, question.at, output)?;
    let lists = if lists.is_empty() { "none".to_owned() } else { lists.join(", ") };
    writeln!(output, "Lists asked: {lists}. All else is supposed to be in order.")?;
    let LoadedRules { pack, pack_text, .. } = loaded;
    writeln!(
        output,
        "Judged by the rule pack {}, version {}. No legal advice.",
        pack_text.file, pack.version
    )?;
    Ok(())
}

fn tell(answer: &WhatIfAnswer, at: Timestamp, output: &mut impl Write) -> Result<(), CommandError> {
    let outcome = match answer.outcome {
        Outcome::Allow => "the call may be made",
        Outcome::Warn => "the call may be made, with what is noted here",
        Outcome::Block => "the call may not be made",
    };
    let at = at.round(Unit::Second).unwrap_or(at);
    writeln!(output, "At {at} {outcome}.")?;
    if let Some(next) = answer.next_allowed_at {
        writeln!(output, "Next allowed at {next}.")?;
    }
    if !answer.zones.is_empty() {
        let states: Vec<&str> = answer.states.iter().map(|state| state.name()).collect();
        let states = if states.is_empty() { "none that is known".to_owned() } else { states.join(", ") };
        writeln!(output, "Clocks: {}. States: {states}.", answer.zones.join(", "))?;
    }
    for reason in &answer.reasons {
        writeln!(output, "  {} {} ({}): {}", reason.rule, reason.code, reason.severity, reason.detail)?;
    }
    Ok(())
}

/// Puts what the lists say in place of what is supposed of them, and names those that were asked. A list that was never
/// imported stays supposed: a drill is about the law, and `twoleg dnc show` about what is missing.
async fn ask_lists(folder: &Path, number: &E164, question: &mut WhatIf) -> Result<Vec<String>, CommandError> {
    let at = question.at;
    let today = at.to_zoned(TimeZone::UTC).date();
    // Without its street, whether the property is on Philadelphia's list cannot be asked.
    let found = Screening::open(folder)?.standing(number, None, today).await;
    let supposed = &mut question.known.lists;
    let mut asked = Vec::new();
    asked.extend(put(&mut supposed.national, "national", found.national, at));
    for (state, status) in found.states {
        let supposed = supposed.states.entry(state).or_default();
        asked.extend(put(supposed, &format!("state-{}", state.code().to_ascii_lowercase()), status, at));
    }
    asked.extend(put(&mut supposed.litigator, "litigator", found.litigator, at));
    asked.extend(put(&mut supposed.local, "local", found.local, at));
    if let Reassigned::Checked { reassigned: true, checked_at } = found.reassigned {
        supposed.reassigned = Reassigned::Checked { reassigned: true, checked_at: checked_at.min(at) };
        asked.push("reassigned".to_owned());
    }
    Ok(asked)
}

/// The list as it is now counts also for a moment before it was had.
fn put(supposed: &mut ListStatus, list: &str, found: ListStatus, at: Timestamp) -> Option<String> {
    let name = match &found {
        ListStatus::NotLoaded => return None,
        ListStatus::Loaded { version, .. } => version.clone(),
        ListStatus::NotSubscribed => format!("{list} (not this area code)"),
        ListStatus::Unavailable => format!("{list} (cannot be read)"),
    };
    *supposed = match found {
        ListStatus::Loaded { hit, accessed_at, version } => {
            ListStatus::Loaded { hit, accessed_at: accessed_at.min(at), version }
        }
        other => other,
    };
    Some(name)
}

/// The number; none where it is one that no lead can have but that has a rule: another country's, or three digits like
/// 911. Anything else is a slip of the pen.
fn number(text: &str) -> Result<Option<E164>, CommandError> {
    match E164::parse(text) {
        Ok(number) => Ok(Some(number)),
        Err(PhoneError::NotNanp) => Ok(None),
        Err(PhoneError::TooShort) if text.chars().filter(char::is_ascii_digit).count() == 3 => Ok(None),
        Err(error) => Err(CommandError::Refused(format!("No answer: {error}. Correct --number."))),
    }
}

/// Five digits, or five and four; the five are enough.
fn zip(text: &str) -> Result<String, String> {
    let (five, four) = text.trim().split_once('-').unwrap_or((text.trim(), "0000"));
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    if digits(five, 5) && digits(four, 4) {
        Ok(five.to_owned())
    } else {
        Err("is no ZIP code such as 33606".to_owned())
    }
}

fn moment(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| "is no moment such as 2026-11-20T23:30:00Z".to_owned())
}
