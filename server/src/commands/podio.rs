//! `twoleg podio`: what Twoleg keeps in Podio beside the calls themselves.

mod hooks;
mod links;

use std::io::Write;

use ::podio::Podio;
use clap::Subcommand;

use super::CommandError;
use crate::config::Config;

pub use hooks::Hooks;
pub use links::Links;

/// What to do in Podio.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write the signed link that calls a lead into every lead's link field.
    Links(Links),
    /// Have Podio tell this server of new, changed and deleted leads, or have it stop.
    Hook(Hooks),
}

/// Does it.
///
/// # Errors
/// When Podio cannot be asked, is not set up for it, or some of it could not be done.
pub async fn run(command: Command, output: &mut impl Write) -> Result<(), CommandError> {
    let config = Config::from_environment().map_err(CommandError::Config)?;
    let podio = Podio::new(config.podio)?;
    match command {
        Command::Links(asked) => links::write(&asked, &podio, &config.dialer, output).await,
        Command::Hook(asked) => hooks::run(&asked, &podio, &config.dialer, output).await,
    }
}
