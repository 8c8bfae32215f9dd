//! `POST …/Calls.json`: what Twilio checks before it says yes.

use url::Url;

use super::form::Form;
use crate::carrier::account::{Account, is_e164};
use crate::carrier::engine::{Order, Source};
use crate::carrier::error::ApiError;
use crate::carrier::twiml::{Link, Subscription};
use crate::faults::CarrierRefusal;

/// Twilio's `Timeout`, in seconds: when it is not given, and the most.
const TIMEOUT: (u32, u32) = (60, 600);
/// The events that can be subscribed to.
const EVENTS: [&str; 4] = ["initiated", "ringing", "answered", "completed"];

/// Reads the form into an order to place a call.
pub(super) fn read(form: &Form, account: &Account, refusal: CarrierRefusal) -> Result<Order, ApiError> {
    let to = form.get("To").ok_or_else(|| ApiError::bad(21201, "No 'To' number is specified"))?;
    let from = caller_id(form, account)?;
    let (to, client_params) = callee(to)?;
    let first = first_document(form)?;
    if refusal == CarrierRefusal::NoCredit {
        return Err(ApiError::forbidden(10001, "Account is not active. The balance is used up."));
    }
    if refusal == CarrierRefusal::GeoPermission {
        let message = format!(
            "Account not authorized to call {to}. Perhaps you need to enable some international permissions"
        );
        return Err(ApiError::bad(21215, message));
    }
    if refusal == CarrierRefusal::UnverifiedNumber {
        let message =
            format!("The number {to} is unverified. Trial accounts may only make calls to verified numbers.");
        return Err(ApiError::bad(21219, message));
    }
    let (timeout, longest) = TIMEOUT;
    let timeout = form.get("Timeout").and_then(|text| text.parse().ok()).unwrap_or(timeout).min(longest);
    let (callback, warnings) = callback(form)?;
    Ok(Order { from, to, client_params, first, callback, timeout, warnings })
}

fn caller_id(form: &Form, account: &Account) -> Result<String, ApiError> {
    let from = form.get("From").ok_or_else(|| ApiError::bad(21213, "No 'From' number is specified"))?;
    if !is_e164(from) {
        return Err(ApiError::bad(21212, format!("Invalid From Number (caller ID): {from}")));
    }
    if !account.owns(from) {
        let message = format!(
            "The source phone number provided, {from}, is not yet verified for your account. \
             You may only make calls from phone numbers that you've verified or purchased from Twilio."
        );
        return Err(ApiError::bad(21210, message));
    }
    Ok(from.to_owned())
}

/// The identity and the custom parameters of a client.
fn callee(to: &str) -> Result<(String, String), ApiError> {
    if let Some(client) = to.strip_prefix("client:") {
        let (identity, params) = client.split_once('?').unwrap_or((client, ""));
        let known = |c: char| c.is_ascii_alphanumeric() || "_-.@+".contains(c);
        if identity.is_empty() || identity.len() > 121 || !identity.chars().all(known) {
            return Err(ApiError::bad(21217, format!("Phone number does not appear to be valid: {to}")));
        }
        return Ok((format!("client:{identity}"), params.to_owned()));
    }
    if is_e164(to) {
        // Twilio would place this call. Here a phone is only ever reached by <Dial>, after the agent's leg is up.
        let message = format!("Account not allowed to call {to}. The sandbox reaches phones by <Dial> only.");
        return Err(ApiError::bad(21216, message));
    }
    if to.bytes().any(|b| b.is_ascii_digit()) {
        return Err(ApiError::bad(
            21211,
            format!("The phone number you are attempting to call, {to}, is not valid."),
        ));
    }
    Err(ApiError::bad(21217, format!("Phone number does not appear to be valid: {to}")))
}

fn first_document(form: &Form) -> Result<Source, ApiError> {
    if let Some(twiml) = form.get("Twiml") {
        return Ok(Source::Inline(twiml.to_owned()));
    }
    let url = form.get("Url").ok_or_else(|| ApiError::bad(21205, "Url parameter is required."))?;
    check_url(url)?;
    Ok(Source::Fetch { link: Link { url: url.to_owned(), get: form.is_get("Method") }, extra: Vec::new() })
}

/// Refuses what is not an absolute HTTP address.
pub(super) fn check_url(url: &str) -> Result<(), ApiError> {
    match Url::parse(url) {
        Ok(parsed) if matches!(parsed.scheme(), "http" | "https") && parsed.has_host() => Ok(()),
        _ => Err(ApiError::bad(21205, format!("Url is not a valid URL: {url}"))),
    }
}

