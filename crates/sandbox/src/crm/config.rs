//! The account that the CRM pretends to have: the keys and apps that a client must name to get in.

use std::fmt;

/// One app: its id and the token of its app grant.
pub type AppKey = (u64, String);

/// The account's keys. A client that is configured with the same values gets in, any other is refused.
#[derive(Clone)]
pub struct PodioConfig {
    /// The API key's id.
    pub client_id: String,
    /// The API key's secret.
    pub client_secret: String,
    /// The user of the password grant.
    pub username: String,
    /// That user's password.
    pub password: String,
    /// The Master Leads app.
    pub lead_app: AppKey,
    /// The Call Activity app.
    pub activity_app: AppKey,
    /// The Tasks app.
    pub task_app: AppKey,
    /// How many generated leads there are beside the named ones, [`super::MOST_MORE_LEADS`] at most.
    pub more_leads: usize,
}

impl fmt::Debug for PodioConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PodioConfig")
            .field("client_id", &self.client_id)
            .field("lead_app", &self.lead_app.0)
            .field("activity_app", &self.activity_app.0)
            .field("task_app", &self.task_app.0)
            .finish_non_exhaustive()
    }
}
