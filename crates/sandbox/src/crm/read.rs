//! Items, values and tasks in the shapes in which Podio answers them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::catalog::{App, Catalog, Field, Kind};
use super::state::{Comment, Item, State, Task};

/// Podio's format of a point in time; always UTC where it is not said otherwise.
pub(super) const DATETIME: &str = "%Y-%m-%d %H:%M:%S";

/// Everything that is needed to render an answer.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) state: &'a State,
    pub(super) origin: &'a str,
}

impl<'a> View<'a> {
    /// The whole item.
    pub(super) fn item(&self, item: &Item) -> Value {
        let mut whole = self.basic(item);
        let comments: Vec<Value> = self.comments_of(item.id).map(|comment| self.comment(comment)).collect();
        if let Some(whole) = whole.as_object_mut() {
            whole.insert("comments".to_owned(), json!(comments));
            whole.insert("files".to_owned(), json!([]));
            whole.insert("tags".to_owned(), json!(item.tags));
            whole.insert("ref".to_owned(), Value::Null);
            whole.insert("ratings".to_owned(), json!({}));
            // Secrets in Podio; here so that a client which stores or logs them is noticed.
            whole.insert(
                "push".to_owned(),
                json!({ "channel": format!("/item/{}", item.id), "signature": "sandbox", "timestamp": 0 }),
            );
        }
        whole
    }

    /// The item without comments, files and tags: as `/basic` and the filter answer it.
    pub(super) fn basic(&self, item: &Item) -> Value {
        let app = self.catalog.app(item.app_id);
        let fields: Vec<Value> = app
            .into_iter()
            .flat_map(|app| &app.form.fields)
            .filter_map(|field| self.field(field, item.values.get(&field.id)?))
            .collect();
        let first = Self::revision(0, item.created_on, item.created_by.byline(self.catalog));
        let last = Self::revision(item.revision, item.edited_on, item.edited_by.byline(self.catalog));
        json!({
            "item_id": item.id,
            "app_item_id": item.app_item_id,
            "app_item_id_formatted": app.map(|app| app.formatted(item.app_item_id)),
            "app": app.map(|app| self.short_app(app)),
            "space": self.catalog.space,
            "external_id": item.external_id,
            "title": self.title(item),
            "link": self.link(item),
            "rights": ["view", "update", "delete", "comment", "add_task"],
            "revision": item.revision,
            "fields": fields,
            "created_on": datetime(item.created_on),
            "created_by": item.created_by.byline(self.catalog),
            "created_via": { "id": 1, "auth_client_id": 1, "name": "Twoleg sandbox", "display": true },
            "initial_revision": first,
            "current_revision": last,
            "last_event_on": datetime(item.edited_on),
            "comment_count": self.comments_of(item.id).count(),
            "file_count": 0,
            "priority": item.app_item_id,
        })
    }

    fn revision(revision: u64, at: Timestamp, by: Value) -> Value {
        let kind = if revision == 0 { "creation" } else { "update" };
        json!({ "revision": revision, "created_on": datetime(at), "created_by": by, "type": kind })
    }