fn callback(form: &Form) -> Result<(Option<Subscription>, Vec<String>), ApiError> {
    let Some(url) = form.get("StatusCallback") else { return Ok((None, Vec::new())) };
    check_url(url)?;
    // The parameter comes once for each event. "initiated ringing" in one is an unknown event to Twilio.
    let mut warnings = Vec::new();
    let mut events = Vec::new();
    for event in form.all("StatusCallbackEvent").filter(|event| !event.is_empty()) {
        if EVENTS.contains(&event) {
            events.push(event.to_owned());
        } else {
            warnings.push(format!("StatusCallbackEvent has the unknown value {event:?}"));
        }
    }
    if events.is_empty() {
        events.push("completed".into());
    }
    let link = Link { url: url.to_owned(), get: form.is_get("StatusCallbackMethod") };
    Ok((Some(Subscription { link, events }), warnings))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Account {
        Account {
            sid: "AC1".into(),
            auth_token: "t".into(),
            api_key: "SK1".into(),
            api_secret: "s".into(),
            numbers: vec!["+15005550006".into()],
        }
    }

    fn code(pairs: &[(&str, &str)], refusal: CarrierRefusal) -> u32 {
        read(&Form::of(pairs), &account(), refusal).unwrap_err().code()
    }

    const FROM: (&str, &str) = ("From", "+15005550006");
    const URL: (&str, &str) = ("Url", "http://a/connect");
    const TO: (&str, &str) = ("To", "client:agent_maya?call_id=1&x=%20");

    #[test]
    fn takes_a_client_with_parameters() {
        let form = Form::of(&[TO, FROM, URL, ("Timeout", "9999")]);
        let order = read(&form, &account(), CarrierRefusal::None).unwrap();
        assert_eq!(order.to, "client:agent_maya");
        assert_eq!(order.client_params, "call_id=1&x=%20");
        assert_eq!(order.timeout, 600);
        assert_eq!(order.callback, None);
    }

    #[test]
    fn turns_down_with_twilio_s_codes() {
        let none = CarrierRefusal::None;
        assert_eq!(code(&[FROM, URL], none), 21201);
        assert_eq!(code(&[("To", "555-0142x"), FROM, URL], none), 21211);
        assert_eq!(code(&[("To", "somebody"), FROM, URL], none), 21217);
        assert_eq!(code(&[("To", "client:"), FROM, URL], none), 21217);
        assert_eq!(code(&[("To", "client:two words"), FROM, URL], none), 21217);
        assert_eq!(code(&[("To", "+18135550142"), FROM, URL], none), 21216);
        assert_eq!(code(&[TO, URL], none), 21213);
        assert_eq!(code(&[TO, ("From", "5005550006"), URL], none), 21212);
        assert_eq!(code(&[TO, ("From", "+15005550007"), URL], none), 21210);
        assert_eq!(code(&[TO, FROM], none), 21205);
        assert_eq!(code(&[TO, FROM, ("Url", "/connect")], none), 21205);
        assert_eq!(code(&[TO, FROM, ("Url", "ftp://a/b")], none), 21205);
        assert_eq!(code(&[TO, FROM, URL, ("StatusCallback", "nope")], none), 21205);
        assert_eq!(code(&[TO, FROM, URL], CarrierRefusal::NoCredit), 10001);
        assert_eq!(code(&[TO, FROM, URL], CarrierRefusal::GeoPermission), 21215);
        assert_eq!(code(&[TO, FROM, URL], CarrierRefusal::UnverifiedNumber), 21219);
    }

    #[test]
    fn events_come_one_to_a_parameter() {
        let callback = ("StatusCallback", "http://a/s");
        let read = |events: &[&str]| {
            let mut pairs = vec![TO, FROM, URL, callback];
            pairs.extend(events.iter().map(|event| ("StatusCallbackEvent", *event)));
            let order = read(&Form::of(&pairs), &account(), CarrierRefusal::None).unwrap();
            (order.callback.unwrap().events, order.warnings.len())
        };
        assert_eq!(read(&["initiated", "answered"]), (vec!["initiated".into(), "answered".into()], 0));
        assert_eq!(read(&["initiated ringing answered"]), (vec!["completed".into()], 1));
        assert_eq!(read(&[]), (vec!["completed".into()], 0));
    }
}
