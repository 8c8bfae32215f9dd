//! Podio's dates: day-only ones are never moved between zones, timed ones are read in UTC.

use domain::text::plain;
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

/// The first and the last day of a value, by the CRM's own calendar. Text is a date only as `2026-11-20`.
pub(super) fn days(value: &Value) -> Option<(Date, Date)> {
    if let Some(text) = value.get("value").unwrap_or(value).as_str() {
        let date = plain(text).parse::<Date>().ok().filter(|_| plain(text).len() == 10)?;
        return Some((date, date));
    }
    let on = |side: &str| {
        let part = |suffix: &str| value.get(format!("{side}{suffix}")).filter(|part| !part.is_null());
        let text = part("_date").or_else(|| part(""));
        text.map(|text| text.as_str()?.get(..10)?.parse::<Date>().ok())
    };
    let first = on("start")??;
    // An end that is there and cannot be read leaves the whole unread.
    let last = on("end").unwrap_or(Some(first))?;
    Some((first, last))
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

    #[test]
    fn days_are_the_calendars_own() {
        let on = |text: &str| text.parse::<Date>().unwrap();
        let timed = json!({ "start": "2026-11-20 23:00:00", "start_date": "2026-11-20", "start_time": "23:00:00",
            "start_utc": "2026-11-21 04:00:00", "end": null });
        assert_eq!(days(&timed), Some((on("2026-11-20"), on("2026-11-20"))));
        let range = json!({ "start_date": "2026-11-20", "end_date": "2026-12-22" });
        assert_eq!(days(&range), Some((on("2026-11-20"), on("2026-12-22"))));
        assert_eq!(
            days(&json!({ "value": "<p>2026-11-20</p>" })),
            Some((on("2026-11-20"), on("2026-11-20")))
        );
        for unreadable in [
            json!({ "start_date": "2026-11-20", "end_date": "later" }),
            json!({ "start": "soon" }),
            json!({ "value": "in May" }),
            json!({ "value": "2026-11-20 or so" }),
            json!(7),
        ] {
            assert_eq!(days(&unreadable), None, "{unreadable}");
        }
    }

    proptest! {
        #[test]
        fn any_date_is_read_without_a_panic(date in "\\PC{0,12}", time in "\\PC{0,20}") {
            let value = json!({ "start": date, "start_time": time, "start_utc": time, "end": time });
            let _ = (text(&value), days(&value));
        }
    }
}
