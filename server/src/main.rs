//! The `twoleg` binary: `twoleg serve` (also without a word) runs the product; `twoleg audit verify` walks the
//! audit log.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use server::{commands, telemetry};

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
}

#[derive(Subcommand)]
enum Audit {
    /// Walk the whole log and name the first broken row.
    Verify,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    telemetry::start();
    let done = match arguments.command.unwrap_or(Command::Serve) {
        Command::Serve => commands::serve().await,
        Command::Audit { command: Audit::Verify } => commands::verify_audit().await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
