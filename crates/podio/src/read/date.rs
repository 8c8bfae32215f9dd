//! Podio's dates: day-only ones are never moved between zones, timed ones are read in UTC.

use jiff::civil::{Date, DateTime};
use serde_json::Value;

/// A date, a time or a range as text: `Nov 20, 2026`, `Nov 20, 2026 2:05 pm UTC`, `… to …`.
pub(super) fn text(value: &Value) -> Option<String> {
    let start = point(value, "start")?;
    match point(value, "end").filter(|end| *end != start) {
        Some(end) => Some(format!("{start} to {end}")),
        None => Some(start),
    }
}

fn point(value: &Value, side: &str) -> Option<String> {
    let part = |suffix: &str| value.get(format!("{side}{suffix}"))?.as_str();
    // Without a suffix the time is in the zone of whoever is signed in, which says nothing to the reader.
    if let (Some(_), Some(utc)) = (part("_time"), part("_utc")) {
        let at: DateTime = utc.replace(' ', "T").parse().ok()?;
        let half = if at.hour() < 12 { "am" } else { "pm" };
        let hour = (at.hour() + 11) % 12 + 1;
        return Some(format!("{} {hour}:{:02} {half} UTC", day(at.date()), at.minute()));
    }
    let text = part("_date").or_else(|| part(""))?;
    text.get(..10)?.parse().ok().map(day)
}

fn day(date: Date) -> String {
    date.strftime("%b %-d, %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn a_day_stays_the_day_and_a_time_is_utc() {
        let timed = json!({ "start": "2023-03-01 11:49:13", "start_date": "2023-03-01", "start_time": "11:49:13",
            "start_utc": "2023-03-01 21:49:13", "end": null });
        assert_eq!(text(&timed).as_deref(), Some("Mar 1, 2023 9:49 pm UTC"));
        let day_only = json!({ "start": "2026-11-20", "start_date": "2026-11-20", "start_time": null,
            "start_utc": "2026-11-20", "end_date": "2026-11-22", "end": "2026-11-22" });
        assert_eq!(text(&day_only).as_deref(), Some("Nov 20, 2026 to Nov 22, 2026"));
        assert_eq!(text(&json!({ "start": "2026-11-20 08:00:00" })).as_deref(), Some("Nov 20, 2026"));
        assert_eq!(text(&json!({ "start": "soon" })), None);
        assert_eq!(text(&json!({})), None);
    }

    proptest! {
        #[test]
        fn any_date_is_read_without_a_panic(date in "\\PC{0,12}", time in "\\PC{0,20}") {
            let _ = text(&json!({ "start": date, "start_time": time, "start_utc": time }));
        }
    }
}
