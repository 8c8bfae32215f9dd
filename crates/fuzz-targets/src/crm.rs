//! What Podio answers, and links that name a lead.

use dialer::LeadRef;
use http::{HeaderMap, HeaderName, HeaderValue};
use podio::HookKind;
use podio::sign_in::LeadAccess;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use url::Url;

use crate::{parts, utf8};

/// An item, as the lead that an agent sees.
pub fn item(data: &[u8]) {
    let Some(lead) = podio::fuzzing::lead(data) else { return };
    assert!(!lead.title.trim().is_empty());
    assert!(lead.url.is_empty() || lead.url.starts_with("http"));
    assert!(lead.phones.len() <= data.len());
    for phone in lead.phones.iter().filter_map(|phone| phone.number.as_ref().ok()) {
        assert_eq!(domain::E164::parse(phone.as_str()).as_ref(), Ok(phone));
    }
    for address in [&lead.property, &lead.mailing].into_iter().flatten() {
        assert!(!address.line.trim().is_empty());
        assert!(address.zip.as_ref().is_none_or(|zip| zip.len() == 5));
    }
    for field in &lead.fields {
        assert!(!field.text.is_empty());
        assert!(field.href.as_ref().is_none_or(|href| href.starts_with("https://")));
    }
    let text = serde_json::to_string(&lead).unwrap_or_default();
    assert!(text.len() <= 64 * data.len() + 4096, "{} bytes of {}", text.len(), data.len());
    // Floats apart, of which the standing has none, what is kept reads back.
    assert_eq!(serde_json::from_str::<domain::Lead>(&text).ok().as_ref(), Some(&lead));
    let _ = app::view::LeadView::of(&lead);
}

/// The three parameters of a link, and the address of an item's page.
pub fn lead_link(data: &[u8]) {
    let [item, app_item, url] = parts::<3>(data).map(utf8);
    for parameters in [(Some(item), None, None), (None, Some(app_item), None), (None, None, Some(url))] {
        let (item, app_item, url) = parameters;
        match LeadRef::parse(item, app_item, url) {
            Ok(LeadRef::Item(id)) => assert!(id.0 > 0),
            Ok(LeadRef::AppItem(number)) => assert!(number > 0),
            Ok(LeadRef::Url(url)) => assert!(url.len() <= 2048 && !url.starts_with("javascript")),
            Err(_) => {}
        }
    }
    if let Some((_, number)) = podio::fuzzing::address_of_item(url) {
        assert!(number > 0);
    }
    let _ = LeadRef::parse(Some(item), Some(app_item), Some(url));
}

/// An app's definition.
pub fn app(data: &[u8]) {
    let _ = podio::fuzzing::fields_of_app(data, 30_100_100);
}

/// An answer that is no success: what is said of it is short, and quotes no value.
pub fn failure(data: &[u8]) {
    for status in [400, 401, 404, 409, 420, 500] {
        let error = podio::fuzzing::failure(status, HeaderMap::new(), data);
        fit_for_a_log(&error.to_string());
        assert!(error.retry_after().is_none_or(|wait| wait.as_secs() <= 3600));
    }
}

fn fit_for_a_log(sentence: &str) {
    assert!(sentence.chars().count() < 500 && !sentence.contains('"'), "{sentence}");
    assert!(!sentence.contains(char::is_control), "{sentence}");
}

/// What Podio says of its limits, in `Retry-After`, in two headers of its own and in the body: a wait of a second to an hour.
pub fn limits(data: &[u8]) {
    let [retry_after, limit, remaining, body] = parts::<4>(data);
    let named =
        [("retry-after", retry_after), ("x-rate-limit-limit", limit), ("x-rate-limit-remaining", remaining)];
    let headers = named.into_iter().filter_map(|(name, value)| {
        Some((HeaderName::from_static(name), HeaderValue::from_bytes(value).ok()?))
    });
    let headers: HeaderMap = headers.collect();
    for status in [420, 429] {
        let wait = podio::fuzzing::failure(status, headers.clone(), body).retry_after();
        // Nothing is said of it: the client has waits of its own.
        assert!(wait.is_some_and(|wait| wait.is_zero() || (1..=3600).contains(&wait.as_secs())), "{wait:?}");
    }
    if let Some(told) = podio::fuzzing::rate_limit(headers) {
        let number =
            |text: &[u8]| utf8(text).trim().trim_start_matches('+').trim_start_matches('0').to_owned();
        assert_eq!(told.limit.to_string().trim_start_matches('0'), number(limit));
        assert_eq!(told.remaining.to_string().trim_start_matches('0'), number(remaining));
    }
}

