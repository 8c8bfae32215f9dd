//! How long recordings are kept, and their links are good.

use dialer::Retention;
use jiff::SignedDuration;

use super::env::Env;

const MONTHS_OF_A_YEAR: i32 = 12;
/// More than a year has: a link is not to end before its recording does.
const DAYS_OF_A_YEAR: i64 = 366;
const HOURS_OF_A_DAY: i64 = 24;

/// Both, as configured.
pub(super) struct Kept {
    pub(super) retention: Retention,
    pub(super) link_life: SignedDuration,
}

impl Kept {
    pub(super) fn read(env: &mut Env) -> Self {
        let usual = Retention::default();
        let months = env.parse("RETAIN_RECORDINGS_MONTHS", |text| within(text, 1, 120, "months"));
        let years = env.parse("RETAIN_RECORDINGS_LONG_YEARS", |text| within(text, 1, 10, "years"));
        let retention = Retention {
            usual_months: months.unwrap_or(usual.usual_months),
            long_months: years.map_or(usual.long_months, |years| years * MONTHS_OF_A_YEAR),
        };
        if retention.long_months < retention.usual_months {
            env.problem(
                "RETAIN_RECORDINGS_LONG_YEARS",
                "must not be shorter than RETAIN_RECORDINGS_MONTHS".into(),
            );
        }
        // As long as any recording is kept: when one is deleted before, its link ends with it.
        let longest = i64::from(retention.long_months / MONTHS_OF_A_YEAR + 1) * DAYS_OF_A_YEAR;
        let days = env.parse("RECORDING_LINK_DAYS", |text| within(text, 1, 3650, "days"));
        let days = days.map_or(longest, i64::from);
        Self { retention, link_life: SignedDuration::from_hours(days * HOURS_OF_A_DAY) }
    }
}

fn within(text: &str, least: i32, most: i32, what: &str) -> Result<i32, String> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| format!("must be a whole number of {what} from {least} to {most}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[(&str, &str)]) -> (Kept, Vec<&'static str>) {
        let mut env = Env::new(values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let kept = Kept::read(&mut env);
        (kept, env.into_problems().into_iter().map(|problem| problem.variable).collect())
    }

    #[test]
    fn two_years_five_years_and_links_for_as_long() {
        let (kept, problems) = read(&[]);
        assert_eq!((kept.retention, problems.len()), (Retention { usual_months: 24, long_months: 60 }, 0));
        assert!(kept.link_life >= SignedDuration::from_hours(24 * 366 * 5));
        let (kept, _) = read(&[("RECORDING_LINK_DAYS", "30"), ("RETAIN_RECORDINGS_MONTHS", "6")]);
        assert_eq!(kept.link_life, SignedDuration::from_hours(24 * 30));
        assert_eq!(kept.retention.usual_months, 6);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for (name, bad) in [
            ("RECORDING_LINK_DAYS", "0"),
            ("RECORDING_LINK_DAYS", "3651"),
            ("RETAIN_RECORDINGS_MONTHS", "0"),
            ("RETAIN_RECORDINGS_MONTHS", "two"),
            ("RETAIN_RECORDINGS_LONG_YEARS", "-5"),
            ("RETAIN_RECORDINGS_LONG_YEARS", "11"),
            // Shorter than the usual term.
            ("RETAIN_RECORDINGS_LONG_YEARS", "1"),
        ] {
            assert_eq!(read(&[(name, bad)]).1, [name], "{bad}");
        }
    }
}
