//! The click behind a call: a signed token that is good for one agent, one phone of one lead, one call, and a minute.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::call::ClickOrigin;
use domain::{AgentId, CallId, ItemId, PhoneSlot};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::signing::{Purpose, SigningKeys};
use crate::{Agent, Dialer, Error};

/// What a token says. The call's id is fixed here, so a token that is used twice names a call that exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Click {
    pub(crate) call: CallId,
    pub(crate) issued_at: Timestamp,
    /// What was clicked.
    #[serde(default)]
    pub(crate) origin: ClickOrigin,
    agent: AgentId,
    lead: ItemId,
    slot: PhoneSlot,
}

impl Dialer {
    /// A token for the click that an agent has just made on a phone of a lead. The browser asks for it only from the
    /// handler of an event that the browser itself marks as a person's.
    ///
    /// # Errors
    /// When the agent's clicks come faster than a person's.
    pub fn click(&self, agent: &Agent, lead: ItemId, slot: &PhoneSlot) -> Result<String, Error> {
        self.click_of(ClickOrigin::Button, agent, lead, slot)
    }

    /// The same for a click on something else than the button.
    pub(crate) fn click_of(
        &self,
        origin: ClickOrigin,
        agent: &Agent,
        lead: ItemId,
        slot: &PhoneSlot,
    ) -> Result<String, Error> {
        self.bound_click(agent)?;
        let call = CallId::new(Uuid::now_v7());
        let click = Click { origin, ..Click::made(call, self.now(), agent, lead, slot) };
        Ok(click.sign(&self.settings.keys).unwrap_or_default())
    }
}

impl Click {
    pub(crate) fn made(
        call: CallId,
        issued_at: Timestamp,
        agent: &Agent,
        lead: ItemId,
        slot: &PhoneSlot,
    ) -> Self {
        let origin = ClickOrigin::Button;
        Self { call, issued_at, origin, agent: agent.id.clone(), lead, slot: slot.clone() }
    }

    pub(crate) fn sign(&self, keys: &SigningKeys) -> Option<String> {
        let words = serde_json::to_vec(self).ok()?;
        let signature = keys.tag(Purpose::Click, &words);
        Some(format!("{}.{}", URL_SAFE_NO_PAD.encode(words), URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The click that a token is for, if we signed it for this agent, this lead and this phone.
    pub(crate) fn read(
        keys: &SigningKeys,
        token: &str,
        agent: &Agent,
        lead: ItemId,
        slot: &PhoneSlot,
    ) -> Option<Self> {
        let (words, signature) = token.split_once('.')?;
        let words = URL_SAFE_NO_PAD.decode(words).ok()?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        if !keys.verify(Purpose::Click, &words, &signature) {
            return None;
        }
        let click: Self = serde_json::from_slice(&words).ok()?;
        (click.agent == agent.id && click.lead == lead && click.slot == *slot).then_some(click)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(id: &str) -> Agent {
        Agent { id: id.parse().unwrap(), name: id.to_owned() }
    }

    #[test]
    fn a_token_is_for_its_own_agent_lead_and_phone() {
        let keys = SigningKeys::new("key".into(), Vec::new());
        let (maya, sam) = (agent("maya_ortiz"), agent("sam_reyes"));
        let (lead, slot): (_, PhoneSlot) = (ItemId(1), "owner-phone.0".parse().unwrap());
        let made = Click::made(CallId::new(Uuid::now_v7()), Timestamp::UNIX_EPOCH, &maya, lead, &slot);
        let click = Click { origin: ClickOrigin::Link, ..made };
        let token = click.sign(&keys).unwrap();
        assert_eq!(Click::read(&keys, &token, &maya, lead, &slot), Some(click));
        let other: PhoneSlot = "owner-phone.1".parse().unwrap();
        assert_eq!(Click::read(&keys, &token, &sam, lead, &slot), None);
        assert_eq!(Click::read(&keys, &token, &maya, ItemId(2), &slot), None);
        assert_eq!(Click::read(&keys, &token, &maya, lead, &other), None);
        assert_eq!(
            Click::read(&SigningKeys::new("other".into(), Vec::new()), &token, &maya, lead, &slot),
            None
        );
        for bad in ["", ".", "a.b", &token[1..], &token[..token.len() - 2], "e30.e30"] {
            assert_eq!(Click::read(&keys, bad, &maya, lead, &slot), None, "{bad}");
        }
    }
}
