//! Calls, recordings and lists as the 2010 API writes them.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::carrier::call::Call;
use crate::carrier::dates::rfc2822;
use crate::carrier::recording::Recording;

/// A call resource.
pub(super) fn call(call: &Call) -> Value {
    let (facts, progress) = (&call.facts, call.progress());
    let uri = format!("/2010-04-01/Accounts/{}/Calls/{}", facts.account_sid, facts.sid);
    let under = |name: &str| format!("{uri}/{name}.json");
    json!({
        "account_sid": facts.account_sid,
        "annotation": null,
        "answered_by": null,
        "api_version": "2010-04-01",
        "caller_name": null,
        "date_created": rfc2822(facts.created),
        "date_updated": rfc2822(progress.updated),
        "direction": call.direction(),
        "duration": progress.duration.map(|seconds| seconds.to_string()),
        "end_time": date(progress.ended),
        "forwarded_from": null,
        "from": facts.from,
        "from_formatted": facts.from,
        "group_sid": null,
        "parent_call_sid": facts.parent_sid,
        "phone_number_sid": null,
        "price": null,
        "price_unit": "USD",
        "queue_time": "0",
        "sid": facts.sid,
        "start_time": date(progress.answered),
        "status": progress.status.as_str(),
        "subresource_uris": {
            "events": under("Events"),
            "notifications": under("Notifications"),
            "payments": under("Payments"),
            "recordings": under("Recordings"),
            "siprec": under("Siprec"),
            "streams": under("Streams"),
            "transcriptions": under("Transcriptions"),
            "user_defined_message_subscriptions": under("UserDefinedMessageSubscriptions"),
            "user_defined_messages": under("UserDefinedMessages"),
        },
        "to": facts.to,
        "to_formatted": facts.to,
        "trunk_sid": null,
        "uri": format!("{uri}.json"),
    })
}

/// A recording resource. `base` is the API's address, for the media's.
pub(super) fn recording(recording: &Recording, account_sid: &str, base: &str) -> Value {
    let facts = recording.facts();
    let uri = format!("/2010-04-01/Accounts/{account_sid}/Recordings/{}", facts.sid);
    json!({
        "account_sid": account_sid,
        "api_version": "2010-04-01",
        "call_sid": facts.call_sid,
        "channels": facts.channels,
        "conference_sid": null,
        "date_created": rfc2822(facts.start_time),
        "date_updated": rfc2822(facts.updated),
        "duration": facts.duration.map(|seconds| seconds.to_string()),
        "encryption_details": null,
        "error_code": null,
        "media_url": format!("{base}{uri}"),
        "price": null,
        "price_unit": "USD",
        "sid": facts.sid,
        "source": facts.source.as_str(),
        "start_time": rfc2822(facts.start_time),
        "status": facts.status.as_str(),
        "subresource_uris": {
            "add_on_results": format!("{uri}/AddOnResults.json"),
            "transcriptions": format!("{uri}/Transcriptions.json"),
        },
        "track": "both",
        "uri": format!("{uri}.json"),
    })
}

/// A list, always on one page: the sandbox has few of everything.
pub(super) fn list(name: &str, uri: &str, items: Vec<Value>) -> Value {
    let last = items.len().saturating_sub(1);
    let size = items.len().max(50);
    json!({
        name: items,
        "end": last,
        "first_page_uri": format!("{uri}?PageSize={size}&Page=0"),
        "next_page_uri": null,
        "page": 0,
        "page_size": size,
        "previous_page_uri": null,
        "start": 0,
        "uri": format!("{uri}?PageSize={size}&Page=0"),
    })
}

fn date(at: Option<Timestamp>) -> Option<String> {
    at.map(rfc2822)
}
