//! `X-Twilio-Signature`: HMAC-SHA1 over the URL and the sorted form parameters, in Base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha1::Sha1;

/// Signs a request. `params` are those of the body: empty for a GET, whose are in the URL.
pub(super) fn sign(token: &SecretString, url: &str, params: &[(String, String)]) -> Option<String> {
    let mut sorted: Vec<_> = params.iter().collect();
    sorted.sort();
    // HMAC takes keys of any length, so this is never `None`; the type says otherwise.
    let mut mac = Hmac::<Sha1>::new_from_slice(token.expose_secret().as_bytes()).ok()?;
    mac.update(url.as_bytes());
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The worked example of Twilio's documentation on webhook security.
    #[test]
    fn agrees_with_the_documented_example() {
        let params = [
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+12349013030"),
            ("Digits", "1234"),
            ("From", "+12349013030"),
            ("To", "+18005551212"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let token = SecretString::from("12345");
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        assert_eq!(sign(&token, url, &params).unwrap(), "0/KCTR6DLpKmkAf8muzZqo1nDgQ=");
    }
}
