//! Items: create, read, update, delete.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde_json::{Map, Value, json};

use super::super::Crm;
use super::super::access::Principal;
use super::super::error::ApiError;
use super::super::extract::{Json as Body, Path, Query};
use super::super::gate::Created;
use super::super::state::{NewItem, Values};
use super::super::write::{self, Rules, filled, known_keys};
use super::hooks::Telling;
use super::object;

const KEYS: [&str; 8] =
    ["external_id", "fields", "file_ids", "tags", "reminder", "recurrence", "linked_account_id", "ref"];

/// `POST /item/app/{app_id}/`: Podio's reference promises the id and the title; link and revision are
/// what others have seen, so a client may use them but must not need them.
pub(super) async fn create(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(app_id): Path<u64>,
    Query(telling): Query<Telling>,
    Body(body): Body,
) -> Result<(Extension<Created>, Json<Value>), ApiError> {
    let app = crm.0.catalog.app(app_id).ok_or_else(ApiError::not_found)?;
    by.reach(app_id)?;
    let body = object(body)?;
    known_keys(&body, &KEYS)?;
    let now = crm.now();
    let (answer, news) = crm.change(|state| {
        let rules = Rules { catalog: &crm.0.catalog, state };
        let values = rules.fields(app, body.get("fields").unwrap_or(&json!({})))?;
        write::require(app, &values)?;
        let values = values.into_iter().filter(|(_, list)| !list.is_empty()).collect();
        let external_id = external_id(&body)?;
        let tags = tags(&body)?.unwrap_or_default();
        let item_id = state.create(NewItem { app_id, external_id, values, tags }, by, now);
        let (view, item) = (crm.view(state), state.item(item_id)?);
        let answer = json!({
            "item_id": item_id,
            "title": view.title(item),
            "link": view.link(item),
            "revision": item.revision,
        });
        Ok::<_, ApiError>((answer, state.news("item.create", item)))
    })?;
    telling.tell(&crm, news);
    Ok((Extension(Created), Json(answer)))
}

/// `GET /item/{item_id}`
pub(super) async fn item(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(item_id): Path<u64>,
) -> Result<Json<Value>, ApiError> {
    let state = crm.state();
    let item = state.item(item_id)?;
    by.reach(item.app_id)?;
    Ok(Json(crm.view(&state).item(item)))
}

/// `GET /item/{item_id}/basic`
pub(super) async fn basic(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(item_id): Path<u64>,
) -> Result<Json<Value>, ApiError> {
    let state = crm.state();
    let item = state.item(item_id)?;
    by.reach(item.app_id)?;
    Ok(Json(crm.view(&state).basic(item)))
}

/// `PUT /item/{item_id}`: only what is listed changes, `[]` clears a field.
pub(super) async fn update(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(item_id): Path<u64>,
    Query(telling): Query<Telling>,
    Body(body): Body,
) -> Result<Json<Value>, ApiError> {
    let body = object(body)?;
    let keys: Vec<&str> = KEYS.into_iter().chain(["revision"]).collect();
    known_keys(&body, &keys)?;
    let no_fields = json!({});
    let fields = body.get("fields").unwrap_or(&no_fields);
    edit(&crm, by, &telling, item_id, &body, |rules, item_app| {
        let app = rules.catalog.app(item_app).ok_or_else(ApiError::not_found)?;
        rules.fields(app, fields)
    })
}

/// Changes an item: the given values, and external id, tags and expected revision from `body`.
pub(super) fn edit(
    crm: &Crm,
    by: Principal,
    telling: &Telling,
    item_id: u64,
    body: &Map<String, Value>,
    given: impl FnOnce(Rules<'_>, u64) -> Result<Values, ApiError>,
) -> Result<Json<Value>, ApiError> {
    let now = crm.now();
    let (answer, news) = crm.change(|state| {
        let item = state.item(item_id)?;
        let app_id = item.app_id;
        by.reach(app_id)?;
        if body.get("revision").is_some_and(|revision| revision.as_u64() != Some(item.revision)) {
            return Err(ApiError::conflict());
        }
        let mut values = item.values.clone();
        values.extend(given(Rules { catalog: &crm.0.catalog, state }, app_id)?);
        let app = crm.0.catalog.app(app_id).ok_or_else(ApiError::not_found)?;
        write::require(app, &values)?;
        values.retain(|_, list| !list.is_empty());
        let (external_id, tags) = (external_id(body)?, tags(body)?);

        let item = state.item_mut(item_id)?;
        item.values = values;
        item.external_id = external_id.or_else(|| item.external_id.take());
        if let Some(tags) = tags {
            item.tags = tags;
        }
        item.edited(by, now);
        let revision = item.revision;
        let item = state.item(item_id)?;
        let title = crm.view(state).title(item);
        Ok::<_, ApiError>((json!({ "revision": revision, "title": title }), state.news("item.update", item)))
    })?;
    telling.tell(crm, news);
    Ok(Json(answer))
}

/// `DELETE /item/{item_id}`: for good. Apps may not.
pub(super) async fn delete(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(item_id): Path<u64>,
    Query(telling): Query<Telling>,
) -> Result<StatusCode, ApiError> {
    by.user_only("App authenticated client is not allowed to delete items")?;
    let news = crm.change(|state| {
        // Deleting twice answers 404, though reading a deleted item answers 410.
        let item = state.item_mut(item_id).map_err(|_| ApiError::not_found())?;
        item.deleted = true;
        let item = item.clone();
        Ok::<_, ApiError>(state.news("item.delete", &item))
    })?;
    telling.tell(&crm, news);
    Ok(StatusCode::NO_CONTENT)
}

fn external_id(body: &Map<String, Value>) -> Result<Option<String>, ApiError> {
    match body.get("external_id") {
        None | Some(Value::Null) => Ok(None),
        Some(given) => filled(given).map(|text| Some(text.to_owned())),
    }
}

fn tags(body: &Map<String, Value>) -> Result<Option<Vec<String>>, ApiError> {
    match body.get("tags") {
        None => Ok(None),
        Some(Value::Array(tags)) => {
            tags.iter().map(|tag| filled(tag).map(str::to_owned)).collect::<Result<_, _>>().map(Some)
        }
        Some(other) => Err(ApiError::invalid_value(other, "must be array")),
    }
}
