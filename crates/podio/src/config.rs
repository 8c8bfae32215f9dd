//! What a customer configures to connect Podio.

use std::collections::BTreeMap;

use secrecy::SecretString;
use url::Url;

/// How to reach one customer's Podio.
#[derive(Debug, Clone)]
pub struct Config {
    /// Podio's address without a path of its own: `https://api.podio.com`, or the sandbox.
    pub base_url: Url,
    /// Podio's page on which people sign in: `https://podio.com/oauth/authorize` (not the API's host), or the sandbox's.
    pub authorize_url: Url,
    /// The API key's client id.
    pub client_id: String,
    /// The API key's secret.
    pub client_secret: SecretString,
    /// User name and password of a service account. When it is given, it is used for everything; otherwise each
    /// app is reached with its own token.
    pub user: Option<(String, SecretString)>,
    /// The Master Lead app.
    pub lead_app: AppAccess,
    /// The Call Activity app.
    pub activity_app: AppAccess,
    /// The Tasks app. Without it, follow-ups become Podio's own tasks on the lead.
    pub task_app: Option<AppAccess>,
    /// Fields that discovery would not find, by the names in [`crate::Role::key`]: a field id, an external id or
    /// a label.
    pub overrides: BTreeMap<String, String>,
}

/// One Podio app and the token that lets a client in.
#[derive(Debug, Clone)]
pub struct AppAccess {
    /// The app's id.
    pub id: u64,
    /// The app's token.
    pub token: SecretString,
}