/// The token endpoint's answer: a token that a header can hold, or a sentence that repeats nothing of it.
pub fn token(data: &[u8]) {
    for (status, refreshing) in [(200, false), (200, true), (400, false), (401, true), (500, false)] {
        match podio::fuzzing::token(status, data, refreshing) {
            Ok(token) => {
                assert!(status == 200);
                let token = token.expose_secret();
                assert!(!token.is_empty() && HeaderValue::from_str(token).is_ok());
            }
            Err(error) => fit_for_a_log(&error.to_string()),
        }
    }
}

/// Who signs in, and what they may do: a mail address that is Podio's own, a name that a line can hold, and no more
/// rights than Podio lists.
pub fn identity(data: &[u8]) {
    let [status, app] = parts::<2>(data);
    let Some(identity) = podio::fuzzing::identity(status, app) else { return };
    let told: Value = serde_json::from_slice(status).unwrap_or_default();
    // A list is read by position, and has no names to ask for; what is told twice is not read at all.
    if told["user"].is_object() {
        let mail = told["user"]["mail"].as_str().unwrap_or_default();
        assert!(identity.mail.eq_ignore_ascii_case(mail.trim()), "{} of {mail}", identity.mail);
        assert_eq!(told["user"]["user_id"].as_u64(), Some(identity.user_id));
    }
    assert!(
        !identity.mail.is_empty() && !identity.mail.contains(|c: char| c.is_control() || c.is_whitespace())
    );
    assert!(
        !identity.name.trim().is_empty() && !identity.name.contains(char::is_control),
        "{}",
        identity.name
    );
    assert!(identity.name.chars().count() <= 100, "{}", identity.name);
    assert_ne!(identity.access, LeadAccess::None, "they see the app");
    // What nobody reads may be no text at all, which the whole document must be to be compared.
    let Ok(app) = serde_json::from_slice::<Value>(app) else { return };
    let rights = if app.is_object() { &app["rights"] } else { &app[0] };
    let may_change = rights.as_array().is_some_and(|rights| rights.contains(&json!("update")));
    assert!(may_change || identity.access == LeadAccess::Worker);
}

/// The hooks of an app: each is there, of the kind that Podio names, and works only when Podio says so.
pub fn hooks(data: &[u8]) {
    let Some(hooks) = podio::fuzzing::hooks(data) else { return };
    // What nobody reads may be no text at all, which the whole document must be to be compared.
    let Ok(told) = serde_json::from_slice::<Vec<Value>>(data) else { return };
    assert_eq!(hooks.len(), told.len());
    for (hook, told) in hooks.iter().zip(&told) {
        // As above.
        if told.is_object() {
            assert_eq!(told["hook_id"].as_u64(), Some(hook.id));
            assert_eq!(hook.kind.map(HookKind::code), told["type"].as_str().filter(|code| is_known(code)));
            assert_eq!(hook.url, told["url"].as_str().unwrap_or_default());
            assert_eq!(hook.is_active, told["status"] == "active");
        }
    }
}

fn is_known(code: &str) -> bool {
    HookKind::ALL.iter().any(|kind| kind.code() == code)
}

const LINK_FIELD: u64 = 7;
const LINK: &str =
    "https://dialer.example/dial?item_id=3211762753&key=wLxQpZ-0123456789_abcdefghijklmnopqrstuvwxyz";

/// A page of leads, with what stands in the field of their link; and a text around a link of ours, in every shape in which
/// it is written: the link is found, and no other.
pub fn links(data: &[u8]) {
    let Ok(link) = Url::parse(LINK) else { return };
    let (text, escaped) = (utf8(data), LINK.replace('&', "&amp;"));
    if let Some(leads) = podio::fuzzing::linked_leads(data, LINK_FIELD) {
        assert!(leads.len() <= data.len());
        // What nobody sent is not there.
        assert!(text.contains("wLxQpZ") || leads.iter().all(|lead| !lead.holds(&link)));
    }
    let may_hold_others = text.contains("item_id") || text.contains("key");
    for value in [
        json!({ "embed": { "original_url": LINK, "title": text } }),
        json!({ "value": LINK, "other": text }),
        json!({ "value": format!("[Call]({LINK}){text}") }),
        json!({ "value": format!("<p><a href=\"{escaped}\">Call</a></p>{text}") }),
    ] {
        assert!(held(&value, &link), "{value}");
        for other in [&LINK[..LINK.len() - 1], &format!("{LINK}0"), &LINK.replace("item_id=3", "item_id=4")] {
            let is_held = Url::parse(other).is_ok_and(|other| held(&value, &other));
            assert!(may_hold_others || !is_held, "{other}: {value}");
        }
    }
}

/// Whether a lead with this value in the field holds the link.
fn held(value: &Value, link: &Url) -> bool {
    let field = json!({ "field_id": LINK_FIELD, "values": [value] });
    let page = json!({ "items": [{ "item_id": 1, "fields": [field] }] }).to_string();
    let leads = podio::fuzzing::linked_leads(page.as_bytes(), LINK_FIELD).unwrap_or_default();
    leads.iter().any(|lead| lead.holds(link))
}