    fn comments_of(&self, item_id: u64) -> impl Iterator<Item = &'a Comment> {
        self.state.comments.iter().filter(move |comment| comment.item_id == item_id)
    }

    /// The first text of the item; an item without one is called by its number.
    pub(super) fn title(&self, item: &Item) -> String {
        let Some(app) = self.catalog.app(item.app_id) else { return String::new() };
        let mut texts = app.form.fields.iter().filter(|field| field.kind == Kind::Text);
        texts
            .find_map(|field| item.values.get(&field.id)?.first()?.get("value")?.as_str())
            .map_or_else(|| format!("{} {}", app.form.item_name, item.app_item_id), str::to_owned)
    }

    /// The item's page: like Podio's own, it ends in `/items/{app_item_id}`.
    pub(super) fn link(&self, item: &Item) -> String {
        let app = self.catalog.app(item.app_id).map_or("", |app| app.form.url_label.as_str());
        format!("{}/sandbox/podio-web/apps/{app}/items/{}", self.origin, item.app_item_id)
    }

    /// The app as items carry it.
    pub(super) fn short_app(&self, app: &App) -> Value {
        json!({
            "app_id": app.id,
            "status": "active",
            "name": app.form.name,
            "item_name": app.form.item_name,
            "url_label": app.form.url_label,
            "space_id": self.catalog.space.id,
            "config": { "name": app.form.name, "item_name": app.form.item_name },
        })
    }

    /// A field with its values; `None` when it has none, for empty fields are left out.
    fn field(&self, field: &Field, values: &[Value]) -> Option<Value> {
        let values: Vec<Value> = values.iter().map(|value| self.value(field, value)).collect();
        (!values.is_empty()).then(|| {
            json!({
                "status": "active",
                "type": field.kind,
                "field_id": field.id,
                "label": field.label,
                "external_id": field.external_id,
                "values": values,
                "config": field.config(),
            })
        })
    }

    /// One stored value, as it is read.
    pub(super) fn value(&self, field: &Field, stored: &Value) -> Value {
        let id = stored.get("value").and_then(Value::as_u64);
        match field.kind {
            Kind::Category => {
                let option = field.options().into_iter().find(|option| Some(option.id) == id);
                json!({ "value": option })
            }
            Kind::App => json!({ "value": id.map(|id| self.reference(id)) }),
            Kind::Date => self.date(stored),
            Kind::Embed => self.embed(stored),
            _ => stored.clone(),
        }
    }

    /// An item that another one points to.
    fn reference(&self, item_id: u64) -> Value {
        let Some(item) = self.state.get(item_id) else { return json!({ "item_id": item_id }) };
        json!({
            "item_id": item.id,
            "app_item_id": item.app_item_id,
            "title": self.title(item),
            "link": self.link(item),
            "revision": item.revision,
            "external_id": item.external_id,
            "app": self.catalog.app(item.app_id).map(|app| self.short_app(app)),
            "space": self.catalog.space,
            "created_on": datetime(item.created_on),
            "created_by": item.created_by.byline(self.catalog),
        })
    }

    fn embed(&self, stored: &Value) -> Value {
        let id = stored.get("embed").and_then(Value::as_u64).unwrap_or_default();
        let url = self.state.embeds.get(&id);
        json!({
            "embed": { "embed_id": id, "original_url": url, "resolved_url": url, "type": "unresolved", "title": url },
            "file": null,
        })
    }

    /// Both ends of a date, each in the account's zone and in UTC. A date without a time is never shifted.
    fn date(&self, stored: &Value) -> Value {
        let mut parts = Map::new();
        for end in ["start", "end"] {
            let part = stored.get(end);
            let at = part.and_then(|part| part.get("utc")).and_then(Value::as_str).and_then(utc);
            if let Some(at) = at {
                let zone = TimeZone::get(&self.catalog.account.timezone).unwrap_or(TimeZone::UTC);
                for (suffix, there) in [("", at.to_zoned(zone)), ("_utc", at.to_zoned(TimeZone::UTC))] {
                    parts.insert(format!("{end}{suffix}"), json!(there.strftime(DATETIME).to_string()));
                    parts
                        .insert(format!("{end}_date{suffix}"), json!(there.strftime("%Y-%m-%d").to_string()));
                    parts
                        .insert(format!("{end}_time{suffix}"), json!(there.strftime("%H:%M:%S").to_string()));
                }
            } else if let Some(day) = part.and_then(|part| part.get("date")).and_then(Value::as_str) {
                parts.insert(end.to_owned(), json!(format!("{day} 00:00:00")));
                parts.insert(format!("{end}_utc"), json!(day));
                for suffix in ["", "_utc"] {
                    parts.insert(format!("{end}_date{suffix}"), json!(day));
                    parts.insert(format!("{end}_time{suffix}"), Value::Null);
                }
            }
        }
        Value::Object(parts)
    }

    /// A native task.
    pub(super) fn task(&self, task: &Task) -> Value {
        let by = task.created_by.byline(self.catalog);
        let item = task.item.and_then(|id| self.state.get(id));
        json!({
            "task_id": task.id,
            "text": task.text,
            "description": task.description,
            "status": if task.completed { "completed" } else { "active" },
            "private": task.private,
            "due_date": task.due_date,
            "due_time": task.due_time,
            "external_id": task.external_id,
            "ref": item.map(|item| json!({
                "type": "item",
                "id": item.id,
                "title": self.title(item),
                "link": self.link(item),
                "data": self.reference(item.id),
            })),
            "responsible": by,
            "link": format!("{}/sandbox#task-{}", self.origin, task.id),
            "created_on": datetime(task.created_on),
            "created_by": by,
        })
    }

    /// A comment.
    pub(super) fn comment(&self, comment: &Comment) -> Value {
        json!({
            "comment_id": comment.id,
            "value": comment.value,
            "external_id": comment.external_id,
            "ref": { "type": "item", "id": comment.item_id },
            "created_on": datetime(comment.created_on),
            "created_by": comment.created_by.byline(self.catalog),
        })
    }
}

/// A point in time, in UTC, as Podio writes it.
pub(super) fn datetime(at: Timestamp) -> String {
    at.strftime(DATETIME).to_string()
}

/// Reads what [`datetime`] writes.
pub(super) fn utc(text: &str) -> Option<Timestamp> {
    jiff::civil::DateTime::strptime(DATETIME, text)
        .ok()?
        .to_zoned(TimeZone::UTC)
        .ok()
        .map(|at| at.timestamp())
}
