//! The `twoleg` binary: `twoleg serve` (also without a word) runs the product; the other commands are an operator's.

use std::io::stdout;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use server::commands::{
    self, CommandError, alarms, audit, caller_id, consents, dnc, erase, evidence, holds, outbox, overrides,
    podio, recordings, registrations, retention, rules, suppressions, team, training, what_if,
};
use server::telemetry;

/// Two-leg click-to-dial for real-estate agents who work their leads in Podio.
#[derive(Parser)]
#[command(name = "twoleg", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the product (the default).
    Serve,
    /// The audit log.
    Audit {
        #[command(subcommand)]
        command: Audit,
    },
    /// The alarms that are on.
    Alarms {
        #[command(subcommand)]
        command: Option<alarms::Command>,
    },
    /// Everything on record about a number, as JSON and as a document; or check such a pack.
    Evidence(evidence::Evidence),
    /// What Podio is still owed.
    Outbox {
        #[command(subcommand)]
        command: Outbox,
    },
    /// The do-not-call lists.
    Dnc {
        #[command(subcommand)]
        command: dnc::Command,
    },
    /// The rule packs that judge calls.
    Rules {
        #[command(subcommand)]
        command: rules::Command,
    },
    /// Say what every rule would say of a call to any number, place and time. Nobody is called.
    WhatIf(what_if::Question),
    /// Who has signed in, and the way to sign somebody out.
    Team {
        /// What to do.
        #[command(subcommand)]
        command: team::Command,
    },
    /// The team's training in the do-not-call policy.
    Training {
        #[command(subcommand)]
        command: training::Command,
    },
    /// Record what was found when the caller ID was called back.
    CallerId(caller_id::Check),
    /// The states where the organisation is registered.
    Registrations {
        #[command(subcommand)]
        command: registrations::Command,
    },
    /// Put a number on the do-not-call list.
    Suppress(suppressions::Suppress),
    /// Numbers on the do-not-call list.
    Suppressions {
        #[command(subcommand)]
        command: suppressions::Command,
    },
    /// Exceptions to a rule for one number.
    Override {
        #[command(subcommand)]
        command: overrides::Command,
    },
    /// Take away what is recorded of a person. The do-not-call list keeps the number.
    Erase(erase::Erase),
    /// Legal holds: nothing of these people is erased, and no recording of them deleted.
    Hold {
        #[command(subcommand)]
        command: holds::Command,
    },
    /// The recordings of a call, their links, and their end.
    Recordings {
        #[command(subcommand)]
        command: recordings::Command,
    },
    /// How long things are kept, and what is due to be deleted.
    Retention {
        #[command(subcommand)]
        command: retention::Command,
    },
    /// What Twoleg keeps in Podio beside the calls: the links that call a lead.
    Podio {
        #[command(subcommand)]
        command: podio::Command,
    },
    /// Consents and relationships of a number.
    Consent {
        #[command(subcommand)]
        command: consents::Command,
    },
}

#[derive(Subcommand)]
enum Audit {
    /// Walk the whole log and name the first broken row.
    Verify,
    /// Write rows of the log as JSON Lines or CSV, oldest first.
    Export(audit::Selection),
}

#[derive(Subcommand)]
enum Outbox {
    /// List what is owed, since when and why.
    List,
    /// Send an entry again at once; without an id, all that were given up.
    Retry {
        /// The entry, as `list` names it.
        id: Option<String>,
    },
    /// Take an entry off for good: Podio will not get it.
    Drop {
        /// The entry, as `list` names it.
        id: String,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    telemetry::start();
    match run(arguments.command.unwrap_or(Command::Serve)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), CommandError> {
    let output = &mut stdout();
    match command {
        Command::Serve => commands::serve().await,
        Command::Audit { command: Audit::Verify } => audit::verify(output).await,
        Command::Audit { command: Audit::Export(selection) } => audit::export(&selection, output).await,
        Command::Alarms { command } => alarms::run(command, output).await,
        Command::Evidence(asked) => evidence::run(&asked, output).await,
        Command::Outbox { command: Outbox::List } => outbox::list(output).await,
        Command::Outbox { command: Outbox::Retry { id } } => outbox::retry(id.as_deref(), output).await,
        Command::Outbox { command: Outbox::Drop { id } } => outbox::drop_entry(&id, output).await,
        Command::Dnc { command } => dnc::run(command, output),
        Command::Rules { command } => rules::run(command, output),
        Command::WhatIf(question) => what_if::run(question, output).await,
        Command::Team { command } => team::run(command, output).await,
        Command::Training { command } => training::run(command, output).await,
        Command::CallerId(check) => caller_id::run(check, output).await,
        Command::Registrations { command } => registrations::run(command, output).await,
        Command::Suppress(new) => suppressions::suppress(new, output).await,
        Command::Suppressions { command } => suppressions::run(command, output).await,
        Command::Override { command } => overrides::run(command, output).await,
        Command::Erase(asked) => erase::run(asked, output).await,
        Command::Hold { command } => holds::run(command, output).await,
        Command::Recordings { command } => recordings::run(command, output).await,
        Command::Retention { command } => retention::run(command, output).await,
        Command::Podio { command } => podio::run(command, output).await,
        Command::Consent { command } => consents::run(command, output).await,
    }
}
