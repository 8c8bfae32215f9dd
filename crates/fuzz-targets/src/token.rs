//! What we sign and get back from a browser.

use std::sync::LazyLock;

use dialer::{Agent, SigningKeys, fuzzing};
use domain::lead::PhoneSlot;
use domain::{AgentId, ItemId};

use crate::{parts, utf8};

static KEYS: LazyLock<SigningKeys> = LazyLock::new(|| SigningKeys::new("a key of ours".into(), Vec::new()));
static STRANGER: LazyLock<SigningKeys> =
    LazyLock::new(|| SigningKeys::new("a key of others".into(), Vec::new()));

/// The token of a click: ours is taken, and nothing that differs from it in any byte.
pub fn click(data: &[u8]) {
    let (Ok(slot), lead) = (PhoneSlot::new("owner-phone", 0), ItemId(3_211_762_753)) else { return };
    let agent = Agent { id: AgentId::operator(), name: "Operator".to_owned() };
    let taken = |token: &str| fuzzing::is_click(&KEYS, token, &agent, lead, &slot);
    assert!(!taken(utf8(data)));
    let ours = fuzzing::click(&KEYS, &agent, lead, &slot).unwrap_or_default();
    assert!(taken(&ours));
    other_than(data, &ours, taken);
}

/// The key of a link to a recording: the same.
pub fn recording(data: &[u8]) {
    let Ok(sid) = "RE0123456789abcdef0123456789abcdef".parse() else { return };
    let taken = |key: &str| fuzzing::is_recording(&KEYS, key, &sid);
    assert!(!taken(utf8(data)));
    let ours = fuzzing::recording(&KEYS, &sid);
    assert!(taken(&ours));
    other_than(data, &ours, taken);
}

/// The key of a link that opens a lead: the same, and it opens no other lead. The first bytes are the lead's id.
pub fn dial(data: &[u8]) {
    let (id, data) = data.split_at_checked(4).unwrap_or_default();
    let lead = ItemId(u64::from(u32::from_le_bytes(id.try_into().unwrap_or_default())));
    let taken = |key: &str| fuzzing::opens_lead(&KEYS, lead, key);
    assert!(!taken(utf8(data)));
    let ours = fuzzing::lead_key(&KEYS, lead);
    assert!(taken(&ours));
    other_than(data, &ours, taken);
    // The next, one whose digits begin with the same, one that is the same in its lower half.
    for other in
        [lead.0 + 1, lead.0 * 10, lead.0 + (1 << 32)].map(ItemId).into_iter().filter(|id| *id != lead)
    {
        assert!(!fuzzing::opens_lead(&KEYS, other, &ours), "{lead} opens {other}");
        assert!(!taken(&fuzzing::lead_key(&KEYS, other)), "{other} opens {lead}");
    }
    // Sealed with another key, and by us for something else.
    assert!(!taken(&fuzzing::lead_key(&STRANGER, lead)));
    if let Ok(sid) = "RE0123456789abcdef0123456789abcdef".parse() {
        assert!(!taken(&fuzzing::recording(&KEYS, &sid)));
    }
}

/// The key in the address of Podio's hooks: ours is taken for its app, and no other.
pub fn hook(data: &[u8]) {
    let taken = |key: &str| fuzzing::is_hook_key(&KEYS, 30_100_100, key);
    assert!(!taken(utf8(data)));
    let ours = fuzzing::hook_key(&KEYS, 30_100_100);
    assert!(taken(&ours) && !fuzzing::is_hook_key(&KEYS, 30_100_101, &ours));
    assert!(!taken(&fuzzing::hook_key(&STRANGER, 30_100_100)));
    other_than(data, &ours, taken);
}

/// What comes back from Podio's page: a code only where Podio says of no error, and one that a request can hold.
pub fn sign_in_code(data: &[u8]) {
    let [code, error] = parts::<2>(data).map(utf8);
    if let Some(read) = podio::fuzzing::code(Some(code), Some(error)) {
        assert!(error.trim().is_empty());
        assert!(read == code && !read.is_empty() && read.bytes().all(|byte| byte.is_ascii_graphic()));
    }
    assert!(podio::fuzzing::code(Some(code), Some("access_denied")).is_none());
    assert!(podio::fuzzing::code(None, None).is_none());
}

/// Whatever differs from `ours` is not taken. The first byte says where it differs, the others what stands there instead.
fn other_than(data: &[u8], ours: &str, taken: impl Fn(&str) -> bool) {
    let Some((at, words)) = data.split_first() else { return };
    let mut other = ours.as_bytes().to_vec();
    let at = usize::from(*at) * other.len() / 256;
    other.splice(at..(at + words.len()).min(ours.len()), words.iter().copied());
    assert_eq!(taken(utf8(&other)), other == ours.as_bytes());
}

/// A browser's cookies: none that we have not sealed is a session, whatever its name.
pub fn session(data: &[u8]) {
    assert!(!server::fuzzing::session(data));
    assert!(!server::fuzzing::session(&[b"twoleg=", data].concat()));
}

/// Where to go after the sign-in: a page of this site, and an address that a header can hold.
pub fn next(data: &[u8]) {
    let text = utf8(data);
    let next = server::fuzzing::next(text);
    assert!(next.starts_with('/') && next.bytes().all(|byte| byte.is_ascii_graphic()));
    let base = url::Url::parse("https://dialer.example/sign-in").ok();
    let there = base.and_then(|base| base.join(&next).ok());
    assert_eq!(there.as_ref().and_then(url::Url::host_str), Some("dialer.example"), "{next}");
    // Read again it stays what it is.
    assert_eq!(server::fuzzing::next(&next), next);
}
