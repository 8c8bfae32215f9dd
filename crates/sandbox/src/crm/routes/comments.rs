//! Comments on items.

use axum::extract::State;
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::super::Crm;
use super::super::access::Principal;
use super::super::error::ApiError;
use super::super::extract::{Json as Body, Path};
use super::super::gate::Created;
use super::super::state::Comment;
use super::super::write::{filled, known_keys};
use super::object;

/// `POST /comment/item/{item_id}/`
pub(super) async fn create(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(item_id): Path<u64>,
    Body(body): Body,
) -> Result<(Extension<Created>, Json<Value>), ApiError> {
    let body = object(body)?;
    known_keys(&body, &["value", "external_id", "file_ids", "embed_id", "embed_url"])?;
    let value = filled(body.get("value").unwrap_or(&Value::Null))?.to_owned();
    let external_id = body.get("external_id").map(|given| filled(given).map(str::to_owned)).transpose()?;
    let now = crm.now();
    crm.change(|state| {
        by.reach(state.item(item_id)?.app_id)?;
        let comment_id = 512_900_000 + state.next();
        let comment =
            Comment { id: comment_id, item_id, value, external_id, created_on: now, created_by: by };
        state.comments.push(comment.clone());
        Ok((Extension(Created), Json(crm.view(state).comment(&comment))))
    })
}

/// `GET /comment/item/{item_id}/`: oldest first.
pub(super) async fn list(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(item_id): Path<u64>,
) -> Result<Json<Value>, ApiError> {
    let state = crm.state();
    by.reach(state.item(item_id)?.app_id)?;
    let view = crm.view(&state);
    let comments = state.comments.iter().filter(|comment| comment.item_id == item_id);
    Ok(Json(json!(comments.map(|comment| view.comment(comment)).collect::<Vec<_>>())))
}
