//! The two token endpoints: the same grants, with opposite encodings.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use serde_json::{Map, Value, json};
use subtle::ConstantTimeEq;

use super::super::access::Principal;
use super::super::error::ApiError;
use super::super::scope::Scope;
use super::super::tokens::{ACCESS_S, Issued};
use super::super::{Crm, lock, write};

/// `POST /oauth/token`: a form, and only a form.
pub(super) async fn form(
    State(crm): State<Crm>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let mut parts = Map::new();
    if content_type(&headers).starts_with("application/x-www-form-urlencoded") {
        for (key, value) in url::form_urlencoded::parse(&body) {
            // A form has no numbers: ids are text here.
            let id = (key == "app_id").then(|| value.parse::<u64>().ok()).flatten();
            parts.insert(key.into_owned(), id.map_or_else(|| json!(value), |id| json!(id)));
        }
    }
    sign_in(&crm, &parts)
}

/// `POST /oauth/token/v2`: JSON, and only JSON.
pub(super) async fn json(
    State(crm): State<Crm>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = content_type(&headers)
        .starts_with("application/json")
        .then(|| serde_json::from_slice::<Value>(&body).ok())
        .flatten()
        .unwrap_or_default();
    match body {
        Value::Object(parts) => sign_in(&crm, &parts),
        other => Err(ApiError::invalid_value(&other, "must be object")),
    }
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn sign_in(crm: &Crm, parts: &Map<String, Value>) -> Result<Json<Value>, ApiError> {
    let config = &crm.0.config;
    let given = |key: &str| parts.get(key).and_then(Value::as_str);
    let Some(client_id) = given("client_id") else {
        return Err(ApiError::sign_in("invalid_client", None, "Missing parameter client_id"));
    };
    if !same(client_id, &config.client_id) {
        let detail = Some("oauth.client.invalid_id");
        return Err(ApiError::sign_in(
            "invalid_client",
            detail,
            "Sorry, you've supplied an invalid client id.",
        ));
    }
    if !same(given("client_secret").unwrap_or_default(), &config.client_secret) {
        let detail = Some("oauth.client.invalid_secret");
        return Err(ApiError::sign_in(
            "invalid_client",
            detail,
            "Sorry, you've supplied an invalid client secret.",
        ));
    }
    let now = crm.now();
    let issued = match given("grant_type") {
        Some("password") => {
            user(crm, given("username").unwrap_or_default(), given("password").unwrap_or_default())
                .map(|()| lock(&crm.0.tokens).issue(Principal::ACCOUNT, Scope::all(), now))?
        }
        Some("app") => {
            let app_id = write::id(parts.get("app_id").unwrap_or(&Value::Null))?;
            app(crm, app_id, given("app_token").unwrap_or_default())
                .map(|()| lock(&crm.0.tokens).issue(Principal::App(app_id), Scope::all(), now))?
        }
        Some("authorization_code") => {
            let redirect_uri = given("redirect_uri").unwrap_or_default();
            let allowed = lock(&crm.0.codes)
                .redeem(given("code").unwrap_or_default(), client_id, redirect_uri, now)
                .ok_or_else(|| ApiError::sign_in("invalid_grant", None, "Invalid authorization code"))?;
            lock(&crm.0.tokens).issue(Principal::User(allowed.user_id), allowed.scope, now)
        }
        Some("refresh_token") => lock(&crm.0.tokens)
            .refresh(given("refresh_token").unwrap_or_default(), now)
            .ok_or_else(|| ApiError::sign_in("invalid_grant", None, "Invalid refresh token"))?,
        _ => return Err(ApiError::sign_in("unsupported_grant_type", None, "Unsupported grant type")),
    };
    Ok(Json(token(&issued)))
}

fn user(crm: &Crm, username: &str, password: &str) -> Result<(), ApiError> {
    let wrong =
        |detail| Err(ApiError::sign_in("invalid_grant", Some(detail), "Invalid username or password"));
    if !same(username, &crm.0.config.username) {
        return wrong("user.invalid.username");
    }
    if same(password, &crm.0.config.password) { Ok(()) } else { wrong("user.invalid.password") }
}

fn app(crm: &Crm, app_id: u64, token: &str) -> Result<(), ApiError> {
    let known = crm.0.catalog.app(app_id).is_some_and(|app| same(token, &app.token));
    if known {
        Ok(())
    } else {
        Err(ApiError::sign_in("invalid_grant", Some("app.invalid.token"), "Invalid app id or app token"))
    }
}

fn same(given: &str, right: &str) -> bool {
    given.as_bytes().ct_eq(right.as_bytes()).into()
}

fn token(issued: &Issued) -> Value {
    json!({
        "access_token": issued.access,
        "token_type": "bearer",
        "expires_in": ACCESS_S,
        "refresh_token": issued.refresh,
        "scope": issued.grant.scope.text(),
        "ref": issued.grant.principal.reference(),
    })
}
