//! Writing Call Activities and tasks.
//!
//! Podio has no idempotency key, and external ids are not unique. So a create is sent once; after an answer was lost
//! the caller asks for `check_first`, and the item is looked up by its external id before another is made.

use domain::ItemId;
use domain::call::CrmItem;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::client::{Inner, Podio};
use crate::error::Error;
use crate::http::Request;
use crate::schema::{App, Freshness, Schema};
use crate::write::{ActivityFields, Fields, TaskFields};

#[derive(Deserialize)]
struct Written {
    item_id: u64,
    link: Option<String>,
}

#[derive(Deserialize)]
struct Embed {
    embed_id: u64,
}

impl Podio {
    /// Writes a Call Activity: a new one, or over `existing`. With `check_first` (because the answer to an earlier
    /// attempt was lost) one with this call's external id is looked for, and updated if it is there.
    pub async fn save_activity(
        &self,
        activity: &ActivityFields,
        existing: Option<ItemId>,
        check_first: bool,
    ) -> Result<CrmItem, Error> {
        let inner = &*self.inner;
        let app = &inner.activity_app;
        let existing = match existing {
            Some(id) => Some(CrmItem { id, url: None }),
            None if check_first => app.by_external_id(&activity.external_id()).await?,
            None => None,
        };
        let (schema, freshness) = app.schema().await?;
        let first = inner.write_activity(activity, existing.as_ref(), &schema).await;
        // A refusal wrote nothing, and may mean that somebody changed the app since its schema was read.
        match first {
            Err(error @ (Error::Rejected { status: 400, .. } | Error::Setup(_)))
                if freshness == Freshness::Cached =>
            {
                tracing::info!(%error, "the Call Activity app is read again");
                let schema = app.read_again().await?;
                inner.write_activity(activity, existing.as_ref(), &schema).await
            }
            other => other,
        }
    }

    /// The page of a Call Activity. Podio's answer to a create does not promise it, and reading it is a request of
    /// its own, so it is read only when somebody wants to go there.
    pub async fn activity_url(&self, activity: ItemId) -> Result<Option<String>, Error> {
        let request = Request::get(format!("/item/{activity}/basic"));
        let item: Written = self.inner.activity_app.credential.call(&request).await?;
        Ok(CrmItem::from(item).url)
    }

    /// Makes the follow-up task: an item of the Tasks app, or Podio's own task on the lead where there is no such app.
    /// With `check_first` a task with this call's external id is looked for, and returned if it is there.
    pub async fn create_task(&self, task: &TaskFields, check_first: bool) -> Result<CrmItem, Error> {
        let inner = &*self.inner;
        let Some(app) = &inner.task_app else { return inner.native_task(task, check_first).await };
        if check_first && let Some(item) = app.by_external_id(&task.external_id()).await? {
            return Ok(item);
        }
        let (schema, freshness) = app.schema().await?;
        match inner.write_task(task, app, &schema).await {
            Err(error @ (Error::Rejected { status: 400, .. } | Error::Setup(_)))
                if freshness == Freshness::Cached =>
            {
                tracing::info!(%error, "the Tasks app is read again");
                let schema = app.read_again().await?;
                inner.write_task(task, app, &schema).await
            }
            other => other,
        }
    }
}

impl Inner {
    async fn write_activity(
        &self,
        activity: &ActivityFields,
        existing: Option<&CrmItem>,
        schema: &Schema,
    ) -> Result<CrmItem, Error> {
        let app = &self.activity_app;
        let mut fields = Fields::new(schema, &self.overrides, self.lead_app.id);
        if let Some(url) = activity.fill(&mut fields)? {
            // `delayed`: Podio must not fetch the recording while we wait, and could not without its signature.
            let request = Request::create("/embed/", json!({ "url": url, "mode": "delayed" }));
            let embed: Embed = app.credential.call(&request).await?;
            ActivityFields::fill_embed(&mut fields, embed.embed_id)?;
        }
        match existing {
            None => app.create(&activity.external_id(), fields.into_value()).await,
            Some(item) => {
                let body = json!({ "fields": fields.into_value() });
                app.credential.send(&Request::update(format!("/item/{}", item.id), body)).await?;
                Ok(item.clone())
            }
        }
    }

    async fn write_task(&self, task: &TaskFields, app: &App, schema: &Schema) -> Result<CrmItem, Error> {
        let mut fields = Fields::new(schema, &self.overrides, self.lead_app.id);
        task.fill(&mut fields)?;
        app.create(&task.external_id(), fields.into_value()).await
    }

    async fn native_task(&self, task: &TaskFields, check_first: bool) -> Result<CrmItem, Error> {
        let credential = &self.lead_app.credential;
        if check_first && let Some(item) = self.native_task_of(task).await? {
            return Ok(item);
        }
        // The form with the reference in the path is the one that an app's token may use.
        let request = Request::create(format!("/task/item/{}/", task.lead), task.native());
        let made: Value = credential.call(&request).await?;
        // Podio makes one task for each person responsible, and answers with an object or a list.
        let first = made.as_array().and_then(|tasks| tasks.first()).unwrap_or(&made);
        native_item(first).ok_or_else(|| Error::Unreadable("the new task has no id".to_owned()))
    }

    async fn native_task_of(&self, task: &TaskFields) -> Result<Option<CrmItem>, Error> {
        let request = Request::get("/task/").query("reference", format!("item:{}", task.lead));
        let tasks: Vec<Value> = match self.lead_app.credential.call(&request).await {
            // Not every app's token may list tasks. A reminder too many does less harm than none.
            Err(Error::NotFound | Error::Rejected { status: 403, .. }) => Vec::new(),
            other => other?,
        };
        let external_id = task.external_id();
        let is_ours =
            |found: &&Value| found.get("external_id").and_then(Value::as_str) == Some(external_id.as_str());
        Ok(tasks.iter().find(is_ours).and_then(native_item))
    }
}

impl App {
    async fn create(&self, external_id: &str, fields: Value) -> Result<CrmItem, Error> {
        let body = json!({ "external_id": external_id, "fields": fields });
        let made: Written =
            self.credential.call(&Request::create(format!("/item/app/{}/", self.id), body)).await?;
        Ok(made.into())
    }

    /// The item with this external id; of several, the one that Podio picks. External ids of ours need no escaping.
    async fn by_external_id(&self, external_id: &str) -> Result<Option<CrmItem>, Error> {
        let request = Request::get(format!("/item/app/{}/external_id/{external_id}", self.id));
        match self.credential.call::<Written>(&request.query("mark_as_viewed", "0")).await {
            Ok(item) => Ok(Some(item.into())),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl From<Written> for CrmItem {
    fn from(item: Written) -> Self {
        let url = item.link.filter(|link| link.starts_with("http"));
        Self { id: ItemId(item.item_id), url }
    }
}

fn native_item(task: &Value) -> Option<CrmItem> {
    let url = task.get("link").and_then(Value::as_str).filter(|link| link.starts_with("http"));
    Some(CrmItem { id: ItemId(task.get("task_id")?.as_u64()?), url: url.map(str::to_owned) })
}
