//! Who supervises, and how long a sign-in is good.

use std::ops::RangeInclusive;
use std::time::Duration;

use dialer::Supervisors;

use super::env::Env;
use crate::session::SessionLife;

/// `SUPERVISORS`: mail addresses with commas between; without it, Podio's own rights say who supervises.
pub(super) fn supervisors(env: &mut Env) -> Supervisors {
    let mails = env.parse("SUPERVISORS", |text| {
        let mails =
            text.split(',').map(|mail| mail.trim().to_ascii_lowercase()).filter(|mail| !mail.is_empty());
        let mails: Vec<String> = mails.collect();
        if mails.iter().all(|mail| mail.contains('@') && !mail.contains(char::is_whitespace)) {
            Ok(mails)
        } else {
            Err("must be mail addresses of Podio accounts, with commas between".into())
        }
    });
    mails.map_or(Supervisors::ByPodio, Supervisors::ByMail)
}

/// `SESSION_IDLE_MINUTES` and `SESSION_HOURS`.
pub(super) fn life(env: &mut Env) -> SessionLife {
    let otherwise = SessionLife::default();
    let mut within = |name, range: RangeInclusive<u64>| {
        env.parse(name, |text| {
            let number = text.parse().ok().filter(|number| range.contains(number));
            number.ok_or_else(|| format!("must be a whole number from {} to {}", range.start(), range.end()))
        })
    };
    let idle = within("SESSION_IDLE_MINUTES", 5..=720).map(Duration::from_mins);
    let whole = within("SESSION_HOURS", 1..=24).map(Duration::from_hours);
    SessionLife { idle: idle.unwrap_or(otherwise.idle), whole: whole.unwrap_or(otherwise.whole) }
}
