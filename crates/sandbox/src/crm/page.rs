//! The page that an item's link opens: the item, as a person reads it. And the address of the page to sign in on.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde_json::Value;

use super::catalog::{App, Field, Kind};
use super::read::{View, datetime};
use super::state::Item;
use super::{Crm, authorize};
use crate::control::html::{document, each, escape, link, plain};

/// `/apps/{app's name in links}/items/{number}`, the short `/items/{app id}/{number}`, and `/oauth/authorize`.
pub(super) fn router(crm: &Crm) -> Router {
    Router::new()
        .route("/apps/{app}/items/{number}", get(by_label))
        .route("/items/{app_id}/{number}", get(by_id))
        .route("/oauth/authorize", get(authorize::page).post(authorize::pressed))
        .with_state(crm.clone())
}

async fn by_label(State(crm): State<Crm>, Path((label, number)): Path<(String, u64)>) -> Response {
    let app = crm.0.catalog.all().into_iter().find(|app| app.form.url_label == label);
    page(&crm, app, number)
}

async fn by_id(State(crm): State<Crm>, Path((app_id, number)): Path<(u64, u64)>) -> Response {
    page(&crm, crm.0.catalog.app(app_id), number)
}

fn page(crm: &Crm, app: Option<&App>, number: u64) -> Response {
    let state = crm.state();
    let view = crm.view(&state);
    let item = app.and_then(|app| state.items_of(app.id).find(|item| item.app_item_id == number));
    let (Some(app), Some(item)) = (app, item) else {
        return (StatusCode::NOT_FOUND, message("There is no such item", "Nothing was ever here."))
            .into_response();
    };
    if item.deleted {
        return (StatusCode::GONE, message("This item was deleted", "Podio keeps no copy.")).into_response();
    }
    let title = plain(&view.title(item));
    let body = format!(
        "<p class=crumbs><a href=\"/sandbox\">Sandbox</a> / {app_name} / {number}</p><h1>{heading}</h1>{open}\
         <dl class=fields>{fields}</dl>{pointing}{comments}\
         <p class=quiet>Item {id}, revision {revision}, created {created} UTC. This page stands in for Podio's.</p>",
        app_name = escape(&app.form.name),
        number = escape(&app.formatted(item.app_item_id)),
        heading = escape(&title),
        open = open_in_twoleg(crm, item),
        fields = fields(view, app, item),
        pointing = pointing_here(crm, view, item),
        comments = comments(view, item),
        id = item.id,
        revision = item.revision,
        created = datetime(item.created_on),
    );
    Html(document(&title, "", &body)).into_response()
}

fn message(heading: &str, text: &str) -> Html<String> {
    let body = format!(
        "<p class=crumbs><a href=\"/sandbox\">Sandbox</a></p><h1>{}</h1><p>{}</p>",
        escape(heading),
        escape(text)
    );
    Html(document(heading, "", &body))
}

fn open_in_twoleg(crm: &Crm, item: &Item) -> String {
    if item.app_id != crm.0.catalog.leads().id {
        return String::new();
    }
    format!("<p><a class=button href=\"/workspace?item_id={}\">Open in Twoleg</a></p>", item.id)
}

fn fields(view: View<'_>, app: &App, item: &Item) -> String {
    let row = |field: &Field| {
        let values = item.values.get(&field.id)?;
        let shown: Vec<String> = values.iter().map(|value| shown(view, field, value)).collect();
        Some(format!("<dt>{}</dt><dd>{}</dd>", escape(&field.label), shown.join("<br>")))
    };
    app.form.fields.iter().filter_map(row).collect()
}

/// One value, as safe HTML.
fn shown(view: View<'_>, field: &Field, stored: &Value) -> String {
    let text = |key: &str| stored.get(key).and_then(Value::as_str).unwrap_or_default();
    match field.kind {
        Kind::Category => {
            let value = view.value(field, stored);
            escape(value.pointer("/value/text").and_then(Value::as_str).unwrap_or_default())
        }
        Kind::App => {
            let target = stored.get("value").and_then(Value::as_u64).and_then(|id| view.state.get(id));
            target.map_or_else(String::new, |item| link(&view.link(item), &plain(&view.title(item))))
        }
        Kind::Date => {
            let value = view.value(field, stored);
            let part = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
            match part("start_time") {
                "" => escape(part("start_date")),
                time => escape(&format!("{} {time} ({})", part("start_date"), view.catalog.account.timezone)),
            }
        }
        Kind::Money => {
            let amount = text("value").parse::<f64>().unwrap_or_default();
            escape(&format!("{amount:.2} {}", text("currency")))
        }
        Kind::Embed => {
            let value = view.value(field, stored);
            let url = value.pointer("/embed/original_url").and_then(Value::as_str).unwrap_or_default();
            link(url, url)
        }
        Kind::Phone | Kind::Email => escape(&format!("{} ({})", plain(text("value")), text("type"))),
        Kind::Number => escape(text("value").trim_end_matches('0').trim_end_matches('.')),
        Kind::Duration | Kind::Progress => escape(&stored.get("value").unwrap_or(&Value::Null).to_string()),
        _ => {
            let text = plain(text("value"));
            if text.starts_with("http://") || text.starts_with("https://") {
                link(&text, &text)
            } else {
                escape(&text).replace('\n', "<br>")
            }
        }
    }
}

/// The calls and tasks of a lead.
fn pointing_here(crm: &Crm, view: View<'_>, item: &Item) -> String {
    let mut entries = Vec::new();
    for app in crm.0.catalog.all() {
        for other in view.state.live_items_of(app.id) {
            let points = app.form.fields.iter().filter(|field| field.kind == Kind::App).any(|field| {
                let values = other.values.get(&field.id).map(Vec::as_slice).unwrap_or_default();
                values.iter().any(|value| value.get("value").and_then(Value::as_u64) == Some(item.id))
            });
            if points {
                let name = format!("{}: {}", app.form.item_name, plain(&view.title(other)));
                entries.push(link(&view.link(other), &name));
            }
        }
    }
    for task in view.state.tasks.values().filter(|task| task.item == Some(item.id)) {
        let due = task.due_date.as_deref().unwrap_or("no date");
        entries.push(escape(&format!("Task: {} ({due})", task.text)));
    }
    titled_list("What refers to this item", &entries)
}

fn comments(view: View<'_>, item: &Item) -> String {
    let comments = view.state.comments.iter().filter(|comment| comment.item_id == item.id);
    let entries: Vec<String> = comments.map(|comment| escape(&comment.value)).collect();
    titled_list("Comments", &entries)
}

/// Nothing at all when there are no entries (which are HTML).
fn titled_list(heading: &str, entries: &[String]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    format!("<h2>{heading}</h2><ul>{}</ul>", each(entries, |entry| format!("<li>{entry}</li>")))
}
