//! An app's definition.

use axum::extract::State;
use axum::{Extension, Json};
use serde_json::{Value, json};

use super::super::Crm;
use super::super::access::Principal;
use super::super::error::ApiError;
use super::super::extract::Path;

/// `GET /app/{app_id}`
pub(super) async fn app(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(app_id): Path<u64>,
) -> Result<Json<Value>, ApiError> {
    let app = crm.0.catalog.app(app_id).ok_or_else(ApiError::not_found)?;
    by.reach(app_id)?;
    let fields: Vec<Value> = app
        .form
        .fields
        .iter()
        .map(|field| {
            json!({
                "status": if field.deleted { "deleted" } else { "active" },
                "type": field.kind,
                "field_id": field.id,
                "external_id": field.external_id,
                "label": field.label,
                "config": field.config(),
            })
        })
        .collect();
    let catalog = &crm.0.catalog;
    let link = format!("{}/sandbox/podio-web/apps/{}", crm.0.origin, app.form.url_label);
    Ok(Json(json!({
        "app_id": app.id,
        "status": "active",
        "space_id": catalog.space.id,
        "url_label": app.form.url_label,
        "url": link,
        "link": link,
        // A secret, as in Podio: a client must neither log nor store it.
        "token": app.token,
        "owner": Principal::ACCOUNT.byline(catalog),
        "current_revision": 0,
        "rights": by.rights(),
        "config": {
            "name": app.form.name,
            "item_name": app.form.item_name,
            "app_item_id_prefix": app.form.item_id_prefix,
            "app_item_id_padding": app.form.item_id_padding,
            "show_app_item_id": true,
            "silent_creates": false,
            "silent_edits": false,
            "disable_notifications": false,
            "allow_create": true,
            "allow_edit": true,
        },
        "fields": fields,
    })))
}
