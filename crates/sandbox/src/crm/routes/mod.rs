//! The operations, one file for each area of Podio's reference. Podio is tolerant about the slash at the end
//! of a list's path, and so is this.

mod account;
mod apps;
mod comments;
mod embeds;
mod filter;
mod hooks;
mod items;
mod lookup;
mod search;
mod sign_in;
mod tasks;
mod values;

use axum::routing::{MethodRouter, any, delete, get, post};
use axum::{Router, middleware};
use serde_json::{Map, Value};

use super::error::ApiError;
use super::{Crm, gate};

/// The whole API.
pub(super) fn router(crm: &Crm) -> Router {
    let router = Router::new()
        .route("/oauth/token", post(sign_in::form))
        .route("/oauth/token/v2", post(sign_in::json))
        .route("/oauth/scope", get(account::scope))
        .route("/oauth/grant/invalidate", post(account::invalidate))
        .route("/user/status", get(account::status))
        .route("/reference/resolve", get(lookup::resolve))
        .route("/app/{app_id}", get(apps::app))
        .route("/app/{app_id}/item/{app_item_id}", get(lookup::by_app_item_id))
        .route("/item/{item_id}", get(items::item).put(items::update).delete(items::delete))
        .route("/item/{item_id}/basic", get(items::basic))
        .route("/item/{item_id}/value", get(values::all).put(values::update_all))
        .route("/item/{item_id}/value/{field}", get(values::one).put(values::update))
        .route("/item/app/{app_id}/external_id/{external_id}", get(lookup::by_external_id))
        .route("/hook/{hook_id}", delete(hooks::delete))
        .route("/hook/{hook_id}/verify/request", post(hooks::request))
        .route("/hook/{hook_id}/verify/validate", post(hooks::validate))
        .route("/task/{task_id}", get(tasks::task))
        .route("/task/{task_id}/complete", post(tasks::complete));
    let lists = [
        ("/user", get(account::user)),
        ("/item/app/{app_id}", post(items::create)),
        ("/item/app/{app_id}/filter", post(filter::filter)),
        ("/item/app/{app_id}/v2", get(lookup::all_by_external_id)),
        ("/item/{item_id}/reference", get(lookup::references)),
        ("/search/app/{app_id}", post(search::search)),
        ("/task", get(tasks::list).post(tasks::create)),
        ("/task/item/{item_id}", get(tasks::of_item).post(tasks::create_for_item)),
        ("/comment/item/{item_id}", get(comments::list).post(comments::create)),
        ("/embed", post(embeds::create)),
        ("/hook/app/{app_id}", get(hooks::list).post(hooks::create)),
    ];
    lists
        .into_iter()
        .fold(router, |router, (path, method)| with_and_without_slash(router, path, method))
        // A route rather than a fallback: nesting keeps it, and what stands here always passes the gate.
        .route("/{*anything}", any(|| async { ApiError::no_operation() }))
        .method_not_allowed_fallback(|| async { ApiError::no_operation() })
        .layer(middleware::from_fn_with_state(crm.clone(), gate::gate))
        .with_state(crm.clone())
}

fn with_and_without_slash(router: Router<Crm>, path: &str, method: MethodRouter<Crm>) -> Router<Crm> {
    router.route(path, method.clone()).route(&format!("{path}/"), method)
}

/// The body as an object.
fn object(body: Value) -> Result<Map<String, Value>, ApiError> {
    match body {
        Value::Object(parts) => Ok(parts),
        other => Err(ApiError::invalid_value(&other, "must be object")),
    }
}
