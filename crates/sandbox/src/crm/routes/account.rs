//! Who the token is of, and what it reaches.

use axum::extract::State;
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::super::Crm;
use super::super::access::Principal;
use super::super::error::ApiError;

const NO_USER: &str = "App-authenticated clients have no user";

/// `GET /oauth/scope`
pub(super) async fn scope(State(crm): State<Crm>, Extension(by): Extension<Principal>) -> Json<Value> {
    let (kind, id) = match by {
        Principal::User => ("global", None),
        Principal::App(id) => ("app", Some(id)),
    };
    let data =
        id.and_then(|id| crm.0.catalog.app(id)).map(|app| json!({ "app_id": app.id, "name": app.form.name }));
    Json(json!([{ "ref_type": kind, "ref_id": id, "permissions": ["all"], "ref_data": data }]))
}

/// `GET /user/status`
pub(super) async fn status(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
) -> Result<Json<Value>, ApiError> {
    by.user_only(NO_USER)?;
    let account = &crm.0.catalog.account;
    Ok(Json(json!({
        "user": user_of(&crm),
        "profile": { "profile_id": account.profile_id, "user_id": account.user_id, "name": account.name, "mail": [account.mail] },
        "properties": {},
        "inbox_new": 0,
        "message_unread_count": 0,
    })))
}

/// `GET /user/`
pub(super) async fn user(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
) -> Result<Json<Value>, ApiError> {
    by.user_only(NO_USER)?;
    Ok(Json(user_of(&crm)))
}

fn user_of(crm: &Crm) -> Value {
    let account = &crm.0.catalog.account;
    json!({
        "user_id": account.user_id,
        "mail": account.mail,
        "status": "active",
        "locale": account.locale,
        "timezone": account.timezone,
    })
}
