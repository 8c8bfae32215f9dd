//! Links to recordings: ours, signed, so that a recording cannot be guessed from its SID.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::RecordingSid;
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use url::Url;

use crate::settings::Settings;

/// The link under which `sid` can be played.
pub(crate) fn link(settings: &Settings, sid: &RecordingSid) -> Url {
    let signature =
        mac(&settings.link_key, sid).map(|mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()));
    settings.url(&format!("/play_recording/{sid}"), &[("key", signature.as_deref().unwrap_or_default())])
}

/// Whether `key` is the one of the link for `sid`; takes the same time for every wrong key.
pub(crate) fn is_good(settings: &Settings, sid: &RecordingSid, key: &str) -> bool {
    match (mac(&settings.link_key, sid), URL_SAFE_NO_PAD.decode(key)) {
        (Some(mac), Ok(bytes)) => mac.verify_slice(&bytes).is_ok(),
        _ => false,
    }
}

fn mac(key: &SecretString, sid: &RecordingSid) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose_secret().as_bytes()).ok()?;
    mac.update(b"twoleg recording v1\n");
    mac.update(sid.as_str().as_bytes());
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::call::RecordingMode;

    fn settings(key: &str) -> Settings {
        Settings {
            public_url: Url::parse("https://dialer.example").unwrap(),
            caller_id: "+18135550100".parse().unwrap(),
            zone: jiff::tz::TimeZone::UTC,
            recording: RecordingMode::Off,
            worker: "test".to_owned(),
            link_key: key.to_owned().into(),
            fictional_numbers: true,
        }
    }

    #[test]
    fn a_link_opens_its_own_recording_and_no_other() {
        let (ours, theirs) = (settings("one"), settings("two"));
        let sid: RecordingSid = "RE0123456789abcdef0123456789abcdef".parse().unwrap();
        let other: RecordingSid = "RE0123456789abcdef0123456789abcdee".parse().unwrap();
        let url = link(&ours, &sid);
        let key = url.query_pairs().find(|(name, _)| name == "key").unwrap().1.into_owned();
        assert!(is_good(&ours, &sid, &key));
        assert!(!is_good(&ours, &other, &key));
        assert!(!is_good(&theirs, &sid, &key));
        for wrong in ["", "x", &key[1..], "AAAA"] {
            assert!(!is_good(&ours, &sid, wrong));
        }
    }
}
