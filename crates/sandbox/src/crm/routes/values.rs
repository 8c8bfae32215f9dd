//! The values of an item, without the rest of it.

use axum::extract::State;
use axum::{Extension, Json};
use serde_json::{Map, Value};

use super::super::Crm;
use super::super::access::Principal;
use super::super::error::ApiError;
use super::super::extract::{Json as Body, Path, Query};
use super::super::state::Values;
use super::super::write::no_field;
use super::hooks::Telling;
use super::items::edit;

/// `GET /item/{item_id}/value`
pub(super) async fn all(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(item_id): Path<u64>,
) -> Result<Json<Value>, ApiError> {
    let state = crm.state();
    let item = state.item(item_id)?;
    by.reach(item.app_id)?;
    Ok(Json(crm.view(&state).basic(item).get("fields").cloned().unwrap_or_default()))
}

/// `GET /item/{item_id}/value/{field_id or external_id}`
pub(super) async fn one(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path((item_id, key)): Path<(u64, String)>,
) -> Result<Json<Value>, ApiError> {
    let state = crm.state();
    let item = state.item(item_id)?;
    by.reach(item.app_id)?;
    let field =
        crm.0.catalog.app(item.app_id).and_then(|app| app.field(&key)).ok_or_else(ApiError::not_found)?;
    let view = crm.view(&state);
    let stored = item.values.get(&field.id).map(Vec::as_slice).unwrap_or_default();
    Ok(Json(stored.iter().map(|value| view.value(field, value)).collect()))
}

/// `PUT /item/{item_id}/value/{field_id or external_id}`: the body is the bare values.
pub(super) async fn update(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path((item_id, key)): Path<(u64, String)>,
    Query(telling): Query<Telling>,
    Body(given): Body,
) -> Result<Json<Value>, ApiError> {
    edit(&crm, by, &telling, item_id, &Map::new(), |rules, app_id| {
        let app = rules.catalog.app(app_id).ok_or_else(ApiError::not_found)?;
        let field = app.field(&key).ok_or_else(|| no_field(&Value::from(key.as_str())))?;
        Ok(Values::from([(field.id, rules.values(field, &given)?)]))
    })
}

/// `PUT /item/{item_id}/value`: several fields at once.
pub(super) async fn update_all(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(item_id): Path<u64>,
    Query(telling): Query<Telling>,
    Body(given): Body,
) -> Result<Json<Value>, ApiError> {
    edit(&crm, by, &telling, item_id, &Map::new(), |rules, app_id| {
        let app = rules.catalog.app(app_id).ok_or_else(ApiError::not_found)?;
        rules.fields(app, &given)
    })
}
