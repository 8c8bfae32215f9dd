//! Who is asking, and what they may reach.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::catalog::Catalog;
use super::error::ApiError;
use super::users::{DEMO_USERS, Standing, user};

/// Whose token a request carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Principal {
    /// A user, by id: reaches what this user may see.
    User(u64),
    /// One app (app grant): reaches that app and nothing else.
    App(u64),
}

impl Principal {
    /// The user of the password grant, who made everything that is in the seeds.
    pub(super) const ACCOUNT: Self = Self::User(DEMO_USERS[0].user_id);

    /// Whether this one may reach `app_id`.
    pub(super) fn reach(self, app_id: u64) -> Result<(), ApiError> {
        match self {
            Self::App(own) if own != app_id => {
                Err(ApiError::forbidden("This app-authenticated client does not have access to that app"))
            }
            Self::User(id) if user(id).is_none_or(|user| user.standing == Standing::Outsider) => {
                Err(ApiError::forbidden("The user does not have access to that app"))
            }
            _ => Ok(()),
        }
    }

    /// The user's id. Refuses app tokens, where Podio has a use for users only.
    pub(super) fn user_only(self, description: &str) -> Result<u64, ApiError> {
        match self {
            Self::User(id) => Ok(id),
            Self::App(_) => Err(ApiError::forbidden(description)),
        }
    }

    /// What this one may do with an app, in Podio's words.
    pub(super) fn rights(self) -> &'static [&'static str] {
        match self {
            Self::User(id) if user(id).is_some_and(|user| user.standing == Standing::Administrator) => {
                &["view", "add_item", "update", "delete"]
            }
            Self::User(_) | Self::App(_) => &["view", "add_item"],
        }
    }

    /// As `ref` of a token, and as `created_by` of an item.
    pub(super) fn reference(self) -> Value {
        match self {
            Self::User(id) => json!({ "type": "user", "id": id }),
            Self::App(id) => json!({ "type": "app", "id": id }),
        }
    }

    /// `created_by` of an item: an app has the user id -1.
    pub(super) fn byline(self, catalog: &Catalog) -> Value {
        match self {
            Self::User(id) => json!({
                "type": "user",
                "id": id,
                "user_id": id,
                "name": user(id).map(|user| user.name),
                "url": format!("https://podio.com/users/{id}"),
            }),
            Self::App(id) => json!({
                "type": "app",
                "id": id,
                "user_id": -1,
                "name": catalog.app(id).map(|app| app.form.name.as_str()),
                "url": null,
            }),
        }
    }
}
