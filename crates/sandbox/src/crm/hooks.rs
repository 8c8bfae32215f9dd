//! Hooks: who is told of what happens to an app's items. Podio sends each event once and listens for no answer, so an
//! event that does not arrive is lost; so it is here.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use super::access::Principal;
use super::catalog::Catalog;
use super::error::ApiError;
use super::state::{Item, State};
use super::tokens::secret;
use crate::crm::read::datetime;

/// What an app's hook can be told.
pub(super) const KINDS: [&str; 3] = ["item.create", "item.update", "item.delete"];
/// As many hooks as an object may have of one type.
const MOST: usize = 10;
/// Nobody waits longer for whoever is told.
const HEARD_WITHIN: Duration = Duration::from_secs(5);

/// One hook. It is told nothing before it was verified.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Hook {
    pub(super) id: u64,
    pub(super) app_id: u64,
    pub(super) url: String,
    pub(super) kind: String,
    pub(super) active: bool,
    /// What the last request to verify it was sent with.
    code: Option<String>,
    created_by: Principal,
}

/// One form to be sent.
#[derive(Debug)]
pub(super) struct Message {
    url: String,
    form: Vec<(&'static str, String)>,
}

impl State {
    /// Makes a hook, asleep.
    pub(super) fn add_hook(
        &mut self,
        app_id: u64,
        url: String,
        kind: &str,
        by: Principal,
    ) -> Result<u64, ApiError> {
        let same = self.hooks.values().filter(|hook| hook.app_id == app_id && hook.kind == kind);
        if same.count() >= MOST {
            return Err(ApiError::invalid("There are too many hooks of this type"));
        }
        let id = 24_600_000 + self.next();
        let hook = Hook { id, app_id, url, kind: kind.to_owned(), active: false, code: None, created_by: by };
        self.hooks.insert(id, hook);
        Ok(id)
    }

    /// What is sent to verify a hook, with a code of its own each time.
    pub(super) fn verification(&mut self, id: u64) -> Result<Message, ApiError> {
        let hook = self.hooks.get_mut(&id).ok_or_else(ApiError::not_found)?;
        let code = secret();
        hook.code = Some(code.clone());
        let form = vec![("type", "hook.verify".to_owned()), ("hook_id", id.to_string()), ("code", code)];
        Ok(Message { url: hook.url.clone(), form })
    }

    /// Wakes a hook, if this is the code that was sent to it.
    pub(super) fn validate(&mut self, id: u64, code: &str) -> Result<(), ApiError> {
        let hook = self.hooks.get_mut(&id).ok_or_else(ApiError::not_found)?;
        if hook.code.as_deref() != Some(code) {
            return Err(ApiError::invalid("The code is not valid"));
        }
        hook.code = None;
        hook.active = true;
        Ok(())
    }

    /// What has to be sent of something that happened to an item.
    pub(super) fn news(&self, kind: &str, item: &Item) -> Vec<Message> {
        let told =
            self.hooks.values().filter(|hook| hook.active && hook.app_id == item.app_id && hook.kind == kind);
        told.map(|hook| Message {
            url: hook.url.clone(),
            form: vec![
                ("type", kind.to_owned()),
                ("hook_id", hook.id.to_string()),
                ("item_id", item.id.to_string()),
                ("item_revision_id", item.revision.to_string()),
                ("external_id", item.external_id.clone().unwrap_or_default()),
            ],
        })
        .collect()
    }
}

impl Hook {
    /// As the API shows it.
    pub(super) fn view(&self, catalog: &Catalog, now: jiff::Timestamp) -> Value {
        json!({
            "hook_id": self.id,
            "status": if self.active { "active" } else { "inactive" },
            "type": self.kind,
            "url": self.url,
            "created_by": self.created_by.byline(catalog),
            "created_on": datetime(now),
        })
    }
}

/// An address that may be told: on the sandbox's own machine, and nowhere else.
pub(super) fn address(text: &str, origin: &str) -> Option<String> {
    let (url, own) = (Url::parse(text).ok()?, Url::parse(origin).ok()?);
    (matches!(url.scheme(), "http" | "https") && url.host() == own.host()).then(|| url.into())
}

/// Sends messages, in the order of the events, without anybody waiting for it.
pub(super) fn send(client: &reqwest::Client, messages: Vec<Message>) {
    if messages.is_empty() {
        return;
    }
    let client = client.clone();
    tokio::spawn(async move {
        for Message { url, form } in messages {
            let sent = client.post(url).form(&form).timeout(HEARD_WITHIN).send().await;
            if let Err(error) = sent.and_then(reqwest::Response::error_for_status) {
                tracing::debug!(error = %error.without_url(), "a hook was not heard");
            }
        }
    });
}
