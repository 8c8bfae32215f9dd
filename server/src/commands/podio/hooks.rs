//! `twoleg podio hook`: Podio tells this server of its leads, by one hook for each kind of event. A hook that is there is
//! left as it is: made twice, it would tell everything twice. One of another key goes once its successor works.

use std::io::Write;
use std::time::Duration;

use ::podio::{Hook, HookKind, Podio};
use clap::Args;
use dialer::{OwnHook, Settings};

use super::super::CommandError;

/// How often, and how many times, to look whether Podio has verified a hook.
const LOOK: Duration = Duration::from_millis(500);
const LOOKS: usize = 20;

/// Whether to make hooks, or take them away.
#[derive(Debug, Args)]
pub struct Hooks {
    /// Take Twoleg's hooks away.
    #[arg(long)]
    remove: bool,
}

pub(super) async fn run(
    asked: &Hooks,
    podio: &Podio,
    settings: &Settings,
    output: &mut impl Write,
) -> Result<(), CommandError> {
    if asked.remove {
        let removed = remove(podio, settings, |_| true).await?;
        return Ok(writeln!(output, "{removed} hooks of this server taken away.")?);
    }
    for kind in HookKind::ALL {
        one(kind, podio, settings, output).await?;
    }
    let waiting = wait(podio, settings).await?;
    if waiting.is_empty() {
        let removed = remove(podio, settings, |own| own != OwnHook::Good).await?;
        if removed > 0 {
            writeln!(
                output,
                "{removed} hooks of other keys taken away: nothing needs those keys for hooks now."
            )?;
        }
        return Ok(writeln!(output, "Podio tells this server of new, changed and deleted leads.")?);
    }
    Err(CommandError::Refused(format!(
        "{} not active yet: Podio has to reach {} (port 443), and this server has to run. Then say this again",
        waiting.join(", "),
        settings.public_url.origin().ascii_serialization(),
    )))
}

/// Takes some of this server's hooks away, and says how many.
async fn remove(
    podio: &Podio,
    settings: &Settings,
    which: impl Fn(OwnHook) -> bool,
) -> Result<usize, CommandError> {
    let mut removed = 0;
    for (hook, _) in ours(podio, settings).await?.into_iter().filter(|(_, own)| which(*own)) {
        podio.remove_hook(hook.id).await?;
        removed += 1;
    }
    Ok(removed)
}

/// The hooks that stay: made with the newest key.
async fn good(podio: &Podio, settings: &Settings) -> Result<Vec<Hook>, CommandError> {
    let ours = ours(podio, settings).await?.into_iter();
    Ok(ours.filter(|(_, own)| *own == OwnHook::Good).map(|(hook, _)| hook).collect())
}

/// Sees to it that there is one hook of this kind, and has it verified where it is not yet.
async fn one(
    kind: HookKind,
    podio: &Podio,
    settings: &Settings,
    output: &mut impl Write,
) -> Result<(), CommandError> {
    let mut there = good(podio, settings).await?;
    there.retain(|hook| hook.kind == Some(kind));
    // One that works is the one to keep.
    there.sort_by_key(|hook| !hook.is_active);
    let mut there = there.into_iter();
    let kept = there.next();
    for twin in there {
        podio.remove_hook(twin.id).await?;
    }
    let (id, is_active) = if let Some(hook) = kept {
        (hook.id, hook.is_active)
    } else {
        let id = podio.add_hook(kind, &settings.hook_url(podio.lead_app())).await?;
        writeln!(output, "{}: made.", kind.code())?;
        (id, false)
    };
    if !is_active {
        podio.ask_to_verify(id).await?;
    }
    Ok(())
}

/// The kinds whose hooks are still asleep after a while.
async fn wait(podio: &Podio, settings: &Settings) -> Result<Vec<&'static str>, CommandError> {
    let mut waiting = Vec::new();
    for _ in 0..LOOKS {
        let hooks = good(podio, settings).await?;
        let works = |kind: HookKind| hooks.iter().any(|hook| hook.kind == Some(kind) && hook.is_active);
        waiting = HookKind::ALL.into_iter().filter(|kind| !works(*kind)).map(HookKind::code).collect();
        if waiting.is_empty() {
            break;
        }
        tokio::time::sleep(LOOK).await;
    }
    Ok(waiting)
}

/// This server's own hooks among those of the app.
async fn ours(podio: &Podio, settings: &Settings) -> Result<Vec<(Hook, OwnHook)>, CommandError> {
    let all = podio.hooks().await?.into_iter();
    Ok(all
        .filter_map(|hook| settings.hook_of_ours(podio.lead_app(), &hook.url).map(|own| (hook, own)))
        .collect())
}
