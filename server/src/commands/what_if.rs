//! `twoleg what-if`: what every rule would say of a call that nobody makes.

use std::io::Write;

use clap::Args;
use compliance::{Outcome, State, WhatIf, WhatIfAnswer, what_if};
use dialer::Screening;
use jiff::{Timestamp, Unit};

use super::{CommandError, compliance_config, write_json};
use crate::drill::{ask_lists, number};
use crate::rule_pack::LoadedRules;
use crate::typed::zip;

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
    let number = number(&asked.number)
        .map_err(|error| CommandError::Refused(format!("No answer: {error}. Correct --number.")))?;
    let lists = match number {
        // Without its street, whether the property is on Philadelphia's list cannot be asked.
        Some(number) if config.lists.is_dir() => {
            ask_lists(&Screening::open(&config.lists)?, &number, None, &mut question).await
        }
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

fn moment(text: &str) -> Result<Timestamp, String> {
    text.parse().map_err(|_| "is no moment such as 2026-11-20T23:30:00Z".to_owned())
}
