//! Tokens that come back from a browser, handed to their readers as text: the doors of the fuzz targets.

use domain::{CallId, ItemId, PhoneSlot, RecordingSid};
use jiff::Timestamp;

use crate::click::Click;
use crate::recordings::{Capability, LinkKind};
use crate::{Agent, SigningKeys, lead_link, lead_news};

/// The token of an agent's click on a phone of a lead, as we sign it.
pub fn click(keys: &SigningKeys, agent: &Agent, lead: ItemId, slot: &PhoneSlot) -> Option<String> {
    Click::made(CallId::none(), Timestamp::UNIX_EPOCH, agent, lead, slot).sign(keys)
}

/// Whether a token is taken for such a click.
pub fn is_click(keys: &SigningKeys, token: &str, agent: &Agent, lead: ItemId, slot: &PhoneSlot) -> bool {
    Click::read(keys, token, agent, lead, slot).is_some()
}

/// The key of a link to a recording, as we seal it.
pub fn recording(keys: &SigningKeys, sid: &RecordingSid) -> String {
    let (call, issued_at) = (CallId::none(), Timestamp::UNIX_EPOCH);
    Capability { call, kind: LinkKind::Crm, issued_at, life_s: 60 }.seal(keys, sid)
}

/// Whether a key opens this recording.
pub fn is_recording(keys: &SigningKeys, key: &str, sid: &RecordingSid) -> bool {
    Capability::open(keys, sid, key).is_some()
}

/// The key of a lead's link, as we seal it.
pub fn lead_key(keys: &SigningKeys, lead: ItemId) -> String {
    lead_link::seal(keys, lead)
}

/// Whether a key opens this lead.
pub fn opens_lead(keys: &SigningKeys, lead: ItemId, key: &str) -> bool {
    lead_link::opens(keys, lead, key)
}

/// The key of the hooks of an app, as we seal it.
pub fn hook_key(keys: &SigningKeys, app: u64) -> String {
    lead_news::key_of(keys, app)
}

/// Whether a key is one of the hooks of this app.
pub fn is_hook_key(keys: &SigningKeys, app: u64, key: &str) -> bool {
    lead_news::is_key_of(keys, app, key)
}
