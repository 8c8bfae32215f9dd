//! Hooks on the Master Lead app: Podio tells this server of leads that are made, changed and deleted.
//!
//! Podio signs nothing, tries nothing twice, and takes the same hook twice without a word. So the address must be one
//! that nobody guesses, and what a hook says is only a reason to ask Podio.

use serde::Deserialize;
use serde_json::json;
use url::Url;

use crate::client::Podio;
use crate::error::Error;
use crate::http::Request;
use crate::wire::or_default;

/// What a hook is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HookKind {
    /// A lead was made.
    Created,
    /// A lead was changed.
    Updated,
    /// A lead was deleted.
    Deleted,
}

impl HookKind {
    /// All that Twoleg listens to.
    pub const ALL: [Self; 3] = [Self::Created, Self::Updated, Self::Deleted];

    /// Podio's name of it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Created => "item.create",
            Self::Updated => "item.update",
            Self::Deleted => "item.delete",
        }
    }

    /// Reads Podio's name.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A hook on the Master Lead app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Its id.
    pub id: u64,
    /// What it is told of; none for what Twoleg does not listen to.
    pub kind: Option<HookKind>,
    /// Where it is told. Whoever knows this can pretend to be Podio.
    pub url: String,
    /// Whether it was verified.
    pub is_active: bool,
}

#[derive(Deserialize)]
struct Listed {
    hook_id: u64,
    #[serde(rename = "type", default, deserialize_with = "or_default")]
    kind: String,
    #[serde(default, deserialize_with = "or_default")]
    url: String,
    #[serde(default, deserialize_with = "or_default")]
    status: String,
}

impl From<Listed> for Hook {
    fn from(listed: Listed) -> Self {
        let (kind, is_active) = (HookKind::of(&listed.kind), listed.status == "active");
        Self { id: listed.hook_id, kind, url: listed.url, is_active }
    }
}

/// The hooks of a list.
#[cfg(feature = "fuzzing")]
pub(crate) fn read(json: &[u8]) -> Option<Vec<Hook>> {
    let listed: Vec<Listed> = serde_json::from_slice(json).ok()?;
    Some(listed.into_iter().map(Hook::from).collect())
}

#[derive(Deserialize)]
struct Made {
    hook_id: u64,
}

impl Podio {
    /// The Master Lead app's id.
    pub fn lead_app(&self) -> u64 {
        self.inner.lead_app.id
    }

    /// The hooks on the Master Lead app, other people's too.
    ///
    /// # Errors
    /// When Podio cannot or will not say.
    pub async fn hooks(&self) -> Result<Vec<Hook>, Error> {
        let app = &self.inner.lead_app;
        let listed: Vec<Listed> =
            app.credential.call(&Request::get(format!("/hook/app/{}/", app.id))).await?;
        Ok(listed.into_iter().map(Hook::from).collect())
    }

    /// Makes a hook on the Master Lead app, which is told nothing before it is verified; returns its id.
    ///
    /// # Errors
    /// When Podio cannot be asked, or refuses.
    pub async fn add_hook(&self, kind: HookKind, url: &Url) -> Result<u64, Error> {
        let app = &self.inner.lead_app;
        let body = json!({ "url": url.as_str(), "type": kind.code() });
        let made: Made =
            app.credential.call(&Request::create(format!("/hook/app/{}/", app.id), body)).await?;
        Ok(made.hook_id)
    }

    /// Has Podio send the hook a code, which [`Self::verify_hook`] takes back.
    ///
    /// # Errors
    /// When Podio cannot be asked, or refuses.
    pub async fn ask_to_verify(&self, hook: u64) -> Result<(), Error> {
        let request = Request::create(format!("/hook/{hook}/verify/request"), json!({}));
        self.inner.lead_app.credential.send(&request).await
    }

    /// Verifies a hook with the code that it was sent.
    ///
    /// # Errors
    /// When Podio cannot be asked, or the code is not the one.
    pub async fn verify_hook(&self, hook: u64, code: &str) -> Result<(), Error> {
        let request = Request::create(format!("/hook/{hook}/verify/validate"), json!({ "code": code }));
        self.inner.lead_app.credential.send(&request).await
    }

    /// Takes a hook away.
    ///
    /// # Errors
    /// When Podio cannot be asked, or refuses.
    pub async fn remove_hook(&self, hook: u64) -> Result<(), Error> {
        self.inner.lead_app.credential.send(&Request::delete(format!("/hook/{hook}"))).await
    }
}
