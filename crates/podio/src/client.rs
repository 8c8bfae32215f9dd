//! The client: leads in, Call Activities and tasks out.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::{AppAccess, Config};
use crate::error::Error;
use crate::http::{Credential, Grant, RateLimit, Wire};
use crate::schema::App;

/// Podio, as one customer has set it up. Cheap to clone; clones share tokens, schemas and cool-downs.
#[derive(Debug, Clone)]
pub struct Podio {
    pub(crate) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pub(crate) lead_app: App,
    pub(crate) activity_app: App,
    pub(crate) task_app: Option<App>,
    pub(crate) overrides: BTreeMap<String, String>,
}

impl Podio {
    /// A client. Nothing is sent yet; see [`Self::check`].
    pub fn new(config: Config) -> Result<Self, Error> {
        let wire = Wire::new(&config.base_url)?;
        let credential = |grant: Grant| {
            Arc::new(Credential::new(
                wire.clone(),
                config.client_id.clone(),
                config.client_secret.clone(),
                grant,
            ))
        };
        // The service account reaches every app, and Podio counts its requests together. An app's token reaches
        // that app alone.
        let user = config.user.as_ref().map(|(username, password)| {
            credential(Grant::Password { username: username.clone(), password: password.clone() })
        });
        let app = |access: &AppAccess| {
            let own = || credential(Grant::App { id: access.id, token: access.token.clone() });
            App::new(access.id, user.clone().unwrap_or_else(own))
        };
        Ok(Self {
            inner: Arc::new(Inner {
                lead_app: app(&config.lead_app),
                activity_app: app(&config.activity_app),
                task_app: config.task_app.as_ref().map(app),
                overrides: config.overrides.clone(),
            }),
        })
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
