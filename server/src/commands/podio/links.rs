//! `twoleg podio links`: every lead gets its link. A run that broke off is simply started again: what is right is left as
//! it is.

use std::io::Write;
use std::time::Duration;

use ::podio::{Error, LinkedLead, Podio};
use clap::Args;
use dialer::Settings;

use super::super::CommandError;

/// Of the hour's requests, the last tenth is left to the agents' own page loads.
const RESERVE: u32 = 10;
/// How long to wait between requests while only the reserve is left.
const SLOWLY: Duration = Duration::from_mins(1);

/// Which links to write.
#[derive(Debug, Args)]
pub struct Links {
    /// Only say what would be written.
    #[arg(long)]
    dry_run: bool,
    /// Write also those that are right already.
    #[arg(long)]
    all: bool,
}

#[derive(Default)]
struct Counts {
    right: usize,
    written: usize,
    failed: usize,
}

pub(super) async fn write(
    asked: &Links,
    podio: &Podio,
    settings: &Settings,
    output: &mut impl Write,
) -> Result<(), CommandError> {
    let mut counts = Counts::default();
    let mut offset = 0;
    loop {
        let page = patiently(podio, output, async || podio.linked_leads(offset).await).await?;
        for lead in &page {
            one(asked, podio, settings, lead, &mut counts, output).await?;
        }
        offset += page.len();
        if page.len() < Podio::LINKED_AT_ONCE {
            break;
        }
    }
    let done = if asked.dry_run { "would be written" } else { "written" };
    writeln!(output, "{} links {done}, {} were right already.", counts.written, counts.right)?;
    match counts.failed {
        0 => Ok(()),
        failed => Err(CommandError::Refused(format!(
            "{failed} leads did not get their link: see above, and run the command again"
        ))),
    }
}

async fn one(
    asked: &Links,
    podio: &Podio,
    settings: &Settings,
    lead: &LinkedLead,
    counts: &mut Counts,
    output: &mut impl Write,
) -> Result<(), CommandError> {
    let link = settings.lead_link(lead.id);
    if !asked.all && lead.holds(&link) {
        counts.right += 1;
        return Ok(());
    }
    if asked.dry_run {
        counts.written += 1;
        return Ok(());
    }
    match patiently(podio, output, async || podio.write_link(lead.id, &link).await).await {
        Ok(()) => counts.written += 1,
        // Deleted since the page was read: it needs no link.
        Err(CommandError::Podio(Error::NotFound)) => {}
        // What is wrong with the app or the sign-in is wrong for every lead.
        Err(error @ CommandError::Podio(Error::Setup(_) | Error::SignIn(_))) => return Err(error),
        Err(CommandError::Podio(error)) => {
            counts.failed += 1;
            writeln!(output, "lead {}: {error}", lead.id)?;
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Asks Podio, and again after the wait that its limit asks for.
async fn patiently<T>(
    podio: &Podio,
    output: &mut impl Write,
    ask: impl AsyncFn() -> Result<T, Error>,
) -> Result<T, CommandError> {
    if podio.limits().is_some_and(|limit| limit.remaining < limit.limit / RESERVE) {
        writeln!(
            output,
            "Little is left of Podio's limit: going on slowly, so that the agents are not kept out."
        )?;
        tokio::time::sleep(SLOWLY).await;
    }
    loop {
        match ask().await {
            Err(Error::RateLimited { wait }) => {
                writeln!(output, "Podio's limit is used up: going on in {} s.", wait.as_secs())?;
                tokio::time::sleep(wait).await;
            }
            answer => return Ok(answer?),
        }
    }
}
