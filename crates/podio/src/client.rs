//! The client: leads in, Call Activities and tasks out.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::SignedDuration;
use secrecy::SecretString;
use url::Url;

use crate::config::{AppAccess, Config};
use crate::error::{Error, SignInProblem};
use crate::http::{Credential, Grant, RateLimit, Wire};
use crate::schema::App;

/// Podio, as one customer has set it up. Cheap to clone; clones share tokens, schemas and cool-downs.
#[derive(Debug, Clone)]
pub struct Podio {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) key: ApiKey,
    pub(crate) lead_app: App,
    pub(crate) activity_app: App,
    pub(crate) task_app: Option<App>,
    pub(crate) overrides: BTreeMap<String, String>,
}

/// The API key: what every grant is asked for with.
#[derive(Debug)]
pub(crate) struct ApiKey {
    wire: Wire,
    pub(crate) client_id: String,
    client_secret: SecretString,
    pub(crate) authorize_url: Url,
}

impl ApiKey {
    /// A way into Podio by this grant.
    pub(crate) fn credential(&self, grant: Grant) -> Credential {
        Credential::new(self.wire.clone(), self.client_id.clone(), self.client_secret.clone(), grant)
    }
}

impl Podio {
    /// A client. Nothing is sent yet; see [`Self::check`].
    pub fn new(config: Config) -> Result<Self, Error> {
        let key = ApiKey {
            wire: Wire::new(&config.base_url)?,
            client_id: config.client_id,
            client_secret: config.client_secret,
            authorize_url: config.authorize_url,
        };
        let credential = |grant: Grant| Arc::new(key.credential(grant));
        // The service account reaches every app, and Podio counts its requests together. An app's token reaches
        // that app alone.
        let user = config.user.as_ref().map(|(username, password)| {
            credential(Grant::Password { username: username.clone(), password: password.clone() })
        });
        let app = |access: &AppAccess| {
            let own = || credential(Grant::App { id: access.id, token: access.token.clone() });
            App::new(access.id, user.clone().unwrap_or_else(own))
        };
        let (lead_app, activity_app) = (app(&config.lead_app), app(&config.activity_app));
        let task_app = config.task_app.as_ref().map(app);
        let overrides = config.overrides;
        Ok(Self { inner: Arc::new(Inner { key, lead_app, activity_app, task_app, overrides }) })
    }

    /// How far this machine's clock is ahead of Podio's, by its last answer; none before the first.
    pub fn clock_skew(&self) -> Option<SignedDuration> {
        self.inner.lead_app.credential.wire.clock_skew()
    }

    /// Why Podio refuses to sign us in, if it does.
    pub fn sign_in_problem(&self) -> Option<SignInProblem> {
        self.inner.apps().find_map(|app| app.credential.sign_in_problem())
    }

    /// Whether Podio is known to take our sign-in, for every app: not before it was asked.
    pub fn is_signed_in(&self) -> bool {
        self.inner.apps().all(|app| app.credential.is_signed_in())
    }

    /// What Podio last said of the rate limit; of several credentials, the one with the least left.
    pub fn limits(&self) -> Option<RateLimit> {
        self.inner.apps().filter_map(|app| app.credential.limit()).min_by_key(|limit| limit.remaining)
    }
}

impl Inner {
    pub(crate) fn apps(&self) -> impl Iterator<Item = &App> {
        [&self.lead_app, &self.activity_app].into_iter().chain(&self.task_app)
    }
}
