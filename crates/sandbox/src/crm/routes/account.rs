//! Who the token is of, and what it reaches.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::super::access::Principal;
use super::super::error::ApiError;
use super::super::gate::GrantNumber;
use super::super::users::{self, DemoUser};
use super::super::{Crm, lock};

const NO_USER: &str = "App-authenticated clients have no user";

/// `GET /oauth/scope`
pub(super) async fn scope(State(crm): State<Crm>, Extension(by): Extension<Principal>) -> Json<Value> {
    let (kind, id) = match by {
        Principal::User(_) => ("global", None),
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
    let user = user_of(by)?;
    let mail = mail(&crm, user);
    Ok(Json(json!({
        "user": user_part(&crm, user),
        "profile": { "profile_id": user.profile_id, "user_id": user.user_id, "name": user.name, "mail": [mail] },
        "properties": {},
        "inbox_new": 0,
        "message_unread_count": 0,
        // A secret, as in Podio: a client must neither log nor store it.
        "calendar_code": "sandbox",
    })))
}

/// `GET /user/`
pub(super) async fn user(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
) -> Result<Json<Value>, ApiError> {
    Ok(Json(user_part(&crm, user_of(by)?)))
}

/// `POST /oauth/grant/invalidate`: every token of the sign-in ends, this one too.
pub(super) async fn invalidate(
    State(crm): State<Crm>,
    Extension(grant): Extension<GrantNumber>,
) -> StatusCode {
    lock(&crm.0.tokens).end(grant.0);
    StatusCode::NO_CONTENT
}

fn user_of(by: Principal) -> Result<&'static DemoUser, ApiError> {
    by.user_only(NO_USER).and_then(|id| users::user(id).ok_or_else(ApiError::not_found))
}

fn user_part(crm: &Crm, user: &DemoUser) -> Value {
    let account = &crm.0.catalog.account;
    json!({
        "user_id": user.user_id,
        "mail": mail(crm, user),
        "status": "active",
        "locale": account.locale,
        "timezone": account.timezone,
    })
}

/// The account of the password grant has the address that it signs in with.
fn mail<'a>(crm: &'a Crm, user: &DemoUser) -> &'a str {
    if Principal::User(user.user_id) == Principal::ACCOUNT { &crm.0.catalog.account.mail } else { user.mail }
}
