//! Dates as Twilio's 2010 API writes them: RFC 2822, in UTC.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `Fri, 20 Nov 2026 14:00:00 +0000`.
pub(crate) fn rfc2822(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_two_digit_days_and_the_offset() {
        let at: Timestamp = "2026-11-02T04:05:06.789Z".parse().unwrap();
        assert_eq!(rfc2822(at), "Mon, 02 Nov 2026 04:05:06 +0000");
    }
}
