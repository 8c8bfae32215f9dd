//! Amounts of US dollars.

use std::fmt;

use serde::{Deserialize, Serialize};

/// US dollars, in whole cents, never negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money {
    cents: u64,
}

/// A piece of text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write an amount such as $185,000 or 185k")]
pub struct MoneyError;

/// One trillion dollars: far above any house, far below an overflow.
const MOST_CENTS: u64 = 100_000_000_000_000;

impl Money {
    /// An amount of cents.
    pub const fn from_cents(cents: u64) -> Self {
        Self { cents }
    }

    /// The amount in cents.
    pub const fn cents(self) -> u64 {
        self.cents
    }

    /// Reads `$185,000`, `185000.50`, `185k`, `1.2M`, `USD 185,000`.
    ///
    /// # Errors
    /// On anything else, on more than two decimals of a plain amount, and above a trillion dollars.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        let lower = text.trim().to_ascii_lowercase();
        let bare = lower.trim_start_matches("usd").trim_end_matches("usd").trim_end_matches("dollars").trim();
        let bare = bare.strip_prefix('$').unwrap_or(bare).trim();
        let (number, unit) = match bare.char_indices().find(|(_, c)| c.is_ascii_alphabetic()) {
            Some((at, _)) => (bare[..at].trim(), bare[at..].trim()),
            None => (bare, ""),
        };
        let cents_a_unit: u64 = match unit {
            "" => 100,
            "k" | "thousand" => 100_000,
            "m" | "mm" | "mil" | "million" => 100_000_000,
            _ => return Err(MoneyError),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let whole = grouped_digits(whole).ok_or(MoneyError)?;
        if !fraction.bytes().all(|b| b.is_ascii_digit()) || fraction.len() > 8 || number.ends_with('.') {
            return Err(MoneyError);
        }
        let whole: u64 = whole.parse().map_err(|_| MoneyError)?;
        let mut cents = whole.checked_mul(cents_a_unit).ok_or(MoneyError)?;
        let mut place = cents_a_unit;
        for digit in fraction.bytes() {
            place /= 10;
            let digit = u64::from(digit - b'0');
            if place == 0 && digit != 0 {
                return Err(MoneyError);
            }
            cents = cents.checked_add(digit * place).ok_or(MoneyError)?;
        }
        if cents > MOST_CENTS { Err(MoneyError) } else { Ok(Self { cents }) }
    }

    /// As Podio takes it: `185000.00`.
    pub fn decimal(self) -> String {
        format!("{}.{:02}", self.cents / 100, self.cents % 100)
    }
}

/// Digits with or without thousands separators, which must stand where they belong.
fn grouped_digits(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let first_fits = if rest.is_empty() { !first.is_empty() } else { (1..=3).contains(&first.len()) };
    let fits = first_fits
        && rest.iter().all(|group| group.len() == 3)
        && text.bytes().all(|b| b.is_ascii_digit() || b == b',');
    fits.then(|| text.replace(',', ""))
}

impl fmt::Display for Money {
    /// `$185,000`, and `$185,000.50` where there are cents.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dollars = (self.cents / 100).to_string();
        let mut grouped = String::new();
        for (i, digit) in dollars.chars().enumerate() {
            if i > 0 && (dollars.len() - i).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        match self.cents % 100 {
            0 => write!(f, "${grouped}"),
            cents => write!(f, "${grouped}.{cents:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_agents_type() {
        for (text, shown) in [
            ("$185,000", "$185,000"),
            ("185k", "$185,000"),
            ("185 K", "$185,000"),
            ("1.25m", "$1,250,000"),
            ("$ 90500.5", "$90,500.50"),
            ("USD 42", "$42"),
            ("0", "$0"),
        ] {
            assert_eq!(Money::parse(text).map(|m| m.to_string()), Ok(shown.into()), "{text}");
        }
        for text in
            ["", "$", "abc", "-5", "1,85,000", "185,00", "1.234", "1..2", "5x", "k", "99999999999999999999"]
        {
            assert!(Money::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in "\\PC{0,24}") {
            let _ = Money::parse(&text);
        }

        #[test]
        fn what_is_shown_reads_back(cents in 0..=MOST_CENTS) {
            let money = Money::from_cents(cents);
            prop_assert_eq!(Money::parse(&money.to_string()), Ok(money));
            prop_assert_eq!(Money::parse(&money.decimal()), Ok(money));
        }
    }
}
