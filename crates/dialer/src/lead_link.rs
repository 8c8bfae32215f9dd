//! Links that open a lead, and may call it: ours, signed, so that nobody can make one for a lead of their choice.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ItemId;
use domain::call::ClickOrigin;
use url::Url;

use crate::settings::Settings;
use crate::signing::{Purpose, SigningKeys};
use crate::{Agent, Dialer, LinkedClick, Workspace};

/// What is signed; [`Purpose::Lead`] carries the version of these words.
fn words(lead: ItemId) -> String {
    format!("item_id={lead}")
}

/// The key of a lead's link.
pub(crate) fn seal(keys: &SigningKeys, lead: ItemId) -> String {
    URL_SAFE_NO_PAD.encode(keys.tag(Purpose::Lead, words(lead).as_bytes()))
}

/// Whether `key` is one that we have sealed for the lead.
pub(crate) fn opens(keys: &SigningKeys, lead: ItemId, key: &str) -> bool {
    let tag = URL_SAFE_NO_PAD.decode(key);
    tag.is_ok_and(|tag| keys.verify(Purpose::Lead, words(lead).as_bytes(), &tag))
}

impl Settings {
    /// The link that stands in the CRM for a lead. It holds the item's id and our tag, and nothing of a person.
    pub fn lead_link(&self, lead: ItemId) -> Url {
        self.url("/dial", &[("item_id", &lead.to_string()), ("key", &seal(&self.keys, lead))])
    }

    /// Whether `key` is the one of the lead's link; takes the same time for every wrong key.
    pub fn opens_lead(&self, lead: ItemId, key: &str) -> bool {
        opens(&self.keys, lead, key)
    }
}

impl Dialer {
    /// [`Settings::lead_link`] of this server.
    pub fn lead_link(&self, lead: ItemId) -> Url {
        self.settings.lead_link(lead)
    }

    /// [`Settings::opens_lead`] of this server.
    pub fn opens_lead(&self, lead: ItemId, key: &str) -> bool {
        self.settings.opens_lead(lead, key)
    }

    /// The token for a click on a lead's link, where a click on *Call* for its first phone would make a call at once: the
    /// key is good, the phone may be called with nothing to read first, and the agent has no call and owes nothing.
    ///
    /// Only for a navigation that a person made; that is the caller's to know.
    pub fn click_on_link(&self, agent: &Agent, workspace: &Workspace, key: &str) -> Option<LinkedClick> {
        let lead = workspace.lead.id;
        if self.is_closing() || workspace.current.is_some() || !self.opens_lead(lead, key) {
            return None;
        }
        let phone = workspace.lead.phones.first().filter(|phone| phone.number.is_ok())?;
        let may_call = workspace
            .phones
            .iter()
            .any(|status| status.slot == phone.slot && status.may_call && status.gates.is_empty());
        if !may_call {
            return None;
        }
        let token = self.click_of(ClickOrigin::Link, agent, lead, &phone.slot).ok()?;
        Some(LinkedClick { slot: phone.slot.clone(), token })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SigningKeys;

    fn settings(newest: &str, older: &[&str]) -> Settings {
        let older = older.iter().map(|key| (*key).into()).collect();
        Settings::of_a_test(SigningKeys::new(newest.into(), older))
    }

    fn key(link: &Url) -> String {
        link.query_pairs().find(|(name, _)| name == "key").unwrap().1.into_owned()
    }

    #[test]
    fn a_link_opens_its_own_lead_and_no_other() {
        let ours = settings("one", &[]);
        let lead = ItemId(3_211_775_107);
        let link = ours.lead_link(lead);
        assert!(link.as_str().starts_with("https://dialer.example/dial?item_id=3211775107&key="));
        let key = key(&link);
        assert!(ours.opens_lead(lead, &key));
        assert!(!ours.opens_lead(ItemId(3_211_775_108), &key));
        assert!(!settings("two", &[]).opens_lead(lead, &key));
        for wrong in ["", "x", &key[1..], "AAAA", &format!("{key}A"), &format!("{key}=")] {
            assert!(!ours.opens_lead(lead, wrong), "{wrong}");
        }
        let recording = URL_SAFE_NO_PAD.encode(ours.keys.tag(Purpose::Recording, words(lead).as_bytes()));
        assert!(!ours.opens_lead(lead, &recording), "signed for something else");
    }

    #[test]
    fn a_link_stays_good_when_the_key_is_replaced_until_that_is_taken_out() {
        let lead = ItemId(7);
        let before = key(&settings("one", &[]).lead_link(lead));
        let rotated = settings("two", &["one"]);
        assert!(rotated.opens_lead(lead, &before));
        assert_ne!(key(&rotated.lead_link(lead)), before);
        assert!(!settings("two", &[]).opens_lead(lead, &before));
    }
}
