//! `POST /search/app/{app_id}/`: hits without their fields, by words.

use axum::extract::State;
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::super::Crm;
use super::super::access::Principal;
use super::super::error::ApiError;
use super::super::extract::{Json as Body, Path};
use super::super::simple;
use super::super::write::{filled, known_keys};
use super::object;

const MOST: usize = 20;

pub(super) async fn search(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(app_id): Path<u64>,
    Body(body): Body,
) -> Result<Json<Value>, ApiError> {
    let app = crm.0.catalog.app(app_id).ok_or_else(ApiError::not_found)?;
    by.reach(app_id)?;
    let body = object(body)?;
    known_keys(&body, &["query", "limit", "offset", "ref_type", "search_fields", "counts", "highlights"])?;
    let wanted = terms(filled(body.get("query").unwrap_or(&Value::Null))?);
    let number =
        |key: &str| body.get(key).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
    let limit = number("limit").unwrap_or(MOST).min(MOST);
    let state = crm.state();
    let view = crm.view(&state);
    let hits = state.live_items_of(app_id).into_iter().filter(|item| {
        let words: Vec<String> = simple::simple(&view, item).values().flat_map(words_of).collect();
        !wanted.is_empty() && wanted.iter().all(|term| words.contains(term))
    });
    let hits: Vec<Value> = hits
        .skip(number("offset").unwrap_or_default())
        .take(limit)
        .enumerate()
        .map(|(rank, item)| {
            json!({
                "type": "item",
                "id": item.id,
                "rank": rank,
                "title": view.title(item),
                "link": view.link(item),
                "app": view.short_app(app),
                "space": crm.0.catalog.space,
            })
        })
        .collect();
    Ok(Json(Value::Array(hits)))
}

/// Words are split at spaces and punctuation, so `(813) 555-0142` is three and `8135550142` is another.
fn terms(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn words_of(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => terms(text),
        Value::Array(values) => values.iter().flat_map(words_of).collect(),
        other => terms(&other.to_string()),
    }
}
