//! Items by something else than their id: the number in their app, an external id, a link, a reference.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::Crm;
use super::super::access::Principal;
use super::super::catalog::Kind;
use super::super::error::ApiError;
use super::super::extract::{Path, Query};

/// `GET /app/{app_id}/item/{app_item_id}`
pub(super) async fn by_app_item_id(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path((app_id, app_item_id)): Path<(u64, u64)>,
) -> Result<Json<Value>, ApiError> {
    by.reach(app_id)?;
    let state = crm.state();
    let found = state.items_of(app_id).find(|item| item.app_item_id == app_item_id);
    let item = state.item(found.ok_or_else(ApiError::not_found)?.id)?;
    Ok(Json(crm.view(&state).item(item)))
}

/// `GET /item/app/{app_id}/external_id/{external_id}`: just one, where there are several.
pub(super) async fn by_external_id(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path((app_id, external_id)): Path<(u64, String)>,
) -> Result<Json<Value>, ApiError> {
    by.reach(app_id)?;
    let state = crm.state();
    let found = state.by_external_id(app_id, &external_id);
    let item = found.first().ok_or_else(ApiError::not_found)?;
    Ok(Json(crm.view(&state).item(item)))
}

#[derive(Deserialize)]
pub(super) struct ExternalId {
    external_id: Option<String>,
}

/// `GET /item/app/{app_id}/v2/?external_id=`: all of them.
pub(super) async fn all_by_external_id(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(app_id): Path<u64>,
    Query(query): Query<ExternalId>,
) -> Result<Json<Value>, ApiError> {
    by.reach(app_id)?;
    let state = crm.state();
    let view = crm.view(&state);
    let all = state.live_items_of(app_id);
    let total = all.len();
    let found = match &query.external_id {
        Some(external_id) => state.by_external_id(app_id, external_id),
        None => all,
    };
    let items: Vec<Value> = found.into_iter().map(|item| view.basic(item)).collect();
    Ok(Json(json!({ "total": total, "filtered": items.len(), "items": items })))
}

/// `GET /item/{item_id}/reference/`: the items that point to this one, by app and field.
pub(super) async fn references(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(item_id): Path<u64>,
) -> Result<Json<Value>, ApiError> {
    let state = crm.state();
    by.reach(state.item(item_id)?.app_id)?;
    let view = crm.view(&state);
    let mut groups = Vec::new();
    for app in crm.0.catalog.all() {
        let mut by_field: BTreeMap<u64, Vec<Value>> = BTreeMap::new();
        for item in state.live_items_of(app.id) {
            for field in app.form.fields.iter().filter(|field| field.kind == Kind::App) {
                let values = item.values.get(&field.id).map(Vec::as_slice).unwrap_or_default();
                if values.iter().any(|value| value.get("value") == Some(&json!(item_id))) {
                    let short =
                        json!({ "item_id": item.id, "title": view.title(item), "link": view.link(item) });
                    by_field.entry(field.id).or_default().push(short);
                }
            }
        }
        for (field_id, items) in by_field {
            let field = app.form.fields.iter().find(|field| field.id == field_id);
            groups.push(json!({
                "app": view.short_app(app),
                "field": field.map(|field| json!({ "field_id": field_id, "external_id": field.external_id, "label": field.label })),
                "items": items,
            }));
        }
    }
    Ok(Json(Value::Array(groups)))
}

#[derive(Deserialize)]
pub(super) struct Link {
    url: String,
}

/// `GET /reference/resolve?url=`: what a link of the web pages leads to.
pub(super) async fn resolve(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Query(link): Query<Link>,
) -> Result<Json<Value>, ApiError> {
    let state = crm.state();
    let view = crm.view(&state);
    let url = link.url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let item = state.all_items().find(|item| view.link(item) == url).ok_or_else(ApiError::not_found)?;
    let item = state.item(item.id)?;
    by.reach(item.app_id)?;
    Ok(Json(json!({
        "type": "item",
        "id": item.id,
        "title": view.title(item),
        "link": view.link(item),
        "data": view.basic(item),
    })))
}
