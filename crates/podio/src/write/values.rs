//! Values in the shapes that Podio takes for a write. They differ from those it gives for a read.

use domain::{ItemId, Money};
use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Value, json};
use url::Url;

use crate::schema::Field;

/// Text, for a plain or an HTML field.
pub(super) fn text(field: &Field, text: &str) -> Value {
    if field.is_html() {
        let lines: Vec<String> =
            text.lines().map(|line| html_escape::encode_text(line).into_owned()).collect();
        json!(format!("<p>{}</p>", lines.join("<br />")))
    } else {
        json!(text)
    }
}

/// A relationship: an array of integers even for one item.
pub(super) fn relationship(item: ItemId) -> Value {
    json!([item.0])
}

/// A moment: UTC as `YYYY-MM-DD HH:MM:SS`, without `T`, `Z` or offset. A field without time takes the UTC day.
pub(super) fn moment(field: &Field, at: Timestamp) -> Value {
    let utc = at.to_zoned(TimeZone::UTC);
    if field.takes_time() {
        json!({ "start_utc": utc.strftime("%Y-%m-%d %H:%M:%S").to_string() })
    } else {
        day(utc.date())
    }
}

/// A day, which has no zone.
pub(super) fn day(date: Date) -> Value {
    json!({ "start_date": date.to_string() })
}

/// An option, by its id: Podio refuses its text.
pub(super) fn option(id: u64) -> Value {
    json!([id])
}

/// An amount of dollars.
pub(super) fn money(field: &Field, amount: Money) -> Value {
    match field.kind.as_str() {
        "money" => json!({ "value": amount.decimal(), "currency": "USD" }),
        _ => json!(amount.decimal()),
    }
}

/// A link, in a text field: where its format has links, one to be clicked; Podio makes one of a bare address as well.
pub(crate) fn link(field: &Field, link: &Url) -> Value {
    match field.format() {
        "html" => {
            let href = html_escape::encode_double_quoted_attribute(link.as_str());
            json!(format!("<p><a href=\"{href}\">Call</a></p>"))
        }
        "markdown" => json!(format!("[Call]({link})")),
        _ => json!(link.as_str()),
    }
}

/// A link that was made known to Podio by `POST /embed/`.
pub(crate) fn embed(id: u64) -> Value {
    json!([{ "embed": id }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn field(kind: &str, settings: Value) -> Field {
        serde_json::from_value(json!({ "field_id": 1, "type": kind, "config": { "settings": settings } }))
            .unwrap()
    }

    #[test]
    fn every_write_shape() {
        let at: Timestamp = "2026-11-20T23:04:05.678-05:00".parse().unwrap();
        let date = field("date", json!({ "time": "enabled" }));
        assert_eq!(moment(&date, at), json!({ "start_utc": "2026-11-21 04:04:05" }));
        assert_eq!(moment(&field("date", Value::Null), at), json!({ "start_utc": "2026-11-21 04:04:05" }));
        let without_time = field("date", json!({ "time": "disabled" }));
        assert_eq!(moment(&without_time, at), json!({ "start_date": "2026-11-21" }));
        assert_eq!(day(jiff::civil::date(2026, 12, 3)), json!({ "start_date": "2026-12-03" }));
        let price = Money::from_cents(25_000_000);
        assert_eq!(
            money(&field("money", Value::Null), price),
            json!({ "value": "250000.00", "currency": "USD" })
        );
        assert_eq!(money(&field("number", Value::Null), price), json!("250000.00"));
        assert_eq!(relationship(ItemId(3_211_762_753)), json!([3_211_762_753_u64]));
        assert_eq!(option(7), json!([7]));
        assert_eq!(embed(5), json!([{ "embed": 5 }]));
        let call = Url::parse("https://dialer.example/dial?item_id=7&key=k").unwrap();
        let linked = |format: &str| link(&field("text", json!({ "format": format })), &call);
        assert_eq!(linked("plain"), json!("https://dialer.example/dial?item_id=7&key=k"));
        assert_eq!(linked("markdown"), json!("[Call](https://dialer.example/dial?item_id=7&key=k)"));
        assert_eq!(
            linked("html"),
            json!("<p><a href=\"https://dialer.example/dial?item_id=7&amp;key=k\">Call</a></p>")
        );
        assert_eq!(text(&field("text", json!({ "format": "plain" })), "a < b\nc"), json!("a < b\nc"));
        assert_eq!(
            text(&field("text", json!({ "format": "html" })), "a < b\nc"),
            json!("<p>a &lt; b<br />c</p>")
        );
    }

    proptest! {
        #[test]
        fn no_moment_has_a_t_a_z_or_an_offset(second in 0_i64..4_000_000_000) {
            let at = Timestamp::from_second(second).unwrap();
            let value = moment(&field("date", Value::Null), at);
            let text = value["start_utc"].as_str().unwrap();
            prop_assert_eq!(text.len(), 19);
            prop_assert!(text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ':' | ' ')));
        }
    }
}
