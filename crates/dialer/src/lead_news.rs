//! What the CRM tells of its leads. It signs nothing, so the address is the secret, and what it says is only a reason to
//! look.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ItemId;
use podio::HookKind;
use url::Url;

use crate::settings::Settings;
use crate::signing::{Purpose, SigningKeys};
use crate::{Dialer, Error, outbox};

/// Where the addresses of hooks begin.
const PATH: &str = "/podio/hooks/";

/// What is signed; [`Purpose::Hook`] carries the version of these words.
fn words(app: u64) -> String {
    format!("app={app}")
}

/// The key in the address of the hooks of the app `app`.
pub(crate) fn key_of(keys: &SigningKeys, app: u64) -> String {
    URL_SAFE_NO_PAD.encode(keys.tag(Purpose::Hook, words(app).as_bytes()))
}

/// Whether it is one, of any key in force; takes the same time for every wrong one.
pub(crate) fn is_key_of(keys: &SigningKeys, app: u64, key: &str) -> bool {
    let tag = URL_SAFE_NO_PAD.decode(key);
    tag.is_ok_and(|tag| keys.verify(Purpose::Hook, words(app).as_bytes(), &tag))
}

impl Settings {
    /// The address at which the CRM tells of the leads of its app `app`.
    pub fn hook_url(&self, app: u64) -> Url {
        self.url(&format!("{PATH}{}", key_of(&self.keys, app)), &[])
    }

    /// Whether `key` is the one of that address; takes the same time for every wrong key.
    pub fn is_hook_key(&self, app: u64, key: &str) -> bool {
        is_key_of(&self.keys, app, key)
    }

    /// What a hook's address is to this server; none for other people's hooks.
    pub fn hook_of_ours(&self, app: u64, address: &str) -> Option<OwnHook> {
        let address = Url::parse(address).ok().filter(|url| url.origin() == self.public_url.origin())?;
        let key = address.path().strip_prefix(PATH)?;
        Some(if address.path() == self.hook_url(app).path() {
            OwnHook::Good
        } else if self.is_hook_key(app, key) {
            OwnHook::Older
        } else {
            OwnHook::Dead
        })
    }
}

/// An address of this server's for hooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnHook {
    /// It is listened to, and stays so: the newest key signed it.
    Good,
    /// It is listened to until its key goes out of force.
    Older,
    /// Its key is in force no more.
    Dead,
}

impl Dialer {
    /// Whether `key` is the one of this server's hook address.
    pub fn is_hook_key(&self, key: &str) -> bool {
        self.settings.is_hook_key(self.podio.lead_app(), key)
    }

    /// Takes what the CRM says of an item, which may be no lead at all. A new lead is owed its link.
    ///
    /// # Errors
    /// When what is owed cannot be written down.
    pub async fn take_lead_news(&self, kind: HookKind, item: ItemId) -> Result<(), Error> {
        // Whatever happened, the lead is read anew when somebody opens it.
        self.cache.forget(item).await;
        if kind == HookKind::Created {
            self.store.owe(outbox::owed_link(item)).await?;
            self.outbox_nudge.notify_one();
        }
        Ok(())
    }

    /// Answers the CRM's question whether this server wants to be told.
    ///
    /// # Errors
    /// When the CRM cannot be asked, or does not take the code.
    pub async fn verify_hook(&self, hook: u64, code: &str) -> Result<(), Error> {
        Ok(self.podio.verify_hook(hook, code).await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SigningKeys;

    const APP: u64 = 31_400_101;

    fn settings(newest: &str, older: &[&str]) -> Settings {
        let older = older.iter().map(|key| (*key).into()).collect();
        Settings::of_a_test(SigningKeys::new(newest.into(), older))
    }

    #[test]
    fn an_address_is_for_one_app_and_one_key() {
        let ours = settings("one", &[]);
        let url = ours.hook_url(APP);
        let key = url.path().strip_prefix(PATH).unwrap();
        assert!(key.len() >= 43, "nobody guesses it");
        assert!(ours.is_hook_key(APP, key));
        assert!(!ours.is_hook_key(APP + 1, key));
        assert!(!settings("two", &[]).is_hook_key(APP, key));
        for wrong in ["", "x", &key[1..], &format!("{key}A")] {
            assert!(!ours.is_hook_key(APP, wrong), "{wrong}");
        }
    }

    #[test]
    fn hooks_of_ours_are_told_from_other_peoples() {
        let ours = settings("one", &[]);
        let url = ours.hook_url(APP);
        assert_eq!(ours.hook_of_ours(APP, url.as_str()), Some(OwnHook::Good));
        assert_eq!(settings("two", &["one"]).hook_of_ours(APP, url.as_str()), Some(OwnHook::Older));
        assert_eq!(settings("two", &[]).hook_of_ours(APP, url.as_str()), Some(OwnHook::Dead));
        // However Podio gives it back.
        assert_eq!(ours.hook_of_ours(APP, &format!("{url}?x=1")), Some(OwnHook::Good));
        for others in
            ["https://elsewhere.example/podio/hooks/x", "https://dialer.example/other", "no address"]
        {
            assert_eq!(ours.hook_of_ours(APP, others), None, "{others}");
        }
    }
}
