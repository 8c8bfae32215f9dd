//! Links, which must be made known before a link field can hold them.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use url::Url;

use super::super::Crm;
use super::super::error::ApiError;
use super::super::extract::Json as Body;
use super::super::write::{filled, known_keys};
use super::object;

/// `POST /embed/`. The page behind the link is not fetched.
pub(super) async fn create(State(crm): State<Crm>, Body(body): Body) -> Result<Json<Value>, ApiError> {
    let body = object(body)?;
    known_keys(&body, &["url", "mode"])?;
    let given = body.get("url").unwrap_or(&Value::Null);
    let url = filled(given)?;
    if !Url::parse(url).is_ok_and(|url| matches!(url.scheme(), "http" | "https")) {
        return Err(ApiError::invalid_value(given, "must be url"));
    }
    let embed_id = crm.change(|state| {
        let embed_id = 371_400_000 + state.next();
        state.embeds.insert(embed_id, url.to_owned());
        embed_id
    });
    Ok(Json(json!({
        "embed_id": embed_id,
        "original_url": url,
        "resolved_url": url,
        "type": "unresolved",
        "title": url,
        "files": [],
    })))
}
