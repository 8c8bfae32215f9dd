//! Podio's own tasks.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::Crm;
use super::super::access::Principal;
use super::super::error::ApiError;
use super::super::extract::{Json as Body, Path, Query};
use super::super::gate::Created;
use super::super::state::Task;
use super::super::write::date::{date_only, time_only};
use super::super::write::{self, filled, known_keys};
use super::object;

const KEYS: [&str; 14] = [
    "text",
    "description",
    "private",
    "due_date",
    "due_time",
    "ref_type",
    "ref_id",
    "responsible",
    "labels",
    "label_ids",
    "file_ids",
    "reminder",
    "recurrence",
    "external_id",
];

type Answer = Result<(Extension<Created>, Json<Value>), ApiError>;

/// `POST /task/`
pub(super) async fn create(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Body(body): Body,
) -> Answer {
    let body = object(body)?;
    let item = match (body.get("ref_type"), body.get("ref_id")) {
        (None, None) => {
            by.user_only("App-authenticated clients can only create tasks that refer to an item")?;
            None
        }
        (Some(Value::String(kind)), Some(id)) if kind == "item" => Some(write::id(id)?),
        (kind, _) => {
            return Err(ApiError::invalid_value(kind.unwrap_or(&Value::Null), "not a valid reference"));
        }
    };
    add(&crm, by, &body, item)
}

/// `POST /task/item/{item_id}/`
pub(super) async fn create_for_item(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(item_id): Path<u64>,
    Body(body): Body,
) -> Answer {
    add(&crm, by, &object(body)?, Some(item_id))
}

fn add(crm: &Crm, by: Principal, body: &Map<String, Value>, item: Option<u64>) -> Answer {
    known_keys(body, &KEYS)?;
    let text = filled(body.get("text").unwrap_or(&Value::Null))?.to_owned();
    let optional = |key: &str| body.get(key).map(|given| filled(given).map(str::to_owned)).transpose();
    let (description, external_id) = (optional("description")?, optional("external_id")?);
    let due_date = body.get("due_date").map(date_only).transpose()?.map(|day| day.to_string());
    let due_time =
        body.get("due_time").map(time_only).transpose()?.map(|time| time.strftime("%H:%M:%S").to_string());
    let private = match body.get("private") {
        None => false,
        Some(given) => given.as_bool().ok_or_else(|| ApiError::invalid_value(given, "must be boolean"))?,
    };
    if due_date.is_none() && due_time.is_some() {
        return Err(ApiError::invalid("due_time needs due_date"));
    }
    let now = crm.now();
    crm.change(|state| {
        if let Some(item_id) = item {
            by.reach(state.item(item_id)?.app_id)?;
        }
        let task_id = 164_820_000 + state.next();
        let task = Task {
            id: task_id,
            text,
            description,
            due_date,
            due_time,
            item,
            private,
            external_id,
            completed: false,
            created_on: now,
            created_by: by,
        };
        state.tasks.insert(task_id, task.clone());
        Ok((Extension(Created), Json(crm.view(state).task(&task))))
    })
}

/// `GET /task/{task_id}`
pub(super) async fn task(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(task_id): Path<u64>,
) -> Result<Json<Value>, ApiError> {
    let state = crm.state();
    let task = state.tasks.get(&task_id).ok_or_else(ApiError::not_found)?;
    if let Some(item) = task.item.and_then(|id| state.get(id)) {
        by.reach(item.app_id)?;
    }
    Ok(Json(crm.view(&state).task(task)))
}

#[derive(Deserialize)]
pub(super) struct Of {
    reference: Option<String>,
}

/// `GET /task/?reference=item:{item_id}`: not for apps.
pub(super) async fn list(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Query(of): Query<Of>,
) -> Result<Json<Value>, ApiError> {
    by.user_only("App-authenticated clients cannot list tasks")?;
    let item = of
        .reference
        .map(|reference| {
            let id = reference.strip_prefix("item:").and_then(|id| id.parse::<u64>().ok());
            id.ok_or_else(|| ApiError::invalid_value(&json!(reference), "not a valid reference"))
        })
        .transpose()?;
    let state = crm.state();
    let view = crm.view(&state);
    let tasks = state.tasks.values().filter(|task| item.is_none() || task.item == item);
    Ok(Json(json!(tasks.map(|task| view.task(task)).collect::<Vec<_>>())))
}

/// `GET /task/item/{item_id}/`
pub(super) async fn of_item(
    State(crm): State<Crm>,
    Extension(by): Extension<Principal>,
    Path(item_id): Path<u64>,
) -> Result<Json<Value>, ApiError> {
    let state = crm.state();
    by.reach(state.item(item_id)?.app_id)?;
    let view = crm.view(&state);
    let tasks = state.tasks.values().filter(|task| task.item == Some(item_id));
    Ok(Json(json!(tasks.map(|task| view.task(task)).collect::<Vec<_>>())))
}

/// `POST /task/{task_id}/complete`
pub(super) async fn complete(
    State(crm): State<Crm>,
    Path(task_id): Path<u64>,
) -> Result<StatusCode, ApiError> {
    crm.change(|state| {
        state.tasks.get_mut(&task_id).ok_or_else(ApiError::not_found)?.completed = true;
        Ok(StatusCode::NO_CONTENT)
    })
}
