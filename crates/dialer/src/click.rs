//! The click behind a call: a signed token that is good for one agent, one phone of one lead, one call, and a minute.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{AgentId, CallId, ItemId, PhoneSlot};
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

use crate::{Agent, Dialer};

/// What a token says. The call's id is fixed here, so a token that is used twice names a call that exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Click {
    pub(crate) call: CallId,
    pub(crate) issued_at: Timestamp,
    agent: AgentId,
    lead: ItemId,
    slot: PhoneSlot,
}

impl Dialer {
    /// A token for the click that an agent has just made on a phone of a lead. The browser asks for it only from the
    /// handler of an event that the browser itself marks as a person's.
    pub fn click(&self, agent: &Agent, lead: ItemId, slot: &PhoneSlot) -> String {
        let click = Click {
            call: CallId::new(Uuid::now_v7()),
            issued_at: self.now(),
            agent: agent.id.clone(),
            lead,
            slot: slot.clone(),
        };
        click.sign(&self.settings.link_key).unwrap_or_default()
    }
}

impl Click {
    fn sign(&self, key: &SecretString) -> Option<String> {
        let words = serde_json::to_vec(self).ok()?;
        let signature = mac(key, &words)?.finalize().into_bytes();
        Some(format!("{}.{}", URL_SAFE_NO_PAD.encode(words), URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The click that a token is for, if we signed it for this agent, this lead and this phone.
    pub(crate) fn read(
        key: &SecretString,
        token: &str,
        agent: &Agent,
        lead: ItemId,
        slot: &PhoneSlot,
    ) -> Option<Self> {
        let (words, signature) = token.split_once('.')?;
        let words = URL_SAFE_NO_PAD.decode(words).ok()?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        mac(key, &words)?.verify_slice(&signature).ok()?;
        let click: Self = serde_json::from_slice(&words).ok()?;
        (click.agent == agent.id && click.lead == lead && click.slot == *slot).then_some(click)
    }
}

fn mac(key: &SecretString, words: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose_secret().as_bytes()).ok()?;
    mac.update(b"twoleg click v1\n");
    mac.update(words);
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(id: &str) -> Agent {
        Agent { id: id.parse().unwrap(), name: id.to_owned() }
    }

    #[test]
    fn a_token_is_for_its_own_agent_lead_and_phone() {
        let key: SecretString = "key".to_owned().into();
        let (maya, sam) = (agent("maya_ortiz"), agent("sam_reyes"));
        let (lead, slot): (_, PhoneSlot) = (ItemId(1), "owner-phone.0".parse().unwrap());
        let click = Click {
            call: CallId::new(Uuid::now_v7()),
            issued_at: Timestamp::UNIX_EPOCH,
            agent: maya.id.clone(),
            lead,
            slot: slot.clone(),
        };
        let token = click.sign(&key).unwrap();
        assert_eq!(Click::read(&key, &token, &maya, lead, &slot), Some(click));
        let other: PhoneSlot = "owner-phone.1".parse().unwrap();
        assert_eq!(Click::read(&key, &token, &sam, lead, &slot), None);
        assert_eq!(Click::read(&key, &token, &maya, ItemId(2), &slot), None);
        assert_eq!(Click::read(&key, &token, &maya, lead, &other), None);
        assert_eq!(Click::read(&"other".to_owned().into(), &token, &maya, lead, &slot), None);
        for bad in ["", ".", "a.b", &token[1..], &token[..token.len() - 2], "e30.e30"] {
            assert_eq!(Click::read(&key, bad, &maya, lead, &slot), None, "{bad}");
        }
    }
}
