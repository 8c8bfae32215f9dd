//! `twoleg recordings`: the recordings of a call, their links, and their end.

use std::io::Write;

use clap::{Args, Subcommand};
use dialer::{Accounts, RecordingsOfCall, Taken};
use domain::CallId;
use jiff::Timestamp;

use super::desk::{Desk, short};
use super::{CommandError, desk};

/// What can be done about a call's recordings.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// What there is, until when, and which links are good.
    Show {
        /// The call, as the audit log names it.
        call: CallId,
    },
    /// End every link that was issued so far. The one in Podio stays dead until `renew`.
    Revoke(Said),
    /// End every link, and send Podio a new one.
    Renew(Said),
    /// Delete the recordings at Twilio, before their time.
    Delete {
        /// The call, and why.
        #[command(flatten)]
        said: Said,
        /// Delete; without it, only say what would be deleted.
        #[arg(long)]
        confirm: bool,
    },
    /// At which Twilio account the recordings are; or say that those of later calls are at the configured one.
    Account {
        /// Recordings of calls from this moment on are at the configured account: `2026-11-20T18:00:00Z`.
        #[arg(long, requires = "reason")]
        since: Option<Timestamp>,
        /// Why, without a name or a number: the reason stays on the audit log.
        #[arg(long, requires = "since")]
        reason: Option<String>,
    },
}

/// A call, and why.
#[derive(Debug, Args)]
pub struct Said {
    /// The call, as the audit log names it.
    call: CallId,
    /// Why, without a name or a number: the reason stays on the audit log.
    #[arg(long)]
    reason: String,
}

/// Does what is asked.
///
/// # Errors
/// When there is no such call or recording, the reason is empty, a legal hold is on the number, Twilio does not delete
/// it, or the store cannot be written.
pub async fn run(command: Command, output: &mut impl Write) -> Result<(), CommandError> {
    let desk = desk::open().await?;
    let (records, supervisor) = (&desk.records, &desk.supervisor);
    match command {
        Command::Show { call } => {
            let known = records.recordings_of(supervisor, call).await?;
            let accounts = records.accounts(&desk.config.twilio.account_sid).await?;
            Ok(show(&desk, &known, &accounts, output)?)
        }
        Command::Revoke(Said { call, reason }) => {
            records.revoke_links(supervisor, call, &reason).await?;
            Ok(writeln!(output, "Every link to the recordings of this call is dead, the one in Podio too.")?)
        }
        Command::Renew(Said { call, reason }) => {
            records.renew_link(supervisor, call, &reason).await?;
            Ok(writeln!(
                output,
                "Every link until now is dead, and the running server sends Podio a new one (`twoleg outbox list`)."
            )?)
        }
        Command::Delete { said, confirm } => delete(desk, said, confirm, output).await,
        Command::Account { since, reason } => account(&desk, since.zip(reason), output).await,
    }
}

async fn account(
    desk: &Desk,
    moved: Option<(Timestamp, String)>,
    output: &mut impl Write,
) -> Result<(), CommandError> {
    let configured = &desk.config.twilio.account_sid;
    if let Some((since, reason)) = moved {
        desk.records.move_recordings(&desk.supervisor, configured, since, &reason).await?;
    }
    let organisation = desk.records.organisation(&desk.supervisor).await?;
    for (place, at) in organisation.recordings_at.iter().enumerate() {
        match place {
            0 => writeln!(output, "{}  from the first call on", at.account)?,
            _ => writeln!(output, "{}  from calls of {} on", at.account, short(at.since))?,
        }
    }
    if organisation.account_now().is_none_or(|account| account == configured) {
        return Ok(writeln!(output, "The configured account is {configured}.")?);
    }
    Ok(writeln!(
        output,
        "The configured account is {configured}, another one: it is asked to delete nothing. Say from which calls \
         on their recordings are at it: --since MOMENT --reason WHY."
    )?)
}

async fn delete(
    desk: Desk,
    Said { call, reason }: Said,
    confirm: bool,
    output: &mut impl Write,
) -> Result<(), CommandError> {
    if !confirm {
        let known = desk.records.recordings_of(&desk.supervisor, call).await?;
        let accounts = desk.records.accounts(&desk.config.twilio.account_sid).await?;
        show(&desk, &known, &accounts, output)?;
        return Ok(writeln!(
            output,
            "Nothing is deleted yet. Say the same with --confirm: it cannot be undone."
        )?);
    }
    let twilio =
        twilio::Client::new(desk.config.twilio).map_err(|error| CommandError::Refused(error.sentence()))?;
    let taken = desk.records.delete_recordings(&desk.supervisor, &twilio, call, &reason).await?;
    let Taken { deleted, already_gone } = taken;
    if already_gone > 0 {
        writeln!(output, "Twilio did not have them any more: {already_gone}.")?;
    }
    Ok(writeln!(output, "Deleted at Twilio: {deleted}.")?)
}

fn show(
    desk: &Desk,
    known: &RecordingsOfCall,
    accounts: &Accounts,
    output: &mut impl Write,
) -> std::io::Result<()> {
    let (record, settings) = (&known.record, &desk.config.dialer);
    if record.recordings.is_empty() {
        return writeln!(output, "Nothing of this call was recorded.");
    }
    for (sid, recording) in &record.recordings {
        let length = recording.duration_s.map(|seconds| format!(", {seconds} s")).unwrap_or_default();
        match record.deleted.get(sid) {
            Some(gone) if gone.already_gone => {
                writeln!(output, "{sid}  found gone at Twilio {} ({})", short(gone.at), gone.by.code())?;
            }
            Some(deleted) => {
                writeln!(output, "{sid}  deleted {} ({})", short(deleted.at), deleted.by.code())?;
            }
            None => writeln!(output, "{sid}  {}{length}", recording.state.code())?,
        }
    }
    if let Some(account) = accounts.elsewhere(record.facts.placed_at)
        && record.kept_recordings().next().is_some()
    {
        writeln!(
            output,
            "At another Twilio account than the configured one, as far as is known: {account}."
        )?;
    }
    let until = settings.retention.until(known.keep, record.facts.placed_at);
    writeln!(output, "Kept until {} (the {} term).", short(until), known.keep.label())?;
    if let Some(hold) = &known.hold {
        writeln!(output, "A legal hold by {} keeps them longer: {}", hold.placed_by, hold.reason)?;
    }
    if record.erased_at.is_some() {
        writeln!(output, "The person was erased: no link plays them.")?;
    }
    let link = settings.crm_link(record, desk.records.now(), accounts);
    writeln!(output, "{}", link.sentence(|at| short(at).to_string()))
}
