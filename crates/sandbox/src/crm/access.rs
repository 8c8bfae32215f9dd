//! Who is asking, and what they may reach.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::catalog::Catalog;
use super::error::ApiError;

/// Whose token a request carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Principal {
    /// The account's user (password grant): reaches everything.
    User,
    /// One app (app grant): reaches that app and nothing else.
    App(u64),
}

impl Principal {
    /// Whether this one may reach `app_id`.
    pub(super) fn reach(self, app_id: u64) -> Result<(), ApiError> {
        match self {
            Self::App(own) if own != app_id => {
                Err(ApiError::forbidden("This app-authenticated client does not have access to that app"))
            }
            _ => Ok(()),
        }
    }

    /// Refuses app tokens where Podio has a use for users only.
    pub(super) fn user_only(self, description: &str) -> Result<(), ApiError> {
        match self {
            Self::User => Ok(()),
            Self::App(_) => Err(ApiError::forbidden(description)),
        }
    }

    /// As `ref` of a token, and as `created_by` of an item.
    pub(super) fn reference(self, catalog: &Catalog) -> Value {
        match self {
            Self::User => json!({ "type": "user", "id": catalog.account.user_id }),
            Self::App(id) => json!({ "type": "app", "id": id }),
        }
    }

    /// `created_by` of an item: an app has the user id -1.
    pub(super) fn byline(self, catalog: &Catalog) -> Value {
        match self {
            Self::User => json!({
                "type": "user",
                "id": catalog.account.user_id,
                "user_id": catalog.account.user_id,
                "name": catalog.account.name,
                "url": format!("https://podio.com/users/{}", catalog.account.user_id),
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
