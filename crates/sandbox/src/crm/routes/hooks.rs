//! Hooks of an app.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::Crm;
use super::super::access::Principal;
use super::super::error::ApiError;
use super::super::extract::{Json as Body, Path};
use super::super::hooks::{self, KINDS, Message};
use super::super::write::{filled, known_keys};
use super::object;

/// `?hook=false` of a write: nobody is told of it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Telling {
    hook: Option<String>,
}

impl Telling {
    /// Sends the news of a write, unless it was to be quiet.
    pub(super) fn tell(&self, crm: &Crm, news: Vec<Message>) {
        if !matches!(self.hook.as_deref(), Some("false" | "0")) {
            hooks::send(&crm.0.http, news);
        }
    }
}

/// `POST /hook/app/{app_id}/`
pub(super) async fn create(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(app_id): Path<u64>,
    Body(body): Body,
) -> Result<Json<Value>, ApiError> {
    crm.0.catalog.app(app_id).ok_or_else(ApiError::not_found)?;
    by.reach(app_id)?;
    let body = object(body)?;
    known_keys(&body, &["url", "type"])?;
    let part = |key: &str| body.get(key).unwrap_or(&Value::Null);
    let url = hooks::address(filled(part("url"))?, &crm.0.origin)
        .ok_or_else(|| ApiError::invalid("The sandbox tells nobody but its own machine"))?;
    let kind = filled(part("type"))?;
    if !KINDS.contains(&kind) {
        return Err(ApiError::invalid_value(part("type"), "not a valid hook type"));
    }
    let id = crm.change(|state| state.add_hook(app_id, url, kind, by))?;
    Ok(Json(json!({ "hook_id": id })))
}

/// `GET /hook/app/{app_id}/`
pub(super) async fn list(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(app_id): Path<u64>,
) -> Result<Json<Value>, ApiError> {
    by.reach(app_id)?;
    let state = crm.state();
    let hooks = state.hooks.values().filter(|hook| hook.app_id == app_id);
    Ok(Json(hooks.map(|hook| hook.view(&crm.0.catalog, crm.now())).collect()))
}

/// `DELETE /hook/{hook_id}`
pub(super) async fn delete(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(hook_id): Path<u64>,
) -> Result<StatusCode, ApiError> {
    crm.change(|state| {
        let hook = state.hooks.get(&hook_id).ok_or_else(ApiError::not_found)?;
        by.reach(hook.app_id)?;
        state.hooks.remove(&hook_id);
        Ok(StatusCode::NO_CONTENT)
    })
}

/// `POST /hook/{hook_id}/verify/request`
pub(super) async fn request(
    State(crm): State<Crm>,
    Path(hook_id): Path<u64>,
) -> Result<StatusCode, ApiError> {
    let message = crm.change(|state| state.verification(hook_id))?;
    hooks::send(&crm.0.http, vec![message]);
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /hook/{hook_id}/verify/validate`
pub(super) async fn validate(
    State(crm): State<Crm>,
    Path(hook_id): Path<u64>,
    Body(body): Body,
) -> Result<StatusCode, ApiError> {
    let body = object(body)?;
    let code = filled(body.get("code").unwrap_or(&Value::Null))?;
    crm.change(|state| state.validate(hook_id, code))?;
    Ok(StatusCode::NO_CONTENT)
}
