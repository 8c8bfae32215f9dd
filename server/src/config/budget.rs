//! What a day's calls may cost.

use dialer::{Budget, PricePerMinute};
use domain::Money;

use super::env::Env;

/// Enough for some 45 hours on the phone at list prices; a stolen session cannot spend more.
const CAP: Money = Money::from_cents(5_000);

/// The cap and the price; each has a default.
pub(super) fn read(env: &mut Env) -> Budget {
    let cap = env.parse("SPEND_CAP_USD_PER_DAY", |text| match Money::parse(text) {
        Ok(cap) if cap.cents() > 0 => Ok(cap),
        _ => Err("must be US dollars for a day, such as 50: more than 0".to_owned()),
    });
    let price = env
        .parse("CALL_USD_PER_MINUTE", |text| PricePerMinute::parse(text).map_err(|error| error.to_string()));
    Budget { cap: cap.unwrap_or(CAP), price: price.unwrap_or(PricePerMinute::LIST) }
}
