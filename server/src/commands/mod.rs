//! What the command line can ask for.

pub mod alarms;
pub mod audit;
pub mod caller_id;
pub mod consents;
mod desk;
pub mod dnc;
pub mod erase;
pub mod evidence;
pub mod holds;
pub mod outbox;
pub mod overrides;
pub mod podio;
mod private_file;
pub mod recordings;
pub mod registrations;
pub mod retention;
pub mod rules;
pub mod suppressions;
mod table;
pub mod team;
pub mod training;
pub mod what_if;

use std::io::Write;
use std::sync::Arc;

use serde::Serialize;
use store::Store;
use tokio::net::TcpListener;

use crate::config::{Compliance, Config, Problem};
use crate::home;
use crate::rule_pack::RulesError;
use crate::startup::{Running, StartError};

/// A command failed, with a sentence for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The configuration is not complete.
    #[error("{}", list(.0))]
    Config(Vec<Problem>),
    /// The server could not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The address is taken, or not ours.
    #[error(
        "cannot listen on {address}: {error}. Is Twoleg running already? LEPTOS_SITE_ADDR chooses another port."
    )]
    Listen {
        /// Where.
        address: std::net::SocketAddr,
        /// Why not.
        error: std::io::Error,
    },
    /// The store cannot be opened.
    #[error(transparent)]
    Home(#[from] home::HomeError),
    /// The store cannot be read.
    #[error("the call log cannot be read: {0}")]
    Store(#[from] store::StoreError),
    /// The audit log was tampered with, or damaged.
    #[error("the audit log is broken: {0}")]
    Audit(String),
    /// Podio.
    #[error("{0}")]
    Podio(#[from] ::podio::Error),
    /// There is no evidence pack.
    #[error(transparent)]
    Evidence(#[from] ::evidence::Error),
    /// The do-not-call lists.
    #[error(transparent)]
    Lists(#[from] lists::ListError),
    /// The rules.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// What was asked for is not there, or cannot be done now.
    #[error("{0}")]
    Refused(String),
    /// The output cannot be written.
    #[error("the output cannot be written: {0}")]
    Output(#[from] std::io::Error),
}

fn list(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(|problem| format!("  {problem}")).collect();
    format!(
        "Twoleg cannot start: {} to mend in the environment or .env (set none of Twilio's and Podio's for the \
         sandbox).\n{}",
        if lines.len() == 1 { "one variable".to_owned() } else { format!("{} variables", lines.len()) },
        lines.join("\n")
    )
}

/// Serves until a signal says stop.
///
/// # Errors
/// When the configuration is not complete, the address is taken, or the store cannot be opened.
pub async fn serve() -> Result<(), CommandError> {
    let config = Config::from_environment().map_err(CommandError::Config)?;
    let address = config.address;
    let sandbox = config.is_sandbox();
    let public = config.dialer.public_url.clone();
    // Listen first: the sandbox's carrier and CRM are reached through this very socket.
    let listener =
        TcpListener::bind(address).await.map_err(|error| CommandError::Listen { address, error })?;
    let running = Running::start(config).await?;
    let mode = if sandbox { "sandbox mode: nobody real is called" } else { "live" };
    println!("Twoleg is ready at {} ({mode})", public.as_str().trim_end_matches('/'));
    running.serve(listener, stop_signal()).await;
    Ok(())
}

/// The store that the configuration names, for a command beside the server.
async fn open_store() -> Result<Arc<dyn Store>, CommandError> {
    let config = Config::from_environment().map_err(CommandError::Config)?;
    Ok(home::open(&config.home).await?)
}

/// Where lists and rules are, for a command that needs nothing else.
fn compliance_config() -> Result<Compliance, CommandError> {
    Compliance::from_environment().map_err(CommandError::Config)
}

/// Writes a value as JSON for other programs.
fn write_json(value: &impl Serialize, output: &mut impl Write) -> Result<(), CommandError> {
    serde_json::to_writer_pretty(&mut *output, value).map_err(std::io::Error::from)?;
    Ok(writeln!(output)?)
}

/// Resolves on Ctrl-C, and on SIGTERM where there is one.
async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
